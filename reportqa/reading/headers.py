"""Which rows and columns of a grid are its headers.

Rows of years, units, scales and words stand above rows of data. What tells them apart was drawn from annual reports' tables:
a row with a blank first cell and no data continues a header; so does a row whose label only states a unit ("(in millions)"),
one that names years where no row above did, one of units only, and one that names more columns than the row above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["header_shape", "is_data"]

_LOOKED_AT = 200  # rows: enough to know a column, whatever the length of the table

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_NOTE = r"(?:\s*(?:\(\w{1,2}\)|\*+|[¹²³]))?"
# "2019", "FY 2019", "31 March 2019", "Dec 29, 2018", "2018/19", "2019 (1)", "2019 €m", "2019 $’000", "2 0 1 8", "2026E".
_YEAR = re.compile(
    rf"^\W*(?:(?:fy|cy|fiscal(?:\s+years?)?|years?|h[12]|[1-4]q|q[1-4]|at|as of|as at|early|late|mid|end of|first half|second half)[\s-]*)*"
    rf"(?:\d{{1,2}}\s+)?(?:{_MONTH}\s*)?(?:\d{{1,2}},\s*)?(?:19|20|2 0 [0-4] )\d{{0,2}}(?:(?<=\d\d\d\d)|(?<= \d))(?:\s*[-–/]\s*\d{{2,4}})?[aef]?"
    rf"{_NOTE}\s*(?:\(?[A-Z]{{0,3}}[$€£¥]?\s?['’‘]?0*(?:[mk]|bn|mn)?\)?)?{_NOTE}\W*$",
    re.I,
)
_NUMBER = re.compile(
    r"^[\s$€£¥₹~≈<>(+−–-]*\d(?:[\d,. ]*\d)?\s*(?:%|x|pp|bps?|bn|mn|tn|[mkbt]|million|billion|trillion|thousand|万亿|亿|万)?\s*\)?\s*%?"
    r"(?:\s*\([a-z0-9]\))?$",
    re.I,
)
_RANGE = re.compile(
    r"^\W*\d[\d,.]*\s*%?\s*(?:[-–—~]|to)\s*\d[\d,.]*\s*(?:%|x|bn|mn|[mkbt]|million|billion|trillion)?\W*$"
    r"|^\s*[<>≤≥]\s*\d+$|^\d+\s*\+$",
    re.I,
)
_NOTHING = re.compile(r"^\W*$|^n\.?\s?/?[am]\.?$|^(?:none|nil|nmf?)$", re.I)
_BLANK = re.compile(r"^[\s$%)]*$|^\W+$")
_UNIT_WORD = (
    r"(?:[$€£¥₹%#`]|[A-Z]{1,3}\$|us dollars?|u\.s\. dollars?|dollars?|euros?|pounds?|yuan|usd|eur|gbp|rmb|cny|jpy|chf|hk|nt|"
    r"['’‘]?0{3}s?|thousands?|millions?|billions?|trillions?|m|k|bn|mn|tn|percent(?:age)?|%|pp|shares?|units?|tonnes?|tons?|kg|"
    r"mwh|kwh|gwh|twh|tokens?|users?|number|amounts?)"
)
_UNITS = re.compile(
    rf"^\W*(?:(?:in|of|per|all|figures|are|expressed|stated|canadian|and|the|{_UNIT_WORD})[\s\W]*)+$"
    r"|\b(?:in|dollars|figures)\b.{0,30}?(?:\b(?:thousands|millions|billions|trillions|million|percent|percentages?)\b|['’‘]0{3})",
    re.I,
)


def _is_year(text: str) -> bool:
    return _YEAR.match(text) is not None


def is_data(text: str) -> bool:
    """Whether a cell holds a number that is neither a year nor a unit such as "£000"."""
    if _is_year(text) or re.fullmatch(r"\W*[A-Z]{0,3}[$€£¥]?\s*['’‘]?0{3}s?\W*", text):
        return False
    return _NUMBER.match(text) is not None or _RANGE.match(text) is not None


def _is_unit(text: str) -> bool:
    return len(text) <= 120 and _UNITS.search(text) is not None and not is_data(text)


def header_shape(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many rows and columns of a grid are headers: (0 to 6, 0 or 1).

    One column labels the rows where it holds words or years; none where it holds data like the others.
    """
    grid = [[c.strip() for c in row] for row in rows[:_LOOKED_AT]]
    if len(grid) < 2:
        return 0, 1 if grid and grid[0] and not is_data(grid[0][0]) else 0
    numeric = _mostly_numeric(grid)
    dated = _columns_of_years(grid)
    top = 0
    while top < min(len(grid) - 1, 6) and _continues(grid, top, numeric, dated):
        top += 1
    first = [r[0] for r in grid[top:] if r]
    labelled = any(not is_data(c) and not _BLANK.match(c) for c in first)
    return top, 1 if labelled or top == 0 else int(len(grid[0]) > 1)


def _continues(grid: list[list[str]], at: int, numeric: bool, dated: frozenset[int]) -> bool:
    """Whether row `at` is a header, where all rows above it are."""
    label = grid[at][0] if grid[at] else ""
    others = [c for c in grid[at][1:] if c]
    # The first row may name ranges ("1-90 days" as "1–90"); below it they are data.
    if any(is_data(c) and not (at == 0 and _RANGE.match(c)) for c in others):
        return False
    if at == 0:
        return True
    if _BLANK.match(label):
        return not _is_section(grid, at, others)
    if not others:
        return _is_unit(label) and re.search(r"[(]|\bin\b|amounts?", label, re.I) is not None
    if not numeric or any(_NOTHING.match(c) and not _BLANK.match(c) for c in others):
        return False
    above = [c for row in grid[:at] for c in row[1:] if c]
    years = any(_is_year(c) for n, c in enumerate(grid[at][1:], 1) if n not in dated)
    if years and not any(_is_year(c) for c in above):
        return True
    if _is_unit(label) or all(_is_unit(c) for c in others):
        return True
    # It names more columns than the row above, which then held only what spans them.
    return len([c for c in grid[at - 1][1:] if c]) < len(others) and not any(_NOTHING.match(c) for c in others)


def _is_section(grid: list[list[str]], at: int, others: list[str]) -> bool:
    """Whether the only words of a row open a section of the body ("Revenues:" one column in) below complete headers."""
    return (
        len(others) == 1
        and len(grid[at]) > 2
        and grid[at][1] == others[0]
        and len([c for c in grid[at - 1][1:] if c]) > 1
        and not (others[0].startswith("(") or _is_unit(others[0]) or _is_year(others[0]))
    )


def _mostly_numeric(grid: list[list[str]]) -> bool:
    """Whether most filled cells right of the first column, below the first row, are data."""
    cells = [c for row in grid[1:] for c in row[1:] if c and not _NOTHING.match(c)]
    return sum(is_data(c) for c in cells) * 2 >= len(cells)


def _columns_of_years(grid: list[list[str]]) -> frozenset[int]:
    """The columns whose own data are years ("opened in"), where a year is no sign of a header."""
    out = set()
    for n in range(1, max(len(row) for row in grid)):
        cells = [row[n] for row in grid[1:] if n < len(row) and row[n]]
        if len(cells) > 2 and sum(_is_year(c) for c in cells) * 2 > len(cells):
            out.add(n)
    return frozenset(out)

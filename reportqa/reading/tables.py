"""Grids of cells → Tables: which rows and columns are headers, and tables drawn in text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.types import Cell, Table

__all__ = ["header_shape", "make_table", "split_lines_table"]

_YEAR = re.compile(
    r"^\W*(?:(?:fy|fiscal|h[12]|q[1-4]|december|september|june|march|\w+ \d{1,2},)?\s*)?(?:19|20)\d\d(?:\s*[-/]\s*\d{2,4})?[a-z]?\W*(?:\(?[$€£]?\s?['’]?0*[mk]?n?\)?)?\W*$",
    re.I,
)
_NUMBER = re.compile(
    r"^[\s$€£¥(+−–-]*\d[\d,.]*\s*(?:%|x|bn|mn|[mkbt]|million|billion|trillion|thousand)?\s*\)?\s*%?(?:\s*\([a-z0-9]\))?$",
    re.I,
)
_BLANK = re.compile(r"^[\s$%)]*$|^\W+$")


def _is_data(text: str) -> bool:
    return bool(_NUMBER.match(text)) and not _YEAR.match(text)


def header_shape(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How many rows and columns of a grid are headers.

    The first row is one unless it holds data beside a label. A further row is one while its first cell is blank and it holds no
    data: years, units and words only. One column labels the rows where it holds words or years; none where all is data.
    """
    if len(rows) < 2:
        return 0, 1 if rows and rows[0] and not _is_data(rows[0][0]) else 0
    top = 0
    while top < len(rows) - 1:
        cells = [c.strip() for c in rows[top]]
        data = any(_is_data(c) for c in cells[1:])
        blank_label = not cells or _BLANK.match(cells[0]) is not None
        if data or (top > 0 and not blank_label and not _continues_header(rows, top)):
            break
        top += 1
    body = rows[top:]
    first = [r[0].strip() for r in body if r]
    labelled = any(not _is_data(c) and not _BLANK.match(c) for c in first)
    return top, 1 if labelled or top == 0 else int(len(rows[0]) > 1)


def _continues_header(rows: Sequence[Sequence[str]], at: int) -> bool:
    """Whether a row with a label is still a header: all its other cells are years or units and the rows before were bare."""
    others = [c.strip() for c in rows[at][1:] if c.strip()]
    before = [c.strip() for row in rows[:at] for c in row[1:] if c.strip()]
    return bool(others) and all(_YEAR.match(c) for c in others) and not any(_YEAR.match(c) for c in before)


def make_table(
    cells: Sequence[Sequence[Cell]],
    name: str,
    title: str = "",
    *,
    units: tuple[str, ...] = (),
    notes: str = "",
    section: str = "",
    page: int | None = None,
) -> Table:
    """A Table of a ragged grid: short rows are filled with empty cells at the end of their last cell."""
    width = max((len(row) for row in cells), default=0)
    full = []
    for r, row in enumerate(cells):
        end = row[-1].end if row else 0
        full.append((*row, *(Cell(r, c, end, end, "") for c in range(len(row), width))))
    rows, columns = header_shape([[c.text for c in row] for row in full])
    starts = [c.start for row in full for c in row] or [0]
    ends = [c.end for row in full for c in row] or [0]
    return Table(name, title, min(starts), max(ends), tuple(full), rows, columns, units, notes, section, page)


def split_lines_table(text: str, lines: Sequence[tuple[int, int]], name: str, title: str) -> Table | None:
    """The table that a run of text lines draws with bars, tabs or columns of spaces; None where it is prose."""
    if len(lines) < 2:
        return None
    for pattern in (re.compile(r"\s*\|\s*"), re.compile(r"[ ]*\t[ ]*"), re.compile(r" {3,}")):
        rows = [_split(text, a, b, pattern) for a, b in lines if not re.fullmatch(r"[\s|:+=-]*", text[a:b])]
        widths = {len(r) for r in rows}
        if len(rows) >= 2 and min(widths) >= 2 and len(widths) == 1:
            cells = [[Cell(r, c, s, e, text[s:e]) for c, (s, e) in enumerate(row)] for r, row in enumerate(rows)]
            return make_table(cells, name, title)
    return None


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """The cells of a line as spans; a bar at either end of the line delimits nothing."""
    line = text[start:end]
    if "|" in pattern.pattern:
        inner = re.match(r"\s*\|?(.*?)\|?\s*$", line)
        assert inner is not None
        start, end = start + inner.start(1), start + inner.end(1)
    else:
        start += len(line) - len(line.lstrip())
    out, at = [], start
    for match in pattern.finditer(text, start, end):
        if text[match.start() - 1 : match.start()] == "\\":
            continue
        out.append((at, match.start()))
        at = match.end()
    out.append((at, end))
    return [_trim(text, a, b) for a, b in out]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

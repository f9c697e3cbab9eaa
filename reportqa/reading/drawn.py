"""Tables that are drawn in text: with bars, tabs, or columns of spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reportqa.reading.headers import is_data
from reportqa.reading.tables import make_table
from reportqa.types import Cell, Table

__all__ = ["drawn_table"]

_Span = tuple[int, int]
_BAR = re.compile(r"(?<!\\)\|")
_TAB = re.compile(r"[ ]*\t[ ]*")
_RULE = re.compile(r"[\s|:+=_-]*")
# Markdown's emphasis around all of a cell: "**Group**", "_n/a_", "`x`".
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3}|`)(?=\S)(?:(?![*`]).)+?(?<=\S)(?P=mark)")


def drawn_table(
    text: str, lines: Sequence[_Span], name: str, title: str, *, section: str = "", ragged: bool = False
) -> Table | None:
    """The table that a run of text lines draws; None where it is prose.

    Bars and tabs must make rows of one width, except where `ragged` (Markdown fills its short rows). Columns of spaces
    must run through every line, and most of what stands right of the first must be numbers.
    """
    drawn = [(a, b) for a, b in lines if not _RULE.fullmatch(text, a, b)]
    if len(drawn) < 2:
        return None
    for pattern in (_BAR, _TAB):
        rows = [_split(text, a, b, pattern) for a, b in drawn]
        widths = {len(r) for r in rows}
        if max(widths) >= 2 and (ragged or len(widths) == 1):
            return _table(text, rows, name, title, section)
    rows = _columns(text, drawn)
    return _table(text, rows, name, title, section) if rows else None


def _table(text: str, rows: list[list[_Span]], name: str, title: str, section: str) -> Table:
    cells = [[Cell(r, c, s, e, text[s:e]) for c, (s, e) in enumerate(row)] for r, row in enumerate(rows)]
    return make_table(cells, name, title, section=section)


def _split(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[_Span]:
    """The cells of a line as spans; a bar at either end of the line delimits nothing."""
    start, end = _trim(text, start, end) if pattern is _BAR else (start, end)
    if pattern is _BAR:
        start += text[start] == "|"
        end -= end > start and text[end - 1] == "|" and text[end - 2] != "\\"
    out, at = [], start
    for match in pattern.finditer(text, start, end):
        out.append((at, match.start()))
        at = match.end()
    cells = [_trim(text, a, b) for a, b in [*out, (at, end)]]
    return [_plain(text, a, b) for a, b in cells] if pattern is _BAR else cells


def _plain(text: str, start: int, end: int) -> _Span:
    """A cell's span without the emphasis around all of it."""
    match = _EMPHASIS.fullmatch(text, start, end)
    width = len(match["mark"]) if match else 0
    return start + width, end - width


def _columns(text: str, lines: Sequence[_Span]) -> list[list[_Span]]:
    """The rows of a table aligned with spaces; [] where no gap two spaces wide runs through all lines, or it holds prose."""
    width = max(b - a for a, b in lines)
    if width > 400 or len(lines) < 3:
        return []
    blank = [all(a + n >= b or text[a + n] == " " for a, b in lines) for n in range(width)]
    gaps = [m.span() for m in re.finditer("1{2,}", "".join("01"[b] for b in blank)) if m.start() > 0]
    if not gaps:
        return []
    edges = [0, *(end for _, end in gaps), width]
    rows = [[_trim(text, min(a + s, b), min(a + e, b)) for s, e in pairwise(edges)] for a, b in lines]
    cells = [text[s:e] for row in rows for s, e in row[1:] if s < e]
    return rows if sum(is_data(c) for c in cells) * 2 > len(cells) else []


def _trim(text: str, start: int, end: int) -> _Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

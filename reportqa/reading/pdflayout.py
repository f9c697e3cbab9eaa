"""Words of a PDF page → its lines in reading order.

Columns are found as gutters: a strip that no word crosses over many rows with prose on both sides (after the white-space
covers of Breuel 2002, "Two geometric algorithms for layout analysis", for upright strips only).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from reportqa.reading.htmltext import RAISED

__all__ = ["Line", "Word", "columns", "lines_of", "page_words"]

_GUTTER = 8.0  # points; spaces between words are 3 to 5 wide
_PROSE = 3.5  # words on each side of a gutter, on average: the cells of a table hold fewer


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box in points from the page's upper left corner, and its font."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one base line of one column. `right` is where its column ends; `size` and `bold` are those of most letters."""

    words: tuple[Word, ...]
    page: int
    left: float
    right: float

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(w.x1 for w in self.words)

    @property
    def top(self) -> float:
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        return _most(self.words)

    @property
    def bold(self) -> bool:
        return all(w.bold for w in self.words if any(c.isalnum() for c in w.text))

    @property
    def text(self) -> str:
        return joined(self.words)


def joined(words: Sequence[Word]) -> str:
    """The words of a line with blanks between; a small raised figure is a note's mark and sticks to the word before it."""
    size = _most(words)
    floor = max(w.bottom for w in words if w.size > 0.8 * size) if words else 0.0
    out = ""
    for word in words:
        raised = (
            word.size < 0.8 * size and word.bottom < floor - 0.15 * size and re.fullmatch(r"[\d,()*+-]+", word.text)
        )
        out += word.text.translate(RAISED) if raised else f" {word.text}" if out else word.text
    return out


def _most(words: Sequence[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return max(sizes, key=lambda s: (sizes[s], s))


def page_words(page: Any) -> list[Word]:
    """The upright words of a pdfplumber page, and a "•" for each bullet that is drawn or has no letter's name."""
    found = page.extract_words(
        x_tolerance_ratio=0.15, y_tolerance=2, extra_attrs=["size", "fontname"], keep_blank_chars=False
    )
    nameless = sum("(cid:" in w["text"] for w in found)
    words = []
    for w in found:
        lone = re.fullmatch(r"\(cid:\d+\)", w["text"]) and nameless * 10 < len(found)
        text = "•" if lone else re.sub(r"\(cid:\d+\)", "", w["text"]).replace("\x00", "")
        if text.strip() and w.get("upright", True) and _on_page(w, page):
            bold = re.search(r"bold|black|heavy|semibd|demi", w["fontname"], re.I) is not None
            words.append(Word(text, w["x0"], w["x1"], w["top"], w["bottom"], w["size"], bold))
    return words + _drawn_bullets(page, words)


def _on_page(word: dict[str, Any], page: Any) -> bool:
    """Whether a word can be seen: a damaged file may set one a mile away."""
    return bool(
        -50 < word["x0"] <= word["x1"] < page.width + 50 and -50 < word["top"] < word["bottom"] < page.height + 50
    )


def _drawn_bullets(page: Any, words: Sequence[Word]) -> list[Word]:
    """Small filled dots and squares a little left of a word, as words of that word's height."""
    dots = [
        c
        for c in (*page.curves, *page.rects)
        if c.get("fill") and 1 < c["width"] < 9 and 0.7 < c["height"] / c["width"] < 1.4
    ]
    out = []
    for dot in dots[:2000]:
        middle = (dot["top"] + dot["bottom"]) / 2
        right = [w for w in words if w.top < middle < w.bottom and 0 < w.x0 - dot["x1"] < 2.5 * w.size]
        left = any(w.top < middle < w.bottom and 0 <= dot["x0"] - w.x1 < 20 for w in words)
        if right and not left:
            word = min(right, key=lambda w: w.x0)
            out.append(Word("•", dot["x0"], dot["x1"], word.top, word.bottom, word.size, word.bold))
    return out


def rows_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words on the same base line, rows from top to bottom and each from left to right. Raised marks join the line they mark."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.top + w.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        for row in reversed(rows[-3:]):
            low, high = max(min(w.top for w in row), 0), max(w.bottom for w in row)
            if low + 0.15 * (high - low) <= middle <= high - 0.15 * (high - low):
                row.append(word)
                break
        else:
            rows.append([word])
    ordered = sorted(rows, key=lambda r: min(w.top for w in r))
    out: list[list[Word]] = []
    for n, row in enumerate(ordered):
        if n + 1 < len(ordered) and _marks(row, ordered[n + 1]):
            ordered[n + 1].extend(row)
        else:
            out.append(sorted(row, key=lambda w: w.x0))
    return out


def _marks(row: Sequence[Word], below: Sequence[Word]) -> bool:
    """Whether all words of a row are small raised marks, each at the end of a word of the row below."""
    return all(
        any(w.size < 0.8 * b.size and b.top < w.bottom < b.bottom and abs(w.x0 - b.x1) < 0.3 * b.size for b in below)
        for w in row
    )


def columns(words: Sequence[Word]) -> list[list[list[Word]]]:
    """The regions of a page in reading order, each as rows: what stands above two columns, the left one, the right one, …"""
    rows = rows_of(words)
    found = _gutter(rows)
    if found is None:
        return [rows] if rows else []
    x, first, last = found
    above, between, below = rows[:first], rows[first:last], rows[last:]
    left = [w for row in between for w in row if (w.x0 + w.x1) / 2 < x]
    right = [w for row in between for w in row if (w.x0 + w.x1) / 2 >= x]
    parts = [[w for row in part for w in row] for part in (above, below)]
    return [*columns(parts[0]), *columns(left), *columns(right), *columns(parts[1])]


def _gutter(rows: Sequence[Sequence[Word]]) -> tuple[float, int, int] | None:
    """(x, first row, last row + 1) of the gutter with the most prose on both sides; None where there is none."""
    if len(rows) < 5:
        return None
    x0, x1 = min(w.x0 for r in rows for w in r), max(w.x1 for r in rows for w in r)
    best: tuple[int, float, int, int] | None = None
    for step in range(int(x0 + 0.15 * (x1 - x0)), int(x0 + 0.85 * (x1 - x0)), 3):
        for first, last in _open_stretches(rows, float(step)):
            both = [r for r in rows[first:last] if r[0].x1 < step < r[-1].x0]
            if len(both) >= 5 and (best is None or len(both) > best[0]) and _is_prose(both, step):
                best = (len(both), float(step), first, last)
    return best[1:] if best else None


def _open_stretches(rows: Sequence[Sequence[Word]], x: float) -> list[tuple[int, int]]:
    """The stretches of rows in which no word comes near x."""
    out: list[tuple[int, int]] = []
    for n, row in enumerate(rows):
        if any(w.x0 < x + _GUTTER / 2 and w.x1 > x - _GUTTER / 2 for w in row):
            continue
        if out and out[-1][1] == n:
            out[-1] = (out[-1][0], n + 1)
        else:
            out.append((n, n + 1))
    return out


def _is_prose(rows: Sequence[Sequence[Word]], x: float) -> bool:
    left = [sum(w.x1 <= x for w in row) for row in rows]
    right = [sum(w.x0 >= x for w in row) for row in rows]
    letters = sum(any(c.isalpha() for c in w.text) for row in rows for w in row if w.x0 >= x)
    # A line of prose has no hole in it; a row of a table has.
    holes = sum(any(b.x0 - a.x1 > 1.5 * a.size and not a.x1 <= x <= b.x0 for a, b in pairwise(row)) for row in rows)
    full = min(sum(left), sum(right)) >= _PROSE * len(rows)
    return full and letters * 2 > sum(right) and holes * 3 < len(rows)


def lines_of(rows: Sequence[Sequence[Word]], page: int) -> list[Line]:
    """The rows of one region as lines."""
    left = min((r[0].x0 for r in rows), default=0.0)
    right = max((w.x1 for r in rows for w in r), default=0.0)
    return [Line(tuple(row), page, left, right) for row in rows]

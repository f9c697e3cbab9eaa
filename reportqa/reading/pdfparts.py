"""Lines of a PDF → its parts: paragraphs joined over lines, columns and pages, headings by size and weight, list items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from reportqa.reading.metadata import is_date_line
from reportqa.reading.pdflayout import Line
from reportqa.reading.pdftables import PageTable
from reportqa.types import BlockKind

__all__ = ["Part", "Style", "joined_parts", "parts_of", "style_of"]

_BULLET = re.compile(r"^(?:[•●▪◦‣·∙■□➢✓\uf0b7\uf0a7–-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_LONE_BULLET = re.compile(r"^[•●▪◦‣·∙■□➢✓\uf0b7\uf0a7]$")
_CAPTION = re.compile(
    r"^(?:figure|fig\.|chart|exhibit|picture|photo|table|图|表)\s*[\dIVX]+(?:\.\d+)*\s*[:.–—|-]?\s", re.I
)
_END = re.compile(r"[.!?。！？:：][\"”’)\]]*$")
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a page before it has offsets. `size` is of its letters in points; `top`, `bottom` its place on `page`."""

    kind: BlockKind
    text: str
    page: int
    top: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    x0: float = 0.0
    table: PageTable | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """What body text looks like in a file: its size, the gap between its lines, and the words that the file holds."""

    size: float
    gap: float
    words: frozenset[str]


def style_of(lines: Sequence[Line]) -> Style:
    """The style of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = max(sizes, key=lambda s: sizes[s]) if sizes else 10.0
    gaps = [b.top - a.bottom for a, b in pairwise(lines) if a.page == b.page and abs(a.size - size) < 0.6]
    close = [g for g in gaps if -0.5 * size < g < 1.5 * size]
    words = frozenset(w.lower().strip('.,;:()"“”') for line in lines for w in line.text.split())
    return Style(size, median(sorted(close)[: max(len(close) * 2 // 3, 1)]) if close else 0.2 * size, words)


def parts_of(lines: Sequence[Line], style: Style) -> list[Part]:
    """The parts of the lines of one region, from top to bottom."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _parts_here(groups[-1], line, style):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_part(group, style) for group in groups]


def _parts_here(group: Sequence[Line], line: Line, style: Style) -> bool:
    """Whether a new part begins with a line."""
    last = group[-1]
    if _LONE_BULLET.match(last.text) and line.top < last.bottom:
        return False
    if (
        abs(line.size - last.size) > 0.6
        or line.bold != last.bold
        or _BULLET.match(line.text)
        or _LONE_BULLET.match(line.text)
    ):
        return True
    gap = line.top - last.bottom
    if gap > max(style.gap, 0) + 0.4 * line.size or _CAPTION.match(line.text):
        return True
    ended = _END.search(last.text) is not None
    short = last.x1 < last.right - 0.2 * (last.right - last.left)
    listed = _BULLET.match(group[0].text) is not None
    indented = line.x0 > last.x0 + 0.8 * line.size and not (listed and len(group) == 1)
    if listed and line.x0 < group[0].x0 - 0.3 * line.size:
        return True
    if listed and line.x0 < group[0].x0 + 0.3 * line.size:
        # Back at the bullet's own edge: the list is over, unless its items' lines hang from there.
        return ended or short
    return ended and (indented or short)


def _part(group: Sequence[Line], style: Style) -> Part:
    words = _text(group, style.words)
    first, last = group[0], group[-1]
    bold = all(line.bold for line in group)
    kind = BlockKind.PARAGRAPH
    bullet = _BULLET.match(words)
    if _CAPTION.match(words) and len(words.split()) <= 60:
        kind = BlockKind.CAPTION
    elif _is_heading(words, first.size, bold, len(group), style):
        kind = BlockKind.HEADING
    elif bullet:
        kind, words = BlockKind.LIST_ITEM, words[bullet.end() :]
    return Part(kind, words, first.page, first.top, last.bottom, round(first.size, 1), bold, first.x0)


def _is_heading(words: str, size: float, bold: bool, lines: int, style: Style) -> bool:
    """Larger than the body, or bold and as large; short, with letters, and without a stop at its end."""
    count = len(words.split())
    if is_date_line(words):
        return False
    if lines > 4 or count > 30 or not re.search(r"[^\W\d_]{2}", words):
        return False
    if size > 1.08 * style.size:
        return count <= 25 or lines <= 2
    return bold and size > 0.95 * style.size and count <= 20 and not re.search(r"[.;,]$", words)


def _text(group: Sequence[Line], known: frozenset[str]) -> str:
    """Lines joined: a blank between, none between Chinese letters, and words that a line end parted made whole."""
    out = ""
    for line in group:
        words = line.text
        if not out:
            out = words
        elif out.endswith("\u00ad"):
            out = out[:-1] + words
        elif re.search(r"[^\W\d_]-$", out) and re.match(r"[^\W\d_]", words) and words[0].islower():
            out = _dehyphenated(out, words, known)
        elif _HAN.match(words) and _HAN.match(out[-1]):
            out += words
        else:
            out += " " + words
    return out


def _dehyphenated(before: str, after: str, known: frozenset[str]) -> str:
    """Whether "high-" + "frequency" is one word or two is what the file itself says where it can; else it is one word."""
    left, right = before.split()[-1].lower().lstrip('("“'), after.split()[0].lower().strip('.,;:()"“”')
    whole, parted = left[:-1] + right, left + right
    both = {left[:-1], right} <= known
    if "-" in left[:-1] or (whole not in known and (parted in known or both)):
        return before + after
    return before[:-1] + after


def joined_parts(parts: Sequence[Part]) -> list[Part]:
    """Paragraphs that a column or a page end broke made whole, and tables that go on over a page end."""
    out: list[Part] = []
    for part in parts:
        # A table or a caption at the end of a column parts no sentence.
        at = next(
            (n for n in range(len(out) - 1, -1, -1) if out[n].kind not in (BlockKind.TABLE, BlockKind.CAPTION)), None
        )
        last = out[-1] if out else None
        if at is not None and _goes_on(out[at], part):
            out[at] = replace(out[at], text=f"{out[at].text} {part.text}")
        elif (
            last is not None
            and last.table
            and part.table
            and part.page == last.page + 1
            and _same_shape(last.table, part.table)
        ):
            out[-1] = replace(last, table=_appended(last.table, part.table))
        else:
            out.append(part)
    return out


def _goes_on(last: Part, part: Part) -> bool:
    """Whether a paragraph at the top of a column or page goes on with the unfinished sentence before it."""
    if part.kind is not BlockKind.PARAGRAPH or last.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return False
    if part.page - last.page not in (0, 1) or (part.page == last.page and part.top >= last.bottom - part.size):
        return False
    start = r"[a-z]" if last.kind is BlockKind.LIST_ITEM else r"[a-z0-9(,;–—]|[\u3400-\u9fff]"
    return not _END.search(last.text) and re.match(start, part.text) is not None


def _same_shape(a: PageTable, b: PageTable) -> bool:
    return len(a.grid[0]) == len(b.grid[0])


def _appended(first: PageTable, more: PageTable) -> PageTable:
    """A table and its continuation, whose repeated header is left out."""
    skip = 0
    while skip < min(3, len(more.grid), len(first.grid)) and [s.text for s in more.grid[skip]] == [
        s.text for s in first.grid[skip]
    ]:
        skip += 1
    base = len(first.grid) - skip
    rest = [
        tuple(s if s.origin is None else replace(s, origin=(s.origin[0] + base, s.origin[1])) for s in row)
        for row in more.grid[skip:]
    ]
    return replace(first, grid=(*first.grid, *rest), bottom=more.bottom)

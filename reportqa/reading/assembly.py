"""Parts in reading order → the canonical text of a Document, with their offsets.

For formats whose text is extracted (HTML, PDF, Word, Excel). Parts stand apart by a blank line, list items by a line end and
behind a bullet; a table's row is one line with " | " between its cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reportqa.reading.metadata import Facts, date_in, publisher_in, report_of
from reportqa.reading.prose import lead_in_of, section_of, title_above
from reportqa.reading.tables import make_table
from reportqa.types import Block, BlockKind, Cell, Document, Picture, Table

__all__ = ["MAX_CHARACTERS", "MAX_ROWS", "Assembly", "Grid", "Slot"]

MAX_ROWS = 20_000
MAX_CHARACTERS = 5_000_000  # some 2,500 pages

_MAX_PICTURES = 20 * 2**20
_UNIT_LINE = re.compile(
    r"^\W*(?:in|amounts? in|all figures|figures in|unit|usd|eur|gbp|rmb|[$€£¥])\b.{0,60}$|^\([^)]{1,60}\)$", re.I
)
# "Years ended December 31,": over columns of years it is a header and no title.
_PERIOD = re.compile(
    r"(?:\b(?:for|the|fiscal|financial|years?|months?|quarters?|weeks?|period|ended|ending|as|of|at|in|on|and|three|six|nine|twelve|"
    r"jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|\d{1,4})\b|[\s,.:/-])+",
    re.I,
)
_NOTE_LINE = re.compile(r"^\W{0,3}(?:source|notes?|\d{1,2}[.)]\s|\(\w\)\s|\*+\s?\w|¹|来源|注)", re.I)


@dataclass(frozen=True, slots=True)
class Slot:
    """One position of a grid. `origin` is the (row, column) of the cell that covers it, where that is another position."""

    text: str = ""
    locator: str = ""
    origin: tuple[int, int] | None = None


Grid = Sequence[Sequence[Slot]]


class Assembly:
    """Collects the parts of the file `name` and makes its Document."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._text: list[str] = []
        self._length = 0
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.pictures: list[Picture] = []
        self.warnings: list[str] = []

    def heading(self, words: str, level: int, page: int | None = None) -> None:
        self._add(BlockKind.HEADING, words, level, page)

    def paragraph(self, words: str, page: int | None = None) -> None:
        self._add(BlockKind.PARAGRAPH, words, 0, page)

    def caption(self, words: str, page: int | None = None) -> None:
        self._add(BlockKind.CAPTION, words, 0, page)

    def item(self, words: str, level: int = 1, page: int | None = None) -> None:
        """A list item, without its bullet; an item that follows another one shares its lead-in."""
        lead = lead_in_of(self.text, self.blocks)
        self._add(BlockKind.LIST_ITEM, words, level, page, "• ")
        if self.blocks and self.blocks[-1].kind is BlockKind.LIST_ITEM:
            self.blocks[-1] = replace(self.blocks[-1], lead_in=lead)

    def picture(self, name: str, media_type: str, data: bytes, caption: str, page: int | None = None) -> None:
        """A picture and its caption. Pictures past 20 MiB in all are left out; their captions stay."""
        self.caption(caption, page)
        if data and not self._is_full() and sum(len(p.data) for p in self.pictures) + len(data) <= _MAX_PICTURES:
            block = self.blocks[-1]
            self.pictures.append(Picture(name, media_type, data, block.start, block.end, page))

    def table(self, grid: Grid, *, name: str = "", title: str = "", page: int | None = None) -> None:
        """A table. Rows at its top that only name it become its title and notes, rows at its end that explain it notes."""
        if self._is_full():
            return
        if len(grid) > MAX_ROWS:
            self.warnings.append(
                f"{self.name}: only the first {MAX_ROWS} rows of {name or 'a table'} are read; split it"
            )
        above, body, below = _frame(grid[:MAX_ROWS])
        if len(body) < 2 or max(len(row) for row in body) < 2:
            for words in [" ".join(s.text for s in row if s.origin is None and s.text) for row in grid]:
                self.paragraph(words, page)
            return
        known = title or _unless_header(title_above(self.text, self.blocks), body[0])
        for words in above:
            self.caption(words, page)
        names = [w for w in above if not _UNIT_LINE.match(w)]
        notes = [w for w in above if _UNIT_LINE.match(w)] + below
        self._start(BlockKind.TABLE)
        cells = self._cells(body)
        table = make_table(
            cells,
            name or f"table {len(self.tables) + 1}",
            " ".join(names) or known,
            notes=" ".join(notes),
            section=section_of(self.text, self.blocks),
            page=page,
        )
        self.tables.append(table)
        self.blocks.append(Block(BlockKind.TABLE, table.start, table.end, page=page))
        for words in below:
            self.paragraph(words, page)

    @property
    def text(self) -> str:
        """The canonical text so far."""
        if len(self._text) > 1:
            self._text = ["".join(self._text)]
        return self._text[0] if self._text else ""

    def document(self, path: Path, root: Path, facts: Facts) -> Document:
        """The Document. What the file's metadata does not say is read from its text.

        A date that a text states wins over the file's own (`facts.created`): a printed page is younger than its article.
        """
        text = self.text
        titles = [text[b.start : b.end] for b in self.blocks if b.kind is BlockKind.HEADING]
        return Document(
            id=path.relative_to(root).as_posix(),
            title=facts.title or (titles[0] if titles else "") or path.stem,
            publisher=facts.publisher or publisher_in(text) or facts.author,
            published=facts.published or date_in(text) or facts.created,
            report=report_of(path, root),
            text=text,
            blocks=tuple(self.blocks),
            tables=tuple(self.tables),
            pictures=tuple(self.pictures),
            warnings=tuple(self.warnings),
        )

    def _is_full(self) -> bool:
        """Whether the text is as long as a document may be; the first time, it says so."""
        full = self._length > MAX_CHARACTERS
        line = f"{self.name}: only its first {MAX_CHARACTERS:,} characters are read; split it"
        if full and line not in self.warnings:
            self.warnings.append(line)
        return full

    def _start(self, kind: BlockKind) -> None:
        if self._length:
            last = self.blocks[-1].kind if self.blocks else None
            self._write("\n" if kind is BlockKind.LIST_ITEM and last is BlockKind.LIST_ITEM else "\n\n")

    def _write(self, words: str) -> tuple[int, int]:
        start = self._length
        self._text.append(words)
        self._length += len(words)
        return start, self._length

    def _add(self, kind: BlockKind, words: str, level: int, page: int | None, mark: str = "") -> None:
        words = " ".join(words.split())
        if words and not self._is_full():
            self._start(kind)
            self._write(mark)
            self.blocks.append(Block(kind, *self._write(words), level, page))

    def _cells(self, grid: Grid) -> list[list[Cell]]:
        """The grid written out, a line a row; a merged cell is written once and stands at every position it covers."""
        spans: dict[tuple[int, int], tuple[int, int, str, str]] = {}
        rows: list[list[Cell]] = []
        for r, row in enumerate(grid):
            if r:
                self._write("\n")
            cells: list[Cell] = []
            banner = _is_banner(row, r)
            for c, slot in enumerate(row):
                if slot.origin is None:
                    if c:
                        self._write(" | ")
                    words = " ".join(slot.text.split())
                    spans[r, c] = (*self._write(words), words, slot.locator)
                start, end, words, locator = spans.get(slot.origin or (r, c), (self._length, self._length, "", ""))
                # A banner across a row of the body labels the rows below it; it is no value of every column.
                hidden = banner and c > 0
                cells.append(Cell(r, c, end, end, "") if hidden else Cell(r, c, start, end, words, locator))
            rows.append(cells)
        return rows


def _is_banner(row: Sequence[Slot], r: int) -> bool:
    """Whether one merged cell fills a whole row of two columns or more, below the first row."""
    return r > 0 and len(row) > 1 and all(slot.origin == (r, 0) for slot in row[1:])


def _filled(row: Sequence[Slot]) -> list[str]:
    return [s.text for s in row if s.origin is None and s.text.strip()]


def _unless_header(title: str, row: Sequence[Slot]) -> str:
    """A title from the text above, or "" where it only holds the header's words, which some printers draw twice."""
    words = {w for slot in row for w in slot.text.split()}
    return "" if set(title.split()) <= words else title


def _frame(grid: Grid) -> tuple[list[str], Grid, list[str]]:
    """(title rows, the table, note rows): rows at either end that hold one cell of words over or under a wider table."""
    rows = [row for row in grid if _filled(row)]
    top, bottom = 0, len(rows)
    while top < len(rows) - 2 and _names_the_table(rows[top], rows[top + 1 :], top):
        top += 1
    while bottom > top + 2 and len(_filled(rows[bottom - 1])) == 1 and _NOTE_LINE.match(_filled(rows[bottom - 1])[0]):
        bottom -= 1
    body = [_moved(row, kept) for kept in [_places(grid, rows[top:bottom])] for row in rows[top:bottom]]
    return [_filled(r)[0] for r in rows[:top]], body, [_filled(r)[0] for r in rows[bottom:]]


def _names_the_table(row: Sequence[Slot], below: Sequence[Sequence[Slot]], at: int) -> bool:
    """Whether a row holds one cell of words in the first column (merged or alone), above rows with more of them."""
    first = row[0].text.strip() if row[0].origin is None else ""
    if _PERIOD.fullmatch(first):
        return False
    if not first or len(_filled(row)) != 1 or len(row) < 2 or not re.search(r"[^\W\d]{2}", first):
        return False
    merged = all(s.origin is not None for s in row[1:])
    return (merged or len(first) > 3) and any(len(_filled(r)) > 1 for r in below[:2])


def _places(grid: Grid, rows: Sequence[Sequence[Slot]]) -> dict[int, int]:
    """Old row number → new row number, for the rows of a grid that are kept."""
    ids = {id(row): n for n, row in enumerate(rows)}
    return {old: ids[id(row)] for old, row in enumerate(grid) if id(row) in ids}


def _moved(row: Sequence[Slot], places: dict[int, int]) -> list[Slot]:
    """A row whose merged slots point to the new places of their origins."""
    return [
        slot if slot.origin is None else replace(slot, origin=(places.get(slot.origin[0], -1), slot.origin[1]))
        for slot in row
    ]

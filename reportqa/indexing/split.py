"""A Document → its Passages and sentences, cut on structure to what the encoder reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reportqa.figures.text import sentences as sentence_spans
from reportqa.types import Block, BlockKind, Document, Passage, Table

__all__ = ["embedded_text", "sentences", "split"]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch that is not cut, with its heading path and what is embedded before it."""

    start: int
    end: int
    heading: tuple[str, ...]
    context: str
    joins: bool


def embedded_text(passage: Passage) -> str:
    """What the encoder is given for a passage: its context, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def split(document: Document, count_tokens: Callable[[str], int], max_tokens: int) -> tuple[Passage, ...]:
    """The passages of a document in reading order; context and text together fit `max_tokens` tokens.

    A paragraph is one passage where it fits, else runs of whole sentences; a list stays together under the sentence that
    introduces it where it fits; a table is runs of rows under its header.
    """
    room = max_tokens - 4
    out: list[Passage] = []
    for group in _groups(document):
        for start, end in _fitted(document.text, group, count_tokens, room):
            out.append(
                Passage(document.id, len(out), start, end, document.text[start:end], group[0].heading, group[0].context)
            )
    return tuple(out)


def sentences(document: Document) -> tuple[Passage, ...]:
    """Every sentence, list item and caption of a document as a Passage, with its heading path and context."""
    out: list[Passage] = []
    for block, heading in _with_headings(document):
        if block.kind in (BlockKind.TABLE, BlockKind.HEADING):
            continue
        lead = document.text[slice(*block.lead_in)] if block.lead_in else ""
        whole = block.kind is BlockKind.LIST_ITEM
        spans = ((block.start, block.end),) if whole else sentence_spans(document.text, block.start, block.end)
        for start, end in spans:
            out.append(Passage(document.id, len(out), start, end, document.text[start:end], heading, lead))
    return tuple(out)


def _with_headings(document: Document) -> Iterator[tuple[Block, tuple[str, ...]]]:
    path: list[tuple[int, str]] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            path = [
                *(h for h in path if h[0] < block.level),
                (block.level, document.text[block.start : block.end].strip()),
            ]
        yield block, tuple(h for _, h in path)


def _groups(document: Document) -> Iterator[list[_Piece]]:
    """Blocks that belong together: each paragraph alone, each list with all its items, each table's rows."""
    tables = {t.start: t for t in document.tables}
    items: list[_Piece] = []
    for block, heading in _with_headings(document):
        context = " > ".join(heading) or document.title
        if block.kind is BlockKind.LIST_ITEM:
            lead = " ".join(document.text[slice(*block.lead_in)].split()) if block.lead_in else ""
            items.append(_Piece(block.start, block.end, heading, f"{context}\n{lead}".strip(), True))
            continue
        if items:
            yield items
            items = []
        if block.kind is BlockKind.HEADING:
            continue
        if block.kind is BlockKind.TABLE and block.start in tables:
            yield _table_pieces(tables[block.start], heading, context)
        else:
            spans = sentence_spans(document.text, block.start, block.end)
            yield [_Piece(a, b, heading, context, True) for a, b in spans]
    if items:
        yield items


def _table_pieces(table: Table, heading: tuple[str, ...], context: str) -> list[_Piece]:
    header = " | ".join(c.text.strip() for row in table.cells[: table.header_rows] for c in row if c.text.strip())
    named = f"{context}\n{table.title}\n{header}" if table.title else f"{context}\n{header}"
    rows = [r for r in table.cells[table.header_rows :] if r] or list(table.cells)
    return [_Piece(min(c.start for c in r), max(c.end for c in r), heading, named, True) for r in rows]


def _fitted(text: str, pieces: list[_Piece], count: Callable[[str], int], room: int) -> Iterator[tuple[int, int]]:
    """Runs of neighbouring pieces that fit the room together; a piece too long by itself is cut at white space."""
    if not pieces:
        return
    left = max(room - count(pieces[0].context), room // 3)
    start, end, used = pieces[0].start, pieces[0].start, 0
    for piece in pieces:
        size = count(text[piece.start : piece.end])
        if used and used + size > left:
            yield start, end
            start, used = piece.start, 0
        if size > left:
            yield from _cut(text, piece.start, piece.end, count, left)
            start, used = piece.end, 0
        else:
            used += size
        end = piece.end
    if used:
        yield start, end


def _cut(text: str, start: int, end: int, count: Callable[[str], int], room: int) -> Iterator[tuple[int, int]]:
    """A stretch that is too long, halved at white space until each part fits."""
    if count(text[start:end]) <= room or end - start < 16:
        yield start, end
        return
    middle = (start + end) // 2
    at = text.rfind(" ", start + 1, middle)
    at = middle if at < 0 else at
    yield from _cut(text, start, at, count, room)
    yield from _cut(text, at + (text[at] == " "), end, count, room)

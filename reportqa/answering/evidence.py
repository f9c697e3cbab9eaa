"""What an answer cites: the passages that hold its figures and its quotations, word for word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping

from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Block, CitedPassage, Document, Figure, Passage

__all__ = ["block_at", "cite", "passages_of"]

_SHOWN = 6
"""Passages cited at most."""


def block_at(document: Document, place: int) -> Block | None:
    """The block of a document that holds an offset, None between blocks; blocks stand in order."""
    at = bisect_right(document.blocks, place, key=lambda b: b.start) - 1
    block = document.blocks[at] if at >= 0 else None
    return block if block is not None and place < block.end else None


def cite(passage: Passage, documents: Mapping[str, Document], score: float) -> CitedPassage:
    """A passage as an answer cites it; its text is read from its document again, so that it is word for word."""
    document = documents[passage.document]
    return CitedPassage(
        document=document.id,
        title=document.title,
        heading=" > ".join(passage.heading),
        start=passage.start,
        end=passage.end,
        text=document.text[passage.start : passage.end],
        score=round(score, 4),
    )


def passages_of(
    figures: Iterable[Figure], quotes: Iterable[Passage], snapshot: Snapshot, vector: object
) -> tuple[CitedPassage, ...]:
    """The quotations, then the passages that hold the figures, without repeats, each scored by its cosine in [-1, 1].

    A figure whose place lies inside a quotation needs no passage of its own.
    """
    found: dict[tuple[str, int, int], CitedPassage] = {}
    for quote in quotes:
        row = _row_at(quote.document, quote.start, quote.end, snapshot)
        likeness = float(snapshot.passage_vectors[row] @ vector) if row >= 0 else 0.0
        heading = quote.heading or (snapshot.passages[row].heading if row >= 0 else ())
        whole = Passage(quote.document, quote.slot, quote.start, quote.end, quote.text, heading)
        found.setdefault((quote.document, quote.start, quote.end), cite(whole, snapshot.documents, likeness))
    for figure in figures:
        if any(d == figure.document and a <= figure.start and figure.end <= b for d, a, b in found):
            continue
        row = _row_at(figure.document, figure.start, figure.end, snapshot)
        if row >= 0:
            passage = snapshot.passages[row]
            key = (passage.document, passage.start, passage.end)
            found[key] = cite(passage, snapshot.documents, float(snapshot.passage_vectors[row] @ vector))
    return tuple(found.values())[:_SHOWN]


def _row_at(document: str, start: int, end: int, snapshot: Snapshot) -> int:
    """The row of the passage that holds a stretch, or most of it; -1 where none does (a heading)."""
    best, common = -1, 0
    for row in snapshot.rows_within(document)[0]:
        passage = snapshot.passages[row]
        shared = min(end, passage.end) - max(start, passage.start)
        if shared > common:
            best, common = row, shared
    return best

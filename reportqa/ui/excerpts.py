"""What an answer cites, in its place: stretches of documents with the cited characters marked, each shown once.

A quotation is shown inside its whole paragraph, and the quotations of one paragraph together. Anchors: turn n's figure i is
"t{n}-f{i}", the highlight of it "t{n}-m{i}", its passage j "t{n}-p{j}".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportqa.types import Answer, BlockKind, CitedPassage, Document, Figure
from reportqa.ui.marks import Mark, table_at

__all__ = ["Excerpt", "excerpts", "holds", "place_of", "unchanged"]

_MOST = 1500
"""Characters of a paragraph that is shown whole around a quotation."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch [start:end] of a document with its marks; `numbers` are those that the answer's [n] give it.

    `table` and `rows` name the rows of a table that the stretch lies in, else -1 and none. `intact` tells whether the document
    still holds the text in its place.
    """

    document: str
    title: str
    heading: str
    start: int
    end: int
    text: str
    anchors: tuple[str, ...]
    numbers: tuple[int, ...]
    marks: tuple[Mark, ...]
    table: int = -1
    rows: tuple[int, ...] = ()
    intact: bool = True

    @property
    def places(self) -> tuple[str, ...]:
        """The anchors of its passages that no mark of it carries."""
        carried = {m.anchor for m in self.marks}
        return tuple(a for a in self.anchors if a not in carried)


def holds(passage: CitedPassage, figure: Figure) -> bool:
    """Whether a figure stands inside a cited passage."""
    return passage.document == figure.document and passage.start <= figure.start and figure.end <= passage.end


def place_of(turn: int, n: int, answer: Answer) -> str:
    """The anchor that [n] of an answer leads to: a figure's highlight where its passage is cited, else its card; a passage."""
    if n > len(answer.figures):
        return f"t{turn}-p{n - len(answer.figures)}"
    figure = answer.figures[n - 1]
    return f"t{turn}-m{n}" if any(holds(p, figure) for p in answer.passages) else f"t{turn}-f{n}"


def unchanged(cited: CitedPassage, documents: Mapping[str, Document]) -> Document | None:
    """The document of a passage where it still holds it in its place; None where a rebuild changed or removed it."""
    document = documents.get(cited.document)
    return document if document and document.text[cited.start : cited.end] == cited.text else None


def excerpts(answer: Answer, turn: int, documents: Mapping[str, Document]) -> tuple[Excerpt, ...]:
    """The cited passages of an answer as excerpts, in its order; those of one paragraph or table are one excerpt."""
    found: list[Excerpt] = []
    marks = _marks(answer, turn)
    for j, cited in enumerate(answer.passages, 1):
        fresh = _placed(cited, j, len(answer.figures) + j, turn, unchanged(cited, documents))
        same = next((i for i, e in enumerate(found) if _joins(e, fresh)), None)
        if same is None:
            found.append(fresh)
        else:
            found[same] = _joined(found[same], fresh)
    return tuple(replace(e, marks=_chosen(e, marks.get(e.document, ()))) if e.intact else e for e in found)


def _marks(answer: Answer, turn: int) -> dict[str, list[Mark]]:
    """The figures of an answer as marks, by document; a stretch that several figures share is marked once."""
    out: dict[str, list[Mark]] = {}
    for n, figure in enumerate(answer.figures, 1):
        out.setdefault(figure.document, []).append(Mark(figure.start, figure.end, f"t{turn}-m{n}", n))
    return out


def _chosen(excerpt: Excerpt, figures: Sequence[Mark]) -> tuple[Mark, ...]:
    """The marks of an excerpt: the figures inside it; and its quotations, unless a figure is what they are cited for."""
    inside = [m for m in figures if excerpt.start <= m.start and m.end <= excerpt.end]
    quotes = [
        m
        for m in excerpt.marks
        if excerpt.table < 0 and (not inside or (m.start, m.end) != (excerpt.start, excerpt.end))
    ]
    return (*quotes, *inside)


def _placed(cited: CitedPassage, j: int, number: int, turn: int, document: Document | None) -> Excerpt:
    anchor = f"t{turn}-p{j}"
    quote = Mark(cited.start, cited.end, anchor, quote=True)
    made = Excerpt(
        cited.document, cited.title, cited.heading, cited.start, cited.end, cited.text, (anchor,), (number,), (quote,)
    )
    if document is None:
        return replace(made, intact=False)
    table = table_at(document, cited.start, cited.end)
    if table >= 0:
        cells = document.tables[table].cells
        rows = tuple(
            r
            for r, row in enumerate(cells)
            if any(cited.start <= c.start and c.end <= cited.end for c in row if c.end > c.start)
        )
        return replace(made, table=table, rows=rows)
    start, end = _around(document, cited.start, cited.end)
    return replace(made, start=start, end=end, text=document.text[start:end])


def _around(document: Document, start: int, end: int) -> tuple[int, int]:
    """The whole paragraphs or items that a stretch lies in, the stretch itself where they are too long."""
    touched = [b for b in document.blocks if b.start < end and start < b.end and b.kind is not BlockKind.HEADING]
    if not touched:
        return start, end
    a, b = min(start, touched[0].start), max(end, touched[-1].end)
    return (a, b) if b - a <= max(_MOST, end - start) else (start, end)


def _joins(a: Excerpt, b: Excerpt) -> bool:
    if a.document != b.document or a.table != b.table or not (a.intact and b.intact):
        return False
    return a.table >= 0 or (a.start < b.end and b.start < a.end)


def _joined(a: Excerpt, b: Excerpt) -> Excerpt:
    start, end = min(a.start, b.start), max(a.end, b.end)
    text = a.text if (start, end) == (a.start, a.end) else b.text
    rows = tuple(sorted({*a.rows, *b.rows}))
    return replace(
        a,
        start=start,
        end=end,
        text=text,
        anchors=(*a.anchors, *b.anchors),
        numbers=(*a.numbers, *b.numbers),
        marks=(*a.marks, *b.marks),
        rows=rows,
    )

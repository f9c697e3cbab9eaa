"""A chosen candidate → a Draft: one short sentence, the bare parts, the cells as figures, the working."""

from __future__ import annotations

from reportqa.answering.query import Draft
from reportqa.answering.tables.cells import plain
from reportqa.answering.tables.question import Op
from reportqa.answering.tables.results import ARITHMETIC, Result
from reportqa.answering.tables.room import Room
from reportqa.answering.tables.sentences import sentence
from reportqa.answering.tables.view import Candidate, TableView
from reportqa.types import Derivation, Figure, Passage, Table

__all__ = ["draft_of"]

_SHOWN = 12
"""Cells cited at most for an answer made of names."""
_QUOTED = 6
"""Rows of names quoted at most."""


def draft_of(candidate: Candidate, result: Result, view: TableView, room: Room, confidence: float) -> Draft:
    """The Draft of a candidate. Every number of its sentence is a cell's, the derivation's, or a header's that is quoted."""
    facts = candidate.facts if candidate.op in ARITHMETIC else candidate.facts[:_SHOWN]
    figures = tuple(dict.fromkeys(room.figure(f, view.grid, view.scale(f)) for f in facts))
    document = room.snapshot.documents[view.grid.document]
    return Draft(
        text=sentence(candidate, result, view, figures),
        short=result.parts,
        confidence=confidence,
        figures=figures,
        derivation=_derivation(candidate, result, figures),
        quotes=_quotes(candidate, document.tables[view.grid.table], view.grid.document, document.text),
    )


def _derivation(candidate: Candidate, result: Result, figures: tuple[Figure, ...]) -> Derivation | None:
    if result.value is None:
        return None
    operands = tuple(f.id for f in figures)
    return Derivation(candidate.op.value, result.formula, operands, result.value, result.unit, result.parts[0])


def _quotes(candidate: Candidate, table: Table, document: str, text: str) -> tuple[Passage, ...]:
    """The rows of headers and sections that name the cells, and for an answer in words the rows that hold the names."""
    out = []
    for r in _named_rows(candidate, table)[:_QUOTED]:
        cells = [c for c in table.cells[r] if c.text.strip()]
        start, end = min(c.start for c in cells), max(c.end for c in cells)
        out.append(Passage(document, -1, start, end, text[start:end]))
    return tuple(out)


def _named_rows(candidate: Candidate, table: Table) -> list[int]:
    """The rows in which the names of the answer stand: headers and sections above a cell, labels that no figure quotes."""
    last = max((f.row for f in candidate.facts), default=len(table.cells))
    names = {h for f in candidate.facts for h in (*f.raw_headers, *f.sections)}
    if candidate.op in (Op.LIST_ROWS, Op.COUNT_LIST, Op.LIST_PERIODS):
        names |= set(candidate.names)
    rows = []
    for r, row in enumerate(table.cells[: last + 1]):
        texts = [t for c in row if (t := plain(c.text).strip(" :"))]
        if texts and any(t in name or name in t for t in texts for name in names if name):
            rows.append(r)
    quoted = {f.row for f in candidate.facts}
    return [r for r in rows if r not in quoted]

"""A chosen candidate → a Draft: one short sentence, the bare parts, the cells as figures, the working."""

from __future__ import annotations

import re

from reportqa.answering.query import Draft
from reportqa.answering.tables.grid import Fact, Series
from reportqa.answering.tables.question import Op
from reportqa.answering.tables.results import Result, printed
from reportqa.answering.tables.room import Room
from reportqa.answering.tables.view import Candidate, TableView
from reportqa.types import Derivation, Figure, Passage, Table

__all__ = ["draft_of"]

_SHOWN = 12
"""Cells cited at most for an answer made of names."""


def draft_of(candidate: Candidate, result: Result, view: TableView, room: Room, confidence: float) -> Draft:
    """The Draft of a candidate. Every number of its sentence is a cell's, the derivation's, or a header's that is quoted."""
    figures = tuple(
        dict.fromkeys(room.figure(f, view.grid, view.scale(f)) for f in candidate.facts if not f.number.nil)
    )
    table = room.snapshot.documents[view.grid.document].tables[view.grid.table]
    return Draft(
        text=_sentence(candidate, result, view),
        short=result.parts,
        confidence=confidence,
        figures=figures[:_SHOWN] if result.value is None else figures,
        derivation=_derivation(candidate, result, figures),
        quotes=_quotes(candidate, table, view.grid.document, room.snapshot.documents[view.grid.document].text),
    )


def _derivation(candidate: Candidate, result: Result, figures: tuple[Figure, ...]) -> Derivation | None:
    if result.value is None:
        return None
    operands = tuple(f.id for f in figures)
    return Derivation(candidate.op.value, result.formula, operands, result.value, result.unit, result.parts[0])


def _quotes(candidate: Candidate, table: Table, document: str, text: str) -> tuple[Passage, ...]:
    """The header rows above the cells, and the rows of names that no figure quotes: where years and names are read."""
    rows = {f.row for f in candidate.facts}
    top = min(rows, default=len(table.cells))
    wanted = [r for r in range(len(table.cells)) if r < top] if top <= 6 else list(range(min(3, len(table.cells))))
    wanted += sorted(rows) if candidate.facts else list(range(top))
    out = []
    for r in dict.fromkeys(wanted):
        cells = [c for c in table.cells[r] if c.text.strip()] if r < len(table.cells) else []
        if cells:
            start, end = min(c.start for c in cells), max(c.end for c in cells)
            out.append(Passage(document, -1, start, end, text[start:end]))
    return tuple(out[:_SHOWN])


def _name(series: Series | None, fact: Fact) -> str:
    """What a cell is, in the table's words."""
    parts = [*fact.sections[-1:], fact.label or ("Total" if fact.sections else ""), *fact.headers]
    words = [p for p in dict.fromkeys(parts) if p]
    return ", ".join(words[-3:]) if words else " ".join(h for h in fact.raw_headers)


def _when(fact: Fact) -> str:
    dated = [h for h in fact.raw_headers if re.search(r"\d{2}", h)]
    return " ".join(dated[-1:]) or (str(fact.when.year) if fact.when.year else "")


def _sentence(candidate: Candidate, result: Result, view: TableView) -> str:
    facts = candidate.facts
    shown = [f"{printed(f, view.scale(f))}" + (f" ({_when(f)})" if _when(f) else "") for f in facts[:_SHOWN]]
    name = _name(candidate.chosen[0].series if candidate.chosen else None, facts[0]) if facts else ""
    op = candidate.op
    if op is Op.LOOKUP:
        if len({_name(None, f) for f in facts}) > 1:
            return "; ".join(f"{_name(None, f)}: {s}" for f, s in zip(facts, shown, strict=False)) + "."
        return f"{name}: {'; '.join(shown)}."
    if op in (Op.PEAK_PERIOD, Op.PEAK_ROW):
        return f"{result.parts[0]}: {name}, {shown[0]}."
    if result.value is not None and op not in (Op.COUNT_PERIODS, Op.COUNT_ROWS, Op.COUNT_LIST):
        label = {
            Op.DIFFERENCE: "change" if len(candidate.chosen) < 2 else "difference",
            Op.CHANGE: "percentage change",
        }.get(op, op.value)
        return f"{name}, {label}: {result.formula}."
    if result.value is not None:
        return f"{result.parts[0]}: {', '.join(candidate.names)}." if candidate.names else f"{result.parts[0]}."
    return ", ".join(result.parts) + "."

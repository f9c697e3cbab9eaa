"""The tables of a snapshot, ready to be asked: read once, with their scales, label vectors and figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.query import Query
from reportqa.answering.tables.grid import Fact, Grid, grid_of
from reportqa.answering.tables.match import Matcher
from reportqa.answering.tables.ranker import series_weights
from reportqa.answering.tables.scale import Scale, declared, general_scale, inferred_scale, prose_scale
from reportqa.answering.tables.view import TableView, Vector
from reportqa.figures.clauses import declaration
from reportqa.types import BlockKind, Document, Figure, Qualifier

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["Room", "room_of"]

MAX_TABLES = 8
"""How many tables one question is put to."""
_NEAR = 1500
"""Characters before and after a table in which its scale may be stated."""


class Room:
    """Views of a snapshot's tables, made when first asked for and kept. `weights` of the match features: those that ship."""

    def __init__(self, snapshot: Snapshot, weights: Vector | None = None) -> None:
        self.snapshot = snapshot
        self._weights = series_weights() if weights is None else weights
        self._views: dict[tuple[str, int], TableView] = {}
        self._prose: dict[str, str] = {}
        self._figures = {(f.document, f.table, f.row, f.column): f for f in snapshot.figures if f.table >= 0}
        self._reports: dict[str, list[str]] = defaultdict(list)
        for name, document in sorted(snapshot.documents.items()):
            self._reports[document.report].append(name)
        self.tables = [(d, t) for d in sorted(snapshot.documents) for t in range(len(snapshot.documents[d].tables))]

    def view(self, document: str, table: int) -> TableView:
        """One table of a document, read on first use."""
        key = (document, table)
        if key not in self._views:
            self._views[key] = self._read(document, table)
        return self._views[key]

    def _read(self, name: str, table: int) -> TableView:
        document = self.snapshot.documents[name]
        grid = grid_of(document.tables[table], name, table, self._context(document, table), document.title)
        labels = [s.name or grid.context for s in grid.series]
        vectors = np.asarray(self.snapshot.label_vectors(labels), np.float32) if labels else None
        prose = self._around(document, table)
        scale = prose_scale(prose) or general_scale(document.text) if grid.facts else ""
        known = {(f.row, f.column): k for f in grid.facts if (k := self._known(grid, f)) is not None}
        said = declaration(document, document.tables[table])
        apart = {p: declared(k, grid.at[p]) for p, k in known.items() if grid.at[p].number.factor == 1.0}
        if not (said.clauses or said.exempt):
            # A scale that the table as a whole does not have is its own row's or column's: "Users (m)".
            apart = {p: s for p, s in apart.items() if s.factor != 1.0 and said.whole.factor == 1.0}
        return TableView(
            grid=grid,
            matcher=Matcher(grid, vectors),
            prose=scale or inferred_scale(grid, prose),
            weights=self._weights,
            units={place: figure.unit for place, figure in known.items()},
            scales=apart,
            over=frozenset(place for place, figure in known.items() if figure.qualifier is Qualifier.OVER),
        )

    def _known(self, grid: Grid, fact: Fact) -> Figure | None:
        return self._figures.get((grid.document, grid.table, fact.row, fact.column))

    def _around(self, document: Document, table: int) -> str:
        """The text that may state a table's scale: that of its report where it is the report's only table, else the text
        of its document between the tables before and after it."""
        if sum(len(self.snapshot.documents[n].tables) for n in self._reports[document.report]) == 1:
            return self._prose_of(document.report)
        place = document.tables[table]
        before = max((t.end for t in document.tables if t.end <= place.start), default=0)
        after = min((t.start for t in document.tables if t.start >= place.end), default=len(document.text))
        return f"{document.text[max(before, place.start - _NEAR) : place.start]}\n{document.text[place.end : min(after, place.end + _NEAR)]}"

    def _context(self, document: Document, table: int) -> str:
        """The heading above a table inside a text document."""
        start = document.tables[table].start
        headings = [b for b in document.blocks if b.kind is BlockKind.HEADING and b.end <= start]
        return document.text[headings[-1].start : headings[-1].end].strip("# \n") if headings else ""

    def _prose_of(self, report: str) -> str:
        """The running text of a report, its tables left out."""
        if report not in self._prose:
            documents = [self.snapshot.documents[n] for n in self._reports[report]]
            self._prose[report] = "\n".join(_without_tables(d) for d in documents)
        return self._prose[report]

    def asked(self, query: Query) -> list[TableView]:
        """The tables a question is put to: those of its report, else those whose cells the search finds."""
        places = self.tables
        if query.within is not None:
            places = [p for p in places if query.within in (p[0], self.snapshot.documents[p[0]].report)]
        if len(places) > MAX_TABLES:
            places = self._nearest(query, places)
        return [v for v in (self.view(*p) for p in places) if v.grid.rows]

    def _nearest(self, query: Query, places: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
        hits = self.snapshot.search_figures(query.text, query.vector, top=60, within=query.within)
        allowed = set(places)
        order: dict[tuple[str, int], None] = {}
        for hit in hits:
            figure = self.snapshot.figures[hit.row]
            if (figure.document, figure.table) in allowed:
                order.setdefault((figure.document, figure.table))
        return list(order)[:MAX_TABLES]

    def figure(self, fact: Fact, grid: Grid, scale: Scale) -> Figure:
        """The figure of a cell with the scale that its report states; made from the cell where the index has none."""
        known = self._known(grid, fact)
        return _scaled(known, fact, scale) if known else self._made(fact, grid, scale)

    def _made(self, fact: Fact, grid: Grid, scale: Scale) -> Figure:
        document = self.snapshot.documents[grid.document]
        table = document.tables[grid.table]
        cell = table.cells[fact.row][fact.column]
        text = cell.text.strip()
        start = cell.start + cell.text.index(text)
        metric = " ".join((*fact.sections, fact.label))
        return Figure(
            id=f"{grid.document}:{start}", text=text, value=fact.number.value * scale.factor, low=None, high=None, unit=scale.unit,
            qualifier=None, status=None, subject=metric, metric=" ".join(fact.headers), period=None, document=grid.document,
            report=document.report, title=table.title or document.title, start=start, end=start + len(text),
            locator=f"{table.name}, row {fact.label or fact.row}, column {' > '.join(fact.raw_headers) or fact.column + 1}",
            quote=" | ".join(c.text.strip() for c in table.cells[fact.row]), table=grid.table, row=fact.row, column=fact.column,
        )  # fmt: skip


def _scaled(figure: Figure, fact: Fact, scale: Scale) -> Figure:
    if fact.number.factor != 1.0:
        return figure
    return replace(figure, value=fact.number.value * scale.factor, unit=scale.unit or figure.unit)


def _without_tables(document: Document) -> str:
    parts, at = [], 0
    for table in sorted(document.tables, key=lambda t: t.start):
        if table.start >= at:
            parts.append(document.text[at : table.start])
            at = max(at, table.end)
    return "\n".join((*parts, document.text[at:]))


@once_a_snapshot
def room_of(snapshot: Snapshot) -> Room:
    """The room of a snapshot."""
    return Room(snapshot)

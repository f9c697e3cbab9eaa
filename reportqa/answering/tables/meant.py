"""Which rows of a table a question means: those it names, else the row of the whole, else none.

"What is the average wait?" over a table of clinics is answered by its row "All", never by one of the clinics; "the wait in
dental clinics" by no row where no clinic is dental.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.query import Asked, Operation, Query
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures.celltext import parse_cell
from reportqa.figures.headers import corner_of, rows_are_measures
from reportqa.figures.names import canonical_name
from reportqa.figures.wholes import REST, row_labels, whole_row
from reportqa.indexing.vectors import Vectors
from reportqa.types import Document, Figure

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["is_whole_row", "of_rows_meant", "rows_meant", "rows_of", "tells_average"]

# Questions that go over rows: none of them is meant alone, and the whole is none of them.
_OVER_ROWS = frozenset([Operation.HIGHEST, Operation.LOWEST, Operation.COUNT_ROWS])
_RANKED = re.compile(
    r"(?<!\bat )\b(?:highest|lowest|largest|smallest|biggest|greatest|most|least|fewest|best|worst|longest|shortest|cheapest|dearest|fastest|slowest|leading|top)\b"
    r"|\beach\b|\bevery\b|\bwhich\b|\bwho\b|\brank",
    re.I,
)
# Behind one of these a noun bounds what is asked for.
_BEHIND = r"\b(?:in|on|by|among|at|for|from)\s(?:[\w'’-]+\s){0,2}?"
_UNBOUND = stems(
    """year years month months week day period time report survey release country nation region people person total average overall whole
    all end start half quarter season far date past last term terms percent percentage points figure table million billion thousand order
    fact general practice place question number rate amount sum change comparison compared increase rise fall decrease growth"""
)
_SYNONYM, _ALONE = 0.55, 0.22
"""From this cosine a word of a question means a row's label, where it is that much further from every other label."""
_KIN, _KINS = 0.5, 2
"""From this cosine to so many labels a word names one more thing of their kind, which the table does not hold."""


@dataclass(frozen=True, slots=True)
class TableRows:
    """The body rows of a table by name: `labels[i]` stands in row `rows[i]`; `whole` is the row of the whole, -1 for none.

    `said` are the stems of all that stands over the cells: headers, title, headings. `measures` tells that the rows are measures,
    and `kind` are the words over their labels.
    """

    rows: tuple[int, ...]
    labels: tuple[str, ...]
    whole: int
    said: frozenset[str]
    measures: bool
    kind: str


@once_a_snapshot
def _tables_read(snapshot: Snapshot) -> dict[tuple[str, int], TableRows]:
    """The rows of the tables that questions have come upon so far."""
    return {}


def rows_of(document: str, table: int, snapshot: Snapshot) -> TableRows:
    """The rows of a table of a snapshot, read on first use."""
    known = _tables_read(snapshot)
    if (document, table) not in known:
        known[document, table] = _read(snapshot.documents[document], table)
    return known[document, table]


def is_whole_row(figure: Figure, snapshot: Snapshot) -> bool:
    """Whether a figure stands in the row that tells the whole of which the other rows are parts."""
    return figure.table >= 0 and rows_of(figure.document, figure.table, snapshot).whole == figure.row


def tells_average(figure: Figure, snapshot: Snapshot) -> bool:
    """Whether a figure is what the parts have on average: in the row of the whole, within what the other rows tell."""
    if not is_whole_row(figure, snapshot):
        return False
    cells = snapshot.documents[figure.document].tables[figure.table].cells
    numbers = {
        r: parse_cell(cells[r][figure.column].text) for r in rows_of(figure.document, figure.table, snapshot).rows
    }
    whole = numbers.pop(figure.row)
    parts = [n.value for n in numbers.values() if n is not None]
    return whole is not None and len(parts) > 1 and min(parts) <= whole.value <= max(parts)


def _read(document: Document, index: int) -> TableRows:
    table = document.tables[index]
    labels = row_labels(table)
    whole = whole_row(table, document.title)
    over_labels = corner_of(table)
    over = " ".join(
        (table.title, table.section, document.title, *(c.text for row in table.cells[: table.header_rows] for c in row))
    )
    return TableRows(
        rows=tuple(labels),
        labels=tuple(labels.values()),
        whole=-1 if whole is None else whole,
        said=stems(over) | (frozenset() if whole is None else stems(labels[whole])),
        measures=rows_are_measures(table),
        kind=" ".join(re.findall(r"[a-z]{3,}", over_labels.lower())),
    )


def rows_meant(query: Query, document: str, table: int, snapshot: Snapshot) -> frozenset[int] | None:
    """The rows of a table that may answer a question, None where any may."""
    if _goes_over_rows(query):
        return None
    return _Asked.of(query, snapshot).rows_meant(rows_of(document, table, snapshot))


def _goes_over_rows(query: Query) -> bool:
    return (
        query.operation in _OVER_ROWS or query.asked in (Asked.RANKING, Asked.LIST) or bool(_RANKED.search(query.text))
    )


def of_rows_meant(found: Sequence[Figure], query: Query, snapshot: Snapshot) -> frozenset[str]:
    """The ids of the figures that stand in rows which a question does not mean."""
    if _goes_over_rows(query):
        return frozenset()
    asked = _Asked.of(query, snapshot)
    tables = {(f.document, f.table) for f in found if f.table >= 0}
    verdicts = {place: asked.rows_meant(rows_of(*place, snapshot)) for place in tables}
    out = set()
    for figure in found:
        meant = verdicts.get((figure.document, figure.table)) if figure.table >= 0 else None
        if meant is not None and figure.row not in meant:
            out.add(figure.id)
    return frozenset(out)


@dataclass(frozen=True)
class _Asked:
    """The words of a question as rows are told by them: `words` by their stems, `vectors` in step with `words`."""

    text: str
    words: dict[str, str]
    names: frozenset[str]
    vectors: Vectors
    snapshot: Snapshot

    @classmethod
    def of(cls, query: Query, snapshot: Snapshot) -> _Asked:
        words = {stem(w): w for w in reversed(query.words) if not w[0].isdigit()}
        return cls(query.text, words, frozenset(query.entities), snapshot.label_vectors(list(words.values())), snapshot)

    def rows_meant(self, table: TableRows) -> frozenset[int] | None:
        """The rows of a table that may answer; None where the question tells some of them, or the table has no whole."""
        parts = [i for i, r in enumerate(table.rows) if r != table.whole]
        named = [table.rows[i] for i in parts if self._names(table.labels[i], table.said)]
        if len(parts) < 2 or (named and table.measures and table.whole < 0):
            return None
        if named:
            return frozenset([*named, table.whole])
        new = [s for s in self.words if s not in table.said and s not in _UNBOUND]
        alike = self._likeness(new, [table.labels[i] for i in parts])
        if any(self._is_synonym(row) for row in alike):
            return None
        if any((row >= _KIN).sum() >= _KINS for row in alike) or any(
            self._bounds(self.words[s]) or self._of_kind(self.words[s], table.kind) for s in new
        ):
            return frozenset() if not table.measures or table.whole >= 0 else None
        return frozenset([table.whole]) if table.whole >= 0 else None

    def _names(self, label: str, said: frozenset[str]) -> bool:
        """Whether the question names a row: by its numbers, by a noun that a part of its label ends in, or by half of its words."""
        if REST.match(label):
            return bool(
                re.search(r"\b(?:other|others|rest|remaining|elsewhere|outside|besides|apart)\b", self.text, re.I)
            )
        if canonical_name(label) in self.names:
            return True
        digits = re.findall(r"\d+", label)
        if digits and set(digits) <= set(re.findall(r"\d+", self.text)):
            return True
        heads = {stem(p.split()[-1]) for p in re.split(r"[,/&()]|\band\b|\bor\b", label) if p.split()}
        own = stems(label)
        told = frozenset(self.words) | stems(" ".join(self.names))
        return bool(own) and (own <= told or bool((heads & told) - said) or 2 * len((own & told) - said) >= len(own))

    def _of_kind(self, word: str, kind: str) -> bool:
        """Whether the question calls a word one of the kind that the rows are: "the faculty of theology", "the legal district"."""
        noun, one = re.escape(word), rf"(?:{'|'.join(map(re.escape, kind.split()))})" if kind else r"(?!)"
        return re.search(rf"\b{one}\s(?:of|for)\s(?:the\s)?{noun}\b|\b{noun}\s{one}\b", self.text, re.I) is not None

    def _likeness(self, asked: Sequence[str], labels: Sequence[str]) -> Vectors:
        order = list(self.words)
        return (
            self.vectors[[order.index(s) for s in asked]] @ self.snapshot.label_vectors(list(labels)).T
            if asked
            else np.zeros((0, len(labels)), np.float32)
        )

    def _is_synonym(self, row: Vectors) -> bool:
        best, second = np.sort(row)[::-1][:2]
        return bool(best >= _SYNONYM and best - second >= _ALONE)

    def _bounds(self, word: str) -> bool:
        """Whether a noun stands behind a preposition, so that only a part of the whole is asked for: "in preschools"."""
        return re.search(rf"{_BEHIND}{re.escape(word)}\b", self.text, re.I) is not None and self._is_noun(word)

    def _is_noun(self, word: str) -> bool:
        return content_words(word) != () and not re.fullmatch(r"\w+(?:ed|ly)", word)

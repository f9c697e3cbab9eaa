"""A measure of every row: "the occupancy of each of the three cities" is a column of the table whose rows are cities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.wording import stated
from reportqa.answering.words import content_words, stem, stems
from reportqa.types import Figure, Table

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["every_row"]

_EACH = re.compile(
    r"\b(?:each|every|all)(?: (?:of|the|these|those|its|their|[a-z]+teen|two|three|four|five|six|seven|eight|nine|ten|\d+))* (?P<kind>[a-z][\w-]+)",
    re.I,
)
_ASKING = stems(
    "two three four five six seven eight nine ten list give show name tell state report table figure value number each every all respective what by for is are was were"
)
_UNIT = re.compile(r"\([^)]*\)")
_TOTAL = re.compile(r"\btotals?\b|^(?:group|all|overall|sum)$", re.I)
_MOST = 12
_SURE = 0.9


def every_row(query: Query, snapshot: Snapshot) -> Draft | None:
    """The cells of the one column that a question asks for each row of, None where no table's rows are of that kind or its
    words say more than a column's header does."""
    asked = _EACH.search(query.text)
    plain = query.operation in (Operation.NONE, Operation.AVERAGE)
    if asked is None or not plain or query.entities or query.unknown:
        return None
    kind = stem(asked["kind"].lower())
    words = _words(query.text) - {kind}
    if query.operation is Operation.AVERAGE and "averag" not in words:
        return None
    # The average of a column is told by its header, "the average rate of each city", or is to be worked out.
    columns = [c for c in _columns(query, snapshot, kind) if c[0] and c[0] == words]
    if len(columns) != 1:
        return None
    _, header, cells = columns[0]
    told = ", ".join(f"{label} {stated(f)}" for label, f in cells)
    return Draft(f"{header}: {told}.", tuple(f"{n}: {stated(f)}" for n, f in cells), _SURE, tuple(f for _, f in cells))


def _words(text: str) -> frozenset[str]:
    """The stems of a text but for numbers, periods and the words that ask."""
    return frozenset(stem(w) for w in content_words(text) if not any(c.isdigit() for c in w)) - _ASKING


_Cells = list[tuple[str, Figure]]


def _columns(query: Query, snapshot: Snapshot, kind: str) -> Iterator[tuple[frozenset[str], str, _Cells]]:
    """The columns of tables whose rows are of a kind: the stems of the header, the header, and each row's label and figure."""
    groups: dict[tuple[str, int, int], list[Figure]] = defaultdict(list)
    for row in snapshot.rows_within(query.within)[2]:
        figure = snapshot.figures[int(row)]
        if figure.table >= 0:
            groups[figure.document, figure.table, figure.column].append(figure)
    for (document, number, column), figures in groups.items():
        table = snapshot.documents[document].tables[number]
        if not table.header_rows or kind not in stems(table.cells[0][0].text):
            continue
        header = " ".join(dict.fromkeys(r[column].text for r in table.cells[: table.header_rows] if column < len(r)))
        plain = _UNIT.sub(" ", header)
        cells = _rows(table, [f for f in figures if _is_timely(f, query, f"{table.cells[0][0].text} {header}")])
        if cells:
            yield _words(plain), " ".join(plain.split()), cells


def _is_timely(figure: Figure, query: Query, above: str) -> bool:
    """Whether a cell holds for the years asked, by its period or by what stands over it."""
    years = {y for p in query.periods for d in (p.start, p.end) if d for y in [d.year]}
    held = figure.period
    own = {d.year for d in (held.start, held.end) if d} if held else set()
    return not years or bool(years & own) or any(str(y) in above for y in years)


def _rows(table: Table, figures: Sequence[Figure]) -> _Cells:
    """The label and the figure of each row that is no total; none where two rows bear one label, or are too many."""
    cells = [(" ".join(table.cells[f.row][0].text.split()), f) for f in figures]
    kept = [(n, f) for n, f in cells if n and not _TOTAL.search(n)]
    single = len({n for n, _ in kept}) == len(kept)
    return kept if single and 2 <= len(kept) <= _MOST else []

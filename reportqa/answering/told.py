"""What a report clearly tells: the number asked for, or the two numbers that it is to be worked out of."""

from __future__ import annotations

from collections.abc import Iterator

from reportqa.answering.arithmetic.derive import derive, must_be_worked
from reportqa.answering.chosen import support_of, work_out
from reportqa.answering.comparing.compare import compare, is_comparison
from reportqa.answering.lookup import look_up, may_ask_words
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.stated_shares import is_share_of
from reportqa.answering.tables import answer_from_tables
from reportqa.answering.tables.every import every_row
from reportqa.indexing.snapshot import Snapshot

__all__ = ["plainly_told"]

_PLAINLY = 0.5
"""From this chance a figure is what a question asks for, whatever arithmetic its words might ask for as well."""
_SURELY = 0.7
"""From this chance a figure is what a question asks for, though its words ask for arithmetic."""
_PAIR = 0.45
"""From this chance two figures are the operands that a question wants."""
_TABLE = 0.5
"""From this confidence a table answers by its own reading, whatever its cells alone would tell."""
_CLEAR, _BACKED = 0.6, 0.1
"""From the first chance a pair goes before operands that a rule finds and that have less than the second."""


def plainly_told(query: Query, snapshot: Snapshot) -> Iterator[Draft]:
    """What a report clearly tells: the number asked for, which is then not worked out, or the two numbers that
    it is to be worked out of, where no rule finds them or the rule's are others."""
    if every_row(query, snapshot) is not None:
        # "in each harbour" asks for a column.
        return
    stated = None if is_comparison(query) else look_up(query, snapshot, _PLAINLY)
    ruled = derive(query, snapshot) or compare(query, snapshot)
    if stated is not None and must_be_worked(query, snapshot):
        stated = look_up(query, snapshot, _SURELY)
    if stated is not None and query.operation is Operation.SHARE and not is_share_of(stated.figures[0], query):
        stated = None
    if stated is not None and ruled is None:
        figure = stated.figures[0]
        if not may_ask_words(query, figure) and not _read_by_table(stated, query, snapshot):
            yield stated
    pair = work_out(query, snapshot)
    if pair is None or pair.confidence < _PAIR or _read_by_table(pair, query, snapshot):
        return
    if ruled is None or (pair.confidence >= _CLEAR and support_of(ruled, query, snapshot) < _BACKED):
        yield pair


def _read_by_table(draft: Draft, query: Query, snapshot: Snapshot) -> bool:
    """Whether a draft rests on cells alone, and the tables' own reading of the question is sure enough to go before it."""
    if any(f.table < 0 for f in draft.figures):
        return False
    table = answer_from_tables(query, snapshot)
    return table is not None and table.confidence >= _TABLE

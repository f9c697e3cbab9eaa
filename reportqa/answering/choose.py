"""Which of the proposed drafts to give, and in which order, by the kind of answer a question wants."""

from __future__ import annotations

from collections.abc import Iterator

from reportqa.answering.compare import compare, extreme
from reportqa.answering.derive import derive
from reportqa.answering.lookup import look_up
from reportqa.answering.prose import answer_from_prose
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.tables import answer_from_tables
from reportqa.indexing.snapshot import Snapshot

__all__ = ["drafts"]

_IN_WORDS = frozenset([Asked.NAME, Asked.LIST, Asked.REASON, Asked.DEFINITION])


def drafts(query: Query, snapshot: Snapshot) -> Iterator[Draft]:
    """The drafts worth giving, the surest first; none where the corpus does not hold the answer."""
    made = [
        d
        for d in (_figures(query, snapshot), answer_from_tables(query, snapshot), answer_from_prose(query, snapshot))
        if d
    ]
    yield from sorted((d for d in made if d.confidence >= 0.5), key=lambda d: -d.confidence)


def _figures(query: Query, snapshot: Snapshot) -> Draft | None:
    """What the figures answer: a comparison, an extreme, arithmetic, or one figure as stated."""
    if query.asked in _IN_WORDS and query.operation not in (Operation.HIGHEST, Operation.LOWEST):
        return None
    stated = look_up(query, snapshot)
    if query.operation is not Operation.NONE and stated is not None and stated.confidence >= 0.8:
        return stated
    return compare(query, snapshot) or extreme(query, snapshot) or derive(query, snapshot) or stated

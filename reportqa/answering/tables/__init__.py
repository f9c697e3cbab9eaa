"""Answers that reason over tables: which cells a question means, and what to do with them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from reportqa.answering.kept import once_a_query
from reportqa.answering.query import Draft, Query
from reportqa.answering.tables.candidates import candidates
from reportqa.answering.tables.compose import draft_of
from reportqa.answering.tables.every import every_row
from reportqa.answering.tables.match import word_stems
from reportqa.answering.tables.meant import rows_meant
from reportqa.answering.tables.moments import years_in
from reportqa.answering.tables.question import Op, Reading, readings
from reportqa.answering.tables.ranker import describe, load_model
from reportqa.answering.tables.results import Result, result_of
from reportqa.answering.tables.room import room_of
from reportqa.answering.tables.view import Candidate, TableView

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["answer_from_tables", "ranked"]

_BETWEEN = frozenset([Op.SHARE, Op.RATIO])
"""Operations between rows, of which one may be the whole."""
_NAMING = frozenset([Op.PEAK_ROW, Op.FILTER_ROWS, Op.COUNT_ROWS])
"""Operations that answer with rows: those of the kind that is asked for, where a table has such rows."""
_KIND = re.compile(
    r"\b(?:which|what|how many)\s((?:[a-z-]+\s){1,3}?)(?:is|are|was|were|has|have|had|did|does|do|with|that|in|saw|[a-z]+ed)\b",
    re.I,
)
_LEAST = 0.02
"""Below this chance a table has nothing to say."""
_UNKNOWN = 0.2
"""What is left of a chance where the question is about a name that the corpus does not hold."""
_UNDATED = 0.75
"""What is left of it where the question names a year, and neither the cells nor what stands over them does."""


@once_a_query
def answer_from_tables(query: Query, snapshot: Snapshot) -> Draft | None:
    """The likeliest answer that the tables in the question's scope give, None where none fits.

    `confidence` is the calibrated chance that it is exactly right, so that a caller can weigh it against prose.
    """
    listed = every_row(query, snapshot)
    if listed is not None:
        return listed
    room = room_of(snapshot)
    read = readings(query.text)
    best: tuple[float, Candidate, Result, TableView] | None = None
    views = room.asked(query)
    of_kind = [v for v in views if _kind_asked(query.text) & frozenset(word_stems(v.grid.corner))]
    for view in views:
        meant = rows_meant(query, view.grid.document, view.grid.table, snapshot)
        fitting = (r for r in ranked(view, read, query.vector) if _is_meant(r[1], meant, view))
        for chance, candidate, result in islice(fitting, 1):
            if of_kind and candidate.op in _NAMING and view not in of_kind:
                continue
            if best is None or chance > best[0]:
                best = (chance, candidate, result, view)
    if best is None or best[0] < _LEAST:
        return None
    said, candidate, result, view = best
    chance = load_model().calibration.chance(said)
    if query.unknown:
        chance *= _UNKNOWN
    if _is_undated(candidate, view):
        chance *= _UNDATED
    return draft_of(candidate, result, view, room, round(chance, 4))


def _kind_asked(text: str) -> frozenset[str]:
    """The words for what "Which health board has …" asks for."""
    found = _KIND.search(text)
    return frozenset(word_stems(found[1])) if found else frozenset()


def _is_meant(candidate: Candidate, meant: frozenset[int] | None, view: TableView) -> bool:
    """Whether a candidate is of rows that the question means; the parts of a whole whose row tells their average are not
    averaged again."""
    if candidate.op is Op.AVERAGE and not candidate.chosen:
        rows = {f.row for f in candidate.facts}
        return len(rows) < 2 or not any(r.is_total and r.index not in rows for r in view.grid.rows)
    if meant is None or candidate.op in _BETWEEN or candidate.split > 1 or len(candidate.chosen) != 1:
        return True
    return all(f.row in meant for f in candidate.facts)


def _is_undated(candidate: Candidate, view: TableView) -> bool:
    years = candidate.reading.years
    if not years or not candidate.facts or any(f.when.years for f in candidate.facts):
        return False
    return not set(years) & set(years_in(f"{view.grid.corner} {view.grid.context}"))


def ranked(view: TableView, read: tuple[Reading, ...], vector: object) -> list[tuple[float, Candidate, Result]]:
    """Every candidate of one table that can be carried out, with its chance of being right, the likeliest first."""
    query = np.asarray(vector, np.float32) if vector is not None else None
    found = []
    for candidate in candidates(view, read, query):
        result = result_of(candidate, view)
        if result is not None:
            found.append((candidate, result))
    if not found:
        return []
    rows = np.asarray(describe(found, read, view), np.float32)
    chances = load_model().probability(rows)
    order = np.argsort(-chances, kind="stable")
    return [(float(chances[i]), *found[i]) for i in order]

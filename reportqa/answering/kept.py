"""What is worked out once a snapshot and serves all its questions, and once a question and serves all makers of its answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar

from reportqa.answering.query import Query
from reportqa.indexing.snapshot import Snapshot

__all__ = ["once_a_query", "once_a_snapshot"]

Made = TypeVar("Made")
_MISSING: Any = object()
_QUERIES = 16
"""Queries whose results are kept: a question with its variants, and those of a few readers at a time."""


def once_a_snapshot(make: Callable[[Snapshot], Made]) -> Callable[[Snapshot], Made]:
    """A maker that works its result out once for each snapshot; the last two are kept, so that a new index may be opened
    beside the old one. Safe for threads: a second one waits for the first."""
    kept: dict[str, tuple[Snapshot, Made]] = {}
    lock = Lock()

    @wraps(make)
    def known(snapshot: Snapshot) -> Made:
        with lock:
            found = kept.get(snapshot.id)
            if found is None or found[0] is not snapshot:
                while len(kept) > 1:
                    kept.pop(next(iter(kept)))
                found = kept[snapshot.id] = (snapshot, make(snapshot))
            return found[1]

    return known


def once_a_query(make: Callable[[Query, Snapshot], Made]) -> Callable[[Query, Snapshot], Made]:
    """A maker that works its result out once for each query over a snapshot; the last ones are kept. Who gets a result must not
    change it."""
    kept = once_a_snapshot(_no_results)

    @wraps(make)
    def known(query: Query, snapshot: Snapshot) -> Made:
        results = kept(snapshot)
        # Queries are equal whatever their vectors.
        key = (query, query.vector.tobytes())
        found: Made = results.get(key, _MISSING)
        if found is _MISSING:
            found = make(query, snapshot)
            for old in list(results)[: 1 - _QUERIES]:
                # Another thread may have dropped it already.
                results.pop(old, None)
            results[key] = found
        return found

    return known


def _no_results(snapshot: Snapshot) -> dict[Any, Any]:
    return {}

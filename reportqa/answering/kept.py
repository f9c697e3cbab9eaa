"""What is worked out once a snapshot and serves all its questions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import TypeVar

from reportqa.indexing.snapshot import Snapshot

__all__ = ["once_a_snapshot"]

Made = TypeVar("Made")


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

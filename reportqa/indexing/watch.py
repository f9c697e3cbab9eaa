"""When the files of a corpus have changed and settled."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import watchfiles

__all__ = ["settled"]

# A copy of a large file comes in many writes: nothing is told until they have stopped for so long, in milliseconds.
_QUIET = 1_000
# … or have gone on for so long.
_MOST = 20_000


def settled(corpus: Path, index: Path, stop: threading.Event | None = None) -> Iterator[int]:
    """How many files changed, each time that changes have settled; 0 first, once watching has begun.

    What is written into the index folder is no change, wherever it lies. Ends when `stop` is set; raises KeyboardInterrupt.
    """
    inside = index.resolve()
    first = True
    for changes in watchfiles.watch(
        corpus,
        watch_filter=lambda change, path: not Path(path).resolve().is_relative_to(inside),
        step=_QUIET,
        debounce=_MOST,
        rust_timeout=_QUIET,
        yield_on_timeout=True,
        stop_event=stop,
    ):
        if first or changes:
            first = False
            yield len({path for _, path in changes})

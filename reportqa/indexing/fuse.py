"""Reciprocal rank fusion of rankings (Cormack, Clarke, Büttcher, SIGIR 2009)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["K", "fuse"]

# The constant of the paper: how much a first place is worth over a tenth.
K = 60


def fuse(rankings: Sequence[Mapping[int, float]]) -> dict[int, float]:
    """Row → fused score, best first, of rankings that map row → score (larger is better).

    >>> list(fuse([{7: 0.9, 3: 0.5}, {3: 12.0}]))
    [3, 7]
    """
    total: dict[int, float] = {}
    for ranking in rankings:
        ordered = sorted(ranking, key=lambda row: (-ranking[row], row))
        for place, row in enumerate(ordered, 1):
            total[row] = total.get(row, 0.0) + 1.0 / (K + place)
    return dict(sorted(total.items(), key=lambda item: (-item[1], item[0])))

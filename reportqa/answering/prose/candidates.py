"""The stretches of a sentence that may answer a question: from one edge of a phrase to another."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reportqa.figures.tagging import Tagged

__all__ = ["stretches"]

_LONGEST = 70
_MOST = 600
# A stretch does not begin with these tags, nor end with those.
_NO_START = frozenset(",;:)C'-")
_NO_END = frozenset("PDCHI,;:(S'-")
_ARTICLES = frozenset(["the", "a", "an"])
_OPENING, _CLOSING = '$€£¥(“"`', ("%", "”", '"', ".")


def stretches(s: Tagged) -> npt.NDArray[np.int32]:
    """The candidate stretches of a sentence, the whole sentence among them: rows (first token, behind the last token).

    At most a few hundred; of a long sentence only short stretches and those that reach a mark or its end.
    """
    size = len(s.tags)
    starts = np.array([i for i in range(size) if _may_start(s, i)], np.int32)
    ends = np.array([j for j in range(1, size + 1) if _may_end(s, j)], np.int32)
    if not len(starts) or not len(ends):
        return np.zeros((0, 2), np.int32)
    first, last = (m.ravel() for m in np.meshgrid(starts, ends, indexing="ij"))
    kept = (first < last) & (last <= first + _LONGEST) & _balanced(s, first, last)
    marks = np.array([t in "PSXIO" for t in s.tags])
    kept &= ~((last - first == 1) & (first > 0) & marks[first])
    found = np.stack([first[kept], last[kept]], axis=1)
    if len(found) > _MOST:
        stops = np.array([t in ",;:-()S" for t in s.tags] + [True])
        found = found[stops[found[:, 1]] | (found[:, 1] - found[:, 0] < 8)][:_MOST]
    return found


def _may_start(s: Tagged, i: int) -> bool:
    mark, word = s.tags[i], s.words[i]
    if mark in _NO_START or word in _ARTICLES or not (word[0].isalnum() or word[0] in _OPENING):
        return False
    if i == 0 or s.words[i - 1] in _ARTICLES:
        return True
    before = s.tags[i - 1]
    if mark in "#TAHPSVIR":
        return mark != before or mark in "#T"
    return before not in "NA" and (before not in "DR" or s.words[i - 1] in ("our", "its", "their", "these", "all"))


def _may_end(s: Tagged, j: int) -> bool:
    mark, word = s.tags[j - 1], s.words[j - 1]
    if mark in _NO_END or (mark == "?" and not word[0].isalnum() and word not in _CLOSING):
        return False
    return j == len(s.tags) or s.tags[j] in ",;:-()CPSVXIR?" or mark in "#T)"


def _balanced(s: Tagged, first: npt.NDArray[np.int32], last: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether the brackets inside each stretch are closed there."""
    depth = np.cumsum([0, *((t == "(") - (t == ")") for t in s.tags)])
    # From each token, the first place where a bracket closes that was open there: no stretch from it may reach further.
    reach = np.full(len(depth), len(depth))
    for i in np.flatnonzero(depth):
        below = np.flatnonzero(depth[i:] < depth[i])
        reach[i] = i + below[0] if len(below) else len(depth)
    balanced: npt.NDArray[np.bool_] = (depth[first] == depth[last]) & (last < reach[first])
    return balanced

"""Which figures a text tells as parts of which others: "9,060 employees, of whom 1,870 drive", "1,400 of its 36,200 employees"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reportqa.answering.chance import unit_class
from reportqa.figures.uses import RATES
from reportqa.figures.wholes import is_named_whole
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["is_part", "parts_of"]

_NEAR = 400
"""Characters between a part and its whole at most."""
_ROWS = 4
"""Rows between one that begins with "of which" and its whole at most."""
_COUNTS = (unit_class(""), unit_class("employee"))
_OF_WHICH = re.compile(r"\bof (?:which|whom)\b", re.I)
_OF_THEM = re.compile(r"\s*(?:\w+\s){0,2}?of (?:it|them|these|those|this|that|the total)\b", re.I)
_OF_ITS = re.compile(
    r"\s*(?:[a-z]+s\s)?(?:out )?of (?:(?:its|their|the|these|those|our|all|his|her|some)\s)*(?:[\w’'-]+\s){0,2}"
)
_OPENS = re.compile(r"(?:^|\n|[.;:,]\s+|\band )of (?:the|its|their|our|these|those|all)?\s*[^,;:.]{0,40}$", re.I)
_ROW_OF_WHICH = re.compile(r"\W*(?:of which|thereof|including)\b", re.I)


def is_part(one: Figure, other: Figure, text: str) -> bool:
    """Whether a document's text tells one of its figures as a part of another: in their sentence, by "of it" behind it, or by
    the rows of their table ("of which on roofs", "Total")."""
    if not _is_alike(one, other):
        return False
    if one.table >= 0 or other.table >= 0:
        together = (one.table, one.column) == (other.table, other.column) and one.table >= 0 and one.row != other.row
        below = _ROW_OF_WHICH.match(one.quote) is not None and _ROW_OF_WHICH.match(other.quote) is None
        below = below and 0 < one.row - other.row <= _ROWS
        return together and (below or (is_named_whole(other.quote) and not is_named_whole(one.quote)))
    if one.start == other.start or abs(one.start - other.start) > _NEAR:
        return False
    if one.start < other.start:
        return _OF_ITS.fullmatch(text, one.end, other.start) is not None
    between = text[other.end : one.start]
    if "\n\n" in between:
        return False
    same = one.quote == other.quote
    opened = _OPENS.search(text[max(0, other.start - 60) : other.start]) is not None
    told = _OF_WHICH.search(between) is not None or (opened and not re.search(r"[;:.]", between))
    return (same and told) or _OF_THEM.match(text, one.end) is not None


def _is_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are counted in one thing, or in things of which one may be a kind of the other; a row below "Revenue
    (EUR million)" may tell no unit."""
    if one.table >= 0 and one.unit == "":
        return other.unit not in RATES
    counts = unit_class(one.unit) in _COUNTS and unit_class(other.unit) in _COUNTS
    return one.unit not in RATES and (one.unit == other.unit or counts)


def parts_of(figures: Sequence[Figure], snapshot: Snapshot) -> npt.NDArray[np.bool_]:
    """Which of some figures (rows) are told as parts of which others (columns), shape (figures, figures)."""
    out = np.zeros((len(figures), len(figures)), np.bool_)
    for i, one in enumerate(figures):
        for j, other in enumerate(figures):
            if i != j and one.document == other.document:
                out[i, j] = is_part(one, other, snapshot.documents[one.document].text)
    return out

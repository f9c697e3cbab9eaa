"""Whether what several have adds up to the total that a question means: "do the points of the four countries add up to the total?".

The parts are the figures of one column, row or sentence, one for each of several names, of the measure that a question speaks of;
the total is the figure of its number, or the one of that measure which is told for all of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportqa.answering.audit.asking import Wanted
from reportqa.answering.audit.choosing import is_named
from reportqa.answering.audit.items import Item, Kind, same_time
from reportqa.answering.audit.totals import Whole, total_check
from reportqa.answering.audit.wording import topic_of
from reportqa.answering.words import stems
from reportqa.types import Check, Status

__all__ = ["grouped"]

_COUNTS = {w: n for n, w in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)}
_COUNTED = re.compile(rf"\b(?:{'|'.join(_COUNTS)}|\d{{1,2}})\b(?= (?:[\w-]+ ){{0,2}}[a-z-]+s\b)", re.I)
_ABOUT = 0.5
"""The share of a question's words that the parts have to be about."""
_BESIDE = 600
"""Characters before a sentence of parts within which their total is told, to be held against them where they differ."""
_NEAR = 3.0
"""A total is at most so many times as large, or as small, as what its parts come to."""


def grouped(want: Wanted, items: Sequence[Item]) -> Check | None:
    """The check of a total against the figures of several; None where a question asks for none, or where nothing fits it.

    What disagrees is told only of a total that the question gives in figures, or that is told right before its parts.
    """
    if "total" not in want.kinds or len(want.numbers) > 1:
        return None
    counted = _COUNTED.search(want.text)
    size = 0 if counted is None else _COUNTS.get(counted[0].lower()) or int(counted[0])
    rated = [(about, g) for g in _groups(items) if (about := _about(want, g)) >= _ABOUT]
    for _, group in sorted(rated, key=lambda r: (-r[0], -len(r[1]), r[1][0].figure.id)):
        checks = list(_checks(want, group, size, items))
        if checks:
            return next((c for c in checks if c.agrees), checks[0])
    return None


def _checks(want: Wanted, group: Sequence[Item], size: int, items: Sequence[Item]) -> Iterator[Check]:
    """The checks of one group of as many parts as a question counts, 0 for any number."""
    for total in _totals(want, group, items):
        # "Five hold 71%: A 24%, B 18% …": the total may stand among its parts.
        parts = tuple(p for p in group if p is not total)
        if len(parts) < 2 or (size and len(parts) != size):
            continue
        check = total_check(Whole(total, parts, True))
        if check is not None and (check.agrees or want.numbers or _is_told_beside(total, parts)):
            yield check


def _groups(items: Sequence[Item]) -> Iterator[list[Item]]:
    """The figures of one unit that stand in one column, row or sentence, one for each name."""
    places: dict[tuple[str, int, str, str], list[Item]] = defaultdict(list)
    for item in items:
        figure = item.figure
        if (
            item.kind not in (Kind.VALUE, Kind.SHARE, Kind.LEVEL)
            or not item.who
            or figure.unit in ("", "ratio", "date")
        ):
            continue
        if figure.table >= 0:
            for place in (f"column {figure.column}", f"row {figure.row}"):
                places[(figure.document, figure.table, figure.unit, place)].append(item)
        else:
            places[(figure.document, -1, figure.unit, figure.quote)].append(item)
    for parts in places.values():
        owners = [p.who for p in parts]
        ahead = {p.figure.status is Status.FORECAST for p in parts}
        if len(parts) > 1 and len(set(owners)) == len(owners) and len(ahead) == 1:
            yield parts


def _about(want: Wanted, parts: Sequence[Item]) -> float:
    """The share of a question's topic that parts are about, by their measure, or half as much by their sentence and headings."""
    figures = [p.figure for p in parts]
    own = topic_of(figures) | stems(" ".join(f.unit for f in figures))
    own |= stems("share percentage") if figures[0].unit == "percent" else frozenset()
    near = stems(" ".join(" ".join((f.quote, f.title, *f.heading)) for f in figures))
    topic = want.topic - stems("countries regions companies networks towns cities group")
    return sum(1.0 if t in own else 0.5 if t in near else 0.0 for t in topic) / len(topic) if topic else 0.0


def _totals(want: Wanted, group: Sequence[Item], items: Sequence[Item]) -> list[Item]:
    """The figures that may be the total of a group, or of its others, the likeliest first."""
    first = group[0].figure
    measure = frozenset[str]().union(*(p.measure for p in group)) | want.topic
    pool: list[tuple[Item, tuple[bool, float]]] = []
    for item in items:
        others = [p for p in group if p is not item]
        whole = sum(p.value for p in others)
        same = item.figure.unit.split()[-1:] == first.unit.split()[-1:] and item.kind is not Kind.CHANGE
        apart = item.who not in {p.who for p in others}
        # Of what stands among its parts only the number of the question is taken for their total.
        apart = apart and (bool(want.numbers) or item not in group)
        if same and apart and whole and 1 / _NEAR <= item.value / whole <= _NEAR:
            # A data file beside a report belongs to it; the report's own total goes first.
            pool.append((item, (item.figure.report != first.report, abs(item.value - whole))))
    if want.numbers:
        return [i for i, _ in pool if is_named(want.numbers[0], i.figure)]
    told = [(i, n) for i, n in pool if i.measure & measure and _is_of_time(i, group)]
    return [i for i, _ in sorted(told, key=lambda r: (not _is_told_beside(r[0], group), r[1], r[0].figure.id))]


def _is_of_time(total: Item, parts: Sequence[Item]) -> bool:
    mine, theirs = total.figure.period, parts[0].figure.period
    known = mine is not None and theirs is not None and mine.start is not None and theirs.start is not None
    return not known or same_time(mine, theirs)


def _is_told_beside(total: Item, parts: Sequence[Item]) -> bool:
    """Whether a total is told in the sentence of its parts or right before it."""
    figure, first = total.figure, min(p.figure.start for p in parts)
    return (
        figure.document == parts[0].figure.document
        and 0 <= first - figure.start <= _BESIDE
        and parts[0].figure.table < 0
    )

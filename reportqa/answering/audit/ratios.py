"""Shares, ratios, ratios of growth rates, and growth rates against the ratio a year earlier."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reportqa.answering.audit.items import Item, Kind, Shelf, is_counted, is_year_before, on_one_ground, same_time
from reportqa.answering.audit.totals import Whole
from reportqa.answering.audit.wording import conclude, named, number, shown, topic_of
from reportqa.answering.words import stems
from reportqa.figures.names import canonical_name, find_names
from reportqa.figures.units import is_currency
from reportqa.types import Check

__all__ = ["growth_check", "growth_checks", "rate_checks", "ratio_check", "ratio_checks", "share_check", "share_checks"]

# A subject with more values than these, at one time and in whatever measure a claim may be of, is none that can be checked.
_MOST_VALUES = 12
# What adds up to no whole.
_PRICED = re.compile(r"\b(?:prices?|costs? per|per|averages?|fees?|rates?|median|mean)\b| / ", re.I)
_WHOLE = stems("total global overall all combined world")


def share_checks(shelf: Shelf, totals: Sequence[Whole]) -> Iterator[Check]:
    """Every stated share against its part and its whole."""
    known: dict[tuple[str, float, str], Item] = {}
    for whole in totals:
        for part in whole.parts:
            known.setdefault((part.who, part.value, part.figure.unit), whole.total)
    for claim in shelf.of(Kind.SHARE):
        parts = _few([i for i in shelf.owned(Kind.VALUE, claim.who) if claim.who and _is_part(i, claim)])
        found = [(part, whole) for part in parts for whole in _wholes(claim, part, shelf, known)]
        near = [(a, b) for a, b in found if _is_near(claim, a, b)]
        loose = [(part, whole) for part in parts for whole in _owners_of(claim, part, shelf)]
        fitting = [p for p in (*found, *loose) if share_check(claim, *p).agrees]
        # What stands in another section may be of something else: only a share that comes out is known to be of it.
        yield from _verdict(claim, fitting or near, share_check)


def _is_part(item: Item, claim: Item) -> bool:
    """Whether a value can be what a share is of: of its time, or told in the paragraph of one that names no time; no price."""
    figure = item.figure
    undated = claim.figure.period is None and figure.locator == claim.figure.locator and item.value > 0
    return (_same_moment(item, claim) or undated) and not _PRICED.search(f"{figure.unit} {figure.metric}")


def _is_near(claim: Item, part: Item, whole: Item) -> bool:
    """Whether a part and its whole stand under the heading of a share, the part the smaller, and are of what the share is of."""
    if (
        part.value > whole.value
        or not _same_moment(part, claim)
        or any(i.figure.heading != claim.figure.heading for i in (part, whole))
    ):
        return False
    of = stems(claim.figure.metric) - stems(f"share {claim.figure.subject} {whole.figure.subject}") - _WHOLE
    return not of or bool(of & topic_of([part.figure, whole.figure])) or claim.figure.quote == part.figure.quote


def _owners_of(claim: Item, part: Item, shelf: Shelf) -> Iterator[Item]:
    """The values of the other names in the sentence that states a share and its part: "sold 40,000 of the Danish ones, 12%"."""
    quote = claim.figure.quote
    if part.figure.quote != quote or not (is_counted(part.figure.unit) or is_currency(part.figure.unit)):
        return
    for name, _, _ in find_names(quote, 0, len(quote), frozenset()):
        for item in shelf.owned(Kind.VALUE, canonical_name(name)):
            a, b = item.figure.unit, part.figure.unit
            alike = a == b or (is_counted(a) and is_counted(b))
            timely = claim.figure.period is None or _same_moment(item, claim)
            ahead = (item.figure.status == "forecast") != (part.figure.status == "forecast")
            if item.who != part.who and alike and item.value > part.value and timely and not ahead:
                yield item


def share_check(claim: Item, part: Item, whole: Item) -> Check:
    """A stated share against part / whole."""
    bounds = (part.bounds / whole.bounds).times(100.0)
    value = 100.0 * part.value / whole.value
    a, b = part.figure, whole.figure
    working = f"{shown(a)} / {shown(b)} = {number(value, 1)}%; stated: {shown(claim.figure)}"
    return conclude(
        "share", [claim.figure, a, b], (claim.value, claim.bounds), (value, bounds), "percent",
        f"{named(claim.figure)}, {shown(a)} of {shown(b)}", working,
    )  # fmt: skip


def _few(items: list[Item]) -> list[Item]:
    """Items, one for each value; none where they are so many that what tells them apart was not read."""
    distinct: dict[tuple[float, str, str, int], Item] = {}
    for i in items:
        distinct.setdefault((i.value, i.figure.unit, i.figure.document, i.figure.table), i)
    return list(distinct.values()) if len(distinct) <= _MOST_VALUES else []


def _verdict(
    claim: Item, pairs: Sequence[tuple[Item, Item]], check: Callable[[Item, Item, Item], Check]
) -> Iterator[Check]:
    """The check that agrees where there is any; one that does not only where all pairs stand beside the claim."""
    sharpest = sorted(pairs, key=lambda p: sum(i.bounds.half / abs(i.value) for i in p))
    checks = [check(claim, a, b) for a, b in sharpest]
    if any(c.agrees for c in checks):
        yield _best(checks)
    elif pairs and all(on_one_ground(claim, a, b) for a, b in pairs):
        yield check(claim, *pairs[0])


def _best(checks: Sequence[Check]) -> Check:
    """The first that agrees where there is any, else the first."""
    return min(checks, key=lambda c: not c.agrees)


def _same_moment(item: Item, claim: Item) -> bool:
    a, b = item.figure.period, claim.figure.period
    return item.value > 0 and item.figure.low is None and (same_time(a, b) or (a is None and b is None))


def _wholes(claim: Item, part: Item, shelf: Shelf, known: Mapping[tuple[str, float, str], Item]) -> list[Item]:
    """What a share is a share of: the total that the part is known to be a part of, or a total in the share's sentence."""
    total = known.get((part.who, part.value, part.figure.unit))
    if total is not None:
        return [total]
    named_wholes = [
        i
        for name, _, _ in find_names(claim.figure.metric, 0, len(claim.figure.metric), frozenset())
        for i in shelf.owned(Kind.VALUE, canonical_name(name))
        if i.figure.unit == part.figure.unit and i.who != part.who and _same_moment(i, claim)
    ]
    if named_wholes:
        return named_wholes
    asked = stems(claim.figure.metric)
    return [
        i
        for i in shelf.beside(claim)
        if i.kind is Kind.VALUE
        and i.figure.unit == part.figure.unit
        and i.value > part.value
        and i.who != part.who
        and (stems(f"{i.figure.subject} {i.figure.metric}") & asked & _WHOLE or not i.who)
    ]


def ratio_checks(shelf: Shelf) -> Iterator[Check]:
    """Every stated ratio of one subject to another against the two subjects' values."""
    for claim in shelf.of(Kind.RATIO):
        if claim.figure.low is None:
            owned = claim if claim.who else replace(claim, who=_first_name(claim, shelf), measure=frozenset())
            yield from _verdict(claim, list(_sides(owned, shelf)) if owned.who else [], ratio_check)


def ratio_check(claim: Item, top: Item, bottom: Item) -> Check:
    """A stated ratio against one value divided by another."""
    value, bounds = top.value / bottom.value, top.bounds / bottom.bounds
    a, b = top.figure, bottom.figure
    working = f"{shown(a)} / {shown(b)} = {number(value, 3)}; stated: {shown(claim.figure)}"
    return conclude(
        "ratio", [claim.figure, a, b], (claim.value, claim.bounds), (value, bounds), "ratio",
        f"{named(claim.figure)}, {shown(a)} to {shown(b)}", working,
    )  # fmt: skip


def _sides(claim: Item, shelf: Shelf) -> Iterator[tuple[Item, Item]]:
    """The values of the two subjects that a ratio compares: one unit, one time, one measure."""
    tops = _few([i for i in shelf.owned(Kind.VALUE, claim.who) if _compared(i, claim)])
    others = {claim.other} if claim.other else _other_names(claim, shelf)
    for top in tops:
        for other in others - {claim.who}:
            for bottom in _few([i for i in shelf.owned(Kind.VALUE, other) if _compared(i, claim)]):
                if _one_measure(top, bottom):
                    yield top, bottom


def _compared(item: Item, claim: Item) -> bool:
    if not _same_moment(item, claim) or item.figure.unit in ("", "date"):
        return False
    return not claim.measure or not item.measure or bool(item.measure & claim.measure)


def _one_measure(a: Item, b: Item) -> bool:
    same = a.figure.unit == b.figure.unit and same_time(a.figure.period, b.figure.period)
    return same and (bool(a.measure & b.measure) or not a.measure or not b.measure)


def _first_name(claim: Item, shelf: Shelf) -> str:
    """The owner that a ratio's sentence begins with, where the ratio was read without one: "Sanwa leads Orchard by …"."""
    words = claim.figure.quote.split()
    starts = (canonical_name(" ".join(words[:n])) for n in (3, 2, 1))
    return next((name for name in starts if shelf.owned(Kind.VALUE, name)), "")


def _other_names(claim: Item, shelf: Shelf) -> set[str]:
    """The subjects besides its own that a ratio's sentence names or gives values of."""
    text = f"{claim.figure.quote} {claim.figure.metric}"
    names = {canonical_name(n) for n, _, _ in find_names(text, 0, len(text), frozenset())}
    return names | {i.who for i in shelf.beside(claim) if i.kind is Kind.VALUE and i.who}


def rate_checks(shelf: Shelf) -> Iterator[Check]:
    """Every stated ratio of two growth rates against the rates."""
    for claim in shelf.of(Kind.RATE_RATIO):
        pairs = [
            (top, bottom)
            for top in shelf.owned(Kind.CHANGE, claim.who)
            for other in ({claim.other} if claim.other else _other_names(claim, shelf)) - {claim.who}
            for bottom in shelf.owned(Kind.CHANGE, other)
            if bottom.value and top.yearly == bottom.yearly and (top.measure & bottom.measure or not top.measure)
        ]
        yield from _verdict(claim, pairs, ratio_check)


def growth_checks(shelf: Shelf) -> Iterator[Check]:
    """Growth rates of two subjects against their ratio now and a year earlier.

    With x and y the values, x₁/y₁ = x₀(1+g) / (y₀(1+h)), so the ratio a year earlier is the ratio now times (1+h)/(1+g).
    """
    ratios = [i for i in shelf.of(Kind.RATIO) if i.who and i.figure.low is None]
    for then in ratios:
        nows = [i for i in ratios if i.who == then.who and is_year_before(then.figure.period, i.figure.period)]
        checks = [
            growth_check(then, now, mine, theirs)
            for now in _sharpest(nows)
            for mine in _sharpest(_grown(then.who, now, shelf))
            for other in _rivals(then, now, shelf)
            for theirs in _sharpest(_grown(other, now, shelf))
        ]
        if checks:
            yield _best(checks)


def _sharpest(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda i: (i.bounds.half or abs(i.value), i.figure.start))[:1]


def _rivals(then: Item, now: Item, shelf: Shelf) -> set[str]:
    named_others = {o for o in (then.other, now.other) if o}
    return named_others or (_other_names(then, shelf) & _other_names(now, shelf)) - {then.who}


def _grown(who: str, ratio: Item, shelf: Shelf) -> Iterator[Item]:
    """The yearly growth rates of a subject in what a ratio compares, up to the time of the ratio."""
    for item in shelf.owned(Kind.CHANGE, who):
        when = item.figure.period
        # "Year-over-year" names no date itself: the one it was read with is only what stood before it.
        dated = when is not None and when.start is not None and any(c.isdigit() for c in when.text)
        fits = not dated or same_time(when, ratio.figure.period)
        if item.yearly and fits and (item.measure & ratio.measure or not item.measure or not ratio.measure):
            yield item


def growth_check(then: Item, now: Item, mine: Item, theirs: Item) -> Check:
    """The ratio stated for a year earlier against the ratio now and the growth of its two sides."""
    rise, other = mine.bounds.times(0.01).plus(1.0), theirs.bounds.times(0.01).plus(1.0)
    bounds = now.bounds / (rise / other)
    grown = (1 + mine.value / 100) / (1 + theirs.value / 100)
    value = now.value / grown
    a, b, r = mine.figure, theirs.figure, now.figure
    working = (
        f"(100% + {shown(a)}) / (100% + {shown(b)}) = {number(grown, 2)}; {shown(r)} / {number(grown, 2)} = "
        f"{number(value, 2)} a year earlier; stated: {shown(then.figure)}"
    )
    return conclude(
        "growth", [then.figure, r, a, b], (then.value, then.bounds), (value, bounds), "ratio",
        f"{named(then.figure)}, with growth of {shown(a)} and {shown(b)} to {shown(r)}", working,
    )  # fmt: skip

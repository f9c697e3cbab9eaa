"""Checks that the question itself asserts: it names the figures, and says how they should bear on one another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations

from reportqa.answering.audit.asking import Wanted
from reportqa.answering.audit.changes import Pair, change_check
from reportqa.answering.audit.choosing import is_named
from reportqa.answering.audit.conflicts import conflict_check
from reportqa.answering.audit.items import Item, Kind, same_time
from reportqa.answering.audit.ratios import growth_check, ratio_check, share_check
from reportqa.answering.audit.totals import Whole, total_check
from reportqa.answering.audit.wording import topic_of
from reportqa.answering.words import stems
from reportqa.types import Check

__all__ = ["asserted", "stated_share", "two_statements"]

_ALL = re.compile(r"\b(?:total|global|worldwide|world|overall|all|combined|together|altogether)\b", re.I)
# Nouns that count whatever is meant: "37.4 million units" of shipments.
_ANY_UNIT = frozenset(["unit", "piece", "item"])
_RATES = frozenset(["percent", "percentage point"])
_MOST = 12
# How much of what a question is about two statements must hold between them.
_COVERED = 0.6
_APART = 0.5


def asserted(want: Wanted, items: Sequence[Item]) -> Check | None:
    """The check of the figures that a question names by their numbers, None where they bear on nothing."""
    groups = [[i for i in items if is_named(n, i.figure)] for n in want.numbers]
    if len(groups) < 2 or not all(groups):
        return None
    for kind in (*(want.kinds or ("total", "share", "ratio", "change")), "same"):
        make = _MAKERS.get(kind)
        for report in dict.fromkeys(i.figure.report for i in groups[0]):
            named = [_best_of(g, report, want) for g in groups]
            check = make([i for i in named if i is not None]) if make and all(named) else None
            if check is not None:
                return check
    return None


def _best_of(group: Sequence[Item], report: str, want: Wanted) -> Item | None:
    """Of the figures that have one number, the one whose identity the question speaks of most."""
    inside = [i for i in group if i.figure.report == report]
    return max(inside, key=lambda i: (len(want.topic & topic_of([i.figure])), -i.figure.start)) if inside else None


def _is_rate(item: Item) -> bool:
    return item.figure.unit in _RATES


def _total(named: Sequence[Item]) -> Check | None:
    total = max(named, key=lambda i: i.value)
    parts = tuple(i for i in named if i is not total)
    alike = len({i.figure.unit for i in named}) == 1
    return total_check(Whole(total, parts, True)) if alike and len(parts) >= 2 else None


def _three(named: Sequence[Item], claim: Callable[[Item], bool]) -> tuple[Item, Item, Item] | None:
    """The claim and the two values in one unit that it rests on."""
    claims = [i for i in named if claim(i)]
    others = [i for i in named if i not in claims]
    if len(claims) != 1 or len(others) != 2 or others[0].figure.unit != others[1].figure.unit:
        return None
    return claims[0], others[0], others[1]


def _share(named: Sequence[Item]) -> Check | None:
    found = _three(named, _is_rate)
    if found is None:
        return None
    claim, a, b = found
    if claim.kind is Kind.CHANGE:
        return None
    return share_check(claim, *((a, b) if a.value <= b.value else (b, a)))


def _ratio(named: Sequence[Item]) -> Check | None:
    found = _three(named, lambda i: i.figure.unit == "ratio")
    if found is None:
        return None
    claim, a, b = found
    big, small = (a, b) if a.value >= b.value else (b, a)
    return ratio_check(claim, *((big, small) if claim.value >= 1 else (small, big)))


def _change(named: Sequence[Item]) -> Check | None:
    found = _three(named, _is_rate)
    if found is None:
        return None
    claim, a, b = found
    starts = [i.figure.period.start if i.figure.period else None for i in (a, b)]
    later = a if starts[0] and starts[1] and starts[0] > starts[1] else b
    return change_check(claim, Pair(later, a if later is b else b, True))


def _growth(named: Sequence[Item]) -> Check | None:
    rates = [i for i in named if i.kind is Kind.CHANGE]
    ratios = [i for i in named if i.figure.unit == "ratio"]
    if len(rates) != 2 or len(ratios) != 2:
        return None
    now = max(ratios, key=lambda i: i.figure.period.end.toordinal() if i.figure.period and i.figure.period.end else 0)
    then = ratios[0] if now is ratios[1] else ratios[1]
    mine = next((r for r in rates if r.who == now.who), rates[0])
    return growth_check(then, now, mine, rates[0] if mine is rates[1] else rates[1])


def _same(named: Sequence[Item]) -> Check | None:
    """Two statements of one thing: "7.9 trillion in the title" and "7.941 trillion"."""
    if len(named) != 2:
        return None
    a, b = named
    alike = a.who == b.who and a.kind == b.kind and a.figure.unit == b.figure.unit
    measured = bool(a.measure & b.measure) or not a.measure or not b.measure
    return conflict_check(a, b) if alike and measured and same_time(a.figure.period, b.figure.period) else None


_MAKERS: dict[str, Callable[[Sequence[Item]], Check | None]] = {
    "total": _total,
    "share": _share,
    "ratio": _ratio,
    "change": _change,
    "growth": _growth,
    "same": _same,
}


def stated_share(want: Wanted, items: Sequence[Item]) -> Check | None:
    """The check of a stated share that a question names by its number: its part beside it, the one total of that time.

    "India took 37.4 million units, 12.3% of the world total": the total may be counted in other words (shipments).
    """
    named = [i for i in items if i.kind is Kind.SHARE and i.who and any(is_named(n, i.figure) for n in want.numbers)]
    for claim in named if "share" in want.kinds else ():
        parts = [i for i in items if _is_part(i, claim)]
        wholes = [i for i in items if parts and _is_whole(i, claim, parts[0])]
        if len({p.value for p in parts}) == 1 and len({w.value for w in wholes}) == 1:
            return share_check(claim, parts[0], wholes[0])
    return None


def _is_part(item: Item, claim: Item) -> bool:
    return item.kind is Kind.VALUE and item.who == claim.who and item.figure.quote == claim.figure.quote


def _is_whole(item: Item, claim: Item, part: Item) -> bool:
    """Whether a value is a total that a part may be of: told as one, of its report and time, larger, in its unit."""
    a, b = item.figure, part.figure
    units = {a.unit, b.unit}
    elsewhere = item.who != claim.who and a.table < 0 and a.quote != claim.figure.quote
    told = _ALL.search(f"{a.subject} {a.metric}") or (elsewhere and _ALL.search(a.quote))
    return (
        item.kind is Kind.VALUE
        and a.report == b.report
        and item.value > part.value
        and (len(units) == 1 or bool(units & _ANY_UNIT))
        and same_time(a.period, b.period)
        and bool(told)
    )


def two_statements(want: Wanted, items: Sequence[Item]) -> Check | None:
    """Two statements of what a question is about, from two sentences, compared; None where there are not two.

    They may name the thing in other words ("people through our emergency doors", "emergency visits"): both must speak of
    the question's topic, hold for one time, and be of one size.
    """
    pairs = [(_fit(want, a, b), a, b) for a, b in _pairs(want, items)]
    best = max(pairs, key=lambda p: p[0], default=None)
    if best is None or best[0] < _COVERED:
        return None
    return conflict_check(best[1], best[2])


def _pairs(want: Wanted, items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    rated = [
        (len(want.topic & _words(i)), i) for i in items if i.kind is Kind.VALUE and i.figure.unit not in ("", "year")
    ]
    near = [i for n, i in sorted(rated, key=lambda r: -r[0]) if n][:_MOST]
    yield from ((a, b) for a, b in permutations(near, 2) if a.figure.start < b.figure.start and _comparable(a, b))


def _comparable(a: Item, b: Item) -> bool:
    """Whether two values of different sentences may state one thing: of one size, status and time."""
    first, second = a.figure, b.figure
    timely = same_time(first.period, second.period) or first.period is None or second.period is None
    return (
        abs(a.value - b.value) <= _APART * max(abs(a.value), abs(b.value))
        and first.quote != second.quote
        and (" / " in first.unit) == (" / " in second.unit)
        and first.status == second.status
        and timely
    )


def _words(item: Item) -> frozenset[str]:
    return topic_of([item.figure]) | stems(item.figure.quote)


def _fit(want: Wanted, a: Item, b: Item) -> float:
    """The share of the topic that two statements hold between them, more where both hold of it and their values differ."""
    both = (_words(a) | _words(b)) & want.topic
    shared = _words(a) & _words(b) & want.topic
    owners = 0.1 if a.who == b.who else 0.0
    if not want.topic or not shared:
        return 0.0
    return len(both) / len(want.topic) + 0.2 * len(shared) / len(want.topic) + owners

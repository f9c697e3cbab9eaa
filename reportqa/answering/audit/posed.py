"""Checks that no text sets out and a question poses: "does the profit of 40 million tally with the margin and the charges?".

The words around its verb name a claim and what it is held against; each is found among the figures of one report by its
number or by its words, and whatever relation their units allow is worked out within their rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from reportqa.answering.audit.asking import Wanted, numbers_of
from reportqa.answering.audit.bounds import Bounds, is_open
from reportqa.answering.audit.changes import Pair, change_check
from reportqa.answering.audit.choosing import is_named
from reportqa.answering.audit.items import Item, Kind, same_time
from reportqa.answering.audit.ratios import ratio_check, share_check
from reportqa.answering.audit.totals import Whole, total_check
from reportqa.answering.audit.wording import conclude, named, result, shown, topic_of
from reportqa.answering.words import content_words, stems
from reportqa.types import Check

__all__ = ["posed"]

_SUMS = re.compile(
    r"\b(?:sums?|totals?|adds?|amounts?|comes?|tall(?:y|ies)|works? out)(?: (?:up|out))? (?:to|at)\b|\bequals?\b|\b(?:make|give|yield)s?\b",
    re.I,
)
_HELD = re.compile(
    r"\b(?:(?:in)?consistent|compatible|in line|in agreement|at odds) with\b|"
    r"\b(?:match|fit|square|agree|tally|tallie|reconcile|correspond|chime|accord|go)(?:e?s|d)?(?: (?:together )?(?:with|to))?\b|"
    r"\b(?:follow|derive|result)s? from\b|\b(?:right|correct|true|accurate|plausible|possible)?,? ?given\b|"
    r"\b(?:borne out|supported|confirmed|implied) by\b|\bbased on\b|\bin view of\b",
    re.I,
)
_LEADS = re.compile(
    r"^(?:\W*(?:so|and|but|is|are|was|were|do|does|did|can|could|would|should|has|have|check|verify|whether|if|that|be|the|a|an|its|their|stated|"
    r"quoted|reported figure of|claim(?:ed)? (?:of|that))\b)+",
    re.I,
)
_PARTS = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|plus|minus|less|times|over|divided by|multiplied by)\s+", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Nouns that name no measure of their own: "the underlying figure" is of whatever the claim is of.
_ANY = re.compile(r"\b(?:figures?|numbers?|amounts?|values?|ones?|results?|levels?|counts?)\b", re.I)
_IDLE = stems(
    "figure number amount value one result level count sum total data statement stated quoted given reported report claim claimed listed "
    "article text their own each three two four full"
)
_MOVES = stems(
    "rise increase growth gain jump surge climb fall drop decline decrease cut reduction slump change share times per cent"
)
_LEAST = 0.6
_BESIDE, _WINDOW = 0.75, 70
_EXTRA = 0.06
_MOST = 3
_MOST_PHRASES = 6


@dataclass(frozen=True, slots=True)
class _Posed:
    """The phrase of a claim, those of what it is held against, and whether these must add up to it."""

    claim: str
    operands: tuple[str, ...]
    summed: bool


def posed(want: Wanted, items: Sequence[Item]) -> Check | None:
    """The check of a claim against what a question names beside it; None where one of them is not found or nothing relates them.

    What disagrees is told only where every phrase means one figure and the question says how they relate.
    """
    read = _read(want.text)
    if read is None:
        return None
    for claim in _meant(read.claim, None, items):
        groups = [
            _meant(_filled(p, read.claim), claim, items) or _meant(f"{p} {_head(read.operands[-1])}", claim, items)
            for p in read.operands
        ]
        if not all(groups):
            continue
        checks = [c for chosen in product(*groups) for c in _related(claim, chosen, read, want)]
        fitting = [c for c in checks if c.agrees]
        if fitting:
            return fitting[0]
        sole = all(len({i.value for i in g}) == 1 for g in groups)
        if sole and len(checks) == 1 and (read.summed or want.kinds[:1] == (checks[0].kind,)):
            return checks[0]
    return None


def _read(text: str) -> _Posed | None:
    """What a question says is to be held against what, None where it names fewer than two operands."""
    summed, held = _SUMS.search(text), _HELD.search(text)
    verb = held if held is not None and (summed is None or held.start() <= summed.start()) else summed
    if verb is None:
        return None
    left, right = _LEADS.sub("", text[: verb.start()]), text[verb.end() :].rstrip(" ?.!")
    if re.match(r"given\b", text, re.I):
        right, _, left = right.partition(", ")
    claim, rest = (right, left) if verb is summed else (left, right)
    phrases = tuple(p for p in _PARTS.split(rest.strip(" ,")) if stems(p) - _IDLE or _numbered(p) or _YEAR.search(p))
    if not 2 <= len(phrases) <= _MOST_PHRASES:
        return None
    return _Posed(claim, phrases, verb is summed)


def _head(phrase: str) -> str:
    """The noun that the phrases before the last one may share with it: "the spring and autumn sales"."""
    return phrase.split()[-1]


def _filled(phrase: str, claim: str) -> str:
    """A phrase that names nothing but a year with what the claim is of: "a 12% rise in catches" and "the 2019 figure"."""
    words = stems(_ANY.sub(" ", _YEAR.sub(" ", phrase))) - _IDLE
    year = _YEAR.search(phrase)
    if words or _numbered(phrase) or year is None:
        return phrase
    return " ".join([year[0], *(w for w in content_words(claim) if not w[0].isdigit() and not stems(w) & _MOVES)])


def _numbered(phrase: str) -> bool:
    return bool(numbers_of(phrase))


def _meant(phrase: str, claim: Item | None, items: Sequence[Item]) -> list[Item]:
    """The figures that a phrase means, the likeliest first: of its number, else of its words; one for each value."""
    said = numbers_of(phrase)
    pool = [i for i in items if claim is None or (i.figure.report == claim.figure.report and i.value != claim.value)]
    if said:
        pool = [i for i in pool if is_named(said[0], i.figure)]
    asked = _words(" ".join(w for w in content_words(phrase) if not w[0].isdigit())) - _IDLE
    if claim is not None and _ANY.search(phrase):
        asked |= claim.measure
    years = {int(y) for y in _YEAR.findall(phrase)}
    rated = [(_fit(i, asked), i) for i in pool]
    kept = [(n, i) for n, i in rated if said or n >= _LEAST]
    # One of another time is meant only where there is none of the claim's.
    kept = [(n, i) for n, i in kept if _timely(i, claim, years)] or (kept if not years else [])
    best = max((n for n, _ in kept), default=0.0)
    distinct: dict[float, Item] = {}
    for n, i in sorted(kept, key=lambda r: (-r[0], r[1].figure.table >= 0, r[1].figure.start)):
        if n >= best - 1e-9:
            distinct.setdefault(i.value, i)
    return list(distinct.values())[:_MOST]


def _fit(item: Item, asked: frozenset[str]) -> float:
    """The share of a phrase's words that a figure's identity holds, or the words next to it for a part; less for what its
    subject and measure say beyond them."""
    if not asked:
        return 0.0
    figure = item.figure
    own = topic_of([figure]) | _words(figure.period.text if figure.period else "")
    beyond = stems(f"{figure.subject} {figure.metric}") - asked
    return (len(own & asked) + _BESIDE * len((_beside(item) & asked) - own)) / len(asked) - _EXTRA * len(beyond)


def _beside(item: Item) -> frozenset[str]:
    """The stems of the words around a number in its sentence, up to the numbers next to it."""
    figure = item.figure
    before, _, after = figure.quote.partition(figure.text)
    return _words(f"{re.split(r'[0-9]', before)[-1][-_WINDOW:]} {re.split(r'[0-9;]', after)[0][:_WINDOW]}")


def _words(text: str) -> frozenset[str]:
    return stems(text.replace("-", " "))


def _timely(item: Item, claim: Item | None, years: set[int]) -> bool:
    when = item.figure.period
    if years:
        return when is not None and when.start is not None and when.start.year in years
    if claim is None:
        return True
    mine = claim.figure.period
    return (item.figure.status == "forecast") == (claim.figure.status == "forecast") and (
        when is None or mine is None or when.start is None or same_time(when, mine)
    )


def _related(claim: Item, operands: Sequence[Item], read: _Posed, want: Wanted) -> Iterator[Check]:
    """The relations that the units of a claim and its operands allow."""
    if any(is_open(i.bounds) for i in (claim, *operands)) or len({i.figure.id for i in operands}) < len(operands):
        return
    units = {i.figure.unit.partition(" / ")[0] for i in operands}
    if len(units) != 1:
        return
    # A price per share and an amount "per share" told before it are one kind of money.
    if claim.figure.unit.partition(" / ")[0] in units:
        if (added := total_check(Whole(claim, tuple(operands), True))) is not None:
            yield added
        if not read.summed:
            yield _difference(claim, sorted(operands, key=lambda i: -i.value))
    elif len(operands) == 2:
        big, small = sorted(operands, key=lambda i: -i.value)
        if claim.figure.unit == "ratio":
            yield ratio_check(claim, *((big, small) if claim.value >= 1 else (small, big)))
        elif claim.figure.unit == "percent" and small.value > 0:
            if claim.kind is not Kind.CHANGE and "change" not in want.kinds[:1]:
                yield share_check(claim, small, big)
            elif claim.kind is Kind.CHANGE:
                yield change_check(claim, Pair(*_in_time(claim, big, small), True))


def _in_time(claim: Item, big: Item, small: Item) -> tuple[Item, Item]:
    """The new and the old one of two values: by their times, else as the claim has it."""
    a, b = (i.figure.period.start if i.figure.period else None for i in (big, small))
    if a and b and a != b:
        return (big, small) if a > b else (small, big)
    return (big, small) if claim.value > 0 else (small, big)


def _difference(claim: Item, operands: Sequence[Item]) -> Check:
    """A stated value against what is left of one when the others are taken off."""
    more, *others = operands
    bounds = more.bounds - Bounds.total(i.bounds for i in others)
    figures = [claim.figure, *(i.figure for i in operands)]
    left = more.value - sum(i.value for i in others)
    off = " − ".join(shown(f) for f in figures[1:])
    working = f"{off} = {result(left, figures[1:])}; stated: {shown(claim.figure)}"
    claimed = (claim.value, claim.bounds)
    return conclude(
        "difference", figures, claimed, (left, bounds), claim.figure.unit, f"{named(claim.figure)} as {off}", working
    )

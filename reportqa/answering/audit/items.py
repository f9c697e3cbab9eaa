"""Figures as the audit compares them: whose, of what, when, and what kind of statement."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reportqa.answering.audit.bounds import Bounds, bounds_of
from reportqa.answering.words import stems
from reportqa.figures.names import canonical_name
from reportqa.figures.units import is_money
from reportqa.types import Figure, Period

__all__ = [
    "Item",
    "Kind",
    "Shelf",
    "is_counted",
    "is_doubtful",
    "is_year_before",
    "on_one_ground",
    "read_items",
    "same_time",
]

_RATE_UNITS = frozenset(["percent", "percentage point", "basis point"])
_CHANGE = re.compile(r"\s?\b(growth|decline)$|^(growth|decline)\b|\b(growth|decline) (?=rate)", re.I)
_SHARE = re.compile(r"\b(?:share|slice|portion|part|percentage|proportion|fraction) of\b|\bshare$", re.I)
_RATIO_TO = re.compile(r"\bratio(?: to (?P<to>.+))?$|^(?P<first>.+?) to (?P<second>.+?) ratio\b", re.I)
_RATE_RATIO = re.compile(r"\b(?:growth|decline)(?: rates?)? ratio\b", re.I)
_YEARLY = re.compile(r"year[- ](?:over|on)[- ]year|\byoy\b|y/y|\byear\b|annual|同比", re.I)
# Words that say how a measure is counted, not what is measured.
_FORM = stems(
    "weekly monthly daily annual yearly quarterly growth decline ratio share rate total overall amount number figure level "
    "stated accounts percentage proportion year change increase decrease combined altogether global worldwide"
)
_REST = re.compile(r"^(?:all )?(?:the )?(?:others?|rest|remaining|remainder|elsewhere)\b", re.I)
_OF_NAME = re.compile(r"^[a-z].*\bof (?:the )?(?P<name>[A-Z][\w.&'’ -]*)$")
_NAMED = re.compile(r"\b(?:lead|advantage|edge|gap)\b(?: (?:over|to|with))?|\b[A-Z][\w'’-]+")
# Units that many measures share; two values in any other counted unit ("passenger") measure the same thing.
_SHARED_UNITS = frozenset(["percent", "ratio", "", "year", "day", "hour", "month", "week", "person", "employee"])
# A week may stand for its month, never a quarter for its year.
_NEAR_DAYS = 45


class Kind(StrEnum):
    """What a figure states."""

    VALUE = "value"
    LEVEL = "level"  # a percentage that is neither a change nor a share: a margin, a rate
    CHANGE = "change"
    GAP = "gap"  # a change in the unit of what changed: "rose by $4 million"
    SHARE = "share"
    RATIO = "ratio"
    RATE_RATIO = "ratio of rates"


@dataclass(frozen=True, slots=True)
class Item:
    """A figure as the audit sees it.

    `who` is its canonical subject, `measure` the stems of what is measured, `bounds` the values that its digits allow
    (of a decline: negative), `other` the canonical subject that a ratio compares with, `yearly` whether a change is one
    over a year.
    """

    figure: Figure
    kind: Kind
    who: str
    measure: frozenset[str]
    bounds: Bounds = field(compare=False)
    other: str = ""
    sign: float = 1.0
    yearly: bool = False

    @property
    def value(self) -> float:
        """The value with the sign of a decline."""
        return self.sign * self.figure.value


def read_items(figures: Iterable[Figure]) -> list[Item]:
    """The figures that can bear on others, in order: no dates, no counts of nothing known, no figures of headings."""
    return [_item(f) for f in figures if f.unit != "date"]


def _item(figure: Figure) -> Item:
    metric, sign, other, kind = figure.metric, 1.0, "", Kind.VALUE
    change = _CHANGE.search(metric)
    ratio = _RATIO_TO.search(metric) if figure.unit == "ratio" else None
    if figure.unit == "ratio" and _RATE_RATIO.search(metric):
        kind = Kind.RATE_RATIO
    elif figure.unit == "ratio":
        kind = Kind.RATIO
    elif figure.unit in _RATE_UNITS and _SHARE.search(metric):
        kind = Kind.SHARE
    elif change:
        kind = Kind.CHANGE if figure.unit == "percent" else Kind.GAP
        sign = -1.0 if "decline" in change.group().lower() else 1.0
    elif figure.unit in _RATE_UNITS:
        kind = Kind.LEVEL
    if ratio:
        other = canonical_name(ratio["to"] or ratio["second"] or "")
        metric = _NAMED.sub(" ", _RATIO_TO.sub("", metric))
    subject = figure.subject
    if kind in (Kind.VALUE, Kind.LEVEL) and _REST.match(metric):
        # "other countries 31.5 million": what is read as a measure is whose it is, where the sentence says so.
        subject, metric = (metric if metric.lower() in figure.quote.lower() else subject), ""
    bounds = bounds_of(figure)
    when = figure.period.text if figure.period else ""
    return Item(
        figure=figure,
        kind=kind,
        who=_owner(subject),
        measure=_measure(_CHANGE.sub(" ", metric), subject),
        bounds=bounds.times(sign),
        other=other,
        sign=sign,
        yearly=bool(_YEARLY.search(when) or (kind is Kind.CHANGE and _YEARLY.search(figure.metric))),
    )


def _owner(subject: str) -> str:
    """The canonical subject; of "trains of Norrail" the name."""
    whole = _OF_NAME.match(subject.strip())
    return canonical_name(whole["name"] if whole else subject)


def _measure(metric: str, subject: str) -> frozenset[str]:
    return stems(metric) - _FORM - stems(subject)


class Shelf:
    """The items of one report, found by kind, unit and subject without a search through all of them."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = tuple(items)
        self._by_kind: dict[Kind, list[Item]] = defaultdict(list)
        self._by_unit: dict[str, list[Item]] = defaultdict(list)
        self._by_owner: dict[tuple[Kind, str], list[Item]] = defaultdict(list)
        self._by_value: dict[tuple[str, float], list[Item]] = defaultdict(list)
        self._by_sentence: dict[tuple[str, str], list[Item]] = defaultdict(list)
        for item in items:
            self._by_kind[item.kind].append(item)
            self._by_owner[item.kind, item.who].append(item)
            self._by_sentence[item.figure.document, item.figure.quote].append(item)
            if item.kind is Kind.VALUE:
                self._by_unit[item.figure.unit].append(item)
                self._by_value[item.figure.unit, item.value].append(item)

    def of(self, kind: Kind) -> Sequence[Item]:
        """The items of a kind, in order."""
        return self._by_kind[kind]

    def owned(self, kind: Kind, who: str) -> Sequence[Item]:
        """The items of a kind that one subject has."""
        return self._by_owner[kind, who]

    def measured(self, unit: str) -> Sequence[Item]:
        """The values in a unit."""
        return self._by_unit[unit]

    def counts(self) -> Sequence[Item]:
        """The values in any counted noun."""
        return [i for unit in self._by_unit if is_counted(unit) for i in self._by_unit[unit]]

    def stating(self, unit: str, value: float) -> Sequence[Item]:
        """The statements of one value."""
        return self._by_value[unit, value]

    def beside(self, item: Item) -> Sequence[Item]:
        """The items of the same sentence, the item itself among them."""
        return self._by_sentence[item.figure.document, item.figure.quote]


def is_counted(unit: str) -> bool:
    """Whether a unit is a counted noun that measures one thing by itself ("passenger"), not money, hours or percent."""
    return unit not in _SHARED_UNITS and not is_money(unit)


def on_one_ground(*items: Item) -> bool:
    """Whether items stand in one document's prose or in one table.

    What prose says of its subject a table beside it may count on another basis; what fits anyway is no chance, but what does
    not is no fault.
    """
    first = items[0].figure
    return all((i.figure.document, i.figure.table) == (first.document, first.table) for i in items)


_YEAR_AFTER = re.compile(r"[^\d]*((?:19|20)\d\d)(?![\d%]|[.,]\d)")
_YEAR_BEFORE = re.compile(r"(?<![\d.,])((?:19|20)\d\d)[^\d]*$")


def is_doubtful(figure: Figure, text: str) -> bool:
    """Whether the years that a figure's clause names next to it all lie outside the period that was read for it.

    `text` is the document's; a year with another number in between belongs to that one.
    """
    before = _YEAR_BEFORE.search(text, figure.clause[0], figure.start)
    after = _YEAR_AFTER.match(text, figure.end, max(figure.clause[1], figure.end))
    years = [int(m[1]) for m in (before, after) if m]
    period = figure.period
    if not years or period is None or period.start is None or period.end is None:
        return False
    return not any(period.start.year <= y <= period.end.year for y in years)


def same_time(a: Period | None, b: Period | None) -> bool:
    """Whether two periods can be one time: one holds the other, or their ends lie near; unknown periods never are."""
    if a is None or b is None or not (a.start and a.end and b.start and b.end):
        return False
    overlap = (min(a.end, b.end) - max(a.start, b.start)).days + 1
    if overlap <= 0:
        return False
    shorter = min((a.end - a.start).days, (b.end - b.start).days) + 1
    longer = max((a.end - a.start).days, (b.end - b.start).days) + 1
    return overlap == shorter and longer <= 1.5 * shorter + _NEAR_DAYS


def is_year_before(old: Period | None, new: Period | None) -> bool:
    """Whether `old` is the time one year before `new`: a year's shift of `new` falls into it, and the two are apart."""
    if old is None or new is None or not (old.start and old.end and new.start and new.end):
        return False
    if old.end >= new.start:
        return False
    shifted = (_year_earlier(new.start), _year_earlier(new.end))
    return old.start <= shifted[1] and shifted[0] <= old.end


def _year_earlier(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=365)

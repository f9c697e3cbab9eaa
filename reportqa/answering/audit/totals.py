"""Parts and totals in prose: a list or a paragraph gives the parts, and the text states what they come to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportqa.answering.audit.bounds import Bounds, exact, is_open, telling_digits
from reportqa.answering.audit.items import Item, Kind, Shelf, is_counted, same_time
from reportqa.answering.audit.wording import conclude, named, number, result, shown
from reportqa.answering.words import stems
from reportqa.figures.units import compatible
from reportqa.types import Check

__all__ = [
    "Whole",
    "average_check",
    "averages",
    "counts_in",
    "hundreds",
    "is_average",
    "is_of_size",
    "is_rest",
    "total_check",
    "wholes",
]

_REST = re.compile(
    r"^(?:all )?(?:the )?(?:others?|rest|remaining|remainder|elsewhere|miscellaneous)\b|\bothers?\b", re.I
)
_TOTAL = re.compile(
    r"\b(?:total|totals|global|globally|worldwide|overall|combined|together|altogether|aggregate|sum|entire|whole|network|group|nationwide|all)\b",
    re.I,
)
_LEFT = re.compile(r"\b(?:the rest|the remainder|the remaining|(?:all )?others?|elsewhere)\b[^,;]*$", re.I)
_AVERAGE = re.compile(r"\b(?:average|mean|median)\b", re.I)
_AVERAGES = stems("average mean median")
_COUNTS = {
    "two": 2,
    "both": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_COUNT = re.compile(rf"\b(?:{'|'.join(_COUNTS)}|[2-9]|10)\b(?=\s[a-z]|\s[A-Z][a-z]+\s[a-z])", re.I)
_MOST_PARTS = 40
_MOST_OFF = 0.25
_SECOND_DIGITS = 3
_BESIDE = 400


@dataclass(frozen=True, slots=True)
class Whole:
    """A stated total with its parts. `told` says that the text itself relates them, not only their identities."""

    total: Item
    parts: tuple[Item, ...]
    told: bool


def wholes(shelf: Shelf) -> Iterator[Whole]:
    """Every total of a report's prose that fits a group of parts: one measure, unit and time, one part a subject."""
    for parts in _groups(shelf):
        candidates = [
            item for item in shelf.measured(parts[0].figure.unit) if item.figure.table < 0 and _is_total(item, parts)
        ]
        told = [c for c in candidates if _is_told(c, parts) and is_of_size(c, parts)]
        chosen = _finest(told) or _finest([c for c in candidates if _fits(c, parts) and _is_telling(c, parts)])
        if chosen is not None:
            yield Whole(chosen, parts, bool(told))


def _groups(shelf: Shelf) -> Iterator[tuple[Item, ...]]:
    """Values that stand side by side: of one list, or of one paragraph, with one unit and time and a subject each."""
    groups: dict[tuple[object, ...], list[Item]] = defaultdict(list)
    for item in shelf.of(Kind.VALUE):
        figure = item.figure
        if figure.table >= 0 or not item.who or figure.locator.endswith("title"):
            continue
        when = (figure.period.start, figure.period.end) if figure.period else None
        place = re.sub(r"(?:item|paragraph) \d+$", "", figure.locator) if "item" in figure.locator else figure.locator
        groups[figure.document, place, figure.unit, figure.frequency, when, figure.status == "forecast"].append(item)
    for group in groups.values():
        parts = _one_each(group)
        if 2 <= len(parts) <= _MOST_PARTS:
            yield parts


def _one_each(group: Sequence[Item]) -> tuple[Item, ...]:
    """The first value of each subject that is a part; a subject with a second, different value is left with its first."""
    seen: dict[str, Item] = {}
    for item in group:
        if not _TOTAL.search(f"{item.who} {item.figure.metric if not item.who else ''}"):
            seen.setdefault(item.who, item)
    return tuple(seen.values())


def _is_total(item: Item, parts: Sequence[Item]) -> bool:
    """Whether a value can be the total of parts: another subject, the same unit and time, larger than each."""
    figure, first = item.figure, parts[0].figure
    return (
        item.value >= max(p.value for p in parts)
        and all(item.who != p.who for p in parts)
        and compatible(figure.unit, first.unit)
        and _timely(item, parts[-1])
        and (figure.status == "forecast") == (first.status == "forecast")
        and not _AVERAGE.search(f"{figure.metric} {first.metric}")
        and _one_measure(item, parts)
    )


def _timely(item: Item, part: Item) -> bool:
    """Whether a total holds for the time of its parts; one that names no time and stands beside them does."""
    a, b = item.figure, part.figure
    if same_time(a.period, b.period) or (a.period is None and b.period is None):
        return a.frequency == b.frequency or not a.frequency or not b.frequency
    told = a.period is not None and a.period.text in a.quote
    return not told and a.heading == b.heading and abs(a.start - b.start) <= _BESIDE


def _one_measure(item: Item, parts: Sequence[Item]) -> bool:
    """Whether the total measures what the parts measure; a counted noun is its own measure."""
    shared = frozenset[str]().union(*(p.measure for p in parts))
    return bool(item.measure & shared) or not item.measure or not shared or is_counted(item.figure.unit)


def _is_told(item: Item, parts: Sequence[Item]) -> bool:
    """Whether the text relates the two: a rest among the parts of what is called a total, or the number of the parts."""
    figure = item.figure
    own_words = "" if item.who else figure.quote.partition(figure.text)[0]
    named_total = bool(_TOTAL.search(f"{figure.subject} {figure.metric} {own_words}"))
    if named_total and any(_REST.search(p.who) for p in parts):
        return True
    counts = counts_in(item.figure.quote)
    collective = not item.who or named_total or item.figure.subject.split()[-1].endswith("s")
    return len(parts) > 2 and len(parts) in counts and collective


def is_of_size(item: Item, parts: Sequence[Item]) -> bool:
    """Whether parts come near enough to a total to be its own: what is far off counts something else."""
    return abs(sum(p.value for p in parts) - item.value) <= _MOST_OFF * abs(item.value)


def _fits(item: Item, parts: Sequence[Item]) -> bool:
    return item.bounds.meets(Bounds.total(p.bounds for p in parts))


def _is_telling(item: Item, parts: Sequence[Item]) -> bool:
    """Whether a sum that comes out is more than chance: the total is nobody's own, and its digits or parts are many."""
    if is_open(item.bounds):
        return False
    own = item.who and not _TOTAL.search(f"{item.figure.subject} {item.figure.metric}")
    if own and not _covers(item, parts):
        return False
    return len(parts) > 2 or telling_digits(item.figure) >= _SECOND_DIGITS


def _covers(item: Item, parts: Sequence[Item]) -> bool:
    """Whether what the total is about, its title or heading, names every part."""
    around = " ".join((item.figure.title, *item.figure.heading, item.figure.subject)).lower()
    return all(p.figure.subject.lower() in around for p in parts)


def _finest(items: Sequence[Item]) -> Item | None:
    return min(items, key=lambda i: (i.bounds.half or abs(i.value), i.figure.start)) if items else None


def total_check(whole: Whole) -> Check | None:
    """The check of one total: its parts, added, against what is stated. Without a telling text only a sum that fits."""
    parts = [p.figure for p in whole.parts]
    bounds = Bounds.total(p.bounds for p in whole.parts)
    value = sum(p.value for p in whole.parts)
    stated = whole.total.figure
    if not whole.told and not whole.total.bounds.meets(bounds):
        return None
    working = f"{' + '.join(shown(p) for p in parts)} = {result(value, parts)}; stated: {shown(stated)}"
    names = ", ".join(p.subject or p.metric for p in parts)
    return conclude(
        "total", [stated, *parts], (whole.total.value, whole.total.bounds), (value, bounds), stated.unit,
        f"{named(stated)} as the sum of {names}", working,
    )  # fmt: skip


def averages(shelf: Shelf) -> Iterator[Check]:
    """Stated averages of a report's prose that fit a group of values; one that does not is a fault only where the sentence
    counts the values it is of."""
    stated = [i for i in shelf.of(Kind.VALUE) if i.figure.table < 0 and _AVERAGE.search(i.figure.metric)]
    for parts in _groups(shelf) if stated else ():
        if len(parts) < 3 or any(_AVERAGE.search(p.figure.metric) for p in parts):
            continue
        for item in stated:
            if _is_average(item, parts):
                check = average_check(Whole(item, parts, _is_counted_out(item, parts)))
                if check is not None:
                    yield check


def _is_average(item: Item, parts: Sequence[Item]) -> bool:
    """Whether a stated average can be that of values: nobody's own, of one unit, measure and time, and between them."""
    values = [p.value for p in parts]
    return (
        item.figure.unit == parts[0].figure.unit
        and all(item.who != p.who for p in parts)
        and min(values) <= item.value <= max(values)
        and _timely(item, parts[-1])
        and (is_counted(item.figure.unit) or any((item.measure - _AVERAGES) & p.measure for p in parts))
    )


def _is_counted_out(item: Item, parts: Sequence[Item]) -> bool:
    return len(parts) in counts_in(item.figure.quote)


def counts_in(text: str) -> set[int]:
    """How many things a text says there are: {3} of "the three countries"."""
    return {_COUNTS.get(m.group().lower()) or int(m.group()) for m in _COUNT.finditer(text)}


def is_rest(item: Item) -> bool:
    """Whether a part is what is left besides the others: "other countries", "the rest of the world"."""
    figure = item.figure
    return bool(
        _REST.search(figure.subject)
        or _REST.search(figure.metric)
        or _LEFT.search(figure.quote[: max(0, figure.quote.find(figure.text))][-40:])
    )


def is_average(total: Item, parts: Sequence[Item]) -> bool:
    """Whether a value or its parts are averages, which add up to nothing."""
    return any(_AVERAGE.search(f"{i.figure.subject} {i.figure.metric}") for i in (total, *parts))


def average_check(whole: Whole) -> Check | None:
    """The check of one average against the mean of its values. Without a telling text only a mean that fits."""
    parts = [p.figure for p in whole.parts]
    count = len(parts)
    bounds = Bounds.total(p.bounds for p in whole.parts).times(1 / count)
    value = sum(p.value for p in whole.parts) / count
    stated = whole.total.figure
    if not whole.told and not whole.total.bounds.meets(bounds):
        return None
    working = f"({' + '.join(shown(p) for p in parts)}) / {count} = {result(value, [stated, *parts])}; stated: {shown(stated)}"
    names = ", ".join(p.subject or p.metric for p in parts)
    return conclude(
        "average", [stated, *parts], (whole.total.value, whole.total.bounds), (value, bounds), stated.unit,
        f"{named(stated)} as the average of {names}", working,
    )  # fmt: skip


def hundreds(shelf: Shelf) -> Iterator[Check]:
    """Lists of percentages that share out one thing and come to a hundred.

    A list that does not is a fault only where it names a rest, so that nothing else can be missing. The shares of one
    sentence are only told where they come to a hundred.
    """
    for parts, listed in _percentages(shelf):
        bounds = Bounds.total(p.bounds for p in parts)
        rest = listed and any(_REST.search(p.who) for p in parts)
        value = sum(p.value for p in parts)
        whole = bounds.meets(exact(100.0)) and not any(is_open(p.bounds) for p in parts)
        if whole or (rest and 80 <= value <= 120):
            figures = [p.figure for p in parts]
            working = f"{' + '.join(shown(f) for f in figures)} = {number(value, 2)}%; all of it is 100%"
            yield conclude(
                "total", figures, (100.0, exact(100.0)), (value, bounds), "percent",
                f"The shares of {', '.join(f.subject or f.metric for f in figures)} as 100%", working,
            )  # fmt: skip


def _percentages(shelf: Shelf) -> Iterator[tuple[tuple[Item, ...], bool]]:
    """Three percentages or more of one list, one an item, or of one sentence; with whether they are of a list."""
    items = sorted((*shelf.of(Kind.SHARE), *shelf.of(Kind.LEVEL)), key=lambda i: i.figure.start)
    lists: dict[tuple[str, str], list[Item]] = defaultdict(list)
    sentences: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        figure = item.figure
        if "item" in figure.locator:
            lists[figure.document, re.sub(r"item \d+$", "", figure.locator)].append(item)
        elif figure.table < 0 and figure.low is None:
            sentences[figure.document, figure.quote].append(item)
    for group in lists.values():
        # An item with two percentages tells two things: only those of one measure are of one kind.
        single = len({i.figure.locator for i in group}) == len(group)
        kinds = [group] if single else [[i for i in group if i.measure == m] for m in {i.measure for i in group}]
        for kind in kinds:
            if len(kind) >= 3 and len(_one_each(kind)) == len(kind):
                yield tuple(kind), True
    yield from ((tuple(g), False) for g in sentences.values() if len(g) >= 3)

"""Parts and their whole as a text sets them out: "88 trips in May: A made 41, B 27 and C 14", "Of the Danish total, …", a list.

The order of words tells the relation here, whatever subject and measure were read for each number: a total with a colon
or "of which" before its parts, parts that come to a number "in all", parts introduced by "Of the …", one value an item.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportqa.answering.audit.bounds import Bounds, is_open, telling_digits
from reportqa.answering.audit.items import Item, Kind, Shelf, is_counted, same_time
from reportqa.answering.audit.totals import Whole, counts_in, is_average, is_of_size, is_rest
from reportqa.answering.words import stems
from reportqa.types import Document

__all__ = ["breakdowns"]

_INTRODUCES = re.compile(
    r"[:—–]|\bof (?:which|them|those|these|whom)\b|\b(?:made up|composed|consisting) of\b|\bcomprising\b|\bnamely\b|"
    r"\b(?:split|divided|shared)\b",
    re.I,
)
_CLOSES = re.compile(
    r"\b(?:in all|in total|altogether|together|combined|overall|total(?:s|led|ling|ing)?|sum(?:s|med)? to|adds? up|adding up|"
    r"all told|between them)\b",
    re.I,
)
_OPENS = re.compile(r"^\W*(?:out )?of (?:the|this|that|these|those|its|their|all)\b(?P<whole>[^,;:]*),", re.I)
# What parts stand apart by, when they are no parts: one is held against another, or against an earlier one.
_COMPARES = re.compile(
    r"\b(?:than|from|against|compared|versus|vs|earlier|ago|previous(?:ly)?|before|up|down|more|less|fewer|above|below|while|whereas|after|"
    r"another|again|twice|double|per|each|rose|fell|grew|increase|decrease|forecast|expect\w*)\b|\b(?:19|20)\d\d\b|[.!?]\s",
    re.I,
)
_TOTAL = re.compile(
    r"\b(?:totals?|global|globally|worldwide|world|overall|combined|together|altogether|between them|in all|sum|entire|whole|all|panel)\b",
    re.I,
)
_ITEM = re.compile(r"\bitem (\d+)$")
_UNMIXED = frozenset(["percent", "percentage point", "basis point", "ratio", "date", "year", ""])
_LONGEST_GAP = 90
_TELLING_DIGITS = 3
_NEAR = 600
_SAME_WORD = 5


@dataclass(frozen=True, slots=True)
class _Set:
    """Values that a text sets side by side, with the words before them in their sentence and, of a list, its items' places."""

    parts: tuple[Item, ...]
    before: str
    listed: bool = False


def breakdowns(shelf: Shelf, documents: Mapping[str, Document]) -> Iterator[Whole]:
    """Every whole that a report's prose sets out with its parts; `told` where parts that do not come to it are a fault."""
    for run in _sentence_runs(shelf.of(Kind.VALUE)):
        text = documents[run[0].figure.document].text
        found = _inside(run, text)
        yield from found
        if not found:
            yield from _elsewhere(run, shelf, text)
    for parts in _lists(shelf.of(Kind.VALUE)):
        yield from _of_list(parts, shelf)


def _sentence_runs(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """The values of each sentence in order, parted where the kind of unit changes; a bare number has that of the one before."""
    plain = (i for i in items if i.figure.table < 0 and i.figure.low is None and not i.figure.locator.endswith("title"))
    sentences: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in plain:
        sentences[item.figure.document, item.figure.quote].append(item)
    for sentence in sentences.values():
        run: list[Item] = []
        for item in sorted(sentence, key=lambda i: i.figure.start):
            if run and not _joins(run, item):
                yield tuple(run)
                run = []
            run.append(item)
        yield tuple(run)


def _joins(run: Sequence[Item], item: Item) -> bool:
    unit, known = item.figure.unit, next((i.figure.unit for i in run if i.figure.unit), "")
    return not unit or not known or unit == known or (is_counted(unit) and is_counted(known))


def _inside(run: Sequence[Item], text: str) -> list[Whole]:
    """The wholes that stand in one sentence with their parts, before or behind them."""
    gaps = [text[a.figure.end : b.figure.start] for a, b in pairwise(run)]
    quote = run[0].figure.quote
    opening = _OPENS.match(quote)
    opened = opening is not None and run[0].figure.start - _start(run[0], text) < opening.end()
    out = []
    for i in range(len(run) - 2):
        introduced = bool(_INTRODUCES.search(gaps[i])) and len(gaps[i]) <= _LONGEST_GAP
        if not introduced and not (opened and i == 0):
            continue
        parts = _listed(run[i + 1 :], gaps[i + 1 :])
        if len(parts) >= 2:
            before = text[_start(run[i], text) : parts[0].figure.start]
            out.append(_whole(run[i], parts, before, True))
    for i in range(2, len(run)):
        around = gaps[i - 1] + text[run[i].figure.end : run[i].figure.end + 25].partition(".")[0]
        parts = _listed(run[:i], gaps[: i - 1])
        if _CLOSES.search(around) and len(parts) == i and not _COMPARES.search(gaps[i - 1]):
            out.append(Whole(run[i], parts, _may_be(run[i], parts)))
    return [w for w in out if w.told or _fits_tellingly(w)]


def _start(item: Item, text: str) -> int:
    """Where the sentence of an item begins in its document."""
    return max(text.rfind(item.figure.quote, 0, item.figure.start + len(item.figure.quote)), 0)


def _listed(items: Sequence[Item], gaps: Sequence[str]) -> tuple[Item, ...]:
    """The items from the first on that stand in one enumeration."""
    out = [items[0]]
    for item, gap in zip(items[1:], gaps, strict=False):
        if len(gap) > _LONGEST_GAP or _COMPARES.search(gap) or not re.search(r",|;|\band\b|\bor\b|[:—–]", gap):
            break
        out.append(item)
    return tuple(out)


def _whole(total: Item, parts: tuple[Item, ...], before: str, cut_up: bool) -> Whole:
    """A total with its parts; they are all of it where their number is told or a rest is among them, and never more than it."""
    exhaustive = len(parts) in counts_in(before) or any(is_rest(p) for p in parts)
    over = cut_up and Bounds.total(p.bounds for p in parts).low > total.bounds.high
    return Whole(total, parts, (exhaustive or over) and _may_be(total, parts))


def _may_be(total: Item, parts: Sequence[Item]) -> bool:
    """Whether parts that do not come to a total are near enough to it, and counted alike, so that they must."""
    units = {i.figure.unit for i in (total, *parts)} - {""}
    near = total.value > 0 and is_of_size(total, parts)
    return near and len(units) == 1 and total.value >= max(p.value for p in parts) and not is_average(total, parts)


def _fits_tellingly(whole: Whole) -> bool:
    """Whether parts come to a total in a way that is no chance."""
    total, parts = whole.total, whole.parts
    if is_open(total.bounds) or any(is_open(p.bounds) for p in parts) or is_average(total, parts):
        return False
    if not total.bounds.meets(Bounds.total(p.bounds for p in parts)) or total.value <= max(p.value for p in parts):
        return False
    return len(parts) > 2 or telling_digits(total.figure) >= _TELLING_DIGITS


def _elsewhere(run: Sequence[Item], shelf: Shelf, text: str) -> Iterator[Whole]:
    """The whole of a sentence's values that stands in another sentence: the one before it, or the one that "Of the …" means."""
    gaps = [text[a.figure.end : b.figure.start] for a, b in pairwise(run)]
    parts = _listed(run, gaps) if len(run) > 1 else ()
    if len(parts) < 2 or len(parts) != len(run) or parts[0].figure.unit in _UNMIXED:
        return
    opening = _OPENS.match(run[0].figure.quote)
    wholes = [i for i in shelf.measured(parts[0].figure.unit) if _may_hold(i, parts)]
    if opening:
        named = [i for i in wholes if _is_meant(i, opening["whole"])] or [i for i in wholes if _is_near(i, parts)]
        yield from _one_of(named, parts, opening["whole"])
        return
    close = [i for i in wholes if 0 < parts[0].figure.start - i.figure.end <= _NEAR // 2]
    yield from [Whole(i, parts, False) for i in close if _fits_tellingly(Whole(i, parts, False))][:1]


def _may_hold(item: Item, parts: Sequence[Item]) -> bool:
    """Whether a value can be the whole of parts by its size, time and status."""
    figure, first = item.figure, parts[0].figure
    own = {(p.figure.document, p.figure.start) for p in parts}
    timely = same_time(figure.period, first.period) or figure.period is None or first.period is None
    return (
        figure.table < 0
        and (figure.document, figure.start) not in own
        and figure.quote != first.quote
        and figure.document == first.document
        and item.value > max(p.value for p in parts)
        and (figure.status == "forecast") == (first.status == "forecast")
        and timely
    )


def _is_meant(item: Item, words: str) -> bool:
    """Whether the words of "Of the Danish total" name whose a value is: "Denmark" begins alike."""
    asked = {w[:_SAME_WORD] for w in re.findall(r"[^\W\d]{5,}", words.lower()) if not _TOTAL.fullmatch(w)}
    own = {w[:_SAME_WORD] for w in re.findall(r"[^\W\d]{5,}", f"{item.figure.subject} {item.figure.metric}".lower())}
    return bool(asked & own)


def _is_near(item: Item, parts: Sequence[Item]) -> bool:
    return 0 < parts[0].figure.start - item.figure.end <= _NEAR


def _one_of(wholes: Sequence[Item], parts: tuple[Item, ...], before: str) -> Iterator[Whole]:
    """The whole that fits, else the only one there is."""
    fitting = [Whole(i, parts, True) for i in wholes if _fits_tellingly(Whole(i, parts, True))]
    if fitting:
        yield fitting[0]
        return
    sized = [i for i in wholes if _may_be(i, parts)]
    if len({i.value for i in sized}) == 1:
        made = _whole(sized[0], parts, before, True)
        yield from [made] if made.told else []


def _lists(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    """The values of each list, one an item, in each kind of unit."""
    places: dict[tuple[object, ...], dict[int, list[Item]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        found = _ITEM.search(item.figure.locator)
        if found and item.figure.low is None and item.figure.unit not in _UNMIXED:
            key = (item.figure.document, item.figure.heading, item.figure.unit)
            places[key][int(found[1])].append(item)
    for rows in places.values():
        for _, group in groupby(enumerate(sorted(rows)), key=lambda r: r[1] - r[0]):
            found_rows = [rows[n] for _, n in group]
            if len(found_rows) >= 2 and all(len(r) == 1 for r in found_rows):
                yield tuple(r[0] for r in found_rows)


def _of_list(parts: tuple[Item, ...], shelf: Shelf) -> Iterator[Whole]:
    """What the values of a list come to, where the text around it says so."""
    unit = parts[0].figure.unit
    kin = shelf.counts() if is_counted(unit) else shelf.measured(unit)
    wholes = [i for i in kin if _may_hold(i, parts) and _is_whole(i, parts)]
    fitting = [w for i in wholes if _fits_tellingly(w := Whole(i, parts, True))]
    if fitting:
        yield min(fitting, key=lambda w: (w.total.figure.locator.endswith("title"), w.total.bounds.half))
    elif len({i.value for i in wholes}) == 1:
        yield from [w] if (w := _whole(wholes[0], parts, wholes[0].figure.quote, False)).told else []


def _is_whole(item: Item, parts: Sequence[Item]) -> bool:
    """Whether a value is called a total, and of what the parts measure."""
    figure = item.figure
    at = figure.quote.find(figure.text)
    words = f"{figure.subject} {figure.metric} {figure.quote[max(0, at - 40) : at + len(figure.text) + 25]}"
    headed = figure.locator.endswith("title") and bool(stems(figure.quote) & stems(" ".join(parts[0].figure.heading)))
    return bool(_TOTAL.search(words)) or headed

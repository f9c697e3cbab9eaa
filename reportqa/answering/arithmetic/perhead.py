"""Amounts for each of a counted thing: weekly tokens ÷ users = tokens per user. Both are figures of one owner and time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportqa.answering.arithmetic.intervals import fits_interval
from reportqa.answering.arithmetic.operands import (
    LEAST,
    measure_words,
    of_kind,
    one_owner,
    precise,
    subquery,
    whole_of,
)
from reportqa.answering.arithmetic.working import measured, worked
from reportqa.answering.match import Match, ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.understanding.wanted import frequency_of
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import time_units
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures.names import canonical_name
from reportqa.figures.units import PHYSICAL, combine, compatible, convert, is_currency, readable, singular
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["asks_rate", "rate_of"]

_PER = re.compile(
    r"\b(?:per|(?:for|on|to|by|from) (?:each|every)(?: one)?(?: of)?|each|every)\s+(?:(?:of )?(?:its|their|the|his|her|our)\s+)?(?:head of )?(?:(?:its|their|the)\s+)?((?:[\w-]+[ ]?)+)",
    re.I,
)
# The noun phrase behind "per" ends at the first of these.
_ENDS = frozenset(
    """in of at on does do did from have has had was were is are be been being to by for with during over and or than when as it its they there that
    which who whose after before under across per each every made make makes used use uses would could will can may per this last next get
    gets got come comes came carried earned earn go goes fall falls what how if then not""".split()
)
_ON_AVERAGE = re.compile(r"\b(?:average|typical|mean)\b", re.I)
_ONE_OF = re.compile(
    r"\b(?:does|do|did|has|have|had|is|was) (?:an? |the )(?:average |typical |single |mean )?((?:[\w&'’-]+ ?){1,5})",
    re.I,
)
_MORE = re.compile(r"(?:more|less|most|least|better|worse|best|[a-z]{2,}(?:er|est))\b", re.I)
_BASE = frozenset(["base", "count", "number", "population", "total"])
_AT = re.compile(r"\b(?:end|at|on|by|as of|since)\b", re.I)
_PEOPLE = frozenset(
    stem(w)
    for w in "employee person people worker staff head headcount workforce personnel fte capita equivalent".split()
)
# Kinds that are counted beside the whole and never make it up.
_APART = stems(
    "unfilled vacant vacancies empty unsold unused idle planned new additional closed opened lost missing former"
)
_ALIKE = 0.62
"""The cosine from which two labels name one thing that is counted or measured."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """What a question divides: the words before "per" and the noun phrase behind it.

    An interval inside that noun phrase ("per monthly active user") is a kind of the noun, and none of the amount.
    """

    above: str
    below: str
    unit: str


def asks_rate(query: Query, snapshot: Snapshot) -> bool:
    """Whether a question wants an amount for each of something that no figure of the corpus states by itself."""
    rate = _rate(query, snapshot)
    return rate is not None and not _is_stated(rate, query, snapshot)


def rate_of(query: Query, snapshot: Snapshot) -> Draft | None:
    """The amount divided by the count that a question asks it for; None where it is stated or an operand is missing."""
    rate = _rate(query, snapshot)
    if rate is None or _is_stated(rate, query, snapshot):
        return None
    query = replace(query, frequency=frequency_of(re.sub(re.escape(rate.below), " ", query.text, flags=re.I)))
    for top in _tops(rate, query, snapshot):
        bottom = _bottom(top, rate, query, snapshot)
        if bottom is None:
            continue
        value, made = combine((top.value, top.unit), (bottom.value, bottom.unit), "/")
        if top.unit and bottom.unit != rate.unit and bottom.unit and compatible(bottom.unit, rate.unit):
            value, made = value / convert(1.0, bottom.unit, rate.unit), f"{top.unit} / {rate.unit}"
        elif top.unit and not bottom.unit:
            made = f"{top.unit} / {rate.unit}"
        value, made = readable(value, made)
        return worked(Operation.RATIO, [measured(top), " / ", measured(bottom)], value, made, (top, bottom), "That is")
    return None


def _rate(query: Query, snapshot: Snapshot) -> _Rate | None:
    """What stands before "per" or "each" and behind it; of "does an average hotel of X have" what is counted, too."""
    counted = vocabulary(snapshot).units
    for found in _ONE_OF.finditer(query.text) if _ON_AVERAGE.search(query.text) else ():
        last = next((w for w in re.findall(r"[a-z-]+", found[1]) if w in counted and w == singular(w)), "")
        # "Has the higher average fare" measures a fare, and nothing for each of them.
        if last and not _MORE.match(found[1]) and last not in time_units():
            return _Rate(query.text[: found.start()], last, last)
    for found in _PER.finditer(query.text):
        words: list[str] = []
        for word in found[1].split():
            if word.lower() in _ENDS or any(c.isdigit() for c in word) or (words and word[0].isupper()):
                break
            words.append(word)
        ends = [i for i, w in enumerate(words) if w == singular(w) and w in counted and w not in time_units()]
        if ends:
            # "Each swap station hand out": the noun ends where the corpus counts by it.
            words = words[: ends[-1] + 1]
        while words and (words[-1].lower() in _BASE or (len(words) > 1 and re.search(r"\w{3}ed$", words[-1]))):
            words.pop()
        if not words or len(words) > 4:
            continue
        last = words[-1].lower()
        unit = PHYSICAL.get(last, singular(last))
        if unit in time_units() or last in ("cent", "annum", "other", "one", "se") or is_currency(unit):
            continue
        below = " ".join(words).lower()
        if last == "capita" or (last == "head" and len(words) == 1):
            below, unit = "person", "person"
        return _Rate(query.text[: found.start()], below, unit)
    return None


def _is_stated(rate: _Rate, query: Query, snapshot: Snapshot) -> bool:
    """Whether the corpus states a rate per that thing for what is measured: "earnings per share"."""
    said = re.compile(
        rf"\b(?:per|each|every|for (?:each|every)|average|mean|median|typical) (?:[\w,]+ )?{re.escape(rate.below.split()[-1])}",
        re.I,
    )
    wide = replace(subquery(query, snapshot), unit="", periods=())
    for m in ranked(wide, snapshot)[:20]:
        per = f"/ {rate.unit}" in m.figure.unit or said.search(f"{m.figure.metric} {m.figure.text} {m.figure.locator}")
        if per and m.score >= LEAST + 0.05 and m.covered >= 0.5:
            return True
    return False


def _tops(rate: _Rate, query: Query, snapshot: Snapshot) -> Iterator[Figure]:
    """What is divided, the best fitting first: of the measure that stands before "per", in no unit of what is counted."""
    dropped = stems(rate.below)
    measure = [w for w in measure_words(content_words(rate.above)) if stem(w) not in dropped]
    words = tuple(w for w in measure_words(query.words) if w in measure)
    rest = tuple(w for w in measure_words(query.words) if stem(w) not in dropped)
    unit = "money" if query.unit in ("price", "money") else query.unit
    unit = "" if unit in RATES or unit == rate.unit else unit
    text = rate.above if words or unit not in ("", "money") else query.text
    base = subquery(query, snapshot, text=text, words=words or rest, unit=unit, frequency="")
    base = replace(base, text=text)
    for m in ranked(base, snapshot):
        if m.score >= LEAST and _is_top(m, rate, query, bool(words or rest)):
            yield whole_of(precise([m]).figure, query, snapshot)


def _is_top(match: Match, rate: _Rate, query: Query, measured: bool) -> bool:
    """Whether a match may be divided; `measured` says that the question names a measure beside its unit."""
    figure = match.figure
    if figure.unit in RATES or figure.unit == rate.unit or " / " in figure.unit or figure.low is not None:
        return False
    if _ON_AVERAGE.search(f"{figure.subject} {figure.metric}"):
        # What one of many costs or has is not spread over them again.
        return False
    if not of_kind(rate.above, figure) or (query.frequency and not fits_interval(figure, query.frequency)):
        return False
    counted = query.unit not in ("", "price", "money", *RATES)
    if counted and figure.unit != query.unit:
        return stem(query.unit) in stems(f"{figure.metric} {figure.quote}")
    return counted or not measured or match.covered >= 0.55 or match.meaning >= _ALIKE


def _bottom(top: Figure, rate: _Rate, query: Query, snapshot: Snapshot) -> Figure | None:
    """The figure that counts what an amount is spread over: for the same owner and time, near it at best."""
    names = set(query.entities)
    rows = snapshot.rows_within(query.within)[2]
    near = [
        f
        for r in rows
        if (f := snapshot.figures[r]).id != top.id
        and f.document == top.document
        and _counts(f, rate, snapshot)
        and _is_kind(f, rate, query)
        and _one_time(f, top)
        and (one_owner(f, top, snapshot) or canonical_name(f.subject) in names or f.quote == top.quote)
    ]
    if not near:
        return None
    words = content_words(rate.below)
    asked = replace(query, unit="", words=words, frequency="", operation=Operation.NONE, text=rate.below)
    asked = replace(asked, vector=snapshot.encoder.encode([rate.below])[0])
    order = {m.figure.id: i for i, m in enumerate(ranked(asked, snapshot))}
    wanted = frozenset(stem(w) for w in words)
    return min(
        near,
        key=lambda f: (
            -len(wanted & stems(f"{f.metric} {f.unit}")),
            canonical_name(f.subject) != canonical_name(top.subject),
            f.heading != top.heading,
            len(stems(f.metric) - wanted),
            order.get(f.id, len(order)),
            abs(f.start - top.start),
        ),
    )


def _counts(figure: Figure, rate: _Rate, snapshot: Snapshot) -> bool:
    """Whether a figure counts the thing behind "per": by its unit, or, where it has none, by its measure."""
    if figure.unit in RATES or " / " in figure.unit or figure.low is not None or figure.value <= 0:
        return False
    head = frozenset(stem(w) for w in (rate.unit, rate.below.split()[-1]))
    own = stems(figure.unit) or stems(figure.metric)
    if head & _PEOPLE:
        return bool(own & _PEOPLE)
    if figure.unit and compatible(figure.unit, rate.unit):
        return True
    return bool(head & own) and not is_currency(figure.unit)


def _is_kind(figure: Figure, rate: _Rate, query: Query) -> bool:
    """Whether a figure counts the kind that is asked for: "full-time posts" by these very words, and the unfilled ones only
    where a question names them."""
    own = stems(f"{figure.subject} {figure.metric} {figure.unit} {figure.text}")
    below = stems(rate.below)
    kinds = {s for s in below if s in {stem(w) for w in query.words}} - _PEOPLE - {stem(rate.below.split()[-1]), *own}
    return not kinds and not (own & _APART) - below


def _one_time(bottom: Figure, top: Figure) -> bool:
    """Whether two figures hold for times that meet; what is not dated holds for any."""
    a, b = bottom.period, top.period
    if a is None or b is None or a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    if not (a.start <= b.end and b.start <= a.end):
        return False
    spans = sorted(((a.end - a.start).days + 1, (b.end - b.start).days + 1))
    # A count at a day, a week or an end holds for the whole; two flows must cover alike times.
    return spans[0] < 28 or bool(_AT.search(a.text)) or spans[1] <= 1.5 * spans[0]

"""What the numbers of a sentence are about: subject, metric, period, status, frequency.

Each is looked for in the number's own clause, then in its sentence, then in the sentence that introduces its list, in the
figures before it, in the heading and in the title.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from reportqa.figures import periods, timing
from reportqa.figures import status as standing
from reportqa.figures.construing import Reading, kin_of, origin_of
from reportqa.figures.frequency import flows, frequency_in
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.lexicon import Act
from reportqa.figures.lists import spread
from reportqa.figures.measuring import measured, measured_in_list
from reportqa.figures.metric import counted_phrase, phrase_text
from reportqa.figures.numbers import Number
from reportqa.figures.ownership import owner_of
from reportqa.figures.phrases import noun_phrase_after
from reportqa.figures.subject import name_behind
from reportqa.figures.uses import RATES, Role, Use
from reportqa.types import Period, Status

__all__ = ["attributes"]

# Days: what a period that ended longer ago tells is no news of the day of publication.
_LONG_PAST = 200
_OF_BEFORE = tuple(("of", word) for word in ("it", "them", "that", "which", "whom"))
_SAME_SPAN = re.compile(r"\b(?:over|during|in) (?:the|that) same (?:period|time|years|span)\b", re.I)
_YEAR_LONG = re.compile(
    r"\s(?:during|over|throughout|in) (the (?:whole |full |entire )?year)\b(?!\s(?:to|ended|ending|before|of|earlier|since|end))"
)


def attributes(reading: Reading, span: tuple[int, int], around: Surroundings) -> list[Attributes]:
    """The attributes of the numbers of a sentence that stands at `span` of its text, in their order."""
    order = sorted(reading.uses)
    done: dict[int, Attributes] = {}
    for k in order:
        story = (*around.before, *(done[n] for n in sorted(done)))
        done[k] = _identity(reading, k, done, replace(around, before=story))
    done = _timed(reading, span, _with_shared_owner(reading, done), around)
    done = spread(reading.s, order, reading.uses, reading.clock, done)
    return [done[k] for k in order]


def _identity(r: Reading, k: int, done: Mapping[int, Attributes], around: Surroundings) -> Attributes:
    """Subject, metric and frequency of the number at token k; those before it in the sentence are `done`."""
    use, number, order = r.uses[k], r.numbers[k], sorted(r.uses)
    kin = kin_of(r.uses, k, done)
    if use.listed and kin is not None:
        found = measured_in_list(r, k, kin, done[origin_of(r.uses, k)], around)
        often = number.frequency or found.frequency
        return replace(found, kin=order.index(use.sibling), unit=number.unit, frequency=often)
    owner = owner_of(r, k, kin, around)
    through = owner.through
    base, metric, owner = measured(r, k, owner, kin, around)
    if through and through.lower() not in metric.lower().split():
        base, metric = f"{through} {base}".strip(), f"{through} {metric}".strip()
    thing = counted_phrase(number) or phrase_text(r.s, use.noun, owner.spans) or (kin.thing if kin else "")
    if not thing and use.role is Role.HEAD and r.s.words[k + 1 : k + 2] == ("of",) and r.s.tags[k + 2 : k + 3] != "O":
        # "60% of the workers are migrants"
        thing = phrase_text(r.s, noun_phrase_after(r.s, k + 2), owner.spans)
    return Attributes(
        owner.name,
        metric,
        frequency=number.frequency or _frequency(r, k, metric, kin, around),
        base=base,
        thing=thing,
        unit=number.unit,
        own=owner.own,
        definite=k > 0 and r.s.words[k - 1] == "the",
        role=use.role,
        kin=_kin_index(r, k, order),
    )


def _kin_index(r: Reading, k: int, order: list[int]) -> int:
    """The place among the numbers of the sentence of the one that a number goes with, which "950 million of it" is a part of."""
    if r.uses[k].sibling in r.uses:
        return order.index(r.uses[k].sibling)
    part = not r.numbers[k].unit and r.s.words[k + 1 : k + 3] in _OF_BEFORE
    return (
        next((n for n in reversed(range(order.index(k))) if r.numbers[order[n]].unit not in RATES), -1) if part else -1
    )


def _with_shared_owner(r: Reading, done: Mapping[int, Attributes]) -> dict[int, Attributes]:
    """The attributes, with the owner behind a change's result for the change too: "fell by 3% to 19,800 across the EU"."""
    out = dict(done)
    for k, found in done.items():
        first = r.uses[k].sibling
        change = done.get(first)
        if change is None or change.role is not Role.CHANGE or change.subject or found.role is not Role.VALUE:
            continue
        if found.own and found.subject and found.base == change.base and r.s.tags[first + 1 : k].strip("PHDR") == "":
            out[first] = replace(change, subject=found.subject, own=True)
    return out


def _frequency(r: Reading, k: int, metric: str, kin: Attributes | None, around: Surroundings) -> str:
    """The interval a flow is counted over: told by its own words, its kin, its list or its heading."""
    number = r.numbers[k]
    if not flows(number.unit):
        return ""
    stop = next((i for i in range(k + 1, len(r.s.tags)) if r.s.tags[i] in ",;-:(#VXC"), len(r.s.tags))
    behind = r.s.slice(k, min(stop, k + 7))
    own = frequency_in(f"{metric} {behind}")
    if own or (kin is not None and kin.frequency):
        return own or (kin.frequency if kin else "")
    told = next((f for text in around.lead if (f := frequency_in(text))), "")
    noun = r.uses[k].noun
    whole = any(u.role is Role.SHARE and u.whole == noun and noun[0] < noun[1] for u in r.uses.values())
    # "61.6% of the total usage (12.9 trillion tokens)": the interval of the parts.
    parts = (e.frequency for e in reversed(around.before) if whole and e.unit == number.unit and e.frequency)
    return told or next(parts, "")


def _timed(
    r: Reading, span: tuple[int, int], done: Mapping[int, Attributes], around: Surroundings
) -> dict[int, Attributes]:
    """The attributes with period and status."""
    when = timing.periods_of(r.s, r.clock, r.uses, r.predicates, around.lent)
    out: dict[int, Attributes] = {}
    for k, found in sorted(done.items()):
        number, use, text = r.numbers[k], r.uses[k], r.s.text
        start = _telling_start(r, k, span)
        verb = _verb_of(r, k)
        past = bool(verb) and standing.is_past(verb)
        ahead = standing.looks_ahead(text[start : number.start], verb)
        ahead = ahead or (use.role is Role.HEAD and _heads(r, k) and standing.looks_ahead(verb, ""))
        announced = not past and bool(around.lead) and standing.announces_ahead(around.lead[0])
        main = out.get(use.sibling) if use.role is Role.EARLIER else None
        own = when.get(k)
        if own is not None and timing.is_now(own) and (past or ahead) and "had" not in verb.lower().split():
            # "Buy now, pay later grew by 18%", "9% of today's applicants will be turned away"
            own = None
        if use.role is Role.EARLIER and (own is None or own.text == "earlier"):
            # "pay $1.35, up from $1.10 in 2019; in Chile they pay $2.40, up from $1.80"
            own = _in_step_with(out, found, own)
        period = _of_the_year(text[number.end : span[1]], _period(r, k, use, number, own, ahead, around))
        if main is not None and main.period is not None and period is not None and timing.is_ago(period):
            period = timing.counted_back(period, main.period)
        headings = around.headings if use.role is not Role.EARLIER and not _states(r, k, verb) else ()
        status = standing.status_of(
            text[start : number.end], ahead or announced, past, period, around.published, headings
        )
        if standing.was_foreseen(text[number.end : span[1]]) or _is_foreseen(r, k):
            status = Status.FORECAST
        first = out.get(origin_of(r.uses, k)) if use.listed else None
        if first is not None and number.unit == first.unit and status is Status.REPORTED:
            # "2,400 rooms due to open in 2026, 1,900 of them in Bergen"
            status, period = first.status or status, period if period is not None else first.period
        out[k] = replace(found, period=period, status=status)
    return out


def _states(r: Reading, k: int, verb: str) -> bool:
    """Whether a number's verb states in the present what is so, whatever the heading above it: "a transfer costs EUR 0.03"."""
    p = r.uses[k].predicate
    return p is not None and p.act is not Act.SAY and standing.is_present(verb, r.s.verbs.get(p.verb[1] - 1))


def _heads(r: Reading, k: int) -> bool:
    """Whether the number at token k stands in the subject of its verb: "Half of them are likely to merge"."""
    p = r.uses[k].predicate
    return p is not None and p.subject[0] <= k < p.subject[1]


def _is_foreseen(r: Reading, k: int) -> bool:
    """Whether the number at token k is what its verb forecasts: "had predicted €110 million for the year"."""
    p = r.uses[k].predicate
    return p is not None and p.lemma in standing.FORESEEING and p.verb[1] <= k and r.uses[k].role is not Role.EARLIER


def _verb_of(r: Reading, k: int) -> str:
    """The words of the verb that governs the number at token k, or whose subject it stands in; "" where there is none."""
    p = r.uses[k].predicate or next((q for q in r.predicates if q.own and q.subject[0] <= k < q.subject[1]), None)
    return r.s.slice(*p.verb) if p is not None else ""


def _period(
    r: Reading, k: int, use: Use, number: Number, own: Period | None, ahead: bool, around: Surroundings
) -> Period | None:
    """When a number holds: its own period, else the one that is lent, with the words of a rate where it is one."""
    period = own
    if use.role is Role.EARLIER:
        if (period is None or period.text == "earlier") and _SAME_SPAN.search(r.s.slice(0, k)):
            period = _start_of_span(around) or period
        if period is None and around.lent and around.lent.start:
            # "against 7.4% in India": another's value, of the same time.
            period = around.lent if name_behind(r.s, k)[0] else timing.earlier_than(around.lent)
    elif period is None:
        period = None if _is_past_for(r, k, around) else _lent(around, ahead)
    if period is not None and period.start is None:
        period = timing.resolved(period, around.lent, around.published)
    first = origin_of(r.uses, k) if use.listed else k
    rate = timing.rate_of(r.s, r.clock, first) if number.unit in RATES and use.role is not Role.EARLIER else None
    return timing.with_rate(period, rate) if rate is not None else period


def _in_step_with(out: Mapping[int, Attributes], found: Attributes, own: Period | None) -> Period | None:
    """The period of the same measure's earlier value that the sentence dates, told before of another; else `own`."""
    told = (
        e.period
        for e in reversed(tuple(out.values()))
        if e.role is Role.EARLIER and e.base == found.base and e.unit == found.unit
    )
    first = next(told, None)
    return first if first is not None and first.start is not None and first.text != "earlier" else own


def _start_of_span(around: Surroundings) -> Period | None:
    """When what was told just before began: the period of the latest value that another was compared with, or the first year of
    the years between which something changed: "cut its losses over the same period from 29%"."""
    for earlier in reversed(around.before):
        p = earlier.period
        if p is None or p.start is None or p.end is None:
            continue
        if earlier.role is Role.EARLIER:
            return p if p.text != "earlier" else None
        if p.end.year > p.start.year and len(re.findall(r"\b(?:19|20)\d\d\b", p.text)) == 2:
            year = p.start.year
            return Period(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31))
    return None


def _of_the_year(behind: str, period: Period | None) -> Period | None:
    """The whole year where the words behind a number say so: "sold 27 million nights during the year" behind "at the end of 2025"."""
    told = _YEAR_LONG.match(behind)
    if told is None or period is None or period.end is None:
        return period
    return Period(told[1], dt.date(period.end.year, 1, 1), dt.date(period.end.year, 12, 31))


def _is_past_for(r: Reading, k: int, around: Surroundings) -> bool:
    """Whether the period that earlier sentences lend was over long before what a verb in the present tells: "In 2024 the firm
    lost €14 million. Its service costs €6 a month"."""
    p, lent = r.uses[k].predicate, around.lent
    if not around.passing or p is None or lent is None or lent.end is None or around.published is None:
        return False
    return (around.published - lent.end).days > _LONG_PAST and standing.is_present(
        _verb_of(r, k), r.s.verbs.get(p.verb[1] - 1)
    )


def _lent(around: Surroundings, ahead: bool) -> Period | None:
    """The period of the texts before; for what lies ahead only one that does too."""
    if not ahead:
        return around.lent
    if around.headings and (headed := _ahead_in(around.headings[-1], around.published)) is not None:
        return headed
    last = around.before[-1] if around.before else None
    return last.period if last is not None and last.status is Status.FORECAST else None


@lru_cache(maxsize=1_000)
def _ahead_in(heading: str, published: dt.date | None) -> Period | None:
    """The one period that a heading names and that was not over on the day of publication: "Outlook for 2025/26"."""
    found = [p for p, _, _ in periods.find(heading, published) if p.end is not None]
    found = [p for p in found if re.search(r"\d", p.text)]
    open_still = published is not None and len(found) == 1 and found[0].end is not None and found[0].end > published
    return found[0] if open_still else None


def _telling_start(r: Reading, k: int, span: tuple[int, int]) -> int:
    """Where the words begin that tell a number's status: behind the number it is compared with, else behind a semicolon, else at
    its sentence's start."""
    use = r.uses[k]
    if use.role is Role.EARLIER and use.sibling >= 0:
        return r.s.ends[use.sibling]
    p = use.predicate
    if p is not None and p.participle and r.s.words[p.verb[0] - 1 : p.verb[0]] in (("after",), ("following",)):
        # "is forecast to grow 10% in 2026, after growing 9.8% in 2025"
        return r.s.starts[p.verb[0]]
    cut = max((i for i in range(k) if r.s.tags[i] == ";"), default=-1)
    parting = (":", "where", "while", "whereas", "which", "because")
    colon = max((i for i in range(cut + 1, k) if r.s.words[i] in parting), default=-1)
    if colon >= 0 and p is not None and p.own and p.verb[0] > colon:
        # "listeners would rather wait than pay: they skip 22%" tells no future, "we expect two things: prices fall" does.
        cut = cut if standing.announces_ahead(r.s.slice(cut + 1, colon)) else colon
    return r.s.starts[cut] if cut >= 0 else span[0]

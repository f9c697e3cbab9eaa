"""Differences, ratios and percentage changes between two figures: of two names, of two periods, or over time."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.answering.arithmetic.forecasts import (
    against_forecast,
    aim_of,
    asks_against_forecast,
    asks_reach,
    foreseen_first,
)
from reportqa.answering.arithmetic.given import Given, figure_of, given_in
from reportqa.answering.arithmetic.moves import base_of, told_move
from reportqa.answering.arithmetic.operands import best, best_of, chosen_together, is_total, one_owner, pair, subquery
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import bare
from reportqa.answering.words import stems
from reportqa.figures.metric import same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.periods import overlap
from reportqa.figures.units import convert, is_money
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Period, Status

__all__ = ["PAID", "change", "difference", "lost_share", "over_time", "ratio", "told_change"]

_MOVES = re.compile(
    r"\bthan (?:in |at |during )?(?:the |a |one )?(?:(?:year|quarter|month|half|period|time) )?(?:earlier|before|ago|previous|prior|last)\b|\b(?:rise|rose|fall|fell|drop|chang|grow|grew|declin|increas|decreas|cheap|dear|expensive|improv|widen|narrow|slip|shr[aiu]nk|lengthen|shorten|gain|los[et]|climb|slid|jump|surg|expand|cut|shed|(?:go|goes|went|gone|go(?:ing)?) (?:up|down)\b)",
    re.I,
)
_YEAR_BEFORE = re.compile(r"\b(?:a|one|the) year (?:earlier|before|ago)\b|\b(?:previous|prior|preceding) year\b", re.I)
# A ratio of what is paid is one of two sums of money.
PAID = re.compile(r"\b(?:pays?|paid|paying|charge[sd]?|priced?)\b", re.I)
_REACHES = re.compile(r"\b(?:reach|get to|go to|attain|hit|arrive at)\b", re.I)
_FALLS = re.compile(
    r"\b(?:fall|fell|drop|declin|decreas|cheaper|slip|shr[aiu]nk|shorten|narrow|los[et]|lower|reduc|less|fewer|smaller|cut|shed|miss|short of|undershot|below)",
    re.I,
)
_RISES = re.compile(
    r"\b(?:rise|rose|grow|grew|increas|widen|gain|lengthen|higher|more|larger|up\b|beat|exceed|surpass|outperform|overshot|top|dearer|expensive|go from)",
    re.I,
)
# "For every A, how many B" and "How many times A is B" name first what is divided by.
_MEASURE_FIRST = re.compile(
    r"^(?:and )?for (?:each|every)\b|\bhow many times (?!as|more|larg|high|great|big|the size)[^?]*?\b(?:is|was|are|were)\b(?! as\b)\s+\w",
    re.I,
)
_PERCENT = re.compile(r"\bper ?cent|%|\bpercentage|\brelative\b|\b(?:growth|share|margin|rate|proportion)s?\b", re.I)
_GROWTH = stems("growth increase decrease decline rise fall drop change gain reduction")
_POINTS = re.compile(r"\bpercentage points?\b", re.I)
_SIGNED = re.compile(
    r"\b(?:percentage|percent|per cent|relative) (?:change|increase or decrease)\b|\bchange in\b", re.I
)


_IN_ONE = re.compile(
    r"\b(?:in|during|over the course of|for) (?:the )?(?:(?:first|second) half of |[a-z]+ quarter of )?(?:Q[1-4] |H[12] )?(?:FY ?|fiscal |school year |financial year )?(?:19|20)?\d\d\b",
    re.I,
)
_FEW_DAYS = 5


def _two(query: Query, snapshot: Snapshot, *, relative: bool = True) -> tuple[Figure, Figure] | None:
    """The two operands of a question in the order it names them: of its two periods, else of its two names."""
    wanted = query.unit if query.operation is Operation.DIFFERENCE or query.unit not in RATES else ""
    base = subquery(query, snapshot, unit=wanted)
    if len(query.periods) >= 2:
        first_time, second_time = query.periods[:2]
        times = [
            replace(base, periods=(p,), forecast=_ahead(p, query))
            for p in (first_time, _year_before(first_time, second_time))
        ]
        found = chosen_together(times, snapshot, relative=relative, owned_alike=True)
        return (found[0], found[1]) if found else None
    if len(query.entities) >= 2:
        first, second = (replace(base, entities=(n,)) for n in query.entities[:2])
        return pair(first, second, snapshot, relative=relative)
    return None


def _ahead(period: Period, query: Query) -> bool:
    return query.forecast and period is query.periods[-1]


def _year_before(first: Period, second: Period) -> Period:
    """The second of two periods; "a year earlier" is told from the first, so it is that, one year back."""
    if not (_YEAR_BEFORE.search(second.text) and first.start and first.end):
        return second
    start, end = (
        d.replace(year=d.year - 1, day=min(d.day, 28) if d.month == 2 else d.day) for d in (first.start, first.end)
    )
    return replace(second, start=start, end=end)


def over_time(query: Query, snapshot: Snapshot, *, relative: bool) -> tuple[Figure, Figure] | None:
    """One measure at its earliest and its latest time, where a question asks how far it moved and names one time or none.

    Where the question names a period the later figure is that period's, else the newest.
    """
    if len(query.entities) > 1 or not _MOVES.search(query.text):
        return None
    since = base_of(query)
    query = query if since is None else replace(query, periods=())
    units = [query.unit] if relative and query.unit == "percent" else []
    units.append(query.unit if query.unit not in RATES else "")
    for unit in units:
        base = subquery(query, snapshot, unit=unit)
        now = best(base, snapshot) if unit else best_of(base, snapshot, lambda f: f.unit not in RATES)
        if now is None or now.period is None or now.period.end is None:
            continue
        ended = now.period.end
        kin = [f for f in snapshot.figures if _is_kin(f, now) and f.period and f.period.end]
        if not query.periods and kin:
            now = max(kin, key=lambda f: (f.period.end if f.period and f.period.end else ended, -f.start))
            ended = now.period.end if now.period and now.period.end else ended
        kin = [f for f in kin if f.period and f.period.end and f.period.end < ended]
        kin = [f for f in kin if since is None or (f.period and overlap(f.period, since))]
        if kin:
            ends = {f.id: f.period.end if f.period and f.period.end else ended for f in kin}
            in_one = bool(query.periods) and _IN_ONE.search(query.text)
            # What grew in one year of several grew from the year before.
            first = max(kin, key=lambda f: (_lasts_as_long(f, now), ends[f.id], -f.start)) if in_one else None
            return first or min(kin, key=lambda f: (ends[f.id], f.start)), now
    return None


def _lasts_as_long(a: Figure, b: Figure) -> bool:
    """Whether the periods of two figures are of one length, give or take a few days."""
    spans = [(f.period.end - f.period.start).days for f in (a, b) if f.period and f.period.start and f.period.end]
    return len(spans) == 2 and abs(spans[0] - spans[1]) <= _FEW_DAYS


def _moved(query: Query, snapshot: Snapshot, *, rates: bool | None) -> tuple[Figure, Figure] | None:
    """The earlier and the later number of a movement that one sentence tells, where a question asks how far something moved."""
    move = told_move(query, snapshot, rates=rates) if _MOVES.search(query.text) else None
    return (move.before, move.after) if move else None


def _is_kin(a: Figure, b: Figure) -> bool:
    """Whether two figures give one measure of one owner at different times."""
    if a.document != b.document or a.unit != b.unit or canonical_name(a.subject) != canonical_name(b.subject):
        return False
    if a.table >= 0 or b.table >= 0:
        return a.table == b.table and a.metric == b.metric
    return a.heading == b.heading and (a.metric == b.metric or same_measure(a.metric, b.metric))


def difference(query: Query, snapshot: Snapshot) -> Draft | None:
    """The larger of two figures less the smaller."""
    if query.unit == "percent" and not _PERCENT.search(query.text):
        query = replace(query, unit="")
    points = True if _POINTS.search(query.text) else None
    found = _moved(query, snapshot, rates=points) or _two(query, snapshot) or over_time(query, snapshot, relative=True)
    if found is None:
        return None
    first, second = found
    other = convert(second.value, second.unit, first.unit)
    large, small = (first, second) if first.value >= other else (second, first)
    value = large.value - convert(small.value, small.unit, large.unit)
    if large.frequency and large.frequency == small.frequency and query.frequency not in ("", large.frequency):
        return None
    unit = "percentage point" if large.unit == "percent" else large.unit
    terms: list[Term | str] = [term(large, small), " − ", term(small, large)]
    return worked(Operation.DIFFERENCE, terms, value, unit, (large, small), "The difference is")


def ratio(query: Query, snapshot: Snapshot) -> Draft | None:
    """The figure named first divided by the one named second."""
    found = _two(query, snapshot, relative=False) or _two(query, snapshot)
    if found is None or (PAID.search(query.text) and not (is_money(found[0].unit) or found[0].unit in RATES)):
        return None
    first, second = reversed(found) if _MEASURE_FIRST.search(query.text) else found
    value = first.value / convert(second.value, second.unit, first.unit)
    terms: list[Term | str] = [term(first, second), " / ", term(second, first)]
    return worked(Operation.RATIO, terms, value, "ratio", (first, second), "The ratio is")


def change(query: Query, snapshot: Snapshot) -> Draft | None:
    """(later − earlier) / earlier, in percent; of the two numbers that the question gives, or of two figures."""
    given = [g for g in given_in(query) if g.unit not in RATES]
    if asks_against_forecast(query) and len(given) < 2:
        foreseen = against_forecast(query, snapshot)
        return _against(*foreseen, query) if foreseen else None
    if not given and asks_reach(query):
        reached = aim_of(query, snapshot)
        return _against(*reached, query) if reached else None
    if asks_against_forecast(query):
        given = foreseen_first(query, given)
    if len(given) >= 2 and given[0].value != given[1].value:
        return _change_given(given[0], given[1], query, snapshot)
    if len(given) == 1 and _REACHES.search(query.text):
        return _change_to(given[0], query, snapshot)
    if not _PERCENT.search(query.text):
        # "By how much did it rise" leaves the unit open: where no change is stated, what is added is told.
        return difference(replace(query, unit="" if query.unit == "percent" else query.unit), snapshot)
    query = replace(query, unit="" if query.unit in RATES else query.unit)
    found = _moved(query, snapshot, rates=False)
    if found is None and len(query.periods) >= 2:
        found = _two(query, snapshot, relative=False)
    found = found or over_time(query, snapshot, relative=False)
    if found is None and len(query.entities) >= 2 and not query.periods:
        # "By what percentage is A larger than B": B is what A is measured against.
        both = _two(query, snapshot, relative=False)
        found = (both[1], both[0]) if both else None
    if found is None or found[0].unit in RATES:
        return None
    first, second = _in_time(*found)
    before, after = first.value, convert(second.value, second.unit, first.unit)
    value = 100 * (after - before) / before
    return told_change(query, _ends(first, second), value, (first, second, *_stating(value, first, second, snapshot)))


def lost_share(query: Query, snapshot: Snapshot) -> Draft | None:
    """What went of something, in percent of what it was: "What percentage of its staff did A cut?"; from a sentence that tells
    both sizes."""
    move = told_move(query, snapshot, rates=False)
    if move is None or move.after.value >= move.before.value:
        return None
    first, second = move.before, move.after
    return told_change(query, _ends(first, second), 100 * (second.value - first.value) / first.value, (first, second))


def _ends(first: Figure, second: Figure) -> tuple[Term, Term, Term]:
    """The terms of a change: each told by its owner or time, by what it is where the source leaves both alike."""
    before, after = term(first, second), term(second, first)
    if before.name == after.name:
        before, after = replace(before, name="before"), replace(after, name="after")
    return before, after, Term(bare(first))


def _stating(value: float, first: Figure, second: Figure, snapshot: Snapshot) -> tuple[Figure, ...]:
    """Where the report itself gives a change that was worked out: the figure of one measure and owner that says so."""
    measure, topic = stems(f"{first.metric} {second.metric}"), vocabulary(snapshot).topics.get(second.document)
    found = (
        f
        for f in snapshot.figures
        if f.document == second.document
        and (f.unit, f.low) == ("percent", None)
        and f.status is not Status.FORECAST
        and abs(f.value - abs(value)) <= 0.5 * 10.0 ** -len(f.text.rstrip("% ").partition(".")[2])
        and (said := stems(f.metric)) & measure
        and said & _GROWTH
        and (one_owner(f, second, snapshot) or (is_total(second) and canonical_name(f.subject) == topic))
    )
    return tuple(found)[:1]


def _against(before: Given | Figure, after: Figure, query: Query) -> Draft:
    """The change from what was foreseen to what came, or from a level to its aim, in percent."""
    figures = tuple(f for f in (before, after) if isinstance(f, Figure))
    start = convert(before.value, before.unit or after.unit, after.unit)
    first = term(before, after) if isinstance(before, Figure) else Term(before.text)
    other = before if isinstance(before, Figure) else None
    terms = (first, term(after, other), Term(first.text))
    return told_change(query, terms, 100 * (after.value - start) / start, figures)


def _change_to(aim: Given, query: Query, snapshot: Snapshot) -> Draft | None:
    """How far a figure is from a number that the question gives: "to reach 20 trillion"."""
    level = best_of(subquery(query, snapshot, unit=aim.unit), snapshot, lambda f: f.unit not in RATES and f.low is None)
    if level is None:
        return None
    after = convert(aim.value, aim.unit or level.unit, level.unit)
    terms = (term(level), Term(aim.text), Term(bare(level)))
    return told_change(query, terms, 100 * (after - level.value) / level.value, (level,))


def _in_time(first: Figure, second: Figure) -> tuple[Figure, Figure]:
    """Two figures, the earlier first where both are dated and differ."""
    a, b = first.period and first.period.start, second.period and second.period.start
    return (second, first) if a and b and a > b else (first, second)


def _change_given(first: Given, second: Given, query: Query, snapshot: Snapshot) -> Draft:
    if not first.unit:
        first = replace(first, unit=second.unit)
    figures = tuple(f for g in (first, second) if (f := figure_of(g, query, snapshot)))
    before, after = first.value, convert(second.value, second.unit or first.unit, first.unit)
    terms = (Term(first.text), Term(second.text), Term(first.text))
    return told_change(query, terms, 100 * (after - before) / before, figures)


def told_change(query: Query, terms: tuple[Term, Term, Term], value: float, figures: tuple[Figure, ...]) -> Draft:
    """A change in words, from its terms (earlier, later, base). Where the question itself says "fall" or "rise" and is
    right, the size is what it asks for."""
    earlier, later, base = terms
    falls, rises = _FALLS.search(query.text), _RISES.search(query.text)
    as_asked = not _SIGNED.search(query.text) and ((falls and not rises and value < 0) or (rises and value > 0))
    large, small = (earlier, later) if as_asked and value < 0 else (later, earlier)
    shown: list[Term | str] = ["(", large, " − ", small, ") / ", base]
    lead = "The change is" if not as_asked else f"The {'fall' if value < 0 else 'rise'} is"
    return worked(Operation.CHANGE, shown, abs(value) if as_asked else value, "percent", figures, lead)

"""Comparisons and rankings: the figures of several owners or several times side by side, and which is larger."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.changes import over_time
from reportqa.answering.arithmetic.operands import subquery
from reportqa.answering.arithmetic.working import term
from reportqa.answering.comparing.described import told_sides
from reportqa.answering.comparing.extremes import group_of, in_order
from reportqa.answering.comparing.pairing import side_by_side
from reportqa.answering.kept import once_a_query
from reportqa.answering.match import ranked
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.vocabulary import names_in, vocabulary
from reportqa.answering.wording import amount, bare, forecast, stated
from reportqa.answering.words import stem
from reportqa.figures.units import convert
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Derivation, Figure, Qualifier

__all__ = ["both_sides", "compare", "is_comparison", "is_lower", "moved", "side_names", "verdict"]

_COMPARED = r"(?:(?:high|low|larg|small|bigg|cheap|dear|fast|slow|long|short|strong|weak|wid|narrow|great|few|rich|poor|old|young)er|better|worse|more expensive)"
_MOVED = re.compile(
    r"\b(?:rise or fall|fall or rise|(?:increase|grow|rise|go up) or (?:decrease|shrink|fall|decline|drop|go down)|up or down|more or (?:less|fewer)|"
    rf"(?:less|fewer) or more|widen or narrow|{_COMPARED} or {_COMPARED})\b",
    re.I,
)
_LOWER = re.compile(
    r"\b(?:less|least|fewer|fewest|lower|lowest|smaller|smallest|cheaper|cheapest|slower|slowest|shorter|shortest)\b",
    re.I,
)
# The other side is now: "cheaper than in 2024", "higher than a year earlier".
_THAN_THEN = re.compile(
    r"\bthan (?:(?:it|they) (?:was|were|did) )?(?:(?:in|at|on|by|during|for|the|its|their) )*(?:\d|[HQ]\d|last|a year|one year|previous|prior|same|end|FY)",
    re.I,
)
# Verbs that ask for a measure which reports name by a noun.
_MEASURED_BY = {stem(v): n for v, n in (("earn", "pay"), ("weigh", "weight"), ("employ", "employees"), ("sell", "sales"), ("spend", "spending"))}  # fmt: skip
_IN_MONEY = frozenset(["pay", "spending"])
# What an average is of says nothing of it: a wallet's average payment is none of its payments.
_AVERAGES = frozenset(["average", "mean", "median", "typical"])
_FAIR = 0.6
"""From this score a figure is compared though the question calls its measure something else."""
_HOW_FAR = re.compile(
    r"^\s*(?:please )?(?:compare|contrast|how (?:do|does|did|has|have)\b.*\bcompare)\b|\bby how (?:much|many|far)\b",
    re.I,
)
_PRICED = re.compile(r"\b(?:cheaper|dearer|more expensive|less expensive|cheapest|dearest)\b", re.I)
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.I)
_FASTER = re.compile(
    r"\b(?:grew|grow|grown|growing|growth)\b"
    r"|\b(?:rise|rose|risen|go|goes|went|gone|climb|climbed|increased?|fall|fell|fallen|drop|dropped|declined?|decreased?)\b.*"
    r"\b(?:faster|slower|fastest|slowest|percentage|relative terms)\b",
    re.I,
)


def is_comparison(query: Query) -> bool:
    """Whether a question sets names or times against one another without asking for arithmetic."""
    return query.asked in (Asked.COMPARISON, Asked.RANKING) or bool(_MOVED.search(query.text))


@once_a_query
def compare(query: Query, snapshot: Snapshot) -> Draft | None:
    """Both numbers (or all of them, largest first, for a ranking), and which is larger; None where one is missing."""
    if query.unknown or not is_comparison(query):
        return None
    if len(query.entities) < 2 and not _MOVED.search(query.text) and (told := told_sides(query, snapshot)):
        return told
    figures = both_sides(query, snapshot)
    if len(figures) < 2:
        return None
    ordered = in_order(figures)
    if query.asked is Asked.RANKING:
        return _ranking(query, ordered)
    return verdict(query, figures, side_names(query, figures, snapshot))


def side_names(query: Query, figures: Sequence[Figure], snapshot: Snapshot) -> dict[str, str]:
    """What the sides are called whose figures name no one: as the corpus writes the names asked for. By figure id."""
    if len(query.entities) != len(figures) or len(query.periods) > 1:
        return {}
    names = vocabulary(snapshot).names
    return {
        f.id: names.get(n, n.title())
        for n, f in zip(query.entities, figures, strict=True)
        if not f.subject and f.id not in {o.id for o in figures if o is not f}
    }


def is_lower(query: Query) -> bool:
    """Whether a question asks for the smaller one: "fewer", "cheapest"."""
    return bool(_LOWER.search(query.text))


def both_sides(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures that a question sets against one another, in the order it names them: of its periods, its names, or of
    now and the one period that it names ("than in 2024"). Empty where one is missing."""
    if len(query.periods) == 1 and len(query.entities) < 2 and _THAN_THEN.search(query.text):
        base = subquery(query, snapshot, unit="price" if _PRICED.search(query.text) else _plain(query.unit))
        return side_by_side([replace(base, periods=()), base], snapshot, again=True)
    return _compared(query, snapshot)


def _compared(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    base = subquery(
        query, snapshot, unit="percent" if query.unit == "percent" or _FASTER.search(query.text) else _plain(query.unit)
    )
    base = replace(base, words=(*base.words, *(w for w in query.words if w in _AVERAGES and w not in base.words)))
    if _PRICED.search(query.text) and base.unit == "":
        base = replace(base, unit="price")
    names, periods = query.entities, query.periods
    if _MOVED.search(query.text) and len(periods) < 2:
        return (
            over_time(replace(query, unit=base.unit) if base.unit == "price" else query, snapshot, relative=True) or ()
        )
    if len(periods) >= 2:
        units = ("ratio", base.unit) if query.unit == "ratio" else (base.unit,)
        times = ([replace(base, unit=u, periods=(p,)) for p in periods[:2]] for u in units)
        return next((found for asked in times if (found := side_by_side(asked, snapshot, again=True))), ())
    if len(names) >= 2:
        queries = [replace(base, entities=(n,)) for n in names]
        found = side_by_side(queries, snapshot)
        if not found and base.unit and base.unit != "percent":
            found = side_by_side([replace(q, unit="") for q in queries], snapshot)
        if not found and (said := _by_verb(base)):
            found = side_by_side([replace(said, entities=(n,)) for n in names], snapshot)
        if not found and len(names) == 2:
            found = _by_interval(queries[0], queries[1], snapshot) or ()
        return found if found and (found[0].unit != "ratio" or query.unit == "ratio") else ()
    if query.asked is Asked.RANKING:
        group = group_of(replace(query, unit=base.unit), snapshot)
        return tuple(f for f in group if f.unit not in RATES or query.unit == "percent")
    return ()


def _by_verb(base: Query) -> Query | None:
    """A query for the measure that a verb alone asks for ("who earns more" → pay), None where other words say what is measured."""
    nouns = {_MEASURED_BY.get(stem(w)) for w in base.words}
    noun = nouns.pop() if len(nouns) == 1 else None
    return replace(base, words=(noun,), unit="money" if noun in _IN_MONEY else base.unit) if noun else None


def _by_interval(first: Query, second: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """The one measure that two names have over the interval that is asked for: a "monthly audience" is of their users.

    Words that the corpus does not use are left out; a figure of one name says more than one of several names together.
    """
    if not first.frequency:
        return None
    words = vocabulary(snapshot)
    known = tuple(w for w in first.words if stem(w) in words.idf)
    found: list[Figure] = []
    for query in (first, second):
        fits = [
            m
            for m in ranked(replace(query, words=known), snapshot)
            if m.figure.frequency == query.frequency and m.figure.unit not in RATES and m.score >= _FAIR
        ]
        if not fits or any(m.figure.unit != fits[0].figure.unit for m in fits):
            return None
        found.append(min(fits, key=lambda m: (len(names_in(m.figure.subject, words.lexicon)), -m.score)).figure)
    one, other = found
    return (one, other) if one.id != other.id and (one.unit, one.metric) == (other.unit, other.metric) else None


def _plain(unit: str) -> str:
    """A comparison that says "times" or "lead" still wants the two numbers."""
    return "" if unit == "ratio" else unit


def _who(figure: Figure, other: Figure, called: Mapping[str, str] | None = None) -> str:
    if called and figure.id in called:
        return called[figure.id]
    name = re.sub(r"^(?:by|in|at|on|during|as of)\s+", "", term(figure, other).name, flags=re.I)
    return name[:1].upper() + name[1:]


def _beside(figure: Figure, other: Figure, called: Mapping[str, str] | None = None) -> str:
    """What tells a figure from another, to stand in brackets: a name as it is, words of time in small letters."""
    name = _who(figure, other, called)
    when = figure.period is not None and name.lower() in " ".join(figure.period.text.split()).lower()
    return (
        name[:1].lower() + name[1:]
        if when and not name[1:2].isupper() and not name[1:2].isdigit() and not _MONTH.match(name)
        else name
    )


def _ranking(query: Query, ordered: Sequence[Figure]) -> Draft:
    if is_lower(query):
        ordered = list(reversed(ordered))
    names = [_who(f, ordered[i - 1] if i else ordered[1]) for i, f in enumerate(ordered)]
    lines = [f"{n}: {stated(f)}{forecast(f)}" for n, f in zip(names, ordered, strict=True)]
    first = "the smallest" if is_lower(query) else "the largest"
    return Draft(f"{'; '.join(lines)} ({first} first).", tuple(names), 0.8, tuple(ordered))


def verdict(query: Query, figures: Sequence[Figure], names: Mapping[str, str] | None = None) -> Draft:
    """Which of some figures is the larger (or smaller, where that is asked), with both numbers, or how one moved in time.

    `names` says by figure id what a side is called whose figure names no one.
    """
    called = names or {}
    ordered = in_order(figures)
    large, small = ordered[0], ordered[-1]
    first, second = _who(large, small, called), _who(small, large, called)
    values = f"{stated(large)}{forecast(large)} against {stated(small)}{forecast(small)}"
    if large.value == small.value:
        text = f"{first} and {second} are equal: {values}."
        return Draft(text, (stated(large),), 0.7, tuple(figures))
    if _MOVED.search(query.text):
        return moved(figures[0], figures[1])
    winner, loser = (small, large) if is_lower(query) else (large, small)
    words = "is smaller" if winner is small else "is larger"
    far = _apart(large, small) if _HOW_FAR.search(query.text) else None
    by = f", {'about ' if _is_hedged(large, small) else ''}{far.display} apart" if far else ""
    text = f"{_who(winner, loser, called)} {words}: {stated(winner)}{forecast(winner)} against {stated(loser)}{forecast(loser)} ({_beside(loser, winner, called)}){by}."
    choice = bool(
        re.match(r"(?:and |so )?(?:which|who|what|where|does|do|did|is|are|was|were|has|have)\b", query.text, re.I)
    )
    short = (
        (_who(winner, loser, called),)
        if choice
        else (
            f"{_who(figures[0], figures[1], called)}: {stated(figures[0])}",
            f"{_who(figures[1], figures[0], called)}: {stated(figures[1])}",
        )
    )
    return Draft(text, short, 0.8, (winner, loser), far)


def moved(first: Figure, second: Figure) -> Draft:
    """How one measure moved between two times, the earlier first where both are dated."""
    earlier, later = first, second
    a, b = first.period and first.period.start, second.period and second.period.start
    if a and b and a > b:
        earlier, later = second, first
    up = "rose" if later.value > earlier.value else "fell"
    text = (
        f"It {up}: from {stated(earlier)} ({_beside(earlier, later)}) to {stated(later)} ({_beside(later, earlier)})."
    )
    return Draft(text, (up,), 0.8, (earlier, later))


def _apart(large: Figure, small: Figure) -> Derivation | None:
    """The difference of two figures, worked out; None where a source only says that one is over or under its number."""
    if any(f.qualifier not in (None, Qualifier.ABOUT) or f.low is not None for f in (large, small)):
        return None
    value = large.value - convert(small.value, small.unit, large.unit)
    unit = "percentage point" if large.unit == "percent" else large.unit
    formula = f"{bare(large)} − {bare(small)}"
    return Derivation(Operation.DIFFERENCE.value, formula, (large.id, small.id), value, unit, amount(value, unit))


def _is_hedged(*figures: Figure) -> bool:
    return any(f.qualifier is Qualifier.ABOUT for f in figures)

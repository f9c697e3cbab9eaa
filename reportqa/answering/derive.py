"""Arithmetic over figures: what a question wants worked out, its operands, its formula, its unit.

Units are carried through by pint (`reportqa.figures.units`); what does not fit is refused by returning no draft. Every
operand is a figure, or a number that the question itself gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from reportqa.answering.given import figure_of, given_in
from reportqa.answering.operands import RELATIVE, best, pair, siblings, subquery
from reportqa.answering.phrases import excluded_owner, share_phrases
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.rates import convert_interval, product_of, rate_of
from reportqa.answering.understand import understand
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.wording import amount, bare
from reportqa.answering.working import Term, term, worked
from reportqa.errors import UnitError
from reportqa.figures.names import canonical_name
from reportqa.figures.units import convert
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Period

__all__ = ["derive"]


def derive(query: Query, snapshot: Snapshot) -> Draft | None:
    """The draft that works out what a question asks for; None where it asks for no arithmetic or an operand is missing."""
    if query.unknown:
        return None
    maker = _MAKERS.get(query.operation)
    try:
        made = maker(query, snapshot) if maker else None
        if made is None and query.operation is Operation.NONE:
            made = rate_of(query, snapshot) or convert_interval(query, snapshot)
    except (UnitError, ZeroDivisionError):
        return None
    return made


def _two(query: Query, snapshot: Snapshot, *, relative: bool = True) -> tuple[Figure, Figure] | None:
    """The two operands of a question: of its two periods, of its two names, or of its name and the owner it leaves out."""
    base = subquery(query, snapshot, unit=query.unit if query.operation is Operation.DIFFERENCE else "")
    if len(query.periods) >= 2:
        first, second = (replace(base, periods=(p,), forecast=_ahead(p, base)) for p in query.periods[:2])
        return pair(first, second, snapshot, relative=True)
    names = query.entities
    if len(names) >= 2:
        first, second = (replace(base, entities=(n,)) for n in names[:2])
        return pair(first, second, snapshot, relative=relative)
    return None


def _ahead(period: Period, query: Query) -> bool:
    return query.forecast and period is query.periods[-1]


def _difference(query: Query, snapshot: Snapshot) -> Draft | None:
    found = _two(query, snapshot) or _over_time(query, snapshot)
    if found is None:
        return None
    first, second = found
    other = convert(second.value, second.unit, first.unit)
    large, small = (first, second) if first.value >= other else (second, first)
    value = large.value - convert(small.value, small.unit, large.unit)
    unit = "percentage point" if large.unit == "percent" else large.unit
    if large.frequency and large.frequency == small.frequency and query.frequency not in ("", large.frequency):
        return None
    return worked(
        Operation.DIFFERENCE, [term(large, small), " − ", term(small, large)], value, unit, (large, small), "The difference is"
    )  # fmt: skip


def _over_time(query: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """One measure at its earliest and its latest time, where a question asks how far it moved and names no time."""
    if len(query.entities) > 1 or not re.search(
        r"\b(?:rise|rose|fall|fell|drop|change|grow|grew|declin|increas|decreas|cheap|improv)", query.text, re.I
    ):
        return None
    now = best(subquery(query, snapshot, unit=query.unit if query.unit not in ("percent", "ratio") else ""), snapshot)
    if now is None or now.unit in RELATIVE or now.period is None or now.period.end is None:
        return None
    kin = [
        f
        for f in snapshot.figures
        if f.document == now.document and f.unit == now.unit and f.heading == now.heading and f.period and f.period.end
        and canonical_name(f.subject) == canonical_name(now.subject) and f.metric == now.metric and f.period.end < now.period.end
    ]  # fmt: skip
    return (min(kin, key=lambda f: f.period.end), now) if kin else None  # type: ignore[arg-type, return-value, union-attr]


def _change(query: Query, snapshot: Snapshot) -> Draft | None:
    """(second − first) / first, in percent; of the two numbers that the question gives, or of two figures over time."""
    given = [g for g in given_in(query) if g.unit not in RELATIVE]
    if len(given) >= 2:
        first, second = given[0], given[1]
        if not first.unit:
            first = replace(first, unit=second.unit)
        figures = tuple(f for g in (first, second) if (f := figure_of(g, query, snapshot)))
        before, after = first.value, convert(second.value, second.unit or first.unit, first.unit)
        terms: list[Term | str] = ["(", Term(second.text), " − ", Term(first.text), ") / ", Term(first.text)]
        return worked(
            Operation.CHANGE, terms, 100 * (after - before) / before, "percent", figures, "The change is", sure=0.9
        )
    found = _two(query, snapshot, relative=False) if len(query.periods) >= 2 else _over_time(query, snapshot)
    if found is None and len(query.entities) >= 2 and not query.periods:
        # "By what percentage is A larger than B": B is what A is measured against.
        both = _two(query, snapshot, relative=False)
        found = (both[1], both[0]) if both else None
    if found is None:
        return None
    first_figure, second_figure = found
    if first_figure.unit in RELATIVE:
        return None
    before, after = first_figure.value, convert(second_figure.value, second_figure.unit, first_figure.unit)
    parts: list[Term | str] = [
        "(",
        term(second_figure, first_figure),
        " − ",
        term(first_figure, second_figure),
        ") / ",
        Term(bare(first_figure)),
    ]
    return worked(
        Operation.CHANGE,
        parts,
        100 * (after - before) / before,
        "percent",
        (first_figure, second_figure),
        "The change is",
    )


def _ratio(query: Query, snapshot: Snapshot) -> Draft | None:
    found = _two(query, snapshot, relative=False) or _two(query, snapshot)
    if found is None:
        return None
    first, second = found
    value = first.value / convert(second.value, second.unit, first.unit)
    return worked(
        Operation.RATIO, [term(first, second), " / ", term(second, first)], value, "ratio", (first, second), "The ratio is"
    )  # fmt: skip


def _share(query: Query, snapshot: Snapshot) -> Draft | None:
    """A part as a percentage of a whole, each understood from its own phrase of the question."""
    phrases = share_phrases(query.text)
    if phrases is None:
        return None
    part_words, whole_words = phrases
    part = _phrase_query(part_words, query, snapshot)
    whole = _phrase_query(whole_words, query, snapshot)
    left_out = excluded_owner(query.text, vocabulary(snapshot).owners)
    if left_out:
        part = replace(part, entities=(left_out,), unknown=())
    if part.unknown or whole.unknown:
        return None
    found = pair(part, whole, snapshot, relative=False)
    if found is None:
        return None
    small, large = found
    value = 100 * small.value / convert(large.value, large.unit, small.unit)
    if value > 100:
        return None
    return worked(
        Operation.SHARE, [term(small, large), " / ", term(large, small)], value, "percent", (small, large), "The share is"
    )  # fmt: skip


def _phrase_query(phrase: str, query: Query, snapshot: Snapshot) -> Query:
    """A phrase understood as a question of its own, with the periods of the whole question where it names none."""
    own = understand(phrase, (), snapshot, query.within)
    words = own.words or query.words
    asked = replace(
        query,
        words=words,
        entities=own.entities,
        unknown=own.unknown,
        periods=own.periods or query.periods,
        unit="",
        vector=own.vector,
    )
    return subquery(asked, snapshot, text=phrase)


def _group(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures a sum or an average goes over: of the names or the periods in the question, else a whole group."""
    base = subquery(query, snapshot)
    if len(query.entities) >= 2:
        found = [best(replace(base, entities=(n,)), snapshot) for n in query.entities]
    elif len(query.periods) >= 2:
        found = [best(replace(base, periods=(p,)), snapshot) for p in query.periods]
    else:
        one = best(base, snapshot)
        return siblings(one, snapshot) if one and one.unit not in RELATIVE else ()
    if any(f is None for f in found):
        return ()
    figures = tuple(dict.fromkeys(f for f in found if f is not None))
    return figures if len({(f.unit, f.frequency) for f in figures}) == 1 else ()


def _sum(query: Query, snapshot: Snapshot) -> Draft | None:
    figures = _group(query, snapshot)
    if len(figures) < 2 or figures[0].unit in RELATIVE:
        return None
    value = sum(f.value for f in figures)
    return worked(Operation.SUM, _joined(figures), value, figures[0].unit, figures, "The sum is")


def _average(query: Query, snapshot: Snapshot) -> Draft | None:
    figures = _group(query, snapshot)
    if len(figures) < 2:
        return None
    value = sum(f.value for f in figures) / len(figures)
    terms: list[Term | str] = ["(", *_joined(figures), f") / {len(figures)}"]
    return worked(Operation.AVERAGE, terms, value, figures[0].unit, figures, "The average is")


def _joined(figures: Sequence[Figure]) -> list[Term | str]:
    out: list[Term | str] = []
    for i, figure in enumerate(figures):
        out += ([" + "] if i else []) + [term(figure, figures[i - 1] if i else figures[1])]
    return out


def _midpoint(query: Query, snapshot: Snapshot) -> Draft | None:
    ranges = best(subquery(query, snapshot, forecast=True), snapshot)
    plain = best(subquery(query, snapshot), snapshot)
    figure = next((f for f in (ranges, plain) if f is not None and f.low is not None and f.high is not None), None)
    if figure is None or figure.low is None or figure.high is None:
        return None
    low, high = (amount(x, "percent" if figure.unit == "percent" else "") for x in (figure.low, figure.high))
    terms: list[Term | str] = ["(", Term(low), " + ", Term(high, figure), ") / 2"]
    return worked(Operation.MIDPOINT, terms, (figure.low + figure.high) / 2, figure.unit, (figure,), "The midpoint is")


def _before_growth(query: Query, snapshot: Snapshot) -> Draft | None:
    """A value before a growth that is stated: value / (1 + growth)."""
    base = subquery(query, snapshot)
    growth = best(replace(base, unit="percent", words=(*base.words, "growth"), periods=()), snapshot)
    given = given_in(query)
    levels = [g for g in given if g.unit not in RELATIVE]
    level = figure_of(levels[0], query, snapshot) if levels else None
    if level is None:
        unit = query.unit if query.unit not in ("", "percent", "ratio") else ""
        level = _level(replace(base, unit=unit, periods=()), snapshot)
    if growth is None or level is None or "growth" not in growth.metric.lower() or level.unit in RELATIVE:
        return None
    value = level.value / (1 + growth.value / 100)
    terms: list[Term | str] = [term(level, growth), " / (1 + ", Term(bare(growth), growth), ")"]
    return worked(Operation.PROJECT_BACK, terms, value, level.unit, (level, growth), "A year earlier it comes to")


def _level(query: Query, snapshot: Snapshot) -> Figure | None:
    from reportqa.answering.match import ranked
    from reportqa.answering.operands import LEAST, precise

    found = [m for m in ranked(query, snapshot) if m.figure.unit not in RELATIVE and m.score >= LEAST]
    return precise(found).figure if found else None


_MAKERS: dict[Operation, Callable[[Query, Snapshot], Draft | None]] = {
    Operation.DIFFERENCE: _difference, Operation.CHANGE: _change, Operation.RATIO: _ratio, Operation.SHARE: _share,
    Operation.SUM: _sum, Operation.AVERAGE: _average, Operation.MIDPOINT: _midpoint, Operation.PRODUCT: product_of,
    Operation.PROJECT_BACK: _before_growth,
}  # fmt: skip

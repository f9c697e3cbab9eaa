"""Candidates that answer with cells or with arithmetic over them: look-ups, changes, sums, averages, ratios, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportqa.answering.tables.grid import Fact
from reportqa.answering.tables.lists import column_groups
from reportqa.answering.tables.match import phrase_of, word_stems
from reportqa.answering.tables.points import asked_points, before_and_after, spread_points, year_and_before
from reportqa.answering.tables.question import Op, Reading
from reportqa.answering.tables.view import Candidate, Chosen, TableView, Vector

__all__ = ["changes", "conjuncts", "lookups", "pairs", "spreads"]

_SIDES = 4
"""Series tried for each side of a pair."""
_MANY = 6
"""Parts that a phrase is split into at most."""


def _one(view: TableView, reading: Reading, query: Vector | None) -> list[Chosen]:
    return view.best(phrase_of(reading.targets[0], reading.rest), query)


def conjuncts(phrase: str) -> list[str]:
    """The parts of "a, b and c"; one part where there is no conjunction."""
    pieces = [p.strip() for chunk in phrase.split(" and ") for p in chunk.split(",")]
    return [p for p in pieces if word_stems(p)]


def _each(view: TableView, reading: Reading, parts: Sequence[str], query: Vector | None) -> list[Chosen] | None:
    """One series for each part, none twice; None where a part finds nothing of its own."""
    if not 2 <= len(parts) <= _MANY:
        return None
    out: list[Chosen] = []
    for part in parts:
        taken = [c.series for c in out]
        found = next((c for c in view.best(phrase_of(part, reading.rest), query, 2) if c.series not in taken), None)
        if found is None:
            return None
        out.append(found)
    return out


def lookups(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """The cells of the series that fit the question best, in the periods it names."""
    for chosen in _one(view, reading, query):
        points = asked_points(chosen.series, reading)
        if points:
            yield Candidate(reading, Op.LOOKUP, tuple(points), (chosen,))
        if reading.through and (spread := spread_points(chosen.series, reading)) and set(spread) != set(points):
            yield Candidate(reading, Op.LOOKUP, tuple(spread), (chosen,))
    if len(reading.years) > 1:
        return
    each = _each(view, reading, conjuncts(reading.targets[0]), query) or []
    found = [asked_points(c.series, reading) for c in each]
    if found and all(len(points) == 1 for points in found):
        yield Candidate(reading, Op.LOOKUP, tuple(dict.fromkeys(p for ps in found for p in ps)), tuple(each))


def changes(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """A difference or a change: of one series over time, of several together, between its columns, or between two."""
    if len(reading.targets) > 1:
        yield from pairs(view, reading, query)
        return
    for chosen in _one(view, reading, query):
        if reading.averaged:
            yield from _average_changes(reading, chosen)
            continue
        points = before_and_after(chosen.series, reading)
        if points:
            yield from _signed(Candidate(reading, reading.op, (points[1], points[0]), (chosen,)), view)
        elif chosen.place < 2:
            yield from _columns(view, reading, chosen)
    each = _each(view, reading, conjuncts(reading.targets[0]), query) or []
    found = [before_and_after(c.series, reading) for c in each]
    whole = [p for p in found if p is not None]
    if whole and len(whole) == len(found) and not reading.averaged:
        facts = (*(p[1] for p in whole), *(p[0] for p in whole))
        yield from _signed(Candidate(reading, reading.op, facts, tuple(each), split=len(whole)), view)


def _average_changes(reading: Reading, chosen: Chosen) -> Iterator[Candidate]:
    """The change of a two-year average: the mean of the later year and the one before, less that of the earlier."""
    if len(reading.years) < 2:
        return
    sides = [year_and_before(chosen.series, year) for year in (max(reading.years), min(reading.years))]
    if all(len(side) == 2 for side in sides):
        yield Candidate(reading, reading.op, (*sides[0], *sides[1]), (chosen,), split=2, averaged=True)


def _columns(view: TableView, reading: Reading, chosen: Chosen) -> Iterator[Candidate]:
    """A change from one column to another that name no period: "before adjustment" and "after"."""
    left = chosen.series
    others = [s for s in view.grid.series if s.label == left.label and s.sections == left.sections and s is not left]
    if not left.label or len(others) > 4:
        return
    for other in others:
        x, y = asked_points(left, reading), asked_points(other, reading)
        if len(x) == 1 and len(y) == 1 and x[0].row == y[0].row:
            later, earlier = sorted((x[0], y[0]), key=lambda f: -f.column)
            yield Candidate(reading, reading.op, (later, earlier), (chosen, replace(chosen, series=other)))


def pairs(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """Arithmetic between two sides: difference, change, ratio, share. A side may be a sum of several phrases."""
    sides = [_side(view, reading, target, query) for target in reading.targets[:2]]
    for a in sides[0]:
        for b in sides[1]:
            if {c.series for c in a} & {c.series for c in b} and not reading.sides:
                continue
            x, y = _points(a, _dated(reading, 0)), _points(b, _dated(reading, 1))
            if x and y and not set(x) & set(y):
                made = Candidate(reading, reading.op, (*x, *y), (*a, *b), split=len(x), averaged=reading.averaged)
                yield from _signed(made, view)


def _side(view: TableView, reading: Reading, target: str, query: Vector | None) -> list[tuple[Chosen, ...]]:
    single: list[tuple[Chosen, ...]] = [(c,) for c in view.best(phrase_of(target, reading.rest), query, _SIDES)]
    each = _each(view, reading, conjuncts(target), query)
    return [*single, tuple(each)] if each else single


def _dated(reading: Reading, side: int) -> Reading:
    """The reading with the years of one side, where each side has its own."""
    return replace(reading, years=reading.sides[side], through=False) if reading.sides else reading


def _points(side: Sequence[Chosen], reading: Reading) -> list[Fact]:
    """One cell for each series of a side; for averages all of the periods that the question runs over."""
    out: list[Fact] = []
    for chosen in side:
        points = spread_points(chosen.series, reading) if reading.averaged else asked_points(chosen.series, reading)
        if not points or (len(points) != 1 and not reading.averaged):
            return []
        out += points
    return out


def spreads(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """A sum or an average: over the periods of a series, over one cell for each phrase, or down a section."""
    if len(reading.targets) > 1:
        yield from _across(view, reading, query)
        return
    for chosen in _one(view, reading, query):
        points = spread_points(chosen.series, reading)
        if len(points) >= 2:
            yield from _signed(Candidate(reading, reading.op, tuple(points), (chosen,)), view)
    yield from _down(view, reading)


def _across(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """A sum or an average of one cell for each phrase."""
    each = _each(view, reading, reading.targets, query) or []
    found = [asked_points(c.series, reading) for c in each]
    facts = tuple(dict.fromkeys(p for points in found for p in points))
    if len(facts) >= 2 and all(found):
        yield from _signed(Candidate(reading, reading.op, facts, tuple(each)), view)


def _down(view: TableView, reading: Reading) -> Iterator[Candidate]:
    """A sum or an average down a column: every part of a section in one period."""
    asked = frozenset(word_stems(reading.targets[0]))
    for group in column_groups(view, reading):
        words = frozenset(word_stems(" ".join((*group[0].sections, *group[0].headers))))
        overlap = view.matcher.weight(words & asked)
        if overlap and len(group) >= 2:
            share = overlap / (view.matcher.weight(asked) or 1.0)
            yield Candidate(reading, reading.op, tuple(group), (), extra=(share,))


_COST = re.compile(
    r"\b(?:costs?|expenses?|expenditures?|depreciation|amorti[sz]ation|payments?|charges?|allowances?|impairments?|write-?offs?|repayments?|purchases?)\b",
    re.I,
)
_EITHER = re.compile(
    r"\b(?:income|gains?|loss(?:es)?|benefits?|net|profit|cash|recover\w+|change|increase|decrease)\b", re.I
)


def _is_cost(fact: Fact) -> bool:
    """Whether a row is a cost, which a table prints in parentheses and a reader states without a minus."""
    return bool(_COST.search(fact.label)) and not _EITHER.search(fact.label)


def _signed(made: Candidate, view: TableView) -> Iterator[Candidate]:
    """The candidate; the same without signs where its cells are printed as deductions; in points where it is in percent."""
    below = [f.number.value < 0 for f in made.facts if not f.number.nil]
    single = made.op in (Op.SHARE, Op.RATIO)
    deductions = any(below) and all(below) and all(_is_cost(f) for f in made.facts)
    if not deductions:
        yield made
    if any(below) and (all(below) or single):
        yield replace(made, magnitude=True)
    if made.op is Op.CHANGE and all(view.scale(f).unit == "percent" for f in made.facts):
        yield replace(made, op=Op.DIFFERENCE)
    if made.op is Op.DIFFERENCE and not made.reading.signed and made.split == 1 and len(made.chosen) == 1:
        yield replace(made, facts=(made.facts[1], made.facts[0]))

"""Which points of a series a question means: the years it names, a range, the latest, the one before."""

from __future__ import annotations

from collections.abc import Sequence

from reportqa.answering.tables.grid import Fact, Series
from reportqa.answering.tables.moments import Moment
from reportqa.answering.tables.question import Reading

__all__ = ["asked_points", "before_and_after", "chronological", "spread_points", "year_and_before"]

_MONTH_ORDER = {
    m: i for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}


def chronological(facts: Sequence[Fact]) -> list[Fact]:
    """Facts from the earliest to the latest; those without a period keep their table order."""
    return sorted(facts, key=lambda f: _when_key(f.when))


def _when_key(when: Moment) -> tuple[int, int, int]:
    fine = [int(p[1]) * 3 for p in when.parts if p[0] == "q" and p[1:].isdigit()]
    fine += [_MONTH_ORDER[p] for p in when.parts if p in _MONTH_ORDER]
    days = [int(p) for p in when.parts if p.isdigit()]
    return (when.year or 0, max(fine, default=0), max(days, default=0))


def asked_points(series: Series, reading: Reading) -> list[Fact]:
    """One fact for each year the question names, in its order; where the table's points are finer, those it names.

    Empty when a named year is not there. Without a named period: the only fact, or the latest.
    """
    facts = list(series.facts)
    if not reading.years:
        named = _named_parts(facts, reading)
        return named if named else ([facts[0]] if len(facts) == 1 else chronological(facts)[-1:])
    if len(facts) == 1 and not facts[0].when.years:
        return facts
    out: list[Fact] = []
    for year in reading.years:
        found = [f for f in facts if f.when.year == year] or [f for f in facts if year in f.when.years]
        out += _finest(found, reading)
    return list(dict.fromkeys(out)) if _covers(out, reading) else []


def _covers(facts: Sequence[Fact], reading: Reading) -> bool:
    return all(any(year in f.when.years for f in facts) for year in reading.years)


def _finest(facts: Sequence[Fact], reading: Reading) -> list[Fact]:
    """Of several points in one year, those whose quarter or date the question names best."""
    if len(facts) <= 1:
        return list(facts)
    shares = [len(f.when.parts & reading.when.parts) for f in facts]
    best = max(shares)
    kept = [f for f, n in zip(facts, shares, strict=True) if n == best]
    return kept if best else kept[:1]


def _named_parts(facts: Sequence[Fact], reading: Reading) -> list[Fact]:
    if not reading.when.parts:
        return []
    shares = [len(f.when.parts & reading.when.parts) for f in facts]
    best = max(shares, default=0)
    if not best or min(shares) == best:
        return []
    return [f for f, n in zip(facts, shares, strict=True) if n == best]


def before_and_after(series: Series, reading: Reading) -> tuple[Fact, Fact] | None:
    """The earlier and the later point of a change: the two periods named, the named one and the one before, or the last two."""
    facts = chronological(series.facts)
    if len(facts) < 2:
        return None
    if len(reading.years) == 1 and not _several(facts, reading):
        named = [f for f in facts if f.when.year == reading.years[0]]
        if not named:
            return None
        later = named[-1]
        place = facts.index(later)
        return (facts[place - 1], later) if place else None
    if not reading.years and not reading.when.parts:
        return facts[-2], facts[-1]
    points = chronological(asked_points(series, reading) if len(reading.years) != 1 else _several(facts, reading))
    return (points[0], points[-1]) if len(points) >= 2 else None


def _several(facts: Sequence[Fact], reading: Reading) -> list[Fact]:
    """Two or more points of the one named year (or of none) that the question's dates or quarters name."""
    same = [f for f in facts if not reading.years or f.when.year in reading.years]
    asked = reading.when.parts
    kept = [f for f in same if f.when.parts and f.when.parts & asked]
    whole = [f for f in kept if f.when.parts <= asked]
    chosen = whole if len(whole) >= 2 else kept
    return chosen if len(chosen) == 2 else []


def spread_points(series: Series, reading: Reading) -> list[Fact]:
    """The points a sum or an average runs over: the years named, all within a range, a year and its opening, or all."""
    facts = chronological(series.facts)
    years = reading.years
    if len(years) >= 2:
        if reading.through:
            return [f for f in facts if f.when.year and min(years) <= f.when.year <= max(years)]
        return asked_points(series, reading)
    if len(years) == 1:
        same = [f for f in facts if f.when.year == years[0]]
        if len(same) > 1:
            return _several(facts, reading) or same
        if not same:
            return []
        place = facts.index(same[0])
        return facts[place - 1 : place + 1] if reading.single_average and place else same
    named = _named_parts(facts, reading)
    return named if len(named) > 1 else facts


def year_and_before(series: Series, year: int) -> list[Fact]:
    """The point of a year and the point before it, the earlier first; empty where the year has no single point."""
    facts = chronological(series.facts)
    named = [i for i, f in enumerate(facts) if f.when.year == year]
    return facts[named[0] - 1 : named[0] + 1] if len(named) == 1 and named[0] else []

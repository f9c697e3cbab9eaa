"""Every answer a table could give to a reading of a question: an operation over chosen cells, not yet judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reportqa.answering.tables.cells import is_unit_text
from reportqa.answering.tables.grid import Fact, Grid, Series
from reportqa.answering.tables.match import Matcher, Phrase, phrase_of, word_stems
from reportqa.answering.tables.points import asked_points, before_and_after, spread_points
from reportqa.answering.tables.question import Limit, Op, Reading
from reportqa.answering.tables.scale import Scale, scale_of

__all__ = ["GROUP_FEATURES", "Candidate", "Chosen", "TableView", "candidates"]

Vector = npt.NDArray[np.float32]
TOP = 4
GROUP_FEATURES = ("side asked", "side recall", "section asked", "table asked", "along rows", "size", "first column")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A series chosen for a phrase, with its match features and its score."""

    series: Series
    score: float
    features: tuple[float, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operation over cells: `facts` in the order of the formula, `groups` where parts need several cells each.

    `names` are the answer where it is made of words (periods, row labels). `facts` are then its evidence.
    """

    reading: Reading
    op: Op
    facts: tuple[Fact, ...]
    chosen: tuple[Chosen, ...] = ()
    names: tuple[str, ...] = ()
    extra: tuple[float, ...] = ()
    swapped: bool = False


@dataclass(frozen=True)
class TableView:
    """One table ready to be asked: its grid, its matcher, the scale that its report's prose states, a series scorer."""

    grid: Grid
    matcher: Matcher
    prose: str
    weights: Vector
    scales: dict[tuple[int, int], Scale] = field(default_factory=dict)

    def scale(self, fact: Fact) -> Scale:
        """The scale of a cell, found once."""
        key = (fact.row, fact.column)
        if key not in self.scales:
            self.scales[key] = scale_of(fact, self.grid, self.prose)
        return self.scales[key]

    def value(self, fact: Fact) -> float:
        """The cell's number in real units (a percent of 61.6 % is 61.6)."""
        return fact.number.value * self.scale(fact).factor

    def best(self, phrase: Phrase, query: Vector | None, top: int = TOP) -> list[Chosen]:
        """The series that fit a phrase best, best first."""
        features = self.matcher.features(phrase, query)
        if not len(features):
            return []
        scores = features @ self.weights
        order = np.argsort(-scores, kind="stable")[:top]
        return [
            Chosen(self.grid.series[i], float(scores[i]), tuple(map(float, features[i])), n)
            for n, i in enumerate(order)
        ]


def candidates(view: TableView, readings: Sequence[Reading], query: Vector | None = None) -> list[Candidate]:
    """Every candidate of one table for the readings of one question."""
    out: list[Candidate] = []
    for reading in readings:
        out += _MAKERS[reading.op](view, reading, query)
    return out


def _one(view: TableView, reading: Reading, query: Vector | None) -> list[Chosen]:
    return view.best(phrase_of(reading.targets[0], reading.rest), query)


def _lookups(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    for chosen in _one(view, reading, query):
        points = asked_points(chosen.series, reading)
        if points:
            yield Candidate(reading, Op.LOOKUP, tuple(points), (chosen,))
    parts = _conjuncts(reading.targets[0])
    if len(parts) > 1 and len(reading.years) <= 1:
        yield from _joint_lookup(view, reading, parts, query)


def _conjuncts(phrase: str) -> list[str]:
    pieces = [p.strip() for chunk in phrase.split(" and ") for p in chunk.split(",")]
    return [p for p in pieces if word_stems(p)]


def _joint_lookup(view: TableView, reading: Reading, parts: Sequence[str], query: Vector | None) -> Iterator[Candidate]:
    """One cell for each conjunct: "sales and purchases in 2017"."""
    chosen: list[Chosen] = []
    facts: list[Fact] = []
    for part in parts:
        found = next((c for c in view.best(phrase_of(part, reading.rest), query, 2) if c not in chosen), None)
        points = asked_points(found.series, reading) if found else []
        if found is None or len(points) != 1 or points[0] in facts:
            return
        chosen.append(found)
        facts += points
    yield Candidate(reading, Op.LOOKUP, tuple(facts), tuple(chosen))


def _changes(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    if len(reading.targets) > 1:
        yield from _between(view, reading, query)
        return
    for chosen in _one(view, reading, query):
        points = before_and_after(chosen.series, reading)
        if points:
            yield Candidate(reading, reading.op, (points[1], points[0]), (chosen,))


def _between(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """Arithmetic between two series in one period: difference, change, ratio, share."""
    first, second = (view.best(phrase_of(t, reading.rest), query, 3) for t in reading.targets[:2])
    for a in first:
        for b in second:
            if a.series is b.series:
                continue
            x, y = asked_points(a.series, reading), asked_points(b.series, reading)
            if len(x) == 1 and len(y) == 1 and x != y:
                yield Candidate(reading, reading.op, (x[0], y[0]), (a, b))


def _spreads(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    if len(reading.targets) > 1:
        yield from _across(view, reading, query)
        return
    for chosen in _one(view, reading, query):
        points = spread_points(chosen.series, reading)
        if len(points) >= 2:
            yield Candidate(reading, reading.op, tuple(points), (chosen,))
    yield from _parted(view, reading, query)


def _across(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """A sum or an average of one cell for each phrase."""
    facts: list[Fact] = []
    chosen: list[Chosen] = []
    for target in reading.targets:
        found = next((c for c in view.best(phrase_of(target, reading.rest), query, 2) if c not in chosen), None)
        points = asked_points(found.series, reading) if found else []
        if found is None or not points or points[0] in facts:
            return
        facts += points
        chosen.append(found)
    if len(facts) >= 2:
        yield Candidate(reading, reading.op, tuple(facts), tuple(chosen))


def _parted(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """A sum or an average down a column: every part of a section in one period."""
    asked = frozenset(word_stems(reading.targets[0]))
    for group in _column_groups(view, reading):
        words = frozenset(word_stems(" ".join((*group[0].sections, *group[0].headers))))
        overlap = view.matcher.weight(words & asked)
        if overlap and len(group) >= 2:
            share = overlap / (view.matcher.weight(asked) or 1.0)
            yield Candidate(reading, reading.op, tuple(group), (), extra=(share,))


def _column_groups(view: TableView, reading: Reading) -> list[list[Fact]]:
    """The parts (no totals) of each section in each column of the asked period, in table order."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for series in view.grid.series:
        if series.is_total or not series.label:
            continue
        for fact in asked_points(series, reading)[:1]:
            groups.setdefault((series.sections, series.headers, series.group), []).append(fact)
    return [g for g in groups.values() if len(g) >= 2]


def _row_groups(view: TableView, reading: Reading) -> list[list[Fact]]:
    """The cells along each row in the asked period: columns that name things side by side."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for series in view.grid.series:
        if not series.headers or any("total" in h.lower() for h in series.headers):
            continue
        for fact in asked_points(series, reading)[:1]:
            groups.setdefault((series.sections, series.label, series.group), []).append(fact)
    return [g for g in groups.values() if len(g) >= 2]


def _peak_periods(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    for chosen in _one(view, reading, query):
        facts = [
            f
            for f in chosen.series.facts
            if not reading.years or len(reading.years) < 2 or f.when.year in reading.years
        ]
        if len(facts) < 2:
            continue
        ordered = sorted(facts, key=view.value, reverse=reading.highest)
        if len(ordered) < reading.rank:
            continue
        peak = ordered[reading.rank - 1]
        yield Candidate(
            reading, Op.PEAK_PERIOD, (peak, *(f for f in ordered if f is not peak)), (chosen,), (period_name(peak),)
        )


def period_name(fact: Fact) -> str:
    """A period as an answer names it: the year, or the quarter or date where the years are the same."""
    when = fact.when
    fine = [h for h in fact.raw_headers if h]
    if when.year is not None and not any(p.startswith("q") for p in when.parts):
        return str(when.year)
    return fine[-1] if fine else fact.label or when.text


def fits(value: float, limit: Limit, scale: Scale) -> bool:
    """Whether a value in real units meets a condition; a bare threshold is read in the table's own scale."""
    bound = limit.value * (limit.factor if limit.factor != 1.0 else 1.0)
    if limit.factor == 1.0 and scale.factor != 1.0 and not limit.percent and abs(limit.value) < scale.factor:
        bound = limit.value * scale.factor
    return {"<": value < bound, ">": value > bound, "<=": value <= bound, ">=": value >= bound}[limit.sign]


def _fitting_periods(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    limit = reading.limit
    if limit is None:
        return
    for chosen in _one(view, reading, query):
        facts = [
            f
            for f in chosen.series.facts
            if not reading.through or not f.when.year or min(reading.years) <= f.when.year <= max(reading.years)
        ]
        kept = [f for f in facts if fits(view.value(f), limit, view.scale(f))]
        if kept or reading.op is Op.COUNT_PERIODS:
            names = tuple(dict.fromkeys(period_name(f) for f in kept))
            yield Candidate(reading, reading.op, tuple(kept) or tuple(facts), (chosen,), names)


def _peak_rows(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    asked = frozenset(word_stems(f"{reading.targets[0]} {reading.kind}"))
    for along, groups in ((False, _column_groups(view, reading)), (True, _row_groups(view, reading))):
        for group in groups:
            ordered = sorted(group, key=view.value, reverse=reading.highest)
            if len(ordered) < max(2, reading.rank):
                continue
            peak = ordered[reading.rank - 1]
            name = _side_name(peak) if along else peak.label
            yield Candidate(
                reading,
                Op.PEAK_ROW,
                (peak, *(f for f in ordered if f is not peak)),
                (),
                (name,),
                _group_fit(view, group, asked, along),
            )


def _side_name(fact: Fact) -> str:
    named = [h for h in fact.headers if not is_unit_text(h)]
    return named[-1] if named else ""


def _group_fit(view: TableView, group: Sequence[Fact], asked: frozenset[str], along: bool) -> tuple[float, ...]:
    """How a group of cells fits the question: the words it shares with its section, its column or its row, and its size."""
    w = view.matcher.weight
    total = w(asked) or 1.0
    first = group[0]
    side = frozenset(word_stems(first.label if along else " ".join(first.headers)))
    section = frozenset(word_stems(" ".join(first.sections)))
    table = frozenset(word_stems(view.grid.corner))
    return (
        w(side & asked) / total, w(side & asked) / (w(side) or 1.0) if side else 0.0, w(section & asked) / total,
        w(table & asked) / total, float(along), min(len(group), 10) / 10, float(first.column == min(f.column for f in view.grid.facts)),
    )  # fmt: skip


def _fitting_rows(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    limit = reading.limit
    if limit is None:
        return
    asked = frozenset(word_stems(f"{reading.targets[0]} {reading.kind}"))
    for group in _column_groups(view, reading):
        kept = [f for f in group if fits(view.value(f), limit, view.scale(f))]
        if kept or reading.op is Op.COUNT_ROWS:
            names = tuple(f.label for f in kept)
            yield Candidate(
                reading, reading.op, tuple(kept) or tuple(group), (), names, _group_fit(view, group, asked, False)
            )


def _period_lists(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """The periods a table or a series covers, in table order."""
    facts = sorted(view.grid.facts, key=lambda f: (f.column, f.row))
    years = tuple(dict.fromkeys(str(f.when.year) for f in facts if f.when.year))
    if years:
        yield Candidate(reading, reading.op, _one_each(facts), (), years)


def _one_each(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    seen: dict[int | None, Fact] = {}
    for f in facts:
        seen.setdefault(f.when.year, f)
    return tuple(seen.values())


def _row_lists(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """The names under the section that the question names, the parts above the total it names, or all rows."""
    if reading.kind == "periods":
        yield from _period_lists(view, reading, query)
        return
    asked = frozenset(word_stems(f"{reading.targets[0]} {reading.kind}"))
    w = view.matcher.weight
    rows = [r for r in view.grid.rows if r.label]
    lists: dict[tuple[object, ...], list[str]] = {}
    for row in rows:
        if not row.is_total:
            lists.setdefault((row.sections, row.group), []).append(row.label)
    for (sections, _), labels in lists.items():
        words = frozenset(word_stems(" ".join(map(str, sections))))  # type: ignore[call-overload]
        fit = (
            w(words & asked) / (w(asked) or 1.0),
            w(words & asked) / (w(words) or 1.0) if words else 0.0,
            min(len(labels), 10) / 10,
            float(len(lists) == 1),
            0.0,
        )
        yield Candidate(reading, reading.op, (), (), tuple(dict.fromkeys(labels)), fit)
    headers = tuple(dict.fromkeys(_side_name(f) for f in view.grid.facts if _side_name(f)))
    if len(headers) >= 2:
        words = frozenset(word_stems(" ".join(headers)))
        yield Candidate(
            reading,
            reading.op,
            (),
            (),
            headers,
            (w(words & asked) / (w(asked) or 1.0), 0.0, min(len(headers), 10) / 10, 0.0, 1.0),
        )


_MAKERS = {
    Op.LOOKUP: _lookups, Op.DIFFERENCE: _changes, Op.CHANGE: _changes, Op.AVERAGE: _spreads, Op.SUM: _spreads,
    Op.RATIO: _between, Op.SHARE: _between, Op.PEAK_PERIOD: _peak_periods, Op.PEAK_ROW: _peak_rows,
    Op.FILTER_PERIODS: _fitting_periods, Op.COUNT_PERIODS: _fitting_periods, Op.FILTER_ROWS: _fitting_rows,
    Op.COUNT_ROWS: _fitting_rows, Op.LIST_PERIODS: _period_lists, Op.LIST_ROWS: _row_lists, Op.COUNT_LIST: _row_lists,
}  # fmt: skip

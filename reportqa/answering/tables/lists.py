"""Candidates that answer with names or count them: periods and rows that fit, extremes, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportqa.answering.tables.cells import is_unit_text
from reportqa.answering.tables.grid import Fact
from reportqa.answering.tables.layout import Row
from reportqa.answering.tables.match import phrase_of, word_stems
from reportqa.answering.tables.moments import moment
from reportqa.answering.tables.points import asked_points
from reportqa.answering.tables.question import Op, Reading
from reportqa.answering.tables.view import Candidate, TableView, Vector
from reportqa.figures.units import PHYSICAL_UNITS, TIMES, is_money

__all__ = [
    "column_groups",
    "fitting_periods",
    "fitting_rows",
    "peak_periods",
    "peak_rows",
    "period_lists",
    "period_name",
    "row_lists",
]


def column_groups(view: TableView, reading: Reading) -> list[list[Fact]]:
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
    return [g for g in groups.values() if len(g) >= 2 and len({view.units.get((f.row, f.column), "") for f in g}) == 1]


def peak_periods(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    for chosen in view.best(phrase_of(reading.targets[0], reading.rest), query):
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
            reading,
            Op.PEAK_PERIOD,
            (peak, *(f for f in ordered if f is not peak)),
            (chosen,),
            (period_name(peak, facts),),
        )


def period_name(fact: Fact, series: Sequence[Fact]) -> str:
    """A period as an answer names it: the year, or what its header or row says where its year alone does not tell it."""
    when = fact.when
    same = sum(f.when.year == when.year for f in series)
    if when.year is not None and same < 2 and not any(p[1:].isdigit() and p[0] in "qh" for p in when.parts):
        return str(when.year)
    fine = [h for h in fact.raw_headers if moment(h)]
    return fine[-1] if fine else fact.row_name or when.text


def fitting_periods(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    limit = reading.limit
    if limit is None:
        return
    for chosen in view.best(phrase_of(reading.targets[0], reading.rest), query):
        facts = [
            f
            for f in chosen.series.facts
            if not reading.through or not f.when.year or min(reading.years) <= f.when.year <= max(reading.years)
        ]
        kept = [f for f in facts if view.meets(f, limit)]
        if kept or reading.op is Op.COUNT_PERIODS:
            names = tuple(dict.fromkeys(period_name(f, facts) for f in kept))
            yield Candidate(reading, reading.op, tuple(kept) or tuple(facts), (chosen,), names)


def peak_rows(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    asked = frozenset(word_stems(f"{reading.targets[0]} {reading.kind}"))
    columns = [g for g in column_groups(view, reading) if _is_measured(view, g, reading)]
    # A question that names rows compares those rows, not the columns of one of them.
    named = any(len(_compared(cells, reading, False)) < len(cells) for cells in columns)
    for along, groups in ((False, columns), (True, [] if named else _row_groups(view, reading))):
        for cells in groups:
            group = _compared(cells, reading, along)
            ordered = sorted(group, key=view.value, reverse=reading.highest)
            if len(ordered) < max(2, reading.rank):
                continue
            peak = ordered[reading.rank - 1]
            name = _side_name(peak) if along else peak.row_name
            yield Candidate(
                reading,
                Op.PEAK_ROW,
                (peak, *(f for f in ordered if f is not peak)),
                (),
                (name,),
                _group_fit(view, group, asked, along),
            )


_PRICED = re.compile(
    r"\b(?:expensive|cheap|cheaper|cheapest|costly|costliest|dear|dearest|pricey|pricier|priciest)\b", re.I
)
_TIMED = re.compile(r"\b(?:longest|shortest|quickest|fastest|slowest|oldest|youngest)\b", re.I)


def _is_measured(view: TableView, group: Sequence[Fact], reading: Reading) -> bool:
    """Whether cells are of the kind that an extreme is told of: the most expensive has a price, the longest wait a time."""
    units = {u for f in group if (u := view.units.get((f.row, f.column), ""))}
    if _PRICED.search(reading.when.text):
        return not units or any(is_money(u) for u in units)
    if _TIMED.search(reading.when.text):
        return not units or any(u in TIMES.values() or (u in PHYSICAL_UNITS) for u in units)
    return True


def _compared(group: list[Fact], reading: Reading, along: bool) -> list[Fact]:
    """Those cells that the question itself names where it names two or more of them ("A or B"), else all."""
    asked = frozenset(word_stems(reading.rest))
    names = [frozenset(word_stems(_side_name(f) if along else f.row_name)) for f in group]
    named = [f for f, words in zip(group, names, strict=True) if words and words <= asked]
    return named if len(named) >= 2 else group


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


def fitting_rows(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    limit = reading.limit
    if limit is None:
        return
    asked = frozenset(word_stems(f"{reading.targets[0]} {reading.kind}"))
    for group in column_groups(view, reading):
        kept = [f for f in group if view.meets(f, limit)]
        if kept or reading.op is Op.COUNT_ROWS:
            names = tuple(f.row_name for f in kept)
            yield Candidate(
                reading, reading.op, tuple(kept) or tuple(group), (), names, _group_fit(view, group, asked, False)
            )


def period_lists(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
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


def row_lists(view: TableView, reading: Reading, query: Vector | None) -> Iterator[Candidate]:
    """The names under the section that the question names, the parts of the total it names, all rows, or the columns."""
    if reading.kind == "periods":
        yield from period_lists(view, reading, query)
        return
    if reading.op is Op.COUNT_LIST and not _is_kind(view, reading.kind):
        return
    asked = frozenset(word_stems(f"{reading.targets[0]} {reading.kind}"))
    made: set[tuple[str, ...]] = set()
    for over, names, features in (*_sections(view), *_totals(view), *_columns(view)):
        unique = tuple(dict.fromkeys(n for n in names if n))
        if len(unique) < 2 or unique in made:
            continue
        made.add(unique)
        words = frozenset(word_stems(over))
        w = view.matcher.weight
        hit = w(words & asked)
        fit = (hit / (w(asked) or 1.0), hit / (w(words) or 1.0), min(len(unique), 10) / 10, *features)
        yield Candidate(reading, reading.op, (), (), unique, fit)


def _is_kind(view: TableView, kind: str) -> bool:
    """Whether what is counted is a kind of row or column here: "how many segments", not "how many tokens are used"."""
    asked = frozenset(word_stems(kind))
    named = (
        view.grid.corner,
        view.grid.context,
        *(r.label for r in view.grid.rows),
        *(s for r in view.grid.rows for s in r.sections),
    )
    known = frozenset(s for text in named for s in word_stems(text))
    return bool(asked & (known | _KINDS)) and not any(
        u and asked & frozenset(word_stems(u)) for u in set(view.units.values())
    )


_KINDS = frozenset(
    word_stems(
        "items components types kinds segments categories countries regions rows columns sources elements assumptions factors areas "
        "products services companies units markets officers directors people levels groups sub-items classes"
    )
)
_Named = tuple[str, list[str], tuple[float, float, float, float]]


def _sections(view: TableView) -> Iterator[_Named]:
    """The rows of each section as far as its first total, and all of them; then every row of the table."""
    lists: dict[tuple[object, ...], list[Row]] = {}
    for row in view.grid.rows:
        if row.label:
            lists.setdefault((row.sections, row.group), []).append(row)
    single = float(len(lists) == 1)
    for rows in lists.values():
        over = " ".join(rows[0].sections)
        first = next((i for i, r in enumerate(rows) if r.is_total), len(rows))
        yield over, [r.label for r in rows[:first]], (single, 0.0, 1.0, float(bool(over)))
        yield over, [r.label for r in rows if not r.is_total], (single, 0.0, 0.0, float(bool(over)))
    if len(lists) > 1:
        yield "", [r.label for r in view.grid.rows if r.label and not r.is_total], (1.0, 0.0, 0.0, 0.0)


def _totals(view: TableView) -> Iterator[_Named]:
    """The parts of each total, named by the total."""
    labels = {r.index: r.label for r in view.grid.rows}
    for total, parts in view.grid.parts.items():
        if labels[total]:
            yield labels[total], [labels[p] for p in parts], (0.0, 0.0, 1.0, 1.0)


def _columns(view: TableView) -> Iterator[_Named]:
    """The names that columns bear side by side."""
    headers = list(dict.fromkeys(_side_name(f) for f in view.grid.facts if _side_name(f)))
    yield " ".join(headers), headers, (0.0, 1.0, 0.0, 0.0)

"""A table as facts: each number with the words of its row, its section, its column and its period.

Tables are laid out in many ways (years across, years down, years as section headings, one row an observation); facts
look the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reportqa.answering.tables.cells import CellNumber, is_unit_text, read_number
from reportqa.answering.tables.layout import Layout, Row, clean_label, layout_of
from reportqa.answering.tables.moments import Moment, is_period, moment, without_moment
from reportqa.answering.tables.totals import parts_of_totals
from reportqa.figures.wholes import RANK, whole_row
from reportqa.types import Table

__all__ = ["Fact", "Grid", "Row", "Series", "grid_of"]

_RESTATED = re.compile(r"\(?\b(?:as\s)?(?:restated|unaudited|audited)\d?\b(?:\s+see\s+note\s+\d+)?\)?", re.I)
_NO_SUM = re.compile(r"%|\b(?:rates?|ratios?|average|mean|median|per|out of|share|score|price)\b", re.I)
_LEFT_OVER = frozenset(["and", "vs", "at", "as", "in", "for", "the", "of", "on", "ended", "to", "from"])
_WEEKS = re.compile(r"^\(?(?:\d+|three|six|nine|twelve)[\s-]*(?:weeks?|months?|days)(?:\s+ended)?\)?$", re.I)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of a table and the words that say what it is; `headers` run from the top, without the period.

    `row_name` is what its row alone is called ("China" of "China, first week of May"), `row_text` all the words of the row.
    `carried` is the "%" or the currency sign that its column prints on other cells and means for this one too.
    """

    row: int
    column: int
    number: CellNumber
    text: str
    label: str
    sections: tuple[str, ...]
    headers: tuple[str, ...]
    when: Moment
    raw_headers: tuple[str, ...] = ()
    carried: str = ""
    row_name: str = ""
    row_text: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Facts that differ only in their period, in table order."""

    label: str
    sections: tuple[str, ...]
    headers: tuple[str, ...]
    facts: tuple[Fact, ...]
    is_total: bool = False
    group: int = 0

    @property
    def name(self) -> str:
        """The series in words, from section to column."""
        return " ".join(part for part in (*self.sections, self.label, *self.headers) if part)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table read: its rows, facts and series, the words above it, and which columns hold text.

    `document` and `table` place it in the snapshot; `parts` are the rows that a total adds up, by row; `units`
    are those that a data package declares for the columns.
    """

    document: str
    table: int
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    series: tuple[Series, ...]
    corner: str
    headers: tuple[tuple[str, ...], ...]
    context: str
    text_columns: tuple[int, ...] = ()
    at: dict[tuple[int, int], Fact] = field(default_factory=dict, compare=False, hash=False)
    parts: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False, hash=False)
    units: tuple[str, ...] = ()


def grid_of(table: Table, document: str = "", index: int = 0, context: str = "", about: str = "") -> Grid:
    """Read a table into facts. Pure; never raises on odd tables, an empty one has no facts. `about` is its document's title."""
    layout = layout_of([[cell.text for cell in row] for row in table.cells])
    facts = _facts(layout)
    parts = _parts(layout, facts)
    whole = whole_row(table, about)
    rows = tuple(replace(r, is_total=r.is_total or r.index in parts or r.index == whole) for r in layout.rows)
    words = " ".join(p for p in (table.title, table.notes, table.section, context, layout.notes) if p)
    return Grid(
        document=document,
        table=index,
        rows=rows,
        facts=facts,
        series=_series(facts, rows),
        corner=layout.corner,
        headers=layout.headers,
        context=words,
        text_columns=layout.labels,
        at={(f.row, f.column): f for f in facts},
        parts=parts,
        units=table.units,
    )


def _parts(layout: Layout, facts: Sequence[Fact]) -> dict[int, tuple[int, ...]]:
    """The rows that other rows add up, by their indices in the table. Columns of rates and averages have no sums."""
    numbers: dict[int, dict[int, CellNumber]] = {r.index: {} for r in layout.rows}
    for f in facts:
        if not any(_NO_SUM.search(h) for h in f.raw_headers):
            numbers[f.row][f.column] = f.number
    order = list(numbers)
    found = parts_of_totals([numbers[r] for r in order], [r.is_total for r in layout.rows])
    return {order[i]: tuple(order[j] for j in parts) for i, parts in found.items()}


def _facts(layout: Layout) -> tuple[Fact, ...]:
    out: list[Fact] = []
    between = _between_balances(layout)
    for row, headers in zip(layout.rows, layout.per_row, strict=True):
        texts = [t for _, t in row.texts] if len(row.texts) > 1 else [row.label]
        attributes = " ".join(texts)
        names = [t for t in texts if not is_period(t) and not RANK.fullmatch(t)] or texts[:1]
        named = " ".join(names)
        for c, text in enumerate(layout.texts[row.index]):
            number = read_number(text) if c not in layout.labels else None
            if number is None:
                continue
            words = _header_words(headers[c])
            when = _join_moments(*headers[c], *row.sections, attributes) or between.get(row.index, Moment())
            label = clean_label(without_moment(named)) or ("" if moment(attributes) else row.label)
            sections = tuple(s for s in (clean_label(without_moment(s)) for s in row.sections) if s)
            name = clean_label(names[0]) if len(names) > 1 else label
            out.append(
                Fact(
                    row.index,
                    c,
                    number,
                    text,
                    label,
                    sections,
                    words,
                    when,
                    headers[c],
                    "",
                    name or row.label,
                    attributes,
                )
            )
    return _carried(out, {row.index: row.group for row in layout.rows})


def _between_balances(layout: Layout) -> dict[int, Moment]:
    """The periods of movements in a roll-forward: "Granted" between "Balance at January 1, 2019" and "Balance at December
    31, 2019" happened in the year that the next balance closes."""
    dated = [(i, moment(r.label)) for i, r in enumerate(layout.rows)]
    balances = [(i, m) for i, m in dated if m.years and not is_period(layout.rows[i].label)]
    if len(balances) < 2 or len(balances) > len(layout.rows) / 2 + 1:
        return {}
    out: dict[int, Moment] = {}
    for (start, _), (end, closing) in pairwise(balances):
        out |= {layout.rows[i].index: Moment(closing.years, frozenset(), closing.text) for i in range(start + 1, end)}
    return out


def _carried(facts: Sequence[Fact], group: Mapping[int, int]) -> tuple[Fact, ...]:
    """Signs that a column prints on some cells only hold for the rest: "$" on the first, "%" on the first and the last."""
    runs: dict[tuple[int, int], list[Fact]] = {}
    columns: dict[int, list[Fact]] = {}
    for f in facts:
        runs.setdefault((f.column, group[f.row]), []).append(f)
        columns.setdefault(f.column, []).append(f)
    signs: dict[tuple[int, int], str] = {}
    for run in runs.values():
        ends = run[0].number.percent and run[-1].number.percent
        if ends and all(abs(f.number.value) < 1000 and not f.number.currency for f in run):
            signs.update({(f.row, f.column): "%" for f in run})
    for column in columns.values():
        printed = {f.number.currency for f in column if f.number.currency}
        if len(printed) == 1:
            signs.update({(f.row, f.column): min(printed) for f in column if (f.row, f.column) not in signs})
    return tuple(replace(f, carried=signs.get((f.row, f.column), "")) for f in facts)


def _header_words(headers: Sequence[str]) -> tuple[str, ...]:
    """What a column's headers name besides its period and its scale; a percent sign stays, it parts two columns."""
    words = (_RESTATED.sub("", clean_label(without_moment(h))).strip() for h in headers if not _WEEKS.match(h))
    return tuple(w for w in words if w and ("%" in w or not is_unit_text(w)) and w.lower() not in _LEFT_OVER)


def _join_moments(*texts: str) -> Moment:
    """The period that headers, sections and label name together: a month above a year makes a date."""
    found = [m for m in map(moment, texts) if m]
    years = frozenset[int]().union(*(m.years for m in found))
    return Moment(years, frozenset[str]().union(*(m.parts for m in found)), " ".join(m.text for m in found))


def _series(facts: Sequence[Fact], rows: Sequence[Row]) -> tuple[Series, ...]:
    """Facts grouped by everything but their period. A repeated period starts a series of its own (a second block)."""
    by_row = {row.index: row for row in rows}
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        row = by_row[fact.row]
        lasting = () if any(moment(s) for s in row.sections) or moment(row.label) else (row.group,)
        key: tuple[object, ...] = (fact.label, fact.sections, fact.headers, *lasting)
        serial = 0
        while any(_same_point(f, fact) for f in groups.get((*key, serial), ())):
            serial += 1
        groups.setdefault((*key, serial), []).append(fact)
    return tuple(
        Series(m[0].label, m[0].sections, m[0].headers, tuple(m), by_row[m[0].row].is_total, by_row[m[0].row].group)
        for m in groups.values()
    )


def _same_point(a: Fact, b: Fact) -> bool:
    return (a.when.years, a.when.parts) == (b.when.years, b.when.parts)

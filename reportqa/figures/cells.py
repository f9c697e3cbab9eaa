"""The figures of a table: a cell's subject, metric, period and unit come from its row and its column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportqa.figures import periods
from reportqa.figures.celltext import parse_cell
from reportqa.figures.clauses import Declaration, declaration
from reportqa.figures.declared import NOT_MONEY, Measure, counted, is_explicit, row_measure
from reportqa.figures.headers import (
    Header,
    column_header,
    columns_are_entities,
    corner_of,
    is_period,
    measure_told,
    period_in,
    row_paths,
    rows_are_entities,
    rows_are_measures,
)
from reportqa.figures.hedges import hedge
from reportqa.figures.lexicon import FUNCTION_WORDS, verb_form
from reportqa.figures.names import COUNTRY_FORMS, canonical_name, is_country
from reportqa.figures.numbers import Number
from reportqa.figures.units import PHYSICAL, TIMES, currency, is_currency, singular
from reportqa.figures.wholes import RANK, adds_up, is_named_whole, rows_are_parts, whole_row
from reportqa.types import Cell, Document, Figure, Period, Qualifier, Status, Table

__all__ = ["cell_figures"]

_UNSCALED = re.compile(
    r"\bper share\b|\bearnings per\b|\bper \w+\b|\b(?:basic|diluted)\b(?!.*\b(?:shares|weighted)\b)", re.I
)
_PER = re.compile(r"\bper\b|/", re.I)
_UNIT_OF_ROW = re.compile(r"\((?:in\s)?([A-Za-z²°/]+)\)\s*$")
_WRITTEN_SCALE = re.compile(r"thousand|million|billion|trillion|bn\b|mn\b|\d\s?[kmbt]\b|[万亿]", re.I)
_NAMED_PERIOD = re.compile(r"\b(?:period|date|year|month|quarter|week|when|time|by|as of)\b", re.I)
_FISCAL_LEAD = 330
"""Days by which a fiscal year may be ahead of the calendar's: the third quarter of FY26 may end in December 2025."""
# Headers that only tell that their column counts, of rows that say what: "Headcount" over "Cooks".
_HEADS = re.compile(r"headcounts?|(?:number of )?(?:people|persons|employees|staff)|workforce", re.I)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with what holds for all of its cells."""

    document: Document
    index: int
    table: Table
    headers: Mapping[int, Header]
    declared: Declaration
    by_row: bool
    by_column: bool
    whole_row: int | None
    entities: bool
    money: str
    published: dt.date | None
    lent: Period | None


def cell_figures(document: Document, index: int, table: Table) -> list[Figure]:
    """Every number of a table's body as a Figure; a merged cell counts once."""
    if not table.cells:
        return []
    grid = _grid(document, index, table)
    seen: set[int] = set()
    out: list[Figure] = []
    for r, rows in enumerate(row_paths(table), table.header_rows):
        labels = _labels(grid, r)
        for cell in table.cells[r][table.header_columns :]:
            if cell.text.strip() and cell.start not in seen:
                seen.add(cell.start)
                figure = _cell_figure(grid, cell, rows, labels)
                if figure is not None:
                    out.append(figure)
    return out


def _grid(document: Document, index: int, table: Table) -> _Grid:
    published = periods.parse_date(document.published)
    width = len(table.cells[0])
    headers = {c: column_header(table, c) for c in range(width)}
    corner = corner_of(table)
    found = (period_in(t, published) for t in (corner, table.title, table.section, document.title))
    lent = next((p for p in found if p is not None and not (published and p.start and p.start > published)), None)
    return _Grid(
        document,
        index,
        table,
        headers,
        declaration(document, table),
        rows_are_measures(table),
        columns_are_entities(table),
        whole_row(table, document.title),
        rows_are_entities(table) or rows_are_parts(table, document.title),
        _money(table),
        published,
        lent,
    )


def _money(table: Table) -> str:
    """The one currency that cells of the body carry; many tables write it in their first row only."""
    texts = (
        c.text
        for row in table.cells[table.header_rows :]
        for c in row[table.header_columns :]
        if re.match(r"\s*[$€£¥(]|US\$|[A-Z]{3}\s?\d", c.text)
    )
    found = {n.unit.split(" / ")[0] for t in texts if (n := parse_cell(t)) is not None and n.unit}
    return next(iter(found)) if len(found) == 1 and is_currency(next(iter(found))) else ""


def _cell_figure(grid: _Grid, cell: Cell, rows: tuple[str, ...], labels: Mapping[str, str]) -> Figure | None:
    number = parse_cell(cell.text)
    header = grid.headers[cell.column]
    if number is None or header.noted:
        return None
    # Markdown's emphasis around a cell is no part of its number.
    document, table, stripped = grid.document, grid.table, cell.text.strip(" \t\n*_`")
    money = next((code for k, v in labels.items() if k == "currency" and (code := currency(v))), "")
    unit, factor = _unit_and_factor(grid, number, header, " ".join(rows), money)
    period = _period(grid, header, rows, labels)
    subject, metric = _identity(grid, header, rows, labels)
    metric = _in_full(metric, table.title)
    if cell.row == grid.whole_row and subject and is_named_whole(subject):
        # The whole belongs to whoever the report is about.
        subject, metric = "", _of_whole(grid, cell, metric)
    if re.fullmatch(r"(?:19|20)\d\d", stripped) and not unit:
        unit = "date"
    start = cell.start + cell.text.index(stripped)
    where = f"row {' > '.join(rows) or cell.row}, column {' > '.join(header.path) or cell.column + 1}"
    places = (f"page {table.page}" if table.page else "", table.name, cell.locator and f"cell {cell.locator}", where)
    figure = Figure(
        id=f"{document.id}:{start}",
        text=stripped,
        value=_clean(number.value * factor),
        low=None if number.low is None else _clean(number.low * factor),
        high=None if number.high is None else _clean(number.high * factor),
        unit=unit,
        qualifier=number.qualifier or _qualifier(labels),
        status=_status(labels, header, (*rows, *header.path), period, grid),
        subject=subject,
        metric=metric,
        period=period,
        document=document.id,
        report=document.report,
        title=table.title or document.title,
        locator=", ".join(p for p in places if p),
        start=start,
        end=start + len(stripped),
        quote=" | ".join(c.text.strip() for c in table.cells[cell.row]),
        frequency=(header.measure.frequency or grid.declared.whole.frequency)
        if unit not in ("percent", "ratio", "date") and "/" not in unit
        else "",
        heading=tuple(p for p in (table.title,) if p),
        table=grid.index,
        row=cell.row,
        column=cell.column,
    )
    when = f", {period.text}" if period else ""
    return replace(figure, statement=f"{subject} {metric}{when}: {stripped}. {table.title}".strip())


def _clean(value: float) -> float:
    return float(f"{value:.15g}")


def _unit_and_factor(grid: _Grid, number: Number, header: Header, row: str, money: str) -> tuple[str, float]:
    """A cell's own unit wins over its header's, its header's over the table's; a percentage or a ratio is never scaled."""
    own, told_by_row = header.measure, row_measure(row)
    said = own if told_by_row == Measure() else told_by_row
    whole = grid.declared.of(f"{row} {' '.join(header.path)}", said)
    unit = number.unit or told_by_row.unit or own.unit
    if whole.unit and grid.declared.by_clauses and not number.unit and not is_explicit(said):
        # "volumes in million tonnes" over exports: what is counted are tonnes.
        unit = whole.unit
    if not unit and re.search(r"%|\bper ?cent", row, re.I):
        unit = "percent"
    told = _UNIT_OF_ROW.search(row) or _UNIT_OF_ROW.search(" ".join(header.path))
    if not unit and told:
        unit = TIMES.get(told[1].lower()) or PHYSICAL.get(told[1].lower(), "")
    described = re.sub(r"\bper share\b", "", f"{row} {header.name}", flags=re.I)
    if not unit and not NOT_MONEY.search(described):
        unit = money or whole.unit or grid.money
    elif not unit and whole.unit and not is_currency(whole.unit):
        unit = whole.unit
    if not unit and (grid.by_column or (grid.by_row and not grid.entities and not is_country(row))):
        unit = counted(_plain_label(row))
    if not unit and _HEADS.fullmatch(header.name):
        unit = singular(header.name.split()[-1])
    if re.search(r"\bper share\b", f"{row} {header.name}", re.I) and is_currency(unit):
        unit = f"{unit} / share"
    declared = told_by_row.factor if told_by_row.factor != 1.0 else own.factor
    scaled = row if told_by_row.factor != 1.0 else " ".join(header.path)
    if " / " in unit and declared != 1.0 and _PER.search(scaled) and not _WRITTEN_SCALE.search(number.text):
        # "Cost per pupil (EUR thousand)": the scale stands beside the very unit.
        return unit, declared
    unscaled = unit in ("percent", "ratio", "percentage point", "basis point") or "/" in unit
    if unscaled or _UNSCALED.search(row) or _WRITTEN_SCALE.search(number.text):
        return unit, 1.0
    if declared != 1.0:
        return unit, declared
    if grid.declared.by_clauses:
        return unit, whole.factor
    # A scale of the whole table ("in millions") is the money's: it does not hold for what another column counts.
    apart = own.unit and not is_currency(own.unit) and not is_currency(unit) and own.unit != whole.unit
    return unit, 1.0 if apart or (NOT_MONEY.search(row) and not re.search(r"\bshares\b", row, re.I)) else whole.factor


def _labels(grid: _Grid, row: int) -> dict[str, str]:
    """Column header (lower case) → text, for the cells of a row that hold words or periods."""
    cells = grid.table.cells[row]
    return {" ".join(grid.headers[c.column].path).lower(): c.text.strip() for c in cells if c.text.strip()}


def _period(grid: _Grid, header: Header, rows: tuple[str, ...], labels: Mapping[str, str]) -> Period | None:
    """When a cell holds: told by its header, then its row's label, then a cell of its row that names a time, then the title."""
    named = [v for k, v in labels.items() if _NAMED_PERIOD.search(k) or (re.search(r"[A-Za-z]", v) and is_period(v))]
    for text in (header.period, *reversed(rows), *named):
        found = period_in(text, grid.published)
        if found is not None:
            return found
    rate = next((p for v in labels.values() for p, _, _ in periods.find(v, None) if p.start is None), None)
    if rate is not None:
        return rate if grid.lent is None else replace(rate, start=grid.lent.start, end=grid.lent.end)
    return grid.lent


def _identity(grid: _Grid, header: Header, rows: tuple[str, ...], labels: Mapping[str, str]) -> tuple[str, str]:
    """Subject and metric of a cell: the row's label and the column's header.

    Where the columns are periods the row says what is measured, and the subject is the row's section; where they are who is
    measured, the column is the subject. A ratio whose header names two sides ("China to US ratio") is the first one's.
    """
    label = _plain_label(rows[-1]) if rows else ""
    section = rows[0] if len(rows) > 1 else ""
    if grid.by_column and label:
        return header.name, _undated(label)
    if grid.by_row and not (label and is_period(label)):
        if (grid.entities or is_country(label)) and not header.name:
            return label, measure_told(grid.table) or section
        metric = f"{label} {header.name.lower()}".strip() if header.name and label else label or header.name
        return section, metric
    if not label or is_period(label) or RANK.fullmatch(label):
        others = [v for k, v in labels.items() if _is_subject(k, v, label)]
        subject = others[0] if others else section
        return subject or _first_side(header.name), header.name or grid.table.title
    return (label, header.name) if header.name else (section, label)


def _undated(label: str) -> str:
    """A row's measure without its time: "Public points, end of June 2026" → "Public points"."""
    plain = label
    for _, a, b in reversed(periods.find(label, None)):
        before = re.sub(
            r"(?:[,;]?\s(?:at|in|by|on|as of|as at|for))?(?:\s(?:the\s)?(?:end|start|beginning)\sof)?[,;]?\s*$",
            "",
            plain[:a],
        )
        plain = before + plain[b:]
    return re.sub(r"\s+", " ", plain.replace("()", "")).strip(" ,;") or label


def _of_whole(grid: _Grid, cell: Cell, metric: str) -> str:
    """What a cell of the whole's row measures: a sum is a total, an average is what the parts have."""
    summed = adds_up(grid.table, cell.row, cell.column) and not re.match(r"(?:total|all)\b", metric, re.I)
    return f"Total {metric[:1].lower() if metric[1:2].islower() else metric[:1]}{metric[1:]}" if summed else metric


def _in_full(metric: str, title: str) -> str:
    """A measure of one word with the noun that the table's title puts before it: "Use" under "Water use by country" → "Water use"."""
    if not re.fullmatch(r"[A-Za-z]{3,}(?<!ed)", metric):
        return metric
    found = re.search(rf"(?<![\w-])([A-Za-z]{{3,}})\s{re.escape(metric)}\b", title, re.I)
    told = found is not None and found[1].lower() not in FUNCTION_WORDS and verb_form(found[1].lower()) is None
    return found.group() if told and found is not None else metric


def _plain_label(label: str) -> str:
    """A row's label without the unit that it declares in brackets at its end: "Revenue (€m)" → "Revenue"."""
    plain = re.sub(r"\s*\([^()]{1,30}\)\s*$", "", label)
    return plain if plain and plain != label and row_measure(label) != Measure() else label


def _is_subject(key: str, value: str, label: str) -> bool:
    """Whether a cell of a row labelled by a period names what the row is about."""
    words = re.search(r"[A-Za-z]{2}", value) and not re.search(r"\d", value)
    return (
        bool(words)
        and value != label
        and not re.search(r"status|unit|note|qualif|hedge|precision|basis|source|comment", key)
    )


def _first_side(name: str) -> str:
    match = re.match(r"([A-Z][\w. ]*?)\s(?:to|vs\.?|versus)\s(?:the\s)?[A-Z]", name)
    return (
        match[1] if match and (canonical_name(match[1]) in set(COUNTRY_FORMS.values()) or match[1][0].isupper()) else ""
    )


def _qualifier(labels: Mapping[str, str]) -> Qualifier | None:
    """The hedge that a column of hedges gives: "approximately", "reportedly exceeding"."""
    word = next((v for k, v in labels.items() if re.search(r"qualif|hedge|precision", k)), "")
    text = f"{word} 1"
    return hedge(text, len(word) + 1, len(text), False) if word else None


def _status(
    labels: Mapping[str, str], header: Header, path: tuple[str, ...], period: Period | None, grid: _Grid
) -> Status:
    published = grid.published
    told = [v for k, v in labels.items() if re.search(r"status|type|basis|qualif|hedge|precision", k)]
    actual = re.search(r"\b(?:actual|reported|result)s?\b", " ".join([*told, *header.path]), re.I)
    # "Waiting lists for planned surgery" plan nothing.
    title = "" if actual else re.sub(r"\bplanned\b", "", grid.table.title, flags=re.I)
    words = " ".join([*told, *path, title]).lower()
    if re.search(
        r"forecast|project(?:ed|ion)|expected|outlook|\bplanned|\bplan\s(?:20|fy)|target|budgeted|budget(?:\sfor)?\s(?:20|fy)|20\d\d\sbudget|highly probable|\b20\d\d\s?[ef]\b",
        words,
    ):
        return Status.FORECAST
    fiscal = bool(period and re.search(r"\bFY|fiscal", period.text, re.I))
    ahead = dt.timedelta(days=_FISCAL_LEAD if fiscal else 0)
    if published and period and period.start and period.start > published + ahead:
        return Status.FORECAST
    return (
        Status.ESTIMATE
        if re.search(r"estimat|provisional|preliminary|reportedly|approximately", words)
        else Status.REPORTED
    )

"""A table as facts: each number with the words of its row, its section, its column and its period.

Tables are laid out in many ways (years across, years down, years as section headings, one row an observation); facts
look the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from reportqa.answering.tables.cells import CellNumber, is_unit_text, is_year_text, plain, read_number
from reportqa.answering.tables.moments import Moment, moment, without_moment
from reportqa.types import Table

__all__ = ["Fact", "Grid", "Row", "Series", "grid_of"]

_NOTE = re.compile(r"\s*(?:\((?:\d{1,2}|[a-z])\)(?=\s*(?:\(|$|,|:))|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)", re.I)
_GLUED_NOTE = re.compile(r"(?<=[a-z)]{3})\d{1,2}$")
_RESTATED = re.compile(r"\(?\b(?:as\s)?(?:restated|unaudited|audited)\d?\b(?:\s+see\s+note\s+\d+)?\)?", re.I)
TOTAL = re.compile(r"\b(?:sub-?)?totals?\b|^net$", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: its label as written ("" for an unlabelled total), its sections from the outermost, its texts."""

    index: int
    label: str
    sections: tuple[str, ...]
    texts: tuple[tuple[int, str], ...]
    is_total: bool
    group: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A number of a table and the words that say what it is; `headers` run from the top, without the period."""

    row: int
    column: int
    number: CellNumber
    text: str
    label: str
    sections: tuple[str, ...]
    headers: tuple[str, ...]
    when: Moment
    raw_headers: tuple[str, ...] = ()


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

    `document` and `table` place it in the snapshot; `width` counts columns.
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


def clean_label(text: str) -> str:
    """A label without footnote marks, leader dots and a closing colon."""
    t = _NOTE.sub("", plain(text))
    return _GLUED_NOTE.sub("", t).strip(" .:;")


def grid_of(table: Table, document: str = "", index: int = 0, context: str = "") -> Grid:
    """Read a table into facts. Pure; never raises on odd tables, an empty one has no facts."""
    texts = [[plain(cell.text) for cell in row] for row in table.cells]
    width = max((len(r) for r in texts), default=0)
    texts = [r + [""] * (width - len(r)) for r in texts]
    labels = _label_columns(texts, width)
    top = _header_count(texts, labels)
    headers = _column_headers(texts[:top], width, labels)
    corner = " ".join(t for r in texts[:top] for c, t in enumerate(r) if c in labels and t)
    rows, per_row = _body(texts, top, labels, headers)
    facts = tuple(_facts(texts, rows, per_row, labels))
    words = " ".join(p for p in (table.title, table.notes, table.section, context) if p)
    return Grid(
        document=document,
        table=index,
        rows=tuple(rows),
        facts=facts,
        series=_series(facts, rows),
        corner=corner,
        headers=tuple(headers),
        context=words,
        text_columns=labels,
        at={(f.row, f.column): f for f in facts},
    )


def _is_amount(text: str) -> bool:
    """Whether a cell is data: a number or a nil that is not a year."""
    return bool(text) and not is_year_text(text) and read_number(text) is not None


def _label_columns(texts: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """Columns of words: the first one, and every one whose body cells are mostly neither numbers nor empty."""
    columns = [0] if width else []
    for c in range(1, width):
        body = [r[c] for r in texts[1:] if r[c]]
        words = [t for t in body if not _is_amount(t) and not is_year_text(t) and not is_unit_text(t) and not moment(t)]
        has_amount = any(_is_amount(t) and not (read_number(t) or CellNumber(0)).nil for t in body)
        if body and len(words) >= max(2, 0.6 * len(body)) and not (has_amount and len(words) < 0.8 * len(body)):
            columns.append(c)
    if width and len(columns) == width and width > 1:
        columns = columns[:1] if any(_is_amount(t) for r in texts for t in r[1:]) else columns
    return tuple(columns)


def _header_count(texts: Sequence[Sequence[str]], labels: Sequence[int]) -> int:
    """How many leading rows name the columns: those above the first row of data, less the sections that open it."""
    first = next(
        (i for i, r in enumerate(texts) if any(_is_amount(t) for c, t in enumerate(r) if c not in labels)), len(texts)
    )
    if first == len(texts):
        return min(1, len(texts))
    top = first
    while top > 1 and not any(t for c, t in enumerate(texts[top - 1]) if c != 0):
        top -= 1
    if top and all(not any(t for c, t in enumerate(r) if c != 0) for r in texts[:top]):
        return 1 if first > 0 and texts[0][0] and first >= 1 and not any(texts[0][1:]) else 0
    return top


def _spread(row: Sequence[str], labels: Sequence[int]) -> list[str]:
    """One header row with each heading over every column it covers.

    A heading alone covers all; headings centred over blocks of equal width cover their block; others reach to the right.
    """
    data = [c for c in range(len(row)) if c not in labels]
    filled = [c for c in data if row[c]]
    out = list(row)
    if not filled or len(filled) == len(data):
        return out
    if len(filled) == 1:
        return [row[filled[0]] if c in data else row[c] for c in range(len(row))]
    block = len(data) / len(filled)
    if block == int(block) and all(
        int(block) * i <= data.index(c) < int(block) * (i + 1) for i, c in enumerate(filled)
    ):
        for i, c in enumerate(data):
            out[c] = row[filled[i // int(block)]]
        return out
    last = ""
    for c in data:
        last = row[c] or last
        out[c] = last
    return out


def _column_headers(top: Sequence[Sequence[str]], width: int, labels: Sequence[int]) -> list[tuple[str, ...]]:
    spread = [_spread(r, labels) for r in top]
    out: list[tuple[str, ...]] = []
    for c in range(width):
        seen = dict.fromkeys(r[c] for r in spread if r[c])
        out.append(tuple(seen))
    return out


def _is_header_row(row: Sequence[str], labels: Sequence[int]) -> bool:
    """A row inside the body that names columns anew: two or more years, dates or words, and no amount."""
    cells = [t for c, t in enumerate(row) if c not in labels and t]
    return (
        len(cells) >= 1
        and not any(_is_amount(t) for t in cells)
        and (
            all(is_unit_text(t) for t in cells)
            or (len(cells) >= 2 and sum(bool(moment(t)) or t.isalpha() for t in cells) == len(cells))
        )
        and not row[0]
    )


def _body(
    texts: Sequence[Sequence[str]], top: int, labels: Sequence[int], headers: Sequence[tuple[str, ...]]
) -> tuple[list[Row], list[Sequence[tuple[str, ...]]]]:
    """The body's rows and, for each, the column headers in force there."""
    rows: list[Row] = []
    per_row: list[Sequence[tuple[str, ...]]] = []
    sections: tuple[str, ...] = ()
    opened = False
    group = 0
    current: Sequence[tuple[str, ...]] = headers
    pending: list[Sequence[str]] = []
    for r in range(top, len(texts)):
        row = texts[r]
        label = next((row[c] for c in labels if row[c]), "")
        others = [t for c, t in enumerate(row) if c not in labels and t]
        if not label and not others:
            continue
        if _is_header_row(row, labels):
            pending.append(row)
            current = _column_headers(pending, len(row), labels)
            if all(is_unit_text(t) for t in others):
                current = [(*h, *n) for h, n in zip(headers, current, strict=True)]
            continue
        pending = []
        if (
            not others
            and label
            and len([c for c in labels if row[c]]) == 1
            and len(row) > 1
            and _has_data(texts, labels)
        ):
            level = _section_level(sections, label, opened)
            sections = (*sections[:level], clean_label(label))
            opened, group = True, group + 1
            continue
        opened = False
        total = bool(TOTAL.search(label)) or (not label and bool(others))
        texts_of = tuple((c, row[c]) for c in labels if row[c])
        rows.append(Row(r, clean_label(label), sections, texts_of, total, group))
        per_row.append(current)
    return rows, per_row


def _has_data(texts: Sequence[Sequence[str]], labels: Sequence[int]) -> bool:
    return any(_is_amount(t) for r in texts for c, t in enumerate(r) if c not in labels)


def _section_level(sections: tuple[str, ...], label: str, opened: bool) -> int:
    """How deep a new section lies: inside the one that was opened on the row just above, or under a lasting period."""
    if opened:
        return min(len(sections), 2)
    lasting = [s for s in sections if moment(s)]
    return len(lasting) if lasting and not moment(label) else 0


def _facts(
    texts: Sequence[Sequence[str]],
    rows: Sequence[Row],
    per_row: Sequence[Sequence[tuple[str, ...]]],
    labels: Sequence[int],
) -> list[Fact]:
    out: list[Fact] = []
    for row, headers in zip(rows, per_row, strict=True):
        attributes = " ".join(t for _, t in row.texts) if len(row.texts) > 1 else row.label
        for c, text in enumerate(texts[row.index]):
            number = read_number(text) if c not in labels else None
            if number is None:
                continue
            words = _header_words(headers[c])
            when = _join_moments(*headers[c], *row.sections, attributes)
            label = clean_label(without_moment(attributes)) or ("" if moment(attributes) else row.label)
            sections = tuple(s for s in (clean_label(without_moment(s)) for s in row.sections) if s)
            out.append(Fact(row.index, c, number, text, label, sections, words, when, headers[c]))
    return out


def _header_words(headers: Sequence[str]) -> tuple[str, ...]:
    """What a column's headers name besides its period and its scale; a percent sign stays, it parts two columns."""
    words = (_RESTATED.sub("", clean_label(without_moment(h))).strip() for h in headers)
    return tuple(w for w in words if w and ("%" in w or not is_unit_text(w)) and w not in ("and", "vs"))


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


def typical_size(values: Sequence[float]) -> float:
    """The median magnitude of the values that are not nil, 0 when there are none."""
    sizes = [abs(v) for v in values if v]
    return median(sizes) if sizes else 0.0

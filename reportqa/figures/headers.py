"""What the headers of a table say: each column's measure and period, each row's label and its section."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from reportqa.figures import periods
from reportqa.figures.declared import CODE, CURRENCY, UNIT_WORDS, Measure, is_explicit, measure, row_measure
from reportqa.figures.lexicon import word_set
from reportqa.figures.names import is_country
from reportqa.figures.units import singular
from reportqa.types import Period, Table

__all__ = [
    "Header",
    "column_header",
    "column_path",
    "columns_are_entities",
    "corner_of",
    "is_period",
    "measure_told",
    "period_in",
    "row_paths",
    "rows_are_entities",
    "rows_are_measures",
    "title_measure",
    "without_marks",
]


@dataclass(frozen=True, slots=True)
class Header:
    """A column's header: its parts from the outermost, the words that name a measure, its period text, its measure.

    `noted` tells a column of note references, which holds no figures.
    """

    path: tuple[str, ...]
    name: str
    period: str
    measure: Measure
    noted: bool


_PERIOD_WORDS = re.compile(
    r"\b(?:as\s+of|as\s+at|at|and|for|the|in|on|of|fiscal|financial|full|calendar|years?|months?|weeks?|quarters?|halves|half|period|ended|ending|end|"
    r"three|six|nine|twelve|first|second|third|fourth|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|unaudited|audited|restated|actual|y/e|fy|q[1-4]|h[12])\b|[\d,.:/'’()–-]",
    re.I,
)
# Before a period that a change is measured from.
_MEASURED_ON = re.compile(
    r"\b(?:on|over|vs\.?|versus|against|from|since|(?:compared|relative)\s(?:with|to))\s+(?:the\s)?$", re.I
)
# Before the period that ends a header: "Population in 2025".
_WHEN = re.compile(r"\s(?:in|at|for|during|by|of|on)(?:\sthe)?\s*$", re.I)
# Marks of notes; "(k)" and "(m)" are scales.
_MARK = re.compile(r"\s*(?:\(\d{1,2}\)|\([a-jln-z]\)|\[\d{1,2}\]|[*†‡§]+|[¹²³⁴-⁹]+|(?-i:(?<=[a-z)])\d))\s*$", re.I)


def without_marks(label: str) -> str:
    """A label without the note marks behind it: "Order intake (1)", "2018 (4)", "Revenue*"."""
    while (plain := _MARK.sub("", label)) != label and plain.strip():
        label = plain
    return label.strip(" :")


@lru_cache(maxsize=20_000)
def is_period(text: str) -> bool:
    """Whether a header or label says nothing but when: "2019", "Year ended", "As of December 31, 2018", "Q3 2025 (restated)"."""
    plain = without_marks(text)
    if not plain:
        return False
    rest = plain
    for _, a, b in reversed(periods.find(plain, None)):
        rest = rest[:a] + rest[b:]
    if rest == plain and not re.search(r"[A-Za-z]", plain):
        # "18-29" are ages, "1" is a rank.
        return False
    rest = _PERIOD_WORDS.sub("", rest)
    return not re.sub(r"[\s\W]", "", UNIT_WORDS.sub("", rest) if rest != plain else rest)


def column_path(table: Table, column: int) -> tuple[str, ...]:
    """The header texts above a column, outermost first.

    A text that stands alone in its row of the header holds for all columns; others hold up to the next text to the right,
    in every row but the lowest, whose blanks stay blank.
    """
    out: list[str] = []
    data = range(table.header_columns, len(table.cells[0]) if table.cells else 0)
    for r, row in enumerate(table.cells[: table.header_rows]):
        texts = {c: row[c].text.strip() for c in data if row[c].text.strip()}
        lowest = r == table.header_rows - 1
        if len(texts) == 1 and len(data) > 1 and (not lowest or table.header_rows > 1):
            text = next(iter(texts.values()))
        elif lowest:
            text = texts.get(column, "")
        else:
            text = next((texts[c] for c in range(column, table.header_columns - 1, -1) if c in texts), "")
        if text and text not in out:
            out.append(text)
    return tuple(out)


def column_header(table: Table, column: int) -> Header:
    """What a column's header says, read apart into measure, period and unit."""
    path = tuple(without_marks(p) for p in column_path(table, column))
    declared = table.units[column] if column < len(table.units) else ""
    words = [p for p in path if not is_period(p) and UNIT_WORDS.sub("", p)]
    name = re.sub(r"\s*\([^)]*\)", "", " ".join(words)).strip() or " ".join(words)
    for _, a, b in reversed(periods.find(name, None)):
        before = (
            _WHEN.sub("", _MEASURED_ON.sub("", name[:a])) if not name[b:].strip() else _MEASURED_ON.sub("", name[:a])
        )
        name = re.sub(r"\s+", " ", before + name[b:]).strip(" ,") or name
    name = name if UNIT_WORDS.sub("", name) else ""
    name = re.sub(rf",?\s(?:{CODE}\s?(?:m|mn|bn|k)?|in (?:thousands|millions|billions))$", "", name)
    when = " ".join(p for p in path if is_period(p) or _dated(p))
    said = measure(" ".join((*path, declared)))
    said = replace(
        said,
        unit=said.unit if not all(is_period(p) for p in path) or declared or CURRENCY.search(" ".join(path)) else "",
    )
    if is_country(name):
        # The Netherlands count nothing.
        said = replace(said, unit="")
    return Header(path, name, when, said, re.fullmatch(r"notes?", name, re.I) is not None)


def _dated(header: str) -> bool:
    """Whether a header tells when its cells hold, and not only what they are compared with: "growth on 2024"."""
    return any(not _MEASURED_ON.search(header, 0, a) for _, a, _ in periods.find(header, None))


def row_paths(table: Table) -> list[tuple[str, ...]]:
    """The labels of each row of a table's body: the section row above it (a label without numbers), then its own label cells.

    A section ends at its total. A part bears the name of what it is of: "Loans, of which e-books".
    """
    section: tuple[str, ...] = ()
    out: list[tuple[str, ...]] = []
    above = ""
    for cells in table.cells[table.header_rows :]:
        labels = [c.text.strip() for c in cells[: table.header_columns]]
        out.append((*section, *dict.fromkeys(without_marks(label) for label in labels if label)))
        label = " ".join(labels)
        if out[-1] and re.match(r"(?:of which|thereof|including|incl\.)\b", out[-1][-1], re.I) and above:
            out[-1] = (*out[-1][:-1], f"{above}, {out[-1][-1]}")
        elif out[-1]:
            above = out[-1][-1]
        if label and not any(c.text.strip() for c in cells[table.header_columns :]):
            section = (without_marks(label),)
        elif re.match(r"total\b", label, re.I):
            section = ()
    return out


def rows_are_measures(table: Table) -> bool:
    """Whether the columns are mostly periods, so that the rows say what is measured."""
    heads = Counter(
        is_period(" ".join(column_path(table, c))) for c in range(table.header_columns, len(table.cells[0]))
    )
    return heads[True] > 0 and heads[True] >= heads[False]


# Headers of a label column whose rows are the things that are measured, not the measures.
_ENTITIES = word_set(
    """country region company app site segment product provider operator bank city state province area market sector industry division brand model
    airline hospital school port station plant team club fund customer supplier category type group name territory county district municipality store
    route vessel ship line network platform carrier university department unit entity subsidiary continent economy nation"""
)

_ITEMS = word_set(
    "source item line kind class component use purpose stream form element programme program cause reason"
)


def corner_of(table: Table) -> str:
    """The words over the labels of a table's rows."""
    return " ".join(c.text for row in table.cells[: table.header_rows] for c in row[: table.header_columns])


def rows_are_entities(table: Table) -> bool:
    """Whether the rows name who or what is measured, as the header over their labels says ("Country") or their own names."""
    corner = corner_of(table).lower()
    if any(singular(w) in _ENTITIES for w in re.findall(r"[a-z]+", corner)):
        return True
    labels = [without_marks(row[0].text) for row in table.cells[table.header_rows :] if row and row[0].text.strip()]
    return bool(labels) and 2 * sum(is_country(label) for label in labels) > len(labels)


_MEASURE_CORNER = word_set("indicator measure metric figure item key value statistic variable data")


def columns_are_entities(table: Table) -> bool:
    """Whether the columns name who or what is measured and the rows say what: countries or companies above, rows with units of
    their own.

    Rows declare units ("Energy sold (GWh)") and no column does, or the columns are countries and the rows are not, or the
    header over the labels says so ("Indicator").
    """
    columns = range(table.header_columns, len(table.cells[0]) if table.cells else 0)
    headers = [column_header(table, c) for c in columns]
    if len(headers) < 2 or any(not h.name or is_explicit(h.measure) for h in headers):
        return False
    if rows_are_measures(table) or rows_are_entities(table):
        return False
    labels = [" ".join(c.text for c in row[: table.header_columns]) for row in table.cells[table.header_rows :]]
    corner = corner_of(table).lower()
    if any(singular(w) in _MEASURE_CORNER for w in re.findall(r"[a-z]+", corner)):
        return True
    if 2 * sum(is_country(h.name) for h in headers) > len(headers):
        return True
    declaring = sum(row_measure(without_marks(label)) != Measure() for label in labels)
    named = all(h.name[:1].isupper() or h.name[:1].isdigit() for h in headers)
    return named and 3 * declaring >= len(labels) > 1


def measure_told(table: Table) -> str:
    """What a table whose columns are periods measures: by its title; where that is a sentence, by the header over its labels
    ("Revenue source" → "Revenue") or the heading above it."""
    if not re.search(r"[a-z)%][.!?]$", table.title.strip()):
        return title_measure(table.title)
    corner = corner_of(table)
    *words, kind = re.sub(r"\([^)]*\)", "", corner).split() or [""]
    return " ".join(words) if words and singular(kind.lower()) in _ENTITIES | _ITEMS else title_measure(table.section)


def title_measure(title: str) -> str:
    """What a table's title says it measures: "Battery installations by country, 2025-2027 (GWh)" → "Battery installations"."""
    if re.fullmatch(r"table|data|sheet\s?\d*|tab\.?\s?\d*", title.strip(), re.I):
        return ""
    plain = re.sub(
        r"^(?:table|exhibit|figure)(?:\s(?:[\d.]+|[A-Z][\d.]*))?\s*[:.–-]\s*|\s*\([^)]*\)", "", title, flags=re.I
    )
    plain = re.split(r",|;|:\s|\s(?:by|per|over)\s(?!share)|\sin\s(?=(?:thousands|millions|billions)\b)", plain)[0]
    for _, a, b in reversed(periods.find(plain, None)):
        plain = plain[:a] + plain[b:]
    return (
        re.sub(
            r"\s+",
            " ",
            re.sub(r"^(?:table|forecasts?|estimates?)\s+(?:of\s+)?(?:the\s+)?", "", plain.strip(), flags=re.I),
        ).strip(" ,-–")
        or title
    )


@lru_cache(maxsize=20_000)
def period_in(text: str, published: dt.date | None) -> Period | None:
    """The last dated period of a header or label; "Years ended September 30, 2018" is one."""
    found = [p for p, _, _ in periods.find(re.sub(r"\bYears [Ee]nded", "Year ended", text), published) if p.start]
    return found[-1] if found else None

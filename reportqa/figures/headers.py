"""What the headers of a table say: each column's measure, period, unit and scale, each row's label and its section."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from reportqa.figures import periods
from reportqa.figures.lexicon import word_set
from reportqa.figures.names import is_country
from reportqa.figures.numbers import SCALES
from reportqa.figures.rates import Tail, read_tail
from reportqa.figures.units import CODES, PHYSICAL, PHYSICAL_UNITS, TIMES, currency, singular
from reportqa.types import Period, Table

__all__ = [
    "Header",
    "Measure",
    "column_header",
    "column_path",
    "is_period",
    "measure",
    "period_in",
    "row_measure",
    "row_paths",
    "rows_are_entities",
    "rows_are_measures",
    "table_measure",
    "title_measure",
    "without_marks",
]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a header says of the numbers below it: a factor ("in millions"), a unit ("%", "€m", "trillion tokens"), an interval."""

    factor: float = 1.0
    unit: str = ""
    frequency: str = ""


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


_CODE = rf"(?:US\$|[ACS]\$|[$€£¥]|\b(?:{'|'.join(CODES)})(?=(?:mn?|bn|k|tn)?\b))"
_SCALE = re.compile(
    rf"\b(?P<word>thousands?|millions?|billions?|trillions?|crore|lakh)\b|{_CODE}\s?(?P<short>m|mn|mio|bn|k|tn|b)\b|(?<![\w.])(?P<ahead>m|mn|mio|bn|k|t)(?=€|£|EUR\b|USD\b|GBP\b|CHF\b)|\((?:in\s)?(?P<lone>k)\)|(?<![\w.])(?P<alone>mn|bn|mio)\b|(?<![\d,.])['’`]?\s?000(?P<zeros>s|['’]s)?\b",
    re.I,
)
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b|\bpct\b", re.I)
# Units that headers abbreviate: what a table writes to the canonical unit. Points come before percentages.
_SHORT = (
    (re.compile(r"\bpercentage[\s-]points?\b|%[\s-]?(?:points?|pts?)\b|\b(?:pp|ppts?|p\.p\.)(?!\w)", re.I), "percentage point"),
    (re.compile(r"\bbasis[\s-]points?\b|\bbps?\b", re.I), "basis point"),
    (re.compile(r"\bFTEs?\b|\bfull[\s-]time[\s-]equivalents?\b", re.I), "full-time equivalent"),
)  # fmt: skip
_CURRENCY = re.compile(
    rf"(?-i:{_CODE})|(?-i:(?<=[mkt])(?:EUR|USD|GBP|CHF)\b|(?<=bn)(?:EUR|USD|GBP|CHF)\b|(?<=T)EUR\b)|\b(?:yuan|renminbi|dollars?|euros?|pounds sterling|kroner|kronor|rupees|yen)\b",
    re.I,
)
_PER = re.compile(
    r"\bper\s+(?:(1,?000,?000|1,?000|million|thousand)\s+)?((?:square\s|cubic\s)?[a-z]+)(?:\s+per\s+([a-z]+))?|/\s?(?:(\d+)\s)?([a-zA-Z]+)",
    re.I,
)
# "(million cubic metres)", "in kWh per cubic metre": what a header writes as a unit.
_WRITTEN = re.compile(
    r"(?:\(|\bin\s|,\s?|^)\s?(?:thousand|million|billion|trillion)?(?:s\sof)?\s?([^(),\d]{2,50}?)\s?(?:\)|$)", re.I
)
_PHYSICAL = re.compile(r"(?:\(|\bin\s|,\s?|^)\s?(" + "|".join(sorted((re.escape(p) for p in PHYSICAL if len(p) > 1), key=len, reverse=True)) + r")\s?(?:\)|$)", re.I)  # fmt: skip
_POPULATION = re.compile(r"^(?:total\s|resident\s)?population\b(?!\s(?:share|growth|density|change|rate))", re.I)
_FREQUENCY = {
    "weekly": "week",
    "monthly": "month",
    "daily": "day",
    "annual": "year",
    "yearly": "year",
    "quarterly": "quarter",
}
_RATIO = re.compile(r"\b(?:ratio|multiple|times|factor)\b|\((?:x|×)\)", re.I)
# Plural nouns of headers that count nothing.
_SKIPPED = word_set(
    """sales years months weeks days hours ended millions thousands billions trillions earnings assets costs expenses liabilities less plus this total
    others notes regions status figures results statements tables numbers data statistics highlights prices revenues fares rates shares-based
    adjustments changes details items operations activities obligations benefits terms basis totals units amounts values periods charges fees
    accounts levels ratios margins countries companies banks segments products services categories types models names providers scenarios locations sites
    areas sectors industries groups payments balances dividends additions disposals gains losses taxes funds loans securities investments
    contracts agreements plans notes receivables payables inventories borrowings deposits equities bonds instruments derivatives financings proceeds
    measures metrics indicators kpis sources uses members directors officers quarters halves"""
)
_PERIOD_WORDS = re.compile(
    r"\b(?:as\s+of|as\s+at|at|and|for|the|in|on|of|fiscal|financial|full|calendar|years?|months?|weeks?|quarters?|halves|half|period|ended|ending|end|"
    r"three|six|nine|twelve|first|second|third|fourth|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|unaudited|audited|restated|actual|y/e|fy|q[1-4]|h[12])\b|[\d,.:/'’()–-]",
    re.I,
)
_UNIT_WORDS = re.compile(
    rf"(?-i:{_CODE})\s?(?:m|mn|bn|k|tn|b)?\b|\b(?:in|of|thousands?|millions?|billions?|trillions?|dollars?|euros?|mn|bn|per\s?cent|except|per|share|shares|amounts?|data|percentages?|unless|otherwise|stated|"
    r"us|canadian|pp|ppts?|bps?|ftes?|number|points?|basis|[mkt](?:eur|usd|gbp|chf)|(?:mn|bn)(?:eur|usd|gbp|chf))\b|u\.s\.|['’`]?\s?000s?|[%()$€£¥,.'’\s-]",
    re.I,
)
# Before a period that a change is measured from.
_MEASURED_ON = re.compile(
    r"\b(?:on|over|vs\.?|versus|against|from|since|(?:compared|relative)\s(?:with|to))\s+(?:the\s)?$", re.I
)
# Before the period that ends a header: "Population in 2025".
_WHEN = re.compile(r"\s(?:in|at|for|during|by|of|on)(?:\sthe)?\s*$", re.I)
# "per available room": an adjective before what is counted by.
_DESCRIBED = re.compile(r"per\s+[a-z]+(?:able|ied|ed|ive|ary|ing)\s+([a-z]{3,})", re.I)
_MARK = re.compile(r"\s*(?:\(\d{1,2}\)|\([a-z]\)|\[\d{1,2}\]|[*†‡§]+|[¹²³⁴-⁹]+|(?-i:(?<=[a-z)])\d))\s*$", re.I)


def measure(text: str) -> Measure:
    """The factor, unit and interval that a header, title or note declares.

    >>> measure("Weekly tokens (trillion)")
    Measure(factor=1000000000000.0, unit='token', frequency='week')
    """
    match = _SCALE.search(text)
    factor = 1.0
    if match:
        word = (
            match["word"] or match["short"] or match["alone"] or match["ahead"] or match["lone"] or "thousand"
        ).lower()
        # "TEUR" is thousands of euros.
        word = "k" if match["ahead"] and word == "t" else word
        factor = SCALES.get(word.rstrip("s") if len(word) > 2 else word, 1e3)
    frequency = next((f for w, f in _FREQUENCY.items() if re.search(rf"\b{w}\b", text, re.I)), "")
    rate = _PER.search(text)
    if (rate and (rate[2] or "").lower() in ("cent", "share") and "except" in text.lower()) or (
        rate and (rate[2] or "").lower() == "cent"
    ):
        rate = None
    money = _CURRENCY.search(text)
    physical = _PHYSICAL.search(text)
    short = next((unit for pattern, unit in _SHORT if pattern.search(text)), "")
    if short and not money:
        unit = short
    elif money:
        unit = (currency(money.group()) or "") + (_rate(rate) if rate else "")
    elif _PERCENT.search(text):
        unit = "percent"
    elif _RATIO.search(text):
        unit = "ratio"
    elif physical and not match:
        unit = PHYSICAL[physical[1].lower()]
    elif written := _written(text):
        unit, frequency = written.unit, written.frequency or frequency
    else:
        unit = _noun(text) or ("person" if _POPULATION.search(text) else "")
    return Measure(factor, unit, frequency)


def _written(text: str) -> Tail | None:
    """The physical unit that a header writes out in brackets, with what it is counted by: "(litres per person per day)"."""
    for match in _WRITTEN.finditer(text):
        tail = read_tail(f" {match[1]}", 0, len(match[1]) + 1, False, False)
        if tail and tail.end == len(match[1]) + 1 and tail.unit.partition(" / ")[0] in PHYSICAL_UNITS:
            return tail
    return None


@lru_cache(maxsize=20_000)
def row_measure(label: str) -> Measure:
    """What a row's label declares of its cells, in brackets or behind a comma at its end: "Cloud (USD bn)", "Revenue, €m"."""
    match = re.search(r"\(([^()]{1,30})\)\s*$|,\s*([^,()]{1,20})$", label)
    inner = (match[1] or match[2]).strip() if match else ""
    if not inner or re.fullmatch(r"[\d\s.,]*", inner) or _UNIT_WORDS.sub("", inner).strip():
        return Measure()
    return measure(inner)


def table_measure(table: Table) -> Measure:
    """What the title, the notes and the header of the label column say of the whole table.

    Of a title only what is written as a unit counts: "in millions", "(%)", "€m"; not its nouns.
    """
    corner = " ".join(
        c.text for row in table.cells[: table.header_rows] for c in row[: table.header_columns] if c.text.strip()
    )
    found = Measure()
    for text in (corner, table.notes, table.title):
        declared = [m.group() for m in re.finditer(r"\([^()]*\)|\b(?:all\s+)?(?:figures|amounts|values|numbers)?\s*(?:are\s+)?in\s+[^.;()]{3,40}", text, re.I)]  # fmt: skip
        unit_only = bool(text) and not _UNIT_WORDS.sub("", text).strip()
        said = measure(text if unit_only else " ".join(declared)) if declared or unit_only else Measure()
        physical = _PHYSICAL.search(text)
        unit = (
            said.unit
            if said.unit in ("percent", "ratio") or _CURRENCY.search(text) or physical or said.factor != 1.0
            else ""
        )
        found = Measure(
            found.factor if found.factor != 1.0 else said.factor,
            found.unit or unit,
            found.frequency or measure(text).frequency,
        )
    return found


def _rate(match: re.Match[str]) -> str:
    multiple = {"1000": "kilo", "thousand": "kilo", "1000000": "mega", "million": "mega"}.get(
        (match[1] or "").replace(",", "").lower(), ""
    )
    described = _DESCRIBED.match(match.string, match.start())
    names = [w for w in (described[1] if described else match[2] or match[5], match[3]) if w]
    multiple = f"{match[4]} " if match[4] else multiple
    return "".join(
        f" / {multiple if not n else ''}{TIMES.get(w.lower()) or PHYSICAL.get(w.lower()) or singular(w)}"
        for n, w in enumerate(names)
    )


def _noun(text: str) -> str:
    """The counted noun of a header: the last plural word ("Mobile internet users (billion)" → "user")."""
    plain = re.sub(
        r"\([^)]*\)|\bin\s+\w+",
        lambda m: m.group() if re.search(r"[a-z]{4,}s\b(?<!llions)(?<!thousands)", m.group()) else " ",
        text,
    )
    # "two-wheelers" is one noun.
    words = [w.lower() for w in re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", plain)]
    counted = [
        w for w in words if w.endswith("s") and len(w) > 3 and not w.endswith(("ss", "us", "is")) and w not in _SKIPPED
    ]
    return singular(counted[-1]) if counted else ""


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
    rest = _PERIOD_WORDS.sub("", rest)
    return not re.sub(r"[\s\W]", "", _UNIT_WORDS.sub("", rest) if rest != plain else rest)


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
    words = [p for p in path if not is_period(p) and _UNIT_WORDS.sub("", p)]
    name = re.sub(r"\s*\([^)]*\)", "", " ".join(words)).strip() or " ".join(words)
    for _, a, b in reversed(periods.find(name, None)):
        before = (
            _WHEN.sub("", _MEASURED_ON.sub("", name[:a])) if not name[b:].strip() else _MEASURED_ON.sub("", name[:a])
        )
        name = re.sub(r"\s+", " ", before + name[b:]).strip(" ,") or name
    name = name if _UNIT_WORDS.sub("", name) else ""
    name = re.sub(rf",?\s(?:{_CODE}\s?(?:m|mn|bn|k)?|in (?:thousands|millions|billions))$", "", name)
    when = " ".join(p for p in path if is_period(p) or _dated(p))
    said = measure(" ".join((*path, declared)))
    said = replace(
        said,
        unit=said.unit if not all(is_period(p) for p in path) or declared or _CURRENCY.search(" ".join(path)) else "",
    )
    return Header(path, name, when, said, re.fullmatch(r"notes?", name, re.I) is not None)


def _dated(header: str) -> bool:
    """Whether a header tells when its cells hold, and not only what they are compared with: "growth on 2024"."""
    return any(not _MEASURED_ON.search(header, 0, a) for _, a, _ in periods.find(header, None))


def row_paths(table: Table) -> list[tuple[str, ...]]:
    """The labels of each row of a table's body: the section row above it (a label without numbers), then its own label cells.

    A section ends at its total.
    """
    section: tuple[str, ...] = ()
    out: list[tuple[str, ...]] = []
    for cells in table.cells[table.header_rows :]:
        labels = [c.text.strip() for c in cells[: table.header_columns]]
        out.append((*section, *dict.fromkeys(without_marks(label) for label in labels if label)))
        label = " ".join(labels)
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


def rows_are_entities(table: Table) -> bool:
    """Whether the rows name who or what is measured, as the header over their labels says ("Country") or their own names."""
    corner = " ".join(c.text for row in table.cells[: table.header_rows] for c in row[: table.header_columns]).lower()
    if any(singular(w) in _ENTITIES for w in re.findall(r"[a-z]+", corner)):
        return True
    labels = [without_marks(row[0].text) for row in table.cells[table.header_rows :] if row and row[0].text.strip()]
    return bool(labels) and 2 * sum(is_country(label) for label in labels) > len(labels)


def title_measure(title: str) -> str:
    """What a table's title says it measures: "Battery installations by country, 2025-2027 (GWh)" → "Battery installations"."""
    if re.fullmatch(r"table|data|sheet\s?\d*|tab\.?\s?\d*", title.strip(), re.I):
        return ""
    plain = re.sub(r"^(?:table|exhibit|figure)(?:\s[\d.]+)?\s*[:.–-]\s*|\s*\([^)]*\)", "", title, flags=re.I)
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

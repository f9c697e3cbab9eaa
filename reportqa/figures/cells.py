"""The figures of a table: a cell's subject, metric, period and unit come from its row and its column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reportqa.figures import periods
from reportqa.figures.numbers import SCALES, Number, find
from reportqa.figures.units import TIMES, currency, singular
from reportqa.types import Cell, Document, Figure, Period, Qualifier, Status, Table

__all__ = ["Measure", "cell_figures", "column_path", "measure", "parse_cell", "row_path"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a header says of the numbers below it: a factor ("in millions") and a unit ("%", "€m", "trillion tokens")."""

    factor: float = 1.0
    unit: str = ""
    frequency: str = ""


_EMPTY = re.compile(r"^[\s$€£¥]*(?:[-–—−]+|n/?a|n\.a\.|nil|none|nm|\.\.\.?|- -)?[\s%)*]*$", re.I)
_SCALE_WORD = re.compile(
    r"\b(thousands?|millions?|billions?|trillions?)\b|(?:[$€£¥]|\b(?:US|RMB|NOK|SEK|DKK|EUR|USD|GBP))\s?(m|mn|bn|k|tn)\b|['’]000s?|\b(000s)\b",
    re.I,
)
_PERCENT = re.compile(r"%|\bper ?cent(?:age)?\b|\bpct\b", re.I)
_CURRENCY = re.compile(r"US\$|[$€£¥]|\b(?:RMB|CNY|USD|EUR|GBP|JPY|NOK|SEK|DKK|CHF|INR|yuan|dollars?|euros?)\b", re.I)
_PER = re.compile(
    r"\bper\s+(?:(1,?000,?000|1,?000|million|thousand)\s+)?([a-z]+)(?:\s+per\s+([a-z]+))?|/\s?([a-zA-Z]+)", re.I
)
_NOTE_MARK = re.compile(r"^\s*\(?(?:[a-z]|\d|[ivx]+|\*+)\)?\s*$", re.I)
_FREQUENCY = {
    "weekly": "week",
    "monthly": "month",
    "daily": "day",
    "annual": "year",
    "yearly": "year",
    "quarterly": "quarter",
}


def measure(text: str) -> Measure:
    """The factor and unit that a header, title or note declares.

    >>> measure("Weekly tokens (trillion)")
    Measure(factor=1000000000000.0, unit='token', frequency='week')
    """
    match = _SCALE_WORD.search(text)
    factor = 1.0
    if match:
        word = (match[1] or match[2] or "thousand").lower()
        factor = SCALES.get(word.rstrip("s") if len(word) > 2 else word, 1e3)
    frequency = next((f for w, f in _FREQUENCY.items() if re.search(rf"\b{w}\b", text, re.I)), "")
    rate = _PER.search(text)
    if rate and rate[2] and rate[2].lower() == "cent":
        rate = None
    money = _CURRENCY.search(text)
    unit = ""
    if money:
        unit = (currency(money.group()) or "") + (_rate(rate) if rate else "")
    elif _PERCENT.search(text):
        unit = "percent"
    elif re.search(r"\b(?:ratio|multiple|times|factor)\b", text, re.I):
        unit = "ratio"
    else:
        unit = _noun(text)
    return Measure(factor, unit, frequency)


def _rate(match: re.Match[str]) -> str:
    multiple = {"1000": "kilo", "thousand": "kilo", "1000000": "mega", "million": "mega"}.get(
        (match[1] or "").replace(",", "").lower(), ""
    )
    names = [match[2] or match[4], match[3]]
    return "".join(
        f" / {multiple if not n else ''}{TIMES.get(w.lower(), singular(w))}"
        for n, w in enumerate(w for w in names if w)
    )


def _noun(text: str) -> str:
    """The counted noun of a header: the last plural word ("Mobile internet users (billion)" → "user")."""
    plain = re.sub(
        r"\([^)]*\)|\bin\s+\w+",
        lambda m: (
            m.group()
            if re.search(r"[a-z]{4,}s\b(?<!millions)(?<!thousands)(?<!billions)(?<!trillions)", m.group())
            else " "
        ),
        text,
    )
    words = [
        w
        for w in re.findall(r"[A-Za-z]+", plain)
        if w.lower().endswith("s") and len(w) > 3 and not w.lower().endswith("ss")
    ]
    skip = {
        "sales",
        "years",
        "months",
        "ended",
        "millions",
        "thousands",
        "billions",
        "trillions",
        "earnings",
        "assets",
        "costs",
        "expenses",
        "liabilities",
        "less",
        "plus",
        "this",
        "total",
        "others",
        "notes",
        "regions",
        "status",
    }
    words = [w for w in words if w.lower() not in skip]
    return singular(words[-1]) if words else ""


def parse_cell(text: str) -> Number | None:
    """The number a cell holds, accounting negatives included; None for a dash, "n/a", words or a note mark."""
    stripped = text.strip()
    if _EMPTY.match(stripped) or not re.search(r"\d", stripped):
        return None
    joined = re.sub(r"([$€£¥])\s+(?=[\d(])", r"\1", stripped)
    negative = re.fullmatch(r"[$€£¥]?\s*\(\s*([$€£¥]?\s*[\d.,]+\s*%?)\s*\)?\s*%?(?:\s*\w{0,2})?", joined)
    source = joined.replace("(", "").replace(")", "") if negative else joined
    numbers = find(" " + source)
    if not numbers and re.fullmatch(r"[\d.,]+", source):
        value = float(source.replace(",", "") or 0)
        numbers = (Number(source, 0, len(source), value, None, None, "", None, "", (0, len(source)), 0.5),)
    if not numbers:
        return None
    number = numbers[0]
    if len(re.sub(r"[^A-Za-z]", "", source)) > 3 * len(re.sub(r"[^A-Za-z]", "", number.text)) + 24:
        return None
    if negative:
        number = replace(number, value=-abs(number.value))
    if re.search(r"\)\s*%|%\s*\)", joined) or joined.endswith("%"):
        number = replace(number, unit="percent")
    return number


def column_path(table: Table, column: int) -> tuple[str, ...]:
    """The header texts above a column, outermost first, blanks filled from the left where a header spans columns."""
    out: list[str] = []
    for row in table.cells[: table.header_rows]:
        text = row[column].text.strip()
        at = column
        while not text and at > table.header_columns and not out:
            at -= 1
            text = row[at].text.strip()
        if text and text not in out:
            out.append(text)
    return tuple(out)


def row_path(table: Table, row: int) -> tuple[str, ...]:
    """The labels of a row: the section row above it (a label without numbers), then its own label cells."""
    own = tuple(dict.fromkeys(c.text.strip() for c in table.cells[row][: table.header_columns] if c.text.strip()))
    for above in range(row - 1, table.header_rows - 1, -1):
        cells = table.cells[above]
        label = " ".join(c.text.strip() for c in cells[: table.header_columns])
        if label and not any(c.text.strip() for c in cells[table.header_columns :]):
            return (label.rstrip(":"), *own)
        if re.match(r"total\b", label, re.I) and above != row:
            break
    return own


def cell_figures(document: Document, index: int, table: Table) -> list[Figure]:
    """Every number of a table's body as a Figure; a merged cell counts once."""
    published = periods.parse_date(document.published)
    whole = measure(" ".join((table.title, table.notes)))
    seen: set[int] = set()
    out: list[Figure] = []
    for r in range(table.header_rows, len(table.cells)):
        for c, cell in enumerate(table.cells[r]):
            if cell.start in seen and cell.text:
                continue
            seen.add(cell.start)
            figure = _cell_figure(document, index, table, cell, published, whole) if c >= table.header_columns else None
            if figure is not None:
                out.append(figure)
    return out


def _cell_figure(
    document: Document, index: int, table: Table, cell: Cell, published: object, whole: Measure
) -> Figure | None:
    number = parse_cell(cell.text)
    columns, rows = column_path(table, cell.column), row_path(table, cell.row)
    if number is None or not cell.text.strip():
        return None
    header = measure(" ".join(columns) + " " + (table.units[cell.column] if cell.column < len(table.units) else ""))
    unit, factor = _unit_and_factor(number, header, whole, " ".join(rows))
    labels = _attributes_of_row(table, cell.row)
    period = _cell_period(columns, rows, labels, published)
    subject, metric = _identity(table, columns, rows, labels)
    is_year = re.fullmatch(r"(?:19|20)\d\d", cell.text.strip()) and not unit
    stripped = cell.text.strip()
    start = cell.start + cell.text.index(stripped)
    where = f"row {' > '.join(rows) or cell.row}, column {' > '.join(columns) or cell.column + 1}"
    figure = Figure(
        id=f"{document.id}:{start}",
        text=stripped,
        value=number.value * factor,
        low=None if number.low is None else number.low * factor,
        high=None if number.high is None else number.high * factor,
        unit="date" if is_year else unit,
        qualifier=number.qualifier or _row_qualifier(labels),
        status=_row_status(labels, columns, period, published),
        subject=subject,
        metric=metric,
        period=period,
        document=document.id,
        report=document.report,
        title=table.title or document.title,
        locator=", ".join(
            p
            for p in (
                f"page {table.page}" if table.page else "",
                table.name,
                cell.locator and f"cell {cell.locator}",
                where,
            )
            if p
        ),
        start=start,
        end=start + len(stripped),
        quote=_row_text(table, cell.row),
        frequency=header.frequency or whole.frequency,
        heading=tuple(p for p in (table.title,) if p),
        table=index,
        row=cell.row,
        column=cell.column,
    )
    when = f", {period.text}" if period else ""
    return replace(figure, statement=f"{subject} {metric}{when}: {stripped}. {table.title}".strip())


def _unit_and_factor(number: Number, header: Measure, whole: Measure, row: str) -> tuple[str, float]:
    """A cell's own unit wins over its header's, its header's over the table's; a percentage or a ratio is never scaled."""
    unit = number.unit or header.unit
    if not unit and _PERCENT.search(row):
        unit = "percent"
    unit = unit or whole.unit
    if unit in ("percent", "ratio", "percentage point") or re.search(r"\bper share\b|\bearnings per\b", row, re.I):
        return unit, 1.0
    written = re.search(r"[A-Za-z]", re.sub(r"[$€£¥]|USD|RMB|EUR", "", number.text))
    if written and re.search(r"thousand|million|billion|trillion|bn|mn|\d\s?[kmbt]\b", number.text, re.I):
        return unit, 1.0
    return unit, header.factor if header.factor != 1.0 else whole.factor


def _attributes_of_row(table: Table, row: int) -> dict[str, str]:
    """Column header (lower case) → text, for the cells of a row that hold words or periods."""
    return {" ".join(column_path(table, c.column)).lower(): c.text.strip() for c in table.cells[row] if c.text.strip()}


def _cell_period(
    columns: tuple[str, ...], rows: tuple[str, ...], labels: dict[str, str], published: object
) -> Period | None:
    import datetime as dt

    day = published if isinstance(published, dt.date) else None
    named = [v for k, v in labels.items() if re.search(r"\b(?:period|date|year|month|quarter|week|when|time)\b", k)]
    for text in (" ".join(columns), *reversed(rows), *named):
        found = [p for p, _, _ in periods.find(text, day) if p.start]
        if found:
            return found[-1]
    return None


def _identity(table: Table, columns: tuple[str, ...], rows: tuple[str, ...], labels: dict[str, str]) -> tuple[str, str]:
    """Subject and metric of a cell: the row's label and the column's header.

    Where the columns are periods the row says what is measured, and the subject is the row's section or the table's title.
    """
    header = " ".join(h for h in columns if not _is_period(h))
    header = re.sub(r"\s*\([^)]*\)|\s+[€$£]m$", "", header).strip() or header
    label = rows[-1] if rows else ""
    if _is_period(label):
        other = [
            v
            for k, v in labels.items()
            if v != label and not re.search(r"\d", v) and not re.search(r"status|unit|note|qualifier|hedge", k)
        ]
        return (other[0] if other else ""), header or table.title
    if not header:
        return (rows[0] if len(rows) > 1 else ""), label
    return label, header


def _is_period(text: str) -> bool:
    found = periods.find(text, None)
    return (
        bool(found)
        and len(re.sub(r"[\W_]", "", text)) <= sum(len(re.sub(r"[\W_]", "", text[s:e])) for _, s, e in found) + 12
    )


def _row_qualifier(labels: dict[str, str]) -> Qualifier | None:
    word = next((v.lower() for k, v in labels.items() if re.search(r"qualif|hedge|precision", k)), "")
    table = {
        "about": Qualifier.ABOUT,
        "approx": Qualifier.ABOUT,
        "over": Qualifier.OVER,
        "exceed": Qualifier.OVER,
        "more than": Qualifier.OVER,
        "at least": Qualifier.AT_LEAST,
        "up to": Qualifier.UP_TO,
        "under": Qualifier.UNDER,
        "less than": Qualifier.UNDER,
    }
    return next((q for w, q in table.items() if word.startswith(w)), None)


def _row_status(labels: dict[str, str], columns: tuple[str, ...], period: Period | None, published: object) -> Status:
    import datetime as dt

    words = " ".join(
        [*(v.lower() for k, v in labels.items() if re.search(r"status|type|basis", k)), *(c.lower() for c in columns)]
    )
    if re.search(r"forecast|project|expected|outlook|plan|target|20\d\d\s?[ef]\b", words):
        return Status.FORECAST
    if isinstance(published, dt.date) and period and period.start and period.start > published:
        return Status.FORECAST
    return Status.ESTIMATE if re.search(r"estimate|provisional|preliminary", words) else Status.REPORTED


def _row_text(table: Table, row: int) -> str:
    """A row as it is written, its cells joined by bars."""
    return " | ".join(c.text.strip() for c in table.cells[row])

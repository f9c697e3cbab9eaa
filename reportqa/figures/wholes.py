"""The row of a table that tells the whole of which the other rows are parts: "Total", "All", or what the report is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.celltext import parse_cell
from reportqa.figures.headers import is_period, row_paths, rows_are_measures, without_marks
from reportqa.types import Table

__all__ = ["RANK", "REST", "adds_up", "is_named_whole", "row_labels", "rows_are_parts", "whole_row"]

# A label that says nothing but that its row is the whole's.
_PLAIN = re.compile(
    r"(?:grand |overall |national )?(?:total|totals|sum|average|mean|all|overall|combined|together|everyone|everybody|nationwide|national)"
    r"|(?:the )?(?:whole )?(?:group|company|country|sample|industry|market|sector|network)|(?:group|company|overall|national) total",
    re.I,
)
_TOTAL_OF = re.compile(r"(?:total|all|overall|average|sum of)\s\S.*|\S.*\s(?:total|overall|combined)", re.I)
_NAMELESS = re.compile(r"(?:grand |overall )?(?:totals?|sum|all|overall|combined)\b", re.I)
REST = re.compile(r"(?:all )?(?:other|others|rest|remaining|elsewhere)\b", re.I)
# The place that a ranking gives a row, which is no name of it.
RANK = re.compile(r"#?\d{1,3}[.)]?")
_SEVERAL = 3
"""Rows that a whole needs: itself and two parts; a sum needs as many parts, since one of two may be chance."""
_NEAR = 0.01
_ALL, _ROUNDED = 100.0, 1.5


def row_labels(table: Table) -> dict[int, str]:
    """The label of each row of the body that holds numbers; rows of periods have none."""
    found = {}
    for row, path in enumerate(row_paths(table), table.header_rows):
        label = without_marks(path[-1].strip(" *_")) if path else ""
        if RANK.fullmatch(label):
            label = next((t for c in table.cells[row] if re.search(r"[^\W\d]{2}", t := c.text.strip(" *_"))), label)
        if label and not is_period(label) and any(parse_cell(c.text) for c in table.cells[row][table.header_columns :]):
            found[row] = label
    return found


def whole_row(table: Table, about: str) -> int | None:
    """The row of the whole, None where a table has none; `about` is the title of its document."""
    labels = row_labels(table)
    at = _whole(table, list(labels), list(labels.values()), f"{table.title} {table.section} {about}")
    return None if at is None else list(labels)[at]


def is_named_whole(label: str) -> bool:
    """Whether a label only says that its row is the whole's, and bears no name: "Total", "All costs"."""
    return bool(_NAMELESS.match(label))


def adds_up(table: Table, whole: int, column: int) -> bool:
    """Whether a cell of the whole's row is more than each of its parts, as a sum is and an average is not."""
    numbers = {r: n for r in row_labels(table) if (n := parse_cell(table.cells[r][column].text)) is not None}
    total = numbers.pop(whole, None)
    return total is not None and bool(numbers) and abs(total.value) > max(abs(n.value) for n in numbers.values())


def rows_are_parts(table: Table, about: str) -> bool:
    """Whether the rows of a table are the parts of one whole: a row tells it, or every column adds up to 100."""
    return whole_row(table, about) is not None or _are_shares(table)


def _are_shares(table: Table) -> bool:
    rows = list(row_labels(table))
    columns = [
        [n.value for r in rows if (n := parse_cell(table.cells[r][c].text)) is not None]
        for c in range(table.header_columns, len(table.cells[0]))
    ]
    return len(rows) >= _SEVERAL and all(len(c) == len(rows) and abs(sum(c) - _ALL) <= _ROUNDED for c in columns)


def _whole(table: Table, rows: Sequence[int], labels: Sequence[str], titles: str) -> int | None:
    """Which of the rows is the whole's: it says so, it bears the name of what the report is about, or it adds up the others."""
    if len(rows) < _SEVERAL:
        return None
    plain = [i for i, label in enumerate(labels) if _PLAIN.fullmatch(label)]
    if plain:
        return plain[0] if len(plain) == 1 else None
    ends = [i for i in (len(rows) - 1, 0) if not REST.match(labels[i])]
    totals = [i for i in ends if _TOTAL_OF.fullmatch(labels[i])]
    if (
        totals
        and sum(bool(_TOTAL_OF.fullmatch(label)) for label in labels) == 1
        and (not rows_are_measures(table) or _adds_up(table, rows, totals[0], 2))
    ):
        return totals[0]
    about = [i for i, label in enumerate(labels) if _is_named(label, titles)]
    if len(about) == 1 and about[0] in ends and not rows_are_measures(table):
        return about[0]
    return next((i for i in ends if _adds_up(table, rows, i)), None)


def _is_named(label: str, titles: str) -> bool:
    """Whether titles hold a label as a name: "Wales" in "Hospitals in Wales"."""
    return label[:1].isupper() and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", titles) is not None


def _adds_up(table: Table, rows: Sequence[int], whole: int, least: int = _SEVERAL) -> bool:
    """Whether all other rows, `least` or more, make up one in some column, within the rounding of its numbers."""
    for column in range(table.header_columns, len(table.cells[0])):
        numbers = [parse_cell(table.cells[r][column].text) for r in rows]
        values = [n.value for n in numbers if n is not None]
        if len(values) < len(rows) or any(n.unit == "percent" for n in numbers if n):
            continue
        total = values.pop(whole)
        if total and len(values) >= least and abs(sum(values) - total) <= _NEAR * abs(total):
            return True
    return False

"""Columns of tables added up against prose: "the six depots in the table can hold 1.9 million crates together"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reportqa.answering.audit.asking import Wanted
from reportqa.answering.audit.bounds import is_open, telling_digits
from reportqa.answering.audit.choosing import is_named
from reportqa.answering.audit.columns import is_total_label
from reportqa.answering.audit.grids import Grid, grids
from reportqa.answering.audit.items import Item, Kind
from reportqa.answering.audit.totals import Whole, total_check
from reportqa.answering.audit.wording import topic_of
from reportqa.answering.words import stem, stems
from reportqa.types import Check, Document

__all__ = ["column_posed", "columns_added"]

_TOGETHER = re.compile(
    r"\b(?:together|combined|altogether|in total|in all|between them|jointly|total(?:l?ed|l?ing)?)\b", re.I
)
_SUMMED = re.compile(
    r"\b(?:sums?|totals?|adds?|tall(?:y|ies)|comes?|amounts?|works? out)(?: (?:up|out))? (?:to|at|with)\b|\badds? up\b|"
    r"\b(?:sums?|totals?)\b|\bmatch\w*\b",
    re.I,
)
_IDLE = frozenset(
    stem(w) for w in "table tables column row text list figure number value sum total given stated report".split()
)
_TELLING_DIGITS = 3
_LEAST_ROWS = 3


def columns_added(items: Sequence[Item], tables: Iterable[Grid]) -> Iterator[Check]:
    """Every amount of a report's prose that is told as one of several together, and that a column of a table comes to."""
    claims = [i for i in items if _is_claim(i) and _TOGETHER.search(i.figure.quote) and _is_telling(i)]
    for grid in tables if claims else ():
        for header, parts in _columns(grid):
            if len(parts) >= _LEAST_ROWS:
                yield from _fitting([c for c in claims if _is_of(c, parts)], header, parts)


def _fitting(claims: Iterable[Item], header: str, parts: tuple[Item, ...]) -> Iterator[Check]:
    for claim in claims:
        about = topic_of([claim.figure]) | stems(claim.figure.quote)
        if about & stems(header) and (check := total_check(Whole(claim, parts, False))) is not None:
            yield check


def column_posed(want: Wanted, items: Sequence[Item], documents: Mapping[str, Document]) -> Check | None:
    """The check of a figure that a question names against the one column that it says to add up; None where its words fit no
    column or several."""
    if len(want.numbers) != 1 or not _SUMMED.search(want.text):
        return None
    claims = [i for i in items if _is_claim(i) and is_named(want.numbers[0], i.figure)]
    asked = want.topic - _IDLE
    found: dict[tuple[float, float], Check] = {}
    for grid in grids(items, documents) if claims and asked else ():
        for header, parts in _columns(grid):
            fitting = [c for c in claims if _is_of(c, parts)]
            if not fitting or not asked & stems(header) or not asked <= _words(grid, header, fitting[0]):
                continue
            check = total_check(Whole(fitting[0], parts, True))
            if check is not None:
                found[check.claimed, check.expected] = check
    return next(iter(found.values())) if len(found) == 1 else None


def _words(grid: Grid, header: str, claim: Item) -> frozenset[str]:
    """What a question may call a column by: its header, its table's title and first header, its claim's own sentence."""
    return stems(f"{header} {grid.table.title} {grid.headers[0]} {claim.figure.quote}") | topic_of([claim.figure])


def _columns(grid: Grid) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The header and the cells of each column of amounts in one unit, without rows that are totals themselves."""
    for column, header in enumerate(grid.headers):
        rows = [r for r in grid.rows() if (r, column) in grid.items and not is_total_label(grid.labels[r])]
        parts = tuple(grid.items[r, column] for r in rows)
        units = {(i.figure.unit, i.figure.frequency) for i in parts}
        plain = all(i.kind is Kind.VALUE and i.figure.low is None and not is_open(i.bounds) for i in parts)
        if len(parts) > 1 and len(units) == 1 and plain and parts[0].figure.unit not in ("percent", "date", "ratio"):
            yield header, parts


def _is_claim(item: Item) -> bool:
    return item.figure.table < 0 and item.kind is Kind.VALUE and item.figure.low is None and bool(item.figure.unit)


def _is_telling(item: Item) -> bool:
    """Whether a sum that comes out is more than chance."""
    return telling_digits(item.figure) >= _TELLING_DIGITS


def _is_of(claim: Item, parts: Sequence[Item]) -> bool:
    a, b = claim.figure, parts[0].figure
    return a.report == b.report and (a.unit, a.frequency) == (b.unit, b.frequency) and " / " not in a.unit

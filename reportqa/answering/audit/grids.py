"""A table as the audit reads it: the items at their places, the labels of its rows, the headers of its columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportqa.answering.audit.items import Item
from reportqa.types import Document, Table

__all__ = ["Grid", "grids"]

_MARKS = re.compile(r"[\s.:*†‡]+$|\s?\(\d\)")


@dataclass(frozen=True, slots=True)
class Grid:
    """The items of one table: `items[row, column]`, the label of each row, the header of each column."""

    table: Table
    items: Mapping[tuple[int, int], Item]
    labels: tuple[str, ...]
    headers: tuple[str, ...]

    def rows(self) -> range:
        """The rows below the header."""
        return range(self.table.header_rows, len(self.labels))

    def filled(self, row: int) -> bool:
        """Whether a row holds an item."""
        return any((row, c) in self.items for c in range(len(self.headers)))

    def column(self, column: int) -> list[Item]:
        """The items of a column from the top."""
        return [self.items[r, column] for r in self.rows() if (r, column) in self.items]


def grids(items: Iterable[Item], documents: Mapping[str, Document]) -> Iterator[Grid]:
    """The tables that hold items, in order."""
    places: dict[tuple[str, int], dict[tuple[int, int], Item]] = defaultdict(dict)
    for item in items:
        figure = item.figure
        if figure.table >= 0:
            places[figure.document, figure.table][figure.row, figure.column] = item
    for (document, number), found in places.items():
        table = documents[document].tables[number]
        yield Grid(table, found, tuple(_labels(table)), tuple(_headers(table)))


def _labels(table: Table) -> Iterator[str]:
    for row in table.cells:
        words = [c.text for c in row[: max(1, table.header_columns)] if c.text.strip()]
        yield _MARKS.sub("", " ".join(" ".join(dict.fromkeys(words)).split())).strip()


def _headers(table: Table) -> Iterator[str]:
    width = max((len(row) for row in table.cells), default=0)
    for column in range(width):
        words = [row[column].text for row in table.cells[: table.header_rows] if column < len(row)]
        yield " ".join(" ".join(dict.fromkeys(words)).split())

"""Excel (.xlsx, .xlsm) → a Document: every sheet, its tables and the words between them.

openpyxl reads the cells, their formats, merges and cached formula values. A sheet is cut into regions at blank rows and
columns; a region that is one column wide is prose, the others are tables.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from reportqa.errors import ReadError
from reportqa.reading.assembly import MAX_ROWS, Assembly, Slot
from reportqa.reading.metadata import Facts, clean_name, clean_title
from reportqa.reading.numberformat import shown
from reportqa.reading.regions import Region, regions
from reportqa.types import BlockKind, Document

__all__ = ["read_excel"]

MAX_COLUMNS = 300
_LARGE = 20 * 2**20  # bytes of XML, past which sheets are streamed: openpyxl needs some 20 times as much to hold it
_BULLET = re.compile(r"^[•●▪◦‣·–—-]\s+(?=\S)")


def read_excel(data: bytes, path: Path, root: Path) -> Document:
    """An .xlsx file. Raises ReadError where it is damaged or holds nothing."""
    name = path.relative_to(root).as_posix()
    try:
        large = _sheets_size(data) > _LARGE
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=large, keep_links=False)
        assembly = Assembly(name)
        for sheet in book.worksheets:
            _read_sheet(sheet, assembly, name)
        unsaved = _formulas_without_values(data)
        facts = _facts(book, assembly)
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises KeyError, ValueError, TypeError, XML and zip errors alike
        raise ReadError(
            f"{name}: damaged, or not an Excel workbook ({type(error).__name__}); save it again as .xlsx"
        ) from error
    if unsaved:
        assembly.warnings.append(
            f"{name}: {unsaved} formulas hold no saved value; open it in a spreadsheet program and save it"
        )
    if not assembly.tables and not any(len(assembly.text[b.start : b.end]) for b in assembly.blocks if b.level == 0):
        raise ReadError(f"{name}: holds no values")
    return assembly.document(path, root, facts)


def _sheets_size(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return sum(i.file_size for i in package.infolist() if i.filename.startswith("xl/worksheets/"))


def _formulas_without_values(data: bytes) -> int:
    """How many cells hold a formula and no value: a program that only wrote the file never computed them."""
    count = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            if info.filename.startswith("xl/worksheets/sheet") and info.file_size <= _LARGE:
                count += len(re.findall(rb"</f>\s*(?:<v\s*/>|<v></v>)?\s*</c>|<f[^>]*/>\s*</c>", package.read(info)))
    return count


def _facts(book: Any, assembly: Assembly) -> Facts:
    """The workbook's properties; without a title there, its first bold line or the title of its first table."""
    properties = book.properties
    headings = [assembly.text[b.start : b.end] for b in assembly.blocks if b.kind is BlockKind.HEADING and b.level == 1]
    made_by_hand = clean_name(properties.creator or "")
    return Facts(
        title=clean_title(properties.title or "")
        or next((t for t in (*headings, *(t.title for t in assembly.tables)) if t), ""),
        author=made_by_hand,
        created=properties.created.date().isoformat() if properties.created and made_by_hand else "",
    )


def _read_sheet(sheet: Any, assembly: Assembly, name: str) -> None:
    """One sheet: its name as a heading, then its regions from top to bottom, from left to right."""
    grid, bold = _grid(sheet)
    if not grid:
        return
    if sheet.max_row is not None and sheet.max_row > MAX_ROWS:
        assembly.warnings.append(f"{name}: only the first {MAX_ROWS} rows of sheet {sheet.title} are read")
    generic = re.fullmatch(r"(?:sheet|tabelle|feuil|hoja|工作表)\s?\d*", sheet.title, re.I) is not None
    if not generic:
        assembly.heading(sheet.title, 2)
    found = regions([[_covered(grid, slot).text for slot in row] for row in grid])
    tables = sum(r.is_table for r in found)
    number = 0
    for region in found:
        if not region.is_table:
            _words(grid, bold, region, assembly)
            continue
        number += 1
        part = f", table {number}" if tables > 1 else ""
        assembly.table(_cut(grid, region), name=f"sheet {sheet.title}{part}")


def _covered(grid: list[list[Slot]], slot: Slot) -> Slot:
    return slot if slot.origin is None else grid[slot.origin[0]][slot.origin[1]]


def _words(grid: list[list[Slot]], bold: set[tuple[int, int]], region: Region, assembly: Assembly) -> None:
    """A region that is no table: each row a heading, a list item or a paragraph."""
    for r in range(region.top, region.bottom):
        filled = [(c, grid[r][c].text) for c in range(region.left, region.right) if grid[r][c].text]
        words = " ".join(text for _, text in filled)
        bullet = _BULLET.match(words)
        if bullet:
            assembly.item(words[bullet.end() :])
        elif filled and (r, filled[0][0]) in bold and len(words.split()) <= 25:
            assembly.heading(words, 3 if assembly.blocks else 1)
        elif words:
            assembly.paragraph(words)


def _cut(grid: list[list[Slot]], region: Region) -> list[list[Slot]]:
    """The part of a sheet's grid that a region covers, blank rows and columns left out, its merges pointing inside it."""
    rows = [
        r
        for r in range(region.top, region.bottom)
        if any(_covered(grid, s).text for s in grid[r][region.left : region.right])
    ]
    columns = [c for c in range(region.left, region.right) if any(_covered(grid, grid[r][c]).text for r in rows)]

    def moved(slot: Slot) -> Slot:
        if slot.origin is None:
            return slot
        r, c = slot.origin
        return Slot(origin=(rows.index(r), columns.index(c))) if r in rows and c in columns else Slot()

    return [[moved(grid[r][c]) for c in columns] for r in rows]


def _grid(sheet: Any) -> tuple[list[list[Slot]], set[tuple[int, int]]]:
    """The shown texts of a sheet's cells, and which of them are bold; merged cells name their origin."""
    merged = dict(_merges(sheet))
    cells = [c for c in _cells(sheet) if c.value is not None and c.row <= MAX_ROWS and c.column <= MAX_COLUMNS]
    height, width = max((c.row for c in cells), default=0), max((c.column for c in cells), default=0)
    empty = Slot()
    grid = [[empty] * width for _ in range(height)]
    for (r, c), origin in merged.items():
        if r < height and c < width:
            grid[r][c] = Slot(origin=origin)
    bold: set[tuple[int, int]] = set()
    for cell in cells:
        r, c = cell.row - 1, cell.column - 1
        words = shown(cell.value, cell.number_format or "General")
        grid[r][c] = Slot(words, f"{get_column_letter(c + 1)}{r + 1}")
        if words and cell.font is not None and cell.font.b:
            bold.add((r, c))
    return grid, bold


def _cells(sheet: Any) -> Iterator[Any]:
    """The cells that a sheet holds. (openpyxl's own iteration makes one for every position up to the last.)"""
    if hasattr(sheet, "_cells"):
        yield from sheet._cells.values()
    else:
        for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS):
            yield from (c for c in row if c.value is not None)


def _merges(sheet: Any) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """(position, origin) of every position that a merged cell covers beyond its first. A streamed sheet does not tell."""
    for area in getattr(getattr(sheet, "merged_cells", None), "ranges", ()):
        if (area.max_row - area.min_row + 1) * (area.max_col - area.min_col + 1) > 10_000:
            continue
        for r in range(area.min_row, area.max_row + 1):
            for c in range(area.min_col, area.max_col + 1):
                if (r, c) != (area.min_row, area.min_col):
                    yield (r - 1, c - 1), (area.min_row - 1, area.min_col - 1)

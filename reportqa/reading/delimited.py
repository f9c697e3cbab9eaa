"""CSV and TSV → a Document with one table, and what a Frictionless datapackage.json beside it says of it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from reportqa.reading.metadata import report_of
from reportqa.reading.tables import make_table
from reportqa.types import Block, BlockKind, Cell, Document

__all__ = ["MAX_ROWS", "read_delimited"]

MAX_ROWS = 20_000
MAX_COLUMNS = 300


def read_delimited(text: str, path: Path, root: Path) -> Document:
    """A CSV or TSV file: its canonical text is the file itself, up to the last row that is read; each cell's span lies in it."""
    name = path.relative_to(root).as_posix()
    rows, end = _rows(text, _delimiter(text, path))
    cut = end < len(text) and text[end:].strip() != ""
    package = _package(path)
    resource = _resource(package, path)
    fields = resource.get("schema", {}).get("fields", []) if isinstance(resource.get("schema"), dict) else []
    units = tuple(_unit(f) for f in fields if isinstance(f, dict))
    title = str(resource.get("title") or "") or re.sub(r"[_-]+", " ", path.stem)
    table = make_table(
        rows,
        path.name,
        title,
        units=units,
        notes=str(resource.get("description") or ""),
        section=str(resource.get("section") or ""),
    )
    warnings = [f"{name}: only its first {MAX_ROWS} rows are read; split it"] if cut else []
    if max((len(row) for row in rows), default=0) >= MAX_COLUMNS:
        warnings.append(f"{name}: only its first {MAX_COLUMNS} columns are read; split it")
    return Document(
        id=name,
        title=title,
        publisher=str(package.get("publisher") or ""),
        published=str(package.get("published") or package.get("created") or "")[:10],
        report=report_of(path, root),
        text=text[:end],
        blocks=(Block(BlockKind.TABLE, table.start, table.end),),
        tables=(table,),
        warnings=tuple(warnings),
    )


def _delimiter(text: str, path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    try:
        return csv.Sniffer().sniff(text[:8192], delimiters=",;\t|").delimiter
    except csv.Error:
        return ","


def _rows(text: str, delimiter: str) -> tuple[list[list[Cell]], int]:
    """The cells with their spans, and where the last row that is read ends.

    RFC 4180: quotes may hold delimiters and line ends; blank lines are passed over. Columns past MAX_COLUMNS are too.
    """
    cell = re.compile(
        rf'[ ]*"(?P<quoted>[^"]{{0,20000}}(?:""[^"]{{0,20000}})*)"[ ]*(?={re.escape(delimiter)}|\n|\Z)|(?P<plain>[^\n{re.escape(delimiter)}]*)'
    )
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at, length = 0, len(text)
    while at < length and len(rows) < MAX_ROWS:
        match = cell.match(text, at)
        assert match is not None
        if len(row) < MAX_COLUMNS:
            start, end = match.span("quoted" if match["quoted"] is not None else "plain")
            row.append(Cell(len(rows), len(row), start, end, text[start:end]))
        at = match.end() + 1
        if match.end() >= length or text[match.end()] == "\n":
            rows += [row] if any(c.text.strip() for c in row) else []
            row = []
        elif at == length:
            row.append(Cell(len(rows), len(row), at, at, ""))
    rows += [row] if any(c.text.strip() for c in row) else []
    return rows, min(at, length)


def _package(path: Path) -> dict[str, Any]:
    """The data package beside a file; {} where there is none or it cannot be read (the table stands without it)."""
    try:
        package = json.loads((path.parent / "datapackage.json").read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return package if isinstance(package, dict) else {}


def _resource(package: dict[str, Any], path: Path) -> dict[str, Any]:
    resources = package.get("resources", [])
    found = (
        [r for r in resources if isinstance(r, dict) and r.get("path") == path.name]
        if isinstance(resources, list)
        else []
    )
    return found[0] if found else {}


def _unit(field: dict[str, Any]) -> str:
    return str(field.get("unit") or "")

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


def read_delimited(text: str, path: Path, root: Path) -> Document:
    """A CSV or TSV file: its canonical text is the file itself, and each cell's span lies in it."""
    rows, cut = _rows(text, _delimiter(text, path))
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
    warnings = (f"{path.name}: only its first {MAX_ROWS} rows are read",) if cut else ()
    return Document(
        id=path.relative_to(root).as_posix(),
        title=title,
        publisher=str(package.get("publisher") or ""),
        published=str(package.get("published") or package.get("created") or "")[:10],
        report=report_of(path, root),
        text=text,
        blocks=(Block(BlockKind.TABLE, table.start, table.end),),
        tables=(table,),
        warnings=warnings,
    )


def _delimiter(text: str, path: Path) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    try:
        return csv.Sniffer().sniff(text[:8192], delimiters=",;\t|").delimiter
    except csv.Error:
        return ","


def _rows(text: str, delimiter: str) -> tuple[list[list[Cell]], bool]:
    """The cells with their spans (RFC 4180: quotes may hold delimiters and line ends; blank lines are passed over)."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at, length = 0, len(text)
    while at < length:
        if len(rows) >= MAX_ROWS:
            return rows, True
        start, end, after = _cell(text, at, delimiter)
        row.append(Cell(len(rows), len(row), start, end, text[start:end]))
        if after < length and text[after] == delimiter:
            at = after + 1
            if at == length:
                row.append(Cell(len(rows), len(row), at, at, ""))
        else:
            at = after + 1
            if any(c.text.strip() for c in row):
                rows.append(row)
            row = []
    if any(c.text.strip() for c in row):
        rows.append(row)
    return rows, False


def _cell(text: str, at: int, delimiter: str) -> tuple[int, int, int]:
    """The span of the cell at `at`, without its quotes, and where the delimiter or line end after it stands."""
    quoted = re.compile(r'[ ]*"((?:[^"]|"")*)"[ ]*').match(text, at)
    if quoted and (quoted.end() == len(text) or text[quoted.end()] in (delimiter, "\n")):
        return quoted.start(1), quoted.end(1), quoted.end()
    end = at
    while end < len(text) and text[end] not in (delimiter, "\n"):
        end += 1
    return at, end, end


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

"""Documents, passages and figures as rows of parquet files, and back. Plain columns and JSON; no pickle."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Iterable
from typing import Any

from reportqa.types import Block, BlockKind, Cell, Document, Figure, Passage, Period, Picture, Qualifier, Status, Table

__all__ = ["document_from", "document_row", "figure_from", "figure_row", "labels_of", "passage_from", "passage_row"]


_WORD = re.compile(r"[^\W\d_]{2,}")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def document_row(document: Document) -> dict[str, Any]:
    """A Document as one parquet row."""
    return {
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "report": document.report,
        "text": document.text,
        "blocks": _json([[b.kind.value, b.start, b.end, b.level, b.page, b.lead_in] for b in document.blocks]),
        "tables": _json([_table_row(t, document.text) for t in document.tables]),
        "pictures": _json([_picture_row(p) for p in document.pictures]),
        "warnings": _json(document.warnings),
    }


def document_from(row: dict[str, Any]) -> Document:
    """The Document of a row; raises ValueError or KeyError where it is not one."""
    text = row["text"]
    return Document(
        id=row["id"],
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        report=row["report"],
        text=text,
        blocks=tuple(
            Block(BlockKind(k), a, b, level, page, (lead[0], lead[1]) if lead else None)
            for k, a, b, level, page, lead in json.loads(row["blocks"])
        ),
        tables=tuple(_table_from(t, text) for t in json.loads(row["tables"])),
        pictures=tuple(_picture_from(p) for p in json.loads(row["pictures"])),
        warnings=tuple(json.loads(row["warnings"])),
    )


def _cell_row(cell: Cell, text: str) -> list[Any]:
    """A cell's span and locator; its words only where the canonical text has others (a field name read as a header)."""
    row = [cell.start, cell.end, cell.locator]
    return row if cell.text == text[cell.start : cell.end] else [*row, cell.text]


def _table_row(table: Table, text: str) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "span": [table.start, table.end],
        "cells": [[_cell_row(c, text) for c in row] for row in table.cells],
        "headers": [table.header_rows, table.header_columns],
        "units": table.units,
        "notes": table.notes,
        "section": table.section,
        "page": table.page,
    }


def _table_from(row: dict[str, Any], text: str) -> Table:
    cells = tuple(
        tuple(
            Cell(r, c, a, b, words[0] if words else text[a:b], locator)
            for c, (a, b, locator, *words) in enumerate(line)
        )
        for r, line in enumerate(row["cells"])
    )
    start, end = row["span"]
    header_rows, header_columns = row["headers"]
    return Table(
        name=row["name"],
        title=row["title"],
        start=start,
        end=end,
        cells=cells,
        header_rows=header_rows,
        header_columns=header_columns,
        units=tuple(row["units"]),
        notes=row["notes"],
        section=row["section"],
        page=row["page"],
    )


def _picture_row(picture: Picture) -> dict[str, Any]:
    return {
        "name": picture.name,
        "type": picture.media_type,
        "data": base64.b64encode(picture.data).decode("ascii"),
        "span": [picture.start, picture.end],
        "page": picture.page,
    }


def _picture_from(row: dict[str, Any]) -> Picture:
    start, end = row["span"]
    return Picture(row["name"], row["type"], base64.b64decode(row["data"]), start, end, row["page"])


def passage_row(passage: Passage) -> dict[str, Any]:
    """A Passage as one parquet row."""
    return {
        "document": passage.document,
        "slot": passage.slot,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "heading": _json(passage.heading),
        "context": passage.context,
    }


def passage_from(row: dict[str, Any]) -> Passage:
    """The Passage of a row."""
    return Passage(
        row["document"],
        row["slot"],
        row["start"],
        row["end"],
        row["text"],
        tuple(json.loads(row["heading"])),
        row["context"],
    )


_PLAIN = [
    "id",
    "text",
    "value",
    "low",
    "high",
    "unit",
    "subject",
    "metric",
    "document",
    "report",
    "title",
    "locator",
    "start",
    "end",
    "quote",
    "frequency",
    "statement",
    "table",
    "row",
    "column",
]


def figure_row(figure: Figure) -> dict[str, Any]:
    """A Figure as one parquet row."""
    period = figure.period
    return {name: getattr(figure, name) for name in _PLAIN} | {
        "qualifier": figure.qualifier.value if figure.qualifier else None,
        "status": figure.status.value if figure.status else None,
        "period_text": period.text if period else None,
        "period_start": period.start.isoformat() if period and period.start else None,
        "period_end": period.end.isoformat() if period and period.end else None,
        "clause_start": figure.clause[0],
        "clause_end": figure.clause[1],
        "heading": _json(figure.heading),
    }


def figure_from(row: dict[str, Any]) -> Figure:
    """The Figure of a row."""
    period = None
    if row["period_text"] is not None:
        period = Period(row["period_text"], _day(row["period_start"]), _day(row["period_end"]))
    return Figure(
        **{name: row[name] for name in _PLAIN},
        qualifier=Qualifier(row["qualifier"]) if row["qualifier"] else None,
        status=Status(row["status"]) if row["status"] else None,
        period=period,
        clause=(row["clause_start"], row["clause_end"]),
        heading=tuple(json.loads(row["heading"])),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def labels_of(documents: Iterable[Document], figures: Iterable[Figure]) -> list[str]:
    """Every distinct subject, metric, unit, table header, row label and word of a sentence with a figure, sorted: what
    the words of questions are compared with."""
    stated = list(figures)
    found = {part for f in stated for part in (f.subject, f.metric, f.unit) if part}
    found |= {w.lower() for f in stated for w in _WORD.findall(f"{f.subject} {f.metric} {f.unit} {f.quote}")}
    for document in documents:
        for table in document.tables:
            headers = (c for row in table.cells[: table.header_rows] for c in row)
            labels = (c for row in table.cells for c in row[: table.header_columns])
            found |= {c.text.strip() for c in (*headers, *labels) if c.text.strip()}
    return sorted(found)

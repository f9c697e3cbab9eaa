"""CSV and TSV → a Document with one table."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

from reportqa.reading.datapackage import described
from reportqa.reading.fieldnames import in_words
from reportqa.reading.metadata import report_of
from reportqa.reading.tables import make_table
from reportqa.types import Block, BlockKind, Cell, Document

__all__ = ["MAX_ROWS", "read_delimited"]

MAX_ROWS = 20_000
MAX_COLUMNS = 300


def read_delimited(text: str, path: Path, root: Path) -> Document:
    """A CSV or TSV file: its canonical text is the file itself, up to the last row that is read; each cell's span lies in it.

    Lines of one cell above or below the rows are the table's title and notes, where no data package says them.
    """
    name = path.relative_to(root).as_posix()
    rows, end = _rows(text, _delimiter(text, path))
    above, body, below = _framed(rows)
    said = described(path, root)
    title = said.title or " ".join(above[:1]) or re.sub(r"[_-]+", " ", path.stem)
    table = make_table(
        body,
        path.name,
        title,
        units=said.units,
        notes=" ".join([said.notes, *above[1:], *below]).strip(),
        section=said.section,
    )
    warnings = [f"{name}: only its first {MAX_ROWS} rows are read; split it"] if text[end:].strip() else []
    if max((len(row) for row in rows), default=0) >= MAX_COLUMNS:
        warnings.append(f"{name}: only its first {MAX_COLUMNS} columns are read; split it")
    around = [
        Block(BlockKind.CAPTION, r[0].start, r[0].end) for r in rows if len(r) == 1 < len(body[0]) and r[0].text.strip()
    ]
    blocks = sorted([*around, Block(BlockKind.TABLE, table.start, table.end)], key=lambda b: b.start)
    return Document(
        id=name,
        title=title,
        publisher=said.publisher,
        published=said.published,
        report=report_of(path, root),
        text=text[:end],
        blocks=tuple(b for b in blocks if b.kind is BlockKind.TABLE or not table.start <= b.start < table.end),
        tables=(table,),
        warnings=tuple(warnings),
    )


def _framed(rows: list[list[Cell]]) -> tuple[list[str], list[list[Cell]], list[str]]:
    """(lines above, the table's rows, lines below): lines of one cell at either end of rows with more."""
    wide = [n for n, row in enumerate(rows) if len(row) > 1]
    if not wide:
        return [], rows, []
    top, bottom = wide[0], wide[-1] + 1
    body = [[replace(c, row=n) for c in row] for n, row in enumerate(rows[top:bottom])]
    body[0] = [replace(c, text=in_words(c.text)) for c in body[0]]
    return [r[0].text.strip() for r in rows[:top]], body, [r[0].text.strip() for r in rows[bottom:]]


def _delimiter(text: str, path: Path) -> str:
    """The delimiter that parts most of the first lines into the same number of cells, two or more."""
    if path.suffix.lower() == ".tsv":
        return "\t"
    lines = [line for line in text[:20_000].splitlines()[:40] if line.strip()]
    best, choice = (0, 0), ","
    for delimiter in (",", ";", "\t", "|"):
        counts = Counter(
            len(re.findall(rf'(?:"[^"]*"|[^{re.escape(delimiter)}"])*(?:{re.escape(delimiter)}|$)', line))
            for line in lines
        )
        width, share = max(((w, n) for w, n in counts.items() if w > 2), key=lambda c: (c[1], c[0]), default=(0, 0))
        if (share, width) > best:
            best, choice = (share, width), delimiter
    return choice


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

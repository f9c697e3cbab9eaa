"""Text of a document with some of its characters marked, as HTML. Offsets are characters of the document's text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportqa.types import Document, Table
from reportqa.ui.plain import html

__all__ = ["Mark", "marked", "table_at", "table_html"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch to highlight. `anchor` is the id that links lead to; `number` stands behind it as [n] (0: nothing).

    `opens` is the id of a popover that a click on the stretch opens. `here` marks the one stretch that the page is about,
    `quote` a whole quotation, inside which figures are marked.
    """

    start: int
    end: int
    anchor: str = ""
    number: int = 0
    opens: str = ""
    here: bool = False
    quote: bool = False


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> str:
    """`text[start:end]` as HTML with its marks, one inside another where they nest.

    A mark that only overlaps an earlier one, or repeats its span, is passed over.
    """
    inside = sorted((m for m in marks if start <= m.start < m.end <= end), key=lambda m: (m.start, -m.end))
    out: list[str] = []
    at = start
    for i, mark in enumerate(inside):
        if mark.start < at:
            continue
        nested = [m for m in inside[i + 1 :] if m.end <= mark.end and (m.start, m.end) != (mark.start, mark.end)]
        out += [html(text[at : mark.start]), _tag(mark, marked(text, mark.start, mark.end, nested))]
        at = mark.end
    return "".join(out) + html(text[at:end])


def _tag(mark: Mark, inner: str) -> str:
    anchor = f' id="{html(mark.anchor)}"' if mark.anchor else ""
    kind = "rq-quote" if mark.quote else "rq-mark rq-here" if mark.here else "rq-mark"
    number = f'<span class="rq-ref">[{mark.number}]</span>' if mark.number else ""
    if mark.opens:
        inner = f'<button type="button" class="rq-figure" popovertarget="{html(mark.opens)}">{inner}</button>'
    return f'<mark class="{kind}"{anchor}>{inner}</mark>{number}'


def table_at(document: Document, start: int, end: int) -> int:
    """The index of the table of a document that holds a stretch; -1 where none does."""
    for i, table in enumerate(document.tables):
        if table.start <= start and end <= table.end:
            return i
    return -1


def table_html(document: Document, table: Table, marks: Sequence[Mark], rows: Iterable[int] | None = None) -> str:
    """A table of a document as HTML with marked cells; its header and only the given `rows` (indices into its cells).

    A cell that is merged over several columns or rows stands at each of them, as its reader gives it.
    """
    chosen = range(table.header_rows, len(table.cells)) if rows is None else [r for r in rows if r >= table.header_rows]
    head = "".join(_row(document, table, r, marks) for r in range(min(table.header_rows, len(table.cells))))
    body = "".join(_row(document, table, r, marks) for r in chosen)
    name = " — ".join(part for part in (table.title, table.name) if part)
    caption = f"<caption>{html(name)}</caption>" if name else ""
    return (
        f'<div class="rq-scroll" tabindex="0" role="region" aria-label="{html(name or "Table")}">'
        f'<table class="rq-table">{caption}<thead>{head}</thead><tbody>{body}</tbody></table></div>'
    )


def _row(document: Document, table: Table, r: int, marks: Sequence[Mark]) -> str:
    cells = []
    for c, cell in enumerate(table.cells[r]):
        inner = marked(document.text, cell.start, cell.end, marks) if cell.end > cell.start else ""
        if r < table.header_rows:
            cells.append(f'<th scope="col">{inner}</th>')
        elif c < table.header_columns:
            cells.append(f'<th scope="row">{inner}</th>')
        else:
            cells.append(f"<td>{inner}</td>")
    return f"<tr>{''.join(cells)}</tr>"

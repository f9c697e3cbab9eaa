"""One page of a document as HTML: headings, paragraphs, lists, tables, with every figure marked and explained."""

from __future__ import annotations

from collections.abc import Sequence

from babel import Locale

from reportqa.types import Block, BlockKind, Document, Figure
from reportqa.ui.amounts import reading
from reportqa.ui.marks import Mark, marked, table_html
from reportqa.ui.parts import facts
from reportqa.ui.plain import html, one_line

__all__ = ["leaf"]

_ROWS = 200
"""Rows of a table shown at once around the place."""


def leaf(
    document: Document, blocks: Sequence[Block], figures: Sequence[Figure], here: tuple[int, int] | None, locale: Locale
) -> str:
    """The blocks of a page as HTML; `here` is the stretch that the page is opened at.

    A click or the Enter key on a marked figure opens a popover with what is known of it.
    """
    if not blocks:
        return '<div class="rq-doc"><p>This document holds no text.</p></div>'
    start, end = blocks[0].start, max(b.end for b in blocks)
    shown = [f for f in figures if start <= f.start and f.end <= end]
    marks = [Mark(f.start, f.end, opens=f"known-{i}", here=(f.start, f.end) == here) for i, f in enumerate(shown)]
    if here and not any(m.here for m in marks):
        marks.append(Mark(*here, here=True))
    body = "".join(_block(document, block, marks, here) for block in blocks).replace("</ul><ul>", "")
    known = "".join(_known(f"known-{i}", f, locale) for i, f in enumerate(shown))
    return f'<div class="rq-doc" tabindex="0" role="region" aria-label="Text of {html(document.title)}">{body}</div>{known}'


def _block(document: Document, block: Block, marks: Sequence[Mark], here: tuple[int, int] | None) -> str:
    if block.kind is BlockKind.TABLE:
        table = next((t for t in document.tables if t.start == block.start), None)
        if table is not None:
            rows = range(len(table.cells))
            if len(rows) > _ROWS:
                at = next((r for r, row in enumerate(table.cells) if here and any(c.start == here[0] for c in row)), 0)
                rows = range(max(0, at - _ROWS // 2), min(len(rows), max(0, at - _ROWS // 2) + _ROWS))
            cut = (
                f'<p class="rq-note">{len(rows):,} of {len(table.cells):,} rows</p>'
                if len(rows) < len(table.cells)
                else ""
            )
            return table_html(document, table, marks, rows) + cut
    # A stretch that begins before the block or ends after it is marked as far as it lies inside.
    inside = [m for m in (_clipped(m, block) for m in marks) if m is not None]
    text = marked(document.text, block.start, block.end, inside)
    if block.kind is BlockKind.HEADING:
        level = min(6, max(2, block.level + 1))
        return f"<h{level}>{text}</h{level}>"
    if block.kind is BlockKind.LIST_ITEM:
        return f"<ul><li>{text}</li></ul>"
    return f'<p class="rq-note">{text}</p>' if block.kind is BlockKind.CAPTION else f"<p>{text}</p>"


def _clipped(mark: Mark, block: Block) -> Mark | None:
    start, end = max(mark.start, block.start), min(mark.end, block.end)
    if start >= end:
        return None
    return Mark(start, end, mark.anchor, mark.number, mark.opens, mark.here and start == mark.start, mark.quote)


def _known(name: str, figure: Figure, locale: Locale) -> str:
    read = reading(figure, locale)
    exact = f'<p class="rq-exact">{html(read)}</p>' if read else ""
    rows = "".join(f"<dt>{html(n)}</dt><dd>{html(t)}</dd>" for n, t in facts(figure))
    return (
        f'<div popover id="{name}" class="rq-popover" role="dialog" aria-label="Figure {html(one_line(figure.text))}">'
        f'<button type="button" class="rq-close" popovertarget="{name}" popovertargetaction="hide">Close</button>'
        f'<p class="rq-value">{html(one_line(figure.text))}</p>{exact}<dl class="rq-facts">{rows}</dl></div>'
    )

"""A long document in pages: runs of whole blocks, so that a browser holds what it can show quickly."""

from __future__ import annotations

from collections.abc import Sequence

from reportqa.types import Block, Document

__all__ = ["PAGE", "page_of", "pages"]

PAGE = 30_000
"""Characters of a page, about; a block is never cut."""


def pages(document: Document) -> tuple[tuple[Block, ...], ...]:
    """The blocks of a document in pages, in reading order; at least one page."""
    out: list[list[Block]] = [[]]
    size = 0
    for block in document.blocks:
        if out[-1] and size + block.end - block.start > PAGE:
            out.append([])
            size = 0
        out[-1].append(block)
        size += block.end - block.start
    return tuple(tuple(page) for page in out)


def page_of(found: Sequence[Sequence[Block]], at: int) -> int:
    """The number of the page, from 1, that shows the offset `at`: the last one that begins before it."""
    return max((i for i, page in enumerate(found, 1) if page and page[0].start <= at), default=1)

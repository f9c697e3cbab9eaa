"""The parts of the Document page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from babel import Locale

from reportqa.assistant import Assistant
from reportqa.types import Document, Figure
from reportqa.ui.leaf import leaf
from reportqa.ui.pagination import page_of, pages
from reportqa.ui.places import to_document, to_figure
from reportqa.ui.plain import html, markdown, one_line

__all__ = ["body", "choose", "head", "place", "wanted"]


def wanted(assistant: Assistant) -> Document | None:
    """The document that the address names, if the index holds it."""
    return assistant.snapshot.documents.get(st.query_params.get("document", ""))


def choose(assistant: Assistant) -> None:
    """A list of the documents, where the address names none of them."""
    st.html('<h1 class="rq-title">Documents</h1>')
    if "document" in st.query_params:
        st.warning(
            "The index holds no such document; it may have been removed or renamed.", icon=":material/search_off:"
        )
    for name in assistant.snapshot.documents:
        to_document(name, name)


def place(document: Document, figures: Sequence[Figure]) -> tuple[int, int] | None:
    """The stretch that the address opens the document at: a figure, or the block at an offset; None for its beginning."""
    figure = next((f for f in figures if f.id == st.query_params.get("figure")), None)
    if figure is not None:
        return figure.start, figure.end
    at = st.query_params.get("at", "")
    if not at.isdecimal() or len(at) > 12:
        return None
    block = next((b for b in document.blocks if b.start <= int(at) < b.end), None)
    table = next((t for t in document.tables if block and t.start == block.start), None)
    if table is not None:
        cell = next((c for row in table.cells for c in row if c.start >= int(at)), None)
        return (cell.start, cell.end) if cell else None
    return (block.start, block.end) if block else None


def head(document: Document, figures: Sequence[Figure]) -> None:
    """What the document is, and its warnings."""
    st.html(f'<h1 class="rq-title">{html(one_line(document.title))}</h1>')
    told = [document.publisher, document.published, document.id, f"{len(figures):,} figures marked"]
    st.html(f'<p class="rq-intro">{html(" · ".join(one_line(t) for t in told if t))}</p>')
    for warning in document.warnings:
        st.warning(markdown(warning), icon=":material/warning:")
    named = next((f for f in figures if f.id == st.query_params.get("figure")), None)
    if named is not None:
        to_figure(named, f"All about {one_line(named.text, 60)}")


def body(document: Document, figures: Sequence[Figure], here: tuple[int, int] | None, locale: Locale) -> None:
    """The document, in pages where it is long."""
    found = pages(document)
    number = page_of(found, here[0]) if here else 1
    if len(found) > 1:
        # The key names the place: another place opens on its own page.
        number = st.pagination(len(found), default=number, key=f"page-{document.id}-{here}")
    st.html(leaf(document, found[number - 1], figures, here, locale))
    start, end = (found[number - 1][0].start, found[number - 1][-1].end) if found[number - 1] else (0, 0)
    for picture in document.pictures:
        if start <= picture.start < max(end, 1):
            caption = document.text[picture.start : picture.end]
            st.image(picture.data, caption=markdown(caption or picture.name), width="content")

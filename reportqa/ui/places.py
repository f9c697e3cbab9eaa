"""Where the pages are, and the addresses that lead into them."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import streamlit as st

from reportqa.types import Figure
from reportqa.ui.plain import markdown

__all__ = ["ASK", "AUDIT", "CORPUS", "DOCUMENT", "FIGURES", "address", "to_document", "to_figure"]

ASK, FIGURES, CORPUS, AUDIT, DOCUMENT = (
    f"reportqa/ui/{name}.py" for name in ("ask", "figures", "corpus", "audit", "document")
)


def to_document(document: str, label: str = "Open in the document", figure: str = "", start: int = -1) -> None:
    """A link to a document, opened at a figure or at an offset."""
    params = (
        {"document": document} | ({"figure": figure} if figure else {}) | ({"at": str(start)} if start >= 0 else {})
    )
    st.page_link(DOCUMENT, label=markdown(label), icon=":material/article:", query_params=params)


def to_figure(figure: Figure, label: str = "All about this figure") -> None:
    """A link to a figure on the Figures page."""
    st.page_link(FIGURES, label=markdown(label), icon=":material/search:", query_params={"figure": figure.id})


def address(base: str, question: str, within: str | None) -> str:
    """The link that asks a question again, with its scope."""
    root = base.split("?", 1)[0].split("#", 1)[0]
    params = {"q": question} | ({"within": within} if within else {})
    return f"{root}?{urlencode(params, quote_via=quote)}"

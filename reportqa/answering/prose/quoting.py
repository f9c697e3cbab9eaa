"""Quoting a document word for word: stretches as Passages, and their text on one line."""

from __future__ import annotations

import re

from reportqa.types import Document, Passage

__all__ = ["passage", "squeezed", "words_in"]

# Markdown's footnote marks, "[^1]", and its strong emphasis, "**so**".
_MARKS = re.compile(r"\[\^[^\]\s]+\]:?|\*\*(?=\S)|(?<=\S)\*\*")


def squeezed(text: str) -> str:
    """The text on one line, as a reader sees it: every run of white space as one space, no footnote marks, no marks of
    emphasis."""
    return " ".join(_MARKS.sub("", text).split())


def words_in(text: str) -> int:
    """How many words a text has."""
    return len(text.split())


def passage(document: Document, start: int, end: int, heading: tuple[str, ...] = (), slot: int = -1) -> Passage:
    """The stretch [start:end] of a document as a Passage; slot -1 says that it is none of the index's own."""
    return Passage(document.id, slot, start, end, document.text[start:end], heading)

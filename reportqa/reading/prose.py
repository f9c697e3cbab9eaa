"""What stands before a list or a table: the sentence that introduces it, the line that names it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.types import Block, BlockKind

__all__ = ["lead_in_of", "section_of", "title_above"]

_NEXT_SENTENCE = re.compile(r"[.!?][\"”’)]?\s+(?=[\"“‘(]?[A-Z\d])|[。！？]\s*(?=\S)")

_ANNOUNCES = re.compile(r"\b(?:following|below|table|\(?in (?:thousands|millions|billions))\b|如下|下表", re.I)


def _last_sentence(text: str, start: int, end: int) -> int:
    return max((m.end() for m in _NEXT_SENTENCE.finditer(text, start, end)), default=start)


def lead_in_of(text: str, before: Sequence[Block]) -> tuple[int, int] | None:
    """The sentence that introduces a list: the last of the paragraph before it, or the lead-in of the item before it."""
    last = before[-1] if before else None
    if last is None:
        return None
    if last.kind is BlockKind.LIST_ITEM:
        return last.lead_in
    return (_last_sentence(text, last.start, last.end), last.end) if last.kind is BlockKind.PARAGRAPH else None


def section_of(text: str, before: Sequence[Block]) -> str:
    """The nearest heading above, or ""."""
    return next((" ".join(text[b.start : b.end].split()) for b in reversed(before) if b.kind is BlockKind.HEADING), "")


def title_above(text: str, before: Sequence[Block]) -> str:
    """The words that name a table: a caption, a heading, a short line, or the sentence right above that announces it.

    Where other prose stands there, the nearest heading names it.
    """
    last = before[-1] if before else None
    if last is None or last.kind in (BlockKind.TABLE, BlockKind.LIST_ITEM):
        return ""
    words = text[last.start : last.end]
    sentence = text[_last_sentence(text, last.start, last.end) : last.end].rstrip()
    if last.kind is BlockKind.PARAGRAPH and (sentence.endswith((":", "：")) or _ANNOUNCES.search(sentence)):
        words = sentence
    elif last.kind is BlockKind.PARAGRAPH and (
        len(words.split()) > 25 or words.rstrip().endswith((".", "。", "!", "?"))
    ):
        words = section_of(text, before)
    return " ".join(words.split())

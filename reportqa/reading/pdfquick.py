"""What PDFium does where pdfplumber cannot: damaged files, and pages on which so much is drawn that reading takes minutes."""

from __future__ import annotations

import contextlib
import io
import threading
from typing import Any

import pypdfium2
from pdfminer.pdftypes import resolve1

from reportqa.reading.pdflayout import Word

__all__ = ["PDFIUM", "is_heavy", "mended", "quick_words"]

PDFIUM = threading.Lock()  # PDFium may be in one thread at a time only

_HEAVY = 1_500_000  # bytes of a page's drawing orders, compressed: some 50,000 lines


def mended(data: bytes) -> bytes:
    """A damaged PDF with its table of objects rebuilt. Raises PdfiumError where nothing can be found in it."""
    with PDFIUM, contextlib.closing(pypdfium2.PdfDocument(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def is_heavy(page: Any) -> bool:
    """Whether a pdfplumber page's drawing orders are longer than any page of text."""
    streams = [resolve1(c) for c in page.page_obj.contents]
    return sum(len(getattr(s, "rawdata", None) or b"") for s in streams) > _HEAVY


def quick_words(data: bytes, number: int) -> list[Word]:
    """The words of page `number` (from 1) as PDFium finds them: stretches of text, cut at blanks in proportion to their letters."""
    with PDFIUM, contextlib.closing(pypdfium2.PdfDocument(data)) as pdf:
        page = pdf[number - 1]
        height = page.get_height()
        text = page.get_textpage()
        boxes = [text.get_rect(n) for n in range(min(text.count_rects(), 20_000))]
        return [word for box in boxes for word in _cut(text.get_text_bounded(*box), box, height)]


def _cut(text: str, box: tuple[float, float, float, float], height: float) -> list[Word]:
    left, bottom, right, top = box
    out, at = [], 0
    for part in text.split():
        start = text.index(part, at)
        at = start + len(part)
        scale = (right - left) / max(len(text), 1)
        out.append(
            Word(part, left + start * scale, left + at * scale, height - top, height - bottom, top - bottom, False)
        )
    return out

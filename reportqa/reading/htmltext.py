"""The words of an element, as a reader sees them."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

__all__ = ["RAISED", "inline_text"]

# A raised figure is a note's mark or an exponent: "12.9¹" must not read 12.91. Python's \d does not match these.
RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_BREAKING = frozenset(["br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"])


def inline_text(element: HtmlElement) -> str:
    """The text of an element and of all within it (not its tail), blanks collapsed, raised figures as superscripts."""
    parts: list[str] = []
    raised = 0
    for event, part in etree.iterwalk(element, events=("start", "end")):
        tag = part.tag
        if event == "start":
            raised += tag == "sup"
            parts.append(_words(part.text, raised))
        else:
            raised -= tag == "sup"
        if tag in _BREAKING and part is not element:
            parts.append(" ")
        if event == "end" and part is not element:
            parts.append(_words(part.tail, raised))
    words = "".join(parts)
    return re.sub(r"\s+", " ", words) if element.tag not in _BREAKING else re.sub(r"\s+", " ", words).strip()


def _words(text: str | None, raised: int) -> str:
    if not text:
        return ""
    # Ordinals ("1st") keep their letters; only a mark or an exponent is translated.
    return text.translate(RAISED) if raised and re.fullmatch(r"[\s\[\]()\d,+-]*", text) else text

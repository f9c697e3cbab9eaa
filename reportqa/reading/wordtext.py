"""The words of a Word paragraph, as a reader sees them."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from reportqa.reading.htmltext import RAISED

__all__ = ["is_bold", "paragraph_text"]

# Word writes a text box twice: the second time for older programs.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset([qn("w:del"), qn("w:moveFrom"), _FALLBACK])


def paragraph_text(element: Any) -> str:
    """The text of a w:p: insertions in, deletions out, tabs and breaks as blanks, raised figures as superscripts."""
    parts: list[str] = []
    for run in element.iter(qn("w:r")):
        if any(a.tag in _SKIPPED for a in run.iterancestors()):
            continue
        words = "".join(_piece(child) for child in run)
        align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        raised = align is not None and align.get(qn("w:val")) == "superscript"
        parts.append(words.translate(RAISED) if raised and re.fullmatch(r"[\s\[\]()\d,+-]*", words) else words)
    return re.sub(r"[ \t\xa0]*\n[ \t]*", "\n", "".join(parts)).strip()


def _piece(child: Any) -> str:
    if child.tag == qn("w:t"):
        return child.text or ""
    if child.tag == qn("w:noBreakHyphen"):
        return "-"
    return {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n"}.get(child.tag, "")


def is_bold(element: Any) -> bool:
    """Whether every run with words is set in bold."""
    runs = [r for r in element.iter(qn("w:r")) if any((t.text or "").strip() for t in r.iter(qn("w:t")))]
    return bool(runs) and all(_on(r.find(f"{qn('w:rPr')}/{qn('w:b')}")) for r in runs)


def _on(switch: Any) -> bool:
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false", "off")

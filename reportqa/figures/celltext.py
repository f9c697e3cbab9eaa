"""The number that one cell of a table holds, however it is written."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from reportqa.figures.numbers import Number, find

__all__ = ["parse_cell"]

_EMPTY = re.compile(r"^[\s$€£¥]*(?:[-–—−]+|n/?a|n\.a\.|nil|none|nm|\.\.\.?|- -)?[\s%)*]*$", re.I)
_NEGATIVE = re.compile(r"[$€£¥]?\s*\(\s*([$€£¥]?\s*[\d.,]+\s*%?)\s*\)?\s*%?(?:\s*\w{0,2})?")
_LONGEST_TEXT = 24
_LONGEST_CELL = 2_000
# What nearly all cells are: digits, grouped or not, that are no year.
_PLAIN = re.compile(r"(?!(?:1[89]|20)\d\d$)(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?")


@lru_cache(maxsize=100_000)
def parse_cell(text: str) -> Number | None:
    """The number a cell holds, accounting negatives included; None for a dash, "n/a", words or a note mark."""
    stripped = text.strip(" \t\n*_`")
    if not re.search(r"\d", stripped) or _EMPTY.match(stripped) or len(stripped) > _LONGEST_CELL:
        return None
    if _PLAIN.fullmatch(stripped):
        return _bare(stripped)
    joined = re.sub(r"([$€£¥])\s+(?=[\d(])", r"\1", stripped)
    negative = _NEGATIVE.fullmatch(joined)
    source = joined.replace("(", "").replace(")", "") if negative else joined
    numbers = find(" " + source)
    if not numbers and re.fullmatch(r"[\d.,]{0,20}\d[\d.,]{0,20}", source):
        return replace(_bare(source), value=_bare(source).value * (-1 if negative else 1))
    if not numbers:
        return None
    number = numbers[0]
    letters = len(re.sub(r"[^A-Za-z]", "", source))
    if letters > 3 * len(re.sub(r"[^A-Za-z]", "", number.text)) + _LONGEST_TEXT:
        return None
    if negative:
        number = replace(number, value=-abs(number.value))
    if re.search(r"\)\s*%|%\s*\)", joined) or joined.endswith("%"):
        number = replace(number, unit="percent")
    return number


def _bare(source: str) -> Number:
    value = float(re.sub(r"[^\d.]|\.(?=.*\.)", "", source))
    fraction = len(source.partition(".")[2])
    return Number(source, 0, len(source), value, None, None, "", None, "", (0, len(source)), 0.5 * 10.0**-fraction)

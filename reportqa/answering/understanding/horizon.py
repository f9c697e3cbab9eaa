"""Times to come and lengths of a year, said in other words → the periods that the reading of dates knows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from reportqa.types import Period

__all__ = ["dated_ahead", "looks_ahead"]

_AHEAD = re.compile(
    r"\b(?:forecast|expected|expect|projected|projection|predict\w*|outlook|will|going to|plans? to|planned|planning to|intend(?:s|ed)?|aim(?:s|ed)?|should|by the end of|target|guidance|anticipat\w*|future|next year|likely|tipped|poised|foreseen|foresee|on (?:course|track) (?:to|for))\b",
    re.I,
)
# What could happen is ahead only at a time that has not come: an agent might handle a hundred calls any day.
_COULD = re.compile(r"\b(?:could|might)\b|\bmay(?= [a-z])")
_NOT_COME = dt.timedelta(days=31)
"""How far beyond the newest report a period ends at least, so that what could happen in it is ahead."""
_YEAR_END = re.compile(
    r"\b(?:by|before|at|until|till)\s+(?:the\s+)?(?:end of (?:the|this) year|year['’]?s?[\s-]end|(?:the|this) year (?:is (?:out|over|up|through|done)|ends?|closes?|runs out))\b"
    r"|\bbefore (?:new year|christmas)\b",
    re.I,
)
_DECADE_END = re.compile(r"\b(?:the )?(?:end|close) of (?:the|this) decade\b|\b(?:the|this) decade['’]s end\b", re.I)
_THIS_YEAR = re.compile(r"\bthis year\b", re.I)
_A_YEAR_ON = re.compile(
    r"\b(?:(?:a|one) year|(?:twelve|12) months) (?:from (?:now|today)|hence|ahead)\b|\bin (?:(?:a|one) year|(?:twelve|12) months)['’]?s?['’]? time\b",
    re.I,
)
_ONE_YEAR = re.compile(
    r"\b(?:with)?in (?:the (?:space|course) of )?(?:twelve|12) months\b(?!['’])|\bwithin (?:a|one|the) (?:single )?year\b|\bin the (?:space|course) of (?:a|one) (?:single )?year\b|\bover (?:the course of )?(?:twelve|12) months\b",
    re.I,
)


def dated_ahead(text: str, published: dt.date | None) -> str:
    """A question with its loose times written as dates, told from the day of the newest report.

    >>> dated_ahead("How high could it climb before the year is out?", dt.date(2026, 5, 25))
    'How high could it climb by the end of 2026?'
    """
    text = _ONE_YEAR.sub("in one year", text)
    if published is None:
        return text
    if _AHEAD.search(text) or _COULD.search(text) or _THIS_YEAR.search(text):
        text = _YEAR_END.sub(f"by the end of {published.year}", text)
    text = _DECADE_END.sub(f"the end of {published.year // 10 * 10 + 10}", text)
    return _A_YEAR_ON.sub(f"in {published.year + 1}", text)


def looks_ahead(text: str, when: Sequence[Period], published: dt.date | None) -> bool:
    """Whether a question asks about a time to come: it says so, or its period lies beyond the newest report."""
    if _AHEAD.search(text) or any(published and p.start and p.start > published for p in when):
        return True
    return bool(_COULD.search(text)) and any(published and p.end and p.end > published + _NOT_COME for p in when)

"""How often an amount is counted: "weekly API usage", "12 boats a day"."""

from __future__ import annotations

import re

from reportqa.figures.uses import RATES

__all__ = ["flows", "frequency_in"]

_FREQUENCY = re.compile(
    r"\b(?:(?P<adverb>week|month|dai|quarter|year|hour)ly|(?P<annual>annual(?:ly)?)|(?:per|a|each|every)\s+(?P<noun>week|month|day|quarter|year|hour)(?!\s+(?:earlier|ago|before|later|after|or|on|over)))\b",
    re.I,
)


def frequency_in(text: str) -> str:
    """The interval that words name: "weekly API usage" → week, "12 boats a day" → day; "" where they name none."""
    match = _FREQUENCY.search(text)
    if match is None:
        return ""
    if match["annual"]:
        return "year"
    return {"dai": "day"}.get((match["adverb"] or "").lower(), (match["adverb"] or match["noun"] or "").lower())


def flows(unit: str) -> bool:
    """Whether an amount in this unit may be counted over an interval: no rate, date or price does."""
    return unit not in RATES and unit not in ("date", "year") and "/" not in unit

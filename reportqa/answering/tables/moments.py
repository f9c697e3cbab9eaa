"""Periods as tables and questions about them write them: years, quarters, months, and what is left of the text.

A table says "December 31, 2019", "FY19", "2018/2019" or "Q4 2019" where a question says "in 2019" or "fourth quarter".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Moment", "is_period", "moment", "period_text", "without_moment", "years_in"]

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
]
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_QUARTERS = {
    "first": "q1",
    "second": "q2",
    "third": "q3",
    "fourth": "q4",
    "1st": "q1",
    "2nd": "q2",
    "3rd": "q3",
    "4th": "q4",
}
_YEAR = r"(?<![\d.,$€£])(?:19[5-9]\d|20\d\d)(?![\d%]|[.,]\d)"
_SPAN = re.compile(rf"({_YEAR})\s?(?:/|[-–—])\s?((?:19|20)?\d\d)(?![\d%])")
_SHORT = re.compile(
    r"\b(?:fy|f|(?:h[12]|[12]h|[1-4]q|q[1-4])[\s/]?(?:fy\s?)?)[’']?(\d\d)(?![\d/])\*{0,3}|(?<![\d/.,])\b(?:fy\s?)?("
    + "|".join(f"{y}/{y + 1}" for y in range(13, 60))
    + r")(?![\d/])",
    re.I,
)
_LONG = re.compile(rf"(?:(?<![a-z])|(?<=fy)|(?<=cy)){_YEAR}", re.I)
_QUARTER = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th)[\s-]*(?:fiscal\s)?(?:quarters?|qtr)\b|\bq([1-4])(?!\d)|\b([1-4])q(?=\d|\b)",
    re.I,
)
_HALF = re.compile(
    r"\b(?:h([12])(?!\d)\b|([12])h(?=\d)|(first|second|1st|2nd)\s+half(?:\s+of)?(?:\s+the\s+year)?\b)", re.I
)
_PART = re.compile(r"\b(early|mid|late)[\s-]+(?=(?:19|20)\d\d|the\b)", re.I)
_DATE = re.compile(
    rf"\b{_MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d)|\b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}\b|\b{_MONTH}(?=\s*,?\s*(?:{_YEAR}|$))",
    re.I,
)
_FILLER = re.compile(
    r"\b(?:(?:for|as|at|of|in|the|during|on)\s+)*(?:(?:fiscal|financial|calendar)\s+)?(?:(?:three|six|nine|twelve|\d+)[\s-](?:months?|weeks?)|years?|quarters?|months?|periods?)"
    r"[\s-]+(?:ended|ending|end)\b:?|\bas\s+(?:of|at)\b:?|\b(?:fiscal|financial|calendar)\s+years?\b|\bfiscal\b|\bfy\b|\byears?\s+end(?:ed)?\b",
    re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """When a cell holds: its years, and the finer words ("q4", "december", "31") that tell points of one year apart."""

    years: frozenset[int] = frozenset()
    parts: frozenset[str] = frozenset()
    text: str = ""

    @property
    def year(self) -> int | None:
        """The year it ends in."""
        return max(self.years) if self.years else None

    def __bool__(self) -> bool:
        return bool(self.years or self.parts)


def _century(short: str, near: int = 2000) -> int:
    return int(short) if len(short) == 4 else near // 100 * 100 + int(short)


def years_in(text: str) -> list[int]:
    """The years a text names, in order of mention, without repeats; "2018/2019" is the year it ends in."""
    found: list[tuple[int, int]] = []
    rest = text
    for m in _SPAN.finditer(text):
        if "/" in m[0]:
            found.append((m.start(), _century(m[2], int(m[1]))))
            rest = rest[: m.start()] + " " * len(m[0]) + rest[m.end() :]
    found += [(m.start(), _century(m[1] or m[2][-2:])) for m in _SHORT.finditer(rest)]
    found += [(m.start(), int(m[0])) for m in _LONG.finditer(rest)]
    return list(dict.fromkeys(year for _, year in sorted(found)))


def _quarters(text: str) -> set[str]:
    """Quarters ("q3"), halves ("h1") and loose parts ("late") of years."""
    found = {_QUARTERS[m[1].lower()] if m[1] else f"q{m[2] or m[3]}" for m in _QUARTER.finditer(text)}
    found |= {
        f"h{m[1] or m[2]}" if m[1] or m[2] else ("h1" if m[3].lower() in ("first", "1st") else "h2")
        for m in _HALF.finditer(text)
    }
    return found | {m[1].lower() for m in _PART.finditer(text)}


def _dates(text: str) -> set[str]:
    parts: set[str] = set()
    for m in _DATE.finditer(text):
        for word in re.findall(r"[a-z]+|\d+", m[0].lower()):
            if word not in ("st", "nd", "rd", "th"):
                parts.add(word[:3] if word.isalpha() else word)
    return parts


def moment(text: str) -> Moment:
    """The period a header, a label or a question names.

    >>> moment("Three months ended June 30, 2019").years, sorted(moment("fourth quarter of FY19").parts)
    (frozenset({2019}), ['q4'])
    """
    return Moment(frozenset(years_in(text)), frozenset(_quarters(text) | _dates(text)), text)


def without_moment(text: str) -> str:
    """The text without its period words: "Balance as of December 31, 2018" is "Balance"."""
    rest = _SPAN.sub(" ", text)
    for pattern in (_FILLER, _SHORT, _QUARTER, _HALF, _PART, _DATE, _LONG):
        rest = pattern.sub(" ", rest)
    rest = re.sub(r"\s+([,.;:])", r"\1", re.sub(r"[\s,:;–—-]*$", "", " ".join(rest.split()))).strip(" ,:;*")
    return "" if rest.lower() in ("of", "in", "for", "at", "the", "to") else rest


_LOOSE = re.compile(
    r"(?:\b(?:the|of|in|at|by|end|start|beginning|first|second|third|last|same|week|month|day|half|period|year|quarter|full|date|to|ytd|forecast)\b|[\s,()'’–—-])*",
    re.I,
)


def is_period(text: str) -> bool:
    """Whether a text names a period and nothing else.

    >>> is_period("first week of May 2026"), is_period("H1 2023"), is_period("Balance at December 31, 2018")
    (True, True, False)
    """
    return bool(moment(text)) and _LOOSE.fullmatch(without_moment(text)) is not None


def period_text(text: str) -> str:
    """The stretch of a header or a label that names its period: "H1 2025" of "Revenue H1 2025 (millions)"."""
    found = [m for p in (_SPAN, _QUARTER, _HALF, _PART, _DATE, _SHORT, _LONG) for m in p.finditer(text)]
    return text[min(m.start() for m in found) : max(m.end() for m in found)].strip() if found else ""

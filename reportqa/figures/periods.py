"""Periods in a text: the words, and the interval of days they name.

>>> p, start, end = find("by the end of 2026", None)[0]
>>> (p.text, str(p.start), str(p.end))
('by the end of 2026', '2026-10-01', '2026-12-31')
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from reportqa.types import Period

__all__ = ["find", "overlap", "parse_date"]

_MONTH = (
    {n.lower(): i for i, n in enumerate(calendar.month_name) if n}
    | {n.lower(): i for i, n in enumerate(calendar.month_abbr) if n}
    | {"sept": 9}
)
_M = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_Y = r"(?P<year>(?:19|20)\d\d)(?![\d,.%]*\d)(?!\s?(?:%|percent|million|billion|tokens|users))"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
        ("day", rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M},?\s+{_Y}"),
        ("day", rf"\b{_M}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}"),
        ("week", rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{_M},?\s+{_Y}"),
        ("part", rf"\b(?P<part>early|mid|late|end of|beginning of|start of)[\s-]+{_M},?\s+{_Y}"),
        ("month", rf"\b{_M},?\s+(?:of\s+)?{_Y}"),
        ("half", rf"\b(?:the\s+)?(?P<nth>first|second)[\s-]half\s+(?:of\s+)?{_Y}|\b(?P<h>[12])H\s?{_Y.replace('year', 'year2')}|\bH(?P<h2>[12])\s+{_Y.replace('year', 'year3')}"),
        ("quarter", rf"\b(?:Q(?P<q>[1-4])|(?:the\s+)?(?P<nth>first|second|third|fourth)\s+quarter)(?:\s+of|,)?\s+{_Y}|\b(?P<q2>[1-4])Q\s?{_Y.replace('year', 'year2')}"),
        ("span", rf"\b{_Y}\s?(?:-|–|—|/|to|through)\s?(?P<to>(?:20|19)?\d\d)\b(?!-)"),
        ("part", rf"\b(?:by\s+)?(?:the\s+)?(?P<part>early|mid|late|end[\s-]of|beginning of|start of|middle of|end|year-end|summer|winter|spring|autumn)[\s-]+{_Y}"),
        ("half-bare", r"\b(?:the\s+)?(?P<nth>first|second)[\s-]half\b"),
        ("fiscal", rf"\b(?:FY|fiscal(?:\s+year)?|financial year|year ended(?:\s+\w+\s+\d+,)?)\s?'?{_Y}"),
        ("same", rf"\b(?:the\s+)?same\s+(?:period|week|month|quarter|time)\s+(?:of|in)\s+{_Y}"),
        ("year", rf"(?<![\d$€£.,-]){_Y}E?\b"),
        ("relative", r"\b(?P<rel>last year|this year|next year|a year earlier|a year ago|the year before|the previous year|the prior year|currently|at present|now|today|these days|nowadays)\b"),
        ("rate", r"\b(?P<rate>year[\s-]over[\s-]year|year[\s-]on[\s-]year|yoy|y/y|in one year|over (?:the|a) year|quarter[\s-]on[\s-]quarter|month[\s-]on[\s-]month)\b"),
    )
)  # fmt: skip
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PART = {
    "early": (1, 3), "beginning of": (1, 3), "start of": (1, 3), "mid": (5, 8), "middle of": (5, 8), "late": (10, 12),
    "end of": (10, 12), "end": (10, 12), "year-end": (12, 12), "summer": (6, 8), "winter": (12, 12), "spring": (3, 5),
    "autumn": (9, 11),
}  # fmt: skip


def find(
    text: str, published: dt.date | None, start: int = 0, end: int | None = None
) -> tuple[tuple[Period, int, int], ...]:
    """Every period of text[start:end] with its span, in order, never overlapping.

    `published` is what "last year" and "now" are told from; without it they have no dates.
    """
    end = len(text) if end is None else end
    taken: list[tuple[Period, int, int]] = []
    for kind, pattern in _PATTERNS:
        for m in pattern.finditer(text, start, end):
            if any(m.start() < e and s < m.end() for _, s, e in taken):
                continue
            interval = _interval(kind, m, published)
            if interval is not None:
                taken.append((Period(m.group().strip(), *interval), m.start(), m.end()))
    return tuple(sorted(taken, key=lambda t: t[1]))


def parse_date(text: str) -> dt.date | None:
    """The date a short text names ("2026-05-25", "May 25, 2026"): its first day, or None."""
    found = find(text, None)
    return found[0][0].start if found else None


def overlap(a: Period, b: Period) -> bool:
    """Whether two dated periods share a day; a period without dates overlaps nothing."""
    if not (a.start and a.end and b.start and b.end):
        return False
    return a.start <= b.end and b.start <= a.end


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _group(m: re.Match[str], *names: str) -> str:
    return next((m[n] for n in names if n in m.re.groupindex and m[n]), "")


def _interval(kind: str, m: re.Match[str], published: dt.date | None) -> tuple[dt.date | None, dt.date | None] | None:
    """The days a match names; None where it names no real date."""
    year = int(_group(m, "year", "year2", "year3") or 0)
    try:
        return _dated(kind, m, year, published)
    except ValueError:
        return None


def _dated(
    kind: str, m: re.Match[str], year: int, published: dt.date | None
) -> tuple[dt.date | None, dt.date | None] | None:
    if kind == "iso":
        day = dt.date(year, int(m["m"]), int(m["d"]))
        return day, day
    if kind in ("relative", "rate", "half-bare"):
        return _relative(_group(m, "rel").lower(), published)
    month = _MONTH.get(_group(m, "month").lower().rstrip("."), 0)
    if month:
        return _in_month(kind, m, year, month)
    nth = _NTH.get(_group(m, "nth").lower(), 0)
    if kind == "half":
        half = int(_group(m, "h", "h2") or nth)
        return _months(year, 6 * half - 5, 6 * half)
    if kind == "quarter":
        quarter = int(_group(m, "q", "q2") or nth)
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if kind == "span":
        last = int(m["to"]) if len(m["to"]) == 4 else year // 100 * 100 + int(m["to"])
        return None if last <= year else (dt.date(year, 1, 1), dt.date(last, 12, 31))
    if kind == "part":
        return _months(year, *_PART[re.sub(r"[\s-]+", " ", m["part"].lower()).replace("year end", "year-end")])
    return _months(year, 1, 12)


def _in_month(kind: str, m: re.Match[str], year: int, month: int) -> tuple[dt.date, dt.date]:
    first, last = _months(year, month, month)
    if kind == "day":
        day = dt.date(year, month, int(m["d"]))
        return day, day
    if kind == "week":
        nth = _NTH.get(m["nth"].lower(), 5)
        begin = first + dt.timedelta(days=7 * (nth - 1)) if nth < 5 else last - dt.timedelta(days=6)
        return begin, begin + dt.timedelta(days=6)
    return first, last


def _relative(words: str, published: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    if published is None or not words:
        return None, None
    if words in ("last year", "a year earlier", "a year ago", "the year before", "the previous year", "the prior year"):
        return _months(published.year - 1, 1, 12)
    if words == "this year":
        return _months(published.year, 1, 12)
    if words == "next year":
        return _months(published.year + 1, 1, 12)
    return published, published

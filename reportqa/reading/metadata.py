"""Title, publisher and date of a text, where no metadata says them; and the report a path belongs to."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

__all__ = ["date_in", "publisher_in", "report_of"]

_MONTHS = [
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
]
_DATE_LINE = re.compile(
    r"^\W*(?:published(?:\s+on)?|date|publication date|updated|posted(?:\s+on)?|released?|发布时间|发布日期)\s*[:：]?\s*(?P<date>.{6,40})$",
    re.I | re.M,
)
_PUBLISHER_LINE = re.compile(r"^\W*(?:publisher|published by|source|by)\s*[:：]\s*(?P<name>[^\n|]{2,80})$", re.I | re.M)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|copyright)\s*(?:©\s*)?(?:\d{4}\s*)?(?P<name>[^\n|·.–—]{2,60}?)\s*(?:[|·.–—]|\s-\s|$)", re.I | re.M
)


def report_of(path: Path, root: Path) -> str:
    """The report of a file: its folder inside the corpus, or its own stem where it lies in the corpus folder itself."""
    folder = path.relative_to(root).parent.as_posix()
    return path.stem if folder == "." else folder


def date_in(text: str) -> str:
    """The ISO date that a line such as "Published on: 25 May 2026" gives, or ""."""
    match = _DATE_LINE.search(text[:4000])
    return _iso(match["date"]) if match else ""


def _iso(words: str) -> str:
    match = re.search(r"\b(\d{4})-(\d\d)-(\d\d)\b", words)
    if match:
        parts = tuple(int(p) for p in match.groups())
    else:
        day = re.search(
            r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]+),?\s+(\d{4})|([A-Za-z]+)\s+(\d{1,2}),?\s+(\d{4})", words
        )
        if day is None:
            return ""
        d, name, year = (day[1], day[2], day[3]) if day[1] else (day[5], day[4], day[6])
        month = next((n for n, m in enumerate(_MONTHS, 1) if m.startswith(name.lower()[:3])), 0)
        parts = (int(year), month, int(d))
    try:
        return dt.date(*parts).isoformat()
    except ValueError:
        return ""


def publisher_in(text: str) -> str:
    """Who published a text, from a "Publisher:" line at its top or a copyright line at its end, or ""."""
    match = _PUBLISHER_LINE.search(text[:2000]) or _COPYRIGHT.search(text[-1500:])
    return match["name"].strip() if match else ""

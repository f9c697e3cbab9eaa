"""What a section tells its numbers: the name it is about, its period, its measure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from reportqa.figures import periods
from reportqa.figures.identity import Attributes
from reportqa.figures.names import canonical_name, known_names
from reportqa.types import Document, Period

__all__ = ["Section", "lends", "opened", "topic_in"]

_TOPIC = re.compile(
    r"\b(?:(?:weekly|monthly|daily|annual|quarterly|total|average)\s+)?(?:[\w-]+\s+){0,2}?(usage|revenues?|sales|traffic|production|capacity|output|prices?|volumes?|demand|consumption|"
    r"passengers|emissions|exports|imports|users|spending|costs?|fares?|deliveries|shipments|visits|admissions|attendance|installations|additions)\b",
    re.I,
)
_LEADING = frozenset(["the", "a", "an", "of", "in", "and", "its", "their", "what", "to", "for", "on", "by", "this", "that", "our", "how", "why", "behind", "about", "from", "with", "at", "per", "under", "over"])  # fmt: skip
_PART = re.compile(
    r"\b(?:(?:first|second|third|fourth)\s(?:quarter|half)|Q[1-4]|H[12]|(?-i:January|February|March|April|June|July|August|September|October|November|December))\b(?!\s\d)",
    re.I,
)
# "New rules from November": when something begins or ends.
_BOUND = re.compile(r"\b(?:from|since|until|till|by|after|before)\s(?:the\s)?$", re.I)
_NOW = re.compile(r"current|now|today|at present|right now|these days|nowadays", re.I)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading's section while it is read: its path of headings and what they tell, and what was gathered so far.

    `owner` is the one name that the nearest heading with names (else the title) is about, `dated` the period that the
    nearest heading with one names, `topic` the measure; `count` numbers the blocks; `before` are the latest figures and `lent` is the period that the paragraphs so far lend.
    """

    headings: tuple[str, ...] = ()
    owner: str = ""
    dated: Period | None = None
    topic: str = ""
    count: int = 0
    before: tuple[Attributes, ...] = ()
    lent: Period | None = None


def opened(document: Document, headings: tuple[str, ...], published: dt.date | None, names: frozenset[str]) -> Section:
    """The section that begins behind a heading; with no headings, the document's opening."""
    texts = (*reversed(headings), document.title)
    return Section(
        headings,
        next((name for t in texts if (name := _lone_name(t, names))), ""),
        _part_of_year(texts, published) or next((p for t in texts if (p := _last_period(t, published))), None),
        next((topic for t in texts if (topic := topic_in(t))), ""),
    )


def lends(period: Period, published: dt.date | None) -> bool:
    """Whether a period may hold for later sentences: it has dates, is no mere "now" and does not lie ahead."""
    ahead = period.start is not None and published is not None and period.start > published
    return period.start is not None and not ahead and not _NOW.match(period.text)


@lru_cache(maxsize=1_000)
def topic_in(text: str) -> str:
    """The measure that a heading or lead-in names: "Weekly usage was as follows" → "weekly usage"; "" for none."""
    match = _TOPIC.search(text)
    if match is None:
        return ""
    words = re.sub(r"\s+", " ", match.group()).split()
    last = max((i + 1 for i, w in enumerate(words) if w.lower() in _LEADING), default=0)
    words = words[last:]
    return " ".join(w if w.isupper() else w.lower() for w in words)


@lru_cache(maxsize=1_000)
def _lone_name(text: str, names: frozenset[str]) -> str:
    """The one name that a title or heading holds, or "" where it holds none or several."""
    found = {canonical_name(text[a:b]): text[a:b] for a, b in known_names(text, 0, len(text), names)}
    return next(iter(found.values())) if len(found) == 1 else ""


@lru_cache(maxsize=1_000)
def _last_period(text: str, published: dt.date | None) -> Period | None:
    found = [p for p, _, _ in periods.find(text, published) if lends(p, published)]
    return found[-1] if found else None


def _part_of_year(texts: tuple[str, ...], published: dt.date | None) -> Period | None:
    """The quarter, half or month that the nearest heading names without its year: "First quarter" is that of the year that an
    outer heading or the title names, else the last one before publication."""
    part = _PART.search(texts[0]) if texts else None
    if (
        part is None
        or published is None
        or _BOUND.search(texts[0], 0, part.start())
        or _last_period(texts[0], published) is not None
    ):
        return None
    outer = next((p for t in texts[1:] if (p := _last_period(t, published)) is not None and p.start is not None), None)
    years = (
        [outer.start.year] if outer is not None and outer.start is not None else [published.year, published.year - 1]
    )
    found = (p for y in years for p, _, _ in periods.find(f"{part.group()} {y}", published))
    return next((p for p in found if p.end is not None and p.end <= published), None)

"""When a figure holds, and how well that fits the time that a question asks for."""

from __future__ import annotations

import datetime as dt
import re

from reportqa.answering.query import Draft, Query
from reportqa.figures.periods import parse_date
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Period

__all__ = ["held_in", "is_now", "is_of_time", "overlapping", "recency"]

_AT_END = re.compile(r"\b(?:end|close)\b", re.I)
_PART_OF_YEAR = re.compile(r"\bhalf\b|\bquarter\b|\b[hq][1-4]\b", re.I)


def is_now(period: Period) -> bool:
    """Whether a period is the day of the newest report, told without a date: "now"."""
    return period.start is not None and period.start == period.end and not any(c.isdigit() for c in period.text)


def held_in(figure: Figure, snapshot: Snapshot) -> Period | None:
    """The dated period of a figure; a figure without one holds for the year before its report was published."""
    if figure.period and figure.period.start and figure.period.end:
        return figure.period
    published = parse_date(snapshot.documents[figure.document].published)
    if published is None:
        return None
    return Period("", published - dt.timedelta(days=365), published)


def overlapping(asked: Period, held: Period) -> float | None:
    """Overlap over union of two dated periods, None where the figure's is another one or far wider than the one asked."""
    assert asked.start and asked.end and held.start and held.end
    common = (min(asked.end, held.end) - max(asked.start, held.start)).days + 1
    if common <= 0:
        return None
    span, wanted = (held.end - held.start).days + 1, (asked.end - asked.start).days + 1
    inside = common / span
    if span > 1.5 * wanted and _PART_OF_YEAR.search(asked.text):
        return None
    if _AT_END.search(asked.text) and held.end == asked.end and span <= 366:
        # What a report gives for a year it gives for the year's end where that is asked.
        return 0.5
    if inside < 0.45 and span > 45 and held.text and "same" not in held.text:
        return None
    return common / (span + wanted - common)


def recency(held: Period | None, newest: dt.date | None) -> float:
    """Without a period in the question the newest figures are meant: 1 at the publication, falling by half a year's age."""
    if held is None or held.end is None:
        return 0.4
    years = max(0.0, ((newest or held.end) - held.end).days / 365.0)
    return float(max(0.0, 1.0 - years))


def is_of_time(draft: Draft, query: Query) -> bool:
    """Whether the one cell that a table answers with may hold for the one period asked for; what is worked out is not judged.

    A cell of another half is none, nor is that of a whole year for one of its quarters.
    """
    if draft.derivation is not None or len(draft.figures) != 1 or len(query.periods) != 1:
        return True
    asked, told = query.periods[0], draft.figures[0].period
    if told is None or not (asked.start and asked.end and told.start and told.end):
        return True
    # A balance of a day stands in a column of the year that it ends.
    ends = asked.end == told.end and not _PART_OF_YEAR.search(asked.text)
    return ends or overlapping(asked, told) is not None

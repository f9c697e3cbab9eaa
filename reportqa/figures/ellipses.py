"""Periods that a number tells only in part: "in the second" behind "in the first quarter"; "from 44 to 22, between 2000 and 2025"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from reportqa.figures.tagging import Tagged
from reportqa.figures.uses import Role, Use
from reportqa.types import Period

__all__ = ["ordinal_period", "parted"]

_ORDINALS = ("first", "second", "third", "fourth")
_MONTHS = {"half": 6, "quarter": 3, "month": 1}
_NAMED = re.compile(rf"(?P<nth>{'|'.join(_ORDINALS)})\s(?P<part>{'|'.join(_MONTHS)})\b", re.I)
_YEARS = re.compile(r"(?:between|from)\s(?P<first>(?:19|20)\d\d)\s(?:and|to)\s(?P<last>(?:19|20)\d\d)", re.I)


def ordinal_period(s: Tagged, clock: Mapping[int, Period], k: int) -> Period | None:
    """The period of the number at token k, where an ordinal beside it leaves out what it counts; None where there is none."""
    for first in (k + 1, k - 3):
        words = s.words[max(0, first) : first + 3]
        if len(words) == 3 and words[:2] == ("in", "the") and words[2] in _ORDINALS:
            told = [clock[t] for t in sorted(clock) if t < first and _NAMED.search(clock[t].text)]
            open_still = (
                s.tags[first + 3 : first + 4] not in ("N", "T") if first > k else s.tags[first + 3 :][:1] == "#"
            )
            return _moved(told[-1], words[2]) if told and open_still else None
    return None


def _moved(period: Period, ordinal: str) -> Period | None:
    """A half, quarter or month of a year, in the place of another."""
    named = _NAMED.search(period.text)
    if named is None:
        return None
    text = period.text[: named.start("nth")] + ordinal + period.text[named.end("nth") :]
    length = _MONTHS[named["part"].lower()]
    if period.start is None:
        return Period(text)
    steps = _ORDINALS.index(ordinal) - _ORDINALS.index(named["nth"].lower())
    begin = period.start.year * 12 + period.start.month - 1 + steps * length
    end = begin + length
    start = dt.date(begin // 12, begin % 12 + 1, 1)
    return Period(text, start, dt.date(end // 12, end % 12 + 1, 1) - dt.timedelta(days=1))


def parted(uses: Mapping[int, Use], out: Mapping[int, Period]) -> dict[int, Period]:
    """The periods, with the first and last year of a span for the values that it began and ended with."""
    parts = dict(out)
    for k, use in uses.items():
        span = out.get(k)
        result = next((m for m, u in uses.items() if (m > k and u.sibling in (k, use.sibling)) or m == k + 2), None)
        years = _YEARS.search(span.text) if span is not None else None
        if use.role is not Role.EARLIER or years is None or result is None or out.get(result) != span:
            continue
        for at, year in ((k, years["first"]), (result, years["last"])):
            parts[at] = Period(year, dt.date(int(year), 1, 1), dt.date(int(year), 12, 31))
    return parts

"""Dates as figures: "will open in the autumn of 2027" answers when, so a year or date that a text names is a figure too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.construing import Reading
from reportqa.figures.grammar import Predicate
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.metric import phrase_text
from reportqa.figures.naming import said
from reportqa.figures.numbers import Number
from reportqa.figures.subject import bearer, common_subject
from reportqa.figures.tagging import Tagged
from reportqa.types import Period, Status

__all__ = ["date_number", "events"]


def date_number(period: Period, start: int) -> Number:
    """A period as a number: its value is the year it names."""
    assert period.start is not None
    text = period.text
    year = re.search(r"(?:19|20)\d\d", text)
    value = float(year.group()) if year else float(period.start.year)
    return Number(text, start, start + len(text), value, None, None, "date", None, "", (start, start + len(text)), 0.5)


def events(reading: Reading, around: Surroundings) -> list[tuple[Number, Attributes]]:
    """The dates of a sentence with what happens then: the subject and verb of their clause."""
    out = []
    for t, period in sorted(reading.clock.items()):
        if period.start is None or not re.search(r"\d", period.text):
            continue
        subject, metric = _event(reading.s, reading.predicates, t, around)
        ahead = around.published is not None and period.start > around.published
        status = Status.FORECAST if ahead else Status.REPORTED
        number = date_number(period, reading.s.starts[t])
        out.append((number, Attributes(subject, metric, period, status, base=metric)))
    return out


def _event(s: Tagged, found: Sequence[Predicate], t: int, around: Surroundings) -> tuple[str, str]:
    """Whose date it is, and what it is the date of."""
    before = [p for p in found if p.verb[1] <= t and not re.search(r"[;-]", s.tags[p.verb[1] : t])]
    p = before[-1] if before else next((q for q in found if q.verb[0] > t), None)
    if p is None:
        start = max((i + 1 for i in range(t) if s.tags[i] in ";-,("), default=0)
        name, spans = bearer(s, (start, t))
        return name or around.label or around.owner, phrase_text(s, (start, t), spans) or around.topic
    name, spans = bearer(s, p.subject)
    own = name or common_subject(s, p.subject)
    what = phrase_text(s, p.subject, spans) if name else ""
    return own or around.label or around.owner, f"{what} {said(s, p)}".strip()

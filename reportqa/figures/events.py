"""Dates as figures: "will open in the autumn of 2027" answers when, so a year or date that a text names is a figure too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.construing import Reading
from reportqa.figures.grammar import Predicate
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.lexicon import Act
from reportqa.figures.metric import phrase_text
from reportqa.figures.names import country_of
from reportqa.figures.naming import said
from reportqa.figures.numbers import Number
from reportqa.figures.phrases import Span, noun_phrase_before
from reportqa.figures.subject import bearer, common_subject, is_pronominal
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
        if period.start is None or not re.search(r"\d", period.text) or _labels_value(reading, t):
            continue
        subject, metric = _event(reading.s, reading.predicates, t, around)
        ahead = around.published is not None and period.start > around.published
        status = Status.FORECAST if ahead else Status.REPORTED
        number = date_number(period, reading.s.starts[t])
        out.append((number, Attributes(subject, metric, period, status, base=metric)))
    return out


def _labels_value(reading: Reading, t: int) -> bool:
    """Whether a period only labels a number in brackets: "(2024: EUR 9 million)"."""
    s = reading.s
    return s.tags[max(0, t - 1) : t] == "(" and re.match(r":[DHR]*#", s.tags[t + 1 :]) is not None


def _event(s: Tagged, found: Sequence[Predicate], t: int, around: Surroundings) -> tuple[str, str]:
    """Whose date it is, and what it is the date of."""
    before = [p for p in found if p.verb[1] <= t and not re.search(r"[;-]", s.tags[p.verb[1] : t])]
    p = before[-1] if before else next((q for q in found if q.verb[0] > t), None)
    if p is None:
        start = max((i + 1 for i in range(t) if s.tags[i] in ";-,("), default=0)
        name, spans = bearer(s, (start, t))
        return name or around.label or around.owner, phrase_text(s, (start, t), spans) or around.topic
    meeting = noun_phrase_before(s, t - 1) if not before and s.words[t - 1 : t] == ("on",) else (0, 0)
    if meeting[0] < meeting[1] <= p.subject[0] and "," in s.tags[t : p.verb[0]]:
        # "Subject to approval at the general meeting on 22 April 2026, the dividend will be payable on 6 May".
        name, spans = bearer(s, meeting)
        return name or around.label or around.owner, phrase_text(s, meeting, spans)
    name, spans = bearer(s, p.subject)
    own = country_of(name) if name else common_subject(s, p.subject)
    what = "" if (own and not name) or _points(s, p.subject) else phrase_text(s, p.subject, spans)
    return own or around.label or around.owner, f"{what} {said(s, p) or _state(s, p, t)}".strip()


def _points(s: Tagged, subject: Span) -> bool:
    """Whether a subject is no phrase of its own: "it", "we", "its"."""
    return is_pronominal(s, subject) or s.tags[slice(*subject)] == "O"


def _state(s: Tagged, p: Predicate, t: int) -> str:
    """What is said to be so at a date: "is payable on 6 May 2026", "should break even in the fourth quarter"."""
    between = s.tags[p.verb[1] : t] if p.verb[1] <= t else ""
    if p.lemma == "be":
        return s.words[p.verb[1]] if re.match("NP?[DT]", s.tags[p.verb[1] :]) else ""
    plain = p.act is Act.STATE and re.fullmatch(r"[NR]{1,2}P?D?", between) is not None
    return s.slice(p.verb[1] - 1, p.verb[1] + len(between.rstrip("PD"))) if plain else ""

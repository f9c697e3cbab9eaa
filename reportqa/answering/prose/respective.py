"""One quantity asked for in several years at once: "in 2019 and 2018, respectively" has one answer a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.prose.evidence import Evidence
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.quoting import squeezed
from reportqa.answering.prose.room import Room
from reportqa.answering.prose.spans import Found, figures_in, find_span, span_text, told
from reportqa.answering.query import Draft, Operation, Query

__all__ = ["answer_respective", "split_by_year"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_EACH = re.compile(r"\brespective(?:ly)?\b|\beach of\b|^what (?:are|were)\b|\bhow (?:much|many)\b", re.I)
_BETWEEN = re.compile(
    r"\b(?:between|from|compar\w+|increase|decrease|change|differ\w+|average|total of|sum|growth|versus|than)\b", re.I
)


def split_by_year(query: Query) -> tuple[Query, ...]:
    """The question once for each of the years it asks about, in its order; empty where it asks for one answer only."""
    years = tuple(dict.fromkeys(_YEAR.findall(query.text)))
    if len(years) < 2 or not _EACH.search(query.text) or _BETWEEN.search(query.text):
        return ()
    return tuple(_for_year(query, year, years) for year in years) if query.operation is Operation.NONE else ()


def _for_year(query: Query, year: str, years: Sequence[str]) -> Query:
    others = "|".join(y for y in years if y != year)
    text = re.sub(rf"(?:,\s*)?(?:\b(?:and|or)\s+)?(?:fiscal\s+(?:year\s+)?)?\b(?:{others})\b,?", " ", query.text)
    text = re.sub(
        r",?\s*\b(?:and|or|respectively)\s*(?=[,?.]|$)|\brespective\b",
        " ",
        re.sub(r"\b(in|for|of|during)\s+(?:and|or|,)\s+", r"\1 ", text),
    )
    periods = tuple(p for p in query.periods if year in p.text)
    return replace(query, text=squeezed(text), periods=periods)


def answer_respective(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """One quantity a year, from sentences that name the year; None where they cannot be told apart."""
    asked = split_by_year(query)
    found = [f for q in asked if (f := find_span(q, form, evidence, room)) is not None]
    if not asked or len(found) < len(asked) or not _are_apart(found, room):
        return None
    parts = tuple(span_text(f, room) for f in found)
    sentences = [room.snapshot.sentences[r] for r in dict.fromkeys(f.row for f in found)]
    return Draft(
        text=" ".join(told(s, "; ".join(parts)) for s in sentences[:2]),
        short=parts,
        confidence=round(min(f.chance for f in found), 3),
        figures=tuple(dict.fromkeys(g for f in found for g in figures_in(f, room))),
        quotes=tuple(sentences),
    )


def _are_apart(found: Sequence[Found], room: Room) -> bool:
    """Whether every year has a number of its own."""
    places = {(f.row, f.start) for f in found}
    texts = [span_text(f, room) for f in found]
    return len(places) == len(found) and all(re.search(r"\d", t) and len(t.split()) <= 6 for t in texts)

"""Answers from prose: names, dates, definitions, lists, reasons. Extractive: every word stands in the corpus."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reportqa.answering.prose.announced import answer_announced
from reportqa.answering.prose.effects import is_why
from reportqa.answering.prose.events import answer_event
from reportqa.answering.prose.evidence import Evidence, ranked
from reportqa.answering.prose.form import Form, Wants, asks_causes, form_of
from reportqa.answering.prose.lists import answer_list, answer_open_list, answer_section
from reportqa.answering.prose.naming import answer_heading_date, answer_holder, answer_owner
from reportqa.answering.prose.offices import answer_office
from reportqa.answering.prose.publication import answer_publication
from reportqa.answering.prose.reasons import answer_reason
from reportqa.answering.prose.respective import answer_respective
from reportqa.answering.prose.room import Room, room_of
from reportqa.answering.prose.sentences import answer_sentence
from reportqa.answering.prose.spans import answer_span
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stem, stems

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["answer_from_prose"]

_SURE = 0.5
_UNSURE = 0.35
"""From this a stretch stays the bare answer where its sentence is quoted whole."""
_UNDATED = 0.4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def answer_from_prose(query: Query, snapshot: Snapshot) -> Draft | None:
    """The answer that the sentences, lists and headings in a question's scope give, None where nothing bears on it.

    `confidence` falls below 0.3 where the question's names or its rare words are not there.
    """
    room = room_of(snapshot)
    about = answer_publication(query, room)
    if about is not None:
        return about
    form = form_of(query)
    evidence = ranked(query, form, room)
    if not evidence:
        return None
    draft = _draft(query, form, evidence, room)
    if draft is not None and query.unknown:
        draft = replace(draft, confidence=round(0.2 * draft.confidence, 3))
    return draft


def _draft(query: Query, form: Form, evidence: list[Evidence], room: Room) -> Draft | None:
    for certain in (answer_respective, answer_office, answer_holder, answer_owner, answer_event):
        if (draft := certain(query, form, evidence, room)) is not None:
            return draft
    if form.wants is Wants.REASON:
        told = answer_announced(query, form, evidence, room) or answer_reason(query, form, evidence, room)
        return _dated(told, query, room)
    if (open_list := answer_open_list(query, form, evidence, room)) is not None:
        return _dated(open_list, query, room)
    listed = _dated(answer_list(query, form, evidence, room), query, room) if form.wants is Wants.LIST else None
    if form.wants is Wants.LIST and asks_causes(form) and is_why(query.text):
        return _listed_there(listed, _dated(answer_reason(query, form, evidence, room), query, room), form)
    if listed is not None and listed.confidence >= _SURE:
        return listed
    if form.wants is Wants.LIST and asks_causes(form):
        return _dated(answer_reason(query, form, evidence, room), query, room)
    section = answer_section(form, evidence, room) if form.wants is Wants.LIST else None
    dated = answer_heading_date(query, form, room)
    span = answer_span(query, form, evidence, room)
    if span is not None and form.wants is Wants.NAME and stems(" ".join(span.short)) <= stems(query.text):
        # Who is asked for is not told by the name of whom the question is about.
        span = None
    drafts = [d for d in (section, listed, dated, span) if d is not None]
    best = max(drafts, key=lambda d: d.confidence, default=None)
    if best is not None and best.confidence >= _SURE:
        return best
    # The stretch is unsure: the sentence may be surer.
    quoted = _dated(answer_sentence(query, form, evidence, room), query, room)
    if (
        quoted is not None
        and best is not None
        and best.confidence >= _UNSURE
        and set(best.quotes) <= set(quoted.quotes)
    ):
        return replace(quoted, short=best.short, figures=best.figures)
    return quoted or best


def _listed_there(listed: Draft | None, argued: Draft | None, form: Form) -> Draft | None:
    """The list of reasons where it says that it is one, or stands in the very sentences that argue; else those sentences."""
    if listed is None or listed.confidence < _SURE:
        return argued
    if stem(form.noun) in stems(listed.quotes[0].text):
        return listed
    argues = {(q.document, q.start) for q in argued.quotes} if argued else set()
    there = argues & {(q.document, q.start) for q in listed.quotes}
    return replace(listed, confidence=argued.confidence) if argued and there else argued


def _dated(draft: Draft | None, query: Query, room: Room) -> Draft | None:
    """A draft that is less sure where none of its quotes, their headings or their document names a year asked about."""
    years = _YEAR.findall(query.text)
    if draft is None or not years:
        return draft
    documents = [room.snapshot.documents[q.document] for q in draft.quotes]
    told = [*(" ".join((q.text, *q.heading)) for q in draft.quotes), *(f"{d.title} {d.published}" for d in documents)]
    held = any(year in text for year in years for text in told)
    return draft if held else replace(draft, confidence=round(_UNDATED * draft.confidence, 3))

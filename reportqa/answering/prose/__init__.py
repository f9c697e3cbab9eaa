"""Answers from prose: names, dates, definitions, lists, reasons. Extractive: every word stands in the corpus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportqa.answering.prose.evidence import ranked
from reportqa.answering.prose.form import Wants, form_of
from reportqa.answering.prose.lists import answer_list
from reportqa.answering.prose.reasons import answer_reason
from reportqa.answering.prose.room import room_of
from reportqa.answering.prose.spans import answer_span
from reportqa.answering.query import Draft, Query

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["answer_from_prose"]

_SURE = 0.5


def answer_from_prose(query: Query, snapshot: Snapshot) -> Draft | None:
    """The answer that the sentences, lists and headings in a question's scope give, None where nothing bears on it.

    `confidence` falls below 0.3 where the question's names or its rare words are not there.
    """
    room = room_of(snapshot)
    form = form_of(query)
    evidence = ranked(query, form, room)
    if not evidence:
        return None
    draft: Draft | None
    if form.wants is Wants.LIST:
        draft = answer_list(query, form, evidence, room)
        if draft is None or draft.confidence < _SURE:
            other = answer_span(query, form, evidence, room)
            draft = max((d for d in (draft, other) if d), key=lambda d: d.confidence, default=None)
    elif form.wants is Wants.REASON:
        draft = answer_reason(query, form, evidence, room)
    else:
        draft = answer_span(query, form, evidence, room)
    if draft is not None and query.unknown:
        draft = replace(draft, confidence=round(0.2 * draft.confidence, 3))
    return draft

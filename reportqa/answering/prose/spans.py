"""Names, dates and definitions: the stretch of a sentence that answers, with the sentence it stands in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.quoting import squeezed
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query

__all__ = ["answer_span"]


def answer_span(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The stretch that answers a question, in its sentence; None where nothing bears on it."""
    best = evidence[0]
    sentence = room.snapshot.sentences[best.row]
    text = squeezed(sentence.text)
    raw = 1.0 / (1.0 + float(np.exp(-7.0 * (best.dense + 0.5 * best.covered - 0.75))))
    if missing_names(query.entities, room, best.row):
        raw *= 0.3
    return Draft(text, (text,), round(raw, 3), quotes=(sentence,))

"""What began, ended or was made larger at a time that a question names: "Which mill is to start up in 2029"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.quoting import squeezed
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.words import stem, stems

__all__ = ["answer_event"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WHICH = re.compile(
    r"^(?:and |but )?(?:which|what) (?:[\w-]+ ){1,4}(?:is|are|was|were|will|did|has|had|\w+s|\w+ed)\b", re.I
)
_KINDS = (
    stems("open opening start starting begin began begun launch inaugurate commission operational debut"),
    stems("close closing shut cease abandon cancel discontinue decommission"),
    stems("enlarge expand extend upgrade"),
    stems("delay postpone shelve defer"),
)
"""Verbs for one kind of event. The likeness of meaning does not part what opens from what closes."""
_CLAUSES = re.compile(r";\s+|:\s+|,\s+(?:and|while|whereas|but|as)\s+|\s[—–]\s")
_DEPTH = 12
_MOST_WORDS = 30
_SURE = 0.6


def answer_event(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The clause with the year, the noun and the kind of event that "Which N … in YEAR" asks for; None where not one does."""
    years = frozenset(_YEAR.findall(query.text))
    kinds = _kinds_of(query.text)
    if len(years) != 1 or len(kinds) != 1 or not form.noun or query.operation is not Operation.NONE:
        return None
    if query.unit or query.unknown or not _WHICH.match(query.text):
        return None
    found = [
        (one.row, clause)
        for one in evidence[:_DEPTH]
        if not missing_names(query.entities, room, one.row)
        for clause in _CLAUSES.split(squeezed(room.snapshot.sentences[one.row].text))
        if frozenset(_YEAR.findall(clause)) == years
        and _kinds_of(clause) == kinds
        and stem(form.noun) in stems(clause)
        and len(clause.split()) <= _MOST_WORDS
    ]
    if len(found) != 1:
        return None
    row, clause = found[0]
    sentence = room.snapshot.sentences[row]
    return Draft(squeezed(sentence.text), (clause.rstrip("."),), _SURE, quotes=(sentence,))


def _kinds_of(text: str) -> frozenset[int]:
    """Which kinds of events a text has verbs of."""
    said = stems(text)
    return frozenset(i for i, kind in enumerate(_KINDS) if kind & said)

"""Why and how: the two to four sentences that say it best, word for word and in the order of the document.

Sentences are taken one by one for how well they bear on the question (`evidence`) and for the words that state a cause,
less what the sentences already taken say (maximal marginal relevance, Carbonell and Goldstein, SIGIR 1998).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.listing import Kind
from reportqa.answering.prose.lists import answer_list, choose
from reportqa.answering.prose.quoting import squeezed, words_in
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query

__all__ = ["answer_reason"]

_MOST_WORDS = 105
_MOST_SENTENCES = 4
_POOL = 24
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|as a result|result(?:s|ed|ing)? (?:in|from|of)|led to|leads? to|driven by|drives?|drove|caused?(?: by)?|causes|"
    r"reasons?|therefore|thus|hence|consequence|so that|in order to|explains?|explained|account(?:s|ed)? for|attribut\w+|credits?|blames?|justif\w+|stems? from|reflect\w*|owes?|"
    r"naturally|means that|holds? back|offset|subsidi[sz]\w+|factors?|removed|allows?|lets?|enables?|when|which is why|to (?:maxim|minim|avoid|reduce|increase|improve|meet)\w*)\b",
    re.I,
)
_LEANS = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|such|both|the (?:former|latter|result|bigger part|rest|same)|but|and|yet|so|also|however|instead|in (?:other words|contrast)|put differently|"
    r"a further|the other|another)\b",
    re.I,
)
_EMPTY = re.compile(
    r"\?\s*$|\b(?:worth|deserves?|repays?|explained further|look at|examin\w+|following|different story)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    row: int
    worth: float


def answer_reason(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The sentences that answer a "why" or "how" question; None where nothing bears on it.

    Where the author gives the reasons as a list under words that the question repeats, the answer is that list.
    """
    if not evidence:
        return None
    listed = _as_list(query, form, evidence, room)
    if listed is not None:
        return listed
    chosen = _chosen(_candidates(evidence, query, room), room)
    if not chosen:
        return None
    rows = _with_antecedents(sorted(chosen), room)
    sentences = [room.snapshot.sentences[r] for r in rows]
    parts = tuple(squeezed(s.text) for s in sentences)
    return Draft(" ".join(_ended(p) for p in parts), parts, _confidence(evidence, query, room), quotes=tuple(sentences))


def _as_list(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    choice = choose(query, form, evidence, room)
    if choice is None or choice.score < max(1.0, evidence[0].score - 0.1) or not choice.listing.closed:
        return None
    one = choice.listing
    told = _CAUSE.search(one.frame) or (one.kind is Kind.BULLETS and choice.covered >= 0.6) or form.count
    return answer_list(query, form, evidence, room) if told and one.kind is not Kind.BULLET else None


def _candidates(evidence: Sequence[Evidence], query: Query, room: Room) -> list[_Candidate]:
    """The sentences near the best evidence with what each is worth."""
    scores = {e.row: e.score for e in evidence}
    best = evidence[0]
    out = []
    rows = dict.fromkeys([e.row for e in evidence[:_POOL]] + [r for e in evidence[:2] for r in room.paragraph(e.row)])
    for row in rows:
        sentence = room.snapshot.sentences[row]
        score = scores.get(row, 0.0)
        worth = score + 0.1 * bool(_CAUSE.search(sentence.text)) - 0.15 * bool(_EMPTY.search(sentence.text))
        worth -= 0.1 * (words_in(sentence.text) < 7) + 0.2 * sentence.text.rstrip().endswith(":")
        if row in room.paragraph(best.row) and not room.places[row].item:
            worth += 0.12 + 0.08 * (abs(row - best.row) == 1)
        elif sentence.heading == room.snapshot.sentences[best.row].heading:
            worth += 0.04
        out.append(_Candidate(row, worth))
    return sorted(out, key=lambda c: (-c.worth, c.row))


def _chosen(candidates: list[_Candidate], room: Room) -> list[int]:
    """Up to four rows within the word limit, each worth taking and unlike those taken before."""
    taken: list[int] = []
    words = 0
    best = candidates[0].worth
    left = list(candidates)
    while left and len(taken) < _MOST_SENTENCES:
        gains = [(c.worth - _repeats(c.row, taken, room), c) for c in left]
        gain, pick = max(gains, key=lambda g: (g[0], -g[1].row))
        if taken and gain < best - (0.45 if len(taken) == 1 else 0.33):
            break
        left.remove(pick)
        length = words_in(room.snapshot.sentences[pick.row].text)
        if words + length <= _MOST_WORDS or not taken:
            taken.append(pick.row)
            words += length
    return taken


def _repeats(row: int, taken: Sequence[int], room: Room) -> float:
    """What a sentence loses for saying again what is taken already."""
    vectors = room.snapshot.sentence_vectors
    likest = max((float(vectors[row] @ vectors[r]) for r in taken), default=0.0)
    return max(0.0, likest - 0.6)


def _with_antecedents(rows: list[int], room: Room) -> list[int]:
    """The rows with the sentence before each one that leans on it, where the limit allows."""
    out = list(rows)
    words = sum(words_in(room.snapshot.sentences[r].text) for r in rows)
    for row in rows:
        before = row - 1
        if before in out or before not in room.paragraph(row) or not _LEANS.match(room.snapshot.sentences[row].text):
            continue
        length = words_in(room.snapshot.sentences[before].text)
        if words + length <= _MOST_WORDS and len(out) < _MOST_SENTENCES:
            out.append(before)
            words += length
    return sorted(out)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", '"', ":", "。")) else f"{text}."


def _confidence(evidence: Sequence[Evidence], query: Query, room: Room) -> float:
    best = evidence[0]
    raw = 1.0 / (1.0 + float(np.exp(-7.0 * (best.dense + 0.5 * best.covered - 0.62))))
    if missing_names(query.entities, room, best.row):
        raw *= 0.3
    return round(raw, 3)

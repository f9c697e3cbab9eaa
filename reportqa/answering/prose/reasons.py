"""Why and how: the two to four sentences that say it best, word for word and in the order of the document.

Sentences are taken one by one for how well they bear on the question (`evidence`) and for the words that state a cause,
less what the sentences already taken say (maximal marginal relevance, Carbonell and Goldstein, SIGIR 1998).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.answering.prose.effects import LEANS, Effect, around, effect_of, gives_cause, is_why
from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.listing import Kind
from reportqa.answering.prose.lists import answer_list, choose
from reportqa.answering.prose.quoting import squeezed, words_in
from reportqa.answering.prose.room import Room
from reportqa.answering.prose.spans import find_span, span_text
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stems

__all__ = ["answer_reason"]

_MOST_WORDS = 125
_MOST_SENTENCES = 4
_POOL = 24
_TOLD_BEHIND = 0.9
"""From so much on a cause is told outright, in the sentence behind where not in the effect's own."""
_SURE = 0.2
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|as a result|result(?:s|ed|ing)? (?:in|from|of)|led to|leads? to|driven by|drives?|drove|caused?(?: by)?|causes|"
    r"reasons?|therefore|thus|hence|consequence|so that|in order to|explains?|explained|account(?:s|ed)? for|attribut\w+|credits?|blames?|justif\w+|stems? from|reflect\w*|owes?|"
    r"naturally|means that|holds? back|offset|subsidi[sz]\w+|factors?|removed|allows?|lets?|enables?|when|which is why|to (?:maxim|minim|avoid|reduce|increase|improve|meet)\w*)\b",
    re.I,
)
# Why somebody wants a thing is told by what it is good for.
_WISHED = re.compile(
    r"\bwhy\b.*\b(?:want|need|prefer|choose|adopt|like|favou?r|turn(?:ing)? to|mov(?:e|ing) to)\b", re.I
)
_MOTIVE = re.compile(
    r"\b(?:demands?|needs? for|requires?|prefers?|benefits?|advantages?|eliminates?|saves?|cheaper|safer|faster|keeps?|avoids?)\b",
    re.I,
)
_REASONS = re.compile(
    r"(?:\W*\d+\W+)?(?:the |main |chief |\w+ )?(?:reasons?|causes?|drivers?|factors?|why|what (?:drives?|drove|lies|is behind))\b",
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
    if is_why(query.text):
        return _argued(query, form, evidence, room)
    chosen = _chosen(_candidates(evidence, query, form, room), room)
    found = find_span(query, form, evidence, room)
    sure = found is not None and found.chance >= _SURE
    if found is not None and sure and found.row not in chosen:
        chosen = [*chosen[: _MOST_SENTENCES - 1], found.row]
    rows = _with_neighbours(_with_antecedents(_within_limit(chosen, room), room), room)
    sentences = [room.snapshot.sentences[r] for r in rows]
    parts = tuple(squeezed(s.text) for s in sentences)
    confidence = _confidence(evidence, query, room)
    short = (span_text(found, room),) if found is not None and sure and found.row in rows else parts
    return Draft(" ".join(_ended(p) for p in parts), short, confidence, quotes=tuple(sentences))


def _argued(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The sentence that tells the effect with those that give its cause; None where there is no such sentence."""
    effect = effect_of(query, evidence, room)
    if effect is None:
        return None
    candidates = _candidates(evidence, query, form, room)
    best = _chosen(candidates, room)
    # What a thing is good for is told in other places than that somebody wants it.
    wished = _WISHED.search(query.text) is not None
    rows = _within_limit(best, room) if wished else _each_point(effect, candidates, room) or _filled(effect, best, room)
    sentences = [room.snapshot.sentences[r] for r in rows]
    parts = tuple(squeezed(s.text) for s in sentences)
    return Draft(" ".join(_ended(p) for p in parts), parts, effect.chance, quotes=tuple(sentences))


def _each_point(effect: Effect, candidates: Sequence[_Candidate], room: Room) -> list[int]:
    """The best sentence of each paragraph of a section that the author heads as a reason ("Reason 4: …", "Why rents fell"): each
    argues a point of its own. None where the effect is told elsewhere, or in a section of one or two paragraphs, or where its
    cause is told right behind it."""
    home = room.snapshot.sentences[effect.row]
    behind = effect.caused >= _TOLD_BEHIND and not gives_cause(effect.row, room)
    if behind or not home.heading or not _REASONS.match(home.heading[-1]):
        return []
    best: dict[int, _Candidate] = {}
    for one in candidates:
        sentence = room.snapshot.sentences[one.row]
        if (sentence.document, sentence.heading) == (home.document, home.heading) and not room.places[one.row].item:
            best.setdefault(room.paragraph(one.row).start, one)
    points = sorted(best.values(), key=lambda c: -c.worth)[:_MOST_SENTENCES]
    return _within_limit([p.row for p in points], room) if len(points) > 2 else []


def _filled(effect: Effect, best: Sequence[int], room: Room) -> list[int]:
    """The rows that argue an effect; where none of them says outright what caused it, with the best of its section."""
    sentences, rows = room.snapshot.sentences, around(effect, room, _MOST_WORDS)
    home = sentences[effect.row]
    for row in [] if gives_cause(effect.row, room) else best:
        words = sum(words_in(sentences[r].text) for r in (*rows, row))
        same = sentences[row].heading == home.heading and sentences[row].document == home.document
        if same and row not in rows and len(rows) < _MOST_SENTENCES and words <= _MOST_WORDS:
            rows.append(row)
    return sorted(rows)


def _within_limit(chosen: Sequence[int], room: Room) -> list[int]:
    """The rows in the order of the document, as many of them as the word limit allows, the last one chosen among them."""
    kept: list[int] = []
    words = 0
    for row in [*chosen[-1:], *chosen[:-1]]:
        length = words_in(room.snapshot.sentences[row].text)
        if not kept or words + length <= _MOST_WORDS + 15:
            kept.append(row)
            words += length
    return sorted(kept)


def _as_list(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    choice = choose(query, form, evidence, room)
    if choice is None or choice.score < max(1.0, evidence[0].score - 0.1) or not choice.listing.closed:
        return None
    one = choice.listing
    told = _CAUSE.search(one.frame) or (one.kind is Kind.BULLETS and choice.covered >= 0.6) or form.count
    return answer_list(query, form, evidence, room) if told and one.kind is not Kind.BULLET else None


def _candidates(evidence: Sequence[Evidence], query: Query, form: Form, room: Room) -> list[_Candidate]:
    """The sentences near the best evidence with what each is worth; those of the section that argues it are worth more."""
    section = _section(evidence, query, form, room)
    scores = {e.row: e.score for e in evidence}
    best = max(section, key=lambda r: (scores.get(r, 0.0) - 0.2 * room.places[r].item, -r))
    wished = bool(_WISHED.search(query.text))
    out = []
    for row in dict.fromkeys([*(e.row for e in evidence[:_POOL]), *section]):
        text = room.snapshot.sentences[row].text
        told = bool(_CAUSE.search(text)) or (wished and bool(_MOTIVE.search(text)))
        worth = scores.get(row, 0.0) + 0.12 * told - 0.1 * room.places[row].item - 0.15 * bool(_EMPTY.search(text))
        worth -= 0.1 * (words_in(text) < 7) + 0.2 * text.rstrip().endswith(":")
        worth -= 0.3 * (words_in(text) < 9 and not text.rstrip().endswith((".", "!", ";", "”", '"')))
        if row in section:
            worth += 0.2 + 0.1 * told
        if row in room.paragraph(best) and not room.places[row].item:
            worth += 0.1 + 0.08 * (abs(row - best) == 1)
        out.append(_Candidate(row, worth))
    return sorted(out, key=lambda c: (-c.worth, c.row))


def _section(evidence: Sequence[Evidence], query: Query, form: Form, room: Room) -> frozenset[int]:
    """The rows of the section where the author argues what is asked: the one whose heading, whose text as a whole and whose
    best sentence are nearest to the question. A list by itself argues nothing."""
    sentences, vectors = room.snapshot.sentences, room.snapshot.sentence_vectors
    seen: dict[tuple[str, tuple[str, ...]], float] = {}
    for one in evidence[:_POOL]:
        key = (sentences[one.row].document, sentences[one.row].heading)
        seen[key] = max(seen.get(key, -1.0), one.score - 0.2 * room.places[one.row].item)
    best, rows = -1.0, frozenset([evidence[0].row])
    for key, score in seen.items():
        inside = [r for r in room.snapshot.rows_within(key[0])[1] if sentences[r].heading == key[1]]
        mean = vectors[inside].mean(axis=0)
        heading = stems(key[1][-1]) if key[1] else frozenset()
        asked = sum(room.words.rarity(a) for a in form.stems) or 1.0
        named = sum(room.words.rarity(a) for a in form.stems & heading) / asked
        worth = score + 0.8 * float(mean @ query.vector) / max(float(np.linalg.norm(mean)), 1e-6) + 0.9 * named
        if worth > best:
            best, rows = worth, frozenset(inside)
    return rows


def _chosen(candidates: list[_Candidate], room: Room) -> list[int]:
    """Up to four rows within the word limit, each worth taking and unlike those taken before."""
    taken: list[int] = []
    words = 0
    best = candidates[0].worth
    left = list(candidates)
    while left and len(taken) < _MOST_SENTENCES:
        gains = [(c.worth - _repeats(c.row, taken, room), c) for c in left]
        gain, pick = max(gains, key=lambda g: (g[0], -g[1].row))
        if taken and gain < best - (0.6 if len(taken) == 1 else 0.5):
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
        if before in out or before not in room.paragraph(row) or not LEANS.match(room.snapshot.sentences[row].text):
            continue
        length = words_in(room.snapshot.sentences[before].text)
        if words + length <= _MOST_WORDS and len(out) < _MOST_SENTENCES:
            out.append(before)
            words += length
    return sorted(out)


def _with_neighbours(rows: list[int], room: Room) -> list[int]:
    """A sentence that stands alone with those before and behind it under its heading: one sentence seldom says why."""
    if len(rows) != 1:
        return rows
    sentences, row = room.snapshot.sentences, rows[0]
    words = words_in(sentences[row].text)
    for near in (row - 1, row + 1):
        if (
            not 0 <= near < len(sentences)
            or room.places[near].item
            or sentences[near].document != sentences[row].document
        ):
            continue
        length = words_in(sentences[near].text)
        if sentences[near].heading == sentences[row].heading and words + length <= _MOST_WORDS:
            rows = [*rows, near]
            words += length
    return sorted(rows)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", '"', ":", "。")) else f"{text}."


def _confidence(evidence: Sequence[Evidence], query: Query, room: Room) -> float:
    best = evidence[0]
    raw = 1.0 / (1.0 + float(np.exp(-7.0 * (best.dense + 0.5 * best.covered - 0.62))))
    if missing_names(query.entities, room, best.row):
        raw *= 0.3
    return round(raw, 3)

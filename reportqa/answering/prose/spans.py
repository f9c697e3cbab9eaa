"""Names, dates, quantities and definitions: the stretch of a sentence that answers, with the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answering.prose.evidence import Evidence
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.pool import Pool, pool_of
from reportqa.answering.prose.quoting import squeezed, words_in
from reportqa.answering.prose.ranker import load_ranker, rank
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stem, stems
from reportqa.figures.names import canonical_name
from reportqa.types import Figure, Passage

__all__ = ["Found", "answer_span", "figures_in", "find_span", "span_text", "told"]

_MOST_WORDS = 70
_PAIRS = {"”": "“", ")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the sentence `row` as offsets into its document, with its chance of being right."""

    row: int
    start: int
    end: int
    chance: float


def find_span(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Found | None:
    """The stretch of the sentences that bear on a question that is likeliest to answer it; None where there is none."""
    pool = pool_of(query, form, evidence, room)
    if pool is None:
        return None
    ranker = load_ranker()
    best = rank(pool, ranker.score(pool.features))
    return _found(pool, best.index, ranker.chance(best.signals))


def _found(pool: Pool, index: int, chance: float) -> Found:
    start, end = _trimmed(pool.tagged[pool.places[index]].text, *pool.span(index))
    return Found(pool.evidence[pool.places[index]].row, start, end, chance)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the stop that ends its sentence, and without a quotation mark or bracket that has no partner."""
    while end - start > 1 and (
        text[end - 1] in ",;: "
        or (text[end - 1] == "." and not re.search(r"\b(?:[A-Z]|Inc|Ltd|Co|Corp)\.$", text[start:end]))
    ):
        end -= 1
    if text[end - 1] in _PAIRS and _PAIRS[text[end - 1]] not in text[start:end]:
        end -= 1
    if end - start > 1 and text[start] in '“("`' and not (set('”)"') & set(text[start + 1 : end])):
        start += text[start] != "`"
    return start, end


def answer_span(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The stretch that answers a question, shown in its sentence; None where nothing bears on it."""
    found = find_span(query, form, evidence, room)
    if found is None:
        return None
    sentence = room.snapshot.sentences[found.row]
    part = span_text(found, room)
    figures = figures_in(found, room)
    return Draft(
        text=told(sentence, part),
        short=(part,),
        confidence=round(found.chance * (_stands_for(figures, query, room) if figures else 1.0), 3),
        figures=figures,
        quotes=(sentence,),
    )


def span_text(found: Found, room: Room) -> str:
    """The words of a stretch, on one line."""
    return squeezed(room.document(found.row).text[found.start : found.end])


def told(sentence: Passage, part: str) -> str:
    """What is shown: the sentence where it is short enough, else the stretch alone."""
    whole = squeezed(sentence.text)
    shown = whole if words_in(whole) <= max(_MOST_WORDS, words_in(part)) else part
    return shown if shown.endswith((".", "!", "?", "”", '"')) else f"{shown}."


def figures_in(found: Found, room: Room) -> tuple[Figure, ...]:
    """The figures that stand inside a stretch, in order."""
    known = room.figures(room.document(found.row).id)
    return tuple(known[at] for at in sorted(known) if found.start <= at < found.end)


def _stands_for(figures: Sequence[Figure], query: Query, room: Room) -> float:
    """How far the first figure of a stretch is what is asked: less where its subject is another name than those asked for,
    or where its sentence lacks the nouns of what is measured."""
    figure = figures[0]
    scene = canonical_name(" ".join((figure.subject, figure.metric, figure.quote, *figure.heading)))
    subject = canonical_name(figure.subject)
    other = bool(query.entities and subject in room.words.names) and not any(
        n in subject or subject in n for n in query.entities
    )
    held = stems(scene)
    asked = [stem(w) for w in query.words]
    share = sum(a in held for a in asked) / len(asked) if asked else 1.0
    return (0.4 if other else 1.0) * (0.5 + 0.5 * share)

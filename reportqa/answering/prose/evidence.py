"""Which sentences bear on a question: meaning, rare words, names and years, each sentence with its headings and lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.answering.prose.form import Form
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Query

__all__ = ["Evidence", "coverage", "missing_names", "ranked"]

_ALL_UP_TO = 400
_DEPTH = 100
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence with its score, the cosine of its vector and the share of the question's rare words it covers."""

    row: int
    score: float
    dense: float
    covered: float


def ranked(query: Query, form: Form, room: Room) -> list[Evidence]:
    """The sentences in a question's scope that bear on it, best first."""
    snapshot = room.snapshot
    rows: Sequence[int] = snapshot.rows_within(query.within)[1]
    if not len(rows):
        return []
    if len(rows) > _ALL_UP_TO:
        hits = snapshot.search_sentences(query.text, vector=query.vector, top=_DEPTH, within=query.within)
        rows = [h.row for h in hits]
    dense = snapshot.sentence_vectors[np.asarray(rows)] @ query.vector
    years = _YEAR.findall(query.text)
    out = []
    for row, likeness in zip(rows, dense.tolist(), strict=True):
        covered = coverage(form.stems, room, row)
        score = (
            likeness
            + 0.5 * covered
            - 0.25 * len(missing_names(query.entities, room, row)) / max(len(query.entities), 1)
        )
        if years and not any(_holds_year(y, room, row) for y in years):
            score -= 0.15
        out.append(Evidence(row, score, likeness, covered))
    return sorted(out, key=lambda e: (-e.score, e.row))


def coverage(asked: Iterable[str], room: Room, row: int) -> float:
    """The share of the asked stems, weighed by their rarity, that a sentence holds: in its own words, less in its headings
    and lead-in, least in its paragraph."""
    total = held = 0.0
    own, around = room.own[row], room.around[row]
    near: frozenset[str] | None = None
    for stem in asked:
        weight = room.words.rarity(stem)
        total += weight
        if stem in own:
            held += weight
        elif stem in around:
            held += 0.65 * weight
        else:
            if near is None:
                near = frozenset().union(*(room.own[r] for r in _near(room, row)))
            held += 0.4 * weight if stem in near else 0.0
    return held / total if total else 0.0


def _near(room: Room, row: int) -> range:
    place = room.paragraph(row)
    return range(max(place.start, row - 3), min(place.stop, row + 3))


def missing_names(names: Iterable[str], room: Room, row: int) -> list[str]:
    """The asked names that neither a sentence nor its headings, lead-in, paragraph or document's topic holds."""
    return [n for n in names if not _mentions(n, room, row)]


def _mentions(name: str, room: Room, row: int) -> bool:
    sentence = room.snapshot.sentences[row]
    document = room.document(row)
    if any(_is_named(name, room.names(r)) for r in (row, *_near(room, row))):
        return True
    if room.words.topics.get(document.id) == name:
        return True
    scene = " ".join((*sentence.heading, sentence.context, document.title, sentence.text)).lower()
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", scene) is not None


def _is_named(name: str, found: frozenset[str]) -> bool:
    return name in found or any(name in n.split() or n in name.split() for n in found)


def _holds_year(year: str, room: Room, row: int) -> bool:
    sentence = room.snapshot.sentences[row]
    return year in sentence.text or any(year in h for h in sentence.heading) or year in sentence.context

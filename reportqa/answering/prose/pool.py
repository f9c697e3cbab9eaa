"""The stretches of the sentences that bear on a question best, with their features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.asking import Asking, asking
from reportqa.answering.prose.candidates import stretches
from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.features import describe
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.room import Room
from reportqa.answering.prose.sheet import sheet_of
from reportqa.answering.query import Query
from reportqa.figures.tagging import Tagged

__all__ = ["DEPTH", "Pool", "pool_of"]

DEPTH = 6
"""How many sentences are looked into."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Candidate stretches: `places[i]` is the sentence, `edges[i]` the tokens first..last-1 of it, `features[i]` its row."""

    tagged: tuple[Tagged, ...]
    evidence: tuple[Evidence, ...]
    places: npt.NDArray[np.int32]
    edges: npt.NDArray[np.int32]
    features: npt.NDArray[np.float32]

    def span(self, i: int) -> tuple[int, int]:
        """The offsets of a stretch in its document."""
        s, (first, last) = self.tagged[self.places[i]], self.edges[i]
        return s.starts[first], s.ends[last - 1]

    def text(self, i: int) -> str:
        """The characters of a stretch."""
        start, end = self.span(i)
        return str(self.tagged[self.places[i]].text[start:end])


def pool_of(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Pool | None:
    """Every candidate stretch of the best sentences; None where they hold none."""
    chosen = [e for e in evidence[:DEPTH] if room.tagged(e.row).tags]
    if not chosen:
        return None
    tagged = tuple(room.tagged(e.row) for e in chosen)
    found = [stretches(s) for s in tagged]
    asked = asking(query, form, room)
    sheet = sheet_of(tagged, [room.figures(room.document(e.row).id) for e in chosen], asked)
    starts = np.cumsum([1, *(len(s.tags) + 1 for s in tagged)])[: len(tagged)]
    places = np.repeat(np.arange(len(tagged), dtype=np.int32), [len(f) for f in found])
    edges = np.concatenate(found)
    if not len(edges):
        return None
    shifted = (edges + starts[places][:, None]).astype(np.int32)
    sentences = np.array(
        [_place(i, e, s, query, asked, evidence[0], room) for i, (e, s) in enumerate(zip(chosen, tagged, strict=True))],
        np.float32,
    )
    return Pool(tagged, tuple(chosen), places, edges, describe(shifted, sheet, sentences, asked))


def _place(i: int, one: Evidence, s: Tagged, query: Query, asked: Asking, best: Evidence, room: Room) -> list[float]:
    """The values of PLACE for a sentence."""
    missing = len(missing_names(query.entities, room, one.row)) / max(len(query.entities), 1)
    text = room.snapshot.sentences[one.row].text
    return [
        float(i), one.score, one.dense, one.covered, one.score - best.score, float(room.places[one.row].item), float(len(s.tags)), missing,
        float(any(y in text for y in asked.years)),
    ]  # fmt: skip

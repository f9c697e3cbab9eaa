"""Whether a percentage that a report states is the share that a question asks for."""

from __future__ import annotations

from reportqa.answering.query import Query
from reportqa.answering.understanding.phrases import share_phrases
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures.units import singular
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["is_part", "is_share_of"]

_BELONGS = stems("belong belongs go come comes make")
_KIN = 0.5
"""From this cosine a word of the figure's sentence means what a word of the question does."""


def is_part(figure: Figure, query: Query, snapshot: Snapshot) -> bool:
    """Whether a stated share is that of the part asked for: its words, or words of like meaning, stand with the figure."""
    if not is_share_of(figure, query):
        return False
    phrases = share_phrases(query.text)
    part = stems(phrases[0]) & frozenset(stem(w) for w in query.words) if phrases else frozenset()
    missing = [w for w in query.words if stem(w) in part - stems(f"{figure.subject} {_told_of(figure)}") - _BELONGS]
    if not missing:
        return True
    if vocabulary(snapshot).measures.intersection(missing):
        # A share of sales is no share of revenue, where the report measures both.
        return False
    held = content_words(f"{figure.subject} {figure.metric} {figure.quote}")
    alike = snapshot.label_vectors(missing) @ snapshot.label_vectors(held).T
    return bool((alike.max(axis=1) >= _KIN).all())


def is_share_of(figure: Figure, query: Query) -> bool:
    """Whether a cell's percentage may be the share asked for: its label has a word of the part or of the whole besides names.

    Poland's share of diesel cars is none of the imports that went to Poland.
    """
    phrases = share_phrases(query.text) if figure.table >= 0 and figure.unit == "percent" else None
    if phrases is None:
        return True
    named = stems(" ".join(query.entities))
    asked = frozenset(stem(singular(w)) for w in content_words(" ".join(phrases))) - named - _BELONGS
    told = frozenset(stem(singular(w)) for w in content_words(f"{figure.subject} {figure.metric}"))
    return not asked or bool(asked & told)


def _told_of(figure: Figure) -> str:
    """What is told of a figure where it stands: its sentence, or the headers of a cell."""
    return figure.metric if figure.table >= 0 else figure.quote

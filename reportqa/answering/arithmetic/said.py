"""What one stretch of a report says of a question: how many of its words, and which of its names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from reportqa.answering.concepts import equal_terms
from reportqa.answering.gates import is_owner
from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.vocabulary import names_in, vocabulary
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures.lexicon import verb_form
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Status

__all__ = ["NEXT_WORDS", "around", "clauses_of", "is_about", "said_share", "sentences_of"]

# Where the words of the next number begin.
NEXT_WORDS = re.compile(r"[,;:]|\b(?:and|whereas|while|but)\b", re.I)
# What a sentence that looks ahead says; under the heading "Outlook" others tell what is.
_AHEAD = re.compile(
    r"\b(?:will|would|should|could|may|might|expect\w*|forecast\w*|project(?:s|ed)?|predict\w*|plan(?:s|ned)?|aims?|target\w*|by 20\d\d|likely|outlook|set to|due to)\b",
    re.I,
)
_KIN = 0.5
"""The cosine from which a word of a report means what a word of a question does; it counts as much as it is alike."""
_AROUND = 0.6
"""What a word counts that only the heading or the title says."""


def said_share(words: Iterable[str], text: str, around: str, snapshot: Snapshot) -> float:
    """The share of some words, by their rarity, that a text says itself, in words of like meaning, or that stand around it.

    1 where no words are given: nothing is left unsaid.
    """
    known, held, near = vocabulary(snapshot), stems(text), stems(around)
    told = content_words(text)
    verbs = {form[0] for w in told if (form := verb_form(w))}
    total = reached = 0.0
    for word in dict.fromkeys(words):
        own = stem(word)
        weight = known.rarity(own)
        total += weight
        form = verb_form(word)
        if not equal_terms(own).isdisjoint(held) or (form is not None and form[0] in verbs):
            reached += weight
            continue
        alike = float((snapshot.label_vectors(told) @ snapshot.label_vectors([word])[0]).max()) if told else 0.0
        reached += weight * max(alike if alike >= _KIN else 0.0, _AROUND * (own in near))
    return reached / total if total else 1.0


def around(figure: Figure) -> str:
    """The words that stand around a figure's sentence: its headings, its report's title, whoever it is of."""
    return f"{' '.join(figure.heading)} {figure.title} {figure.subject}"


def is_about(names: Sequence[str], clause: str, figure: Figure, snapshot: Snapshot) -> bool:
    """Whether a stretch names everyone that a question is about; where it names nobody, whether its figure is of them."""
    here = names_in(clause, vocabulary(snapshot).lexicon)
    subject = figure.subject.lower()
    return all(
        any(n == name or is_owner(name, n) for n in here)
        or bool(re.search(rf"\b{re.escape(name)}\b", clause, re.I))
        or (not here and bool(subject) and is_owner(name, subject))
        for name in names
    )


Told = tuple[tuple[Figure, ...], str, int, int]
"""The figures of a sentence in order, the text of their document, and the span (start, end) of the sentence in it."""


def sentences_of(snapshot: Snapshot, within: str | None) -> Iterator[Told]:
    """The sentences of a scope with their exact reported figures, dates left out."""
    for told in _sentences(snapshot):
        if within is None or within in (told[0][0].document, told[0][0].report):
            yield told


@once_a_snapshot
def _sentences(snapshot: Snapshot) -> tuple[Told, ...]:
    """The sentences of all documents, in the order of the index."""
    sentences: dict[tuple[str, str], list[Figure]] = {}
    for figure in snapshot.figures:
        foreseen = figure.status is Status.FORECAST and _AHEAD.search(figure.quote)
        if figure.table < 0 and figure.unit != "date" and figure.low is None and not foreseen:
            sentences.setdefault((figure.document, figure.quote), []).append(figure)
    out = []
    for (document, quote), held in sentences.items():
        figures = tuple(sorted(held, key=lambda f: f.start))
        text = snapshot.documents[document].text
        start = text.rfind(quote, 0, figures[0].start + len(quote))
        start = start if start >= 0 else figures[0].start
        out.append((figures, text, start, start + len(quote)))
    return tuple(out)


def clauses_of(figures: Sequence[Figure], text: str, start: int, end: int) -> list[str]:
    """The words of a sentence that belong to each of its figures: up to where those of the next one begin."""
    out, known = [], start
    for i, figure in enumerate(figures):
        following = figures[i + 1].start if i + 1 < len(figures) else end
        breaks = list(NEXT_WORDS.finditer(text, figure.end, following)) if i + 1 < len(figures) else []
        stop = breaks[0].start() if breaks else following
        out.append(text[known:stop])
        known = stop
    return out

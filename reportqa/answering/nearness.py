"""Where the words of a question stand around a figure: between it and its neighbours, in its sentence, before it, above it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

from reportqa.answering.concepts import equal_terms
from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.vocabulary import names_in, vocabulary
from reportqa.answering.words import stem, stems
from reportqa.figures.names import canonical_name
from reportqa.figures.text import sentences
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Block, BlockKind, Figure

__all__ = ["FADES", "PLACES", "Place", "Surroundings", "name_near", "placed", "surroundings"]

PLACES = (
    "left", "right", "close", "nearest", "in sentence", "before", "in paragraph", "above",
    "names near", "nth", "numbers", "spelled", "small", "range", "unit noun",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
FADES = 6.0
"""Words after which a word counts a third for a number."""
_SMALL = 12.0
"""Whole numbers up to this may count things told in passing: "after two consultants left"."""
_SUBJECT, _IN_SUBJECT, _SENTENCE, _BEFORE, _ABOVE = 1.0, 0.85, 0.75, 0.5, 0.4
_CELL = 3
"""As many words away as a cell's labels are counted."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """What stands around a figure. `words` are those of its sentence as (stem, words away, whether no other figure of the
    sentence is nearer); `left` and `right` the stems between it and the figures beside it, its own unit's among the latter, `before` those of the sentence
    before, `paragraph` and `above` those of its paragraph and headings; `names` are the canonical names and the words of the
    sentence, of what precedes it in the paragraph, and of the headings. It is figure `nth`, from 0, of the sentence's `numbers`.
    """

    words: tuple[tuple[str, int, bool], ...]
    left: frozenset[str]
    right: frozenset[str]
    before: frozenset[str]
    paragraph: frozenset[str]
    above: frozenset[str]
    names: tuple[frozenset[str], ...]
    nth: int
    numbers: int


class Surroundings:
    """The places of a snapshot's figures, each read when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[str, Place] = {}
        self._figures: dict[str, list[Span]] = {}
        for figure in snapshot.figures:
            if figure.table < 0:
                self._figures.setdefault(figure.document, []).append((figure.start, figure.end))
        for spans in self._figures.values():
            spans.sort()
        self._lexicon = vocabulary(snapshot).lexicon
        self._paragraphs = {d.id: _paragraphs(d.blocks) for d in snapshot.documents.values()}

    def of(self, figure: Figure) -> Place:
        """The place of one figure."""
        known = self._known.get(figure.id)
        if known is None:
            known = self._known[figure.id] = self._cell(figure) if figure.table >= 0 else self._read(figure)
        return known

    def _read(self, figure: Figure) -> Place:
        text = self._snapshot.documents[figure.document].text
        start, end = _sentence(text, figure)
        spans = self._figures[figure.document]
        inside = spans[bisect.bisect_left(spans, (start, 0)) : bisect.bisect_left(spans, (end, 0))]
        own = (figure.start, figure.end)
        others = [s for s in inside if s != own]
        low = max((b for _, b in others if b <= figure.start), default=start)
        high = min((a for a, _ in others if a >= figure.end), default=end)
        words = list(_WORD.finditer(text, start, end))
        first, behind = (sum(m.start() < at for m in words) for at in own)
        told = [
            (stem(m.group().lower()), max(first - 1 - i, i - behind, 0), _is_nearest(m.span(), own, others))
            for i, m in enumerate(words)
        ]
        paragraph = self._paragraph(figure)
        earlier = sentences(text, paragraph[0], start)
        above = " ".join((*figure.heading, figure.title))
        return Place(
            words=tuple(told),
            left=frozenset(t[0] for t, m in zip(told, words, strict=True) if low <= m.start() < figure.start),
            right=frozenset(t[0] for t, m in zip(told, words, strict=True) if figure.start <= m.start() < high),
            before=stems(text[slice(*earlier[-1])]) if earlier else frozenset(),
            paragraph=stems(text[slice(*paragraph)]),
            above=stems(above),
            names=tuple(map(self._named, (text[start:end], text[paragraph[0] : start], above))),
            nth=sum(s < own for s in inside),
            numbers=max(len(inside), 1),
        )

    def _cell(self, figure: Figure) -> Place:
        """The place of a table's cell: its labels stand on both sides of it alike."""
        own = stems(f"{figure.subject} {figure.metric}")
        above = " ".join((*figure.heading, figure.title))
        words = tuple((s, _CELL, True) for s in sorted(own))
        names = tuple(map(self._named, (f"{figure.subject} {figure.metric} {figure.quote}", "", above)))
        return Place(words, own, frozenset(), frozenset(), frozenset(), stems(above), names, 0, 1)

    def _named(self, text: str) -> frozenset[str]:
        return frozenset((*names_in(text, self._lexicon), *(m.group().lower() for m in _WORD.finditer(text))))

    def _paragraph(self, figure: Figure) -> Span:
        """The paragraph or list item of a figure, with the sentence that introduces its list."""
        held = [s for s in self._paragraphs[figure.document] if s[0] <= figure.start < s[1]]
        return held[-1] if held else (figure.start, figure.end)


def _paragraphs(blocks: Sequence[Block]) -> list[Span]:
    prose = (b for b in blocks if b.kind not in (BlockKind.TABLE, BlockKind.HEADING))
    return sorted((b.lead_in[0] if b.lead_in else b.start, b.end) for b in prose)


def _sentence(text: str, figure: Figure) -> Span:
    """The span of a figure's quote."""
    size = len(figure.quote)
    start = text.find(figure.quote, max(0, figure.start - size), figure.end + size)
    start = start if 0 <= start <= figure.start else figure.start
    return start, max(start + size, figure.end)


def _is_nearest(word: Span, own: Span, others: Sequence[Span]) -> bool:
    """Whether no other figure stands nearer to a word."""
    return all(_gap(word, own) <= _gap(word, other) for other in others)


def _gap(word: Span, figure: Span) -> int:
    return max(figure[0] - word[1], word[0] - figure[1], 0)


@once_a_snapshot
def surroundings(snapshot: Snapshot) -> Surroundings:
    """The places of a snapshot's figures."""
    return Surroundings(snapshot)


def placed(
    figure: Figure,
    around: Surroundings,
    asked: Sequence[str],
    rarity: Callable[[str], float],
    names: Sequence[str],
    unit: float,
) -> list[float]:
    """The features `PLACES` of one figure, for the stems and names of a question; `unit` is how near what the figure counts is
    to the question. Shares are of the stems, each weighed by its rarity."""
    place = around.of(figure)
    weights = {s: rarity(s) for s in asked}
    equal = {s: equal_terms(s) | {s} for s in asked}
    spots = {s: [(away, nearest) for word, away, nearest in place.words if word in equal[s]] for s in asked}

    def share(counts: Mapping[str, float]) -> float:
        total = sum(weights.values())
        return sum(weights[s] * c for s, c in counts.items()) / total if total else 0.5

    def held(words: frozenset[str]) -> float:
        return share({s: float(not equal[s].isdisjoint(words)) for s in asked})

    told = {s: found for s, found in spots.items() if found}
    return [
        held(place.left),
        held(place.right),
        share({s: exp(-min(away for away, _ in found) / FADES) for s, found in told.items()}),
        share({s: float(any(nearest for _, nearest in found)) for s, found in told.items()}),
        share(dict.fromkeys(told, 1.0)),
        held(place.before),
        held(place.paragraph),
        held(place.above),
        _names_near(figure, place, names),
        float(place.nth),
        float(place.numbers),
        float(not any(c.isdigit() for c in figure.text)),
        float(abs(figure.value) <= _SMALL and figure.value.is_integer()),
        float(figure.low is not None and figure.low != figure.high),
        unit,
    ]


def _names_near(figure: Figure, place: Place, names: Sequence[str]) -> float:
    """How near the name of a question that stands farthest off is: in the subject, the sentence, before it, above it or
    nowhere (0); -1 where the question has no name."""
    return min((name_near(figure, place, name) for name in names), default=-1.0)


def name_near(figure: Figure, place: Place, name: str) -> float:
    if canonical_name(figure.subject) == name:
        return _SUBJECT
    if name in figure.subject.lower():
        return _IN_SUBJECT
    nears = zip((_SENTENCE, _BEFORE, _ABOVE), place.names, strict=True)
    return next((near for near, held in nears if name in held or set(name.split()) <= held), 0.0)

"""Which figures a question means: gates that a figure must pass, then one score over its whole identity.

A gate refuses: a figure of another subject, period, unit or status is never a candidate. The score orders what is left:
the similarity of the statement's embedding, how many of the question's rare words the identity, the sentence and the
heading hold, and how well the period fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reportqa.answering.concepts import concepts_of, equal_terms, exclude
from reportqa.answering.gates import WHOEVER, Gates
from reportqa.answering.kept import once_a_query
from reportqa.answering.query import Query
from reportqa.answering.tables.meant import of_rows_meant, tells_average
from reportqa.answering.vocabulary import Identity, Vocabulary, vocabulary
from reportqa.answering.words import content_words, noun_asked, stem, stems
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.indexing.vectors import Vectors
from reportqa.types import Figure

__all__ = ["ACCEPTED", "Fits", "Match", "Signs", "asked_stems", "passed", "ranked", "weighed"]

# The score from which a figure is given as an answer; tuned on the development questions (evals/README.md).
ACCEPTED = 0.55
# A figure whose words cover less than this of the question, whose metric and whose statement mean something else, is no answer.
_BARELY, _UNLIKE, _LIKELY = 0.15, 0.3, 0.6
# Two words say nearly the same from this cosine on; kinship grows to what a word of like meaning counts at most.
_UNRELATED, _KINSHIP, _AKIN = 0.35, 2.0, 0.6
_UNNAMED = 0.12
"""What a figure loses where another one measures the noun that is asked for."""
_MANY = 400
_CANDIDATES = 250
_PHRASE_ASKED = re.compile(
    r"\bwhat (?:is|was|are|were|will be|would be) (?:the |its |their )?((?:[\w-]+ ){0,3}?[\w-]+) (?:of|in|at|for|on|during)\b"
    r"|\bhow (?:many|much) ((?:[\w-]+ ){0,3}?[\w-]+) (?:do|does|did|has|have|had|is|are|was|were|will)\b"
    r"|\bwhat (?:was|is) (?:[\w-]+ )*[\w-]+['’]s? ((?:[\w-]+ ){0,3}?[\w-]+)(?: (?:in|for|at|during|by)\b|[?.]|$)",
    re.I,
)
_ITSELF = re.compile(r"(?:and )?what (?:was|is|were|are|will be)\b", re.I)
_AVERAGE = re.compile(r"\b(?:averag\w*|mean|median|typical\w*|on average|per)\b", re.I)
# Words that a matching unit covers by itself.
_UNIT_WORDS = {
    "percent": "percentage percent share slice fraction proportion growth rate grow grew grown year-over-year year pct rise fall decline drop increase decrease portion".split(),
    "ratio": "ratio factor multiple times lead large gap big wide advantage".split(),
    "price": "price cost pay charge fee rate people expensive cheap".split(),
    "money": "money sum amount spent spend give gave paid raise award invest lose".split(),
    "time": "long last take".split(),
    "date": "year date month expected happen start begin".split(),
}
_COVERED = {unit: frozenset(stem(w) for w in words) for unit, words in _UNIT_WORDS.items()}
_GROWTH = frozenset(
    stem(w)
    for w in "growth grow grew grown rise rose increase decline fall fell drop decrease change expand expansion year-over-year".split()
)
_SHARE = frozenset(stem(w) for w in "share percentage fraction proportion portion part account slice stake".split())
_FORM = frozenset(
    stem(w)
    for w in "high big low wide fast great deep compare comparison difference gap times average sum total combined list rank record make reach use used forecast expected week day month year weekly daily monthly annual yearly large number level amount".split()
)


@dataclass(frozen=True, slots=True)
class Fits:
    """What each gate says of a figure: `subject` and `period` are how well they fit, None where another one is told; `given`
    that the question states the figure itself, `grows` that it tells a growth where the measure is asked for, `plain` that no
    other gate refuses it."""

    unit: bool
    status: bool
    given: bool
    plain: bool
    grows: bool
    subject: float | None
    period: float | None

    @property
    def passed(self) -> bool:
        """Whether the figure may answer."""
        return self.plain and not self.grows and self.subject is not None and self.period is not None


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for a figure besides the parts of its score; `chance.py` weighs them.

    `subject` is how well the names fit, `asked` the reward for the noun asked for, `shape` that for the kind of figure,
    `contrast` the penalty for another measure; `own` and `near` are the shares of the asked words that the identity, and it
    or the sentence, hold; `lacking` sums the rarity of what no word of the figure covers, `rarest` is its largest part, and
    `least` how well the worst covered word is covered. `words` counts the asked words.
    """

    row: int
    subject: float
    asked: float
    shape: float
    contrast: float
    own: float
    near: float
    lacking: float
    rarest: float
    least: float
    words: int


@dataclass(frozen=True, slots=True)
class Match:
    """A figure with its score and its parts, and what the gates say of it.

    `dense` is the cosine of question and statement, `covered` the share of the question's rare words that the figure's
    identity and surroundings hold, `meaning` the cosine of the words that say what is measured and the figure's metric;
    `unlike` tells that all three are too low for the figure to be what a question that names a measure means.
    """

    figure: Figure
    score: float
    dense: float
    covered: float
    meaning: float
    period_fit: float
    unlike: bool
    signs: Signs
    fits: Fits


def passed(query: Query, snapshot: Snapshot) -> list[Match]:
    """The figures that pass every gate of a query, in the order of the index."""
    found = [m for m in weighed(query, snapshot) if m.fits.passed]
    return _told_by_noun(found, _scorer(query, snapshot).noun)


@once_a_query
def weighed(query: Query, snapshot: Snapshot) -> list[Match]:
    """Every figure of a query's scope, also those that a gate refuses, in the order of the index; without the cells of rows
    that a question does not mean."""
    scorer = _scorer(query, snapshot)
    found = [scorer.weighed(row, scorer.fits(row)) for row in _rows(query, snapshot)]
    unmeant = of_rows_meant([m.figure for m in found if m.fits.passed], query, snapshot)
    return [m for m in found if m.figure.id not in unmeant]


def asked_stems(query: Query) -> list[str]:
    """The stems of the words that say what is asked for, without those that the unit, the names or the form of a question
    cover."""
    covered = _COVERED.get(query.unit, frozenset()) | _FORM | {stem(query.unit)}
    covered |= {stem(part) for name in (*query.entities, *WHOEVER) for part in name.split()}
    return [s for s in dict.fromkeys(stem(w) for w in query.words) if s not in covered and not s[0].isdigit()]


@once_a_query
def ranked(query: Query, snapshot: Snapshot) -> list[Match]:
    """The figures that pass every gate of a query and are not unlike what it asks for, best first."""
    scorer = _scorer(query, snapshot)
    found = [m for row in _rows(query, snapshot) if (m := scorer.match(row)) is not None and not m.unlike]
    # Of the cells of rows that a question means only.
    unmeant = of_rows_meant([m.figure for m in found], query, snapshot)
    told = _told_by_noun([m for m in found if m.figure.id not in unmeant], scorer.noun)
    return sorted(told, key=lambda m: (-m.score, m.figure.id))


@once_a_query
def _scorer(query: Query, snapshot: Snapshot) -> _Scorer:
    """The scorer of a query, which embeds the measure asked for."""
    return _Scorer(query, snapshot, vocabulary(snapshot))


def _told_by_noun(found: Sequence[Match], noun: str) -> list[Match]:
    """Where a figure measures the very noun that is asked for, the others do not: a bond has a coupon."""
    named = [noun in stems(m.figure.metric) for m in found]
    if not any(named):
        return list(found)
    return [m if its else replace(m, score=m.score - _UNNAMED) for m, its in zip(found, named, strict=True)]


def _rows(query: Query, snapshot: Snapshot) -> Iterable[int]:
    """All figures of a small scope; of a large one those that either search finds."""
    if query.within is None and len(snapshot.figures) <= _MANY:
        return range(len(snapshot.figures))
    rows = snapshot.rows_within(query.within)[2]
    if len(rows) <= _MANY:
        return [int(r) for r in rows]
    hits = snapshot.search_figures(query.text, vector=query.vector, top=_CANDIDATES, within=query.within)
    return [h.row for h in hits]


def _place(word_stem: str, identity: Identity) -> float:
    """How much a word counts by where it stands: in the identity itself, its sentence, its heading or nowhere."""
    if not equal_terms(word_stem).isdisjoint(identity.own):
        return 1.0
    if word_stem in identity.near:
        return 0.75
    return 0.4 if word_stem in identity.far else 0.0


class _Scorer:
    """The gates and the score of one query; holds what is the same for every figure."""

    def __init__(self, query: Query, snapshot: Snapshot, words: Vocabulary) -> None:
        self.query, self.snapshot, self.words = query, snapshot, words
        self.stems = asked_stems(query)
        self.weight = sum(words.rarity(s) for s in self.stems) or 1.0
        asked = {stem(w) for w in content_words(query.text)}
        self.growth, self.share = bool(asked & _GROWTH), bool(asked & _SHARE)
        self.order = [stem(w) for w in query.words]
        read = [stem(w) for w in re.findall(r"[\w-]+|[^\w\s]", query.text)]
        self.neighbours = [(a, b) for a, b in pairwise(read) if a in self.order and b in self.order]
        self.asked_for, self.counted = self._noun_phrase(), "how many" in query.text.lower()
        self.measure = self._measure()
        self.alike = self._alike()
        noun = noun_asked(query.text)
        self.noun = "" if noun in _FORM else noun
        self.concepts = concepts_of(query.words)
        self.averaged = not {"average", "mean", "typical"}.isdisjoint(query.words)
        self.gates = Gates.of(query, snapshot, words)

    def _noun_phrase(self) -> frozenset[str]:
        """The stems of the noun phrase asked for, without what the unit or the form of a question covers."""
        phrase = _PHRASE_ASKED.search(self.query.text)
        words = content_words(next(g for g in phrase.groups() if g)) if phrase else ()
        return frozenset(s for w in words if (s := stem(w)) in self.stems)

    def _measure(self) -> Vectors | None:
        """The vector of the words that say what is measured, None where the question has none left."""
        words = [w for w in self.query.words if stem(w) in self.stems]
        return self.snapshot.encoder.encode([" ".join(words)])[0] if words else None

    def match(self, row: int) -> Match | None:
        """The figure of a row, None where a gate refuses it."""
        fits = self.fits(row)
        return self.weighed(row, fits) if fits.passed else None

    def fits(self, row: int) -> Fits:
        """What the gates say of a figure."""
        figure, identity, gates = self.snapshot.figures[row], self.words.identities[row], self.gates
        return Fits(
            gates.unit_fits(figure),
            gates.status_fits(figure),
            gates.is_given(figure),
            gates.pass_plainly(figure),
            figure.unit in RATES and self._grows_unasked(identity),
            gates.subject_fit(figure, identity),
            gates.period_fit(figure),
        )

    def weighed(self, row: int, fits: Fits) -> Match:
        """The score of a figure; what does not fit adds nothing to it."""
        figure, identity = self.snapshot.figures[row], self.words.identities[row]
        subject, period = fits.subject or 0.0, fits.period or 0.0
        dense = float(np.dot(self.snapshot.figure_vectors[row], self.query.vector))
        places = self._places(identity, self.words.meanings.rows[row])
        covered = self._covered(places)
        meaning = self._meaning(figure)
        unlike = covered < _BARELY and meaning < _UNLIKE and dense < _LIKELY and self._says_what()
        asked, shape, contrast = (
            self._asked_for(figure, identity),
            self._shape(figure, identity),
            self._contrast(figure),
        )
        score = 0.62 * dense + 0.34 * covered + 0.14 * subject + 0.10 * period + asked + shape - contrast
        signs = self._signs(row, identity, places, (subject, asked, shape, contrast))
        return Match(figure, score, dense, covered, meaning, period, unlike, signs, fits)

    def _signs(
        self, row: int, identity: Identity, places: Sequence[float], fits: tuple[float, float, float, float]
    ) -> Signs:
        """What the asked words, and the fits of subject, noun, kind and measure, tell of a figure."""
        lacking = [self.words.rarity(s) * (1.0 - p) for s, p in zip(self.stems, places, strict=True)]
        own = sum(s in identity.own for s in self.stems)
        near = sum(s in identity.own or s in identity.near for s in self.stems)
        count = len(self.stems)
        return Signs(
            row,
            *fits,
            own=own / count if count else 0.5,
            near=near / count if count else 0.5,
            lacking=sum(lacking),
            rarest=max(lacking, default=0.0),
            least=min(places, default=1.0),
            words=count,
        )

    def _grows_unasked(self, identity: Identity) -> bool:
        """Whether a figure tells how a measure grew where its share, or the measure itself, is asked for."""
        if self.growth or identity.own.isdisjoint(_GROWTH):
            return False
        return self.share or (not self.query.unit and bool(_ITSELF.match(self.query.text)))

    def _meaning(self, figure: Figure) -> float:
        """The cosine of the asked measure and the figure's, 0.5 where one of them is not named."""
        if self.measure is None or not figure.metric:
            return 0.5
        return float(np.dot(self.snapshot.label_vectors([figure.metric])[0], self.measure))

    def _says_what(self) -> bool:
        """Whether the question names a measure, so that a figure of another one can be told."""
        return bool(self.stems) and self.query.unit not in ("price", "ratio", "date")

    def _asked_for(self, figure: Figure, identity: Identity) -> float:
        """A reward for the very noun that is asked for ("What coupon …"), less for what a metric says beyond the question."""
        named = 0.0 if not self.noun else 0.08 if self.noun in identity.own else -0.04
        metric = stems(figure.metric)
        beyond = len(metric - set(self.order)) / len(metric) if metric else 0.0
        topic = 0.07 * (not self.query.entities and self.words.topics.get(figure.document) in identity.owners)
        # The very unit that is asked for, and every name of several, speak for a figure that is told in other words.
        unit = 0.05 * (bool(self.query.unit) and figure.unit == self.query.unit)
        other = 0.25 * self._is_other_noun(figure, identity)
        return named + topic + unit + 0.05 * (len(self.query.entities) > 1) - 0.05 * beyond - other

    def _is_other_noun(self, figure: Figure, identity: Identity) -> bool:
        """Whether the noun phrase that a question asks for names something that neither the figure nor its sentence does."""
        if not self.asked_for or self.query.unit in ("ratio", "date"):
            return False
        held = sum(s in identity.own or s in identity.near for s in self.asked_for)
        return held < len(self.asked_for) / 2 + 0.01 and self._meaning(figure) < (0.7 if self.counted else 0.5)

    def _contrast(self, figure: Figure) -> float:
        """A penalty where question and metric name other concepts, or say different things before one head: desktop and mobile
        users."""
        if exclude(self.concepts, concepts_of([figure.metric])):
            return 0.35
        if (
            self.averaged
            and not _AVERAGE.search(f"{figure.subject} {figure.metric} {figure.quote}")
            and not tells_average(figure, self.snapshot)
        ):
            return 0.35
        metric = [stem(w) for w in content_words(figure.metric)]
        beside = {(a, b) for a, b in pairwise(metric)}
        for asked, word in self.neighbours:
            if any(b == word and self._differ(asked, a, metric) for a, b in beside):
                return 0.35
        return 0.0

    def _differ(self, asked: str, held: str, metric: list[str]) -> bool:
        if (
            asked == held
            or asked in metric
            or held in self.order
            or {asked, held} & _FORM
            or not (asked + held).isalpha()
        ):
            return False
        return self.snapshot.likeness(asked, held) < 0.6

    def _alike(self) -> Vectors | None:
        """How alike in meaning each asked word and each word beside figures are, shape (asked words, words); None for none."""
        written = {stem(w): w for w in reversed(self.query.words)}
        if not self.stems or not len(self.words.meanings.vectors):
            return None
        asked = self.snapshot.label_vectors([written[s] for s in self.stems])
        alike: Vectors = np.clip((asked @ self.words.meanings.vectors.T - _UNRELATED) * _KINSHIP, 0.0, _AKIN)
        return alike

    def _places(self, identity: Identity, rows: npt.NDArray[np.int32]) -> list[float]:
        """How well each asked word is covered by a figure's identity, sentence or heading, a word of like meaning for a part."""
        out = []
        for i, s in enumerate(self.stems):
            place = _place(s, identity)
            if place < _AKIN and self.alike is not None and len(rows):
                place = max(place, float(self.alike[i, rows].max()))
            out.append(place)
        return out

    def _covered(self, places: Sequence[float]) -> float:
        """The share of the question's words that is covered, each by its rarity."""
        if not self.stems:
            return 0.5
        return sum(p * self.words.rarity(s) for s, p in zip(self.stems, places, strict=True)) / self.weight

    def _shape(self, figure: Figure, identity: Identity) -> float:
        """Small rewards and penalties for the kind of figure asked: growth is not a share, a headline is no measure."""
        out = 0.0
        if figure.unit in RATES:
            grows, shares = bool(identity.own & _GROWTH), "share" in identity.own
            out += 0.08 * (self.growth and grows) + 0.08 * (self.share and not self.growth and shares)
            out -= 0.15 * (self.growth and not self.share and shares) + 0.15 * (
                self.share and not self.growth and grows
            )
            out -= 0.06 * (not self.query.unit)
            out -= 0.15 * (figure.unit == "ratio" and grows and not self.growth)
        if self.query.frequency and figure.frequency == self.query.frequency:
            out += 0.06
        if self.query.unit == "price" and " / " not in figure.unit:
            out -= 0.05
        if figure.locator.endswith("title"):
            out -= 0.12
        if not figure.subject and not self.query.unit:
            out -= 0.04
        return out

"""How well the words of a series of cells fit a phrase: shared stems weighed by how rare they are in the table.

The features are counts and shares, never words, so a model trained on them carries over to any report.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from reportqa.answering.tables.grid import Grid, Series
from reportqa.answering.tables.layout import TOTAL
from reportqa.answering.tables.moments import without_moment
from reportqa.answering.words import stem

__all__ = ["FEATURES", "Matcher", "Phrase", "phrase_of", "word_stems"]

FEATURES = (
    "label recall", "label precision", "label f1", "name precision", "section recall", "section gain", "header recall", "header gain",
    "contained", "equal", "trigrams", "cosine", "total agrees", "total unasked", "unlabelled", "extra label", "extra header", "context",
    "first of its label", "percent agrees", "best gap",
)  # fmt: skip

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?", re.I)
_GLUED = re.compile(r"^([a-z]{4,})\d$")
_FORM_WORDS = frozenset(
    """a an the of in on at for to from by as is are was were be been being what which how much many did do does has have had and or
    with its it s our their company respectively respective this that those these there between during per each i e g than into
    reported amount value number table shown show given following""".split()
)
_TOTAL_WORDS = frozenset({"total", "sum", "aggreg", "overal", "gross", "altogeth"})


@lru_cache(maxsize=50_000)
def word_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, form words left out; "subsidiaries1" and "carry-forward" lose their marks."""
    out = []
    for token in _WORD.findall(text.lower().replace("’", "'").replace("%", " percent ")):
        word = _GLUED.sub(r"\1", re.sub(r"'s?$", "", token))
        if word in _FORM_WORDS or (len(word) < 2 and not word.isdigit()):
            continue
        root = stem(word)
        out.append("percent" if root in ("percentag", "pct") else root)
    return tuple(out)


@lru_cache(maxsize=20_000)
def _trigrams(text: str) -> frozenset[str]:
    squeezed = "".join(word_stems(text))
    return frozenset(squeezed[i : i + 3] for i in range(max(len(squeezed) - 2, 1)))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for: its stems as a set and in order, its squeezed text, and the stems it shares as context."""

    text: str
    stems: frozenset[str]
    order: tuple[str, ...]
    context: frozenset[str]
    wants_percent: bool
    wants_total: bool


def phrase_of(text: str, context: str = "") -> Phrase:
    """A target phrase, with the stems of the rest of the question as context."""
    order = word_stems(text)
    return Phrase(
        text,
        frozenset(order),
        order,
        frozenset(word_stems(context)) - frozenset(order),
        bool(re.search(r"percent|%|\bshare of\b|\bmargin\b", text, re.I)),
        bool(TOTAL.search(text)) or bool(frozenset(order) & _TOTAL_WORDS),
    )


class Matcher:
    """Scores every series of one table against phrases. Word sets and weights are made once per table."""

    def __init__(self, grid: Grid, vectors: npt.NDArray[np.float32] | None = None) -> None:
        self.grid = grid
        self.series: Sequence[Series] = grid.series
        self._labels = [word_stems(s.label) for s in self.series]
        self._sections = [frozenset(word_stems(" ".join(s.sections))) for s in self.series]
        self._headers = [frozenset(word_stems(" ".join(s.headers))) for s in self.series]
        shared = set.intersection(*map(set, self._headers)) if self._headers else set()
        self._shared = frozenset(shared)
        self._table = frozenset(word_stems(without_moment(grid.corner))) | self._shared
        self._weights = self._rarity()
        self._vectors = vectors
        self._firsts = self._first_of_label()
        self._percent = [_mostly_percent(s) for s in self.series]

    def _rarity(self) -> dict[str, float]:
        """A stem's weight: log of how few of the table's distinct names hold it (Spärck Jones, 1972), at least 0.3."""
        names = {(s.label, s.sections, s.headers) for s in self.series}
        count: Counter[str] = Counter()
        for label, sections, headers in names:
            count.update(set(word_stems(" ".join((label, *sections, *headers)))))
        size = max(len(names), 1)
        return {w: max(0.3, math.log((size + 1) / (n + 0.5))) for w, n in count.items()}

    def _first_of_label(self) -> list[bool]:
        seen: set[str] = set()
        out = []
        for s in self.series:
            out.append(s.label not in seen)
            seen.add(s.label)
        return out

    def weight(self, stems: Sequence[str] | frozenset[str] | set[str]) -> float:
        """The summed weight of stems; a word the table does not know counts as a middling one."""
        return sum(self._weights.get(w, 1.0) for w in stems)

    def features(self, phrase: Phrase, query: npt.NDArray[np.float32] | None = None) -> npt.NDArray[np.float32]:
        """The features of every series for a phrase, shape (series, len(FEATURES)), float32."""
        cosines = np.zeros(len(self.series), np.float32)
        if query is not None and self._vectors is not None and query.size and len(self.series):
            cosines = self._vectors @ query
        rows = [self._row(i, phrase, float(cosines[i])) for i in range(len(self.series))]
        table = np.asarray(rows, np.float32).reshape(len(rows), len(FEATURES) - 1)
        if not len(table):
            return np.zeros((0, len(FEATURES)), np.float32)
        lead = table[:, 2] + 0.5 * table[:, 3]
        gap = (lead - lead.max())[:, None]
        return np.hstack([table, gap]).astype(np.float32)

    def _row(self, i: int, phrase: Phrase, cosine: float) -> list[float]:
        series = self.series[i]
        label, section, header = frozenset(self._labels[i]), self._sections[i], self._headers[i] - self._shared
        asked = phrase.stems
        w = self.weight
        total = w(asked) or 1.0
        hit = w(label & asked)
        recall = hit / w(label) if label else 0.0
        precision = hit / total
        f1 = 2 * recall * precision / (recall + precision) if hit else 0.0
        name = label | section | header | self._table
        contained = _contains(phrase.order, self._labels[i])
        tri = _trigrams(series.label) if label else frozenset[str]()
        asked_tri = _trigrams(phrase.text)
        return [
            recall, precision, f1, w(name & asked) / total,
            w(section & asked) / w(section) if section else 0.0, w((section - label) & asked) / total,
            w(header & asked) / w(header) if header else 0.0, w((header - label) & asked) / total,
            float(contained), float(bool(label) and label == asked), _dice(tri, asked_tri), cosine,
            float(series.is_total and phrase.wants_total), float(series.is_total and not phrase.wants_total), float(not label),
            min(w(label - asked - phrase.context), 10.0) / 10, min(w(header - asked - phrase.context), 10.0) / 10,
            w((label | section | header) & phrase.context) / (w(phrase.context) or 1.0), float(self._firsts[i]),
            float(phrase.wants_percent == self._percent[i]),
        ]  # fmt: skip


def _mostly_percent(series: Series) -> bool:
    return any(f.number.percent for f in series.facts) or any("%" in h for h in series.headers) or "%" in series.label


def _contains(order: Sequence[str], part: Sequence[str]) -> bool:
    """Whether a run of stems holds another run unbroken."""
    n = len(part)
    return bool(n) and any(tuple(order[i : i + n]) == tuple(part) for i in range(len(order) - n + 1))


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    """The Dice coefficient of two sets (Dice, 1945)."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0

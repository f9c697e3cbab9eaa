"""A table ready to be asked, and the nouns of candidates: which series were chosen, which cells, what to do with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from reportqa.answering.tables.grid import Fact, Grid, Series
from reportqa.answering.tables.match import Matcher, Phrase, word_stems
from reportqa.answering.tables.question import Limit, Op, Reading
from reportqa.answering.tables.scale import Scale, counted, scale_of

__all__ = ["Candidate", "Chosen", "TableView", "Vector"]

Vector = npt.NDArray[np.float32]
TOP = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """A series chosen for a phrase, with its match features and its score."""

    series: Series
    score: float
    features: tuple[float, ...]
    place: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operation over cells, `facts` in the order of the formula.

    `split` parts the facts of a difference, a change, a share or a ratio in two sides, which are summed, or averaged where
    `averaged`. `magnitude` takes the cells without their signs: costs that a table prints in parentheses. `names` are the
    answer where it is made of words (periods, row labels); `facts` are then its evidence. `extra` are features of a group.
    """

    reading: Reading
    op: Op
    facts: tuple[Fact, ...]
    chosen: tuple[Chosen, ...] = ()
    names: tuple[str, ...] = ()
    extra: tuple[float, ...] = ()
    split: int = 1
    averaged: bool = False
    magnitude: bool = False


@dataclass(frozen=True)
class TableView:
    """One table ready to be asked: its grid, its matcher, the scale that its report's prose states, a series scorer.

    `units` are the canonical units that the index knows of the cells, `over` the cells that are lower bounds ("over 50 million"); `top` is how many series are tried for a phrase.
    """

    grid: Grid
    matcher: Matcher
    prose: str
    weights: Vector
    units: Mapping[tuple[int, int], str] = field(default_factory=dict)
    over: frozenset[tuple[int, int]] = frozenset()
    scales: dict[tuple[int, int], Scale] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    top: int = TOP

    def scale(self, fact: Fact) -> Scale:
        """The scale of a cell, found once."""
        key = (fact.row, fact.column)
        if key not in self.scales:
            declared = self.grid.units[fact.column] if fact.column < len(self.grid.units) else ""
            own = scale_of(fact, self.grid, self.prose)
            self.scales[key] = counted(own, self.units.get(key, ""), fact, declared)
        return self.scales[key]

    def value(self, fact: Fact) -> float:
        """The cell's number in real units (a percent of 61.6 % is 61.6)."""
        return fact.number.value * self.scale(fact).factor

    def meets(self, fact: Fact, limit: Limit) -> bool:
        """Whether a cell meets a condition; a bare threshold is read in the table's own scale, and "over 5" is above 5."""
        scale, value = self.scale(fact), self.value(fact)
        bound = limit.value * limit.factor
        if limit.factor == 1.0 and scale.factor != 1.0 and not limit.percent and abs(limit.value) < scale.factor:
            bound = limit.value * scale.factor
        above = value > bound or (value == bound and (fact.row, fact.column) in self.over)
        return {"<": not above and value < bound, ">": above, "<=": not above, ">=": value >= bound}[limit.sign]

    def vocabulary(self) -> frozenset[str]:
        """The stems of every word of the table, its title and its notes, found once."""
        if not self.known:
            grid = self.grid
            texts = [grid.corner, grid.context, *(h for column in grid.headers for h in column)]
            texts += [t for r in grid.rows for t in (r.label, *r.sections, *(x for _, x in r.texts))]
            self.known.update(s for text in texts for s in word_stems(text))
        return frozenset(self.known)

    def best(self, phrase: Phrase, query: Vector | None, top: int | None = None) -> list[Chosen]:
        """The series that fit a phrase best, best first."""
        features = self.matcher.features(phrase, query)
        if not len(features):
            return []
        scores = features @ self.weights
        order = np.argsort(-scores, kind="stable")[: top or self.top]
        return [
            Chosen(self.grid.series[i], float(scores[i]), tuple(map(float, features[i])), n)
            for n, i in enumerate(order)
        ]

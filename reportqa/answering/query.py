"""The nouns of answering: what a question asks, and a draft of what to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from reportqa.types import Derivation, Figure, Passage, Period

__all__ = ["Asked", "Draft", "Operation", "Query"]


class Asked(StrEnum):
    """The kind of thing a question wants to hear."""

    QUANTITY = "quantity"
    SHARE = "share"
    GROWTH = "growth"
    RATIO = "ratio"
    PRICE = "price"
    COUNT = "count"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    REASON = "reason"
    DEFINITION = "definition"
    COMPARISON = "comparison"
    RANKING = "ranking"
    YES_NO = "yes or no"
    AUDIT = "audit"


class Operation(StrEnum):
    """The arithmetic a question asks for."""

    NONE = "none"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    CHANGE = "percentage change"
    SHARE = "percentage of"
    SUM = "sum"
    AVERAGE = "average"
    MIDPOINT = "midpoint"
    PRODUCT = "product"
    CONVERT = "conversion"
    PROJECT_BACK = "projection back"
    PROJECT_AHEAD = "projection ahead"
    HIGHEST = "highest"
    LOWEST = "lowest"
    COUNT_ROWS = "count of rows"


@dataclass(frozen=True, slots=True)
class Query:
    """A question, understood.

    `text` is the standalone question; `words` its lower-case content words (stemmed forms are the matcher's affair).
    `entities` are the names it is about, as the corpus writes them where it knows them ("United States" for
    "American"); `unknown` are names the corpus does not hold at all. `periods` are the periods it asks about. `unit` is
    the canonical unit wanted ("" when any), `frequency` the interval wanted ("day"), `forecast` whether it looks ahead.
    `vector` is the normalised embedding of `text`, shape (dimension,), float32.
    """

    text: str
    asked: Asked
    operation: Operation
    words: tuple[str, ...]
    entities: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    unit: str = ""
    frequency: str = ""
    forecast: bool = False
    within: str | None = None
    vector: npt.NDArray[np.float32] = field(repr=False, compare=False, default_factory=lambda: np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed answer with its evidence and how sure its maker is, in [0, 1].

    `text` is the one short sentence to show, without citation markers; `short` the bare parts. Figures come headline
    first; `quotes` are the stretches of passages that support it (start and end are offsets into their document).
    `missing` says which part the corpus lacks, when the maker knows that it is a refusal (`figures` are then nearest).
    """

    text: str
    short: tuple[str, ...]
    confidence: float
    figures: tuple[Figure, ...] = ()
    derivation: Derivation | None = None
    quotes: tuple[Passage, ...] = ()
    missing: str | None = None

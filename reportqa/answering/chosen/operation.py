"""What a question wants done with numbers, told by a logistic regression over its meaning and its words.

The embedding of the question and the words and pairs of words that many questions share; `evals/operands_train.py` makes the
weights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reportqa.answering.query import Query

__all__ = ["DONE", "VALUE", "chances_of", "terms_of"]

DONE = ("difference", "change", "ratio", "share", "per", "sum", "average", "product", "compare")
VALUE = "value"
MEANING = 6.0
"""How much an embedding counts beside the words, which are 0 or 1."""
_WORD = re.compile(r"[a-z%]+")


def terms_of(text: str) -> frozenset[str]:
    """The words of a question and its pairs of words that follow one another, in lower case."""
    words = _WORD.findall(text.lower())
    return frozenset((*words, *(f"{a} {b}" for a, b in pairwise(words))))


def chances_of(query: Query) -> Mapping[str, float]:
    """The chance that a question asks for a stated number (`VALUE`) and for each of `DONE`; they add up to 1."""
    names, terms, weights, constants = _weights()
    held = terms_of(query.text)
    row = np.concatenate([MEANING * query.vector, np.array([t in held for t in terms], np.float64)])
    scores = weights @ row + constants
    chances = np.exp(scores - scores.max())
    return dict(zip(names, map(float, chances / chances.sum()), strict=True))


@lru_cache(maxsize=1)
def _weights() -> tuple[tuple[str, ...], tuple[str, ...], npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    text = resources.files("reportqa.answering.chosen").joinpath("operation.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return tuple(data["names"]), tuple(data["terms"]), np.array(data["weights"]), np.array(data["constants"])

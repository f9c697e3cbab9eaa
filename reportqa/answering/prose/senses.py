"""Words as the encoder reads them in their sentence, and how near each word of a question comes to one of a sentence.

Every word of the question is matched with its most similar word of the sentence, whatever either is called (late interaction,
Khattab and Zaharia, "ColBERT", SIGIR 2020): "gadget" finds "phones" where no stem agrees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.answering.words import STOP_WORDS

__all__ = ["Nearness", "Senses", "nearness", "senses_of"]

Floats = npt.NDArray[np.float32]
_WORD = re.compile(r"[^\W\d_][\w’']*|\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Senses:
    """The content words of a text, in lower case, and their normalised vectors there, shape (words, dimension)."""

    words: tuple[str, ...]
    vectors: Floats


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the words of a question come to a sentence's, each as a cosine.

    `whole` is the mean weighed by rarity; `mean`, `least` and `least_two` (the mean of the lowest two) are over the words that
    are no name and no number, `rarest` is that of the rarest of those.
    """

    whole: float
    mean: float
    least: float
    least_two: float
    rarest: float


def senses_of(text: str, tokens: tuple[Sequence[tuple[int, int]], Floats]) -> Senses:
    """The content words of a text from its token offsets and token vectors: a word is the mean of its tokens."""
    spans, vectors = tokens
    words: list[str] = []
    rows: list[Floats] = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        inside = [i for i, (start, end) in enumerate(spans) if start < match.end() and match.start() < end]
        if word in STOP_WORDS or len(word) < 2 or not inside:
            continue
        row = vectors[inside].mean(axis=0)
        words.append(word)
        rows.append((row / max(float(np.linalg.norm(row)), 1e-6)).astype(np.float32))
    return Senses(tuple(words), np.stack(rows) if rows else np.zeros((0, vectors.shape[1]), np.float32))


def nearness(asked: Senses, told: Senses, weights: Mapping[str, float], named: frozenset[str]) -> Nearness:
    """How near the asked words come to the told ones; `weights` are their rarities, `named` the words that are names."""
    if not asked.words or not told.words:
        return Nearness(0.0, 0.0, 0.0, 0.0, 0.0)
    best = (asked.vectors @ told.vectors.T).max(axis=1)
    weight = np.array([weights[w] for w in asked.words])
    whole = float((best * weight).sum() / max(float(weight.sum()), 1e-6))
    plain = [i for i, w in enumerate(asked.words) if w not in named and not w[0].isdigit()]
    if not plain:
        return Nearness(whole, whole, whole, whole, whole)
    values = np.sort(best[plain])
    rarest = max(plain, key=lambda i: weight[i])
    return Nearness(whole, float(values.mean()), float(values[0]), float(values[:2].mean()), float(best[rarest]))

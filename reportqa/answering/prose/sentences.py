"""The sentence that answers a question put in other words, quoted whole, where no stretch of it is sure.

Sentences are weighed by a linear model over what tells that they bear on the question: likeness as a whole, word by word
(`senses`), to the neighbours and the heading, and the kind of thing asked for. A logistic regression over the best one and its
lead says how likely it answers; below a bar nothing is quoted. `evals/prose_sentences.py` makes the weights again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form, Wants
from reportqa.answering.prose.quoting import squeezed, words_in
from reportqa.answering.prose.room import Room
from reportqa.answering.prose.senses import Nearness, nearness
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.words import stem
from reportqa.errors import ModelError

__all__ = ["SIGNS", "TRAITS", "Chooser", "Weighed", "answer_sentence", "load_chooser", "may_be_quoted", "weighed"]

Floats = npt.NDArray[np.float32]
TRAITS = (
    "dense",
    "covered",
    "word by word",
    "rarest word",
    "heading",
    "neighbours",
    "kind",
    "item",
    "introduces",
    "asks",
    "missing names",
)
SIGNS = (
    "share", "share of two", "lead", "dense", "covered", "word by word", "rarest word", "mean word", "least word", "least two words", "heading",
    "kind", "missing names",
)  # fmt: skip
_DEPTH = 20
_MOST_WORDS = 80
_LEAST, _MOST = 0.35, 0.49
_BAR = 0.6
_CLOSE = 0.4
"""A second sentence is quoted as well where its share is at least this much of the first one's."""
_PERSON = re.compile(
    r"^(?:and |but )?(?:by |to |from |with |for )?(?:who|whom|whose)\b|^which (?:compan|firm|organi|person|compet)",
    re.I,
)
_ROLE = re.compile(r"^(?:and |but )?who(?:['’]s| is| was) (?:the|an?)\b", re.I)
_NAMED = 0.6
"""A role must stand there nearly in its own words: this mean cosine at least."""
_OPEN = re.compile(r"^(?:and |so )?(?:what(?:['’]s| (?:is|was|are|were))|(?:what|which) \w+)\b", re.I)
_LEANS = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|such|both|the (?:former|latter)|(?:the )?others?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Chooser:
    """The weights: rows of TRAITS are brought to mean 0 and spread 1 and multiplied with `weights`; `sure` (SIGNS + 1,) turns
    the signs, brought to mean 0 and spread 1 likewise, into a chance, the constant last."""

    mean: Floats
    spread: Floats
    weights: Floats
    level: Floats
    width: Floats
    sure: Floats

    def score(self, traits: Floats) -> Floats:
        """The score of each row, shape (rows,)."""
        found = ((traits - self.mean) / self.spread) @ self.weights
        return found.astype(np.float32)

    def chance(self, signs: Floats) -> float:
        """The chance that the sentence with these SIGNS, or the next best, answers."""
        at = float(((signs - self.level) / self.width) @ self.sure[:-1] + self.sure[-1])
        return float(1.0 / (1.0 + np.exp(-at)))


@dataclass(frozen=True, slots=True)
class Weighed:
    """Sentences with their TRAITS, shape (rows, traits), and how near the question's words come to each."""

    rows: tuple[int, ...]
    traits: Floats
    near: tuple[Nearness, ...]

    def signs(self, scores: Floats) -> tuple[npt.NDArray[np.int64], Floats, Floats]:
        """The places of the rows, best first, their shares of all weight, and the SIGNS of the best one."""
        order = np.argsort(-scores, kind="stable")
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        first = order[0]
        others = [float(shares[i]) for i in order[1:3]] + [0.0, 0.0]
        trait = dict(zip(TRAITS, self.traits[first].tolist(), strict=True))
        near = self.near[first]
        lead = float(scores[first] - scores[order[min(2, len(order) - 1)]])
        signs = [
            float(shares[first]), float(shares[first]) + others[0], lead, trait["dense"], trait["covered"], near.whole, near.rarest, near.mean,
            near.least, near.least_two, trait["heading"], trait["kind"], trait["missing names"],
        ]  # fmt: skip
        return order, shares, np.asarray(signs, np.float32)


@lru_cache(maxsize=1)
def load_chooser() -> Chooser:
    """The weights that ship with the package. Raises ModelError where they were made for other traits."""
    text = resources.files("reportqa.answering.prose").joinpath("sentences.json").read_text(encoding="utf-8")
    data = json.loads(text)
    if tuple(data["traits"]) != TRAITS or tuple(data["signs"]) != SIGNS:
        raise ModelError("the weights of sentences are of other traits; run evals/prose_sentences.py")
    names = ("mean", "spread", "weights", "level", "width", "sure")
    return Chooser(*(np.asarray(data[name], np.float32) for name in names))


def may_be_quoted(query: Query, form: Form) -> bool:
    """Whether a question may be answered with a sentence: it asks for no number and no extreme."""
    return (
        form.wants is not Wants.QUANTITY
        and query.unit in ("", "date")
        and query.operation in (Operation.NONE, Operation.HIGHEST, Operation.LOWEST)
    )


def weighed(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Weighed:
    """The sentences that bear on a question best, with their traits."""
    chosen = evidence[:_DEPTH]
    rows = tuple(e.row for e in chosen)
    asked = room.read(query.text)
    weights = {w: room.words.rarity(stem(w)) for w in asked.words}
    named = frozenset(w for n in (*query.entities, *query.unknown) for w in re.findall(r"\w+", n.lower()))
    told = room.senses(rows)
    near = tuple(nearness(asked, t, weights, named) for t in told)
    traits = [_traits(query, form, e, n, room) for e, n in zip(chosen, near, strict=True)]
    return Weighed(rows, np.asarray(traits, np.float32), near)


def _traits(query: Query, form: Form, one: Evidence, near: Nearness, room: Room) -> list[float]:
    """The values of TRAITS for a sentence."""
    snapshot = room.snapshot
    sentence = snapshot.sentences[one.row]
    text = squeezed(sentence.text)
    heading = float((snapshot.label_vectors([sentence.heading[-1]]) @ query.vector)[0]) if sentence.heading else 0.0
    beside = [r for r in (one.row - 1, one.row + 1) if 0 <= r < len(snapshot.sentences)]
    likest = [
        float(snapshot.sentence_vectors[r] @ query.vector) for r in beside if room.document(r).id == sentence.document
    ]
    missing = len(missing_names(query.entities, room, one.row)) / max(len(query.entities), 1)
    return [
        one.dense, one.covered, near.whole, near.rarest, heading, max(likest, default=0.0), _kind(query, form, one.row, room),
        float(room.places[one.row].item), float(text.endswith(":")), float(text.endswith("?")), missing,
    ]  # fmt: skip


def _kind(query: Query, form: Form, row: int, room: Room) -> float:
    """Whether a sentence holds the kind of thing asked for: 1 where it does, -1 where it does not, 0 where any may."""
    tags = room.tagged(row).tags
    if form.wants is Wants.DATE:
        return 1.0 if "T" in tags else -1.0
    if _PERSON.match(query.text):
        return 1.0 if "A" in tags or room.names(row) else -1.0
    return 0.0


def answer_sentence(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The sentence likeliest to answer, with the next one where that is close; None where neither is likely to."""
    if not evidence or not may_be_quoted(query, form):
        return None
    found = weighed(query, form, evidence, room)
    chooser = load_chooser()
    order, shares, signs = found.signs(chooser.score(found.traits))
    chance = chooser.chance(signs)
    top = int(order[0])
    unnamed = _ROLE.match(query.text) is not None and found.near[top].mean < _NAMED
    if chance < _BAR or unnamed or (_may_ask_number(query, form) and _holds_figure(found.rows[top], room)):
        return None
    best = [found.rows[i] for i in order[:2] if shares[i] >= _CLOSE * shares[order[0]]]
    sentences = [room.snapshot.sentences[r] for r in _shown(best, room)]
    parts = tuple(squeezed(s.text) for s in sentences)
    # A whole sentence is given where nothing else answers, so it comes behind all that is sure.
    sure = _LEAST + (_MOST - _LEAST) * chance
    return Draft(" ".join(_ended(p) for p in parts), parts, round(sure, 3), quotes=tuple(sentences))


def _may_ask_number(query: Query, form: Form) -> bool:
    """Whether a question may as well ask for a number ("What is the target"): then the figures answer, not a sentence."""
    return form.wants is Wants.SPAN and _OPEN.match(query.text) is not None


def _holds_figure(row: int, room: Room) -> bool:
    sentence = room.snapshot.sentences[row]
    return any(sentence.start <= at < sentence.end for at in room.figures(sentence.document))


def _shown(best: Sequence[int], room: Room) -> list[int]:
    """The rows to quote, in the order of the document: each with the sentence before it where it leans on that."""
    kept: list[int] = []
    for row in best:
        text = room.snapshot.sentences[row].text
        leans = _LEANS.match(text) and row - 1 in room.paragraph(row)
        for one in (row, *((row - 1,) if leans else ())):
            words = sum(words_in(room.snapshot.sentences[r].text) for r in (*kept, one))
            if one not in kept and (not kept or words <= _MOST_WORDS):
                kept.append(one)
    return sorted(kept)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", '"', ":", "。")) else f"{text}."

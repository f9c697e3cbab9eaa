"""The nouns of construing a number: its role, its use, and its place in the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reportqa.figures.grammar import Predicate
from reportqa.figures.lexicon import Act
from reportqa.figures.phrases import Span
from reportqa.figures.tagging import Tagged

__all__ = ["EARNING", "LEVELS", "PARTICLES", "RATES", "RATIO_NOUNS", "Place", "Role", "Use"]

RATES = frozenset(["percent", "percentage point", "basis point", "ratio"])
RATIO_NOUNS = frozenset(["factor", "ratio", "multiple"])
# Prepositions that say where a value stands: "rose above 90%".
LEVELS = frozenset(["through", "above", "below", "over", "under", "past", "beyond", "near"])
# What may belong to the verb right before it: "turned out 240,000 doors", "wired up 38,000 schools", "took in €5 million".
PARTICLES = frozenset(["out", "up", "in", "off", "away", "aside", "over", "down"])
# "brought in", "took in".
EARNING = frozenset(["bring", "take", "pull", "rake"])


class Role(StrEnum):
    """How a number stands to what is measured."""

    VALUE = "value"
    CHANGE = "change"
    EARLIER = "earlier"
    SHARE = "share"
    RATIO = "ratio"
    WHOLE = "whole"
    HEAD = "head"
    ADJUNCT = "adjunct"


@dataclass(frozen=True, slots=True)
class Use:
    """A number's use: `noun` is the phrase it measures, `predicate` the verb that governs it (or that it is the subject of).

    `sibling` is the token of the number it is listed, compared or explained with (-1: none); `direction` is "growth",
    "decline" or "change"; `whole` is the phrase behind "of" (of a share) or that a ratio is taken to; `named` is a name that
    stands right before the number in place of a verb ("and Portugal 0.8 GW"); `listed` tells a member of a list of numbers.
    """

    role: Role
    noun: Span = (0, 0)
    predicate: Predicate | None = None
    sibling: int = -1
    direction: str = ""
    whole: Span = (0, 0)
    named: Span = (0, 0)
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A number at token `k` with its sentence, the verb before it and the number before it (-1: none)."""

    s: Tagged
    k: int
    unit: str
    governor: Predicate | None
    sibling: int

    @property
    def subject(self) -> Span:
        return self.governor.subject if self.governor else (0, 0)

    @property
    def changing(self) -> bool:
        return self.governor is not None and self.governor.act in (Act.RISE, Act.FALL)

    @property
    def direction(self) -> str:
        act = self.governor.act if self.governor else None
        return "growth" if act is Act.RISE else "decline" if act is Act.FALL else ""

    def use(self, role: Role, noun: Span = (0, 0), sibling: int = -1, direction: str = "") -> Use:
        return Use(role, noun, self.governor, sibling, direction)

    def behind(self) -> str:
        """The tags behind the number."""
        return self.s.tags[self.k + 1 :]

    def in_complement(self, noun: Span) -> bool:
        """Whether a phrase stands behind the verb (or there is no verb)."""
        return self.governor is None or noun[0] >= self.governor.verb[1]

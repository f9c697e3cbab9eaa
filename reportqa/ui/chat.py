"""A chat: turns of a question and its answer, oldest first. Immutable; the session keeps the newest version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.types import Answer

__all__ = ["Turn", "citing", "history", "next_number"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer. `number` counts from 1; `build` is the index that answered; `within` its scope."""

    number: int
    question: str
    answer: Answer
    build: str
    within: str | None = None


def history(turns: Sequence[Turn]) -> list[str]:
    """The earlier questions of a chat as the assistant takes them, oldest first."""
    return [turn.question for turn in turns]


def next_number(turns: Sequence[Turn]) -> int:
    """The number of the next turn."""
    return turns[-1].number + 1 if turns else 1


def citing(turns: Sequence[Turn], figure: str) -> tuple[Turn, ...]:
    """The turns whose answer rests on a figure: cites it, or works with it."""
    return tuple(
        turn
        for turn in turns
        if any(f.id == figure for f in turn.answer.figures)
        or (turn.answer.derivation is not None and figure in turn.answer.derivation.operands)
    )

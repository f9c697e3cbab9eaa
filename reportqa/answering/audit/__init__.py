"""How the figures of a corpus bear on one another: totals, shares, ratios, changes, growth, averages, conflicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from reportqa.answering.query import Draft, Query
from reportqa.types import Check, Document, Figure

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["answer_audit", "audit"]


def audit(figures: Sequence[Figure], documents: Mapping[str, Document]) -> tuple[Check, ...]:
    """How the figures agree with one another, each relation checked within its rounding: what disagrees first."""
    return ()


def answer_audit(query: Query, snapshot: Snapshot) -> Draft | None:
    """The verdict that a question on the figures' agreement asks for, None where the question is of another kind."""
    return None

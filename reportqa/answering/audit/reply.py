"""Answers to questions on how figures agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportqa.answering.query import Draft, Query

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["answer_audit"]


def answer_audit(query: Query, snapshot: Snapshot) -> Draft | None:
    """The verdict that a question on the figures' agreement asks for, None where the question is of another kind."""
    return None

"""The one facade: open an index, ask it, search it, list its figures, audit it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from reportqa.answering.answer import answer
from reportqa.answering.audit import audit
from reportqa.answering.evidence import cite
from reportqa.answering.rephrase import Rephraser
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.settings import Settings
from reportqa.types import Answer, Check, CitedPassage, Figure

__all__ = ["Assistant"]


class Assistant:
    """Answers over one snapshot. Immutable but for what it memoises; safe to share between threads and readers."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self._rephrase = Rephraser.from_settings(settings)

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """The assistant over the live index of `settings.index`.

        Raises NoIndexError, SnapshotError or ModelError; the text of each says what to do.
        """
        return cls(open_snapshot(settings.index, settings.model), settings)

    def ask(self, question: str, history: Sequence[str] = (), within: str | None = None, id: str = "") -> Answer:
        """One question, answered with its evidence. `history` holds the earlier questions of the chat, oldest first.

        `within` narrows to a document id or a report folder. Never raises for any question text.
        """
        plain = answer(question, history, self.snapshot, within, id)
        return self._rephrase(plain, self.snapshot.documents) if self._rephrase else plain

    def search(self, query: str, top: int = 10, within: str | None = None) -> list[CitedPassage]:
        """The passages nearest to a query, best first, at most `top`."""
        hits = self.snapshot.search_passages(query, top=top, within=within)
        return [cite(self.snapshot.passages[h.row], self.snapshot.documents, h.score) for h in hits]

    def figures(self, within: str | None = None) -> tuple[Figure, ...]:
        """Every figure, in the order of documents and places."""
        if within is None:
            return self.snapshot.figures
        return tuple(f for f in self.snapshot.figures if within in (f.document, f.report))

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """The report folders of the corpus, sorted."""
        return tuple(sorted({document.report for document in self.snapshot.documents.values()}))

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """How the figures of the corpus agree with one another; worked out once a snapshot."""
        return audit(self.snapshot.figures, self.snapshot.documents)

    def audit(self) -> tuple[Check, ...]:
        """How the figures of the corpus agree with one another: what disagrees first."""
        return self.checks

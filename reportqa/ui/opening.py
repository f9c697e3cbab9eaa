"""An index that is opened behind the page: the page shows at once, and says what is still missing."""

from __future__ import annotations

import threading
from enum import StrEnum

from reportqa.assistant import Assistant
from reportqa.errors import ReportQAError
from reportqa.settings import Settings
from reportqa.ui.suggestions import Suggestion, candidates, suggestions

__all__ = ["Opening", "Stage"]


class Stage(StrEnum):
    """How far an opening is: nothing yet, the figures can be read, questions can be asked, or it failed."""

    READING = "reading"
    FIGURES = "figures"
    READY = "ready"
    FAILED = "failed"


class Opening:
    """One index being opened on a thread of its own. Safe to share between readers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._figures = threading.Event()
        self._ready = threading.Event()
        self._settled = threading.Event()
        self._assistant: Assistant | None = None
        self._suggestions: tuple[Suggestion, ...] = ()
        self.error: ReportQAError | None = None
        threading.Thread(target=self._open, name="opening", daemon=True).start()

    def _open(self) -> None:
        try:
            assistant = Assistant.open(self._settings)
            self._suggestions = candidates(assistant.snapshot)
            self._assistant = assistant
            self._figures.set()
            assistant.snapshot.encoder.load()
            self._ready.set()
            self._suggestions = _tried(assistant)
        except ReportQAError as error:
            self.error = error
        except Exception as error:
            # A reader's page must say that something is wrong, whatever it is.
            self.error = ReportQAError(f"the index cannot be opened ({type(error).__name__}: {error})")
            raise
        finally:
            self._figures.set()
            self._ready.set()
            self._settled.set()

    @property
    def stage(self) -> Stage:
        """How far it is now."""
        if self.error is not None:
            return Stage.FAILED
        if self._ready.is_set():
            return Stage.READY
        return Stage.FIGURES if self._figures.is_set() else Stage.READING

    @property
    def settled(self) -> bool:
        """Whether nothing of it will change any more: the suggestions are those that the index answers."""
        return self._settled.is_set()

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """Questions to begin with: drawn from the figures at first, then those that the index is known to answer."""
        return self._suggestions

    def figures(self) -> Assistant:
        """The assistant as soon as its figures and documents can be read; waits for that. Raises ReportQAError."""
        self._figures.wait()
        return self._opened()

    def assistant(self) -> Assistant:
        """The assistant when it can be asked; waits for the model. Raises ReportQAError."""
        self._ready.wait()
        return self._opened()

    def _opened(self) -> Assistant:
        if self._assistant is None or self.error is not None:
            raise self.error or ReportQAError("the index cannot be opened")
        return self._assistant


def _tried(assistant: Assistant) -> tuple[Suggestion, ...]:
    """The suggestions that the assistant answers; none where it cannot be asked, which the first question then says."""
    try:
        return suggestions(assistant)
    except ReportQAError:
        return ()

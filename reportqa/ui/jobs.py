"""A build that runs behind the page: on a thread of its own, with its progress, and a way to stop it."""

from __future__ import annotations

import threading

from reportqa.errors import BuildCancelledError, ReportQAError
from reportqa.indexing.build import BuildReport, Progress, build
from reportqa.settings import Settings

__all__ = ["Job"]


class Job:
    """One build. Safe to watch from any thread; it goes on when the reader who started it leaves."""

    def __init__(self, settings: Settings) -> None:
        self.progress: Progress | None = None
        self.report: BuildReport | None = None
        self.error: ReportQAError | None = None
        self.cancelled = False
        self._settings = settings
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="build", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether the build is still under way."""
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Ask the build to stop at its next step; the last complete index serves on."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the build has ended, or for some seconds."""
        self._thread.join(seconds)

    def _run(self) -> None:
        current = self._settings
        try:
            self.report = build(
                current.corpus, current.index, current.model, progress=self._heard, cancelled=self._stop.is_set
            )
        except BuildCancelledError:
            self.cancelled = True
        except ReportQAError as error:
            self.error = error
        except Exception as error:
            # The page must say that the build failed, whatever the cause; the log keeps the whole of it.
            self.error = ReportQAError(f"the build failed ({type(error).__name__}: {error}); the old index serves on")
            raise

    def _heard(self, progress: Progress) -> None:
        self.progress = progress

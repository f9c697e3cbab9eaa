"""What a build says at a terminal: its progress on one line, its report, and the talk of `build --watch`."""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator

from reportqa.errors import CorpusError, ReportQAError
from reportqa.indexing.build import build
from reportqa.indexing.report import BuildReport, Progress
from reportqa.settings import Settings

__all__ = ["ProgressLine", "build_with_progress", "progress_text", "report_lines", "watch"]

_REDRAWN = 0.1  # seconds
_BAR = 20
_SHOWN = 50  # names of files a heading


class ProgressLine:
    """Draws how far a build is on one line of standard error; call it with each Progress, and `clear` it at the end."""

    def __init__(self) -> None:
        self._drawn = 0.0

    def __call__(self, at: Progress) -> None:
        """Draw, though not more often than an eye follows."""
        now = time.monotonic()
        if now - self._drawn < _REDRAWN:
            return
        self._drawn = now
        width = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r\x1b[K{progress_text(at, width)}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave an empty line for what comes next."""
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def progress_text(at: Progress, width: int) -> str:
    """One line of at most `width` characters: the stage, a bar, the count, the time left and the file.

    >>> progress_text(Progress("Reading", "a/b.md", 5, 20, 75.0), 80)
    'Reading   #####--------------- 5/20, 1 min 15 s left, a/b.md'
    """
    full = _BAR * at.done // at.total if at.total else 0
    left = f", {_duration(at.seconds_left)} left" if at.seconds_left is not None else ""
    line = f"{at.stage:9} {'#' * full}{'-' * (_BAR - full)} {at.done}/{at.total}{left}"
    name = "".join(c if c.isprintable() else "?" for c in at.file)
    return (f"{line}, {name}" if name else line)[:width]


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60} s" if whole >= 60 else f"{whole} s"


def build_with_progress(settings: Settings, dry_run: bool = False) -> BuildReport:
    """Build the index of the settings; how far it is shows only where standard error is a terminal. Raises as `build`."""
    line = ProgressLine() if sys.stderr.isatty() else None
    try:
        return build(settings.corpus, settings.index, settings.model, progress=line, dry_run=dry_run)
    finally:
        if line is not None:
            line.clear()


def report_lines(report: BuildReport, dry_run: bool = False) -> Iterator[str]:
    """The report of a build for a person, one line a fact; its counts come last."""
    yield from _listed("added", report.added)
    yield from _listed("modified", report.modified)
    yield from _listed("renamed", [f"{before} -> {after}" for before, after in report.renamed])
    yield from _listed("removed", report.removed)
    values = [
        f"{a.document}, {a.locator}: {a.subject} {a.metric}: {b.text} -> {a.text}" for b, a in report.figures_changed
    ]
    yield from _listed("value", values)
    yield from _listed("warning", [f"{w.document}: {w.message}" for w in report.warnings])
    if dry_run:
        yield "this would be built; nothing was written" if report.changed else "nothing to build"
        return
    state = f"built {report.build}" if report.changed else f"no change, {report.build} serves on"
    come = f" ({report.figures_came} came, {report.figures_went} went)" if report.changed else ""
    yield (
        f"{state}: {report.documents} documents, {report.passages} passages, {report.figures} figures{come}; "
        f"{report.read} files read, {report.embedded} texts embedded, {report.seconds:.1f} s"
    )


def _listed(word: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield from (f"{word:9}{' '.join(line.split())}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"{word:9}... and {len(lines) - _SHOWN} more"


def watch(settings: Settings, told: Callable[[BuildReport], None], stop: threading.Event | None = None) -> None:
    """Build now and whenever the files of the corpus have settled, until Ctrl-C or `stop`; `told` hears each report.

    A build that fails is one line on standard error and the watch goes on. Raises CorpusError where there is no folder.
    """
    from reportqa.indexing.watch import settled

    if not settings.corpus.is_dir():
        raise CorpusError(
            f"{settings.corpus}: no such folder; make it and put reports in it, or name another with --corpus"
        )
    print(f"watching {settings.corpus}; Ctrl-C ends", file=sys.stderr)
    for count in settled(settings.corpus, settings.index, stop):
        try:
            report = build_with_progress(settings)
        except ReportQAError as error:
            print(f"reportqa: {error}", file=sys.stderr)
            continue
        if report.changed or not count:
            told(report)

"""What a build says at a terminal: its progress on one line, and its report."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from reportqa.indexing.build import build
from reportqa.indexing.report import BuildReport, Progress
from reportqa.settings import Settings

__all__ = ["build_with_progress", "report_lines"]


def build_with_progress(settings: Settings, dry_run: bool = False) -> BuildReport:
    """Build the index; how far it is stands on one line of standard error where that is a terminal."""
    talks = sys.stderr.isatty()
    try:
        return build(
            settings.corpus, settings.index, settings.model, progress=_show if talks else None, dry_run=dry_run
        )
    finally:
        if talks:
            sys.stderr.write("\r\x1b[K")


def _show(at: Progress) -> None:
    left = f", {at.seconds_left:.0f} s left" if at.seconds_left is not None else ""
    sys.stderr.write(f"\r\x1b[K{at.stage} {at.done}/{at.total} {at.file}{left}"[:120])
    sys.stderr.flush()


def report_lines(report: BuildReport) -> Iterator[str]:
    """The report of a build for a person, one line a fact."""
    for word, names in (("added", report.added), ("modified", report.modified), ("removed", report.removed)):
        yield from (f"{word:9}{name}" for name in names)
    yield from (f"renamed  {before} -> {after}" for before, after in report.renamed)
    for before, after in report.figures_changed:
        yield f"changed  {after.document}, {after.locator}: {before.text} -> {after.text}"
    yield from (f"warning  {w.document}: {w.message}" for w in report.warnings)
    state = f"build {report.build}" if report.changed else f"no change; build {report.build} serves"
    yield (
        f"{state}: {report.documents} documents, {report.passages} passages, {report.figures} figures "
        f"(+{report.figures_came} -{report.figures_went}) in {report.seconds:.1f} s"
    )

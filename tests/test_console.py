"""The terminal's talk: one line of progress, the report of a build, and the watch."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from reportqa.console import ProgressLine, progress_text, report_lines, watch
from reportqa.indexing.report import BuildReport, Progress
from reportqa.settings import Settings
from reportqa.types import Figure, FileWarning

BEFORE = Figure(
    "a:0", "4.2 million", 4.2e6, None, None, "passenger", None, None, "Norway", "passengers", None, "a.md", "a", "A",
    "§ Ferries, paragraph 1", 0, 11, "4.2 million",
)  # fmt: skip


@pytest.mark.parametrize(
    ("at", "width", "text"),
    [
        (
            Progress("Reading", "a/b.md", 5, 20, 75.0),
            80,
            "Reading   #####--------------- 5/20, 1 min 15 s left, a/b.md",
        ),
        (Progress("Embedding", "", 20, 20, 0.2), 80, "Embedding #################### 20/20, 0 s left"),
        (Progress("Writing", "", 0, 1), 80, "Writing   -------------------- 0/1"),
        (Progress("Reading", "a/b.md", 5, 20, None), 42, "Reading   #####--------------- 5/20, a/b.m"),
        (Progress("Reading", "a\n\x1b[31mb.md", 0, 0), 80, "Reading   -------------------- 0/0, a??[31mb.md"),
    ],
)
def test_progress_is_one_line(at: Progress, width: int, text: str) -> None:
    assert progress_text(at, width) == text


def test_progress_is_drawn_no_more_often_than_an_eye_follows(capsys: pytest.CaptureFixture[str]) -> None:
    line = ProgressLine()
    for done in range(100):
        line(Progress("Reading", "a.md", done, 100))
    line.clear()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("\r\x1b[KReading   -------------------- 0/100, a.md")
    assert said.err.count("Reading") < 50 and said.err.endswith("\r\x1b[K")


def test_a_report_names_all_that_came_and_went() -> None:
    report = BuildReport(
        build="20260101T000000-abcdef",
        changed=True,
        added=("b.md",),
        modified=("a.md",),
        renamed=(("c.md", "d\n.md"),),
        removed=("e.md",),
        documents=3,
        passages=9,
        figures=12,
        figures_came=2,
        figures_went=1,
        figures_changed=((BEFORE, replace(BEFORE, text="4.4 million", value=4.4e6)),),
        warnings=(FileWarning("f.pdf", "locked with a password; save it without one"),),
        read=3,
        embedded=7,
        seconds=1.25,
    )
    assert list(report_lines(report)) == [
        "added    b.md",
        "modified a.md",
        "renamed  c.md -> d .md",
        "removed  e.md",
        "value    a.md, § Ferries, paragraph 1: Norway passengers: 4.2 million -> 4.4 million",
        "warning  f.pdf: locked with a password; save it without one",
        "built 20260101T000000-abcdef: 3 documents, 9 passages, 12 figures (2 came, 1 went); 3 files read, 7 texts embedded, 1.2 s",
    ]
    assert list(report_lines(report, dry_run=True))[-1] == "this would be built; nothing was written"
    assert list(report_lines(BuildReport("x", False), dry_run=True)) == ["nothing to build"]
    many = list(report_lines(replace(report, added=tuple(f"{n:03}.md" for n in range(60)))))
    assert many[50] == "added    ... and 10 more"


def test_the_watch_builds_when_files_settle(
    tiny_corpus: Path, tiny_index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop, told = threading.Event(), []
    more = tiny_corpus / "more.txt"

    def heard(report: BuildReport) -> None:
        told.append(report)
        if len(told) == 1:
            more.write_text("Sweden opened 14 bridges in 2024.\n", encoding="utf-8")
        else:
            stop.set()

    watch(Settings(tiny_corpus, tiny_index), heard, stop)
    assert [(r.changed, r.added) for r in told] == [(False, ()), (True, ("more.txt",))]
    assert capsys.readouterr().err == f"watching {tiny_corpus}; Ctrl-C ends\n"

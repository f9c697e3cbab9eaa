"""Who may change the corpus, and what may come into it."""

import json
from pathlib import Path

import pytest

from reportqa.errors import ReportQAError
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import open_snapshot
from reportqa.types import Answer
from reportqa.ui import access, feedback, uploads
from reportqa.ui.chat import Turn
from reportqa.ui.shelf import State, shelf


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\reports\\Q3.PDF", "Q3.pdf"),
        ("-rf.md", "rf.md"),
        (".hidden.csv", "hidden.csv"),
        ("a\u202eb\x00c.md", "a b c.md"),
        ("Årsrapport 2025 最终.docx", "Årsrapport 2025 最终.docx"),
        ("con.txt", "_con.txt"),
        ("...txt", "report.txt"),
        ("x" * 400 + ".md", "x" * 120 + ".md"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert uploads.safe_name(name) == safe


@pytest.mark.parametrize("name", ["report", "report.exe", "page.svg", ""])
def test_unknown_forms_are_refused_by_name(name: str) -> None:
    with pytest.raises(ReportQAError):
        uploads.safe_name(name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"<!doctype html><html>"),
        ("a.docx", b"not a package"),
        ("a.txt", b"%PDF-1.7"),
        ("a.md", b""),
        ("a.csv", b"PK\x03\x04 a zip"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ],
)
def test_files_are_checked_by_their_content(tmp_path: Path, name: str, data: bytes) -> None:
    with pytest.raises(ReportQAError):
        uploads.add(tmp_path, "r", name, data)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_file_comes_in_whole_and_is_replaced_only_when_asked(tmp_path: Path) -> None:
    assert uploads.add(tmp_path, "../My report", "../a.md", b"# One") == "My report/a.md"
    with pytest.raises(ReportQAError, match="is there already"):
        uploads.add(tmp_path, "My report", "a.md", b"# Two")
    uploads.add(tmp_path, "My report", "a.md", b"# Two", replace=True)
    assert (tmp_path / "My report" / "a.md").read_bytes() == b"# Two"
    assert [p.name for p in (tmp_path / "My report").iterdir()] == ["a.md"]
    uploads.remove(tmp_path, "My report/a.md")
    assert list(tmp_path.iterdir()) == []


def test_a_nested_folder_that_exists_is_kept(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert uploads.add(tmp_path, "a/b", "c.md", b"# One") == "a/b/c.md"


def test_nothing_outside_the_corpus_is_touched(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    corpus.mkdir()
    outside.mkdir()
    (outside / "secret.md").write_text("# Secret", encoding="utf-8")
    (corpus / "link").symlink_to(outside)
    for document in ("../outside/secret.md", "link/secret.md", "/etc/hostname"):
        with pytest.raises(ReportQAError):
            uploads.remove(corpus, document)
    with pytest.raises(ReportQAError):
        uploads.add(corpus, "link", "new.md", b"# New")
    assert [p.name for p in outside.iterdir()] == ["secret.md"]


@pytest.mark.parametrize(
    ("address", "headers", "local"),
    [
        ("localhost", {"Host": "localhost:8501"}, True),
        ("127.0.0.1", {"Host": "127.0.0.1:8501"}, True),
        ("::1", {"Host": "[::1]:8501"}, True),
        ("localhost", {}, True),
        (None, {"Host": "localhost:8501"}, False),
        ("0.0.0.0", {"Host": "localhost:8501"}, False),
        ("localhost", {"Host": "reports.example.org"}, False),
        ("localhost", {"Host": "localhost", "X-Forwarded-For": "203.0.113.9"}, False),
    ],
)
def test_the_right_to_change_comes_with_the_machine(address: str | None, headers: dict[str, str], local: bool) -> None:
    assert access.is_local(address, headers) is local


@pytest.mark.parametrize(
    ("user", "may"),
    [
        ({"is_logged_in": True, "email": "Ann@Example.org"}, True),
        ({"is_logged_in": True, "email": "ann@example.org", "email_verified": False}, False),
        ({"is_logged_in": False, "email": "ann@example.org"}, False),
        ({"is_logged_in": True, "email": "bob@example.org"}, False),
        ({"is_logged_in": True}, False),
        ({}, False),
    ],
)
def test_elsewhere_only_listed_and_verified_readers_may(user: dict[str, object], may: bool) -> None:
    assert access.listed(user, ("ann@example.org",)) is may
    assert access.listed(user, ()) is False


def test_the_shelf_tells_how_folder_and_index_differ(tiny_corpus: Path, tmp_path: Path) -> None:
    (tiny_corpus / "broken.pdf").write_bytes(b"%PDF-1.7 cut short")
    build(tiny_corpus, tmp_path / "index")
    snapshot = open_snapshot(tmp_path / "index")
    (tiny_corpus / "ferries" / "cargo.csv").unlink()
    (tiny_corpus / "ferries" / "new.md").write_text("# New", encoding="utf-8")
    with open(tiny_corpus / "ferries" / "report.md", "a", encoding="utf-8") as file:
        file.write("More.\n")
    items = {i.document: i for i in shelf(tiny_corpus, snapshot)}
    assert {d: i.state for d, i in items.items()} == {
        "broken.pdf": State.FAILED,
        "ferries/cargo.csv": State.GONE,
        "ferries/new.md": State.WAITING,
        "ferries/report.md": State.CHANGED,
    }
    assert items["broken.pdf"].warnings and items["ferries/cargo.csv"].figures == 2
    assert {i.state for i in shelf(tiny_corpus, None)} == {State.WAITING}


def test_verdicts_are_kept_a_line_each(tmp_path: Path) -> None:
    turn = Turn(
        1, "How many?", Answer("1", "How many?", "How many?", "answered", "Four.[1]", ("Four",)), "b1", "ferries"
    )
    feedback.record(tmp_path / "notes" / "f.jsonl", turn, "up")
    feedback.record(tmp_path / "notes" / "f.jsonl", turn, "down", "wrong\nyear" + "x" * 5000)
    rows = [json.loads(line) for line in (tmp_path / "notes" / "f.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(r["verdict"], r["question"], r["build"], r["within"]) for r in rows] == [
        ("up", "How many?", "b1", "ferries"),
        ("down", "How many?", "b1", "ferries"),
    ]
    assert rows[1]["note"].startswith("wrong\nyear") and len(rows[1]["note"]) == feedback.MOST
    with pytest.raises(ReportQAError):
        feedback.record(Path("/proc/none/f.jsonl"), turn, "up")

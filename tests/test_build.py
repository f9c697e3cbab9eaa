"""Building: what changed is found, only that is read, the result equals a full build, and nothing is ever lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import CARGO, FERRIES

from reportqa.errors import BuildCancelledError, BuildLockedError, CorpusError, SnapshotError
from reportqa.indexing import build as build_module
from reportqa.indexing import store, workers
from reportqa.indexing.build import Progress, build
from reportqa.indexing.encoder import Encoder
from reportqa.indexing.scan import compared, scan
from reportqa.indexing.snapshot import KINDS, PARTIAL, builds, checked_manifest, current_id, open_snapshot, roll_back
from reportqa.indexing.store import Contents
from reportqa.indexing.watch import settled

pytestmark = pytest.mark.usefixtures("encoder")


def large() -> str:
    """A table that takes seconds to read and more than 96 MiB of memory."""
    return "country,cargo,ships\n" + "".join(f"country {n},{n}.5,{n}\n" for n in range(20_000))


BRIDGES = "# Bridges\n\nSweden opened 14 bridges in 2024.\n"


def contents(index: Path) -> Contents:
    """The live snapshot's tables and vectors."""
    folder = index / str(current_id(index))
    return store.load(folder, checked_manifest(folder))


def texts(index: Path) -> set[str]:
    """Every text that the live snapshot has a vector for."""
    found = contents(index).tables
    return {text for kind in (*KINDS, "labels") for text in store.texts_of(kind, found[kind])}


def assert_equal(index: Path, other: Path) -> None:
    """Two indexes hold the same: every table, row for row, and every vector but for rounding."""
    left, right = contents(index), contents(other)
    for name in left.tables:
        assert left.tables[name].to_pylist() == right.tables[name].to_pylist(), name
    for kind in left.vectors:
        np.testing.assert_allclose(left.vectors[kind], right.vectors[kind], atol=1e-5)
    same = ("warnings", "counts", "model", "settings", "reader")
    assert {n: left.manifest[n] for n in same} == {n: right.manifest[n] for n in same}
    assert left.manifest["files"].keys() == right.manifest["files"].keys()


def state(index: Path) -> dict[str, tuple[int, int]]:
    """Every file of an index folder but the lock: its size and time."""
    return {
        str(p.relative_to(index)): (p.stat().st_size, p.stat().st_mtime_ns)
        for p in index.rglob("*")
        if p.name != ".lock" and p.is_file()
    }


def nothing(corpus: Path) -> None:
    """Change nothing."""


def touch(corpus: Path) -> None:
    os.utime(corpus / "ferries" / "report.md", (1, 1))


def change(corpus: Path) -> None:
    (corpus / "ferries" / "report.md").write_text(FERRIES.replace("4.2 million", "4.4 million"), encoding="utf-8")


def add(corpus: Path) -> None:
    (corpus / "bridges.txt").write_text(BRIDGES, encoding="utf-8")


def remove(corpus: Path) -> None:
    (corpus / "ferries" / "cargo.csv").unlink()


def empty(corpus: Path) -> None:
    (corpus / "ferries" / "cargo.csv").write_text("", encoding="utf-8")


def rename(corpus: Path) -> None:
    (corpus / "ferries" / "cargo.csv").rename(corpus / "ferries" / "a freight.csv")


def package(corpus: Path) -> None:
    resource = {
        "path": "cargo.csv",
        "title": "Cargo by country",
        "schema": {"fields": [{"unit": ""}, {"unit": "tonne"}]},
    }
    (corpus / "ferries" / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")


REPORT, TABLE = "ferries/report.md", "ferries/cargo.csv"


@pytest.mark.parametrize(
    ("edit", "found", "read"),
    [
        (nothing, {}, 0),
        (touch, {}, 0),
        (change, {"modified": (REPORT,)}, 1),
        (add, {"added": ("bridges.txt",)}, 1),
        (remove, {"removed": (TABLE,)}, 0),
        (empty, {"modified": (TABLE,)}, 1),
        (rename, {"renamed": ((TABLE, "ferries/a freight.csv"),)}, 1),
        (package, {"modified": (TABLE, REPORT)}, 2),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_incremental_build_equals_a_full_one(
    tiny_corpus: Path,
    tiny_index: Path,
    tmp_path: Path,
    edit: Callable[[Path], None],
    found: dict[str, tuple[object, ...]],
    read: int,
) -> None:
    index, full, first = tiny_index, tmp_path / "full", current_id(tiny_index)
    edit(tiny_corpus)
    before = state(index)
    report = build(tiny_corpus, index)
    for word in ("added", "modified", "renamed", "removed"):
        assert getattr(report, word) == found.get(word, ()), word
    assert report.read == read
    assert report.changed == bool(found)
    if not found:
        assert report.build == first
        assert state(index) == before
    build(tiny_corpus, full)
    assert_equal(index, full)


def test_report_tells_what_came_and_went(tiny_corpus: Path, tiny_index: Path) -> None:
    index = tiny_index
    whole = texts(index)
    change(tiny_corpus)
    report = build(tiny_corpus, index)
    ((before, after),) = report.figures_changed
    assert (before.text, before.value, after.text, after.value) == (
        "4.2 million passengers",
        4.2e6,
        "4.4 million passengers",
        4.4e6,
    )
    assert (after.document, after.subject) == (REPORT, "Norway")
    assert 0 < report.embedded < len(whole)
    row = json.loads(json.dumps(report.row()))
    assert row["figures_changed"][0]["before"] == "4.2 million passengers"
    assert (row["modified"], row["unchanged"], row["changed"]) == ([REPORT], 1, True)


def test_a_first_build_reads_all(tiny_corpus: Path, tmp_path: Path) -> None:
    report = build(tiny_corpus, tmp_path / "new" / "index")
    assert (report.changed, report.added, report.read, report.documents) == (True, (TABLE, REPORT), 2, 2)
    assert (report.figures_came, report.figures_went) == (report.figures, 0)
    assert (report.build, report.warnings) == (current_id(tmp_path / "new" / "index"), ())


def test_unchanged_vectors_are_taken_over(tiny_corpus: Path, tiny_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index: Path = tiny_index
    seen: list[str] = []
    embed = Encoder.encode
    monkeypatch.setattr(Encoder, "encode", lambda self, texts: seen.extend(texts) or embed(self, texts))
    add(tiny_corpus)
    assert build(tiny_corpus, index).embedded == len(seen) > 0
    assert not [t for t in seen if "Norway" in t or "Denmark" in t]
    seen.clear()
    rename(tiny_corpus)
    build(tiny_corpus, index)
    # A table's statements and passages name it; its labels and everything else are known.
    assert all("freight" in t for t in seen)


def test_dry_run_writes_nothing(tiny_corpus: Path, tiny_index: Path, tmp_path: Path) -> None:
    report = build(tiny_corpus, tmp_path / "none", dry_run=True)
    assert (report.changed, report.build, report.added) == (True, "", (TABLE, REPORT))
    assert not (tmp_path / "none").exists()
    index = tiny_index
    before = state(index)
    rename(tiny_corpus)
    report = build(tiny_corpus, index, dry_run=True)
    assert (report.changed, report.build) == (True, current_id(index))
    assert report.renamed == ((TABLE, "ferries/a freight.csv"),)
    assert state(index) == before


def test_two_builds_are_kept_and_rolled_back_to(tiny_corpus: Path, tiny_index: Path) -> None:
    index = tiny_index
    ids = [str(current_id(index))]
    for n in range(3):
        (tiny_corpus / "more.txt").write_text(f"Iceland has {n + 5} ports.\n", encoding="utf-8")
        ids.append(build(tiny_corpus, index).build)
    assert builds(index) == ids[:1:-1]
    assert roll_back(index) == ids[2]
    assert "Iceland has 6 ports." in open_snapshot(index).documents["more.txt"].text
    assert roll_back(index) == ids[3]
    roll_back(index)
    # The corpus is still ahead of what serves: the next build says so and brings it up to date.
    assert build(tiny_corpus, index).modified == ("more.txt",)


def test_a_file_that_fails_is_warned_of_each_time_and_read_once(tiny_corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (tiny_corpus / "broken.pdf").write_bytes(b"<html><p>not a PDF</p></html>")
    report = build(tiny_corpus, index)
    (warning,) = report.warnings
    assert warning.document == "broken.pdf"
    assert warning.message.startswith("is an HTML page in spite of its name")
    assert report.documents == 2
    add(tiny_corpus)
    again = build(tiny_corpus, index)
    assert again.read == 1
    assert again.warnings == report.warnings
    assert build(tiny_corpus, index).warnings == report.warnings
    assert list(open_snapshot(index).documents) == ["bridges.txt", TABLE, REPORT]


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        (".hidden.md", None),
        (".git/config.md", None),
        ("__MACOSX/report.md", None),
        ("~$report.docx", None),
        (".~lock.report.txt#", None),
        ("datapackage.json", None),
        ("photo.png", None),
        ("notes.xyz", None),
        ("LICENSE", None),
        ("old.doc", ".doc is not read; save it as .docx"),
        ("slides.pptx", ".pptx is not read; save it as .pdf"),
        ("a report.MD", None),
    ],
)
def test_which_files_are_documents(tiny_corpus: Path, name: str, warned: str | None) -> None:
    (tiny_corpus / name).parent.mkdir(exist_ok=True)
    (tiny_corpus / name).write_text("Sweden opened 14 bridges.\n", encoding="utf-8")
    found = scan(tiny_corpus)
    assert sorted(found.files) == sorted([TABLE, REPORT, *([name] if name == "a report.MD" else [])])
    assert [(w.document, w.message) for w in found.warnings] == ([(name, warned)] if warned else [])


def test_links_are_refused_and_named(tiny_corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("Sweden has 99 secrets.\n", encoding="utf-8")
    (tmp_path / "elsewhere").mkdir()
    (tiny_corpus / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tiny_corpus / "loop.txt").symlink_to(tiny_corpus / "loop.txt")
    (tiny_corpus / "folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tiny_corpus / "pipe.txt")
    report = build(tiny_corpus, tmp_path / "index")
    assert report.documents == 2
    said = {w.document: w.message for w in report.warnings}
    assert sorted(said) == ["folder", "link.txt", "loop.txt", "pipe.txt"]
    assert said["link.txt"].startswith("links to a file outside the corpus")
    assert said["pipe.txt"] == "not a file"


def test_a_picture_belongs_to_the_page_that_names_it(tiny_corpus: Path) -> None:
    (tiny_corpus / "page.md").write_text("# Sea\n\n![A map](my%20Map.png)\n", encoding="utf-8")
    before = scan(tiny_corpus).files
    (tiny_corpus / "my Map.png").write_bytes(b"\x89PNG\r\n\x1a\n1")
    drawn = scan(tiny_corpus).files
    assert compared(before, drawn).modified == ("page.md",)
    (tiny_corpus / "my Map.png").write_bytes(b"\x89PNG\r\n\x1a\n2")
    assert compared(drawn, scan(tiny_corpus).files).modified == ("page.md",)


@pytest.mark.parametrize("make", [False, True], ids=["missing", "empty"])
def test_no_document_is_one_line(tmp_path: Path, make: bool) -> None:
    if make:
        (tmp_path / "corpus").mkdir()
        (tmp_path / "corpus" / "notes.xyz").write_text("x")
    with pytest.raises(CorpusError) as caught:
        build(tmp_path / "corpus", tmp_path / "index")
    assert "\n" not in str(caught.value) and str(tmp_path / "corpus") in str(caught.value)


def test_a_corpus_that_lost_everything_keeps_the_index(tiny_corpus: Path, tiny_index: Path) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    (tiny_corpus / TABLE).unlink()
    (tiny_corpus / REPORT).write_text("", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"no document can be read \(ferries/report.md: empty\)"):
        build(tiny_corpus, index)
    assert open_snapshot(index).id == first


def test_one_writer_at_a_time(tiny_corpus: Path, tmp_path: Path) -> None:
    index, caught = tmp_path / "index", []

    def second(at: Progress) -> None:
        if at.stage == "Reading" and not caught:
            with pytest.raises(BuildLockedError, match="another build is under way") as found:
                build(tiny_corpus, index)
            caught.append(found)

    assert build(tiny_corpus, index, progress=second).changed
    assert caught


@pytest.mark.parametrize("stage", ["Looking", "Reading", "Embedding", "Writing"])
def test_a_stopped_build_loses_nothing(tiny_corpus: Path, tiny_index: Path, stage: str) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    add(tiny_corpus)
    stages: list[str] = []
    before = state(index)
    with pytest.raises(BuildCancelledError, match="the last complete index still serves"):
        build(
            tiny_corpus,
            index,
            progress=lambda at: stages.append(at.stage),
            cancelled=lambda: stage in stages or (stage == "Writing" and "Embedding" in stages),
        )
    assert state(index) == before
    assert open_snapshot(index).id == first
    assert build(tiny_corpus, index).added == ("bridges.txt",)


def test_a_full_disk_loses_nothing(tiny_corpus: Path, tiny_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    add(tiny_corpus)
    before = state(index)

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "flush", full)
        with pytest.raises(
            SnapshotError, match="No space left on device; the build stopped, and the last complete index"
        ):
            build(tiny_corpus, index)
    assert state(index) == before
    assert open_snapshot(index).id == first


def test_leftovers_of_a_killed_build_are_swept(tiny_corpus: Path, tiny_index: Path) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    (index / f"{PARTIAL}20260101T000000-aaaaaa").mkdir()
    # One that was being put away when its remover was killed: its manifest goes first.
    (index / "20260101T000000-bbbbbb").mkdir()
    (index / "20260101T000000-bbbbbb" / "figures.parquet").write_bytes(b"half")
    (index / ".CURRENT.aaaaaaaa").write_text("20260101T000000-aaaaaa")
    (index / "kept").mkdir()
    (index / "kept" / "manifest.json").write_text("{}")
    assert open_snapshot(index).id == first
    add(tiny_corpus)
    second = build(tiny_corpus, index)
    # What is no build of ours is left alone.
    assert sorted(p.name for p in index.iterdir()) == sorted([".lock", "CURRENT", first, second.build, "kept"])


@pytest.mark.parametrize("name", ["figures.parquet", "passages.faiss", "sentences.bm25/meta.json", "manifest.json"])
def test_a_damaged_snapshot_is_named_and_built_anew(
    tiny_corpus: Path, tiny_index: Path, tmp_path: Path, name: str
) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    add(tiny_corpus)
    second = build(tiny_corpus, index)
    path = index / second.build / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(SnapshotError, match=r"damaged; run: python -m reportqa build.*python -m reportqa rollback"):
        open_snapshot(index)
    assert roll_back(index) == first
    assert list(open_snapshot(index).documents) == [TABLE, REPORT]
    (index / "CURRENT").write_text(second.build)
    third = build(tiny_corpus, index)
    # What the earlier build holds is used; the damaged one is put away.
    assert third.changed and third.read == 1
    assert builds(index) == [third.build, first]
    build(tiny_corpus, tmp_path / "full")
    assert_equal(index, tmp_path / "full")


def test_a_lost_folder_is_named_and_built_anew(tiny_corpus: Path, tiny_index: Path) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    shutil.rmtree(index / first)
    with pytest.raises(SnapshotError, match=r"run: python -m reportqa build$"):
        open_snapshot(index)
    assert build(tiny_corpus, index).read == 2
    assert len(open_snapshot(index).documents) == 2


def test_an_older_format_is_built_anew(tiny_corpus: Path, tiny_index: Path) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    path = index / first / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format": 0}), encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"format 0, this version reads format \d+; run: python -m reportqa build"):
        open_snapshot(index)
    assert build(tiny_corpus, index).read == 2


def test_another_model_embeds_anew(tiny_corpus: Path, tiny_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index, first = tiny_index, str(current_id(tiny_index))
    path = index / first / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["manifest_sha256"]
    manifest["model"] = {"name": "another", "sha256": "0" * 64}
    manifest["manifest_sha256"] = store.manifest_sha256(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(SnapshotError, match="the index was built with another, not all-MiniLM-L6-v2"):
        open_snapshot(index)
    whole = len(texts(index))
    report = build(tiny_corpus, index)
    assert (report.read, report.embedded, report.unchanged) == (2, whole, (TABLE, REPORT))
    assert builds(index) == [report.build, first]


def test_another_version_of_the_readers_reads_anew(
    tiny_corpus: Path, tiny_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tiny_index
    monkeypatch.setattr(build_module, "_reader", lambda: "another")
    report = build(tiny_corpus, index)
    assert (report.changed, report.read, report.embedded) == (True, 2, 0)
    assert (report.figures_came, report.figures_went, report.modified) == (0, 0, ())


def test_a_file_that_takes_too_long_is_named(
    tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny_corpus / "large.csv").write_text(large(), encoding="utf-8")
    monkeypatch.setattr(workers, "SECONDS", 2)
    report = build(tiny_corpus, tmp_path / "index")
    assert [(w.document, w.message) for w in report.warnings] == [
        ("large.csv", "takes more than 2 seconds to read; split it")
    ]
    assert report.documents == 2
    (tiny_corpus / "bridges.txt").write_text(BRIDGES, encoding="utf-8")
    assert build(tiny_corpus, tmp_path / "index").read == 1


def test_a_file_that_takes_too_much_memory_is_named(
    tiny_corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tiny_corpus / "large.csv").write_text(large(), encoding="utf-8")
    monkeypatch.setattr(workers, "MEMORY", 96 * 2**20)
    report = build(tiny_corpus, tmp_path / "index")
    ((name, message),) = [(w.document, w.message) for w in report.warnings]
    assert name == "large.csv" and "memory" in message
    assert report.documents == 2


def test_a_file_that_changes_while_it_is_read(tiny_corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, count = tiny_corpus / "bridges.txt", iter(range(1, 100))
    path.write_text(BRIDGES, encoding="utf-8")
    read = workers._read

    def disturbed(*args: object) -> workers.Reading:
        reading = read(*args)  # type: ignore[arg-type]
        if (n := next(count)) < most:
            path.write_text(BRIDGES.replace("14", str(n)), encoding="utf-8")
        return reading

    monkeypatch.setattr(workers, "_read", disturbed)
    most = 3
    reading = workers.read_file(tiny_corpus, "bridges.txt", {})
    assert reading.identity == scan(tiny_corpus).files["bridges.txt"]
    assert [f["text"] for f in reading.figures if f["unit"] != "date"][:1] == ["2 bridges"]
    most = 100
    reading = workers.read_file(tiny_corpus, "bridges.txt", {})
    assert reading.failure == "changes while it is read; build again when it is still"
    assert reading.identity.size == -1


def test_progress_names_files_and_the_time_left(tiny_corpus: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    build(tiny_corpus, tmp_path / "index", progress=seen.append)
    assert list(dict.fromkeys(p.stage for p in seen)) == ["Looking", "Reading", "Embedding", "Writing"]
    assert {REPORT, TABLE} & {p.file for p in seen if p.stage == "Reading"}
    assert all(0 <= p.done <= p.total for p in seen)
    assert all(p.seconds_left is None or p.seconds_left >= 0 for p in seen)


def test_settled_tells_of_changes_but_not_of_the_index(tiny_corpus: Path) -> None:
    stop, index = threading.Event(), tiny_corpus / "index"
    index.mkdir()
    told = settled(tiny_corpus, index, stop)
    assert next(told) == 0
    (index / "CURRENT").write_text("x")
    add(tiny_corpus)
    assert next(told) == 1
    stop.set()
    assert list(told) == []


def test_cargo_is_a_table_of_figures(tiny_corpus: Path, tmp_path: Path) -> None:
    build(tiny_corpus, tmp_path / "index")
    found = open_snapshot(tmp_path / "index")
    text = found.documents[TABLE].text
    assert text == CARGO
    cells = [f for f in found.figures if f.document == TABLE]
    assert [(f.subject, f.value) for f in cells] == [("Norway", 12.5e6), ("Denmark", 8.1e6)]
    assert all(text[f.start : f.end] == f.text for f in cells)


def test_killed_builds_lose_nothing() -> None:
    # A process of its own: builds are forked there, which this one with its threads should not be.
    command = [sys.executable, "-m", "evals.kills", "--kills", "10"]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "the last complete snapshot opened and answered 10 of 10 times" in done.stdout

"""A snapshot: what was built comes back, is searched within a scope, and any number of readers may open it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from reportqa.errors import NoIndexError, SnapshotError
from reportqa.figures.extract import extract
from reportqa.indexing import snapshot as snapshot_module
from reportqa.indexing.build import build
from reportqa.indexing.codec import (
    document_from,
    document_row,
    figure_from,
    figure_row,
    labels_of,
    passage_from,
    passage_row,
)
from reportqa.indexing.encoder import Encoder
from reportqa.indexing.snapshot import KINDS, Snapshot, builds, current_id, open_snapshot, roll_back, use
from reportqa.indexing.split import embedded_text
from reportqa.reading import read
from reportqa.settings import Settings
from reportqa.types import Block, BlockKind, Cell, Document, Passage, Picture, Table

REPORT = "china-llm-usage-2026/report.md"
QUESTION = "How many tokens does China use per week?"


def test_documents_and_figures_come_back_as_they_were_read(snapshot: Snapshot, corpus_index: Settings) -> None:
    read_again = {n: read(corpus_index.corpus / n, corpus_index.corpus) for n in snapshot.documents}
    assert list(snapshot.documents) == sorted(read_again)
    assert dict(snapshot.documents) == read_again
    assert snapshot.figures == tuple(f for n in sorted(read_again) for f in extract(read_again[n]))


def test_rows_are_exact_stretches_with_their_own_vectors(snapshot: Snapshot) -> None:
    for kind in ("passages", "sentences"):
        for row in getattr(snapshot, kind):
            assert snapshot.documents[row.document].text[row.start : row.end] == row.text
    for figure in snapshot.figures:
        assert snapshot.documents[figure.document].text[figure.start : figure.end] == figure.text
    some = [0, len(snapshot.passages) // 2, len(snapshot.passages) - 1]
    again = snapshot.encoder.encode([embedded_text(snapshot.passages[i]) for i in some])
    np.testing.assert_allclose(snapshot.passage_vectors[some], again, atol=1e-4)
    statements = snapshot.encoder.encode([f.statement for f in snapshot.figures[:3]])
    np.testing.assert_allclose(snapshot.figure_vectors[:3], statements, atol=1e-4)
    assert snapshot.sentence_vectors.shape == (len(snapshot.sentences), 384)


def test_search_finds_what_is_asked(snapshot: Snapshot) -> None:
    best = snapshot.search_passages(QUESTION, top=5)
    assert "7.941 trillion" in snapshot.passages[best[0].row].text
    assert [h.score for h in best] == sorted((h.score for h in best), reverse=True)
    assert len(best) == 5 and best[0].dense > 0.5 and best[0].lexical > 0
    vector = snapshot.encoder.encode([QUESTION])[0]
    assert snapshot.search_passages(QUESTION, vector, top=5) == best
    top = snapshot.search_figures(QUESTION, top=3)
    assert 7.941e12 in {snapshot.figures[h.row].value for h in top}
    sentence = snapshot.sentences[snapshot.search_sentences("Which industries use agents?", top=1)[0].row]
    assert sentence.document in snapshot.documents


def test_search_within_a_document_or_a_report(snapshot: Snapshot) -> None:
    table = "china-llm-usage-2026/weekly-tokens-by-region.csv"
    found = snapshot.search_passages(QUESTION, top=50, within=table)
    assert found and {snapshot.passages[h.row].document for h in found} == {table}
    everything = snapshot.search_passages(QUESTION, top=5, within="china-llm-usage-2026")
    assert [h.row for h in everything] == [h.row for h in snapshot.search_passages(QUESTION, top=5)]
    assert snapshot.search_figures(QUESTION, within="nowhere") == []
    assert [len(rows) for rows in snapshot.rows_within(None)] == [len(getattr(snapshot, k)) for k in KINDS]


def test_label_vectors(snapshot: Snapshot) -> None:
    known = next(iter(snapshot.labels))
    found = snapshot.label_vectors([known, "a label that no report has", known])
    np.testing.assert_allclose(found, snapshot.encoder.encode([known, "a label that no report has", known]), atol=1e-4)
    assert snapshot.label_vectors([]).shape == (0, 384)


def test_labels_are_names_units_headers_and_row_labels(snapshot: Snapshot) -> None:
    made = labels_of(snapshot.documents.values(), snapshot.figures)
    assert made == sorted(set(made)) == list(snapshot.labels)
    assert {f.subject for f in snapshot.figures if f.subject} <= set(made)


def test_every_part_of_a_document_survives_the_codec() -> None:
    text = "Title\nA picture\nx 1\n"
    grid = ((Cell(0, 0, 16, 17, "Field x", "A1"), Cell(0, 1, 18, 19, "1", "B1")),)
    document = Document(
        id="a/b.xlsx",
        title="Title",
        publisher="P",
        published="2026-01-02",
        report="a",
        text=text,
        blocks=(
            Block(BlockKind.HEADING, 0, 5, level=1),
            Block(BlockKind.CAPTION, 6, 15, page=2),
            Block(BlockKind.LIST_ITEM, 16, 19, level=1, lead_in=(0, 5)),
        ),
        tables=(Table("sheet S", "T", 16, 19, grid, 0, 1, ("", "tonne"), "note", "S", 3),),
        pictures=(Picture("p.png", "image/png", b"\x89PNG\x00\xff", 6, 15, 2),),
        warnings=("a/b.xlsx: cut short",),
    )
    assert document_from(json.loads(json.dumps(document_row(document)))) == document
    passage = Passage("a/b.xlsx", 3, 0, 5, "Title", ("One", "Two"), "context")
    assert passage_from(passage_row(passage)) == passage


def test_every_figure_survives_the_codec(snapshot: Snapshot) -> None:
    assert tuple(figure_from(json.loads(json.dumps(figure_row(f)))) for f in snapshot.figures) == snapshot.figures


def test_many_readers_at_once(tiny_index: Path, tiny_corpus: Path) -> None:
    """Readers that open while builds replace what they open: each gets a whole snapshot."""
    with ThreadPoolExecutor(3) as readers:
        waiting = [readers.submit(open_snapshot, tiny_index) for _ in range(3)]
        for n in range(3):
            (tiny_corpus / "more.txt").write_text(f"Iceland has {n + 5} ports.\n", encoding="utf-8")
            build(tiny_corpus, tiny_index)
            waiting += [readers.submit(open_snapshot, tiny_index) for _ in range(5)]
        opened = [w.result() for w in waiting]
    assert {len(o.documents) for o in opened} <= {2, 3}
    assert opened[-1].id == current_id(tiny_index)
    # A snapshot that was replaced, and its folder put away, still answers whoever holds it.
    assert opened[0].id not in builds(tiny_index)
    assert "Norway" in opened[0].passages[opened[0].search_passages("Norway's passengers")[0].row].text


def test_opening_goes_on_with_the_newer_build(tiny_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = str(current_id(tiny_index))
    real = snapshot_module._opened

    def replaced(folder: Path, encoder: Encoder) -> Snapshot:
        if folder.name == "20200101T000000-aaaaaa":
            use(tiny_index, live)
        return real(folder, encoder)

    use(tiny_index, "20200101T000000-aaaaaa")
    monkeypatch.setattr(snapshot_module, "_opened", replaced)
    assert open_snapshot(tiny_index).id == live


def test_no_index_names_the_command(tmp_path: Path) -> None:
    assert current_id(tmp_path) is None
    for call in (open_snapshot, roll_back):
        with pytest.raises(NoIndexError, match="no index yet; run: python -m reportqa build"):
            call(tmp_path)


def test_current_to_a_missing_folder_names_the_command(tmp_path: Path) -> None:
    use(tmp_path, "20260101T000000-abcdef")
    assert (tmp_path / "CURRENT").read_text(encoding="utf-8") == "20260101T000000-abcdef\n"
    with pytest.raises(SnapshotError, match=r"manifest is missing or damaged; run: python -m reportqa build$"):
        open_snapshot(tmp_path)
    with pytest.raises(SnapshotError, match="nothing to roll back to"):
        roll_back(tmp_path)

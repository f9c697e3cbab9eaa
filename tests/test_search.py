"""Search: BM25 over words, cosines through FAISS, their fusion, and the encoder."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from reportqa.errors import ModelError, SnapshotError
from reportqa.indexing import encoder as encoder_module
from reportqa.indexing import vectors
from reportqa.indexing.encoder import DEFAULT_SHA256, Encoder, model_folder, model_hash
from reportqa.indexing.fuse import K, fuse
from reportqa.indexing.lexical import Lexical, words_of

TEXTS = ["Norway's ferries carried 4.2 million passengers.", "Ticket prices rose.", "中国每周使用 4.5 万亿词元", ""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ferries of Norway", ["ferri", "norway"]),
        ("61.6% in 2025, 1,000 tokens", ["61.6", "2025", "1,000", "token"]),
        ("每周 4.5 万亿", ["每", "周", "4.5", "万", "亿"]),
        ("-- ?! the of", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("query", "rows"),
    [("ferry passengers", [0]), ("the price of a ticket", [1]), ("4.2", [0]), ("中国", [2]), ("bridge", []), ("", [])],
)
def test_lexical_finds_rows_that_share_a_term(tmp_path: Path, query: str, rows: list[int]) -> None:
    made = Lexical.of(TEXTS)
    assert list(made.scores(query)) == rows
    made.save(tmp_path / "bm25")
    kept = Lexical.load(tmp_path / "bm25")
    assert kept.scores(query) == pytest.approx(made.scores(query))
    assert kept.size == 4
    # Numbers and text only: nothing that could run when it is read.
    assert {p.suffix for p in (tmp_path / "bm25").iterdir()} <= {".json", ".npy"}


def test_lexical_scores_are_bm25(tmp_path: Path) -> None:
    # Lucene's BM25, k1 = 1.5, b = 0.75: one of two texts holds the term once, both are two terms long.
    idf = np.log(1 + (2 - 1 + 0.5) / (1 + 0.5))
    assert Lexical.of(["ships sail", "ports close"]).scores("ships") == pytest.approx({0: idf / (1 + 1.5)}, rel=1e-4)


def test_lexical_without_a_word(tmp_path: Path) -> None:
    for texts in ([], ["", "--"]):
        folder = tmp_path / str(len(texts))
        Lexical.of(texts).save(folder)
        assert Lexical.load(folder).scores("ferries") == {}


def test_lexical_damage_is_named(tmp_path: Path) -> None:
    Lexical.of(TEXTS).save(tmp_path / "bm25")
    (tmp_path / "bm25" / "meta.json").write_text("{")
    with pytest.raises(SnapshotError, match="lexical index is damaged"):
        Lexical.load(tmp_path / "bm25")


def test_fusion_adds_reciprocal_ranks() -> None:
    fused = fuse([{7: 0.9, 3: 0.5, 1: 0.1}, {3: 12.0, 9: 4.0}])
    assert fused == pytest.approx(
        {3: 1 / (K + 2) + 1 / (K + 1), 7: 1 / (K + 1), 9: 1 / (K + 2), 1: 1 / (K + 3)}
    )  # fmt: skip
    assert list(fused) == [3, 7, 9, 1]
    assert fuse([]) == {}
    # Equal scores rank by row, so that the order of a dict decides nothing.
    assert list(fuse([{5: 1.0, 2: 1.0}])) == [2, 5]


def unit(*rows: list[float]) -> vectors.Vectors:
    found = np.array(rows, np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_nearest_by_cosine(tmp_path: Path) -> None:
    stored = unit([1, 0], [0, 1], [1, 1])
    vectors.save(stored, tmp_path / "x.faiss")
    index = vectors.load(tmp_path / "x.faiss")
    np.testing.assert_array_equal(vectors.matrix(index), stored)
    np.testing.assert_array_equal(vectors.read(tmp_path / "x.faiss"), stored)
    query = unit([2, 1])[0]
    expected = {0: 2 / 5**0.5, 1: 1 / 5**0.5, 2: 3 / 10**0.5}
    assert vectors.nearest(index, stored, query, 5) == pytest.approx(expected)
    assert list(vectors.nearest(index, stored, query, 2)) == [2, 0]
    assert vectors.nearest(index, stored, query, 1, rows=[0, 1]) == pytest.approx({0: expected[0]})


def test_no_vectors(tmp_path: Path) -> None:
    vectors.save(np.zeros((0, 3), np.float32), tmp_path / "x.faiss")
    index = vectors.load(tmp_path / "x.faiss")
    assert vectors.matrix(index).shape == vectors.read(tmp_path / "x.faiss").shape == (0, 3)
    assert vectors.nearest(index, vectors.matrix(index), np.zeros(3, np.float32), 5) == {}


def test_many_vectors_are_found_by_their_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 500)
    stored = unit(*np.random.default_rng(7).normal(size=(2_000, 16)).tolist())
    vectors.save(stored, tmp_path / "x.faiss")
    index = vectors.load(tmp_path / "x.faiss")
    np.testing.assert_array_equal(vectors.matrix(index), stored)
    exact = [set(np.argsort(-stored @ q)[:10].tolist()) for q in stored[:50]]
    found = [set(vectors.nearest(index, stored, q, 10)) for q in stored[:50]]
    assert sum(len(a & b) for a, b in zip(exact, found, strict=True)) >= 0.98 * 500


def test_damaged_vectors_are_named(tmp_path: Path) -> None:
    (tmp_path / "x.faiss").write_bytes(b"nothing")
    with pytest.raises(SnapshotError, match=r"x\.faiss is damaged; run: python -m reportqa build"):
        vectors.load(tmp_path / "x.faiss")


def test_the_encoder_is_the_official_one(encoder: Encoder) -> None:
    assert (encoder.name, encoder.hash) == ("all-MiniLM-L6-v2", DEFAULT_SHA256)
    assert (encoder.dimension, encoder.max_tokens) == (384, 256)


def test_the_encoder_puts_like_beside_like(encoder: Encoder) -> None:
    found = encoder.encode(["How many ships sail?", "the number of vessels", "The soup is cold."])
    assert found.shape == (3, 384) and found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert found[0] @ found[1] > 0.5 > found[0] @ found[2]
    # One by one or together, remembered or not, the vector is the same.
    np.testing.assert_allclose(encoder.encode(["How many ships sail?"])[0], found[0], atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)
    assert encoder.count_tokens("three words here") == 3
    assert encoder.is_word("ship") and not encoder.is_word("shpi")


def test_threads_share_the_encoder(encoder: Encoder) -> None:
    """The tokenizer keeps how it pads and cuts: a thread that reads offsets must not change that for one that embeds."""
    texts = ["Ferries " * n + "sail." for n in range(1, 12)]
    alone = encoder.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        embedded = [pool.submit(encoder.encode, texts) for _ in range(20)]
        read = [pool.submit(encoder.token_vectors, texts[:3]) for _ in range(20)]
        counted = [pool.submit(encoder.count_tokens, text) for text in texts]
    assert all(np.allclose(f.result(), alone, atol=1e-5) for f in embedded)
    # "Ferries", "sail" and the point are a token each.
    assert all([len(spans) for spans, _ in f.result()] == [3, 4, 5] for f in read)
    assert [f.result() for f in counted] == list(range(3, 14))


def test_a_question_is_remembered_until_it_is_forgotten(encoder: Encoder) -> None:
    question = ["How many ports are there?"]
    first = encoder.encode(question)
    assert np.shares_memory(encoder.encode(question), first)
    encoder.forget()
    assert not np.shares_memory(encoder.encode(question), first)
    np.testing.assert_array_equal(encoder.encode(question), first)


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        model_folder(str(tmp_path / "none"))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"holds no weights \(model.safetensors\)"):
        model_hash(str(tmp_path))


def test_other_weights_than_the_official_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(model_folder(), tmp_path / "model", ignore=shutil.ignore_patterns("*.safetensors"))
    (tmp_path / "model" / "model.safetensors").write_bytes(b"other weights")
    assert len(model_hash(str(tmp_path / "model"))) == 64
    monkeypatch.setattr(encoder_module, "model_folder", lambda model="": tmp_path / "model")
    with pytest.raises(ModelError, match="not the official ones"):
        model_hash()


def test_the_hash_of_the_weights_is_worked_out_once() -> None:
    model_hash()
    before = encoder_module._sha256.cache_info()
    assert model_hash() == DEFAULT_SHA256
    after = encoder_module._sha256.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)

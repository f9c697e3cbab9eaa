"""Splitting: passages fit the encoder's window, are cut on structure, and are exact stretches of their document."""

from pathlib import Path

import pytest

from reportqa.indexing.encoder import Encoder
from reportqa.indexing.split import embedded_text, sentences, split
from reportqa.reading import read, readable
from reportqa.types import BlockKind, Document, Passage

CORPUS = Path(__file__).parents[1] / "corpus"
LIST = """# Ferries

## Ports

These ports were built in 2024:

- Oslo, with 3 quays
- Bergen, with 5 quays

## Prices

A ticket costs 35 USD. A car costs 80 USD.
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A document with a list and a paragraph under headings."""
    (tmp_path / "ferries.md").write_text(LIST, encoding="utf-8")
    return read(tmp_path / "ferries.md", tmp_path)


def words(text: str) -> int:
    """A count that can be made by hand: one token a word."""
    return len(text.split())


def texts(passages: tuple[Passage, ...]) -> list[str]:
    return [p.text for p in passages]


def test_a_list_stays_together_under_the_sentence_that_introduces_it(document: Document) -> None:
    found = split(document, words, 60)
    assert texts(found) == [
        "These ports were built in 2024:",
        "Oslo, with 3 quays\n- Bergen, with 5 quays",
        "A ticket costs 35 USD. A car costs 80 USD.",
    ]
    assert found[1].context == "Ferries > Ports\nThese ports were built in 2024:"
    assert [p.heading for p in found] == [("Ferries", "Ports"), ("Ferries", "Ports"), ("Ferries", "Prices")]
    assert [p.slot for p in found] == [0, 1, 2]


def test_what_does_not_fit_is_cut_between_sentences_and_items(document: Document) -> None:
    # Four of the words are kept free; the headings and the lead-in leave five to the list, and eleven to the paragraph.
    assert texts(split(document, words, 18)) == [
        "These ports were built in 2024:",
        "Oslo, with 3 quays",
        "Bergen, with 5 quays",
        "A ticket costs 35 USD. A car costs 80 USD.",
    ]


def test_sentences_are_those_of_paragraphs_and_the_whole_of_list_items(document: Document) -> None:
    found = sentences(document)
    assert texts(found) == [
        "These ports were built in 2024:",
        "Oslo, with 3 quays",
        "Bergen, with 5 quays",
        "A ticket costs 35 USD.",
        "A car costs 80 USD.",
    ]
    assert embedded_text(found[1]) == "These ports were built in 2024:\nOslo, with 3 quays"
    assert embedded_text(found[3]) == "A ticket costs 35 USD."


def test_a_word_without_end_is_cut(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("number " + "x" * 400 + " 12 ships\n", encoding="utf-8")
    document = read(tmp_path / "long.txt", tmp_path)
    found = split(document, len, 64)
    assert all(len(p.text) <= 60 for p in found)
    assert "".join(p.text for p in found).replace(" ", "") == document.text.replace(" ", "").strip()


def test_a_table_is_runs_of_rows_under_its_header(tmp_path: Path) -> None:
    rows = "".join(f"Country{n},{n}\n" for n in range(40))
    (tmp_path / "cargo.csv").write_text(f"country,cargo\n{rows}", encoding="utf-8")
    document = read(tmp_path / "cargo.csv", tmp_path)
    found = split(document, lambda text: len(text.replace(",", " ").split()), 40)
    assert len(found) > 1
    assert all(p.context.endswith("country | cargo") for p in found)
    assert [line for p in found for line in p.text.splitlines()] == rows.splitlines()


@pytest.mark.parametrize("path", sorted(p for p in CORPUS.rglob("*.*") if readable(p)), ids=lambda p: p.name)
def test_the_real_corpus_fits_the_real_window(path: Path, encoder: Encoder) -> None:
    document = read(path, CORPUS)
    found = split(document, encoder.count_tokens, encoder.max_tokens)
    assert found
    for passage in found:
        assert document.text[passage.start : passage.end] == passage.text
        assert encoder.count_tokens(embedded_text(passage)) + 2 <= encoder.max_tokens
    # Nothing that is said is left out.
    covered = [(p.start, p.end) for p in found]
    for block in document.blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION):
            inside = [(a, b) for a, b in covered if a < block.end and b > block.start]
            assert min(a for a, _ in inside) <= block.start
            assert max(b for _, b in inside) >= block.end

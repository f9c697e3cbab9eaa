"""Whole documents: the promise that holds for every figure, its place, its id, and what the document lends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportqa.figures import extract
from reportqa.reading.read import read
from reportqa.types import Block, BlockKind, Document, Figure

ROOT = Path(__file__).parents[1]
REPORTS = [*sorted((ROOT / "corpus").rglob("*.md")), *sorted((ROOT / "corpus").rglob("*.csv"))]
REPORTS += [p for p in sorted((ROOT / "evals" / "reports").rglob("*.*")) if p.suffix in (".md", ".txt", ".csv")]
ARTICLE = """Harbour Review: Ferries in Norway, Q3 2025

Published on: 2025-10-14

Passengers

In the third quarter of 2025 weekly ferry usage reached 2.41 million passengers in Norway. The data shows, by county:

  • Rogaland: 0.9 million passengers weekly
  • Vestland: approximately 1.1 million passengers

Rogaland accounts for 37.3% of the total. The 2.4 million passengers are a record.

Outlook

Fares rise by 5% in 2026.
"""


def document_of(tmp_path: Path, text: str, name: str = "review.txt") -> Document:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(path, tmp_path)


def by_text(document: Document) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for figure in extract(document):
        found.setdefault(figure.text, figure)
    return found


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.name)
def test_every_figure_is_the_documents_own_characters(path: Path) -> None:
    document = read(path, path.parents[1])
    figures = extract(document)
    assert all(document.text[f.start : f.end] == f.text for f in figures)
    assert len({f.id for f in figures}) == len(figures)
    assert [f.start for f in figures] == sorted(f.start for f in figures)
    assert all(f.locator and f.statement and f.document == document.id for f in figures)
    assert figures == extract(document)


def test_the_list_takes_period_and_measure_from_what_introduces_it(tmp_path: Path) -> None:
    found = by_text(document_of(tmp_path, ARTICLE))
    item = found["1.1 million passengers"]
    assert (item.subject, item.value, item.unit) == ("Vestland", 1.1e6, "passenger")
    assert item.period is not None and str(item.period.start) == "2025-07-01"
    assert item.locator == "§ Passengers, item 3"


def test_a_number_that_is_only_repeated_is_the_one_it_rounds(tmp_path: Path) -> None:
    found = by_text(document_of(tmp_path, ARTICLE))
    assert (found["2.4 million passengers"].subject, found["2.4 million passengers"].metric) == (
        "Norway",
        "weekly ferry usage",
    )


def test_a_share_of_the_total_names_the_measure(tmp_path: Path) -> None:
    share = by_text(document_of(tmp_path, ARTICLE))["37.3%"]
    assert share.subject == "Rogaland" and share.metric.startswith("share of total")


def test_an_outlook_is_a_forecast_and_dates_are_figures(tmp_path: Path) -> None:
    found = by_text(document_of(tmp_path, ARTICLE))
    assert found["5%"].status == "forecast"
    assert (found["2026"].unit, found["2026"].value) == ("date", 2026)


def test_ids_are_places_and_statements_are_short(tmp_path: Path) -> None:
    figures = extract(document_of(tmp_path, ARTICLE))
    assert all(f.id == f"review.txt:{f.start}" for f in figures)
    assert all(len(f.statement.split()) <= 64 for f in figures)


def test_a_document_without_numbers_has_no_figures(tmp_path: Path) -> None:
    assert extract(document_of(tmp_path, "Nothing here.\n\nNothing there either.\n")) == ()


WORDS = st.sampled_from(
    [
        "Norway",
        "Denmark's",
        "usage",
        "rose",
        "fell",
        "to",
        "by",
        "from",
        "5%",
        "3",
        "million",
        "$2bn",
        "€(4.1)",
        "in",
        "2024",
        "Q3",
        "2025",
        ",",
        "and",
        ";",
        "while",
        "(",
        ")",
        "the",
        "of",
        "—",
        ":",
        ".",
        "it",
        "that",
        "which",
        "was",
        "grew",
        "accounts",
        "for",
        "share",
        "respectively",
        "a",
        "year",
        "earlier",
        "7.9",
        "trillion",
        "tokens",
        "per",
        "week",
        "NOK",
        "40",
        "up",
        "down",
        "x",
        "1.4x",
        "as",
        "much",
        "中国",
        "达到",
        "万亿",
        "\n\n",
        "•",
        "up",
        "to",
        "will",
    ]
)


@given(st.lists(WORDS, max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_it(words: list[str]) -> None:
    text = " ".join(words)
    blocks = (Block(BlockKind.PARAGRAPH, 0, len(text)),)
    document = Document("a.txt", text[:30], "", "2025-10-14", "a", text, blocks)
    figures = extract(document)
    assert all(text[f.start : f.end] == f.text for f in figures)
    assert figures == extract(document)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_characters_break_it(text: str) -> None:
    blocks = (
        Block(BlockKind.HEADING, 0, min(5, len(text)), 1),
        Block(BlockKind.LIST_ITEM, 0, len(text), 1, lead_in=(0, min(9, len(text)))),
    )
    figures = extract(Document("a.txt", text, "", text[:10], "a", text, blocks))
    assert all(text[f.start : f.end] == f.text for f in figures)

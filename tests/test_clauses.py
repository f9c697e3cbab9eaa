"""What the words over a table declare of some of its rows or columns only, and that answers are told in that scale."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.answering.answer import answer
from reportqa.figures import extract
from reportqa.figures.clauses import declaration
from reportqa.figures.declared import Measure
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import open_snapshot
from reportqa.reading import read
from reportqa.types import Document


def document_of(folder: Path, above: str, table: str) -> Document:
    path = folder / "report.md"
    path.write_text(f"# Ferries\n\n## The lines\n\n{above}\n\n{table}\n", encoding="utf-8")
    return read(path, folder)


LINES = """| Line | Passengers 2025 | Average fare | Cost per seat | Ships | Load factor (%) |
|---|---|---|---|---|---|
| Norrfart | 1.2 | 18.40 | 11.10 | 7 | 61.5 |"""
CAUGHT = """| Coast | Wild catch | Export value | People employed | Licensed vessels | Mean price (EUR) |
|---|---|---|---|---|---|
| North | 438 | 1,515 | 9,640 | 2,015 | 3.10 |"""
GROUP = """| Measure | 2024 | 2025 |
|---|---|---|
| Sales | 1,486 | 1,398 |
| Polymer output | 812 | 790 |
| Employees | 11,420 | 11,085 |
| Revenue per user and month (EUR) | 262 | 247 |"""


@pytest.mark.parametrize(
    ("above", "table", "values"),
    [
        (
            "Table 1: Summer (May to August) 2025. Passengers in millions, fares and unit costs in euros",
            LINES,
            {"1.2": (1.2e6, "passenger"), "18.40": (18.4, "EUR"), "11.10": (11.1, "EUR"), "7": (7, "ship"), "61.5": (61.5, "percent")},
        ),
        (
            "The table covers three coasts. Quantities in thousand tonnes, live weight; export value in million US dollars; people in full-time work.",
            CAUGHT,
            {"438": (438e3, "tonne"), "1,515": (1.515e9, "USD"), "9,640": (9640, ""), "2,015": (2015, "vessel"), "3.10": (3.1, "EUR")},
        ),
        (
            "*Amounts in millions of euros unless the row says otherwise; volumes in kilotonnes.*",
            GROUP,
            {"1,486": (1.486e9, "EUR"), "812": (812, "kilotonne"), "11,420": (11420, "employee"), "262": (262, "EUR")},
        ),
        (
            "Key figures of the group (EUR million, except where the label says otherwise)",
            GROUP,
            {"1,486": (1.486e9, "EUR"), "11,420": (11420, "employee"), "262": (262, "EUR")},
        ),
    ],
)  # fmt: skip
def test_each_clause_holds_for_what_it_names(
    tmp_path: Path, above: str, table: str, values: dict[str, tuple[float, str]]
) -> None:
    found = {f.text: (f.value, f.unit.partition(" / ")[0]) for f in extract(document_of(tmp_path, above, table))}
    assert {text: found[text] for text in values} == values


def test_one_statement_holds_for_the_whole_table(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Amounts in EUR million, except where another unit is given.", GROUP)
    told = declaration(document, document.tables[0])
    assert (told.whole, told.clauses, told.exempt) == (Measure(1e6, "EUR"), (), True)


def test_a_sentence_that_tells_something_declares_nothing(tmp_path: Path) -> None:
    document = document_of(tmp_path, "Revenue in euros fell in May. Employment in hospitals rose.", GROUP)
    assert declaration(document, document.tables[0]).clauses == ()


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How many ships does Norrfart have?", 7),
        ("What is the average fare of Norrfart?", 18.4),
        ("How many passengers did Norrfart carry in 2025?", 1.2e6),
    ],
)
def test_answers_are_told_in_the_scale_of_their_column(tmp_path: Path, question: str, value: float) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    document_of(corpus, "Passengers in millions, fares and unit costs in euros", LINES)
    build(corpus, tmp_path / "index")
    told = answer(question, (), open_snapshot(tmp_path / "index"), None, "")
    assert [f.value for f in told.figures[:1]] == [value]


def test_a_field_name_is_read_as_a_header_in_a_stored_index_too(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "apps.csv").write_text(
        "app,monthly_active_users_m_2025,price_usd_per_month\nParolo,84.6,7.99\nLingwing,31.9,12.50\n", encoding="utf-8"
    )
    build(corpus, tmp_path / "index")
    snapshot = open_snapshot(tmp_path / "index")
    assert [c.text for c in snapshot.documents["apps.csv"].tables[0].cells[0]] == [
        "app", "Monthly active users 2025 (m)", "Price (USD per month)",
    ]  # fmt: skip
    told = answer("How many monthly active users did Parolo have in 2025?", (), snapshot, None, "")
    assert [f.value for f in told.figures[:1]] == [84.6e6]

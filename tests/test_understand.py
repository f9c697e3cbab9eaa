"""What is understood of a question: kind, operation, unit, names, periods, words, interval, and whether it looks ahead."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ask

from reportqa.answering.query import Asked, Operation
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

N = Operation.NONE
Q = Asked.QUANTITY
# Question, asked, operation, unit, names, periods, words.
QUESTIONS = [
    ("How many tonnes of pears did Sweden's orchards harvest in 2025?", Q, N, "tonne", ("sweden",), ("2025",), ("tonnes", "pears", "orchards", "harvest")),
    ("How many people do Denmark's orchards employ?", Q, N, "person", ("denmark",), (), ("people", "orchards", "employ")),
    ("What was the pear harvest of the three countries together in 2025?", Q, Operation.SUM, "", (), ("2025",), ("pear", "harvest", "three", "countries", "together")),
    ("How long does a new pump last?", Q, N, "time", (), (), ("long", "new", "pump", "last")),
    ("By how much did the price of pears fall in 2025?", Q, Operation.DIFFERENCE, "price", (), ("2025",), ("price", "pears", "fall")),
    ("Which library lent the most books in 2025?", Asked.LIST, Operation.HIGHEST, "", (), ("2025",), ("library", "lent", "books")),
    ("What share of the pears did Sweden harvest in 2025?", Q, Operation.SHARE, "percent", ("sweden",), ("2025",), ("share", "pears", "harvest")),
    ("How many times more books did the Harbour Library lend than the Park Library?", Q, Operation.RATIO, "ratio", ("harbour library", "park library"), (), ("times", "books", "lend")),
    ("How many more members does the Harbour Library have than the Station Library?", Q, Operation.DIFFERENCE, "member", ("harbour library", "station library"), (), ("members",)),
    ("What was the average harvest of Sweden and Denmark in 2025?", Q, Operation.AVERAGE, "", ("sweden", "denmark"), ("2025",), ("average", "harvest")),
    ("Why did the price fall?", Asked.REASON, N, "price", (), (), ("price", "fall")),
    ("Is it true that the Park Library lent more than 50,000 books?", Asked.YES_NO, N, "", ("park library",), (), ("lent", "50,000", "books")),
    ("Compare the members of the Harbour Library and the Station Library.", Asked.COMPARISON, N, "member", ("harbour library", "station library"), (), ("compare", "members")),
    ("Rank the libraries by books lent.", Asked.RANKING, N, "", (), (), ("rank", "libraries", "books", "lent")),
    ("In which year did Sweden harvest 80,000 tonnes?", Asked.DATE, N, "date", ("sweden",), (), ("year", "harvest", "80,000", "tonnes")),
    ("What does a litre of water cost?", Q, N, "price", (), (), ("litre", "water", "cost")),
    # Units that are counted without "how many".
    ("number of members of the Harbour Library", Q, N, "member", ("harbour library",), (), ("members",)),
    ("number of members end of 2025??", Q, N, "member", (), ("end of 2025",), ("members",)),
    ("How many members do the Harbour Library and the Park Library have between them?", Q, Operation.SUM, "member", ("harbour library", "park library"), (), ("members", "between")),
    ("What were the visits of the Harbour Library in 2025?", Asked.LIST, N, "", ("harbour library",), ("2025",), ("visits",)),
    ("Harbour Library visits 2025", Q, N, "visit", ("harbour library",), ("2025",), ("visits",)),
    ("How full is the Harbour Library?", Q, N, "percent", ("harbour library",), (), ("full",)),
    ("By when will Sweden's orchards harvest 90,000 tonnes?", Asked.DATE, N, "date", ("sweden",), (), ("orchards", "harvest", "90,000", "tonnes")),
    ("On what date does the Park Library open?", Asked.DATE, N, "date", ("park library",), (), ("date", "open")),
    ("How large is the staff of Denmark's orchards, in people?", Q, N, "person", ("denmark",), (), ("large", "staff", "orchards", "people")),
    ("What do the Danes harvest?", Q, N, "", ("denmark",), (), ("harvest",)),
    ("What fine per share of members did the Park Library collect, in US dollars?", Q, N, "USD", ("park library",), (), ("fine", "share", "members", "collect")),
    ("What are the fines of the Park Library, as a percentage of costs?", Asked.LIST, Operation.SHARE, "percent", ("park library",), (), ("fines", "percentage", "costs")),
    # Which way a comparison goes is no measure.
    ("Which lent fewer books: the Harbour Library or the Park Library?", Asked.COMPARISON, N, "", ("harbour library", "park library"), (), ("lent", "books")),
    ("Whose members return the bigger share of books, the Harbour Library's or the Park Library's?", Asked.COMPARISON, N, "percent", ("harbour library", "park library"), (), ("members", "return", "share", "books")),
    # Movements told by verbs and comparatives.
    ("How fast are visits to the Harbour Library swelling?", Q, N, "percent", ("harbour library",), (), ("fast", "visits", "growth")),
    ("How much cheaper did pears get in 2025?", Q, Operation.CHANGE, "percent", (), ("2025",), ("price", "decline", "pears")),
]  # fmt: skip


@pytest.mark.parametrize(("question", "asked", "operation", "unit", "names", "periods", "words"), QUESTIONS)
def test_what_a_question_asks(
    question: str,
    asked: Asked,
    operation: Operation,
    unit: str,
    names: tuple[str, ...],
    periods: tuple[str, ...],
    words: tuple[str, ...],
    invented: Snapshot,
) -> None:
    made = understand(question, (), invented)
    assert made.text == question
    assert (made.asked, made.operation, made.unit, made.unknown) == (asked, operation, unit, ())
    assert (made.entities, tuple(p.text for p in made.periods), made.words) == (names, periods, words)


# What is written in haste, and what is read.
HASTE = [
    ("swedn pears 2025", "Sweden pears 2025"),
    ("Swedn pears 2025", "Sweden pears 2025"),
    ("SE vs DK pears 2025", "Sweden versus Denmark pears 2025"),
    ("pears harvst FI 25?", "pears harvest Finland 2025?"),
    ("orchrd ppl sweden", "orchards people sweden"),
    ("pears sweden 25 vs 24", "pears sweden 2025 versus 2024"),
    ("library open nites until wen", "library open nights until when"),
    ("libr memb station", "library member station"),
    ("hw many visits did teh harbour library have", "how many visits did the harbour library have"),
    ("late returns pct park library", "late returns percent park library"),
    ("hey, can you tell me how many books the Park Library lent in 2025? thx", "how many books the Park Library lent in 2025"),
    ("Do you know how many members the Harbour Library has?", "How many members the Harbour Library has?"),
    ("According to the report, how many litres of water does the network pump a week?", "How many litres of water does the network pump a week?"),
    ("Tell me the price of water.", "What is the price of water?"),
    ("I am writing about Denmark. How many tonnes of pears did its orchards harvest in 2025?", "How many tonnes of pears did Denmark's orchards harvest in 2025?"),
    ("We look at 2024. How many tonnes of pears did Sweden's orchards harvest?", "How many tonnes of pears did Sweden's orchards harvest in 2024?"),
    ("How much could Sweden harvest before the year is out?", "How much could Sweden harvest by the end of 2026?"),
    ("How much will Sweden harvest a year from now?", "How much will Sweden harvest in 2027?"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "read"), HASTE)
def test_a_hasty_question_is_read_as_it_was_meant(written: str, read: str, invented: Snapshot) -> None:
    assert understand(written, (), invented).text == read


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("How many tonnes of pears did Norway harvest in 2025?", ("norway",)),
        ("pears norway 2025", ("norway",)),
        ("pears south korea 2025", ("south korea",)),
        ("How many tonnes of pears did Zorblax harvest?", ("zorblax",)),
        ("How many books did the Parc Library lend?", ("parc library",)),
        ("How many tonnes were harvested in countries other than Sweden?", ("others than Sweden",)),
    ],
)
def test_a_name_that_the_corpus_lacks_stays_unknown(
    question: str, unknown: tuple[str, ...], invented: Snapshot
) -> None:
    made = understand(question, (), invented)
    assert (made.entities, made.unknown) == ((), unknown)
    assert ask(invented, question).status == "absent"


@pytest.mark.parametrize(
    ("question", "ahead", "frequency"),
    [
        ("How many tonnes could Sweden harvest by the end of 2027?", True, ""),
        ("How many books might a reader borrow in 2025?", False, ""),
        ("How many tonnes is Sweden expected to harvest?", True, ""),
        ("What would 1,000 litres cost in 2025?", False, ""),
        ("How many litres does the network pump per day?", False, "day"),
        ("monthly visits of the Harbour Library", False, "month"),
        ("What was the harvest a year earlier?", False, ""),
    ],
)
def test_time_to_come_and_interval(question: str, ahead: bool, frequency: str, invented: Snapshot) -> None:
    made = understand(question, (), invented)
    assert (made.forecast, made.frequency) == (ahead, frequency)


def test_an_adjective_of_a_place_is_the_place(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "wool.md").write_text(
        "# Wool\n\nOstrava, Velmia and Karth sheared 90,000 tonnes of wool in 2024. "
        "Velmia sheared 40,000 tonnes of wool in 2024, about 44% of all wool.\n",
        encoding="utf-8",
    )
    build(corpus, tmp_path / "index")
    held = open_snapshot(tmp_path / "index")
    assert understand("What did the Velmian farms shear?", (), held).entities == ("velmia",)

"""Answers end to end over invented reports: exact values, figures and spans; what is missing is refused, nothing raises."""

from __future__ import annotations

import re

import pytest
from invented import ask

from reportqa.answering.answer import answer
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Status

LOOKED_UP = [
    ("How many tonnes of pears did Denmark's orchards harvest in 2024?", "24,000 tonnes", 24_000.0, "tonne", "orchards/report.md", "24,000 tonnes"),
    ("How many tonnes of pears did Denmark's orchards harvest in 2025?", "21,000 tonnes", 21_000.0, "tonne", "orchards/report.md", "21,000 tonnes"),
    ("How many books did the Station Library lend in 2025?", "155,000 books", 155_000.0, "book", "libraries/report.md", "155,000 books"),
    ("How many members does the Harbour Library have?", "40,000 members", 40_000.0, "member", "libraries/report.md", "40,000 members"),
    ("How many people do Denmark's orchards employ?", "420 people", 420.0, "person", "orchards/report.md", "420 people"),
    ("What were the late returns at the Station Library?", "6.1%", 6.1, "percent", "libraries/report.md", "6.1"),
    ("What fines did the Park Library collect?", "2,480 USD", 2480.0, "USD", "libraries/report.md", "2,480"),
    ("What was the output of North Reef in 2024?", "120 GWh", 120.0, "gigawatt_hour", "wind/output.csv", "120"),
    ("What was South Reef's output in 2025?", "72 GWh", 72.0, "gigawatt_hour", "wind/output.csv", "72"),
    ("How much does water cost per 1,000 litres?", "0.40 EUR per 1,000 litres", 0.4, "EUR / kiloliter", "orchards/report.md", "0.40 EUR per 1,000 litres"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "short", "value", "unit", "document", "text"), LOOKED_UP)
def test_a_figure_is_given_with_its_value_unit_and_place(
    question: str, short: str, value: float, unit: str, document: str, text: str, invented: Snapshot
) -> None:
    made = ask(invented, question)
    assert (made.status, made.short, made.missing, made.derivation) == ("answered", (short,), None, None)
    head = made.figures[0]
    assert (head.text, head.value, head.unit, head.document) == (text, value, unit, document)
    # The figure's characters stand exactly there, and a cited passage holds them.
    assert invented.documents[document].text[head.start : head.end] == text
    assert any(p.document == document and p.start <= head.start and head.end <= p.end for p in made.passages)


def test_a_forecast_is_given_as_one_and_never_as_a_fact(invented: Snapshot) -> None:
    ahead = ask(invented, "How many tonnes of pears will Sweden's orchards harvest in 2027?")
    assert (ahead.figures[0].value, ahead.figures[0].status) == (90_000.0, Status.FORECAST)
    assert "(forecast)" in ahead.answer
    fact = ask(invented, "How many tonnes of pears did Sweden's orchards harvest in 2025?")
    assert {f.value for f in fact.figures} == {84_000.0}


ABSENT = [
    # another subject
    ("How many tonnes of pears did Norway's orchards harvest in 2025?", "Norway", "84,000 tonnes"),
    ("How many people do Finland's orchards employ?", "Finland", "420 people"),
    ("How many members does the Park Library have?", "Park Library", "31,000 members"),
    # another period
    ("How many tonnes of pears did Finland's orchards harvest in 2019?", "2019", "14,000 tonnes"),
    ("What was the output of South Reef in 2023?", "2023", "90"),
    # another measure
    ("How many employees does the Harbour Library have?", "employees", "40,000 members"),
    ("How much revenue did the Harbour Library earn in 2025?", "revenue", ""),
    # another status: there is no forecast for Denmark
    ("How many tonnes of pears will Denmark's orchards harvest in 2027?", "2027", "21,000 tonnes"),
    ("What is the capital of Sweden?", "capital", ""),
]


@pytest.mark.parametrize(("question", "missing", "near"), ABSENT)
def test_what_the_reports_do_not_hold_is_refused(question: str, missing: str, near: str, invented: Snapshot) -> None:
    made = ask(invented, question)
    assert (made.status, made.short, made.figures, made.derivation) == ("absent", (), (), None)
    assert made.missing is not None and missing.lower() in made.missing.lower()
    assert made.answer == f"Not in the corpus: {made.missing}."
    assert not near or near in [f.text for f in made.nearest]


def test_equal_statements_are_one_answer_with_several_sources(invented: Snapshot) -> None:
    made = ask(invented, "How many tonnes of pears did Sweden's orchards harvest in 2025?")
    assert made.short == ("84,000 tonnes",)
    assert {(f.document, f.value) for f in made.figures} == {
        ("orchards/report.md", 84_000.0),
        ("orchards/market.md", 84_000.0),
    }


def test_reports_that_disagree_are_shown_side_by_side(invented: Snapshot) -> None:
    made = ask(invented, "How many passengers did Kelso Bay's trams carry in 2025?")
    assert {(f.document, f.value) for f in made.figures} == {("trams/report.md", 6.0e6), ("transport/report.md", 6.4e6)}
    assert "6.0 million passengers" in made.answer and "6.4 million passengers" in made.answer


@pytest.mark.parametrize(
    ("within", "value"), [("trams", 6.0e6), ("trams/report.md", 6.0e6), ("transport", 6.4e6), ("libraries", None)]
)
def test_within_asks_one_report_or_document_alone(within: str, value: float | None, invented: Snapshot) -> None:
    made = ask(invented, "How many passengers did Kelso Bay's trams carry in 2025?", within=within)
    assert [f.value for f in made.figures] == ([] if value is None else [value])
    assert made.status == ("absent" if value is None else "answered")
    assert all(f.document.startswith(within) for f in (*made.figures, *made.nearest))


@pytest.mark.parametrize(
    "question",
    [
        "How many members does the Harbour Library have?",
        "What is the difference between Sweden's and Denmark's pear harvest in 2025?",
        "How many tonnes of pears did Sweden's orchards harvest in 2025?",
        "How many more books did the Harbour Library lend than the Station Library in 2025?",
        "What is the average number of books lent by the libraries?",
        "How many passengers did Kelso Bay's trams carry in 2025?",
    ],
)
def test_every_figure_is_marked_once_behind_its_own_number(question: str, invented: Snapshot) -> None:
    made = ask(invented, question)
    markers = [int(n) for n in re.findall(r"\[(\d+)\]", made.answer)]
    assert sorted(m for m in markers if m <= len(made.figures)) == list(range(1, len(made.figures) + 1))
    for n, figure in enumerate(made.figures, 1):
        number = re.match(r"[\d.,]*\d", figure.text)
        before = made.answer[: made.answer.index(f"[{n}]")]
        assert number is not None
        # A result is no source: behind it stands no marker, even where an operand is written alike.
        assert re.search(rf"{re.escape(number.group())}[^\d]*(?:\[\d+\])*$", before), made.answer


EMPTY = ["", "   ", "???", "\n\t", "\x00\x01\x02"]
STRANGE = [
    "a" * 10_000, "9" * 500, "瑞典2025年收获了多少吨梨？", "'; DROP TABLE figures; --", "<script>alert(1)</script>", "[1] [99]",
    "\\d+(?P<x>.*", "🍐" * 50, "{} %s {0}", "NaN",
]  # fmt: skip
LOOSE = ["pears " * 2_000, "1e999 tonnes", "\u202epears\u202c", "0 / 0", "and", "And?", "How much more is that?", "How many -1 tonnes per tonnes per tonnes?"]  # fmt: skip


@pytest.mark.parametrize("question", EMPTY, ids=ascii)
def test_what_is_no_question_is_said_to_be_none(question: str, invented: Snapshot) -> None:
    made = ask(invented, question)
    assert (made.status, made.question, made.missing, made.figures) == ("absent", question, "no question", ())


@pytest.mark.parametrize("question", STRANGE, ids=range(len(STRANGE)))
def test_strange_questions_are_refused_and_disturb_no_chat(question: str, invented: Snapshot) -> None:
    made = ask(invented, question)
    assert (made.status, made.question, made.figures) == ("absent", question, ())
    assert ask(invented, question, "How many members does the Harbour Library have?").short == ("40,000 members",)


@pytest.mark.parametrize("question", LOOSE, ids=range(len(LOOSE)))
def test_loose_words_never_raise_and_an_answer_to_them_is_grounded(question: str, invented: Snapshot) -> None:
    # `ask` holds the answer against promise 1.
    made = ask(invented, question)
    assert (made.question, made.status == "answered") == (question, made.missing is None)


def test_an_answer_keeps_its_id_and_question_and_is_always_the_same(invented: Snapshot) -> None:
    question = "How many members does the Station Library have?"
    first, again = (answer(question, (), invented, id="q7") for _ in range(2))
    assert (first.id, first.question, first.standalone) == ("q7", question, question)
    assert (first.answer, first.figures, first.passages) == (again.answer, again.figures, again.passages)
    assert 0 < first.seconds < 30


def test_a_fault_in_a_maker_is_a_refusal_and_ends_nothing(invented: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("reportqa.answering.answer.drafts", fails)
    made = answer("How many books did Harbour Library lend in 2025?", [], invented)
    assert made.status == "absent"
    assert made.missing == "a fault in the program"
    assert made.figures == ()

"""Which figures pass the gates of a question, and which fits it best."""

from __future__ import annotations

import pytest

from reportqa.answering.concepts import concepts_of, equal_terms, exclude
from reportqa.answering.lookup import look_up
from reportqa.answering.match import ACCEPTED, ranked
from reportqa.answering.understanding.understand import understand
from reportqa.answering.words import stem
from reportqa.indexing.snapshot import Snapshot

BEST = [
    ("How many tonnes of pears did Sweden's orchards harvest in 2025?", "84,000 tonnes"),
    ("How many tonnes of pears did Denmark's orchards harvest in 2024?", "24,000 tonnes"),
    ("How many tonnes of pears did the three countries harvest together in 2025?", "119,000 tonnes"),
    ("How many people do Denmark's orchards employ?", "420 people"),
    ("How many tonnes will Sweden's orchards harvest in 2027?", "90,000 tonnes"),
    ("How many members does the Station Library have?", "31,000 members"),
    ("How many visitors came to the Harbour Library in 2025?", "500,000 visits"),
    ("What was North Reef's output in 2025?", "150"),
]
REFUSED = [
    "How many tonnes of pears did Norway's orchards harvest in 2025?",
    "How many tonnes of pears did Finland's orchards harvest in 2024?",
    "How many tonnes of pears will Denmark's orchards harvest in 2027?",
    "How many members does the Park Library have?",
]


@pytest.mark.parametrize(("question", "text"), BEST)
def test_the_best_figure_is_that_of_the_whole_identity(question: str, text: str, invented: Snapshot) -> None:
    found = ranked(understand(question, [], invented), invented)
    assert found[0].figure.text == text
    assert found[0].score >= ACCEPTED


@pytest.mark.parametrize("question", REFUSED)
def test_a_figure_of_another_name_time_or_status_never_passes(question: str, invented: Snapshot) -> None:
    found = ranked(understand(question, [], invented), invented)
    assert not [m.figure.text for m in found if m.score >= ACCEPTED]


def test_a_whole_is_never_given_for_its_part(invented: Snapshot) -> None:
    query = understand("How many tonnes of pears did Sweden's orchards harvest in 2025?", [], invented)
    assert "119,000 tonnes" not in {m.figure.text for m in ranked(query, invented)}


def test_a_measure_excludes_another_one() -> None:
    assert exclude(concepts_of(["revenue"]), concepts_of(["operating profit"]))
    assert not exclude(concepts_of(["turnover"]), concepts_of(["net sales"]))
    assert not exclude(concepts_of(["costs"]), concepts_of(["price per order"]))
    assert not exclude(concepts_of(["passengers"]), concepts_of(["profit"]))


def test_equal_terms_hold_the_stem_itself() -> None:
    assert stem("revenue") in equal_terms(stem("turnover"))
    assert equal_terms("ferri") == frozenset(["ferri"])


def test_a_name_alone_asks_for_nothing(invented: Snapshot) -> None:
    assert look_up(understand("And how did Denmark do?", [], invented), invented) is None

"""What the form of a question asks of prose."""

import numpy as np
import pytest

from reportqa.answering.prose.form import Wants, asks_several, form_of
from reportqa.answering.prose.respective import split_by_year
from reportqa.answering.query import Asked, Operation, Query
from reportqa.figures import periods


def query(text: str) -> Query:
    when = tuple(p for p, _, _ in periods.find(text, None))
    return Query(text, Asked.QUANTITY, Operation.NONE, (), periods=when, vector=np.zeros(2, np.float32))


@pytest.mark.parametrize(
    ("text", "wants", "noun", "count"),
    [
        ("Which three forces squeezed the operators?", Wants.LIST, "force", 3),
        ("What are the risks to the forecast?", Wants.LIST, "risk", 0),
        ("What were the causes of cancelled trips?", Wants.LIST, "cause", 0),
        ("What is Audit Fees?", Wants.SPAN, "fee", 0),
        ("What are distribution customers?", Wants.SPAN, "customer", 0),
        ("Why did winter trips fall?", Wants.REASON, "", 0),
        ("How did trips fall?", Wants.REASON, "", 0),
        ("When was the office founded?", Wants.DATE, "", 0),
        ("Who leads the office?", Wants.NAME, "", 0),
        ("Which shops supply the club with helmets?", Wants.LIST, "shop", 0),
        ("Which kinds of bicycles does the club repair?", Wants.LIST, "bicycle", 0),
        ("Who are the biggest buyers of saddles?", Wants.LIST, "buyer", 0),
        ("Name the two bicycle and tram operators.", Wants.LIST, "operator", 2),
        ("What are riders doing while they wait?", Wants.LIST, "", 0),
        ("How many bicycles are there?", Wants.QUANTITY, "", 0),
    ],
)
def test_form(text: str, wants: Wants, noun: str, count: int) -> None:
    form = form_of(query(text))
    assert (form.wants, form.noun, form.count) == (wants, noun, count)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (
            "What was the rent in 2019 and 2018, respectively?",
            ["What was the rent in 2019 ?", "What was the rent in 2018 ?"],
        ),
        ("What was the rent in 2019?", []),
        ("What was the change in rent between 2018 and 2019, respectively?", []),
    ],
)
def test_a_question_about_several_years_is_asked_once_a_year(text: str, asked: list[str]) -> None:
    assert [q.text for q in split_by_year(query(text))] == asked


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("Who are the biggest buyers of saddles?", True),
        ("Name the three shops with the best pumps.", True),
        ("Which shop is the biggest?", False),
        ("How many shops are there?", False),
    ],
)
def test_several_things_are_asked_for_by_name(text: str, several: bool) -> None:
    assert asks_several(query(text)) is several

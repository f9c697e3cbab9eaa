"""Yes-or-no questions over invented reports: yes, no, or open, with the figures that decide it."""

from __future__ import annotations

import math

import pytest
from invented import ask

from reportqa.answering.comparing.verdicts import Held, holds
from reportqa.figures.numbers import find
from reportqa.indexing.snapshot import Snapshot

DECIDED = [
    ("Did Sweden's orchards harvest more than 80,000 tonnes of pears in 2025?", "yes", 84_000.0),
    ("Is it true that Denmark's orchards harvested 21,000 tonnes of pears in 2025?", "yes", 21_000.0),
    ("Was Denmark's pear harvest 30,000 tonnes in 2024?", "no", 24_000.0),
    ("Sweden harvested 84,000 tonnes in 2025, right?", "yes", 84_000.0),
    ("Does the Station Library have over 35,000 members?", "no", 31_000.0),
    ("Did visits to the Harbour Library grow by more than 20% in 2025?", "yes", 25.0),
    ("Did visits to the Harbour Library grow by more than 30%?", "no", 25.0),
    ("Did the wholesale price of pears fall in 2025?", "yes", 8.0),
    ("Did the wholesale price of pears rise in 2025?", "no", 8.0),
    ("Is a new pump expected to last more than 10 years?", "yes", 15.0),
    ("Does water cost more than 0.30 EUR per 1,000 litres?", "yes", 0.40),
    ("Is the late return rate of the Park Library below 5%?", "yes", 3.3),
    ("Will Sweden harvest more than 85,000 tonnes in 2027?", "yes", 90_000.0),
]  # fmt: skip


@pytest.mark.parametrize(("question", "said", "value"), DECIDED)
def test_a_claim_with_a_number_is_decided_by_the_figure(
    question: str, said: str, value: float, invented: Snapshot
) -> None:
    made = ask(invented, question)
    assert (made.status, made.short[0]) == ("answered", said)
    assert made.answer.startswith({"yes": "Yes.", "no": "No."}[said])
    assert made.figures[0].value == value


@pytest.mark.parametrize(
    ("question", "said", "values"),
    [
        ("Does the Harbour Library have more members than the Station Library?", "yes", {40_000.0, 31_000.0}),
        ("Do Sweden's orchards employ fewer people than Denmark's?", "no", {1_200.0, 420.0}),
        ("Isn't Sweden's pear harvest larger than Denmark's in 2025?", "yes", {84_000.0, 21_000.0}),
        ("Was North Reef's output higher in 2025 than in 2024?", "yes", {150.0, 120.0}),
    ],
)
def test_a_claim_about_two_sides_rests_on_both(
    question: str, said: str, values: set[float], invented: Snapshot
) -> None:
    made = ask(invented, question)
    assert (made.status, made.short[0]) == ("answered", said)
    assert {f.value for f in made.figures} == values


@pytest.mark.parametrize(
    ("question", "said", "value", "unit"),
    [
        ("Did the Harbour Library lend twice as many books as the Station Library?", "yes", 2.0, "ratio"),
        ("Did Sweden harvest more pears than Denmark and Finland together in 2025?", "yes", 35_000.0, "tonne"),
        ("Does Sweden harvest more pears than the other countries put together?", "yes", 35_000.0, "tonne"),
        ("Did Denmark's pear harvest fall?", "yes", 12.5, "percent"),
    ],
)
def test_what_a_claim_needs_is_worked_out_and_shown(
    question: str, said: str, value: float, unit: str, invented: Snapshot
) -> None:
    made = ask(invented, question)
    assert made.short[0] == said
    assert made.derivation is not None
    assert (made.derivation.value, made.derivation.unit) == (value, unit)
    assert set(made.derivation.operands) <= {f.id for f in made.figures}


def test_sources_that_differ_leave_a_claim_open(invented: Snapshot) -> None:
    made = ask(invented, "Did Kelso Bay's trams carry more than 6.2 million passengers in 2025?")
    assert made.answer.startswith("The reports differ.")
    assert {f.value for f in made.figures} == {6.0e6, 6.4e6}


@pytest.mark.parametrize(
    "question",
    [
        "Does Norway harvest more pears than Denmark?",
        "Does the Park Library have more than 10,000 members?",
        "Does the report say that pears are healthy?",
        "Does the Harbour Library have more chairs than the Station Library?",
        "Is the Harbour Library's roof older than 100 years?",
    ],
)
def test_a_bare_figure_decides_nothing(question: str, invented: Snapshot) -> None:
    assert ask(invented, question).status == "absent"


@pytest.mark.parametrize(
    ("claim", "held", "expected"),
    [
        ("more than 100 million users", Held(1e8, math.inf, "user", above=True), True),
        ("more than 100 million users", Held(5e7, math.inf, "user", above=True), None),
        ("more than 100 million users", Held(9e7, 9e7, "user"), False),
        ("at least 50 million users", Held(5e7, math.inf, "user", above=True), True),
        ("less than 40 million users", Held(5e7, math.inf, "user", above=True), False),
        ("50 million users", Held(5e7, math.inf, "user", above=True), True),
        ("60 million users", Held(5e7, math.inf, "user", above=True), None),
        ("more than 15 trillion tokens", Held(1.5e13, 2e13, "token"), None),
        ("more than 10 trillion tokens", Held(1.5e13, 2e13, "token"), True),
        ("7.9 trillion tokens", Held(7.941e12, 7.941e12, "token"), True),
        ("5 million users", Held(5.4e6, 5.4e6, "user"), False),
        ("more than 2 km", Held(2500.0, 2500.0, "meter"), True),
    ],
)  # fmt: skip
def test_a_hedge_makes_a_number_an_interval(claim: str, held: Held, expected: bool | None) -> None:
    assert holds(find(claim)[0], held) is expected

"""Arithmetic over invented reports, worked out by hand: operation, formula, value, unit and the operands it cites."""

from __future__ import annotations

import pytest
from invented import ask

from reportqa.indexing.snapshot import Snapshot

WORKED = [
    ("What is the difference between Sweden's and Denmark's pear harvest in 2025?", "difference", "84,000 − 21,000", 63_000.0, "tonne", "63,000 tonnes", ("84,000 tonnes", "21,000 tonnes")),
    ("How many more books did the Harbour Library lend than the Park Library in 2025?", "difference", "310,000 − 62,000", 248_000.0, "book", "248,000 books", ("310,000 books", "62,000 books")),
    ("How many times larger was Sweden's pear harvest than Denmark's in 2025?", "ratio", "84,000 / 21,000", 4.0, "ratio", "4 times", ("84,000 tonnes", "21,000 tonnes")),
    ("What is the ratio of books lent by the Harbour Library to books lent by the Park Library?", "ratio", "310,000 / 62,000", 5.0, "ratio", "5 times", ("310,000 books", "62,000 books")),
    ("What was the percentage change in Denmark's pear harvest from 2024 to 2025?", "percentage change", "(21,000 − 24,000) / 24,000", -12.5, "percent", "-12.5%", ("24,000 tonnes", "21,000 tonnes")),
    ("By what percentage did Denmark's pear harvest fall from 2024 to 2025?", "percentage change", "(24,000 − 21,000) / 24,000", 12.5, "percent", "12.5%", ("24,000 tonnes", "21,000 tonnes")),
    ("What share of the pears harvested in 2025 did Sweden's orchards harvest?", "percentage of", "84,000 / 119,000", 100 * 84 / 119, "percent", "70.59%", ("84,000 tonnes", "119,000 tonnes")),
    ("What is the sum of Sweden's and Denmark's pear harvest in 2025?", "sum", "84,000 + 21,000", 105_000.0, "tonne", "105,000 tonnes", ("84,000 tonnes", "21,000 tonnes")),
    ("How many books did the three libraries lend in total in 2025?", "sum", "310,000 + 155,000 + 62,000", 527_000.0, "book", "527,000 books", ("310,000 books", "155,000 books", "62,000 books")),
    ("What is the average of Sweden's and Denmark's pear harvest in 2025?", "average", "(84,000 + 21,000) / 2", 52_500.0, "tonne", "52,500 tonnes", ("84,000 tonnes", "21,000 tonnes")),
    ("What does 2 million litres of water cost?", "product", "2 million litres × 0.40 EUR per 1,000 litres", 800.0, "EUR", "800 EUR", ("0.40 EUR per 1,000 litres",)),
    ("What would 5,000 litres of water cost?", "product", "5,000 litres × 0.40 EUR per 1,000 litres", 2.0, "EUR", "2 EUR", ("0.40 EUR per 1,000 litres",)),
    ("How many litres of water does the irrigation network pump per day?", "conversion", "3.5 million / 7", 500_000.0, "liter / day", "500,000 liters per day", ("3.5 million litres",)),
    ("How many litres does the irrigation network pump per year?", "conversion", "3.5 million × 365 / 7", 182.5e6, "liter / year", "182.5 million liters per year", ("3.5 million litres",)),
    ("How many visits did the Harbour Library receive per day in 2025?", "conversion", "500,000 / 365 days", 500_000 / 365, "visit / day", "1,370 visits per day", ("500,000 visits",)),
    ("How many visits did the Harbour Library receive the year before?", "projection back", "500,000 / (1 + 25%)", 400_000.0, "visit", "400,000 visits", ("500,000 visits", "25%")),
    ("How many books did the Harbour Library lend per member?", "ratio", "310,000 / 40,000", 7.75, "book / member", "7.75 books per member", ("310,000 books", "40,000 members")),
]  # fmt: skip


@pytest.mark.parametrize(("question", "operation", "formula", "value", "unit", "display", "operands"), WORKED)
def test_arithmetic_is_worked_out_and_shown(
    question: str,
    operation: str,
    formula: str,
    value: float,
    unit: str,
    display: str,
    operands: tuple[str, ...],
    invented: Snapshot,
) -> None:
    made = ask(invented, question)
    worked = made.derivation
    assert worked is not None, made.answer
    assert (worked.operation, worked.formula, worked.unit) == (operation, formula, unit)
    assert worked.value == pytest.approx(value)
    # What is shown is rounded to four digits; the value is not.
    assert (worked.display, made.short) == (display, (display,))
    assert tuple(f.text for f in made.figures) == operands
    assert worked.operands == tuple(f.id for f in made.figures)


def test_the_midpoint_of_a_range(invented: Snapshot) -> None:
    made = ask(invented, "What is the midpoint of the lifetime of a new pump?")
    assert made.derivation is not None
    assert (made.derivation.operation, made.derivation.formula) == ("midpoint", "(12 + 18) / 2")
    assert (made.derivation.value, made.figures[0].text) == (15.0, "12 and 18 years")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("What was the percentage change in South Reef's output from 2024 to 2025?", -20.0),
        ("What was the percentage change in North Reef's output from 2024 to 2025?", 25.0),
        ("What is the average output of North Reef in 2024 and 2025?", 135.0),
        ("What is the combined output of North Reef and South Reef in 2025?", 222.0),
    ],
)
def test_arithmetic_over_the_cells_of_a_file(question: str, value: float, invented: Snapshot) -> None:
    made = ask(invented, question)
    assert made.derivation is not None
    assert made.derivation.value == pytest.approx(value)
    assert {f.document for f in made.figures} == {"wind/output.csv"}


@pytest.mark.parametrize(
    "question",
    [
        # one operand is not in the reports
        "What is the difference between Sweden's and Norway's pear harvest in 2025?",
        "What is the sum of Finland's and Denmark's pear harvest in 2024?",
        "How many members does the Park Library have per visit?",
        # units that do not fit
        "What do 3 tonnes of water cost in USD per member?",
        "What is the difference between the Harbour Library's members and Sweden's pear harvest?",
    ],
)
def test_a_missing_operand_or_a_unit_that_does_not_fit_is_refused(question: str, invented: Snapshot) -> None:
    made = ask(invented, question)
    assert (made.status, made.derivation) == ("absent", None)

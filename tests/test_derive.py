"""Arithmetic over invented reports, worked out by hand: operation, formula, value, unit and the operands it cites."""

from __future__ import annotations

import pytest
from invented import ask

from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

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
    # an amount for each of something, and one owner against another
    ("How many tonnes of pears did Sweden's orchards harvest per person employed in 2025?", "ratio", "84,000 / 1,200", 70.0, "tonne / person", "70 tonnes per person", ("84,000 tonnes", "1,200 people")),
    ("How many books per visit did the Harbour Library lend in 2025?", "ratio", "310,000 / 500,000", 0.62, "book / visit", "0.62 books per visit", ("310,000 books", "500,000 visits")),
    ("How many books does the Station Library lend for every member?", "ratio", "155,000 / 31,000", 5.0, "book / member", "5 books per member", ("155,000 books", "31,000 members")),
    ("How many members does the Harbour Library have for each one in the Station Library?", "ratio", "40,000 / 31,000", 40 / 31, "ratio", "1.29 times", ("40,000 members", "31,000 members")),
    # other words for a difference, and sums over two times
    ("What separates the pear harvests of Sweden and Finland in 2025?", "difference", "84,000 − 14,000", 70_000.0, "tonne", "70,000 tonnes", ("84,000 tonnes", "14,000 tonnes")),
    ("How many tonnes did Sweden harvest in 2024 and 2025 together?", "sum", "80,000 + 84,000", 164_000.0, "tonne", "164,000 tonnes", ("80,000 tonnes", "84,000 tonnes")),
    # other intervals, and what the quantity of an interval costs
    ("How many litres does the irrigation network pump over a full year?", "conversion", "3.5 million × 365 / 7", 182.5e6, "liter / year", "182.5 million liters per year", ("3.5 million litres",)),
    ("How many litres of water per hour does the irrigation network pump?", "conversion", "3.5 million / (7 × 24)", 3.5e6 / 168, "liter / hour", "20,830 liters per hour", ("3.5 million litres",)),
    ("What does the irrigation network's weekly water cost?", "product", "3.5 million × 0.40 EUR per 1,000 litres", 1400.0, "EUR", "1,400 EUR", ("3.5 million litres", "0.40 EUR per 1,000 litres")),
    # supposed growth, numbers of the question as parts, and what does not belong to a part
    ("If Sweden's pear harvest of 2025 grew by 10%, what would it be?", "projection ahead", "84,000 × (1 + 10%)", 92_400.0, "tonne", "92,400 tonnes", ("84,000 tonnes",)),
    ("What percentage of the Harbour Library's 40,000 members would 10,000 be?", "percentage of", "10,000 / 40,000", 25.0, "percent", "25%", ("40,000 members",)),
    ("What share of the three countries' pear harvest did not come from Sweden?", "percentage of", "(119,000 − 84,000) / 119,000", 100 * 35 / 119, "percent", "29.41%", ("84,000 tonnes", "119,000 tonnes")),
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
        # another kind of result, a count that nobody gives, a time that nobody measured, a measure that the part lacks
        "What is the net harvest per person in Sweden?",
        "What was the profit per book of the Harbour Library?",
        "How many tonnes per person did Finland's orchards harvest in 2025?",
        "How many visits per member did the Station Library receive?",
        "What was Finland's harvest in 2024 and 2025 together?",
        "What share of Sweden's harvest did Denmark's orchards export?",
    ],
)
def test_a_missing_operand_or_a_unit_that_does_not_fit_is_refused(question: str, invented: Snapshot) -> None:
    made = ask(invented, question)
    assert (made.status, made.derivation) == ("absent", None)


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A report on a building site: wholes with their parts, a loan, a rate told beside its quantity, times before."""
    folder = tmp_path_factory.mktemp("works")
    path = folder / "corpus" / "works" / "report.md"
    path.parent.mkdir(parents=True)
    path.write_text(WORKS, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


WORKS = """---
title: The harbour works of Torsund
publisher: Torsund Port
published: 2026-02-10
---
# The harbour works of Torsund

The new quay will cost EUR 250 million, of which EUR 90 million had been spent by the end of 2025.

Energy costs declined to EUR 12 million in 2025 from EUR 15 million in 2024. A crane uses 60 kWh an hour, and the port pays EUR 0.20 per kWh for it.

In March 2025 the port issued EUR 400 million of bonds maturing in 2031 with a coupon of 3.5%.

The port had an operating profit of EUR 8 million in 2025 on revenue of EUR 160 million.
"""


@pytest.mark.parametrize(
    ("question", "formula", "value", "unit"),
    [
        ("How much of the quay's cost is still to be spent?", "250 million − 90 million", 160e6, "EUR"),
        ("By how much did energy costs fall?", "15 million − 12 million", 3e6, "EUR"),
        ("By what percentage did energy costs fall?", "(15 million − 12 million) / 15 million", 20.0, "percent"),
        ("How much interest a year do the bonds maturing in 2031 cost?", "400 million × 3.5%", 14e6, "EUR"),
        (
            "What was the port's operating profit as a percentage of its revenue?",
            "8 million / 160 million",
            5.0,
            "percent",
        ),
    ],
)
def test_wholes_parts_and_times_of_one_report(
    question: str, formula: str, value: float, unit: str, works: Snapshot
) -> None:
    made = ask(works, question)
    assert made.derivation is not None, made.answer
    assert (made.derivation.formula, made.derivation.unit) == (formula, unit)
    assert made.derivation.value == pytest.approx(value)


@pytest.mark.parametrize(
    "question",
    [
        "What was the port's net profit as a percentage of its revenue?",
        "How much of the bonds is still to be repaid?",
        "What was the port's revenue per employee?",
    ],
)
def test_a_remainder_or_a_result_that_is_not_told_is_refused(question: str, works: Snapshot) -> None:
    made = ask(works, question)
    assert (made.status, made.derivation) == ("absent", None), made.answer

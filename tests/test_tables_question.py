"""What a question asks of a table: operations, operands, periods, thresholds. Rows of questions and their readings."""

from __future__ import annotations

import pytest

from reportqa.answering.tables.question import Op, readings


def found(question: str, op: Op) -> list[tuple[str, ...]]:
    """The targets of every reading with this operation."""
    return [r.targets for r in readings(question) if r.op is op]


@pytest.mark.parametrize(
    ("question", "op", "targets"),
    [
        ("What was net sales in 2019?", Op.LOOKUP, ("net sales",)),
        ("What was the change in net sales between 2018 and 2019?", Op.DIFFERENCE, ("net sales",)),
        ("How much did ticket revenue increase by from 2018 to 2019?", Op.DIFFERENCE, ("ticket revenue",)),
        ("What was the percentage change in net sales between 2018 and 2019?", Op.CHANGE, ("net sales",)),
        ("What is the average operating cost for 2017 to 2019?", Op.AVERAGE, ("operating cost",)),
        ("What is the sum of crew costs and fuel costs in 2019?", Op.SUM, ("crew costs", "fuel costs")),
        ("What is the ratio of fuel costs to crew costs in 2019?", Op.RATIO, ("fuel costs", "crew costs")),
        ("What percentage of total revenue is ticket revenue in 2019?", Op.SHARE, ("ticket revenue", "total revenue")),
        ("What is fuel costs as a percentage of total costs?", Op.SHARE, ("fuel costs", "total costs")),
        ("What is the difference between fuel costs and crew costs in 2019?", Op.DIFFERENCE, ("fuel costs", "crew costs")),
        ("In which year was revenue the highest?", Op.PEAK_PERIOD, ("revenue",)),
    ],
)  # fmt: skip
def test_readings(question: str, op: Op, targets: tuple[str, ...]) -> None:
    assert targets in found(question, op)


def test_every_question_may_be_a_lookup() -> None:
    assert found("What was the percentage change in sales?", Op.LOOKUP)


def test_thresholds_with_their_scale() -> None:
    reading = next(r for r in readings("In which years was revenue above $12 million?") if r.op is Op.FILTER_PERIODS)
    assert reading.limit is not None
    assert (reading.limit.sign, reading.limit.value, reading.limit.factor) == (">", 12.0, 1e6)
    counted = next(r for r in readings("How many years did crew cost less than 2%?") if r.op is Op.COUNT_PERIODS)
    assert counted.limit is not None
    assert (counted.limit.sign, counted.limit.percent) == ("<", True)


def test_less_than_one_year_is_a_time_and_no_extreme() -> None:
    question = "Which leases are due in less than one year?"
    assert not found(question, Op.PEAK_ROW)


def test_a_change_of_averages_is_told_from_an_average() -> None:
    nested = [r for r in readings("What is the difference between average fares and average tolls?") if r.averaged]
    assert ("fares", "tolls") in [r.targets for r in nested]
    assert all(r.op is Op.DIFFERENCE for r in nested)
    assert not any(r.averaged for r in readings("What is the average fare?"))


def test_quarters_named_together_are_two_quarters() -> None:
    reading = readings("What was the change in revenue between the first and second quarter of 2019?")[0]
    assert reading.when.parts == {"q1", "q2"}
    assert reading.years == (2019,)


def test_a_range_of_years_is_a_range() -> None:
    reading = next(r for r in readings("What is the average revenue from 2017 to 2019?") if r.op is Op.AVERAGE)
    assert (reading.years, reading.through) == ((2017, 2019), True)

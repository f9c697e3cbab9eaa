"""Questions that set two sides against one another: their names and their years, over invented reports."""

from __future__ import annotations

import datetime as dt

import pytest

from reportqa.answering.comparing.opposed import opposed
from reportqa.answering.query import Asked
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.snapshot import Snapshot


@pytest.mark.parametrize("text", ["pear harvest sweden 2025 vs 24", "pear harvest sweden 25 vs 2024"])
def test_short_years_set_against_one_another_are_two_periods(text: str, invented: Snapshot) -> None:
    made = opposed(understand(text, (), invented), invented)
    assert {p.start for p in made.periods} == {dt.date(2024, 1, 1), dt.date(2025, 1, 1)}


def test_whose_is_more_of_two_names_is_a_comparison(invented: Snapshot) -> None:
    made = opposed(understand("Whose orchards employ more people, Sweden's or Denmark's?", (), invented), invented)
    assert (made.asked, made.entities) == (Asked.COMPARISON, ("sweden", "denmark"))

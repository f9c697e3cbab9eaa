"""Comparisons, directions and extremes over invented reports: which one, with both numbers."""

from __future__ import annotations

import pytest
from invented import ask

from reportqa.indexing.snapshot import Snapshot

CHOSEN = [
    ("Which library has more members, the Harbour Library or the Station Library?", "Harbour Library", (40_000.0, 31_000.0)),
    ("Which library lent more books, the Harbour Library or the Station Library?", "Harbour Library", (310_000.0, 155_000.0)),
    ("Which library lent fewer books, the Harbour Library or the Park Library?", "Park Library", (62_000.0, 310_000.0)),
    ("Which is larger, Sweden's or Denmark's pear harvest in 2025?", "Sweden", (84_000.0, 21_000.0)),
    ("Which is smaller, Sweden's or Denmark's pear harvest in 2024?", "Denmark", (24_000.0, 80_000.0)),
]  # fmt: skip


@pytest.mark.parametrize(("question", "winner", "values"), CHOSEN)
def test_the_one_asked_for_is_named_with_both_numbers(
    question: str, winner: str, values: tuple[float, float], invented: Snapshot
) -> None:
    made = ask(invented, question)
    assert (made.status, made.short) == ("answered", (winner,))
    assert tuple(f.value for f in made.figures) == values


def test_a_comparison_gives_both_in_the_order_asked(invented: Snapshot) -> None:
    made = ask(invented, "Compare Denmark's and Sweden's pear harvests in 2025.")
    assert made.short == ("Denmark: 21,000 tonnes", "Sweden: 84,000 tonnes")


def _direction(text: str) -> str:
    """The first of the words "rose" and "fell" in a text."""
    return min((w for w in ("rose", "fell") if w in text), key=text.index, default="")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Was North Reef's output higher or lower in 2025 than in 2024?", {120.0, 150.0}),
        ("Was South Reef's output higher or lower in 2025 than in 2024?", {90.0, 72.0}),
    ],
)
def test_a_direction_rests_on_both_years(question: str, values: set[float], invented: Snapshot) -> None:
    made = ask(invented, question)
    assert made.status == "answered"
    assert {f.value for f in made.figures} == values
    assert _direction(made.answer) == ("rose" if 150.0 in values else "fell")


def test_an_extreme_of_a_column_is_named_with_its_number(invented: Snapshot) -> None:
    made = ask(invented, "Which library has the highest late returns?")
    assert made.short == ("Station Library",)
    assert made.figures[0].value == 6.1


@pytest.mark.parametrize(
    ("question", "short", "values"),
    [
        ("Which library lent the most books?", ("Harbour Library",), [310_000.0, 155_000.0, 62_000.0]),
        ("Which library lent the second most books?", ("Station Library",), [155_000.0, 310_000.0]),
        ("Which two libraries lent the most books?", ("Harbour Library", "Station Library"), [310_000.0, 155_000.0]),
        ("Rank the libraries by books lent.", ("Harbour Library", "Station Library", "Park Library"), [310_000.0, 155_000.0, 62_000.0]),
    ],
)  # fmt: skip
def test_an_order_is_told_with_its_numbers(
    question: str, short: tuple[str, ...], values: list[float], invented: Snapshot
) -> None:
    made = ask(invented, question)
    assert made.short == short
    assert [f.value for f in made.figures] == values


def test_a_name_is_said_once(invented: Snapshot) -> None:
    made = ask(invented, "Which library lent the most books?")
    assert made.answer.count("Harbour Library") == 1


def test_amounts_per_head_of_two_are_both_worked_out(invented: Snapshot) -> None:
    made = ask(invented, "Which lent more books per member, the Harbour Library or the Station Library?")
    assert made.derivation is not None
    assert made.short[0] == "Harbour Library"
    assert made.derivation.value == 7.75
    assert made.derivation.formula == "310,000 / 40,000 = 7.75; 155,000 / 31,000 = 5"


def test_how_far_two_are_apart_is_worked_out(invented: Snapshot) -> None:
    made = ask(invented, "Compare Denmark's and Sweden's pear harvests in 2025.")
    assert made.derivation is not None
    assert (made.derivation.operation, made.derivation.value) == ("difference", 63_000.0)


@pytest.mark.parametrize(
    "question",
    [
        "Which is larger, Sweden's or Norway's pear harvest in 2025?",
        "Which is larger, Sweden's or Finland's pear harvest in 2024?",
    ],
)
def test_nothing_is_compared_with_what_is_not_known(question: str, invented: Snapshot) -> None:
    assert ask(invented, question).status == "absent"

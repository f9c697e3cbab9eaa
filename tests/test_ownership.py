"""Whose each number is: appositions, peoples, parallel verbs, fronted places and what paragraphs carry on."""

from __future__ import annotations

import pytest

from evals.figures import read_row

PLAIN = "2026-03-01"
# A text, and for each number in it: its characters, subject, metric and unit.
APPOSED = [
    (
        "Brewer Olmo bottled 310 million litres in 2025, and its Danish rival Skjold 120 million litres.",
        [("120 million litres", "Skjold", "amount bottled", "liter")],
    ),
    (
        "Peru remains the largest market with 540 million euros, ahead of the Netherlands with 465 million and Chile with 38 million.",
        [("465 million", "Netherlands", "", "EUR"), ("38 million", "Chile", "", "EUR")],
    ),
    ("Germans borrowed 4.1 million books in May.", [("4.1 million books", "Germany", "books borrowed", "book")]),
]


@pytest.mark.parametrize(("text", "wanted"), APPOSED)
def test_whose_each_number_is(text: str, wanted: list[tuple[str, str, str, str]]) -> None:
    figures = {f.text: f for f in read_row({"published": PLAIN, "text": text})}
    found = [(t, figures[t].subject, figures[t].metric, figures[t].unit) for t, *_ in wanted]
    assert found == wanted

"""Sentence and clause spans."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.figures.text import clauses, sentences

SENTENCES = [
    ("Sales rose. Costs fell.", ["Sales rose.", "Costs fell."]),
    ("It cost 3.5 million. Then 4.2.", ["It cost 3.5 million.", "Then 4.2."]),
    ("The U.S. share fell. It was 3%.", ["The U.S. share fell.", "It was 3%."]),
    ("They sold it in the U.S. The buyer paid €3m.", ["They sold it in the U.S.", "The buyer paid €3m."]),
    ("Mr. Lund and Dr. Berg of Acme Corp. paid 5%.", ["Mr. Lund and Dr. Berg of Acme Corp. paid 5%."]),
    ("It was 3.2% vs. 4.1% before.", ["It was 3.2% vs. 4.1% before."]),
    ('She asked: "Why 5%?" Nobody knew.', ['She asked: "Why 5%?"', "Nobody knew."]),
    ("增长12%。明年将达到5亿元！好。", ["增长12%。", "明年将达到5亿元！", "好。"]),
    ("A line\nbroken in two. Next.", ["A line\nbroken in two.", "Next."]),
    ("One paragraph\n\nAnother one", ["One paragraph", "Another one"]),
    ("Changes: • Cost rose 5% • Sales fell 3%", ["Changes:", "• Cost rose 5%", "• Sales fell 3%"]),
    ("Open at 5 p.m. every day.", ["Open at 5 p.m. every day."]),
    ("", []),
    ("   ", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


CLAUSES = [
    ("Norway rose 9%, while Denmark fell 3%.", ["Norway rose 9%,", "while Denmark fell 3%."]),
    ("By 2025 it was 1.7x; by 2026 it was 2x.", ["By 2025 it was 1.7x;", "by 2026 it was 2x."]),
    ("Prices fell to 8 cents—a 93% decline.", ["Prices fell to 8 cents—", "a 93% decline."]),
    ("A, B, and C all have 5 million.", ["A, B, and C all have 5 million."]),
    ("No cut here at 5%.", ["No cut here at 5%."]),
]


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in clauses(text, 0, len(text))] == expected


@given(st.text(alphabet="aB .!?。;,-—1\n“”()", max_size=80))
def test_spans_are_in_order_and_hold_all_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())

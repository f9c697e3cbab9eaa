"""Whom a paragraph is about, sentence after sentence."""

from __future__ import annotations

import pytest

from evals.figures import read_row
from reportqa.figures.focus import focus_of, is_plain_measure

NAMES = frozenset(["genoa", "turin", "hanse bakeries"])
SENTENCES = [
    ("Genoa went the other way.", "Turin", "Genoa"),
    ("Nobody expected that.", "Turin", "Turin"),
    ("Scale has not made Hanse Bakeries profitable.", "", "Hanse Bakeries"),
    ("Turin has the oldest library, Genoa the largest one.", "Turin", ""),
    ("Genoa closed a library and Turin opened one.", "", ""),
    ("Germans read more.", "", "Germany"),
    ("Turin, based on a hill, reports to the end of March.", "", "Turin"),
]
MEASURES = [
    ("Revenue", True),
    ("operating margin", True),
    ("Revenue in the half-year", True),
    ("Average price", False),
    ("sales of all brewers", False),
]


@pytest.mark.parametrize(("text", "before", "after"), SENTENCES)
def test_whom_a_paragraph_is_about(text: str, before: str, after: str) -> None:
    assert focus_of(text, (0, len(text)), NAMES, before) == after


@pytest.mark.parametrize(("phrase", "plain"), MEASURES)
def test_what_measures_whom_the_paragraph_is_about(phrase: str, plain: bool) -> None:
    assert is_plain_measure(phrase) is plain


CARRIED = [
    ("Hanse Bakeries runs 140 shops. The company paid €9 million for a mill.", "€9 million", "Hanse Bakeries"),
    ("Hanse Bakeries runs 140 shops. Revenue was €88 million.", "€88 million", "Hanse Bakeries"),
    ("Hanse Bakeries runs 140 shops. Revenue in Peru was €88 million.", "€88 million", "Peru"),
]


@pytest.mark.parametrize(("text", "number", "subject"), CARRIED)
def test_a_paragraph_carries_its_name_on_until_another_is_named(text: str, number: str, subject: str) -> None:
    figures = read_row({"published": "2026-03-01", "text": text})
    assert [f.subject for f in figures if f.text == number] == [subject]

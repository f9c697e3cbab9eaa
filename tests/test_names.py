"""Names that open sentences, and how the rest of the document tells that they are names."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.figures import extract
from reportqa.figures.names import name_lexicon
from reportqa.reading.markdown import read_markdown
from reportqa.types import Document


def document_of(text: str) -> Document:
    return read_markdown(text, Path("corpus/a.md"), Path("corpus"))


ELSEWHERE = [
    "| Segment | 2025 |\n|---|--:|\n| Retail Netherlands (Havik) | 4,347 |",
    "The Dutch chain (Havik) is the largest.",
    "Havik's shops are large.",
    "Havik opened 14 shops.",
    "Director of Havik is Anna Smit.",
]


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_a_brand_is_known_by_another_place(elsewhere: str) -> None:
    document = document_of(f"{elsewhere}\n\n## Retail Netherlands\n\nHavik increased net sales by 4.0%.\n")
    assert "havik" in name_lexicon(document)
    assert [f.subject for f in extract(document) if f.text == "4.0%"] == ["Havik"]


@pytest.mark.parametrize(
    "text", ["Sales (Total) rose.", "Growth opened the way. Its growth slowed.", "Measures in brackets (EBITDA)."]
)
def test_common_words_are_no_names(text: str) -> None:
    assert name_lexicon(document_of(text + "\n")) == frozenset()


def test_weekdays_own_nothing() -> None:
    (figure,) = extract(document_of("Shops that open on Sundays recorded sales 9% above their level.\n"))
    assert figure.subject != "Sundays"


STRANGE = [
    ("Quorvane of Ghent runs 40 trams.", "40 trams", "Quorvane"),
    ("**Quorvane** of Ghent runs 40 trams.", "40 trams", "Quorvane"),
    ("Quorvane, in Ghent, connects 900 villages.", "900 villages", "Quorvane"),
    ("Quorvane sells maps. Its margin was 14%.", "14%", "Quorvane"),
    ("Quorvane sells maps. Revenue in the year was €9 million.", "€9 million", "Quorvane"),
    ("Quorvane sells maps. Ida Holm, chief executive since 2020, expects revenue of €9 million.", "€9 million", "Quorvane"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "subject"), STRANGE)
def test_a_first_word_that_is_none_of_english_is_a_name(text: str, number: str, subject: str) -> None:
    figures = extract(document_of(text + "\n"))
    assert [f.subject.split(" of ")[0] for f in figures if f.text == number] == [subject]


@pytest.mark.parametrize("text", ["Ridership in Ghent rose by 4%.", "Farmgate prices rose by 4%."])
def test_rare_words_of_english_are_no_names(text: str) -> None:
    assert [f.subject.split()[0].lower() for f in extract(document_of(text + "\n")) if f.subject] in ([], ["ghent"])

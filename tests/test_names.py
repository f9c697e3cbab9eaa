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

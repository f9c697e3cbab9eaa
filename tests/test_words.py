"""Stems: the words of a question and those of a report meet in whatever form they stand."""

import pytest

from reportqa.answering.words import stem, stems


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("overtake", "overtook"),
        ("fly", "flew"),
        ("spend", "spent"),
        ("grow", "grown"),
        ("sells", "sold"),
        ("plant", "planted"),
        ("apples", "apple"),
    ],
)
def test_forms_of_one_word_have_one_stem(asked: str, told: str) -> None:
    assert stem(asked) == stem(told)


def test_a_noun_keeps_its_own_stem() -> None:
    assert stem("roses") != stem("rises")
    assert stems("the orchard grew apples") == {"orchard", "grow", "appl"}

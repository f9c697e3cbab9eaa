"""What WordNet tells of words: which name the same, which are kinds of others, and which only stand in like sentences."""

from __future__ import annotations

import pytest

from reportqa.figures.thesaurus import broader, is_common_word, is_kind_of, is_only_verb, is_same, lemmas, synonyms

SAME = [("kids", "children"), ("clients", "customer"), ("slash", "cut"), ("fees", "fee"), ("won", "win")]
KINDS = [("scooters", "vehicle"), ("children", "kids"), ("planes", "aircraft"), ("theft", "crime")]
APART = [
    ("nurses", "physicians"),
    ("revenue", "profit"),
    ("exports", "imports"),
    ("men", "women"),
    ("gas", "electricity"),
]


@pytest.mark.parametrize(("word", "other"), SAME)
def test_words_of_one_sense_are_the_same(word: str, other: str) -> None:
    assert is_same(word, other) and is_same(other, word)


@pytest.mark.parametrize(("word", "other"), KINDS)
def test_a_kind_is_told_from_what_it_is_a_kind_of(word: str, other: str) -> None:
    assert is_kind_of(word, other)


@pytest.mark.parametrize(("word", "other"), APART)
def test_neighbours_and_opposites_are_neither_the_same_nor_kinds(word: str, other: str) -> None:
    assert not is_kind_of(word, other) and not is_kind_of(other, word)


def test_inflected_and_irregular_forms_have_their_lemmas() -> None:
    assert "child" in lemmas("children")
    assert "company" in lemmas("Companies")
    assert lemmas("xqzzt") == synonyms("xqzzt") == broader("xqzzt") == frozenset()


def test_a_noun_is_a_kind_of_what_stands_within_the_depth() -> None:
    assert "wheeled_vehicle" not in broader("scooter")
    assert "vehicle" in broader("scooter", 3)
    assert broader("scooter", 0) == frozenset()


def test_names_of_one_thing_are_no_common_words() -> None:
    assert [is_common_word(w) for w in ("demand", "Lyon", "Quorvane", "connects")] == [True, False, False, True]
    assert [is_only_verb(w) for w in ("connects", "runs", "demand")] == [True, False, False]

"""Peoples and adjectives of places, and the places that they are of."""

from __future__ import annotations

import pytest

from reportqa.figures.demonyms import place_of_people
from reportqa.figures.names import canonical_name, country_of

PEOPLES = [
    ("nepalese", "nepal"),
    ("ghanaians", "ghana"),
    ("croat", "croatia"),
    ("new zealanders", "new zealand"),
    ("south africans", "south africa"),
    ("south american", "south america"),
    ("south-east asian", "south-east asia"),
    ("western europeans", "western europe"),
    ("swedes", "sweden"),
    ("swede", ""),
    ("english", "england"),
    ("kenya", ""),
    ("orchards", ""),
    ("northern", ""),
]


@pytest.mark.parametrize(("people", "place"), PEOPLES)
def test_the_place_of_a_people(people: str, place: str) -> None:
    assert place_of_people(people) == place
    assert canonical_name(people.title()) == (place or people)


@pytest.mark.parametrize(
    ("name", "country"), [("Ghanaian", "Ghana"), ("Latin American", "Latin America"), ("Ghana", "Ghana")]
)
def test_the_place_as_it_is_written(name: str, country: str) -> None:
    assert country_of(name) == country

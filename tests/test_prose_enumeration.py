"""Lists inside sentences: the words of each item."""

import pytest

from reportqa.answering.prose.enumeration import enumerations, items_of
from reportqa.answering.prose.phrases import owner_and_owned
from reportqa.answering.prose.room import tagged


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("meals, parcels and post", ["meals", "parcels", "post"]),
        ("park tours; rides, guided or not; races", ["park tours", "rides, guided or not", "races"]),
        ("1,000 riders, 20 stands", ["1,000 riders", "20 stands"]),
        ("research and development, sales", ["research and development", "sales"]),
    ],
)
def test_a_stretch_that_is_a_list_and_nothing_else(text: str, items: list[str]) -> None:
    assert [text[a:b] for a, b in items_of(text, 0, len(text))] == items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "The desk watches three things: bent wheels, flat tyres and loose chains.",
            ["bent wheels", "flat tyres", "loose chains"],
        ),
        ("Riders come from Oslo, Bergen and Turku.", ["Oslo", "Bergen", "Turku"]),
        (
            "It is used in everyday trips (commuting, shopping, school runs) all year.",
            ["commuting", "shopping", "school runs"],
        ),
        ("The club counts sales of helmets, gloves and pumps.", ["helmets", "gloves", "pumps"]),
        ("Talks about soil, seeds and compost film their makers for an hour.", ["soil", "seeds", "compost"]),
        (
            "Bakers are the dearest to hire, followed by potters and night guards.",
            ["Bakers", "potters", "night guards"],
        ),
        ("In Lower Town, bakers alone earned most, ahead of florists and potters.", ["bakers", "florists", "potters"]),
        (
            "Two things helped: a fund that had paid for the first kilns, and cheap clay from the pits.",
            ["a fund that had paid for the first kilns", "cheap clay from the pits"],
        ),
        ("It is quiet while people read, rest, or try to sleep.", ["read", "rest", "try to sleep"]),
    ],
)
def test_the_first_list_of_a_sentence(text: str, items: list[str]) -> None:
    found = enumerations(text, tagged(text, 0, len(text), frozenset()))
    assert [text[a:b] for a, b in found[0].items] == items


def test_an_owner_and_what_it_owns() -> None:
    text = "Brightline's Swift"
    pair = owner_and_owned(text, (0, len(text)))
    assert pair is not None
    assert [text[a:b] for a, b in pair] == ["Brightline", "Swift"]
    assert owner_and_owned("Swift", (0, 5)) is None


def test_a_leader_with_its_share_opens_no_list() -> None:
    text = "Brightline leads with 34%, followed by Swift with 26%, and Marlow with 17%."
    found = enumerations(text, tagged(text, 0, len(text), frozenset()))
    assert "Brightline" not in [text[a:b] for one in found for a, b in one.items]

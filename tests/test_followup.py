"""Follow-ups: the standalone question that a chat means, and the answer to it."""

from __future__ import annotations

import pytest
from invented import ask

from reportqa.answering.understanding.followup import resolve
from reportqa.answering.vocabulary import vocabulary
from reportqa.indexing.snapshot import Snapshot

PEARS = "How many tonnes of pears did Sweden's orchards harvest in 2025?"
BOOKS = "How many books did the Harbour Library lend in 2025?"
WATER = "How many litres of water does the irrigation network pump?"

MEMBERS = "How many members does the Harbour Library have?"
CHATS = [
    ((PEARS, "And Denmark?"), "How many tonnes of pears did Denmark's orchards harvest in 2025?", "21,000 tonnes"),
    ((PEARS, "What about Finland?"), "How many tonnes of pears did Finland's orchards harvest in 2025?", "14,000 tonnes"),
    ((PEARS, "And those of Denmark?"), "How many tonnes of pears did Denmark's orchards harvest in 2025?", "21,000 tonnes"),
    ((PEARS, "How many people do its orchards employ?"), "How many people do Sweden's orchards employ?", "1,200 people"),
    ((PEARS, "What is forecast for 2027?"), "How many tonnes of pears are Sweden's orchards forecast to harvest in 2027?", "90,000 tonnes"),
    (("How many tonnes of pears did Sweden's orchards harvest in 2024?", "And the year after?"), PEARS, "84,000 tonnes"),
    ((PEARS, "And how did Denmark do?"), "How many tonnes of pears did Denmark's orchards harvest in 2025?", "21,000 tonnes"),
    ((PEARS, "Same thing for the Danes?"), "How many tonnes of pears did Denmark's orchards harvest in 2025?", "21,000 tonnes"),
    ((PEARS, "What was it a year earlier?"), "How many tonnes of pears did Sweden's orchards harvest in 2024?", "80,000 tonnes"),
    ((PEARS, "And the previous year?", "And in Denmark?"), "How many tonnes of pears did Denmark's orchards harvest in 2024?", "24,000 tonnes"),
    (("Which library has the most members?", "How many visits did it receive in 2025?"), "How many visits did Harbour Library receive in 2025?", "500,000 visits"),
    ((MEMBERS, "How many more does the Station Library have?"), "How many more members does the Station Library have than Harbour Library?", "9,000 members"),
    ((BOOKS, "What about the Park Library?"), "How many books did the Park Library lend in 2025?", "62,000 books"),
    ((BOOKS, "and the Station Library"), "How many books did the Station Library lend in 2025?", "155,000 books"),
    ((BOOKS, "How many visits did it receive in that year?"), "How many visits did the Harbour Library receive in 2025?", "500,000 visits"),
    ((MEMBERS, "And the Station Library?", "How many more is that?"), "What is the difference between the number of members that the Station Library has and the number of members that the Harbour Library has?", "9,000 members"),
    ((WATER, "How much is that per day?"), "How many litres of water does the irrigation network pump per day?", "500,000 liters per day"),
    ((f"{WATER[:-1]} a week?", "and per day?"), "How many litres of water does the irrigation network pump per day?", "500,000 liters per day"),
    (("What were Sweden's harvests in 2024?", "And in 2025?", "What percentage rise is that?"), "What is the percentage rise in Sweden's harvests between 2024 and 2025?", "5%"),
    ((PEARS, "How much more is that than Denmark?"), "How much more is the number of tonnes of pears that Sweden's orchards harvested in 2025 than Denmark?", "63,000 tonnes"),
]  # fmt: skip


@pytest.mark.parametrize(("chat", "standalone", "short"), CHATS)
def test_a_follow_up_stands_alone_and_is_answered(
    chat: tuple[str, ...], standalone: str, short: str, invented: Snapshot
) -> None:
    made = ask(invented, *chat)
    assert (made.question, made.standalone) == (chat[-1], standalone)
    assert made.short == (short,)


@pytest.mark.parametrize(
    ("chat", "short"),
    [
        ((PEARS, "And in 2024?"), "80,000 tonnes"),
        ((PEARS, "And Denmark?", "And in 2024?"), "24,000 tonnes"),
        ((PEARS, "And in 2024?", "And Denmark?"), "24,000 tonnes"),
        ((BOOKS, "And the Park Library?", "And the Station Library?"), "155,000 books"),
    ],
)
def test_what_a_follow_up_does_not_change_is_kept_through_a_chat(
    chat: tuple[str, ...], short: str, invented: Snapshot
) -> None:
    assert ask(invented, *chat).short == (short,)


@pytest.mark.parametrize("fragment", ["And Norway?", "And in 2019?"])
def test_a_follow_up_to_what_is_missing_is_refused(fragment: str, invented: Snapshot) -> None:
    made = ask(invented, PEARS, fragment)
    assert (made.status, made.figures) == ("absent", ())


@pytest.mark.parametrize("question", [BOOKS, PEARS, "What fines did the Park Library collect?"])
def test_a_question_that_stands_alone_is_left_as_it_is(question: str, invented: Snapshot) -> None:
    for history in ((), (WATER,), (BOOKS, PEARS)):
        assert resolve(question, history, vocabulary(invented)) == question


RESOLVED = [
    ((MEMBERS, "And how many does the Station Library have?"), "How many members does the Station Library have?"),
    (
        ("How many guides worked in harbours in 2025?", "What do they earn?"),
        "What do guides that worked in harbours in 2025 earn?",
    ),
    (
        ("How many guides worked in Sweden in 2025?", "What do they earn?", "How many of them were there in 2024?"),
        "How many guides worked in Sweden in 2024?",
    ),
    (("How many guides did Sweden hire?", "How many of them work in schools?"), "How many of the guides that Sweden hired work in schools?"),
    (("How much do Sweden's growers pay for a pump?", "What do they pay in Denmark?"), "How much do Denmark's growers pay for a pump?"),
    (("How much fruit does Sweden ship?", "And what does Denmark ship?"), "How much fruit does Denmark ship?"),
    (("How much fruit does Sweden ship?", "How much did it ship in 2024?"), "How much fruit did Sweden ship in 2024?"),
    (("How much fruit did Sweden ship in 2025?", "By how much does that exceed Denmark's exports?"), "By how much does the amount of fruit that Sweden shipped in 2025 exceed Denmark's exports?"),
    (("What share of readers under 30 borrow films?", "What about the over-60s?"), "What share of readers over 60 borrow films?"),
    (("What share of readers under 30 borrow films?", "And those over 60?"), "What share of readers over 60 borrow films?"),
    (("What share of fares do students pay?", "And pensioners?"), "What share of fares do pensioners pay?"),
    (("Which grower ships the most pears?", "How much does it earn?"), "How much does the grower that ships the most pears earn?"),
]  # fmt: skip


@pytest.mark.parametrize(("chat", "standalone"), RESOLVED)
def test_a_follow_up_is_put_as_a_question_of_its_own(
    chat: tuple[str, ...], standalone: str, invented: Snapshot
) -> None:
    assert resolve(chat[-1], chat[:-1], vocabulary(invented)) == standalone

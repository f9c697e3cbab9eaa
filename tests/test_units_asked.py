"""Which units and which of several figures may answer: shares, times, amounts of a whole, wholes before their parts."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ask

from reportqa.answering.match import ranked
from reportqa.answering.query import Asked, Operation
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

KAYAKS = """---
title: Kayak clubs of the lakes
publisher: Lake Sports Board
published: 2026-03-01
---
# Kayak clubs of the lakes

The average paddle length was 212 centimetres in 2025. Guests stay 3.4 nights on average. The rescue pump failed in 2.5% of trips.

Timber from Norway accounted for 43% of timber purchases in 2025. The clubs bought 900 tonnes of timber in 2025.

## Lien against Morken

Two clubs lead the lakes, Lien and Morken. By the end of 2025 Lien had 14,000 members, while Morken had 9,000 members.

Lien also opened a sailing course. The course costs EUR 85 a month and had 300 learners at the year's end.

## Repairs

| Club | Repairs 2024 | Repairs 2025 |
|---|---|---|
| Lien | 610 | 640 |
| Morken | 410 | 390 |
| Sund | 120 | 130 |
| **Total** | **1,140** | **1,160** |

| Club | Rowing boats 2025 |
|---|---|
| Lien | 61 |
| Morken | 44 |
| Sund | 23 |
"""


@pytest.fixture(scope="module")
def kayaks(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("kayaks")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "report.md").write_text(KAYAKS, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


# Question, unit wanted.
WANTED = [
    ("What odds does the board give a third club?", "percent"),
    ("What part of the timber is bought abroad?", "percent"),
    ("How often did the rescue pump fail?", ""),
    ("How many times a day is a kayak rented out?", ""),
    ("How many times did the pump fail in 2025?", ""),
    ("How many times more members does Lien have than Morken?", "ratio"),
    ("How big a pay rise did the guides get?", "percent"),
    ("What did the price of a course drop to?", "price"),
    ("How many learners across the lakes are waiting?", "learner"),
    ("How many learners need a second course?", "learner"),
    ("How many learners still wait?", "learner"),
    ("How many does Lien have?", ""),
    ("How much of what the clubs buy is timber, in per cent?", "percent"),
    ("How big a portion of members belongs to Lien?", "percent"),
    ("What cut of the fees does the board take?", "percent"),
    ("How quickly can Lien deliver a boat?", "time"),
    ("How soon will a boat be ready?", "time"),
    ("How fully are the boats used?", "percent"),
    ("What did membership rise to?", ""),
    ("To what level did membership climb?", ""),
    ("What is the rate of sick leave in kayaks?", "percent"),
    ("How large is the fleet, in boats?", "boat"),
    ("The members at Lien make up what percentage of all members?", "percent"),
]


@pytest.mark.parametrize(("question", "unit"), WANTED)
def test_the_unit_wanted(question: str, unit: str, kayaks: Snapshot) -> None:
    assert understand(question, (), kayaks).unit == unit


def test_a_degree_and_a_guess_are_quantities(kayaks: Snapshot) -> None:
    assert understand("How poorly was the pump kept?", (), kayaks).asked is Asked.QUANTITY
    assert understand("How come the pump failed?", (), kayaks).asked is Asked.REASON
    guess = understand("What's the best guess for how many members Lien has?", (), kayaks)
    assert (guess.text, guess.operation) == ("How many members Lien has?", Operation.NONE)
    assert understand("What is the combined ratio?", (), kayaks).operation is Operation.NONE


def test_times_over_a_time_are_no_ratio(kayaks: Snapshot) -> None:
    assert understand("How many times a day is a kayak rented out?", (), kayaks).operation is Operation.NONE
    assert understand("How many times the size of Morken is Lien?", (), kayaks).operation is Operation.RATIO


ANSWERED = [
    ("How long do guests stay?", "3.4 nights"),
    ("How long is the average paddle?", "212 centimetres"),
    ("How often did the rescue pump fail?", "2.5%"),
    ("How much of the timber comes from Norway?", "43%"),
    # What is asked for by name is no question for words.
    ("What was the average paddle length in 2025?", "212 centimetres"),
    # The sentence that opens a paragraph owns what the next one tells of it.
    ("How much does Lien's course cost a month?", "EUR 85 a month"),
    # The whole goes before its parts.
    ("How many repairs were there in 2025?", "1,160"),
    ("How many repairs were there at Sund in 2025?", "130"),
    ("How many rowing boats did Morken have in 2025?", "44"),
]


@pytest.mark.parametrize(("question", "text"), ANSWERED)
def test_the_figure_that_answers(question: str, text: str, kayaks: Snapshot) -> None:
    made = ask(kayaks, question)
    assert made.figures and made.figures[0].text == text, made.answer


REFUSED = [
    # Of several parts none is the whole.
    "How many rowing boats were there in 2025?",
    "How much does Morken's course cost a month?",
    "How often was a course cancelled?",
    "How many times a day is a kayak rented out?",
    "How much of the timber comes from Sweden?",
    "How long does a paddle last?",
    "What was the average rope weight in 2025?",
]


@pytest.mark.parametrize("question", REFUSED)
def test_what_is_not_told_stays_refused(question: str, kayaks: Snapshot) -> None:
    assert ask(kayaks, question).status == "absent"


PLACES = """---
title: Harbours of the Sound
publisher: Sound Harbour Watch
published: 2026-02-10
---
# Harbours of the Sound

In Copenhagen the quays were 91% full in July 2025. In Denmark the quays were 64% full in July 2025. In Ho Chi Minh City the quays were 77% full in July 2025.

In Denmark, Nordkaj leads with 34% of berths, followed by Havneby with 26%. The mill at Skagen was bought by Havneby in May 2025 for EUR 3 million.

The current ratio of Nordkaj was 140% in 2025. Makers shipped 5,100 mooring buoys worldwide in 2025. The Ferry Museum at Skagen drew 9,400 guests in 2025. Of the guests in museums 61% came by boat. Sick leave at Havneby rose from 3.1% to 4.4% in 2025.

Tolk of Malmö sells harbour software to 210 ports. Aarhus-based Drift sells it to 95 ports. Sund of Aarhus sells it to 40 ports. Tolk's Pilot has 31,000 users. Neither Drift nor Sund has an app.

Norway's government paid harbours 40 million kroner in 2025. Nordkaj raised its fares by 12% in 2025. Havneby has 9,000 berth holders, more than Nordkaj's berth holders in Finland.

| Berths | Boats handled 2025 |
|---|---|
| Tugs | 310 |
| Ferries | 455 |
"""


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("places")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "report.md").write_text(PLACES, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


NAMED = [
    ("How full were the quays in the Danish capital?", "How full were the quays in Copenhagen?"),
    ("How full was Denmark's capital in July 2025?", "How full was Copenhagen in July 2025?"),
    ("How full were the quays in the capital of Denmark?", "How full were the quays in Copenhagen?"),
    ("What was Danish capital expenditure?", "What was Danish capital expenditure?"),
    ("How full were the quays in the Swedish capital?", "How full were the quays in the Swedish capital?"),
    ("How full were the quays of Saigon?", "How full were the quays of Ho Chi Minh City?"),
    ("What did the government in Oslo pay?", "What did Norway's government pay?"),
    ("Did Oslo's parliament pay harbours?", "Did Norway's parliament pay harbours?"),
    ("How much did fares go up at Nordkaj?", "How much did fares rise at Nordkaj?"),
    ("To how many ports does the Malmö firm sell?", "To how many ports does Tolk sell?"),
    ("To how many ports does the software maker from Malmö sell?", "To how many ports does Tolk sell?"),
    ("To how many ports does the Aarhus firm sell?", "To how many ports does the Aarhus firm sell?"),
    ("How many users does Tolk's app have?", "How many users does Pilot have?"),
    ("How many users does Drift's app have?", "How many users does Drift's app have?"),
    ("What went up against the plan?", "What went up against the plan?"),
    ("What do skippers shell out for a berth?", "What do skippers pay for a berth?"),
]


@pytest.mark.parametrize(("written", "read"), NAMED)
def test_places_and_idioms_are_read_as_the_corpus_writes_them(written: str, read: str, places: Snapshot) -> None:
    assert understand(written, (), places).text == read


OF_PLACES = [
    ("How full were the quays in the Danish capital in July 2025?", "91%"),
    ("What share of berths does Havneby have in Denmark?", "26%"),
    ("What did Havneby pay for the mill at Skagen?", "EUR 3 million"),
    ("By what percentage did Nordkaj's fares go up?", "12%"),
    ("How many ferries were handled in 2025?", "455"),
    ("What was the current ratio of Nordkaj in 2025?", "140%"),
    ("What did sick leave at Havneby rise to in 2025?", "4.4%"),
    ("How many mooring buoys did makers ship worldwide in 2025?", "5,100 mooring buoys"),
    ("What share of museum guests came by boat?", "61%"),
]


@pytest.mark.parametrize(("question", "text"), OF_PLACES)
def test_names_beside_an_owner_answer_with_it(question: str, text: str, places: Snapshot) -> None:
    made = ask(places, question)
    assert made.figures and made.figures[0].text == text, made.answer


NOT_OF_PLACES = [
    "How full were the quays in the Swedish capital in July 2025?",
    "How full were the quays in Hanoi in July 2025?",
    "What share of berths does Havneby have in Norway?",
    "What did Nordkaj pay for the mill at Skagen?",
    "What did the government in Copenhagen pay harbours in 2025?",
    "How many lorries were handled in 2025?",
    "What was the quick ratio of Nordkaj in 2025?",
    "How many mooring buoys did makers ship in Denmark in 2025?",
    "How many berths do museum harbours have?",
]


@pytest.mark.parametrize("question", NOT_OF_PLACES)
def test_other_places_and_owners_stay_refused(question: str, places: Snapshot) -> None:
    assert ask(places, question).status == "absent"


def test_a_name_behind_another_one_owns_nothing_before_it(places: Snapshot) -> None:
    assert ranked(understand("How many berth holders does Havneby have in Finland?", (), places), places) == []

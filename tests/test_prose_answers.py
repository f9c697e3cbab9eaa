"""Prose answers end to end: an invented report, the real reader, build and encoder; exact parts."""

import pytest

from reportqa.answering.prose import answer_from_prose
from reportqa.answering.prose.quoting import squeezed
from reportqa.answering.query import Draft
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """---
title: Bicycle hire in Tallow County
publisher: Tallow Transport Desk
published: 2026-02-10
---
# Bicycle hire in Tallow County

Tallow County ran 4,200 hire bicycles in 2025. Marta Lindqvist leads the hire office. The office was founded in March 2014.

## Operators

Kestrel's Pedalo, Brightline's Swift and Corvid's Roamer share the market. Swift is the cheapest of the three.

The amortisation of docking stations was $2.3 million, $2.1 million and $1.9 million in 2025, 2024 and 2023, respectively.

## Why winter trips fell

Winter trips fell by a fifth because the council closed the river path for repairs. The detour adds eleven minutes to the ride into town. Riders who switched to the bus told the office that they would return once the path opens.

## Where bicycles are used

Bicycles are concentrated in the following uses:

- Commuting: rides to stations, rides between offices
- Leisure: park tours, river rides, family outings
- Deliveries: meals, parcels

## Risk 1: Theft

The chief danger is theft at unlit stands.

## The turning point from pedal to electric will come in 2028

Electric bicycles will outnumber the others then.
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("prose")
    (folder / "corpus" / "tallow").mkdir(parents=True)
    (folder / "corpus" / "tallow" / "report.md").write_text(REPORT, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def ask(question: str, snapshot: Snapshot) -> Draft:
    draft = answer_from_prose(understand(question, [], snapshot), snapshot)
    assert draft is not None
    return draft


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What are bicycles used for in leisure?", ("park tours", "river rides", "family outings")),
        ("In which uses are bicycles concentrated?", ("Commuting", "Leisure", "Deliveries")),
        ("Which operators share the market?", ("Kestrel", "Brightline", "Corvid")),
        ("Which uses are there besides leisure?", ("Commuting", "Deliveries")),
    ],
)
def test_a_list_question_gives_every_item_and_only_those(
    question: str, parts: tuple[str, ...], snapshot: Snapshot
) -> None:
    draft = ask(question, snapshot)
    assert draft.short == parts
    assert draft.confidence >= 0.5


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Which company makes Swift?", "Brightline"),
        ("Which company owns Roamer?", "Corvid"),
        ("In which year will the turning point from pedal to electric come?", "2028"),
    ],
)
def test_owners_and_dates_of_headings(question: str, part: str, snapshot: Snapshot) -> None:
    draft = ask(question, snapshot)
    assert draft.short == (part,)
    assert draft.confidence >= 0.5


def test_one_quantity_a_year_in_the_order_asked(snapshot: Snapshot) -> None:
    question = "What was the amortisation of docking stations in 2023 and 2025, respectively?"
    draft = ask(question, snapshot)
    assert draft.short == ("$1.9 million", "$2.3 million")
    assert [f.value for f in draft.figures] == [1.9e6, 2.3e6]


def test_a_reason_is_two_to_four_sentences_of_the_section_that_argues_it(snapshot: Snapshot) -> None:
    draft = ask("Why did winter trips fall?", snapshot)
    assert "because the council closed the river path for repairs" in draft.text
    assert 2 <= len(draft.quotes) <= 4
    assert {q.heading[-1] for q in draft.quotes} == {"Why winter trips fell"}


@pytest.mark.parametrize(
    "question",
    [
        "Why did winter trips fall?",
        "What are bicycles used for in leisure?",
        "Which company makes Swift?",
        "When was the office founded?",
        "Who leads the hire office?",
    ],
)
def test_every_part_stands_in_a_quote_and_every_quote_in_the_corpus(question: str, snapshot: Snapshot) -> None:
    draft = ask(question, snapshot)
    cited = " ".join(" ".join(q.text.split()) for q in draft.quotes)
    assert [part for part in draft.short if part not in cited] == []
    assert [q for q in draft.quotes if snapshot.documents[q.document].text[q.start : q.end] != q.text] == []


@pytest.mark.parametrize("question", ["Who leads the Zephyr Institute?", "What is the capital of Peru?"])
def test_a_name_that_the_corpus_lacks_has_low_confidence(question: str, snapshot: Snapshot) -> None:
    draft = answer_from_prose(understand(question, [], snapshot), snapshot)
    assert draft is None or draft.confidence < 0.3


def test_a_reason_for_another_year_is_less_sure(snapshot: Snapshot) -> None:
    assert ask("Why did winter trips fall in 2019?", snapshot).confidence < 0.5
    assert ask("Why did winter trips fall?", snapshot).confidence > 0.5


def test_quotes_show_no_marks_of_markdown() -> None:
    assert squeezed("**Sales** rose by\n4%[^1].") == "Sales rose by 4%."

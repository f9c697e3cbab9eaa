"""Reasons beside what they explain, offices and duties: an invented report; exact parts, and refusals where no cause is given."""

from pathlib import Path

import pytest

from reportqa.answering.prose import answer_from_prose
from reportqa.answering.prose.effects import effect_asked, is_why
from reportqa.answering.prose.form import Wants, form_of
from reportqa.answering.query import Draft
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """---
title: Ropeways of the Talvan hills
publisher: Talvan Transport Office
published: 2026-03-11
---
# Ropeways of the Talvan hills

Seven ropeways carried 9.1 million riders in 2025. Rides in Orvik grew by 12% and rides in Lund fell by 3%.

## Orvik against Lund

Lund is slow for a reason. Its cabins still hang on a single rope, and the council paid for the second one only last spring. Orvik has two ropes.

Wages of drivers rose by 6% in Orvik. Tickets there became cheaper because the county pays half of the fare.

The Orvik company closed four kiosks in 2025. It has 61 cabins.

## Who runs them

**Orvik Cableways (Orvik)** has 210 employees. Chief executive Ada Renberg wants a third line. Finance chief Olof Brandt keeps the books.

**Lund Lifts (Lund)** has 90 employees and no debt. It was taken over by the pension fund Havn in 2019.

Vienna's Steilbahn, owned by a savings bank, ships the cabins. Chile's Andenbahn repairs them.

"Nobody rides in fog," said Maja Tveit, chair of the Ropeway Guild.

## New rules

From May 2026 operators will have to weigh every cabin, keep a log of repairs and train two drivers a line.

In 2025 the ropeways stood still on 41 days. The causes:

- Storm: 52%
- Repairs: 33%
- Strikes: 15%

## What residents say

A survey of 800 residents asked those who never ride for their main reason. Fear of heights was named by 44%, the price by 30%, and the wait by 12%.

During the year Orvik Cableways shed its travel agency. It launched a night cabin, a ski pass and a family card.
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("effects")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "ropeways.md").write_text(REPORT, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def told(question: str, snapshot: Snapshot) -> Draft | None:
    return answer_from_prose(understand(question, [], snapshot), snapshot)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why is Lund slow?", "Its cabins still hang on a single rope, and the council paid for the second one only last spring."),
        ("Why did tickets in Orvik get cheaper?", "Tickets there became cheaper because the county pays half of the fare."),
        ("What reasons do residents give for never riding?", "Fear of heights was named by 44%, the price by 30%, and the wait by 12%."),
    ],
)  # fmt: skip
def test_a_reason_is_quoted_with_what_it_explains(question: str, sentence: str, snapshot: Snapshot) -> None:
    draft = told(question, snapshot)
    assert draft is not None
    assert sentence in [" ".join(q.text.split()) for q in draft.quotes]
    assert "Ropeways of the Talvan hills" not in draft.text
    assert draft.confidence >= 0.5


@pytest.mark.parametrize(
    "question",
    [
        "Why did the wages of drivers in Orvik fall?",
        "Why did the Orvik company close four kiosks?",
        "Why did Orvik Cableways buy Lund Lifts?",
    ],
)
def test_no_reason_is_given_where_the_report_tells_no_cause(question: str, snapshot: Snapshot) -> None:
    draft = told(question, snapshot)
    assert draft is None or draft.confidence < 0.35


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who leads Orvik Cableways?", "Ada Renberg"),
        ("Who is the CEO of Orvik Cableways?", "Ada Renberg"),
        ("Who is Orvik Cableways' finance director?", "Olof Brandt"),
        ("Who chairs the Ropeway Guild?", "Maja Tveit"),
    ],
)
def test_the_person_beside_an_office_holds_it(question: str, name: str, snapshot: Snapshot) -> None:
    draft = told(question, snapshot)
    assert draft is not None
    assert draft.short == (name,)
    assert draft.confidence >= 0.5


@pytest.mark.parametrize(
    ("question", "holder"),
    [("Who bought Lund Lifts?", "the pension fund Havn"), ("Who owns Steilbahn?", "a savings bank")],
)
def test_who_owns_or_bought_is_told_behind_the_name(question: str, holder: str, snapshot: Snapshot) -> None:
    draft = told(question, snapshot)
    assert draft is not None
    assert draft.short == (holder,)


def test_the_place_of_a_company_does_not_own_it(snapshot: Snapshot) -> None:
    draft = told("Who owns Andenbahn?", snapshot)
    assert draft is None or draft.confidence < 0.35 or draft.short != ("Chile",)


@pytest.mark.parametrize("question", ["Who leads Lund Lifts?", "Who is the chief executive of Lund Lifts?"])
def test_an_office_of_somebody_else_is_not_taken(question: str, snapshot: Snapshot) -> None:
    draft = told(question, snapshot)
    assert draft is None or draft.confidence < 0.35 or "Renberg" not in draft.text


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "What will operators have to do under the new rules?",
            ("weigh every cabin", "keep a log of repairs", "train two drivers a line"),
        ),
        ("What new products did Orvik Cableways launch?", ("a night cabin", "a ski pass", "a family card")),
    ],
)
def test_duties_and_what_the_sentence_before_names_are_lists(
    question: str, items: tuple[str, ...], snapshot: Snapshot
) -> None:
    draft = told(question, snapshot)
    assert draft is not None
    assert draft.short == items
    assert draft.confidence >= 0.35


def test_a_list_that_calls_its_items_causes_answers_for_the_causes(snapshot: Snapshot) -> None:
    draft = told("What were the causes of the standstills?", snapshot)
    assert draft is not None
    assert [part.partition(":")[0] for part in draft.short] == ["Storm", "Repairs", "Strikes"]


def test_the_duties_of_others_are_not_given(snapshot: Snapshot) -> None:
    draft = told("What will hotels have to do under the new rules?", snapshot)
    assert draft is None or draft.confidence < 0.35 or "weigh" not in draft.text


@pytest.mark.parametrize(
    ("question", "effect"),
    [
        ("Why did rents rise while wages stood still?", "did rents rise"),
        ("What reasons do tenants give for leaving?", "tenants leaving"),
        ("How come fares fell?", "fares fell"),
    ],
)
def test_what_a_reason_is_asked_of(question: str, effect: str) -> None:
    assert is_why(question)
    assert effect_asked(question) == effect


def test_one_of_several_is_asked_for(snapshot: Snapshot) -> None:
    form = form_of(understand("In which of the two towns do cabins hang on a single rope?", [], snapshot))
    assert (form.wants, form.count) == (Wants.SPAN, 0)


POINTS = """# Riding in Brenna

## Reason 1: a new line

The new line opened in May. It has 40 cabins.

## Reason 2: passes for whole families

Family passes bring in most of the riders of Brenna, far more than in Lund.

A pass is used at all hours: to school, to the bakery, to the lake. No ride is long, but four riders to a pass, twice a day, create
a crowd.

Riding in Brenna is a habit of weekends too. On Sundays whole streets of families go up together.
"""


def test_a_section_headed_as_a_reason_is_quoted_from_each_of_its_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "brenna.md").write_text(POINTS, encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    draft = told("Why do the family passes of Brenna bring in so many riders?", open_snapshot(tmp_path / "index"))
    assert draft is not None
    assert [" ".join(q.text.split()) for q in draft.quotes] == [
        "Family passes bring in most of the riders of Brenna, far more than in Lund.",
        "No ride is long, but four riders to a pass, twice a day, create a crowd.",
        "Riding in Brenna is a habit of weekends too.",
    ]

"""Announced reasons, lists that a question without a noun asks for, names in bold, events: an invented report; exact parts."""

import pytest

from reportqa.answering.choose import drafts
from reportqa.answering.prose import answer_from_prose
from reportqa.answering.query import Asked, Draft
from reportqa.answering.understanding.kinds import asked_of
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """---
title: Libraries of the Fenn valley
publisher: Fenn Reading Office
published: 2026-02-10
---
# Libraries of the Fenn valley

The valley has 31 libraries. Readers borrowed 2.4 million books in 2025.

## Evening opening

Evening visits rose more slowly than had been planned. Two things explain most of the gap. The Orl branch opened late because its lift was not approved, and Hestle froze the hiring of librarians.

## Money

Hestle raises a book levy of $3 per household. Hestle spends the levy on large-print books, reading rooms and story hours.

Librarians say that lending has become cheaper. They credit shared catalogues and electric vans.

## Three publishers, three paths

**Arden Press (Orl)** prints 40 titles a year. Its office is above a bakery.

**Bramble Books (Hestle)** sells only to schools.

**Cotter House (Fenn)** has no printers of its own.

## Plans

Orl's reading garden is to be enlarged by 2028, and a first branch without a desk, at Mill Lane in Hestle, is due to open in 2029.

## Next steps

We advise that the valley councils:

- open two branches on Sundays before 2028
- lend readers tablets at no charge
- keep fines below 5% of income
"""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("announced")
    (folder / "corpus" / "fenn").mkdir(parents=True)
    (folder / "corpus" / "fenn" / "report.md").write_text(REPORT, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def first(question: str, snapshot: Snapshot) -> Draft:
    return next(drafts(understand(question, [], snapshot), snapshot))


def test_announced_reasons_are_given_with_what_follows(snapshot: Snapshot) -> None:
    draft = first("Why did evening visits rise less than planned?", snapshot)
    assert draft.short == (
        "The Orl branch opened late because its lift was not approved, and Hestle froze the hiring of librarians.",
    )
    assert draft.text.startswith("Two things explain most of the gap. The Orl branch")


def test_announced_reasons_answer_nothing_else(snapshot: Snapshot) -> None:
    draft = answer_from_prose(understand("Why has lending become cheaper?", [], snapshot), snapshot)
    assert draft is not None
    assert "Orl" not in draft.text


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "What does the office advise the valley councils?",
            (
                "open two branches on Sundays before 2028",
                "lend readers tablets at no charge",
                "keep fines below 5% of income",
            ),
        ),
        ("What does Hestle spend the book levy on?", ("large-print books", "reading rooms", "story hours")),
    ],
)
def test_a_list_answers_what_somebody_does(question: str, items: tuple[str, ...], snapshot: Snapshot) -> None:
    assert first(question, snapshot).short == items


def test_names_in_bold_under_a_heading_are_a_list(snapshot: Snapshot) -> None:
    draft = first("Name the three publishers described in the report.", snapshot)
    assert draft.short == ("Arden Press (Orl)", "Bramble Books (Hestle)", "Cotter House (Fenn)")


def test_the_clause_with_the_year_and_the_event_names_what_is_asked(snapshot: Snapshot) -> None:
    draft = first("Which branch is scheduled to start up in 2029?", snapshot)
    assert draft.short == ("a first branch without a desk, at Mill Lane in Hestle, is due to open in 2029",)


@pytest.mark.parametrize(
    "question",
    ["Which branch will close in 2029?", "Which branch opens in 2028?", "Which van is to be launched in 2029?"],
)
def test_another_event_year_or_thing_is_not_taken_for_it(question: str, snapshot: Snapshot) -> None:
    told = [d.short for d in drafts(understand(question, [], snapshot), snapshot)]
    assert all("Mill Lane" not in " ".join(short) for short in told)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What has pushed up the price of paper?", Asked.REASON),
        ("What do librarians say has brought down the cost of lending?", Asked.REASON),
        ("What keeps fines so low?", Asked.REASON),
        ("What does Hestle spend the levy on?", Asked.LIST),
        ("What did Hestle spend on vans?", Asked.QUANTITY),
    ],
)
def test_what_a_question_wants(question: str, asked: Asked) -> None:
    assert asked_of(question) is asked

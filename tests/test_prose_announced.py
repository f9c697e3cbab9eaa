"""Reasons announced by their number, and lists that a question without a noun asks for: an invented report; exact parts."""

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

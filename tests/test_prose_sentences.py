"""Questions in other words: how near words come, which sentence is quoted, and when none is."""

from pathlib import Path

import numpy as np
import pytest

from reportqa.answering.prose import answer_from_prose
from reportqa.answering.prose.evidence import ranked
from reportqa.answering.prose.form import form_of
from reportqa.answering.prose.room import room_of
from reportqa.answering.prose.senses import Senses, nearness, senses_of
from reportqa.answering.prose.sentences import SIGNS, TRAITS, load_chooser, may_be_quoted, weighed
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

BAKERY = """---
title: The bakeries of Lomvik
publisher: Lomvik Trade Desk
published: 2026-03-09
---
# The bakeries of Lomvik

They rest on the returns that Hansen Statistics collects. Most loaves are sold before eight in the morning.

## Ovens

Old ovens burn oil. The new ovens run on electricity, because the town closed its oil depot.

## Wages

Apprentices earn little and leave early. The owners blame the long nights.

## Closures

Two bakeries closed last year. Three causes explain the closures. First, rents rose. Second, flour grew scarce in spring. Third, a supermarket opened a counter of its own. The town regrets it.
"""


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("bakery")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "bakeries.md").write_text(BAKERY, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def test_a_word_is_the_mean_of_its_tokens_and_stop_words_are_left_out() -> None:
    vectors = np.array([[1.0, 0.0], [9.0, 9.0], [3.0, 0.0], [0.0, 4.0]], np.float32)
    found = senses_of("red the ovens", ([(0, 3), (4, 7), (8, 10), (10, 13)], vectors))
    assert found.words == ("red", "ovens")
    assert found.vectors == pytest.approx(np.array([[1.0, 0.0], [0.6, 0.8]]), abs=1e-6)


def test_nearness_worked_out_by_hand() -> None:
    asked = Senses(("lomvik", "gadget", "talk"), np.array([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0]], np.float32))
    told = Senses(("phone",), np.array([[0.0, 1.0]], np.float32))
    found = nearness(asked, told, {"lomvik": 2.0, "gadget": 5.0, "talk": 3.0}, frozenset(["lomvik"]))
    # Cosines 0, 0.8 and 1: (0 * 2 + 0.8 * 5 + 1 * 3) / 10; the name counts in the whole only.
    assert (found.whole, found.mean, found.least, found.least_two) == pytest.approx((0.7, 0.9, 0.8, 0.9))
    assert found.rarest == pytest.approx(0.8)


def test_nothing_is_near_where_there_are_no_words() -> None:
    none = Senses((), np.zeros((0, 2), np.float32))
    assert nearness(none, none, {}, frozenset()).whole == 0.0


def test_the_weights_are_of_the_traits_and_signs() -> None:
    chooser = load_chooser()
    assert chooser.weights.shape == (len(TRAITS),)
    assert chooser.sure.shape == (len(SIGNS) + 1,)
    assert chooser.chance(chooser.level) == pytest.approx(1 / (1 + np.exp(-float(chooser.sure[-1]))))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did the youngsters quit their training?", "Apprentices earn little and leave early."),
        ("At what time of day is bread bought?", "Most loaves are sold before eight in the morning."),
    ],
)
def test_the_best_sentence_says_it_in_other_words(bakery: Snapshot, question: str, sentence: str) -> None:
    query, room = understand(question, [], bakery), room_of(bakery)
    form = form_of(query)
    found = weighed(query, form, ranked(query, form, room), room)
    best = found.rows[int(np.argmax(load_chooser().score(found.traits)))]
    assert bakery.sentences[best].text == sentence


@pytest.mark.parametrize("question", ["How many loaves are sold?", "What share of the loaves is sold at night?"])
def test_a_question_for_a_number_is_not_answered_with_a_sentence(bakery: Snapshot, question: str) -> None:
    query = understand(question, [], bakery)
    assert not may_be_quoted(query, form_of(query))


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        ("On what date did this report come out?", "2026-03-09", "published: 2026-03-09"),
        ("When was the article published?", "2026-03-09", "published: 2026-03-09"),
        ("Who published this report?", "Lomvik Trade Desk", "publisher: Lomvik Trade Desk"),
        ("What is the title of the article?", "The bakeries of Lomvik", "The bakeries of Lomvik"),
        ("Where do the numbers come from?", "Hansen Statistics", "They rest on the returns that Hansen Statistics collects."),
        ("Whose data is the report based on?", "Hansen Statistics", "They rest on the returns that Hansen Statistics collects."),
    ],
)  # fmt: skip
def test_questions_about_the_document_itself(bakery: Snapshot, question: str, short: str, quote: str) -> None:
    draft = answer_from_prose(understand(question, [], bakery), bakery)
    assert draft is not None
    assert draft.short == (short,)
    assert draft.quotes[0].text == quote
    assert bakery.documents["bakeries.md"].text[draft.quotes[0].start : draft.quotes[0].end] == quote


def test_items_that_stand_as_sentences_are_a_list(bakery: Snapshot) -> None:
    draft = answer_from_prose(understand("Name the three causes of the closures.", [], bakery), bakery)
    assert draft is not None
    assert draft.short == ("rents rose", "flour grew scarce in spring", "a supermarket opened a counter of its own")


def test_another_report_is_not_this_one(bakery: Snapshot) -> None:
    draft = answer_from_prose(understand("When was the fishery report published?", [], bakery), bakery)
    assert draft is None or "2026-03-09" not in draft.text


def test_a_role_that_nobody_is_said_to_hold_is_not_filled(bakery: Snapshot) -> None:
    draft = answer_from_prose(understand("Who is the mayor of Lomvik?", [], bakery), bakery)
    assert draft is None or draft.confidence < 0.35

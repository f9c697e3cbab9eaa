"""The part and the whole of a question about a share, and the owner that stands for those left out."""

from __future__ import annotations

import pytest

from reportqa.answering.understanding.phrases import excluded_owner, share_phrases

SHARES = [
    ("What is Sweden's harvest as a share of the total harvest?", ("Sweden's harvest", "total harvest")),
    ("What is Norway's share of ferry traffic?", ("Norway", "ferry traffic")),
    ("What is the proportion of nurses in the staff?", ("nurses", "staff")),
    ("What is Denmark's catch as a percentage of the Baltic catch?", ("Denmark's catch", "Baltic catch")),
]  # fmt: skip


@pytest.mark.parametrize(("question", "phrases"), SHARES)
def test_part_and_whole(question: str, phrases: tuple[str, str]) -> None:
    assert share_phrases(question) == phrases


@pytest.mark.parametrize("question", ["How many pears did Sweden harvest?", "What is the harvest?", "", "share"])
def test_a_question_about_no_whole_has_no_phrases(question: str) -> None:
    assert share_phrases(question) is None


def test_the_owner_of_the_rest() -> None:
    owners = ["sweden", "other countries", "other northern countries", "rest of the world"]
    assert excluded_owner("How many in countries other than Sweden?", owners) == "other countries"
    assert excluded_owner("How many in Sweden?", owners) == ""
    assert excluded_owner("How many except for Sweden?", ["sweden"]) == ""

"""The judge of the evals, on answers written by hand."""

from __future__ import annotations

from typing import Any

import pytest

from evals import judge

LOOKUP: dict[str, Any] = {
    "id": "q",
    "kind": "lookup",
    "question": "How many passengers did ferries carry?",
    "history": [],
    "head": [12.6e6, "passengers"],
    "numbers": [],
    "texts": [],
    "absent": [],
    "abstain": False,
    "evidence": ["12.6"],
}
ANSWER: dict[str, Any] = {
    "status": "answered",
    "answer": "Ferries carried 12.6 million passengers [1].",
    "figures": [
        {
            "text": "12.6 million passengers",
            "value": 12.6e6,
            "low": None,
            "high": None,
            "quote": "Ferries carried 12.6 million passengers.",
            "document": "a.txt",
            "start": 16,
            "end": 39,
        }
    ],
    "passages": [],
    "derivation": None,
}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("7.941 trillion tokens [1]", [7.941e12, 7.941]),
        ("15-20 trillion", [15e12, 15.0, 20e12, 20.0]),
        ("1,050 of 3,450", [1050.0, 3450.0]),
        ("4.5 万亿", [4.5e12, 4.5]),
        ("C$1.62 billion, or 93%", [1.62e9, 1.62, 93.0]),
        ("none at all", []),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    assert judge.values(text) == pytest.approx(values)


def test_a_right_answer_has_no_faults() -> None:
    assert judge.faults(LOOKUP, ANSWER) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"figures": [ANSWER["figures"][0] | {"value": 12.6e9}]}, "the headline"),
        ({"answer": "Many passengers [1]."}, "the text lacks"),
        ({"figures": [{"text": "x", "value": 12.6e6, "quote": ""}]}, "nothing cited"),
        ({"answer": "12.6 million passengers, of whom 4.4 million came by night [1]."}, "ungrounded"),
        ({"answer": "12.6 million passengers " + "and so on " * 40}, "words long"),
        ({"status": "absent", "missing": "no passengers"}, "refused: no passengers"),
    ],
)
def test_a_wrong_answer_says_what_is_wrong(change: dict[str, Any], fault: str) -> None:
    found = judge.faults(LOOKUP, ANSWER | change)
    assert any(line.startswith(fault) or fault in line for line in found)


def test_a_derivation_is_the_headline() -> None:
    derivation = {
        "operation": "sum",
        "formula": "12.6 + 9.8",
        "operands": [],
        "value": 22.4e6,
        "unit": "",
        "display": "",
    }
    answer = ANSWER | {"derivation": derivation, "answer": "Together 22.4 million passengers [1]."}
    assert judge.faults(LOOKUP | {"head": [22.4e6, "passengers"]}, answer) == []
    assert judge.faults(LOOKUP, answer) != []


def test_what_the_corpus_does_not_hold_must_be_refused() -> None:
    question = LOOKUP | {"head": None, "evidence": [], "abstain": True}
    assert judge.faults(question, ANSWER) == ["answered what the corpus does not hold"]
    assert judge.faults(question, {"status": "absent", "answer": ""}) == []


def test_texts_and_absent() -> None:
    question = LOOKUP | {"texts": [["vessels", "ferries"]], "absent": ["carried"]}
    assert judge.faults(question, ANSWER) == ["the text holds 'carried'"]


def test_a_figure_must_stand_at_its_span() -> None:
    text = "Ferries carried 12.6 million passengers."
    assert judge.untraceable(ANSWER, {"a.txt": text}) == []
    assert len(judge.untraceable(ANSWER, {"a.txt": "x" + text})) == 1
    assert judge.untraceable(ANSWER, {}) == []

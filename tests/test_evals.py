"""The judge of the evals, on answers written by hand; the runner, and the question sets of `evals/unseen`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from evals import judge, run

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


# The questions of `evals/unseen`: the first letters of their ids, the set, and how many there are.
UNSEEN = [
    ("sec", "second", 78),
    ("sco", "scooters", 73),
    ("bra", "brandaris", 72),
    ("hot", "hotels", 60),
    ("pod", "podcasts", 60),
    ("sat", "satellites", 60),
    ("des", "desalination", 60),
    ("cli", "climbing", 60),
    ("eup", "payments", 60),
    ("sch", "meals", 62),
    ("nbk", "bank", 100),
    ("chp", "chips", 100),
    ("lib", "libraries", 100),
    ("rob", "robotaxis", 60),
    ("chg", "charging", 55),
    ("cof", "coffee", 55),
    ("shp", "shipping", 55),
    ("trm", "trams", 55),
    ("app", "apps", 55),
    ("dry", "dairy", 55),
]


def unseen(name: str) -> run.Set:
    return next(asked for asked in run.sets(None, Path()) if asked.name == name)


def corpus_text(asked: run.Set) -> str:
    # In a CSV file a comma ends a cell.
    return "\n".join(t.replace(",", ", ") if n.endswith(".csv") else t for n, t in run.sources(asked.corpus).items())


def test_every_set_is_there_to_ask() -> None:
    asked = list(run.sets(None, Path()))
    assert [a.name for a in asked] == ["corpus", "reports", *(name for _, name, _ in UNSEEN)]
    assert all(a.corpus.is_dir() and a.questions.is_file() for a in asked)


def test_a_folder_of_development_questions_adds_the_original_text(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "a.txt").write_text("Ferries carried 12.6 million passengers.", encoding="utf-8")
    asked = {a.name: a for a in run.sets(tmp_path / "evals", tmp_path / "scratch")}
    assert list(asked)[len(run.REPORTS) + 3 :] == ["original", "restated", "second-original"]
    assert asked["second-original"].questions == asked["second"].questions
    assert asked["second-original"].corpus == asked["original"].corpus
    assert [path.name for path in asked["original"].corpus.iterdir()] == ["a.txt"]


def test_each_report_is_a_corpus_of_its_own() -> None:
    assert sorted(run.sources(unseen("scooters").corpus)) == ["article.txt", "sales.csv"]
    assert sorted(run.sources(unseen("brandaris").corpus)) == ["annual-2025.md"]


@pytest.mark.parametrize(("prefix", "name", "count"), UNSEEN)
def test_question_rows_are_well_formed(prefix: str, name: str, count: int) -> None:
    questions = run.rows(unseen(name).questions)
    assert len({row["id"] for row in questions}) == len(questions) == count
    for row in questions:
        assert re.fullmatch(rf"{prefix}-{row['kind']}-\d\d", row["id"])
        assert bool(row["history"]) == (row["kind"] == "followup")
        assert row["abstain"] == (row["kind"] == "absent")
        assert bool(row["head"] or row["numbers"] or row["texts"]) != row["abstain"], row["id"]


@pytest.mark.parametrize("name", [name for _, name, _ in UNSEEN])
def test_gold_evidence_and_gold_lookups_stand_in_the_report(name: str) -> None:
    text = corpus_text(unseen(name))
    known = judge.values(text)
    # A table in thousands or millions holds 735 where the gold is 735,000.
    scaled = {value * scale for value in known for scale in (1.0, 1e3, 1e6)}
    for row in run.rows(unseen(name).questions):
        assert not row["evidence"] or any(piece.lower() in text.lower() for piece in row["evidence"]), row["id"]
        if row["kind"] in ("lookup", "paraphrase", "messy") and row["head"]:
            assert any(abs(row["head"][0] - value) <= 1e-9 * value for value in scaled), row["id"]


@pytest.mark.parametrize("name", [name for _, name, _ in UNSEEN])
def test_gold_texts_of_the_lists_stand_in_the_report(name: str) -> None:
    text = corpus_text(unseen(name)).lower()
    for row in run.rows(unseen(name).questions):
        if row["kind"] in ("list", "explain"):
            assert all(any(word.lower() in text for word in group) for group in row["texts"]), row["id"]


def test_counts_are_recorded_under_the_name_of_the_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "RESULTS", tmp_path / "results.csv")
    monkeypatch.setattr(run, "commit", lambda: "abc1234")
    absent = LOOKUP | {"kind": "absent", "abstain": True}
    run.record("second", [run.Result(LOOKUP, ANSWER, (), ()), run.Result(absent, ANSWER, ("answered",), ())])
    header, *lines = (tmp_path / "results.csv").read_text(encoding="utf-8").splitlines()
    assert header == "commit,date,set,kind,right,total"
    assert [re.sub(r"^abc1234,[\d-]{10},", "", line) for line in lines] == [
        "second,lookup,1,1",
        "second,absent,0,1",
        "second,all,1,2",
        "second,precision,1,2",
        "second,coverage,1,1",
    ]

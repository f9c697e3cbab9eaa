"""The corpus and the question files: whole, well-formed, and saying the same thing everywhere."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals import judge

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "corpus" / "china-llm-usage-2026"
INVENTED = ROOT / "evals" / "reports"
ORIGINALS = sorted((ROOT.parent / "shared" / "report").glob("*.txt"))
PACKAGES = [REPORT / "datapackage.json", *sorted(INVENTED.glob("*/datapackage.json"))]
KINDS = {
    "lookup",
    "paraphrase",
    "derived",
    "compare",
    "list",
    "explain",
    "followup",
    "absent",
    "messy",
    "audit",
}
QUESTIONS = {
    "own": (ROOT / "evals" / "questions.jsonl", ROOT / "corpus", 80),
    "rep": (ROOT / "evals" / "reports_questions.jsonl", INVENTED, 100),
}


def resources(package: Path) -> list[dict[str, Any]]:
    return json.loads(package.read_text(encoding="utf-8"))["resources"]


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def prose() -> str:
    return (REPORT / "report.md").read_text(encoding="utf-8")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def held(folder: Path) -> str:
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in {".md", ".txt", ".csv"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_front_matter_names_title_publisher_date_and_that_it_is_a_restatement() -> None:
    _, front, body = prose().split("---\n", 2)
    matter = yaml.safe_load(front)
    assert matter["publisher"].startswith("KaiheAiBox")
    assert str(matter["published"]) == "2026-05-25"
    assert "restatement" in matter["note"]
    assert f"# {matter['title']}\n" in body


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_every_table_is_described_and_every_description_has_its_table(package: Path) -> None:
    named = {resource["path"] for resource in resources(package)}
    assert named == {path.name for path in package.parent.glob("*.csv")}
    for resource in resources(package):
        header, *body = table(package.parent / resource["path"])
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert {len(row) for row in body} == {len(header)}
        assert resource["title"] and resource["section"] and resource["section"] in resource["description"]
        assert all(field["title"] and field["type"] in {"string", "number"} for field in resource["schema"]["fields"])


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_the_section_of_every_table_is_a_heading_of_the_report(package: Path) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in package.parent.glob("*.md"))
    headings = {line.lstrip("# ") for line in text.splitlines() if line.startswith("#")}
    for resource in resources(package):
        assert set(resource["section"].split("; ")) <= headings


def test_numeric_fields_hold_numbers_with_a_unit() -> None:
    for resource in resources(REPORT / "datapackage.json"):
        _, *body = table(REPORT / resource["path"])
        for column, field in enumerate(resource["schema"]["fields"]):
            if field["type"] == "number":
                assert field["unit"]
                assert all(re.fullmatch(r"(\d+(\.\d+)?)?", row[column]) for row in body)


def test_every_cell_of_the_tables_stands_in_the_report() -> None:
    words = " ".join(re.findall(r"[\w$+.%/-]+", prose())).lower()
    # How a table names a kind of thing, or shortens a hedge, is its own wording.
    own = {"Kind", "Named for", "Qualifier"}
    for resource in resources(REPORT / "datapackage.json"):
        header, *body = table(REPORT / resource["path"])
        for row in body:
            for name, cell in zip(header, row, strict=True):
                assert name in own or cell.lower() in words, (resource["name"], cell)


@pytest.mark.parametrize("prefix", QUESTIONS)
def test_question_rows_are_well_formed(prefix: str) -> None:
    path, corpus, least = QUESTIONS[prefix]
    questions = rows(path)
    assert len(questions) >= least
    assert len({row["id"] for row in questions}) == len(questions)
    assert {row["kind"] for row in questions} == KINDS
    for row in questions:
        assert re.fullmatch(rf"{prefix}-{row['kind']}-\d\d", row["id"])
        assert row["question"].strip() and all(isinstance(turn, str) for turn in row["history"])
        assert bool(row["history"]) == (row["kind"] == "followup")
        assert row["head"] is None or (isinstance(row["head"][0], int | float) and isinstance(row["head"][1], str))
        assert all(isinstance(group, list) and group for group in row["texts"])
        wanted = bool(row["head"] or row["numbers"] or row["texts"])
        assert wanted != row["abstain"], f"{row['id']} needs a gold answer or an abstention, not both"
        assert row.get("within") is None or (corpus / row["within"]).exists()


@pytest.mark.parametrize("prefix", QUESTIONS)
def test_gold_evidence_stands_in_the_corpus(prefix: str) -> None:
    path, corpus, _ = QUESTIONS[prefix]
    for row in rows(path):
        within = corpus / (row.get("within") or "")
        text = held(within) if within.is_dir() else within.read_text(encoding="utf-8")
        assert not row["evidence"] or any(piece.lower() in text.lower() for piece in row["evidence"]), row["id"]


@pytest.mark.parametrize("prefix", QUESTIONS)
def test_gold_of_a_lookup_is_a_number_of_the_corpus(prefix: str) -> None:
    path, corpus, _ = QUESTIONS[prefix]
    for row in rows(path):
        if row["kind"] == "lookup" and row["head"]:
            value = row["head"][0]
            # A table in millions holds 287.0 where the gold is 287 million.
            scaled = {found * scale for found in judge.values(held(corpus)) for scale in (1.0, 1e6)}
            assert any(abs(value - found) <= 1e-9 * abs(value) for found in scaled), row["id"]


@pytest.mark.skipif(not ORIGINALS, reason="the original article is not beside the repository")
def test_the_restatement_repeats_no_sentence_of_the_original_and_keeps_every_number() -> None:
    original, ours = ORIGINALS[0].read_text(encoding="utf-8"), prose()
    words, own = (re.findall(r"[\w.,%$+-]*\w", text.lower()) for text in (original, ours.split("---", 2)[2]))
    runs = {tuple(words[n : n + 8]) for n in range(len(words) - 7)}
    repeated = [" ".join(own[n : n + 8]) for n in range(len(own) - 7) if tuple(own[n : n + 8]) in runs]
    assert [run for run in repeated if "agent computer for everyone" not in run] == []
    numbers = re.compile(r"\$?\d[\d,.]*(?<![.,])(?:-\d+)?%?[x+]?")
    assert {n.lower() for n in numbers.findall(original)} - {n.lower() for n in numbers.findall(ours)} <= {
        "1",
        "2",
        "3",
        "4",
        "5",
    }
    assert 0.9 < len(own) / len(words) < 1.25

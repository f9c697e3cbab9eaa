"""The command line: every command of the contract, its output, its exit code, and its one-line errors."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportqa.cli import main, parser
from reportqa.contract import FIGURE_FIELDS
from reportqa.indexing.snapshot import Snapshot, current_id
from reportqa.settings import Settings

REPORT = "china-llm-usage-2026/report.md"
QUESTION = "How many tokens does China use per week?"
ANSWER_FIELDS = [
    "id", "question", "standalone", "status", "answer", "short", "figures", "derivation", "passages", "missing", "nearest",
    "seconds",
]  # fmt: skip

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process: its exit code, standard output and standard error."""

    def once(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(words)
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return once


@pytest.fixture
def at(corpus_index: Settings) -> tuple[str, ...]:
    """The options that name the project's own corpus and its index."""
    return ("--corpus", str(corpus_index.corpus), "--index", str(corpus_index.index))


def test_the_commands_are_those_of_the_contract() -> None:
    (commands,) = [a.choices for a in parser()._actions if a.dest == "command"]
    assert list(commands or ()) == ["build", "ask", "search", "figures", "source", "audit", "rollback"]


def test_build_reports_what_came_and_went(run: Run, tiny_corpus: Path, tmp_path: Path) -> None:
    where = ("--corpus", str(tiny_corpus), "--index", str(tmp_path / "index"))
    code, out, err = run("build", *where, "--dry-run")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "added    ferries/cargo.csv",
        "added    ferries/report.md",
        "this would be built; nothing was written",
    ]
    code, out, err = run("build", *where)
    # Standard error is no terminal here: no progress is drawn.
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == ["added    ferries/cargo.csv", "added    ferries/report.md"]
    assert out.splitlines()[-1].startswith(f"built {current_id(tmp_path / 'index')}: 2 documents, ")
    (tiny_corpus / "ferries" / "cargo.csv").unlink()
    code, out, err = run("build", *where, "--json")
    row = json.loads(out)
    assert (code, err, row["removed"], row["documents"]) == (0, "", ["ferries/cargo.csv"], 1)
    code, out, err = run("build", *where)
    assert (code, err) == (0, "")
    assert out.startswith(f"no change, {row['build']} serves on: 1 documents, ")


def test_rollback_serves_the_build_before(run: Run, tiny_corpus: Path, tiny_index: Path) -> None:
    where = ("--corpus", str(tiny_corpus), "--index", str(tiny_index))
    first = current_id(tiny_index)
    code, out, err = run("rollback", *where)
    assert (code, out) == (1, "")
    assert err == f"reportqa: {tiny_index}: no earlier index is kept; there is nothing to roll back to\n"
    (tiny_corpus / "ferries" / "cargo.csv").unlink()
    run("build", *where)
    assert run("rollback", *where) == (0, f"the index of build {first} serves again\n", "")
    assert current_id(tiny_index) == first
    code, out, _ = run("rollback", *where, "--json")
    assert (code, json.loads(out)) == (0, {"build": current_id(tiny_index)})


def test_ask_prints_an_answer(run: Run, at: tuple[str, ...]) -> None:
    code, out, err = run("ask", QUESTION, *at)
    assert (code, err) == (0, "")
    assert "7.941 trillion" in out.splitlines()[0]
    assert REPORT in out
    code, out, err = run("ask", QUESTION, *at, "--json")
    answer = json.loads(out)
    assert (code, err, list(answer)) == (0, "", ANSWER_FIELDS)
    assert (answer["status"], answer["missing"], answer["question"]) == ("answered", None, QUESTION)
    assert answer["figures"][0]["value"] == 7.941e12
    assert list(answer["figures"][0]) == list(FIGURE_FIELDS)


def test_ask_refuses_what_the_corpus_does_not_hold(run: Run, at: tuple[str, ...]) -> None:
    code, out, _ = run("ask", "How many ferries does Norway operate?", *at, "--json")
    answer = json.loads(out)
    assert (code, answer["status"]) == (0, "absent")
    assert answer["missing"]


def test_ask_batch_answers_in_order(run: Run, at: tuple[str, ...], tmp_path: Path) -> None:
    rows = [
        {"id": "b", "question": QUESTION, "history": [], "within": None},
        {"id": "a", "question": "And the US?", "history": [QUESTION], "within": REPORT},
        {"id": 3, "question": "?"},
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\ufeff" + "\n\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    code, out, err = run("ask", "--batch", str(batch), "--json", *at)
    assert (code, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [a["id"] for a in answers] == ["b", "a", "3"]
    assert "7.941 trillion" in answers[0]["answer"]
    assert "3.76 trillion" in answers[1]["answer"]
    assert answers[1]["standalone"] != "And the US?"
    assert answers[2]["status"] == "absent"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: not JSON"),
        ('["question"]', 'line 2: a row needs "question", a text'),
        ('{"id": "x"}', 'line 2: a row needs "question", a text'),
        ('{"question": "x", "history": "y"}', 'line 2: "history" is a list of questions'),
        ('{"question": "x", "within": 3}', 'line 2: "history" is a list of questions, "within" a document or report'),
    ],
)
def test_a_bad_line_of_a_batch_is_named(run: Run, at: tuple[str, ...], tmp_path: Path, line: str, said: str) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text(f'{{"question": "fine"}}\n{line}\n', encoding="utf-8")
    for command in ("ask", "search"):
        code, out, err = run(command, "--batch", str(batch), *at)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert err.startswith(f"reportqa: {batch}, {said}")


def test_search_ranks_passages(run: Run, at: tuple[str, ...], tmp_path: Path, snapshot: Snapshot) -> None:
    code, out, err = run("search", "weekly tokens of China", "--top", "3", "--json", *at)
    found = json.loads(out)
    assert (code, err, len(found)) == (0, "", 3)
    assert [p["score"] for p in found] == sorted((p["score"] for p in found), reverse=True)
    for passage in found:
        text = snapshot.documents[passage["document"]].text
        assert text[passage["start"] : passage["end"]] == passage["text"]
    code, out, _ = run("search", "weekly tokens of China", "--top", "3", *at)
    assert found[0]["document"] in out.splitlines()[0]
    batch = tmp_path / "queries.jsonl"
    batch.write_text('{"id": "q", "query": "weekly tokens of China"}\n', encoding="utf-8")
    code, out, _ = run("search", "--batch", str(batch), "--top", "3", *at)
    kept = ("document", "start", "end", "score")
    assert json.loads(out) == {"id": "q", "passages": [{name: p[name] for name in kept} for p in found]}


def test_figures_as_text_json_and_csv(run: Run, at: tuple[str, ...], snapshot: Snapshot) -> None:
    code, out, err = run("figures", "--json", *at)
    rows = json.loads(out)
    assert (code, err, len(rows)) == (0, "", len(snapshot.figures))
    assert {(r["value"], r["unit"], r["subject"]) for r in rows} >= {(7.941e12, "token", "China")}
    code, out, _ = run("figures", "--csv", *at)
    table = list(csv.DictReader(io.StringIO(out)))
    assert [r["text"] for r in table] == [r["text"] for r in rows]
    assert [float(r["value"]) for r in table] == [r["value"] for r in rows]
    code, out, _ = run("figures", "--within", REPORT, "--json", *at)
    assert {r["document"] for r in json.loads(out)} == {REPORT}
    code, out, _ = run("figures", "--within", "china-llm-usage-2026", *at)
    assert len(out.splitlines()) == len(rows)


def test_source_prints_exactly_the_canonical_text(
    run: Run, at: tuple[str, ...], corpus_index: Settings, snapshot: Snapshot
) -> None:
    text = (corpus_index.corpus / REPORT).read_bytes().decode("utf-8")
    assert run("source", REPORT, *at) == (0, text, "")
    assert snapshot.documents[REPORT].text == text
    code, out, _ = run("source", REPORT, "--json", *at)
    assert (code, json.loads(out)) == (0, {"document": REPORT, "text": text})
    done = subprocess.run([sys.executable, "-m", "reportqa", "source", REPORT, *at], capture_output=True, check=True)
    assert done.stdout.decode("utf-8") == text


def test_audit_tells_what_disagrees_first(run: Run, at: tuple[str, ...]) -> None:
    code, out, err = run("audit", "--json", *at)
    checks = json.loads(out)
    assert (code, err) == (0, "")
    assert checks
    assert [c["agrees"] for c in checks] == sorted(c["agrees"] for c in checks)
    code, out, _ = run("audit", *at)
    assert len(out.splitlines()) == 2 * len(checks)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("answer", "x"),
        ("ask",),
        ("ask", ""),
        ("ask", "x", "--batch", "y"),
        ("search",),
        ("search", "x", "--top", "0"),
        ("search", "x", "--top", "many"),
        ("source",),
        ("build", "--dry-run", "--watch"),
        ("build", "--fast"),
    ],
    ids=" ".join,
)
def test_wrong_usage_exits_2(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert "usage: python -m reportqa" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("source", "nowhere.md"), "nowhere.md: not in the index; it holds china-llm-usage-2026/agent-scenarios.csv, "),
        (("figures", "--within", "nowhere"), "nowhere: no such document or report; "),
        (("ask", "x", "--within", "nowhere"), "nowhere: no such document or report; "),
        (("search", "x", "--within", "nowhere"), "nowhere: no such document or report; "),
        (("ask", "--batch", "nowhere.jsonl"), "nowhere.jsonl: cannot be read "),
    ],
)
def test_a_problem_with_the_input_is_one_line(run: Run, at: tuple[str, ...], words: tuple[str, ...], said: str) -> None:
    code, out, err = run(*words, *at)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"reportqa: {said}")


@pytest.mark.parametrize("command", ["ask", "search", "figures", "source", "audit", "rollback"])
def test_without_an_index_the_line_says_what_to_run(run: Run, tmp_path: Path, command: str) -> None:
    words = [command, "x"] if command in ("ask", "search", "source") else [command]
    code, out, err = run(*words, "--index", str(tmp_path / "none"))
    assert (code, out) == (1, "")
    assert err == f"reportqa: {tmp_path / 'none'}: no index yet; run: python -m reportqa build\n"


def test_without_a_corpus_the_line_says_so(run: Run, tmp_path: Path) -> None:
    for words in (("build",), ("build", "--watch"), ("build", "--dry-run")):
        code, out, err = run(*words, "--corpus", str(tmp_path / "none"), "--index", str(tmp_path / "index"))
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert err.startswith(f"reportqa: {tmp_path / 'none'}: no such folder; ")


def test_without_the_model_the_line_says_so(run: Run, at: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTQA_MODEL", "/nowhere/model")
    code, out, err = run("ask", QUESTION, *at)
    assert (code, out) == (1, "")
    assert err.startswith("reportqa: /nowhere/model: no such model folder; ")
    assert err.count("\n") == 1

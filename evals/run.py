"""Measure the assistant: build an index, ask every question, judge every answer.

    python -m evals.run                     our corpus, the invented reports and the questions of `unseen/`
    python -m evals.run --only reports --wrong
    python -m evals.run --record            and append the counts to evals/results.csv

Where a folder of development questions is given (--dev DIR; ../shared/evals beside the checkout if it exists), its
report_dev.jsonl is asked too: of the original text that lies beside it ("original") and of our corpus ("restated"). So are
the questions of "second", of the original text ("second-original").
With --tatqa its TAT-QA set is written as a corpus, answered, and scored by its own script.

Precision is the share of the answers given that are right; coverage is the share of the answerable questions that were
answered. Milliseconds are the median of the answers' own `seconds`, on a warm index.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import judge

ROOT = Path(__file__).resolve().parent.parent
UNSEEN = ROOT / "evals" / "unseen"

# The sets of `unseen/` over a report of their own, and its folder, in the order in which they were written.
REPORTS = (
    ("scooters", "scooters-h1-2026"),
    ("brandaris", "brandaris-2025"),
    ("hotels", "hotels-2025"),
    ("podcasts", "podcasts-2025"),
    ("satellites", "satellites-2026"),
    ("desalination", "desalination-2025"),
    ("climbing", "climbing-2026"),
    ("payments", "eupay-2026"),
    ("meals", "schoolmeals-2025"),
    ("bank", "norbank-2025"),
    ("chips", "chipmarket-2026"),
    ("libraries", "libraries-2025"),
    ("robotaxis", "robotaxis-2026"),
    ("charging", "charging-2026"),
    ("coffee", "coffee-2026"),
    ("shipping", "shipping-2025"),
    ("trams", "trams-2025"),
    ("apps", "apps-2026"),
    ("dairy", "dairy-2026"),
)
RESULTS = ROOT / "evals" / "results.csv"
COLUMNS = ("commit", "date", "set", "kind", "right", "total")


@dataclass(frozen=True, slots=True)
class Set:
    """Questions and the corpus folder that they are asked of."""

    name: str
    corpus: Path
    questions: Path


@dataclass(frozen=True, slots=True)
class Result:
    """One question, its answer, and what is wrong with it (nothing, when it is right)."""

    question: dict[str, Any]
    answer: dict[str, Any] | None
    faults: tuple[str, ...]
    untraceable: tuple[str, ...]


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def reportqa(*arguments: str | Path) -> str:
    """Run one command of the assistant and return what it prints. Raises CalledProcessError when it fails."""
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    command = [sys.executable, "-m", "reportqa", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


def ask(corpus: Path, questions: Path, folder: Path) -> Path:
    """Build an index in `folder` and answer the questions there; the path of the answers."""
    places = ("--corpus", corpus, "--index", folder / "index")
    reportqa("build", *places)
    answers = folder / "answers.jsonl"
    answers.write_text(reportqa("ask", "--batch", questions, "--json", *places), encoding="utf-8")
    return answers


def sources(corpus: Path) -> dict[str, str]:
    """The canonical texts of the corpus's text, Markdown and CSV files, by document id."""
    kinds = {".txt", ".md", ".csv"}
    files = (path for path in sorted(corpus.rglob("*")) if path.suffix in kinds)
    # Bytes, since reading as text would turn CRLF into LF and shift the offsets.
    return {path.relative_to(corpus).as_posix(): path.read_bytes().decode("utf-8") for path in files}


def measure(asked: Set, folder: Path) -> list[Result]:
    """Answer and judge one set."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = {row["id"]: row for row in rows(ask(asked.corpus, asked.questions, folder))}
    texts = sources(asked.corpus)
    results = []
    for question in rows(asked.questions):
        answer = answers.get(question["id"])
        lost = judge.untraceable(answer, texts) if answer else []
        results.append(Result(question, answer, tuple(judge.faults(question, answer)), tuple(lost)))
    return results


def counts(results: Sequence[Result]) -> Iterator[tuple[str, int, int]]:
    """(kind, right, total) for every kind of question, then for all, precision and coverage."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for result in results:
        total[result.question["kind"]] += 1
        right[result.question["kind"]] += not result.faults
    yield from ((kind, right[kind], total[kind]) for kind in total)
    yield "all", right.total(), total.total()
    offered = [result for result in results if judge.given(result.answer)]
    yield "precision", sum(not result.faults for result in offered), len(offered)
    answerable = [result for result in results if not result.question["abstain"]]
    yield "coverage", sum(judge.given(result.answer) for result in answerable), len(answerable)


def show(name: str, results: Sequence[Result], wrong: bool) -> None:
    """Print a set's accuracy by kind and, if asked, each wrong answer with its faults."""
    print(f"\n{name}")
    for kind, right, total in counts(results):
        print(f"  {kind:11} {right:4}/{total:<4} {right / max(1, total):7.1%}")
    print(f"  untraceable {sum(len(result.untraceable) for result in results):4}")
    seconds = [result.answer["seconds"] for result in results if result.answer]
    if seconds:
        print(f"  median      {1000 * statistics.median(seconds):6.1f} ms a question")
    for result in results if wrong else ():
        if result.faults or result.untraceable:
            show_wrong(result)


def show_wrong(result: Result) -> None:
    """Print one wrong answer: the question, what is wrong, what was said."""
    question, answer = result.question, result.answer or {}
    print(f"{question['id']}: {' / '.join([*question['history'], question['question']])}")
    print(f"    {'; '.join([*result.faults, *result.untraceable])}")
    print(f"    said: {' '.join(answer.get('answer', '').split())[:200]}")


def commit() -> str:
    """The short hash of the checkout, with a plus when the working tree differs from it."""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--", "reportqa", "corpus", "evals/reports", "evals/unseen")
    return git("rev-parse", "--short", "HEAD") + ("+" if changed else "")


def record(name: str, results: Sequence[Result]) -> None:
    """Append a row for every kind to results.csv."""
    new = not RESULTS.exists()
    with RESULTS.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        stamp = (commit(), dt.date.today().isoformat(), name)
        writer.writerows((*stamp, *row) for row in counts(results))


def sets(dev: Path | None, scratch: Path) -> Iterator[Set]:
    """Every set that can be asked here; `scratch` is where a copy of the original text may lie."""
    yield Set("corpus", ROOT / "corpus", ROOT / "evals" / "questions.jsonl")
    yield Set("reports", ROOT / "evals" / "reports", ROOT / "evals" / "reports_questions.jsonl")
    second = UNSEEN / "second_questions.jsonl"
    yield Set("second", ROOT / "corpus", second)
    for name, report in REPORTS:
        yield Set(name, UNSEEN / report, UNSEEN / f"{name}_questions.jsonl")
    if dev is None:
        return
    original = scratch / "original-corpus"
    original.mkdir(parents=True, exist_ok=True)
    for text in (dev.parent / "report").glob("*.txt"):
        shutil.copy(text, original)
    yield Set("original", original, dev / "report_dev.jsonl")
    yield Set("restated", ROOT / "corpus", dev / "report_dev.jsonl")
    yield Set("second-original", original, second)


def measure_tatqa(dev: Path, folder: Path, limit: int | None, wrong: str | None) -> None:
    """Answer the TAT-QA development set and print the scores of its own script."""
    script, corpus = [sys.executable, str(dev / "tatqa.py")], folder / "corpus"
    limits = ["--limit", str(limit)] if limit else []
    subprocess.run([*script, "corpus", str(corpus), *limits], check=True)
    kept = {path.name for path in corpus.iterdir()}
    questions = folder / "questions.jsonl"
    chosen = [row for row in rows(dev / "tatqa_dev" / "questions.jsonl") if row["within"] in kept]
    questions.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in chosen), encoding="utf-8")
    answers = ask(corpus, questions, folder)
    print("\ntatqa", flush=True)
    subprocess.run([*script, "score", str(answers), *limits, *(["--wrong", wrong] if wrong else [])], check=True)
    seconds = [row["seconds"] for row in rows(answers)]
    print(f"median {1000 * statistics.median(seconds):.1f} ms a question")


def parser() -> argparse.ArgumentParser:
    """The options of the runner."""
    beside = ROOT.parent / "shared" / "evals"
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", action="append", metavar="SET", help="a set by name; may be given again")
    options.add_argument("--wrong", action="store_true", help="print each wrong answer and why it is wrong")
    options.add_argument("--record", action="store_true", help="append the counts to evals/results.csv")
    options.add_argument("--keep", type=Path, metavar="DIR", help="keep indexes and answers there for the next run")
    options.add_argument("--dev", type=Path, metavar="DIR", default=beside if beside.exists() else None)
    options.add_argument("--tatqa", action="store_true", help="the TAT-QA set of --dev, and nothing else")
    options.add_argument("--limit", type=int, metavar="N", help="with --tatqa: the first N reports")
    options.add_argument("--tatqa-wrong", metavar="KIND", help="with --tatqa: print the wrong answers of a kind")
    return options


def main() -> None:
    """Measure what was asked for."""
    options = parser()
    args = options.parse_args()
    if args.tatqa and not args.dev:
        options.error("--tatqa needs --dev DIR")
    with tempfile.TemporaryDirectory(prefix="reportqa-evals-") as temporary:
        scratch = args.keep.resolve() if args.keep else Path(temporary)
        if args.tatqa:
            measure_tatqa(args.dev.resolve(), scratch / "tatqa", args.limit, args.tatqa_wrong)
            return
        for asked in sets(args.dev.resolve() if args.dev else None, scratch):
            if args.only and asked.name not in args.only:
                continue
            results = measure(asked, scratch / asked.name)
            show(asked.name, results, args.wrong)
            if args.record:
                record(asked.name, results)


if __name__ == "__main__":
    main()

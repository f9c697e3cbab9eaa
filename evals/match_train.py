"""Learn how likely each figure of a report is the one a question means, and write the weights as plain numbers.

    python -m evals.match_train [--keep DIR] [--but SET ...] [--write]

The questions of `practice/` and of `run.py`'s sets teach. A figure is right where a question asks for one stated number and
the figure is the one that its row names, or has its value; none is where a question is to be worked out, compared, or answered
by no report. Cross-validation leaves out some reports at a time and prints, by the chance from which a figure is given, how
many of the questions for a stated number get it, get a wrong one, and how many of the others get any; beside it, what the
gates and the score of `match.py` alone would give. Further trees over what the first say of reports that they did not see tell
how sure the likeliest figure is. `--but` leaves a set out of everything; `--keep DIR` keeps the indexes for
the next run.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from evals import run
from evals.judge import LOOSE
from evals.trees import boosted, written
from reportqa.answering.chance import FEATURES, features, shortlist, sure_row
from reportqa.answering.comparing.opposed import opposed
from reportqa.answering.match import ACCEPTED
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.types import Figure

__all__ = ["WORDS", "Lesson", "found_by", "main", "practised"]

Floats = npt.NDArray[np.float32]
WEIGHTS = run.ROOT / "reportqa" / "answering" / "chance.json"
PRACTICE = run.ROOT / "evals" / "practice"
_STATED = frozenset(["value", "lookup", "paraphrase", "messy", "followup"])
_WORKED = frozenset(
    ["derived", "difference", "change", "ratio", "share", "per", "sum", "average", "product", "compare"]
)
WORDS = frozenset(["list", "explain", "name"])
"""Kinds of questions that are answered in words."""
_FOLDS, _SEED = 4, 1
_SETS = 3.0
"""How much a question of the sets counts beside one of `practice/`, which are harder and far more."""
_OTHERWISE = 0.5
"""How much a question that is to be worked out counts for how sure a figure is: others read it before."""
_BARS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One question: its report, whether it is of `practice/`, what it asks (as `_kind` tells), the scores of its candidates
    where the gates let them pass (-1 else), their features, shape (candidates, features), and which are right."""

    report: str
    practice: bool
    kind: str
    scores: npt.NDArray[np.float64]
    rows: Floats
    right: npt.NDArray[np.bool_]


def practised() -> Iterator[run.Set]:
    """The reports of `practice/` with their questions."""
    for questions in sorted(PRACTICE.glob("*.jsonl")):
        yield run.Set(questions.stem, PRACTICE / questions.stem, questions)


def lessons(asked: run.Set, index: Path) -> list[Lesson]:
    """What the questions of one set teach, over an index that is built first."""
    build(asked.corpus, index)
    return list(_lessons(asked, open_snapshot(index)))


def _lessons(asked: run.Set, snapshot: Snapshot) -> Iterator[Lesson]:
    report = "own" if asked.name in ("corpus", "original", "restated", "second", "second-original") else asked.name
    for row in run.rows(asked.questions):
        kind = _kind(row)
        lesson = _lesson(row, kind, snapshot, report) if kind else None
        if lesson is not None:
            yield lesson


def _kind(row: dict[str, Any]) -> str:
    """What a row asks for: a "stated" number, one to be "worked" out or compared, "words", or what is "absent"; "" where its gold
    does not tell."""
    if row["abstain"]:
        return "absent"
    if row["kind"] in _WORKED:
        return "worked"
    if row["kind"] in WORDS:
        return "words"
    return "stated" if row["kind"] in _STATED and row["head"] else ""


def _lesson(row: dict[str, Any], kind: str, snapshot: Snapshot, report: str) -> Lesson | None:
    query = understand(row["question"], row.get("history") or [], snapshot, row.get("within"))
    query = opposed(query, snapshot)
    found = shortlist(query, snapshot)
    if not found:
        return None
    right = [kind == "stated" and _is_gold(m.figure, row, snapshot) for m in found]
    scores = np.array([m.score if m.fits.passed and not m.unlike else -1.0 for m in found])
    return Lesson(report, "operands" in row, kind, scores, features(query, snapshot, found), np.array(right))


def _is_gold(figure: Figure, row: dict[str, Any], snapshot: Snapshot) -> bool:
    """Whether a figure is the number that a row names by its sentence, or states the same value in the same unit."""
    if not row.get("operands"):
        gold = float(row["head"][0])
        return abs(figure.value - gold) <= LOOSE * abs(gold)
    if any(found_by(figure, operand, snapshot) for operand in row["operands"]):
        return True
    gold = float(row["head"][0])
    return abs(abs(figure.value) - abs(gold)) <= 0.006 * abs(gold) and any(
        figure.text in operand["text"] or operand["text"] in figure.text for operand in row["operands"]
    )


def found_by(figure: Figure, operand: dict[str, str], snapshot: Snapshot) -> bool:
    """Whether a figure stands where an operand of a row does: its text inside its sentence."""
    text = snapshot.documents[figure.document].text
    sentence = _spaced(operand["sentence"]).search(text)
    number = _spaced(operand["text"]).search(text, *sentence.span()) if sentence else None
    return number is not None and figure.unit != "date" and figure.start < number.end() and number.start() < figure.end


def _spaced(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def fitted(taught: Sequence[Lesson]) -> HistGradientBoostingClassifier:
    """The trees that tell right candidates from wrong ones."""
    weights = np.concatenate([np.full(len(t.right), 1.0 if t.practice else _SETS) for t in taught])
    return boosted([t.rows for t in taught], [t.right for t in taught], 300, weights)


def folds(taught: Sequence[Lesson]) -> list[set[str]]:
    """The reports in parts, the same in every run."""
    reports = sorted({t.report for t in taught})
    np.random.RandomState(_SEED).shuffle(reports)
    return [set(reports[i::_FOLDS]) for i in range(_FOLDS)]


def unseen_chances(taught: Sequence[Lesson]) -> list[npt.NDArray[np.float64]]:
    """The chances of every lesson's candidates by trees that saw nothing of its report."""
    out: list[npt.NDArray[np.float64]] = [np.zeros(0)] * len(taught)
    for fold in folds(taught):
        trees = fitted([t for t in taught if t.report not in fold])
        for n, lesson in enumerate(taught):
            if lesson.report in fold:
                out[n] = trees.predict_proba(lesson.rows)[:, 1]
    return out


def sure_trees(taught: Sequence[Lesson], chances: Sequence[npt.NDArray[np.float64]]) -> HistGradientBoostingClassifier:
    """The trees that tell whether the likeliest candidate is the right one."""
    rows = [sure_row(t.rows, c)[None, :] for t, c in zip(taught, chances, strict=True)]
    right = [t.right[[int(np.argmax(c))]] for t, c in zip(taught, chances, strict=True)]
    weights = np.array([_OTHERWISE if t.kind == "worked" else 1.0 for t in taught])
    return boosted(rows, right, 120, weights, leaves=8)


def validated(taught: Sequence[Lesson], chances: Sequence[npt.NDArray[np.float64]]) -> list[tuple[str, float, bool]]:
    """(kind, how sure the likeliest candidate is, whether it is right) of every question, by trees that saw nothing of its report."""
    out = []
    for fold in folds(taught):
        others = [n for n, t in enumerate(taught) if t.report not in fold]
        sure = sure_trees([taught[n] for n in others], [chances[n] for n in others])
        for lesson, chance in zip(taught, chances, strict=True):
            if lesson.report in fold:
                surely = sure.predict_proba(sure_row(lesson.rows, chance)[None, :])[0, 1]
                out.append((lesson.kind, float(surely), bool(lesson.right[int(np.argmax(chance))])))
    return out


def main() -> None:
    """Cross-validate, and with --write fit on everything and write the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--keep", type=Path, metavar="DIR", help="keep the indexes there for the next run")
    options.add_argument(
        "--but", action="append", default=[], metavar="SET", help="leave a set out; may be given again"
    )
    options.add_argument("--write", action="store_true", help="write the weights")
    args = options.parse_args()
    beside = run.ROOT.parent / "shared" / "evals"
    with tempfile.TemporaryDirectory(prefix="reportqa-match-") as temporary:
        scratch = args.keep.resolve() if args.keep else Path(temporary)
        asked = [*practised(), *run.sets(beside if beside.exists() else None, scratch)]
        kept = [s for s in asked if s.name not in args.but]
        # A set of its own index each, so that no two build one folder at a time.
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
            taught = [t for found in workers.map(lessons, kept, [scratch / s.name for s in kept]) for t in found]
    stated = [t for t in taught if t.kind == "stated"]
    reached = sum(bool(t.right.any()) for t in stated)
    print(f"{len(taught)} questions, {len(stated)} for a stated number, {reached} with it among the candidates")
    print(f"gates and score, from {ACCEPTED}: {_counted([_best_by_score(t) for t in taught], ACCEPTED)}")
    chances = unseen_chances(taught)
    if args.write:
        data = {
            "features": list(FEATURES),
            "figure": written(fitted(taught)),
            "sure": written(sure_trees(taught, chances)),
        }
        WEIGHTS.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"wrote {WEIGHTS.name}", flush=True)
    judged = validated(taught, chances)
    for bar in _BARS:
        print(f"chance from {bar:.2f}: {_counted(judged, bar)}")


def _best_by_score(lesson: Lesson) -> tuple[str, float, bool]:
    best = int(np.argmax(lesson.scores))
    return lesson.kind, float(lesson.scores[best]), bool(lesson.right[best])


def _counted(told: Sequence[tuple[str, float, bool]], bar: float) -> str:
    given = [t for t in told if t[1] >= bar]
    stated = [right for kind, _, right in given if kind == "stated"]
    others = {kind: sum(k == kind for k, _, _ in given) for kind in ("absent", "worked", "words")}
    beside = ", ".join(f"{n} {kind}" for kind, n in others.items())
    return f"{sum(stated)} right, {len(stated) - sum(stated)} wrong; answered besides: {beside}"


if __name__ == "__main__":
    main()

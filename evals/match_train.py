"""Learn how likely each figure that passes the gates is the one a question means, and write the weights as plain numbers.

    python -m evals.match_train [--keep DIR] [--but SET ...] [--write]

The questions of `run.py`'s sets that ask for one stated number, and those that no report answers, teach: a figure is right
where its value is the gold one. Cross-validation leaves out one report at a time and prints, by the chance from which a figure
is given, how many right and wrong ones that gives, and beside it what the score of `match.py` alone gives. `--but` leaves a
set out of everything; `--keep DIR` keeps the indexes for the next run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import RandomForestClassifier

from evals import run
from evals.judge import LOOSE
from evals.trees import plain_tree
from reportqa.answering.chance import FEATURES, features, shortlist, supported
from reportqa.answering.comparing.claims import is_closed
from reportqa.answering.comparing.opposed import opposed
from reportqa.answering.match import ACCEPTED, Match
from reportqa.answering.query import Asked, Operation
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.snapshot import Snapshot, open_snapshot

__all__ = ["Lesson", "main"]

Floats = npt.NDArray[np.float32]
WEIGHTS = Path(run.ROOT) / "reportqa" / "answering" / "chance.json"
_STATED = frozenset(["lookup", "paraphrase", "messy", "followup", "absent"])
_IN_WORDS = frozenset([Asked.NAME, Asked.LIST, Asked.REASON, Asked.DEFINITION, Asked.DATE])
# What a question may want to be worked out and yet find stated.
_OPEN = frozenset([Operation.NONE, Operation.SHARE, Operation.CHANGE, Operation.PRODUCT])
_TREES, _LEAVES, _FEWEST, _SEED = 120, 80, 4, 1
_BARS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One question: its candidates, their features, shape (candidates, features), and which are right."""

    report: str
    found: tuple[Match, ...]
    rows: Floats
    right: npt.NDArray[np.bool_]


def lessons(asked: run.Set, index: Path) -> list[Lesson]:
    """What the questions of one set teach, over an index that is built first."""
    run.reportqa("build", "--corpus", asked.corpus, "--index", index)
    snapshot = open_snapshot(index)
    report = "own" if asked.name in ("corpus", "original", "restated", "second", "second-original") else asked.name
    kept = [row for row in run.rows(asked.questions) if row["kind"] in _STATED and (row["abstain"] or row["head"])]
    found = (_lesson(row, snapshot, report) for row in kept)
    return [lesson for lesson in found if lesson is not None]


def _lesson(row: dict[str, Any], snapshot: Snapshot, report: str) -> Lesson | None:
    query = understand(row["question"], row.get("history") or [], snapshot, row.get("within"))
    query = opposed(query, snapshot)
    if is_closed(query) or query.asked in _IN_WORDS or query.operation not in _OPEN:
        return None
    found = shortlist(query, snapshot)
    if not found:
        return None
    gold = None if row["abstain"] else float(row["head"][0])
    right = [gold is not None and abs(m.figure.value - gold) <= LOOSE * abs(gold) for m in found]
    return Lesson(report, tuple(found), features(query, snapshot, found), np.array(right))


def fitted(taught: Sequence[Lesson]) -> RandomForestClassifier:
    """The forest that tells right candidates from wrong ones."""
    forest = RandomForestClassifier(
        n_estimators=_TREES, max_leaf_nodes=_LEAVES, min_samples_leaf=_FEWEST, random_state=_SEED, n_jobs=2
    )
    return forest.fit(np.vstack([t.rows for t in taught]), np.concatenate([t.right for t in taught]))


def validated(taught: Sequence[Lesson]) -> list[tuple[float, bool]]:
    """The chance of the best candidate of every question and whether it is right, by a forest that saw nothing of its report."""
    out = []
    for report in sorted({t.report for t in taught}):
        forest = fitted([t for t in taught if t.report != report])
        for lesson in (t for t in taught if t.report == report):
            chances = supported(forest.predict_proba(lesson.rows)[:, 1], lesson.found)
            best = int(np.argmax(chances))
            out.append((float(chances[best]), bool(lesson.right[best])))
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
        asked = [s for s in run.sets(beside if beside.exists() else None, scratch) if s.name not in args.but]
        taught = [t for s in asked for t in lessons(s, scratch / s.corpus.name)]
    told = validated(taught)
    by_score = [_best_by_score(t) for t in taught]
    print(
        f"{len(taught)} questions, {sum(bool(t.right.any()) for t in taught)} with the right figure among the candidates"
    )
    print(f"score alone, from {ACCEPTED}: {_counted(by_score, ACCEPTED)}")
    for bar in _BARS:
        print(f"chance from {bar:.2f}: {_counted(told, bar)}")
    if args.write:
        forest = fitted(taught)
        trees = [plain_tree(e.tree_, e.tree_.value[:, 0, 1], 4) for e in forest.estimators_]
        columns = [[list(c) for c in (t.feature, t.threshold, t.left, t.right, t.leaf)] for t in trees]
        data = {"features": list(FEATURES), "trees": columns}
        WEIGHTS.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"wrote {WEIGHTS.name}")


def _best_by_score(lesson: Lesson) -> tuple[float, bool]:
    scores = [-1.0 if m.unlike else m.score for m in lesson.found]
    best = int(np.argmax(scores))
    return scores[best], bool(lesson.right[best])


def _counted(told: Sequence[tuple[float, bool]], bar: float) -> str:
    right = sum(r for c, r in told if c >= bar)
    return f"{right} right, {sum(c >= bar for c, _ in told) - right} wrong"


if __name__ == "__main__":
    main()

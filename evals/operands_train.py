"""Learn what a question wants done with numbers and with which two, and write the weights as plain numbers.

    python -m evals.operands_train [--keep DIR] [--write]

The questions of `practice/` teach, whose rows name their operation and operands. Cross-validation leaves out some reports at a
time and prints how often the operation and the pair are right, and, by the chance from which a pair is worked out, how many of
the questions that want it get the right result, how many a wrong one, and how many of the others get any.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from evals import run
from evals.match_train import WORDS, found_by, practised
from evals.trees import boosted, written
from reportqa.answering.chosen import operation, pairs
from reportqa.answering.comparing.opposed import opposed
from reportqa.answering.query import Query
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

__all__ = ["main"]

Floats = npt.NDArray[np.float32]
ROOM = run.ROOT / "reportqa" / "answering" / "chosen"
_UNORDERED = frozenset(["sum", "average", "product", "compare"])
_FOLDS, _SEED, _COMMON, _EVERY = 5, 1, 8, 5
_BARS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood, with its report, the operation that its row names, and whether it is to be worked out."""

    report: str
    kind: str
    query: Query
    gold: tuple[str, ...]


def asked_in(one: run.Set, index: Path) -> list[Asked]:
    """The questions of one report, with the ids of their operands ("" for one that is not extracted)."""
    build(one.corpus, index)
    snapshot = open_snapshot(index)
    out = []
    for row in run.rows(one.questions):
        if row["kind"] in WORDS:
            continue
        query = opposed(understand(row["question"], [], snapshot, None), snapshot)
        gold = [next((f.id for f in snapshot.figures if found_by(f, o, snapshot)), "") for o in row["operands"]]
        out.append(Asked(one.name, row["kind"], query, tuple(gold)))
    return out


class Operations:
    """The regression of `chosen/operation.py`, fitted."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        counts = Counter(t for a in asked for t in operation.terms_of(a.query.text))
        self.terms = tuple(sorted(t for t, n in counts.items() if n >= _COMMON))
        model = LogisticRegression(C=0.3, max_iter=400)
        kinds = [a.kind if a.kind in operation.DONE else operation.VALUE for a in asked]
        model.fit(np.stack([self.row(a.query) for a in asked]), kinds)
        self.names, self.model = tuple(map(str, model.classes_)), model

    def row(self, query: Query) -> npt.NDArray[np.float64]:
        """The features of a question."""
        held = operation.terms_of(query.text)
        words = np.array([t in held for t in self.terms], np.float64)
        return np.concatenate([operation.MEANING * query.vector, words])

    def wants(self, query: Query) -> dict[str, float]:
        """The chances of a question."""
        return dict(zip(self.names, map(float, self.model.predict_proba([self.row(query)])[0]), strict=True))


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question's candidates, which of them are operands, and what it is judged by."""

    asked: Asked
    held: pairs.Candidates
    operands: npt.NDArray[np.bool_]
    told: str
    numbers: tuple[str, ...]


def taught_by(found: Sequence[Asked], index: Path, wants: Sequence[dict[str, float]]) -> list[Lesson]:
    """The lessons of one report."""
    snapshot = open_snapshot(index)
    return list(_lessons(found, snapshot, wants))


def _lessons(found: Sequence[Asked], snapshot: Snapshot, wants: Sequence[dict[str, float]]) -> Iterator[Lesson]:
    for n, (asked, chances) in enumerate(zip(found, wants, strict=True)):
        worked = asked.kind in operation.DONE
        if not worked and n % _EVERY:
            # Of what is not to be worked out a part is enough.
            continue
        held = pairs.candidates(asked.query, snapshot, chances)
        if held is not None:
            ids = tuple(m.figure.id for m in held.found)
            operands = np.array([worked and i in asked.gold for i in ids])
            yield Lesson(asked, held, operands, max(operation.DONE, key=lambda name: chances[name]), ids)


def operand_trees(taught: Sequence[Lesson]) -> HistGradientBoostingClassifier:
    """The trees over single figures."""
    return boosted([t.held.rows for t in taught], [t.operands for t in taught], 200)


def right_pairs(lesson: Lesson, found: Sequence[tuple[int, int]]) -> npt.NDArray[np.bool_]:
    """Which pairs are the ones that the question wants, in their order where it matters."""
    gold, ids = lesson.asked.gold, lesson.numbers
    turned = lesson.asked.kind in _UNORDERED
    if lesson.asked.kind not in operation.DONE or len(gold) != 2:
        return np.zeros(len(found), bool)
    return np.array([(ids[a], ids[b]) == gold or (turned and (ids[b], ids[a]) == gold) for a, b in found])


def pair_trees(taught: Sequence[Lesson]) -> HistGradientBoostingClassifier:
    """The trees over pairs; the chances of their operands come from trees that saw nothing of their report."""
    reports = sorted({t.asked.report for t in taught})
    half = set(reports[::2])
    parts = [[t for t in taught if (t.asked.report in half) is side] for side in (True, False)]
    rows, right = [], []
    for part, other in ((parts[0], parts[1]), (parts[1], parts[0])):
        trees = operand_trees(other)
        for lesson in part:
            if lesson.asked.kind == "value":
                continue
            found, told = pairs.paired(lesson.held, trees.predict_proba(lesson.held.rows)[:, 1])
            rows.append(told)
            right.append(right_pairs(lesson, found))
    return boosted(rows, right, 300)


def judged(taught: Sequence[Lesson]) -> None:
    """Cross-validate and print."""
    reports = sorted({t.asked.report for t in taught})
    np.random.RandomState(_SEED).shuffle(reports)
    told: list[tuple[str, float, bool, bool]] = []
    for fold in (set(reports[i::_FOLDS]) for i in range(_FOLDS)):
        seen = [t for t in taught if t.asked.report not in fold]
        operand, pair = operand_trees(seen), pair_trees(seen)
        for lesson in [t for t in taught if t.asked.report in fold]:
            found, rows = pairs.paired(lesson.held, operand.predict_proba(lesson.held.rows)[:, 1])
            chances = pair.predict_proba(rows)[:, 1]
            best = int(np.argmax(chances))
            pair_right = bool(right_pairs(lesson, found)[best])
            told.append((lesson.asked.kind, float(chances[best]), pair_right, lesson.told == lesson.asked.kind))
    for kind in operation.DONE:
        some = [t for t in told if t[0] == kind]
        print(
            f"{kind:11} {len(some):4} operation {sum(t[3] for t in some):4} pair {sum(t[2] for t in some):4} both {sum(t[2] and t[3] for t in some):4}"
        )
    for bar in _BARS:
        given = [t for t in told if t[1] >= bar]
        done = [t for t in given if t[0] in operation.DONE]
        right = sum(t[2] and t[3] for t in done)
        others = Counter(t[0] for t in given if t[0] not in operation.DONE)
        print(f"chance from {bar:.1f}: {right} right, {len(done) - right} wrong; answered besides: {dict(others)}")


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {path.name}", flush=True)


def main() -> None:
    """Cross-validate, and with --write fit on everything and write the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--keep", type=Path, metavar="DIR", help="keep the indexes there for the next run")
    options.add_argument("--write", action="store_true", help="write the weights")
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="reportqa-operands-") as temporary:
        scratch = args.keep.resolve() if args.keep else Path(temporary)
        sets = list(practised())
        indexes = [scratch / s.name for s in sets]
        with ProcessPoolExecutor(mp_context=get_context("spawn")) as workers:
            asked = list(workers.map(asked_in, sets, indexes))
            known = [a for found in asked for a in found if a.kind != "absent"]
            everything = Operations(known)
            # What is to be done is told by a regression that saw nothing of the report, as it will be.
            wants: list[list[dict[str, float]]] = []
            parts = [Operations([a for a in known if hash_of(a.report) != n]) for n in range(_FOLDS)]
            for found in asked:
                told = parts[hash_of(found[0].report)]
                wants.append([told.wants(a.query) for a in found])
            taught = [t for some in workers.map(taught_by, asked, indexes, wants) for t in some]
    print(
        f"{len(taught)} questions, {sum(t.asked.kind in operation.DONE for t in taught)} of them to be worked out",
        flush=True,
    )
    if args.write:
        model = everything.model
        _write(
            ROOM / "operation.json",
            {"names": everything.names, "terms": everything.terms, "weights": np.round(model.coef_, 4).tolist(), "constants": np.round(model.intercept_, 4).tolist()},
        )  # fmt: skip
        data = {"operand features": pairs.OPERAND_FEATURES, "pair features": pairs.PAIR_FEATURES}
        _write(
            ROOM / "pairs.json",
            {**data, "operand": written(operand_trees(taught)), "pair": written(pair_trees(taught))},
        )
    judged(taught)


def hash_of(report: str) -> int:
    """The part of the reports that one belongs to, the same in every run."""
    return sum(report.encode()) % _FOLDS


if __name__ == "__main__":
    main()

"""Learn the weights of the table answers, `reportqa/answering/tables/weights.json`, and print honest figures for them.

    python -m reportqa build --corpus CORPUS --index INDEX      (CORPUS written by `tatqa.py corpus CORPUS`)
    python -m evals.tatqa_train --index INDEX                   cross-validated exact match by kind; nothing is written
    python -m evals.tatqa_train --index INDEX --write           the same, then weights from all questions

The questions and their judge are TAT-QA's development set, beside the checkout (`--tatqa FILE` names another tatqa.py).
Three things are learned, all plain numbers, on counts and shares only, never on words:

1. the weights of the match features, by logistic regression over every series of the table a question is asked of: the
   series that a right candidate uses against the others;
2. the ranker, gradient-boosted trees (Friedman, 2001) over the candidates of a question: right ones against wrong ones;
3. the calibration, isotonic regression (Zadrozny & Elkan, 2002) from what is known of a question's best candidate to the
   share of questions where it is right, over out-of-fold predictions. Every question is asked twice for it: of its own
   report's table, and of another report's, which cannot answer it.

Cross-validation is grouped by report: no report is in training and in test. The figures printed are out of fold.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from evals.trees import plain_tree
from reportqa.answering.forest import Tree
from reportqa.answering.tables.candidates import candidates
from reportqa.answering.tables.match import FEATURES
from reportqa.answering.tables.question import Reading, readings
from reportqa.answering.tables.ranker import CANDIDATE_FEATURES, Calibration, Model, describe, encode, standing
from reportqa.answering.tables.results import Result, result_of
from reportqa.answering.tables.room import Room
from reportqa.answering.tables.view import Candidate, TableView

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "reportqa" / "answering" / "tables" / "weights.json"
FOLDS = 5
SEED = 7
EVERY = 10_000
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its readings, its vector, the tables of its report, and a table of another report."""

    row: dict[str, Any]
    readings: tuple[Reading, ...]
    vector: npt.NDArray[np.float32]
    views: tuple[TableView, ...]
    foreign: tuple[TableView, ...] = ()


@dataclass(slots=True)
class Rows:
    """The candidates of one question: features, shape (n, features), what each is, and (exact match, F1) of each."""

    features: Array
    found: list[tuple[Candidate, Result]]
    marks: Array
    chances: Array = field(default_factory=lambda: np.zeros(0))


def judge_of(path: Path) -> ModuleType:
    """The module that holds the questions' judge, loaded from its file."""
    spec = importlib.util.spec_from_file_location("tatqa", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked(room: Room, rows: Sequence[dict[str, Any]], weights: Array) -> list[Asked]:
    """The questions beside the tables of their reports, with these weights of the match features."""
    views: dict[str, list[TableView]] = defaultdict(list)
    for document, table in room.tables:
        view = replace(room.view(document, table), weights=weights.astype(np.float32))
        if view.grid.rows:
            views[room.snapshot.documents[document].report].append(view)
    vectors = room.snapshot.label_vectors([r["question"] for r in rows])
    names = sorted(views)
    other = {name: names[(i + len(names) // 3) % len(names)] for i, name in enumerate(names)}
    return [
        Asked(r, readings(r["question"]), v, tuple(views[r["within"]]), tuple(views[other[r["within"]]]))
        for r, v in zip(rows, vectors, strict=True)
    ]


def _answer(result: Result) -> dict[str, Any]:
    derivation = {"value": result.value, "unit": result.unit} if result.value is not None else None
    return {"status": "answered", "short": list(result.parts), "derivation": derivation}


def rows_of(question: Asked, judge: ModuleType, top: int | None = None, foreign: bool = False) -> Rows:
    """Every candidate of a question that can be carried out, judged; those of the other report's table for `foreign`."""
    features: list[list[float]] = []
    found: list[tuple[Candidate, Result]] = []
    for view in question.foreign if foreign else question.views:
        wide = view if top is None else replace(view, top=top)
        made = [
            (c, r)
            for c in candidates(wide, question.readings, question.vector)
            if (r := result_of(c, wide)) is not None
        ]
        features += describe(made, question.readings, wide)
        found += made
    marks = np.array([judge.judge(question.row, _answer(r))[:2] for _, r in found], float).reshape(-1, 2)
    return Rows(np.array(features, float).reshape(-1, len(CANDIDATE_FEATURES)), found, marks)


def series_samples(rows: Iterable[Rows]) -> tuple[Array, Array, Array]:
    """Match features, labels and sample weights of the series of questions that one of them answers."""
    xs, ys, ws = [], [], []
    for r in rows:
        single = [(c, bool(m)) for (c, _), m in zip(r.found, r.marks[:, 0], strict=True) if len(c.chosen) == 1]
        by_reading: dict[Reading, list[tuple[Candidate, bool]]] = defaultdict(list)
        for c, right in single:
            by_reading[c.reading].append((c, right))
        for group in by_reading.values():
            right = sum(m for _, m in group)
            if not right or right == len(group):
                continue
            for c, m in group:
                xs.append(c.chosen[0].features)
                ys.append(float(m))
                ws.append(0.5 / right if m else 0.5 / (len(group) - right))
    return np.array(xs), np.array(ys), np.array(ws)


def fit_series(rows: Iterable[Rows]) -> Array:
    """The weights of the match features, shape (len(FEATURES),)."""
    xs, ys, ws = series_samples(rows)
    return np.asarray(LogisticRegression(C=3.0, max_iter=2000).fit(xs, ys, sample_weight=ws).coef_[0])


def fit_ranker(rows: Sequence[Rows], foreign: Sequence[Rows]) -> tuple[float, tuple[Tree, ...]]:
    """The trees that tell right candidates from wrong ones: the log-odds to start from, and the trees.

    What another report's table says is wrong whatever it says; it weighs a third.
    """
    kept = [(r, 1.0) for r in rows if len(r.found)] + [(r, 0.33) for r in foreign if len(r.found)]
    xs = np.vstack([r.features for r, _ in kept])
    ys = np.concatenate([r.marks[:, 0] if w == 1.0 else np.zeros(len(r.found)) for r, w in kept])
    ws = np.concatenate([np.full(len(r.found), w / len(r.found) ** 0.5) for r, w in kept])
    boosted = GradientBoostingClassifier(
        n_estimators=220, learning_rate=0.06, max_depth=4, min_samples_leaf=8, subsample=0.6, max_features=0.1,
        random_state=SEED,
    ).fit(xs, ys, sample_weight=ws)  # fmt: skip
    share = float(np.average(ys, weights=ws))
    return float(np.log(share / (1 - share))), tuple(
        plain_tree(e.tree_, boosted.learning_rate * e.tree_.value[:, 0, 0]) for e in boosted.estimators_[:, 0]
    )


def fit_calibration(chances: Array, right: Array) -> Calibration:
    """The map from a best candidate's standing to the share of questions where it is right."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(chances, right)
    return Calibration(
        tuple(round(float(x), 5) for x in fitted.X_thresholds_), tuple(round(float(y), 4) for y in fitted.y_thresholds_)
    )


def folds_of(questions: Sequence[Asked], folds: int) -> npt.NDArray[np.int64]:
    """The fold of each question: whole reports, spread by a fixed shuffle."""
    reports = sorted({q.row["within"] for q in questions})
    order = np.random.default_rng(SEED).permutation(len(reports))
    fold = {reports[i]: n % folds for n, i in enumerate(order)}
    return np.array([fold[q.row["within"]] for q in questions])


def learn(questions: Sequence[Asked], wide: Sequence[Rows], judge: ModuleType) -> Model:
    """A model of these questions, without calibration."""
    series = fit_series(wide)
    weighted = [with_weights(q, series) for q in questions]
    start, trees = fit_ranker(
        [rows_of(q, judge) for q in weighted], [rows_of(q, judge, foreign=True) for q in weighted]
    )
    return Model.of(series, start, trees, Calibration((0.0, 1.0), (0.0, 1.0)))


def with_weights(question: Asked, series: Array) -> Asked:
    """The question with these weights of the match features."""
    weights = series.astype(np.float32)
    views, foreign = (tuple(replace(v, weights=weights) for v in group) for group in (question.views, question.foreign))
    return replace(question, views=views, foreign=foreign)


def out_of_fold(
    questions: Sequence[Asked], wide: Sequence[Rows], judge: ModuleType, folds: int
) -> tuple[list[Rows], list[Rows]]:
    """The candidates of every question with their chances by a model that never saw its report; and those of the foreign
    table, all of them wrong."""
    fold = folds_of(questions, folds)
    own: dict[int, Rows] = {}
    other: dict[int, Rows] = {}
    for n in range(folds):
        train = [i for i in range(len(questions)) if fold[i] != n]
        model = learn([questions[i] for i in train], [wide[i] for i in train], judge)
        for i in map(int, np.flatnonzero(fold == n)):
            question = with_weights(questions[i], model.series)
            own[i], other[i] = rows_of(question, judge), rows_of(question, judge, foreign=True)
            other[i].marks = np.zeros_like(other[i].marks)
            for rows in (own[i], other[i]):
                rows.chances = model.probability(rows.features.astype(np.float32))
    order = range(len(questions))
    return [own[i] for i in order], [other[i] for i in order]


def report(questions: Sequence[Asked], rows: Sequence[Rows]) -> str:
    """Exact match and F1 of the best candidates by kind and source, and the share that some candidate would get right."""
    table: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for q, r in zip(questions, rows, strict=True):
        best = tuple(r.marks[np.argmax(r.chances)]) if len(r.found) else (0.0, 0.0)
        got = (float(best[0]), float(best[1]), float(r.marks[:, 0].max(initial=0.0)))
        kind, source = q.row["answer_type"], q.row["answer_from"]
        for key in (kind, f"{kind} from {source}", f"from {source}", "all"):
            table[key].append(got)
    lines = [f"{'kind':26}{'n':>5}{'EM':>7}{'F1':>7}{'within reach':>14}"]
    for key, got in sorted(table.items()):
        em, f1, reach = (100 * sum(column) / len(got) for column in zip(*got, strict=True))
        lines.append(f"{key:26}{len(got):5}{em:7.1f}{f1:7.1f}{reach:14.1f}")
    return "\n".join(lines)


def calibrated(rows: Sequence[Rows]) -> tuple[Array, Array]:
    """The standing of each question's best candidate and whether it is right; questions without candidates left out."""
    kept = [r for r in rows if len(r.found)]
    return np.array([standing(r.chances) for r in kept]), np.array([r.marks[np.argmax(r.chances), 0] for r in kept])


def reliability(chances: Array, right: Array) -> str:
    """How often the best candidate is right by its standing: lower bound of the bin, questions, mean chance, share right."""
    lines = [f"{'chance':>8}{'n':>6}{'mean':>7}{'right':>7}"]
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (chances >= low) & (chances < low + 0.1 + (low > 0.85))
        if inside.any():
            lines.append(f"{low:8.1f}{inside.sum():6}{chances[inside].mean():7.2f}{right[inside].mean():7.2f}")
    return "\n".join(lines)


def main() -> None:
    """Cross-validate, print, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, required=True, help="an index of TAT-QA's reports")
    parser.add_argument("--tatqa", type=Path, default=ROOT.parent / "shared" / "evals" / "tatqa.py")
    parser.add_argument("--folds", type=int, default=FOLDS)
    parser.add_argument("--write", action="store_true", help="write weights.json")
    args = parser.parse_args()
    from reportqa.indexing.snapshot import open_snapshot

    judge = judge_of(args.tatqa)
    room = Room(open_snapshot(args.index), np.zeros(len(FEATURES), np.float32))
    run(room, judge, judge.rows(judge.HERE / "questions.jsonl"), args.folds, args.write)


def run(room: Room, judge: ModuleType, rows: Sequence[dict[str, Any]], folds: int, write: bool) -> None:
    """Cross-validate on these questions and print; then learn from all of them and write, if asked to."""
    questions = asked(room, rows, np.zeros(len(FEATURES)))
    wide = [rows_of(q, judge, EVERY) for q in questions]
    found, foreign = out_of_fold(questions, wide, judge, folds)
    print(report(questions, found))
    chances, right = calibrated([*found, *foreign])
    calibration = fit_calibration(chances, right)
    print(reliability(chances, right))
    if write:
        model = replace(learn(questions, wide, judge), calibration=calibration)
        WEIGHTS.write_text(json.dumps(encode(model), separators=(",", ":")) + "\n", encoding="utf-8")
        print(f"wrote {WEIGHTS.name}: {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()

"""Learn which sentence answers a question put in other words, and how sure that is, and write the weights as plain numbers.

    python -m reportqa build --index IX-CORPUS;  python -m reportqa build --corpus evals/reports --index IX-REPORTS
    python -m evals.prose_sentences --corpus IX-CORPUS --reports IX-REPORTS [--more QUESTIONS.jsonl=INDEX ...]

`prose_questions.jsonl` (questions in other words; `holds` are words of the sentences that answer, none where the corpus does
not answer) and the questions in words of `questions.jsonl` and `reports_questions.jsonl` teach. Cross-validation leaves out
one report at a time and prints how often the best sentence and the best two answer, and precision by bar.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from reportqa.answering.prose.evidence import ranked
from reportqa.answering.prose.form import form_of
from reportqa.answering.prose.room import room_of
from reportqa.answering.prose.sentences import SIGNS, TRAITS, Chooser, Weighed, may_be_quoted, weighed
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.snapshot import Snapshot, open_snapshot

__all__ = ["Lesson", "fitted", "main"]

Floats = npt.NDArray[np.float32]
HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "reportqa" / "answering" / "prose" / "sentences.json"
_RIDGE, _SOFT = 0.02, 0.3


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question with the sentences that bear on it and, for each, whether it answers; `held` whether the corpus answers."""

    report: str
    text: str
    found: Weighed
    right: Floats
    held: bool


def lessons(rows: Sequence[dict[str, Any]], snapshot: Snapshot, report: str = "") -> Iterator[Lesson]:
    """The lessons of question rows that want words; the report is that of the best sentence where none is named."""
    room = room_of(snapshot)
    for row in rows:
        answers = _answers(row)
        query = understand(row["question"], row.get("history", []), snapshot, row.get("within"))
        form = form_of(query)
        evidence = ranked(query, form, room)
        if answers is None or not evidence or not may_be_quoted(query, form):
            continue
        found = weighed(query, form, evidence, room)
        texts = [" ".join(snapshot.sentences[r].text.split()) for r in found.rows]
        right = np.array([float(answers(t)) for t in texts], np.float32)
        name = report or room.document(found.rows[0]).report
        yield Lesson(name, query.text, found, right, bool(row.get("holds") or row.get("texts")))


def _answers(row: dict[str, Any]) -> Callable[[str], bool] | None:
    """Whether a sentence answers a question row; None where the row wants numbers or nothing that can be looked for."""
    if "holds" in row:
        return lambda text: any(h in text for h in row["holds"])
    if row.get("kind") in ("audit", "derived", "messy", "compare") or row.get("head") or row.get("numbers"):
        return None
    if not row["texts"]:
        return (lambda text: False) if row.get("abstain") else None
    groups = [*row["texts"], *([row["evidence"]] if row.get("evidence") else [])]
    return lambda text: all(any(t.lower() in text.lower() for t in group) for group in groups)


def fitted(some: Sequence[Lesson]) -> Chooser:
    """The weights learned from lessons: the ranking by the likelihood that the right sentence is drawn, then the chance by
    signs that are taken out of fold."""
    chooser = _ranking(some)
    signs, right = _out_of_fold(some)
    level, width = signs.mean(0), signs.std(0) + 1e-6
    model = LogisticRegression(C=_SOFT, max_iter=2000).fit((signs - level) / width, right > 0)
    sure = np.concatenate([model.coef_[0], model.intercept_])
    return Chooser(chooser.mean, chooser.spread, chooser.weights, *(a.astype(np.float32) for a in (level, width, sure)))


def _ranking(some: Sequence[Lesson]) -> Chooser:
    rows = np.concatenate([one.found.traits for one in some])
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    data = [((one.found.traits - mean) / spread, one.right) for one in some if one.right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros(len(TRAITS))
        for traits, right in data:
            scores = traits @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            mass = float((share * right).sum()) + 1e-9
            total -= np.log(mass)
            slope -= traits.T @ (share * right / mass - share)
        return total / len(data) + _RIDGE * weights @ weights, slope / len(data) + 2 * _RIDGE * weights

    weights = minimize(loss, np.zeros(len(TRAITS)), jac=True, method="L-BFGS-B").x.astype(np.float32)
    blank = np.zeros(len(SIGNS), np.float32)
    return Chooser(mean, spread, weights, blank, blank + 1, np.zeros(len(SIGNS) + 1, np.float32))


def _out_of_fold(some: Sequence[Lesson]) -> tuple[Floats, Floats]:
    """The signs of every lesson's best sentence, ranked by what other reports taught, and whether one of the best two answers."""
    signs = np.zeros((len(some), len(SIGNS)), np.float32)
    right = np.zeros(len(some), np.float32)
    for report in sorted({one.report for one in some}):
        chooser = _ranking([one for one in some if one.report != report])
        for i, one in enumerate(some):
            if one.report == report:
                order, _, signs[i] = one.found.signs(chooser.score(one.found.traits))
                right[i] = one.right[order[:2]].max()
    return signs, right


def crossed(some: Sequence[Lesson]) -> None:
    """Print how good the weights are on reports that did not teach them."""
    chance, first, two = (np.zeros(len(some)) for _ in range(3))
    for report in sorted({one.report for one in some}):
        chooser = fitted([one for one in some if one.report != report])
        for i, one in enumerate(some):
            if one.report == report:
                order, _, signs = one.found.signs(chooser.score(one.found.traits))
                chance[i], first[i], two[i] = chooser.chance(signs), one.right[order[0]], one.right[order[:2]].max()
    held = np.array([one.held for one in some])
    print(
        f"{held.sum()} questions with an answer: the best sentence answers {first[held].mean():.1%}, the best two {two[held].mean():.1%}"
    )
    for bar in (0.8, 0.7, 0.65, 0.6, 0.55, 0.5, 0.4):
        given = chance >= bar
        print(
            f"bar {bar}: given {given.sum()}, right {two[given].sum():.0f}, precision {two[given].mean():.1%};"
            f" absent answered {(given & ~held).sum()} of {(~held).sum()}"
        )


def write(chooser: Chooser, path: Path) -> None:
    """Write the weights as JSON."""
    data: dict[str, Any] = {"traits": list(TRAITS), "signs": list(SIGNS)}
    for name in ("mean", "spread", "weights", "level", "width", "sure"):
        data[name] = np.round(np.asarray(getattr(chooser, name), np.float64), 5).tolist()
    path.write_text(json.dumps(data) + "\n", encoding="utf-8")


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Cross-validate, print, learn from everything, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="index of corpus/")
    parser.add_argument("--reports", type=Path, required=True, help="index of evals/reports/")
    parser.add_argument("--more", action="append", default=[], metavar="QUESTIONS.jsonl=INDEX")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    corpus, reports = open_snapshot(args.corpus), open_snapshot(args.reports)
    own = _rows(HERE / "prose_questions.jsonl")
    some = [
        *lessons([*(r for r in own if r["set"] == "corpus"), *_rows(HERE / "questions.jsonl")], corpus, "corpus"),
        *lessons([*(r for r in own if r["set"] == "reports"), *_rows(HERE / "reports_questions.jsonl")], reports),
    ]
    for pair in args.more:
        questions, index = pair.split("=", 1)
        some += lessons(_rows(Path(questions)), open_snapshot(Path(index)), "corpus")
    crossed(some)
    write(fitted(some), args.out)


if __name__ == "__main__":
    main()

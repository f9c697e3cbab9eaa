"""Learn which stretch of a sentence answers a question, and write the weights as plain numbers.

    python -m reportqa build --corpus TATQA --index IDX         (the corpus that tatqa.py writes)
    python -m evals.prose_train QUESTIONS.jsonl --index IDX     cross-validated figures, then the weights

The questions of QUESTIONS.jsonl whose answer is one stretch of the text train the network; all of its questions, also those
that tables answer, train the chance of being right. Cross-validation keeps the questions of one report together. Exact match
and F1 compare bags of words without articles and punctuation.
"""

from __future__ import annotations

import argparse
import json
import re
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from reportqa.answering.prose.evidence import ranked
from reportqa.answering.prose.features import FEATURES
from reportqa.answering.prose.form import form_of
from reportqa.answering.prose.pool import Pool, pool_of
from reportqa.answering.prose.ranker import SIGNALS, Ranker, rank
from reportqa.answering.prose.room import room_of
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.snapshot import Snapshot, open_snapshot

__all__ = ["agreement", "main"]

Floats = npt.NDArray[np.float32]
WEIGHTS = Path(__file__).resolve().parent.parent / "reportqa" / "answering" / "prose" / "weights.json"
_HIDDEN, _EPOCHS, _BATCH, _SAMPLE, _SEEDS = 32, 30, 24, 160, 2


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its pool of stretches and, for each, whether it is the answer and its F1 with it."""

    report: str
    pool: Pool
    exact: Floats
    f1: Floats
    trains: bool


def _tokens(text: str) -> list[str]:
    kept = "".join(c for c in text.lower() if c not in string.punctuation or c == " ")
    return [w for w in kept.split() if w not in ("a", "an", "the")]


def agreement(gold: str, text: str) -> tuple[float, float]:
    """Exact match and F1 of a stretch with the expected one; a currency sign and a closing unit are part of a number."""
    g, p = _tokens(gold), _tokens(text)
    common = len(set(g) & set(p))
    f1 = 2 * common / (len(set(g)) + len(set(p))) if common else 0.0
    exact = float(g == p or (len(g) <= 2 and _number(gold) is not None and _number(gold) == _number(text)))
    return exact, max(exact, f1)


def _number(text: str) -> tuple[float, str] | None:
    match = re.fullmatch(
        r"\s*[A-Za-z]{0,3}\s*[$€£¥`]?\s*([\d,]*\.?\d+)\s*(%|percent|thousand|million|billion|trillion)?\s*[a-z]*\s*",
        text,
        re.I,
    )
    return (float(match[1].replace(",", "")), (match[2] or "").lower()) if match else None


def examples(questions: Sequence[dict[str, Any]], snapshot: Snapshot) -> list[Example]:
    """The pools of questions; of a question whose answer is no single stretch of text every stretch is wrong."""
    room = room_of(snapshot)
    out = []
    for q in questions:
        query = understand(q["question"], q["history"], snapshot, q["within"])
        form = form_of(query)
        pool = pool_of(query, form, ranked(query, form, room), room)
        if pool is None:
            continue
        gold = q["answer"] if isinstance(q["answer"], list) else [str(q["answer"])]
        trains = q["answer_type"] == "span" and q["answer_from"] == "text"
        single = q["answer_type"] == "span"
        pairs = [agreement(gold[0], pool.text(i)) if single else (0.0, 0.0) for i in range(len(pool.edges))]
        exact, f1 = np.array(pairs, np.float32).T
        out.append(Example(q["within"], pool, exact, f1, trains))
    return out


def train(some: Sequence[Example], seed: int) -> Ranker:
    """The network that draws the best stretches of these examples."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    rows = np.concatenate([e.pool.features for e in some])
    mean, spread = rows.mean(0), rows.std(0) + 1e-2
    data = []
    for e in some:
        worth = 0.6 * e.exact + 0.4 * np.where(e.f1 > 0.3, e.f1, 0.0) ** 3
        if worth.max() > 0.1:
            data.append(
                (np.clip((e.pool.features - mean) / spread, -5, 5).astype(np.float32), worth.astype(np.float32))
            )
    net = torch.nn.Sequential(
        torch.nn.Dropout(0.1), torch.nn.Linear(rows.shape[1], _HIDDEN), torch.nn.ReLU(), torch.nn.Dropout(0.2), torch.nn.Linear(_HIDDEN, 1)
    )  # fmt: skip
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, _EPOCHS)
    for _ in range(_EPOCHS):
        for batch in np.array_split(rng.permutation(len(data)), max(1, len(data) // _BATCH)):
            loss = _loss(net, [_sampled(*data[i], rng) for i in batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    first, last = net[1], net[4]
    return Ranker(
        mean.astype(np.float32), spread.astype(np.float32), first.weight.detach().numpy().T.copy(), first.bias.detach().numpy().copy(),
        last.weight.detach().numpy()[0].copy(), np.zeros(len(SIGNALS) + 1, np.float32),
    )  # fmt: skip


def _sampled(rows: Floats, worth: Floats, rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Every stretch that is worth something, with some of those that are not."""
    good, bad = np.flatnonzero(worth > 0.02), np.flatnonzero(worth <= 0.02)
    kept = np.concatenate([good, rng.choice(bad, min(len(bad), _SAMPLE), replace=False)])
    return torch.from_numpy(rows[kept]), torch.from_numpy(worth[kept])


def _loss(net: torch.nn.Sequential, batch: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
    """Half the cross-entropy with the share of worth, half the logarithm of the expected worth."""
    scores = net(torch.cat([x for x, _ in batch]))[:, 0].split([len(x) for x, _ in batch])
    total = torch.zeros(())
    for score, (_, worth) in zip(scores, batch, strict=True):
        log = torch.log_softmax(score, 0)
        total = total - 0.5 * (log * worth / worth.sum()).sum() - 0.5 * torch.log((log.exp() * worth).sum() + 1e-6)
    return total / len(batch)


def joined(rankers: Sequence[Ranker]) -> Ranker:
    """Several networks over the same rows as one, whose score is their average."""
    first = rankers[0]
    return Ranker(
        first.mean, first.spread, np.concatenate([r.hidden for r in rankers], axis=1), np.concatenate([r.bias for r in rankers]),
        np.concatenate([r.out for r in rankers]) / len(rankers), first.sure,
    )  # fmt: skip


def fitted(some: Sequence[Example]) -> Ranker:
    """The average of a few networks."""
    training = [e for e in some if e.trains]
    return joined([train(training, seed) for seed in range(_SEEDS)])


def crossed(all_of: Sequence[Example], folds: int = 5) -> tuple[Floats, Floats, Floats]:
    """Out-of-fold exact match and F1 of the best stretch, and its signals, for every example."""
    exact, f1 = np.zeros(len(all_of), np.float32), np.zeros(len(all_of), np.float32)
    signals = np.zeros((len(all_of), len(SIGNALS)), np.float32)
    groups = [e.report for e in all_of]
    for learn, test in GroupKFold(folds).split(groups, groups=groups):
        ranker = fitted([all_of[i] for i in learn])
        for i in test:
            best = rank(all_of[i].pool, ranker.score(all_of[i].pool.features))
            exact[i], f1[i], signals[i] = all_of[i].exact[best.index], all_of[i].f1[best.index], best.signals
    return exact, f1, signals


def surety(signals: Floats, right: npt.NDArray[np.bool_]) -> Floats:
    """The weights of the logistic regression of being right on the signals, the constant last."""
    model = LogisticRegression(C=1.0, max_iter=2000).fit(signals, right)
    return np.concatenate([model.coef_[0], model.intercept_]).astype(np.float32)


def write(ranker: Ranker, path: Path) -> None:
    """Write the weights as JSON, rounded to what matters."""
    data: dict[str, Any] = {"features": list(FEATURES), "signals": list(SIGNALS)}
    for name in ("mean", "spread", "hidden", "bias", "out", "sure"):
        data[name] = np.round(np.asarray(getattr(ranker, name), np.float64), 4).tolist()
    path.write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Cross-validate, print, learn from everything, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    torch.set_num_threads(1)
    questions = [json.loads(line) for line in args.questions.read_text(encoding="utf-8").splitlines() if line.strip()]
    learn(examples(questions, open_snapshot(args.index)), args.out)


def learn(found: Sequence[Example], out: Path) -> None:
    """Print the cross-validated figures of examples and write the weights learned from all of them."""
    exact, f1, signals = crossed(found)
    texts = np.array([e.trains for e in found])
    print(
        f"stretches of text, out of fold: n={texts.sum()} EM={100 * exact[texts].mean():.1f} F1={100 * f1[texts].mean():.1f}"
    )
    right = f1 >= 0.5
    sure = surety(signals, right)
    chance = 1 / (1 + np.exp(-(signals @ sure[:-1] + sure[-1])))
    for low, high in ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1.01)):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            print(
                f"chance {low:.1f} to {min(high, 1.0):.1f}: n={inside.sum()} right {100 * right[inside].mean():.0f}% exact {100 * exact[inside].mean():.0f}%"
            )
    whole = fitted(found)
    write(Ranker(whole.mean, whole.spread, whole.hidden, whole.bias, whole.out, sure), out)


if __name__ == "__main__":
    main()

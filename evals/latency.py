"""How long one question takes: python -m evals.latency [--rounds 3] [--threads 2] [--cold 3]

On a warm index of the project's own corpus, with as many threads as --threads says (on a busy machine, one): the median over the questions of questions.jsonl, and beside
it, in the same run, the median of the bare encoder on the same questions, since machines differ and the ratio does not. Then
the command `ask` from a cold start. Questions are remembered by the encoder; each round starts without that memory.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch

from reportqa.assistant import Assistant
from reportqa.indexing.build import build
from reportqa.indexing.encoder import Encoder
from reportqa.settings import Settings

ROOT = Path(__file__).parents[1]
QUESTION = "How many tokens does China use per week?"


def questions(path: Path) -> list[tuple[str, list[str]]]:
    """The questions of a file with their histories."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [(row["question"], row.get("history") or []) for row in rows]


def bare(encoder: Encoder, text: str) -> float:
    """Seconds that the encoder alone takes for a question that it has not seen."""
    encoder.forget()
    began = time.perf_counter()
    encoder.encode([text])
    return time.perf_counter() - began


def whole(assistant: Assistant, text: str, history: list[str]) -> float:
    """Seconds that an answer takes, the encoding of the question included."""
    assistant.snapshot.encoder.forget()
    began = time.perf_counter()
    assistant.ask(text, history)
    return time.perf_counter() - began


def cold(settings: Settings) -> float:
    """Seconds that `ask` takes in a process of its own."""
    command = [sys.executable, "-m", "reportqa", "ask", QUESTION, "--index", str(settings.index), "--json"]
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - began


def measure(settings: Settings, rounds: int, starts: int, threads: int) -> None:
    """Print the medians."""
    asked = questions(ROOT / "evals" / "questions.jsonl")
    torch.set_num_threads(threads)
    assistant = Assistant.open(settings)
    assistant.ask(QUESTION)
    answers: list[float] = []
    encoder: list[float] = []
    for _ in range(rounds):
        for text, history in asked:
            encoder.append(bare(assistant.snapshot.encoder, text))
            answers.append(whole(assistant, text, history))
    middle, alone = statistics.median(answers) * 1000, statistics.median(encoder) * 1000
    late = sorted(answers)[int(0.95 * len(answers))] * 1000
    print(f"one question on a warm index: median {middle:.1f} ms, 95th percentile {late:.1f} ms ({len(answers)} asked)")
    print(f"the bare encoder: median {alone:.1f} ms; one question takes {middle / alone:.2f} times that")
    if starts:
        print(
            f"ask from a cold start: median {statistics.median(cold(settings) for _ in range(starts)):.1f} s of {starts}"
        )


def main() -> None:
    """Build the index, if none is named, and measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--threads", type=int, default=2, help="threads of the encoder")
    options.add_argument("--cold", type=int, default=3, help="how many cold starts; 0 for none")
    options.add_argument("--index", type=Path, help="an index of the corpus, brought up to date first")
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="latency-") as folder:
        settings = Settings(ROOT / "corpus", args.index or Path(folder))
        build(settings.corpus, settings.index)
        measure(settings, args.rounds, args.cold, args.threads)


if __name__ == "__main__":
    main()

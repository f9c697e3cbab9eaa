"""Builds killed at random moments: python -m evals.kills [--kills 200] [--seed 7]

Each time the corpus is changed, a build of it is started in a process of its own and killed with SIGKILL after a random time;
then the index is opened and asked. What answers must be the last complete snapshot: one version of the corpus in all its
files, the version before the change or, where the build was done, the one after. Exits 1 where it is not. POSIX only.
"""

from __future__ import annotations

import argparse
import mmap
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import torch

from reportqa.assistant import Assistant
from reportqa.indexing.build import build
from reportqa.indexing.encoder import load_encoder
from reportqa.indexing.report import Progress
from reportqa.indexing.snapshot import builds, current_id
from reportqa.settings import Settings

STAGES = ("starting", "Looking", "Reading", "Embedding", "Writing", "swapped")
PLACES = ("Norway", "Denmark", "Sweden")


def write(corpus: Path, version: int) -> None:
    """The corpus of a version: three articles whose every number tells it."""
    for place in PLACES:
        path = corpus / place.lower() / "report.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"# Ferries of {place}\n\n{place}'s ferries carried {version} million passengers in 2025. "
            f"They called at {version + 5} ports, and {version + 9} ships were in service.\n",
            encoding="utf-8",
        )


def run(settings: Settings, stage: mmap.mmap) -> None:
    """One build, telling the stage that it is in to the process that will kill it."""

    def tell(at: Progress) -> None:
        stage[0] = STAGES.index(at.stage)

    build(settings.corpus, settings.index, progress=tell)
    stage[0] = STAGES.index("swapped")


def killed(settings: Settings, stage: mmap.mmap, after: float) -> str:
    """Start a build, kill it after so many seconds, and name the stage it was in."""
    stage[0] = 0
    child = os.fork()
    if child == 0:
        run(settings, stage)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return STAGES[stage[0]]


def served(settings: Settings) -> int:
    """The version that the index answers with. Raises AssertionError where it is torn, and what opening raises."""
    assistant = Assistant.open(settings)
    texts = [d.text for d in assistant.snapshot.documents.values()]
    found = {v for v in _numbers(texts[0]) if all(f"carried {v} million passengers" in text for text in texts)}
    assert len(texts) == len(PLACES) and len(found) == 1, f"a torn snapshot: {texts}"
    version = found.pop()
    answer = assistant.ask("How many passengers did Norway's ferries carry in 2025?")
    assert f"{version} million" in answer.answer, f"version {version} answers: {answer.answer}"
    return version


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split() if word.isdigit()]


def measured(folder: Path, count: int, seed: int) -> int:
    """Kill `count` builds and print how it went; 0 where the last complete snapshot answered every time."""
    settings, rng, stage = Settings(folder / "corpus", folder / "index"), random.Random(seed), mmap.mmap(-1, 1)
    write(settings.corpus, 100)
    run(settings, stage)
    write(settings.corpus, 101)
    began = time.monotonic()
    run(settings, stage)
    whole, last = time.monotonic() - began, 101
    places: Counter[str] = Counter()
    survived = swapped = 0
    for version in range(102, 102 + count):
        write(settings.corpus, version)
        before = current_id(settings.index)
        places[killed(settings, stage, rng.uniform(0, 1.1 * whole))] += 1
        now = served(settings)
        assert now in (last, version), f"version {now} answers, not {last} or {version}"
        survived, swapped = survived + 1, swapped + (now == version)
        assert (current_id(settings.index) != before) == (now == version)
        last = now
    build(settings.corpus, settings.index)
    left = sorted(p.name for p in settings.index.iterdir() if p.name not in (".lock", "CURRENT"))
    assert served(settings) == 101 + count and left == sorted(builds(settings.index)) and len(left) == 2, left
    where = ", ".join(f"{name} {places[name]}" for name in STAGES if places[name])
    print(f"{count} builds killed, one takes {whole:.2f} s; killed while: {where}")
    print(
        f"the last complete snapshot opened and answered {survived} of {count} times; the new one had replaced it {swapped} times"
    )
    return 0


def main() -> None:
    """Kill builds as the command line says."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--kills", type=int, default=200)
    options.add_argument("--seed", type=int, default=7)
    args = options.parse_args()
    # The builds are forked from here: the model is loaded once, and no thread of torch's is lost in a fork.
    torch.set_num_threads(1)
    load_encoder().load()
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        sys.exit(measured(Path(folder), args.kills, args.seed))


if __name__ == "__main__":
    main()

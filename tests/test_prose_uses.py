"""What things are used for: a list of others, and the main uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.answering.prose import answer_from_prose
from reportqa.answering.prose.form import form_of
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """---
title: Drones in Norway and Peru
publisher: Nordic Flight Desk
published: 2026-02-10
---
# Drones in Norway and Peru

Unlike Norway's small fleets, Peruvian drones are concentrated in the following tasks:

- Mining: survey of pits
- Farming: spraying of fields
- Police: watch over crowds

Norwegian drone usage is concentrated in a few demanding tasks (rescue at sea, inspection of turbines, delivery of blood).

In Norway, clubs still play a role in drone usage: students racing indoors, painters filming houses, farmers counting sheep.
"""


@pytest.fixture(scope="module")
def drones(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("drones")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "report.md").write_text(REPORT, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "What are drones mainly used for in Norway?",
            ("rescue at sea", "inspection of turbines", "delivery of blood"),
        ),
        ("What are drones used for in Peru?", ("Mining", "Farming", "Police")),
    ],
)
def test_a_list_is_told_of_those_asked_about(question: str, parts: tuple[str, ...], drones: Snapshot) -> None:
    found = answer_from_prose(understand(question, (), drones), drones)
    assert found is not None
    assert found.short == parts


def test_turns_of_phrase_are_about_nothing(drones: Snapshot) -> None:
    plain = form_of(understand("What are drones used for?", (), drones))
    assert form_of(understand("What are drones used for above all?", (), drones)).stems == plain.stems

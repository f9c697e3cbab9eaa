"""Arithmetic of other forms over an invented report: forecasts and aims, everyone else's share, prices times quantities."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ask

from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """---
title: Rowing on the lakes of Varn
publisher: Varn Sports Office
published: 2026-03-10
---
# Rowing on the lakes of Varn

In 2025 the Alder Club had 18 boathouses and 4,500 members. In 2025 the Birch Club had 12 boathouses and 1,500 members.

Alder Plus costs 8.50 EUR a month. Alder Plus has 20,000 subscribers.

The Alder Club holds 41% of all rowing medals, the Birch Club 23% and the Cedar Club 16%.

The average ticket of the Cedar Club costs 8 EUR. The Cedar Club has 4,000 members.

Among rowers under 20, 44% train at dawn.

## Boats

The Dorn Yard builds 250 boats a month. The Dorn Yard made a net loss of 6 million EUR on revenue of 48 million EUR in 2025.

## Berths

A berth in the Alder Harbour costs 3 EUR per boat per night.

## Dredgers

| Dredger | Capacity (cubic metres per day) | Electricity (kWh per cubic metre) |
|---|---|---|
| Otter | 12,000 | 1.5 |
| Grebe | 9,000 | 2.4 |
"""
WORKED = [
    ("By what percentage did the Alder Club's 4,500 members of 2025 beat the forecast of 4,000 members?", 12.5, "(4,500 members − 4,000 members) / 4,000 members"),
    ("How much do all Alder Plus subscribers together pay per month?", 170_000.0, "20,000 × 8.5"),
    ("What share of all rowing medals is left for clubs other than the Alder Club, the Birch Club and the Cedar Club?", 20.0, "100% − 41% − 23% − 16%"),
    ("At its current monthly rate, how many boats would the Dorn Yard build in a year?", 3000.0, "250 × 12"),
    ("The Dorn Yard's net loss came to what percentage of its revenue in 2025?", 12.5, "6 million / 48 million"),
    ("How much would four boats pay for five nights in the Alder Harbour?", 60.0, "four boats × five nights × 3 EUR per boat per night"),
    ("How much electricity does the Grebe need to move 500 cubic metres?", 1200.0, "500 cubic metres × 2.4"),
    ("How much mud could the Otter move in a year running at full capacity?", 4_380_000.0, "12,000 × 365"),
    ("How many boathouses do the Alder Club and the Birch Club have between them?", 30.0, "18 + 12"),
    ("How many members does a boathouse of the Alder Club have on average?", 250.0, "4,500 / 18"),
]  # fmt: skip


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("lakes")
    corpus: Path = folder / "corpus"
    corpus.mkdir()
    (corpus / "lakes.md").write_text(REPORT, encoding="utf-8")
    build(corpus, folder / "index")
    return open_snapshot(folder / "index")


@pytest.mark.parametrize(("question", "value", "formula"), WORKED)
def test_other_forms_are_worked_out(question: str, value: float, formula: str, lakes: Snapshot) -> None:
    made = ask(lakes, question)
    got = made.derivation
    assert got is not None, made.answer
    assert got.formula == formula
    assert got.value == pytest.approx(value)


def test_what_one_of_many_costs_is_not_spread_over_them(lakes: Snapshot) -> None:
    assert (
        ask(lakes, "What does a member of the Cedar Club with an average ticket spend over a full year?").derivation
        is None
    )


def test_a_ratio_of_what_is_paid_takes_sums_of_money(lakes: Snapshot) -> None:
    question = "How many times what a member of the Alder Club pays does one of the Birch Club pay?"
    assert ask(lakes, question).derivation is None


def test_a_group_of_another_age_does_not_answer(lakes: Snapshot) -> None:
    assert ask(lakes, "What share of rowers under 20 train at dawn?").short == ("44%",)
    assert ask(lakes, "What share of rowers over 50 train at dawn?").status == "absent"

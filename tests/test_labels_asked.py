"""Cells whose labels leave out what they count, percentages with names of their own, shares and times of cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ask

from reportqa.answering.gates import Gates
from reportqa.answering.query import Draft, Operation
from reportqa.answering.stated_shares import is_share_of
from reportqa.answering.times import is_of_time
from reportqa.answering.understanding.understand import understand
from reportqa.answering.vocabulary import vocabulary
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.types import Figure

PUMPS = """---
title: Heat pumps of the north
publisher: Nordic Heat Desk
published: 2026-03-01
---
# Heat pumps of the north

## Markets

| Country | Sold 2025 | Transactions 2025 | People waiting | Dealer fee (%) | Load factor (%) | Average days to fit | Diesel share (%) |
|---|---|---|---|---|---|---|---|
| Norway | 127 | 31 | 940 | 4.1 | 61.0 | 19 | 12.5 |
| Sweden | 134 | 44 | 760 | 3.2 | 55.0 | 23 | 17.5 |

## The group

| Measure | H1 2024 | H1 2025 |
|---|---|---|
| Free cash flow (EUR million) | 94 | 81 |
"""


@pytest.fixture(scope="module")
def pumps(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("pumps")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "report.md").write_text(PUMPS, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def cell(snapshot: Snapshot, text: str) -> Figure:
    return next(f for f in snapshot.figures if f.text == text and f.table >= 0)


# A question, a cell, and whether the cell's unit may answer it.
FITS = [
    ("How many heat pumps did Norway sell in 2025?", "127", True),
    ("How many pumps were traded in Norway?", "31", True),
    ("How many people wait in Sweden?", "760", True),
    ("What is the dealer fee in Norway?", "4.1", True),
    ("What was Sweden's load factor?", "55.0", True),
    ("What is the price of a pump in Norway?", "4.1", False),
    ("How many robots fit pumps in Norway?", "19", False),
]


@pytest.mark.parametrize(("question", "text", "fits"), FITS)
def test_the_units_that_labels_leave_out(question: str, text: str, fits: bool, pumps: Snapshot) -> None:
    gates = Gates.of(understand(question, (), pumps), pumps, vocabulary(pumps))
    assert gates.unit_fits(cell(pumps, text)) is fits


def test_a_share_of_something_else_is_not_the_share_asked_for(pumps: Snapshot) -> None:
    asked = understand("What percentage of the two countries' sales went to Norway?", (), pumps)
    assert asked.operation is Operation.SHARE
    assert not is_share_of(cell(pumps, "12.5"), asked)
    assert is_share_of(cell(pumps, "12.5"), understand("What share of heating in Norway is diesel?", (), pumps))


@pytest.mark.parametrize(("period", "fits"), [("H1 2024", True), ("H2 2024", False), ("Q1 2024", False)])
def test_a_cell_of_another_time_is_no_answer(period: str, fits: bool, pumps: Snapshot) -> None:
    figure = cell(pumps, "94")
    draft = Draft("", ("94",), 0.9, (figure,))
    assert is_of_time(draft, understand(f"What was the free cash flow in {period}?", (), pumps)) is fits


def test_a_half_that_no_column_holds_is_refused(pumps: Snapshot) -> None:
    assert ask(pumps, "What was the free cash flow in H1 2025?").short == ("81 million EUR",)
    assert ask(pumps, "What was the free cash flow in H2 2024?").status == "absent"

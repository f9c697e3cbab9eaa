"""The labelled sentences of evals/figures.jsonl, each attribute of each figure: what is read right stays right."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evals.figures import ROWS, compared, paired, read_row, same_metric

LABELLED = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
# Rows of which something is not read well yet: `python -m evals.figures --wrong` tells what.
UNREAD = frozenset(
    """f013 f037 f058 f070 f076 f081 f101 f111 f127 f138 f141 f167 f193 f212 f228 f281 f284 f291 f293
    f299 f300""".split()
)


def marked(row: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True)] if row["id"] in UNREAD else []
    return pytest.param(row, id=row["id"], marks=marks)


@pytest.mark.parametrize("row", [marked(row) for row in LABELLED])
def test_every_figure_with_its_whole_identity(row: dict[str, Any]) -> None:
    pairs, left = paired(row, read_row(row))
    wrong = [(w["text"], "not found") for w, figure in pairs if figure is None]
    for wanted, figure in pairs:
        if figure is not None:
            wrong += [(wanted["text"], name) for name, good in compared(wanted, figure).items() if not good]
    assert (wrong, [f.text for f in left]) == ([], [])


def test_rows_are_well_formed_and_many() -> None:
    ids = [row["id"] for row in LABELLED]
    assert len(set(ids)) == len(ids) >= 150
    assert all(w["text"] in row["text"] for row in LABELLED for w in row["figures"])
    assert frozenset(ids) >= UNREAD


def test_metrics_agree_in_their_words_and_in_what_they_state() -> None:
    assert same_metric("ferry traffic growth", "ferry traffic growth")
    assert same_metric("traffic growth", "ferry traffic growth")
    assert not same_metric("traffic", "traffic decline")
    assert not same_metric("freight traffic", "ferry traffic")

"""Which figure a question most likely means: the trees by hand, the features by rule, and the weights over real questions."""

from __future__ import annotations

import numpy as np
import pytest

from reportqa.answering.chance import FEATURES, LIKELY, features, likeliest, shortlist
from reportqa.answering.forest import Forest, Tree
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.snapshot import Snapshot

# Feature 1 at most 0.5 goes left, to a leaf of 0.2, else to a node that asks feature 0 at most 3: 0.6, else 1.
SMALL = Tree((1, 0, 0, 0, 0), (0.5, 0.0, 3.0, 0.0, 0.0), (1, 1, 3, 3, 4), (2, 1, 4, 3, 4), (0.0, 0.2, 0.0, 0.6, 1.0))
LEAF = Tree((0,), (0.0,), (0,), (0,), (0.4,))

LIKELIEST = [
    ("How many tonnes of pears did Sweden's orchards harvest in 2025?", "84,000 tonnes"),
    ("How many people do Denmark's orchards employ?", "420 people"),
    ("How many members does the Station Library have?", "31,000 members"),
]
UNLIKELY = [
    "How many tonnes of pears did Norway's orchards harvest in 2025?",
    "How many members does the Park Library have?",
    "What is the speed of light?",
]


def test_a_row_walks_each_tree_to_its_leaf() -> None:
    rows = np.array([[9.0, 0.5], [3.0, 0.6], [3.1, 0.6]], np.float32)
    assert Forest.of([SMALL, LEAF]).leaves(rows) == pytest.approx(np.array([[0.2, 0.4], [0.6, 0.4], [1.0, 0.4]]))


@pytest.mark.parametrize(("question", "text"), LIKELIEST)
def test_the_figure_asked_for_is_the_likeliest(question: str, text: str, invented: Snapshot) -> None:
    (best, chance), *_ = likeliest(understand(question, [], invented), invented)
    assert best.figure.text == text
    assert LIKELY <= chance <= 1.0


@pytest.mark.parametrize("question", UNLIKELY)
def test_what_no_report_tells_is_unlikely(question: str, invented: Snapshot) -> None:
    assert not [m.figure.text for m, c in likeliest(understand(question, [], invented), invented) if c >= LIKELY]


def test_leads_set_each_figure_against_its_best_rival(invented: Snapshot) -> None:
    query = understand("How many members does the Station Library have?", [], invented)
    found = shortlist(query, invented)
    rows = features(query, invented, found)
    assert rows.shape == (len(found), len(FEATURES))
    dense, lead = rows[:, FEATURES.index("dense")], rows[:, FEATURES.index("dense lead")]
    best = int(np.argmax(dense))
    others = [d for d, m in zip(dense, found, strict=True) if m.figure.value != found[best].figure.value]
    assert lead[best] == pytest.approx(dense[best] - max(others), abs=1e-6)
    assert set(rows[:, FEATURES.index("rivals")]) == {len(found)}


def test_equal_statements_are_no_rivals(invented: Snapshot) -> None:
    query = understand("How many tonnes of pears did Sweden's orchards harvest in 2025?", [], invented)
    found = shortlist(query, invented)
    rows = features(query, invented, found)
    dense, lead = rows[:, FEATURES.index("dense")], rows[:, FEATURES.index("dense lead")]
    equal = [i for i, m in enumerate(found) if m.figure.text == "84,000 tonnes"]
    best = max(d for i, d in enumerate(dense) if i not in equal)
    assert len(equal) == 2
    assert lead[equal] == pytest.approx(dense[equal] - best, abs=1e-6)

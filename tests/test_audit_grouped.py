"""Whether what several have adds up to the total that a question means."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.answering.audit.asking import wanted
from reportqa.answering.audit.grouped import grouped
from reportqa.answering.audit.items import Item, read_items
from reportqa.figures import extract
from reportqa.reading.markdown import read_markdown

REPORT = """# Kiosks in 2025

Published on: 2026-01-14

The four towns had 1,000 kiosks at the end of 2025.

| | Alta | Brava | Corda | Dunmore |
|---|---|---|---|---|
| Kiosks, end of 2025 | 400 | 300 | 200 | 100 |
| Parcels, 2025 (thousand) | 41 | 32 | 21 | 9 |

## Spending

Operators spent EUR 90 million on kiosks in 2025. Alta accounted for EUR 40 million, Brava for EUR 30 million and Corda for EUR 10 million.

Three brands hold 71% of the parcel market: Mimo Post 40%, Nala 20% and Orla 11%.
"""
ASKED = [
    ("Do the kiosks of the four towns add up to the stated total of 1,000?", True, 1000.0, 4),
    ("Do the kiosks of the four towns add up to the total?", True, 1000.0, 4),
    ("Does the spending by town add up to the stated total?", False, 90e6, 3),
    ("Do the shares of the three brands add up to the stated 71%?", True, 71.0, 3),
]
UNTOLD = [
    "Do the kiosks of the six towns add up to the total?",
    "Do the parcels of the four towns add up to the total?",
    "Do the ferries add up to the total?",
]


def read() -> tuple[Item, ...]:
    return tuple(read_items(extract(read_markdown(REPORT, Path("corpus/a.md"), Path("corpus")))))


@pytest.mark.parametrize(("question", "agrees", "claimed", "parts"), ASKED)
def test_parts_are_added_and_held_against_their_total(question: str, agrees: bool, claimed: float, parts: int) -> None:
    want = wanted(question)
    assert want is not None
    check = grouped(want, read())
    assert check is not None
    assert (check.agrees, check.claimed, len(check.figures)) == (agrees, claimed, parts + 1)


@pytest.mark.parametrize("question", UNTOLD)
def test_what_has_no_total_or_other_parts_is_not_checked(question: str) -> None:
    want = wanted(question)
    assert want is not None
    assert grouped(want, read()) is None


def test_a_fiscal_year_is_no_number_of_a_question() -> None:
    want = wanted("Do the parts add up to the total for 2025/26?")
    assert want is not None and want.numbers == ()

"""Which figures a text tells as parts of which others."""

from pathlib import Path

import pytest

from reportqa.answering.chosen.parts import is_part
from reportqa.figures import extract
from reportqa.reading.markdown import read_markdown

TABLE = """| Measure | 2024 | 2025 |
|---|---:|---:|
| Revenue (EUR million) | 402 | 446 |
| of which road | 120 | 131 |
| of which sea | 80 | 92 |
"""


def told(text: str) -> set[tuple[str, str]]:
    """The pairs of part and whole that a text tells, as they are written."""
    document = read_markdown(f"# A report\n\n{text}\n", Path("corpus/a.md"), Path("corpus"))
    figures = [f for f in extract(document) if f.unit != "date"]
    return {(a.text, b.text) for a in figures for b in figures if a is not b and is_part(a, b, document.text)}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("It shipped 71 scanners, of which 14 were of the new type.", {("14", "71 scanners")}),
        ("We had 9,060 employees, of whom 1,870 were train drivers.", {("1,870", "9,060 employees")}),
        ("It will dismiss 1,400 of its 36,200 employees.", {("1,400", "36,200 employees")}),
        ("Of the agency's 164 buses 38 are electric.", {("38", "164 buses")}),
        ("Of the 310 people who work there, 120 have been offered posts.", {("120", "310 people")}),
        ("Data centres used 536 TWh in 2025. AI alone used 148 TWh of it.", {("148 TWh", "536 TWh")}),
        # Not of one kind, a comparison, percentages, and what only stands beside it.
        ("It earned €204 million on revenue of €575 million.", set()),
        ("It holds 88% of the market, and 100% of that for couplers.", set()),
        ("The line runs every 10 minutes instead of every 15.", set()),
        ("It has 71 shops and 14 offices.", set()),
    ],
)
def test_a_part_is_told_beside_its_whole(text: str, pairs: set[tuple[str, str]]) -> None:
    assert told(text) == pairs


def test_rows_that_begin_with_of_which_are_parts_of_the_row_above_them() -> None:
    assert told(TABLE) == {("120", "402"), ("131", "446"), ("80", "402"), ("92", "446")}

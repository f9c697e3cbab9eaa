"""Reported, estimated or forecast: what a heading, a list's lead-in and a verb tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.figures import extract
from reportqa.reading.markdown import read_markdown
from reportqa.types import Status

REPORTED, FORECAST = Status.REPORTED, Status.FORECAST
ROWS = [
    ("# Brunsvik: results and outlook\n\nSales rose by 3%.", REPORTED),
    ("# Brunsvik: outlook for 2027\n\nSales growth of 3%.", FORECAST),
    ("# Brunsvik\n\n## Outlook\n\nCapital expenditure of EUR 30 million.", FORECAST),
    ("# Brunsvik\n\n## Outlook and risks\n\nCapital expenditure of EUR 30 million.", FORECAST),
    ("# Brunsvik\n\n## Cash flow, targets\n\nCapital expenditure of EUR 30 million.", REPORTED),
    ("# Brunsvik\n\n## Outlook\n\nSavings of EUR 38 million had been achieved.", REPORTED),
    ("# Brunsvik\n\nThe group expects:\n\n- sales growth of 3%", FORECAST),
    ("# Brunsvik\n\nThe group reports:\n\n- sales growth of 3%", REPORTED),
    ("# Brunsvik\n\nThe policy is to pay out 45% of profit.", REPORTED),
    ("# Brunsvik\n\nThe programme is to save EUR 90 million.", FORECAST),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_status(text: str, expected: Status) -> None:
    document = read_markdown(f"---\ndate: 2026-02-25\n---\n\n{text}\n", Path("corpus/a.md"), Path("corpus"))
    assert [f.status for f in extract(document) if f.unit != "date"] == [expected]

"""Three small invented reports on different fields, and a fourth that disagrees with one of them: what the tests of answering ask about."""

from __future__ import annotations

from pathlib import Path

from reportqa.answering.answer import answer
from reportqa.answering.check import faults
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.types import Answer

__all__ = ["FILES", "ask", "snapshot_of"]

ORCHARDS = """---
title: Pear orchards of the Vale
publisher: Vale Fruit Board
published: 2026-04-15
---
# Pear orchards of the Vale

Sweden's orchards harvested 84,000 tonnes of pears in 2025. Denmark's orchards harvested 21,000 tonnes of pears in 2025. Finland's orchards harvested 14,000 tonnes of pears in 2025. The three countries together harvested 119,000 tonnes of pears in 2025.

Sweden's orchards harvested 80,000 tonnes of pears in 2024. Denmark's orchards harvested 24,000 tonnes of pears in 2024.

Sweden's orchards are expected to harvest 90,000 tonnes of pears in 2027.

## Growers

Sweden's orchards employ 1,200 people. Denmark's orchards employ 420 people.

## Irrigation

The irrigation network pumps 3.5 million litres of water a week. Water costs 0.40 EUR per 1,000 litres. A new pump lasts between 12 and 18 years.
"""
MARKET = """# Notes on the pear market

Sweden's orchards harvested 84,000 tonnes of pears in 2025, the board says.

The wholesale price of pears fell by 8% in 2025.
"""
LIBRARIES = """---
title: Lending in the libraries of Osterby
publisher: Osterby Council
published: 2026-02-20
---
# Lending in the libraries of Osterby

The Harbour Library lent 310,000 books in 2025. The Station Library lent 155,000 books in 2025. The Park Library lent 62,000 books in 2025.

Visits to the Harbour Library rose 25% in 2025. The Harbour Library received 500,000 visits in 2025.

## Members

The Harbour Library has 40,000 members. The Station Library has 31,000 members.

## Late returns

| Library | Late returns (%) | Fines (USD) |
|---|---|---|
| Harbour Library | 4.2 | 18,600 |
| Station Library | 6.1 | 9,300 |
| Park Library | 3.3 | 2,480 |
"""
WIND = "Turbine,Year,Output (GWh)\nNorth Reef,2024,120\nNorth Reef,2025,150\nSouth Reef,2024,90\nSouth Reef,2025,72\n"
TRAMS = """---
title: Trams of Kelso Bay
publisher: Bay Transit
published: 2026-03-01
---
# Trams of Kelso Bay

Kelso Bay's trams carried 6.0 million passengers in 2025.
"""
TRAMS_AGAIN = """---
title: Public transport in Kelso Bay
publisher: Bay Statistics
published: 2026-05-01
---
# Public transport in Kelso Bay

Kelso Bay's trams carried 6.4 million passengers in 2025.
"""
FILES = {
    "orchards/report.md": ORCHARDS,
    "orchards/market.md": MARKET,
    "libraries/report.md": LIBRARIES,
    "wind/output.csv": WIND,
    "trams/report.md": TRAMS,
    "transport/report.md": TRAMS_AGAIN,
}


def snapshot_of(folder: Path, names: list[str] | None = None) -> Snapshot:
    """The index of the reports (or of those named, written in that order), built in a new folder."""
    for name in FILES if names is None else names:
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(FILES[name], encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def ask(snapshot: Snapshot, *questions: str, within: str | None = None) -> Answer:
    """The answer to the last question of a chat; whatever it says, promise 1 holds."""
    made = answer(questions[-1], questions[:-1], snapshot, within)
    assert faults(made, snapshot.documents) == ()
    for figure in (*made.figures, *made.nearest):
        assert snapshot.documents[figure.document].text[figure.start : figure.end] == figure.text
    return made

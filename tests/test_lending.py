"""The period that a sentence lends to the next, the paragraph to the next, and what keeps a period to itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.figures import extract
from reportqa.reading.markdown import read_markdown

TITLE = "# Brunsvik Foods: 2025 annual results and outlook\n\n"
Y24, Y25 = "2024-01-01..2024-12-31", "2025-01-01..2025-12-31"


def days_of(text: str, published: str = "2026-02-25") -> list[tuple[str, str]]:
    """Each number of a text, dates left out, with the days it holds for ("" where none are told)."""
    document = read_markdown(f"---\ndate: {published}\n---\n\n{text}\n", Path("corpus/a.md"), Path("corpus"))
    found = [f for f in extract(document) if f.unit != "date"]
    return [(f.text, f"{f.period.start}..{f.period.end}" if f.period and f.period.start else "") for f in found]


KEPT = [
    ("Net costs were EUR 41 million (2024: EUR 44 million) and the tax charge was EUR 60 million. Net profit was EUR 81 million.",
     [("EUR 41 million", Y25), ("EUR 44 million", Y24), ("EUR 60 million", Y25), ("EUR 81 million", Y25)]),
    ("Turnover of staff eased to 27% from 31%, and absence was 6.8%.", [("27%", Y25), ("31%", Y24), ("6.8%", Y25)]),
    ("Sales came to EUR 43 million in the first half and EUR 45 million in the second half. Energy costs fell to EUR 11 million.",
     [("EUR 43 million", "2025-01-01..2025-06-30"), ("EUR 45 million", "2025-07-01..2025-12-31"), ("EUR 11 million", Y25)]),
    ("The group intends to sell 60 shops by the end of 2027. Another 20 shops were closed.",
     [("60 shops", "2027-10-01..2027-12-31"), ("20 shops", Y25)]),
    ("The target is to halve emissions by 2030 compared with 2020; the cut so far is 38%.", [("38%", Y25)]),
    ("Part of it was used to repay EUR 30 million in June 2025. A loan of EUR 60 million is available until 2029.",
     [("EUR 30 million", "2025-06-01..2025-06-30"), ("EUR 60 million", Y25)]),
    ("Wages rose by 5.5% on 1 July 2025 under a new agreement. Rents rose by 2%.", [("5.5%", "2025-07-01..2025-07-01"), ("2%", Y25)]),
    ("Subject to approval on 22 April 2026, the dividend of EUR 0.56 will be payable on 6 May 2026.", [("EUR 0.56", "2026-05-06..2026-05-06")]),
    ("Margins cost about EUR 12 million a year before measures.", [("EUR 12 million a year", Y25)]),
]  # fmt: skip
FRAMED = [
    ("In the first half of 2026 sales rose 3%. Freight fell 2%.\n\nFares rose 1%.", ["2026-01-01..2026-06-30"] * 3),
    ("Ferries carried 3 million guests in the first half of 2026. Freight fell 2%.\n\nFares rose 1%.", ["2026-01-01..2026-06-30"] * 2 + [""]),
    ("In March 2026 the group issued 40 million euros of bonds. Fares rose 1%.", ["2026-03-01..2026-03-31", ""]),
    ("For January to June 2026 the count is:\n\n- Peru: 82 sites\n- Chile: 96 sites\n\nChile leads by 17%.", ["2026-01-01..2026-06-30"] * 3),
    ("At the end of June 2026 there were 94 sites. A year earlier there were 71. Costs rose 4%.", ["2026-06-01..2026-06-30", "2025-06-01..2025-06-30", "2026-06-01..2026-06-30"]),
    ("Sales were 3% up in 2026, and costs were 2% up in 2025. Fares rose 1%.", ["2026-01-01..2026-12-31", Y25, ""]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), KEPT)
def test_a_period_of_its_own_value_goes_no_further(text: str, expected: list[tuple[str, str]]) -> None:
    assert days_of(TITLE + text) == expected


@pytest.mark.parametrize(("text", "expected"), FRAMED)
def test_only_a_frame_is_carried_on(text: str, expected: list[str]) -> None:
    assert [days for _, days in days_of(text, "2026-07-20")] == expected


def test_another_one_s_value_is_of_the_same_time() -> None:
    found = dict(days_of(TITLE + "Electric models made up 18.5% of sales in Peru, against 7.4% in Chile."))
    assert found == {"18.5%": Y25, "7.4%": Y25}

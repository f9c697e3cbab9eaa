"""Which rows of a table a question means: named ones, else the whole's, else none."""

from __future__ import annotations

import pytest

from reportqa.answering.answer import answer
from reportqa.answering.tables.meant import is_whole_row, tells_average
from reportqa.answering.tables.question import Op, readings
from reportqa.figures.wholes import rows_are_parts, whole_row
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.reading.tables import make_table
from reportqa.types import Cell, Table

CLINICS = """---
title: Dental care in Brittany
published: 2026-02-10
---
# Dental care in Brittany

The association asks its clinics every year.

**Table 1. Clinics by district, 2025**

| District | Visits | Waiting time (days) | Seen within a week (%) |
|---|---|---|---|
| Finistère | 41,000 | 12.5 | 48 |
| Morbihan | 28,500 | 9.0 | 61 |
| Côtes-d'Armor | 22,700 | 10.5 | 55 |
| **Brittany** | **92,200** | **11.0** | **54** |

**Table 2. What the clinics spend (EUR million)**

| Item | 2023/24 | 2024/25 |
|---|---|---|
| Salaries | 20.4 | 22.1 |
| Materials | 8.2 | 8.9 |
| Rent | 4.1 | 4.0 |
| **Total** | **32.7** | **35.0** |

**Table 3. Patients by age**

| Age | Patients |
|---|---|
| 0–17 | 19,300 |
| 18–64 | 40,200 |
| 65 and over | 15,100 |
| All | 74,600 |

**Table 4. Prostheses fitted**

| Type | 2023 | 2024 | 2025 |
|---|---|---|---|
| Crowns | 8,000 | 7,500 | 9,000 |
| Bridges | 2,000 | 2,400 | 3,000 |
| All types | 10,000 | 9,900 | 12,000 |
"""


@pytest.fixture(scope="module")
def clinics(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The index of one report with three tables that each have a row of the whole."""
    folder = tmp_path_factory.mktemp("clinics")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "clinics.md").write_text(CLINICS, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("How long is the waiting time?", 11.0),
        ("What is the waiting time in Morbihan?", 9.0),
        ("visits finistere 2025", 41_000),
        ("What percentage is seen within a week?", 54),
        ("How much did the clinics spend in 2024/25?", 35e6),
        ("What was total spending in 23/24?", 32.7e6),
        ("What did clinics in Brittany spend in 2024/25?", 35e6),
        ("What did the clinics spend on materials in 2024/25?", 8.9e6),
        ("How many patients are 65 and over?", 15_100),
    ],
)
def test_the_row_that_is_meant(question: str, value: float, clinics: Snapshot) -> None:
    found = answer(question, (), clinics)
    assert found.status == "answered", question
    assert found.figures[0].value == pytest.approx(value)


@pytest.mark.parametrize(
    "question",
    [
        "What did the clinics spend on marketing in 2024/25?",
        "How many visits were there in Normandy in 2025?",
        "What is the waiting time in the coastal district?",
    ],
)
def test_what_no_row_holds_is_not_the_whole_s(question: str, clinics: Snapshot) -> None:
    assert answer(question, (), clinics).status == "absent"


def test_the_rows_of_wholes(clinics: Snapshot) -> None:
    wholes = [f.text for f in clinics.figures if is_whole_row(f, clinics)]
    assert wholes == ["92,200", "11.0", "54", "32.7", "35.0", "74,600", "10,000", "9,900", "12,000"]


def _table(rows: list[list[str]], title: str = "") -> Table:
    cells = [[Cell(r, c, 0, 0, text) for c, text in enumerate(row)] for r, row in enumerate(rows)]
    return make_table(cells, "table 1", title)


@pytest.mark.parametrize(
    ("rows", "title", "about", "whole"),
    [
        ([["Line", "Riders"], ["A", "10"], ["B", "20"], ["Total", "30"]], "", "", 3),
        ([["Line", "Riders"], ["All lines", "30"], ["A", "10"], ["B", "20"]], "", "", 1),
        ([["Town", "Shops"], ["Aas", "11"], ["Bo", "7"], ["Norway", "40"]], "", "Shops in Norway", 3),
        ([["Town", "Shops"], ["Aas", "11"], ["Bo", "7"], ["Ski", "4"], ["Three towns", "22"]], "", "", 4),
        ([["Town", "Shops"], ["Aas", "11"], ["Bo", "7"], ["Other towns", "18"]], "", "", None),
        ([["", "2024", "2025"], ["Sales", "50", "60"], ["Costs", "30", "35"], ["Profit", "20", "25"]], "", "", None),
        ([["", "2024", "2025"], ["Cash", "5", "6"], ["Total debt", "9", "8"], ["Equity", "2", "2"]], "", "", None),
        ([["Line", "Riders"], ["A", "10"], ["Total", "10"], ["B", "20"], ["Total", "20"]], "", "", None),
        ([["Year", "Riders"], ["2023", "10"], ["2024", "20"], ["2025", "30"]], "", "", None),
    ],
)
def test_which_row_is_the_whole_s(rows: list[list[str]], title: str, about: str, whole: int | None) -> None:
    assert whole_row(_table(rows, title), about) == whole


def test_shares_that_add_up_are_parts() -> None:
    shares = [["Mode", "2024", "2025"], ["Tram", "20", "25"], ["Bus", "45", "45"], ["Bicycle", "35", "30"]]
    assert rows_are_parts(_table(shares), "")
    assert not rows_are_parts(_table([*shares, ["Ferry", "9", "9"]]), "")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Which district has the longest waiting time?", "Finistère"),
        ("Which district has the shortest waiting time?", "Morbihan"),
    ],
)
def test_extremes_go_over_the_parts(question: str, name: str, clinics: Snapshot) -> None:
    assert name in answer(question, (), clinics).answer


def test_the_whole_s_row_tells_the_average(clinics: Snapshot) -> None:
    told = [f.text for f in clinics.figures if tells_average(f, clinics)]
    assert told == ["11.0", "54"]
    assert answer("What is the average waiting time?", (), clinics).figures[0].value == 11.0


def test_what_grew_in_a_year_grew_from_the_year_before(clinics: Snapshot) -> None:
    found = answer("By what percentage did the number of bridges grow in 2025?", (), clinics)
    assert found.derivation is not None and found.derivation.value == pytest.approx(25.0)


def test_a_column_of_percentages_tells_shares(clinics: Snapshot) -> None:
    found = answer("What share of patients in Morbihan is seen within a week?", (), clinics)
    assert (found.figures[0].text, found.derivation) == ("61", None)


def test_the_whole_belongs_to_whoever_the_report_is_about(clinics: Snapshot) -> None:
    found = {f.text: (f.subject, f.metric) for f in clinics.figures if is_whole_row(f, clinics)}
    assert found["35.0"] == ("", "Total what the clinics spend")
    assert found["74,600"] == ("", "Total patients")
    assert found["92,200"] == ("Brittany", "Visits")


def test_at_least_is_no_extreme() -> None:
    assert [r.op for r in readings("What percentage comes at least once a year?")] == [Op.LOOKUP]
    assert Op.FILTER_ROWS not in {r.op for r in readings("What proportion of those over 60 pays?")}
    assert [r.targets for r in readings("What share of spending went to rent?") if r.op is Op.SHARE] == [
        ("rent", "spending")
    ]

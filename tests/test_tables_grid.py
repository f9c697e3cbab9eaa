"""Tables as facts: headers, sections, periods, totals and scales of tables as reports print them, through the real reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportqa.answering.tables.cells import read_number
from reportqa.answering.tables.grid import Fact, Grid, grid_of
from reportqa.answering.tables.moments import is_period, moment, period_text, without_moment, years_in
from reportqa.answering.tables.scale import general_scale, inferred_scale, prose_scale, scale_of
from reportqa.answering.tables.totals import parts_of_totals
from reportqa.reading.read import read


def grid(folder: Path, csv: str) -> Grid:
    """The grid of a CSV file's one table."""
    path = folder / "table.csv"
    path.write_text(csv, encoding="utf-8")
    return grid_of(read(path, folder).tables[0])


def cell(found: Grid, text: str) -> Fact:
    """The first fact that is printed so."""
    return next(f for f in found.facts if f.text == text)


SEGMENTS = """,,Fiscal,
,2019,2018,2017
,,(in millions),
Transportation:,,,
Automotive,"$ 5,686","$ 6,092","$ 5,228"
Sensors,914,918,814
Total Transportation,"6,600","7,010","6,042"
Industrial:,,,
Energy,699,712,685
Aerospace,"1,306","1,157","1,075"
Total Industrial,"2,005","1,869","1,760"
Total,"$ 8,605","$ 8,879","$ 7,802"
"""


def test_a_scale_in_a_row_of_its_own_holds_for_the_table(tmp_path: Path) -> None:
    found = grid(tmp_path, SEGMENTS)
    fact = cell(found, "$ 5,686")
    assert (fact.label, fact.sections, fact.when.year) == ("Automotive", ("Transportation",), 2019)
    scale = scale_of(fact, found)
    assert (scale.factor, scale.unit, scale.word) == (1e6, "USD", "million")
    # The currency is printed on the first row only and meant for all.
    assert scale_of(cell(found, "914"), found).unit == "USD"


def test_totals_are_found_in_the_numbers(tmp_path: Path) -> None:
    found = grid(tmp_path, SEGMENTS.replace("Total Industrial", "Machines and planes"))
    labels = {row.index: row.label for row in found.rows}
    parts = {labels[t]: [labels[p] for p in ps] for t, ps in found.parts.items()}
    assert parts == {
        "Total Transportation": ["Automotive", "Sensors"],
        "Machines and planes": ["Energy", "Aerospace"],
        "Total": ["Total Transportation", "Machines and planes"],
    }


def test_a_sum_by_chance_is_no_total() -> None:
    rows = [{1: number(t)} for t in ("2", "3", "5")]
    assert parts_of_totals(rows, [False] * 3) == {}
    assert parts_of_totals(rows, [False, False, True]) == {2: (0, 1)}


def number(text: str):  # type: ignore[no-untyped-def]
    """The number of a cell that has one."""
    found = read_number(text)
    assert found is not None
    return found


def test_a_year_does_not_reach_over_a_column_of_changes(tmp_path: Path) -> None:
    found = grid(
        tmp_path, ',F19,F18,,\n$ MILLION,53 WEEKS,52 WEEKS,CHANGE,CHANGE NORMALISED\nSales,"1,671","1,612",3.7%,1.8%\n'
    )
    assert [(f.text, f.when.year, f.headers) for f in found.facts] == [
        ("1,671", 2019, ()), ("1,612", 2018, ()), ("3.7%", None, ("CHANGE",)), ("1.8%", None, ("CHANGE NORMALISED",)),
    ]  # fmt: skip
    assert scale_of(found.facts[0], found).factor == 1e6


def test_stacked_quarters_are_periods_and_the_total_is_none(tmp_path: Path) -> None:
    csv = ',,,,Fiscal 2019,\n,First,Second,Third,Fourth,\n,Quarter,Quarter,Quarter,Quarter,Total\nRevenues,"$ 94,888","$ 96,037","$ 88,495","$84,380","$363,800"\n'
    found = grid(tmp_path, csv)
    assert [(sorted(f.when.parts), f.headers) for f in found.facts] == [
        (["q1"], ()), (["q2"], ()), (["q3"], ()), (["q4"], ()), ([], ("Total",)),
    ]  # fmt: skip
    assert {f.when.year for f in found.facts} == {2019}


def test_headers_inside_the_body_start_a_new_block(tmp_path: Path) -> None:
    block = ',,"As of December 31, {}",\n,Amortized,Unrealized,Fair\n,Cost,Gains,Value\nBonds,{},{},{}\n'
    found = grid(tmp_path, block.format(2019, 100, 5, 105) + block.format(2018, 90, 2, 92))
    assert [(f.text, f.when.year, " ".join(f.headers)) for f in found.facts] == [
        ("100", 2019, "Amortized Cost"), ("5", 2019, "Unrealized Gains"), ("105", 2019, "Fair Value"),
        ("90", 2018, "Amortized Cost"), ("2", 2018, "Unrealized Gains"), ("92", 2018, "Fair Value"),
    ]  # fmt: skip


def test_a_percent_sign_on_the_first_and_last_row_holds_between(tmp_path: Path) -> None:
    found = grid(
        tmp_path,
        ",2019,2018\nStatutory rate,21.0%,21.0%\nState rate,3.7,1.6\nCredits,(0.4),(0.6)\nEffective rate,24.3%,22.0%\n",
    )
    assert scale_of(cell(found, "3.7"), found).unit == "percent"
    assert cell(found, "(0.4)").number.value == -0.4


def test_movements_between_two_balances_belong_to_the_later_one(tmp_path: Path) -> None:
    csv = ',Shares\n"Nonvested at January 1, 2018",98\nGranted,132\nVested,(43)\n"Nonvested at December 31, 2018",187\nGranted,50\n"Nonvested at December 31, 2019",237\n'
    found = grid(tmp_path, csv)
    assert [(f.label, f.when.year) for f in found.facts if f.label in ("Granted", "Vested")] == [
        ("Granted", 2018), ("Vested", 2018), ("Granted", 2019),
    ]  # fmt: skip


def test_hedges_and_periods_are_no_part_of_a_row_s_name(tmp_path: Path) -> None:
    found = grid(
        tmp_path, "Region,Period,Qualifier,Weekly tokens (trillion)\nChina,first week of May 2026,approximately,7.9\n"
    )
    fact = found.facts[0]
    assert (fact.label, fact.row_name, fact.when.year) == ("China", "China", 2026)
    assert scale_of(fact, found).factor == 1e12


def test_amounts_per_share_are_left_out_of_the_scale(tmp_path: Path) -> None:
    csv = ',2019\nNet income,"$1,169"\nNet income per share:,\nBasic,$ 4.60\nEffective tax rate,21.0%\n'
    found = grid(tmp_path, csv)
    prose = "(in millions, except per share amounts)"
    assert scale_of(cell(found, "$1,169"), found, prose).factor == 1e6
    assert scale_of(cell(found, "$ 4.60"), found, prose).factor == 1.0
    assert scale_of(cell(found, "21.0%"), found, prose).unit == "percent"


def test_a_rate_per_1000_is_no_scale(tmp_path: Path) -> None:
    found = grid(tmp_path, 'Period,"API price (RMB per 1,000 tokens)"\nearly 2025,0.12\nMay 2026,0.008\n')
    assert scale_of(found.facts[0], found).factor == 1.0
    assert [f.when.year for f in found.facts] == [2025, 2026]
    assert {f.label for f in found.facts} == {""}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("The table shows sales (in thousands):", "(in thousands)"),
        ("We served millions of homes.", ""),
        ("Amounts are stated in millions of dollars.", "Amounts are stated in millions of dollars"),
    ],
)
def test_scale_of_the_prose(text: str, stated: str) -> None:
    assert prose_scale(text) == stated


def test_a_general_statement_holds_for_every_table_of_a_document() -> None:
    text = "All amounts are in thousands unless otherwise stated. Sales grew."
    assert "thousands" in general_scale(text)
    assert general_scale("Sales in thousands of shops grew.") == ""


def test_the_prose_gives_a_scale_away_by_repeating_a_cell(tmp_path: Path) -> None:
    found = grid(tmp_path, ',2019\nOperating costs,"22,626"\n')
    assert "thousands" in inferred_scale(found, "Operating costs of $22.6 million were lower.")
    assert inferred_scale(found, "Operating costs were lower.") == ""
    declared = grid(tmp_path, "City,Riders (million),Route (km)\nAlta,171.2,82.4\nBrava,89.7,70.5\n")
    assert inferred_scale(declared, "Alta carried 171.2 million riders.") == ""


@pytest.mark.parametrize(
    ("text", "years", "parts", "rest"),
    [
        ("Three months ended June 30, 2019", {2019}, {"30", "jun"}, ""),
        ("fourth quarter of FY19", {2019}, {"q4"}, ""),
        ("Revenue H1 2025 (millions)", {2025}, {"h1"}, "Revenue (millions)"),
        ("2018/2019", {2019}, set(), ""),
        ("visits 24/25", {2025}, set(), "visits"),
        ("Q3 FY26", {2026}, {"q3"}, ""),
        ("sales 1H25", {2025}, {"h1"}, "sales"),
        ("Balance as of December 31, 2018", {2018}, {"31", "dec"}, "Balance"),
        ("late 2025", {2025}, {"late"}, ""),
        ("costs of 2,019 units", set(), set(), "costs of 2,019 units"),
    ],
)
def test_moments(text: str, years: set[int], parts: set[str], rest: str) -> None:
    found = moment(text)
    assert (set(found.years), set(found.parts), without_moment(text)) == (years, parts, rest)


def test_periods_and_their_words() -> None:
    assert is_period("first week of May 2026") and is_period("H1 2023") and not is_period("Sales 2019")
    assert period_text("Revenue H1 2025 (millions)") == "H1 2025"
    assert years_in("from 2018 to FY19") == [2018, 2019]

"""Grids: which rows are headers, how a spreadsheet shows numbers, where the tables of a sheet stand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reportqa.reading.delimited import read_delimited
from reportqa.reading.fieldnames import in_words
from reportqa.reading.headers import header_shape
from reportqa.reading.numberformat import shown
from reportqa.reading.regions import Region, regions


def grid(text: str) -> list[list[str]]:
    """Rows parted by line ends, cells by bars."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        ("Port | 2024 | 2025\nOslo | 13.2 | 14.1", 1, 1),
        (" | | Years ended May 31, |\n | 2025 | 2024 | 2023\nFees | $ 4.0 | $ 3.1 | (0.2)\nOther | 1 | 2 | 3", 2, 1),
        (
            " | | Fiscal |\n | 2025 | 2024 | 2023\n | | (in millions) |\nPorts: | | | \nOslo | $ 5,686 | 6,092 | 5,228",
            3,
            1,
        ),
        (" | 2025 | 2024\n | €m | €m\nCash | 14,182 | 13,860\nOther | (2) | —", 2, 1),
        (
            " | 30 June 2025 | 30 June 2024 | Change\n | $’000 | $’000 | %\nProfit | (9,819) | 6,639 | (248%)\nCosts | 4 | 3 | 113%",
            2,
            1,
        ),
        (" | 2025 (1) | 2024 | 2023 (2)\nFees | $94.2 | 394.0 | 211.4\nOther | 1 | 2 | 3", 1, 1),
        (" | 2025 | 2024\n | £000 | £000\nFees | 1,092 | 823\nOther | 49 | 281", 2, 1),
        (
            "October 31, | |\n | 2025 | 2024\n(In thousands) | | \nBoats | $ 179,870 | $150,980\nFeed | 47,417 | 37,965",
            3,
            1,
        ),
        (
            " | | Due by period |\nObligations | Total | Less than 1 year | 2-5 Years\nLeases | 773 | 55 | 28\nDebt | 7 | 5 | 2",
            2,
            1,
        ),
        (
            " | | Fiscal year | | % Change\n(in millions of €) | 2025 | 2024 | Actual | Comp.\nOrders | 12,749 | 11,875 | 7 % | 7 %",
            2,
            1,
        ),
        (
            "Days late | 1–90 | 91–180 | >180 | Total\nLow risk | 1,347 | 125 | 313 | 1,912\nHigh | 583 | 365 | 1,315 | 2,480",
            1,
            1,
        ),
        (" | 2025 | 2024\nYield | None | None\nVolatility | 27.4% | 33.5%\nRate | 2.5% | 1.9%", 1, 1),
        ("Project | Opened in | Boats\nNew quay | 2019 | 12\nOld quay | 1987 | 45\nPier | 2001 | 7", 1, 1),
        ("Industry | Scenario\nPorts | invoices\nPorts | bookings\nRail | tickets", 1, 1),
        ("Period | Price\nearly 2025 | 0.12\nMay 2026 | 0.008", 1, 1),
        (" | Leases | Loans\n2027 | $138 | $6\n2028 | 135 | 6\n2029 | 120 | 7", 1, 1),
        ("Oslo | 1 | 2\nBergen | 3 | 4", 0, 1),
        ("1 | 2\n3 | 4", 0, 1),
        (
            " | 2025 | 2024 | Change\n | Revenues: | | \nAmericas | $18,410 | 2% | $18,030\nEurope | 9,168 | 0% | 9,163",
            1,
            1,
        ),
    ],
)
def test_header_rows(text: str, rows: int, columns: int) -> None:
    assert header_shape(grid(text)) == (rows, columns)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.616, "0.0%", "61.6%"),
        (0.616, "0%", "62%"),
        (4500, "#,##0", "4,500"),
        (-3.1, "0.0;(0.0)", "(3.1)"),
        (-3.1, "0.0", "-3.1"),
        (1234567.891, '"$"#,##0.00', "$1,234,567.89"),
        (-12.5, "[$€-407] #,##0.00", "-€ 12.50"),
        (7.941e12, '0.000,,,,"tn"', "7.941tn"),
        (0, '0;-0;"—"', "—"),
        (2025, "General", "2025"),
        (7.941, "General", "7.941"),
        (0.1 + 0.2, "General", "0.3"),
        (1e13, "General", "10000000000000"),
        (0.008, "0.###", "0.008"),
        (5, "0.##", "5"),
        (7, "000", "007"),
        (True, "General", "TRUE"),
        (None, "General", ""),
        (" words ", "@", "words"),
        (dt.datetime(2026, 5, 25), "dd/mm/yyyy", "2026-05-25"),
        (dt.datetime(2026, 5, 25, 14, 30), "dd/mm/yyyy hh:mm", "2026-05-25 14:30"),
        (dt.datetime(2026, 5, 1), "mmm-yy", "May 2026"),
        (dt.datetime(2026, 1, 1), "yyyy", "2026"),
    ],
)
def test_numbers_read_as_a_spreadsheet_shows_them(value: object, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A | 1\nB | 2\n | \nC | x\nD | 4", [Region(0, 2, 0, 2), Region(3, 5, 0, 2)]),
        ("A | 2025 | | X | 2024\nb | 1 | | y | 2", [Region(0, 2, 0, 2), Region(0, 2, 3, 5)]),
        # A blank column between numbers, and a blank row before more of them, are only space.
        ("A | | 2025 | | 2024\nb | | 1 | | 2\nc | | 3 | | 4", [Region(0, 3, 0, 5)]),
        ("A | 2025\nb | 1\n | \nc | 3\nd | 5", [Region(0, 5, 0, 2)]),
        ("Title | \n | \nA | 2025\nb | 1", [Region(0, 1, 0, 1), Region(2, 4, 0, 2)]),
    ],
)
def test_regions_of_a_sheet(text: str, expected: list[Region]) -> None:
    assert regions(grid(text)) == expected


@pytest.mark.parametrize(
    ("field", "header"),
    [
        ("weekly_paid_rides_may_2026", "Weekly paid rides May 2026"),
        ("average_fare_usd_per_km", "Average fare (USD per km)"),
        ("revenue_eur_m_2025", "Revenue 2025 (EUR m)"),
        ("output_gwh_q3_2025", "Output Q3 2025 (GWh)"),
        ("growth_pct", "Growth (%)"),
        ("milk_2025_26_million_kg", "Milk 2025/26 (million kg)"),
        ("price_usd_per_month", "Price (USD per month)"),
        ("mean_price_usd_per_m_tokens", "Mean price (USD per million tokens)"),
        ("milk_yield_kg_per_cow", "Milk yield (kg per cow)"),
        ("planted_area_2025_thousand_ha", "Planted area 2025 (thousand ha)"),
        ("visits_per_person", "Visits per person"),
        ("home_country", "Home country"),
        ("Weekly rides", "Weekly rides"),
        ("rides", "rides"),
    ],
)
def test_field_names_are_headers_in_words(field: str, header: str) -> None:
    assert in_words(field) == header


def test_the_field_names_of_a_file_are_its_headers_and_keep_their_spans(tmp_path: Path) -> None:
    text = "operator,average_fare_usd_per_km\nOrm,0.31\n"
    path = tmp_path / "fares.csv"
    path.write_text(text, encoding="utf-8")
    header = read_delimited(text, path, tmp_path).tables[0].cells[0]
    assert [c.text for c in header] == ["operator", "Average fare (USD per km)"]
    assert text[header[1].start : header[1].end] == "average_fare_usd_per_km"

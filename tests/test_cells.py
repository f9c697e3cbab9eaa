"""Table cells as figures: subject, metric, period, unit and scale from row, header, corner, title, notes and data package."""

from __future__ import annotations

import pytest

from reportqa.figures import extract
from reportqa.figures.celltext import parse_cell
from reportqa.figures.declared import Measure, measure, row_measure
from reportqa.figures.headers import is_period, title_measure, without_marks
from reportqa.reading.tables import make_table
from reportqa.types import Cell, Document, Figure, Qualifier, Status


def figures_of(
    rows: list[list[str]], title: str = "", notes: str = "", units: tuple[str, ...] = (), published: str = "2025-10-14"
) -> dict[str, Figure]:
    """The figures of a table whose rows are written with bars, by their text; equal texts keep the first."""
    lines, text = [], ""
    for r, row in enumerate(rows):
        cells = []
        for c, value in enumerate(row):
            cells.append(Cell(r, c, len(text), len(text) + len(value), value))
            text += value + "|"
        text += "\n"
        lines.append(cells)
    table = make_table(lines, "table 1", title, units=units, notes=notes)
    document = Document("a.csv", "", "", published, "a", text, (), (table,))
    found: dict[str, Figure] = {}
    for figure in extract(document):
        assert text[figure.start : figure.end] == figure.text
        found.setdefault(figure.text, figure)
    return found


YEARS = [
    ["", "", "Years Ended September 30,", ""],
    ["", "2019", "2018", "2017"],
    ["Fixed price", "$ 1,452.4", "$ 1,146.2", "$ 1,036.9"],
    ["Other", "44.1", "(56.7)", "—"],
]


def test_columns_of_periods_make_rows_measures() -> None:
    found = figures_of(YEARS, notes="in millions")
    assert set(found) == {"$ 1,452.4", "$ 1,146.2", "$ 1,036.9", "44.1", "(56.7)"}
    first = found["$ 1,452.4"]
    assert (first.subject, first.metric, first.value, first.unit) == ("", "Fixed price", 1_452_400_000, "USD")
    assert first.period is not None
    assert (str(first.period.start), str(first.period.end)) == ("2018-10-01", "2019-09-30")
    assert first.locator == "table 1, row Fixed price, column Years Ended September 30, > 2019"


def test_brackets_are_negative_and_a_currency_holds_for_the_whole_table() -> None:
    found = figures_of(YEARS)
    assert (found["(56.7)"].value, found["(56.7)"].unit) == (-56.7, "USD")


REGIONS = [
    ["Region", "Period", "Qualifier", "Weekly tokens (trillion)", "Share of global usage (%)"],
    ["China", "first week of May 2025", "", "7.9", "61.6"],
    ["Other regions", "first week of May 2025", "approximately", "1.2", "n/a"],
]


def test_rows_of_entities_make_columns_measures() -> None:
    found = figures_of(REGIONS, title="Weekly usage by region")
    usage, share, other = found["7.9"], found["61.6"], found["1.2"]
    assert (usage.subject, usage.metric, usage.value, usage.unit, usage.frequency) == (
        "China",
        "Weekly tokens",
        7.9e12,
        "token",
        "week",
    )
    assert (share.subject, share.metric, share.value, share.unit, share.frequency) == (
        "China",
        "Share of global usage",
        61.6,
        "percent",
        "",
    )
    assert (other.qualifier, other.status) == (Qualifier.ABOUT, Status.ESTIMATE)
    assert usage.period is not None and str(usage.period.end) == "2025-05-07"
    assert "n/a" not in found


def test_entities_in_rows_and_periods_in_columns_take_the_measure_of_the_title() -> None:
    rows = [["Country", "2025", "2026"], ["Spain", "2.4", "4.1"], ["Chile", "8.0", "10.5"]]
    found = figures_of(rows, title="Forecast of battery installations by country (GWh)")
    figure = found["4.1"]
    assert (figure.subject, figure.metric, figure.unit, figure.status) == (
        "Spain",
        "battery installations",
        "gigawatt_hour",
        Status.FORECAST,
    )


def test_a_period_in_the_header_leaves_its_name() -> None:
    rows = [
        ["Company", "Currency", "Revenue H1 2025 (millions)"],
        ["Solvantia", "EUR", "612.4"],
        ["Andes", "USD", "(3.1)"],
    ]
    found = figures_of(rows)
    assert (found["612.4"].subject, found["612.4"].metric, found["612.4"].unit, found["612.4"].value) == (
        "Solvantia",
        "Revenue",
        "EUR",
        612_400_000,
    )
    assert (found["(3.1)"].unit, found["(3.1)"].value) == ("USD", -3_100_000)


def test_a_series_in_rows_names_its_metric_in_the_header() -> None:
    rows = [["Half-year", "Battery system"], ["H1 2024", "165"], ["H1 2025", "118"]]
    found = figures_of(rows, units=("", "USD per kWh"))
    assert (found["118"].metric, found["118"].unit) == ("Battery system", "USD / kilowatt_hour")
    assert found["118"].period is not None and str(found["118"].period.end) == "2025-06-30"


def test_a_ratio_of_two_sides_belongs_to_the_first() -> None:
    found = figures_of([["Period", "China to US ratio"], ["late 2024", "1.7"]], units=("", "x"))
    assert (found["1.7"].subject, found["1.7"].unit) == ("China", "ratio")


def test_notes_columns_marks_and_years_are_no_figures_of_their_own() -> None:
    rows = [["", "Note", "2019 (1)"], ["Investments*", "3", "1,216.0"], ["Founded", "", "1998"]]
    found = figures_of(rows)
    assert "3" not in found
    assert found["1,216.0"].metric == "Investments" and found["1998"].unit == "date"


def test_a_change_column_beside_periods_is_a_percentage_of_the_row() -> None:
    rows = [
        ["$ million", "2019", "2018", "Change (%)"],
        ["Order intake", "532.0", "470.0", "13.2"],
        ["Earnings per share", "1.05", "0.98", "7.1"],
    ]
    found = figures_of(rows)
    assert (found["532.0"].value, found["532.0"].unit) == (532e6, "USD")
    assert (found["13.2"].metric, found["13.2"].unit, found["13.2"].value) == ("Order intake change", "percent", 13.2)
    assert (found["1.05"].value, found["1.05"].unit) == (1.05, "USD / share")


def test_sections_stand_above_their_rows() -> None:
    rows = [["", "2019", "2018"], ["Transport:", "", ""], ["Automotive", "5,686", "6,092"], ["Total", "7,821", "8,290"]]
    found = figures_of(rows)
    assert (found["5,686"].subject, found["5,686"].metric) == ("Transport", "Automotive")


def test_hedges_in_a_column_of_their_own() -> None:
    rows = [["App", "Qualifier", "Monthly active users"], ["Lumen", "reportedly exceeding", "100 million"]]
    figure = figures_of(rows)["100 million"]
    assert (figure.value, figure.unit, figure.qualifier, figure.status) == (
        1e8,
        "user",
        Qualifier.OVER,
        Status.ESTIMATE,
    )


CELLS = [
    ("$  1,452.4", 1452.4, "USD"), ("(3.1)", -3.1, ""), ("$(5,637)", -5637, "USD"), ("(248%)", -248, "percent"), ("12.5 %", 12.5, "percent"),
    ("€3.1bn", 3.1e9, "EUR"), ("15-20 trillion", 1.75e13, ""), ("1.4x", 1.4, "ratio"), ("7,821", 7821, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), CELLS)
def test_what_a_cell_holds(text: str, value: float, unit: str) -> None:
    number = parse_cell(text)
    assert number is not None
    assert (number.value, number.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize("text", ["", "—", "-", "n/a", "N/A", "$ —", "- - %", "nil", "Norway"])
def test_what_an_empty_cell_looks_like(text: str) -> None:
    assert parse_cell(text) is None


MEASURES = [
    ("Weekly tokens (trillion)", Measure(1e12, "token", "week")),
    ("in millions", Measure(1e6)),
    ("€m", Measure(1e6, "EUR")),
    ("$’000", Measure(1e3, "USD")),
    ("(%)", Measure(1.0, "percent")),
    ("USDm", Measure(1e6, "USD")),
    ("API price (RMB per 1,000 tokens)", Measure(1.0, "RMB / kilotoken")),
    ("Monthly active users", Measure(1.0, "user", "month")),
    ("Net sales", Measure()),
    ("Staff, end 2025 (FTE)", Measure(1.0, "full-time equivalent")),
    ("Stores, end 2025 (number)", Measure(1.0, "store")),
    ("Change (pp)", Measure(1.0, "percentage point")),
    ("Change, percentage points", Measure(1.0, "percentage point")),
    ("Change (bps)", Measure(1.0, "basis point")),
    ("Capital expenditure (EUR m)", Measure(1e6, "EUR")),
    ("Revenue (€bn)", Measure(1e9, "EUR")),
    ("Assets (€ 000s)", Measure(1e3, "EUR")),
    ("TEUR", Measure(1e3, "EUR")),
    ("Electric two-wheelers sold (thousand units)", Measure(1e3, "two-wheeler")),
    ("Profit (k€)", Measure(1e3, "EUR")),
    ("Deliveries (k)", Measure(1e3, "delivery")),
    ("Timber felled in 2024 (million cubic feet)", Measure(1e6, "foot ** 3")),
    ("Bread eaten (kilograms per person per week)", Measure(1.0, "kilogram / person / week")),
    ("Heat (kWh per square metre)", Measure(1.0, "kilowatt_hour / meter ** 2")),
    ("Flow (cubic metres per day)", Measure(1.0, "meter ** 3", "day")),
    ("Rent (€ per square metre)", Measure(1.0, "EUR / meter ** 2")),
    ("Population in 2024 (million)", Measure(1e6, "person")),
    ("Sugar (g per drink)", Measure(1.0, "gram / drink")),
    ("Petrol (l/100 km)", Measure(1.0, "liter / 100 kilometer")),
    ("Delay (min)", Measure(1.0, "minute")),
    ("Lease (years)", Measure(1.0, "year")),
    ("Subscription (EUR a month)", Measure(1.0, "EUR", "month")),
    ("Income per line (EUR a month)", Measure(1.0, "EUR / line / month")),
    ("Rent (EUR/m²)", Measure(1.0, "EUR / meter ** 2")),
    ("Price (ct/kWh)", Measure(1.0, "cent / kilowatt_hour")),
    ("Riders (m)", Measure(1e6, "rider")),
    ("Height (m)", Measure(1.0, "meter")),
    ("Nurses per 1,000 residents", Measure(1.0, "nurse / kiloresident")),
    ("Emissions (kt CO2)", Measure(1.0, "kilotonne")),
]


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Rent (EUR per m²)", Measure(1.0, "EUR / meter ** 2")),
        ("Milk price (EUR per 100 kg)", Measure(1.0, "EUR / 100 kilogram")),
        ("Line rental (EUR a month)", Measure(1.0, "EUR", "month")),
        ("Cancellations (% a month)", Measure(1.0, "percent")),
        ("Freight (thousand tonnes)", Measure(1e3, "tonne")),
        ("Shops (of which abroad)", Measure()),
        ("Pumps", Measure()),
    ],
)
def test_what_a_row_declares(label: str, expected: Measure) -> None:
    assert row_measure(label) == expected


def test_rows_of_measures_count_their_nouns_where_no_money_is_told() -> None:
    found = figures_of(
        [["", "2024", "2025"], ["Riders (thousand)", "310", "325"], ["Fare income (EUR million)", "7.1", "7.4"]]
    )
    assert (found["325"].value, found["325"].unit, found["325"].metric) == (325_000, "rider", "Riders")
    assert (found["7.4"].value, found["7.4"].unit) == (7_400_000, "EUR")


def test_a_title_declares_the_unit_of_its_cells_behind_a_comma() -> None:
    found = figures_of([["Mode", "2024", "2025"], ["Tram", "31", "33"]], title="Way to work, % of adults")
    assert (found["33"].value, found["33"].unit) == (33, "percent")


def test_ages_and_ranks_are_no_periods() -> None:
    ages = figures_of([["Age group", "Delay (min)"], ["18–29", "31"], ["30–44", "29"]])
    assert (ages["31"].subject, ages["31"].metric, ages["31"].unit) == ("18–29", "Delay", "minute")
    ranks = figures_of([["Rank", "Port", "Calls"], ["1", "Oslo", "512"], ["2", "Bergen", "388"]])
    assert (ranks["388"].subject, ranks["388"].metric) == ("Bergen", "Calls")


def test_a_headcount_counts_people_whatever_the_row_is_called() -> None:
    found = figures_of([["Trade", "Headcount 2025"], ["Welders", "41"], ["Total", "90"]])
    assert [found[t].unit for t in ("41", "90")] == ["employee", "employee"]


@pytest.mark.parametrize(("text", "expected"), MEASURES)
def test_what_a_header_declares(text: str, expected: Measure) -> None:
    assert measure(text) == expected


@pytest.mark.parametrize(
    "text", ["2019", "2019 €m", "Year ended", "As of December 31, 2018", "Q3 2025 (restated)", "Fiscal"]
)
def test_headers_that_say_when(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize("text", ["Revenue", "Revenue 2019", "Domestic", "Change", ""])
def test_headers_that_say_more(text: str) -> None:
    assert not is_period(text)


def test_labels_lose_their_note_marks() -> None:
    assert [without_marks(t) for t in ("Order intake1", "2018 (4)", "Revenue*", "Prepaid (1) (a)", "B2")] == [
        "Order intake",
        "2018",
        "Revenue",
        "Prepaid",
        "B2",
    ]


def test_the_measure_of_a_title() -> None:
    assert title_measure("Table: Battery installations by country, 2025-2027 (GWh)") == "Battery installations"


def test_a_part_bears_the_name_of_what_it_is_of() -> None:
    found = figures_of([["", "2024", "2025"], ["Loans", "310", "325"], ["of which e-books", "71", "74"]])
    assert (found["74"].metric, found["325"].metric) == ("Loans, of which e-books", "Loans")


def test_a_row_counts_by_what_stands_before_its_unit() -> None:
    found = figures_of([["", "2024", "2025"], ["Income per line (EUR a month)", "31", "33"]])
    assert (found["33"].metric, found["33"].unit) == ("Income per line", "EUR / line / month")


def test_a_scale_beside_the_unit_of_a_rate_holds() -> None:
    found = figures_of(
        [["Faculty", "Cost per student (EUR thousand)", "Price (USD per 1,000 copies)"], ["Law", "64", "7"]]
    )
    assert (found["64"].value, found["64"].unit) == (64_000, "EUR / student")
    assert (found["7"].value, found["7"].unit) == (7, "USD / kilocopy")


def test_a_fiscal_year_ahead_of_the_calendar_is_no_forecast() -> None:
    found = figures_of([["", "Q2 FY26", "FY28"], ["Riders", "310", "325"]], published="2026-01-20")
    assert [found[t].status for t in ("310", "325")] == [Status.REPORTED, Status.FORECAST]


def test_a_table_of_parts_measures_what_its_title_or_its_corner_says() -> None:
    rows = [["Income source", "2024", "2025"], ["Tickets", "31", "33"], ["Grants", "12", "10"], ["Total", "43", "43"]]
    assert figures_of(rows, title="Table B. Income of theatres")["33"].metric == "Income of theatres"
    told = figures_of(rows, title="Tickets brought in most of it, as ever.")["33"]
    assert (told.subject, told.metric) == ("Tickets", "Income")


ABOVE = [
    ["", "Norway", "Peru"],
    ["Kiosks, end of May 2025", "1,200", "310"],
    ["of which staffed, May 2025", "400", "95"],
    ["Parcels, H1 2025 (million)", "4.1", "1.3"],
    ["Average fee, May 2025 (EUR per parcel)", "2.10", "0.95"],
]
OWNERS = [
    ("1,200", "Norway", "Kiosks", 1200.0, "kiosk", "end of May 2025"),
    ("95", "Peru", "Kiosks, of which staffed", 95.0, "kiosk", "May 2025"),
    ("4.1", "Norway", "Parcels", 4_100_000.0, "parcel", "H1 2025"),
    ("0.95", "Peru", "Average fee", 0.95, "EUR / parcel", "May 2025"),
]


@pytest.mark.parametrize(("text", "subject", "metric", "value", "unit", "period"), OWNERS)
def test_columns_of_names_over_rows_of_measures_are_the_subjects(
    text: str, subject: str, metric: str, value: float, unit: str, period: str
) -> None:
    figure = figures_of(ABOVE)[text]
    assert (figure.subject, figure.metric, figure.value, figure.unit) == (subject, metric, value, unit)
    assert figure.period is not None and figure.period.text == period


def test_columns_that_declare_units_are_measures_though_a_row_does_too() -> None:
    found = figures_of([["", "Rides (thousand)", "Fare (EUR)"], ["Alta (EUR)", "12", "3"], ["Brava", "9", "2"]])
    assert (found["12"].subject, found["12"].metric) == ("Alta", "Rides")

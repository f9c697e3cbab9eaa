"""Numbers in a text: value, unit, hedge, interval and exact characters."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.figures.numbers import find, parse
from reportqa.types import Qualifier

# text, then for each number: characters, value, unit
PLAIN = [
    # percentages and points
    ("61.6% of it", [("61.6%", 61.6, "percent")]),
    ("93 percent and 4 per cent", [("93 percent", 93, "percent"), ("4 per cent", 4, "percent")]),
    ("4 in 10 renters and 1 in 8 owners", [("4 in 10", 40, "percent"), ("1 in 8", 12.5, "percent")]),
    ("up 12 percentage points, or 30 bps", [("12 percentage points", 12, "percentage point"), ("30 bps", 30, "basis point")]),
    ("a 25-basis-point cut", [("25-basis-point", 25, "basis point")]),
    ("a change of -5% and of −2.5%", [("-5%", -5, "percent"), ("−2.5%", -2.5, "percent")]),
    # a year before "to" is no number of a range
    ("from 2,500 sites at the end of 2024 to 3,500 in 2025", [("2,500 sites", 2500, "site"), ("3,500", 3500, "")]),
    ("from 900 in 2023 to 1,100 in 2024", [("900", 900, ""), ("1,100", 1100, "")]),
    # scales
    ("7.941 trillion tokens", [("7.941 trillion tokens", 7.941e12, "token")]),
    ("approximately 1.05 billion people", [("1.05 billion people", 1.05e9, "person")]),
    ("200k downloads", [("200k downloads", 200_000, "download")]),
    ("4.1 million users", [("4.1 million users", 4_100_000, "user")]),
    ("24,500 visitors", [("24,500 visitors", 24_500, "visitor")]),
    ("每周4.5 万亿，3.2亿用户", [("4.5 万亿", 4.5e12, ""), ("3.2亿用户", 3.2e8, "user")]),
    # money, before and after, with rates
    ("It cost $4.5bn or €3m.", [("$4.5bn", 4.5e9, "USD"), ("€3m", 3e6, "EUR")]),
    ("0.12 RMB per 1,000 tokens", [("0.12 RMB per 1,000 tokens", 0.12, "RMB / kilotoken")]),
    ("RMB 0.12 and US$ 3", [("RMB 0.12", 0.12, "RMB"), ("US$ 3", 3, "USD")]),
    ("NOK 300 a night", [("NOK 300 a night", 300, "NOK / night")]),
    ("$200+ per month per seat", [("$200+ per month per seat", 200, "USD / seat / month")]),
    ("EUR 24.6 per MWh or $42/MWh", [("EUR 24.6 per MWh", 24.6, "EUR / megawatt_hour"), ("$42/MWh", 42, "USD / megawatt_hour")]),
    ("$0.41 per diluted share", [("$0.41 per diluted share", 0.41, "USD / share")]),
    ("$2.6 million principal repayments", [("$2.6 million", 2.6e6, "USD")]),
    ("a write-down of CLP 14.2 billion", [("CLP 14.2 billion", 1.42e10, "CLP")]),
    ("5 billion won", [("5 billion won", 5e9, "KRW")]),
    ("C$27.4 million from C$41.9 million", [("C$27.4 million", 27.4e6, "CAD"), ("C$41.9 million", 41.9e6, "CAD")]),
    # accounting
    ("a loss of $(9.8) million", [("$(9.8) million", -9.8e6, "USD")]),
    ("a rate of (48.3)% for 2017", [("(48.3)%", -48.3, "percent")]),
    ("a result of €−119 million", [("€−119 million", -1.19e8, "EUR")]),
    # counts
    ("312 full-time employees", [("312 full-time employees", 312, "employee")]),
    ("9,120 full-time equivalents", [("9,120 full-time equivalents", 9120, "full-time equivalent")]),
    ("62 aircraft and 12 cities", [("62 aircraft", 62, "aircraft"), ("12 cities", 12, "city")]),
    ("1.5 billion monthly users", [("1.5 billion monthly users", 1.5e9, "user")]),
    ("1.9 per 10,000 patient-days", [("1.9 per 10,000 patient-days", 1.9, "1 / 10000 patient-day")]),
    ("1.2 cases per 100,000 live births", [("1.2 cases per 100,000 live births", 1.2, "case / 100000 live birth")]),
    ("the 7.9 trillion comes from it", [("7.9 trillion", 7.9e12, "")]),
    # ratios
    ("a factor of 2.11", [("2.11", 2.11, "ratio")]),
    ("1.4x the size, 3.5 times that", [("1.4x", 1.4, "ratio"), ("3.5 times", 3.5, "ratio")]),
    ("downloaded 3.4 million times", [("3.4 million times", 3.4e6, "time")]),
    # physical units
    ("an 11-kilometre route at 5 °C", [("11-kilometre", 11, "kilometer"), ("5 °C", 5, "degree_Celsius")]),
    ("5.3 GW, 19.2 TWh and 480 kWh", [("5.3 GW", 5.3, "gigawatt"), ("19.2 TWh", 19.2, "terawatt_hour"), ("480 kWh", 480, "kilowatt_hour")]),
    ("30 m high, 5 m users, 120 t of coal", [("30 m", 30, "meter"), ("5 m users", 5e6, "user"), ("120 t", 120, "tonne")]),
    ("EUR 0.11 per W", [("EUR 0.11 per W", 0.11, "EUR / watt")]),
    ("7.8 tonnes per hectare", [("7.8 tonnes per hectare", 7.8, "tonne / hectare")]),
    # words
    ("two million passengers", [("two million passengers", 2e6, "passenger")]),
    ("twenty-five ships", [("twenty-five ships", 25, "ship")]),
    ("half a million tonnes", [("half a million tonnes", 5e5, "tonne")]),
    ("three quarters of the fleet", [("three quarters", 75, "percent")]),
    ("it rose by a tenth", [("a tenth", 10, "percent")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_value_unit_and_characters(text: str, expected: list[tuple[str, float, str]]) -> None:
    found = find(text)
    assert [(n.text, n.value, n.unit) for n in found] == [(t, pytest.approx(v), u) for t, v, u in expected]
    assert all(text[n.start : n.end] == n.text for n in found)


NONE = [
    "GPT-5 and Claude 4 and iPhone 15 and the A1",
    "the 1st, the 2nd and the first",
    "open 24/7, B2B and C2C, v1.2.3, 10.0.0.1",
    "at 20:00 on page 12, see Section 3, Note 14 and Table 2",
    "call +47 22 33 44 55 or see https://a.b/12 or [3]",
    "2. Results\n3. Outlook",
    "the 2041 Notes and the S&P 500",
    "in 2019 and on 25 May",
    "dozens of calls, millions of users, hundreds to thousands",
    "the first half of 2025 and the third quarter of 2024",
    "the four countries and all three of them",
    "3D printing and 5G",
    "scopes 1 and 2, phase 3, levels 2, 3 and 4, Articles 5 to 9 and Tables 6 & 7",
    "the year[^1] and net debt[^note-2], against",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_figure(text: str) -> None:
    assert find(text) == ()


RANGES = [
    ("15-20 trillion tokens", 15e12, 20e12, "token"),
    ("between 3 and 5 million", 3e6, 5e6, ""),
    ("20–30%", 20, 30, "percent"),
    ("1.2–1.4x", 1.2, 1.4, "ratio"),
    ("2 to 3 percent", 2, 3, "percent"),
    ("EUR 650-680 per tonne", 650, 680, "EUR / tonne"),
    ("between €3.1bn and €3.3bn", 3.1e9, 3.3e9, "EUR"),
]


@pytest.mark.parametrize(("text", "low", "high", "unit"), RANGES)
def test_ranges(text: str, low: float, high: float, unit: str) -> None:
    (number,) = find(text)
    assert (number.low, number.high, number.unit) == (pytest.approx(low), pytest.approx(high), unit)
    assert number.value == pytest.approx((low + high) / 2)


@pytest.mark.parametrize(
    "text",
    [
        "it went from 3 to 5 hours",
        "costs increased $8.6 million to $16.7 million",
        "the price rose from USD 868 to USD 912",
        "it fell 17.9% to $11,062",
        "312 or 89",
    ],
)
def test_a_change_and_its_result_are_two_numbers(text: str) -> None:
    assert len(find(text)) == 2 and all(n.low is None for n in find(text))


HEDGES = [
    ("approximately 5%", Qualifier.ABOUT),
    ("nearly 21%", Qualifier.ABOUT),
    ("~5%", Qualifier.ABOUT),
    ("exceeding 50 million", Qualifier.OVER),
    ("more than 3 million", Qualifier.OVER),
    ("a connection above 5 MW", Qualifier.OVER),
    ("at least 60 places", Qualifier.AT_LEAST),
    ("$200+ per seat", Qualifier.AT_LEAST),
    ("5% or more", Qualifier.AT_LEAST),
    ("up to 200 posts", Qualifier.UP_TO),
    ("as many as 40 ships", Qualifier.UP_TO),
    ("less than 5%", Qualifier.UNDER),
    ("exactly 5%", None),
    ("18% above the 4.9 GW", None),
    ("twice as many as the 37,500", None),
]


@pytest.mark.parametrize(("text", "qualifier"), HEDGES)
def test_hedges(text: str, qualifier: Qualifier | None) -> None:
    assert find(text)[-1].qualifier is qualifier


FREQUENCIES = [
    ("7.9 trillion tokens weekly", "week"),
    ("2,600 lorries a day", "day"),
    ("C$650 per month", "month"),
    ("71 a year earlier", ""),
    ("71 ships", ""),
]


@pytest.mark.parametrize(("text", "frequency"), FREQUENCIES)
def test_the_interval_of_a_flow(text: str, frequency: str) -> None:
    assert find(text)[0].frequency == frequency


def test_rounding_is_half_of_the_last_digit_written() -> None:
    assert [parse(t).half for t in ("7.9 trillion", "61.6%", "312")] == [pytest.approx(5e10), pytest.approx(0.05), 0.5]  # type: ignore[union-attr]


@given(
    st.integers(min_value=0, max_value=10**15), st.sampled_from(["", "%", " million", "bn", " trillion tokens", "x"])
)
def test_what_is_written_is_read(value: int, tail: str) -> None:
    factor = {" million": 1e6, "bn": 1e9, " trillion tokens": 1e12}.get(tail, 1.0)
    number = parse(f"$ {value:,}{tail}" if tail in ("", " million", "bn") else f"{value:,}{tail}")
    assert number is not None
    assert number.value == pytest.approx(value * factor, rel=1e-12)


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from(["€{}", "{} percent", "{} million users"]))
def test_decimals_are_read(value: object, form: str) -> None:
    number = parse(form.format(f"{value:,}"))
    assert number is not None
    assert number.value == pytest.approx(float(str(value)) * (1e6 if "million" in form else 1.0))


@given(st.text(alphabet="0123456789.,-–% $€x()kmbntr/+:aeTor\n 万亿", max_size=60))
def test_any_text_is_read_without_error_and_spans_hold(text: str) -> None:
    found = find(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert found == find(text)

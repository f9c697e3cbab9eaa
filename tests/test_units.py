"""Canonical units and their arithmetic."""

from __future__ import annotations

import pytest

from reportqa.errors import UnitError
from reportqa.figures.units import (
    CURRENCIES,
    PHYSICAL,
    TIMES,
    combine,
    compatible,
    convert,
    currency,
    is_currency,
    readable,
    singular,
)

SINGULARS = [
    ("tokens", "token"), ("cities", "city"), ("companies", "company"), ("people", "person"), ("staff", "employee"), ("boxes", "box"),
    ("buses", "bus"), ("lorries", "lorry"), ("aircraft", "aircraft"), ("series", "series"), ("Passengers", "passenger"), ("class", "class"),
    ("robotaxis", "robotaxi"), ("skis", "ski"), ("analysis", "analysis"), ("risks", "risk"),
]  # fmt: skip


@pytest.mark.parametrize(("noun", "expected"), SINGULARS)
def test_singular(noun: str, expected: str) -> None:
    assert singular(noun) == expected


def test_currencies() -> None:
    assert [currency(c) for c in ("US$", "yuan", "€", "NOK", "tonne")] == ["USD", "RMB", "EUR", "NOK", None]
    assert is_currency("USD") and not is_currency("USD / share") and not is_currency("token")


CONVERSIONS = [
    (2.0, "kilometer", "meter", 2000.0),
    (8.0, "RMB / megatoken", "RMB / kilotoken", 0.008),
    (1.0, "gigawatt", "megawatt", 1000.0),
    (5.0, "token", "token", 5.0),
    (2.0, "meter ** 3", "liter", 2000.0),
    (1.9, "infection / 10000 patient-day", "infection / kilopatient-day", 0.19),
]


@pytest.mark.parametrize(("value", "source", "target", "expected"), CONVERSIONS)
def test_convert(value: float, source: str, target: str, expected: float) -> None:
    assert convert(value, source, target) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("source", "target"), [("user", "token"), ("USD", "EUR"), ("RMB / kilotoken", "RMB"), ("gigawatt", "gigawatt_hour")]
)
def test_units_that_do_not_fit_are_refused(source: str, target: str) -> None:
    assert not compatible(source, target)
    with pytest.raises(UnitError):
        convert(1.0, source, target)


def test_price_times_volume_is_money() -> None:
    assert combine((10e6, "token"), (0.008, "RMB / kilotoken"), "*") == (pytest.approx(80.0), "RMB")


def test_a_quotient_of_like_units_is_a_ratio() -> None:
    assert combine((7.941e12, "token"), (3.76e12, "token"), "/") == (pytest.approx(2.1120, rel=1e-4), "ratio")


def test_division_by_zero_is_refused() -> None:
    with pytest.raises(UnitError):
        combine((1.0, "token"), (0.0, "token"), "/")


def test_a_bare_number_is_no_unit_to_compare_with() -> None:
    assert not compatible("EUR", "24")


def test_every_unit_that_figures_may_have_is_one_to_reckon_with() -> None:
    """A report of container shipping ended in a fault: TEU was read as a unit that the registry did not know."""
    for unit in sorted({*PHYSICAL.values(), *TIMES.values(), *CURRENCIES.values()}):
        assert compatible(unit, f"{unit}")
        assert not compatible(unit, "pear")


def test_a_tiny_amount_for_each_is_told_in_a_smaller_unit() -> None:
    assert readable(0.000034, "gigawatt_hour / session") == (34.0, "kilowatt_hour / session")
    assert readable(0.0004, "tonne / farm") == (400.0, "gram / farm")
    assert readable(0.5, "tonne / farm") == (0.5, "tonne / farm")
    assert readable(0.000034, "gigawatt_hour") == (0.000034, "gigawatt_hour")
    assert readable(0.002, "EUR / ride") == (0.002, "EUR / ride")

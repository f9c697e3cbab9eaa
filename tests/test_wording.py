"""Amounts and figures in words: scale, unit, rounding, hedge."""

from __future__ import annotations

import datetime as dt

import pytest

from reportqa.answering.wording import amount, bare, listed, named, plural, stated, unit_words
from reportqa.types import Figure, Period, Qualifier

AMOUNTS = [
    (4.181e12, "token", "4.181 trillion tokens"),
    (9.3023, "percent", "9.302%"),
    (0.112, "RMB / kilotoken", "0.112 RMB per 1,000 tokens"),
    (1.0, "person", "1 person"),
    (2.0, "person", "2 people"),
    (1234.0, "city", "1,234 cities"),
    (1e6, "EUR", "1 million EUR"),
    (-12.5, "percent", "-12.5%"),
    (-2.5e9, "USD", "-2.5 billion USD"),
    (0.0, "tonne", "0 tonnes"),
    (72.0, "gigawatt_hour", "72 GWh"),
    (500_000.0, "visit / day", "500,000 visits per day"),
    (3.0, "ratio", "3 times"),
    (40.0, "USD / seat / month", "40 USD per seat per month"),
    (0.000123456, "ratio", "0.0001235 times"),
]


@pytest.mark.parametrize(("value", "unit", "text"), AMOUNTS)
def test_amount(value: float, unit: str, text: str) -> None:
    assert amount(value, unit) == text


@pytest.mark.parametrize(
    ("noun", "many"),
    [("token", "tokens"), ("city", "cities"), ("person", "people"), ("bus", "buses"), ("box", "boxes"), ("day", "days"), ("branch", "branches"), ("company", "companies")],
)  # fmt: skip
def test_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_units_in_words() -> None:
    units = (
        "",
        "date",
        "percent",
        "ratio",
        "RMB / kilotoken",
        "megawatt",
        "EUR / meter ** 2",
        "kilometer ** 2",
        "meter ** 3",
        "meter",
    )
    words = ["", "", "%", "times", "RMB per 1,000 tokens", "MW", "EUR per m²", "km²", "cubic metres", "metres"]
    assert [unit_words(u) for u in units] == words


def figure(text: str, value: float, unit: str, **more: object) -> Figure:
    """A figure of a text, with some fields set."""
    fields: dict[str, object] = {
        "id": "a", "text": text, "value": value, "low": None, "high": None, "unit": unit, "qualifier": None, "status": None,
        "subject": "", "metric": "", "period": None, "document": "a.txt", "report": "a", "title": "", "locator": "",
        "start": 0, "end": len(text), "quote": text,
    }  # fmt: skip
    return Figure(**(fields | more))  # type: ignore[arg-type]


STATED = [
    (figure("84,000 tonnes", 84e3, "tonne"), "84,000 tonnes"),
    (figure("6.1", 6.1, "percent", table=0), "6.1%"),
    (figure("2,480", 2480.0, "USD", table=0), "2,480 USD"),
    (figure("1,200", 1.2e9, "USD", table=0), "1.2 billion USD"),
    (figure("120", 120.0, "gigawatt_hour", table=0), "120 GWh"),
    (figure("40 litres", 40.0, "liter", qualifier=Qualifier.ABOUT), "about 40 litres"),
    (figure("about 40 litres", 40.0, "liter", qualifier=Qualifier.ABOUT), "about 40 litres"),
    (figure("40+ trains", 40.0, "train", qualifier=Qualifier.OVER), "40+ trains"),
    (figure("May\n2026", 2026.0, "date"), "May 2026"),
]


@pytest.mark.parametrize(("stated_figure", "text"), STATED, ids=lambda v: v if isinstance(v, str) else "")
def test_a_figure_is_stated_as_its_source_writes_it(stated_figure: Figure, text: str) -> None:
    assert stated(stated_figure) == text


def test_a_number_in_a_formula_keeps_its_digits_and_scale() -> None:
    figures = [figure("7.941 trillion tokens", 7.941e12, "token"), figure("61.6%", 61.6, "percent"), figure("310,000 books", 3.1e5, "book")]  # fmt: skip
    assert [bare(f) for f in figures] == ["7.941 trillion", "61.6%", "310,000"]


def test_what_a_figure_measures_and_when() -> None:
    year = Period("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert (
        named(figure("1", 1.0, "", subject="Norway", metric="ferry traffic", period=year))
        == "Norway’s ferry traffic, 2025"
    )
    assert named(figure("1", 1.0, "", metric="water cost")) == "Water cost"
    by_june = Period("by June 2026")
    assert (
        named(figure("1", 1.0, "", subject="Norway", metric="Norway's catch", period=by_june))
        == "Norway's catch by June 2026"
    )


def test_an_enumeration() -> None:
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["a", "a and b", "a, b and c"]

"""Numbers in the reader's way: grouped and scaled as the reader's language does it, to stand beside the verbatim text."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.numbers import format_compact_decimal, format_decimal

from reportqa.answering.wording import unit_words
from reportqa.types import Figure

__all__ = ["grouped", "hedge", "locale_of", "reading", "scaled"]

_NOT_NUMBERS = frozenset(["date", "year"])
_LARGE = 1_000_000
_HEDGES = {"about": "≈", "at least": "≥", "over": ">", "up to": "≤", "under": "<"}


@lru_cache(maxsize=64)
def locale_of(name: str | None) -> Locale:
    """The reader's locale ("de-DE"), English where it is unknown."""
    try:
        return Locale.parse(name or "en", sep="-")
    except (ValueError, UnknownLocaleError, TypeError):
        return Locale("en")


def grouped(value: float, locale: Locale) -> str:
    """Every digit of a value, grouped.

    >>> grouped(7.941e12, Locale("en")), grouped(0.008, Locale("de"))
    ('7,941,000,000,000', '0,008')
    """
    # repr is the shortest text that reads back as the same float: no digits appear that the source does not have.
    number = Decimal(repr(value))
    return str(format_decimal(number, format="#,##0.###", locale=locale, decimal_quantization=False))


def scaled(value: float, locale: Locale) -> str:
    """A value with the scale word of the reader's language from a million on, else every digit, grouped.

    >>> scaled(7.941e12, Locale("en")), scaled(61.6, Locale("en"))
    ('7.941 trillion', '61.6')
    """
    if abs(value) < _LARGE:
        return grouped(value, locale)
    # Some languages have one set of scale words only.
    form: Literal["long", "short"] = "long" if "long" in locale.compact_decimal_formats else "short"
    return str(format_compact_decimal(Decimal(repr(value)), format_type=form, locale=locale, fraction_digits=3))


def hedge(figure: Figure) -> str:
    """The sign of a figure's qualifier: "≈", "≥", ">", "≤", "<" or ""."""
    return _HEDGES.get(str(figure.qualifier), "") if figure.qualifier else ""


def reading(figure: Figure, locale: Locale) -> str:
    """A figure's value with every digit, its hedge and its unit ("≈ 1,050,000,000 users"); "" for dates, whose text says all."""
    if figure.unit in _NOT_NUMBERS:
        return ""
    ends = (figure.low, figure.high)
    values = [v for v in ends if v is not None] if None not in ends else [figure.value]
    number = "–".join(grouped(v, locale) for v in values)
    words = unit_words(figure.unit, values[-1])
    return " ".join(part for part in (hedge(figure), number, words) if part)

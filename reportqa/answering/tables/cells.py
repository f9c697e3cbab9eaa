"""What one table cell says: its number as printed, without the scale that its table declares elsewhere."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["NIL", "CellNumber", "is_unit_text", "is_year_text", "plain", "read_number"]

SCALE_WORDS = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "k": 1e3,
    "m": 1e6,
    "bn": 1e9,
    "tn": 1e12,
}
NIL = frozenset({"-", "--", "—", "–", "―", "−", "nil", "- -"})

_CURRENCY = r"(?:US\$|HK\$|NT\$|[ACSR]\$|[$€£¥₹₩]|RMB|USD|EUR|GBP)"
_NUMBER = re.compile(
    rf"^(?P<open>\()?\s*(?P<sign>[-−+])?\s*(?P<currency>{_CURRENCY})?\s*(?P<open2>\()?\s*(?P<sign2>[-−+])?\s*"
    r"(?P<digits>\d[\d,]*(?:\.\d+)?(?!,)|\.\d+)\s*(?P<inner>%)?\s*(?P<close>\))?\s*"
    r"(?P<unit>%|percent|per cent|bps|thousand|million|billion|trillion|[kmx](?![a-z])|bn|tn)?\s*(?P<rest>.*)$",
    re.I,
)
_SPACED_YEAR = re.compile(r"\b(?:1 9|2 0) \d \d\b")
_FOOTNOTE = re.compile(r"^(?:\(\w{1,2}\)|\*+|†|‡|[¹²³⁴⁵⁶⁷⁸⁹]+|\s)*$")
_YEAR = re.compile(
    r"^(?:fy\s?|f)?(?:19|20)\d\d(?:\s?[/–-]\s?(?:(?:19|20)?\d\d))?\s*(?:\(\w\)|\*+)?$|^fy?\s?\d\d\**$", re.I
)
_UNIT_ONLY = re.compile(
    rf"^\(?\s*(?:{_CURRENCY}|%|in|of|per|dollars?|euros?|amounts?|except|percentages?|share|data|u\.s\.|nt|thousands?|"
    r"millions?|billions?|[’'‘]?000s?|m|bn|k|,|\s|[’'‘])+\)?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number as printed in a cell: `value` before any scale of the table, `factor` its own scale word."""

    value: float
    factor: float = 1.0
    percent: bool = False
    currency: str = ""
    nil: bool = False
    decimals: int = 0


def plain(text: str) -> str:
    """A cell's text in one line and one spelling: ligatures opened, no-break spaces plain, runs of spaces single."""
    t = " ".join(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())
    return _SPACED_YEAR.sub(lambda m: m[0].replace(" ", ""), t)


@lru_cache(maxsize=50_000)
def read_number(text: str) -> CellNumber | None:
    """The number of a cell; accounting parentheses are a minus and a dash is nil (0). None for words, dates, ranges.

    >>> read_number("$(1,212)").value, read_number("(3.0 %)").percent, read_number("—").nil, read_number("June 30")
    (-1212.0, True, True, None)
    """
    # Markdown's emphasis around a cell is no part of its number.
    t = plain(text).strip("*_ ")
    if not t:
        return None
    if t.strip("$€£ %").lower() in NIL:
        return CellNumber(0.0, nil=True, percent="%" in t)
    m = _NUMBER.match(t)
    if m is None or not _FOOTNOTE.match(m["rest"]):
        return None
    digits = m["digits"].replace(",", "")
    value = float(digits)
    closed = (m["open"] or m["open2"]) and (m["close"] or m["rest"].startswith(")"))
    if closed or "-" in _signs(m) or "−" in _signs(m):
        value = -value
    unit = (m["unit"] or "").lower()
    return CellNumber(
        value=value,
        factor=SCALE_WORDS.get(unit, 1.0),
        percent=bool(m["inner"]) or unit in ("%", "percent", "per cent"),
        currency=m["currency"] or "",
        decimals=len(digits.partition(".")[2]),
    )


def _signs(m: re.Match[str]) -> str:
    return (m["sign"] or "") + (m["sign2"] or "")


def is_year_text(text: str) -> bool:
    """Whether a cell names a year ("2019", "FY19", "2018/2019") and not an amount."""
    return bool(_YEAR.match(plain(text)))


def is_unit_text(text: str) -> bool:
    """Whether a cell only names a unit or a scale ("€m", "(in thousands)", "$", "%")."""
    t = plain(text)
    return bool(t) and bool(_UNIT_ONLY.match(t))

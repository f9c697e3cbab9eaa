"""The scale and unit of a cell: thousands, millions, percent; from the cell, its column, its row, the table, the prose.

The nearest statement wins, and an exception holds where it is written: "(in millions, except per share amounts)" leaves
the rows about a share alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportqa.answering.tables.grid import Fact, Grid
from reportqa.types import Figure

__all__ = [
    "PLAIN",
    "Scale",
    "counted",
    "declared",
    "general_scale",
    "inferred_scale",
    "prose_scale",
    "scale_of",
    "stated",
]


@dataclass(frozen=True, slots=True)
class Scale:
    """What a printed number stands for: `factor` × number, in `unit` ("percent", a currency code or ""); `word` to print.

    `said` is whether a formula says the word behind its cells, which do not print it themselves.
    """

    factor: float = 1.0
    unit: str = ""
    word: str = ""
    said: bool = True


@dataclass(frozen=True, slots=True)
class Stated:
    """A scale as a header or a sentence states it; `factor` None where it states none."""

    factor: float | None
    word: str
    currency: str
    percent: bool
    shares_too: bool
    except_shares: bool


PLAIN = Scale()
_WORDS = {1e3: "thousand", 1e6: "million", 1e9: "billion", 1e12: "trillion"}
_FACTOR = re.compile(
    r"\b(?P<word>thousand|million|billion|trillion)s?\b|(?<![A-Za-z])(?P<short>(?:US\$|HK\$|[ACSN]T?\$|[$€£¥]|RMB|USD|EUR|GBP|NOK|SEK|DKK|kr)\s?(?P<letter>m|mn|mm|bn|b|k|tn)(?![A-Za-z]))"
    r"|(?P<zeros>(?<![\d,.])['’‘]?000(?:[’'‘]?s)?(?![\d,.]))|\b(?:USD|EUR|GBP|RMB|NOK|SEK)(?P<glued>m|bn|k)\b|\((?P<thousands>1,000)\)|(?<=\()(?P<unit>mn|bn|tn)(?=\))",
    re.I,
)
_FACTORS = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "mn": 1e6, "mm": 1e6, "bn": 1e9, "b": 1e9, "k": 1e3,
    "tn": 1e12,
}  # fmt: skip
_AMOUNT = re.compile(r"(?<![\d,.])(?!(?:19|20)\d\d\s*$)\d[\d,.]*[\s-]*$")
_CURRENCIES = (
    (re.compile(r"US\s?\$|U\.S\. dollars?|\bUSD|(?<![A-Z])\$|\bdollars?\b", re.I), "USD"), (re.compile(r"€|\bEUR(?!op)|\beuros?\b", re.I), "EUR"),
    (re.compile(r"£|\bGBP|\bpounds? sterling\b", re.I), "GBP"), (re.compile(r"\bRMB|¥|\bCNY|\byuan\b", re.I), "RMB"),
    (re.compile(r"\bNOK\b", re.I), "NOK"), (re.compile(r"\bSEK\b", re.I), "SEK"), (re.compile(r"\bINR\b|₹", re.I), "INR"),
)  # fmt: skip
_SAID = re.compile(r"[$€£]?\s?(?P<digits>\d[\d,]*(?:\.\d+)?)\s+(?P<word>million|billion)\b", re.I)
_NOT_AMOUNTS = re.compile(
    r"\bper\b.{0,25}\bshares?\b|\bper[ -](?:share|unit|day|employee|tonne|user|ads)\b|\b(?:earnings|income|loss|dividends?|eps|value|price)\b[^|]*\bper\b|\beps\b|\bdps\b|\brates?\s*(?:$|\()|\bratio\b|\byears?\)|\bin years\b|\bpercent|%|\byield\b|\bvolatility\b|\b(?:high|low)\b$|\bprices?\b|\bcents\b",
    re.I,
)
_PER_THING = re.compile(
    r"\bper\b.{0,25}\bshares?\b|\bper[ -](?:share|unit|day|employee|tonne|user|ads)\b|\b(?:earnings|income|loss|dividends?|value|price)\b[^|]*\bper\b|\beps\b|\bdps\b|\bprices?\b|\bcents\b|\byears?\)|\bin years\b",
    re.I,
)
_COUNTED = re.compile(r"\b(?:years?|months?|days|terms?|life|lives|number)\b", re.I)
_SHARES = re.compile(
    r"\bshares?\b|\boptions?\b|\brsus?\b|\bunits?\b|\bstock outstanding\b|\bheadcount\b|\bemployees\b|\bawards?\b", re.I
)
_OF_THINGS = re.compile(r"(?:thousands|millions|billions|trillions) of (?!US\b|U\.S|dollars|euros|[$€£])", re.I)
_SENTENCE_SCALE = re.compile(
    r"\((?:in|amounts in|dollars in)\s+\$?\s?['’]?000['’]?s?\b[^)]{0,60}\)|"
    r"(?P<paren>\()?[^().;]{0,60}?\b(?:in|of|as)\s+(?:the\s+)?(?:U\.?S\.?\s*\$?\s*|U\.S\. dollars?\s+in\s+|[$€£]\s?)?(?P<word>thousands|millions|billions|trillions)\b[^().]{0,80}\)?|\((?:US)?\$\s?(?:['’]?000s?|(?:in )?(?:millions?|thousands?))\b[^)]{0,60}\)|\b(?:expressed|stated|presented|amounts)\b[^.]{0,30}\bUS \$['’]?000(?:['’]?s)?\b|[$€£]['’]000\b|\((?:dollars|amounts|table) in (?:thousands|millions|billions)[^)]{0,60}\)",
    re.I,
)


@lru_cache(maxsize=20_000)
def stated(text: str) -> Stated:
    """The scale, currency and exceptions that a header, a note or a sentence states.

    >>> s = stated("(In millions, except per share amounts)"); s.factor, s.word, s.except_shares
    (1000000.0, 'million', False)
    """
    head, _, tail = re.sub(r"\b(?:not|other than)\b", "except", text, flags=re.I).partition("except")
    # "Almost 4 billion in sales" is an amount, no scale; "2019 million" is a scale behind a year.
    m = next((f for f in _FACTOR.finditer(head) if not f["word"] or not _AMOUNT.search(head[: f.start()])), None)
    factor: float | None = None
    if m:
        key = (m["word"] or m["letter"] or m["glued"] or m["unit"] or "thousand").lower()
        factor = _FACTORS[key]
    currency = next((code for pattern, code in _CURRENCIES if pattern.search(head)), "")
    percent = bool(re.search(r"%|\bpercent(?:age)?s?\b", head, re.I)) and factor is None
    exempt = bool(
        re.search(
            r"\bshares?\b(?!\s+(?:amounts?|data|price))|\bshare and\b|\bunits?\b",
            re.sub(r"\bper[ -]?share\b", "", tail),
            re.I,
        )
    )
    return Stated(factor, _WORDS.get(factor or 0.0, ""), currency, percent, "share" in head.lower(), exempt)


def prose_scale(text: str) -> str:
    """The first phrase of a report's prose that states the scale of its tables, "" where none does.

    "(in thousands)" is a statement; "in thousands" within a sentence is one only where no bracketed one is found, and
    "millions of homes" is none.
    """
    plain = re.sub(r"\bU\.\s?S\.", "US", " ".join(text.split()))
    found = [m[0] for m in _SENTENCE_SCALE.finditer(plain) if not _OF_THINGS.search(m[0])]
    bracketed = [f for f in found if "(" in f]
    return (bracketed or found or [""])[0].strip()


_GENERAL = re.compile(
    r"[^.;()]{0,60}\b(?:all|unless otherwise|except where|otherwise)\b[^.;()]{0,60}\bin (?:U\.?S\.? )?(?:dollars|[$€£]|thousands|millions|billions)\b[^.;()]{0,60}",
    re.I,
)


def general_scale(text: str) -> str:
    """The statement of a document that holds for all of its tables ("all amounts in thousands unless stated otherwise"),
    "" where there is none."""
    found = _GENERAL.search(" ".join(text.split()))
    return prose_scale(f"({found[0].strip()})") if found else ""


def scale_of(fact: Fact, grid: Grid, prose: str = "") -> Scale:
    """The scale of one cell. `prose` is what `prose_scale` found in the report around the table."""
    number = fact.number
    words = " ".join((*fact.sections, fact.label))
    own_column = " ".join(h for h in fact.raw_headers)
    column, row = stated(own_column), stated(fact.label)
    table = stated(" ".join((grid.corner, grid.context)))
    around = stated(prose)
    currency = (
        _currency(number.currency or fact.carried)
        or column.currency
        or row.currency
        or table.currency
        or around.currency
    )
    if "bps" in fact.text:
        return Scale(1.0, "basis_point")
    if number.percent or (fact.carried == "%" and not _COUNTED.search(words)):
        return Scale(1.0, "percent")
    if _is_percent_column(fact, column) or (re.search(r"\(%\)|%|\bpercentage\b", fact.label) and not number.currency):
        return Scale(1.0, "percent")
    if number.factor != 1.0:
        return Scale(number.factor, currency, _WORDS.get(number.factor, ""))
    if row.factor:
        return Scale(row.factor, currency if not _SHARES.search(words) else "", row.word)
    everything = f"{words} {own_column}"
    if _is_no_amount(fact, own_column):
        return Scale(1.0, currency if number.currency or re.search(r"per\b|price|eps", everything, re.I) else "")
    if column.factor:
        return Scale(column.factor, currency, column.word)
    shares = bool(_SHARES.search(everything)) and not number.currency
    for source in (table, around):
        if source.factor and not (shares and source.except_shares):
            return Scale(source.factor, "" if shares else currency, source.word)
    return Scale(1.0, "" if shares else currency)


def counted(scale: Scale, known: str, fact: Fact, declared: str = "") -> Scale:
    """The scale with the unit that the index knows of the cell, where it says more: "token", "RMB / kilotoken".

    A rate counts only where the cell's own row or column, or the unit declared for its column, says "per".
    """
    if scale.unit in ("percent", "basis_point") or known in ("", "date", "year", "percent", "ratio"):
        return scale
    parts = known.split(" / ")
    rate = len(parts) > 1 and re.search(r"\bper\b|/", " ".join((fact.label, *fact.raw_headers, declared)), re.I)
    if (scale.unit and (len(parts) == 1 or parts[0] != scale.unit)) or (len(parts) > 1 and not rate):
        return scale
    return Scale(scale.factor, known, scale.word)


def declared(figure: Figure, fact: Fact) -> Scale:
    """The scale of a cell as the index read it, where the words over its table say it for each row or column apart."""
    if figure.unit in ("percent", "basis point"):
        return Scale(1.0, figure.unit.replace(" ", "_"))
    ratio = abs(figure.value / fact.number.value) if fact.number.value else 1.0
    factor = next((f for f in _WORDS if abs(ratio / f - 1) < 1e-6), 1.0)
    return Scale(factor, "" if figure.unit in ("date", "ratio") else figure.unit, _WORDS.get(factor, ""))


def _is_no_amount(fact: Fact, own_column: str) -> bool:
    """Whether a row or a column is about rates, prices or things per share, which the table's scale leaves alone."""
    row = " ".join((*(fact.sections[-1:] if abs(fact.number.value) < 1000 else ()), fact.label))
    if fact.number.currency or fact.carried not in ("", "%"):
        return bool(_PER_THING.search(row) or _NOT_AMOUNTS.search(_before_except(own_column)))
    return bool(
        _PER_THING.search(row) or _NOT_AMOUNTS.search(fact.label) or _NOT_AMOUNTS.search(_before_except(own_column))
    )


def _before_except(text: str) -> str:
    return re.split(r"\bexcept\b|\bother than\b", text, maxsplit=1, flags=re.I)[0]


def _is_percent_column(fact: Fact, column: Stated) -> bool:
    return (column.percent or any(h.strip(" ()") == "%" for h in fact.headers)) and not fact.number.currency


def _currency(symbol: str) -> str:
    return next((code for pattern, code in _CURRENCIES if symbol and pattern.search(symbol)), "")


def inferred_scale(grid: Grid, prose: str) -> str:
    """The scale word that the prose gives away by repeating the table's numbers, "" where it does not.

    "operating costs of $22.6 million" beside a cell of 22,626 makes the table one in thousands. A match needs three
    digits, and no other scale may have as many. Counts of shares are left out, as their scale often differs. A table that
    declares a scale for some of its columns or rows has none besides.
    """
    if any(stated(" ".join(f.raw_headers)).factor or stated(f.label).factor for f in grid.facts):
        return ""
    votes = {factor: 0 for factor in (1e3, 1e6, 1e9)}
    cells = {
        abs(f.number.value)
        for f in grid.facts
        if abs(f.number.value) >= 10 and not f.number.percent and f.number.factor == 1.0
    }
    for m in _SAID.finditer(prose):
        digits = m["digits"].replace(",", "")
        if len(digits.replace(".", "")) < 3:
            continue
        decimals, said = len(digits.partition(".")[2]), _FACTORS[m["word"].lower()]
        for factor in votes:
            ratio = said / factor
            votes[factor] += ratio >= 1 and any(round(c / ratio, decimals) == float(digits) for c in cells)
    best = max(votes, key=lambda f: votes[f])
    return (
        f"(in {_WORDS[best]}s, except share data)"
        if votes[best] and list(votes.values()).count(votes[best]) == 1
        else ""
    )

"""What business reports measure, under its many names: equal terms are one concept, and concepts exclude one another.

The encoder finds "profit" and "revenue" alike, because they stand in like sentences; for a number they are opposites.
"""

from __future__ import annotations

from collections.abc import Iterable

from reportqa.answering.words import stem, stems

__all__ = ["concepts_of", "equal_terms", "exclude"]

# One concept a line; the terms of accounting and of trade statistics.
_TERMS = (
    "revenue turnover takings sales",
    "profit earnings ebit",
    "loss deficit lose",
    "ebitda",
    "cost costs expense expenses expenditure spending outlay",
    "price fare fee tariff",
    "debt borrowing borrowings indebtedness liabilities",
    "dividend payout",
    "investment investments capex",
    "staff workforce employees headcount personnel workers payroll",
    "wage wages pay salary salaries remuneration",
    "share slice proportion portion percentage",
    "shareholders stockholders investors",
    "output production",
    "emissions",
    "inflation",
    "capacity",
    "market capitalisation capitalization",
)
_GROUPS = tuple(frozenset(stem(w) for w in line.split()) for line in _TERMS)
# Costs, prices and investments are used for one another.
_NEAR = (frozenset([4, 5]), frozenset([4, 8]), frozenset([5, 10]), frozenset([4, 10]))


def concepts_of(words: Iterable[str]) -> frozenset[int]:
    """The concepts that words name, as their places in the table."""
    found = stems(" ".join(words))
    return frozenset(i for i, group in enumerate(_GROUPS) if group & found)


def exclude(asked: frozenset[int], held: frozenset[int]) -> bool:
    """Whether what is asked for and what a figure measures are concepts of which none is the other."""
    if not asked or not held or asked & held:
        return False
    return not any({a, h} == near for a in asked for h in held for near in _NEAR)


def equal_terms(word_stem: str) -> frozenset[str]:
    """The stems that mean the same measure as a stem does; none but itself where it names no measure."""
    return next((group for group in _GROUPS if word_stem in group), frozenset([word_stem]))

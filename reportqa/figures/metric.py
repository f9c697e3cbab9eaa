"""Noun phrases as the names of measures, in the words of the source: without owner, period, hedges and asides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.lexicon import MEASURES, word_set
from reportqa.figures.numbers import Number
from reportqa.figures.phrases import Span
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL, TIMES, is_currency
from reportqa.figures.uses import RATES

__all__ = ["DETERMINING", "TRAILING", "counted_phrase", "is_anaphoric", "is_measure", "phrase_text", "same_measure"]

_MOST_WORDS = 10
# Phrases that name no measure of their own but point to one named before.
_ANAPHORIC = word_set(
    """gap lead ratio multiple factor figure number share rate it this that they one total former latter difference margin amount level value
    sum count record data result results figures numbers increase decrease growth decline rise fall change drop comparison average half those these
    us we i he she itself themselves ones ahead equivalent majority proportion portion part rest remainder range estimate forecast target plan tally edge advantage distance spread volume there"""
)
DETERMINING = frozenset(
    ["enough", "the", "a", "an", "its", "their", "our", "this", "these", "his", "her", "such", "that", "those"]
)
# Units that measure and count nothing.
_MEASURED = frozenset(PHYSICAL.values()) | frozenset(TIMES.values())
_RELATING = frozenset(["related", "associated", "attributable", "incurred", "generated", "recorded", "recognized", "recognised", "relating", "due"])  # fmt: skip
TRAILING = frozenset(["of", "in", "on", "at", "by", "for", "from", "to", "with", "as", "and", "or", "than", "per", "between", "over", "during", "within", "about", "was", "is", "were", "are"])  # fmt: skip


_SAME_TIME = re.compile(
    r"\s(?:in|during|over|for|at) the (?:same|whole|entire|full) (?:week|month|quarter|half|year|period|time)$"
)


def phrase_text(s: Tagged, span: Span, without: Sequence[Span] = ()) -> str:
    """A noun phrase as text, without the tokens of `without` (and the possessive or preposition that ties them to it),
    bracketed asides, periods and the determiner it begins with."""
    drop = _tied(s, span, without)
    kept: list[int] = []
    depth = 0
    for i in range(*span):
        mark = s.tags[i]
        depth += mark == "("
        if mark == "T":
            while kept and s.tags[kept[-1]] in "PD":
                kept.pop()
        elif s.words[i] == "average" and i > 0 and s.words[i - 1] == "on":
            # "€118 a night on average"
            kept = [n for n in kept if n != i - 1]
        elif not depth and i not in drop and mark not in "?#H;:":
            kept.append(i)
        depth -= mark == ")" and depth > 0
    while kept and (s.words[kept[0]] in DETERMINING or s.tags[kept[0]] in "PRC,'"):
        kept.pop(0)
    while kept and (s.words[kept[-1]] in TRAILING or s.words[kept[-1]] in _RELATING or s.tags[kept[-1]] in "PRC,'D"):
        kept.pop()
    return _joined(s, kept)


def _tied(s: Tagged, span: Span, without: Sequence[Span]) -> set[int]:
    drop: set[int] = set()
    for first, last in without:
        drop.update(range(first, last))
        if last < span[1] and s.tags[last] == "'":
            drop.add(last)
        i = first - 1
        while i >= span[0] and s.tags[i] in "D":
            drop.add(i)
            i -= 1
        closes = last >= span[1] or s.tags[last] in "P,C"
        if i >= span[0] and s.tags[i] == "P" and closes:
            drop.add(i)
    return drop


def _joined(s: Tagged, tokens: list[int]) -> str:
    """Tokens as text, with the source's own spacing where they stand side by side."""
    tokens = tokens[-_MOST_WORDS:] if len(tokens) > _MOST_WORDS + 4 else tokens
    out = ""
    for n, i in enumerate(tokens):
        apart = n and not (tokens[n - 1] == i - 1 and s.ends[i - 1] == s.starts[i])
        out += (" " if apart else "") + s.text[s.starts[i] : s.ends[i]]
    out = _SAME_TIME.sub("", re.sub(r"\s+", " ", out)).strip(" ,;:'’“”\"")
    # A sentence's stop behind an acronym: "0.25% of GDP."
    return re.sub(r"(?<=\b[A-Z]{3})\.$|(?<=[a-z]{3})\.$", "", out)


def is_anaphoric(metric: str) -> bool:
    """Whether a phrase only points to a measure named before: "the gap", "it", "the total"."""
    words = metric.lower().split()
    return not words or (
        len(words) <= 2
        and words[-1] in _ANAPHORIC
        and (
            len(words) == 1
            or words[0]
            in (
                "same",
                "whole",
                "new",
                "latest",
                "overall",
                "previous",
                "current",
                "global",
                "worldwide",
                "grand",
                "world's",
            )
        )
    )


def is_measure(label: str) -> bool:
    """Whether a label names what is measured and not whose it is: "EBITDA margin", "Cost per head", not "Norway"."""
    head = _head_of(re.sub(r"\s*[(\[].*", "", label))
    return bool(head) and head[-1] in MEASURES


def same_measure(metric: str, other: str) -> bool:
    """Whether a short phrase repeats a longer one: "prices" after "mainstream LLM API prices", "API price" after "API price of LLMs"."""
    mine, theirs = metric.lower().split(), other.lower().split()
    if not mine or not theirs or len(mine) > len(theirs):
        return False
    return (
        theirs[-len(mine) :] == mine
        or (theirs[: len(mine)] == mine and len(mine) > 1)
        or (_head_of(other)[-len(mine) :] == mine and len(mine) > 1)
    )


def _head_of(metric: str) -> list[str]:
    """The words of a phrase up to its first preposition."""
    words = metric.lower().split()
    at = next((i for i, w in enumerate(words) if w in TRAILING), len(words))
    return words[:at]


def counted_phrase(number: Number) -> str:
    """The counted noun as written behind a number: "31.4 million passengers" → "passengers"; "" for money, rates and units."""
    first = number.unit.split(" / ")[0]
    if (
        not first
        or number.unit in _MEASURED
        or first in RATES
        or first in _MEASURED
        or is_currency(first)
        or first in ("1", "date", "point")
    ):
        return ""
    rest = number.text[number.core[1] - number.start :]
    rest = re.sub(
        r"^\+?[\s-]*(?:(?:hundred|thousand|millions?|billions?|trillions?|bn|mn|tn|[kmbt])\b\s*)*", "", rest, flags=re.I
    )
    rest = re.sub(
        r"\s+(?:per|a|an|each|every)\s+.*$|\s*/.*$|\s+(?:weekly|monthly|daily|annually|yearly|hourly|quarterly)$",
        "",
        rest,
    )
    return rest.strip() if re.match(r"[A-Za-zÀ-ÿ]{3,}", rest) else ""

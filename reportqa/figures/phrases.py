"""Noun phrases of a tagged sentence, as token spans."""

from __future__ import annotations

import re

from reportqa.figures.lexicon import CHANGE_NOUNS
from reportqa.figures.tagging import Tagged

__all__ = ["Span", "noun_phrase_after", "noun_phrase_before", "trimmed"]

Span = tuple[int, int]
# Prepositions that a noun phrase goes on with: "the price of copper in Chile".
_CHAINING = frozenset(["of", "in", "for", "from", "between", "among", "to", "on", "per", "across", "within", "through", "over", "against", "under"])  # fmt: skip


def trimmed(s: Tagged, span: Span) -> Span:
    """A span without adverbs, conjunctions, determiners and punctuation at its ends."""
    first, last = span
    while first < last and s.tags[first] in "RCDH,?S":
        first += 1
    while last > first and s.tags[last - 1] in "RC,?PHID":
        last -= 1
    return first, last


def noun_phrase_before(s: Tagged, end: int) -> Span:
    """The noun phrase whose last token is end-1, with the "of …" and "in …" it is chained to; empty where there is none."""
    first = end
    while first > 0:
        mark = s.tags[first - 1]
        if (
            mark in "NA'DT"
            or (mark == "O" and s.words[first - 1] in ("that", "those"))
            or (mark == "O" and s.words[first - 1] in ("one", "ones") and first > 1 and s.tags[first - 2] in "NA")
            or (
                mark == "P"
                and s.words[first - 1] in _CHAINING
                and first < end
                and first > 1
                and (s.tags[first - 2] in "NA'" or s.words[first - 2] == "those")
            )
            or (
                mark == "C"
                and first > 1
                and s.tags[first - 2] in "NA"
                and first < end
                and not s.tags[first:end].startswith("D")
            )
        ):
            first -= 1
        else:
            break
    return trimmed(s, (first, end))


def noun_phrase_after(s: Tagged, start: int) -> Span:
    """The noun phrase that begins at `start`, with what it is chained to by "of"; empty where there is none."""
    last = start
    while last < len(s.tags):
        mark = s.tags[last]
        if (
            (mark == "C" and last > start and _joins_nouns(s, last))
            or mark in "NA'"
            or (mark == "R" and s.words[last] == "most" and s.tags[last - 1 : last] == "'")
            or (mark == "D" and (last == start or s.tags[last - 1] in "PC"))
            or (
                mark == "P"
                and s.words[last] == "of"
                and last > start
                and last + 1 < len(s.tags)
                and s.tags[last + 1] in "NAD"
            )
        ):
            last += 1
        else:
            break
    return trimmed(s, (start, last))


def _joins_nouns(s: Tagged, at: int) -> bool:
    """Whether the "and" at a token joins two nouns: no verb, number or change follows it too soon."""
    match = re.compile(r"C([NA]+)(?=.?)").match(s.tags, at)
    if match is None or any(s.words[i] in CHANGE_NOUNS for i in range(*match.span(1))):
        return False
    return s.tags[match.end(1) : match.end(1) + 1] not in ("V", "X")

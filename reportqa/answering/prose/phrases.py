"""Phrases of a tagged sentence, as spans of its text: their tags, what they begin with, whether they are clauses or alike."""

from __future__ import annotations

import re
from itertools import pairwise

from reportqa.figures.lexicon import VerbForm
from reportqa.figures.tagging import Tagged

__all__ = [
    "Span",
    "alike",
    "all_names",
    "is_clause",
    "kind_of",
    "opens_clause",
    "owner_and_owned",
    "tags_of",
    "tokens_in",
]

Span = tuple[int, int]

_RELATIVES = frozenset(["that", "which", "who", "whose", "where"])


def tokens_in(s: Tagged, span: Span) -> range:
    """The tokens that begin inside a span, as a range of their places."""
    inside = [i for i, a in enumerate(s.starts) if span[0] <= a < span[1]]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def tags_of(s: Tagged, span: Span) -> str:
    """The tags of the tokens inside a span."""
    where = tokens_in(s, span)
    return s.tags[where.start : where.stop]


def kind_of(s: Tagged, span: Span) -> str:
    """What a phrase begins with: a verb, a preposition, a name or a noun."""
    tags = tags_of(s, span).lstrip("DRHO")
    if not tags:
        return ""
    return {"V": "V", "X": "V", "I": "V", "P": "P", "A": "A", "#": "#", "T": "T"}.get(tags[0], "N")


def is_clause(s: Tagged, span: Span, hidden: list[Span]) -> bool:
    """Whether a phrase has a subject and a finite verb, or begins like a clause, brackets aside."""
    where = [i for i in tokens_in(s, span) if not any(a < s.starts[i] < b for a, b in hidden)]
    if where and (
        (s.tags[where[0]] in "SX" and s.words[where[0]] not in ("where", "what", "which", "how", "who"))
        or s.words[where[0]] in ("but", "not", "even", "then", "now")
    ):
        return True
    if where and s.tags[where[0]] == "S":
        return False
    relative = next((n for n, i in enumerate(where[1:], 1) if s.tags[i] == "S" and s.words[i] in _RELATIVES), None)
    where = where[:relative]
    return any(
        s.tags[i] == "X" or (s.tags[i] == "V" and s.tags[j] in "NAO)T" and s.verbs[i][1] is not VerbForm.ING)
        for j, i in pairwise(where)
    )


def opens_clause(s: Tagged, spans: list[Span]) -> bool:
    """Whether the first of some phrases is a clause."""
    return bool(spans) and re.search(r"[NAO)][VX]", tags_of(s, spans[0])) is not None


def all_names(s: Tagged, spans: list[Span]) -> bool:
    """Whether phrases are names and nothing else."""
    return all(re.fullmatch(r"D?A[A']*", tags_of(s, m)) for m in spans)


def alike(s: Tagged, items: tuple[Span, ...]) -> bool:
    """Whether phrases are of one kind: all names, or of the same shape."""
    kinds = [kind_of(s, i) for i in items]
    if len(set(kinds)) != 1 or not kinds[0]:
        return False
    if any(tags_of(s, i)[0] in "RH" or s.words[tokens_in(s, i)[0]] in ("a", "an") for i in items):
        return False
    return kinds[0] == "A" or (kinds[0] == "N" and all(len(tags_of(s, i)) <= 3 for i in items))


def owner_and_owned(text: str, span: Span) -> tuple[Span, Span] | None:
    """The two names of "Baidu's ERNIE" as spans; None where an item is no such pair."""
    match = re.compile(r"(?:the\s+)?([A-Z][^'’,]{0,40}?)['’]s?\s+(\S.*)", re.S).fullmatch(text, span[0], span[1])
    return (match.span(1), match.span(2)) if match else None

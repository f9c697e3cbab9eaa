"""A question that sets two sides against one another → the same question with those sides as its names or times.

"Which segment grew faster, Online or Wholesale?" names two rows of a table, "24 vs 25" two years, and "whose levy brings in
more, A's or B's?" wants a comparison and no name alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from reportqa.answering.comparing.described import sides_of_words
from reportqa.answering.gates import is_owner
from reportqa.answering.query import Asked, Operation, Query
from reportqa.answering.vocabulary import Vocabulary, vocabulary
from reportqa.answering.words import STOP_WORDS, stem
from reportqa.figures.names import canonical_name
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Period

__all__ = ["opposed"]

_COMPARATIVE = r"(?:more|less|fewer|better|worse|most|least|[a-z]{2,}(?:er|est))"
_CHOICE = re.compile(r"\s+(?:or|versus|vs\.?|v\.?|against)\s+", re.I)
_CHOSEN = re.compile(
    rf"^(?:and |so |but )?(?:which|who|whose|what|where|does|do|did|is|are|was|were|has|have|had)\b.*\b{_COMPARATIVE}\b",
    re.I,
)
_LINK = re.compile(r"^(?:(?:in|at|on|for|by|of|to|with|from|the|its|that|those)\s+)+", re.I)
_YEARS = re.compile(
    r"(?<![\d.,])(?:19|20)?(?P<one>\d\d)\s+(?:or|versus|vs\.?|v\.?|against|to|compared (?:with|to))\s+(?:19|20)?(?P<two>\d\d)\b(?![.,]\d|%|\s*(?:per cent|percent|million|billion))",
    re.I,
)
_MEAN_OF = re.compile(r"\b(?:average|mean) (?:of|across|over) (?:both|the two|all|[\w'’]+ and)\b", re.I)
_MOST_WORDS = 4


def opposed(query: Query, snapshot: Snapshot) -> Query:
    """A query whose sides are its names or its periods, where its text sets two against one another; else the query itself."""
    query = _two_years(query)
    if query.asked in (Asked.REASON, Asked.AUDIT) or query.unknown:
        return query
    if (
        query.asked is Asked.YES_NO
        and " than " not in query.text
        and _CHOICE.search(query.text)
        and sides_of_words(query)
    ):
        # "Is it quicker by tram or by bus" wants to hear which.
        query = replace(query, asked=Asked.COMPARISON)
    if query.asked is Asked.COMPARISON and query.operation is Operation.AVERAGE and not _MEAN_OF.search(query.text):
        # The averages of two sides are compared: no mean of both is wanted.
        query = replace(query, operation=Operation.NONE)
    words = vocabulary(snapshot)
    query = _without_measures(query, words)
    pivots = list(_CHOICE.finditer(query.text))
    if not pivots:
        return query
    pivot = pivots[-1]
    query = _with_rows(query, pivot, words)
    if len(query.entities) > 1 and _CHOSEN.search(query.text) and query.asked in (Asked.NAME, Asked.LIST, Asked.YES_NO):
        query = replace(query, asked=Asked.COMPARISON)
    if len(query.entities) > 1 and query.asked is Asked.COMPARISON and query.operation is Operation.HIGHEST:
        # Of two sides that are named the larger is wanted, not the largest of all.
        query = replace(query, operation=Operation.NONE)
    return query


def _two_years(query: Query) -> Query:
    """A question about "24 vs 25" is about both years."""
    found = _YEARS.search(query.text)
    if found is None or len(query.periods) > 1 or any(p.start is None for p in query.periods):
        return query
    first, second = int(found["one"]) + 2000, int(found["two"]) + 2000
    known = {p.start.year for p in query.periods if p.start}
    if abs(first - second) > 10 or first == second or not known <= {first, second} or not known:
        return query
    periods = tuple(Period(str(y), dt.date(y, 1, 1), dt.date(y, 12, 31)) for y in (first, second))
    words = tuple(w for w in query.words if w not in (found["one"], found["two"]))
    return replace(query, periods=periods, words=words, asked=Asked.COMPARISON)


def _without_measures(query: Query, words: Vocabulary) -> Query:
    """A query without the names that measures hold and hardly any figure is about, where two or more others own figures."""
    if len(query.entities) < 3:
        return query
    owning = [n for n in query.entities if _owned(n, words) >= _held(n, words)]
    if len(owning) < 2 or len(owning) == len(query.entities):
        return query
    said = tuple(w for n in query.entities if n not in owning for w in n.split())
    return replace(query, entities=tuple(owning), words=(*said, *query.words))


def _owned(name: str, words: Vocabulary) -> int:
    """How many figures a name owns."""
    return sum(any(is_owner(name, o) for o in i.owners) for i in words.identities)


def _held(name: str, words: Vocabulary) -> int:
    """How many figures have a name in their measure, and at least one, so that a name without figures is no side."""
    parts = {stem(w) for w in name.split()}
    return max(1, sum(parts <= i.own and not any(is_owner(name, o) for o in i.owners) for i in words.identities))


def _with_rows(query: Query, pivot: re.Match[str], words: Vocabulary) -> Query:
    """A query whose two names are those on both sides of an "or", where both own figures though they look like plain words."""
    before, after = query.text[: pivot.start()], _LINK.sub("", query.text[pivot.end() :])
    left = _owner_at(before.split(), words, last=True)
    right = _owner_at(re.split(r"[,;:?!]", after)[0].split(), words, last=False)
    known = [next((n for n in query.entities if set(n.split()) <= set(name.split())), name) for name in (left, right)]
    left, right = known
    if not left or not right or left == right or {left, right} <= set(query.entities):
        return query
    said = {stem(part) for name in (left, right) for part in name.split()}
    kept = tuple(w for w in query.words if stem(w) not in said)
    return replace(query, entities=(left, right), words=kept)


def _owner_at(run: list[str], words: Vocabulary, *, last: bool) -> str:
    """The longest owner of figures that a run of words ends or begins with, "" where none does."""
    for size in range(min(_MOST_WORDS, len(run)), 0, -1):
        part = " ".join(run[-size:] if last else run[:size]).strip(" ,.?!")
        name = canonical_name(re.sub(r"['’]s?$", "", part))
        if name in STOP_WORDS or name[:1].isdigit() or re.search(r"[,;:?]", part):
            continue
        if name in words.owners or any(name == o.split("(")[0].strip() or f"({name})" in o for o in words.owners):
            return name
    return ""

"""The largest, the smallest, the second largest or the top three of a group: one figure for each owner, put in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.operands import LEAST, precise, siblings, subquery
from reportqa.answering.match import ranked
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.wording import forecast, listed, named, stated
from reportqa.figures.names import canonical_name, is_country
from reportqa.figures.units import convert
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["extreme", "group_of", "in_order"]

_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_COUNTS = ("one", "two", "three", "four", "five")
_SUPERLATIVE = r"(?:[a-z]+est|most|least|top|leading|best|worst)"
_PLACE = re.compile(rf"\b(?P<word>second|third|fourth|fifth|2nd|3rd|4th|5th)[- ](?:{_SUPERLATIVE})\b", re.I)
_SEVERAL = re.compile(
    rf"\b(?:top|bottom|{_SUPERLATIVE}) (?P<after>two|three|four|five|[2-5])\b|\b(?P<before>two|three|four|five|[2-5]) (?:{_SUPERLATIVE}|[\w-]+ (?:\w+ )??(?:has|have|had|\w+ed|\w+s)?\b.*\b{_SUPERLATIVE})\b",
    re.I,
)
_TOP, _RANKED = 0.6, 0.8
"""How sure an extreme is: "the biggest challenge" may be told in words, "the second largest" is a place in an order."""
_KIND = re.compile(
    r"\b(?:which|what|rank|order|sort|list|of)\s+(?:(?:the|all|two|three|four|five|\d+)\s+)*(?!(?:of|is|was|are|were|has|had|the|had|more|most|one|by|top|largest|smallest)\b)([a-z]+)\b",
    re.I,
)
_PLACES = frozenset(
    "region regions market markets place places area areas territory territories state states economy economies side sides owner owners part parts".split()
)
_TRIED = 12
"""Figures whose groups are looked at."""
_SHOWN = 3
"""Others told beside the one that is asked for."""


def in_order(figures: Sequence[Figure]) -> list[Figure]:
    """Figures by their values, the largest first; units of one kind are converted."""
    unit = figures[0].unit
    return sorted(figures, key=lambda f: -convert(f.value, f.unit, unit))


def extreme(query: Query, snapshot: Snapshot) -> Draft | None:
    """The owner with the largest or smallest figure of a group ("Which region uses the most tokens?"), the second, or the
    first few; None where the group has fewer than are asked for."""
    if query.operation not in (Operation.HIGHEST, Operation.LOWEST) or query.unknown or query.asked is Asked.REASON:
        return None
    group = group_of(query, snapshot)
    if len(group) < 2 or (len(query.entities) == 1 and any(canonical_name(f.subject) in query.entities for f in group)):
        # The one that a question names is its scope, and no answer to which is the largest.
        return None
    ordered = in_order(group)
    if query.operation is Operation.LOWEST:
        ordered.reverse()
    place, count = _place(query.text), _count(query.text)
    if place >= len(ordered) or count > len(ordered):
        return None
    return _several(ordered[:count]) if count > 1 else _told(ordered, place, query)


def group_of(query: Query, snapshot: Snapshot) -> tuple[Figure, ...]:
    """The figures that a question puts in order, one for each owner: of the measure that fits best, and of the kind of owner
    that it names ("which country"). Empty where no such group is found."""
    places = {*_ORDINALS, *_COUNTS, "2nd", "3rd", "4th", "5th", "rank"}
    base = subquery(query, snapshot)
    base = replace(base, words=tuple(w for w in base.words if w not in places))
    found = [m for m in ranked(base, snapshot) if m.score >= LEAST]
    tried: set[str] = set()
    for match in [precise(found), *found] if found else []:
        if match.figure.unit != found[0].figure.unit or match.figure.id in tried or len(tried) > _TRIED:
            continue
        tried.add(match.figure.id)
        group = tuple(f for f in siblings(match.figure, snapshot) if f.subject)
        if len({canonical_name(f.subject) for f in group}) > 1 and _is_kind(query.text, group):
            return group
    return ()


def _is_kind(text: str, group: Sequence[Figure]) -> bool:
    """Whether owners are of the kind that a question names: countries are no operators, and operators no countries."""
    found = _KIND.search(text)
    if found is None:
        return True
    noun, countries = found[1].lower(), [is_country(f.subject) for f in group]
    if noun in ("country", "countries", "nation", "nations"):
        return all(countries)
    return noun in _PLACES or not all(countries)


def _place(text: str) -> int:
    """Which place is asked for, from 0: 1 for "the second largest"."""
    found = _PLACE.search(text)
    if found is None:
        return 0
    word = found["word"].lower()
    return int(word[0]) - 1 if word[0].isdigit() else _ORDINALS.index(word)


def _count(text: str) -> int:
    """How many are asked for: 2 for "the top two", else 1."""
    found = _SEVERAL.search(text)
    word = (found["after"] or found["before"]).lower() if found else "one"
    return int(word) if word.isdigit() else _COUNTS.index(word) + 1


def _several(ordered: Sequence[Figure]) -> Draft:
    lines = [f"{f.subject}: {stated(f)}{forecast(f)}" for f in ordered]
    return Draft(f"{'; '.join(lines)}.", tuple(f.subject for f in ordered), _RANKED, tuple(ordered))


def _told(ordered: Sequence[Figure], place: int, query: Query) -> Draft:
    """The one asked for with its number, and its nearest in the order."""
    top = ordered[place]
    others = [f for f in ordered if f is not top]
    shown = ordered[:place] if place else others[:_SHOWN]
    beside = listed([f"{f.subject} ({stated(f)})" for f in shown])
    lowest = query.operation is Operation.LOWEST
    if place:
        how = f"{_ORDINALS[place]} {'lowest' if lowest else 'highest'}, after {beside}"
    else:
        how = f"{'below' if lowest else 'ahead of'} {beside}"
    text = f"{named(top)}: {stated(top)}{forecast(top)}, {how}."
    return Draft(text, (top.subject,), _RANKED if place else _TOP, (top, *shown))

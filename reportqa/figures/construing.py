"""A sentence, construed: its tags, its verbs with their subjects, and what each of its numbers does in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reportqa.figures.grammar import Predicate, predicates, settled
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.numbers import Number
from reportqa.figures.phrases import Span
from reportqa.figures.roles import use_of
from reportqa.figures.subject import common_subject, head_of
from reportqa.figures.tagging import Tagged, tag
from reportqa.figures.uses import Role, Use
from reportqa.types import Period

__all__ = ["Reading", "clause_start", "construe", "governing", "kin_of", "origin_of", "those_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, read: its tags, its predicates, its periods, numbers and their uses by token."""

    s: Tagged
    predicates: tuple[Predicate, ...]
    clock: Mapping[int, Period]
    numbers: Mapping[int, Number]
    uses: Mapping[int, Use]


def construe(
    text: str,
    span: tuple[int, int],
    numbers: tuple[Number, ...],
    dated: tuple[tuple[Period, int, int], ...],
    around: Surroundings,
) -> Reading:
    """The sentence text[span] with its numbers and its periods (each with its span)."""
    s = tag(text, span, [(n.start, n.end) for n in numbers], [(a, b) for _, a, b in dated], around.names, around.title)
    found = predicates(s)
    s = settled(s, found)
    places = {s.at(n.start): n for n in numbers}
    units = {k: n.unit for k, n in sorted(places.items())}
    uses = {k: use_of(s, found, k, units) for k in units}
    return Reading(s, found, {s.at(a): p for p, a, _ in dated}, places, uses)


def governing(r: Reading, use: Use) -> list[Span]:
    """The subject of a number's verb; of a participle also those of the verbs before it in the clause: "have users exceeding"."""
    p = use.predicate
    if p is None:
        return []
    out = [p.subject]
    if p.relative or p.participle:
        before = [q for q in r.predicates if q.verb[1] <= p.verb[0]]
        out += [q.subject for q in reversed(before) if not re.search("[;S-]", r.s.tags[q.verb[1] : p.verb[0]])]
    return out


def clause_start(s: Tagged, k: int) -> int:
    """The token with which the clause of token k begins: behind the last semicolon, dash or "while", "but"."""
    return max((i + 1 for i in range(k) if s.tags[i] in ";-S"), default=0)


def those_of(r: Reading, span: Span) -> str:
    """A phrase like "those in towns" with the noun that it stands for, told by an earlier verb's subject: "accidents in towns";
    "" for any other phrase."""
    at, end = span
    if r.s.words[at : at + 1] != ("those",) or r.s.tags[at + 1 : at + 2] != "P":
        return ""
    first = next((q for q in r.predicates if q.own and q.verb[1] <= at), None)
    noun = common_subject(r.s, head_of(r.s, first.subject)) if first is not None else ""
    return f"{noun} {r.s.slice(at + 1, end)}" if noun else ""


def origin_of(uses: Mapping[int, Use], k: int) -> int:
    """The first number of the list that a number belongs to."""
    while uses[k].sibling in uses and uses[k].listed:
        k = uses[k].sibling
    return k


def kin_of(uses: Mapping[int, Use], k: int, done: Mapping[int, Attributes]) -> Attributes | None:
    """The attributes of the number this one is listed, compared or explained with; past earlier values to the main one."""
    at = uses[k].sibling
    passing = (Role.EARLIER, Role.WHOLE)
    while (
        at in done
        and uses[at].role in passing
        and uses[at].sibling in done
        and not uses[k].listed
        # "from 29% to 24%, and Chile from 14% to 11%": the last one is Chile's.
        and uses[at].named[0] == uses[at].named[1]
    ):
        at = uses[at].sibling
    return done.get(at)

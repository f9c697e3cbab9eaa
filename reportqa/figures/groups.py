"""Groups that a measure is told for: "participation in years 5 to 9", "a ticket in zone 2", "among doctors 27%"."""

from __future__ import annotations

import re

from reportqa.figures.tagging import Tagged

__all__ = ["another_group", "group_of", "is_numbered"]

# What is numbered and holds people, places or cases; a table, phase or page holds none.
_GROUP = re.compile(r"(?:year|grade|zone|level|tier|stage)s?\s\d")
# "in the first quarter EUR 4 million, in the second EUR 6 million": a time.
_ORDINALS = frozenset(["first", "second", "third", "fourth"])
_LEADING = frozenset(["in", "for", "at", "among", "within", "on"])


# A group in place of a verb, and one that opens a clause about "they" or "it".
_BETWEEN = re.compile(r"(?:[PVXRIDNA']*[,C])?C?(?P<group>PD?N{1,3})[HR]*")
_PRONOUN = re.compile(r"C?(?P<group>PD?N{1,3})(?=(?:O|D(?P<word>N))[RH]*[VX])")
_POINTING = frozenset(["share", "proportion", "figure", "rate", "number", "average", "total"])


def is_numbered(s: Tagged, i: int) -> bool:
    """Whether a token is a numbered group: "years 5 to 9"."""
    return s.tags[i : i + 1] == "N" and _GROUP.match(s.words[i]) is not None


def group_of(s: Tagged, k: int) -> str:
    """The group of the number at token k, with its preposition; "" where it has none.

    A numbered one stands right behind it or opens its clause; another only where the clause goes on with nothing but a
    pronoun, or where a number of another group follows in step.
    """
    behind = re.compile(r"PD?N").match(s.tags, k + 1)
    if behind and is_numbered(s, behind.end() - 1) and s.words[k + 1] in _LEADING:
        return s.slice(k + 1, behind.end())
    if s.words[k - 1] in _ORDINALS:
        return ""
    last = max((i for i in range(k) if s.tags[i] == "#"), default=-1)
    return another_group(s, last, k) or _with_pronoun(s, k) or _in_step(s, k) or _numbered(s, k)


def _with_pronoun(s: Tagged, k: int) -> str:
    """The group of a clause that goes on with a pronoun: "whereas in farming they rose from 22 to 29"."""
    start = max((i + 1 for i in range(k) if s.tags[i] in ";-S"), default=0)
    clause = _PRONOUN.match(s.tags, start) if start > 0 and s.words[start] in _LEADING else None
    if clause and clause["word"] and s.words[clause.start("word")] not in _POINTING:
        return ""
    return s.slice(*clause.span("group")) if clause and not re.search("#.*[,;C]", s.tags[start:k]) else ""


def _in_step(s: Tagged, k: int) -> str:
    """The group that a sentence opens with, where another one follows: "In the north a flat costs EUR 2,100, in the south 3,400"."""
    opening = re.match(r"(?P<group>PD?N{1,2}),?(?=D)", s.tags)
    further = re.compile(r"#[^;#]*[,C]P(?=D?N{1,3}[HR]*#)").match(s.tags, k) if opening else None
    if opening is None or further is None or s.words[0] not in _LEADING or s.words[0] != s.words[further.end() - 1]:
        return ""
    return f"{s.words[0]} {s.slice(1, opening.end('group'))}"


def _numbered(s: Tagged, k: int) -> str:
    """The numbered group that opens the clause of a number: "In years 1 to 4 participation was 94%"."""
    start = max((i + 1 for i in range(k) if s.tags[i] in ";-"), default=0)
    told = [i for i in range(start + 1, k) if is_numbered(s, i) and s.words[i - 1] in _LEADING]
    opening = [i for i in told if i - 1 == start or s.tags[i - 2] in "C,S"]
    if not opening or "#" in s.tags[opening[-1] : k]:
        return ""
    return f"{s.words[opening[-1] - 1]} {s.slice(opening[-1], opening[-1] + 1)}"


def another_group(s: Tagged, before: int, k: int) -> str:
    """The group that stands in place of a verb between two numbers, with its preposition: "44% of nurses want to leave, among
    doctors 27%"; "" where there is none."""
    told = _BETWEEN.fullmatch(s.tags, before + 1, k) if before >= 0 else None
    return s.slice(*told.span("group")) if told is not None and s.words[told.start("group")] in _LEADING else ""

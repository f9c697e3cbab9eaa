"""Where sentences and clauses begin and end, as offsets."""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["clauses", "sentences", "trim"]

# A stop after one of these does not end a sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“])(?:e\.g|i\.e|vs|cf|etc|approx|ca|est|no|nos|fig|figs|sec|vol|p|pp|mr|mrs|ms|dr|prof|st|inc|ltd|co|corp|"
    r"plc|dept|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mn|bn|tn|[a-z])\.$",
    re.I,
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+|$)|[。！？]+[”’」）]*|\n[ \t]*\n")
# What may stand before a clause's end, so that a number's attributes are read from its own clause.
_CLAUSE_END = re.compile(
    r";\s*|\s*[—–]\s*(?!\d)|\s--\s|:\s(?=\S)|,\s+(?=(?:while|whereas|whilst|but|although|though|compared|versus|which|with|up|down)\b)"
    r"|,?\s+(?=(?:while|whereas|whilst)\b)|,\s+(?:and|then)\s+(?=[^,;]*\d)|，|；",
)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """The sentences of text[start:end] as spans into `text`, white space trimmed, in order, none empty."""
    end = len(text) if end is None else end
    out: list[tuple[int, int]] = []
    at = start
    for match in _END.finditer(text, start, end):
        stop = match.end()
        if match.group().startswith("."):
            if _ABBREVIATION.search(text[max(at, match.start() - 12) : match.start() + 1]):
                continue
            after = re.match(r"\s+[\"'“‘(\[]*(\S)", text[stop : stop + 12])
            if after and after.group(1).islower():
                continue
        span = trim(text, at, stop)
        if span[0] < span[1]:
            out.append(span)
        at = stop
    span = trim(text, at, end)
    if span[0] < span[1]:
        out.append(span)
    return tuple(out)


def clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence text[start:end] as spans, in order.

    A cut is made at semicolons, dashes, "while"/"whereas"/"but" and at ", and" before another number; the tail of a cut
    that holds no number stays with the clause before it, so that a clause is never a fragment without its number.
    """
    cuts = [start, *(m.end() for m in _CLAUSE_END.finditer(text, start, end)), end]
    out: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        span = trim(text, a, b)
        if span[0] == span[1]:
            continue
        if out and text[out[-1][1] - 4 : out[-1][1]].endswith(" and") and not re.search(r"\d", text[slice(*out[-1])]):
            # ", and" before the first number only joins names: "Doubao, ERNIE, and Yuanyuan all have 50 million".
            span = (out.pop()[0], span[1])
        out.append(span)
    return tuple(out) or ((start, end),)

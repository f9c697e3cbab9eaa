"""Changes as a sentence writes them out: "slid from $112 to $94, or 16%", "cost $41 in May; by March it cost $19, a cut of 54%".

The words between the numbers tell which value is the old one and which percentage is their change, whatever subject and
measure were read for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reportqa.answering.audit.items import Item, Kind, Shelf

__all__ = ["written_change"]

_HEDGE = r"(?:(?:about|around|roughly|nearly|almost|some|over|just|only|an? average of|approximately|a)\s)*[^\w.;:]*(?:[A-Z]{2,3} )?"
_FROM = re.compile(rf"\bfrom {_HEDGE}$", re.I)
_TO = re.compile(r"^[^;:.!?]{0,40}\bto\b[^,;:.!?]{0,30}$", re.I)
_BACK = re.compile(
    r"^[^;:.!?]{0,50}(?:\b(?:up|down|from|rising|falling)(?: from)?|\bcompared (?:with|to))\b[^,;:.!?]{0,25}$", re.I
)
_MOVES = r"rise|increase|gain|jump|growth|climb|fall|drop|decline|decrease|cut|reduction|slide|slump|plunge|change|surge|loss"
_BEHIND = re.compile(
    rf"^[^.!?;:]{{0,45}}[,(–—]\s*(?:or|up|down|that is|i\.e\.|(?:which is |that is |making )?an? (?:\w+ ){{0,2}}(?:{_MOVES})(?: of)?)\s{_HEDGE}$"
    rf"|^[^.!?;:]{{0,30}}[,(–—]\s*an? {_HEDGE}$",
    re.I,
)
_AHEAD = re.compile(r"^[^\w;:.!?]*(?:\w+ )?\(?from\b", re.I)
# A rate a year over several, or one on another basis than the values, is no change between them.
_OTHERWISE = re.compile(
    r"\b(?:a year|per year|per annum|annual(?:ly|i[sz]ed)?|yearly|each year|compound|cagr|on average|real terms|adjusted|like-for-like|"
    r"comparable|constant|organic|excluding|currenc)\w*",
    re.I,
)
_OF = re.compile(r"^\s*(?:of|share|points?|margin)\b", re.I)


def written_change(claim: Item, shelf: Shelf) -> tuple[Item, Item, Item] | None:
    """A change in percent with its new and its old value, where its sentence writes all three out; None where it does not."""
    figure = claim.figure
    if figure.unit != "percent" or _OTHERWISE.search(figure.quote):
        return None
    beside = sorted(shelf.beside(claim), key=lambda i: i.figure.start)
    at = _places(beside, figure.quote)
    if at is None:
        return None
    percents = [i for i in beside if i.figure.unit == "percent"]
    pairs = [p for p in _moves(beside, figure.quote, at) if _is_of(claim, p, percents, figure.quote, at)]
    if len({(n.value, o.value) for n, o in pairs}) != 1:
        return None
    new, old = pairs[0]
    sign = -1.0 if new.value < old.value else 1.0
    return replace(claim, kind=Kind.CHANGE, sign=sign, bounds=claim.bounds.times(claim.sign * sign)), new, old


def _places(beside: Sequence[Item], quote: str) -> Mapping[str, int] | None:
    """Where each figure of a sentence begins in it, None where that cannot be told."""
    first = beside[0].figure
    for m in re.finditer(re.escape(first.text), quote):
        base = first.start - m.start()
        if all(quote[i.figure.start - base :].startswith(i.figure.text) for i in beside):
            return {i.figure.id: i.figure.start - base for i in beside}
    return None


def _moves(beside: Sequence[Item], quote: str, at: Mapping[str, int]) -> Iterator[tuple[Item, Item]]:
    """The new and the old value of each movement that neighbouring values of one unit are told as."""
    values = [i for i in beside if i.kind is Kind.VALUE and i.figure.low is None and i.value > 0]
    for a, b in pairwise(values):
        if a.figure.unit != b.figure.unit and "" not in (a.figure.unit, b.figure.unit):
            continue
        before, between = quote[: at[a.figure.id]], quote[at[a.figure.id] + len(a.figure.text) : at[b.figure.id]]
        if _FROM.search(before) and _TO.match(between):
            yield b, a
        elif _BACK.match(between):
            yield a, b
        elif _is_later(b, a) and a.who == b.who and len(between) <= 60:
            yield b, a


def _is_later(new: Item, old: Item) -> bool:
    a, b = new.figure.period, old.figure.period
    return bool(a and b and a.start and b.end and b.end < a.start)


def _is_of(claim: Item, pair: tuple[Item, Item], percents: Sequence[Item], quote: str, at: Mapping[str, int]) -> bool:
    """Whether a percentage is told as the change of a pair: right behind it, or right before it."""
    start = at[claim.figure.id]
    end = start + len(claim.figure.text)
    first = min(at[i.figure.id] for i in pair)
    last = max(at[i.figure.id] + len(i.figure.text) for i in pair)
    if any(min(start, first) < at[p.figure.id] < max(end, last) for p in percents if p is not claim):
        return False
    if start >= last:
        return bool(_BEHIND.match(quote[last:start])) and not _OF.match(quote[end:])
    grows = claim.kind is Kind.CHANGE
    return grows and end <= first and first - end <= 40 and bool(_AHEAD.match(quote[end:first]))

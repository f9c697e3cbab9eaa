"""Movements that one sentence tells: "from 4,200 to 3,150", "58 million, up from 52 million", "27 against 24 a year earlier".

Its two numbers belong together whatever they are read as, so that the sentence decides what they measure, for whom and when.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportqa.answering.arithmetic.operands import measure_words
from reportqa.answering.arithmetic.said import NEXT_WORDS, around, is_about, said_share, sentences_of
from reportqa.answering.query import Query
from reportqa.answering.vocabulary import vocabulary
from reportqa.answering.words import stem, stems
from reportqa.figures import periods
from reportqa.figures.periods import overlap
from reportqa.figures.units import is_money
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Period

__all__ = ["Move", "base_of", "told_move"]

_ABOUT = r"(?:(?:about|around|some|nearly|almost|roughly|over|just|only|a|an|the) )*"
_FROM = re.compile(rf"\bfrom {_ABOUT}$", re.I)
_FROM_TO = re.compile(rf"^[^.;]{{0,60}}?\bto {_ABOUT}$", re.I)
_BACK = re.compile(rf"^[^.;]{{0,60}}?\bfrom {_ABOUT}$", re.I)
_AGAINST = re.compile(rf"^[^.;]{{0,60}}?\b(?:against|compared (?:with|to)|versus|after|as against) {_ABOUT}$", re.I)
_EARLIER = re.compile(
    r"^(?: [a-z-]+){0,3}?,? (?:in (?:the )?(?:(?:previous|prior|preceding) [a-z]+|(?:[a-z]+ )?(?:19|20)\d\d(?:/\d\d)?)|of (?:19|20)\d\d(?:/\d\d)?"
    r"|(?:a|the|one) (?:year|month|quarter|season|week) (?:before|earlier)|last (?:year|month|quarter|season)|the (?:previous|prior) [a-z]+)\b",
    re.I,
)
_BRACKET = re.compile(
    r"^[^.;()]{0,40}\((?:in )?(?:(?:19|20)\d\d(?:/\d\d)?|previous year|prior year|last year)[:,]? $", re.I
)
_FORM = stems(
    """percentage percent number numbers count counts total totals rate compare compared comparison relative growth grow grew grown rise rose
    risen increase increased decline declined fall fell fallen drop dropped decrease decreased change changed gain gained climb climbed shrink
    shrank shrunk slide slid jump jumped surge surged expand expanded cut lose lost shed reduce reduced trim trimmed slash slashed improve
    improved gone go went use used using year years"""
)
"""Words that tell that something moved, and by which measure of a movement, but not what."""
_NUMBER_OF = re.compile(r"\bnumber of\b|\bhow many\b|\bworkforce\b|\bheadcount\b", re.I)
# "Compared with 2023/24", "since 2022": what a movement is measured from.
_MEASURED_FROM = re.compile(
    r"\b(?:compared (?:with|to)|against|relative to|over|on|since|than(?: (?:it|they) (?:was|were|did))?(?: (?:in|at|during))?)(?: the)? $",
    re.I,
)
_TOLD = 0.75
"""The share of a question's words from which a sentence tells of what it asks."""
_CLEARLY = 0.08
"""How much more of them the sentence must tell than any other."""


@dataclass(frozen=True, slots=True)
class Move:
    """The earlier and the later number of a movement, its own words, those that it shares with its sentence, and the share of
    a question's words in both."""

    before: Figure
    after: Figure
    clause: str
    opening: str = ""
    told: float = 0.0


def base_of(query: Query) -> Period | None:
    """The one period that a question measures a movement from: "compared with 2023/24"; None where it names no such."""
    found = [
        p for p, start, _ in periods.find(query.text, None) if p.start and _MEASURED_FROM.search(query.text[:start])
    ]
    others = [p for p in query.periods if p.text not in {f.text for f in found}]
    return found[0] if len(found) == 1 and not others else None


def told_move(query: Query, snapshot: Snapshot, *, rates: bool | None) -> Move | None:
    """The one movement whose sentence tells what a question asks about; None where none does, or several do.

    `rates` wants percentages that moved, or else amounts and counts; None either.
    """
    if len(query.entities) > 1 or query.unknown or query.forecast:
        return None
    words = [w for w in measure_words(query.words) if stem(w) not in _FORM and not w[0].isdigit()]
    if not words:
        return None
    found = [m for m in _moves(snapshot, query) if rates in (None, m.after.unit in RATES)]
    found = [m for m in found if _may_be(m, query, snapshot)]
    scored = [replace(m, told=_told(words, m, snapshot)) for m in found]
    scored = sorted((m for m in scored if m.told >= _TOLD), key=lambda m: -m.told)
    rivals = [m for m in scored[1:] if m.told > scored[0].told - _CLEARLY and not _is_same(m, scored[0])]
    return scored[0] if scored and not rivals else None


def _told(words: Sequence[str], move: Move, snapshot: Snapshot) -> float:
    return said_share(words, f"{move.opening} {move.clause}", around(move.after), snapshot)


def _is_same(a: Move, b: Move) -> bool:
    return (a.before.value, a.after.value, a.after.unit) == (b.before.value, b.after.value, b.after.unit)


def _moves(snapshot: Snapshot, query: Query) -> Iterator[Move]:
    """The movements of a scope, in the order of the text."""
    for figures, text, start, end in sentences_of(snapshot, query.within):
        yield from _in_sentence(figures, text, start, end)


def _in_sentence(figures: Sequence[Figure], text: str, start: int, end: int) -> Iterator[Move]:
    known = start
    pairs = [(a, b) for a, b in pairwise(figures) if a.unit == b.unit]
    for a, b in pairs:
        if a.start < known:
            # "From A to B, against C": what B moved from is told already.
            continue
        lead, between = _plain(text[max(start, a.start - 30) : a.start]), _plain(text[a.end : b.start])
        after = _plain(text[b.end : min(end, b.end + 60)])
        if _FROM.search(lead) and _FROM_TO.search(between):
            before, later = a, b
        elif _BACK.search(between) or _BRACKET.search(between) or (_AGAINST.search(between) and _EARLIER.search(after)):
            before, later = b, a
        else:
            continue
        following = next((f.start for f in figures if f.start > b.end), end)
        closing = NEXT_WORDS.search(text, b.end, following) if following < end else None
        stop = closing.start() if closing else following
        yield Move(before, later, text[known:stop], text[start : figures[0].start] if known > start else "")
        known = stop


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def _may_be(move: Move, query: Query, snapshot: Snapshot) -> bool:
    """Whether a movement may be the one that a question asks about: of its owner, its times and its kind of unit."""
    counts = _NUMBER_OF.search(query.text)
    if counts and (is_money(move.after.unit) or " / " in move.after.unit):
        return False
    return is_about(query.entities, move.clause, move.after, snapshot) and _in_time(move, query, snapshot)


def _in_time(move: Move, query: Query, snapshot: Snapshot) -> bool:
    """Whether no date of a movement speaks against the periods asked: they are its ends, or its latest one is its end.

    A sentence that dates neither end speaks of the year of its report and of the one before.
    """
    base = base_of(query)
    asked = sorted((p for p in query.periods if p.start and p.end and not base), key=lambda p: str(p.start))
    if not asked and base is None:
        return True
    dated = [p for p, _, _ in periods.find(move.clause, None) if p.start]
    if not dated:
        year = vocabulary(snapshot).years[move.after.document]
        own = move.after.period
        dated = [own] if own and own.start else [p for p, _, _ in periods.find(year, None) if p.start]
    if base is not None:
        return any(overlap(d, base) for d in dated)
    if not dated or not all(any(overlap(d, p) for p in (*asked, *_before(asked))) for d in dated):
        return False
    last = asked[-1]
    apart = (last.start.year - asked[0].start.year) if last.start and asked[0].start else 0
    if len(asked) > 1:
        return any(overlap(d, last) for d in dated) and (apart == 1 or any(overlap(d, asked[0]) for d in dated))
    return any(overlap(d, last) for d in dated)


def _before(asked: Sequence[Period]) -> list[Period]:
    """The year before the one period asked; nothing where both ends are named."""
    if len(asked) != 1 or not asked[0].start:
        return []
    year = str(asked[0].start.year - 1)
    return [p for p, _, _ in periods.find(year, None)]

"""Parts that text sets against their whole: "3,120 of the 4,800 couriers", "of the 640 offices, 480 have …", the payers of a bill.

The parts of a bill are known by their sum: where the numbers of one sentence add up to a number of the report, that one is
their whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportqa.answering.arithmetic.given import given_in
from reportqa.answering.arithmetic.operands import measure_words
from reportqa.answering.arithmetic.said import around, clauses_of, is_about, said_share, sentences_of
from reportqa.answering.query import Query
from reportqa.answering.understanding.phrases import share_phrases
from reportqa.answering.words import stem, stems
from reportqa.figures.periods import overlap
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["Part", "told_part"]

_OF_THE = re.compile(
    r"^\s*(?:out )?of (?:the|its|their|his|her|our|all|all the|these|those|some|about)?\s*(?:about |some |roughly |nearly )?$",
    re.I,
)
_OPENS = re.compile(r"\b(?:of|among) (?:the|its|their|these|those|all)?\s*(?:about |some |roughly |nearly )?$", re.I)
_FORM = stems(
    """share percentage percent fraction proportion portion part parts take took taken taking account accounted make made use used bear bore
    borne pay paid pays cover covered covers contribute contributed give gave given provide provided come came go went gone belong total whole"""
)
"""Words that tie a part to its whole and say nothing of either."""
_TOLD = 0.75
"""The share of a question's words from which a part and its whole are what it asks about."""
_OWN, _CLEARLY = 0.25, 0.08
"""The share that the words of the part must hold by themselves, and how much more than those of any other part."""
_SUM = 0.006
"""How far the sum of the parts may lie from their whole, relative to it."""
_FEWEST = 3
"""Of two numbers too many others are the sum."""


@dataclass(frozen=True, slots=True)
class Part:
    """A figure, the whole that it is a part of, its own words, those of the whole, and the share of a question's words in its own."""

    figure: Figure
    whole: Figure
    clause: str
    of: str
    told: float = 0.0


def told_part(query: Query, snapshot: Snapshot) -> Part | None:
    """The one part, with its whole, that a question asks about; None where the text tells of none, or of several.

    A part's own words must hold more of the question than those of any other part of it.
    """
    if query.unknown:
        return None
    words = [w for w in measure_words(query.words) if stem(w) not in _FORM and not w[0].isdigit()]
    phrases = share_phrases(query.text) or (query.text, "")
    own, whole = ([w for w in words if stem(w) in stems(p)] for p in phrases)
    found = [p for p in _parts(snapshot, query) if _may_be(p, query, snapshot)]
    fits = [
        p
        for p in found
        if said_share(words, f"{p.clause} {p.of}", around(p.figure), snapshot) >= _TOLD
        and said_share(whole, p.of, "", snapshot) >= _TOLD
    ]
    scored = [replace(p, told=said_share(own or words, p.clause, "", snapshot)) for p in fits]
    scored.sort(key=lambda p: -p.told)
    if not scored or scored[0].told < _OWN:
        return None
    first = scored[0]
    rivals = [p for p in scored[1:] if p.told > first.told - _CLEARLY and p.figure.value != first.figure.value]
    return None if rivals else first


def _parts(snapshot: Snapshot, query: Query) -> Iterator[Part]:
    """The parts of a scope with their wholes, in the order of the text."""
    rows = snapshot.rows_within(query.within)[2]
    amounts = [f for r in rows if (f := snapshot.figures[r]).low is None and f.unit not in RATES and f.unit != "date"]
    for figures, text, start, end in sentences_of(snapshot, query.within):
        counted = [f for f in figures if f.unit not in RATES]
        clauses = clauses_of(counted, text, start, end)
        yield from _of_a_whole(counted, clauses, text, start)
        yield from _adding_up(counted, clauses, text[start:end], amounts)


def _of_a_whole(figures: Sequence[Figure], clauses: Sequence[str], text: str, start: int) -> Iterator[Part]:
    """ "A of the B couriers took part" and "Of the B offices, A1 have … and A2 rely …"."""
    for i, whole in enumerate(figures):
        before = figures[i - 1] if i else None
        beside = before is not None and before.unit == whole.unit
        if before and beside and before.value <= whole.value and _OF_THE.match(text[before.end : whole.start]):
            yield Part(before, whole, f"{clauses[i - 1]} {clauses[i]}", _noun(whole, text))
        if not beside and _OPENS.search(text[max(start, whole.start - 30) : whole.start]):
            parts = [j for j in range(i + 1, len(figures)) if figures[j].unit == whole.unit]
            fits = sum(figures[j].value for j in parts) <= whole.value * (1 + _SUM)
            yield from (Part(figures[j], whole, clauses[j], _noun(whole, text)) for j in parts if fits)


def _noun(whole: Figure, text: str) -> str:
    """What a whole counts: its own words, and those behind it up to a break."""
    behind = re.split(r"[,;.:(]", text[whole.end : whole.end + 60])[0]
    return f"{whole.text} {whole.metric} {whole.unit} {' '.join(behind.split()[:2])}"


def _adding_up(
    figures: Sequence[Figure], clauses: Sequence[str], sentence: str, amounts: Sequence[Figure]
) -> Iterator[Part]:
    """The numbers of one unit in a sentence, where they add up to another number of the report."""
    for unit in {f.unit for f in figures if f.unit}:
        alike = [i for i, f in enumerate(figures) if f.unit == unit]
        value = sum(figures[i].value for i in alike)
        if len(alike) < _FEWEST or len({figures[i].value for i in alike}) < len(alike) or not value:
            continue
        wholes = [
            f
            for f in amounts
            if f.unit == unit
            and f.document == figures[0].document
            and f.quote != figures[0].quote
            and abs(f.value - value) <= _SUM * value
            and all(f.value > figures[i].value for i in alike)
        ]
        if wholes:
            whole = min(wholes, key=lambda f: (abs(f.value - value), f.table >= 0, abs(f.start - figures[0].start)))
            of = f"{whole.subject} {whole.metric} {whole.quote} {sentence}"
            yield from (Part(figures[i], whole, clauses[i], of) for i in alike)


def _may_be(part: Part, query: Query, snapshot: Snapshot) -> bool:
    """Whether a part is of the names and times asked, and of the numbers that the question itself gives."""
    given = [g.value for g in given_in(query) if g.unit not in RATES]
    if given and not all(any(abs(v - f.value) <= _SUM * f.value for f in (part.figure, part.whole)) for v in given):
        return False
    when = part.figure.period
    dated = [p for p in query.periods if p.start and p.end]
    if dated and when and when.start and not any(overlap(when, p) for p in dated):
        return False
    return is_about(query.entities, f"{part.clause} {part.of}", part.figure, snapshot)

"""Two sides that no names tell apart but words do: "by card or by transfer", "when staff serve them or when they help themselves".

One sentence must set both against one another: its two numbers of one unit, each with its own words, are given to the sides
whose words those are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from reportqa.answering.arithmetic.said import around, clauses_of, is_about, said_share, sentences_of
from reportqa.answering.query import Draft, Query
from reportqa.answering.wording import stated, time_units
from reportqa.answering.words import content_words, stem
from reportqa.figures.lexicon import verb_form
from reportqa.figures.units import is_money
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["Sides", "described", "sides_of_words", "smaller_wins", "told_sides"]

_OR = re.compile(r",?\s+(?:or|versus|vs\.?|as opposed to|rather than)\s+", re.I)
_ER = (
    r"(?:(?:cheap|dear|long|short|fast|slow|quick|high|low|larg|small|bigg|heav[iy]|light|strong|weak|old|young|rar|common|likeli|deep|wid|rich|poor|few|great|"
    r"warm|cold|saf|costli|clean|dirti|healthi|earli|lat|soon|loud|clos|near|wett|dri|tall|thick|thinn|hard|soft|easi|busi|full|bright|steep)(?:er|est)|better|worse|best|worst)"
)
_THAN = re.compile(rf"\b(?:(?:more|less|fewer)(?: [a-z]+)?|{_ER})\s+(?P<more>[^?]*?)\bthan\s+", re.I)
_COMPARES = re.compile(rf"\b(?:more|less|fewer|most|least|compare|{_ER})\b", re.I)
_AUX = re.compile(r"^(?:and |so |but )?(?:is|are|was|were|does|do|did|has|have|will)\s+(?:it\s+)?", re.I)
_LINKS = frozenset(
    "when where by in on at with without for from to if as through via using during under after before among".split()
)
_MONEY = re.compile(r"\b(?:cheap|dear|expensive|costl|pric|cost)", re.I)
_LESS = re.compile(
    r"\b(?:less|least|fewer|fewest|lower|lowest|smaller|smallest|cheaper|cheapest|shorter|shortest|lighter|lightest|rarer)\b",
    re.I,
)
_FAST, _SLOW = re.compile(r"\b(?:fast|quick|soon)", re.I), re.compile(r"\bslow", re.I)
_LIGHT = frozenset(
    stem(w)
    for w in """more less fewer cheaper dearer expensive costly longer shorter faster slower quicker higher lower larger smaller bigger better worse
    often common commoner likely heavier lighter cost costs compare much many take takes one ones them they themselves it itself get gets""".split()
)
_SAID, _SIDE, _CLEARLY = 0.65, 0.6, 0.3
"""The share of a question's words that a sentence must say, of a side's that its words there must, and how much better the
numbers must fit their sides than the other way round."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The words of the two sides of a comparison, in the order of the question."""

    first: str
    second: str


def sides_of_words(query: Query) -> Sides | None:
    """The two sides that a question sets against one another by their words, None where it sets no two."""
    text = query.text.strip(" ?.!")
    than, pivots = _THAN.search(text), list(_OR.finditer(text))
    if pivots and (than is None or _is_parallel(text, pivots[-1])) and _COMPARES.search(text):
        left, right = _AUX.sub("", text[: pivots[-1].start()]), _ended(text[pivots[-1].end() :].strip())
        first = _parallel(left, right) if right else ""
        return Sides(first, right) if content_words(first) and content_words(right) else None
    if than is None:
        return None
    before = _AUX.sub("", text[: than.start()]).strip()
    first = before if content_words(before) else than["more"].strip()
    return Sides(first, text[than.end() :].strip()) if content_words(first) else None


def _is_parallel(text: str, pivot: re.Match[str]) -> bool:
    """Whether the side behind an "or" opens with a word that opens one before it too: "where … or where …"."""
    opening = text[pivot.end() :].split()[0].lower()
    return opening in _LINKS and opening in text[: pivot.start()].lower().split()


def _ended(right: str) -> str:
    """The side behind an "or" without what is asked of both: "trams carry more people" → "trams"."""
    more = _COMPARES.search(right)
    words = right[: more.start()].split() if more else right.split()
    return " ".join(words[:-1] if more and len(words) > 1 and verb_form(words[-1].lower()) else words)


def _parallel(left: str, right: str) -> str:
    """The side before an "or": from the word that opens the side behind it, from a comma, else as many words as that has."""
    opening = right.split()[0].lower()
    words = left.split()
    if opening in _LINKS:
        at = max((i for i, w in enumerate(words) if w.lower() == opening), default=-1)
        at = at if at >= 0 else max((i for i, w in enumerate(words) if w.lower() in _LINKS), default=-1)
        if at >= 0:
            return " ".join(words[at:])
    if re.search(r"[,:]\s", left):
        return re.split(r"[,:]\s+", left)[-1]
    return " ".join(words[-max(2, len(right.split())) :])


def described(query: Query, snapshot: Snapshot) -> tuple[Figure, Figure, Sides] | None:
    """The numbers of the two sides, in the order of the question; None where no one sentence tells both."""
    sides = sides_of_words(query)
    if sides is None or query.unknown or len(query.entities) > 1:
        return None
    words = [w for w in content_words(query.text) if stem(w) not in _LIGHT and w not in query.entities]
    found = sorted((c for c in _candidates(query, sides, words, snapshot) if c[0] >= _CLEARLY), key=lambda c: -c[0])
    if not found or any(c[0] > found[0][0] - 0.1 and _values(c) != _values(found[0]) for c in found[1:]):
        return None
    return found[0][1], found[0][2], sides


def _values(candidate: tuple[float, Figure, Figure]) -> tuple[float, float]:
    return candidate[1].value, candidate[2].value


def _candidates(
    query: Query, sides: Sides, words: Sequence[str], snapshot: Snapshot
) -> Iterator[tuple[float, Figure, Figure]]:
    """The pairs of numbers of one sentence that the sides may have, with how much better they fit so than crossed."""
    shared = set(content_words(sides.first)) & set(content_words(sides.second))
    first, second = (
        [w for w in content_words(s) if w not in shared and stem(w) not in _LIGHT] for s in (sides.first, sides.second)
    )
    if not first or not second:
        return
    for figures, text, start, end in sentences_of(snapshot, query.within):
        sentence = text[start:end]
        if len(figures) < 2 or _said(words, sentence, figures[0], snapshot) < _SAID:
            continue
        for a, b in combinations(figures, 2):
            alike = [f for f in figures if _goes_with(f, a)]
            if b not in alike or a.value == b.value or not _measures(query, a):
                continue
            if not is_about(query.entities, sentence, a, snapshot):
                continue
            own = dict(zip((f.id for f in alike), clauses_of(alike, text, start, end), strict=True))
            fits = [[said_share(side, own[f.id], around(a), snapshot) for f in (a, b)] for side in (first, second)]
            crossed = fits[0][0] + fits[1][1] < fits[0][1] + fits[1][0]
            one, other = (b, a) if crossed else (a, b)
            least = min(_said(first, own[one.id], a, snapshot), _said(second, own[other.id], a, snapshot))
            if least >= _SIDE:
                yield abs(fits[0][0] + fits[1][1] - fits[0][1] - fits[1][0]), one, other


def _goes_with(a: Figure, b: Figure) -> bool:
    """Whether two numbers are of one unit, though one of them leaves out what it is for."""
    return a.unit == b.unit or (bool(a.unit) and a.unit.split(" / ")[0] == b.unit.split(" / ")[0])


def _said(words: Sequence[str], text: str, figure: Figure, snapshot: Snapshot) -> float:
    """The share of some words that a text says; a report may use another verb, but no other noun."""
    near = around(figure)
    kept = [w for w in words if verb_form(w) is None or said_share([w], text, near, snapshot) >= _SIDE / 2]
    return said_share(kept, text, near, snapshot) if kept else 0.0


def _measures(query: Query, figure: Figure) -> bool:
    """Whether a number can be larger or smaller in the way that is asked: what is cheaper is money."""
    return is_money(figure.unit) if _MONEY.search(query.text) else True


def smaller_wins(query: Query, sides: Sides, figure: Figure) -> bool:
    """Whether a question asks for the smaller number: for the cheaper side, or the quicker one where times are compared."""
    asked = query.text.replace(sides.first, " ").replace(sides.second, " ")
    less = bool(_LESS.search(asked))
    if figure.unit in time_units():
        return bool(_FAST.search(asked)) or (less and not _SLOW.search(asked))
    return less


def told_sides(query: Query, snapshot: Snapshot) -> Draft | None:
    """Which of two described sides has the larger number (or the smaller, where that is asked), with both."""
    found = described(query, snapshot)
    if found is None:
        return None
    one, other, sides = found
    named = ((one, sides.first), (other, sides.second))
    less = smaller_wins(query, sides, one)
    (winner, who), (loser, whom) = sorted(named, key=lambda s: s[0].value, reverse=not less)
    text = f"The {'smaller' if less else 'larger'} is {stated(winner)} ({who}), against {stated(loser)} ({whom})."
    return Draft(text, (who, stated(winner), stated(loser)), 0.8, (winner, loser))

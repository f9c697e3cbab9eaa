"""Questions to be answered with yes or no: the claim that they make, checked against the figures of the reports.

A claim that names a number is turned into the open question whose answer would be that number ("Does Doubao have more than
100 million users?" → "How many users does Doubao have?"); what that question is answered with decides. A claim that sets
two sides against one another is decided by the figures of both, one that something rose or fell by how it changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from reportqa.answering.arithmetic.changes import over_time
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.comparing.compare import both_sides, is_comparison, moved
from reportqa.answering.comparing.contests import SIDES, contest
from reportqa.answering.comparing.verdicts import (
    direction_of,
    held_by,
    holds,
    is_disputed,
    is_of,
    is_part,
    open_between,
    rivals,
    told,
    way_of,
)
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.understanding.understand import understand
from reportqa.answering.wording import stated
from reportqa.figures import numbers, periods
from reportqa.figures.numbers import Number
from reportqa.figures.units import convert, is_currency
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot

__all__ = ["Finder", "check_claim", "is_closed"]

Finder = Callable[[Query, Snapshot], Draft | None]
"""Answers an open question with a number: the derivation or the first figure of its draft is that number."""

_OPENING = re.compile(
    r"^\s*(?:(?:so|and|but|ok|okay|hey|well|please|now|then),?\s+)*(?P<aux>is|are|was|were|does|do|did|has|have|had|will|would|can|could)(?:n['’]t)?\b\s*",
    re.I,
)
_TRUE = re.compile(
    r"^(?:it|that)?\s*(?:really\s+)?(?:true|correct|right|the case|accurate|a fact|fair to say)\b(?: or false)?(?:\s+(?:that|to say that)\b|\s*[:,])?\s*"
    r"|^(?:the |this )?(?:report|article|source|document|study|note|author|review)s?\s+(?:really\s+)?(?:say|state|claim|report|show|give|confirm|mention)s?\s+that\s+",
    re.I,
)
_FALSE_OR = re.compile(r"^\s*(?:true or false|right or wrong|yes or no)\s*[:,?]?\s*(?:is it true that\s+)?", re.I)
_TAG = re.compile(
    r"\s*[,;.:–-]\s*(?:right|correct|true|yes or no|true or false|isn['’]t (?:it|that so)|is (?:that|this|it) (?:right|true|correct|so)|am i right)\s*\?*\s*$",
    re.I,
)
_SPAN = re.compile(
    r"\b(?:in|over|within|during|for) (?:just |only |under |about )?(?:the )?(?:(?:last|past|previous) )?(a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d+) (day|week|month|quarter|year|decade)s?\b",
    re.I,
)
# Before a number that only says what a price or a rate is for: "the price of 1,000 tokens", "within 48 hours".
_MEASURING = re.compile(r"\b(?:(?:prices?|costs?|fees?|charge|pay) (?:of|for)|per|within|every|each)\s+$", re.I)
_ONE = re.compile(r"^(?:a|1)$")
_EACH_INTERVAL = re.compile(r"\s(?:a|an|per|each|every)\s.*", re.I)
# A yes-or-no question that only wraps another one: "Can you tell me how many …".
_WRAPPED = re.compile(
    r"^\s*(?:can|could|would|will|do|does|did|is|are|have)\b.{0,30}\b(?:tell|show|give|list|name|explain|know|say|compare|find|compute|calculate|work out|remember|remind)\b"
    r".*\b(?:how|what|which|who|whose|when|where|why)\b|^\s*(?:can|could|would|will) (?:you|i|we)\b",
    re.I,
)
_WORD_NUMBERS = (
    (r"\b(?:a|one) (million|billion|trillion)\b", r"1 \1"), (r"\b(?:a|one) thousand\b", "1,000"),
    (r"\b(?:twice|double)\b(?= (?:as|the|that|what|its|of)\b)", "2 times"), (r"\b(?:thrice|triple)\b(?= (?:as|the|that|what|its|of)\b)", "3 times"),
    (r"\btwo[- ]thirds\b", "66.7%"), (r"\bthree[- ]quarters\b", "75%"), (r"\b(?:the |a )?majority of\b", "more than 50% of"),
    (r"\bhalf\b(?= (?:as|the|that|what|its|of)\b)", "50%"), (r"\b(?:one|a)[- ]third\b", "33.3%"), (r"\b(?:one|a)[- ]quarter\b", "25%"),
)  # fmt: skip
_HEDGES = re.compile(
    r"(?:\b(?:by|(?:more|greater|higher|larger|bigger|longer|less|fewer|lower|smaller|shorter|cheaper) than|over|above|below|under|beyond|about|around|roughly|"
    r"approximately|nearly|almost|exactly|precisely|at least|at most|up to|(?:no|not) (?:more|less|fewer|longer) than|as (?:many|much|high|low|long) as|close to|"
    r"exceed(?:s|ed|ing)?|surpass(?:es|ed)?|topp?(?:s|ed)?|reach(?:es|ed)?|hits?|pass(?:es|ed)?|only|just|some|well|even|in excess of|equal to|upwards of|north of|south of|"
    r"a total of)\s+)+$",
    re.I,
)
_DANGLING = re.compile(r"\s+(?:by|to|at|of|from|with|for|is|are|was|were|been|a|an|the)\s*$", re.I)
_GROWING = re.compile(
    r"\b(?:grow|grew|grown|growing|ris(?:e|en|ing)|rose|increas\w+|fall(?:en|ing)?|fell|drop(?:ped|ping)?|declin\w+|decreas\w+|shrink|shrank|shrunk|go(?:ne|ing)? (?:up|down)|went (?:up|down)|"
    r"climb\w*|jump\w*|surge\w*|plung\w+|slump\w*)\b",
    re.I,
)
_MULTIPLIES = re.compile(
    r"\b(?:(?P<two>doubled?|doubling)|(?P<three>tripled?|trebled?)|(?P<four>quadrupled?)|(?P<half>halved?|halving))\b",
    re.I,
)
_FACTORS = {"two": 2.0, "three": 3.0, "four": 4.0, "half": 0.5}
_SCALED = re.compile(r"thousand|million|billion|trillion|\b(?:bn|mn|tn)\b|万|亿", re.I)
_ABOUT, _JUST = 0.1, 0.05
"""How far a ratio may lie from "twice" or "half" that it still is one, and a growth from having doubled."""


@dataclass(frozen=True, slots=True)
class _Body:
    """A claim as a statement: its auxiliary verb and what follows it, without "is it true that"."""

    aux: str
    text: str


def is_closed(query: Query) -> bool:
    """Whether a question wants to hear yes or no, and no number, name or list.

    >>> from reportqa.answering.query import Asked, Operation, Query
    >>> is_closed(Query("Did prices fall?", Asked.YES_NO, Operation.NONE, ()))
    True
    >>> is_closed(Query("Can you tell me what it costs?", Asked.YES_NO, Operation.NONE, ()))
    False
    """
    if _TAG.search(query.text) or _FALSE_OR.match(query.text):
        return not re.match(r"\s*(?:how|what|which|who|when|where|why)\b", _FALSE_OR.sub("", query.text), re.I)
    negated = bool(re.match(r"\s*(?:is|are|was|were|do|does|did|has|have)n['’]t\b", query.text, re.I))
    return (query.asked is Asked.YES_NO or negated) and not is_comparison(query) and not _WRAPPED.search(query.text)


def check_claim(query: Query, snapshot: Snapshot, find: Finder) -> Draft | None:
    """Yes or no with the figures that decide it; what the reports give where they leave it open; None without a figure.

    `find` answers the open question behind a claim.
    """
    if query.unknown:
        return None
    body = _body(query.text)
    claimed = _number_of(body.text)
    if claimed is not None:
        if _is_factor(claimed, body, query):
            return _factor(body, claimed, query, snapshot)
        return _number(body, claimed, query, snapshot, find)
    if re.search(r"\bthan \W?\d", body.text):
        return None
    if SIDES.search(body.text):
        return contest(query, snapshot)
    if _GROWING.search(body.text) or _MULTIPLIES.search(body.text):
        return _moved(body, query, snapshot, find)
    return None


def _body(question: str) -> _Body:
    text = _FALSE_OR.sub("", _TAG.sub("", question.strip())).strip(" ?.!")
    aux = ""
    if found := _OPENING.match(text):
        aux, text = found["aux"].lower(), text[found.end() :]
    if (wrapper := _TRUE.match(text)) and wrapper.end():
        aux, text = "", text[wrapper.end() :]
    for pattern, number in _WORD_NUMBERS:
        text = re.sub(pattern, number, text, flags=re.I)
    return _Body(aux, text)


def _number_of(text: str) -> Number | None:
    """The number that a claim is about; years, dates and what a price is for are none.

    The one with a comparative before it comes first, then a proportion, then what stands last.
    """
    dated = [(s, e) for _, s, e in periods.find(text, None)]
    apart = [n for n in numbers.find(text) if not any(s < n.end and n.start < e for s, e in dated)]
    apart = [n for n in apart if n.text[:1].isdigit() or _is_written_out(n) or not n.text[:1].islower()]
    apart = [n for n in apart if n.qualifier is not None or not _MEASURING.search(text[: n.start])]
    found = [n for n in apart if n.qualifier is not None] or [n for n in apart if n.unit in RATES] or apart[-1:]
    return _plain(found[0]) if found else None


def _plain(number: Number) -> Number:
    """A count without the intervals behind it, which the open question keeps: "10,000 tokens a week" is 10,000 tokens."""
    top = number.unit.split(" / ")[0]
    more = _EACH_INTERVAL.search(number.text)
    if top == number.unit or is_currency(top) or not more:
        return number
    return replace(number, text=number.text[: more.start()], end=number.start + more.start(), unit=top)


def _is_written_out(number: Number) -> bool:
    """Whether a spelled number counts or measures what is claimed: "the three countries" only point to a group."""
    return number.qualifier is not None or number.unit in RATES or bool(_SCALED.search(number.text))


def _is_factor(number: Number, body: _Body, query: Query) -> bool:
    """Whether a number sets two sides in proportion: "2 times as large as", "over half of B's"."""
    two = len(query.entities) >= 2 or len(query.periods) >= 2
    return two and (
        number.unit == "ratio" or (number.unit == "percent" and not number.text.endswith("%")) or "% as " in body.text
    )


def _open(body: _Body, number: Number) -> str:
    """The question whose answer is the number of a claim."""
    before = _DANGLING.sub("", _HEDGES.sub("", body.text[: number.start]).rstrip())
    after = re.sub(r"^\s*(?:in size|or more|or less|or so)\b", "", body.text[number.end :])
    if number.unit == "percent":
        if re.match(r"\s*of\b", after):
            return f"What percentage {after.strip()} {body.aux or 'is'} {before}?"
        if _GROWING.search(body.text):
            return f"By what percentage {body.aux or 'did'} {before} {after.strip()}?"
    noun = " ".join(re.findall(r"[^\W\d_][\w-]*", re.sub(_SCALED, " ", body.text[number.core[1] : number.end])))
    counted = bool(noun) and number.unit.isalpha() and number.unit.islower() and number.unit not in RATES
    verb = body.aux if body.aux in ("is", "are", "was", "were", "will") else ""
    rest = f"{before} {after.strip()}".strip()
    if counted:
        return f"How many {noun} {body.aux or 'does'} {rest}?"
    return f"What {verb or 'is'} {rest}?"


def _number(body: _Body, claimed: Number, query: Query, snapshot: Snapshot, find: Finder) -> Draft | None:
    """A claim with a number, decided by what its open question is answered with."""
    asked = _asked(_open(body, claimed), claimed.unit, query, snapshot)
    found = find(asked, snapshot)
    held = held_by(found) if found else None
    if found is None or held is None or not is_of(asked, found, snapshot) or not _fits(claimed, held.unit):
        return None
    claims, way = way_of(body.text), direction_of(found)
    if held.unit == "percent" and claims * way < 0:
        return told(False, found)
    if is_part(asked, found) or is_disputed(claimed, asked, found, snapshot):
        return None
    said = {holds(claimed, h) for h in (held, *rivals(found))}
    return told(said.pop(), found) if len(said) == 1 else open_between(found)


def _asked(text: str, unit: str, query: Query, snapshot: Snapshot) -> Query:
    """An open question, understood, about the names of the claim."""
    asked = understand(text, (), snapshot, query.within)
    if asked.asked in (Asked.YES_NO, Asked.NAME, Asked.LIST, Asked.DEFINITION, Asked.REASON):
        asked = replace(asked, asked=Asked.QUANTITY)
    keeps = asked.operation in (Operation.CHANGE, Operation.SHARE) or (
        is_currency(unit) and asked.unit in ("price", "money")
    )
    wanted = unit if unit and not keeps else asked.unit
    return replace(
        asked, unit=wanted, forecast=asked.forecast or query.forecast, entities=query.entities or asked.entities
    )


def _fits(claimed: Number, unit: str) -> bool:
    """Whether a result measures what a claim's number does: a million is no percentage."""
    if claimed.unit in ("percent", "ratio"):
        return unit == claimed.unit
    if is_currency(claimed.unit):
        return unit.split(" / ")[0] == claimed.unit
    return unit not in RATES or not (claimed.unit or _SCALED.search(claimed.text))


def _factor(body: _Body, claimed: Number, query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that one side is so many times, or such a part of, the other: both figures and their ratio."""
    plain = f"{_HEDGES.sub('', body.text[: claimed.start])} {body.text[claimed.end :]}"
    asked = _asked(f"What is {plain}?", "", query, snapshot)
    if len(query.periods) >= 2:
        asked = replace(asked, periods=query.periods)
    figures = both_sides(replace(asked, asked=Asked.COMPARISON), snapshot)
    if len(figures) != 2:
        return None
    first, second = figures
    value = first.value / (
        convert(second.value, second.unit, first.unit) if second.unit != first.unit else second.value
    )
    terms: list[Term | str] = [term(first, second), " / ", term(second, first)]
    found = worked(Operation.RATIO, terms, value, "ratio", figures, "The ratio is")
    held = held_by(found)
    if held is None or not is_of(asked, found, snapshot):
        return None
    factor = claimed.value / 100 if claimed.unit == "percent" else claimed.value
    as_ratio = replace(claimed, value=factor, unit="ratio", half=_ABOUT * factor, low=None, high=None)
    return told(holds(as_ratio, held), found)


def _moved(body: _Body, query: Query, snapshot: Snapshot, find: Finder) -> Draft | None:
    """A claim that something rose, fell or multiplied, decided by a change that is stated or by two figures."""
    text = _MULTIPLIES.sub("grow", body.text)
    asked = _asked(f"By what percentage {body.aux or 'did'} {text}?", "percent", query, snapshot)
    claims = -1 if (verb := _MULTIPLIES.search(body.text)) and verb["half"] else way_of(body.text)
    found = find(replace(asked, operation=Operation.CHANGE), snapshot)
    if found is not None and found.derivation is None and found.figures[0].unit != "percent":
        found = None
    if (
        found is not None
        and is_of(asked, found, snapshot)
        and _spans(body.text, found)
        and (way := direction_of(found))
    ):
        return told(_multiplied(body, way, found) if way == claims else False, found)
    figures = over_time(asked, snapshot, relative=True)
    if figures is None or _MULTIPLIES.search(body.text) or figures[0].value == figures[1].value:
        return None
    earlier, later = figures
    found = moved(earlier, later)
    if not is_of(asked, found, snapshot) or _SPAN.search(body.text):
        return None
    way = 1 if later.value > earlier.value else -1
    return told(way == claims, replace(found, short=(stated(earlier), stated(later))))


def _spans(text: str, found: Draft) -> bool:
    """Whether a stated change is over the span of time that a claim names: a fall in a year is none in two."""
    span = _SPAN.search(text)
    if span is None:
        return True
    if found.derivation is not None or found.figures[0].period is None:
        return False
    held = _SPAN.search(found.figures[0].period.text)
    return held is not None and [_ONE.sub("one", g.lower()) for g in held.groups()] == [
        _ONE.sub("one", g.lower()) for g in span.groups()
    ]


def _multiplied(body: _Body, way: int, found: Draft) -> bool | None:
    """Whether a change is as large as the verb says: what doubled grew by 100 %, what halved fell by 50 %."""
    verb, held = _MULTIPLIES.search(body.text), held_by(found)
    if verb is None or held is None:
        return True
    factor = next(_FACTORS[k] for k, v in verb.groupdict().items() if v)
    return (
        1 + way * held.low / 100 >= factor * (1 - _JUST) if factor > 1 else 1 - held.low / 100 <= factor * (1 + _JUST)
    )

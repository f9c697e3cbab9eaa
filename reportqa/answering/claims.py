"""Questions to be answered with yes or no: the claim that they make, checked against the figures of the reports.

A claim that names a number is turned into the open question whose answer would be that number ("Does Doubao have more than
100 million users?" → "How many users does Doubao have?"); what that question is answered with decides. A claim that sets
two sides against one another is decided by the figures of both, one that something rose or fell by how it changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from reportqa.answering.changes import over_time, ratio
from reportqa.answering.compare import both_sides, is_lower, verdict
from reportqa.answering.operands import RELATIVE, best_of, is_total, siblings, subquery
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.understand import understand
from reportqa.answering.verdicts import direction_of, held_by, holds, is_of, told, way_of
from reportqa.answering.wording import stated
from reportqa.answering.working import Term, term, worked
from reportqa.figures import numbers, periods
from reportqa.figures.numbers import Number
from reportqa.figures.units import convert
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

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
# A yes-or-no question that only wraps another one: "Can you tell me how many …".
_WRAPPED = re.compile(
    r"^\s*(?:can|could|would|will|do|does|did|is|are|have)\b.{0,30}\b(?:tell|show|give|list|name|explain|know|say|compare|find|compute|calculate|work out|remember|remind)\b"
    r".*\b(?:how|what|which|who|whose|when|where|why)\b|^\s*(?:can|could|would|will) (?:you|i|we)\b",
    re.I,
)
_WORD_NUMBERS = (
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
_SIDES = re.compile(
    r"\b(?:(?:more|less|fewer|[a-z]+er)\b[^?]*?\bthan\b|exceeds?|exceeded|surpass(?:es|ed)?|outnumber(?:s|ed)?|outpace[sd]?|overtake[sn]?|overtook|ahead of|beat(?:s|en)?)",
    re.I,
)
_REST = re.compile(
    r"\b(?:the rest\b(?: of (?:the )?[\w ]+?)?|everyone else|everybody else|all (?:the )?others?(?: [a-z]+)?|the others?(?: [a-z]+)?|(?:the )?other (?:two|three|four|five|six|[a-z]+s))\b"
    r"(?=(?:,? (?:put together|combined|together|taken together|altogether))|\s*[?.!]*\s*$)",
    re.I,
)
_ALL = re.compile(r"\brest of (?:the )?(?:world|planet|globe)\b|\beveryone else\b|\beverybody else\b", re.I)
_SAME_TOTAL = 0.02
"""How far the sum of all parts may lie from a stated total, relative to it."""
_SCALED = re.compile(r"thousand|million|billion|trillion|\b(?:bn|mn|tn)\b|万|亿", re.I)
_ABOUT = 0.1
"""How far a factor may lie from "twice" or "half" that it still is one."""


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
    return (query.asked is Asked.YES_NO or negated) and not _WRAPPED.search(query.text)


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
    if _SIDES.search(body.text):
        return _rest(query, snapshot) if _REST.search(query.text) else _sides(query, snapshot)
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
    """The number that a claim is about: the one with a comparative before it, else the first; years and dates are none."""
    dated = [(s, e) for _, s, e in periods.find(text, None)]
    apart = [n for n in numbers.find(text) if not any(s < n.end and n.start < e for s, e in dated)]
    apart = [n for n in apart if n.text[:1].isdigit() or _is_written_out(n) or not n.text[:1].islower()]
    compared = [n for n in apart if n.qualifier is not None]
    return next(iter(compared or apart), None)


def _is_written_out(number: Number) -> bool:
    """Whether a spelled number counts or measures what is claimed: "the three countries" only point to a group."""
    return number.qualifier is not None or number.unit in RELATIVE or bool(_SCALED.search(number.text))


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
    counted = bool(noun) and number.unit.isalpha() and number.unit.islower() and number.unit not in RELATIVE
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
    opposed = held.unit == "percent" and claims * way < 0
    return told(False if opposed else holds(claimed, held), found)


def _asked(text: str, unit: str, query: Query, snapshot: Snapshot) -> Query:
    """An open question, understood, about the names of the claim."""
    asked = understand(text, (), snapshot, query.within)
    if asked.asked in (Asked.YES_NO, Asked.NAME, Asked.LIST, Asked.DEFINITION, Asked.REASON):
        asked = replace(asked, asked=Asked.QUANTITY)
    wanted = unit if unit and asked.operation not in (Operation.CHANGE, Operation.SHARE) else asked.unit
    return replace(
        asked, unit=wanted, forecast=asked.forecast or query.forecast, entities=query.entities or asked.entities
    )


def _fits(claimed: Number, unit: str) -> bool:
    """Whether a result measures what a claim's number does: a million is no percentage."""
    if claimed.unit in ("percent", "ratio"):
        return unit == claimed.unit
    return unit not in RELATIVE or not (claimed.unit or _SCALED.search(claimed.text))


def _factor(body: _Body, claimed: Number, query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that one side is so many times, or such a part of, the other: both figures and their ratio."""
    plain = f"{_HEDGES.sub('', body.text[: claimed.start])} {body.text[claimed.end :]}"
    asked = _asked(f"What is {plain}?", "", query, snapshot)
    if len(query.periods) >= 2:
        asked = replace(asked, periods=query.periods)
    found = ratio(replace(asked, operation=Operation.RATIO), snapshot)
    held = held_by(found) if found else None
    if found is None or held is None or not is_of(asked, found, snapshot):
        return None
    value = claimed.value / 100 if claimed.unit == "percent" else claimed.value
    as_ratio = replace(claimed, value=value, unit="ratio", half=_ABOUT * value, low=None, high=None)
    return told(holds(as_ratio, held), found)


def _sides(query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that one side is larger or smaller than the other, decided by the figures of both."""
    figures = both_sides(query, snapshot)
    if len(figures) != 2:
        return None
    first, second = figures
    other = convert(second.value, second.unit, first.unit) if second.unit != first.unit else second.value
    smaller = is_lower(query)
    found = verdict(replace(query, asked=Asked.COMPARISON), figures)
    decided = first.value != other and (first.value < other if smaller else first.value > other)
    return told(decided, replace(found, short=(stated(first), stated(second))))


def _rest(query: Query, snapshot: Snapshot) -> Draft | None:
    """A claim that one is larger than all the others together: their sum, worked out."""
    if len(query.entities) != 1:
        return None
    text = _REST.sub(" ", query.text)
    base = subquery(_asked(text, "", query, snapshot), snapshot)
    one = best_of(base, snapshot, lambda f: f.unit not in RELATIVE and not is_total(f))
    others = [f for f in siblings(one, snapshot) if f.id != one.id and f.subject != one.subject] if one else []
    if one is None or not others or not _is_whole(one, others, query, snapshot):
        return None
    value = sum(f.value for f in others)
    terms: list[Term | str] = [t for i, f in enumerate(others) for t in ((" + " if i else ""), term(f, one)) if t]
    made = worked(Operation.SUM, terms, value, one.unit, others, "The others come to")
    less = is_lower(query)
    decided = one.value < value if less else one.value > value
    text = f"{made.text[:-1]}, against {stated(one)} ({term(one, others[0]).name})."
    return told(decided, replace(made, text=text, short=(stated(one), *made.short), figures=(*others, one)))


def _is_whole(one: Figure, others: list[Figure], query: Query, snapshot: Snapshot) -> bool:
    """Whether some figures and one more make up all there is, where a question speaks of the whole world."""
    if not _ALL.search(query.text):
        return True
    value = one.value + sum(f.value for f in others)
    totals = [f for f in snapshot.figures if f.unit == one.unit and f.document == one.document and is_total(f)]
    return any(abs(t.value - value) <= _SAME_TOTAL * value for t in totals) or any(
        re.match(r"(?:the )?(?:other|rest|remaining)\b", f.subject, re.I) for f in others
    )


def _moved(body: _Body, query: Query, snapshot: Snapshot, find: Finder) -> Draft | None:
    """A claim that something rose, fell or multiplied, decided by a change that is stated or by two figures."""
    asked = _asked(f"By what percentage {body.aux or 'did'} {body.text}?", "percent", query, snapshot)
    claims = way_of(body.text)
    found = find(replace(asked, operation=Operation.CHANGE), snapshot)
    if found is not None and found.derivation is None and found.figures[0].unit != "percent":
        found = None
    if found is not None and is_of(asked, found, snapshot) and (way := direction_of(found)):
        return told(_multiplied(body, way, found) if way == claims else False, found)
    figures = over_time(asked, snapshot, relative=True)
    if figures is None or _MULTIPLIES.search(body.text) or figures[0].value == figures[1].value:
        return None
    found = verdict(replace(query, asked=Asked.COMPARISON), figures)
    if not is_of(asked, found, snapshot):
        return None
    earlier, later = figures
    return told(
        (1 if later.value > earlier.value else -1) == claims, replace(found, short=(stated(earlier), stated(later)))
    )


def _multiplied(body: _Body, way: int, found: Draft) -> bool | None:
    """Whether a change is as large as the verb says: what doubled grew by 100 %, what halved fell by 50 %."""
    verb, held = _MULTIPLIES.search(body.text), held_by(found)
    if verb is None or held is None:
        return True
    factor = next(_FACTORS[k] for k, v in verb.groupdict().items() if v)
    return (
        1 + way * held.low / 100 >= factor * (1 - _ABOUT) if factor > 1 else 1 - held.low / 100 <= factor * (1 + _ABOUT)
    )

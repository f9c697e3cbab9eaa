"""What is the same for every stretch that may answer one question: its stems with their rarity, its years, its form."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.form import Form, Wants
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Query
from reportqa.answering.words import stem, stems
from reportqa.types import Period

__all__ = ["FLAGS", "KINDS", "Asking", "asking"]

_WH = ("what", "how", "why", "when", "where", "which", "who")
_ASKS: dict[str, str] = {
    "holds": r"\b(?:includ\w*|compris\w*|consist\w*|contain\w*|components?|composed|made up)\b",
    "meaning": r"\b(?:represents?|mean|means|refers?|defin\w+|reflects?|relates?)\b|^what (?:is|are) (?:an? )?[\w' -]+\?$",
    "cause": r"\b(?:why|due to|driven by|causes?d?|reasons?|led to|attributable|result\w*|factors?|drivers?)\b",
    "manner": r"^how (?:is|are|was|were|does|do|did|has|have)\b",
    "condition": r"\b(?:when is|when are|when does|when do|what happens|if|under what)\b",
    "amount": r"\b(?:how much|amounts?|costs?|expenses?|value|price|revenues?|income|charges?|total)\b",
    "percent": r"\b(?:percent\w*|rates?|share of|proportion)\b|%",
    "count": r"\bhow many\b|\bnumber of\b",
    "length": r"\b(?:how long|period|term|years?|months?|date)\b",
    "table": r"\btable\b",
    "preposition": r"\b(?:by|of|on|in|to|from|for|as|with|at|into|under)\s*\?$",
    "purpose": r"\b(?:purpose|used? for|use|in order)\b",
    "place": r"\bwhere\b|\blocat\w+|\bwhich (?:market|countr|region)",
    "passive": r"\b(?:is|are|was|were|be|been) (?:\w+ )?\w+(?:ed|en|wn|ld|id|nt)\b",
    "name": r"\b(?:name|symbol|title|called|known as)\b",
    "be": r"^what (?:is|are|was|were)\b",
    "do": r"^what (?:do|does|did)\b",
    "how often": r"\bhow (?:often|frequently)\b",
}  # fmt: skip
_PATTERNS = tuple(re.compile(p, re.I) for p in _ASKS.values())
# What kind of thing is expected, the first that fits.
KINDS = (
    "length",
    "often",
    "date",
    "count",
    "percent",
    "amount",
    "name",
    "place",
    "reason",
    "manner",
    "meaning",
    "other",
)
_KIND_OF = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("length", r"\bhow long\b|\b(?:what|which) (?:duration|length of time|time frame)\b|\bhow many (?:\w+ )?(?:years|months|weeks|days|hours|minutes)\b|\b(?:term|duration|lifetime|remaining life|useful li\w+|age|period)\b.*\?$"),
        ("often", r"\bhow (?:often|frequently)\b"),
        ("count", r"\bhow many\b|\b(?:what|which) (?:is|was|are|were) the (?:\w+ )?number\b"),
        ("percent", r"\b(?:percent\w*|proportion|share of|(?:interest|tax|discount|growth|inflation) rates?|margin|yield)\b|%"),
        ("amount", r"\bhow much\b|\b(?:amounts?|costs?|prices?|value|revenues?|income|charges?|total|expenditures?|fees?|fares?|sums?|worth)\b.*\b(?:19|20)\d\d\b|^what (?:is|was|were) the (?:total |average )?(?:amount|cost|price|value|sum)"),
    )
)  # fmt: skip
FLAGS: tuple[str, ...] = (
    *(f"wants {w.value}" for w in Wants), *(f"wh {w}" for w in _WH), *(f"asks {a}" for a in _ASKS), *(f"expects {k}" for k in KINDS), "years asked", "names asked", "asked words",
)  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question prepared for comparing stretches.

    `weights` maps the stems of its content words to their rarity, `total` is their sum; `last` is its last word and `noun`
    the stem of the noun it asks for; `kind` is one of KINDS; `flags` are the values of FLAGS.
    """

    weights: dict[str, float]
    total: float
    years: tuple[str, ...]
    periods: tuple[Period, ...]
    unit: str
    last: str
    noun: str
    kind: str
    flags: npt.NDArray[np.float32]


def asking(query: Query, form: Form, room: Room) -> Asking:
    """What the stretches of any sentence are compared with."""
    low = query.text.lower().strip()
    words = re.findall(r"[a-z'’-]+", low)
    opening = next((w for w in words if w in _WH), "")
    weights = {a: room.words.rarity(a) for a in sorted(stems(query.text))}
    years = tuple(dict.fromkeys(_YEAR.findall(query.text)))
    kind = _kind(low, form)
    flags = [
        *(float(form.wants is w) for w in Wants), *(float(opening == w) for w in _WH), *(float(bool(p.search(low))) for p in _PATTERNS),
        *(float(kind == k) for k in KINDS), float(len(years)), float(len(query.entities)), float(len(weights)),
    ]  # fmt: skip
    return Asking(
        weights=weights,
        total=sum(weights.values()) or 1.0,
        years=years,
        periods=query.periods,
        unit="" if query.unit in ("money", "price", "ratio") else query.unit,
        last=words[-1] if words else "",
        noun=stem(form.noun) if form.noun else "",
        kind=kind,
        flags=np.asarray(flags, np.float32),
    )


def _kind(low: str, form: Form) -> str:
    """The kind of thing that a question in lower case expects."""
    if form.wants is Wants.REASON or re.search(r"\bwhy\b", low):
        return "manner" if low.startswith("how") else "reason"
    if form.wants is Wants.DATE:
        return "date"
    found = next((kind for kind, pattern in _KIND_OF if pattern.search(low)), "")
    if found and not re.search(r"\b(?:includ|compris|consist|relate|represent|defin|mean)", low):
        return found
    if form.wants is Wants.NAME:
        return "name"
    if low.startswith(("where", "from where", "in where")):
        return "place"
    return "meaning" if re.match(r"(?:what|how|which) (?:do|does|did|is meant|are the)\b", low) else "other"

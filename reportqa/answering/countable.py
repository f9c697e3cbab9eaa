"""Which units may answer a question, and which bare numbers count what it asks for."""

from __future__ import annotations

import re

from reportqa.answering.concepts import equal_terms
from reportqa.answering.query import Query
from reportqa.answering.understanding.wanted import HOW_OFTEN
from reportqa.answering.vocabulary import Vocabulary
from reportqa.answering.words import stem, stems
from reportqa.figures.thesaurus import is_kind_of
from reportqa.figures.units import PHYSICAL, PHYSICAL_UNITS, TIMES, is_currency, is_money
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["NAMED_RATIO", "OF_LABELS", "allowed_units", "counts", "is_rate_by_name"]

_ON_DATE = re.compile(r"(?:and )?(?:on|by|from|since|until) (?:what|which) (?:date|day)\b", re.I)
# The unit that a question names at its end: "…, in people?", "…, in per cent?".
_IN_UNIT = re.compile(r",? in (?:(?P<people>people|persons|heads)|(?P<rate>per ?cent|percent|%))\s*\?*$", re.I)
# Units of anything that is counted: "812,000 units" are two-wheelers where the text counts two-wheelers.
_COUNTERS = frozenset(["unit", "item", "piece", "machine", "sale"])
# Measures that are sums of money: what is asked for is neither a share of them nor how they grew.
_MONEY = stems(
    """revenue turnover income profit loss earnings ebitda ebit cost costs expense expenses spending expenditure capex investment dividend
    debt cash funding salary wage budget proceeds borrowing liabilities assets equity price fee fare rent levy
    penalty fine surcharge toll bonus stipend"""
)
_AGAINST = re.compile(
    r"\b(?:relative|ratio|times|multiple|compared?|margin|rate|share|coverage|growth|grew|grow)\b", re.I
)
# "How much water did …": an amount of a thing; a percentage of it is none.
_AMOUNT_OF = re.compile(
    r"(?:and |so )?how much (?!(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|must|of|more|less|fewer|per|in|for|(?:high|low|larg|great|small|bigg|cheap|dear|fast|slow|long|short|strong|weak|wid|deep|warm|hott|cold|old|young|furth|farth|earli|lat|bett|worse)(?:er)?|growth|interest|tax|progress|share|market|discount|inflation)\b)[a-z]",
    re.I,
)
# "How much of what is sold comes from Peru": a share, or an amount of the whole; no count of things.
_PART_OF = re.compile(r"(?:and |so |but )?how much of (?!it\b|this\b)", re.I)
_EACH_ONE = re.compile(r"\b(?:for |per )?(?:each|every)\b|\bper\b|\b(?:apiece|a head)\b", re.I)
_RISES = stems("rise raise fall drop climb jump cut increase decrease decline shrink hike")
NAMED_RATIO = re.compile(
    r"\b(?!(?:the|an?|what|which|this|that|its|their|average|mean)\b)([a-z][\w/-]*) ratio\b(?! (?:of|between)\b)"
)
_PERSON = stems("person people head capita inhabitant resident")
# Nouns of labels that say what happened, and no more what is counted: "Transactions", "Permits", "Employees".
OF_LABELS = frozenset("employee transaction import export shipment delivery permit sale purchase installation".split())
_OF_TRADE = frozenset(["transaction", "shipment", "delivery", "sale", "purchase"])
_WORKERS = frozenset(["employee", "person", "job", "post", "worker", "staff"])
_AT_WORK = stems("employed employee staff workforce headcount")
# Labels that say what is measured, and so count nothing.
_MEASURED = re.compile(
    r"%|[€£$]|\b[A-Z]{3}\b|\b(?i:days?|hours?|minutes?|months?|years?|weeks?|prices?|costs?|rates?|shares?|averages?|rents?|fees?|values?|ratios?|index|per|revenues?|"
    r"income|profits?|loss(?:es)?|margins?)\b"
)
_RATES_BY_NAME = stems("fee commission charge duty levy tariff factor ratio surcharge premium")
# What is wanted of these units is no count.
_NO_COUNTS = RATES | frozenset(["price", "money", "time", "date", *TIMES.values(), *PHYSICAL_UNITS])
_DURATIONS = frozenset(TIMES.values()) | {"night"}
# "How long is the network?" may ask for kilometres; "how long does it take" does not.
_HOW_LONG_IS = re.compile(r"\bhow long (?:is|are|was|were)\b", re.I)
_LENGTHS = frozenset(["kilometer", "meter", "mile", "centimeter", "foot"])
_ALIKE = 0.6
"""From this cosine two counted nouns mean nearly the same: people and users, travellers and passengers."""


def allowed_units(query: Query, snapshot: Snapshot, words: Vocabulary) -> frozenset[str] | None:
    """The units of the corpus that may answer; None where any but a date may."""
    wanted, known = query.unit, words.units
    if _ON_DATE.match(query.text.strip()):
        return frozenset(["date"])
    if told := _IN_UNIT.search(query.text):
        wanted = "percent" if told["rate"] else "person" if told["people"] else wanted
    if not wanted:
        return _open_units(query, known)
    if wanted == "percent":
        return RATES - {"ratio"}
    if wanted == "price":
        return frozenset(u for u in known if is_money(u))
    if wanted == "money":
        each = bool(_EACH_ONE.search(query.text))
        return frozenset(u for u in known if is_currency(u) or (is_money(u) and (each or _names_parts(query.text, u))))
    if is_currency(wanted):
        return frozenset(u for u in known if u.split(" / ")[0] == wanted)
    if wanted == "time":
        return known & (_DURATIONS | _LENGTHS if _HOW_LONG_IS.search(query.text) else _DURATIONS)
    if wanted == "ratio" and NAMED_RATIO.search(query.text):
        # A ratio with a name of its own may be told as a percentage: the loan-to-value ratio.
        return RATES | {""}
    if wanted in ("ratio", "date"):
        return frozenset([wanted])
    if rates := _rates_named(wanted, query.text, known):
        return rates
    counted = [u for u in known if u and u not in RATES and u != "date" and " / " not in u and not is_currency(u)]
    nights = known & {"night"} if wanted == "day" else frozenset()
    if wanted == "person" and wanted in known:
        return frozenset(u for u in counted if u == wanted or is_kind_of(u, wanted))
    if wanted in known:
        same = frozenset(u for u in counted if u.split("-")[-1] == wanted.split("-")[-1])
        return frozenset([wanted]) | same | nights | (known & _COUNTERS if wanted in counted else frozenset())
    return _near_units(wanted, counted, snapshot) | nights


def _open_units(query: Query, known: frozenset[str]) -> frozenset[str] | None:
    """The units that may answer a question that names none: how often, how much of a whole, how much money, how much of a thing."""
    text = query.text.strip()
    if HOW_OFTEN.search(text):
        return frozenset(u for u in known if not is_money(u)) - {"date", "ratio"} - _DURATIONS
    if _PART_OF.match(text):
        return RATES - {"ratio"} | {u for u in known if is_currency(u) or u in PHYSICAL_UNITS}
    said = stems(" ".join(query.words))
    if said & _MONEY and not _AGAINST.search(text):
        moved = RATES - {"ratio"} if said & _RISES else {""}
        return frozenset(u for u in known if is_money(u)) | (known & moved)
    return known - RATES - {"date"} if _AMOUNT_OF.match(text) else None


def _names_parts(text: str, unit: str) -> bool:
    """Whether a question names what a price counts by: "1,000 tokens" names the kilotoken of a price."""
    said = stems(text)
    parts = unit.split(" / ")[1:]
    return bool(parts) and all(stem(re.sub(r"^(?:kilo|mega)(?=[a-z]{4})", "", p)) in said for p in parts)


def _rates_named(wanted: str, text: str, known: frozenset[str]) -> frozenset[str]:
    """The units of the corpus that count what is wanted by the very things that a question counts by: litres a day for each
    person; none where the corpus has no such unit or the question names no such things."""
    said = stems(text.lower()) | {stem(w) for w in re.findall(r"[a-z]+", text.lower())}
    people = bool(said & _PERSON)
    rates = (u.split(" / ") for u in known if u.startswith(f"{wanted} / "))
    return frozenset(
        " / ".join(parts) for parts in rates if all(stem(p) in said or (p == "person" and people) for p in parts[1:])
    )


def _near_units(wanted: str, counted: list[str], snapshot: Snapshot) -> frozenset[str]:
    """Counted units that mean nearly what the question counts: people are users, travellers are passengers."""
    if not counted:
        return frozenset()
    if wanted == "person":
        return frozenset(counted) - frozenset(TIMES.values()) - frozenset(PHYSICAL.values())
    likeness = snapshot.label_vectors(counted) @ snapshot.label_vectors([wanted])[0]
    near = frozenset(u for u, s in zip(counted, likeness, strict=True) if s >= _ALIKE or is_kind_of(u, wanted))
    return near | (frozenset(counted) & _COUNTERS if near else frozenset())


def counts(query: Query, figure: Figure) -> bool:
    """Whether a bare number counts what the question does: its subject or its measure names the thing."""
    wanted = query.unit
    if not wanted or wanted in _NO_COUNTS or is_currency(wanted):
        return False
    named = equal_terms(stem(wanted)) | (_AT_WORK if wanted in _WORKERS else frozenset())
    if named & stems(f"{figure.subject} {figure.metric}"):
        return True
    if figure.table < 0 or not figure.metric or figure.unit == "employee" or _MEASURED.search(figure.metric):
        return False
    if figure.value != int(figure.value):
        # A satisfaction of 7.9 counts nothing.
        return False
    # Most labels leave out what they count, "Sold", "Waiting over one year"; of what was done the question says it.
    told = figure.unit in _OF_TRADE or not figure.unit
    return told or stem(figure.unit) in stems(query.text)


def is_rate_by_name(query: Query, figure: Figure) -> bool:
    """Whether a percentage is called what a question asks for as a price or a ratio: a merchant fee, a load factor."""
    if figure.unit != "percent" or query.unit not in ("price", "ratio"):
        return False
    return bool(_RATES_BY_NAME & stems(query.text) & stems(figure.metric))

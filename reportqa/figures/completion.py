"""What a number lacks and the rest of the document tells: its unit, and the measure of a bare list item."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from reportqa.figures.identity import Attributes
from reportqa.figures.lexicon import VerbForm, is_participle, verb_form
from reportqa.figures.metric import counted_phrase
from reportqa.figures.names import canonical_name
from reportqa.figures.numbers import Number
from reportqa.figures.units import NOUN_UNITS, TIMES, is_money, singular
from reportqa.figures.uses import RATES, Role
from reportqa.types import Block, BlockKind, Status

__all__ = ["Draft", "completed"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A number with what its sentence tells of it, and its place. `kin` is where the number starts that it goes with, or -1."""

    number: Number
    found: Attributes
    sentence: tuple[int, int]
    clause: tuple[int, int]
    block: Block
    headings: tuple[str, ...]
    count: int
    kin: int = -1


# Plural nouns of measure that count nothing.
_UNCOUNTED = frozenset(
    ["sales", "earnings", "savings", "assets", "costs", "expenses", "revenues", "prices", "proceeds", "profits", "losses", "receipts", "liabilities", "bookings",
     "borrowings", "funds", "wages", "taxes", "fees", "fares", "charges", "duties", "benefits", "obligations", "commitments", "payments", "dividends", "returns",
     "yields", "rates", "shares", "margins", "terms", "emissions", "exports", "imports", "volumes", "levels", "activities", "operations", "goods", "works",
     "points", "results", "figures", "numbers", "statistics", "data", "outflows", "inflows", "receivables", "payables", "reserves", "additions", "this", "its", "less",
     "was", "has", "us", "provisions", "impairments", "investments", "securities", "notes", "loans", "debts"]
)  # fmt: skip
_PREPOSITION = re.compile(
    r"\s(?:of|in|on|at|by|for|from|to|with|across|within|among|per|over|between|during|during|under|through|exceeding|that|who|which)\s"
)
_RATIO = re.compile(r"\b(?:ratio|multiple)\b", re.I)
_APART = 1_000.0
"""How many times as large a bare number may be as the one whose unit it takes over."""
_BASE_NOUN = re.compile(r"\b([a-z]+)\s+(?:base|count|numbers?|population|headcount|traffic)$", re.I)


def completed(drafts: list[Draft]) -> list[Draft]:
    """The drafts with the units and measures that the sentence's other numbers, their own measure or equal numbers tell."""
    known = _Known.of(drafts)
    drafts = [_with_noun_unit(d) if d.found.role is Role.HEAD else d for d in drafts]
    drafts = [_with_kin_unit(d, known) for d in drafts]
    drafts = [_with_noun_unit(d) for d in drafts]
    for _ in range(2):
        # Along a chain: "$1.35 a litre, up from $1.10; in Chile they pay $2.40, up from $1.80".
        known = _Known.of(drafts)
        drafts = [_with_kin_unit(d, known) for d in drafts]
    drafts = [
        _with_unit(d, "ratio")
        if d.number.unit == "" and abs(d.number.value) < 100 and _RATIO.search(d.found.base)
        else d
        for d in drafts
    ]
    drafts = _with_known_units(drafts)
    return _with_repeats(_with_echoes(_with_list_measures(_with_amounts_before(drafts))))


def _with_unit(draft: Draft, unit: str) -> Draft:
    return replace(draft, number=replace(draft.number, unit=unit)) if unit and unit != draft.number.unit else draft


@dataclass(frozen=True, slots=True)
class _Known:
    """The drafts by where their numbers start, by the number they go with, and by their sentence."""

    by_start: dict[int, Draft]
    by_kin: dict[int, Draft]
    wholes: dict[tuple[int, int], Draft]

    @staticmethod
    def of(drafts: list[Draft]) -> _Known:
        """The first draft of each kind."""
        by_kin: dict[int, Draft] = {}
        wholes: dict[tuple[int, int], Draft] = {}
        for d in drafts:
            if d.number.unit not in ("", "date"):
                by_kin.setdefault(d.kin, d)
            if d.found.role is Role.WHOLE:
                wholes.setdefault(d.sentence, d)
        return _Known({d.number.start: d for d in drafts}, by_kin, wholes)


def _with_kin_unit(draft: Draft, known: _Known) -> Draft:
    """The unit of the number it is listed or compared with: "from 3.1 to 3.6 hours", "USD 118 per kWh, compared with USD 165"."""
    # "9 million Asian subscribers and 10.5 million North American ones"
    number = replace(draft.number, unit="") if draft.number.unit == "one" else draft.number
    kin = known.by_start.get(draft.kin)
    while kin is not None and kin.number.unit == "" and kin.kin in known.by_start:
        # "12 days in Bern, 19 in Basel and 27 in Geneva"
        kin = known.by_start[kin.kin]
    if kin is None and number.unit == "":
        kin = known.by_kin.get(number.start)
    if kin is None and number.unit == "" and draft.found.role is Role.HEAD:
        whole = known.wholes.get(draft.sentence)
        kin = whole if whole is not None and whole.number.start < number.start else None
    main = known.by_start.get(kin.kin) if kin is not None else None
    if kin is not None and main is not None and number.unit and main.number.unit.startswith(f"{number.unit} / "):
        # "22 cents per EUR 1,000, or EUR 1.06 billion, against 31 cents"
        kin = kin if kin.number.unit.startswith(number.unit) else main
    if kin is None or kin.number.unit == "date" or (draft.found.role is Role.VALUE and kin.found.role is Role.ADJUNCT):
        return draft
    theirs = kin.number.unit
    if number.unit == "point" and theirs in ("percent", "percentage point"):
        return _with_unit(draft, "percentage point")
    if (
        number.unit == ""
        and theirs not in RATES
        and 1 / _APART < abs(number.value) / max(abs(kin.number.value), 1e-9) < _APART
        and (draft.found.role in (Role.EARLIER, Role.VALUE, Role.HEAD, Role.WHOLE))
        and not theirs.startswith("1 /")
    ):
        return _with_unit(draft, theirs)
    near = 0.02 < abs(number.value) / max(abs(kin.number.value), 1e-9) < 50
    if (
        theirs.startswith(f"{number.unit} / ")
        and near
        and number.unit
        and draft.found.role in (Role.EARLIER, Role.VALUE)
    ):
        return _with_unit(draft, theirs)
    return draft


def _with_noun_unit(draft: Draft) -> Draft:
    """The unit that the measure itself counts: "monthly active users exceeding 50 million", "infections fell to 1.9 per …"."""
    unit = draft.number.unit
    if unit.endswith((" / million", " / thousand")) and (
        noun := _counted_noun(re.sub(r" (?:price|cost)s?$", "", draft.found.base))
    ):
        # "output tokens at $15 per million"
        return _with_unit(draft, re.sub(r"million$", f"mega{noun}", re.sub(r"thousand$", f"kilo{noun}", unit)))
    if unit and not unit.startswith("1 /"):
        return draft
    if (draft.number.value < 2 and not unit) or draft.found.role is Role.ADJUNCT:
        return draft
    noun = _counted_noun(draft.found.base or draft.found.metric) or _counted_noun(draft.found.thing)
    if not noun:
        return draft
    return _with_unit(draft, noun if not unit else noun + unit[1:])


def _counted_noun(measure: str) -> str:
    measure = re.sub(r"^(?:total |average )?(?:number|count) of ", "", measure, flags=re.I)
    head = _PREPOSITION.split(f" {measure} ")[0].strip()
    match = _BASE_NOUN.search(head)
    words = head.split()
    word = match[1] if match else words[-1] if words else ""
    while not match and len(words) > 1 and _is_done(words[-1]):
        words.pop()
    counted = bool(words) and (words[-1].endswith("s") or words[-1] in NOUN_UNITS)
    word = word if match or not counted else words[-1]
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    if (plural or match or word.lower() in ("people", "staff", "headcount")) and word.lower() not in _UNCOUNTED:
        found = singular(word if word.endswith("s") or word in NOUN_UNITS or not match else word + "s")
        return "" if found in TIMES.values() else found
    return ""


def _is_done(word: str) -> bool:
    """Whether a word is a past participle: "sold", "carried"."""
    form = verb_form(word)
    return form is not None and form[1] is VerbForm.PAST and is_participle(word)


def _with_known_units(drafts: list[Draft]) -> list[Draft]:
    """Units for large bare amounts: that of another amount of the same measure, or of the same value, in the document."""
    by_measure: dict[str, str] = {}
    by_value: dict[float, str] = {}
    for d in drafts:
        unit = d.number.unit
        if unit and unit not in RATES and unit != "date" and unit not in TIMES.values():
            by_measure.setdefault(d.found.base.lower(), unit)
            by_value.setdefault(d.number.value, unit)
    out = []
    for d in drafts:
        if d.number.unit == "" and abs(d.number.value) >= 1000:
            unit = by_measure.get(d.found.base.lower(), "") if d.found.base else ""
            unit = unit or by_value.get(d.number.value, "")
            d = _with_unit(d, unit if not (unit and is_money(unit)) or "/" not in unit else "")
        out.append(d)
    return out


def _with_list_measures(drafts: list[Draft]) -> list[Draft]:
    """The measure of list items that only count: that of an equal number elsewhere, handed to the whole list."""
    stated = [
        d
        for d in drafts
        if d.found.subject
        and d.found.base
        and len(d.found.base.split()) > 1
        and not _only_counts(d)
        and d.number.unit not in RATES
    ]
    lists: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, d in enumerate(drafts):
        if d.block.lead_in and _only_counts(d) and d.number.unit not in ("", "date"):
            lists[d.block.lead_in].append(n)
    out = list(drafts)
    for members in lists.values():
        known = next((s.found for n in members for s in stated if _same(s, drafts[n])), None)
        for n in members if known else ():
            assert known is not None
            found = drafts[n].found
            out[n] = replace(
                drafts[n],
                found=replace(found, metric=known.base, base=known.base, frequency=found.frequency or known.frequency),
            )
    return out


def _with_echoes(drafts: list[Draft]) -> list[Draft]:
    """The identity of a large number that is only repeated ("the 7.9 trillion tokens"): that of the number it rounds."""
    stated = [
        d
        for d in drafts
        if (d.found.own or " / " in d.number.unit)
        and d.found.subject
        and d.found.role in (Role.VALUE, Role.HEAD)
        and not _only_counts(d)
        and (abs(d.number.value) >= 1e4 or " / " in d.number.unit)
    ]
    out = []
    for d in drafts:
        repeats = _only_counts(d) or (d.found.definite and not d.found.own)
        large = abs(d.number.value) >= 1e4 or (d.found.definite and " / " in d.number.unit)
        if repeats and large and d.number.unit not in ("", "date"):
            like = [
                s
                for s in stated
                if s.number.unit == d.number.unit and abs(s.number.value - d.number.value) <= d.number.half
            ]
            names = {canonical_name(s.found.subject) for s in like}
            mine = canonical_name(d.found.subject)
            if len(names) == 1 and (
                not d.found.own or not mine or _is_one(mine, canonical_name(like[0].found.subject))
            ):
                first = like[0].found
                found = replace(
                    d.found,
                    subject=first.subject,
                    metric=first.metric,
                    base=first.base,
                    frequency=d.found.frequency or first.frequency,
                    status=first.status,
                )
                d = replace(d, found=replace(found, period=first.period or found.period))
        out.append(d)
    return out


def _with_amounts_before(drafts: list[Draft]) -> list[Draft]:
    """A measure for amounts that only rank whom they are of ("Chile is the largest buyer, with 2.9 million tonnes"): that of the
    latest amount before of the same owner in the same unit, else, but for a forecast, of another."""
    out: list[Draft] = []
    for d in drafts:
        ranked = d.found.role is Role.VALUE and not d.found.metric and d.found.own and d.found.subject
        if ranked and d.number.unit not in RATES | {"", "date"} and d.number.unit not in TIMES.values():
            mine = canonical_name(d.found.subject)
            alike = [s for s in out if s.number.unit == d.number.unit and s.found.base]
            held = [s for s in alike if s.found.role in (Role.VALUE, Role.HEAD)]
            own = [s.found for s in held if _is_one(mine, canonical_name(s.found.subject))]
            near = [s.found for s in alike[-1:] if d.found.status is not Status.FORECAST]
            first = next(reversed(own or near), None)
            if first is not None and first.role in (Role.VALUE, Role.HEAD):
                d = replace(d, found=replace(d.found, metric=first.base, base=first.base))
        out.append(d)
    return out


def _with_repeats(drafts: list[Draft]) -> list[Draft]:
    """The identity of a percentage that is only named again as what a sentence is about ("Norway's 85% is 3 times as fast"): that
    of the same percentage of the same owner before it."""
    out: list[Draft] = []
    for d in drafts:
        again = d.found.role is Role.HEAD and d.number.unit == "percent" and d.found.subject
        same = (s for s in reversed(out) if s.number.unit == "percent" and s.number.value == d.number.value)
        mine = canonical_name(d.found.subject)
        first = next((s.found for s in same if canonical_name(s.found.subject) == mine), None) if again else None
        if first is not None and first.metric:
            d = replace(
                d,
                found=replace(d.found, metric=first.metric, base=first.base, period=first.period, status=first.status),
            )
        out.append(d)
    return out


def _is_one(name: str, other: str) -> bool:
    """Whether two canonical names are one owner's: "bnpl" and "bnpl sales"."""
    return bool(name) and f"{other} ".startswith(f"{name} ")


def _only_counts(draft: Draft) -> bool:
    counted = counted_phrase(draft.number)
    return (
        not draft.found.metric
        or draft.found.role is Role.WHOLE
        or (bool(counted) and draft.found.metric.startswith(counted))
        or draft.block.kind is BlockKind.HEADING
    )


def _same(a: Draft, b: Draft) -> bool:
    same_value = abs(a.number.value - b.number.value) <= 1e-9 * max(abs(a.number.value), 1.0)
    return (
        same_value
        and a.number.unit == b.number.unit
        and canonical_name(a.found.subject) == canonical_name(b.found.subject)
    )

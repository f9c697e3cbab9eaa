"""What a question asks of a table: its operations, operand phrases, periods, thresholds. Pure text, no table is seen.

A question may have several readings ("What was the percentage change in sales" may ask for a cell of a change column or
for arithmetic over two cells); the table decides between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from reportqa.answering.tables.cues import (
    AVERAGE,
    BOUNDS,
    CHANGE,
    DIFFERENCE,
    FORM,
    LIMIT,
    LIST_ROWS,
    LISTING,
    MANY_PERIODS,
    MANY_ROWS,
    MOVED,
    PAIRS,
    PEAK_HIGH,
    PEAK_LOW,
    PERCENT_WORDS,
    RANGE,
    SCALES,
    SIGN_WORDS,
    SUM,
    TAIL,
    THAN_ONE,
    TWO_QUARTERS,
    VERSUS,
    WHICH_PERIOD,
)
from reportqa.answering.tables.moments import Moment, moment, without_moment, years_in

__all__ = ["Limit", "Op", "Reading", "readings"]


# "What share of those over 60 …": who is meant, no limit of what is measured.
_OF_WHOM = re.compile(r"what (?:percentage|proportion|share|percent|per cent|fraction|number|part) of\b", re.I)


class Op(StrEnum):
    """What to do with the cells."""

    LOOKUP = "lookup"
    DIFFERENCE = "difference"
    CHANGE = "percentage change"
    AVERAGE = "average"
    SUM = "sum"
    RATIO = "ratio"
    SHARE = "percentage of"
    PEAK_PERIOD = "period of the extreme"
    PEAK_ROW = "row of the extreme"
    FILTER_PERIODS = "periods that fit"
    COUNT_PERIODS = "count of periods"
    FILTER_ROWS = "rows that fit"
    COUNT_ROWS = "count of rows"
    LIST_PERIODS = "list of periods"
    LIST_ROWS = "list of rows"
    COUNT_LIST = "count of items"


@dataclass(frozen=True, slots=True)
class Limit:
    """A condition on a number: `sign` is "<", ">", "<=" or ">="; `factor` is the scale word written with it (1 if none)."""

    sign: str
    value: float
    factor: float = 1.0
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a question.

    `targets` are the phrases to find in the table (two or more for arithmetic between rows); `rest` is the whole
    question without its periods and form words, which the targets share as context. `sides` are the years of the two
    targets where each names one of its own ("the 2019 balance as a percentage of the 2018 balance"). `when` is every period named,
    `years` in order of mention, `through` whether they bound a range. `rank` is 1 for the largest, 2 for the second.
    """

    op: Op
    targets: tuple[str, ...]
    rest: str
    when: Moment
    years: tuple[int, ...] = ()
    through: bool = False
    highest: bool = True
    rank: int = 1
    limit: Limit | None = None
    kind: str = ""
    single_average: bool = False
    respectively: bool = False
    signed: bool = True
    averaged: bool = False
    sides: tuple[tuple[int, ...], ...] = ()


def readings(question: str) -> tuple[Reading, ...]:
    """Every reading of a question that a table could answer, a plain look-up always among them.

    >>> [(r.op.value, r.targets) for r in readings("What was the change in net sales between 2018 and 2019?")]
    [('difference', ('net sales',)), ('lookup', ('change in net sales',))]
    """
    text = TWO_QUARTERS.sub(r"\1 quarter\2\3 quarter", " ".join(question.replace("’", "'").split()))
    found = [*_periods(text), *_rows(text), *_pairs(text), *_arithmetic(text)]
    found.append(_reading(text, Op.LOOKUP, (target_of(text),)))
    return tuple(dict.fromkeys(found))


def target_of(text: str, *cues: re.Pattern[str]) -> str:
    """The phrase to look for: the question without its form, its periods and the given cues (first match of each)."""
    rest = text
    for cue in cues:
        rest = cue.sub(" ", rest, count=1)
    rest = FORM.sub(" ", rest.strip(), count=1)
    rest = without_moment(TAIL.sub("", rest))
    rest = re.sub(
        r"\b(?:between|from|to|and|in|for|of|at|on|by|during|the|compared|versus|vs|as|with|both|over|across|year|years|fiscal)\s*$",
        " ",
        rest.strip(),
        flags=re.I,
    )
    rest = re.sub(
        r"(?:\s+\b(?:between|from|to|and|in|for|of|at|on|by|during|the|compared|versus|vs|as|with|both|over|across|years?|fiscal|period|financial year|respectively)\b,?)+\s*$",
        "",
        " " + rest,
    )
    rest = re.sub(
        r"^\s*(?:(?:the|in|of|for|a|an|between|from|to|by|is|are|was|were|respective)\b\s*)+", "", rest, flags=re.I
    )
    return " ".join(rest.strip(" ,?.;:'").split())


def _reading(text: str, op: Op, targets: tuple[str, ...], **more: object) -> Reading:
    years = tuple(years_in(text))
    through = bool(RANGE.search(text)) or (len(years) == 2 and bool(BOUNDS.search(text)))
    fields: dict[str, object] = {
        "op": op, "targets": targets, "rest": target_of(text), "when": moment(text), "years": years, "through": through,
        "respectively": bool(re.search(r"\brespective(?:ly)?\b", text, re.I)), **more,
    }  # fmt: skip
    return Reading(**fields)  # type: ignore[arg-type]


def _limit(text: str) -> Limit | None:
    if m := LIMIT.search(text):
        digits = re.sub(r"[^\d.]", "", m["num"])
        value = float(digits.strip(".") or 0)
        if re.search(r"[-−(]", m["num"]):
            value = -value
        less = bool(re.match(r"less|lower|smaller|fewer|below|under|at most|no more|not exceed", m["cmp"], re.I))
        equal = bool(re.search(r"equal|at least|at most|no more|not exceed", m["cmp"], re.I))
        scale = (m["scale"] or "").lower()
        scale = scale.rstrip("s") if len(scale) > 2 else scale
        return Limit(("<" if less else ">") + ("=" if equal else ""), value, SCALES.get(scale, 1.0), bool(m["pct"]))
    if m := SIGN_WORDS.search(text):
        return Limit("<" if m["neg"] else ">", 0.0)
    return None


def _peak(text: str) -> tuple[bool, int] | None:
    """Whether the question asks for an extreme: (highest?, rank)."""
    low, high = PEAK_LOW.search(text), PEAK_HIGH.search(text)
    m = high or low
    if m is None or THAN_ONE.match(text[m.end() :]):
        return None
    rank = {"second": 2, "2nd": 2, "third": 3, "3rd": 3}.get((m[1] or "").lower(), 1)
    return (m is high, rank)


def _periods(text: str) -> list[Reading]:
    """Readings that answer with periods, or count them."""
    which, many = WHICH_PERIOD.search(text), MANY_PERIODS.search(text)
    if not which and not many:
        return []
    limit, peak = _limit(text), _peak(text)
    cue = WHICH_PERIOD if which else MANY_PERIODS
    if limit:
        op = Op.COUNT_PERIODS if many else Op.FILTER_PERIODS
        sign = LIMIT if LIMIT.search(text) else SIGN_WORDS
        return [_reading(text, op, (_period_target(text, cue, sign),), limit=limit)]
    if peak and which:
        side = PEAK_HIGH if peak[0] else PEAK_LOW
        target = _period_target(text, cue, side)
        return [_reading(text, Op.PEAK_PERIOD, (target,), highest=peak[0], rank=peak[1])]
    plural = bool(which and (which[0].lower().endswith(("s", "s)")) or (which["unit"] and LISTING.search(text))))
    if many or ((plural or LISTING.search(text)) and not re.search(r"\bwhat (?:is|was|were) the\b", text, re.I)):
        op = Op.COUNT_LIST if many else Op.LIST_PERIODS
        return [_reading(text, op, (_period_target(text, cue),), kind="periods")]
    return []


def _period_target(text: str, *cues: re.Pattern[str]) -> str:
    rest = text
    for cue in cues:
        rest = cue.sub(" ", rest, count=1)
    rest = re.sub(
        r"\b(?:of the years|have|has|had|having|there|did|does|do|was|were|is|are|be)\b", " ", rest, flags=re.I
    )
    return target_of(re.sub(r"^\s*(?:for|in|between|from|the|of)\b", " ", rest, flags=re.I))


def _rows(text: str) -> list[Reading]:
    """Readings that answer with row names, or count them."""
    out: list[Reading] = []
    if WHICH_PERIOD.search(text) or MANY_PERIODS.search(text):
        if re.search(
            r"\bwhat are the (?:years|periods|dates|\d dates)|(?:years|periods) (?:included|shown|listed)", text, re.I
        ):
            out.append(_reading(text, Op.LIST_PERIODS, (target_of(text),), kind="periods"))
        return out
    if re.search(r"^what (?:are|were) the (?:\w+ ){0,2}(?:years|periods|dates|quarters)\b", text, re.I):
        return [_reading(text, Op.LIST_PERIODS, (target_of(text),), kind="periods")]
    limit, peak = _limit(text), _peak(text)
    many = MANY_ROWS.search(text)
    names = re.match(r"(?:in |for |of |on )?(?:[^,]{3,40}, )?(?:which|what|who)\b", text, re.I)
    kind = re.search(
        r"\b(?:which|what)(?: is the)?(?: \w+){0,1}? (\w+) (?:has|have|had|is|was|were|are|did|does|that|with|contributed|in|under|saw|used|uses)\b",
        text,
        re.I,
    )
    if many and limit:
        out.append(
            _reading(text, Op.COUNT_ROWS, (_period_target(text, LIMIT, MANY_ROWS),), limit=limit, kind=many["kind"])
        )
    elif many:
        out.append(_reading(text, Op.COUNT_LIST, (_period_target(text, MANY_ROWS),), kind=many["kind"]))
    elif names and limit and not _OF_WHOM.match(text):
        out.append(
            _reading(text, Op.FILTER_ROWS, (_period_target(text, LIMIT),), limit=limit, kind=kind[1] if kind else "")
        )
    elif names and peak:
        side = PEAK_HIGH if peak[0] else PEAK_LOW
        out.append(
            _reading(
                text,
                Op.PEAK_ROW,
                (_period_target(text, side),),
                highest=peak[0],
                rank=peak[1],
                kind=kind[1] if kind else "",
            )
        )
    if (m := LIST_ROWS.search(text)) and not peak and not limit:
        out.append(_reading(text, Op.LIST_ROWS, (_period_target(text),), kind=m["kind"] or m["kind2"] or ""))
    return out


def _pairs(text: str) -> list[Reading]:
    """Ratios and shares between two phrases."""
    out: list[Reading] = []
    for pattern in PAIRS:
        if not (m := pattern.search(text)):
            continue
        word = m["word"].lower()
        percent = word in ("percentage", "percent", "share") or bool(PERCENT_WORDS.search(text))
        x, y = target_of(m["x"]), target_of(m["y"])
        sides = tuple(tuple(years_in(part)) for part in (m["x"], m["y"]))
        if not all(len(years) == 1 for years in sides) or sides[0] == sides[1]:
            sides = ()
        y = y or (x if sides else "")
        if x and y:
            out.append(_reading(text, Op.SHARE if percent else Op.RATIO, (x, y), sides=sides))
    if (m := re.search(r"\b([\w\s]+?)[\s-]to[\s-]([\w\s]+?) ratio\b", text, re.I)) and not out:
        out.append(_reading(text, Op.RATIO, (target_of(m[1]), target_of(m[2]))))
    return out


def _split(phrase: str) -> tuple[str, ...]:
    parts = re.split(r",\s+(?:and\s+)?|\s+and\s+|\s+plus\s+|\s*&\s+(?=the\b)", phrase)
    return tuple(t for t in (target_of(p) for p in parts) if t)


def _arithmetic(text: str) -> list[Reading]:
    """Differences, changes, averages and sums, over periods or between rows; a change of averages where both are asked."""
    out: list[Reading] = []
    if WHICH_PERIOD.search(text):
        return out
    for op, cue in ((Op.CHANGE, CHANGE), (Op.DIFFERENCE, DIFFERENCE), (Op.AVERAGE, AVERAGE), (Op.SUM, SUM)):
        m = cue.search(text)
        if m is None:
            continue
        out += _operation(text, op, m, False)
        if op in (Op.CHANGE, Op.DIFFERENCE) and AVERAGE.search(text):
            plain = " ".join(re.sub(r"\b(?:average|mean|avg)\b", " ", text, flags=re.I).split())
            if again := cue.search(plain):
                out += _operation(plain, op, again, True)
        if op is Op.CHANGE:
            break
    return out


def _operation(text: str, op: Op, cue: re.Match[str], averaged: bool) -> list[Reading]:
    """The readings of one cue: over one phrase, and between the phrases on its two sides."""
    before, after = text[: cue.start()], text[cue.end() :]
    if cue[0].lower().startswith(("how much", "by ", "what p")):
        after = MOVED.sub(" ", after, count=1)
    single = op is Op.AVERAGE and len(years_in(text)) == 1
    signed = "difference" not in cue[0].lower() and "how much" not in cue[0].lower()
    target = target_of(FORM.sub(" ", before.strip() + " ", count=1) + " " + after)
    out = [_reading(text, op, (target,), single_average=single, signed=signed, averaged=averaged)]
    rest = before + " " + after if op is Op.SUM and "total" in cue[0].lower() else after
    for pair in _operands(op, cue[0], rest):
        out.append(_reading(text, op, pair, signed=signed, averaged=averaged))
    return out


def _operands(op: Op, cue: str, after: str) -> list[tuple[str, ...]]:
    """The phrases on the two sides of "between X and Y", "X and Y", "X than Y" when they are not both periods."""
    if op in (Op.SUM, Op.AVERAGE):
        parts = _split(re.sub(r"\bbetween\b|\bboth\b", " ", after))
        return [parts] if 2 <= len(parts) <= 5 else []
    found = []
    lead = after if not cue.strip().lower().endswith("between") else "between " + after
    for source in (lead, after):
        if m := VERSUS.search(source):
            x, y = target_of(m["x"] or m["x2"] or ""), target_of(m["y"] or m["y2"] or "")
            if x and y:
                found.append((x, y))
    return list(dict.fromkeys(found))

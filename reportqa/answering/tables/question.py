"""What a question asks of a table: its operations, operand phrases, periods, thresholds. Pure text, no table is seen.

A question may have several readings ("What was the percentage change in sales" may ask for a cell of a change column or
for arithmetic over two cells); the table decides between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from reportqa.answering.tables.moments import Moment, moment, without_moment, years_in

__all__ = ["Limit", "Op", "Reading", "readings"]


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
    question without its periods and form words, which the targets share as context. `when` is every period named,
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


_FORM = re.compile(
    r"^(?:please\s+)?(?:(?:for|in|as of|as at|from|between|on|by)\b[^,?]{3,45},\s*)?(?:what|which|how much|how many|how|who|when|calculate|compute|give|list|name|find|show)\b"
    r"(?:\s+(?:is|are|was|were|has|have|had|do|does|did|me)\b)*(?:\s+(?:the|a|an|there|its|our|company[’']s|their)\b)*",
    re.I,
)
_TAIL = re.compile(r"[?.!\s]+$|,?\s*\brespectively\b", re.I)
_YEARS_PHRASE = re.compile(
    r"\b(?:for|in|over|across|during|between|of|from)?\s*(?:the\s+|both\s+|all\s+|each\s+)*(?:last\s+|past\s+)?(?:\d|two|three|four|five)?[\s-]*(?:years?|year period|fiscal years|fys)(?:\s+period)?(?:\s+from)?\s*$",
    re.I,
)
_RANGE = re.compile(
    r"((?:19|20)\d\d|f?y?\d\d)\s*(?:[-–—]|to|through|until|till)\s*(?:(?:fiscal|year|fy|f)\s*)?((?:19|20)\d\d|\d\d)\b",
    re.I,
)
_BOUNDS = re.compile(r"\b(?:from|between)\b.{0,40}\b(?:to|and|through)\b", re.I)

_CHANGE = re.compile(
    r"\b(?:year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy|annual)?\s*(?:absolute\s+|relative\s+|actual\s+)?(?:percentage|percent|per cent|pct|%|growth rate)\s*(?:point\s+)?(?:change|increase\s*/\s*\(?decrease\)?|increase|decrease|growth|decline|difference|rise|drop|fall|variance)(?:\s+(?:in|of|for|between)\b)?"
    r"|\b(?:growth rate|yoy growth|(?:year[\s-](?:on|over)[\s-]year|yoy) (?:change|growth|increase))(?:\s+(?:in|of|for))?|\b(?:change|increase|decrease|growth)\s*\(%\)(?:\s+(?:in|of|for))?"
    r"|\bby (?:what|which|how much) (?:percentage|percent|per cent)\b(?:.*?\b(?:increase|decrease|grow|grew|rise|fall|change)d?)?|\bwhat (?:percentage|percent) did\b",
    re.I,
)
_DIFFERENCE = re.compile(
    r"\b(?:nominal |absolute |net |year[\s-]on[\s-]year |total )?(?:increase\s*/\s*\(?\s*decrease\s*\)?|increase\s+\(decrease\)|change|difference|increase|decrease|decline|growth|variance|movement|gap|rise|drop|reduction)s?(?:\b|(?<=\)))(?:\s+(?:in|of|for|between)\b)?"
    r"|\bhow much (?:more|less|higher|lower|larger|smaller|greater)\b|\bhow much (?:did|has|have|does)\b(?=.*\b(?:increase|decrease|grow|change|rise|fall|drop|decline)d?\b)|\bby how much\b",
    re.I,
)
_AVERAGE = re.compile(
    r"\b(?:average|mean|avg)\b(?:\s+(?:of|for|in)\b)?(?:\s+the\b)?(?:\s+annual|\s+yearly|\s+quarterly)?", re.I
)
_SUM = re.compile(
    r"\b(?:sum|total|combined|aggregate|altogether|in total|cumulative)\b(?:\s+(?:amount|value|number|sum))?(?:\s+(?:of|for|in)\b)?(?:\s+all\b)?",
    re.I,
)
_PEAK_HIGH = re.compile(
    r"\b(?:the\s+)?(second|third|2nd|3rd)?[\s-]*(?:most expensive|largest|highest|greatest|biggest|maximum|most|higher|larger|greater|bigger|best|more|top|leads?|leading)\b",
    re.I,
)
_PEAK_LOW = re.compile(
    r"\b(?:the\s+)?(second|third|2nd|3rd)?[\s-]*(?:least expensive|lowest|smallest|minimum|least|lower|smaller|fewest|fewer|cheapest|worst|less)\b",
    re.I,
)
_LIMIT = re.compile(
    r"\b(?:is|are|was|were|be|being|been)?\s*(?P<cmp>less than or equal to|greater than or equal to|more than|greater than|higher than|larger than|exceed(?:s|ed|ing)?|above|over|at least|surpass(?:es|ed)?|less than|lower than|smaller than|fewer than|below|under|at most|no more than|not exceed(?:ing)?)\s*"
    r"(?P<num>[-−(]?\s*(?:US\$|[$€£¥])?\s*[-−]?\d[\d,]*(?:\.\d+)?\)?)\s*(?P<pct>%|percent|per cent)?\s*(?P<scale>thousands?|millions?|billions?|trillions?|mn|bn|[mk]\b)?",
    re.I,
)
_SIGN_WORDS = re.compile(
    r"\b(?:was|were|is|are)?\s*(?P<neg>negative|a loss|below zero)\b|\b(?P<pos>positive|above zero)\b", re.I
)
_WHICH_PERIOD = re.compile(
    r"\b(?:which|what)\s+(?:of the\s+)?(?:(?:fiscal|financial|calendar)\s+)?(?P<unit>years?|fys?|periods?|quarters?|months?|dates?|year\(s\))\b|\bwhen\b",
    re.I,
)
_MANY_PERIODS = re.compile(
    r"\bhow many (?:of the )?(?:(?:fiscal|financial)\s+)?(?P<unit>years|periods|quarters|months|fys|dates)\b", re.I
)
_LISTING = re.compile(
    r"\b(?:listed|shown|included|highlighted|recorded|presented|provided|provide|information|report(?:ed)?|calculated|available|table|made available|include|disclosed|covered|data)\b",
    re.I,
)
_LIST_ROWS = re.compile(
    r"\b(?:what|which) (?:\w+ ){0,2}?(?:are|were|is)? ?(?:all )?(?:the )?(?:different |various |main |major |respective |financial |reportable |three |four |five |two |\d )?"
    r"(?P<kind>components?|items?|types?|kinds?|segments?|categories|countries|regions|currencies|assumptions|geographic regions|areas|products|line items|sources|elements|models|companies|services|units|business segments|markets|sub-?items|factors|providers?|vendors?)\b"
    r"|^(?:please )?(?:list|name|enumerate)\b (?:all )?(?:the )?(?P<kind2>\w+)",
    re.I,
)
_MANY_ROWS = re.compile(r"\bhow many (?:(?:different|various|major|main) )?(?P<kind>[a-z-]+(?: [a-z-]+)?)", re.I)
_PERCENT_WORDS = re.compile(r"percent|per cent|%|\bpct\b|\bshare\b", re.I)
_PAIRS = (
    (
        re.compile(
            r"\b(?:what|which) (?P<word>percentage|proportion|share|percent|fraction) of (?P<y>.+?) (?:is|are|was|were|did|does|do|comes?|came|consists?)\b\s*(?:made up (?:of|by)|generated (?:from|by)|derived from|composed of|from|attribut(?:able|ed) to|accounted for(?: by| using)?|due to|contributed by|represented by|in|for)?\s*(?P<x>.+)",
            re.I,
        )
    ),
    (
        re.compile(
            r"(?P<x>.+?),? (?:expressed )?as an? (?P<word>percentage|proportion|percent|share|fraction|ratio) (?:of|to|over|among|in) (?P<y>.+)",
            re.I,
        )
    ),
    (
        re.compile(
            r"\b(?P<word>ratio|proportion|percentage|percent|share|fraction)s?(?:,? \(?in percentage\)?,?)? (?:constitution )?of (?P<x>.+?) (?:to|over|in|among|out of|relative to|versus|against|within|from|compared (?:to|with)|made up of) (?P<y>.+)",
            re.I,
        )
    ),
    (
        re.compile(
            r"\b(?P<word>ratio|proportion|percentage|percent|share|fraction) of (?P<x>.+?) (?:of) (?P<y>.+)", re.I
        )
    ),
    (re.compile(r"(?P<x>.+?) (?P<word>divided) by (?P<y>.+)", re.I)),
    (
        re.compile(
            r"\bhow many (?P<word>times) (?:larger |bigger |greater |higher |more )?(?:is |was |are |were |did )?(?P<x>.+?) (?:than|as|compared to|of|over) (?P<y>.+)",
            re.I,
        )
    ),
)
_VERSUS = re.compile(
    r"\b(?:between|in|of)\s+(?P<x>.+?)\s+(?:and|to|versus|vs\.?|compared (?:to|with)|relative to|over)\s+(?P<y>.+)|(?P<x2>.+?)\s+(?:compared (?:to|with)|than|versus|vs\.?|exceed(?:s|ed)?)\s+(?P<y2>.+)",
    re.I,
)
_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}


def readings(question: str) -> tuple[Reading, ...]:
    """Every reading of a question that a table could answer, a plain look-up always among them.

    >>> [(r.op.value, r.targets) for r in readings("What was the change in net sales between 2018 and 2019?")]
    [('difference', ('net sales',)), ('lookup', ('change in net sales',))]
    """
    text = " ".join(question.replace("’", "'").split())
    found = [*_periods(text), *_rows(text), *_pairs(text), *_arithmetic(text)]
    found.append(_reading(text, Op.LOOKUP, (target_of(text),)))
    return tuple(dict.fromkeys(found))


def target_of(text: str, *cues: re.Pattern[str]) -> str:
    """The phrase to look for: the question without its form, its periods and the given cues (first match of each)."""
    rest = text
    for cue in cues:
        rest = cue.sub(" ", rest, count=1)
    rest = _FORM.sub(" ", rest.strip(), count=1)
    rest = without_moment(_TAIL.sub("", rest))
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
    through = bool(_RANGE.search(text)) or (len(years) == 2 and bool(_BOUNDS.search(text)))
    fields: dict[str, object] = {
        "op": op, "targets": targets, "rest": target_of(text), "when": moment(text), "years": years, "through": through,
        "respectively": bool(re.search(r"\brespective(?:ly)?\b", text, re.I)), **more,
    }  # fmt: skip
    return Reading(**fields)  # type: ignore[arg-type]


def _limit(text: str) -> Limit | None:
    if m := _LIMIT.search(text):
        digits = re.sub(r"[^\d.]", "", m["num"])
        value = float(digits.strip(".") or 0)
        if re.search(r"[-−(]", m["num"]):
            value = -value
        less = bool(re.match(r"less|lower|smaller|fewer|below|under|at most|no more|not exceed", m["cmp"], re.I))
        equal = bool(re.search(r"equal|at least|at most|no more|not exceed", m["cmp"], re.I))
        scale = (m["scale"] or "").lower()
        scale = scale.rstrip("s") if len(scale) > 2 else scale
        return Limit(("<" if less else ">") + ("=" if equal else ""), value, _SCALES.get(scale, 1.0), bool(m["pct"]))
    if m := _SIGN_WORDS.search(text):
        return Limit("<" if m["neg"] else ">", 0.0)
    return None


def _peak(text: str) -> tuple[bool, int] | None:
    """Whether the question asks for an extreme: (highest?, rank)."""
    low, high = _PEAK_LOW.search(text), _PEAK_HIGH.search(text)
    m = high or low
    if m is None:
        return None
    rank = {"second": 2, "2nd": 2, "third": 3, "3rd": 3}.get((m[1] or "").lower(), 1)
    return (m is high, rank)


def _periods(text: str) -> list[Reading]:
    """Readings that answer with periods, or count them."""
    which, many = _WHICH_PERIOD.search(text), _MANY_PERIODS.search(text)
    if not which and not many:
        return []
    limit, peak = _limit(text), _peak(text)
    cue = _WHICH_PERIOD if which else _MANY_PERIODS
    if limit:
        op = Op.COUNT_PERIODS if many else Op.FILTER_PERIODS
        sign = _LIMIT if _LIMIT.search(text) else _SIGN_WORDS
        return [_reading(text, op, (_period_target(text, cue, sign),), limit=limit)]
    if peak and which:
        side = _PEAK_HIGH if peak[0] else _PEAK_LOW
        target = _period_target(text, cue, side)
        return [_reading(text, Op.PEAK_PERIOD, (target,), highest=peak[0], rank=peak[1])]
    plural = bool(which and (which[0].lower().endswith(("s", "s)")) or (which["unit"] and _LISTING.search(text))))
    if many or ((plural or _LISTING.search(text)) and not re.search(r"\bwhat (?:is|was|were) the\b", text, re.I)):
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
    if _WHICH_PERIOD.search(text) or _MANY_PERIODS.search(text):
        if re.search(
            r"\bwhat are the (?:years|periods|dates|\d dates)|(?:years|periods) (?:included|shown|listed)", text, re.I
        ):
            out.append(_reading(text, Op.LIST_PERIODS, (target_of(text),), kind="periods"))
        return out
    if re.search(r"^what (?:are|were) the (?:\w+ ){0,2}(?:years|periods|dates|quarters)\b", text, re.I):
        return [_reading(text, Op.LIST_PERIODS, (target_of(text),), kind="periods")]
    limit, peak = _limit(text), _peak(text)
    many = _MANY_ROWS.search(text)
    names = re.match(r"(?:in |for |of |on )?(?:[^,]{3,40}, )?(?:which|what|who)\b", text, re.I)
    kind = re.search(
        r"\b(?:which|what)(?: is the)?(?: \w+){0,1}? (\w+) (?:has|have|had|is|was|were|are|did|does|that|with|contributed|in|under|saw|used|uses)\b",
        text,
        re.I,
    )
    if many and limit:
        out.append(
            _reading(text, Op.COUNT_ROWS, (_period_target(text, _LIMIT, _MANY_ROWS),), limit=limit, kind=many["kind"])
        )
    elif many:
        out.append(_reading(text, Op.COUNT_LIST, (_period_target(text, _MANY_ROWS),), kind=many["kind"]))
    elif names and limit:
        out.append(
            _reading(text, Op.FILTER_ROWS, (_period_target(text, _LIMIT),), limit=limit, kind=kind[1] if kind else "")
        )
    elif names and peak:
        side = _PEAK_HIGH if peak[0] else _PEAK_LOW
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
    if (m := _LIST_ROWS.search(text)) and not peak and not limit:
        out.append(_reading(text, Op.LIST_ROWS, (_period_target(text),), kind=m["kind"] or m["kind2"] or ""))
    return out


def _pairs(text: str) -> list[Reading]:
    """Ratios and shares between two phrases."""
    out: list[Reading] = []
    for pattern in _PAIRS:
        if not (m := pattern.search(text)):
            continue
        word = m["word"].lower()
        percent = word in ("percentage", "percent", "share") or bool(_PERCENT_WORDS.search(text))
        x, y = target_of(m["x"]), target_of(m["y"])
        if x and y:
            out.append(_reading(text, Op.SHARE if percent else Op.RATIO, (x, y)))
    if (m := re.search(r"\b([\w\s]+?)[\s-]to[\s-]([\w\s]+?) ratio\b", text, re.I)) and not out:
        out.append(_reading(text, Op.RATIO, (target_of(m[1]), target_of(m[2]))))
    return out


def _split(phrase: str) -> tuple[str, ...]:
    parts = re.split(r",\s+(?:and\s+)?|\s+and\s+|\s+plus\s+|\s*&\s+(?=the\b)", phrase)
    return tuple(t for t in (target_of(p) for p in parts) if t)


def _arithmetic(text: str) -> list[Reading]:
    """Differences, changes, averages and sums, over periods or between rows."""
    out: list[Reading] = []
    if _WHICH_PERIOD.search(text):
        return out
    for op, cue in ((Op.CHANGE, _CHANGE), (Op.DIFFERENCE, _DIFFERENCE), (Op.AVERAGE, _AVERAGE), (Op.SUM, _SUM)):
        m = cue.search(text)
        if m is None:
            continue
        rest = text[: m.start()] + " " + text[m.end() :]
        single = op is Op.AVERAGE and len(years_in(text)) == 1
        signed = "difference" not in m[0].lower() and "how much" not in m[0].lower()
        target = target_of(_FORM.sub(" ", text[: m.start()].strip() + " ", count=1) + " " + text[m.end() :])
        out.append(_reading(text, op, (target,), single_average=single, signed=signed))
        after = text[m.end() :] if op is not Op.SUM or "total" not in m[0].lower() else rest
        for pair in _operands(op, m[0], after, text):
            out.append(_reading(text, op, pair, signed=signed))
        if op is Op.CHANGE:
            break
    return out


def _operands(op: Op, cue: str, after: str, text: str) -> list[tuple[str, ...]]:
    """The phrases on the two sides of "between X and Y", "X and Y", "X than Y" when they are not both periods."""
    if op in (Op.SUM, Op.AVERAGE):
        parts = _split(re.sub(r"\bbetween\b|\bboth\b", " ", after))
        return [parts] if 2 <= len(parts) <= 5 else []
    found = []
    lead = after if not cue.strip().lower().endswith("between") else "between " + after
    for source in (lead, after):
        if m := _VERSUS.search(source):
            x, y = target_of(m["x"] or m["x2"] or ""), target_of(m["y"] or m["y2"] or "")
            if x and y:
                found.append((x, y))
    return list(dict.fromkeys(found))

"""When a number holds and how often it is counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from reportqa.figures import periods
from reportqa.figures.ellipses import ordinal_period, parted
from reportqa.figures.grammar import Predicate
from reportqa.figures.lexicon import VERBS, is_participle, word_set
from reportqa.figures.subject import name_behind
from reportqa.figures.tagging import Tagged
from reportqa.figures.uses import Role, Use
from reportqa.types import Period

__all__ = [
    "EVENTS",
    "Clock",
    "counted_back",
    "earlier_than",
    "is_ago",
    "is_compared",
    "is_now",
    "is_passed",
    "is_rate",
    "opens",
    "periods_of",
    "rate_of",
    "resolved",
    "with_rate",
]

Clock = Mapping[int, Period]

_COMPARED = word_set("to with than against versus vs vs. over from on relative due maturing expiring")
_LASTING = frozenset(["due", "maturing", "expiring", "repayable"])
# What stands behind one of these held at another time: "a profit of €94 million after a loss of €120 million in 2024".
_FOLLOWED = frozenset(["after", "before", "following"])
# Of these words the ones that may stand in a phrase that compares nothing.
_OPEN = frozenset(["to", "with", "over", "on", "due"])
# Days.
_QUARTER, _HALF = 80, 190
_NOW = re.compile(r"current|now|today|at present|right now|these days|nowadays", re.I)
# A period behind one of these only begins or ends there.
_NO_FRAME = frozenset(["from", "since", "until", "till", "by", "after", "before", "against"])
# Behind a number that is the subject its verb may stand between: "1.3 million people visited it in May".
_HEADED = re.compile(r"[PDRNAT'()VXI]{0,12}")
# "9% above its 2019 level", "the highest since 1998": a period that a number is measured from is not its own.
_MEASURED_FROM = word_set("above below than as highest lowest best worst largest smallest most least first")
_RATE_WORDS = re.compile(
    r"year[\s-]o|quarter[\s-]o|month[\s-]o|yoy|y/y|in (?:one|a) year|over (?:the|a|one)|in the (?:past|last)", re.I
)
# Verbs that happen once; what is told next holds for longer.
EVENTS = word_set(
    """open launch found start begin approve sign acquire establish introduce build complete buy join move merge
    inaugurate commission publish announce adopt create form appoint issue redeem repay pay lapse expire arrive
    win retire halve"""
)
# Participles between a number and its period: "€35-40 million planned for 2025".
_FIXED = frozenset(
    ["planned", "expected", "budgeted", "scheduled", "projected", "targeted", "recorded", "reported", "seen", "posted"]
)
_BETWEEN = re.compile(r"[PDRNAT'(,)]{0,10}")


def _right_behind(s: Tagged, clock: Clock, uses: Mapping[int, Use]) -> dict[int, int]:
    """The numbers behind which a period stands, or of which one tells when they were, each with its place."""
    places: dict[int, int] = {}
    numbers = sorted(uses)
    for k in numbers:
        if (then := _when(s, clock, k)) >= 0:
            places[k] = then
        elif (behind := _behind(s, clock, k, numbers, uses[k])) >= 0:
            places[k] = _end_of_span(s, clock, behind)
    return places


def periods_of(
    s: Tagged, clock: Clock, uses: Mapping[int, Use], predicates: Sequence[Predicate], lent: Period | None = None
) -> dict[int, Period]:
    """The period that each number's own sentence gives it; numbers whose sentence gives none are left out.

    In order: the period right behind it, the one before it in its clause, that of the number it goes with, the one that
    opens the sentence. A value that another is compared with takes only a period of its own, and "a year earlier" is
    counted from the other's, or from the period that the texts before lend.
    """
    numbers = sorted(uses)
    places = _right_behind(s, clock, uses)
    taken = {at: k for k, at in places.items()}
    out = {k: clock[at] for k, at in places.items()}
    for k in numbers:
        # "$606 million, or $0.68 per share, in Q4 2018", "rose $8.6 million to $16.7 million in 2019": one period for both.
        first = uses[k].sibling
        apart = any(w in _FOLLOWED for w in s.words[first + 1 : k]) or s.tags[max(0, k - 2) : k] == "T'"
        # "rose by 5%, largely because two mills closed in 2022"
        apart = apart or (uses[k].role is Role.HEAD and "because" in s.words[max(0, first) : k])
        if k in out and first in uses and first not in out and uses[k].role is not Role.EARLIER and not apart:
            # "narrowed from £2.4m to £1.1m last year": what it narrowed from held before.
            came = uses[first].role is Role.EARLIER and out[k].start is not None
            out[first] = earlier_than(out[k]) if came else out[k]
    for n, k in enumerate(numbers):
        main = _main(uses, k)
        # What a number is compared with says nothing of when the next one holds.
        before = (out[m] for m in reversed(numbers[:n]) if m in out and not is_passed(s, uses, m))
        anchor = out.get(main) if main != k else next(before, None)
        if k in out:
            told = anchor or (None if re.search(r"\bago\b", out[k].text) else lent)
            out[k] = periods.resolve(out[k], told) if _is_relative(out[k]) else out[k]
            continue
        own = _before(s, {t: p for t, p in clock.items() if not _is_event(t, uses[k], predicates)}, k, uses, taken)
        if own is None and (shared := _shared(s, k, uses, out)) is not None:
            own = shared
        if own is not None:
            back = is_ago(own) and not re.search(r"\bago\b", own.text)
            out[k] = periods.resolve(own, lent) if back else own
        elif uses[k].role is Role.EARLIER and not name_behind(s, k)[0]:
            if anchor is not None and anchor.start is not None:
                out[k] = earlier_than(anchor)
        elif anchor is not None and (main != k or uses[k].role is not Role.ADJUNCT):
            came = uses[main].role is Role.EARLIER and anchor.text == "earlier"
            framing = next((clock[t] for t in sorted(clock) if opens(s, t)), None) if came else None
            out[k] = framing or anchor
    for last, k in pairwise(numbers):
        follows = {"after", "following"} & set(s.words[last + 1 : k]) and uses[k].role is not Role.EARLIER
        if follows and k not in taken.values() and k in out and out[k].start is not None:
            # "a loss of €12 million in 2023 after a profit of €3 million"
            out[k] = earlier_than(out[k])
    out |= {k: told for k in numbers if (told := ordinal_period(s, clock, k)) is not None}
    return parted(uses, out)


def _when(s: Tagged, clock: Clock, k: int) -> int:
    """The token of the period that a clause tells of: "After a poor 2023, when it sold only 88,000 boats"; -1 for none."""
    told = re.search(r"T,?(?=S[^,;:#-]*$)", s.tags[:k])
    return told.start() if told is not None and s.words[told.end()] == "when" and told.start() in clock else -1


def is_passed(s: Tagged, uses: Mapping[int, Use], k: int) -> bool:
    """Whether the number at token k tells of another time than the one before it: "after a loss of €120 million in 2024"."""
    while uses[k].listed and uses[k].sibling in uses:
        # "compares with 80 in 2024 and 46 in 2021"
        k = uses[k].sibling
    last = max((m for m in uses if m < k), default=-1)
    return uses[k].role is Role.EARLIER or (last >= 0 and any(w in _FOLLOWED for w in s.words[last + 1 : k]))


def _shared(s: Tagged, k: int, uses: Mapping[int, Use], out: Mapping[int, Period]) -> Period | None:
    """The period behind a later number of the same verb: "made a profit of $2.0 billion on revenue of $9.6 billion in 2025"."""
    use = uses[k]
    if use.predicate is None or use.role in (Role.EARLIER, Role.ADJUNCT) or use.predicate.verb[0] > k:
        return None
    later = [m for m in sorted(uses) if m > k and uses[m].predicate == use.predicate]
    fit = next((m for m in later if m in out), None)
    other = _COMPARED - _OPEN | _FOLLOWED
    compared = any(uses[m].role is Role.EARLIER or other & set(s.words[k + 1 : m]) for m in later)
    return out[fit] if fit is not None and not compared else None


def _is_event(t: int, use: Use, predicates: Sequence[Predicate]) -> bool:
    """Whether a period is the date of another verb's event: "opened in March 2025 and takes 2,600 lorries a day"."""
    before = [p for p in predicates if p.verb[1] <= t]
    return (
        bool(before)
        and before[-1].lemma in EVENTS
        and use.predicate is not None
        and before[-1].verb != use.predicate.verb
    )


def _main(uses: Mapping[int, Use], k: int) -> int:
    """The number that a listed, compared or explaining number goes with."""
    seen = k
    while (
        uses[seen].sibling >= 0
        and uses[seen].sibling in uses
        and (seen == k or uses[seen].role in (Role.EARLIER, Role.WHOLE))
    ):
        seen = uses[seen].sibling
    return seen


def _is_relative(period: Period) -> bool:
    return (
        period.start is None
        or re.search(r"\b(?:earlier|before|previous|prior|ago|preceding|later)\b", period.text, re.I) is not None
    )


def _is_rate(period: Period) -> bool:
    """Whether the words are the base of a rate and no time: "year-over-year", "in one year"."""
    return (
        period.start is None
        and re.search(r"year|quarter|month|y/y|yoy", period.text, re.I) is not None
        and not re.match(r"(?:the )?(?:first|second|third|fourth|final)\b", period.text, re.I)
    )


def is_rate(period: Period) -> bool:
    """Whether a period's words are those of a rate, whatever its days: "year-over-year", "in one year"."""
    return _is_rate(Period(period.text)) and _RATE_WORDS.match(period.text) is not None


def _behind(s: Tagged, clock: Clock, k: int, numbers: list[int], use: Use) -> int:
    """The token of the period right behind a number, or -1: few words between, none of them a verb, no comparison."""
    stop = next((n for n in numbers if n > k), len(s.tags))
    i = next((t for t in sorted(clock) if k < t < stop and not _is_rate(clock[t])), -1)
    headed = use.role is Role.HEAD or _is_in_subject(s, k, use, i)
    reach = _HEADED if headed else _BETWEEN
    tags = (
        # "214 mergers and takeovers in 2025": what joins two nouns parts nothing.
        "".join("N" if w in _FIXED or w == "those" else t for t, w in zip(_joined(s.tags[:i]), s.words, strict=False))
        if i >= 0
        else ""
    )
    if i < 0 or not reach.fullmatch(tags, k + 1, i):
        return -1
    between = s.words[k + 1 : i]
    if s.tags[i - 1] == "(" and s.tags[i + 1 : i + 2] == ":":
        # "€412 million (2023: €388 million)"
        return -1
    if use.role is not Role.EARLIER and any(
        w in _MEASURED_FROM and before != "at" for before, w in pairwise((s.words[k], *between))
    ):
        return -1
    ahead = between[-1] if between else ""
    day = clock[i].start is not None and clock[i].start == clock[i].end
    if headed and ahead == "until":
        return -1
    if (ahead == "on" and (day or use.role is not Role.CHANGE)) or (
        # "twice its level in 2019" is measured against that year; "1.4x US usage in 2025" holds in it.
        use.role is Role.RATIO and use.whole[0] < use.whole[1] <= i + 1 and "A" not in s.tags[slice(*use.whole)]
    ):
        return i if ahead == "on" else -1
    compared = (
        ahead in _COMPARED or (len(between) > 1 and ahead in ("in", "for", "the") and between[-2] in _COMPARED)
    ) and use.role is not Role.EARLIER
    closing = s.tags[i + 1 :].strip("?") == ""
    if compared or (
        (s.tags[i - 1] == "," and i - 1 > k and not between[:-1]) and use.role is not Role.EARLIER and not closing
    ):
        return -1
    if "," in s.tags[k + 1 : i] and s.tags[i - 1] not in "PD" and s.tags[i - 1] != ",":
        return -1
    # "…, in 2019 X was": a period behind a comma opens what follows.
    if "," in s.tags[k + 1 : i] and re.match(r",?D?[NA'O]+[R]*[VX]", s.tags[i + 1 :]):
        return -1
    return i


def _joined(tags: str) -> str:
    """The tags with each "and" between two nouns as one more noun."""
    return re.sub(r"(?<=[NA#])C(?=[NA])", "N", tags)


def _is_in_subject(s: Tagged, k: int, use: Use, t: int) -> bool:
    """Whether a number belongs to the subject of the verb before a period: "the dividend of EUR 0.56 is payable on 6 May"."""
    behind = re.compile(r"[^,;:(#S-]*?[VX]").match(s.tags, k + 1, max(t, k + 1))
    return (
        behind is not None and use.noun[0] < use.noun[1] <= k and (use.predicate is None or use.predicate.verb[0] > k)
    )


def _end_of_span(s: Tagged, clock: Clock, t: int) -> int:
    """The later of two periods between which something changed: "from fiscal 2018 to fiscal 2019"."""
    later = t + 2 + (s.tags[t + 2 : t + 3] == "D")
    return later if s.words[t - 1] == "from" and s.words[t + 1 : t + 2] == ("to",) and later in clock else t


def _before(s: Tagged, clock: Clock, k: int, uses: Mapping[int, Use], taken: Mapping[int, int]) -> Period | None:
    """The last period before a number in its clause, or the one that opens its sentence."""
    use = uses[k]
    own = [t for t in sorted(clock) if t < k and not _is_rate(clock[t]) and not _is_closed(s, t, k)]
    own = [t for t in own if not _is_aside(s, t, k)]
    if use.role is Role.EARLIER:
        own = [t for t in own if t > use.sibling >= 0 and taken.get(t) is None] if use.sibling >= 0 else own[-1:]
        told = clock[own[-1]] if own else None
        year = told is not None and told.start is not None and told.end is not None and told.end.year == told.start.year
        if told is not None and year and opens(s, own[-1]) and s.words[k - 1] == "from" and use.sibling < 0:
            # "In 2024 exports grew from 4 tonnes to 6 tonnes"
            return earlier_than(told)
        return told
    free = [t for t in own if (t not in taken or uses[taken[t]].role is not Role.EARLIER) and not is_compared(s, t)]
    free = [t for t in free if clock[t].start or not _NOW.match(clock[t].text)]
    clause = max((i for i in range(k) if _opens_clause(s, i)), default=-1)
    near = [t for t in free if t > max(clause, use.sibling)]
    if near:
        return clock[_first_of_run(s, near)]
    if use.sibling >= 0:
        return None
    near = [t for t in free if t > clause]
    if near:
        return clock[near[-1]]
    first = min(uses)
    opening = [t for t in free if t < first and (";" not in s.tags[t:k] or opens(s, t))]
    return clock[opening[-1]] if opening else None


def _is_closed(s: Tagged, t: int, k: int) -> bool:
    """Whether a period stands in brackets that end before a number: "(2024: EUR 44 million) and the tax charge was"."""
    return s.tags[:t].count("(") > s.tags[:t].count(")") and ")" in s.tags[t:k]


def _is_aside(s: Tagged, t: int, k: int) -> bool:
    """Whether a period tells only when something was done that a phrase between commas says: "The tunnel, opened in 2021, carries"."""
    first = s.tags.rfind(",", 0, t) + 1
    done = s.words[first] if 0 < first < t else ""
    return is_participle(done) and VERBS.get(done, ("",))[0] in EVENTS and s.tags[t + 1 : t + 2] == ","


def opens(s: Tagged, t: int) -> bool:
    """Whether the period at a token opens its sentence: "In the first half of 2026 sales rose"."""
    return not s.tags[:t].strip("PDRCT?") and not any(w in _NO_FRAME for w in s.words[:t])


def _first_of_run(s: Tagged, tokens: list[int]) -> int:
    """The first of the periods that end a list: of "2019 and 2018" the one that a lone number is of."""
    at = len(tokens) - 1
    while at > 0 and not s.tags[tokens[at - 1] + 1 : tokens[at]].strip(",C"):
        at -= 1
    return tokens[at]


def is_compared(s: Tagged, t: int) -> bool:
    """Whether a period is only compared with: "compared to Q4 2018", "than in 2019"."""
    i = t - 1
    while i >= 0 and (
        s.tags[i] == "D" or s.words[i] in ("in", "for", "at", "of", "same", "months", "weeks", "quarter")
    ):
        i -= 1
    if i >= 0 and s.words[i] in _LASTING:
        return True
    return i >= 0 and s.tags[i] in "PH" and s.words[i] in _COMPARED and s.words[i] != "on"


def _opens_clause(s: Tagged, i: int) -> bool:
    """Whether a new clause begins at token i, to which a period before it need not apply."""
    return s.tags[i] in ";-" or (
        s.tags[i] == "S" and s.words[i] in ("while", "whereas", "but", "although", "whilst", "which", "who", "where")
    )


def earlier_than(period: Period) -> Period:
    """The year right before a dated period, or the same quarter or half of it: when "from 3.1 hours" held, as far as the words tell."""
    assert period.start is not None and period.end is not None
    leap = (period.start.month, period.start.day) == (2, 29)
    first = period.start.replace(year=period.start.year - 1, day=28 if leap else period.start.day)
    if _QUARTER <= (period.end - period.start).days <= _HALF:
        # Quarters and halves are compared with those of the year before.
        same = periods.resolve(Period("a year earlier"), period)
        return Period("earlier", same.start, same.end)
    return Period("earlier", first, period.start - dt.timedelta(days=1))


def rate_of(s: Tagged, clock: Clock, k: int) -> Period | None:
    """The base of a rate that stands nearest to a number: "year-over-year"."""
    rates = [
        t
        for t in clock
        if _is_rate(clock[t])
        and not any(c in ";-" for c in s.tags[min(t, k) + 1 : max(t, k)])
        and "#" not in s.tags[min(t, k) + 1 : max(t, k)]
    ]
    return clock[min(rates, key=lambda t: abs(t - k))] if rates else None


def with_rate(period: Period | None, rate: Period) -> Period:
    """The words of a rate with the dates of the period that its number holds for."""
    return replace(rate, start=period.start, end=period.end) if period else rate


def resolved(period: Period, anchor: Period | None, published: dt.date | None) -> Period:
    """A period without dates, dated from the one that the texts before lend; else the last such one before publication."""
    found = periods.resolve(period, anchor)
    if found.start is not None or published is None or _is_rate(period):
        return found
    for year in (published.year, published.year - 1):
        found = periods.resolve(period, Period(str(year), dt.date(year, 1, 1), dt.date(year, 12, 31)))
        if found.start is not None and found.start <= published:
            return found
    return period


def is_now(period: Period) -> bool:
    """Whether a period's words say no more than "now"."""
    return _NOW.fullmatch(period.text) is not None


def is_ago(period: Period) -> bool:
    """Whether a period is told from another one: "a year earlier"."""
    return re.search(r"\b(?:earlier|before|previously|ago|prior)\b", period.text, re.I) is not None


def counted_back(period: Period, main: Period) -> Period:
    """ "a year earlier" counted from the period of the value it is compared with, where that one has dates."""
    return periods.resolve(period, main) if main.start is not None else period

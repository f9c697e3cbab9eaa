"""What stands behind a number: its percent sign, currency, counted noun, and "per" what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures.demonyms import place_of_people
from reportqa.figures.lexicon import NOUN_TOO, VERBS, VerbForm, word_set
from reportqa.figures.units import CASED, CODES, CURRENCIES, PHYSICAL, TIMES, currency, singular

__all__ = ["Tail", "read_tail"]


@dataclass(frozen=True, slots=True)
class Tail:
    """The unit that follows a number, where it ends, and the interval it is counted over ("week" or "")."""

    unit: str
    end: int
    frequency: str = ""


_PERCENT = re.compile(r"\s?(?:%|％|percent\b|per[\s-]cent\b|pct\b)(?P<points>[\s-]?(?:points?|pts?)\b)?", re.I)
_PERCENT_HYPHEN = re.compile(r"-(?:percent|per\s?cent)\b(?P<points>[\s-]points?\b)?", re.I)
_POINTS = re.compile(r"[\s-]?(?:percentage[\s-]points?|%[\s-]?points?|pp\b|ppts?\b|p\.p\.|%-pts?\b)", re.I)
_POINTS_AFTER = re.compile(r"[\s-]?(?:percentage\s)?points?\b|[\s-]pts?\b", re.I)
_BASIS = re.compile(r"[\s-]?(?:basis[\s-]points?|bps\b|bp\b)", re.I)
_TIMES = re.compile(
    r"\s?(?:[x×](?![a-z\d])|times(?!\s+(?:(?:a|per|each)(?!\s\w+\s(?:earlier|ago|before|later))|weekly|daily)\b)\b|-?fold\b|倍)",
    re.I,
)
_CURRENCY = re.compile(
    r"[\s\u00a0-]?("
    + "|".join(sorted((re.escape(c) for c in CURRENCIES if c[0].isalpha() and c[-1].isalpha()), key=len, reverse=True))
    + r")(?![A-Za-z])",
    re.I,
)
# "million pounds of flour" weighs.
_POUNDS = re.compile(r"[\s-](?:pounds|lbs)(?=\s(?:of\s[a-z]|per\s))", re.I)
_LOWER_WORDS = frozenset(
    ["won", "real", "rand", "lei", "all", "try", "top", "cup", "mop", "pen", "cad", "sar", "lak", "gel", "mad"]
)
_PHYSICAL = re.compile(
    r"[\s\u00a0-]?(" + "|".join(sorted((re.escape(p) for p in PHYSICAL), key=len, reverse=True)) + r")(?![A-Za-z²³])",
    re.I,
)
_TIME = re.compile(r"[\s\u00a0-](" + "|".join(sorted(TIMES, key=len, reverse=True)) + r")\b", re.I)
_CJK_TIME = re.compile(r"\s?(小时|分钟|天|周|个月|年)")
_WORD = re.compile(r"[\s\u00a0-]+([A-Za-zÀ-ÿ][\wÀ-ÿ'’]*(?:-[A-Za-zÀ-ÿ]+)*)")
_CJK = re.compile(r"\s?(个?用户|人次|人|次|家|个)")
_PER = re.compile(
    r"(?:\s+(?P<word>per|a|an|each|every|for every(?=\s\d[\d,]*\s))\s+|\s?(?P<slash>/)\s?)(?:(?P<n>\d[\d,]*|thousand|million|hundred|1k|1m)\s+|\d+-[a-z]+\s+)?"
    r"(?P<what>(?:square|cubic)\s[A-Za-z]+|[A-Za-z]+(?:[²³]|(?:-[A-Za-z]+)*)|千|百万)(?:[\s-](?P<second>[A-Za-z]+))?",
    re.I,
)
# "input tokens cost $3 per million and output tokens $15": the noun stands before.
_PER_SCALE = re.compile(
    r"\s+per\s+(million|thousand)\b(?=\s*(?:[,.;:)]|$)|\s(?:and|or|for|in|while|with|to|from|as|but)\b)", re.I
)
_PER_MONEY = re.compile(rf"\s+per\s+(?P<money>{'|'.join(CODES)}|[€$£¥])\s?(?P<n>\d[\d,]*)(?![\d.])")
# An adjective with the plural that it shares with one before "and".
_BOTH = re.compile(r"\s[a-z]{4,}(?:al|ic|an|ed|ary|ive|ous|nal)\s[a-z]{3,}s\b")
# A name's adjective before what a rate is counted by.
_DESCRIBED = re.compile(
    r"(?:[A-Z][a-z]+\s){1,3}(?P<noun>[a-z]{3,})\b(?<!\sand)(?<!\swas)(?<!\sfor)(?<!\sthe)(?<!\shas)(?<!\sbut)"
)
# "a year earlier" is a time, not a rate.
_TIME_AGO = re.compile(
    r"\s+(?:earlier|ago|before(?=\s*(?:[,.;:)?!]|$)|\s(?:and|but|to|in|at|for|while|when|that)\b)|later|after|prior|previous|on)\b",
    re.I,
)
_ADVERB = re.compile(r"\s+(?:each\s+)?(weekly|monthly|daily|annually|yearly|quarterly|hourly)\b(?!\s+(?:active|average|users?))", re.I)  # fmt: skip
_ADVERBS = {
    "weekly": "week", "monthly": "month", "daily": "day", "annually": "year", "annual": "year", "yearly": "year", "quarterly": "quarter",
    "hourly": "hour",
}  # fmt: skip
_MULTIPLES = {
    "1000": "kilo",
    "thousand": "kilo",
    "1k": "kilo",
    "1000000": "mega",
    "million": "mega",
    "1m": "mega",
    "hundred": "100 ",
}
# What money may be paid for "a" of: "$80 a barrel".
_SOLD_BY = word_set(
    """barrel tonne ton share head seat night ticket piece unit kilo kilogram litre liter gallon mile passenger person user customer trip
    ride room bed kwh mwh copy bottle cup meal visit square ounce gram bushel dozen pair gallon word"""
)  # fmt: skip
# Words that end a noun phrase behind a number.
_STOP = word_set(
    """a an and or of in on at by for from to with within into per than that which who while but as is are was were be been being has have had
    will would can could may might should do does did not no the this these those its their our his her it they we you i if when where after
    before during since until under over above below between against across versus vs about compared year-over-year year-on-year yoy up down
    more less most least only also even just still then now year weekly monthly daily annually yearly each every all both respectively because
    so such some any due i.e e.g according including excluding via plus minus through without toward towards like unlike respectively
    on average again earlier ago later combined total alone together higher lower fewer greater larger smaller out off yet long old wide tall
    deep high worth"""
)  # fmt: skip
_NOT_PLURAL = word_set(
    """is was has its this as us thus less plus versus always perhaps across yes process business access basis success progress analysis crisis
    yes gas bus its has was campus virus bonus status previous various gas bus lens series diabetes overseas sometimes afterwards besides towards whereas"""
)  # fmt: skip
_SPELLED = word_set("fte people staff personnel headcount children men women aircraft cattle sheep fish crew police teeth feet mice")  # fmt: skip
# Adjectives of what a rate is counted by: "per diluted share".
_DESCRIBING = frozenset(
    [
        "diluted",
        "basic",
        "ordinary",
        "common",
        "full-time",
        "average",
        "active",
        "adjusted",
        "standard",
        "square",
        "metric",
    ]
)
# Nouns that say little without the word before them.
_VAGUE = frozenset(["equivalents", "points", "units", "items", "days"])


def read_tail(text: str, at: int, end: int, scaled: bool, percent: bool, money: str | None = None) -> Tail | None:
    """The unit written from text[at:] on, at most to `end`; `money` is the code of a currency written before the number.

    None where what follows shows that this is no figure.
    """
    if money:
        rate, stop, frequency = _rate(text, at, end, False, True)
        return Tail(money + rate, stop, frequency)
    simple = _ratio(text, at, end, scaled, percent)
    if simple is not None:
        return simple
    found = _amount(text, at, end, scaled) or _counted(text, at, end)
    unit, stop = found if found else ("", at)
    rate, stop, frequency = _rate(text, stop, end, bool(unit), unit in CURRENCIES.values())
    return Tail(unit + rate if unit or not rate else f"1{rate}", stop, frequency)


def _ratio(text: str, at: int, end: int, scaled: bool, percent: bool) -> Tail | None:
    """A percentage, percentage points, basis points or a multiple."""
    if percent:
        points = _POINTS_AFTER.match(text, at, end)
        return Tail("percentage point", points.end()) if points else Tail("percent", at)
    for pattern, unit in (
        (_POINTS, "percentage point"),
        (_BASIS, "basis point"),
        (_PERCENT, "percent"),
        (_PERCENT_HYPHEN, "percent"),
        (_TIMES, "ratio"),
    ):
        if scaled and unit == "ratio":
            # "downloaded 3.4 million times" counts.
            continue
        match = pattern.match(text, at, end)
        if match:
            unit = "percentage point" if unit == "percent" and match["points"] else unit
            return Tail(unit, match.end())
    return None


def _amount(text: str, at: int, end: int, scaled: bool) -> tuple[str, int] | None:
    """A currency, a physical unit or a span of time behind the number."""
    match = _POUNDS.match(text, at, end)
    if match:
        return "pound", match.end()
    match = _CURRENCY.match(text, at, end)
    if match and (scaled or not (match[1].lower() in _LOWER_WORDS and match[1].islower())):
        return currency(match[1]) or "", match.end()
    match = _PHYSICAL.match(text, at, end)
    if match and (match[1] not in CASED if match[1].lower() in CASED.values() else False):
        match = None
    if match:
        return PHYSICAL[match[1].lower()], match.end()
    match = _TIME.match(text, at, end)
    if match and not re.match(r"-(?:old|long)", text[match.end() : match.end() + 5]):
        return TIMES[match[1].lower()], match.end()
    match = _CJK_TIME.match(text, at, end)
    if match and match[1] != "年":
        return TIMES[match[1]], match.end()
    match = _CJK.match(text, at, end)
    return (singular(match[1]), match.end()) if match else None


def _counted(text: str, at: int, end: int) -> tuple[str, int] | None:
    """The counted noun: the first plural within four words behind the number ("312 full-time employees")."""
    stop, previous = at, ""
    for _ in range(4):
        match = _WORD.match(text, stop, end)
        if match is None:
            return None
        word = match[1].lower().rstrip("'’")
        follower = _WORD.match(text, match.end(), end)
        if (
            word in _ADVERBS
            and follower
            and follower[1].lower() not in _STOP
            and VERBS.get(follower[1].lower(), ("", VerbForm.BASE))[1] is not VerbForm.PAST
        ):
            # "1.5 billion monthly users", not "7.9 trillion tokens weekly".
            stop, previous = match.end(), word
            continue
        if word == "and" and previous and _BOTH.match(text, match.end(), end):
            # "748 state and municipal schools"
            stop = match.end()
            continue
        if word in _STOP or "\n\n" in match.group() or word.endswith(("'s", "’s", "ly")):
            return None
        form = VERBS.get(word)
        if form and word not in NOUN_TOO and form[1] in (VerbForm.S, VerbForm.BASE):
            return None
        plural = (
            word.endswith("s")
            and word.rpartition("-")[2] not in _NOT_PLURAL
            and (not word.endswith(("ss", "is", "us")) or re.search(r"[A-Z]s$", match[1]) is not None)
            and (len(word) > 3 or re.match(r"[A-Z]{2}s$|[a-z]{2}s$", match[1]) is not None)
        )
        if plural or word in _SPELLED or word.endswith("children"):
            noun = singular(word.rpartition("-")[2] if word.count("-") else word)
            if match[1][0].isupper() and place_of_people(word):
                # "51.4 million Brazilians" are people.
                return "person", match.end()
            if word in _VAGUE and previous:
                noun = f"{previous} {noun}"
            elif "-" in word:
                noun = singular(word)
            return noun, match.end() - len(match[1]) + len(match[1].rstrip("'’"))
        stop, previous = match.end(), word
    return None


def _rate(text: str, at: int, end: int, counted: bool, money: bool) -> tuple[str, int, str]:
    """Every "per …" behind a unit, as " / seat / month" (time last), where it ends, and a frequency.

    "tokens per week" and "tokens weekly" keep their unit and have a frequency: the interval of a flow is part of what is
    counted over, not of what is counted.
    """
    nouns: list[str] = []
    times: list[str] = []
    frequency = ""
    if money and (alone := _PER_SCALE.match(text, at, end)):
        return f" / {alone[1].lower()}", alone.end(), ""
    if per_money := _PER_MONEY.match(text, at, end):
        # "22 cents per EUR 1,000 sent"
        sum_of = per_money["n"].replace(",", "")
        return f" / {sum_of} {currency(per_money['money'])}", per_money.end(), ""
    while match := _PER.match(text, at, end):
        what, word = match["what"].lower(), (match["word"] or "").lower()
        if match["slash"] and not counted and not money and not text[at - 1 : at].isdigit():
            break
        if what in TIMES and not match["n"]:
            if word in ("a", "an") and _TIME_AGO.match(text, match.end("what"), end):
                break
            times.append(TIMES[what])
        elif what in _STOP or (
            word in ("a", "an", "each", "every")
            and not (money and (what in _SOLD_BY or (len(what) > 2 and what in PHYSICAL)))
        ):
            break
        else:
            described = _DESCRIBED.match(text, match.start("what"), end) if not match["n"] else None
            if described is not None and what not in CASED.values():
                # "53 gigabytes a week per North American subscriber", "28 per Asian one"
                nouns += [] if described["noun"] in ("one", "ones") else [singular(described["noun"])]
                at = described.end()
                continue
            nouns.append(_denominator(match, what))
        at = _end_of(match, nouns)
    adverb = _ADVERB.match(text, at, end)
    if adverb and not times:
        frequency = _ADVERBS[adverb[1].lower()]
    if len(times) == 1 and not nouns and not (money and times[0] == "hour"):
        return "", at, times[0]
    return "".join(f" / {p}" for p in nouns + times), at, frequency


def _end_of(match: re.Match[str], nouns: list[str]) -> int:
    """Where a denominator ends: behind its second word where that is the counted noun ("per 1,000 live births")."""
    second = (match["second"] or "").lower()
    if nouns and second and nouns[-1].endswith(singular(second)) and (not match["what"].lower().endswith("s")):
        return match.end("second")
    return match.end("what")


def _denominator(match: re.Match[str], what: str) -> str:
    number = (match["n"] or "").replace(",", "").lower()
    multiple = _MULTIPLES.get(number, f"{number} " if number else "")
    second = (match["second"] or "").lower()
    if what in _DESCRIBING and second and second not in _STOP:
        return multiple + singular(second)
    if number and not what.endswith("s") and second.endswith("s") and second not in _NOT_PLURAL | _STOP:
        return (
            f"{multiple}{singular(second)}" if multiple in ("kilo", "mega") else f"{multiple}{what} {singular(second)}"
        )
    exact = match["what"]
    physical = PHYSICAL.get(what) if what not in CASED.values() or exact in CASED else None
    return multiple + (physical or singular(what))

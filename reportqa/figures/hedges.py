"""How a source hedges a number: "about", "at least", "over", "up to", "under", told by the words around it."""

from __future__ import annotations

import re

from reportqa.types import Qualifier

__all__ = ["hedge", "hedge_spans", "rises_to"]

_WORDS: tuple[tuple[Qualifier, str], ...] = (
    (Qualifier.AT_LEAST, r"at least|no (?:less|fewer) than|not (?:less|fewer) than|a minimum of|minimum|至少"),
    (Qualifier.UP_TO, r"up to|at most|no more than|not more than|(?<!times )(?<!twice )as (?:much|many|high|large) as|a maximum of|maximum|capped at|高达"),
    (Qualifier.UNDER, r"under|below|less than|fewer than|lower than|short of|不到"),
    (Qualifier.OVER, r"over|more than|exceed(?:s|ed|ing)?|above|greater than|higher than|surpass(?:es|ed|ing)?|upwards of|in excess of|(?<!the )(?<!half )(?<!over )past|north of|"
                     r"br(?:oke|eaks|eaking) through|topp(?:ed|ing)|tops|better than|well over|超过"),
    (Qualifier.ABOUT, r"approximately|about|roughly|around|some|nearly|almost|close to|circa|ca\.?|c\.|approx\.?|an estimated|estimated at|an average of about|"
                      r"in the region of|on the order of|just (?:over|under)|practically|~|≈|约|大约|近"),
)  # fmt: skip
_BEFORE = tuple((q, re.compile(rf"(?:^|(?<=[\s(\[“\"—–=:])|(?<=[\u4e00-\u9fff]))(?:{p})[\s(*_]*(?:by\s)?$", re.I)) for q, p in _WORDS)  # fmt: skip
# "just over", "well above" stay OVER; "just" alone hedges nothing.
_AFTER = re.compile(
    r"\s*(?:or (?P<more>more|above|higher|greater|over)|or (?P<less>less|lower|fewer|below|under)|(?P<so>or so|or thereabouts)|(?P<plus>plus\b(?=[,.;)]|$|-)))\b",
    re.I,
)
# "edged up to 4.3%", "went up to": the word belongs to the verb.
_RISING = re.compile(
    r"\b(?:edg|go|went|gone|crept|creep|mov|tick|push|inch|driv|drove|bring|brought|tak|took|com|came|climb|ris|rose|shot|nudg|bump|ramp|scal|pick|ratchet|bid|mark)\w*\s+up\s+to\s*$",
    re.I,
)
# "for $2.1 billion over six years": a span of time behind an amount, not a time that is exceeded.
_DURING = re.compile(
    r"\b(?!(?:for|after|in|of|lasts?|lasted|took|takes?|taken|spent|is|was|are|were|by|just|well|little|averag\w+|to)\s)\S+\sover\s*$",
    re.I,
)
_TIME = re.compile(r"(?:second|minute|hour|day|night|week|month|quarter|year|decade)s?$", re.I)
# Before these words a comparative compares two things: "18% above the 4.9 GW", "2% more than 5 GW of last year".
_COMPARED = re.compile(r"(?:[%x]|percent|points?|times|half|twice)\s+(?:[a-z]+\s+)?(?:over|above|below|under|than|more than|less than|fewer than|higher than|lower than)\s*$", re.I)  # fmt: skip

_LONG_HEDGE = re.compile(
    r"\b(?:plus or minus|up to|at (?:least|most)|as (?:much|many|high|low|large|small|few|little) as|(?:no|not) (?:more|less|fewer) than|(?:more|less|fewer|greater|better) than|close to|"
    r"in excess of|upwards? of|north of|south of|well (?:over|above|below|under)|just (?:over|under|above|below|short of)|an? (?:total|average|record|median|combined|mere|further|"
    r"additional|estimated|approximate|aggregate|modest|whopping|staggering|maximum|minimum|mean)(?: of)?|a little (?:over|under|more than|less than)|somewhere between|between|"
    r"approximately|about|around|roughly|some|nearly|almost|over|under|above|below|only|just|another|even|the|a|an|[~≈])\s*$",
    re.I,
)


def hedge(text: str, start: int, end: int, plus: bool) -> Qualifier | None:
    """The hedge of the number text[start:end]; `plus` says that a "+" is written behind its digits."""
    if plus:
        return Qualifier.AT_LEAST
    after = _AFTER.match(text, end, end + 18)
    if after:
        return (
            Qualifier.AT_LEAST
            if after["more"] or after["plus"]
            else Qualifier.UP_TO
            if after["less"]
            else Qualifier.ABOUT
        )
    before = text[max(0, start - 32) : start]
    if _COMPARED.search(before) or _RISING.search(before) or (_TIME.search(text[start:end]) and _DURING.search(before)):
        return None
    return next((q for q, pattern in _BEFORE if pattern.search(before)), None)


def rises_to(text: str, end: int) -> bool:
    """Whether the "up to" that ends at an offset belongs to a verb: "edged up to"."""
    return _RISING.search(text[max(0, end - 32) : end]) is not None


def hedge_spans(text: str, start: int, atoms: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The stretches before numbers that only hedge them; one hedge may follow another ("by more than a mere 3")."""
    out: list[tuple[int, int]] = []
    for first, _, kind in atoms:
        at = first
        while kind == "#" and (m := _LONG_HEDGE.search(text, max(start, at - 32), at)) and not rises_to(text, at):
            at = m.start()
        if at < first:
            out.append((at, first))
    return out

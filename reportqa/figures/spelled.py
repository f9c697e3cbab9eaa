"""Numbers written in words: "two million passengers", "twenty-five ships", "a third of", "half a million"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures.lexicon import NUMBER_WORDS

__all__ = ["Spelled", "find_spelled"]


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words at [start:end]; `scaled` where a word such as "million" stands behind it; `fraction` for parts of a whole."""

    start: int
    end: int
    value: float
    scaled: bool
    fraction: bool
    alone: bool = False


_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_NUMBER = rf"(?:(?:{_TENS})(?:[\s-](?:{_ONES}))?|{_TEENS}|{_ONES})"
# "the four", "these three": a count that was told before.
_DEFINITE = re.compile(
    r"\b(?:the|these|those|all|its|their|our|other|top|both|any|either|of|in|or|and) (?:(?!under\b|over\b|about\b|nearly\b|around\b|almost\b|some\b|roughly\b|just\b|only\b|than\b|\w+(?:s|ed)\b)\w+ )?$",
    re.I,
)
_PATTERN = re.compile(
    rf"\b(?P<half>half a (?P<hscale>million|billion|trillion))\b"
    rf"|\b(?P<top>an?|one|two|three|four|five|seven|nine)[\s-](?P<part>half|third|quarter|fifth|sixth|eighth|tenth)s?\b(?=\s+of\b(?!\s+(?:(?:the\s+)?(?:year|fiscal|(?:19|20)\d\d)|a\s+(?:year|century)))|\s+(?:more|less|fewer|higher|lower|larger|smaller)\b)"
    rf"|(?<!first )(?<!second )(?<!latter )(?<!other )(?<!former )\b(?P<alone>half)\b(?=\s+of\b(?!\s+(?:(?:the\s+)?(?:year|fiscal|season|century|(?:19|20)\d\d)|a\s+(?:year|century)|its\s+life)))"
    rf"|\b(?P<odd>{_NUMBER}) (?:out of|in(?= (?:every )?(?:ten|five|four|three|six|seven|eight|twenty|twelve)\b(?! (?:years|months|weeks|days|hours))))(?: every)? (?P<among>{_NUMBER})\b"
    rf"|(?:(?<=\bby )|(?<=\bby nearly )|(?<=\bby almost )|(?<=\bby about )|(?<=\bby roughly )|(?<=\bby around )|(?<=\bby over )|(?<=\bby more than ))(?P<top2>an?|one|two)[\s-](?P<part2>third|quarter|fifth|sixth|eighth|tenth)s?\b"
    rf"|\b(?P<number>{_NUMBER})(?P<scale>\s(?:hundred(?:\sthousand|\smillion)?|thousand|million|billion|trillion))?\b(?![-‑–])",
    re.I,
)


def find_spelled(text: str, start: int, end: int) -> list[Spelled]:
    """Every number in words of text[start:end]. "one" alone, ordinals and vague words ("dozens", "millions of") are none."""
    out = []
    for m in _PATTERN.finditer(text, start, end):
        found = _read(m)
        if found is not None and (
            found.scaled or found.fraction or not _DEFINITE.search(text, max(start, m.start() - 16), m.start())
        ):
            out.append(found)
    return out


def _read(m: re.Match[str]) -> Spelled | None:
    if m["half"]:
        return Spelled(m.start(), m.end(), 0.5 * _SCALES[m["hscale"].lower()], True, False)
    if m["alone"]:
        return Spelled(m.start(), m.end(), 50.0, False, True)
    if m["odd"]:
        some, among = _value(m["odd"].lower()), _value(m["among"].lower())
        return Spelled(m.start(), m.end(), 100.0 * some / among, False, True) if 0 < some < among else None
    part = m["part"] or m["part2"]
    if part:
        top = _value((m["top"] or m["top2"]).lower())
        return Spelled(m.start(), m.end(), 100.0 * top / _PARTS[part.lower()], False, True)
    value = _value(m["number"].lower())
    scale = (m["scale"] or "").lower().split()
    if value == 1 and not scale:
        return None
    for word in scale:
        value *= _SCALES[word]
    return Spelled(m.start(), m.end(), value, bool(scale), False)


def _value(words: str) -> float:
    if words in ("a", "an", "one"):
        return 1.0
    return float(sum(NUMBER_WORDS.get(w, 1 if w == "one" else 0) for w in re.split(r"[\s-]", words)))

"""Digits that are no figures: parts of names and words, list marks, note numbers, addresses, clock times, versions."""

from __future__ import annotations

import re

from reportqa.figures.demonyms import place_of_people
from reportqa.figures.lexicon import word_set

__all__ = ["is_age", "is_inside_word", "is_label", "is_reference", "is_resolution", "not_figures", "numbered_things"]

# Stretches in which no digit is a figure.
_NEVER = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+\.\w+|doi:\S+|\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{1,2}(?:\.\d\d)?\s?[ap]\.?m\b|\b(?:USB(?:-[A-C])?|HDMI|HTML|Bluetooth|DDR|PCIe|Wi-Fi|Python|Java|Windows|Android|iOS|Web)\s\d+(?:\.\d+)?\b|\bv?\d+\.\d+\.\d+(?:\.\d+)*\b|"
    r"(?<![\d$€£¥])\+\d{1,3}[\s.-]\(?\d{1,4}\)?(?:[\s.-]\d{2,4}){1,4}\b|\b\(?\d{3}\)?[\s-]\d{3}[\s-]\d{4}\b|\bISBN[\s:]*[\d-]+|"
    r"\b[a-f0-9]{7,}(?=[a-f]|\b)(?<=[a-f])|\b(?=\w*\d)(?=\w*[a-z])[a-f0-9]{8,}\b|\[\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]|\[\^[^\]\s]{1,30}\]:?",
    re.I,
)
_LABELS = word_set(
    """chapter section figure fig table reason judgment judgement step part phase type level tier note notes footnote page pages appendix
    annex item items version volume issue exhibit schedule stage class category no nos number article paragraph rule question answer
    option scenario day week top form topic asc ias ifrs sab sec rule block plot route line gate platform room track grade
    round episode season principle point goal objective pillar box chart panel law act clause"""
)  # fmt: skip
# Numbered things: "scopes 1 and 2", "phase 3", "Articles 5, 6 and 9". A list goes on only behind a plural.
_KINDS = "scope|phase|stage|tier|level|table|figure|chart|exhibit|chapter|section|article|annex|appendix|paragraph|clause|schedule|footnote|page|panel|grade|zone"
# School years, behind a preposition: "in years 5 to 9", not "last year 61 people drowned".
_IN_YEAR = (
    r"(?:(?<=\bin )|(?<=\bIn )|(?<=\bto )|(?<=\bof )|(?<=\bfor )|(?<=\bFor ))"
    r"(?:year\s\d{1,2}|years\s\d{1,2}(?:\s(?:and|to)\s|\s?[–-]\s?)\d{1,2})"
)
_NUMBERED = re.compile(
    rf"\b(?:{_IN_YEAR}|(?:{_KINDS})\s\d{{1,3}}[a-z]?|(?:{_KINDS}|appendice|annexe)s\s\d{{1,3}}(?:,\s\d{{1,3}})*(?:,?\s(?:and|or|to)\s|\s?[–&-]\s?)\d{{1,3}})"
    r"(?![\d.,]*\d|\s?%|\s(?:per\s?cent|percentage|points?|thousand|million|billion|trillion|times|to\s\d)\b)",
    re.I,
)  # fmt: skip
_MONTHS = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?$", re.I)
# A capitalised word before a small bare number makes it part of a name: "Claude 4", "Chapter 3".
_BEFORE = re.compile(
    r"(?:^|[\s(\"“'‘&/])(?P<word>[A-Z][\w’'.&-]*|[a-z]+[A-Z]\w*|no\.|nos\.|#|pages?|sections?|chapters?|figures?|tables?|notes?|steps?|phase|appendix|"
    r"items?|exhibit|footnote|volume|version|question|annex|paragraph)[\s\u00a0]$"
)
# ... but not these, which have a capital only because a sentence begins.
_OPENERS = word_set(
    """about over under only some nearly almost around roughly approximately between from to in at by of for with and or the a an this these
    those all another just exactly up down its our their his her reaching reached total than since until after before during through per
    were was is are has have had that but while on no net average nearly some within even another further overall altogether additional
    combined both each every least most more less fewer because if when where as so then now yet still also only"""
)  # fmt: skip
# What follows a model's number: "Boeing 737 MAX", "iPhone 15 Pro".
_MODEL = re.compile(r"\s(?:[A-Z]{2,}\b|(?:Pro|Max|Mini|Plus|Ultra|Air|Series|Turbo|Neo|Lite)\b)")
_HYPHENED = re.compile(r"[-‑][A-Za-z]")
_UNIT_BEHIND_HYPHEN = re.compile(
    r"[-‑](?:years?|months?|days?|weeks?|hours?|minutes?|seconds?|fold|percent|per\s?cent|percentage|points?|basis|thousand|million|billion|trillion|"
    r"km|kilomet\w+|miles?|met(?:re|er)s?|feet|foot|tonnes?|tons?|kilograms?|kg|lit(?:re|er)s?|seats?|beds?|berths?|rooms?|storey|story|megawatts?|gigawatts?|kilowatts?|"
    r"mw|gw|kw|[kmgt]wh|hectares?|acres?|barrels?|people|persons?|man|member|euro|dollar|pound|yuan|cents?|tokens?|users?)\b",
    re.I,
)  # fmt: skip


_REFERENCE = re.compile(
    r"\b(?:pp?\.|pages?|(?:foot)?notes?|sections?|chapters?|figures?|tables?|items?|paragraphs?|articles?|questions?|lines?|verses?|rules?|nos?\.)\s?$",
    re.I,
)
_AGED = re.compile(
    r"\b(?:ages?|aged)\s(?:(?:of|between|from|over|under|above|below|at least)\s)?$|"
    r"\b(?:adults|people|children|those|women|men|workers|patients|persons|pupils|boys|girls|residents|voters|drivers|adolescents|teenagers|players|citizens)\s"
    r"(?:aged\s)?(?:over|under|above|below|older than|younger than)\s(?:the age of\s)?$|"
    r"\b(?:people|adults|children|women|men|\w{3,}(?:ers|ors|ants|ents|ists))\s(?:are|were|is|was)\s(?:aged\s)?(?:over|under|older than|younger than)\s$",
    re.I,
)

# Without one of these there is none of them.
_MAYBE = re.compile(
    r"\d\s?[ap]\.?m\b|USB|HDMI|HTML|Bluetooth|DDR\d|PCIe|Wi-Fi|Python|Java|Windows|Android|iOS|Web|//|www\.|@|\d:\d|\d\.\d+\.\d|\+\d|\d\)?[ -]\d{3}[ -]\d{4}|ISBN|doi:|\[[\d^]|[a-f0-9]{7}",
    re.I,
)


def not_figures(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans in which no digit is a figure: addresses, telephone numbers, clock times, versions, hashes, note marks,
    numbered things."""
    numbered = numbered_things(text, start, end)
    if not _MAYBE.search(text, start, end):
        return numbered
    return [*numbered, *(m.span() for m in _NEVER.finditer(text, start, end))]


def numbered_things(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of what is only numbered: "phase 3", "years 5 to 9"."""
    return [m.span() for m in _NUMBERED.finditer(text, start, end)]


def is_inside_word(text: str, first: int, last: int, signed: int) -> bool:
    """Whether the digits text[first:last] hang on a letter, hyphen, slash or dot: GPT-5, A1, 24/7, B2B, 3rd.

    `signed` is where a sign before them stands, or -1.
    """
    if signed >= 0 and text[signed - 1 : signed].isalnum():
        return True
    before = text[first - 1 : first] if signed < 0 else " "
    if before.isalpha() and not "\u4e00" <= before <= "\u9fff":
        return True
    if before and (before in "_#@/.‑" or (before == "-" and text[first - 2 : first - 1].isalnum())):
        return not (before == "/" and text[first - 2 : first - 1] == " ")
    if before == ":" and text[first - 2 : first - 1].isdigit():
        return True
    after = text[last : last + 3]
    if re.match(r"(?:st|nd|rd|th)\b", after, re.I) or re.match(r"[/:]\d|\.\d", after):
        return True
    return bool(_HYPHENED.match(after)) and not _UNIT_BEHIND_HYPHEN.match(text, last)


def is_label(text: str, first: int, last: int, unit: str) -> bool:
    """Whether the bare number text[first:last] is a name's, a list's, a year or a day: "Claude 4", "Section 3", "2. Results"."""
    digits = text[first:last]
    if re.fullmatch(r"(?:1[89]|20)\d\d", digits) and (not unit or re.match(r"\s[A-Z]", text[last : last + 2])):
        return True
    line = text.rfind("\n", 0, first) + 1
    if (
        not text[line:first].strip(" \t#>*-•(")
        and re.match(r"[.)、．]\s|\.\d", text[last : last + 2])
        and len(digits) <= 3
    ):
        return True
    if text[first - 1 : first] == "(" and text[last : last + 1] == ")" and len(digits) <= 2 and not unit:
        return True
    before = _BEFORE.search(text, max(0, first - 30), first)
    if before is None:
        return not unit and _is_day(text, first, last)
    if unit in ("percent", "percentage point", "ratio", "basis point"):
        return False
    word = before["word"].lower().rstrip(".")
    if word in _LABELS or word == "#" or _MONTHS.match(word):
        return True
    if place_of_people(word):
        # "the average Spaniard 64"
        return False
    whole = re.fullmatch(r"\d{1,4}", digits) is not None
    if whole and not unit and before["word"][0].isupper() and word not in _OPENERS and _MODEL.match(text, last):
        return True
    acronym = len(word) > 1 and before["word"].isupper()
    return whole and word not in _OPENERS and (len(digits) <= 2 or (acronym and not unit))


def is_age(text: str, first: int) -> bool:
    """Whether the bare number at an offset tells an age that names a group: "adults over 60", "aged 18-24", "the over 65s"."""
    return _AGED.search(text, max(0, first - 40), first) is not None


def is_reference(text: str, first: int) -> bool:
    """Whether a range at an offset counts pages, notes or sections: "pp. 113-121", "footnotes 12-14"."""
    return _REFERENCE.search(text, max(0, first - 16), first) is not None


def is_resolution(text: str, first: int, last: int) -> bool:
    """Whether the digits name a picture's size: "4K cameras", "8K"."""
    return (
        text[first:last] in ("2", "4", "5", "8")
        and text[last : last + 1] == "K"
        and text[first - 1 : first] not in "$€£¥"
    )


def _is_day(text: str, first: int, last: int) -> bool:
    """Whether the digits are a day of a month: "25 May"."""
    after = re.match(r"\s+(?:of\s+)?([A-Z][a-z]{2,8})\b", text[last : last + 16])
    return bool(after and _MONTHS.match(after.group(1)) and last - first <= 2)

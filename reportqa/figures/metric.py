"""What is measured, in the words of the source: the noun phrase of a number without its owner, its period and its hedges."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.grammar import Predicate, Span, noun_phrase_after
from reportqa.figures.lexicon import CHANGE_NOUNS, Act, participle_of, word_set
from reportqa.figures.numbers import Number
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL, TIMES, is_currency
from reportqa.figures.uses import RATES, Role, Use

__all__ = ["amount_of", "counted_phrase", "is_anaphoric", "metric_of", "phrase_text", "said", "same_measure"]

_MOST_WORDS = 10
# Phrases that name no measure of their own but point to one named before.
_ANAPHORIC = word_set(
    """gap lead ratio multiple factor figure number share rate it this that they one total former latter difference margin amount level value
    sum count record data result results figures numbers increase decrease growth decline rise fall change drop comparison average half those these
    us we majority proportion portion part rest remainder range estimate forecast target plan tally edge advantage distance spread volume there"""
)
_OWN_LEAD = frozenset(["the", "a", "an", "its", "their", "our", "this", "these", "his", "her", "such", "that", "those"])
# Units that measure and count nothing.
_MEASURED = frozenset(PHYSICAL.values()) | frozenset(TIMES.values())
_RELATING = frozenset(["related", "associated", "attributable", "incurred", "generated", "recorded", "recognized", "recognised", "relating", "due"])  # fmt: skip
_TRAILING = frozenset(["of", "in", "on", "at", "by", "for", "from", "to", "with", "as", "and", "or", "than", "per", "between", "over", "during", "within", "about", "was", "is", "were", "are"])  # fmt: skip
_MONEY_NOUN = {"spend": "spending", "invest": "investment", "raise": "amount raised", "earn": "earnings", "pay": "price", "cost": "cost", "charge": "price",
               "sell": "price", "price": "price", "retail": "price", "bill": "price", "lose": "loss", "borrow": "borrowing", "donate": "donation",
               "lend": "lending", "owe": "debt"}  # fmt: skip


def phrase_text(s: Tagged, span: Span, without: Sequence[Span] = ()) -> str:
    """A noun phrase as text, without the tokens of `without` (and the possessive or preposition that ties them to it),
    bracketed asides, periods and the determiner it begins with."""
    drop = _tied(s, span, without)
    kept: list[int] = []
    depth = 0
    for i in range(*span):
        mark = s.tags[i]
        depth += mark == "("
        if mark == "T":
            while kept and s.tags[kept[-1]] in "PD":
                kept.pop()
        elif not depth and i not in drop and mark not in "?#H;:":
            kept.append(i)
        depth -= mark == ")" and depth > 0
    while kept and (s.words[kept[0]] in _OWN_LEAD or s.tags[kept[0]] in "PRC,'"):
        kept.pop(0)
    while kept and (s.words[kept[-1]] in _TRAILING or s.words[kept[-1]] in _RELATING or s.tags[kept[-1]] in "PRC,'D"):
        kept.pop()
    return _joined(s, kept)


def _tied(s: Tagged, span: Span, without: Sequence[Span]) -> set[int]:
    drop: set[int] = set()
    for first, last in without:
        drop.update(range(first, last))
        if last < span[1] and s.tags[last] == "'":
            drop.add(last)
        i = first - 1
        while i >= span[0] and s.tags[i] in "D":
            drop.add(i)
            i -= 1
        closes = last >= span[1] or s.tags[last] in "P,C"
        if i >= span[0] and s.tags[i] == "P" and closes:
            drop.add(i)
    return drop


def _joined(s: Tagged, tokens: list[int]) -> str:
    """Tokens as text, with the source's own spacing where they stand side by side."""
    tokens = tokens[-_MOST_WORDS:] if len(tokens) > _MOST_WORDS + 4 else tokens
    out = ""
    for n, i in enumerate(tokens):
        apart = n and not (tokens[n - 1] == i - 1 and s.ends[i - 1] == s.starts[i])
        out += (" " if apart else "") + s.text[s.starts[i] : s.ends[i]]
    return re.sub(r"\s+", " ", out).strip(" ,;:'’“”\"")


def is_anaphoric(metric: str) -> bool:
    """Whether a phrase only points to a measure named before: "the gap", "it", "the total"."""
    words = metric.lower().split()
    return not words or (
        len(words) <= 2
        and words[-1] in _ANAPHORIC
        and (len(words) == 1 or words[0] in ("same", "whole", "new", "latest", "overall", "previous", "current"))
    )


def same_measure(metric: str, other: str) -> bool:
    """Whether a short phrase repeats a longer one: "prices" after "mainstream LLM API prices", "API price" after "API price of LLMs"."""
    mine, theirs = metric.lower().split(), other.lower().split()
    if not mine or not theirs or len(mine) > len(theirs):
        return False
    return (
        theirs[-len(mine) :] == mine
        or (theirs[: len(mine)] == mine and len(mine) > 1)
        or _head_of(other)[-len(mine) :] == mine
    )


def _head_of(metric: str) -> list[str]:
    """The words of a phrase up to its first preposition."""
    words = metric.lower().split()
    at = next((i for i, w in enumerate(words) if w in _TRAILING), len(words))
    return words[:at]


def counted_phrase(number: Number) -> str:
    """The counted noun as written behind a number: "31.4 million passengers" → "passengers"; "" for money, rates and units."""
    first = number.unit.split(" / ")[0]
    if not first or first in RATES or first in _MEASURED or is_currency(first) or first in ("1", "date"):
        return ""
    rest = number.text[number.core[1] - number.start :]
    rest = re.sub(
        r"^\+?[\s-]*(?:(?:hundred|thousand|millions?|billions?|trillions?|bn|mn|tn|[kmbt])\b\s*)*", "", rest, flags=re.I
    )
    rest = re.sub(
        r"\s+(?:per|a|an|each|every)\s+.*$|\s*/.*$|\s+(?:weekly|monthly|daily|annually|yearly|hourly|quarterly)$",
        "",
        rest,
    )
    return rest.strip() if re.match(r"[A-Za-zÀ-ÿ]{3,}", rest) else ""


def metric_of(s: Tagged, k: int, use: Use, unit: str, counted: str, noun: str, owner: Sequence[Span]) -> str:
    """The measure that a number's own clause names, or "" where it names none.

    `noun` is its noun phrase without its owner, `owner` the tokens that name the owner.
    """
    p = use.predicate
    if use.role is Role.SHARE:
        whole = phrase_text(s, use.whole)
        return f"share of {whole}" if whole else "share"
    if use.role in (Role.HEAD, Role.WHOLE):
        return _headed(s, k, use, unit, counted)
    if use.role is Role.ADJUNCT:
        return counted or _limited(s, k, p, noun, owner)
    sold = p is not None and p.act is Act.PRICE and use.noun == p.subject and "/" in unit
    if noun and not is_anaphoric(noun) and not sold:
        return noun
    behind = amount_of(s, k, unit) if not counted else ""
    if p is None:
        return behind or counted
    priced = p.act is Act.PRICE and ("/" in unit or p.lemma in ("cost", "price", "retail"))
    if priced:
        thing = (
            phrase_text(s, p.subject, owner)
            if p.lemma in ("cost", "sell", "price", "retail") and not _is_name(s, p.subject)
            else ""
        )
        return f"{thing} {_MONEY_NOUN.get(p.lemma, 'price')}".strip()
    if p.lemma in _MONEY_NOUN and not counted and p.act is not Act.PRICE:
        return behind or _MONEY_NOUN[p.lemma]
    if not counted and not behind and p.act is Act.HAVE and (unit in RATES or is_currency(unit)):
        return phrase_text(s, p.subject, owner)
    if not counted:
        done = p.act in (Act.DO, Act.PRICE) and is_currency(unit) and not p.participle
        if behind and p.act is not Act.PRICE:
            return f"{behind} {participle_of(p.lemma)}" if p.act is Act.DO and not done else behind
        return f"amount {participle_of(p.lemma)}" if done else ""
    if p.act in (Act.DO, Act.FALL, Act.RISE) or p.lemma in (
        "carry",
        "seat",
        "house",
        "consume",
        "hold",
        "offer",
        "record",
        "register",
    ):
        return counted if counted.endswith("ed") else f"{counted} {participle_of(p.lemma)}"
    return counted


def amount_of(s: Tagged, k: int, unit: str) -> str:
    """What stands behind a number tells what it is an amount of: "NOK 2.3 billion in revenue", "a 12% stake", "an 11-kilometre route"."""
    following = s.tags[k + 1 : k + 2]
    if (
        following == "N"
        and (unit in RATES or "-" in s.words[k] or is_currency(unit))
        and s.words[k + 1] not in CHANGE_NOUNS
    ):
        return phrase_text(s, noun_phrase_after(s, k + 1))
    if s.words[k + 1 : k + 2] not in (("in",), ("of",)) or "/" in unit:
        return ""
    text = phrase_text(s, noun_phrase_after(s, k + 2))
    if unit == "percent" and s.words[k + 1] == "of" and s.tags[k + 2 : k + 3] == "A":
        return f"share of {text}"
    if s.tags[k + 2 : k + 3] in ("A", "T", "#") or not text or len(text.split()) > 6:
        return ""
    return f"share of {text}" if unit == "percent" and s.words[k + 1] == "of" else text


def _limited(s: Tagged, k: int, p: Predicate | None, noun: str, owner: Sequence[Span]) -> str:
    """What a duration or limit bounds: "Readmissions within" (30 days), "operated on within" (48 hours)."""
    j = k - 1
    while j > 0 and s.tags[j] in "HDR":
        j -= 1
    by = s.words[j] if s.tags[j] == "P" else ""
    subject = phrase_text(s, p.subject, owner) if p is not None else ""
    if p is not None and p.lemma == "be" and noun != subject:
        return f"{subject} {noun}".strip()
    if p is not None and p.verb[1] <= k and (not noun or subject == noun):
        return (
            f"{noun} {said(s, p, k)} {by}".strip()
            if not said(s, p, k).endswith(by)
            else f"{noun} {said(s, p, k)}".strip()
        )
    return f"{noun} {by}".strip()


def _is_name(s: Tagged, span: Span) -> bool:
    return all(t in "A',CD" for t in s.tags[span[0] : span[1]])


def _headed(s: Tagged, k: int, use: Use, unit: str, counted: str) -> str:
    """The measure of a number that is itself the subject: "87 of the 312 vessels … ran on batteries" → "vessels … ran on batteries"."""
    p = use.predicate
    end = p.verb[0] if p is not None and p.verb[0] > k else len(s.tags)
    behind = k + 1
    if s.words[behind : behind + 1] == ("of",):
        behind += 1
    inner = next((i for i in range(behind, min(end, behind + 3)) if s.tags[i] == "#"), -1)
    rest = phrase_text(s, (behind, _noun_end(s, behind, end)))
    if inner >= 0:
        noun = re.sub(r"^[^A-Za-z]*(?:(?:thousand|million|billion|trillion)\b\s*)?", "", s.slice(inner, inner + 1))
        rest = f"{noun} {_prepositional(s, inner + 1, end)}".strip()
    rest = re.sub(r"^(?:them|which|whom|all)$", "", rest)
    if unit in RATES and rest:
        rest = f"share of {rest}"
    elif counted:
        rest = f"{counted} {_prepositional(s, k + 1, end)}".strip()
    elif unit not in RATES and not rest:
        follows = re.search(r"[A-Za-z]+s\b", s.text[s.ends[k] : s.ends[min(len(s.tags), k + 5) - 1]])
        rest = follows.group() if follows and s.words[behind : behind + 1] == ("of",) else ""
    if p is not None and p.lemma == "be" and p.verb[0] > k and not rest:
        return phrase_text(s, noun_phrase_after(s, p.verb[1]))
    if p is not None and p.verb[1] <= k and use.noun[0] < use.noun[1]:
        # "fractures were operated on within 48 hours in 88% of cases".
        return f"{phrase_text(s, use.noun)} {said(s, p)}".strip()
    action = said(s, p) if p is not None and p.verb[0] > k else ""
    return f"{rest} {action}".strip()


def _noun_end(s: Tagged, first: int, end: int) -> int:
    last = first
    while last < end and s.tags[last] in "NA'DPH#":
        last += 1
    return last


def _prepositional(s: Tagged, first: int, end: int) -> str:
    """The phrase behind a counted noun that tells which ones: "vessels in regular service"."""
    if first < end and s.tags[first] == "P" and s.words[first] in ("in", "on", "with", "at", "from", "of", "for"):
        return f"{s.words[first]} {phrase_text(s, (first + 1, _noun_end(s, first + 1, end)))}".strip()
    return ""


def said(s: Tagged, p: Predicate, before: int = 1_000_000) -> str:
    """The verb with the words that directly follow it, up to token `before`; "" for "be" and "have"."""
    if p.act in (Act.STATE, Act.HAVE):
        return ""
    last = p.verb[1]
    while last < min(len(s.tags), p.verb[1] + 4, before) and s.tags[last] in "PDNA" and s.words[last] != "because":
        last += 1
    first = p.verb[0]
    while first < p.verb[1] - 1 and s.tags[first] in "XRI":
        first += 1
    text = re.sub(r"\s+", " ", s.slice(first, last))
    while text.split()[-1:] and text.split()[-1].lower() in _TRAILING | _OWN_LEAD:
        text = text.rsplit(" ", 1)[0] if " " in text else ""
    return text

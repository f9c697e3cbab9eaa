"""How a number's own clause names what it measures: by its noun phrase, by its verb, by what stands behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.grammar import Predicate
from reportqa.figures.groups import is_numbered
from reportqa.figures.lexicon import BE, CHANGE_NOUNS, COMPARERS, MEASURES, NUMBER_WORDS, Act, participle_of
from reportqa.figures.metric import DETERMINING, TRAILING, is_anaphoric, phrase_text
from reportqa.figures.numbers import Number
from reportqa.figures.phrases import Span, noun_phrase_after
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL_UNITS, TIMES, is_currency, is_money
from reportqa.figures.uses import EARNING, PARTICLES, RATES, Role, Use

__all__ = ["amount_of", "counted_whole", "is_object", "named_measure", "per_noun", "said", "whole_in_opening"]

_MONEY_NOUN = {"spend": "spending", "invest": "investment", "raise": "amount raised", "earn": "earnings", "pay": "price", "cost": "cost", "charge": "price",
               "sell": "price", "price": "price", "retail": "price", "bill": "price", "lose": "loss", "borrow": "borrowing", "donate": "donation",
               "lend": "lending", "owe": "debt"}  # fmt: skip
_PRICED = frozenset(["cost", "price", "retail"])
# Verbs of having that say how the things are had: "carried 31.4 million passengers".
_HOLDING = frozenset(["carry", "seat", "house", "consume", "hold", "offer", "record", "register"])
# What a span of time behind these verbs measures.
_LASTING = {"stay": "stay", "last": "length", "wait": "wait"}
_TAKING = frozenset(["take", "need", "require"])
_BEING = frozenset(["have", "stand", "remain", "lie", "stay"])
_STATE = re.compile(r"[RH]*(?P<state>(?:PD?)?D?[NV]N{0,2}(?:PD?N{1,2}|PD?A{1,3})?)(?=P?D?[TA]|[,;?CSP]|$)")
# "30 ships were more than …", "8 of them are like …"
_COMPARING = frozenset(["more", "less", "fewer", "than", "like", "as", "among", "of"])
_AT_END = re.compile(r"(?:^|\s)(?:at|by|since|in|from) the (?:end|beginning|start|close|time|same)\b.*$")
_SPANS = frozenset(TIMES.values()) | {"night"}
_SEATING = frozenset(["seat", "house", "sleep"])
_PER_NOUN = re.compile(r"\bper (?:[\d,]+|million|thousand) ([a-z]+ [a-z]+s)$")
_MOST_WORDS = 6


def named_measure(s: Tagged, k: int, use: Use, number: Number, counted: str, noun: str, owner: Sequence[Span]) -> str:
    """The measure that the clause of the number at token k names, or "" where it names none.

    `noun` is its noun phrase without its owner, `owner` the tokens that name the owner, `counted` the noun it counts.
    """
    p, unit = use.predicate, number.unit
    if use.role is Role.VALUE and not unit and not noun:
        counted = counted or counted_whole(s, k)
    if use.role is Role.SHARE:
        whole = phrase_text(s, use.whole, owner)
        part = phrase_text(s, use.noun, owner) if use.noun[1] - use.noun[0] <= _MOST_WORDS else ""
        part = (
            ""
            if is_anaphoric(part)
            or part.lower() in NUMBER_WORDS
            or (part[:1].isupper() and "A" in s.tags[slice(*use.noun)])
            else part
        )
        return f"{part} share of {whole}".strip() if whole else amount_of(s, k, unit) or f"{part} share".strip()
    if use.role in (Role.HEAD, Role.WHOLE):
        return _headed(s, k, use, unit, counted, owner if p is not None and p.act is Act.SAY else ())
    if use.role is Role.ADJUNCT:
        return counted or _limited(s, k, p, noun, owner)
    done = participle_of(p.lemma) if p is not None else ""
    sold = p is not None and p.act is Act.PRICE and use.noun == p.subject and "/" in unit
    if noun and not is_anaphoric(noun) and p is not None and unit in _SPANS and p.lemma in _LASTING:
        return f"{noun} {_LASTING[p.lemma]}"
    if p is not None and unit in _SPANS and p.lemma in _TAKING and p.verb[1] <= k and is_object(s, k, p):
        return _time_taken(s, k, p, owner)
    if noun and not is_anaphoric(noun) and not sold:
        if unit == "percent" and p is not None and p.passive and p.act is Act.DO and s.words[p.verb[1] : k] == ("by",):
            return f"{noun} {done}"
        return f"{noun} {_state_behind(s, k, p, unit) or _part_behind(s, k, p, unit, noun)}".strip()
    if p is None:
        return counted or amount_of(s, k, unit)
    return _counted_by(s, k, p, counted) if counted else _told_by(s, k, p, number, owner)


def _time_taken(s: Tagged, k: int, p: Predicate, owner: Sequence[Span]) -> str:
    """What takes a span of time: "a transfer takes 2 seconds", "it takes 11 weeks on average to fill a post"."""
    if task := re.compile(r"(?:P[DN]+)?(?P<task>IV[DNA'PR]{1,7})(?=[,;?CS]|$)").match(s.tags, k + 1):
        return f"time taken {s.slice(*task.span('task'))}"
    thing = phrase_text(s, p.subject, owner)
    return "" if is_anaphoric(thing) else f"{thing} time taken"


def counted_whole(s: Tagged, k: int) -> str:
    """What is counted by the number that this one is part of: "241 of 577 seats", "18 of their last 22 matches"."""
    match = re.compile(r"PD?N{0,2}#").match(s.tags, k + 1)
    if match is None or s.words[k + 1] != "of":
        return ""
    return re.sub(
        r"^[^A-Za-z]*(?:(?:thousand|million|billion|trillion)\b\s*)?", "", s.slice(match.end() - 1, match.end())
    )


def whole_in_opening(s: Tagged, k: int, use: Use) -> str:
    """What the number that is a subject counts a part of: "Of the clinics, 45 were closed"; "" where that is not told."""
    told = re.match(r"PD?(?P<whole>N{1,3}),", s.tags[:k])
    return s.slice(*told.span("whole")) if told and use.role is Role.HEAD and s.words[0] == "of" else ""


def _part_behind(s: Tagged, k: int, p: Predicate | None, unit: str, noun: str) -> str:
    """What things are a share of: "diesel vans were 48% of sales"; "" where the subject is a measure itself."""
    if p is None or p.act is not Act.STATE or unit != "percent" or s.words[k + 1 : k + 2] != ("of",) or p.verb[1] > k:
        return ""
    whole = phrase_text(s, noun_phrase_after(s, k + 2))
    known = noun.split()[-1].lower() in MEASURES or any(w in MEASURES for w in noun.lower().split())
    return f"share of {whole}" if whole and not known and s.tags[k + 2 : k + 3] not in ("A", "T", "#") else ""


def _state_behind(s: Tagged, k: int, p: Predicate | None, unit: str) -> str:
    """The adjective that a percentage qualifies: "was 94% effective", "was 92% full"; "" where there is none."""
    behind = s.words[k + 1 : k + 2]
    if p is None or p.lemma != "be" or unit != "percent" or s.tags[k + 1 : k + 2] != "N" or p.verb[1] > k:
        return ""
    ends = s.tags[k + 2 : k + 3] in ("", "P", "T", ",", ";", "?", "S", "C")
    return behind[0] if ends and behind[0] not in CHANGE_NOUNS and behind[0] not in COMPARERS else ""


def is_object(s: Tagged, k: int, p: Predicate) -> bool:
    """Whether the number at token k is the object of a verb: nothing but hedges and an indirect object between them."""
    return re.fullmatch(r"[HRD]*[NA]{0,2}[HRD]*", s.tags[p.verb[1] + bool(_particle(s, k, p)) : k]) is not None


def _particle(s: Tagged, k: int, p: Predicate) -> str:
    """The particle that stands between a verb and its object, the number at token k: "turned out 240,000 doors"."""
    word = s.words[p.verb[1]] if p.verb[1] < k else ""
    return word if word in PARTICLES and not s.tags[p.verb[1] + 1 : k].strip("HRD") else ""


def _counted_by(s: Tagged, k: int, p: Predicate, counted: str) -> str:
    """A counted noun with what its verb did to it: "passengers carried"."""
    if p.lemma == "be" and s.words[p.verb[0] - 1] == "there" and (state := _state(s, k + 1)):
        # "There were 300 doctors on the waiting list"
        return f"{counted} {state}"
    if not is_object(s, k, p):
        return counted
    doing = p.act in (Act.DO, Act.FALL, Act.RISE, Act.PRICE) or p.lemma in _HOLDING or p.lemma == "make"
    done = f"{participle_of(p.lemma)} {_particle(s, k, p)}".strip()
    return f"{counted} {done}" if doing and not counted.endswith("ed") else counted


def _told_by(s: Tagged, k: int, p: Predicate, number: Number, owner: Sequence[Span]) -> str:
    """The measure that a verb and what stands behind the number tell: "cost", "revenue" (behind "in"), "amount awarded"."""
    unit, done = number.unit, participle_of(p.lemma)
    money = is_currency(unit)
    if p.act is Act.PRICE and ("/" in unit or p.lemma in _PRICED):
        told = p.lemma not in ("pay", "charge", "bill") and not _is_name(s, p.subject)
        thing = phrase_text(s, p.subject, owner) if told and s.tags[p.subject[0] : p.subject[0] + 1] != "O" else ""
        per = per_noun(number)
        return f"{thing} {_MONEY_NOUN.get(p.lemma, 'price')}{f' of {per}' if per else ''}".strip()
    behind = amount_of(s, k, unit)
    if unit == "percent" and s.words[k + 1 : k + 3] == ("of", "what"):
        return f"{phrase_text(s, p.subject, owner)} share {done}".strip()
    if money and p.lemma in EARNING and _particle(s, k, p) == "in":
        return behind or _taken_in(s, k, p, owner)
    if p.lemma == "put" and money and s.words[k + 1 : k + 2] == ("into",):
        return f"investment in {phrase_text(s, noun_phrase_after(s, k + 2))}"
    if p.lemma == "spend" and unit in TIMES.values():
        on = noun_phrase_after(s, k + 2) if s.words[k + 1 : k + 2] in (("with",), ("on",), ("in",)) else (0, 0)
        thing = f" {s.words[k + 1]} {phrase_text(s, on)}" if on[0] < on[1] and "A" not in s.tags[slice(*on)] else ""
        return f"{unit}s spent{thing}"
    if p.lemma in _MONEY_NOUN and is_money(unit) and p.act is not Act.PRICE:
        return behind or f"{_MONEY_NOUN[p.lemma]} {_aim(s, k)}".strip()
    if behind and (p.act is not Act.PRICE or not money):
        sold = p.act is Act.PRICE and unit not in RATES
        return f"{behind} {done}" if (p.act is Act.DO or sold) and not money else behind
    if p.act is Act.HAVE and unit in RATES and s.tags[p.subject[1] : p.subject[1] + 1] == ",":
        # "Its nearest rival, Lotus, holds 13%"
        return behind
    if p.act is Act.HAVE and (unit in RATES or money):
        return phrase_text(s, p.subject, owner)
    if p.act is Act.PRICE and money and (task := re.compile(r"IV[DNAPR]{1,6}(?=[,;?CS]|$)").match(s.tags, k + 1)):
        # "charged $4,200 to lift a kilogram to low orbit"
        return f"price {s.slice(*task.span())}"
    if p.lemma in _SEATING and not unit:
        return done
    if p.passive and p.act is Act.DO and not money:
        return f"{phrase_text(s, p.subject, owner)} {done}".strip()
    if p.lemma in ("lead", "follow", "trail", "rank") and s.words[p.verb[1] : p.verb[1] + 1] == ("with",):
        # "Latera follows with EUR 17 billion" names no measure.
        return ""
    paid = p.act in (Act.DO, Act.PRICE) or p.lemma == "budget"
    done = f"{done} {_particle(s, k, p)}".strip()
    return f"amount {done} {_aim(s, k)}".strip() if paid and money and not p.participle else ""


def _taken_in(s: Tagged, k: int, p: Predicate, owner: Sequence[Span]) -> str:
    """Money taken in, with what brought it and what it came from: "its obesity drug brought in $3.4 billion" → "obesity drug revenue"."""
    source = noun_phrase_after(s, k + 2) if s.words[k + 1 : k + 2] == ("from",) else (0, 0)
    came = f" from {phrase_text(s, source)}" if source[0] < source[1] else ""
    return f"{phrase_text(s, p.subject, owner) if owner else ''} revenue{came}".strip()


def _aim(s: Tagged, k: int) -> str:
    """What money goes to: "paid £1,738 a year for energy", "spent $4 billion on roads"; "" where that is a name or a time."""
    if s.words[k + 1 : k + 2] not in (("for",), ("on",)) or s.words[k + 2 : k + 3] == ("average",):
        return ""
    thing = noun_phrase_after(s, k + 2)
    if s.tags[k + 2 : k + 3] in ("A", "T", "#", "") or not 0 < thing[1] - thing[0] <= 4 or "A" in s.tags[slice(*thing)]:
        return ""
    if s.words[thing[1] : thing[1] + 1] == ("of",) and "#" in s.tags[thing[1] : thing[1] + 3]:
        # "lost €14 million on revenue of €71 million"
        return ""
    return f"{s.words[k + 1]} {phrase_text(s, thing)}"


def per_noun(number: Number) -> str:
    """The two words that a price is per: "per million input tokens" → "input tokens"; "" where it is per one word."""
    match = _PER_NOUN.search(number.text)
    return match[1] if match else ""


def amount_of(s: Tagged, k: int, unit: str) -> str:
    """What stands behind a number tells what it is an amount of: "NOK 2.3 billion in revenue", "a 12% stake", "an 11-kilometre route"."""
    follower = s.words[k + 1] if k + 1 < len(s.words) else ""
    if s.tags[k + 1 : k + 2] == "N" and follower not in CHANGE_NOUNS and not follower.endswith("ed"):
        direct = (unit in RATES and unit != "ratio") or "-" in s.words[k] or is_currency(unit)
        return phrase_text(s, noun_phrase_after(s, k + 1)) if direct else ""
    if follower not in ("in", "of") or ("/" in unit and follower == "of"):
        return ""
    if follower == "in" and (
        not unit or unit in PHYSICAL_UNITS or s.tags[k + 2 : k + 3] == "D" or is_numbered(s, k + 2)
    ):
        # "13.1 in secondary schools", "$1.65 in the supermarket": where, not what.
        return ""
    text = phrase_text(s, noun_phrase_after(s, k + 2))
    if unit == "percent" and follower == "of" and s.tags[k + 2 : k + 3] == "A":
        return f"share of {text}"
    if s.tags[k + 2 : k + 3] in ("A", "T", "#") or not text or len(text.split()) > _MOST_WORDS:
        return ""
    if follower == "in" and text.split()[-1].lower() in TIMES:
        # "grew 128% in twelve months": how long, not what.
        return ""
    return f"share of {text}" if unit == "percent" and follower == "of" else text


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
        action = said(s, p, k)
        return f"{noun} {action}".strip() if by and action.endswith(by) else f"{noun} {action} {by}".strip()
    return f"{noun} {by}".strip()


def _is_name(s: Tagged, span: Span) -> bool:
    return all(t in "A',CD" for t in s.tags[span[0] : span[1]])


def _headed(s: Tagged, k: int, use: Use, unit: str, counted: str, owner: Sequence[Span]) -> str:
    """The measure of a number that is itself the subject: "87 of the 312 vessels … ran on batteries" → "vessels … ran on batteries"."""
    p = use.predicate
    end = p.verb[0] if p is not None and p.verb[0] > k else len(s.tags)
    behind = k + 1
    if s.words[behind : behind + 1] == ("of",):
        behind += 1
    inner = next((i for i in range(behind, min(end, behind + 3)) if s.tags[i] in "#(,"), -1)
    inner = inner if inner >= 0 and s.tags[inner] == "#" else -1
    rest = phrase_text(s, (behind, _noun_end(s, behind, end)), owner)
    if inner >= 0:
        noun = re.sub(r"^[^A-Za-z]*(?:(?:thousand|million|billion|trillion)\b\s*)?", "", s.slice(inner, inner + 1))
        rest = f"{noun} {_prepositional(s, inner + 1, end)}".strip()
    rest = re.sub(r"^(?:them|which|whom|all)$", "", rest)
    rest = rest or (whole_in_opening(s, k, use) if unit == "percent" else "")
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
    being = p is not None and (s.words[p.verb[1] - 1] in BE if p.lemma == "be" else p.lemma in _BEING)
    if p is not None and being and p.verb[0] > k and rest and unit != "ratio":
        state = _state(s, p.verb[1])
        return f"{rest} {'with ' if state and p.act is Act.HAVE else ''}{state}".strip()
    part = unit in RATES or s.words[max(0, k - 2) : k] == ("of", "which")
    action = said(s, p) if p is not None and p.verb[0] > k and (rest or part or p.lemma != "come") else ""
    return f"{rest} {action}".strip()


def _state(s: Tagged, at: int) -> str:
    """What things counted are said to be or to have, from token `at` on: "60% of the workers are migrants", "30 ships were idle",
    "900 patients are on the waiting list"; "" where that is a name or a time, or a longer phrase."""
    match = _STATE.match(s.tags, at)
    first, last = match.span("state") if match else (at, at)
    # "out of order"
    first -= s.words[first - 1] == "out"
    if first == last or s.words[first] in _COMPARING:
        return ""
    told = s.slice(first, last)
    return re.sub(r"^(?:an?|the) ", "", _AT_END.sub("", told))


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
    if (p.act in (Act.STATE, Act.HAVE) and not (p.passive and p.lemma != "be")) or p.lemma == "compare":
        came = p.lemma == "come" and s.words[p.verb[1] : p.verb[1] + 1] in (("by",), ("from",), ("via",))
        return s.slice(p.verb[1] - 1, noun_phrase_after(s, p.verb[1] + 1)[1]) if came and before > len(s.tags) else ""
    last = p.verb[1]
    while last < min(len(s.tags), p.verb[1] + 4, before) and s.tags[last] in "PDNA" and s.words[last] != "because":
        last += 1
    if (
        (p.act is Act.SAY or p.lemma == "tell")
        and last == p.verb[1]
        and (told := re.compile(r"(?:O(?=S?O))?S?OR*X*V[DN]*").match(s.tags, last, before))
    ):
        # "said they trusted their bank": what was said.
        last = told.end()
    first = p.verb[0]
    while first < p.verb[1] - 1 and s.tags[first] in "XRI":
        first += 1
    text = re.sub(r"\s(?:at least|at most|once|alone)$", "", re.sub(r"\s+", " ", s.slice(first, last)))
    while text.split()[-1:] and text.split()[-1].lower() in TRAILING | DETERMINING | {"every", "each"}:
        text = text.rsplit(" ", 1)[0] if " " in text else ""
    return text

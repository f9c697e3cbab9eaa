"""What a number does in its sentence: is it the value of a noun, a change, an earlier value it is compared with, a share?

Told by what stands right before the number (a verb, a preposition, a bracket, a comma, a name) and right behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from reportqa.figures.grammar import Predicate
from reportqa.figures.groups import another_group
from reportqa.figures.lexicon import CHANGE_NOUNS, COMPARERS, MEASURES, VERBS, Act
from reportqa.figures.phrases import Span, noun_phrase_after, noun_phrase_before
from reportqa.figures.prepositions import behind_particle, behind_preposition, ratio_to, whole_after
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import TIMES, is_currency
from reportqa.figures.uses import LEVELS, RATES, RATIO_NOUNS, Place, Role, Use

__all__ = ["use_of"]

_LISTING = re.compile(r"(?:PD?[NA]+|PT|T)*[,C]+[RHD]*(?:PT,?)?[RHD]*")
_OPENING = re.compile(r"P(?:R|D?(?:N{1,2}|A+)(?:PD?N{1,2})?)[HRD]*")
_ASIDE = re.compile(r"\([^()]*\)")
# Verbs of change whose object, where it is money, is what was lost or gathered.
_IN_MONEY = frozenset(["lose", "raise"])
_HANDING_ON = frozenset([Act.DO, Act.HAVE, Act.SHARE, Act.PRICE])
_TURNING = frozenset(["become", "get", "turn"])
_JOINED_BY = frozenset(["to", "from", "by", "with", "against"])


def use_of(s: Tagged, predicates: tuple[Predicate, ...], k: int, units: Mapping[int, str]) -> Use:
    """The use of the number at token k; `units` maps the tokens of all numbers of the sentence to their units."""
    # "62 rupees in India (about $0.70), 9,500 rupiah in Indonesia": what stands in brackets is passed over.
    before = [n for n in units if n < k and not _is_closed(s, n, k)]
    if len(before) > 1 and units[before[-1]] in TIMES.values() and s.words[before[-1] - 1] == "within":
        # "91% of patients within 15 minutes in towns and 74% elsewhere"
        before = before[:-1]
    place = Place(s, k, units[k], _governor(s, predicates, k), max(before, default=-1))
    found = _found(place, predicates, units)
    return _in_parallel(place, found, predicates, units)


def _found(place: Place, predicates: tuple[Predicate, ...], units: Mapping[int, str]) -> Use:
    """The use of a number by what stands beside it."""
    s, k = place.s, place.k
    right = _from_right(place)
    if right is not None:
        return right
    j = _left_neighbour(s, k)
    mark = s.tags[j] if j >= 0 else " "
    if place.sibling >= 0 and _compares(s, j, k):
        return place.use(Role.EARLIER, sibling=place.sibling)
    if _OPENING.fullmatch(s.tags, 0, k) and (coming := _headed_by(place, predicates)) is not None:
        # "In total 58 million people used", "By that measure 171 of the 240 took part", "In Spain 1,240 homes stood empty"
        return Use(Role.HEAD, (0, 0), coming)
    if another_group(s, place.sibling, k) and _is_alike(place.unit, units[place.sibling]):
        # "costs EUR 2.40 in zone 1 and in zone 2 EUR 3.10"
        return place.use(Role.VALUE, sibling=place.sibling)
    if mark in "VX":
        return _complement(place, next((p for p in predicates if p.verb[0] <= j < p.verb[1]), place.governor), j)
    if mark == "P" and s.tags[:j].strip("RCD") == "" and s.words[j] in ("at", "with"):
        coming = next((p for p in predicates if p.verb[0] > k and p.own), None)
        return Use(Role.VALUE, coming.subject if coming else (0, 0), coming)
    if mark == "P":
        return behind_preposition(place, j)
    if mark == "(" or (mark == ":" and "(" in s.tags[max(0, j - 3) : j]):
        opening = s.tags.rfind("(", 0, j + 1)
        return _in_brackets(replace(place, governor=_governor(s, predicates, opening)), opening)
    if mark == "R" and place.governor is not None and place.governor.act is Act.SHARE:
        return _complement(place, place.governor, j)
    if mark == "R" and (phrasal := behind_particle(place, j)) is not None:
        return phrasal
    if mark == "R":
        noun = noun_phrase_before(s, j) if j > 0 and s.tags[j - 1] in "NA)" else (0, 0)
        if (
            place.governor is not None
            and place.governor.verb[1] == j
            and (place.governor.lemma == "be" or place.changing)
        ):
            noun = place.subject
        return place.use(Role.CHANGE, noun, place.sibling, "growth" if s.words[j] == "up" else "decline")
    if mark == "A":
        return _behind_name(place, j)
    if mark in "NT'O)":
        return _behind_noun(place, j)
    return _loose(place, predicates, j, units)


def _is_alike(unit: str, other: str) -> bool:
    """Whether two units are one, or one of them the other's money: "EUR 2,100 per square metre, in the south EUR 3,400"."""
    return unit == other or (is_currency(unit) and unit == other.split(" / ")[0])


def _headed_by(n: Place, predicates: tuple[Predicate, ...]) -> Predicate | None:
    """The verb whose subject begins with the number; None for "In insurance 2.7 days are customary", of which that is no measure."""
    found = next((p for p in predicates if p.own and p.subject[0] == n.k < p.subject[1]), None)
    return None if found is not None and found.lemma == "be" and n.unit in TIMES.values() else found


def _in_parallel(n: Place, found: Use, predicates: tuple[Predicate, ...], units: Mapping[int, str]) -> Use:
    """A bare number whose verb is that of the number before it, of which it then says the same of another: "Rigans borrowed
    4.1 million books, while Tartu's readers borrowed 1.2 million"; "flew 88 missions: Kitayama accounted for 14"."""
    p = found.predicate
    bare = not n.unit or (is_currency(n.unit) and found.noun[0] == found.noun[1])
    if found.role is not Role.VALUE or found.sibling >= 0 or not bare or p is None or p.verb[1] > n.k:
        return found
    counts = p.act is Act.SHARE and n.s.words[p.verb[1] : p.verb[1] + 1] == ("for",)
    for told in sorted((m for m in units if m < n.k and not _is_closed(n.s, m, n.k)), reverse=True):
        first = _governor(n.s, predicates, told)
        again = first is not None and p is not first and p.lemma == first.lemma and p.act in (Act.DO, Act.PRICE)
        alike = units[told] == n.unit or (not n.unit and units[told] not in RATES)
        if units[told] and alike and (again or counts):
            named = found.noun if "A" in n.s.tags[slice(*found.noun)] and found.noun != p.subject else found.named
            return replace(found, noun=(0, 0), named=named, sibling=told)
    return found


def _is_closed(s: Tagged, n: int, k: int) -> bool:
    """Whether token n stands in brackets that end before token k."""
    return s.tags[:n].count("(") > s.tags[:n].count(")") and ")" in s.tags[n:k]


def _governor(s: Tagged, predicates: tuple[Predicate, ...], k: int) -> Predicate | None:
    """The last predicate before k in the same clause."""
    before = [p for p in predicates if p.verb[1] <= k]
    if not before:
        return None
    between = s.tags[before[-1].verb[1] : k]
    closed = re.search(r"[;S-]", between) or between.count("(") > between.count(")")
    return None if closed else before[-1]


def _left_neighbour(s: Tagged, k: int) -> int:
    """The token before k that is no hedge, adverb, determiner or interposed period; -1 at the beginning."""
    j = k - 1
    while j >= 0:
        if s.tags[j] in "HD" or (s.tags[j] == "R" and s.words[j] not in ("up", "down")):
            j -= 1
        elif s.tags[j] == "T":
            i = j - 1
            while i >= 0 and s.tags[i] in "PDT":
                i -= 1
            if i == j - 1 and i >= 0 and s.tags[i] in "(,":
                return j
            j = i
        elif (
            s.tags[j] == "N"
            and j == k - 1
            and j > 1
            and s.tags[j - 1] == "D"
            and s.tags[j - 2] in "VXP"
            and s.words[j] not in RATIO_NOUNS
        ):
            j -= 2
        else:
            break
    return j


def _compares(s: Tagged, j: int, k: int) -> bool:
    """Whether the hedge before a number really compares: "18% above the 4.9 GW", "twice as many as the 37,500"."""
    between = s.words[j + 1 : k]
    if bool(between) and between[-1] == "the" and s.words[j] in ("double", "twice", "triple", "treble", "half"):
        return True
    if between == ("the",) and s.words[j] == "as" and "again" in s.words[max(0, j - 4) : j]:
        # "half as many again as the 1.56 million of 2023"
        return True
    return (
        bool(between)
        and between[-1] == "the"
        and any(w in ("than", "as", "above", "below", "over", "under") for w in between)
    )


def _from_right(n: Place) -> Use | None:
    """A change named behind the number: "a 93% decline in prices", "2.1% fewer than", "18% above the 4.9 GW"."""
    s, k = n.s, n.k
    first = k + 1
    while first < min(len(s.tags), k + 3) and s.tags[first] in "RT" and s.words[first] not in COMPARERS:
        first += 1
    for i in range(first, min(len(s.tags), k + 6)):
        if s.tags[i] not in "NAV":
            break
        if s.words[i] in CHANGE_NOUNS and s.tags[i] != "A":
            noun = (first, i) if i > first and n.unit in RATES else (0, 0)
            return n.use(Role.CHANGE, _behind_change(s, i + 1) or noun, n.sibling, CHANGE_NOUNS[s.words[i]])
    word = s.words[first] if first < len(s.tags) else ""
    if (
        n.unit in RATES
        and first == k + 1
        and word in ("more", "less", "fewer")
        and s.tags[first + 1 : first + 2] == "N"
    ):
        # "sowed 5% less barley"
        return n.use(Role.CHANGE, noun_phrase_after(s, first + 1), n.sibling, COMPARERS[word])
    if word not in COMPARERS or first != k + 1 or n.unit == "ratio":
        return None
    if n.unit not in RATES and s.words[first + 1 : first + 2] not in (("than",), ("on",)):
        return None
    turned = n.governor is not None and (n.governor.act is Act.STATE or n.governor.lemma in _TURNING)
    stated = n.governor is not None and turned and not s.tags[n.governor.verb[1] : k].strip("HRD")
    return n.use(Role.CHANGE, n.subject if stated else (0, 0), -1 if stated else n.sibling, COMPARERS[word])


def _behind_change(s: Tagged, at: int) -> Span | None:
    """What changed, behind a noun of change: "decline in weekly prices"."""
    if s.words[at : at + 1] not in (("in",), ("of",), ("for",), ("to",)):
        return None
    noun = noun_phrase_after(s, at + 1)
    return noun if noun[0] < noun[1] else None


def _complement(n: Place, p: Predicate | None, j: int) -> Use:
    """Behind a verb: "reached 7.9 trillion", "grew 312%", "employs 3,450 people"."""
    if p is None:
        return Use(Role.VALUE, noun_phrase_before(n.s, j))
    n = replace(n, governor=p)
    if p.lemma in _IN_MONEY and is_currency(n.unit) and not n.s.tags[p.verb[1] : n.k].strip("HRD"):
        # "lost €14 million", "raised €34 million": an amount of its own, no change of another.
        return n.use(Role.VALUE)
    if n.changing and any(w in LEVELS for w in n.s.words[p.verb[1] : n.k]) and n.s.words[p.verb[1]] != "more":
        return n.use(Role.VALUE, p.subject)
    if n.unit == "percent" and p.lemma in _IN_MONEY and n.s.words[n.k + 1 : n.k + 3] == ("of", "what"):
        # "lost 37% of what was put into them": a level, by which nothing fell.
        return n.use(Role.VALUE)
    if n.changing and not (n.unit not in RATES and _counts(n)):
        return n.use(Role.CHANGE, p.subject, -1, n.direction)
    measured = n.unit == "ratio" and p.act in (Act.PRICE, Act.HAVE) and n.s.tags[n.k + 1 : n.k + 2] in ("D", "A")
    if measured or (n.unit == "ratio" and p.act is Act.STATE):
        # "costs 9.1 times the median salary" too
        return ratio_to(n, n.use(Role.RATIO, p.subject))
    if p.act is Act.SHARE and n.unit in RATES:
        return replace(n.use(Role.SHARE, p.subject), whole=whole_after(n))
    further = n.sibling if n.s.words[n.k + 1 : n.k + 2] in (("more",), ("others",), ("further",)) and not n.unit else -1
    return n.use(Role.VALUE, p.subject if p.act is Act.STATE else (0, 0), further)


def _counts(n: Place) -> bool:
    """Whether the number is written with the noun it counts, which then is what rises or falls: "cut 200 posts"."""
    word = n.s.words[n.k]
    return bool(re.search(r"[^\W\d_]{3,}s$|people$|staff$", word)) and not re.search(
        r"(?:million|billion|trillion|thousand)s?$", word
    )


def _in_brackets(n: Place, opening: int) -> Use:
    """In brackets: the value of the phrase before them, or of another period: "(2018: £12.4 million)"."""
    dated = "T" in n.s.tags[opening : n.k]
    if n.sibling >= 0 and opening > 0 and (n.s.tags[opening - 1] == "#" or dated):
        return n.use(Role.EARLIER if dated else Role.VALUE, sibling=n.sibling)
    noun = noun_phrase_before(n.s, opening)
    if n.sibling >= 0 and n.unit == "percent" and noun[0] == n.sibling + 1 and n.s.words[n.sibling][:1].isalpha():
        # "two in three nurses (66%)": the same in digits.
        return n.use(Role.VALUE, sibling=n.sibling)
    signed = n.s.words[n.k][:1] in "+-−–"
    if (
        n.governor is not None
        and n.governor.lemma == "be"
        and n.unit in RATES
        and (signed or noun[0] == n.governor.verb[1])
    ):
        return n.use(
            Role.CHANGE if signed else Role.VALUE,
            n.subject,
            -1,
            ("growth" if n.s.words[n.k][0] == "+" else "decline") if signed else "",
        )
    return n.use(Role.VALUE, noun, n.sibling if noun[0] == noun[1] else -1)


def _behind_name(n: Place, j: int) -> Use:
    """Right behind a name: "and Portugal 0.8 GW" says of Portugal what was said of Chile; "cost Norrvind NOK 3 million"."""
    noun = noun_phrase_before(n.s, j + 1)
    if n.governor is not None and noun[0] <= n.governor.verb[1]:
        return n.use(Role.VALUE, n.subject if n.governor.act is Act.STATE else (0, 0))
    if n.changing and n.unit == "percent" and n.sibling >= 0 and n.s.words[n.sibling - 1] not in ("to", "from", "at"):
        # "Shipments to Poland rose 12%, to Estonia 8%"
        return replace(n.use(Role.CHANGE, (0, 0), n.sibling, n.direction), named=noun)
    return replace(n.use(Role.VALUE, sibling=n.sibling), named=noun)


def _behind_noun(n: Place, j: int) -> Use:
    """Right behind a noun, a possessive or a closing bracket."""
    s = n.s
    if s.tags[j] == "'" and n.sibling >= 0 and not _counts(n):
        # "Norway's traffic grew 33%, Denmark's 28%".
        changed = n.changing and n.unit == "percent"
        use = n.use(Role.CHANGE, (0, 0), n.sibling, n.direction) if changed else n.use(Role.VALUE, sibling=n.sibling)
        return replace(use, named=noun_phrase_before(s, j))
    if s.tags[j] == "'":
        return n.use(Role.HEAD, noun_phrase_before(s, j))
    if (listed := _listed_thing(n, j)) is not None:
        return listed
    if (moved := _moved_too(n, j)) is not None:
        return moved
    noun = noun_phrase_before(s, j + 1) if s.tags[j] != ")" else noun_phrase_before(s, max(0, s.tags.rfind("(", 0, j)))
    if n.governor is not None and noun[0] <= n.governor.verb[1] and s.tags[j] != "T":
        return n.use(Role.VALUE, n.subject if n.governor.act is Act.STATE else (0, 0))
    return n.use(Role.VALUE, noun, n.sibling if noun[0] == noun[1] else -1)


def _listed_thing(n: Place, j: int) -> Use | None:
    """A further thing with its number in place of a verb: "spots brought in €148 million, banners €64 million"."""
    s, g, noun = n.s, n.governor, noun_phrase_before(n.s, j + 1)
    if n.sibling < 0 or g is None or g.act not in _HANDING_ON or not n.sibling < noun[0] < noun[1]:
        return None
    # "took 56% of all the water in 2025, homes 28%"
    between = re.sub(r"^(?:PD*[NA]+){1,2}(?=(?:PD?T)?,)", "", s.tags[n.sibling + 1 : noun[0]])
    apart = re.fullmatch(r"(?:PD?T)?,?C?D?", between) is not None and noun[0] > n.sibling + 1
    verbal = noun[1] - noun[0] == 1 and s.words[noun[0]] in VERBS and s.words[noun[0] - 1] == "and"
    # "has 208 billion transistors and draws up to 1,200 watts": a verb that was not told from a noun.
    if (
        not apart
        or verbal
        or g.verb[1] > n.sibling
        or noun[1] - noun[0] > 3
        or s.words[noun[1] - 1] in MEASURES
        or g.subject[0] == g.subject[1]
    ):
        return None
    return replace(n.use(Role.VALUE, sibling=n.sibling), named=noun)


def _moved_too(n: Place, j: int) -> Use | None:
    """A further thing that changed: "rents have risen 24% and wages 13%"."""
    noun = noun_phrase_before(n.s, j + 1)
    told = (
        n.changing and n.unit == "percent" and n.sibling >= 0 and n.s.words[n.sibling - 1] not in ("to", "from", "at")
    )
    between = n.s.tags[n.sibling + 1 : noun[0]] if told else ""
    beside = (
        re.fullmatch(r",C?D?|CD?", between) and n.s.words[n.sibling][-1:] == "%" and "A" not in n.s.tags[slice(*noun)]
    )
    return n.use(Role.CHANGE, noun, n.sibling, n.direction) if beside else None


def _loose(n: Place, predicates: tuple[Predicate, ...], j: int, units: Mapping[int, str]) -> Use:
    """Behind a comma, "and", a dash or nothing: a member of a list, the subject of a verb to come, or an aside."""
    s, k, sibling = n.s, n.k, n.sibling
    if s.words[k + 1 : k + 3] in (("of", "which"), ("of", "whom")):
        # "has 64 ships, 12 of which run on methanol"
        told = next((p for p in predicates if p.verb[0] > k and not re.search("[;,-]", s.tags[k : p.verb[0]])), None)
        return Use(Role.HEAD, (0, 0), told)
    alike = sibling >= 0 and (
        (n.unit in RATES) == (units[sibling] in RATES) or {n.unit, units[sibling]} == {"", "ratio"}
    )
    coming = next((p for p in predicates if p.own and p.subject[0] <= k < p.subject[1]), None)
    if coming is not None and re.search(r"^[^#]*,[^#]*#[^,]*$", s.tags[k + 1 : coming.verb[0]]):
        # "€118 a night on average, 190 nights booked": of the last one only.
        coming = None
    heads = coming is not None and coming.subject[0] == k
    restated = sibling >= 0 and s.words[k - 1] == "or" and s.tags[sibling + 1 : k] in ("C", ",C") and n.unit != "ratio"
    if (alike and not heads and _is_listed(n)) or restated:
        return replace(n.use(Role.VALUE, sibling=sibling), listed=True)
    if n.unit == "ratio" and sibling >= 0 and not alike:
        return ratio_to(n, n.use(Role.RATIO, sibling=sibling))
    parts = sibling >= 0 and n.unit == "" and units[sibling] not in RATES and not re.search("[VX;]", s.tags[sibling:k])
    if j >= 0 and s.tags[j] == ":" and parts:
        # "had 16,500 swap stations between them: 9,400 in India"
        return Use(Role.VALUE, sibling=sibling)
    if j >= 0 and s.tags[j] == ":" and not (heads and coming is not None and s.tags[coming.verb[0]] == "X"):
        said_of = next((p for p in reversed(predicates) if p.verb[1] <= j), None)
        return Use(
            Role.VALUE,
            said_of.subject if said_of else noun_phrase_before(s, j),
            None,
            sibling if said_of is None else -1,
        )
    if coming is not None:
        return Use(Role.HEAD, (0, 0), coming, sibling if s.tags[j : j + 1] == "S" else -1)
    if j > 0 and s.tags[j] == "," and s.tags[j - 1] in "NA":
        noun = noun_phrase_before(s, j)
        if n.in_complement(noun):
            return n.use(Role.VALUE, noun)
    return n.use(Role.HEAD if sibling < 0 else Role.VALUE, sibling=sibling)


def _is_listed(n: Place) -> bool:
    """Whether a number goes on a list of numbers, or explains the one before it between commas."""
    if any(n.s.tags[i] == "P" and n.s.words[i] in _JOINED_BY for i in range(n.sibling + 1, n.k)):
        return False
    aside = n.behind()[:1] == "," and n.s.tags[n.k - 1] == ","
    marks = zip(n.s.tags[n.sibling + 1 : n.k], n.s.words[n.sibling + 1 : n.k], strict=True)
    # "34% in Chile, but only 12% in Peru" goes on as "and" would.
    between = _ASIDE.sub("", "".join("C" if word in ("but", "yet") else mark for mark, word in marks))
    return aside or _LISTING.fullmatch(between) is not None

"""Whom a paragraph is about while it is read: the name that its latest main clause has for its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.figures.grammar import Predicate, predicates
from reportqa.figures.lexicon import MEASURES, Act, word_set
from reportqa.figures.names import canonical_name, country_of, is_country
from reportqa.figures.subject import bearer, bearer_tokens, common_subject, head_of, named_beside
from reportqa.figures.tagging import Tagged, tag
from reportqa.figures.thesaurus import is_common_word

__all__ = ["BODIES", "SELVES", "focus_of", "is_epithet", "is_plain_measure", "meant_by", "told_focus"]

# What a text calls a company or a place that it has named: "the operator", "the city".
BODIES = word_set(
    """city country town state region island company firm business maker operator airline bank retailer
    carrier brand club university hospital charity startup start-up agency utility producer supplier chain lender insurer brewer developer publisher
    platform manufacturer museum union fund"""
)


# "Revenue in the half-year"
_WHEN = re.compile(
    r" (?:in|for|during|over) (?:the |its )?(?:\w+ )?(?:half-year|half|year|quarter|month|week|season|period)$"
)


# How a report speaks of the company whose report it is.
SELVES = frozenset(["group", "company", "firm", "business", "corporation", "board", "management"])
# Further nouns that name a company only behind a place: "the Californian gene-therapy house".
_HOUSES = BODIES | {"house", "group", "giant", "player", "specialist", "subsidiary", "cooperative", "authority", "site"}


def is_epithet(s: Tagged, span: tuple[int, int]) -> bool:
    """Whether a phrase calls somebody named before by where they are: "The Berlin company", "the Chilean copper producer"."""
    told = re.fullmatch(r"A{1,3}[NH]{1,4}", s.tags[slice(*span)])
    return told is not None and s.words[span[0] - 1] == "the" and s.words[span[1] - 1] in _HOUSES


def focus_of(text: str, span: tuple[int, int], names: frozenset[str], before: str) -> str:
    """The name that a paragraph is about behind a sentence without numbers; `before` is whom it was about till then."""
    s = tag(text, span, (), (), names)
    return told_focus(s, predicates(s), before)


def told_focus(s: Tagged, found: Sequence[Predicate], before: str) -> str:
    """The one name among the subjects of a sentence's verbs; "" where there are several, and what it was before where there is
    none or where the name only says something."""
    if re.search("[VX][^VX]*,A+[DN#H]", s.tags):
        # "Lisbon has the most balanced market, Prague the best momentum"
        return ""
    told: dict[str, str] = {}
    for p in found:
        if is_epithet(s, p.subject):
            continue
        if p.own and not p.relative and p.act is not Act.SAY and "alone" not in s.words[p.subject[1] : p.verb[0]]:
            name = named_beside(s, p.subject) or bearer(s, head_of(s, p.subject))[0]
            lone = common_subject(s, p.subject)
            name = name or (lone if "A" not in s.tags and lone[:1].isupper() and " " not in lone else "")
            if name and name.lower() not in MEASURES:
                # "EBITDA fell" is about nobody.
                told[canonical_name(name)] = country_of(name)
    if not told and (only := bearer_tokens(s, (0, len(s.tags)))) and len(only) == 1 and s.tags[only[0][0] - 1] in "VXN":
        # "Scale has not made Norrvind profitable": its object, where that is the only name.
        return country_of(s.slice(*only[0]))
    if not told and not before:
        # "Kerbline, based in Leeds, reports to the end of March" opens a paragraph about it.
        opening = [p.subject for p in found if p.own] or [(0, s.tags.find(",") if "," in s.tags else 0)]
        before = next((country_of(n) for span in opening if (n := bearer(s, head_of(s, span))[0])), "")
    return before if not told else next(iter(told.values())) if len(told) == 1 else ""


def meant_by(common: str, owner: str, focus: str) -> str:
    """Whom a common noun means as an owner: the company of the title, which is `owner`, where the noun is only its word for
    itself; the one that the paragraph is about where it is another word for that; else the noun as it stands."""
    named = common.lower() in SELVES and bool(owner) and not is_country(owner)
    # A report on the North Sea means another by "the company".
    apart = bool(focus) and not is_country(focus) and all(map(is_common_word, owner.split()))
    if named and not apart:
        return owner
    return focus if focus and common.lower() in BODIES else common


def is_plain_measure(phrase: str) -> bool:
    """Whether a phrase measures whom its paragraph is about: "Revenue", "operating margin"; not "sales of all brewers".

    >>> is_plain_measure("Operating margin"), is_plain_measure("sales of all brewers"), is_plain_measure("weather")
    (True, False, False)
    """
    words = _WHEN.sub("", re.sub(r" per [a-z]+$", "", phrase.lower())).split()
    return 0 < len(words) <= 3 and words[-1] in MEASURES and words[0] not in ("average", "global", "total", "industry")

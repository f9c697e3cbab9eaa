"""What a question's form asks of prose: a list, a reason, a name, a date, a span; and the noun it asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from reportqa.answering.query import Asked, Query
from reportqa.answering.words import stems
from reportqa.figures.lexicon import VerbForm, verb_form
from reportqa.figures.tagging import tag
from reportqa.figures.units import singular

__all__ = ["Form", "Wants", "asks_causes", "asks_several", "form_of"]


class Wants(StrEnum):
    """The shape of an answer in prose."""

    LIST = "list"
    REASON = "reason"
    NAME = "name"
    DATE = "date"
    QUANTITY = "quantity"
    YES_NO = "yes or no"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a question.

    `noun` is the noun asked for, in the singular ("model" of "which models"), "" where none is named; `count` how many are
    asked for, 0 where the question does not say; `stems` are those of its content words that say what it is about.
    """

    wants: Wants
    noun: str
    count: int
    stems: frozenset[str]


_COUNTS = {w: i for i, w in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)}
_LIST = re.compile(
    r"^(?:please\s+)?(?:list|enumerate|name|give (?:me )?(?:all|the list)|tell me (?:all|which))\b|\bused for\b|\buses? of\b|\bwhat (?:do|does|did|can|could|will|must|should|would)\b.*\b(?:do|use\b.*\bfor)\b(?!.*\bcost)|"
    r"^(?:and |but )?(?:who|what) (?:else )?(?:are|were)\b.*\b(?:doing\b|(?:the|its|their) )",
    re.I,
)
_REASON = re.compile(
    r"^(?:and |but |so )?(?:why\b|how (?!many\b|much\b|often\b|long\b|large\b|big\b|high\b|low\b|far\b|old\b|fast\b|wide\b|expensive\b|great\b|few\b|frequently\b)|explain\b|describe\b|"
    r"what (?:\w+ )?(?:drove|drives?|driven|caused?|causes|explains?|led to|leads to|accounts? for|slows?|slowed|holds? back|happens?|happened|will happen|made|makes|lies behind|lay behind|is behind|was behind|triggered|contributed to|resulted|prompted|keeps?|prevents?|stops?)\b)|"
    r"^what (?:(?:do|does|did) [\w ]+ (?:say|think|believe) )?(?:has |have )?(?:brought|driven|drove|pushed) (?:down|up)\b|"
    r"\bfor (?:what|which) reasons?\b|^what (?:is|was|were|are) the (?:main |primary |chief |key )?(?:reasons?|causes?|rationale|driver)\b|,? and why\b|\bwhat .*\b(?:due to|driven by|caused by|attributable to|attributed to)\b",
    re.I,
)
_CAUSES = re.compile(r"reason|cause|driver|factor|force", re.I)
_DATE = re.compile(
    r"^(?:by |since |from |until |till )?when\b|\b(?:on|in|by|since|during|until) (?:which|what) (?:exact )?(?:day|date|year|month|quarter|week|season|period|time)\b|^(?:which|what) (?:day|date|year|month|quarter)\b|"
    r"^what (?:is|was) the (?:[\w-]+ )?date\b",
    re.I,
)
_NAME = re.compile(r"^(?:and |but )?(?:by |to |from |with |for )?(?:who|whom|whose)\b", re.I)
_YES_NO = re.compile(r"^(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should|may|might)\b", re.I)
_QUANTITY = re.compile(
    r"\bhow (?:many|much|large|big|high|low|far|old|fast|wide|expensive|long|often|frequently)\b|\b(?:what|which) (?:share|percentage|proportion|fraction|amount|number|value|sum|rate)\b",
    re.I,
)
_WH_NOUN = re.compile(
    r"\b(?:which|what|who(?=\s+(?:are|were)\b))\b(?:\s+(?:are|were|is|was))?(?:\s+(?:all|some|any|of))?(?:\s+(?:the|its|their|these|those))?\s+",
    re.I,
)
# "What is Tax Fees?" asks for one thing, "What are distribution customers?" for what they are.
_ONE = re.compile(r"^(?:what|which) (?:is|was)\b", re.I)
_DEFINED = re.compile(r"^what are (?!(?:the|its|their|these|those|some|all|any)\b)[\w'’ -]{3,40}\?*$", re.I)
_LISTED = re.compile(
    r"^(?:please\s+)?(?:list|enumerate|name|give(?: me)?|tell me)(?:\s+(?:all|some|me|us))*(?:\s+(?:the|its|their))?\s+",
    re.I,
)
# "Which kinds of vehicles …" asks for vehicles.
_KINDS = re.compile(
    r"(?:[\w-]+\s+)?(?:kinds|types|sorts|categories|varieties|sort|kind|type)\s+of\s+(?:[\w-]+\s+)??([a-z][\w-]{2,}(?<!s)s)\b(?!\s+of\b)",
    re.I,
)
_CHOICE = re.compile(r"\b(?:which|what|who) of (?:the|these|those|its|their)\b", re.I)
# Turns of phrase whose words are about nothing: "above all" is no place.
_IDIOMS = re.compile(
    r"\b(?:above all|most of all|after all|all in all|by and large|in the main|on the whole|first and foremost|for the most part|at all|in total|in the end)\b",
    re.I,
)
# Words that ask, and say nothing of what is asked about.
_ASKING = stems(
    "happen happens happened author article explain explanation list name enumerate describe mention mentioned kind type sort "
    "reason cause main primary key respective respectively following purpose writer"
)


def form_of(query: Query) -> Form:
    """The form of a question, from its words and from what was understood of it."""
    text = query.text.strip()
    noun, count, plural = _noun(text)
    if _CHOICE.search(text):
        # "In which of the five countries …" asks for one of them.
        count, plural = 0, False
    about = stems(_IDIOMS.sub(" ", text))
    return Form(_wants(text, query, noun, plural, count), noun, count, (about - _ASKING) or about)


def asks_several(query: Query) -> bool:
    """Whether a question asks for several things by their names ("Who are the …", "Name the three …"), and for no number."""
    return not query.unit and form_of(query).wants is Wants.LIST


def asks_causes(form: Form) -> bool:
    """Whether the noun asked for is one of reason: "the causes of", "the factors that"."""
    return _CAUSES.match(form.noun) is not None


def _wants(text: str, query: Query, noun: str, plural: bool, count: int) -> Wants:
    if _DATE.search(text):
        return Wants.DATE
    if _REASON.search(text) and not (plural and (count or _CAUSES.search(noun))):
        return Wants.REASON
    if _QUANTITY.search(text):
        return Wants.QUANTITY
    if _LIST.search(text) or plural or count:
        return Wants.LIST
    if _NAME.search(text) or (query.asked is Asked.NAME and not _YES_NO.search(text)):
        return Wants.NAME
    return Wants.YES_NO if _YES_NO.search(text) else Wants.SPAN


def _noun(text: str) -> tuple[str, int, bool]:
    """The noun a question asks for, in the singular, how many of it, and whether it stands in the plural."""
    opening = _LISTED.search(text) or _WH_NOUN.search(text)
    if opening is None:
        return "", 0, False
    which = opening.group().lower().startswith("which")
    asks = not _LISTED.match(text)
    be = bool(re.search(r"\b(?:are|were|is|was)\b", opening.group()))
    s = tag(text, (opening.end(), len(text)), (), (), frozenset())
    count = 0
    words: list[str] = []
    for i, (mark, word) in enumerate(zip(s.tags, s.words, strict=True)):
        if not words and (word in _COUNTS or word.isdigit()):
            count = _COUNTS.get(word) or int(word)
        elif mark == "A" and words and (form := verb_form(words[-1])) and form[1] in (VerbForm.S, VerbForm.PAST):
            # "Which company develops ERNIE": a name behind a verb is its object.
            words.pop()
            be = True
            break
        elif asks and mark == "N" and words and _is_plural(words[-1]) and _is_base(word):
            # "Which platforms supply …": behind a plural a bare verb is the verb.
            be = True
            break
        elif words and mark == "C" and s.tags[i + 1 : i + 2] in ("N", "A"):
            # "the hotel and rental operators": the last noun is the one asked for.
            continue
        elif mark in "NA'" or (
            not words and (mark in "DR" or (which and mark == "V" and s.tags[i + 1 : i + 2] == "N"))
        ):
            words.append(word)
        else:
            break
    if len(words) > 1 and not be and not _LISTED.match(text) and not re.search(r"[VX]", s.tags[len(words) :]):
        # No verb is left for the rest: the last word is one ("which company develops …").
        words.pop()
    words = [w for w in words if w[0].isalnum()]
    if not words or (not _LISTED.match(text) and _follows_subject(text, opening.end())):
        return "", count, False
    head = words[-1]
    if head == "doing":
        return "", count, False
    if _ONE.match(text) or _DEFINED.match(text):
        return singular(head), count, False
    if (kinds := _KINDS.match(text, opening.end())) is not None:
        return singular(kinds[1].lower()), count, True
    many = which and len(s.words) > len(words) and s.words[len(words)] in ("are", "were", "have")
    return singular(head), count, many or _is_plural(head)


def _is_plural(word: str) -> bool:
    return singular(word) != word and not word.endswith(("ss", "is", "us"))


def _is_base(word: str) -> bool:
    form = verb_form(word)
    return word.isalpha() and form is not None and form[1] is VerbForm.BASE


def _follows_subject(text: str, at: int) -> bool:
    """ "What do agents do": what stands behind the auxiliary is the subject, not what is asked for."""
    return bool(re.match(r".*\b(?:do|does|did|can|could|will|would)\s+$", text[:at], re.I | re.S))

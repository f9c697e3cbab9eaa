"""The phrases of a question that name operands: the part and the whole of a share, the owners that are left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from reportqa.figures.lexicon import VerbForm, verb_form
from reportqa.figures.tagging import tag

__all__ = ["OTHER_THAN", "WORLD", "excluded_owner", "share_phrases", "whole_owner"]

_WORD = r"(?:share|fraction|proportion|portion|part|per ?cent(?:age)?|slice)"
# "What share of WHOLE do/does/is PART …", "PART as a share of WHOLE", "PART's share of WHOLE", "the share of PART in WHOLE".
_SHARES = (
    re.compile(rf"\b(?:what|which) {_WORD} of (?P<whole>.+?) (?:do|does|did|is|are|was|were|has|have|would|will|comes? from|came from|belong(?:s|ed)? to|goes? to|went to|falls? to|fell to) (?P<part>.+)", re.I),
    re.compile(rf"(?:what (?:is|was|are|were) )?(?P<part>.+?),? (?:expressed )?as an? {_WORD} of (?P<whole>.+)", re.I),
    re.compile(rf"(?:what (?:is|was) )?(?:the )?{_WORD} of (?P<part>.+?) in (?P<whole>.+)", re.I),
    re.compile(rf"(?:what (?:is|was) )?(?:the )?(?P<part>.+?)(?:['’]s|['’]| )\s*{_WORD} of (?P<whole>.+)", re.I),
)  # fmt: skip
# "PART came to what percentage of WHOLE": the part stands before the verb.
_PART_FIRST = re.compile(
    rf"^(?:and |so )?(?P<part>(?!how|what|which|who|in|of|to)[\w'’ ,.-]+?) (?:(?:came|comes?|amount(?:s|ed)?|corresponds?|adds? up|added up|works? out|run|runs|ran) (?:to|at)|(?:is|are|was|were)|(?:makes?|made) up|account(?:s|ed)? for|represent(?:s|ed)?|equals?|equalled) (?:what|which) {_WORD} of (?P<whole>.+)",
    re.I,
)
_ASKED = re.compile(rf"\b(?:what|which) {_WORD} of (?:the |all )?", re.I)
_TAIL = re.compile(
    r"(?:\b(?:make up|makes up|made up|account for|accounts for|reach|reaches|represent|represents|hold|holds|have|use|uses|is|come from)\b|\bin (?:percent|per cent|%)|[?.!])[\s?.!]*$",
    re.I,
)
# Verbs that tie a part to its whole and measure nothing.
_LIGHT_HEAD = re.compile(
    r"^(?:went|go|goes|gone|come|comes|came|coming|belong|belongs|belonged|fell|falls|fall|attributable|due) (?:to|from|on|through)\s+(?:the\s+)?",
    re.I,
)
# Behind a participle, where the verb that ties the part to the whole is yet to come.
_TELLS_MORE = re.compile(
    r" (?:in|by|at|during|on|from|with|for|last|this|between)\b[^?,]*? (?:went|came|goes?|comes?|belong(?:s|ed)?|fell) (?:to|from|through|on|by|in)\b",
    re.I,
)
_LIGHT_TAIL = re.compile(
    r"\s+(?:brings?(?: in)?|brought(?: in)?|contributes?|contributed|generates?|generated|earns?|earned|makes?|made|gets?|got|takes?|took|provides?|provided|be|is|was|account(?:s|ed)? for|make up|stand for)$",
    re.I,
)
# Everyone but those who are named.
OTHER_THAN = re.compile(
    r"\b(?:other than|apart from|except(?: for)?|excluding|outside(?: of)?|besides)\b|\brest of\b|\b(?:everyone|everybody|everywhere) else\b|\belsewhere\b|\bremainder of\b|\ball (?:the )?others?\b",
    re.I,
)
# The world as one subject, however it is called.
WORLD = re.compile(
    r"(?:the )?(?:(?:whole|entire) )?(?:\bworldwide\b|\bglobal(?:ly)?\b|\b(?:world|planet|globe|earth)\b(?:['’]s)?)(?! (?:cup|bank|series|war|heritage|record|champion))",
    re.I,
)
_REST = re.compile(r"^(?:the )?(?:other|rest|remaining|remainder)\b", re.I)


def share_phrases(question: str) -> tuple[str, str] | None:
    """The phrases (part, whole) of a question about a share, None where it names no whole.

    >>> share_phrases("What is the US share of global weekly usage in percent?")
    ('US', 'global weekly usage')
    """
    if first := _PART_FIRST.search(question):
        return _trimmed(first["part"]), _trimmed(first["whole"])
    opening = _ASKED.search(question)
    if opening and (parted := _at_verb(question, opening.end())):
        return parted
    for pattern in _SHARES:
        if match := pattern.search(question):
            part, whole = (_trimmed(match[g]) for g in ("part", "whole"))
            if part and whole:
                return part, whole
    return None


def _at_verb(question: str, start: int) -> tuple[str, str] | None:
    """ "What share of WHOLE does PART reach": the whole ends at the first verb, the part is what follows."""
    s = tag(question, (start, len(question)), (), (), frozenset())
    for i, (mark, word) in enumerate(zip(s.tags, s.words, strict=True)):
        plural_before = i > 0 and s.words[i - 1].endswith("s")
        form = verb_form(word)
        if i and (mark in "VX" or (plural_before and form is not None and form[1] in (VerbForm.S, VerbForm.PAST))):
            if mark != "X" and _TELLS_MORE.match(question, s.ends[i]):
                # "The parcels sorted in 2025 went to …": the first verb only tells which parcels.
                continue
            whole = question[start : s.ends[i - 1]]
            part = question[s.ends[i] if mark == "X" else s.starts[i] :]
            return (_trimmed(part), _trimmed(whole)) if _trimmed(part) and _trimmed(whole) else None
    return None


def _trimmed(phrase: str) -> str:
    before = None
    while phrase != before:
        before, phrase = phrase, _TAIL.sub("", phrase).strip(" ,?.!")
        phrase = _LIGHT_TAIL.sub("", _LIGHT_HEAD.sub("", phrase))
    return re.sub(r"^(?:the|what is|what was|a|an)\s+", "", phrase, flags=re.I)


def whole_owner(question: str, owners: Collection[str]) -> str:
    """The owner that stands for the whole world where a question asks about it: "worldwide" → "global".

    "" where it does not, or where the corpus has no such owner.
    """
    asked = "global" in owners and WORLD.search(question) and not OTHER_THAN.search(question)
    return "global" if asked else ""


def excluded_owner(question: str, owners: Iterable[str]) -> str:
    """The owner that stands for everyone else where a question leaves names out: "regions other than …" → "other regions".

    "" where the question leaves nobody out or the corpus has no such owner.
    """
    if not OTHER_THAN.search(question):
        return ""
    return min((o for o in owners if _REST.match(o)), key=len, default="")

"""A question → the noun phrase that it asks for: "How many tokens does China use?" → "the number of tokens that China uses"."""

from __future__ import annotations

import re
from functools import lru_cache

from reportqa.figures.lexicon import VERBS, Act, VerbForm, act_of, is_participle, verb_form

__all__ = ["noun_phrase"]

_HOW_MANY = re.compile(
    r"how many (.+?) (do|does|did|has|have|had|are|were|is|was|will|would|can|could|might) (.+)$", re.I
)
_HOW_LARGE = re.compile(
    r"how (?:large|big|high|low|wide|long|great|small|strong|expensive) (?:is|was|are|were|will be) (.+)$", re.I
)
_MOVED = re.compile(r"(?:by )?how (?:much|fast|quickly) (?:did|has|have|does|do) (.+)$", re.I)
_COST = re.compile(r"(?:how much|what) (?:did|does|do|will|would) (.+?) costs?\b(.*)$", re.I)
_WHAT_DID = re.compile(
    r"(?:what|which) ((?:(?!(?:do|does|did|is|was|are|were|has|have|had)\b)[\w-]+ ){0,3}[\w-]+) (do|does|did|has|have|had) (.+)$",
    re.I,
)
_HOW_MUCH = re.compile(r"how much (do|does|did|has|have|had) (.+)$", re.I)
_IS = re.compile(r"(?:what|which|who)(?:['’]s| is| was| are| were| will be) (.+)$", re.I)
_PREPOSITION = re.compile(r"(?:in|per|by|at|during|on|for|from|to|a|each|every|since|until|over)$")


def noun_phrase(question: str) -> str:
    """What a question asks for, as a noun phrase; the question without its mark where it cannot be told.

    >>> noun_phrase("How many books did the library lend in 2025?")
    'the number of books that the library lent in 2025'
    """
    plain = question.strip(" ?.!")
    if match := _HOW_MANY.match(plain):
        return f"the number of {match[1]}{_clause(match[2].lower(), match[3])}"
    if match := re.match(r"how many (.+)$", plain, re.I):
        return f"the number of {_relative(match[1])}"
    if match := _HOW_LARGE.match(plain):
        return match[1]
    if match := _COST.match(plain):
        return f"the cost of {match[1]}{match[2]}"
    if (match := _MOVED.match(plain)) and (moved := _movement(match[1])):
        return moved
    if match := _IS.match(plain):
        return match[1]
    if match := _WHAT_DID.match(plain):
        return f"the {match[1]}{_clause(match[2].lower(), match[3])}"
    if match := _HOW_MUCH.match(plain):
        return f"what{_clause(match[1].lower(), match[2]).removeprefix(' that')}"
    return plain


def _relative(clause: str) -> str:
    """ "vessels ran on batteries" → "vessels that ran on batteries"; a phrase without a verb as it is."""
    words = clause.split()
    for i, word in enumerate(words[1:], 1):
        form = verb_form(word)
        if form and form[1] is VerbForm.PAST:
            return " ".join((*words[:i], "that", *words[i:]))
    return clause


def _clause(auxiliary: str, rest: str) -> str:
    """What stands behind the counted noun, in the order of a statement: "does China use" → " that China uses"."""
    words = rest.split()
    if words[0].lower() == "there":
        return " " + " ".join(words[1:]) if words[1:] else ""
    if auxiliary in ("is", "are", "was", "were"):
        return f" {rest}" if is_participle(words[0]) or _PREPOSITION.match(words[0]) else f" that {auxiliary} {rest}"
    at = _verb_at(words)
    if auxiliary in ("has", "have", "had") and verb_form(words[at]) is None:
        return f" that {rest} {auxiliary}"
    if auxiliary == "does":
        words[at] = _inflected(words[at], VerbForm.S)
    elif auxiliary == "did":
        words[at] = _inflected(words[at], VerbForm.PAST)
    elif auxiliary != "do":
        words.insert(at, auxiliary)
    return " that " + " ".join(words)


def _verb_at(words: list[str]) -> int:
    """Where the verb of a clause stands: its first base form behind the subject, else the word before a preposition."""
    for i, word in enumerate(words[1:], 1):
        form = verb_form(word) if word == word.lower() else None
        if form and form[1] is VerbForm.BASE and words[i - 1] not in ("the", "a", "of"):
            return i
    before = next((i for i, w in enumerate(words) if i and _PREPOSITION.match(w)), len(words))
    return before - 1


@lru_cache(maxsize=1)
def _forms() -> dict[tuple[str, VerbForm], str]:
    return {pair: word for word, pair in VERBS.items()}


def _inflected(verb: str, form: VerbForm) -> str:
    lemma = (verb_form(verb) or (verb, form))[0]
    irregular = {("have", VerbForm.S): "has", ("have", VerbForm.PAST): "had"}
    ending = "s" if form is VerbForm.S else "d" if verb.endswith("e") else "ed"
    return irregular.get((lemma, form)) or _forms().get((lemma, form), verb + ending)


def _movement(clause: str) -> str:
    """ "China's usage grow year over year" → "the growth of China's usage year over year"; "" for another verb."""
    words = clause.split()
    for i, word in enumerate(words[1:], 1):
        form = verb_form(word)
        act = act_of(form[0]) if form else None
        if act in (Act.RISE, Act.FALL) and form and form[1] in (VerbForm.BASE, VerbForm.PAST):
            noun = "growth" if act is Act.RISE else "decline"
            return f"the {noun} of {' '.join(words[:i])} {' '.join(words[i + 1 :])}".strip()
    return ""

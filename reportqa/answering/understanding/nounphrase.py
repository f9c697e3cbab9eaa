"""A question → the noun phrase that it asks for: "How many tokens does China use?" → "the number of tokens that China uses"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reportqa.figures.lexicon import VERBS, Act, VerbForm, act_of, is_participle, verb_form
from reportqa.figures.units import singular

__all__ = ["expected", "noun_phrase", "subject_span"]

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
_WHICH = re.compile(r"which ([a-z-]+) ((?!(?:do|does|did|has|have|had)\b)[a-z]+) (.+)$", re.I)
_HOW_MUCH_OF = re.compile(
    r"how much ((?!(?:more|less|of|is|was|are|were)\b)(?:(?!(?:do|does|did|has|have|had)\b)[\w-]+ ){0,2}[\w-]+) (do|does|did|has|have|had) (.+)$",
    re.I,
)
_WORTH = re.compile(r"how much (is|are|was|were) (.+?) worth\b(.*)$", re.I)
_SHARE = re.compile(
    r"(?:what|which) (share|part|proportion|percentage|fraction|portion|slice) of (.+?) (is|was|are|were|do|does|did|has|have|had) (.+)$",
    re.I,
)
_DID = re.compile(r"(.*?)\b(did|does|do|has|have|had|will)\b (.+)$", re.I)
_WAS = re.compile(r"(.*?)\b(?:is|are|was|were|will be) (.+)$", re.I)
_TAIL = re.compile(
    r"(?: (?:in|per|by|at|during|on|for|from|of|to|since|until|over|across|among|worldwide|globally)\b.*)?$", re.I
)
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
        rest = re.sub(r" (?:in total|altogether|overall)$", "", match[2])
        return f"the {'total ' if rest != match[2] else ''}cost of {match[1]}{rest}"
    if (match := _MOVED.match(plain)) and (moved := _movement(match[1])):
        return moved
    if match := _IS.match(plain):
        return match[1]
    if match := _SHARE.match(plain):
        said = match[3].lower()
        clause = f" that {said} {match[4]}" if said in ("is", "was", "are", "were") else _clause(said, match[4])
        return f"the {match[1].lower()} of {match[2]}{clause}"
    if match := _WORTH.match(plain):
        return f"what {match[2]} {match[1].lower()} worth{match[3]}"
    if match := _WHAT_DID.match(plain):
        return f"the {match[1]}{_clause(match[2].lower(), match[3])}"
    if (match := _WHICH.match(plain)) and verb_form(match[2]):
        return f"the {match[1]} that {match[2]} {match[3]}"
    if match := _HOW_MUCH_OF.match(plain):
        return f"the amount of {match[1]}{_clause(match[2].lower(), match[3])}"
    if match := _HOW_MUCH.match(plain):
        return f"what{_clause(match[1].lower(), match[2]).removeprefix(' that')}"
    return plain


def expected(question: str) -> str:
    """A question about what was, as one about what is forecast, without a period; "" where it cannot be told.

    >>> expected("How many books did the library lend")
    'How many books is the library forecast to lend'
    """
    plain = question.strip(" ?.!")
    if match := _DID.match(plain):
        words = match[3].split()
        at = _verb_at(words)
        if not 0 < at < len(words):
            return ""
        be = "are" if _are_several(words[:at]) else "is"
        return f"{match[1]}{be} {' '.join(words[:at])} forecast to {' '.join(words[at:])}"
    if match := _WAS.match(plain):
        thing = match[2]
        first = thing.split()[0]
        passive = is_participle(first) and verb_form(first) is not None
        if first.lower() == "there" or passive:
            rest = thing[len(first) :] if first.lower() == "there" else f" to be {thing}"
            return f"{match[1]}are forecast{rest}"
        tail = _TAIL.search(thing)
        assert tail is not None
        be = "are" if _are_several(thing[: tail.start()].split()) else "is"
        return f"{match[1]}{be} {thing[: tail.start()]}{tail.group()} forecast to be"
    return ""


def subject_span(question: str) -> tuple[int, int] | None:
    """Where the one stands who does what a question asks about, None where it names none between auxiliary and verb.

    >>> subject_span("What share of fares do students pay?")
    (23, 31)
    """
    plain = question.rstrip(" ?.!")
    match = re.search(r"\b(?:do|does|did) (.+)$", plain, re.I)
    if match is None:
        return None
    words = match[1].split()
    at = _verb_at(words)
    return (match.start(1), match.start(1) + len(" ".join(words[:at]))) if 0 < at < len(words) else None


def _are_several(subject: Sequence[str]) -> bool:
    """Whether a subject is a plural: "Denmark's orchards", "Peru and Chile"."""
    last = subject[-1].lower()
    named = subject[-1][:1].isupper() and len(subject) == 1
    return "and" in subject or (last.endswith("s") and not named and singular(last) != last)


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
    elif auxiliary == "did" and (verb_form(words[at]) or words[at].islower()):
        words[at] = _inflected(words[at], VerbForm.PAST)
    elif auxiliary != "do":
        words.insert(at, auxiliary)
    return " that " + " ".join(words)


def _verb_at(words: list[str]) -> int:
    """Where the verb of a clause stands: its first base form behind the subject, else the word before a preposition."""
    for i, word in enumerate(words[1:], 1):
        form = verb_form(word) if word == word.lower() else None
        unchanged = form is not None and form[0] == word
        if form and (form[1] is VerbForm.BASE or unchanged) and words[i - 1] not in ("the", "a", "of"):
            return i
    before = next((i for i, w in enumerate(words) if i and _PREPOSITION.match(w)), len(words))
    return before - 1


@lru_cache(maxsize=1)
def _forms() -> dict[tuple[str, VerbForm], str]:
    return {pair: word for word, pair in VERBS.items()}


def _inflected(verb: str, form: VerbForm) -> str:
    lemma = (verb_form(verb) or (verb, form))[0]
    if verb_form(verb) is None and singular(verb) != verb:
        # A plural is no verb that this program knows another form of.
        return verb
    if form is VerbForm.PAST and verb_form(verb) == (verb, VerbForm.PAST):
        return verb
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

"""A change that is told by a verb or a comparative ("swelling", "get cheaper") → the nouns that reports use for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from reportqa.figures.lexicon import Act, act_of, verb_form

__all__ = ["as_nouns", "is_movement"]

_NOUNS = {Act.RISE: "growth", Act.FALL: "decline"}
_COMPARATIVES = {
    "cheaper": ("price", "decline"), "dearer": ("price", "increase"), "pricier": ("price", "increase"), "costlier": ("price", "increase"),
    "bigger": ("growth",), "larger": ("growth",), "higher": ("growth",), "smaller": ("decline",), "lower": ("decline",), "fewer": ("decline",),
}  # fmt: skip
_ADJECTIVE = rf"(?:{'|'.join(_COMPARATIVES)}|(?:more|less) (?:expensive|costly|popular|common|frequent))"
_BECOMES = r"(?:get|gets|got|gotten|getting|become|becomes|became|becoming|grow|grew|grown|turn|turned|make|made)"
_GETS = re.compile(
    rf"\b{_BECOMES} (?:\w+ly |much |any |a lot |far )?{_ADJECTIVE}\b|\bhow (?:much|far) {_ADJECTIVE} (?:did|has|have|does|do)\b.*\b{_BECOMES}\b",
    re.I,
)
_SPEED = re.compile(
    r"\bhow (?:fast|quickly|rapidly|strongly|steeply|sharply|briskly) (?:is|are|was|were|has|have|did|does|do)\b", re.I
)
_STEEP = re.compile(r"\bhow (?:steep|sharp|deep|strong|marked|pronounced) (?:is|was|were|are|has)\b", re.I)
_BY_VERB = re.compile(r"(?<!by )\bhow much (?:did|has|have|do|does)\b", re.I)


def is_movement(text: str) -> bool:
    """Whether a question asks how fast or how far something moved, which a report tells as a percentage.

    >>> is_movement("How fast is demand swelling?"), is_movement("How fast is the ferry?")
    (True, False)
    """
    if _GETS.search(text):
        return True
    lead = _SPEED.search(text) or _STEEP.search(text) or _BY_VERB.search(text)
    return bool(lead and any(_act(w) for w in re.findall(r"[a-z]+", text[lead.end() :])))


def as_nouns(words: tuple[str, ...], known: Callable[[str], bool]) -> tuple[str, ...]:
    """The words of a question with verbs of rise and fall, and comparatives, as the nouns that reports measure them by.

    Only where the corpus does not write the word itself; `known` tells whether it does.
    """
    out: dict[str, None] = {}
    for word in words:
        act = None if known(word) else _act(word)
        for said in _COMPARATIVES.get(word, (word,)) if not act else (_NOUNS[act],):
            out.setdefault(said)
    return tuple(out)


def _act(word: str) -> Act | None:
    """Whether a word is a verb of rise or fall: RISE, FALL or None."""
    form = verb_form(word)
    act = act_of(form[0]) if form else None
    return act if act in _NOUNS else None

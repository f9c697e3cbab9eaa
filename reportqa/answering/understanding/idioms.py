"""Verbs of two words, and of everyday speech, for moving and paying → the verbs that reports and the rules here use."""

from __future__ import annotations

import re

__all__ = ["plain"]

_FORMS = {"go": "", "goes": "s", "went": "past", "gone": "participle", "going": "ing", "come": "", "comes": "s", "came": "past", "coming": "ing"}  # fmt: skip
_RISE = {"": "rise", "s": "rises", "past": "rose", "participle": "risen", "ing": "rising"}
_FALL = {"": "fall", "s": "falls", "past": "fell", "participle": "fallen", "ing": "falling"}
# Not "go up against", nor what comes down to, on or with something.
_MOVES = re.compile(
    r"\b(?P<verb>go|goes|went|gone|going|come|comes|came|coming) (?P<way>up|down)\b(?! (?:against|with|on|for sale)\b)",
    re.I,
)
_COMES_UP = re.compile(r"com|came", re.I)
_PAYS = re.compile(
    r"\b(?P<verb>(?:shell|fork|cough|stump|dish)(?P<form>s|es|ed|ing)?) (?P<way>out|over|up)\b(?= |$|[?.,])", re.I
)
_SET_BACK = re.compile(r"\bset(?P<form>s|ting)? (?P<who>(?:(?:the|a|an|each|every|its|their) )?[\w'’-]+) back\b", re.I)


def plain(text: str) -> str:
    """A question with its idioms of moving and paying in plain verbs.

    >>> plain("By how much did fares go up?"), plain("What do riders shell out for a ticket?")
    ('By how much did fares rise?', 'What do riders pay for a ticket?')
    >>> plain("How much did the repair set the club back?")
    'How much did the repair cost the club?'
    """
    text = _MOVES.sub(_moved, text)
    text = _PAYS.sub(_paid, text)
    return _SET_BACK.sub(lambda m: f"cost{'s' if m['form'] == 's' else ''} {m['who']}", text)


def _moved(match: re.Match[str]) -> str:
    """ "went up" → "rose"; what comes up does not rise."""
    verb, up = match["verb"].lower(), match["way"].lower() == "up"
    if up and _COMES_UP.match(verb):
        return match.group()
    return (_RISE if up else _FALL)[_FORMS[verb]]


def _paid(match: re.Match[str]) -> str:
    verb, way = match["verb"].lower(), match["way"].lower()
    allowed = {"shell": ("out",), "fork": ("out", "over"), "cough": ("up",), "stump": ("up",), "dish": ("out",)}
    stem = re.sub(r"(?:es|s|ed|ing)$", "", verb)
    if way not in allowed.get(stem, ()):
        return match.group()
    return {"": "pay", "s": "pays", "es": "pays", "ed": "paid", "ing": "paying"}[match["form"] or ""]

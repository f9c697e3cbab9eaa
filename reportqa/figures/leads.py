"""What the sentence that introduces a list says its items measure: "Current prices per thousand listens look like this:"."""

from __future__ import annotations

import re
from functools import lru_cache

from reportqa.figures import periods
from reportqa.figures.grammar import predicates
from reportqa.figures.lexicon import Act
from reportqa.figures.metric import is_anaphoric, phrase_text
from reportqa.figures.names import is_country
from reportqa.figures.numbers import find
from reportqa.figures.phrases import Span
from reportqa.figures.subject import bearer
from reportqa.figures.tagging import tag

__all__ = ["is_thing", "lead_measure"]

# Verbs that only point to the list.
_POINTING = frozenset(["look", "read", "run", "stand", "follow", "compare", "break", "go"])
# What a lead counts on: "Our forecasts for revenue growth are" measures revenue growth.
_TELLING = re.compile(
    r"^(?:\w+\s){0,2}?(?:forecasts?|estimates?|figures?|numbers?|data|results?|predictions?|projections?|expectations?|targets?|values?)\s(?:for|of|on)\s(?:the\s)?",
    re.I,
)
# "look like this:", "compare as follows:", "(in euros):"
_SO = re.compile(r"\s(?:\w+\s)?(?:like this|as follows|in full|in detail|at a glance)\s*:|\s\([^()]*\)\s*:", re.I)
_NEW = re.compile(r"^(?:current|latest|recent|new|typical)\s", re.I)
# "The data for May shows:": the verb that hands over to the list, read as a noun where nothing follows it.
_SHOWING = re.compile(r"\s(?:shows?|says?|reads?|gives?|reveals?)$", re.I)
_MOST_WORDS = 9


@lru_cache(maxsize=1_000)
def lead_measure(text: str, names: frozenset[str]) -> str:
    """The measure that a list's lead names, in its own words; "" where it names none or does something of its own.

    >>> lead_measure("Our forecasts for revenue growth in 2026 are:", frozenset())
    'revenue growth'
    """
    if not text.rstrip(" *_").endswith(":") or find(text):
        return ""
    text = _SO.sub(":", text)
    dated = [(a, b) for _, a, b in periods.find(text, None)]
    s = tag(text, (0, len(text)), [], dated, names)
    found = [p for p in predicates(s) if not p.relative]
    span: Span = (0, len(s.tags) - 1)
    if found:
        p = found[0]
        points = p.lemma in _POINTING or (p.act is Act.STATE and p.lemma == "be")
        if not points or len(found) > 1 or not p.own:
            return ""
        span = p.subject
    elif s.tags[:1] in ("P", "V", "S"):
        return ""
    name, spans = bearer(s, span)
    said = _SHOWING.sub("", phrase_text(s, span, spans if is_country(name) else ()))
    plain = _NEW.sub("", _TELLING.sub("", said))
    words = plain.split()
    if (
        not 0 < len(words) <= _MOST_WORDS
        or is_anaphoric(plain)
        # "The causes:" leans on what was said before; "Causes of fire:" does not.
        or (len(words) == 1 and text.lower().startswith("the "))
        or (plain == _NEW.sub("", said) and _TELLING.match(f"{said} of "))
    ):
        return ""
    return plain if words[0].isupper() else plain[0].lower() + plain[1:] if words[0][1:].islower() else plain


def is_thing(label: str, names: frozenset[str]) -> bool:
    """Whether a list item's label is a common noun and no name, so that it says what is measured: "Host-read spot", not "Brazil"."""
    words = label.split()
    return label.lower() not in names and any(len(w) > 3 and w.islower() for w in words[1:])

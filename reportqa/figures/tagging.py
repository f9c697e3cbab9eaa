"""Tokens of a sentence with one-letter tags, so that its grammar can be read with patterns over a string of tags.

A number and a period are one token each. Tags: A name, N noun or adjective, # number, T period, V verb, X auxiliary,
I the "to" of an infinitive, P preposition, D determiner, O pronoun, R adverb, H hedge, C "and"/"or", S subordinator or
relative, ' possessive, and the punctuation , ; : - ( ) themselves; ? anything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.figures import lexicon
from reportqa.figures.hedges import hedge_spans
from reportqa.figures.labels import numbered_things
from reportqa.figures.lexicon import VerbForm
from reportqa.figures.names import find_names, is_generic, known_names
from reportqa.figures.verbal import resolved

__all__ = ["Tagged", "tag"]

_TOKEN = re.compile(
    r"\[\^[^\]\s]{1,30}\]|['’]s\b|(?:St|Dr|Mr|Mrs|Ms|Prof|Inc|Ltd|Corp|Co|No)\.|[^\W\d_]+(?:[.&'’/-][^\W_]+)*\.?(?<=[A-Z]\.)|\w+(?:[.&'’/-]\w+)*(?<!['’]s)|[^\w\s]"
)
_PUNCTUATION = {
    ",": ",", "，": ",", "、": ",", ";": ";", "；": ";", ":": ":", "：": ":", "—": "-", "–": "-", "(": "(", "（": "(", "[": "(",
    ")": ")", "）": ")", "]": ")", "'": "'", "’": "'", "&": "C",
}  # fmt: skip
_NOT_ADVERBS = frozenset(
    ["early", "family", "supply", "reply", "july", "italy", "assembly", "anomaly", "elderly", "friendly", "weekly", "monthly", "daily",
     "yearly", "quarterly", "hourly", "costly", "monopoly", "rally", "belly", "jelly", "apply", "rely", "fly", "tally", "multiply",
     "comply", "imply", "ally", "orderly", "timely", "fortnightly", "bully"]
)  # fmt: skip
# Prepositions that hedge a number when they stand before it.
_HEDGING = frozenset(["over", "under", "about", "around", "above", "below"])
# The one region that is written without capitals.
_AREAS = frozenset(["euro zone", "euro area"])
_PARTICLES = frozenset(["up", "down", "out", "off"])


@dataclass(frozen=True, slots=True)
class Tagged:
    """A sentence as tokens: `tags[i]` is the tag of the token text[starts[i]:ends[i]], `words[i]` its lower-case form.

    `verbs` holds the lemma and form of every token tagged V.
    """

    text: str
    tags: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    verbs: dict[int, tuple[str, VerbForm]]

    def at(self, offset: int) -> int:
        """The index of the token that begins at an offset."""
        return self.starts.index(offset)

    def slice(self, first: int, last: int) -> str:
        """The characters of tokens first..last-1."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


def tag(
    text: str,
    span: tuple[int, int],
    numbers: Sequence[tuple[int, int]],
    periods: Sequence[tuple[int, int]],
    names: frozenset[str],
    title: bool = False,
) -> Tagged:
    """The tokens of text[span]; `numbers` and `periods` are spans that become one token each, as numbered things do.

    In a `title`, where every word has a capital, only names that `names` holds are names.
    """
    told = [(a, b, "#") for a, b in numbers] + [(a, b, "T") for a, b in periods]
    things = [] if title else numbered_things(text, *span)
    atoms = sorted(told + [(a, b, "N") for a, b in things if not any(a < e and s < b for s, e, _ in told)])
    spans = _tokens(text, span, atoms)
    words = tuple(text[a:b].lower() for a, b, _ in spans)
    first = _first_tags(text, span, spans, words, names, atoms, title)
    tags, verbs = resolved(first, words)
    return Tagged(text, tags, words, tuple(a for a, _, _ in spans), tuple(b for _, b, _ in spans), verbs)


def _tokens(text: str, span: tuple[int, int], atoms: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    out: list[tuple[int, int, str]] = []
    at = span[0]
    for a, b, kind in [*atoms, (span[1], span[1], "")]:
        # Markdown's emphasis and marks of footnotes are no words: "hit **€1.4 billion**[^2] in".
        found = _TOKEN.finditer(text, at, a)
        out.extend((m.start(), m.end(), "") for m in found if m.group() not in "*_`" and m.group()[:2] != "[^")
        if kind:
            out.append((a, b, kind))
        at = max(b, at)
    return out


def _first_tags(
    text: str,
    span: tuple[int, int],
    spans: list[tuple[int, int, str]],
    words: tuple[str, ...],
    lexicon_names: frozenset[str],
    atoms: list[tuple[int, int, str]],
    title: bool,
) -> list[str]:
    """Tags from the word tables; "v" for what may be a verb."""
    hedges = hedge_spans(text, span[0], atoms)
    named: set[int] = set()
    for name, a, b in [] if title else find_names(text, *span, lexicon_names):
        # "Rondo 2 million": the name ends where the number begins.
        end = min((s for s, e, _ in atoms if a < e and s < b), default=b)
        if name and a < end and (end == b or not is_generic(text[a:end].split())):
            named.update(range(a, end))
    for a, b in known_names(text, *span, lexicon_names) if title else []:
        named.update(range(a, b))
    tags: list[str] = []
    for i, (a, _, kind) in enumerate(spans):
        following = (words[i + 1], spans[i + 1][2]) if i + 1 < len(spans) else ("", "")
        if kind:
            tags.append(kind)
        elif any(h <= a < e for h, e in hedges):
            tags.append("H")
        elif text[a] in "'’" and words[i][1:] == "s":
            tags.append("'")
        elif a in named or (
            words[i] == "eurozone"
            or " ".join(words[i : i + 2]) in _AREAS
            or " ".join(words[max(0, i - 1) : i + 1]) in _AREAS
        ):
            tags.append("A")
        else:
            tags.append(_PUNCTUATION.get(words[i]) or _word_tag(words[i], following, tags[-1] if tags else ""))
    return tags


def _word_tag(word: str, following: tuple[str, str], before: str) -> str:
    behind, kind = following
    if not word[0].isalnum():
        return "?"
    if word in lexicon.AUXILIARIES:
        return "X"
    if word == "to":
        form = lexicon.VERBS.get(behind)
        infinitive = behind in ("be", "have", "do") or (
            form and form[1] in (VerbForm.BASE, VerbForm.PAST) and not behind.endswith("ed")
        )
        return "I" if infinitive else "P"
    if word in ("and", "or", "nor"):
        return "C"
    if word in _HEDGING:
        verb = lexicon.VERBS.get(behind) if behind not in lexicon.NOUN_TOO else None
        return "H" if kind == "#" else "R" if verb and word in ("above", "below") else "P"
    if (word in lexicon.HEDGES or word == "remaining") and kind == "#":
        return "H"
    if word in ("that", "those", "these", "this", "both"):
        if word == "that" and (before in "VXNvA#)T" and before):
            return "O" if behind in ("of", "for", "in") else "S"
        third = word in ("that", "this") and not before and lexicon.VERBS.get(behind, ("", None))[1] is VerbForm.S
        return (
            "O"
            if third
            or behind in ("of", "for")
            or (word == "those" and behind in ("in", "at", "on", "by", "to", "with", "from", "under", "over"))
            or behind in lexicon.AUXILIARIES
            or (behind in lexicon.VERBS and behind not in lexicon.NOUN_TOO)
            else "D"
        )
    if word in ("many", "some", "most", "few", "several", "all") and before == "S":
        # "which many expected"
        verb = lexicon.VERBS.get(behind)
        return "O" if verb and behind not in lexicon.NOUN_TOO else _table_tag(word)
    if word == "once" and before in ("N", "A", "O", "X"):
        # "which investors once liked"
        return "R"
    if word == "since":
        return "P" if kind else "S"
    if word == "worldwide" and not behind[:1].isalpha():
        return "R"
    if word == "per" and behind == "capita":
        return "N"
    return _table_tag(word)


def _table_tag(word: str) -> str:
    if word in _PARTICLES or word in ("more", "less", "fewer", "most"):
        return "R"
    for table, mark in ((lexicon.SUBORDINATORS, "S"), (lexicon.PRONOUNS, "O"), (lexicon.DETERMINERS, "D"),
                        (lexicon.PREPOSITIONS, "P"), (lexicon.ADVERBS, "R")):  # fmt: skip
        if word in table:
            return mark
    if word.endswith("ly") and word not in _NOT_ADVERBS:
        return "R"
    return "v" if lexicon.verb_form(word) else "N"

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
from reportqa.figures.lexicon import VerbForm
from reportqa.figures.names import find_names, known_names

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
# Hedges of several words, looked for before each number.
# The one region that is written without capitals.
_AREAS = frozenset(["euro zone", "euro area"])
_PARTICLES = frozenset(["up", "down", "out", "off"])
_BE = frozenset(
    ["be", "is", "are", "was", "were", "been", "being", "am", "'re", "isn't", "aren't", "wasn't", "weren't"]
)
_FINITE_AUXILIARIES = lexicon.AUXILIARIES - {"be", "been", "being", "having"}
# Subjects whose next word before a number is a verb, and verbs that rank their subject by a number.
_DOERS = frozenset(["they", "it", "we", "he", "she"])
_RANKING = frozenset(["lead", "follow", "trail", "rank"])


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
    """The tokens of text[span]; `numbers` and `periods` are spans that become one token each.

    In a `title`, where every word has a capital, only names that `names` holds are names.
    """
    atoms = sorted([(a, b, "#") for a, b in numbers] + [(a, b, "T") for a, b in periods])
    spans = _tokens(text, span, atoms)
    words = tuple(text[a:b].lower() for a, b, _ in spans)
    first = _first_tags(text, span, spans, words, names, atoms, title)
    tags, verbs = _resolved(first, words)
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
        if name and not any(a < e and s < b for s, e, _ in atoms):
            named.update(range(a, b))
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
    if word in lexicon.HEDGES and kind == "#":
        return "H"
    if word in ("that", "those", "these", "this", "both"):
        if word == "that" and (before in "VXNvA#)T" and before):
            return "O" if behind in ("of", "for", "in") else "S"
        return (
            "O"
            if behind in ("of", "for")
            or behind in lexicon.AUXILIARIES
            or (behind in lexicon.VERBS and behind not in lexicon.NOUN_TOO)
            else "D"
        )
    if word in ("many", "some", "most", "few", "several", "all") and before == "S":
        # "which many expected"
        verb = lexicon.VERBS.get(behind)
        return "O" if verb and behind not in lexicon.NOUN_TOO else _table_tag(word)
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


def _resolved(tags: list[str], words: tuple[str, ...]) -> tuple[str, dict[int, tuple[str, VerbForm]]]:
    """The tags with every "v" decided by its neighbours: V where it is a verb, else N."""
    verbs: dict[int, tuple[str, VerbForm]] = {}
    for i, mark in enumerate(tags):
        # "they skip 22%": what a subject pronoun does to a number is a verb, known or not.
        told = mark == "N" and words[i - 1] in _DOERS and i > 0 and tags[i + 1 : i + 2] in (["#"], ["H"])
        if mark != "v" and not told:
            continue
        lemma, form = lexicon.verb_form(words[i]) or lexicon.guessed_form(words[i])
        if told or _is_verb(tags, words, i, form):
            tags[i] = "V"
            verbs[i] = (lemma, form)
        else:
            tags[i] = "N"
    return "".join(tags), verbs


@dataclass(frozen=True, slots=True)
class _Spot:
    """A word that may be a verb, with its neighbours: `before` and `behind` are tags ("" at an end), adverbs passed over.

    `adverb` tells whether an adverb stands between it and the word before, `hedged` whether a hedged number follows.
    """

    tags: list[str]
    words: tuple[str, ...]
    i: int
    back: int
    before: str
    behind: str
    follower: str
    hedged: bool

    @property
    def word(self) -> str:
        return self.words[self.i]

    @property
    def adverb(self) -> bool:
        return self.back < self.i - 1

    @property
    def plural(self) -> bool:
        """Whether the word before is a plural."""
        return self.words[self.back].endswith("s") and not self.words[self.back].endswith("ss")

    @property
    def directed(self) -> bool:
        """Whether what follows is what a verb takes: a number, a determiner, "to", a period, "by"."""
        prepositional = self.behind == "P" and self.follower in ("by", "to", "from", "at")
        return self.behind in ("#", "D", "I", "T") or self.hedged or prepositional


def _spot(tags: list[str], words: tuple[str, ...], i: int) -> _Spot:
    back = i - 1
    while back >= 0 and (tags[back] == "R" or words[back] in ("now", "currently", "today", "still")):
        back -= 1
    ahead = i + 1
    while ahead < len(tags) and tags[ahead] in "RH":
        ahead += 1
    before = tags[back] if back >= 0 else ""
    behind = tags[ahead] if ahead < len(tags) else ""
    follower = words[ahead] if ahead < len(words) else ""
    return _Spot(tags, words, i, back, before, behind, follower, ahead > i + 1 and tags[ahead - 1] == "H")


def _is_verb(tags: list[str], words: tuple[str, ...], i: int, form: VerbForm) -> bool:
    """Whether the word at i, which has the form of a verb, is one here."""
    at = _spot(tags, words, i)
    helper = words[at.back] if at.before == "X" else ""
    if at.before == "I" or (helper and helper not in _BE and helper not in ("has", "have", "had")):
        return form is not VerbForm.ING
    if form is VerbForm.BASE and at.behind == "X" and at.follower in _FINITE_AUXILIARIES:
        # "Weekly reach is nearly level"
        return False
    noun_too = at.word in lexicon.NOUN_TOO
    if noun_too and words[i + 1 : i + 2] in (("up",), ("down",)) and at.word not in ("put", "go"):
        return False
    if form is VerbForm.ING:
        return _is_participle(at.before, at.behind, helper in _BE, at.follower)
    if form is VerbForm.PAST:
        # "cost", "cut", "hit": the past looks like the noun.
        unchanged = noun_too and at.word == lexicon.VERBS[at.word][0]
        return _is_unchanged_past(at) if unchanged else _is_past(tags, words, i, at.back, at.before, at.behind)
    if at.before in ("D", "P", "'", "V", ""):
        return False
    return _is_present(at, form) if noun_too else at.before in "ANO)TS,#C"


def _is_unchanged_past(at: _Spot) -> bool:
    prepositional = at.behind == "P" and at.follower in ("by", "to", "from")
    told = at.behind in ("#", "D", "T") or at.hedged or _owed(at.tags, at.i) or prepositional
    told = told or (at.before == "A" and re.match(r"[NAv']{1,4}P[HRD]*#", "".join(at.tags[at.i + 1 :])) is not None)
    # "produced 1.6 GW and cost €13.2bn"
    again = at.before == "C" and at.behind in ("#", "D") and any(t in "VX" for t in at.tags[: at.i])
    return told and at.before != "" and (again or at.before in "A)SNOXT")


def _is_present(at: _Spot, form: VerbForm) -> bool:
    """Whether a form that is a noun too is a verb in the present: "Norrvind plans to", "prices start at"."""
    if at.before == "C" and (at.behind == "I" or (at.behind in ("#", "D") and any(t in "VX" for t in at.tags[: at.i]))):
        return form is VerbForm.S
    if at.before == "A" and at.follower in ("with", "at") and lexicon.VERBS[at.word][0] in _RANKING:
        # "Klangwerk leads with 34%"
        return re.match(r"P[HRD]*#", "".join(at.tags[at.i + 1 :])) is not None
    if at.before == "O" or (form is VerbForm.S and at.before == "S" and at.words[at.back] in ("which", "who")):
        return True
    if form is VerbForm.S and at.behind == "N" and lexicon.act_of(lexicon.VERBS[at.word][0]) is lexicon.Act.SAY:
        # "Kontor forecasts advertising revenue of", not "Sales forecasts range from"
        told = at.before == "A" or (at.before == "N" and at.back == 0)
        return told and not _verb_follows(at.tags, at.words, at.i)
    if at.follower == "for" and at.word in ("account", "accounts"):
        return at.before in "NA)"
    if at.adverb and at.before in "NA" and (at.directed or at.behind in "NPA"):
        return True
    if form is VerbForm.BASE:
        return _is_plural_present(at)
    if at.before == ",":
        return at.behind in ("#", "D")
    if at.behind == "P" and _verb_follows(at.tags, at.words, at.i):
        # "Avocado exports from Kenya rose"
        return False
    opening = at.behind == "#" and "".join(at.tags[: at.i]).count("V") == 1 and at.words[0].endswith("ing")
    if at.before == "N" and re.search(r"[VX][^,;:CS-]*$", "".join(at.tags[: at.i])) and not opening:
        # Behind a verb without a stop it is part of the object: "would lift system prices by".
        return False
    return at.directed and (at.before in "A)S" or (at.before == "N" and not at.plural))


def _is_plural_present(at: _Spot) -> bool:
    """Whether a base form follows its plural subject: "prices start at", "57% plan to hire", "rents in Dublin average"."""
    if at.before == "#":
        stated = lexicon.act_of(lexicon.VERBS[at.word][0]) not in (lexicon.Act.RISE, lexicon.Act.FALL)
        opens = at.words[at.back].endswith("%") and at.behind in ("D", "N", "A") and "V" not in at.tags[: at.i]
        return not at.adverb and (at.behind == "I" or (opens and stated))
    if at.before == "A" and (at.behind == "#" or at.hedged):
        return lexicon.act_of(lexicon.VERBS[at.word][0]) is lexicon.Act.STATE
    if not at.plural or at.before not in "NA":
        return False
    if at.before == "N" and at.back == 0 and at.behind == "N":
        return lexicon.act_of(lexicon.VERBS[at.word][0]) is lexicon.Act.SAY
    told = at.behind in ("#", "D") or (
        at.before == "N" and at.behind == "P" and at.follower in ("to", "by", "from", "at")
    )
    return told and not at.adverb


def _owed(tags: list[str], i: int) -> bool:
    """Whether an indirect object and a number follow: "cost operators about EUR 720"."""
    return re.match(r"[NA]{1,2}[HR]*#", "".join(tags[i + 1 : i + 7])) is not None


def _is_participle(before: str, behind: str, after_be: bool, follower: str) -> bool:
    if after_be:
        return True
    if before == "P":
        # "after growing 9.8%", "before falling to $5,100"
        return behind == "#" or (behind == "P" and follower in ("to", "by", "from", "at"))
    return behind in ("#", "D", "A") or (
        before in ("", ",", "N", ")") and behind == "P" and follower in ("to", "by", "from", "for", "at")
    )


def _is_past(tags: list[str], words: tuple[str, ...], i: int, back: int, before: str, behind: str) -> bool:
    if before in ("X", "O"):
        return True
    if before == "P" and words[back] == "than" and words[back - 1 : back] == ("more",):
        return True
    if before == "'":
        return behind in ("#", "P", "R", "T") and back == i - 1
    if before == "V" and not lexicon.is_participle(words[i]):
        # "The average price paid fell": no verb describes another.
        return True
    if before in ("D", "P", "(", "", "I", "V"):
        return False
    if before == "C":
        return behind not in ("N", "") and any(t in "VX" for t in tags[:i])
    if behind == "N" and before in "NA" and re.search(r"[VX][^,;:CS-]*$", "".join(tags[:back])):
        return False
    if behind == "N" and before == "N":
        # "total installed capacity reached": an adjective where a finite verb still follows in the same stretch.
        return not _verb_follows(tags, words, i)
    return True


def _verb_follows(tags: list[str], words: tuple[str, ...], i: int) -> bool:
    for j in range(i + 1, len(tags)):
        if tags[j] in ",;:-CS#O(":
            return False
        if tags[j] == "X":
            return words[j] in _FINITE_AUXILIARIES
        if tags[j] == "v" and words[j] not in lexicon.NOUN_TOO:
            return True
    return False

"""Which words that may be verbs are verbs, told by the tags of their neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures import lexicon
from reportqa.figures.lexicon import VerbForm

__all__ = ["resolved"]

# Nouns before "by": "rose by 7%, staff costs by 9%".
_PRICES = frozenset(["costs", "prices", "sales"])
# Plurals without an s.
_PLURALS = frozenset(["people", "women", "men", "children"])
_BE = lexicon.BE | frozenset(["am", "'re", "isn't", "aren't", "wasn't", "weren't"])
_FINITE_AUXILIARIES = lexicon.AUXILIARIES - {"be", "been", "being", "having"}
# Subjects whose next word before a number is a verb, and verbs that rank their subject by a number.
_DOERS = frozenset(["they", "it", "we", "he", "she"])
_EARNED = frozenset((verb, VerbForm.PAST) for verb in ("earn", "post", "report", "book", "make", "generate", "win"))
_RANKING = frozenset(["lead", "follow", "trail", "rank"])


def resolved(tags: list[str], words: tuple[str, ...]) -> tuple[str, dict[int, tuple[str, VerbForm]]]:
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
        word = self.words[self.back]
        return word in _PLURALS or (word.endswith("s") and not word.endswith("ss"))

    @property
    def directed(self) -> bool:
        """Whether what follows is what a verb takes: a number, a determiner, "to", a period, "by"."""
        priced = self.follower == "by" and self.word in _PRICES
        prepositional = self.behind == "P" and self.follower in ("by", "to", "from", "at") and not priced
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
    told = lexicon.verb_form(at.follower) if form is VerbForm.BASE and at.behind == "v" and at.before in "NA" else None
    if told and told[1] is VerbForm.PAST and tags[i + 2 : i + 3] in (["P"], ["#"], ["D"]):
        # "Domestic produce accounted for"
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
    if at.before == "O" or (at.before == "S" and at.words[at.back] in ("which", "who")):
        return True
    if at.before == "#" and at.words[max(0, at.back - 2) : at.back] in (("of", "whom"), ("of", "which")):
        # "has 3,400 employees, of whom 1,100 work abroad"
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
    opening = at.behind in ("#", "D") and "".join(at.tags[: at.i]).count("V") == 1 and at.words[0].endswith("ing")
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
        # "shipped 2 million chips and earned revenue of", not "costs and deferred revenue"
        told = behind not in ("N", "") or (behind == "N" and lexicon.verb_form(words[i]) in _EARNED)
        return told and any(t in "VX" for t in tags[:i])
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

"""Where a report tells what a question asks the reason of, and whether it gives a cause there.

A reason stands beside what it explains: behind "because" in the same sentence, in the next one ("The cause is …", "Operators
credit …"), or behind a short claim that its paragraph argues ("Kurzeme was the only region to slip."). Where the sentence that
tells the effect has none of these beside it, the report gives no reason, however near other sentences come.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.evidence import Evidence, coverage, missing_names
from reportqa.answering.prose.quoting import squeezed, words_in
from reportqa.answering.prose.room import Room
from reportqa.answering.prose.senses import Senses
from reportqa.answering.query import Query
from reportqa.answering.words import stem, stems
from reportqa.figures.lexicon import Act, act_of, verb_form
from reportqa.figures.thesaurus import is_same

__all__ = ["LEANS", "Effect", "around", "effect_asked", "effect_of", "gives_cause", "is_why"]

_WHY = re.compile(
    r"^(?:and |but |so )?(?:why|how come|explain(?: why)?|for (?:what|which) reasons?|(?:which|what) (?:\w+ )?(?:reasons?|causes?|motives?)\b(?! (?:is|was|are|were) there\b)|what (?:is|was|are|were) the (?:main |primary |chief |key )?(?:reasons?|causes?)(?: (?:for|of|why))?|"
    r"what (?:\w+ )?(?:made|makes|drove|driven|caused?|causes|explains?|led to|accounts? for|keeps?|kept|(?:holds?|held) back|prevents?|stops?|triggered|prompted|(?:is|was|lies|lay) behind))\b",
    re.I,
)
# "What reasons do pupils give for …": what is said is no part of the effect.
_GIVEN = re.compile(
    r"\b(?:(?:do|does|did) )?((?:[\w'’-]+ ){0,4}?)(?:give|gave|cite|name|have|offer|mention)s? (?:for|as)\b", re.I
)
_SAID = re.compile(
    r"\b(?:survey\w*|interview\w*|respondents|asked|mention\w*|named?|names|cited?|cites|said|says|told|answered|blam\w+|credits|feared)\b",
    re.I,
)
# "when everything else rose", "while others fell": what the reason is not asked of.
_ASIDE = re.compile(r"\s(?:when|while|whereas|although|even (?:though|when))\s.*$", re.I)
_SINCE = r"\bsince (?!\d|then\b|early\b|late\b|last\b|spring\b|summer\b|autumn\b|winter\b|the (?:start|end|beginning|spring|summer|autumn|winter)\b|(?-i:[A-Z]))"
_CAUSED = re.compile(
    rf"\b(?:because|due to|owing to|thanks to|as a result of|the result of|result(?:ed|ing)? from|led to|driven (?:\w+ ){{0,4}}by|caused? by|helped by|hurt by|boosted by|on account of|so that|that is why|which is why|reasons?|causes?|"
    rf"explains?|explained|account(?:s|ed)? for (?:most|much|part)|attribut\w+|credit(?:s|ed)?|blam(?:es?|ed)|stems? from|comes? down to|has less to do with|(?:holds?|held|holding) (?:\w+ ){{0,3}}back|lies? (?:mainly |chiefly |largely )?in|"
    rf"(?:made|makes) (?:\w+ ){{1,3}}possible|(?:has |have )?led (?:\w+ ){{1,2}}to)\b|, so\b|{_SINCE}",
    re.I,
)  # fmt: skip
_EXPLAINS = re.compile(
    r"\b(?:reasons?|causes?|explains?|account(?:s|ed)? for (?:most|much|part)|attribut\w+|credit(?:s|ed)?|blam(?:es?|ed))\b",
    re.I,
)
_OPENS = re.compile(
    r"^(?:\w+ ){0,4}?(?:reasons?|causes?|credits?|blames?|attributes?|explains?|because|main contributor|difference lies|mentioned|cited)\b|^first(?:ly)?,",
    re.I,
)
_HINTED = re.compile(
    r"\b(?:after (?!\d)|as (?:\w+ ){1,2}(?:continue|grow|fall|rise|buy|\w+ed\b)|until|when|cannot|can['’]t|could not|to (?:save|avoid|keep|protect)|lets?|allows?|(?:has|have) (?:moved|switched|shifted|turned) to|undercut|rather than|"
    r"named by|mentioned|factors?|forces?)\b",
    re.I,
)
LEANS = re.compile(
    r"^(?:this|these|that|those|it|its|they|their|he|she|such|both|the (?:former|latter|result|bigger part|rest|same)|but|and|yet|so|also|however|instead|in (?:other words|contrast)|put differently|"
    r"a further|the other|another|first|second|third|naturally)\b",
    re.I,
)
_SUMS_UP = re.compile(r"(?:summary|in brief|abstract|in short|key points)\b", re.I)
_CLAIM = 12
"""A sentence of at most so many words and no number is a claim that those behind it argue."""
_POOL = 24
_ARGUED = 3
"""Sentences that argue a claim are given up to this many."""
_SAME, _BESIDE = 0.9, 0.85
"""How near a word of the same meaning is taken to be, and what a word in the heading or the sentence before is worth."""
_BOUNDS = re.compile(r"\b(?:or|no|any|once) (?:more|less|fewer)\b|\b(?:more|less|fewer) than\b")
_UP = frozenset(
    "up dearer pricier costlier higher bigger larger more growth increase increases gain gains rise".split()
)
_DOWN = frozenset("down cheaper lower smaller fewer less decline decrease decreases drop cut fall".split())
_FAIR = 1.9
"""From this worth a sentence more likely tells the effect than not."""
_NEXT = 0.1
"""A sentence with a cause beside it goes before one without that is worth so much more."""
_NAMES_ONLY = 0.3
"""Below this a sentence tells of those asked about, and of something else."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Effect:
    """The sentence `row` that tells an effect best: its `worth`, how far the question's words are `told` there, in [0, 1], how
    plainly a cause stands beside it (`caused`, in [0, 1]), and whether it tells of a move the other way."""

    row: int
    worth: float
    told: float
    caused: float
    opposed: bool
    missing: float

    @property
    def chance(self) -> float:
        """How sure it is that the sentences around it give the reason asked for, in [0, 1]."""
        sure = 1.0 / (1.0 + math.exp(-4.0 * (self.worth - _FAIR)))
        sure *= min(1.0, 0.2 + self.caused)
        sure *= 0.33 if self.opposed else 1.0
        sure *= 0.4 if self.told < _NAMES_ONLY else 1.0
        return round(sure * (1.0 - 0.7 * self.missing), 3)


def is_why(text: str) -> bool:
    """Whether a question asks for a cause, not for a manner or a description."""
    return _WHY.match(text.strip()) is not None


def effect_of(query: Query, evidence: Sequence[Evidence], room: Room) -> Effect | None:
    """The sentence that tells best what a question asks the reason of; None where there are no words to go by."""
    said = effect_asked(query.text)
    asked = room.read(said)
    if not asked.words:
        return None
    named = frozenset(w for n in (*query.entities, *query.unknown) for w in re.findall(r"\w+", n.lower()))
    plain = [i for i, w in enumerate(asked.words) if w not in named and not w[0].isdigit()]
    plain = plain or list(range(len(asked.words)))
    weights = np.array([room.words.rarity(stem(asked.words[i])) for i in plain])
    found = [_effect(query, said, e, (asked, plain, weights), room) for e in evidence[:_POOL]]
    order = sorted(found, key=lambda f: (-f.worth, f.row))
    told = [f for f in order if f.worth > order[0].worth - _NEXT and f.caused and not f.opposed]
    return order[0] if order and order[0].caused else next(iter((*told, *order)), None)


def around(effect: Effect, room: Room, most_words: int) -> list[int]:
    """The rows that give the reason: the sentence that tells the effect, what it leans on, and those behind it that argue it."""
    sentences, row = room.snapshot.sentences, effect.row
    paragraph = room.paragraph(row)
    own = gives_cause(row, room)
    behind = [*range(row + 1, paragraph.stop), *_argued_behind(row, room)]
    last = next((i for i, r in enumerate(behind) if not own and _CAUSED.search(sentences[r].text)), 0)
    before = row - 1 in paragraph and (
        LEANS.match(sentences[row].text) or (not own and _CAUSED.search(sentences[row - 1].text))
    )
    kept = [row, *([row - 1] if before else [])]
    words = sum(words_in(sentences[r].text) for r in kept)
    for at, next_row in enumerate(behind):
        words += words_in(sentences[next_row].text)
        goes_on = at <= last or (not own and at < _ARGUED) or LEANS.match(sentences[next_row].text)
        if words > most_words or not goes_on:
            break
        kept.append(next_row)
    if len(kept) == 1 and not own and row - 1 in paragraph:
        kept.append(row - 1)
    return sorted(kept)


def gives_cause(row: int, room: Room) -> bool:
    """Whether a sentence itself says what caused something."""
    return _CAUSED.search(room.snapshot.sentences[row].text) is not None


def effect_asked(text: str) -> str:
    """What a question asks the reason of, without the words that ask and without what it only sets beside it.

    >>> effect_asked("Why did energy spending go down when everything else went up?")
    'did energy spending go down'
    """
    bare = re.sub(r",? and why\b.*", "", _GIVEN.sub(r"\1", _WHY.sub("", text.strip()), count=1)).strip(" ?")
    cut = " ".join(_ASIDE.sub("", bare).split())
    return cut if len(stems(cut)) > 1 else bare


def _effect(query: Query, said: str, one: Evidence, asked: tuple[Senses, list[int], Floats], room: Room) -> Effect:
    sentences, row = room.snapshot.sentences, one.row
    text = squeezed(sentences[row].text)
    words, plain, weights = asked
    before = [squeezed(sentences[row - 1].text)] if row - 1 in room.paragraph(row) else []
    beside = " ".join([*sentences[row].heading[-1:], sentences[row].context, *before])
    own = _near(words, room.senses([row])[0])
    near = np.maximum(own, _BESIDE * _near(words, room.read(beside)) if beside.strip() else 0.0)
    told = float((near[plain] * weights).sum() / max(float(weights.sum()), 1e-6))
    heading = sentences[row].heading[-1] if sentences[row].heading else ""
    likeness = float((room.snapshot.label_vectors([heading]) @ query.vector)[0]) if heading else 0.0
    caused = _caused(row, room)
    if _GIVEN.search(query.text) and not any(
        _SAID.search(sentences[r].text) for r in (row, row + 1) if r in room.paragraph(row)
    ):
        caused = 0.0
    opposed = _opposed(said, [text, *before], room, row)
    missing = len(missing_names(query.entities, room, row)) / max(len(query.entities), 1)
    whole = text.endswith((".", "!", "”", '"', ";", "?"))
    covered, dense = coverage(stems(said), room, row), one.dense
    if before and LEANS.match(text):
        # "That dependence is dangerous." tells what the sentence before it names.
        covered = max(covered, _BESIDE * coverage(stems(said), room, row - 1))
        dense = max(dense, _BESIDE * float(room.snapshot.sentence_vectors[row - 1] @ query.vector))
    worth = 1.2 * dense + 1.5 * covered + 0.5 * told + 0.8 * likeness + 0.35 * caused
    worth -= 0.2 * opposed + 0.25 * missing + 0.25 * (not whole) + 0.4 * text.endswith(":")
    worth -= 0.4 * bool(_SUMS_UP.match(text))
    return Effect(row, worth, told, caused, opposed, missing)


def _near(asked: Senses, told: Senses) -> Floats:
    """How near each asked word comes to a word of a text, as a cosine; words of one meaning come near by themselves."""
    if not asked.words or not told.words:
        return np.zeros(len(asked.words))
    likest = (asked.vectors @ told.vectors.T).max(axis=1).astype(np.float64)
    same = np.array([any(is_same(a, t) for t in told.words) for a in asked.words])
    near: Floats = np.where(same, np.maximum(likest, _SAME), likest)
    return near


def _caused(row: int, room: Room) -> float:
    """How plainly a cause stands in a sentence or beside it, in [0, 1]."""
    sentences, paragraph = room.snapshot.sentences, room.paragraph(row)
    text = squeezed(sentences[row].text)
    same = row + 1 < len(sentences) and sentences[row + 1].heading == sentences[row].heading
    behind = (
        squeezed(sentences[row + 1].text) if same and sentences[row + 1].document == sentences[row].document else ""
    )
    inside = row + 1 in paragraph
    later = [squeezed(sentences[r].text) for r in range(row + 1, min(row + 4, paragraph.stop))]
    argued = any(re.match(r"why\b", h, re.I) for h in sentences[row].heading[-1:])
    claims = not re.search(r"\d|\b(?:means?|refers? to)\b", text) and not room.places[row].item
    found = (
        1.0 * bool(_CAUSED.search(text)),
        1.0 * bool(behind and _OPENS.match(behind)),
        0.9 * bool(inside and _CAUSED.search(behind)),
        0.8 * bool(row - 1 in paragraph and sentences[row - 1].text.rstrip().endswith("?")),
        0.7 * (claims and inside and words_in(text) <= _CLAIM),
        0.7 * argued,
        0.7 * bool(_argued_behind(row, room)),
        0.6 * bool(row - 1 in paragraph and _CAUSED.search(sentences[row - 1].text)),
        0.6 * any(_EXPLAINS.search(t) for t in later),
        0.6 * bool(_HINTED.search(text) or (inside and _HINTED.search(behind))),
        0.5 * (claims and bool(behind) and inside),
    )
    return max(found)


def _argued_behind(row: int, room: Room) -> range:
    """The rows of the paragraph behind that of a sentence where it gives the reason: it opens with it ("The cause is reuse."),
    or the sentence is a claim that stands alone; none else."""
    sentences, first = room.snapshot.sentences, room.paragraph(row).stop
    if first >= len(sentences) or sentences[first].document != sentences[row].document or room.places[first].item:
        return range(0)
    alone = len(room.paragraph(row)) == 1 and not re.search(r"\d", sentences[row].text)
    opens = alone or _OPENS.match(squeezed(sentences[first].text))
    return room.paragraph(first) if opens and sentences[first].heading == sentences[row].heading else range(0)


def _opposed(said: str, texts: Sequence[str], room: Room, row: int) -> bool:
    """Whether a question asks of a rise where only a fall is told, or the other way round."""
    asked = _moves(said)
    if len(asked) != 1:
        return False
    told = next((m for t in texts if (m := _moves(t))), frozenset[Act]())
    return bool(told) and asked.isdisjoint(told)


def _moves(text: str) -> frozenset[Act]:
    """The directions that a text's words tell: RISE, FALL, both or none."""
    found = set()
    for word in re.findall(r"[a-z]+", _BOUNDS.sub(" ", text.lower())):
        form = verb_form(word)
        # What improves may well have fallen.
        act = act_of(form[0]) if form and form[0] != "improve" else None
        if act is Act.RISE or word in _UP:
            found.add(Act.RISE)
        if act is Act.FALL or word in _DOWN:
            found.add(Act.FALL)
    return frozenset(found)

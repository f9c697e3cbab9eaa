"""Answers that need no learned ranker: who makes or owns a thing ("Baidu's ERNIE", "owned by 23 banks"), and a heading's date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reportqa.answering.prose.evidence import Evidence
from reportqa.answering.prose.form import Form, Wants
from reportqa.answering.prose.lists import asks_owner
from reportqa.answering.prose.quoting import passage, squeezed
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stems
from reportqa.figures import periods
from reportqa.figures.names import canonical_name, is_country
from reportqa.figures.thesaurus import broader
from reportqa.types import BlockKind

__all__ = ["answer_heading_date", "answer_holder", "answer_owner"]

_DEPTH = 40
_OWNING = re.compile(
    r"\b(?:develop|made|make|maker|own|run|ran|operat|belong|produc|offer|provid|behind|creat|sell|sold|publish|releas|parent)\w*",
    re.I,
)
_PAIR = re.compile(r"((?:[A-Z][\w&.-]*\s){0,3}[A-Z][\w&.-]*)['’]s?\s((?:[A-Z][\w.-]*\s?){1,4})")
# "Tavo, owned by 23 banks", "its parent, the telecoms group Arco", "which was bought by the fund Norr in May".
_HELD_BY = re.compile(
    r"\b(?:(?P<own>(?:majority-|partly |wholly |jointly )?owned by|(?:subsidiary|part|unit) of|belong(?:s|ing)? to|(?:its|their) (?:parent|owner)(?: company| group)?,)|(?P<buy>(?:bought|acquired|taken over) by))\s+"
    r"(?P<who>[^,.;:()]+?)(?=[,.;:()]|\s(?:in|for|since|after|has|have|is|was|which|that|sees)\b|$)"
)
_ASKS_HOLDER = re.compile(
    r"^(?:and )?(?:who|which (?:\w+ )?(?:company|firm|group|fund|investor|bank)s?) (?:(?P<own>owns|own|is behind|is the (?:owner|parent) of|controls)|(?P<buy>bought|acquired|took over))\b",
    re.I,
)
_OWNS = re.compile(r"\b(?:own|owns|owned|owner|behind|parent|belong\w*)\b", re.I)
_PLACES = frozenset(["city", "town", "municipality", "capital", "country", "province"])
_FAR = 60
"""How many characters may stand between a name and who holds it."""
_LEAST = 0.55
"""The share of a question's rare words that a heading must hold."""


def answer_owner(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The name before "'s" and the one name that a question is about, where it asks who makes or owns that; else None."""
    noun = re.match(r"(?:which|what)\s+([a-z]+)", query.text, re.I)
    who = asks_owner(noun[1].lower()) if noun else form.wants is Wants.NAME
    if not who or len(query.entities) != 1 or not _OWNING.search(query.text):
        return None
    asked = query.entities[0]
    found: list[tuple[str, int]] = []
    for one in evidence[:_DEPTH]:
        for match in _PAIR.finditer(squeezed(room.snapshot.sentences[one.row].text)):
            owned = canonical_name(match[2].strip())
            placed = _OWNS.search(query.text) and (is_country(match[1]) or not broader(match[1]).isdisjoint(_PLACES))
            # "Stockholm's Orm" says where it is, not whose.
            if not placed and (owned == asked or owned.startswith(f"{asked} ")):
                found.append((match[1], one.row))
    if not found:
        return None
    name = Counter(n for n, _ in found).most_common(1)[0][0]
    sentence = room.snapshot.sentences[next(r for n, r in found if n == name)]
    return Draft(squeezed(sentence.text), (name,), 0.8, quotes=(sentence,))


def answer_holder(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """Who is said to own or to have bought the one name that a question is about; None where nobody is, or several are."""
    asked = _ASKS_HOLDER.match(query.text.strip())
    if asked is None or len(query.entities) != 1 or query.unknown:
        return None
    name, found = query.entities[0], dict[str, int]()
    for one in evidence[:_DEPTH]:
        text = squeezed(room.snapshot.sentences[one.row].text)
        for match in _HELD_BY.finditer(text):
            if (asked["own"] or match["buy"]) and _speaks_of(name, text[: match.start()], one.row, room):
                found.setdefault(match["who"].strip(), one.row)
    if len(found) != 1:
        return None
    (who, row), *_ = found.items()
    sentence = room.snapshot.sentences[row]
    return Draft(squeezed(sentence.text), (who,), 0.8, quotes=(sentence,))


def _speaks_of(name: str, before: str, row: int, room: Room) -> bool:
    """Whether what stands before an owner names what is owned: right before it, or nothing by name but in the sentence before."""
    last = before.lower().rfind(name)
    if last >= 0:
        return len(before) - last - len(name) <= _FAR
    named = any(n in before.lower() for n in room.names(row))
    return not named and row - 1 in room.paragraph(row) and name in room.snapshot.sentences[row - 1].text.lower()


def answer_heading_date(query: Query, form: Form, room: Room) -> Draft | None:
    """The period in the heading that holds most of what is asked; None where no heading does, or it gives no other date."""
    if form.wants is not Wants.DATE:
        return None
    total = sum(room.words.rarity(a) for a in form.stems) or 1.0
    best: tuple[float, Draft] | None = None
    for document in room.snapshot.documents.values():
        if query.within not in (None, document.id, document.report):
            continue
        for block in (b for b in document.blocks if b.kind is BlockKind.HEADING):
            heading = document.text[block.start : block.end]
            when = [p.text for p, _, _ in periods.find(heading, None) if p.text not in query.text]
            share = sum(room.words.rarity(a) for a in form.stems & stems(heading)) / total
            if when and share >= _LEAST and (best is None or share > best[0]):
                short = re.sub(r"^(?:in|by|on|since|from)\s+", "", when[0])
                quote = passage(document, block.start, block.end)
                best = (share, Draft(squeezed(heading), (short,), round(0.85 * share, 3), quotes=(quote,)))
    return best[1] if best else None

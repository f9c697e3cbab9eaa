"""Who holds an office: the person whose name stands beside it ("Chief executive Ana Ruiz", "Ben Oke, chair of the Guild")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.quoting import squeezed
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query

__all__ = ["answer_office"]

_SURE = 0.8
_PERSON = r"[A-ZÀ-Þ][\w’'-]+(?: (?:de |van |von |der |da |di |al-|el-)*[A-ZÀ-ÞŌ-Ž][\w’'-]+){1,3}"
_OFFICE = (
    r"(?:(?:interim|acting|deputy|former|founding) )?(?:chief [a-z]+(?: officer)?|[a-z]+ chief|(?:managing |general |executive |finance |[a-z]+ )?director(?: general)?|(?:vice )?president|chair(?:man|woman|person)?|"
    r"general manager|head|(?:co-)?founder|mayor|minister|CEO|CFO|COO)"
)
_OF = r"(?: (?:of|at|for) (?:the )?(?P<of>[A-ZÀ-Þ][\w&’' .-]*?))?(?=[,.;:)]|\s+(?:says|said|told|warns|argues|expects|will|who|is|was)\b|$)"
_HELD = (
    re.compile(rf"(?P<office>(?i:{_OFFICE})),? (?P<person>{_PERSON})"),
    re.compile(rf"(?P<person>{_PERSON}), (?:the |its |a |an )?(?P<office>{_OFFICE}){_OF}"),
    re.compile(rf"(?P<person>{_PERSON}),? (?:who )?(?P<office>leads|heads|runs|chairs|founded) (?:the )?(?P<of>[A-ZÀ-Þ][\w&’' -]*)"),
)  # fmt: skip
_ASKED = re.compile(
    rf"^(?:and )?(?:who(?:['’]s| is| was)? (?:the )?(?:[\w .&'’-]+?['’]s? )?(?P<office>{_OFFICE}|boss)\b|who (?P<verb>leads|heads|runs|manages|directs|chairs|founded|started|set up|looks after|is in charge of|is behind)\b)",
    re.I,
)
_MONEY = re.compile(r"\b(?:financ\w+|money|accounts|books|treasury)\b", re.I)
# The offices that lead a whole house, and what an office may also be called.
_LEADING = re.compile(
    r"(?:interim |acting )?(?:chief executive(?: officer)?|CEO|managing director|general manager|executive director|director(?: general)?|president|head|leads|heads|runs|boss)",
    re.I,
)
_KINDS = (
    (re.compile(r"chief executive|CEO|boss|managing director", re.I), re.compile(r"(?:interim |acting )?(?:chief executive(?: officer)?|CEO|managing director|general manager)", re.I)),
    (re.compile(r"chief financ|finance (?:chief|director)|CFO", re.I), re.compile(r"chief financial officer|finance (?:chief|director)|CFO", re.I)),
    (re.compile(r"chair", re.I), re.compile(r"chair\w*", re.I)),
    (re.compile(r"founde|started|set up", re.I), re.compile(r"(?:co-)?founder|founded", re.I)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Held:
    """A person with the office that stands beside the name, and whose office it is said to be, "" where that is not said."""

    row: int
    person: str
    office: str
    of: str


def answer_office(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The one person who is said to hold the office that a question asks after, at whom it asks about; None else."""
    asked = _ASKED.match(query.text.strip())
    if asked is None or query.unknown or not evidence:
        return None
    wanted = _wanted(asked["office"] or asked["verb"], query.text)
    if wanted is None:
        return None
    inside = frozenset(room.snapshot.rows_within(query.within)[1]) if query.within else None
    found = [
        held
        for row in room.matching(_ANY)
        if (inside is None or row in inside)
        for held in _held(row, room)
        if wanted.fullmatch(held.office) and _is_theirs(held, query, room)
    ]
    people = dict.fromkeys(h.person for h in found)
    if len(people) != 1:
        return None
    sentence = room.snapshot.sentences[found[0].row]
    return Draft(squeezed(sentence.text), (found[0].person,), _SURE, quotes=(sentence,))


_ANY = re.compile("|".join(p.pattern.replace("(?P<office>", "(?:").replace("(?P<person>", "(?:").replace("(?P<of>", "(?:") for p in _HELD))  # fmt: skip


def _wanted(said: str, text: str) -> re.Pattern[str] | None:
    """The offices that answer: those of money for who looks after it, those that lead for who leads, else what is asked for."""
    if said.lower() in ("looks after", "is in charge of"):
        return _KINDS[1][1] if _MONEY.search(text) else _LEADING if said.lower() == "is in charge of" else None
    for kind, offices in _KINDS:
        if kind.match(said):
            return offices
    if said.lower() == "is behind":
        return None
    verb = re.fullmatch(r"leads|heads|runs|manages|directs", said, re.I)
    return _LEADING if verb else re.compile(re.escape(said), re.I)


def _held(row: int, room: Room) -> Iterator[_Held]:
    text = squeezed(room.snapshot.sentences[row].text)
    for pattern in _HELD:
        for match in pattern.finditer(text):
            of = (match.groupdict().get("of") or "").strip()
            yield _Held(row, match["person"], match["office"], of)


def _is_theirs(held: _Held, query: Query, room: Room) -> bool:
    """Whether an office is that of the ones asked about: it is said of them, or nothing else is said and its paragraph begins
    with them, or the whole report is about them."""
    if not query.entities:
        if held.of and held.of.lower() in query.text.lower():
            return True
        # "the network's finances": of nobody by name, so that only an office that is said to be no other's answers.
        return not held.of and not re.search(r"\bof\b", query.text)
    if held.of:
        return all(n in held.of.lower() or held.of.lower() in n for n in query.entities)
    first = room.paragraph(held.row).start
    opening = squeezed(room.snapshot.sentences[first].text).lower()
    own = squeezed(room.snapshot.sentences[held.row].text).lower()
    topic = room.words.topics.get(room.document(held.row).id, "")
    near = all(n in f"{opening[: len(n) + 40]} {own}" or n == topic for n in query.entities)
    return near and not missing_names(query.entities, room, held.row)

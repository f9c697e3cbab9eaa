"""Who is meant by a place or a maker: "the Utrecht bank" is the bank of that seat, "Orm's app" the app that Orm makes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.understanding.cities import country_of_capital
from reportqa.answering.vocabulary import Vocabulary, vocabulary
from reportqa.figures.names import canonical_name
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Table

__all__ = ["borne"]

_NAME = r"[A-Z][\w&-]*(?: [A-Z][\w&-]*){0,3}"
_PLACE = r"[A-Z][\w-]+(?: [A-Z][\w-]+)?"
# "Rondo of Utrecht", "Orm, based in Oslo", "Milan-based Orm", "Stockholm's Orm", "Orm (Lund)".
_SEATS = (
    re.compile(rf"(?P<name>{_NAME}),? of (?P<place>{_PLACE})"),
    re.compile(rf"(?P<name>{_NAME}),? (?:(?:which )?(?:is|are) )?(?:based|headquartered|run|operated|founded) (?:in|from|at) (?P<place>{_PLACE})"),
    re.compile(rf"(?P<place>{_PLACE})-based (?P<name>{_NAME})"),
    re.compile(rf"(?P<place>{_PLACE})['’]s (?P<name>{_NAME})"),
    re.compile(rf"(?P<name>{_NAME}) \((?P<place>{_PLACE})\)"),
)  # fmt: skip
_FIRM = r"(?:firm|company|lender|bank|chain|group|maker|wallet|insurer|operator|start-?up|carrier|developer|producer|provider|manufacturer|supplier|airline|brand|retailer|brewer|platform|chipmaker|carmaker|broker)"
_PLACE_FIRST = re.compile(rf"\b(?i:the) (?P<place>{_PLACE})(?:-based)? (?:[a-z-]+ ){{0,2}}{_FIRM}\b")
_PLACE_BEHIND = re.compile(rf"\b(?i:the) (?:[\w-]+ ){{0,2}}{_FIRM} (?:from|in|of|based in) (?P<place>{_PLACE})")
_MADE = re.compile(
    rf"(?P<maker>{_NAME})['’]s (?:[a-z]+ )?(?:assistant|chatbot|app|wallet|model|tool|platform|service|product|game|phone|car|drug|browser|engine)\b"
)
_MAKES = re.compile(rf"(?P<maker>{_NAME})['’]s (?P<name>{_NAME})")
_MAKER_COLUMN = re.compile(
    r"\b(?:company|developer|maker|owner|operator|vendor|manufacturer|provider|parent|publisher)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Bearers:
    """The names of each place's firms, and of each maker's products, in the form that the corpus writes."""

    seated: dict[str, frozenset[str]]
    made: dict[str, frozenset[str]]


def borne(text: str, snapshot: Snapshot) -> str:
    """A question with the firm of a place, and the product of a maker, by its name; as it is where there are none or several."""
    if not any(pattern.search(text) for pattern in (_PLACE_FIRST, _PLACE_BEHIND, _MADE)):
        return text
    known = _bearers(snapshot)

    def firm(match: re.Match[str]) -> str:
        names = known.seated.get(canonical_name(match["place"]), frozenset())
        return min(names) if len(names) == 1 else match.group()

    def product(match: re.Match[str]) -> str:
        names = known.made.get(canonical_name(match["maker"]), frozenset())
        return min(names) if len(names) == 1 else match.group()

    return _MADE.sub(product, _PLACE_BEHIND.sub(firm, _PLACE_FIRST.sub(firm, text)))


@once_a_snapshot
def _bearers(snapshot: Snapshot) -> _Bearers:
    """The bearers of a snapshot."""
    words = vocabulary(snapshot)
    seated, made = defaultdict(set), defaultdict(set)
    for document in snapshot.documents.values():
        for pattern in _SEATS:
            for match in pattern.finditer(document.text):
                if name := _owner(match["name"], words):
                    seated[canonical_name(match["place"])].add(name)
                    seated[country_of_capital(match["place"])].add(name)
        for match in _MAKES.finditer(document.text):
            if name := _owner(match["name"], words):
                made[canonical_name(match["maker"])].add(name)
        for table in document.tables:
            for maker, product in _columns(table):
                if name := _owner(product, words):
                    made[canonical_name(maker)].add(name)
    return _Bearers(
        {place: frozenset(names) for place, names in seated.items() if place},
        {maker: frozenset(names) for maker, names in made.items()},
    )


def _owner(name: str, words: Vocabulary) -> str:
    """A name as the corpus writes it where figures are its own, without words behind it that are no part of it; "" else."""
    parts = name.split()
    for size in range(len(parts), 0, -1):
        known = canonical_name(" ".join(parts[:size]))
        if known in words.owners & words.proper:
            return words.names[known]
    return ""


def _columns(table: Table) -> Iterator[tuple[str, str]]:
    """The (maker, product) pairs of a table that has a column of makers beside its row labels."""
    headers = [" ".join(row[i].text for row in table.cells[: table.header_rows]) for i in range(len(table.cells[0]))]
    at = next((i for i, h in enumerate(headers) if i and _MAKER_COLUMN.search(h)), 0)
    for row in table.cells[table.header_rows :] if at else ():
        if row[at].text.strip() and row[0].text.strip():
            yield row[at].text.strip(), row[0].text.strip()

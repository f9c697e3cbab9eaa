"""What the words over a table declare of some of its numbers only: "Passengers in millions, fares and unit costs in euros".

A caption, a note or the sentences right above a table; each clause names what it is about and then the unit. A row or a
column that a clause names has that clause's unit; one that none names has what its own label says, or that of a clause
about all amounts or all quantities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from reportqa.figures.declared import NOT_MONEY, Measure, counted, is_explicit, measure, table_measure
from reportqa.figures.headers import corner_of
from reportqa.figures.lexicon import VerbForm, verb_form, word_set
from reportqa.figures.units import PHYSICAL_UNITS, is_currency, singular
from reportqa.types import BlockKind, Document, Table

__all__ = ["Declaration", "declaration"]


@dataclass(frozen=True, slots=True)
class _Clause:
    """`nouns` holds the words (in the singular) of each thing that a clause names, `measure` what it says of them."""

    nouns: tuple[frozenset[str], ...]
    measure: Measure


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is declared of a table: `whole` for all of its numbers, or clauses for some of them.

    `exempt` tells that a label with a unit of its own goes by that alone ("unless the row says otherwise").
    """

    whole: Measure = field(default_factory=Measure)
    clauses: tuple[_Clause, ...] = ()
    exempt: bool = False

    def of(self, label: str, own: Measure) -> Measure:
        """What is declared of the numbers under a label whose own words say `own`.

        >>> told = _read("Passengers in millions, fares and unit costs in euros")
        >>> told.of("Passengers 2025", Measure()), told.of("Average fare", Measure()), told.of("Aircraft", Measure())
        (Measure(factor=1000000.0, unit='', frequency=''), Measure(factor=1.0, unit='EUR', frequency=''), Measure(factor=1.0, unit='', frequency=''))
        """
        explicit = is_explicit(own)
        if not self.clauses:
            return Measure() if explicit and self.exempt and own.unit == self.whole.unit else self.whole
        words = _words(label)
        named = [c for c in self.clauses if any(_names(noun, words) for noun in c.nouns)]
        if named:
            said = max(named, key=lambda c: max(len(n & words) for n in c.nouns)).measure
            return Measure() if explicit and said.unit not in ("", own.unit) else said
        if explicit:
            return Measure()
        general = [c for c in self.clauses if _is_general(c, words, label)]
        return general[0].measure if general else self.whole

    @property
    def by_clauses(self) -> bool:
        """Whether each clause speaks for what it names, and nothing for the rest."""
        return bool(self.clauses) and self.whole == Measure()


# Nouns that stand for all amounts of money, for all quantities, and for all numbers of a table.
_AMOUNTS = word_set("amount money sum currency financial")
_QUANTITIES = word_set("quantity volume unit number count tonnage")
_ALL = word_set("figure all data value statistic result table")
# What tells that a label's numbers are quantities, where a table has amounts as well; and money, where it has quantities.
_OF_QUANTITY = word_set(
    """volume output production shipment delivery tonnage catch harvest consumption export import supply demand stock use usage traffic
    throughput generation sold shipped produced"""
)
_OF_MONEY = word_set(
    "price cost fare value revenue income profit loss margin rent fee wage salary turnover tariff bill spending"
)
# Plural nouns that name a flow of something else: "exports" are counted in tonnes or in euros.
_FLOWS = word_set("export import shipment delivery loan visit sale")
_IN = re.compile(
    r"(?P<nouns>[A-Za-z][A-Za-z0-9&,'’ -]*?)\s(?:(?:are|is|was|were|being|all|given|shown|stated|expressed|measured|reported)\s)*in\s"
    r"(?P<unit>[^;.()]+?)(?=\s*(?:[,;()]|\.(?:\s|$)|$|\s(?:unless|except|with|at|for|where|and\s(?:[\w&-]+\s){1,4}?in\s)))",
    re.I,
)
_TITLE = re.compile(r"^\W*(?:table|exhibit|figure|chart|tab\.)\s?[\w.]*?\s?[:.–-]+\s+", re.I)
_EXEMPT = re.compile(r"\b(?:unless|except|otherwise)\b", re.I)
_SENTENCE = re.compile(r"(?<=[a-z%)\d€£$])[.!?](?:\s+|$)(?=[A-Z(\"“]|$)")
_MOST_WORDS = 6
"""How many words a clause may name before its unit: a sentence of a story has more."""
_LONGEST = 300
"""Characters of the longest sentence that may declare something."""


@lru_cache(maxsize=2_000)
def _read(text: str) -> Declaration:
    """The clauses of one stretch of declaring words; none where the first of its parts names no unit."""
    clauses: list[_Clause] = []
    for at, part in enumerate(re.split(r"\s*;\s*", _TITLE.sub("", text.strip(' .()*_"“”')))):
        found = [c for m in _IN.finditer(part) if (c := _clause(m["nouns"], m["unit"], bool(clauses))) is not None]
        if not found and at and clauses:
            # "staff as of 31 December": named, with no unit.
            found = [_Clause(_nouns(re.split(r"\s(?:as|in|on|at|for|of|is|are)\s|,", part)[0]), Measure())]
        if not found:
            return Declaration()
        clauses += found
    return Declaration(clauses=tuple(clauses))


def _clause(nouns: str, unit: str, among: bool) -> _Clause | None:
    """One clause; None where its unit is none. A counted noun is one only beside other clauses: "permits in dwellings"."""
    said = measure(f"({unit.strip()})")
    base = said.unit.partition(" / ")[0]
    known = said.factor != 1.0 or is_currency(base) or base in PHYSICAL_UNITS or base == "percent"
    named = _nouns(nouns)
    if not (known or (among and said.unit)) or not named or len(nouns.split()) > _MOST_WORDS + 2 * nouns.count(","):
        return None
    if any(form[1] is VerbForm.PAST for w in unit.lower().split() if (form := verb_form(w))):
        # "Revenue in euros fell": a sentence that tells something.
        return None
    return _Clause(named, said)


def _nouns(text: str) -> tuple[frozenset[str], ...]:
    """The words of each thing named: "fares and unit costs" → fare; unit, cost. What stands behind "of" names no more."""
    parts = re.split(r"\s*,\s*(?:and\s)?|\sand\s|\s&\s(?![A-Z]\b)", text)
    plain = (_words(re.split(r"\s(?:of|by|per|from)\s", part)[0]) for part in parts)
    return tuple(p for p in plain if p)


def _words(text: str) -> frozenset[str]:
    """The words of a label or a noun phrase, in the singular."""
    plain = re.sub(r"\([^()]*\)", " ", text)
    return frozenset(
        singular(w.lower()) for w in re.findall(r"[A-Za-z](?:&[A-Za-z]|[A-Za-z-])*", plain) if len(w) > 2 or "&" in w
    ) - {"the", "and", "all", "for", "year"}


def _names(noun: frozenset[str], words: frozenset[str]) -> bool:
    """Whether a label is of what a clause names: it holds all of its words, or half of them."""
    return bool(noun & words) and 2 * len(noun & words) >= len(noun)


def _is_general(clause: _Clause, words: frozenset[str], label: str) -> bool:
    """Whether a clause about amounts or quantities holds for a label that no clause names."""
    if any(noun <= _ALL for noun in clause.nouns):
        return True
    noun = counted(label)
    if noun and noun not in _FLOWS:
        return False
    if any(noun <= _AMOUNTS for noun in clause.nouns):
        return not NOT_MONEY.search(label) and words.isdisjoint(_OF_QUANTITY)
    return any(noun <= _QUANTITIES for noun in clause.nouns) and words.isdisjoint(_OF_MONEY)


def declaration(document: Document, table: Table) -> Declaration:
    """What the header over a table's labels, its notes, its title and the sentences right above it declare of its numbers."""
    texts = [corner_of(table), table.notes, table.title, *_above(document, table)]
    stretches = [s for text in dict.fromkeys(texts) for s in _stretches(text)]
    found = [d for s in stretches if (d := _read(s)).clauses]
    exempt = any(_EXEMPT.search(s) and is_explicit(measure(s)) for s in stretches)
    clauses = tuple(dict.fromkeys(c for d in found for c in d.clauses))
    special = [c for c in clauses if not all(n <= _ALL | _AMOUNTS | _QUANTITIES for n in c.nouns)]
    if len(clauses) == 1 and not special:
        # "Amounts in EUR million": one statement holds for all.
        whole = table_measure(table)
        return Declaration(whole if whole != Measure() else clauses[0].measure, exempt=exempt)
    if not clauses or (len(clauses) == 1 and not _names_a_label(clauses[0], table)):
        return Declaration(table_measure(table), exempt=exempt)
    # "Revenue in thousands" over rows of which not all say revenue holds for the others too.
    return Declaration(clauses[0].measure if len(clauses) == 1 else Measure(), clauses, exempt)


def _names_a_label(clause: _Clause, table: Table) -> bool:
    """Whether a row or a column of a table is called what a clause names."""
    labels = [c.text for row in table.cells[: table.header_rows] for c in row]
    labels += [c.text for row in table.cells for c in row[: table.header_columns]]
    return any(_names(noun, _words(label)) for noun in clause.nouns for label in labels)


def _stretches(text: str) -> list[str]:
    """The bracketed parts of a text and its sentences without them."""
    brackets = re.findall(r"\(([^()]{5,300})\)", text)
    plain = re.sub(r"\([^()]*\)", " ", text) if brackets else text
    found = (s.strip() for s in (*brackets, *_SENTENCE.split(_TITLE.sub("", plain))))
    return [s for s in found if s and len(s) <= _LONGEST]


def _above(document: Document, table: Table) -> list[str]:
    """The paragraphs and captions between a table and what stands before it, two at most."""
    out: list[str] = []
    for block in reversed([b for b in document.blocks if b.end <= table.start][-2:]):
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.CAPTION):
            break
        out.append(" ".join(document.text[block.start : block.end].split()))
    return out

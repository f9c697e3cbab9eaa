"""Numbers told in step with one before them: the measure they share, without what was only the other's."""

from __future__ import annotations

import re

from reportqa.figures.construing import Reading, origin_of
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.metric import is_anaphoric, phrase_text
from reportqa.figures.ownership import Owner
from reportqa.figures.subject import common_subject, head_of, name_behind
from reportqa.figures.units import is_currency, is_money
from reportqa.figures.uses import RATES, Role, Use

__all__ = ["in_parts", "in_step", "of_all", "of_its_kind", "of_the_other", "without_place"]

_REACH = 6
# "The causes:" leans on what was counted before.
_LEANING = re.compile(
    r"(?:The|Their|Its|These|Those|Our)\s(?P<parts>[a-z]+(?:\s[a-z]+)?)(?:\s(?:are|were))?\s*:[*_\s]*$"
)


def without_place(r: Reading, k: int, base: str, owner: Owner) -> str:
    """A measure without the place of the number it is compared with: "310 million phones in Asia, against 85 million in Peru"."""
    name, span = name_behind(r.s, origin_of(r.uses, k) if r.uses[k].listed else max(0, r.uses[k].sibling))
    mine, _ = name_behind(r.s, k)
    if not name or not mine or name == mine or r.uses[k].sibling < 0 or owner.name == name:
        return base
    return re.sub(rf"\s{re.escape(r.s.words[span[0] - 1])}\s(?:the\s)?{re.escape(name)}$", "", base)


def in_step(r: Reading, k: int, counted: str, owner: Owner, around: Surroundings) -> str:
    """What a bare number of a labelled list item measures: what one of the same unit and interval does in the item before,
    of another: "Prague: €94 a night, 205 nights" behind "Lisbon: a rate of €118 a night, 190 nights booked"."""
    if not around.label or owner.name != around.label or re.search("[VX]", r.s.tags[:k]):
        return ""
    number = r.numbers[k]
    alike = (
        e
        for e in around.before
        if e.unit == number.unit and e.frequency == number.frequency and e.subject not in ("", owner.name) and e.own
    )
    base = next((e.base for e in alike if e.role in (Role.VALUE, Role.HEAD)), "")
    return base if not counted or counted.split()[-1] in base.split() else ""


def in_parts(unit: str, around: Surroundings) -> str:
    """What the percentages of a labelled list are shares of, where its lead leans on a count: "2,480 were cancelled. The causes:"."""
    match = _LEANING.search(around.lead[0]) if around.lead and around.label and unit == "percent" else None
    if match is None or around.listed:
        return ""
    counted = (e.base for e in reversed(around.before[-_REACH:]) if e.unit not in RATES and not is_currency(e.unit))
    whole = next((base for base in counted if base), "")
    return f"{match['parts']} share of {whole}" if whole else ""


def of_all(r: Reading, use: Use, latest: list[Attributes]) -> Attributes | None:
    """What "the total" of a sentence is of: the latest figure told of nobody, of the world or of several together, not that of
    the last part: "690 tonnes: 330 in Chile and 360 in Peru. In 2019 the total had been 370"."""
    if "total" not in r.s.words[slice(*use.noun)] or not is_anaphoric(phrase_text(r.s, use.noun)):
        return None
    several = (e for e in latest if e.subject[:1] == e.subject[:1].lower() or " and " in e.subject)
    return next((e for e in several if e.base), None)


def of_its_kind(kin: Attributes, unit: str, around: Surroundings) -> str:
    """The measure that the latest number of the same money had, beside one of another kind: "Prague jumped from 53% to 58%, at
    €91" behind "Lisbon's occupancy rose from 62% to 64%, at an average rate of €121"."""
    if not is_money(unit) or is_money(kin.unit):
        return ""
    money = unit.split(" / ")[0]
    latest = [
        e for e in reversed(around.before[-_REACH:]) if e.unit.split(" / ")[0] == money and e.role is not Role.CHANGE
    ]
    return next((e.base for e in latest if e.base), "")


def of_the_other(r: Reading, k: int, base: str, owner: Owner, kin: Attributes | None) -> tuple[str, Owner]:
    """The measure and owner of a thing that stands in another's place: "In Chad grants made up 61%, loans 27%" of Chad's."""
    use = r.uses[k]
    if kin is None or use.predicate is None or not use.named[0] < use.named[1] or kin.subject == owner.name:
        return base, owner
    said = [r.uses[use.sibling].named] if use.sibling in r.uses else []
    mine = common_subject(r.s, use.named) if "A" not in r.s.tags[slice(*use.named)] else ""
    spans = (*said, use.predicate.subject, head_of(r.s, use.predicate.subject))
    theirs = (common_subject(r.s, span).lower() for span in spans)
    other = next((t for t in theirs if t and base.lower().startswith(t)), "")
    if mine != owner.name or not mine or not other:
        return base, owner
    return mine + base[len(other) :], owner if kin.subject.lower() == other else Owner(kin.subject, (), kin.own)

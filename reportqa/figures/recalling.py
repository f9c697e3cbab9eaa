"""What a number measures that its own clause does not name: recalled from the numbers and subjects before it."""

from __future__ import annotations

from reportqa.figures.construing import Reading
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.lexicon import Act, participle_of
from reportqa.figures.metric import counted_phrase, is_anaphoric, phrase_text, same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.naming import is_object
from reportqa.figures.ownership import Owner
from reportqa.figures.parallels import of_all
from reportqa.figures.subject import bearer
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL_UNITS, is_currency, is_money
from reportqa.figures.uses import PARTICLES, RATES, Role, Use

__all__ = ["recalled"]

_REACH = 6
# Verbs that rank their subject by a number and name no measure.
_LEADING = frozenset(["lead", "follow", "trail", "command", "rank", "hold", "claim", "come"])
_AIMS = frozenset(["target", "goal", "aim", "forecast", "estimate", "average", "figure"])


def recalled(r: Reading, k: int, base: str, owner: Owner, around: Surroundings) -> tuple[str, Owner]:
    """A measure that repeats or only points to one named before, in full, with its subject where none is named here."""
    use, unit = r.uses[k], r.numbers[k].unit
    pronoun = _is_pronoun(r, use)
    if (not base or base == counted_phrase(r.numbers[k])) and around.antecedent[1] and pronoun:
        return around.antecedent[1], owner
    if use.role is Role.ADJUNCT:
        return base, owner
    deed = _deed(r.s, k, use, unit, around) if not base else ""
    told = _told_before(r, k) if not base and not deed else None
    if told is not None:
        owner = owner if owner.own else Owner(told[1], (), True)
        if told[0]:
            return told[0], owner
    if deed:
        return deed, owner
    noun = use.noun[0] < use.noun[1]
    points = pronoun or noun or (use.predicate is not None and use.predicate.participle)
    pointing = pronoun or noun or use.role in (Role.CHANGE, Role.RATIO)
    latest = list(reversed(around.before[-_REACH:]))
    # "23% of its waste; the target for 2030 is 60%"
    aimed = not base and any(w in _AIMS for w in r.s.words[slice(*use.noun)])
    if (whole := of_all(r, use, [e for e in latest if _may_lend(e, use, unit)])) is not None:
        return whole.base, Owner(whole.subject, (), True)
    # What was said of the whole comes last for what has an owner.
    for earlier in sorted(latest, key=lambda e: e.subject == "global" != owner.name):
        shared = earlier.base.startswith("share of") and not (aimed and unit == earlier.unit)
        shared = shared and not (unit == earlier.unit and use.role is Role.VALUE and _holds(use, r.s))
        if (
            not earlier.base
            or shared
            or not _may_lend(earlier, use, unit)
            or (not pointing and not _alike(unit, earlier.unit))
        ):
            continue
        if not base:
            return earlier.base, _inherited(
                earlier, owner, around.focus if "A" not in r.s.tags else ""
            ) if points else owner
        if pronoun and "cost" in base and same_measure(base, earlier.base):
            # "the average plan cost $41 a month; by March it cost $19"
            return earlier.base, owner
        if noun and not owner.own and same_measure(base, earlier.base):
            return earlier.base, _inherited(earlier, owner, around.focus if "A" not in r.s.tags else "")
    return base or counted_phrase(r.numbers[k]) or around.topic, owner


def _may_lend(earlier: Attributes, use: Use, unit: str) -> bool:
    """Whether a number of this unit may measure what an earlier one did: money and counts are never each other's measure, a bare
    number is no money, a level in percent no change and no amount, and a span of time in passing measures nothing."""
    theirs = earlier.unit
    if earlier.role is Role.ADJUNCT and unit != theirs:
        return False
    if unit == "percent" and use.role in (Role.VALUE, Role.EARLIER, Role.HEAD):
        return (theirs == "percent" and earlier.role is not Role.CHANGE) or theirs == "percentage point"
    if not unit:
        return theirs not in RATES and not is_money(theirs)
    told = bool(theirs) and not {unit, theirs} & RATES
    return not told or is_money(unit) == is_money(theirs)


def _holds(use: Use, s: Tagged) -> bool:
    """Whether a verb says only that its subject has the number: "holds 13%", "leads with 34%", "follows at 9%"."""
    p = use.predicate
    return p is not None and (p.act is Act.HAVE or p.lemma in _LEADING)


def _deed(s: Tagged, k: int, use: Use, unit: str, around: Surroundings) -> str:
    """What a verb that does something names by itself: "exported 21 TWh" → amount exported, "conceded 31" → goals conceded."""
    p = use.predicate
    if p is None or p.act is not Act.DO or use.role is not Role.VALUE or not is_object(s, k, p):
        return ""
    done = participle_of(p.lemma) + (f" {s.words[p.verb[1]]}" if s.words[p.verb[1]] in PARTICLES else "")
    if unit in PHYSICAL_UNITS:
        same = (e.base for e in reversed(around.before) if e.unit == unit and e.base.endswith(f" {done}"))
        return next(same, f"amount {done}")
    if unit == "":
        thing = next((e.thing for e in reversed(around.before) if e.thing), "")
        return f"{thing} {done}" if thing else ""
    return done if unit in RATES else ""


def _alike(unit: str, other: str) -> bool:
    """Whether two numbers may be of one measure: the same unit, or one without a unit yet."""
    if not other:
        return unit not in PHYSICAL_UNITS and not is_currency(unit)
    return unit in (other, "") or unit.split(" / ")[0] == other.split(" / ")[0]


def _inherited(earlier: Attributes, owner: Owner, focus: str) -> Owner:
    """The owner that goes with a measure taken from before; only a name is taken over, and only where none is named here."""
    named = earlier.subject[:1].isupper() or earlier.subject == "global"
    if focus and not owner.own and canonical_name(focus) != canonical_name(earlier.subject):
        # "Prague went the other way. Listings rose": no longer those of the city before.
        return Owner(focus)
    return Owner(earlier.subject) if named and not owner.own else owner


def _is_pronoun(r: Reading, use: Use) -> bool:
    """Whether the subject of a number's verb is a pronoun."""
    p = use.predicate
    return p is not None and p.subject[1] - p.subject[0] == 1 and r.s.tags[p.subject[0]] == "O"


def _told_before(r: Reading, k: int) -> tuple[str, str] | None:
    """The measure and owner of the last subject before a number in its sentence: "China's usage has led, but a gap exceeding 2x"."""
    first, own = min(r.uses), r.uses[k].predicate
    for p in reversed(r.predicates):
        if p.verb[1] <= k <= first and p.own and not p.relative and (own is None or p.verb != own.verb):
            name, spans = bearer(r.s, p.subject)
            base = phrase_text(r.s, p.subject, spans)
            if name:
                return "" if is_anaphoric(base) else base, name
    return None

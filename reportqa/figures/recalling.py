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
from reportqa.figures.phrases import noun_phrase_after
from reportqa.figures.subject import bearer
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL_UNITS, is_currency, is_money
from reportqa.figures.uses import PARTICLES, RATES, Role, Use

__all__ = ["recalled"]

_REACH = 6
# Verbs that rank their subject by a number and name no measure.
_LEADING = frozenset(["stand", "lead", "follow", "trail", "command", "rank", "hold", "claim", "come"])
_GIVING = frozenset(["supply", "provide", "generate", "produce", "deliver"])
_WISHING = frozenset(["want", "seek", "demand"])
_FURTHER = frozenset(["more", "further", "additional", "extra", "other", "fewer"])
# What may point back to a measure and names one where there is none: "At Vellum the margin was 8%".
_MEASURED = frozenset(["margin", "rate", "ratio", "gap", "difference"])
_PARTS = frozenset(["share", "proportion", "portion", "percentage"])
_AIMS = frozenset(["target", "goal", "aim", "forecast", "estimate", "average", "figure"])


def recalled(r: Reading, k: int, base: str, owner: Owner, around: Surroundings) -> tuple[str, Owner]:
    """A measure that repeats or only points to one named before, in full, with its subject where none is named here."""
    use, unit = r.uses[k], r.numbers[k].unit
    pronoun = _is_pronoun(r, use)
    if (not base or base == counted_phrase(r.numbers[k])) and (pointed := _pointed(r, use, around)):
        return pointed, owner
    if use.role is Role.ADJUNCT:
        return base, owner
    if not base and not unit and r.s.words[k + 1 : k + 3] == ("out", "of"):
        # "gave it 3.6 out of 5": no minutes and no persons.
        return "score", owner
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
    if _is_left(r, use, k):
        # "cut 240 jobs and ended the year with 2,080": none of what was done.
        latest = [e for e in latest if not (e.thing and e.base.startswith(f"{e.thing} "))] or latest
    if (whole := of_all(r, use, [e for e in latest if _may_lend(e, use, unit)])) is not None:
        return whole.base, Owner(whole.subject, (), True)
    # What was said of the whole comes last for what has an owner.
    for earlier in sorted(latest, key=lambda e: e.subject == "global" != owner.name):
        shared = earlier.base.startswith("share of") and not (unit == earlier.unit and _is_of_shares(r, use, base))
        if (
            not earlier.base
            or shared
            or not _may_lend(earlier, use, unit)
            or not _fits(earlier, r, k, around)
            or (not pointing and not _alike(unit, earlier.unit))
        ):
            continue
        if not base and r.s.words[use.noun[1] - 1] == "total" and use.noun[0] < use.noun[1] and unit not in RATES:
            # "opened 14 stores, taking its total to 212"
            thing = earlier.thing if earlier.base.startswith(f"{earlier.thing} ") else ""
            return f"total {thing}" if thing else earlier.base, owner if owner.own else Owner(earlier.subject)
        if not base:
            return earlier.base, _inherited(
                earlier, owner, around.focus if "A" not in r.s.tags else ""
            ) if points else owner
        if pronoun and "cost" in base and same_measure(base, earlier.base):
            # "the average plan cost $41 a month; by March it cost $19"
            return earlier.base, owner
        if _ranks(use, r.s) and base == counted_phrase(r.numbers[k]) and earlier.thing.endswith(f" {base}"):
            # "Spain leads with 3.1 billion payments" behind "17.4 billion instant payments"
            return earlier.thing, owner
        if noun and not owner.own and same_measure(base, earlier.base):
            return earlier.base, _inherited(earlier, owner, around.focus if "A" not in r.s.tags else "")
    return _unlent(r, k, base, latest[0].base if latest else "", around), owner


def _unlent(r: Reading, k: int, base: str, latest: str, around: Surroundings) -> str:
    """The measure of a number to which nothing before lends one: its own, what it counts, or what is spoken of."""
    use = r.uses[k]
    if r.numbers[k].unit == "percent" and base.endswith(" share") and latest.startswith("share of "):
        # "produce made up 43% of food purchases. The organic share was 18%"
        return f"{base} {latest.removeprefix('share ')}"
    phrase = phrase_text(r.s, use.noun)
    named = phrase if use.role in (Role.VALUE, Role.EARLIER) and phrase.lower() in _MEASURED else ""
    return base or counted_phrase(r.numbers[k]) or around.topic or named


def _pointed(r: Reading, use: Use, around: Surroundings) -> str:
    """What the pronoun or the "average" that opens a sentence takes up from one without numbers: "Cargo rates are sliding. The
    average fell from €340"; "" where it takes up nothing."""
    thing, phrase = around.antecedent[1], phrase_text(r.s, use.noun)
    if not thing or _is_pronoun(r, use):
        return thing
    if not phrase or not is_anaphoric(phrase) or use.noun[0] > 1:
        return ""
    plain = thing[0].lower() + thing[1:] if thing[1:2].islower() else thing
    return f"average {plain}" if phrase.lower() == "average" else thing


def _is_of_shares(r: Reading, use: Use, base: str) -> bool:
    """Whether a percentage may be the share that another was: "In 2024 the proportion was 28%", "in Germany it is 15%", "the
    target for 2030 is 60%", "holds 13%"."""
    p, words = use.predicate, r.s.words[slice(*use.noun)]
    wished = p is not None and p.lemma in _WISHING
    aimed = not base and any(w in _AIMS for w in words)
    again = _is_pronoun(r, use) or any(w in _PARTS for w in words)
    return wished or aimed or again or (use.role is Role.VALUE and _holds(use, r.s))


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


def _fits(earlier: Attributes, r: Reading, k: int, around: Surroundings) -> bool:
    """Whether an earlier measure may be what a change at token k led to: "grew by 18% to €95 billion" is none of passengers."""
    same = (e.unit for e in reversed(around.before) if e.base == earlier.base and e.unit not in RATES | {""})
    theirs = next(same, "")
    if r.uses[k].role is not Role.CHANGE or not theirs:
        return True
    verb = r.uses[k].predicate
    after = ((m, u) for m, u in r.uses.items() if m > k and u.role is Role.VALUE)
    results = (r.numbers[m].unit for m, u in after if u.sibling == k or (u.predicate == verb and verb is not None))
    return all(not unit or unit in RATES or is_money(unit) == is_money(theirs) for unit in results)


def _ranks(use: Use, s: Tagged) -> bool:
    """Whether a number only ranks whom it is of: "leads with 3.1 billion payments"."""
    p = use.predicate
    return p is not None and p.lemma in ("lead", "follow", "trail", "rank", "come", "head")


def _is_left(r: Reading, use: Use, k: int) -> bool:
    """Whether a number is what somebody ends or begins a time with."""
    p = use.predicate
    return p is not None and p.lemma in ("end", "close", "start", "begin", "enter") and r.s.words[k - 1] == "with"


def _holds(use: Use, s: Tagged) -> bool:
    """Whether a verb says only that its subject has the number: "holds 13%", "leads with 34%", "follows at 9%"."""
    p = use.predicate
    return p is not None and (p.act is Act.HAVE or p.lemma in _LEADING)


def _deed(s: Tagged, k: int, use: Use, unit: str, around: Surroundings) -> str:
    """What a verb that does something names by itself: "exported 21 TWh" → amount exported, "conceded 31" → goals conceded."""
    p = use.predicate
    if p is None or p.lemma in _WISHING or p.act is not Act.DO or use.role is not Role.VALUE or not is_object(s, k, p):
        return ""
    done = participle_of(p.lemma) + (f" {s.words[p.verb[1]]}" if s.words[p.verb[1]] in PARTICLES else "")
    if unit in PHYSICAL_UNITS:
        same = (e.base for e in reversed(around.before) if e.unit == unit and e.base.endswith(f" {done}"))
        return next(same, f"amount {done}")
    if unit == "":
        thing = next((e.thing for e in reversed(around.before) if e.thing), "")
        thing = "people" if p.lemma == "employ" else thing
        if s.words[k + 1 : k + 2] and s.words[k + 1] in _FURTHER and s.tags[k + 2 : k + 3] == "N":
            # "would bring 17,300 more pupils"
            thing = phrase_text(s, noun_phrase_after(s, k + 2))
        return f"{thing} {done}" if thing else ""
    if unit == "percent" and p.lemma in _GIVING:
        # "Solar made up 22% of power; in 2015 coal supplied 38%"
        latest = next((e.base for e in reversed(around.before) if e.unit == unit), "")
        return latest if latest.startswith("share of ") else done
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
    one = p is not None and p.subject[1] - p.subject[0] == 1 and r.s.tags[p.subject[0]] == "O"
    return one and p is not None and r.s.words[p.subject[0]] not in ("we", "i", "you")


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

"""What a number measures: named by its own clause, taken over from the number it goes with, or recalled from before."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.figures.construing import Reading, origin_of
from reportqa.figures.grammar import noun_phrase_after
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.leads import is_thing
from reportqa.figures.lexicon import Act, VerbForm, participle_of, verb_form
from reportqa.figures.metric import counted_phrase, is_anaphoric, phrase_text, same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.naming import amount_of, counted_whole, is_object, named_measure, per_noun
from reportqa.figures.ownership import Owner, listed_owner
from reportqa.figures.parallels import in_parts, in_step, of_all, of_its_kind, of_the_other, without_place
from reportqa.figures.sections import topic_in
from reportqa.figures.subject import bearer, common_subject, group_in_opening, name_behind
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL_UNITS, is_currency
from reportqa.figures.uses import PARTICLES, RATES, Role, Use

__all__ = ["Measured", "measured", "measured_in_list"]

_CUT = re.compile(r"\s(?:growth|decline|change|ratio(?: to .*)?)$")
_TOTALS = frozenset(["share of total", "share of the total", "share", "share of all"])
_BACK = tuple(("of", word) for word in ("them", "these", "those", "whom", "which", "it", "that"))
_ING = re.compile(r"[a-z]+ing")
_REACH = 6
# Verbs that rank their subject by a number and name no measure.
_LEADING = frozenset(["lead", "follow", "trail", "command", "rank", "hold", "claim", "come"])
_AIMS = frozenset(["target", "goal", "aim", "forecast", "estimate", "average", "figure"])
Measured = tuple[str, str, Owner]


def measured(r: Reading, k: int, owner: Owner, kin: Attributes | None, around: Surroundings) -> Measured:
    """The measure of the number at token k without and with the change it states, and its owner, which may come with a
    measure recalled from before."""
    use = r.uses[k]
    base = _own_base(r, k, owner, kin, around)
    base, owner = _recalled(r, k, without_place(r, k, base, owner), owner, around)
    base, owner = of_the_other(r, k, base, owner, kin)
    unit = r.numbers[k].unit
    # "a fifth of them, 71,000, took place by video": the count is no share.
    base = base if unit in RATES or abs(r.numbers[k].value) < 1 else base.removeprefix("share of ")
    if is_currency(unit.split(" / ")[0]) and (
        (not base and "/" in unit) or (r.s.words[k - 1] == "at" and _ING.fullmatch(base) and verb_form(base))
    ):
        # "€118 a night", "launching the Orla at 79,000 rupees"
        base = "price"
    return base, _placed(r, k, _stated(r, use, k, base, kin, around), owner), owner


def measured_in_list(r: Reading, k: int, kin: Attributes, first: Attributes, around: Surroundings) -> Attributes:
    """The attributes of a further number of a list: those of the one before it, but what stands behind it is its own."""
    origin = origin_of(r.uses, k)
    named, _ = name_behind(r.s, k)
    named_first, _ = name_behind(r.s, origin)
    shared = canonical_name(named_first) == canonical_name(first.subject) if named_first else False
    subject = named if named and shared else kin.subject
    subject = listed_owner(r, k, subject, around)
    told = _restated(r, k, kin) or amount_of(r.s, k, r.numbers[k].unit)
    base = told if told and (r.numbers[k].unit not in RATES or "share of" in told) else kin.base
    counted = counted_phrase(r.numbers[k])
    if around.label and r.numbers[k].unit != kin.unit:
        # "Prague: €94 a night, 205 nights, €19,300 a year": each as in the item before, else by what it counts.
        of_item = in_step(r, k, counted, Owner(subject), around)
        base = of_item or (counted if counted and is_currency(kin.unit.split(" / ")[0]) else base)
        kin = replace(kin, metric="")
    if counted and kin.thing and counted != kin.thing and kin.base.startswith(kin.thing):
        # "counted 10.8 million cases and 1.25 million deaths"
        base = counted + kin.base.removeprefix(kin.thing)
        kin = replace(kin, thing=counted)
    base = re.sub(r" of [a-z]+ [a-z]+s$", f" of {per}", base) if (per := per_noun(r.numbers[k])) else base
    metric = _placed(r, k, _stated(r, r.uses[origin], k, base, kin, around), Owner(subject))
    if base == kin.base and kin.metric and not kin.metric.startswith(base):
        metric = kin.metric
    return replace(kin, subject=subject, base=base, metric=metric)


def _own_base(r: Reading, k: int, owner: Owner, kin: Attributes | None, around: Surroundings) -> str:
    """What is measured, as far as the number's own sentence tells."""
    use, number = r.uses[k], r.numbers[k]
    noun, counted = phrase_text(r.s, use.noun, owner.spans), counted_phrase(number)
    if (
        around.label
        and owner.name != around.label
        and not re.search("[VX]", r.s.tags[:k])
        and not noun
        and is_thing(around.label, around.names)
    ):
        # "Host-read spot: €31 in Germany, €9.50 in Brazil" in a list of prices.
        return f"{around.label} {around.listed}".strip()
    if counted and (form := verb_form(noun.split()[-1] if noun else "")) is not None and form[1] is VerbForm.PAST:
        # "the same half brought 640,000 sales": a verb that was not told from its noun.
        noun = ""
        use = replace(use, noun=(0, 0))
    if not noun and (before := in_step(r, k, counted, owner, around)):
        return before
    if not noun and not r.s.tags[:k].strip("HRD") and (part := in_parts(number.unit, around)):
        return part
    counted = counted or ("" if number.unit else counted_whole(r.s, k))
    last = around.before[-1] if around.before else None
    if last is not None and last.role is Role.CHANGE and last.unit == number.unit == "percent" and _is_of_which(r.s, k):
        # "rose by 4.0%, of which 3.3% was like-for-like": a part of the growth.
        said_of = named_measure(r.s, k, use, number, counted, noun, owner.spans) if use.role is Role.HEAD else ""
        return f"{last.metric} {said_of}".strip()
    if number.unit == "percent" and (part := _part_of_before(r, k, around)):
        said_of = named_measure(r.s, k, use, number, counted, noun, owner.spans) if use.role is Role.HEAD else ""
        return f"share of {part} {said_of if said_of[:1].islower() else ''}".strip()
    if use.sibling >= 0 and is_currency(number.unit) and r.s.words[max(0, k - 4) : k] == ("for", "a", "total", "of"):
        # "800,000 shares at an average price of EUR 31.25, for a total of EUR 25 million"
        return "total"
    if kin is not None and kin.base and kin.role is Role.CHANGE and use.role is Role.VALUE and _results(r.s, k):
        # "dropped 4.7% to 278,220 students": what dropped.
        return kin.base
    if restated := _restated(r, k, kin):
        return restated
    if (
        is_currency(number.unit)
        and k > 0
        and r.s.tags[k - 1 : k + 2] == "D#N"
        and (thing := amount_of(r.s, k, number.unit))
    ):
        # "an improvement on the 900 million rupee loss of a year earlier"
        return thing
    came = r.uses.get(use.sibling, use)
    if (
        kin is not None
        and kin.base
        and came.role is Role.EARLIER
        and use.role is Role.VALUE
        and _results(r.s, k)
        and kin.unit == number.unit
    ):
        # "premiums have risen from 3.5% to 5.2% of insured value"
        return kin.base
    loose = use.noun[0] == use.noun[1] and use.role in (Role.VALUE, Role.CHANGE) and use.sibling >= 0
    if kin is not None and kin.base and (use.role is Role.EARLIER or (loose and (not counted or counted == kin.thing))):
        told = amount_of(r.s, k, number.unit) if use.role is Role.VALUE else ""
        return told or of_its_kind(kin, number.unit, around) or kin.base
    if around.label and not noun and not counted and around.listed and use.sibling < 0 and owner.name == around.label:
        return around.listed
    if around.label and counted and around.lead and (topic := around.listed or topic_in(around.lead[0])):
        # "Weekly usage was as follows: … China: 7.9 trillion tokens".
        return topic
    base = named_measure(r.s, k, use, number, counted, noun, owner.spans)
    if use.role is Role.HEAD and number.unit == "percent" and base and owner.name == group_in_opening(r.s, k) != "":
        return f"share {base}"
    if use.role is Role.SHARE and base in _TOTALS and around.before and around.before[-1].base.startswith("share of "):
        return around.before[-1].base
    if use.role is Role.SHARE and base in _TOTALS:
        stem = around.before[-1].base if around.before else around.topic
        return f"share of total {stem}".strip() if stem and not stem.startswith("share") else base
    if (
        use.role is Role.HEAD
        and not counted
        and _points_back(r.s, k, number.unit)
        and around.before
        and base[:1] != base[:1].upper()
    ):
        # "Roughly a fifth of them took place by video", "of which 31% were emergencies": of what was counted before.
        part = "" if base.startswith("share of") or number.unit != "percent" else "share of "
        counted_last = next((e for e in reversed(around.before) if e.unit not in RATES), around.before[-1])
        return f"{part}{counted_last.thing or counted_last.base} {base}".strip()
    if base.startswith("amount ") and use.predicate is not None:
        payer = common_subject(r.s, use.predicate.subject)
        base = (
            f"{base} by {payer}"
            if payer and payer != owner.name and not bearer(r.s, use.predicate.subject)[0]
            else base
        )
    if kin is not None and base and base != kin.base and use.role is Role.VALUE and same_measure(base, kin.base):
        return kin.base
    pointing = bool(noun) and is_anaphoric(noun) and base == counted
    if base and not pointing and not (is_anaphoric(base) and use.role is not Role.SHARE):
        return base
    if kin is not None and kin.base:
        return of_its_kind(kin, number.unit, around) or kin.base
    return counted if use.role is Role.VALUE and use.noun[0] == use.noun[1] else ""


def _results(s: Tagged, k: int) -> bool:
    """Whether a number is what a change led to: behind "to"."""
    j = k - 1
    while j > 0 and s.tags[j] in "HDR":
        j -= 1
    return s.words[j] == "to" and s.tags[j] == "P"


def _restated(r: Reading, k: int, kin: Attributes | None) -> str:
    """What a number measures that another unit restates as a share, or that restates a share: "£215m, or 68% of turnover"."""
    use, unit = r.uses[k], r.numbers[k].unit
    if use.sibling < 0 or kin is None or r.s.words[k - 1] != "or" or unit == kin.unit:
        return ""
    if unit == "percent" and r.s.words[k + 1 : k + 2] == ("of",) and kin.base:
        return f"{kin.base} share of {phrase_text(r.s, noun_phrase_after(r.s, k + 2))}".strip()
    first = r.uses[use.sibling]
    return phrase_text(r.s, first.noun) if first.role is Role.SHARE and unit not in RATES else ""


def _part_of_before(r: Reading, k: int, around: Surroundings) -> str:
    """What a percentage is a part of, where it says "58% of it", "of which 40%": what was counted or measured before."""
    back = (
        _back_behind(r.s, k)
        or r.s.words[:2] in _BACK
        or r.s.words[max(0, k - 2) : k] in (("of", "which"), ("of", "whom"))
    )
    last = next((e for e in reversed(around.before) if e.unit not in RATES), None) if back else None
    return (last.thing or last.base) if last is not None else ""


def _is_of_which(s: Tagged, k: int) -> bool:
    return s.words[max(0, k - 2) : k] == ("of", "which")


def _back_behind(s: Tagged, k: int) -> bool:
    """Whether "of them", "of these" stands behind a number, and not "of these houses"."""
    return s.words[k + 1 : k + 3] in _BACK and s.tags[k + 3 : k + 4] not in ("N", "A")


def _points_back(s: Tagged, k: int, unit: str) -> bool:
    """Whether a number stands for things counted before: alone before its verb, or before "of them".

    Money whose verb says what it went to does so only behind "of": "EUR 4 million was spent on the acquisition".
    """
    told = re.match(r"X+R*V", s.tags[k + 1 :]) if is_currency(unit) and "of" not in s.words[max(0, k - 6) : k] else None
    if told and s.words[k + 1 + told.end() : k + 2 + told.end()] in (("on",), ("for",)):
        return False
    return s.tags[k + 1 : k + 2] in ("X", "V", ",", "R") or _back_behind(s, k)


def _recalled(r: Reading, k: int, base: str, owner: Owner, around: Surroundings) -> tuple[str, Owner]:
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
        return theirs not in RATES and not is_currency(theirs.split(" / ")[0])
    told = bool(theirs) and not {unit, theirs} & RATES
    return not told or is_currency(unit.split(" / ")[0]) == is_currency(theirs.split(" / ")[0])


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


def _stated(r: Reading, use: Use, k: int, base: str, kin: Attributes | None, around: Surroundings) -> str:
    """The metric: the measure with the change or ratio that the number states."""
    unit = r.numbers[k].unit
    if use.role is Role.CHANGE and use.direction:
        return base if re.search(rf"\b{use.direction}$", base) else f"{base} {use.direction}".strip()
    if use.role is Role.EARLIER:
        same = kin is not None and kin.unit == unit and kin.base == base
        return kin.metric if same and kin is not None and unit in RATES else base
    if use.role is Role.RATIO and unit != "ratio":
        other = phrase_text(r.s, use.whole)
        return f"{base} compared with {other}" if other else base
    if unit == "ratio" and use.role in (Role.RATIO, Role.VALUE):
        return _as_ratio(r, use, base, around)
    return base


def _as_ratio(r: Reading, use: Use, base: str, around: Surroundings) -> str:
    """The measure as a ratio, with what it is taken to: "AI usage ratio to US", "Debt ratio to EBITDA"."""
    name, _ = bearer(r.s, use.whole)
    other = name or phrase_text(r.s, use.whole)
    stem = _CUT.sub("", base)
    last = around.before[-1] if around.before else None
    if not other and last is not None and last.base == base and last.metric.startswith(f"{stem} ratio to".strip()):
        return last.metric
    stem = stem if re.search(r"\bratio\b", stem) else f"{stem} ratio"
    return f"{stem} to {other}".strip() if other and len(other.split()) <= 4 else stem.strip()


def _placed(r: Reading, k: int, metric: str, owner: Owner) -> str:
    """The metric with the place or group behind the number, where that is not its owner: "vehicles sold in Brazil"."""
    s, at = r.s, k + 1
    if r.uses[k].role in (Role.EARLIER, Role.WHOLE, Role.ADJUNCT, Role.HEAD) or not metric:
        return metric
    name, span = name_behind(s, k)
    if (
        name
        and canonical_name(name) != canonical_name(owner.name)
        and name.lower() not in metric.lower()
        and s.words[span[0] - 1] in ("in", "the")
    ):
        word = s.words[span[0] - 1] if s.words[span[0] - 1] != "the" else s.words[span[0] - 2]
        return f"{metric} in {name}" if word == "in" and len(metric.split()) < 9 else metric
    group = re.compile(r"PD?N{1,3}(?=[,C?;]|$)").match(s.tags, at)
    beside = any(r.uses[m].listed and r.uses[m].sibling == k for m in r.uses) or r.uses[k].listed
    if not name and group and beside and s.words[at] in ("in", "for", "among", "at", "on"):
        return f"{metric} {s.words[at]} {phrase_text(s, (at + 1, group.end()))}"
    return metric

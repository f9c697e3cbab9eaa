"""What a number measures: named by its own clause, taken over from the number it goes with, or recalled from before."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from reportqa.figures.construing import Reading, origin_of, those_of
from reportqa.figures.groups import group_of
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.leads import is_thing
from reportqa.figures.lexicon import VerbForm, verb_form
from reportqa.figures.metric import counted_phrase, is_anaphoric, phrase_text, same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.naming import amount_of, counted_whole, named_measure, per_noun, whole_in_opening
from reportqa.figures.ownership import Owner, listed_owner
from reportqa.figures.parallels import in_parts, in_step, of_its_kind, of_the_other, without_place
from reportqa.figures.phrases import noun_phrase_after
from reportqa.figures.recalling import recalled
from reportqa.figures.sections import topic_in
from reportqa.figures.subject import bearer, common_subject, group_in_opening, name_behind
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import is_currency, is_money
from reportqa.figures.uses import RATES, Role, Use

__all__ = ["Measured", "measured", "measured_in_list"]

_CUT = re.compile(r"\s(?:growth|decline|change|ratio(?: to .*)?)$")
_TOTALS = frozenset(["share of total", "share of the total", "share", "share of all"])
_BACK = tuple(("of", word) for word in ("them", "these", "those", "whom", "which", "it", "that"))
_OF_ONE = frozenset(["average", "typical", "median"])
_BESIDE = 5
_ING = re.compile(r"[a-z]+ing")
Measured = tuple[str, str, Owner]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a number's own clause says of it: its use, the noun that it measures, what it counts, and the measure so named."""

    use: Use
    noun: str
    counted: str
    base: str


def measured(r: Reading, k: int, owner: Owner, kin: Attributes | None, around: Surroundings) -> Measured:
    """The measure of the number at token k without and with the change it states, and its owner, which may come with a
    measure recalled from before."""
    use = r.uses[k]
    base = _own_base(r, k, owner, kin, around)
    base, owner = recalled(r, k, without_place(r, k, base, owner), owner, around)
    base, owner = of_the_other(r, k, base, owner, kin)
    base = _denied(r, k, base)
    unit = r.numbers[k].unit
    # "a fifth of them, 71,000, took place by video": the count is no share.
    base = base if unit in RATES or abs(r.numbers[k].value) < 1 else base.removeprefix("share of ")
    if is_money(unit) and (
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
    told = _restated(r, k, kin, around) or amount_of(r.s, k, r.numbers[k].unit)
    base = told if told and (r.numbers[k].unit not in RATES or "share" in told) else kin.base
    base = _denied(r, k, base)
    counted = counted_phrase(r.numbers[k])
    if counted.endswith(" ones") and kin.thing:
        # "44 million registered users and 31 million active ones"
        counted = f"{counted.removesuffix(' ones')} {kin.thing.split()[-1]}"
    if around.label and r.numbers[k].unit != kin.unit:
        # "Prague: €94 a night, 205 nights, €19,300 a year": each as in the item before, else by what it counts.
        of_item = in_step(r, k, counted, Owner(subject), around)
        base = of_item or (counted if counted and is_money(kin.unit) else base)
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


def _denied(r: Reading, k: int, base: str) -> str:
    """A measure with the "not" that stands behind its number: "64% of parents want longer hours, 21% do not"."""
    denied = re.match(r"X(?!R*V)", r.s.tags[k + 1 :]) and r.s.words[k + 2 : k + 3] == ("not",)
    return f"{base} not" if base and denied else base


def _own_base(r: Reading, k: int, owner: Owner, kin: Attributes | None, around: Surroundings) -> str:
    """What is measured, as far as the number's own sentence tells."""
    use, number = r.uses[k], r.numbers[k]
    noun, counted = those_of(r, use.noun) or phrase_text(r.s, use.noun, owner.spans), counted_phrase(number)
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
    counted = counted or ("" if number.unit else counted_whole(r.s, k) or whole_in_opening(r.s, k, use))
    said = _Said(use, noun, counted, named_measure(r.s, k, use, number, counted, noun, owner.spans))
    return _taken_over(r, k, said, owner, kin, around) or _by_clause(r, k, said, owner, kin, around)


def _taken_over(r: Reading, k: int, said: _Said, owner: Owner, kin: Attributes | None, around: Surroundings) -> str:
    """What a number measures by what it goes with: the number before it, the one it restates, its list; "" where nothing does."""
    use, number, noun, counted = said.use, r.numbers[k], said.noun, said.counted
    last = around.before[-1] if around.before else None
    if last is not None and last.role is Role.CHANGE and last.unit == number.unit == "percent" and _is_of_which(r.s, k):
        # "rose by 4.0%, of which 3.3% was like-for-like": a part of the growth.
        said_of = said.base if use.role is Role.HEAD else ""
        return f"{last.metric} {said_of}".strip()
    if number.unit == "percent" and (part := _part_of_before(r, k, around)):
        said_of = said.base if use.role is Role.HEAD else ""
        return f"share of {part} {said_of if said_of[:1].islower() else ''}".strip()
    if use.sibling >= 0 and is_currency(number.unit) and r.s.words[max(0, k - 4) : k] == ("for", "a", "total", "of"):
        # "800,000 shares at an average price of EUR 31.25, for a total of EUR 25 million"
        return "total"
    if kin is not None and kin.base and kin.role is Role.CHANGE and use.role is Role.VALUE and _results(r.s, k):
        # "dropped 4.7% to 278,220 students": what dropped.
        return kin.base
    if restated := _restated(r, k, kin, around):
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
        and kin.unit in ("", number.unit)
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
    return ""


def _by_clause(r: Reading, k: int, said: _Said, owner: Owner, kin: Attributes | None, around: Surroundings) -> str:
    """What a number measures by the words of its own clause, or of what these point back to."""
    use, number, noun, counted, base = said.use, r.numbers[k], said.noun, said.counted, said.base
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
        and not base.startswith("share of ")
    ):
        # "Roughly a fifth of them took place by video", "of which 31% were emergencies": of what was counted before.
        part = "share of " if number.unit == "percent" else ""
        things = (e for e in reversed(around.before) if e.unit not in RATES or (e.thing and e.role is Role.HEAD))
        counted_last = next(things, around.before[-1])
        return f"{part}{counted_last.thing or counted_last.base} {base}".strip()
    if counted and base.startswith(counted) and use.predicate is not None and use.role is Role.VALUE:
        # "The average Dutch resident made 136 payments": not what the country made.
        of_one = phrase_text(r.s, use.predicate.subject, bearer(r.s, use.predicate.subject)[1])
        base = f"{base} by {of_one}" if of_one.split(" ")[0].lower() in _OF_ONE and " " in of_one else base
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


def _beside(kin: Attributes, around: Surroundings) -> str:
    """What the percentage of another was that stood beside its amount of the same measure: "Orm has sales of €36 billion, a
    market share of 38%. Latera follows with €17 billion, or 18%"."""
    told = around.before[-_BESIDE:]
    pairs = ((a, b) for a, b in pairwise(told) if a.unit == kin.unit and b.unit == "percent")
    alike = (b for a, b in pairs if a.base == kin.base and a.subject == b.subject != kin.subject)
    return next((b.base for b in alike if b.role is Role.VALUE and b.base != kin.base), "")


def _restated(r: Reading, k: int, kin: Attributes | None, around: Surroundings) -> str:
    """What a number measures that another unit restates as a share, or that restates a share: "£215m, or 68% of turnover"."""
    use, unit = r.uses[k], r.numbers[k].unit
    if use.sibling < 0 or kin is None or r.s.words[k - 1] != "or" or unit == kin.unit:
        return ""
    if unit == "percent" and kin.own and (beside := _beside(kin, around)):
        return beside
    if unit == "percent" and r.s.words[k + 1 : k + 2] == ("of",) and kin.base:
        return f"{kin.base} share of {phrase_text(r.s, noun_phrase_after(r.s, k + 2))}".strip()
    if (
        unit == "percent"
        and kin.thing
        and kin.base.startswith(kin.thing)
        and kin.unit not in RATES | {""}
        and not is_money(kin.unit)
    ):
        # "12,770 pupils, or 7.3%, were registered"
        return f"share of {kin.base}"
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
    if r.uses[k].role in (Role.WHOLE, Role.ADJUNCT) or not metric:
        return metric
    if s.words[at : at + 2] == ("of", "it") and s.words[at + 2 : at + 3] in (("on",), ("for",), ("to",)):
        # "spent EUR 14 million, EUR 9 million of it on food"
        return f"{metric} {s.words[at + 2]} {phrase_text(s, noun_phrase_after(s, at + 3))}"
    group_told = group_of(s, k)
    if group_told and group_told.split()[-1] not in f"{metric} {owner.name}".split():
        return f"{metric} {group_told}"
    other = re.compile(r"PDN{1,2}(?=[,C?;]|$)").match(s.tags, at) if r.uses[k].role is Role.EARLIER else None
    if other and s.words[at] in ("for", "among") and not owner.own:
        # "Its margin of 11% compares with 7% for the industry"
        return f"{metric} {s.words[at]} {phrase_text(s, (at + 1, other.end()))}"
    if r.uses[k].role in (Role.EARLIER, Role.HEAD):
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
    if group and s.words[group.end() - 1] in ("first", "second", "third", "fourth"):
        # "12 TWh in the first half and 11 TWh in the second"
        return metric
    if not name and group and beside and s.words[at] in ("in", "for", "among", "at", "on"):
        return f"{metric} {s.words[at]} {phrase_text(s, (at + 1, group.end()))}"
    return metric

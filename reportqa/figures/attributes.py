"""What the numbers of a sentence are about: subject, metric, period, status, frequency.

Each is looked for in the number's own clause, then in its sentence, then in the sentence that introduces its list, in the
figures before it, in the heading and in the title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportqa.figures import metric as measures
from reportqa.figures import subject as owners
from reportqa.figures import timing
from reportqa.figures.grammar import Predicate, Span, predicates, settled
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.lexicon import Act, participle_of
from reportqa.figures.lists import spread
from reportqa.figures.names import country_of
from reportqa.figures.numbers import Number
from reportqa.figures.roles import use_of
from reportqa.figures.tagging import Tagged, tag
from reportqa.figures.units import PHYSICAL_UNITS, is_currency
from reportqa.figures.uses import RATES, Role, Use
from reportqa.types import Period, Status

__all__ = ["Reading", "attributes", "read_sentence"]


_DOMESTIC = re.compile(r"\b(?:domestic|nationwide|home market|homegrown|home-grown)\b", re.I)
_CUT = re.compile(r"\s(?:growth|decline|change|ratio(?: to .*)?)$")


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, read: its tags, its periods by token, its numbers by token and their uses."""

    s: Tagged
    predicates: tuple[Predicate, ...]
    clock: Mapping[int, Period]
    numbers: Mapping[int, Number]
    uses: Mapping[int, Use]


def read_sentence(
    text: str,
    span: tuple[int, int],
    numbers: tuple[Number, ...],
    dated: tuple[tuple[Period, int, int], ...],
    around: Surroundings,
) -> Reading:
    """The sentence text[span] with its numbers and its periods (each with its span), tagged and construed."""
    s = tag(text, span, [(n.start, n.end) for n in numbers], [(a, b) for _, a, b in dated], around.names, around.title)
    found = predicates(s)
    s = settled(s, found)
    places = {s.at(n.start): n for n in numbers}
    units = {k: n.unit for k, n in sorted(places.items())}
    uses = {k: use_of(s, found, k, units) for k in units}
    return Reading(s, found, {s.at(a): p for p, a, _ in dated}, places, uses)


def attributes(reading: Reading, span: tuple[int, int], around: Surroundings) -> list[Attributes]:
    """The attributes of the numbers of a sentence that stands at `span` of its text, in their order."""
    when = timing.periods_of(reading.s, reading.clock, reading.uses, reading.predicates)
    done: dict[int, Attributes] = {}
    for k in sorted(reading.uses):
        story = (*around.before, *(done[n] for n in sorted(done)))
        done[k] = _attributes(reading, k, done, replace(around, before=story))
    done = _timed(reading.s.text, span, reading, when, done, around)
    order = sorted(reading.uses)
    done = spread(reading.s, order, reading.uses, reading.clock, done)
    return [done[k] for k in order]


def _attributes(r: Reading, k: int, done: Mapping[int, Attributes], around: Surroundings) -> Attributes:
    """Subject, metric and frequency of the number at token k; those before it in the sentence are `done`."""
    use, number = r.uses[k], r.numbers[k]
    kin = _kin(r.uses, k, done)
    order = sorted(r.uses)
    if use.listed and kin is not None:
        named, _ = owners.name_behind(r.s, k)
        first = done[_origin(r.uses, k)]
        behind_first, _ = owners.name_behind(r.s, _origin(r.uses, k))
        subject = named if named and behind_first == first.subject else kin.subject
        own_of = measures.amount_of(r.s, k, number.unit)
        kin = replace(kin, metric=own_of, base=own_of, thing=own_of) if own_of else kin
        return replace(
            kin,
            subject=subject or kin.subject,
            role=use.role if use.role is not Role.VALUE else kin.role,
            kin=order.index(use.sibling),
        )
    subject, spans, own = _subject(r, k, use, kin, around)
    base = _base(r, k, use, number, spans, kin, around)
    if base.startswith("amount ") and use.predicate is not None:
        payer = owners.common_subject(r.s, use.predicate.subject)
        base = (
            f"{base} by {payer}"
            if payer and payer != subject and not owners.bearer(r.s, use.predicate.subject)[0]
            else base
        )
    base, subject, own = _recalled(r, k, base, subject, own, use, around)
    metric = _stated(r, k, use, base, number, around)
    frequency = number.frequency or _frequency(r, use, number, f"{metric} {number.text}", kin, around)
    position = order.index(use.sibling) if use.sibling in r.uses else -1
    thing = measures.counted_phrase(number) or measures.phrase_text(r.s, use.noun, spans) or (kin.thing if kin else "")
    return Attributes(subject, metric, None, None, frequency, base, thing, number.unit, own, use.role, position)


def _origin(uses: Mapping[int, Use], k: int) -> int:
    while uses[k].sibling in uses and (uses[k].listed or uses[k].role is Role.EARLIER):
        k = uses[k].sibling
    return k


def _kin(uses: Mapping[int, Use], k: int, done: Mapping[int, Attributes]) -> Attributes | None:
    """The attributes of the number this one is listed, compared or explained with; past earlier values to the main one."""
    at = uses[k].sibling
    while (
        at in done and uses[at].role in (Role.EARLIER, Role.WHOLE) and uses[at].sibling in done and not uses[k].listed
    ):
        at = uses[at].sibling
    return done.get(at)


def _subject(
    r: Reading, k: int, use: Use, kin: Attributes | None, around: Surroundings
) -> tuple[str, list[Span], bool]:
    """The subject of a number, the token spans that name it, and whether its own sentence does."""
    s = r.s
    if around.label and around.label_is_name:
        return around.label, [], True
    for span in (use.named, use.noun, *_governing(r, use)):
        acting = span not in (use.named, use.noun) and use.noun[0] < use.noun[1]
        name, spans = owners.bearer(s, owners.head_of(s, span) if acting else span)
        if name:
            return country_of(name), spans, True
        if owners.explained(s, span):
            return country_of(owners.explained(s, span)), [], True
        if span == use.noun and owners.whole_of(s, span):
            return owners.whole_of(s, span), [], True
    if kin is not None and kin.subject and use.sibling >= 0:
        return kin.subject, [], kin.own
    name, behind = owners.name_behind(s, k)
    opening = owners.name_in_opening(s, _clause_start(s, k), k)
    if opening or name:
        return (opening or name), ([] if opening else [behind]), True
    if around.label:
        return around.label, [], True
    return (*_unnamed(r, k, use, around),)


def _governing(r: Reading, use: Use) -> list[Span]:
    """The subject of a number's verb; of a participle also those of the verbs before it in the clause: "have users exceeding"."""
    p = use.predicate
    if p is None:
        return []
    out = [p.subject]
    if p.relative or p.participle:
        earlier = [
            q
            for q in r.predicates
            if q.verb[1] <= p.verb[0] and not re.search("[;S-]", r.s.tags[q.verb[1] : p.verb[0]])
        ]
        out += [q.subject for q in reversed(earlier)]
    return out


def _clause_start(s: Tagged, k: int) -> int:
    return max((i + 1 for i in range(k) if s.tags[i] in ";-"), default=0)


def _unnamed(r: Reading, k: int, use: Use, around: Surroundings) -> tuple[str, list[Span], bool]:
    """A subject for a number whose sentence names none: what a pronoun points to, a common noun, the heading's name."""
    s, p = r.s, use.predicate
    noun = use.noun if use.noun[0] < use.noun[1] else p.subject if p else (0, 0)
    last = around.before[-1].subject if around.before else ""
    if (
        last
        and noun[0] < noun[1]
        and (
            owners.is_pronominal(s, noun)
            or (
                p is not None
                and p.subject != noun
                and owners.is_pronominal(s, p.subject)
                and s.words[p.subject[0] : p.subject[0] + 1] not in (("we",), ("i",))
            )
        )
    ):
        return last, [], False
    if _DOMESTIC.search(s.slice(*noun)) and around.country:
        return around.country, [], False
    if p is not None and _acts(use, p):
        common = owners.common_subject(s, p.subject)
        if common:
            return common, [], True
    return around.owner, [], False


_ACTING = frozenset([Act.DO, Act.HAVE, Act.PRICE, Act.SHARE, Act.SAY, Act.FALL, Act.RISE])


def _acts(use: Use, p: Predicate) -> bool:
    """Whether a verb's subject that is no name still owns the number: "the network employs 9,120", "the group had a deficit of"."""
    if p.subject[0] >= p.subject[1] or p.act not in _ACTING or p.passive or use.noun == p.subject:
        return use.role is Role.SHARE and p.subject[0] < p.subject[1]
    named = use.noun[0] < use.noun[1]
    if use.sibling >= 0 and use.role is not Role.SHARE:
        return False
    return use.role is Role.SHARE or (
        use.role in (Role.VALUE, Role.CHANGE) and (not named or (p.act is Act.HAVE and use.role is Role.VALUE))
    )


def _base(
    r: Reading, k: int, use: Use, number: Number, spans: list[Span], kin: Attributes | None, around: Surroundings
) -> str:
    """What is measured, without the change or the ratio that the number states of it."""
    noun = measures.phrase_text(r.s, use.noun, spans)
    counted = measures.counted_phrase(number)
    compared = use.role is Role.EARLIER or (
        use.noun[0] == use.noun[1] and use.role in (Role.VALUE, Role.CHANGE) and use.sibling >= 0
    )
    if kin is not None and kin.base and compared and (use.role is Role.EARLIER or not counted or counted == kin.thing):
        return (measures.amount_of(r.s, k, number.unit) if use.role is Role.VALUE else "") or kin.base
    base = measures.metric_of(r.s, k, use, number.unit, counted, noun, spans)
    if use.role is Role.SHARE and base in ("share of total", "share of the total", "share", "share of all"):
        stem = around.before[-1].base if around.before else around.topic
        return f"share of total {stem}".strip() if stem and not stem.startswith("share") else base
    if use.role is Role.HEAD and not counted and base and base[0].islower() and _points_back(r.s, k) and around.before:
        # "Roughly a fifth of them took place by video": of what was counted before.
        return f"{around.before[-1].thing or around.before[-1].base} {base}".strip()
    if base and not (measures.is_anaphoric(base) and use.role is not Role.SHARE):
        return base
    if kin is not None and kin.base:
        return kin.base
    if use.role is Role.VALUE and counted:
        return counted
    return base if base and not around.before and not around.topic else ""


def _points_back(s: Tagged, k: int) -> bool:
    """Whether a number stands for things counted before: alone before its verb, or before "of them"."""
    return s.tags[k + 1 : k + 2] in ("X", "V", ",", "R") or s.words[k + 1 : k + 3] in (
        ("of", "them"),
        ("of", "these"),
        ("of", "those"),
    )


def _recalled(
    r: Reading, k: int, base: str, subject: str, own: bool, use: Use, around: Surroundings
) -> tuple[str, str, bool]:
    """A measure that repeats or only points to one named before, in full, with its subject where none is named here."""
    if (
        (not base or base == measures.counted_phrase(r.numbers[k]))
        and around.antecedent[1]
        and _is_pronoun_subject(r, use)
    ):
        return around.antecedent[1], subject, own
    if not base and use.role is not Role.ADJUNCT:
        told = _told_before(r, k, around)
        if told:
            return told[0], subject if own else told[1] or subject, own
    pointing = use.noun[0] < use.noun[1] or _is_pronoun_subject(r, use) or use.role in (Role.CHANGE, Role.RATIO)
    points = (
        _is_pronoun_subject(r, use)
        or use.noun[0] < use.noun[1]
        or (use.predicate is not None and use.predicate.participle)
    )
    for earlier in reversed(around.before[-6:]):
        unlike = not pointing and not _alike(r.numbers[k].unit, earlier.unit)
        if not earlier.base or earlier.base.startswith("share of") or unlike:
            continue
        if not base and use.role is not Role.ADJUNCT:
            return earlier.base, _name_of(earlier, subject) if points and not own else subject, own
        if base and not own and use.noun[0] < use.noun[1] and measures.same_measure(base, earlier.base):
            return earlier.base, _name_of(earlier, subject), own
    done = use.predicate if use.role is Role.VALUE and use.noun[0] == use.noun[1] else None
    if not base and done is not None and done.act is Act.DO and r.numbers[k].unit in PHYSICAL_UNITS:
        return f"amount {participle_of(done.lemma)}", subject, own
    return base or around.topic, subject, own


def _alike(unit: str, other: str) -> bool:
    """Whether two numbers may be of one measure: the same unit, or one without a unit yet."""
    if not other:
        return unit not in PHYSICAL_UNITS and not is_currency(unit)
    return unit in (other, "") or unit.split(" / ")[0] == other.split(" / ")[0]


def _name_of(earlier: Attributes, subject: str) -> str:
    """The subject that goes with a measure taken from before: only a name is taken over."""
    return earlier.subject if earlier.subject[:1].isupper() or earlier.subject == "global" else subject


def _is_pronoun_subject(r: Reading, use: Use) -> bool:
    p = use.predicate
    return p is not None and p.subject[1] - p.subject[0] == 1 and r.s.tags[p.subject[0]] == "O"


def _told_before(r: Reading, k: int, around: Surroundings) -> tuple[str, str] | None:
    """The measure and owner of the last subject before a number in its sentence: "China's usage has led, but a gap exceeding 2x"."""
    first = min(r.uses)
    for p in reversed(r.predicates):
        if p.verb[1] <= k <= first and p.own and not p.relative:
            name, spans = owners.bearer(r.s, p.subject)
            base = measures.phrase_text(r.s, p.subject, spans)
            if name and base and not measures.is_anaphoric(base):
                return base, name
    return None


def _stated(r: Reading, k: int, use: Use, base: str, number: Number, around: Surroundings) -> str:
    """The metric: the measure with the change or ratio that the number states."""
    if use.role is Role.CHANGE and use.direction:
        return base if re.search(rf"\b{use.direction}$", base) else f"{base} {use.direction}".strip()
    if use.role is Role.EARLIER:
        return _CUT.sub("", base) if number.unit not in RATES else base
    if use.role is Role.RATIO and number.unit != "ratio":
        other = measures.phrase_text(r.s, use.whole)
        return f"{base} compared with {other}" if other else base
    if number.unit == "ratio" and (use.role is Role.RATIO or use.role is Role.VALUE):
        name, _ = owners.bearer(r.s, use.whole)
        stem = _CUT.sub("", base)
        last = around.before[-1] if around.before else None
        if not name and last is not None and last.base == base and last.metric.startswith(f"{stem} ratio to"):
            return last.metric
        return f"{stem} ratio to {name}".strip() if name else f"{stem} ratio".strip()
    return base


def _frequency(r: Reading, use: Use, number: Number, words: str, kin: Attributes | None, around: Surroundings) -> str:
    """The interval a flow is counted over: told by its own words, its kin, its list or its heading."""
    if not timing.flows(number.unit):
        return ""
    own = timing.frequency_in(words)
    if own or (kin is not None and kin.frequency):
        return own or (kin.frequency if kin else "")
    return next((f for text in around.lead if (f := timing.frequency_in(text))), "")


def _timed(
    text: str,
    span: tuple[int, int],
    r: Reading,
    when: Mapping[int, Period],
    done: Mapping[int, Attributes],
    around: Surroundings,
) -> dict[int, Attributes]:
    """The attributes with period and status."""
    out: dict[int, Attributes] = {}
    for k, found in done.items():
        number, use = r.numbers[k], r.uses[k]
        start = _clause_offset(r.s, k, use, span)
        ahead = timing.looks_ahead(text[start : number.start], r.s.slice(*use.predicate.verb) if use.predicate else "")
        period = when.get(k) or (_lent(around, ahead) if use.role is not Role.EARLIER else None)
        if period is not None and period.start is None:
            period = timing.resolved(period, around.lent)
        if use.role is Role.EARLIER and period is None and around.lent and around.lent.start:
            period = timing.earlier_than(around.lent)
        rate = timing.rate_of(r.s, r.clock, k) if number.unit in RATES else None
        if rate is not None:
            period = timing.with_rate(period, rate)
        headings = around.headings if use.role is not Role.EARLIER else ()
        status = timing.status_of(
            text, (start, span[1]), (number.start, number.end), ahead, period, around.published, headings
        )
        out[k] = replace(found, period=period, status=status)
    return out


def _lent(around: Surroundings, ahead: bool) -> Period | None:
    """The period of the texts before; for what lies ahead only one that does too."""
    if not ahead:
        return around.lent
    last = around.before[-1] if around.before else None
    return last.period if last is not None and last.status is Status.FORECAST else None


def _clause_offset(s: Tagged, k: int, use: Use, span: tuple[int, int]) -> int:
    """Where the words begin that tell a number's status: behind the number it is compared with, or its sentence's start."""
    if use.role is Role.EARLIER and use.sibling >= 0:
        return s.ends[use.sibling]
    cut = max((i for i in range(k) if s.tags[i] in ";"), default=-1)
    return s.starts[cut] if cut >= 0 else span[0]

"""Whose number it is, looked for from near to far: its noun phrase, its verb's subject, what stands behind it, what a
pronoun points to, the heading."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportqa.figures.construing import Reading, clause_start, governing, those_of
from reportqa.figures.focus import BODIES, SELVES, is_epithet, is_plain_measure, meant_by
from reportqa.figures.grammar import Predicate
from reportqa.figures.groups import another_group
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.leads import is_thing
from reportqa.figures.lexicon import Act
from reportqa.figures.metric import counted_phrase, is_anaphoric, phrase_text
from reportqa.figures.names import country_of, find_names, is_country
from reportqa.figures.numbers import Number
from reportqa.figures.phrases import Span
from reportqa.figures.speaking import assessed, holds_office
from reportqa.figures.status import FORESEEING
from reportqa.figures.subject import (
    bearer,
    common_subject,
    explained,
    group_in_opening,
    head_of,
    interposed,
    is_pronominal,
    name_behind,
    name_in_opening,
    named_beside,
    names_after_colon,
    whole_of,
)
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL_UNITS, is_money
from reportqa.figures.uses import Role, Use

__all__ = ["Owner", "listed_owner", "owner_of"]


@dataclass(frozen=True, slots=True)
class Owner:
    """A number's subject, the token spans that name it in its noun phrase, and whether its own sentence names it; `through` is
    the thing of its that the number is of."""

    name: str
    spans: tuple[Span, ...] = ()
    own: bool = False
    through: str = ""


_DOMESTIC = re.compile(r"\b(?:domestic|nationwide|home market|homegrown|home-grown)\b", re.I)
# How far back the country lies that "domestic" speaks of.
_SECTION = 2_000
_OF_WHICH = (("of", "which"), ("of", "whom"))
# How far back a thing was told of that "the" takes up.
_PARAGRAPH = 600
_ACTING = frozenset([Act.DO, Act.HAVE, Act.PRICE, Act.SHARE, Act.SAY, Act.FALL, Act.RISE])
_SPEAKERS = (("we",), ("i",))


def owner_of(r: Reading, k: int, kin: Attributes | None, around: Surroundings) -> Owner:
    """The owner of the number at token k; `kin` are the attributes of the number it is listed or compared with."""
    use = r.uses[k]
    behind, span = name_behind(r.s, k)
    if _is_of_nobody(r, k) and not around.label:
        return Owner(around.owner)
    if around.label and around.label_is_name:
        # "Host-read spot: €31 in Germany, €9.50 in Brazil": the label says what is measured.
        placed = bool(behind) and r.s.words[span[0] - 1] in ("in", "for") and is_thing(around.label, around.names)
        return Owner(country_of(behind), (span,), True) if placed else Owner(around.label, (), True)
    if behind and r.s.words[span[0] - 1] == "from" and r.numbers[k].unit in PHYSICAL_UNITS:
        # "1.5 million kilometres from Earth": a distance.
        behind = ""
    if behind and use.role is Role.EARLIER and r.s.words[span[0] - 1] != "of":
        # "grew 4.1%, against 2.9% at its rival Brandt": another's value.
        return Owner(country_of(behind), (span,), True)
    if use.role is Role.CHANGE and kin is not None and kin.subject and not _told(use.noun) and not _told(use.named):
        # "the Swedish price to $2,100, a fall of 19%": of the number before, not of the verb's subject.
        return Owner(kin.subject, (), kin.own)
    if kin is not None and kin.own and _is_of_the_last(r, use):
        # "Tavo handled 3.9 billion, Rondo 3.4 billion (2024: 2.5 billion)"
        return Owner(kin.subject, (), True)
    ranging = use.predicate is not None and use.predicate.participle and use.predicate.lemma in ("range", "vary")
    if behind and ranging and use.sibling >= 0:
        # "17% had paid late, ranging from 11% in Oslo to 23% in Bergen"
        return Owner(country_of(behind), (span,), True)
    found = _in_phrases(r, use)
    if found is not None and around.focus and any(is_epithet(r.s, span) for span in (use.named, *governing(r, use))):
        # "Tandemo suffered. The Berlin company employs 58": Tandemo's.
        return Owner(around.focus, (), True)
    if found is not None and (name := assessed(r, k)) is not None:
        return Owner(name or around.antecedent[0] or around.owner, (), bool(name))
    if found is not None and around.focus and _foresees(use) and holds_office(r, found.name):
        # "Marit Oelkers, chief executive since 2023, expects revenue of": her company's.
        return Owner(around.focus, (), True)
    if found is None and _is_total(r, k):
        return Owner(_owner_of_all(r, around), (), True)
    if found is not None and not _foresees(use):
        return found
    if found is None and min(r.uses) < k and around.before and r.s.words[k + 1 : k + 3] in _OF_WHICH:
        # "drew 8.7 million visitors, roughly 70% of whom came from abroad"
        return Owner(around.before[-1].subject, (), around.before[-1].own)
    if those := _those(r, use):
        return Owner(those, (), True)
    p = use.predicate
    counted = _foresees(use) or use.role is Role.HEAD or p is None or is_pronominal(r.s, p.subject)
    if told := (_people_of(r.numbers[k]) if counted else "") or (_foreseen_of(r, k) if found is not None else ""):
        return Owner(told, (span,) if told == country_of(behind) else (), True)
    return found or _unphrased(r, k, kin, (behind, span), around)


def _unphrased(r: Reading, k: int, kin: Attributes | None, placed: tuple[str, Span], around: Surroundings) -> Owner:
    """The owner of a number whose own phrases name none; `placed` is the name behind it with its span."""
    use, (behind, span) = r.uses[k], placed
    if behind and use.sibling >= 0 and ":" in r.s.tags[use.sibling : k]:
        # "16,500 swap stations between them: 9,400 in India"
        return Owner(country_of(behind), (span,), True)
    beside = _beside_subject(r, use)
    opening = beside or _opening(r, k)
    if r.numbers[k].unit == "percent" and use.sibling < 0 and not behind and (group := group_in_opening(r.s, k)):
        return Owner(group, (), True)
    if _told(use.named) and (thing := common_subject(r.s, use.named)):
        return Owner(thing, (), True)
    if (
        kin is not None
        and kin.subject[:1].islower()
        and (group := another_group(r.s, use.sibling, k)).startswith("among ")
    ):
        # "Among nurses 44% want to leave, among doctors 27%"
        return Owner(group.removeprefix("among "), (), True)
    anew = bool(beside) or (bool(opening) and -1 < use.sibling < clause_start(r.s, k))
    if not anew and behind and _is_by_place(r, use, behind):
        # "from $10 in Peru to $62 in Chile"
        return Owner(country_of(behind), (span,), True)
    if kin is not None and kin.subject and not anew and not (use.role is Role.EARLIER and behind):
        return Owner(kin.subject, (), kin.own)
    if opening:
        return Owner(country_of(opening), (), True)
    if use.role is Role.SHARE and (common := common_subject(r.s, use.noun)):
        if behind and r.s.words[k + 1 : k + 2] == ("of",) and is_country(behind):
            # "Electric vans made up 18% of all vans sold in Norway": Norway's, as its siblings are their own countries'.
            return Owner(country_of(behind), (span,), True)
        return Owner(common, (use.noun,), True)
    if around.antecedent[0] and use.predicate is not None and is_pronominal(r.s, use.predicate.subject):
        # "Sao Viet has gained the most. It sold 171,700 of those bought in Vietnam."
        return Owner(around.antecedent[0])
    if behind:
        return Owner(country_of(behind), (span,), True)
    if within := interposed(r.s, k):
        return Owner(country_of(within), (), True)
    return Owner(around.label, (), True) if around.label else _unnamed(r, use, around)


def _is_of_the_last(r: Reading, use: Use) -> bool:
    """Whether an earlier value is told of the one whose name stands before the number it is compared with."""
    main = r.uses.get(use.sibling)
    named = main is not None and _told(main.named)
    return use.role is Role.EARLIER and named and not _told(use.noun) and not _told(use.named)


def _those(r: Reading, use: Use) -> str:
    """The other group of people or things that "those" stands for: "Children in grade 1 get 22 lessons, those in grade 2 get 26"."""
    span = use.named if _told(use.named) or use.predicate is None else use.predicate.subject
    return "" if span == use.noun else those_of(r, span)


def _is_of_nobody(r: Reading, k: int) -> bool:
    """Whether the "it" of a number's verb points to nothing: "It takes 11 weeks on average to fill a post"."""
    p = r.uses[k].predicate
    task = re.match(r"(?:P[DN]+)?IV", r.s.tags[k + 1 :])
    return p is not None and task is not None and r.s.words[slice(*p.subject)] == ("it",) and p.verb[1] <= k


def _is_total(r: Reading, k: int) -> bool:
    """Whether a number is said to be that of all: "or about 30 million in all"."""
    behind = r.s.words[k + 1 : k + 3]
    return behind in (("in", "all"), ("in", "total"), ("all", "told")) or behind[:1] == ("altogether",)


def _owner_of_all(r: Reading, around: Surroundings) -> str:
    """Whose a total is: the world's where its sentence speaks of it, else that of the several told of last; "" for nobody's."""
    if "world" in r.s.words or "worldwide" in r.s.words:
        return "global"
    several = (e.subject for e in reversed(around.before) if e.subject)
    return next((n for n in several if n[:1].islower() or " and " in n), "")


def listed_owner(r: Reading, k: int, subject: str, around: Surroundings) -> str:
    """Whose a further number of a list is, where the list's is `subject`: that of the people it counts, or of all in a total."""
    if _is_total(r, k):
        return _owner_of_all(r, around)
    return (_people_of(r.numbers[k]) or subject) if is_country(subject) else subject


def _is_by_place(r: Reading, use: Use, behind: str) -> bool:
    """Whether the number that one goes with stands before the name of another place, as the one itself does."""
    name, span = name_behind(r.s, use.sibling) if use.sibling in r.uses else ("", (0, 0))
    return bool(name) and name != behind and r.s.words[span[0] - 1] == "in" and r.s.words[use.sibling - 1] != "of"


def _told(span: Span) -> bool:
    return span[0] < span[1]


def _opening(r: Reading, k: int) -> str:
    """The name of the place that opens the clause of the number at token k."""
    first = min((p.verb[0] for p in r.predicates if p.verb[0] > clause_start(r.s, k)), default=k)
    return name_in_opening(r.s, clause_start(r.s, k), min(first, k))


def _beside_subject(r: Reading, use: Use) -> str:
    """The place that stands right before the subject of a number's verb: "Unlike in Sweden, in Norway the share is 4%"."""
    p = use.predicate
    if p is None or not p.own or p.subject[0] >= p.subject[1] or (use.sibling >= 0 and p.verb[0] < use.sibling):
        return ""
    told = re.search(r"(?:^|[,;:SC-])P(?P<name>D?A{1,4}),?D?$", r.s.tags[: p.subject[0]])
    if told is None or r.s.words[told.start("name") - 1] not in ("in", "at", "for", "across", "among", "within"):
        return ""
    return r.s.slice(*told.span("name")).removeprefix("the ")


def _foresees(use: Use) -> bool:
    """Whether a number is what somebody forecasts, who need not be whose it is."""
    p = use.predicate
    return p is not None and p.lemma in FORESEEING and not p.passive and not use.named[1]


def _is_theirs(s: Tagged, subject: Span) -> bool:
    """Whether a verb's subject is told as somebody's: "Its pupils"."""
    return subject[0] < subject[1] and {"its", "their"} & set(s.words[max(subject[0] - 1, 0) : subject[1]]) != set()


def _foreseen_of(r: Reading, k: int) -> str:
    """Whose the number is that somebody forecasts: the name behind it, the place before, or what the sentence began with:
    "The Danish result disappointed: Kontor had predicted"; "" where nobody else is named."""
    behind, span = name_behind(r.s, k)
    if behind and r.s.words[span[0] - 1] in ("in", "for"):
        return country_of(behind)
    if opening := _opening(r, k):
        return country_of(opening)
    p = r.uses[k].predicate
    colon = r.s.tags.find(":", 0, k)
    first = next((q for q in r.predicates if q.own and q.verb[1] <= colon), None)
    name = bearer(r.s, first.subject)[0] if first is not None and p is not None and p.verb[0] > colon else ""
    return country_of(name) if name else ""


def _people_of(number: Number) -> str:
    """The country whose people or things a number counts: "51 million Brazilians", "9 million Asian subscribers"."""
    shared = re.search(r"\bper (?=[A-Z])", number.text)
    # "53 gigabytes per South American subscriber"
    words = (number.text[shared.end() :] if shared else counted_phrase(number)).split()
    places = (country_of(" ".join(words[:n])) for n in (2, 1) if len(words) >= n and words[0][:1].isupper())
    return next((p for p, n in zip(places, (2, 1), strict=False) if p != " ".join(words[:n])), "")


def _in_phrases(r: Reading, use: Use) -> Owner | None:
    """The name in the number's noun phrase or in its verb's subject."""
    for span in (use.named, use.noun, *governing(r, use)):
        acting = span not in (use.named, use.noun) and use.noun[0] < use.noun[1]
        if name := named_beside(r.s, span):
            return Owner(country_of(name), (), True)
        name, spans = bearer(r.s, head_of(r.s, span) if acting else span)
        if name:
            return Owner(country_of(name), tuple(spans), True)
        if name := explained(r.s, span):
            return Owner(country_of(name), (), True)
        if span in (use.noun, use.named) and (name := whole_of(r.s, span)):
            return Owner(name, (), True)
        if span == use.named and _told(span) and _told(use.named) and use.sibling >= 0:
            # "A night train from Oslo takes 8 hours and a day train 6.5": the verb's subject is the other's.
            return None
    return None


def _unnamed(r: Reading, use: Use, around: Surroundings) -> Owner:
    """A subject for a number whose sentence names none: what a pronoun points to, a common noun, the heading's name."""
    s, p = r.s, use.predicate
    noun = use.noun if use.noun[0] < use.noun[1] else p.subject if p else (0, 0)
    last = around.antecedent[0] or (around.before[-1].subject if around.before and not around.antecedent[1] else "")
    speaks = (
        p is not None
        and p.subject != noun
        and is_pronominal(s, p.subject)
        and s.words[p.subject[0] : p.subject[0] + 1] not in _SPEAKERS
    )
    phrase = phrase_text(s, noun)
    back = bool(phrase) and is_anaphoric(phrase) and s.words[noun[0] : noun[1]] not in _SPEAKERS
    owned = noun[0] < noun[1] and not {"its", "their"}.isdisjoint(s.words[noun[0] : noun[1]])
    points = is_pronominal(s, noun) or speaks or back or owned
    if points and (both := _both(r, use, around)):
        return Owner(both)
    if points and not around.antecedent[0] and (told := _named_before(r, use)):
        return Owner(told, (), True)
    reflexive = p is not None and p.own and p.verb[1] <= noun[0] and not is_pronominal(s, p.subject)
    if points and p is not None and reflexive and (common := common_subject(s, p.subject)).lower() in SELVES:
        # "For 2028 the group maintains its aims of a margin of 4.0%".
        return Owner(meant_by(common, around.owner, around.focus), (), True)
    if around.focus and p is not None and _is_theirs(s, p.subject):
        # "Estonia leads again. Its pupils scored 531 points in mathematics."
        return Owner(last or around.focus, (), True)
    if (last or around.focus) and noun[0] < noun[1] and points:
        # "Revenue was EUR 9 million. Its margin was 14%": of whom the paragraph is about, where nobody was told of last.
        return Owner(last or around.focus)
    if _DOMESTIC.search(s.slice(*noun)) and (country := _last_country(s.text, s.starts[0])):
        return Owner(country)
    if listed := names_after_colon(s, max(r.uses)):
        return Owner(listed, (), True)
    if mate := _mate(r, use, around):
        return Owner(mate)
    common = common_subject(s, p.subject) if p is not None and _acts(use, p) else ""
    body = common_subject(s, p.subject).lower() if p is not None else ""
    if around.focus and not common and body in BODIES:
        # "Norrvind bought a yard. The company paid": the name before, in another word.
        return Owner(around.focus)
    alone = p is None or noun == p.subject or is_pronominal(s, p.subject)
    alone = alone or (p is not None and is_plain_measure(phrase_text(s, p.subject)))
    if around.focus and not common and alone and "A" not in s.tags and is_plain_measure(phrase):
        # "Norrvind runs 14 wind farms. Revenue reached €104 million": still its.
        return Owner(around.focus)
    if common and p is not None and around.focus and _is_introduced(s, p.subject, common):
        # "Orm launched a paid membership. The membership costs €8": Orm's.
        return Owner(around.focus, (), True, common)
    where = re.search(r"(A{1,4}),S$", s.tags[: clause_start(s, p.verb[0])]) if not common and p is not None else None
    if where is not None and s.words[where.end() - 1] == "where":
        # "is safest in Utrecht, where 2 riders are hurt"
        return Owner(country_of(s.slice(*where.span(1))), (), True)
    return Owner(meant_by(common, around.owner, around.focus), (), True) if common else Owner(around.owner)


def _is_introduced(s: Tagged, subject: Span, common: str) -> bool:
    """Whether "the membership" is one that the paragraph told of before: "a paid membership", "its membership"."""
    if s.words[max(0, subject[0] - 1)] != "the" or " " in common or common.lower() in SELVES | BODIES:
        return False
    paragraph = s.text.rfind("\n\n", 0, s.starts[0]) + 1
    before = s.text[max(paragraph, s.starts[0] - _PARAGRAPH) : s.starts[0]]
    return re.search(rf"\b(?:an?|its|their|own|first)\s(?:[\w-]+\s){{0,2}}{re.escape(common)}\b", before) is not None


def _both(r: Reading, use: Use, around: Surroundings) -> str:
    """The two that were told of last, where a sentence speaks of them together: "Together they originate 58%"."""
    p = use.predicate
    if p is None or r.s.words[slice(*p.subject)] not in (("they",), ("both",)):
        return ""
    if "together" not in r.s.words and r.s.words[slice(*p.subject)] != ("both",):
        return ""
    told = dict.fromkeys(e.subject for e in reversed(around.before) if e.subject[:1].isupper() and e.own)
    last = list(told)[:2]
    return f"{last[1]} and {last[0]}" if len(last) == 2 else ""


def _mate(r: Reading, use: Use, around: Surroundings) -> str:
    """The name that owns the number before, told in the same sentence in the same money: "$0.68 in Kenya; by 2025, the price
    had fallen to $0.21"."""
    here = [k for k, u in r.uses.items() if u is use]
    unit = r.numbers[here[0]].unit
    before = [k for k in sorted(r.uses) if k < here[0]]
    last = around.before[-1] if before and around.before else None
    same = last is not None and last.unit == unit and last.own and is_money(unit)
    return last.subject if last is not None and same and last.subject[:1].isupper() else ""


def _named_before(r: Reading, use: Use) -> str:
    """The name that an earlier verb of the sentence has for its subject: "Lufthansa said it carried"."""
    p = use.predicate
    told = (q for q in r.predicates if q.own and not is_epithet(r.s, q.subject))
    before = [q for q in told if p is not None and q.verb[1] <= p.verb[0]]
    names = (named_beside(r.s, q.subject) or bearer(r.s, q.subject)[0] for q in reversed(before))
    return next((country_of(n) for n in names if n), "")


def _last_country(text: str, before: int) -> str:
    """The country that the text before an offset names last."""
    found = [n for n, _, _ in find_names(text, max(0, before - _SECTION), before) if is_country(n)]
    return country_of(found[-1]) if found else ""


def _acts(use: Use, p: Predicate) -> bool:
    """Whether a verb's subject that is no name still owns the number: "the network employs 9,120", "the group had a deficit of"."""
    if p.subject[0] >= p.subject[1] or p.act not in _ACTING or p.passive or use.noun == p.subject or use.sibling >= 0:
        return False
    named = use.noun[0] < use.noun[1]
    return use.role in (Role.VALUE, Role.CHANGE, Role.ADJUNCT) and (
        not named or (p.act is Act.HAVE and use.role is Role.VALUE)
    )

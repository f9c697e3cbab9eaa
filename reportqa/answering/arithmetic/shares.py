"""Shares: a part as a percentage of its whole, each understood from its own phrase of the question; margins on revenue."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.answering.arithmetic.changes import lost_share
from reportqa.answering.arithmetic.complements import named_rest
from reportqa.answering.arithmetic.given import figure_of, given_in
from reportqa.answering.arithmetic.operands import best_of, chosen_together, is_total, pair, subquery
from reportqa.answering.arithmetic.parts import told_part
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.understanding.phrases import share_phrases
from reportqa.answering.understanding.understand import understand
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures.lexicon import verb_form
from reportqa.figures.units import convert, is_money
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["asks_for_rest", "gives_part", "margin", "share"]

_MARGIN = re.compile(r"\b(?:(?P<measure>[\w-]+(?: [\w-]+)?) margin)\b", re.I)
_NOT = re.compile(
    r"(?P<kept>\b(?:is|are|was|were|do|does|did|has|have|had|would|will|could))(?:\s+not\b|n['’]t\b)", re.I
)
_ITS = re.compile(r"(?:its|their|his|her)\b", re.I)
# The part that a whole lost, where no noun names it: "did Kestrel cut", "were shed".
_GONE = re.compile(
    r"(?:^|\s)(?:cut|shed|slash|slashed|axe|axed|trim|trimmed|lose|lost|laid off|lay off|eliminated?|let go)$", re.I
)
_ALIKE = 0.6
"""The cosine from which two labels name one measure."""
_LEAST_SHARE = 0.001
"""A share of less than this many percent sets figures of different measures against one another."""
_REVENUE = ("revenue", "sales", "turnover")


def asks_for_rest(query: Query) -> bool:
    """Whether a question about a share asks for what does not belong to it: "What share is not Chinese?"."""
    return query.operation is Operation.SHARE and bool(_NOT.search(query.text))


def share(query: Query, snapshot: Snapshot) -> Draft | None:
    """Part / whole, in percent; None where the question names no whole or a figure of one of them is missing.

    Where the question asks for what is not of a kind, the rest: (whole − part) / whole.
    """
    phrases = share_phrases(_NOT.sub(r"\g<kept>", query.text))
    if phrases is None:
        return None
    if (given := _of_given(phrases, query, snapshot)) is not None:
        return given
    if (rest := named_rest(query, snapshot)) is not None:
        return rest
    if (told := told_part(query, snapshot)) is not None:
        return _share_of(told.figure, told.whole, rest=asks_for_rest(query))
    if _GONE.search(phrases[0]):
        # What was cut is told by what was and what is left: that which is left is no part that was cut.
        return lost_share(query, snapshot)
    part, whole = (_phrase_query(p, query, snapshot) for p in phrases)
    bare = not part.entities or part.text.lower() == part.entities[0] or not part.words
    if bare:
        # A bare name measures nothing: what is measured of it stands in the phrase of the whole.
        part = replace(part, words=part.words or whole.words, vector=snapshot.encoder.encode([" ".join(phrases)])[0])
    if part.unknown or whole.unknown:
        return None
    if _ITS.match(phrases[1]) and not whole.entities:
        whole = replace(whole, entities=part.entities)
    found = _given_parts(part, whole, query, snapshot) or _of_one_kind(part, whole, snapshot)
    if found is None or not _says_all(part, found[0], snapshot):
        return _rest_of_stated(query, part, snapshot) if asks_for_rest(query) and part.entities else None
    return _share_of(*found, rest=asks_for_rest(query))


def gives_part(query: Query) -> bool:
    """Whether a question gives the number whose share it asks for: "What share of 4.4 million is 1.1 million?"."""
    phrases = share_phrases(query.text) if query.operation is Operation.SHARE else None
    return phrases is not None and any(g.unit not in RATES for g in given_in(replace(query, text=phrases[0])))


def _share_of(small: Figure, large: Figure, *, rest: bool) -> Draft | None:
    if small.id and small.subject == large.subject and abs(small.value - large.value) <= 0.006 * abs(large.value):
        # A whole that is stated twice is no part of itself.
        return None
    value = 100 * _value(small, large) / large.value
    if not _LEAST_SHARE <= value <= 100:
        return None
    part, whole = _term(small, large), _term(large, small)
    figures = tuple(f for f in (small, large) if f.id)
    if rest:
        shown: list[Term | str] = ["(", whole, " − ", part, ") / ", Term(whole.text)]
        return worked(Operation.SHARE, shown, 100 - value, "percent", figures, "The rest is")
    return worked(Operation.SHARE, [part, " / ", whole], value, "percent", figures, "The share is")


def _rest_of_stated(query: Query, part: Query, snapshot: Snapshot) -> Draft | None:
    """What a stated share leaves: 100% − share."""
    asked = replace(part, unit="percent", words=(*part.words, "share"), text=query.text)
    stated = best_of(asked, snapshot, lambda f: f.unit == "percent" and "share" in f.metric.lower())
    if stated is None or not 0 <= stated.value <= 100:
        return None
    terms: list[Term | str] = ["100% − ", term(stated)]
    return worked(Operation.SHARE, terms, 100 - stated.value, "percent", (stated,), "The rest is")


def _says_all(part: Query, figure: Figure, snapshot: Snapshot) -> bool:
    """Whether a part's sentence says whatever the part's phrase measures: an export is no harvest."""
    if not figure.id:
        return True
    said = stems(f"{figure.subject} {figure.metric} {figure.unit} {figure.quote} {' '.join(figure.heading)}")
    own = [w for w in content_words(part.text) if w in part.words]
    told = {lemma[0] for w in content_words(figure.quote) if (lemma := verb_form(w))}
    missing = [w for w in own if stem(w) not in said and (verb_form(w) or ("",))[0] not in told]
    if not missing or not figure.metric:
        return not missing
    return snapshot.likeness(" ".join(missing), figure.metric) >= _ALIKE


def _of_given(phrases: tuple[str, str], query: Query, snapshot: Snapshot) -> Draft | None:
    """A number that the question gives as a part, of a number that it gives too or of a figure."""
    parts, wholes = ([g for g in given_in(replace(query, text=p)) if g.unit not in RATES] for p in phrases)
    if len(parts) != 1 or len(wholes) > 1 or len(content_words(phrases[0].replace(parts[0].text, ""))) > 2:
        return None
    asked = _phrase_query(phrases[1], query, snapshot)
    if asked.unknown:
        return None
    whole = (
        figure_of(wholes[0], asked, snapshot)
        if wholes
        else best_of(replace(asked, unit=parts[0].unit), snapshot, lambda f: f.low is None)
    )
    unit = wholes[0].unit if wholes else whole.unit if whole else ""
    size = wholes[0].value if wholes else whole.value if whole else 0.0
    value = 100 * convert(parts[0].value, parts[0].unit or unit, unit or parts[0].unit) / size if size else -1.0
    if not 0 <= value <= 100:
        return None
    shown = term(whole) if whole is not None else Term(wholes[0].text)
    figures = (whole,) if whole is not None else ()
    return worked(Operation.SHARE, [Term(parts[0].text), " / ", shown], value, "percent", figures, "The share is")


def _value(small: Figure, large: Figure) -> float:
    """The part's value in the unit of the whole; two counted nouns of one sentence count heads of one kind."""
    if small.unit == large.unit or small.quote == large.quote:
        return small.value
    return convert(small.value, small.unit, large.unit)


def _term(figure: Figure, other: Figure) -> Term:
    return term(figure, other) if figure.id else Term(figure.text)


def _of_one_kind(part: Query, whole: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """Two figures in comparable units; else two counts that one sentence sets against one another ("9,120, of whom 4,310")."""
    found = pair(part, whole, snapshot, relative=False)
    if found is not None and found[0].value <= found[1].value and _may_be_whole(part, whole, found):
        return found
    if part.entities and not whole.entities:
        totals = replace(whole, entities=())
        both = chosen_together(
            [part, totals], snapshot, relative=False, allowed=(None, lambda f: is_total(f) or not f.subject)
        )
        if both and both[0].value <= both[1].value:
            return both[0], both[1]
    loose = pair(part, whole, snapshot, relative=False, same_unit=False)
    if loose is None or loose[0].quote != loose[1].quote or loose[0].value > loose[1].value:
        return None
    return None if any(is_money(f.unit) for f in loose) else loose


def _may_be_whole(part: Query, whole: Query, found: tuple[Figure, Figure]) -> bool:
    """Whether the larger of two figures can be a whole: another owner's figure is none, unless the question names it."""
    large = found[1]
    if found[0].quote == large.quote and large.subject and not is_total(large) and large.subject != found[0].subject:
        # What another one of the same sentence has is a part beside it, unless the question names it.
        return stems(large.subject) <= stems(f"{part.text} {whole.text} {' '.join((*part.entities, *whole.entities))}")
    return (
        not part.entities
        or bool(whole.entities)
        or is_total(large)
        or not large.subject
        or found[0].quote == large.quote
    )


def _given_parts(part: Query, whole: Query, query: Query, snapshot: Snapshot) -> tuple[Figure, Figure] | None:
    """Where the question gives the number of the whole ("of the 312 vessels"), that figure; its part is in the same unit."""
    given = [g for g in given_in(query) if g.unit not in RATES and g.text in whole.text]
    total = figure_of(given[0], query, snapshot) if given else None
    if total is None:
        return None
    own = best_of(replace(part, unit=total.unit), snapshot, lambda f: f.id != total.id and f.value <= total.value)
    return (own, total) if own else None


def _phrase_query(phrase: str, query: Query, snapshot: Snapshot) -> Query:
    """A phrase understood as a question of its own, with the periods of the whole question where it names none."""
    own = understand(phrase, (), snapshot, query.within)
    asked = replace(
        query, text=phrase, words=own.words, entities=own.entities, unknown=own.unknown,
        periods=own.periods or query.periods, unit="", frequency="", vector=own.vector,
    )  # fmt: skip
    return subquery(asked, snapshot)


def margin(query: Query, snapshot: Snapshot) -> Draft | None:
    """A margin that is not stated: the named result as a percentage of the revenue of the same owner and period."""
    named = _MARGIN.search(query.text)
    if named is None:
        return None
    base = subquery(query, snapshot, unit="")
    words = tuple(w for w in base.words if w != "margin")
    part = replace(base, words=words, text=named["measure"])
    whole = replace(base, words=("revenue",), text="revenue", vector=snapshot.encoder.encode(["revenue"])[0])
    found = pair(part, whole, snapshot, relative=False)
    if found is None or found[0].id == found[1].id or not any(w in found[1].metric.lower() for w in _REVENUE):
        return None
    result, revenue = found
    # Revenue itself is no result, and one year's result is none of another year's revenue.
    if any(w in result.metric.lower() for w in _REVENUE) or not _meets(result, revenue):
        return None
    if result.subject != revenue.subject:
        return None
    value = 100 * convert(result.value, result.unit, revenue.unit) / revenue.value
    terms: list[Term | str] = [term(result, None), " / ", term(revenue, None)]
    return worked(Operation.SHARE, terms, value, "percent", (result, revenue), "The margin is")


def _meets(a: Figure, b: Figure) -> bool:
    """Whether two figures hold for one period; what is not dated holds for any."""
    dated = a.period and b.period and a.period.start and b.period.start
    return not dated or (a.period is not None and b.period is not None and a.period.start == b.period.start)

"""What a question wants done, and the pair of figures it wants it done with → the draft that works it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reportqa.answering.arithmetic.changes import PAID, told_change
from reportqa.answering.arithmetic.given import given_in
from reportqa.answering.arithmetic.working import Term, measured, term, worked
from reportqa.answering.chosen.operation import DONE, VALUE, chances_of
from reportqa.answering.chosen.pairs import Pair, best_pairs, candidates
from reportqa.answering.comparing.compare import verdict
from reportqa.answering.kept import once_a_query
from reportqa.answering.match import asked_stems
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.vocabulary import Vocabulary, vocabulary
from reportqa.answering.wording import bare
from reportqa.answering.words import stem, stems
from reportqa.errors import UnitError
from reportqa.figures.names import canonical_name
from reportqa.figures.units import combine, convert, is_money, readable
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["support_of", "work_out"]

_LARGEST_SHARE = 100.0
_UNTOLD = 0.6
"""What is left of a chance where a word of the question stands nowhere in the corpus."""
_KIN = 0.4
"""From this cosine a noun means nearly what a figure counts."""
_SHARE_OF = re.compile(
    r"\b(?:percentage|per ?cent|share|proportion|fraction) of (?:all |the |its |their )?([a-z]+)\b", re.I
)
_ORDERED = frozenset(["change", "ratio", "share", "per"])


def work_out(query: Query, snapshot: Snapshot) -> Draft | None:
    """The draft of the likeliest operation over the likeliest pair of figures; `confidence` is the chance of the pair, less
    where the question may well ask for a stated number.

    None where a question gives numbers of its own, names someone unknown, or where names, units or intervals do not fit.
    """
    if given_in(query):
        return None
    wants = chances_of(query)
    pairs = _pairs(query, snapshot)
    if not pairs:
        return None
    pair = pairs[0]
    done = max(DONE, key=lambda name: wants[name])
    if done == "compare" and query.operation is Operation.DIFFERENCE:
        done = "difference"
    turned = sum(p.chance for p in pairs if (p.first.id, p.second.id) == (pair.second.id, pair.first.id))
    chance = pair.chance if done in _ORDERED else min(pair.chance + turned, 1.0)
    words = vocabulary(snapshot)
    foreign = any(_is_foreign(figure, query, words) for figure in (pair.first, pair.second))
    if foreign or not pair.allowed or (pair.first.value == pair.second.value and done != "compare"):
        return None
    try:
        made = _MAKERS[done](query, pair) if done != "share" or _is_whole(pair.second, query, snapshot) else None
    except (UnitError, ZeroDivisionError):
        return None
    open_to_it = min(1.0, 2.0 * (1.0 - wants[VALUE]))
    if any(s not in words.idf for s in asked_stems(query)):
        # "did Denmark export" of a report that tells of no exports
        open_to_it *= _UNTOLD
    return replace(made, confidence=round(chance * open_to_it, 4)) if made is not None else None


def support_of(draft: Draft, query: Query, snapshot: Snapshot) -> float:
    """The chance that the two operands of a draft are those that a question wants, in either order; 1 where it has not two."""
    ids = draft.derivation.operands if draft.derivation else tuple(f.id for f in draft.figures)
    pairs = _pairs(query, snapshot) if len(ids) == 2 else []
    return sum(p.chance for p in pairs if {p.first.id, p.second.id} == set(ids)) if pairs else 1.0


@once_a_query
def _pairs(query: Query, snapshot: Snapshot) -> list[Pair]:
    """The pairs of figures that a question may want, the likeliest first."""
    held = candidates(query, snapshot, chances_of(query))
    return best_pairs(held) if held is not None else []


def _is_foreign(figure: Figure, query: Query, words: Vocabulary) -> bool:
    """Whether a figure is of someone whom a question about others does not name."""
    name = canonical_name(figure.subject)
    named = name in words.proper and name != words.topics.get(figure.document)
    return named and bool(query.entities) and not any(n in name or name in n for n in query.entities)


def _is_whole(figure: Figure, query: Query, snapshot: Snapshot) -> bool:
    """Whether a figure tells of what a question asks a share of: "what percentage of residents" is none of the couriers."""
    asked = _SHARE_OF.search(query.text)
    if asked is None:
        return True
    noun, told = asked[1].lower(), stems(f"{figure.subject} {figure.metric} {figure.unit} {figure.quote}")
    label = figure.unit.split(" / ")[0] or figure.metric
    return stem(noun) in told or not label or snapshot.likeness(noun, label) >= _KIN


def _value_of(second: Figure, first: Figure) -> float:
    """The value of the second figure in the unit of the first."""
    if not first.unit or not second.unit:
        return second.value
    return convert(second.value, second.unit, first.unit)


def _difference(query: Query, pair: Pair) -> Draft | None:
    first, second = pair.first, pair.second
    large, small = (first, second) if first.value >= _value_of(second, first) else (second, first)
    value = large.value - _value_of(small, large)
    unit = large.unit or small.unit
    terms: list[Term | str] = [term(large, small), " − ", term(small, large)]
    shown = "percentage point" if unit == "percent" else unit
    return worked(Operation.DIFFERENCE, terms, value, shown, (large, small), "The difference is")


def _change(query: Query, pair: Pair) -> Draft | None:
    later, earlier = pair.first, pair.second
    if earlier.subject and later.subject and canonical_name(earlier.subject) != canonical_name(later.subject):
        return None
    before = _value_of(earlier, later)
    terms = (term(earlier, later), term(later, earlier), Term(bare(earlier)))
    return told_change(query, terms, 100 * (later.value - before) / before, (earlier, later))


def _ratio(query: Query, pair: Pair) -> Draft | None:
    first, second = pair.first, pair.second
    if PAID.search(query.text) and not is_money(first.unit):
        return None
    terms: list[Term | str] = [term(first, second), " / ", term(second, first)]
    value = first.value / _value_of(second, first)
    return worked(Operation.RATIO, terms, value, "ratio", (first, second), "The ratio is")


def _share(query: Query, pair: Pair) -> Draft | None:
    part, whole = pair.first, pair.second
    value = 100 * part.value / _value_of(whole, part)
    if not 0 <= value <= _LARGEST_SHARE:
        return None
    terms: list[Term | str] = [measured(part), " / ", measured(whole)]
    return worked(Operation.SHARE, terms, value, "percent", (part, whole), "The share is")


def _per(query: Query, pair: Pair) -> Draft | None:
    top, bottom = pair.first, pair.second
    if not _counts(bottom) or top.unit == "percent" or top.unit == bottom.unit:
        return None
    value, unit = readable(*combine((top.value, top.unit), (bottom.value, bottom.unit), "/"))
    terms: list[Term | str] = [measured(top), " / ", measured(bottom)]
    return worked(Operation.RATIO, terms, value, unit, (top, bottom), "That is")


def _counts(figure: Figure) -> bool:
    """Whether a figure counts or measures something that an amount can be spread over."""
    return bool(figure.unit) and " / " not in figure.unit and figure.unit not in RATES and not is_money(figure.unit)


def _sum(query: Query, pair: Pair) -> Draft | None:
    first, second = pair.first, pair.second
    terms: list[Term | str] = [term(first, second), " + ", term(second, first)]
    value = first.value + _value_of(second, first)
    return worked(Operation.SUM, terms, value, first.unit or second.unit, (first, second), "The sum is")


def _average(query: Query, pair: Pair) -> Draft | None:
    first, second = pair.first, pair.second
    terms: list[Term | str] = ["(", term(first, second), " + ", term(second, first), ") / 2"]
    value = (first.value + _value_of(second, first)) / 2
    return worked(Operation.AVERAGE, terms, value, first.unit or second.unit, (first, second), "The average is")


def _product(query: Query, pair: Pair) -> Draft | None:
    first, second = sorted((pair.first, pair.second), key=lambda f: f.unit == "percent")
    terms: list[Term | str] = [measured(first), " × ", measured(second)]
    if second.unit == "percent" and first.unit != "percent":
        value, unit = first.value * second.value / 100, first.unit
    elif " / " not in f"{first.unit}{second.unit}":
        # Only a price or a rate makes something of an amount.
        return None
    else:
        value, unit = combine((first.value, first.unit), (second.value, second.unit), "*")
    return worked(Operation.PRODUCT, terms, value, unit, (first, second), "That is")


def _compare(query: Query, pair: Pair) -> Draft | None:
    if pair.first.unit != pair.second.unit:
        return None
    return verdict(query, (pair.first, pair.second))


_MAKERS: dict[str, Callable[[Query, Pair], Draft | None]] = {
    "difference": _difference, "change": _change, "ratio": _ratio, "share": _share, "per": _per, "sum": _sum,
    "average": _average, "product": _product, "compare": _compare,
}  # fmt: skip

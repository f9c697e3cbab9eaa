"""The share of everyone but those who are named: 100% − their stated shares, else (whole − their amounts) / whole.

A text may name the rest itself: "farms took 56% and households 28%; the rest went to industry".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.operands import LEAST, chosen_together, is_total, measure_words, subquery
from reportqa.answering.arithmetic.said import around, is_about, said_share, sentences_of
from reportqa.answering.arithmetic.working import Term, term, worked
from reportqa.answering.match import ranked
from reportqa.answering.query import Draft, Operation, Query
from reportqa.answering.understanding.mentions import names_of
from reportqa.answering.understanding.phrases import OTHER_THAN, excluded_owner, share_phrases
from reportqa.answering.vocabulary import names_in, vocabulary
from reportqa.answering.words import stem, stems
from reportqa.figures.metric import same_measure
from reportqa.figures.names import canonical_name
from reportqa.figures.periods import overlap
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["left_out", "named_rest", "share_of_others"]

_FORM = stems(
    "share percentage fraction proportion portion part left leave remain remaining other outside live lie belong besides rest elsewhere"
)
_REST = re.compile(
    r"\b(?:the (?:rest|remainder|remaining (?:part|share))|what (?:is|was|remains|remained)(?: left)?(?: over)?|the (?:others|other ones))\b[^.;]*",
    re.I,
)
_TIES = stems("go went gone come came take took belong account make made use used")
_GROWS = stems("growth grow grew rise rose increase fall fell decline drop change")
_TOLD = 0.75
"""The share of a question's words that must be said, and of those of its part where the rest is told."""
_WHOLE = 100.5
"""Shares that add up to more than this, beyond their rounding, are not of one whole."""


def left_out(query: Query, snapshot: Snapshot) -> tuple[str, ...]:
    """The names that a question about a share leaves out: "outside Asia and Europe"; () for none."""
    found = OTHER_THAN.search(query.text) if query.operation is Operation.SHARE else None
    if found is None or excluded_owner(query.text, vocabulary(snapshot).owners) in query.entities:
        # Where the corpus counts everyone else by a name, that is who is asked for.
        return ()
    named = names_of(query.text, vocabulary(snapshot))
    return tuple(dict.fromkeys(canonical_name(n) for n, start, _ in named if start >= found.end()))


def share_of_others(query: Query, snapshot: Snapshot) -> Draft | None:
    """What the named leave, in percent; None where the figures of one of them, or the whole, are missing."""
    names = left_out(query, snapshot)
    if not names or query.unknown:
        return None
    words = tuple(w for w in query.words if stem(w) not in _FORM)
    base = replace(subquery(query, snapshot, unit="", words=words), entities=())
    return _of_shares(names, base, query, snapshot) or _of_amounts(names, base, snapshot)


def named_rest(query: Query, snapshot: Snapshot) -> Draft | None:
    """100% − the shares of a sentence that names who or what has the rest, for a question about that one."""
    phrases = share_phrases(query.text)
    if query.unknown or phrases is None:
        return None
    words = [w for w in measure_words(query.words) if stem(w) not in _FORM | _TIES]
    own = [w for w in words if stem(w) in stems(phrases[0])]
    for figures, text, start, end in sentences_of(snapshot, query.within) if own else ():
        rest = _REST.search(text, start, end)
        shares = [f for f in figures if f.unit == "percent" and rest and f.start < rest.start()]
        if rest is None or not shares or any(f.unit == "percent" and f not in shares for f in figures):
            continue
        whole = sum(f.value for f in shares)
        if not 0 < whole < 100 or any(stems(f.metric) & _GROWS for f in shares):
            continue
        sentence, near = text[start:end], around(shares[0])
        before = text[start : rest.start()]
        apart = [w for w in own if said_share([w], before, "", snapshot) < _TOLD]
        told = min(said_share(apart, rest[0], "", snapshot), said_share(words, sentence, near, snapshot))
        if (
            apart
            and told >= _TOLD
            and is_about(query.entities, sentence, shares[0], snapshot)
            and _in_time(shares, query)
        ):
            terms: list[Term | str] = ["100%"]
            for figure in shares:
                terms += [" − ", term(figure)]
            return worked(Operation.SHARE, terms, 100 - whole, "percent", shares, "The rest is")
    return None


def _in_time(shares: Sequence[Figure], query: Query) -> bool:
    dated = [p for p in query.periods if p.start]
    return not dated or all(f.period is None or any(overlap(f.period, p) for p in dated) for f in shares)


def _of_shares(names: Sequence[str], base: Query, query: Query, snapshot: Snapshot) -> Draft | None:
    places = set(query.entities) - set(names)
    pools = [_shares_of(name, base, places, snapshot) for name in names]
    for first in pools[0]:
        picked = [first]
        for pool in pools[1:]:
            kin = [f for f in pool if f.document == first.document and _of_one_whole(f, first)]
            picked += kin[:1]
        total = sum(f.value for f in picked)
        if len(picked) == len(pools) and 0 < total < _WHOLE:
            terms: list[Term | str] = ["100%"]
            for figure in picked:
                terms += [" − ", Term(figure.text, figure, figure.subject)]
            return worked(Operation.SHARE, terms, max(100 - total, 0.0), "percent", picked, "What is left is")
    return None


def _shares_of(name: str, base: Query, places: set[str], snapshot: Snapshot) -> list[Figure]:
    """The stated shares of one of the named, at the places that the question names beside them."""
    lexicon = vocabulary(snapshot).lexicon
    found = ranked(replace(base, entities=(name,), unit="percent"), snapshot)
    figures = [m.figure for m in found if m.score >= LEAST and "share" in m.figure.metric and m.figure.low is None]
    return [
        f
        for f in figures
        if places <= {canonical_name(f.subject), *names_in(f"{f.metric}. {f.quote} {' '.join(f.heading)}", lexicon)}
    ]


def _of_one_whole(a: Figure, b: Figure) -> bool:
    """Whether two shares are of one whole at one time: told in one sentence, list or column by one name."""
    together = a.quote == b.quote or (a.heading == b.heading and a.table == b.table)
    same_time = (a.period and a.period.start) == (b.period and b.period.start)
    return a.id != b.id and together and same_time and (a.metric == b.metric or same_measure(a.metric, b.metric))


def _of_amounts(names: Sequence[str], base: Query, snapshot: Snapshot) -> Draft | None:
    queries = [base, *(replace(base, entities=(n,)) for n in names)]
    found = chosen_together(queries, snapshot, relative=False, allowed=(lambda f: is_total(f) or not f.subject,))
    if len(found) != len(queries):
        return None
    whole, *parts = found
    left = whole.value - sum(f.value for f in parts)
    if any(f.unit != whole.unit for f in parts) or not 0 < left < whole.value or not _at_one_time(found):
        return None
    terms: list[Term | str] = ["(", term(whole, parts[0])]
    for part in parts:
        terms += [" − ", term(part, whole)]
    shown = term(whole, parts[0])
    terms += [") / ", Term(shown.text)]
    return worked(Operation.SHARE, terms, 100 * left / whole.value, "percent", found, "The rest is")


def _at_one_time(figures: Sequence[Figure]) -> bool:
    return len({f.period.start for f in figures if f.period is not None and f.period.start is not None}) <= 1

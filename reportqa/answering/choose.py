"""Which of the proposed drafts to give, and in which order, by the kind of answer a question wants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportqa.answering.arithmetic.complements import named_rest
from reportqa.answering.arithmetic.derive import derive, must_be_worked
from reportqa.answering.arithmetic.given import given_in
from reportqa.answering.arithmetic.operands import is_total, measure_words, subquery
from reportqa.answering.arithmetic.rates import is_unit_price
from reportqa.answering.comparing.claims import check_claim, is_closed
from reportqa.answering.comparing.compare import compare, is_comparison
from reportqa.answering.comparing.described import sides_of_words
from reportqa.answering.comparing.extremes import extreme
from reportqa.answering.comparing.opposed import opposed
from reportqa.answering.comparing.sides import rates_compared
from reportqa.answering.gates import EARLIER, is_owner
from reportqa.answering.lookup import asks_in_words, look_up, stated_for_one
from reportqa.answering.match import Match, ranked
from reportqa.answering.prose import answer_from_prose
from reportqa.answering.prose.form import asks_several
from reportqa.answering.query import Asked, Draft, Operation, Query
from reportqa.answering.stated_shares import is_part
from reportqa.answering.tables import answer_from_tables
from reportqa.answering.times import is_of_time
from reportqa.answering.told import plainly_told
from reportqa.answering.vocabulary import names_in, vocabulary
from reportqa.answering.wording import named
from reportqa.answering.wording import stated as written
from reportqa.answering.words import stem, stems
from reportqa.figures.units import is_currency, is_money
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["drafts"]

_OF_A_WHOLE = stems("share proportion percentage part fraction portion")
_OF_A_CHANGE = stems("growth decline increase decrease change rise fall drop")
_WHAT_IS = re.compile(r"(?:and |so )?what(?:['’]s| (?:is|was|are|were))\b", re.I)
_OF_ONE = re.compile(r"\b(?:averag\w*|mean|median|typical\w*|per|each)\b", re.I)
_SAME = 0.01
"""How far, relative to it, a stated result may lie from the one that is worked out: both are rounded."""
_TOLD = 0.3
"""From this coverage a stated figure is of the measure that is asked for: equal numbers alone prove nothing."""
_SEEN = 15
_IN_WORDS = frozenset([Asked.NAME, Asked.LIST, Asked.REASON, Asked.DEFINITION])
_SURE = 0.5
"""Below this a figure or a table's answer is not given: a refusal costs less than a wrong answer."""
_PROSE = 0.35
"""Below this an answer in words is not given; its words are quoted, so that a reader sees what they are worth."""
_LIKELY = 0.6
"""From this prose may give a number that is no figure of the index."""
_FAIR = 0.4
"""From this chance a figure is given where prose finds the same one by itself."""
_CLEAR = 0.75
"""From this a figure answers a question that may ask for words as well."""
_VERY = 0.8
"""From this prose goes before a figure or a table that says something else."""
_STATED = 0.75
"""From this coverage of the question's words a figure states what arithmetic would only work out again."""
_RESULT = {
    Operation.RATIO: "ratio", Operation.SHARE: "percent", Operation.CHANGE: "percent", Operation.SUM: "", Operation.AVERAGE: "",
    Operation.PROJECT_BACK: "",
}  # fmt: skip


def drafts(query: Query, snapshot: Snapshot) -> Iterator[Draft]:
    """The drafts worth giving, the surest first; none where the corpus does not hold the answer."""
    query = opposed(query, snapshot)
    if is_closed(query):
        yield from _closed(query, snapshot)
        return
    if not _wants_words(query):
        yield from plainly_told(query, snapshot)
    if not _wants_words(query) and must_be_worked(query, snapshot):
        if told := stated_for_one(query, snapshot):
            yield told
        # One operand is no answer: what cannot be worked out is refused.
        worked = (
            rates_compared(query, snapshot),
            derive(query, snapshot),
            _least(answer_from_tables(query, snapshot), _SURE),
        )
        yield from (d for d in worked if d is not None and (d.derivation is not None or _is_column(d)))
        return
    figures = _least(_figures(query, snapshot), _SURE)
    table = _least(answer_from_tables(query, snapshot), _SURE)
    read = answer_from_prose(query, snapshot)
    prose = _least(read, _PROSE)
    if prose is not None and not _names_sides(prose, query, snapshot):
        prose = None
    if figures is None and read is not None:
        figures = _agreed(query, read, snapshot)
    if table is not None and not (_is_about(table, query, snapshot) and is_of_time(table, query)):
        table = None
    if figures is not None and figures.derivation is not None and query.operation is not Operation.NONE:
        # What is worked out as asked goes before what only names or quotes its operands.
        prose = None
        table = table if table is not None and table.derivation is not None else None
    if table is not None and figures is not None and _is_one_of_several(figures, query):
        figures = None
    if prose is not None and _lists_extremes(query) and prose.confidence >= (_VERY if figures else _SURE):
        yield prose
        return
    if _wants_words(query) or _may_want_words(query, figures, prose):
        if prose is not None and prose.confidence >= _SURE:
            figures = None
        yield from sorted((d for d in (prose, table, figures) if d), key=lambda d: -d.confidence)
        return
    if prose is not None and not _is_amount(prose, query, snapshot):
        prose = None
    yield from (d for d in _ordered(query, figures, table, prose) if d)


def _names_sides(prose: Draft, query: Query, snapshot: Snapshot) -> bool:
    """Whether prose speaks of every name that a comparison sets against another: of one side alone nothing is compared."""
    if query.asked is not Asked.COMPARISON or len(query.entities) < 2:
        return True
    said = " ".join((prose.text, *(q.text for q in prose.quotes))).lower()
    held = {*names_in(said, vocabulary(snapshot).lexicon), *names_in(prose.text, vocabulary(snapshot).lexicon)}
    return all(n in said or any(is_owner(n, h) for h in held) for n in query.entities)


def _lists_extremes(query: Query) -> bool:
    """Whether a report's own list may say what is largest or smallest: "Who are the biggest buyers"."""
    return query.operation in (Operation.HIGHEST, Operation.LOWEST) and asks_several(query)


def _is_column(draft: Draft) -> bool:
    """Whether a draft tells one figure for each of several rows."""
    return len(draft.figures) == len(draft.short) > 1


def _is_one_of_several(figures: Draft, query: Query) -> bool:
    """Whether one looked-up figure would answer a question about several periods."""
    return (
        query.operation is Operation.NONE
        and len(query.periods) > 1
        and figures.derivation is None
        and len(figures.short) < 2
    )


def _closed(query: Query, snapshot: Snapshot) -> Iterator[Draft]:
    """Yes or no: a claim that the figures decide, else what prose says; never a bare figure, which decides nothing."""
    claim = check_claim(query, snapshot, _numbered)
    prose = _least(answer_from_prose(query, snapshot), _PROSE)
    yield from (d for d in (claim, prose) if d)


def _numbered(query: Query, snapshot: Snapshot) -> Draft | None:
    """The surest number that an open question is answered with by the figures or a table."""
    if must_be_worked(query, snapshot):
        return derive(query, snapshot)
    figures = _least(_figures(query, snapshot), _SURE)
    table = _least(answer_from_tables(query, snapshot), _SURE)
    if table is not None and not (table.figures and _is_about(table, query, snapshot) and is_of_time(table, query)):
        table = None
    return next((d for d in _ordered(query, figures, table, None) if d), None)


def _agreed(query: Query, prose: Draft, snapshot: Snapshot) -> Draft | None:
    """A figure that fits a little less well, where the stretch that prose would answer with is that very figure."""
    if _wants_words(query) or query.operation is not Operation.NONE or not prose.figures:
        return None
    stated = look_up(query, snapshot, _FAIR)
    return stated if stated and stated.figures[0].id == prose.figures[0].id else None


def _least(draft: Draft | None, confidence: float) -> Draft | None:
    return draft if draft is not None and draft.confidence >= confidence else None


def _ordered(query: Query, figures: Draft | None, table: Draft | None, prose: Draft | None) -> tuple[Draft | None, ...]:
    """The drafts for a number, the surest first: a table, then the figures, then prose, but for what is clearer.

    The confidence of a table and of prose is calibrated, so that both may be compared; that of the figures is a score.
    """
    numbers = (figures, table) if _say_more(figures, table, query) else (table, figures)
    if prose is None or prose.confidence < _VERY or not prose.figures:
        return (*numbers, prose)
    if table is not None:
        return (prose, *numbers) if prose.confidence > table.confidence else (*numbers, prose)
    stated = figures is not None and figures.derivation is None
    other = figures is not None and not {f.id for f in figures.figures} & {f.id for f in prose.figures}
    return (prose, *numbers) if stated and other else (*numbers, prose)


def _may_want_words(query: Query, figures: Draft | None, prose: Draft | None) -> bool:
    """Whether a question of the form "What is X", or one that words without a figure answer very surely, is better answered in
    words: no figure answers it clearly."""
    if prose is None or (figures is not None and figures.confidence >= _CLEAR):
        return False
    return _is_open(query) or (asks_in_words(query) and prose.confidence >= _VERY and not prose.figures)


def _wants_words(query: Query) -> bool:
    """Whether an answer is made of words (a name, a list, a reason, a date) rather than of a number."""
    if query.operation in (Operation.HIGHEST, Operation.LOWEST):
        return False
    return query.asked in _IN_WORDS or query.asked in (Asked.YES_NO, Asked.DATE)


def _say_more(figures: Draft | None, table: Draft | None, query: Query) -> bool:
    """Whether the figures answer before a table: a comparison does, and a clear figure where the table would reckon unasked."""
    if figures is None or table is None:
        return False
    if is_comparison(query) and query.operation is Operation.NONE and len(figures.figures) > 1:
        return True
    reckons = table.derivation is not None
    return query.operation is Operation.NONE and reckons and figures.derivation is None and figures.confidence >= _CLEAR


def _is_about(table: Draft, query: Query, snapshot: Snapshot) -> bool:
    """Whether a table's answer is about the names asked for; one table alone in its scope needs no proof."""
    if query.unknown or (not query.entities and query.within is None and not table.figures):
        return False
    if not query.entities or query.within is not None:
        return True
    wider = replace(subquery(query, snapshot), unit="", frequency="", periods=(), forecast=True)
    fitting = {m.figure.id for m in ranked(wider, snapshot)}
    return any(f.id in fitting for f in table.figures)


def _is_amount(prose: Draft, query: Query, snapshot: Snapshot) -> bool:
    """Whether prose may answer with a number: it is sure, or it gives a figure that passes the gates of the question."""
    if query.unknown or query.operation in (Operation.HIGHEST, Operation.LOWEST):
        return False
    counts = query.unit not in ("", "price", "money") and bool(prose.figures)
    if counts and query.unit not in RATES | {"time"}:
        # A count of trams is no count of passengers, however near the sentence is.
        loose = {m.figure.id for m in ranked(replace(query, entities=(), periods=()), snapshot)}
        if not any(f.id in loose for f in prose.figures):
            return False
    if counts and all(is_money(f.unit) for f in prose.figures):
        return False
    if prose.confidence >= _LIKELY or (not prose.figures and asks_in_words(query)):
        return True
    fitting = {m.figure.id for m in ranked(query, snapshot)}
    return any(f.id in fitting for f in prose.figures)


def _figures(query: Query, snapshot: Snapshot) -> Draft | None:
    """What the figures answer: a comparison, an extreme, arithmetic, or one figure as stated."""
    if (
        query.asked in _IN_WORDS
        and not _is_open(query)
        and query.operation not in (Operation.SUM, Operation.AVERAGE, Operation.HIGHEST, Operation.LOWEST)
    ):
        return None
    if query.operation is Operation.SHARE and (rest := named_rest(query, snapshot)):
        # No other share of the same whole stands for the one that is told as its rest.
        return rest
    if query.operation in _RESULT:
        found = ranked(query, snapshot)
        if any(_states_result(m, query, snapshot) for m in found[:1] + _equals(found)):
            return look_up(query, snapshot)
    made = compare(query, snapshot) if query.operation is Operation.NONE else None
    made = made or extreme(query, snapshot) or _stated_plainly(query, snapshot)
    made = made or derive(query, snapshot) or compare(query, snapshot)
    if made is not None:
        return _stated_instead(made, query, snapshot) or made
    if query.operation not in (Operation.NONE, Operation.PRODUCT, *_RESULT):
        return None
    if is_comparison(query) and (query.asked is Asked.RANKING or len(query.entities) > 1 or len(query.periods) > 1):
        return None
    if query.asked is Asked.COMPARISON and sides_of_words(query):
        # One number decides between no two sides.
        return None
    stated = look_up(query, snapshot)
    if query.operation is Operation.NONE or stated is None:
        return stated
    return stated if _told_otherwise(stated.figures[0], query, snapshot) else None


def _stated_plainly(query: Query, snapshot: Snapshot) -> Draft | None:
    """The figure whose own measure is what a question asks for in so many words: a margin that is stated is not worked out."""
    if (
        query.operation is not Operation.NONE
        or is_comparison(query)
        or len(query.periods) > 1
        or len(query.entities) > 1
    ):
        return None
    found = ranked(query, snapshot)
    plainly = bool(found) and found[0].covered >= _VERY and found[0].meaning >= _VERY and found[0].score >= _CLEAR
    return look_up(query, snapshot) if plainly and found[0].figure.unit in RATES else None


def _equals(found: Sequence[Match]) -> list[Match]:
    """The next statements of the very number that fits best."""
    return [
        m for m in found[1:_SEEN] if m.figure.unit == found[0].figure.unit and m.figure.value == found[0].figure.value
    ]


def _is_open(query: Query) -> bool:
    """Whether "What is X" may ask for a number as well as for words: nothing in it tells which."""
    return not query.unit and bool(_WHAT_IS.match(query.text))


def _stated_instead(made: Draft, query: Query, snapshot: Snapshot) -> Draft | None:
    """The figure that states what was worked out, where the report itself gives it; numbers of the question are worked out."""
    worked = made.derivation
    if worked is None or query.operation not in _RESULT or given_in(query):
        return None
    asked = replace(query, unit=worked.unit)
    for match in ranked(asked, snapshot)[:_SEEN]:
        figure = match.figure
        # The share of something is no change of it, though both be 12 %.
        kind = query.operation is not Operation.CHANGE or stems(figure.metric) & _OF_A_CHANGE
        known = kind and figure.unit == worked.unit and figure.id not in worked.operands
        told = match.covered >= _TOLD or match.meaning >= _STATED
        if known and told and abs(figure.value - worked.value) <= _SAME * abs(worked.value) and match.score >= _SURE:
            stated = Draft(
                f"{named(figure)}: {written(figure)}.", (written(figure),), made.confidence, (figure, *made.figures)
            )
            return replace(stated, derivation=None)
    return None


def _told_otherwise(figure: Figure, query: Query, snapshot: Snapshot) -> bool:
    """Whether a figure is of the kind that an operation gives, though the question uses other words for it."""
    metric = stems(figure.metric)
    if query.operation is Operation.SHARE:
        # A column of percentages tells shares without a word for them.
        told = bool(metric & _OF_A_WHOLE) or (figure.table >= 0 and not metric & _OF_A_CHANGE)
        return figure.unit == "percent" and told and is_part(figure, query, snapshot)
    if query.operation is Operation.PROJECT_BACK:
        return figure.period is not None and bool(EARLIER.search(figure.period.text))
    if query.operation is Operation.CHANGE:
        asked = frozenset(stem(w) for w in measure_words(query.words))
        held = asked & stems(f"{figure.subject} {figure.metric}")
        return figure.unit == "percent" and bool(metric & _OF_A_CHANGE) and 2 * len(held) > len(asked)
    if query.operation is Operation.PRODUCT:
        # "What do 1,000 tokens cost" asks for the price itself, "what does one cost" for any.
        if is_currency(figure.unit):
            return all(g.value == 1 for g in given_in(query))
        return " / " in figure.unit and is_unit_price(query, figure)
    if query.operation is Operation.AVERAGE:
        # The whole of many is not what one of them has.
        each = bool(_OF_ONE.search(f"{figure.subject} {figure.metric} {figure.quote}")) or " / " in figure.unit
        return each and figure.unit == query.unit != ""
    return query.operation is Operation.RATIO and figure.unit == "ratio" and len(query.periods) < 2


def _states_result(match: Match, query: Query, snapshot: Snapshot) -> bool:
    """Whether a figure is the very result that a question wants: a stated share, ratio, change, total or average."""
    figure, wanted = match.figure, _RESULT[query.operation]
    if query.operation is Operation.PROJECT_BACK:
        # What the source itself dates "a year earlier"; the calendar year before may be the very year that is measured.
        stated = figure.period is not None and bool(EARLIER.search(figure.period.text))
        return stated and (figure.unit not in RATES or figure.unit == query.unit)
    if (
        match.score >= _STATED
        and len(query.periods) < 2
        and not given_in(query)
        and _told_otherwise(figure, query, snapshot)
    ):
        return True
    if match.covered < _STATED and match.meaning < _STATED:
        return False
    if query.operation is Operation.SHARE and not is_part(figure, query, snapshot):
        return False
    if query.operation is Operation.CHANGE and not stems(figure.metric) & _OF_A_CHANGE:
        return False
    if query.operation is Operation.SUM:
        return is_total(figure) and len(query.entities) < 2
    if query.operation is Operation.AVERAGE:
        return "averag" in stems(f"{figure.metric} {figure.subject}")
    return figure.unit == wanted and len(query.periods) < 2

"""Questions to begin with, made from the corpus's own figures, so that they change with it.

A candidate asks for a figure that the corpus states often and names well, compares two subjects, or follows one measure
over time. It is suggested only where the assistant answers it with the figures it was made from.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from reportqa.answering.wording import plural
from reportqa.assistant import Assistant
from reportqa.figures.names import find_names
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Status

__all__ = ["Suggestion", "about", "candidates", "suggestions"]

_SHOWN = 6
_TRIED = 18
_WORDS = 6
_PLAIN_UNITS = ("percent", "ratio", "date", "year", "")
_BEFORE = ("in", "by", "at", "on", "since", "from", "during", "until", "as", "between")
_WITH_ARTICLE = re.compile(
    r"US|USA|UK|EU|UAE|UN|United (?:States|Kingdom|Nations|Arab Emirates)(?: of America)?|Netherlands"
)
_WHOLE = re.compile(r"\b(?:total|global|world(?:wide)?|others?|all|rest)\b", re.I)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question and the ids of the figures that its answer must rest on."""

    question: str
    figures: tuple[str, ...]


def _lowered(words: str) -> str:
    """A measure inside a sentence: "Mobile internet users" → "mobile internet users"; names and acronyms stay."""
    first = words.split(" ", 1)[0]
    starts_with_name = any(start == 0 for _, start, _ in find_names(words, 0, len(words)))
    return words[:1].lower() + words[1:] if first.istitle() and not starts_with_name else words


def _called(subject: str) -> str:
    """A subject inside a sentence: "US" → "the US"."""
    return f"the {subject}" if _WITH_ARTICLE.fullmatch(subject) else subject


def _owned(subject: str, metric: str) -> str:
    if not subject or re.search(rf"\b{re.escape(subject)}\b", metric, re.I):
        return f"the {metric}"
    return f"{_called(subject)}{'’' if subject.endswith('s') else '’s'} {metric}"


def _date(figure: Figure) -> str:
    """The words of a figure's period without a preposition, "" where they name no date ("year-over-year")."""
    if figure.period is None or figure.period.start is None or not re.search(r"\d", figure.period.text):
        return ""
    words = " ".join(figure.period.text.split())
    first, _, rest = words.partition(" ")
    return rest if first.lower() in _BEFORE and rest else words


def _when(figure: Figure) -> str:
    """The period of a figure as a question takes it: " in May 2026", " by late 2025", or ""."""
    date = _date(figure)
    if not date or figure.period is None:
        return ""
    first = figure.period.text.split()[0].lower()
    return f" {first if first in _BEFORE else 'in'} {date}"


def about(figure: Figure) -> str:
    """The question whose answer is a figure: "How many mobile internet users does China have?"; "" where it has no name.

    A nearest figure of a refusal is offered so.
    """
    subject, metric = figure.subject.strip(), _lowered(figure.metric.strip())
    if not metric:
        return ""
    if figure.unit not in _PLAIN_UNITS and " " not in figure.unit and subject:
        noun = plural(figure.unit)
        if metric.lower().endswith(noun):
            return f"How many {metric} does {_called(subject)} have{_when(figure)}?"
    what = _owned(subject, metric)
    if figure.status is Status.FORECAST:
        return f"What will {what} be{_when(figure)}?"
    return f"What is {what}{_when(figure)}?"


def _well_named(figure: Figure) -> bool:
    words = (figure.subject.split(), figure.metric.split())
    return (
        figure.unit not in ("date", "year", "")
        and re.search(r"\d", figure.text) is not None
        and all(len(w) <= _WORDS for w in words)
        and bool(figure.metric)
        and (figure.subject[:1].isupper() or not figure.subject)
    )


def _comparison(figures: Sequence[Figure]) -> Iterator[Suggestion]:
    """Two subjects with one measure in one document and period, the two largest first."""
    groups: dict[tuple[str, str, str, str], dict[str, Figure]] = defaultdict(dict)
    for f in figures:
        if f.subject and not _WHOLE.search(f.subject):
            period = f.period.text if f.period else ""
            groups[f.document, f.metric.lower(), f.unit, period].setdefault(f.subject, f)
    for same in groups.values():
        if len(same) >= 2:
            a, b = sorted(same.values(), key=lambda f: -f.value)[:2]
            question = f"How do {_called(a.subject)} and {_called(b.subject)} compare in {_lowered(a.metric)}?"
            yield Suggestion(question, (a.id, b.id))


def _change(figures: Sequence[Figure]) -> Iterator[Suggestion]:
    """One measure of one subject at two dates in one document: the first and the last."""
    groups: dict[tuple[str, str, str, str], list[Figure]] = defaultdict(list)
    for f in figures:
        if f.period and _date(f) and f.status is not Status.FORECAST:
            groups[f.document, f.subject, f.metric.lower(), f.unit].append(f)
    for same in groups.values():
        first, last = (pick(same, key=lambda f: str(f.period and f.period.start)) for pick in (min, max))
        if first.value != last.value and first.period and last.period and first.period.start != last.period.start:
            what = _owned(first.subject, _lowered(first.metric))
            question = f"How did {what} change from {_date(first)} to {_date(last)}?"
            yield Suggestion(question, (first.id, last.id))


def _ranked(snapshot: Snapshot) -> list[Figure]:
    """The well-named figures, those that their corpus states most often first, else in the order of their places."""
    named = [f for f in snapshot.figures if _well_named(f)]
    stated = Counter((f.value, f.unit) for f in snapshot.figures)
    return sorted(named, key=lambda f: (-stated[f.value, f.unit], f.period is None, f.table >= 0))


def _distinct(many: Iterable[Suggestion], values: dict[str, tuple[float, str]]) -> Iterator[Suggestion]:
    """Suggestions of which no two rest on the same values."""
    seen: set[frozenset[tuple[float, str]]] = set()
    for suggestion in many:
        key = frozenset(values[f] for f in suggestion.figures)
        if key not in seen:
            seen.add(key)
            yield suggestion


def _spread(figures: Sequence[Figure]) -> list[Figure]:
    """Figures in turns of their reports and measures, so that no report and no measure comes first alone."""
    by_report: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for f in figures:
        by_report[f.report][f.unit].append(f)
    reports = [list(_turns(units.values())) for units in by_report.values()]
    return list(_turns(reports))


def _turns(many: Iterable[Sequence[Figure]]) -> Iterator[Figure]:
    return (f for f in chain.from_iterable(zip_longest(*many)) if f is not None)


def candidates(snapshot: Snapshot) -> tuple[Suggestion, ...]:
    """Questions in the order they are offered, two direct ones, then a comparison or a change over time; none is tried."""
    ranked = _ranked(snapshot)
    values = {f.id: (f.value, f.unit) for f in ranked}
    direct = (Suggestion(about(f), (f.id,)) for f in _spread(ranked))
    simple = list(_distinct(direct, values))
    pairs = chain.from_iterable(zip_longest(_comparison(ranked), _change(ranked)))
    joined = list(_distinct((p for p in pairs if p is not None), values))
    rows = zip_longest(simple[::2], simple[1::2], joined)
    return tuple([s for row in rows for s in row if s is not None][:_TRIED])


def suggestions(assistant: Assistant) -> tuple[Suggestion, ...]:
    """The candidates that the assistant answers with the figures they were made from, at most six."""
    values = {f.id: (f.value, f.unit) for f in assistant.snapshot.figures}
    kept: list[Suggestion] = []
    for suggestion in candidates(assistant.snapshot):
        answer = assistant.ask(suggestion.question)
        given = {(f.value, f.unit) for f in answer.figures}
        if answer.status == "answered" and {values[f] for f in suggestion.figures} <= given:
            kept.append(suggestion)
        if len(kept) == _SHOWN:
            break
    return tuple(kept)

"""Every figure as a table, and what a reader's filters leave of it. Pure: ten thousand figures take milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from reportqa.types import Figure
from reportqa.ui.plain import one_line, visible

__all__ = ["ORDERS", "UNDATED", "Choice", "choices", "chosen", "frame_of", "same_measure"]

UNDATED = "no date"
ORDERS = {
    "place": "Best match, else place",
    "value": "Value, largest first",
    "value up": "Value, smallest first",
    "newest": "Period, newest first",
    "subject": "Subject",
    "metric": "Measure",
}
_SORTED_BY = {
    "value": ("value", False), "value up": ("value", True), "newest": ("date", False), "subject": ("subject", True),
    "metric": ("metric", True),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader asked the browser of figures for. Several values of one filter widen it; several filters narrow.

    `text` is looked for in the figure, its sentence and its identity, each of its words anywhere.
    """

    text: str = ""
    reports: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    order: str = "place"


def frame_of(figures: Sequence[Figure]) -> pd.DataFrame:
    """One row a figure in the given order, whose index is the figure's place in `figures`.

    Texts are on one line with hidden characters written out; `haystack` is what text search looks through, in lower case.
    """
    frame = pd.DataFrame(
        {
            "id": [f.id for f in figures],
            "text": [_shown(f.text) for f in figures],
            # A date's value is its year only; its text says all of it.
            "value": [None if f.unit in ("date", "year") else f.value for f in figures],
            "unit": [f.unit for f in figures],
            "subject": [_shown(f.subject) for f in figures],
            "metric": [_shown(f.metric) for f in figures],
            "period": [_shown(f.period.text) if f.period else "" for f in figures],
            "date": [str(f.period.start) if f.period and f.period.start else "" for f in figures],
            "year": [str(f.period.start.year) if f.period and f.period.start else UNDATED for f in figures],
            "status": [str(f.status or "") for f in figures],
            "qualifier": [str(f.qualifier or "") for f in figures],
            "report": [f.report for f in figures],
            "title": [_shown(f.title) for f in figures],
            "locator": [_shown(f.locator) for f in figures],
            "quote": [_shown(f.quote) for f in figures],
        },
        columns=_COLUMNS,
    )
    searched = (frame[c] for c in ("text", "subject", "metric", "period", "unit", "title", "locator", "quote"))
    frame["value"] = frame["value"].astype("float64")
    frame["haystack"] = pd.Series([" ".join(row).lower() for row in zip(*searched, strict=True)], dtype="str")
    return frame


_COLUMNS = [
    "id", "text", "value", "unit", "subject", "metric", "period", "date", "year", "status", "qualifier", "report", "title",
    "locator", "quote",
]  # fmt: skip


@lru_cache(maxsize=50_000)
def _shown(text: str) -> str:
    # Titles, subjects and sentences come many times over.
    return one_line(visible(text))


def choices(frame: pd.DataFrame, column: str) -> list[str]:
    """The values of a column that a filter offers, the most frequent first; empty ones are none."""
    counts = frame[column].value_counts()
    return sorted((str(v) for v in counts.index if v), key=lambda v: (-int(counts[v]), v.lower()))


def chosen(frame: pd.DataFrame, choice: Choice, ranked: Sequence[int] | None = None) -> pd.DataFrame:
    """The rows that fit a choice in its order; where a search by meaning gave `ranked` rows, only those and in that order."""
    kept = frame if ranked is None else frame.loc[[r for r in ranked if r in frame.index]]
    filters = (
        ("report", choice.reports), ("subject", choice.subjects), ("metric", choice.metrics), ("unit", choice.units),
        ("year", choice.years), ("status", choice.statuses),
    )  # fmt: skip
    for column, values in filters:
        if values:
            kept = kept[kept[column].isin(values)]
    for word in choice.text.lower().split():
        kept = kept[kept["haystack"].str.contains(word, regex=False)]
    if choice.order in _SORTED_BY:
        column, ascending = _SORTED_BY[choice.order]
        key = None if column == "value" else lambda s: s.str.lower()
        kept = kept.sort_values(column, ascending=ascending, kind="stable", key=key)
    return kept


def same_measure(figures: Sequence[Figure], figure: Figure) -> tuple[Figure, ...]:
    """The figures that measure what a figure measures, in the same unit: its measure of the same subject, anywhere."""
    metric, subject = figure.metric.lower(), figure.subject.lower()
    return tuple(
        f
        for f in figures
        if f.unit == figure.unit
        and f.frequency == figure.frequency
        and f.subject.lower() == subject
        and f.metric.lower() == metric
    )

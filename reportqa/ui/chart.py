"""Charts of figures that compare: bars for subjects, a line over periods, a range where a source gives one.

Every mark is a figure; nothing is interpolated, extrapolated or added. Figures that do not measure the same are not drawn.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from reportqa.answering.wording import bare, unit_words
from reportqa.types import Figure, Status
from reportqa.ui.plain import one_line, visible

__all__ = ["Comparison", "comparable", "drawn", "over_time"]

_NOT_DRAWN = ("date", "year", "")
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_MOST = 40
_FORECAST: dict[Status | None, str] = {Status.FORECAST: " (forecast)"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures of one unit that can stand on one axis, and how: "subject" for bars, "period" for a line.

    `described` says in words what the chart shows, for those who cannot see it.
    """

    figures: tuple[Figure, ...]
    by: str
    described: str


def comparable(figures: Sequence[Figure]) -> Comparison | None:
    """The largest set of the figures that measure the same thing and differ in subject or period; None where no two do."""
    groups: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.unit not in _NOT_DRAWN:
            groups[figure.unit, figure.frequency].append(figure)
    best: Comparison | None = None
    for same in groups.values():
        for by in ("period", "subject"):
            kept = _distinct(same, by)
            if len(kept) >= 2 and (best is None or len(kept) > len(best.figures)):
                best = Comparison(tuple(kept), by, _described(kept, by))
    return best


def over_time(figures: Sequence[Figure]) -> Comparison | None:
    """Figures of one measure as they stand over time or across reports; None where there are no two."""
    kept = _distinct(figures, "period")
    by = "period" if len(kept) >= 2 else "source"
    kept = kept if by == "period" else _distinct(figures, "source")
    return Comparison(tuple(kept), by, _described(kept, by)) if len(kept) >= 2 else None


def _day(figure: Figure) -> dt.date | None:
    return figure.period.start if figure.period else None


def _label(figure: Figure, by: str) -> str:
    if by == "period":
        return one_line(visible(figure.period.text)) if figure.period else ""
    if by == "source":
        return one_line(visible(figure.title), 60)
    return one_line(visible(figure.subject), 60)


def _distinct(figures: Sequence[Figure], by: str) -> list[Figure]:
    """The first figure of each label, in order of time or as given; over periods, of one subject, each with a date."""
    kept: dict[str, Figure] = {}
    if by == "period":
        dated = [f for f in figures if _day(f) is not None]
        subject = dated[0].subject.lower() if dated else ""
        for figure in sorted((f for f in dated if f.subject.lower() == subject), key=lambda f: str(_day(f))):
            # Two wordings of one time ("May 2026", "the first week of May 2026") with one value are one point.
            known = (k for k in kept.values() if k.value == figure.value and str(_day(k))[:7] == str(_day(figure))[:7])
            if next(known, None) is None:
                kept.setdefault(_label(figure, by), figure)
    else:
        for figure in figures:
            if _label(figure, by):
                kept.setdefault(_label(figure, by), figure)
    return list(kept.values())[:_MOST]


def _described(figures: Sequence[Figure], by: str) -> str:
    rows = "; ".join(f"{_label(f, by)}: {one_line(visible(f.text))}" for f in figures)
    return f"Chart of {len(figures)} figures by {by}. {rows}."


def _scale(figures: Sequence[Figure]) -> tuple[float, str]:
    top = max(abs(f.high if f.high is not None else f.value) for f in figures)
    return next(((s, n) for s, n in _SCALES if top >= s), (1.0, ""))


def _frame(comparison: Comparison) -> tuple[pd.DataFrame, str]:
    """The rows of a chart, and the words of its value axis."""
    factor, scale = _scale(comparison.figures)
    unit = unit_words(comparison.figures[0].unit)
    rows = [
        {
            "label": _label(f, comparison.by),
            "value": f.value / factor,
            "low": (f.value if f.low is None else f.low) / factor,
            "high": (f.value if f.high is None else f.high) / factor,
            # Beside a mark stands the number alone; its words stand in the table and the tip.
            "number": one_line(visible(f.text if f.low is not None else bare(f)), 24) + _FORECAST.get(f.status, ""),
            "text": one_line(visible(f.text), 60),
            "status": str(f.status or "reported"),
            "source": one_line(visible(f"{f.title}, {f.locator}"), 90),
        }
        for f in comparison.figures
    ]
    return pd.DataFrame(rows), " ".join(w for w in (scale, unit) if w)


def drawn(comparison: Comparison) -> alt.LayerChart:
    """The chart of a comparison: each mark carries its verbatim text; a forecast is told by its words and its shape."""
    frame, axis = _frame(comparison)
    tips = [
        alt.Tooltip(c, title=t)
        for c, t in (("label", comparison.by.capitalize()), ("text", "Figure"), ("source", "Source"))
    ]
    order = list(frame["label"])
    colour = alt.value("#3178c6")
    if comparison.by == "period":
        base = alt.Chart(frame).encode(
            x=alt.X("label:N", sort=order, title=None, axis=alt.Axis(labelAngle=0, labelLimit=160)), tooltip=tips
        )
        y = alt.Y("value:Q", title=axis, scale=alt.Scale(zero=True))
        line = base.mark_line(strokeWidth=2).encode(y=y, color=colour)
        point = base.mark_point(size=90, filled=True).encode(y=y, color=colour, shape=_shape())
        ends = base.mark_rule(strokeWidth=6, opacity=0.45).encode(y="low:Q", y2="high:Q", color=colour)
        words = base.mark_text(dy=-14, fontSize=12).encode(y=y, text="number:N")
        return alt.layer(line, ends, point, words).properties(height=260)
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)), tooltip=tips
    )
    widest = float(frame["high"].max())
    x = alt.X(
        "value:Q", title=axis, scale=alt.Scale(domain=[min(0.0, float(frame["low"].min())), widest * 1.45 or 1.0])
    )
    bar = base.mark_bar(height={"band": 0.6}).encode(x=x, color=colour, opacity=_opacity())
    ends = base.mark_rule(strokeWidth=3).encode(x="low:Q", x2="high:Q")
    words = base.mark_text(align="left", dx=6, fontSize=12).encode(x=alt.X("high:Q"), text="number:N")
    return alt.layer(bar, ends, words).properties(height=alt.Step(46))


def _shape() -> alt.Shape:
    states = [str(s) for s in Status]
    return alt.Shape("status:N", legend=None, scale=alt.Scale(domain=states, range=["circle", "square", "triangle-up"]))


def _opacity() -> alt.Opacity:
    states = [str(s) for s in Status]
    return alt.Opacity("status:N", legend=None, scale=alt.Scale(domain=states, range=[1.0, 1.0, 0.55]))

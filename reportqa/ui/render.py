"""An answer on the page, top to bottom: bare answer, sentence, working, figures, chart, sources. No decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st
from babel import Locale

from reportqa.types import Answer, Document, Figure
from reportqa.ui import chart, parts
from reportqa.ui.chat import Turn
from reportqa.ui.excerpts import excerpts
from reportqa.ui.places import to_document, to_figure
from reportqa.ui.plain import markdown, one_line, visible

__all__ = ["answered", "cards", "comparison", "figure_card", "understood"]

_CARDS = 6


def understood(answer: Answer) -> None:
    """What was understood of a follow-up, where it was not asked in full."""
    if answer.standalone and answer.standalone.strip() != answer.question.strip():
        st.caption(f":material/subdirectory_arrow_right: Understood as: {markdown(answer.standalone)}")


def figure_card(figure: Figure, number: int, turn: int, locale: Locale) -> None:
    """One figure as a card with its links."""
    with st.container(border=True, width=310, key=f"card-{turn}-{number}-{figure.id}"):
        st.html(parts.card(figure, number, turn, locale))
        with st.container(horizontal=True, gap="small"):
            to_document(figure.document, "In its document", figure.id)
            to_figure(figure, "More")


def cards(figures: Sequence[Figure], turn: int, locale: Locale, first: int = 1) -> None:
    """Figures as cards, side by side; those beyond the first six behind a fold."""
    with st.container(horizontal=True):
        for n, figure in enumerate(figures[:_CARDS], first):
            figure_card(figure, n, turn, locale)
    if len(figures) > _CARDS:
        with st.expander(f"{len(figures) - _CARDS} more figures"), st.container(horizontal=True):
            for n, figure in enumerate(figures[_CARDS:], first + _CARDS):
                figure_card(figure, n, turn, locale)


def comparison(found: chart.Comparison, key: str) -> None:
    """A comparison as a chart and as a small table."""
    left, right = st.columns([3, 2])
    with left:
        st.altair_chart(chart.drawn(found), key=f"chart-{key}", alt=found.described)
    rows = [
        {
            "Subject": one_line(visible(f.subject)),
            "Period": one_line(visible(parts.when(f))),
            "Figure": one_line(visible(f.text)),
            "Status": str(f.status or ""),
        }
        for f in found.figures
    ]
    # A table of Markdown cells: every text is escaped like a label.
    with right:
        st.table([{k: markdown(v) for k, v in row.items()} for row in rows], border="horizontal", hide_index=True)


def answered(turn: Turn, documents: Mapping[str, Document], locale: Locale, newest: bool) -> None:
    """Everything that an answer holds."""
    answer = turn.answer
    if not parts.repeats(answer):
        st.html(parts.lead(answer, newest))
    if answer.status == "answered":
        st.html(parts.sentence(answer, turn.number, newest))
    if answer.derivation:
        st.html(parts.formula(answer, turn.number))
    found = chart.comparable(answer.figures)
    if found and len(answer.figures) >= 2:
        comparison(found, f"t{turn.number}")
    if answer.figures:
        cards(answer.figures, turn.number, locale)
    for i, shown in enumerate(excerpts(answer, turn.number, documents)):
        with st.container(key=f"passage-{turn.number}-{i}"):
            st.html(parts.excerpt(shown, documents[shown.document] if shown.intact else None))
            to_document(shown.document, "Read it in its document", start=shown.start)

"""The parts of the Figures page."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from reportqa.assistant import Assistant
from reportqa.types import Document, Figure
from reportqa.ui import chart, export, parts, render, session
from reportqa.ui.amounts import reading
from reportqa.ui.browse import ORDERS, Choice, choices, same_measure
from reportqa.ui.chat import citing
from reportqa.ui.marks import Mark, marked, table_html
from reportqa.ui.places import ASK, to_document
from reportqa.ui.plain import html, markdown, one_line, visible

__all__ = ["detail", "filters", "ranked", "search_box", "table"]

_FOUND = 200
"""Figures that a search by meaning ranks."""
_MEANING, _TEXT = "By meaning", "By text"


def search_box() -> tuple[str, bool]:
    """What is looked for, and whether by meaning rather than by its characters."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        text = st.text_input(
            "Search every figure", type="search", key="search", bind="query-params", max_chars=200,
            placeholder="weekly tokens in China, 7.941, price…",
        )  # fmt: skip
    with right:
        mode = st.segmented_control(
            "How to search", [_MEANING, _TEXT], default=_MEANING, required=True, key="mode", bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
    return (text or "").strip(), mode != _TEXT


def filters(frame: pd.DataFrame, text: str) -> Choice:
    """The filters and the order, kept in the address."""
    picked: dict[str, tuple[str, ...]] = {}
    named = (
        ("report", "Report"), ("subject", "Subject"), ("metric", "Measure"), ("unit", "Unit"), ("year", "Period"),
        ("status", "Status"),
    )  # fmt: skip
    with st.container(horizontal=True, key="filters"):
        for column, label in named:
            values = st.multiselect(
                label, choices(frame, column), key=column, bind="query-params", placeholder="any", width=150,
                format_func=_labelled,
            )  # fmt: skip
            picked[column] = tuple(values)
    left, right = st.columns([1, 3], vertical_alignment="bottom")
    with left:
        order = st.selectbox("Order", list(ORDERS), format_func=ORDERS.__getitem__, key="order", bind="query-params")
    with right:
        if any(picked.values()):
            st.button("Clear filters", key="clear", icon=":material/filter_alt_off:", on_click=_clear)
    return Choice(
        text, picked["report"], picked["subject"], picked["metric"], picked["unit"], picked["year"], picked["status"],
        order or "place",
    )  # fmt: skip


def _labelled(value: str) -> str:
    # Options are plain text, not Markdown.
    return one_line(visible(value), 60)


def _clear() -> None:
    for key in ("report", "subject", "metric", "unit", "year", "status"):
        st.session_state[key] = []


def ranked(assistant: Assistant, text: str) -> list[int]:
    """The rows of the figures nearest in meaning, best first; waits for the model where it is still loading."""
    with st.spinner("Loading the language encoder, once…" if not session.ready() else "Searching…"):
        session.opening().assistant()
        return [hit.row for hit in assistant.snapshot.search_figures(text, top=_FOUND)]


_SHOWN = {
    "text": st.column_config.TextColumn("Figure", width="medium"),
    "value": st.column_config.NumberColumn("Value", format="localized", width=170),
    "unit": st.column_config.TextColumn("Unit"),
    "subject": st.column_config.TextColumn("Subject"),
    "metric": st.column_config.TextColumn("Measure", width="medium"),
    "period": st.column_config.TextColumn("Period"),
    "status": st.column_config.TextColumn("Status", width="small"),
    "report": st.column_config.TextColumn("Report"),
    "locator": st.column_config.TextColumn("Place", width="medium"),
}


def table(found: pd.DataFrame, total: int, assistant: Assistant) -> Figure | None:
    """The table of what was found with its downloads; the figure that is picked in it or named in the address."""
    figures = assistant.snapshot.figures
    with st.container(horizontal=True, vertical_alignment="center", key="found"):
        st.markdown(f"**{len(found):,}** of {total:,} figures")
        rows = list(found.index)
        st.download_button(
            "CSV", lambda: export.figures_table(figures[i] for i in rows), "figures.csv", "text/csv", key="csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "Excel", lambda: export.figures_sheet(figures[i] for i in rows), "figures.xlsx", key="xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", icon=":material/download:",
            on_click="ignore",
        )  # fmt: skip
    if found.empty:
        st.info("No figure fits. Take a filter away, or search by meaning.", icon=":material/search_off:")
        return _named(assistant)
    st.caption("Pick a row to see where it stands and what is known of it.")
    event = st.dataframe(
        # Only what is shown goes to the browser: sentences and the text that is searched would be megabytes.
        found[list(_SHOWN)], column_config=_SHOWN, hide_index=True, height=min(430, 35 * (len(found) + 1) + 3),
        on_select="rerun", selection_mode="single-row", key="figures-table", alt=f"{len(found)} figures",
    )  # fmt: skip
    selected = event["selection"]["rows"]
    if selected:
        figure = figures[int(found.index[selected[0]])]
        st.query_params["figure"] = figure.id
        return figure
    return _named(assistant)


def _named(assistant: Assistant) -> Figure | None:
    """The figure that the address names, if the index still holds it."""
    wanted = st.query_params.get("figure")
    return next((f for f in assistant.snapshot.figures if f.id == wanted), None) if wanted else None


def detail(figure: Figure, assistant: Assistant) -> None:
    """One figure: its identity, its sentence or table with the number marked, its measure elsewhere, answers that cite it."""
    document = assistant.snapshot.documents[figure.document]
    with st.container(border=True, key="detail"):
        read = reading(figure, session.locale())
        exact = f'<p class="rq-exact">{html(read)}</p>' if read else ""
        known = "".join(f"<dt>{html(name)}</dt><dd>{html(text)}</dd>" for name, text in parts.facts(figure))
        st.html(f'<h2 class="rq-value">{html(one_line(figure.text))}</h2>{exact}<dl class="rq-facts">{known}</dl>')
        st.html(_in_place(figure, document))
        to_document(figure.document, "Open in its document", figure.id)
        found = chart.over_time(same_measure(assistant.snapshot.figures, figure))
        if found:
            st.markdown(f"**The same measure {'over time' if found.by == 'period' else 'across reports'}**")
            render.comparison(found, "detail")
        turns = citing(session.chat(), figure.id)
        if turns:
            st.markdown("**Answers of this session that rest on it**")
            for turn in turns:
                st.page_link(ASK, label=markdown(turn.question), icon=":material/forum:")


def _in_place(figure: Figure, document: Document) -> str:
    """The sentence or the table that holds a figure, with its characters marked."""
    mark = Mark(figure.start, figure.end, here=True)
    if 0 <= figure.table < len(document.tables):
        table = document.tables[figure.table]
        near = range(max(0, figure.row - 15), min(len(table.cells), figure.row + 16))
        return table_html(document, table, [mark], near)
    start = document.text.rfind(figure.quote, 0, figure.end + len(figure.quote)) if figure.quote else -1
    if not 0 <= start <= figure.start < start + len(figure.quote):
        start = document.text.rfind("\n", 0, figure.start) + 1
    end = max(figure.end, start + len(figure.quote))
    return f'<section class="rq-passage"><blockquote><p>{marked(document.text, start, end, [mark])}</p></blockquote></section>'

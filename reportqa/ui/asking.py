"""The parts of the Ask page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from reportqa.assistant import Assistant
from reportqa.errors import ReportQAError
from reportqa.ui import export, feedback, places, render, session
from reportqa.ui.chat import Turn
from reportqa.ui.plain import html, markdown
from reportqa.ui.suggestions import about

__all__ = ["chat_tools", "first_use", "holdings", "question_row", "shown", "take"]

_MOST = 1000
"""Characters of a question."""


def holdings(assistant: Assistant) -> None:
    """What the corpus holds, in one line."""
    reports, figures = len(assistant.reports), len(assistant.snapshot.figures)
    held = (
        f"{reports} report{'s' if reports != 1 else ''}, {len(assistant.snapshot.documents)} files, {figures:,} figures"
    )
    st.html(f'<p class="rq-intro">The corpus holds {html(held)}.</p>')


def question_row(assistant: Assistant) -> str | None:
    """The box that questions are typed into, and what they are narrowed to: a report, a document, or None for all."""
    options = [*assistant.reports, *(d for d in assistant.snapshot.documents if d not in assistant.reports)]
    if len(options) == 1:
        _typed(st.container())
        return None
    left, right = st.columns([3, 1], vertical_alignment="center")
    _typed(left)
    with right:
        return st.selectbox(
            "Narrow to a report or file",
            options,
            index=None,
            placeholder="All reports",
            key="within",
            bind="query-params",
            label_visibility="collapsed",
            icon=":material/filter_alt:",
        )


def _typed(where: DeltaGenerator) -> None:
    with where:
        typed = st.chat_input("Ask for a number, a comparison, a reason…", key="question", max_chars=_MOST)
    if typed:
        ask(typed)


def ask(question: str) -> None:
    """Have the next run answer a question: what a suggestion's click does."""
    session.keep("waiting", (*_waiting(), question))


def _waiting() -> tuple[str, ...]:
    none: tuple[str, ...] = ()
    return session.kept("waiting", none)


def take(within: str | None) -> None:
    """Answer the questions that wait: typed, clicked, or in the address; the address then holds the last."""
    linked = st.query_params.get("q", "")[:_MOST].strip()
    if linked and session.once(linked):
        ask(linked)
    while waiting := _waiting():
        question = waiting[0].strip()
        if question:
            session.once(question)
            if not _answer(question, within):
                return
            st.query_params["q"] = question
        # Only now: a run that is cut short by a click leaves its question waiting.
        session.keep("waiting", waiting[1:])


def _answer(question: str, within: str | None) -> bool:
    """Ask and keep the turn; says what is wrong, and gives up on what waits, where the index cannot be asked."""
    try:
        with st.spinner("Looking it up…" if session.ready() else "Loading the language encoder, once…"):
            asked = session.opening().assistant()
            session.add_turn(question, lambda earlier: asked.ask(question, earlier, within), asked.snapshot.id, within)
    except ReportQAError as error:
        session.keep("waiting", ())
        st.error(markdown(str(error)), icon=":material/error:")
        return False
    return True


def first_use() -> None:
    """Questions to begin with, from the corpus's own figures; looked at again every second while the model loads."""
    st.html('<h2 class="rq-heading">Begin with a question</h2>')
    settled = session.opening().settled
    st.fragment(_suggested, run_every=None if settled else 1.0)(settled)


def _suggested(settled: bool) -> None:
    """The suggested questions; until they are `settled`, those that the figures alone give."""
    opening = session.opening()
    if opening.settled and not settled:
        st.rerun()
    left, right = st.columns(2)
    for i, suggestion in enumerate(opening.suggestions[:6]):
        with left if i % 2 == 0 else right:
            label = markdown(suggestion.question)
            if st.button(label, key=f"suggestion-{i}", width="stretch", icon=":material/arrow_forward:"):
                ask(suggestion.question)
                st.rerun()
    if not session.ready():
        st.caption(":material/hourglass_top: The language encoder is loading; you can ask already.")


def chat_tools(turns: Sequence[Turn]) -> None:
    """Download the chat, or begin a new one."""
    with st.container(horizontal=True, horizontal_alignment="right", key="chat-tools"):
        with st.popover("Chat", icon=":material/download:", key="chat-menu"):
            st.download_button(
                "Answers as Markdown", lambda: export.chat_markdown(turns), "answers.md", "text/markdown",
                key="chat-markdown", on_click="ignore", width="stretch",
            )  # fmt: skip
            st.download_button(
                "Figures as CSV", lambda: export.figures_table(export.chat_figures(turns)), "figures.csv", "text/csv",
                key="chat-csv", on_click="ignore", width="stretch",
            )  # fmt: skip
        st.button("New chat", key="new-chat", icon=":material/add_comment:", on_click=_new_chat)


def _new_chat() -> None:
    session.clear_chat()
    st.query_params.pop("q", None)


def shown(turn: Turn, assistant: Assistant, newest: bool) -> None:
    """One turn: the question, the answer, and what can be done with it."""
    with st.container(key=f"turn-{turn.number}", border=True):
        st.html(f'<h2 class="rq-question">{html(turn.question)}</h2>')
        render.understood(turn.answer)
        render.answered(turn, assistant.snapshot.documents, session.locale(), newest)
        if turn.answer.status != "answered":
            _nearest(turn)
        _actions(turn)


def _nearest(turn: Turn) -> None:
    """The nearest figures of a refusal, each as a question to click."""
    offered = {about(f): f for f in turn.answer.nearest if about(f)}
    if not offered:
        return
    st.markdown("The nearest figures it holds:")
    for i, (question, figure) in enumerate(offered.items()):
        label = f"{markdown(question)} — {markdown(figure.text)}"
        st.button(
            label, key=f"nearest-{turn.number}-{i}", icon=":material/arrow_forward:", on_click=ask, args=(question,)
        )


@st.fragment
def _actions(turn: Turn) -> None:
    """Copy, share, and say whether the answer helped."""
    n = turn.number
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions-{n}"):
        verdict = st.feedback("thumbs", key=f"thumbs-{n}", persist_state="session")
        with st.popover("Copy", icon=":material/content_copy:", key=f"copy-{n}"):
            st.caption("The answer with its citations, as Markdown. The button at its corner copies it.")
            st.code(export.answer_markdown(turn.answer), language="markdown", wrap_lines=True)
        with st.popover("Share", icon=":material/link:", key=f"share-{n}"):
            st.caption("This link asks the same question again.")
            st.code(places.address(st.context.url or "/", turn.question, turn.within), language=None, wrap_lines=True)
        st.caption(f"Answered in {max(1, round(turn.answer.seconds * 1000)):,} ms")
    if verdict is not None:
        _note(turn, "up" if verdict == 1 else "down")


def _note(turn: Turn, verdict: str) -> None:
    """Keep a verdict when it is given, and a note when there is one."""
    kept: dict[int, str] = session.kept("verdicts", {})
    if kept.get(turn.number) != verdict:
        _record(turn, verdict)
        session.keep("verdicts", {**kept, turn.number: verdict})
    with st.form(f"note-{turn.number}", clear_on_submit=True, border=False):
        label = "What was good about it? (optional)" if verdict == "up" else "What is wrong with it? (optional)"
        note = st.text_input(label, key=f"note-text-{turn.number}", max_chars=feedback.MOST)
        if st.form_submit_button("Keep the note") and note.strip():
            _record(turn, verdict, note)
            st.toast("Kept. Thank you.")


def _record(turn: Turn, verdict: str, note: str = "") -> None:
    try:
        feedback.record(session.settings().feedback, turn, verdict, note)
    except ReportQAError as error:
        st.warning(markdown(str(error)))

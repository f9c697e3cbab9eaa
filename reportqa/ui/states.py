"""What a page shows where there is nothing to show yet: no corpus, no index, a build under way, a broken index.

`usable` is the first line of every page that needs the index: it returns the open index, or draws the state and stops.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from reportqa.assistant import Assistant
from reportqa.errors import ReportQAError, SnapshotError
from reportqa.indexing.snapshot import roll_back
from reportqa.reading import readable
from reportqa.ui import places, session
from reportqa.ui.access import may_edit
from reportqa.ui.jobs import Job
from reportqa.ui.plain import html, markdown

__all__ = ["build_button", "has_documents", "progress", "usable", "watch"]


def has_documents(corpus: Path) -> bool:
    """Whether a corpus folder holds a file that is read."""
    return corpus.is_dir() and any(readable(p) for p in corpus.rglob("*"))


def usable() -> Assistant:
    """The live index with its figures and documents, ready to be read; asking may still wait for the model.

    Draws a helpful page and stops the run where there is none.
    """
    if session.live_build() is None:
        _nothing()
        st.stop()
    try:
        with st.spinner("Opening the index…"):
            return session.opening().figures()
    except ReportQAError as error:
        _broken(error)
        st.stop()


def _nothing() -> None:
    job = session.job()
    if job is not None and job.running:
        st.header("The reports are being read", anchor=False)
        st.write("The first index is being built. This page opens by itself when it is complete.")
        watch(job)
        return
    if not has_documents(session.settings().corpus):
        st.header("The corpus is empty", anchor=False)
        st.write(
            "reportqa answers questions about reports with the numbers that prove the answer. It holds no report yet."
        )
        st.write(
            "Add one on the Corpus page, or put files (text, Markdown, CSV, HTML, PDF, Word, Excel) into this folder:"
        )
        st.code(str(session.settings().corpus), language=None)
        st.page_link(places.CORPUS, label="Add a report", icon=":material/upload_file:")
        return
    st.header("No index yet", anchor=False)
    st.write("The corpus holds reports that have not been read. Build the index once; later only what changes is read.")
    if job is not None and job.error is not None:
        st.error(markdown(str(job.error)), icon=":material/error:")
    build_button("Build the index")


def _broken(error: ReportQAError) -> None:
    st.header("The index cannot be opened", anchor=False)
    st.error(markdown(str(error)), icon=":material/error:")
    st.write("Nothing of the corpus is lost: the index is made from it and can be made again.")
    job = session.job()
    if job is not None and job.running:
        watch(job)
        return
    with st.container(horizontal=True):
        build_button("Rebuild the index")
        if may_edit() and st.button("Serve the previous index", key="roll-back", icon=":material/history:"):
            try:
                roll_back(session.settings().index)
            except (SnapshotError, OSError, ValueError) as failed:
                st.warning(markdown(str(failed)))
                return
            session.forget_opening()
            st.rerun()
        if st.button("Try again", key="try-again", icon=":material/refresh:"):
            session.forget_opening()
            st.rerun()


def build_button(label: str) -> None:
    """A button that starts a build and shows the page of a build under way; the command, for readers without rights."""
    if not may_edit():
        st.write("Ask the keeper of the corpus to run:")
        st.code("python -m reportqa build", language="bash")
        return
    if st.button(label, key="build", type="primary", icon=":material/build:"):
        session.start_build()
        session.forget_opening()
        st.rerun()


@st.fragment(run_every=0.7)
def watch(job: Job) -> None:
    """A build under way: stage, file, bar, time left, and a way to stop it. Runs the page again when it ends."""
    if not job.running:
        session.forget_opening()
        st.rerun()
    progress(job)
    if may_edit() and st.button("Stop", key="stop-build", icon=":material/stop_circle:"):
        job.cancel()
        st.toast("The build stops at its next step; the index that serves now stays.")


def progress(job: Job) -> None:
    """How far a build is."""
    at = job.progress
    if at is None:
        st.progress(0.0, text="Looking for what changed…")
        return
    left = f", about {at.seconds_left:.0f} s left" if at.seconds_left is not None and at.seconds_left >= 1 else ""
    words = f"{at.stage} {min(at.done + 1, at.total)} of {at.total}{left}"
    st.progress(min(1.0, at.done / at.total) if at.total else 0.0, text=words)
    st.html(f'<p class="rq-note">{html(at.file) or "&nbsp;"}</p>')

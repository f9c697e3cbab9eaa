"""The parts of the Corpus page."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from reportqa.errors import ReportQAError
from reportqa.indexing.build import BuildReport
from reportqa.indexing.snapshot import Snapshot, builds, roll_back
from reportqa.reading.read import MAX_BYTES, SUFFIXES
from reportqa.ui import session, states, uploads
from reportqa.ui.access import login_is_set
from reportqa.ui.places import to_document
from reportqa.ui.plain import html, markdown, one_line, visible
from reportqa.ui.shelf import Item, State, shelf

__all__ = ["adding", "building", "chosen", "going_back", "items", "listing", "opened", "reader_only", "summary"]

_NEW = "A new report…"
_PENDING = (State.WAITING, State.CHANGED, State.GONE)


def opened() -> Snapshot | None:
    """The live snapshot; None, with one line that says why, where there is none: the list then shows the folder alone."""
    if session.live_build() is None:
        return None
    try:
        return session.opening().figures().snapshot
    except ReportQAError as error:
        st.error(markdown(str(error)), icon=":material/error:")
        return None


def items(snapshot: Snapshot | None) -> tuple[Item, ...]:
    """Every file of the corpus."""
    return shelf(session.settings().corpus, snapshot)


def summary(found: Sequence[Item], snapshot: Snapshot | None) -> None:
    """What the corpus holds, and when it was read last."""
    reports = len({i.report for i in found})
    told = [f"{reports} report{'s' if reports != 1 else ''}", f"{len(found)} file{'s' if len(found) != 1 else ''}"]
    if snapshot is not None:
        told += [f"{len(snapshot.passages):,} passages", f"{len(snapshot.figures):,} figures"]
        told.append(f"index of {_time(str(snapshot.manifest.get('built', '')))}")
    st.html(f'<p class="rq-intro">{html(" · ".join(told))}</p>')
    if not found:
        st.info("The corpus is empty. Add a report below, or put files into its folder.", icon=":material/folder_off:")


def _time(stamp: str) -> str:
    """An instant of the manifest ("2026-11-24T15:25:49Z") for a person."""
    return stamp.replace("T", " ").replace("Z", " UTC")


def reader_only() -> None:
    """For a reader without rights: what is missing, and the log-in where there is one."""
    st.caption("You can read this list. Changing the corpus is for its editors.")
    if login_is_set() and not st.user.get("is_logged_in"):
        st.button("Log in", key="login", icon=":material/login:", on_click=st.login)


def building(found: Sequence[Item]) -> None:
    """The build under way with its progress, or what waits to be read and the button that starts one; then the last report."""
    job = session.job()
    if job is not None and job.running:
        states.watch(job)
        return
    pending = sum(i.state in _PENDING for i in found)
    if pending:
        words = "1 file differs" if pending == 1 else f"{pending} files differ"
        st.info(f"{words} from what the index holds. Rebuild to have it asked about.", icon=":material/sync_problem:")
    if found:
        states.build_button("Rebuild the index")
    if job is None:
        return
    if job.error is not None:
        st.error(markdown(str(job.error)), icon=":material/error:")
    elif job.cancelled:
        st.warning("The build was stopped. The last complete index still serves.", icon=":material/stop_circle:")
    elif job.report is not None:
        _report(job.report)


def _report(report: BuildReport) -> None:
    """What a build did."""
    if not report.changed:
        st.success(f"Nothing had changed. ({report.seconds:.1f} s)", icon=":material/check_circle:")
        return
    counts = (
        ("added", len(report.added)), ("changed", len(report.modified)), ("renamed", len(report.renamed)),
        ("removed", len(report.removed)),
    )  # fmt: skip
    files = ", ".join(f"{n} {word}" for word, n in counts if n) or "none changed"
    st.success(
        f"Built in {report.seconds:.1f} s. Files: {files}. Figures: {report.figures_came:,} came, {report.figures_went:,} went.",
        icon=":material/check_circle:",
    )
    if report.figures_changed:
        with st.expander(f"{len(report.figures_changed)} figures changed their value", expanded=True):
            st.dataframe(
                pd.DataFrame(
                    [
                        {
                            "Figure": one_line(visible(", ".join(w for w in (after.subject, after.metric) if w))),
                            "Before": one_line(visible(before.text)),
                            "Now": one_line(visible(after.text)),
                            "Document": visible(after.document),
                        }
                        for before, after in report.figures_changed
                    ]
                ),
                hide_index=True, key="changed-figures",
            )  # fmt: skip
    if report.warnings:
        with st.expander(f"{len(report.warnings)} warnings", icon=":material/warning:"):
            for warning in report.warnings:
                st.markdown(f"**{markdown(warning.document)}** {markdown(warning.message)}")


_COLUMNS = {
    "document": st.column_config.TextColumn("File", width="large"),
    "state": st.column_config.TextColumn("State"),
    "figures": st.column_config.NumberColumn("Figures", format="localized"),
    "passages": st.column_config.NumberColumn("Passages", format="localized"),
    "read": st.column_config.TextColumn("Read"),
    "size": st.column_config.NumberColumn("Size", format="bytes"),
    "title": st.column_config.TextColumn("Title", width="medium"),
    "warnings": st.column_config.TextColumn("Warnings", width="large"),
}


def listing(found: Sequence[Item]) -> Item | None:
    """The files as a table; the one that is picked."""
    if not found:
        return None
    frame = pd.DataFrame(
        [
            {
                "document": visible(i.document),
                "state": str(i.state),
                "figures": i.figures,
                "passages": i.passages,
                "read": _time(i.read),
                "size": i.size,
                "title": one_line(visible(i.title)),
                "warnings": one_line(visible("; ".join(i.warnings))),
            }
            for i in found
        ]
    )
    event = st.dataframe(
        frame, column_config=_COLUMNS, hide_index=True, on_select="rerun", selection_mode="single-row", key="files",
        height=min(460, 35 * (len(found) + 1) + 3), alt=f"{len(found)} files of the corpus",
    )  # fmt: skip
    rows = event["selection"]["rows"]
    return found[rows[0]] if rows and rows[0] < len(found) else None


def chosen(item: Item, editor: bool) -> None:
    """What can be done with the file that is picked."""
    with st.container(border=True, key="file"):
        st.markdown(f"**{markdown(item.document)}** · {item.state}")
        for warning in item.warnings:
            st.warning(markdown(warning), icon=":material/warning:")
        with st.container(horizontal=True):
            if item.state is not State.WAITING and item.state is not State.FAILED:
                to_document(item.document, "Read it")
            may_remove = editor and item.state is not State.GONE
            if may_remove and st.button("Remove from the corpus", key="remove", icon=":material/delete:"):
                _confirm(item.document)


@st.dialog("Remove this file?")
def _confirm(document: str) -> None:
    st.markdown(
        f"**{markdown(document)}** is deleted from the corpus folder. The index keeps it until the next rebuild."
    )
    with st.container(horizontal=True):
        if st.button("Remove it", key="remove-confirmed", type="primary"):
            try:
                uploads.remove(session.settings().corpus, document)
            except ReportQAError as error:
                st.error(markdown(str(error)))
                return
            st.rerun()
        if st.button("Keep it", key="remove-cancelled"):
            st.rerun()


def adding(found: Sequence[Item]) -> None:
    """Upload files into a report's folder."""
    st.html('<h2 class="rq-heading">Add files</h2>')
    with st.form("add", clear_on_submit=True):
        folders = sorted({i.document.rpartition("/")[0] for i in found} - {""})
        folder = st.selectbox("Report", [_NEW, *folders], format_func=visible, key="add-folder")
        named = st.text_input("Name of the new report", key="add-name", max_chars=100, placeholder="annual-review-2026")
        files = st.file_uploader(
            f"Files ({', '.join(sorted(s[1:] for s in SUFFIXES))}; at most {MAX_BYTES // 2**20} MiB each)",
            type=[s[1:] for s in sorted(SUFFIXES)], accept_multiple_files=True, key="add-files",
            max_upload_size=MAX_BYTES // 2**20,
        )  # fmt: skip
        replace = st.checkbox("Replace files of the same name", key="add-replace")
        if st.form_submit_button("Add to the corpus", icon=":material/upload_file:"):
            _add(named if folder == _NEW else str(folder), [(f.name, f.getvalue()) for f in files or ()], replace)
    told: tuple[tuple[str, bool], ...] = session.kept("added", ())
    for line, good in told:
        (st.success if good else st.error)(markdown(line), icon=":material/check:" if good else ":material/error:")
    session.keep("added", ())


def _add(folder: str, files: Sequence[tuple[str, bytes]], replace: bool) -> None:
    """Take in what can be taken in, and say of each file what became of it."""
    told: list[tuple[str, bool]] = []
    if not files:
        told.append(("Choose at least one file.", False))
    for name, data in files:
        try:
            told.append((f"{uploads.add(session.settings().corpus, folder, name, data, replace)}: added", True))
        except ReportQAError as error:
            told.append((str(error), False))
    session.keep("added", tuple(told))
    # The list above was drawn before the files came.
    st.rerun()


def going_back() -> None:
    """Serve the previous index again, after a confirmation."""
    job = session.job()
    if len(builds(session.settings().index)) < 2 or (job is not None and job.running):
        return
    st.html('<h2 class="rq-heading">Go back</h2>')
    with st.popover("Serve the previous index", icon=":material/history:", key="go-back"):
        st.write("The files of the corpus stay as they are; the next rebuild reads them again.")
        if st.button("Serve it", key="go-back-confirmed", type="primary"):
            try:
                roll_back(session.settings().index)
            except ReportQAError as error:
                st.error(markdown(str(error)))
                return
            session.forget_opening()
            st.rerun()

"""The parts of the Audit page."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from reportqa.assistant import Assistant
from reportqa.types import Check, Figure
from reportqa.ui.parts import when
from reportqa.ui.places import to_document
from reportqa.ui.plain import html, one_line

__all__ = ["checked", "gravity", "listed", "ordered", "summary"]

_PAGE = 20
_KINDS = {
    "total": "Parts and total", "share": "Share", "ratio": "Ratio", "change": "Change", "growth": "Growth",
    "average": "Average", "conflict": "Two values for one figure",
}  # fmt: skip
_SHOW = ("Everything", "What disagrees", "What agrees")


def gravity(check: Check) -> float:
    """How far a claim lies from what follows, in tolerances of rounding; 0 where it agrees."""
    if check.agrees:
        return 0.0
    return abs(check.claimed - check.expected) / max(check.tolerance, abs(check.expected) * 1e-6, 1e-12)


def ordered(checks: Sequence[Check]) -> tuple[Check, ...]:
    """What disagrees first, the worst of it at the top; then what agrees."""
    return tuple(sorted(checks, key=lambda c: (c.agrees, -gravity(c))))


def checked(assistant: Assistant) -> tuple[Check, ...]:
    """Every check of the corpus; worked out once an index."""
    with st.spinner("Checking how the figures bear on one another…"):
        return assistant.audit()


def summary(checks: Sequence[Check]) -> bool:
    """How many checks there are, and how many disagree, in words; whether there are any."""
    wrong = sum(not c.agrees for c in checks)
    if not checks:
        st.info("No figures of this corpus bear on one another in a way that can be checked.", icon=":material/info:")
    elif wrong:
        st.warning(f"{wrong} of {len(checks)} checks disagree.", icon=":material/rule:")
    else:
        st.success(f"All {len(checks)} checks agree.", icon=":material/check_circle:")
    return bool(checks)


def listed(checks: Sequence[Check], assistant: Assistant) -> None:
    """The checks, narrowed and in pages."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "Show",
            _SHOW,
            default=_SHOW[0],
            required=True,
            key="show",
            bind="query-params",
            label_visibility="collapsed",
        )
        kinds = st.multiselect(
            "Kind of check", sorted({c.kind for c in checks}), format_func=lambda k: _KINDS.get(k, k), key="kind",
            bind="query-params", placeholder="any kind", label_visibility="collapsed", width=260,
        )  # fmt: skip
    kept = [
        c
        for c in ordered(checks)
        if (shown == _SHOW[0] or c.agrees == (shown == _SHOW[2])) and (not kinds or c.kind in kinds)
    ]
    if not kept:
        st.info("No check fits.", icon=":material/search_off:")
        return
    last = (len(kept) + _PAGE - 1) // _PAGE
    page = st.pagination(last, key="audit-page") if last > 1 else 1
    by_id = {f.id: f for f in assistant.snapshot.figures}
    for i, check in enumerate(kept[(page - 1) * _PAGE : page * _PAGE]):
        _shown(check, [by_id[f] for f in check.figures if f in by_id], f"{page}-{i}")


def _shown(check: Check, figures: Sequence[Figure], key: str) -> None:
    """One check: its verdict in words, what it is about, the working, and the figures it rests on."""
    with st.container(border=True, key=f"check-{key}"):
        with st.container(horizontal=True, gap="small"):
            if check.agrees:
                st.badge("Agrees", icon=":material/check_circle:", color="green")
            else:
                st.badge("Disagrees", icon=":material/error:", color="red")
            st.badge(_KINDS.get(check.kind, check.kind), color="gray")
        st.html(f'<h2 class="rq-question">{html(check.statement)}</h2><p class="rq-formula">{html(check.working)}</p>')
        with st.expander(f"Sources ({len(figures)})", expanded=not check.agrees, key=f"sources-{key}"):
            for n, figure in enumerate(figures):
                what = ", ".join(w for w in (figure.subject, figure.metric, when(figure)) if w)
                role = "Claimed" if n == 0 else "From"
                st.html(
                    f'<p class="rq-operand-line"><span class="rq-ref">{role}</span> <strong>{html(one_line(figure.text))}</strong>'
                    f' {html(what)}<br><span class="rq-source">{html(figure.title)}, {html(figure.locator)}</span></p>'
                )
                to_document(figure.document, f"Read {one_line(figure.text, 40)} in its document", figure.id)

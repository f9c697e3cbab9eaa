"""Audit: how the figures of the corpus agree with one another, worst first, with the working and the sources."""

import streamlit as st

from reportqa.ui import auditing
from reportqa.ui.states import usable

assistant = usable()
st.html('<h1 class="rq-title">Audit</h1>')
with st.spinner("Checking how the figures bear on one another…"):
    checks = assistant.audit()
auditing.summary(checks)
auditing.listed(checks, assistant)

"""Figures: every figure of the corpus, searched, filtered, sorted; and all that is known of the one that is picked."""

import streamlit as st

from reportqa.ui import browsing, session
from reportqa.ui.browse import chosen
from reportqa.ui.states import usable

assistant = usable()
frame = session.figure_frame(assistant.snapshot)
st.html('<h1 class="rq-title">Figures</h1>')
text, by_meaning = browsing.search_box()
choice = browsing.filters(frame, "" if by_meaning else text)
ranked = browsing.ranked(assistant, text) if by_meaning and text else None
found = chosen(frame, choice, ranked)
picked = browsing.table(found, len(frame), assistant)
if picked is not None:
    browsing.detail(picked, assistant)

"""Corpus: reports and their files, what the index holds of each; adding, removing, rebuilding, going back."""

import streamlit as st

from reportqa.ui import keeping
from reportqa.ui.access import may_edit

st.html('<h1 class="rq-title">Corpus</h1>')
snapshot = keeping.opened()
items = keeping.items(snapshot)
keeping.summary(items, snapshot)
editor = may_edit()
if editor:
    keeping.building(items)
else:
    keeping.reader_only()
picked = keeping.listing(items)
if picked is not None:
    keeping.chosen(picked, editor)
if editor:
    keeping.adding(items)
    keeping.going_back()

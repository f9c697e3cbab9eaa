"""Ask: a question, and the answer with everything that proves it; the newest answer stands under the question box."""

import streamlit as st

from reportqa.ui import asking, session
from reportqa.ui.states import usable

assistant = usable()
st.html('<h1 class="rq-title">Ask the reports</h1>')
asking.introduction(assistant)
asking.take(asking.question_row(assistant))
turns = session.chat()
if not turns:
    asking.first_use()
    st.stop()
asking.chat_tools(turns)
for turn in reversed(turns):
    asking.shown(turn, assistant, newest=turn is turns[-1])

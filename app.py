"""The app: a frame around the pages of reportqa/ui. Run it with `python -m streamlit run app.py`."""

import streamlit as st

from reportqa.ui import places
from reportqa.ui.dress import ICON, dress

st.set_page_config(page_title="reportqa", page_icon=str(ICON), layout="wide")
dress()
st.navigation(
    [
        st.Page(places.ASK, title="Ask", icon=":material/forum:", default=True),
        st.Page(places.FIGURES, title="Figures", icon=":material/table_chart:", url_path="figures"),
        st.Page(places.CORPUS, title="Corpus", icon=":material/folder_open:", url_path="corpus"),
        st.Page(places.AUDIT, title="Audit", icon=":material/fact_check:", url_path="audit"),
        st.Page(places.DOCUMENT, title="Document", icon=":material/article:", url_path="document", visibility="hidden"),
    ],
    position="top",
).run()

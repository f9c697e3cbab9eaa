"""The style that Streamlit's own elements do not give, put into the page once a run, and the app's icon."""

from pathlib import Path

import streamlit as st

__all__ = ["ICON", "dress"]

ICON = Path(__file__).with_name("icon.svg")


def dress() -> None:
    """Add the style sheet of the pages."""
    st.html(Path(__file__).with_name("style.css"))

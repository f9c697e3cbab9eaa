"""What every page wears: the style that Streamlit's own elements do not give, the app's icon, and the page's heading.

Nothing heavy is imported here, so that a page shows its heading while the rest is still being loaded.
"""

from pathlib import Path

import streamlit as st

__all__ = ["ICON", "dress", "heading"]

ICON = Path(__file__).with_name("icon.svg")


def dress() -> None:
    """Add the style sheet of the pages."""
    st.html(Path(__file__).with_name("style.css"))


def heading(title: str, introduction: str = "") -> None:
    """The heading of a page, and one line that says what the page is for. Both are this program's own words."""
    told = f'<p class="rq-intro">{introduction}</p>' if introduction else ""
    st.html(f'<h1 class="rq-title">{title}</h1>{told}')

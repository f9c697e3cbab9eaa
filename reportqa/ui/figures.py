"""Figures: every figure of the corpus, searched, filtered, sorted; and all that is known of the one that is picked."""

from reportqa.ui.dress import heading

__all__ = ["page"]

heading("Figures", "Every number that the reports state, with what it measures and where it stands.")


def page() -> None:
    """The page below its heading, imported when the heading is seen."""
    from reportqa.ui import browsing, session
    from reportqa.ui.browse import chosen
    from reportqa.ui.states import usable

    assistant = usable()
    frame = session.figure_frame(assistant.snapshot)
    text, by_meaning = browsing.search_box()
    choice = browsing.filters(frame, "" if by_meaning else text)
    ranked = browsing.ranked(assistant, text) if by_meaning and text else None
    picked = browsing.table(chosen(frame, choice, ranked), len(frame), assistant)
    if picked is not None:
        browsing.detail(picked, assistant)


page()

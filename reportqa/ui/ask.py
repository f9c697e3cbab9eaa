"""Ask: a question, and the answer with everything that proves it; the newest answer stands under the question box."""

from reportqa.ui.dress import heading

__all__ = ["page"]

heading("Ask the reports", "Answers with the numbers that prove them, each with its source word for word.")


def page() -> None:
    """The page below its heading. What it needs takes seconds to import, and is imported when the heading is seen."""
    from reportqa.ui import asking, session
    from reportqa.ui.states import usable

    assistant = usable()
    asking.holdings(assistant)
    asking.take(asking.question_row(assistant))
    turns = session.chat()
    if not turns:
        asking.first_use()
        return
    asking.chat_tools(turns)
    for turn in reversed(turns):
        asking.shown(turn, assistant, newest=turn is turns[-1])


page()

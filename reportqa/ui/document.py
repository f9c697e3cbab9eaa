"""Document: a whole document with every figure marked, opened at a place; a click on a figure shows what is known of it."""

__all__ = ["page"]


def page() -> None:
    """The page, whose heading is the document's title."""
    from reportqa.ui import reading, session
    from reportqa.ui.states import usable

    assistant = usable()
    document = reading.wanted(assistant)
    if document is None:
        reading.choose(assistant)
        return
    figures = assistant.figures(document.id)
    here = reading.place(document, figures)
    reading.head(document, figures)
    reading.body(document, figures, here, session.locale())


page()

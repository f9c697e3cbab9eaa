"""Corpus: reports and their files, what the index holds of each; adding, removing, rebuilding, going back."""

from reportqa.ui.dress import heading

__all__ = ["page"]

heading("Corpus", "The reports that are asked, and what has been read of them.")


def page() -> None:
    """The page below its heading, imported when the heading is seen."""
    from reportqa.ui import keeping
    from reportqa.ui.access import may_edit

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


page()

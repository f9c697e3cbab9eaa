"""Audit: how the figures of the corpus agree with one another, worst first, with the working and the sources."""

from reportqa.ui.dress import heading

__all__ = ["page"]

heading(
    "Audit",
    "Totals, shares, ratios, changes, growth rates and repeated figures, each worked out again from the other figures and "
    "compared within its rounding. Nothing is corrected: the reports say what they say.",
)


def page() -> None:
    """The page below its heading, imported when the heading is seen."""
    from reportqa.ui import auditing
    from reportqa.ui.states import usable

    assistant = usable()
    checks = auditing.checked(assistant)
    if auditing.summary(checks):
        auditing.listed(checks, assistant)


page()

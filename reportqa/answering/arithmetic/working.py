"""The working of a derivation: its terms, its formula in words and numbers, the draft that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answering.query import Draft, Operation
from reportqa.answering.wording import amount, bare, named
from reportqa.figures.names import canonical_name
from reportqa.types import Derivation, Figure, Qualifier

__all__ = ["Term", "measured", "term", "worked"]


@dataclass(frozen=True, slots=True)
class Term:
    """A number in a formula as it is printed, the figure it comes from, and what tells it from the other operand."""

    text: str
    figure: Figure | None = None
    name: str = ""


def term(figure: Figure, other: Figure | None = None) -> Term:
    """A figure as a term, named by what tells it from the other operand: its owner, its period, else its whole measure."""
    if other is None or (figure.subject and canonical_name(figure.subject) != canonical_name(other.subject)):
        name = figure.subject or named(figure)
    elif figure.period and other.period and figure.period.text != other.period.text:
        name = figure.period.text
    else:
        name = named(figure)
    return Term(bare(figure), figure, " ".join(name.split()))


def measured(figure: Figure) -> Term:
    """A figure as a term, named by its owner and its whole measure: for operands that measure different things."""
    return Term(bare(figure), figure, f"{figure.subject} {figure.metric}".strip())


def worked(
    operation: Operation,
    terms: Sequence[Term | str],
    value: float,
    unit: str,
    figures: Sequence[Figure],
    lead: str,
    sure: float = 0.85,
) -> Draft:
    """The draft of a derivation: its result, its formula and its operands. `unit` is that of `value`."""
    formula = "".join(t if isinstance(t, str) else t.text for t in terms)
    shown = "".join(t if isinstance(t, str) else f"{t.text} ({t.name})" if t.name else t.text for t in terms)
    hedged = any(f.qualifier is Qualifier.ABOUT for f in figures)
    display = amount(value, unit)
    about = "about " if hedged else ""
    derivation = Derivation(operation.value, formula, tuple(f.id for f in figures), value, unit, display)
    return Draft(f"{lead} {about}{display}: {shown}.", (display,), sure, tuple(figures), derivation)

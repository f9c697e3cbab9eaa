"""What to say where the corpus does not hold an answer: which part is missing, and the nearest figures."""

from __future__ import annotations

from dataclasses import replace

from reportqa.answering.match import ACCEPTED, Match, ranked
from reportqa.answering.query import Asked, Query
from reportqa.indexing.snapshot import Snapshot

__all__ = ["refused_by"]


def refused_by(query: Query, snapshot: Snapshot) -> tuple[str, list[Match]]:
    """Which part of a question the corpus lacks, in words, and the nearest figures without that part."""
    if query.unknown:
        name = query.unknown[0]
        return f"nothing on {_title(name)}", ranked(replace(query, unknown=()), snapshot)
    for part, wider in _relaxed(query):
        near = ranked(wider, snapshot)
        if near and near[0].score >= ACCEPTED - 0.08:
            return part, near
    return f"no {_measure(query)}", ranked(replace(query, entities=(), periods=(), unit="", forecast=False), snapshot)


def _relaxed(query: Query) -> list[tuple[str, Query]]:
    """The query with one part left out at a time, and how that part is missed."""
    out = []
    if query.periods:
        out.append(
            (
                f"no {_measure(query)} for {query.periods[0].text}",
                replace(query, periods=(), forecast=query.forecast and query.asked is Asked.DATE),
            )
        )
    if query.entities:
        names = " and ".join(_title(n) for n in query.entities)
        out.append((f"no {_measure(query)} for {names}", replace(query, entities=())))
    if query.forecast:
        out.append((f"no forecast of {_measure(query)}", replace(query, forecast=False, periods=())))
    return out


def _title(name: str) -> str:
    return name.upper() if len(name) <= 3 else name.title() if name == name.lower() else name


def _measure(query: Query) -> str:
    """What is measured, in the question's own words."""
    words = [w for w in query.words if not w.isdigit()]
    return " ".join(words[:6]) or "figure"

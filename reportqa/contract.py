"""Answers, figures, passages and checks as the plain data that the command line prints."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterable
from typing import Any

from reportqa.types import Answer, Check, CitedPassage, Figure, Period

__all__ = ["FIGURE_FIELDS", "answer_row", "check_row", "figure_row", "figures_csv", "passage_row"]

FIGURE_FIELDS = (
    "id",
    "text",
    "value",
    "low",
    "high",
    "unit",
    "qualifier",
    "status",
    "subject",
    "metric",
    "period",
    "frequency",
    "document",
    "report",
    "title",
    "locator",
    "start",
    "end",
    "quote",
)


def _period(period: Period | None) -> dict[str, str | None] | None:
    if period is None:
        return None
    return {
        "text": period.text,
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
    }


def figure_row(figure: Figure) -> dict[str, Any]:
    """A figure as JSON-ready data, in the order of the contract."""
    row = {name: getattr(figure, name) for name in FIGURE_FIELDS}
    row["period"] = _period(figure.period)
    return row


def passage_row(passage: CitedPassage) -> dict[str, Any]:
    """A cited passage as JSON-ready data."""
    return dataclasses.asdict(passage)


def check_row(check: Check) -> dict[str, Any]:
    """A check of the audit as JSON-ready data."""
    return dataclasses.asdict(check)


def answer_row(answer: Answer) -> dict[str, Any]:
    """An answer as JSON-ready data: the contract, field for field."""
    return {
        "id": answer.id,
        "question": answer.question,
        "standalone": answer.standalone,
        "status": answer.status,
        "answer": answer.answer,
        "short": list(answer.short),
        "figures": [figure_row(f) for f in answer.figures],
        "derivation": dataclasses.asdict(answer.derivation) if answer.derivation else None,
        "passages": [passage_row(p) for p in answer.passages],
        "missing": answer.missing,
        "nearest": [figure_row(f) for f in answer.nearest],
        "seconds": round(answer.seconds, 4),
    }


def figures_csv(figures: Iterable[Figure]) -> str:
    """Figures as CSV with a header row; a period stands as its words and its two dates."""
    out = io.StringIO()
    columns = [n for n in FIGURE_FIELDS if n != "period"]
    at = FIGURE_FIELDS.index("period")
    columns[at:at] = ["period", "period_start", "period_end"]
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for figure in figures:
        row = figure_row(figure)
        period = row.pop("period") or {"text": "", "start": "", "end": ""}
        row |= {"period": period["text"], "period_start": period["start"], "period_end": period["end"]}
        writer.writerow(row)
    return out.getvalue()

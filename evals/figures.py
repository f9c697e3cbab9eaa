"""How well figures are read: the identities of invented sentences of many fields, scored attribute by attribute.

    python -m evals.figures [--wrong] [--field FIELD]     accuracy by attribute; --wrong prints what was read otherwise

`figures.jsonl` holds one short text a line (Markdown, so that it may be a list or a table) with every figure an analyst reads
in it. An attribute that a row leaves out is not judged; a list gives the readings that are right. A metric is right where it
holds the words of one of its readings and states the same change, share or ratio; it may say more.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportqa.figures import extract
from reportqa.figures.names import canonical_name
from reportqa.reading.markdown import read_markdown
from reportqa.types import Figure

__all__ = ["compared", "paired", "read_row", "same_metric"]

ROWS = Path(__file__).with_suffix(".jsonl")
ATTRIBUTES = ("value", "unit", "subject", "metric", "period", "qualifier", "status", "frequency")
_STATING = frozenset(["growth", "decline", "ratio", "share"])
_SMALL = frozenset("a an the of in on at by for from to with and or per its their total".split())


def read_row(row: Mapping[str, Any]) -> list[Figure]:
    """The figures of a row's text, dates left out."""
    text = f"---\ndate: {row['published']}\n---\n\n{row['text']}\n"
    document = read_markdown(text, Path("corpus/a.md"), Path("corpus"))
    return [f for f in extract(document) if f.unit != "date"]


def paired(
    row: Mapping[str, Any], found: list[Figure]
) -> tuple[list[tuple[Mapping[str, Any], Figure | None]], list[Figure]]:
    """Each expected figure with the first unused one of the same characters (None where there is none), and what is left."""
    left = list(found)
    pairs: list[tuple[Mapping[str, Any], Figure | None]] = []
    for wanted in row["figures"]:
        match = next((f for f in left if f.text == wanted["text"]), None)
        if match is not None:
            left.remove(match)
        pairs.append((wanted, match))
    return pairs, left


def compared(wanted: Mapping[str, Any], figure: Figure) -> dict[str, bool]:
    """For each attribute that is judged, whether it was read right."""
    period = [figure.period.start.isoformat(), figure.period.end.isoformat()] if _dated(figure) else None
    out = {"value": abs(figure.value - wanted["value"]) <= 1e-5 * abs(wanted["value"])}
    checks = {
        "unit": lambda right: figure.unit in right,
        "subject": lambda right: any(_same_subject(s, figure) for s in right),
        "metric": lambda right: any(same_metric(m, figure.metric) for m in right),
        "period": lambda right: period in right,
        "qualifier": lambda right: figure.qualifier == right,
        "status": lambda right: figure.status == right,
        "frequency": lambda right: figure.frequency == right,
    }
    return out | {name: check(wanted[name]) for name, check in checks.items() if name in wanted}


def _same_subject(wanted: str, figure: Figure) -> bool:
    """Whether a subject is the wanted one; a common noun ("the club") may stand in the metric instead ("club's wage bill")."""
    if canonical_name(figure.subject) == canonical_name(wanted):
        return True
    return not figure.subject and wanted.islower() and _stems(wanted) <= _stems(figure.metric)


def _dated(figure: Figure) -> bool:
    return figure.period is not None and figure.period.start is not None and figure.period.end is not None


def same_metric(wanted: str, found: str) -> bool:
    """Whether a metric holds the words of the wanted one and states the same change, share or ratio.

    >>> same_metric("electricity growth", "electricity generated growth"), same_metric("jobs", "jobs decline")
    (True, False)
    """
    want, have = _stems(wanted), _stems(found)
    return want <= have and want & _STATING == have & _STATING


def _stems(metric: str) -> set[str]:
    words = [w for w in re.findall(r"[^\W_]+(?:-[^\W_]+)*", re.sub(r"['’]s\b", "", metric.lower())) if w not in _SMALL]
    return {w if w in _STATING else re.sub(r"(?<=\w{3})(?:ing|ed|es|s|e)$", "", w) for w in words}


def main() -> int:
    """Reads every row, compares, prints a line an attribute."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--wrong", action="store_true", help="print what was read otherwise than wanted")
    parser.add_argument("--field", default="", help="only the rows of one field")
    args = parser.parse_args()
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for row in rows:
        if args.field in ("", row["field"]):
            _score(row, right, judged, args.wrong)
    for name in ("found", *ATTRIBUTES, "whole", "none besides"):
        print(f"{name:13}{right[name]:5} of {judged[name]:4}{right[name] / max(judged[name], 1):8.1%}")
    return 0


def _score(row: Mapping[str, Any], right: Counter[str], judged: Counter[str], wrong: bool) -> None:
    """Adds one row to the counts; "none besides" counts the rows in which nothing was read that is no figure."""
    pairs, left = paired(row, read_row(row))
    judged["none besides"] += 1
    right["none besides"] += not left
    lines = [f"    {f.text!r} is no figure here" for f in left]
    for wanted, figure in pairs:
        results = compared(wanted, figure) if figure is not None else {}
        judged.update(["found", "whole", *results])
        right.update([name for name, good in results.items() if good])
        right["found"] += figure is not None
        right["whole"] += figure is not None and all(results.values())
        if figure is None:
            lines.append(f"    {wanted['text']!r} is not found")
        lines += [
            f"    {wanted['text']!r} {name}: {_shown(getattr(figure, name))}, wanted {wanted[name]}"
            for name, good in results.items()
            if not good
        ]
    if wrong and lines:
        print("\n".join([f"{row['id']} {row['text']}", *lines]))


def _shown(value: Any) -> str:
    return f"{value.start}..{value.end} ({value.text})" if hasattr(value, "start") else repr(value)


if __name__ == "__main__":
    sys.exit(main())

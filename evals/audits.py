"""How well the audit finds what agrees and what does not: small documents with planted faults and known verdicts.

    python -m evals.audits                 planted faults found, sound claims confirmed, false alarms
    python -m evals.audits --corpus DIR    what the audit says of another corpus: each disagreement with its working

A verdict names a document, a kind, the value claimed and whether it agrees. A disagreement that no verdict names is a
false alarm. Counts in tables are in the scale of the check.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportqa.answering.audit import audit
from reportqa.errors import ReadError
from reportqa.figures import extract
from reportqa.reading import read, readable
from reportqa.types import Check, Document, Figure

__all__ = ["audited", "main", "scored"]

HERE = Path(__file__).parent / "audit"


def audited(corpus: Path) -> tuple[tuple[Check, ...], list[Figure]]:
    """The checks of a corpus folder, with its figures."""
    documents: dict[str, Document] = {}
    figures: list[Figure] = []
    for path in sorted(p for p in corpus.rglob("*") if p.is_file() and readable(p)):
        try:
            document = read(path, corpus)
        except ReadError as error:
            print(error)
            continue
        documents[document.id] = document
        figures += extract(document)
    return audit(figures, documents), figures


def _is_of(check: Check, verdict: dict[str, Any]) -> bool:
    document = check.figures[0].rpartition(":")[0]
    same = document == verdict["document"] and check.kind == verdict["kind"]
    return same and math.isclose(check.claimed, verdict["claimed"], rel_tol=1e-6)


def scored(checks: Sequence[Check], verdicts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Which verdicts the checks give, and the disagreements that no verdict names."""
    found = [(v, [c for c in checks if _is_of(c, v)]) for v in verdicts]
    right = [v for v, given in found if any(c.agrees == v["agrees"] for c in given)]
    wrong = [v for v, given in found if given and v not in right]
    alarms = [c for c in checks if not c.agrees and not any(_is_of(c, v) and not v["agrees"] for v in verdicts)]
    return {"right": right, "wrong": wrong, "missed": [v for v, given in found if not given], "alarms": alarms}


def main() -> None:
    """Print the score on the planted documents, or the disagreements of another corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="audit this folder instead, and print what disagrees")
    args = parser.parse_args()
    if args.corpus:
        checks, figures = audited(args.corpus)
        wrong = [c for c in checks if not c.agrees]
        for check in wrong:
            print(f"DISAGREES {check.kind:8} {check.figures[0]}\n    {check.statement}\n    {check.working}")
        print(f"{len(figures)} figures, {len(checks)} checks, {len(wrong)} disagree")
        return
    verdicts = [json.loads(line) for line in (HERE / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()]
    result = scored(audited(HERE)[0], verdicts)
    for name, agrees in (("faults found", False), ("sound claims confirmed", True)):
        all_of = [v for v in verdicts if v["agrees"] is agrees]
        print(f"{name:24} {sum(v['agrees'] is agrees for v in result['right'])}/{len(all_of)}")
    print(f"{'false alarms':24} {len(result['alarms'])}")
    for verdict in (*result["wrong"], *result["missed"]):
        print(f"    not given: {verdict}")
    for check in result["alarms"]:
        print(f"    alarm: {check.figures[0]} {check.statement}: {check.working}")


if __name__ == "__main__":
    main()

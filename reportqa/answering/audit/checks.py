"""Every check of a corpus, report by report, what disagrees first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reportqa.answering.audit.added import columns_added
from reportqa.answering.audit.breakdowns import breakdowns
from reportqa.answering.audit.changes import change_checks
from reportqa.answering.audit.columns import table_averages, table_wholes
from reportqa.answering.audit.compared import column_checks
from reportqa.answering.audit.conflicts import conflicts
from reportqa.answering.audit.grids import grids
from reportqa.answering.audit.items import Item, Shelf, is_doubtful, read_items
from reportqa.answering.audit.ratios import growth_checks, rate_checks, ratio_checks, share_checks
from reportqa.answering.audit.totals import average_check, averages, hundreds, total_check, wholes
from reportqa.types import Check, Document, Figure

__all__ = ["audit"]


def audit(figures: Sequence[Figure], documents: Mapping[str, Document]) -> tuple[Check, ...]:
    """How the figures agree with one another, each relation checked within its rounding: what disagrees first.

    Figures bear on one another inside a report (its documents and tables); between reports only one identity with
    different values is looked for.
    """
    items = read_items(figures)
    found = [check for report in _reports(items) for check in _report_checks(report, documents)]
    found += conflicts(items, documents)
    doubtful = _doubtful([c for c in found if not c.agrees], figures, documents)
    kept = [c for c in found if c.agrees or doubtful.isdisjoint(c.figures)]
    return tuple(sorted(_once(kept), key=lambda c: c.agrees))


def _doubtful(checks: Sequence[Check], figures: Sequence[Figure], documents: Mapping[str, Document]) -> set[str]:
    """The figures of checks whose own clause speaks of another time than the one they were read with."""
    asked = {i for c in checks for i in c.figures}
    return {
        f.id for f in figures if f.id in asked and f.unit != "percent" and is_doubtful(f, documents[f.document].text)
    }


def _reports(items: Sequence[Item]) -> list[list[Item]]:
    reports: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        reports[item.figure.report].append(item)
    return list(reports.values())


def _report_checks(items: Sequence[Item], documents: Mapping[str, Document]) -> Iterator[Check]:
    shelf = Shelf(items)
    tables = list(grids(items, documents))
    totals = [*breakdowns(shelf, documents), *wholes(shelf), *(w for grid in tables for w in table_wholes(grid))]
    yield from (check for whole in totals if (check := total_check(whole)) is not None)
    means = [w for grid in tables for w in table_averages(grid)]
    yield from (check for mean in means if (check := average_check(mean)) is not None)
    yield from averages(shelf)
    yield from (check for grid in tables for check in column_checks(grid))
    yield from columns_added(items, tables)
    yield from hundreds(shelf)
    yield from share_checks(shelf, totals)
    yield from ratio_checks(shelf)
    yield from rate_checks(shelf)
    yield from change_checks(shelf)
    yield from growth_checks(shelf)


def _once(checks: Sequence[Check]) -> Iterator[Check]:
    """Checks without those that say the same again: one kind, claim, working."""
    seen: set[tuple[object, ...]] = set()
    for check in checks:
        document = check.figures[0].rpartition(":")[0]
        key = (check.kind, check.claimed, check.working, document)
        if key not in seen:
            seen.add(key)
            yield check

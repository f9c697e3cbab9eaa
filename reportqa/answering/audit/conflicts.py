"""One identity with different values: between documents, and inside one where it gives another source's count or says a
thing in its summary and again below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from reportqa.answering.audit.items import Item, Kind
from reportqa.answering.audit.wording import named, shown
from reportqa.types import Check, Document

__all__ = ["conflict_check", "conflicts"]

_KINDS = (Kind.VALUE, Kind.LEVEL)
# More values than this for one "identity" means that it is none: what tells them apart was not read.
_MOST = 3
# Values further apart than this are not two counts of one thing.
_APART = 0.5
_SOURCE = re.compile(
    r"\b(?:registr|register|federation|association|ministr|bureau|agency|authority|statistic|survey|regulator|institute|census|union|"
    r"commission|department|analysts?|researchers?|rival|competitor|others?|critics?|letter|company|operators?)\w*\b[^.;]{0,60}?"
    r"\b(?:shows?|puts?|counts?|reports?|gives?|estimates?|lists?|records?|states?|says?|claims?|arrives?|comes?)\b|\baccording to\b",
    re.I,
)
_SOURCES = re.compile(
    r"\b(?:registr|register|federation|association|ministr|bureau|statistic|survey|regulator|institute|census|union|commission)",
    re.I,
)
_SUMMARY = re.compile(
    r"\b(?:summary|highlights?|in brief|overview|key (?:figures|facts|findings|points|takeaways)|at a glance|abstract|letter|foreword)\b",
    re.I,
)
_VERBS = frozenset(
    ["ad", "add", "instal", "connect", "record", "count", "sold", "built", "deliv", "ship", "carri", "follow"]
)


def conflicts(items: Sequence[Item], documents: Mapping[str, Document]) -> Iterator[Check]:
    """Pairs of values of one subject, measure, unit and time that their rounding cannot reconcile."""
    groups: dict[tuple[object, ...], list[Item]] = defaultdict(list)
    for item in items:
        figure = item.figure
        if item.kind not in _KINDS or not item.who or not figure.unit or figure.low is not None:
            continue
        when = (figure.period.start, figure.period.end) if figure.period and figure.period.start else None
        if when is not None:
            measure = item.measure - _VERBS
            key = (item.who, measure, figure.unit, figure.frequency, when, figure.status == "forecast")
            groups[key].append(item)
    yield from _other_counts(items)
    for group in groups.values():
        distinct = _distinct(group)
        if 2 <= len(distinct) <= _MOST:
            yield from (
                conflict_check(distinct[0], other)
                for other in distinct[1:]
                if _is_conflict(distinct[0], other, documents)
            )


def _other_counts(items: Sequence[Item]) -> Iterator[Check]:
    """What another source counts, read as the source's own: "the registry shows 380 MWh", against the value told before it."""
    before: dict[tuple[object, ...], Item] = {}
    for item in items:
        figure = item.figure
        if item.kind not in _KINDS or figure.table >= 0 or figure.low is not None or figure.period is None:
            continue
        measure = item.measure - _VERBS
        place = (figure.document, figure.heading, measure, figure.unit, figure.period.start, figure.period.end)
        earlier = before.get(place)
        if _SOURCES.search(figure.subject) and _SOURCE.search(figure.quote):
            apart = earlier is not None and abs(earlier.value - item.value) <= _APART * abs(earlier.value)
            if earlier is not None and apart and figure.unit and not earlier.bounds.meets(item.bounds):
                yield conflict_check(earlier, item)
        elif item.who:
            before[place] = item


def _distinct(group: Sequence[Item]) -> list[Item]:
    """The values of a group that cannot be one number, each in its sharpest form; two of one sentence are no conflict."""
    out: list[Item] = []
    for item in sorted(group, key=lambda i: (i.bounds.half or abs(i.value), i.figure.document, i.figure.start)):
        if not any(item.bounds.meets(o.bounds) or _stand_together(item, o) for o in out):
            out.append(item)
    return sorted(out, key=lambda i: (i.figure.document, i.figure.start))


def _stand_together(a: Item, b: Item) -> bool:
    """Whether two values stand in one sentence or one table: whoever sets them side by side means two things."""
    first, second = a.figure, b.figure
    if first.document != second.document:
        return False
    return first.quote == second.quote or (first.table >= 0 and first.table == second.table)


def _is_conflict(a: Item, b: Item, documents: Mapping[str, Document]) -> bool:
    """Whether two values of one identity as read are two statements of one thing.

    Inside a document the text must say so: another source's count, or a summary and what it sums up. Between documents
    the subject must be a name, which both understand alike, and so must the measure be told.
    """
    if abs(a.value - b.value) > _APART * max(abs(a.value), abs(b.value)):
        return False
    first, second = a.figure, b.figure
    if first.document == second.document:
        quoted = any(_SOURCE.search(f.quote) for f in (first, second))
        summed = _in_summary(a) != _in_summary(b) and bool(a.measure)
        return (quoted and _near(a, b)) or summed
    return bool(a.measure) and all(_is_name(a, documents[d].text) for d in (first.document, second.document))


def _near(a: Item, b: Item) -> bool:
    return a.figure.heading == b.figure.heading


def _in_summary(item: Item) -> bool:
    figure = item.figure
    return (
        figure.locator.endswith("title")
        or any(_SUMMARY.search(h) for h in figure.heading[-1:])
        or bool(_SUMMARY.match(figure.quote))
    )


def _is_name(item: Item, text: str) -> bool:
    """Whether a subject is a name: every long word of it with a capital, and nowhere in the text without."""
    subject = item.figure.subject.strip()
    if not all(w[0].isupper() for w in re.findall(r"[^\W\d]{4,}", subject)) or subject == subject.lower():
        return False
    return re.search(rf"\b{re.escape(subject.lower())}\b", text) is None


def conflict_check(first: Item, second: Item) -> Check:
    """Two statements of one identity, compared."""
    a, b = first.figure, second.figure
    place = "" if a.document == b.document else f" ({a.document}; {b.document})"
    return Check(
        kind="conflict",
        agrees=first.bounds.meets(second.bounds),
        statement=f"{named(a)} is stated twice{place}",
        working=f"{shown(a)} and {shown(b)}",
        figures=(a.id, b.id),
        claimed=first.value,
        expected=second.value,
        tolerance=float(f"{first.bounds.half + second.bounds.half:.6g}"),
        unit=a.unit,
    )

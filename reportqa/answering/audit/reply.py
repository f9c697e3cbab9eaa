"""Answers to questions on how figures agree: "is the 61.6% share consistent with the totals?"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from reportqa.answering.audit.asking import Wanted, wanted
from reportqa.answering.audit.asserted import asserted, two_statements
from reportqa.answering.audit.bounds import Bounds
from reportqa.answering.audit.checks import audit
from reportqa.answering.audit.choosing import Choice, chosen, is_named
from reportqa.answering.audit.items import Item, read_items
from reportqa.answering.audit.telling import told, told_all
from reportqa.answering.query import Draft, Query
from reportqa.types import Check, Figure

if TYPE_CHECKING:
    from reportqa.indexing.snapshot import Snapshot

__all__ = ["answer_audit"]

_SURE = 0.9
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class _Room:
    """A snapshot audited: its checks, its figures by id, its items."""

    checks: tuple[Check, ...]
    figures: Mapping[str, Figure]
    items: tuple[Item, ...]


_KNOWN: dict[str, _Room] = {}
_LOCK = Lock()


def answer_audit(query: Query, snapshot: Snapshot) -> Draft | None:
    """The verdict that a question on the figures' agreement asks for, None where the question is of another kind.

    A question that can be nothing else and that no check fits gets a draft that says what is missing.
    """
    want = wanted(query.text)
    if want is None:
        return None
    room = _room(snapshot, query.within)
    if want.general:
        return _overview(room)
    draft = _verdict(want, query, room)
    if draft is not None or not want.strong:
        return draft
    near = [f for f in room.figures.values() if any(is_named(n, f) for n in want.numbers)]
    missing = "no figures whose agreement could be checked as the question asks"
    return Draft("", (), 0.6, tuple(near[:_NEAREST]), missing=missing)


def _room(snapshot: Snapshot, within: str | None) -> _Room:
    """The audited snapshot, or the part of it that lies in a document or report; the whole is worked out once."""
    with _LOCK:
        if snapshot.id not in _KNOWN:
            while len(_KNOWN) > 1:
                _KNOWN.pop(next(iter(_KNOWN)))
            checks = audit(snapshot.figures, snapshot.documents)
            _KNOWN[snapshot.id] = _Room(
                checks, {f.id: f for f in snapshot.figures}, tuple(read_items(snapshot.figures))
            )
        whole = _KNOWN[snapshot.id]
    if within is None:
        return whole
    figures = {i: f for i, f in whole.figures.items() if within in (f.document, f.report)}
    checks = tuple(c for c in whole.checks if all(i in figures for i in c.figures))
    return _Room(checks, figures, tuple(i for i in whole.items if i.figure.id in figures))


def _verdict(want: Wanted, query: Query, room: _Room) -> Draft | None:
    choices = chosen(want, query, room.checks, room.figures)
    best = choices[0] if choices else None
    if best is None or best.unheld:
        check = asserted(want, room.items)
        if check is not None:
            return told(check, room.figures, _SURE)
    if best is None or (best.check.kind != "conflict" and want.kinds[:1] == ("conflict",)):
        said = two_statements(want, room.items) if "conflict" in want.kinds or not want.kinds else None
        if said is not None:
            return told(said, room.figures, 0.7)
    if best is None:
        return None
    if best.unheld:
        return _held_against(best, want, room)
    if len(choices) > 1:
        return told_all([c.check for c in choices], room.figures, _SURE)
    return told(best.check, room.figures, _SURE)


def _held_against(choice: Choice, want: Wanted, room: _Room) -> Draft | None:
    """A check with the number that the question puts in place of the report's: "is a share of 70% consistent …?"."""
    if len(choice.unheld) != 1 or choice.score < 0.5:
        return None
    number = choice.unheld[0]
    written = next((m.group() for m in re.finditer(r"\d[\d,.]*\d|\d", want.text) if _reads(m.group(), number)), "")
    if not written:
        return None
    half = 0.5 * 10.0 ** -len(written.partition(".")[2]) * (number / float(written.replace(",", "")) if number else 1.0)
    check = choice.check
    expected = abs(check.expected)
    slack = max(half, check.tolerance)
    agrees = Bounds(expected - slack, expected + slack).meets(Bounds(number - half, number + half))
    return told(replace(check, agrees=agrees), room.figures, 0.75, written)


def _reads(digits: str, number: float) -> bool:
    value = float(digits.replace(",", "").rstrip(".") or "nan")
    return bool(value) and any(abs(value * f - number) < 1e-6 * max(1.0, number) for f in (1.0, 1e3, 1e6, 1e9, 1e12))


def _overview(room: _Room) -> Draft:
    """What disagrees in the corpus, or an example of what agrees where nothing does not."""
    wrong = [c for c in room.checks if not c.agrees]
    if wrong:
        return told_all(wrong[:_NEAREST], room.figures, _SURE)
    if not room.checks:
        missing = "no figures that bear on one another in a way that can be checked"
        return Draft("", (), 0.6, missing=missing)
    return told_all(_examples(room.checks), room.figures, _SURE)


def _examples(checks: Sequence[Check]) -> list[Check]:
    """One check of each kind, in the order in which they stand."""
    kinds = dict.fromkeys(c.kind for c in checks)
    return [next(c for c in checks if c.kind == kind) for kind in kinds][:3]

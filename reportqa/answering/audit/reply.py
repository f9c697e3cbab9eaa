"""Answers to questions on how figures agree: "is the 61.6% share consistent with the totals?"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportqa.answering.audit.added import column_posed
from reportqa.answering.audit.asking import Wanted, wanted
from reportqa.answering.audit.asserted import asserted, stated_share, two_statements
from reportqa.answering.audit.bounds import Bounds, bounds_of
from reportqa.answering.audit.checks import audit
from reportqa.answering.audit.choosing import Choice, chosen, is_named
from reportqa.answering.audit.grouped import grouped
from reportqa.answering.audit.items import Item, read_items
from reportqa.answering.audit.posed import posed
from reportqa.answering.audit.telling import told, told_all
from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stems
from reportqa.types import Check, Document, Figure

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
    documents: Mapping[str, Document]


def answer_audit(query: Query, snapshot: Snapshot) -> Draft | None:
    """The verdict that a question on the figures' agreement asks for, None where the question is of another kind.

    A question that can be nothing else and that no check fits gets a draft that says what is missing.
    """
    want = wanted(query.text)
    if want is None:
        return None
    room = _room(snapshot, query.within)
    if want.general:
        return _overview(_meant(want, room))
    draft = _verdict(want, query, room)
    if draft is not None or not want.strong:
        return draft
    near = [f for f in room.figures.values() if any(is_named(n, f) for n in want.numbers)]
    missing = "no figures whose agreement could be checked as the question asks"
    return Draft("", (), 0.6, tuple(near[:_NEAREST]), missing=missing)


@once_a_snapshot
def _whole_room(snapshot: Snapshot) -> _Room:
    checks = audit(snapshot.figures, snapshot.documents)
    return _Room(checks, {f.id: f for f in snapshot.figures}, tuple(read_items(snapshot.figures)), snapshot.documents)


def _room(snapshot: Snapshot, within: str | None) -> _Room:
    """The audited snapshot, or the part of it that lies in a document or report."""
    whole = _whole_room(snapshot)
    if within is None:
        return whole
    figures = {i: f for i, f in whole.figures.items() if within in (f.document, f.report)}
    checks = tuple(c for c in whole.checks if all(i in figures for i in c.figures))
    return _Room(checks, figures, tuple(i for i in whole.items if i.figure.id in figures), whole.documents)


def _verdict(want: Wanted, query: Query, room: _Room) -> Draft | None:
    choices = chosen(want, query, room.checks, room.figures, room.documents)
    best = choices[0] if choices else None
    if want.quoted:
        return _doubted(best, want, room)
    if best is None or best.unheld:
        check = asserted(want, room.items) or stated_share(want, room.items)
        if check is not None:
            return told(check, room.figures, _SURE)
    if best is None or (best.unheld and _is_theirs(want, room)):
        check = posed(want, room.items) or column_posed(want, room.items, room.documents) or grouped(want, room.items)
        if check is not None:
            return told(check, room.figures, _SURE)
    if "conflict" in want.kinds and (best is None or (best.check.kind != "conflict" and want.kinds[0] == "conflict")):
        said = two_statements(want, room.items)
        if said is not None:
            return told(said, room.figures, 0.7)
    if best is None:
        return None
    if best.unheld:
        return _held_against(best, want, room)
    if len(choices) > 1:
        return told_all([c.check for c in choices], room.figures, _SURE)
    return told(best.check, room.figures, _SURE)


def _doubted(best: Choice | None, want: Wanted, room: _Room) -> Draft | None:
    """The check of the one statement that a question doubts, None where nothing bears on it."""
    claims = best is not None and is_named(want.numbers[0], room.figures[best.check.figures[0]])
    check = best.check if best is not None and claims else column_posed(want, room.items, room.documents)
    return told(check, room.figures, _SURE) if check is not None else None


def _is_theirs(want: Wanted, room: _Room) -> bool:
    """Whether every number of a question is one of the report's."""
    return all(any(is_named(n, i.figure) for i in room.items) for n in want.numbers)


def _held_against(choice: Choice, want: Wanted, room: _Room) -> Draft | None:
    """A check with the number that the question puts in place of the report's: "is a share of 70% consistent …?".

    Only a number that no figure has is the reader's own, and only one in the unit of the claim stands in its place.
    """
    said, check = choice.unheld[0], choice.check
    claimed = room.figures[check.figures[0]]
    own = not any(is_named(said, f) for f in room.figures.values())
    fits = said.percent == (check.unit == "percent") and (not said.multiple or check.unit == "ratio")
    if len(choice.unheld) > 1 or not own or not fits or check.kind not in want.kinds[:1]:
        return None
    half = 0.5 * 10.0 ** -len(said.text.partition(".")[2]) * said.value / float(said.text.replace(",", "") or 1)
    slack = max(0.0, check.tolerance - bounds_of(claimed).half)
    expected = abs(check.expected)
    agrees = Bounds(expected - slack, expected + slack).meets(Bounds(said.value - half, said.value + half))
    written = f"{said.text}%" if said.percent else said.text
    return told(replace(check, agrees=agrees), room.figures, 0.75, written)


def _meant(want: Wanted, room: _Room) -> _Room:
    """The reports whose titles a general question names, all of them where it names none."""
    shared: dict[str, int] = {}
    for figure in room.figures.values():
        if figure.report not in shared:
            shared[figure.report] = len(want.topic & stems(f"{figure.title} {figure.report.replace('-', ' ')}"))
    most = max(shared.values(), default=0)
    meant = {r for r, n in shared.items() if n == most}
    figures = {i: f for i, f in room.figures.items() if f.report in meant}
    return _Room(
        tuple(c for c in room.checks if all(i in figures for i in c.figures)), figures, room.items, room.documents
    )


def _overview(room: _Room) -> Draft:
    """What disagrees in the corpus, or an example of what agrees where nothing does not."""
    wrong = [c for c in room.checks if not c.agrees]
    if wrong:
        return told_all(wrong[:_NEAREST], room.figures, _SURE, open_ended=True)
    if not room.checks:
        missing = "no figures that bear on one another in a way that can be checked"
        return Draft("", (), 0.6, missing=missing)
    return told_all(_examples(room.checks), room.figures, _SURE, open_ended=True)


def _examples(checks: Sequence[Check]) -> list[Check]:
    """One check of each kind, in the order in which they stand."""
    kinds = dict.fromkeys(c.kind for c in checks)
    return [next(c for c in checks if c.kind == kind) for kind in kinds][:3]

"""A question and a snapshot → an Answer: every maker proposes a draft, the surest that passes the check is given.

The order of trust: a check of the report's own figures, then arithmetic and comparisons, then a figure, a table or prose
by how sure each is. What fails `check.faults` is never shown (promise 1).
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportqa.answering.audit import answer_audit
from reportqa.answering.check import faults
from reportqa.answering.choose import drafts
from reportqa.answering.evidence import passages_of
from reportqa.answering.query import Draft, Query
from reportqa.answering.refusal import refused_by
from reportqa.answering.understanding.understand import understand
from reportqa.answering.wording import bare, stated
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Answer, Figure

__all__ = ["answer"]

_NEAREST = 5
_log = logging.getLogger(__name__)


def answer(
    question: str, history: Sequence[str], snapshot: Snapshot, within: str | None = None, id: str = ""
) -> Answer:
    """The Answer to one question of a chat whose earlier questions are `history`, oldest first. Never raises for any text."""
    started = time.perf_counter()
    if not re.search(r"\w", question):
        made = Answer(id, question, question, "absent", "Ask a question in words.", missing="no question")
    else:
        made = _guarded(question, history, snapshot, within, id)
    return replace(made, seconds=time.perf_counter() - started)


def _guarded(question: str, history: Sequence[str], snapshot: Snapshot, within: str | None, id: str) -> Answer:
    """The answer, or a refusal where the program itself fails: one question never ends a batch or a page."""
    try:
        return _answered(question, history, snapshot, within, id)
    except Exception:
        _log.exception("The question could not be answered: %s", question)
        text = "This question could not be worked on because of a fault in the program; the log says which."
        return Answer(id, question, question, "absent", text, missing="a fault in the program")


def _answered(question: str, history: Sequence[str], snapshot: Snapshot, within: str | None, id: str) -> Answer:
    query = understand(question, history, snapshot, within, lambda asked: _name_told(asked, snapshot, within))
    for draft in _proposed(query, snapshot):
        if draft.missing:
            return _refusal(id, question, query, draft.missing, draft.figures)
        made = _finished(id, question, query, draft, snapshot)
        if not faults(made, snapshot.documents):
            return made
    missing, near = refused_by(query, snapshot)
    return _refusal(id, question, query, missing, tuple(m.figure for m in near[:_NEAREST]))


def _name_told(asked: str, snapshot: Snapshot, within: str | None) -> str:
    """The one name that answers an earlier question, "" where none does."""
    made = _answered(asked, (), snapshot, within, "")
    name = made.short[0].partition(":")[0] if len(made.short) == 1 else ""
    return name if len(name.split()) <= 5 and name[:1].isupper() else ""


def _proposed(query: Query, snapshot: Snapshot) -> Iterator[Draft]:
    audited = answer_audit(query, snapshot)
    if audited is not None:
        yield audited
        return
    yield from drafts(query, snapshot)


def _refusal(id: str, question: str, query: Query, missing: str, nearest: Sequence[Figure]) -> Answer:
    text = f"Not in the corpus: {missing}."
    return Answer(id, question, query.text, "absent", text, missing=missing, nearest=tuple(nearest)[:_NEAREST])


def _finished(id: str, question: str, query: Query, draft: Draft, snapshot: Snapshot) -> Answer:
    passages = passages_of(draft.figures, draft.quotes, snapshot, query.vector)
    # No figure marks a result that was worked out, even where an operand is written alike.
    at = draft.text.find(f"{draft.derivation.display}: ") if draft.derivation else -1
    start = draft.text.index(": ", at) + 2 if at >= 0 else 0
    text = draft.text[:start] + _marked(draft.text[start:], draft.figures)
    if draft.quotes:
        cited = [
            len(draft.figures) + 1 + i for i, p in enumerate(passages) if _is_quoted(p.start, p.end, p.document, draft)
        ]
        text += "".join(f"[{n}]" for n in cited if f"[{n}]" not in text)
    return Answer(
        id=id, question=question, standalone=query.text, status="answered", answer=text, short=draft.short,
        figures=draft.figures, derivation=draft.derivation, passages=passages,
    )  # fmt: skip


def _is_quoted(start: int, end: int, document: str, draft: Draft) -> bool:
    return any((q.document, q.start, q.end) == (document, start, end) for q in draft.quotes)


def _marked(text: str, figures: Sequence[Figure]) -> str:
    """The text with [n] behind the characters of each cited figure; those that it does not repeat are marked at its end.

    Several statements of one number share its place.
    """
    taken: dict[tuple[int, int], list[int]] = {}
    for n, figure in enumerate(figures, 1):
        taken.setdefault(_place(text, figure, taken), []).append(n)
    out, last = [], 0
    for place in sorted(taken):
        out += [text[last : place[1]], "".join(f"[{n}]" for n in taken[place])]
        last = place[1]
    marked = "".join(out) + text[last:]
    return re.sub(r"([.!?])((?:\[\d+\])+)$", r"\2\1", marked) if not text.endswith("]") else marked


def _place(text: str, figure: Figure, taken: Mapping[tuple[int, int], object]) -> tuple[int, int]:
    """Where a figure's number stands in a text: a place of its own, else one that an equal figure has; its end else."""
    for written in dict.fromkeys((stated(figure), " ".join(figure.text.split()), bare(figure))):
        shared = None
        for match in re.finditer(rf"(?<![\w.,]){re.escape(written)}(?![\w%])(?![.,]\d)", text):
            inside = next((t for t in taken if t[0] < match.end() and match.start() < t[1]), None)
            if inside is None:
                return match.span()
            shared = shared or inside
        if shared is not None:
            return shared
    return len(text), len(text)

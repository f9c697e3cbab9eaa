"""Reasons that the author announces by their number: "Two things explain most of it. The mill closed late because …"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form
from reportqa.answering.prose.quoting import squeezed, words_in
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query

__all__ = ["answer_announced"]

_WHY = re.compile(r"^(?:and |but |so )?(?:why|how come|explain why|for (?:what|which) reasons?|what (?:\w+ )?(?:caus|expla|drove|led|account|lies|lay)\w*)\b", re.I)  # fmt: skip
_MANY = r"(?:two|three|four|five|several|a few|a couple of|a number of)\s+(?:[\w-]+\s+)?"
_ANNOUNCED = re.compile(
    rf"\b{_MANY}(?:reasons|causes|explanations)\b|"
    rf"\b{_MANY}(?:things|factors|forces|developments|circumstances|events|effects|problems|matters)\s+(?:\w+\s+)?"
    r"(?:explain|account for|lie|lay|stand|stood|are behind|were behind|drove|drive|caused|cause|led|contributed|combined|help explain)",
    re.I,
)
_BEFORE = 2
"""Sentences before an announcement that say what it explains: "the shortfall" alone names nothing."""
_LEAST = 0.7
_NEAR = 0.1
"""How far what is announced may lie behind the sentence that bears on a question best."""
_MOST_WORDS = 110


def answer_announced(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """An announcement of several reasons with the sentences that give them; None where none is about what is asked.

    What it explains is read in the announcement, the sentences right before it and the heading.
    """
    if not evidence or not _WHY.match(query.text):
        return None
    inside = frozenset(room.snapshot.rows_within(query.within)[1]) if query.within else None
    rows = [r for r in room.matching(_ANNOUNCED) if _announces(r, room) and (inside is None or r in inside)]
    found = [(_worth(r, query, form, room), r) for r in rows if not missing_names(query.entities, room, r)]
    worth, row = max(found, key=lambda f: (f[0], -f[1]), default=(0.0, -1))
    if worth < max(_LEAST, evidence[0].score - _NEAR):
        return None
    told = [row]
    words = words_in(room.snapshot.sentences[row].text)
    for behind in range(row + 1, room.paragraph(row).stop):
        words += words_in(room.snapshot.sentences[behind].text)
        if words > _MOST_WORDS:
            break
        told.append(behind)
    if len(told) == 1:
        return None
    sentences = tuple(room.snapshot.sentences[r] for r in told)
    parts = tuple(squeezed(s.text) for s in sentences)
    return Draft(" ".join(parts), parts[1:], round(min(0.9, worth), 3), quotes=sentences)


def _announces(row: int, room: Room) -> bool:
    """Whether the next sentences of its paragraph can give the reasons that a sentence announces."""
    return not room.places[row].item and row + 1 < room.paragraph(row).stop


def _worth(row: int, query: Query, form: Form, room: Room) -> float:
    """How much what an announcement explains bears on a question: its likeness, and half the share of the rare words."""
    sentences = room.snapshot.sentences
    near = range(max(room.paragraph(row).start, row - _BEFORE), row + 1)
    heading = sentences[row].heading[-1:]
    said = " ".join([*(f"{h}." for h in heading), *(squeezed(sentences[r].text) for r in near)])
    likeness = float((room.snapshot.label_vectors([said]) @ query.vector)[0])
    held = frozenset().union(room.around[row], *(room.own[r] for r in near))
    total = sum(room.words.rarity(a) for a in form.stems) or 1.0
    return likeness + 0.5 * sum(room.words.rarity(a) for a in form.stems & held) / total

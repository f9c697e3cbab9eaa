"""What prose answers need to know of a snapshot's sentences, worked out once a snapshot."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.prose.senses import Senses, senses_of
from reportqa.answering.vocabulary import Vocabulary, vocabulary
from reportqa.answering.words import stems
from reportqa.figures import numbers, periods
from reportqa.figures.names import canonical_name, find_names
from reportqa.figures.tagging import Tagged, tag
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import BlockKind, Document, Figure, Passage

__all__ = ["Place", "Room", "room_of", "tagged"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands: its block, and the rows [first, last) of the sentences of its paragraph or list."""

    block: int
    first: int
    last: int
    item: bool


@dataclass(frozen=True, slots=True)
class Room:
    """A snapshot's sentences as prose answers see them, in step with `snapshot.sentences`.

    `own` are the stems of a sentence, `around` those of its headings and lead-in; `places` say where it stands. Names are
    found when they are asked for.
    """

    snapshot: Snapshot
    words: Vocabulary
    own: tuple[frozenset[str], ...]
    around: tuple[frozenset[str], ...]
    places: tuple[Place, ...]
    _names: dict[int, frozenset[str]] = field(repr=False, default_factory=dict)
    _figures: dict[str, dict[int, Figure]] = field(repr=False, default_factory=dict)
    _senses: dict[int, Senses] = field(repr=False, default_factory=dict)
    _matching: dict[re.Pattern[str], tuple[int, ...]] = field(repr=False, default_factory=dict)

    def names(self, row: int) -> frozenset[str]:
        """The canonical names that a sentence holds."""
        if row not in self._names:
            text = self.snapshot.sentences[row].text
            found = find_names(text, 0, len(text), self.words.lexicon)
            self._names[row] = frozenset(canonical_name(n) for n, _, _ in found)
        return self._names[row]

    def figures(self, document: str) -> dict[int, Figure]:
        """The figures of a document's prose by the offset at which they begin."""
        if not self._figures:
            self._figures[""] = {}
            for figure in self.snapshot.figures:
                if figure.table < 0:
                    self._figures.setdefault(figure.document, {})[figure.start] = figure
        return self._figures.get(document, self._figures[""])

    def matching(self, pattern: re.Pattern[str]) -> tuple[int, ...]:
        """The rows of the sentences that hold a pattern; each pattern is searched once."""
        if pattern not in self._matching:
            self._matching[pattern] = tuple(r for r, s in enumerate(self.snapshot.sentences) if pattern.search(s.text))
        return self._matching[pattern]

    def paragraph(self, row: int) -> range:
        """The rows of the paragraph, or of the whole list, that holds a sentence."""
        place = self.places[row]
        return range(place.first, place.last)

    def document(self, row: int) -> Document:
        """The document that holds a sentence."""
        return self.snapshot.documents[self.snapshot.sentences[row].document]

    def read(self, text: str) -> Senses:
        """The words of a text as the encoder reads them there."""
        return senses_of(text, self.snapshot.encoder.token_vectors([text])[0])

    def senses(self, rows: Sequence[int]) -> tuple[Senses, ...]:
        """The words of sentences as the encoder reads them there; each sentence is read once, some thousands are kept."""
        if len(self._senses) > _MOST_READ:
            self._senses.clear()
        new = [r for r in rows if r not in self._senses]
        texts = [self.snapshot.sentences[r].text for r in new]
        self._senses.update(
            (r, senses_of(t, v)) for r, t, v in zip(new, texts, self.snapshot.encoder.token_vectors(texts), strict=True)
        )
        return tuple(self._senses[r] for r in rows)

    def tagged(self, row: int) -> Tagged:
        """A sentence's tokens and tags, in offsets of its document."""
        sentence = self.snapshot.sentences[row]
        return tagged(self.document(row).text, sentence.start, sentence.end, self.words.lexicon)


# Some 20 KB a sentence.
_MOST_READ = 3000


@once_a_snapshot
def room_of(snapshot: Snapshot) -> Room:
    """The room of a snapshot."""
    return _make(snapshot)


@lru_cache(maxsize=4096)
def tagged(text: str, start: int, end: int, lexicon: frozenset[str]) -> Tagged:
    """The tokens and tags of text[start:end]."""
    found = [(n.start, n.end) for n in numbers.find(text, start, end)]
    when = [(a, b) for _, a, b in periods.find(text, None, start, end)]
    apart = [n for n in found if not any(a < n[1] and n[0] < b for a, b in when)]
    return tag(text, (start, end), apart, when, lexicon)


def _make(snapshot: Snapshot) -> Room:
    places = tuple(_places(snapshot))
    return Room(
        snapshot=snapshot,
        words=vocabulary(snapshot),
        own=tuple(stems(s.text) for s in snapshot.sentences),
        around=tuple(stems(" ".join((*s.heading, s.context))) for s in snapshot.sentences),
        places=places,
    )


def _places(snapshot: Snapshot) -> Iterator[Place]:
    """The place of each sentence; all the items of one list share a stretch of rows."""
    starts = {d.id: [b.start for b in d.blocks] for d in snapshot.documents.values()}
    keys = [_group(snapshot, s, starts[s.document]) for s in snapshot.sentences]
    first = 0
    for row in range(len(keys) + 1):
        if row == len(keys) or keys[row][0] != keys[first][0]:
            for block in (key[1] for key in keys[first:row]):
                yield Place(block, first, row, keys[first][2])
            first = row


def _group(snapshot: Snapshot, sentence: Passage, starts: list[int]) -> tuple[tuple[str, int], int, bool]:
    """What a sentence shares with its neighbours (its block, or the first block of its list), its block, is it an item."""
    blocks = snapshot.documents[sentence.document].blocks
    at = bisect.bisect_right(starts, sentence.start) - 1
    if at < 0:
        return (sentence.document, -1), -1, False
    item = blocks[at].kind is BlockKind.LIST_ITEM
    head = at
    while item and head > 0 and blocks[head - 1].kind is BlockKind.LIST_ITEM:
        head -= 1
    return (sentence.document, head), at, item

"""The lists of a document around the sentences that bear on a question: bullets, the items of one bullet, lists inside a
sentence, and headings in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportqa.answering.prose.enumeration import enumerations, items_of
from reportqa.answering.prose.phrases import Span
from reportqa.answering.prose.room import Room
from reportqa.answering.words import stems
from reportqa.figures.text import trim
from reportqa.types import BlockKind, Document

__all__ = ["Item", "Kind", "Listing", "label_of", "listings"]

_LABEL = re.compile(r"([^\s:：.!?][^:：.!?\n]{0,48}?)\s*[:：]\s+(?=\S)|([^\s—–][^—–.!?\n]{0,48}?)\s+[—–-]\s+(?=\S)")
# "**Harrow Mills (Orl)** runs …": a paragraph that opens with the name of what it is about.
_LEAD = re.compile(r"(?:\*\*|__)([A-Z][^*_.:!?\n]{1,60}?)(?:\*\*|__)(?=\s+\w)")
_PART = re.compile(r"^(?:[A-Z][a-z]+\s+(?:\d{1,2}|[IVX]+)\s*[:.–—]|\d{1,2}[.)]|\(\d{1,2}\)|[a-z][.)])\s*")

# "First, …", "The second is that …": the items of a list that stand as sentences.
_ORDINAL = re.compile(
    r"(?:the )?(first(?:ly)?|second(?:ly)?|third(?:ly)?|fourth(?:ly)?|fifth(?:ly)?|finally|last(?:ly)?)\b(?:\s+(?:is|was)\b(?: that)?|,)\s*",
    re.I,
)
_LAST = ("finally", "last", "lastly")
_ORDINALS = (
    ("first", "firstly"), ("second", "secondly"), ("third", "thirdly", *_LAST), ("fourth", "fourthly", *_LAST), ("fifth", "fifthly", *_LAST),
)  # fmt: skip


class Kind(StrEnum):
    """Where a list stands."""

    BULLETS = "bullets"
    BULLET = "the items of one bullet"
    INLINE = "inside a sentence"
    HEADINGS = "headings"


@dataclass(frozen=True, slots=True)
class Item:
    """An item's span, and the span of the label it begins with ("Finance" of "Finance: risk control"), if it has one."""

    start: int
    end: int
    label: Span | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with what introduces it.

    `rows` are the sentences whose vectors speak for it (its lead-in, its own sentence); `frame` is the text that says what
    is listed; `scene` the headings above it; `closed` whether nothing else stands between its items.
    """

    document: str
    kind: Kind
    items: tuple[Item, ...]
    rows: tuple[int, ...]
    frame: str
    frame_span: Span
    scene: str
    closed: bool = True


def label_of(text: str, start: int, end: int) -> Span | None:
    """The span of the label that text[start:end] begins with, None where it has none."""
    match = _LABEL.match(text, start, end)
    if match is None:
        return None
    span = match.span(1) if match[1] else match.span(2)
    return span if len(text[slice(*span)].split()) <= 6 else None


def listings(rows: Sequence[int], room: Room) -> tuple[Listing, ...]:
    """Every list that the sentences of `rows` hold, introduce or belong to, each once."""
    found: dict[tuple[str, Kind, int], Listing] = {}
    for row in rows:
        for listing in (*_of_bullets(row, room), *_counted(row, room), *_of_leads(row, room), *_inline(row, room)):
            found.setdefault((listing.document, listing.kind, listing.items[0].start), listing)
    for name in dict.fromkeys(room.snapshot.sentences[r].document for r in rows):
        for listing in _of_headings(room.snapshot.documents[name], room, rows):
            found.setdefault((listing.document, listing.kind, listing.items[0].start), listing)
    return tuple(found.values())


def _of_bullets(row: int, room: Room) -> Iterator[Listing]:
    """The list that a sentence is an item of or introduces, and the items of each of its bullets."""
    member = row if room.places[row].item else _list_behind(row, room)
    if member is None:
        return
    document, text = room.document(member), room.document(member).text
    rows = room.paragraph(member)
    first = room.snapshot.sentences[rows.start]
    before = rows.start - 1
    follows = (
        before >= 0
        and room.snapshot.sentences[before].document == document.id
        and room.snapshot.sentences[before].heading == first.heading
    )
    items = tuple(
        Item(s.start, s.end, label_of(text, s.start, s.end)) for s in (room.snapshot.sentences[r] for r in rows)
    )
    lead = " ".join(first.context.split())
    frame = lead if len(stems(lead)) >= 2 or not follows else f"{_last_sentences(before, room)} {lead}".strip()
    intro = (before,) if follows and (lead or room.snapshot.sentences[before].text.rstrip().endswith(":")) else ()
    scene = " ".join(first.heading)
    span = (
        (room.snapshot.sentences[before].start, room.snapshot.sentences[before].end)
        if intro
        else (first.start, first.start)
    )
    if len(items) > 1:
        yield Listing(
            document.id,
            Kind.BULLETS,
            items,
            (*intro, *rows),
            frame or (first.heading[-1] if first.heading else ""),
            span,
            scene,
        )
    for r, item in zip(rows, items, strict=True):
        inner = _inner(text, item)
        if inner:
            label = text[slice(*item.label)] if item.label else ""
            yield Listing(
                document.id, Kind.BULLET, inner, (r,), f"{label} {frame}", (item.start, item.end), f"{scene} {label}"
            )


def _last_sentences(row: int, room: Room) -> str:
    """The sentence of a row with the one before it in its paragraph."""
    first = max(room.paragraph(row).start, row - 1)
    return " ".join(room.snapshot.sentences[r].text for r in range(first, row + 1))


def _counted(row: int, room: Room) -> Iterator[Listing]:
    """The sentences "First, …", "Second, …" of a paragraph as a list, introduced by the sentences before the first of them."""
    if room.places[row].item:
        return
    rows = room.paragraph(row)
    sentences = room.snapshot.sentences
    marks = [_ORDINAL.match(sentences[r].text) for r in rows]
    first = next((i for i, m in enumerate(marks) if m and m[1].lower() in _ORDINALS[0]), 0)
    items: list[Item] = []
    for r, match in zip(rows[first:], marks[first:], strict=True):
        if match is None or len(items) >= len(_ORDINALS) or match[1].lower() not in _ORDINALS[len(items)]:
            break
        start, end = sentences[r].start + match.end(), sentences[r].end
        items.append(Item(start, end - (room.document(r).text[end - 1] == ".")))
    if first == 0 or len(items) < 2:
        return
    before = rows[first - 1]
    yield Listing(
        sentences[row].document, Kind.BULLETS, tuple(items), (before, *rows[first : first + len(items)]), _last_sentences(before, room),
        (sentences[before].start, sentences[before].end), " ".join(sentences[before].heading),
    )  # fmt: skip


def _of_leads(row: int, room: Room) -> Iterator[Listing]:
    """The names in bold that the paragraphs under one heading open with, as a list that the heading introduces."""
    sentences = room.snapshot.sentences
    document, heading = sentences[row].document, sentences[row].heading
    if not heading:
        return
    found: list[tuple[int, Item]] = []
    for r in room.snapshot.rows_within(document)[1]:
        opens = sentences[r].heading == heading and r == room.places[r].first and not room.places[r].item
        lead = _LEAD.match(room.document(r).text, sentences[r].start, sentences[r].end) if opens else None
        if lead is not None:
            found.append((r, Item(sentences[r].start, sentences[r].end, lead.span(1))))
    if len(found) > 1:
        rows, items = zip(*found, strict=True)
        yield Listing(document, Kind.BULLETS, items, rows, heading[-1], (items[0].start, items[0].start), heading[-1])


def _list_behind(row: int, room: Room) -> int | None:
    """The first row of the list that a sentence introduces, if it does."""
    following = row + 1
    if not room.snapshot.sentences[row].text.rstrip().endswith((":", "：")) or following >= len(room.places):
        return None
    same = room.snapshot.sentences[following].document == room.snapshot.sentences[row].document
    return following if same and room.places[following].item else None


def _inner(text: str, item: Item) -> tuple[Item, ...]:
    """The items of one bullet behind its label; none where it is a sentence."""
    if item.label is None:
        return ()
    body = re.compile(r"[:：—–-]\s*").search(text, item.label[1], item.end)
    spans = items_of(text, body.end(), item.end) if body else ()
    whole = text[body.end() : item.end] if body else ""
    if (
        len(spans) < 2
        or any(len(text[a:b].split()) > 8 for a, b in spans)
        or re.search(r"\b(?:is|are|was|were|has|have|had|will|can)\b", whole)
    ):
        return ()
    return tuple(Item(a, b) for a, b in spans)


def _inline(row: int, room: Room) -> Iterator[Listing]:
    """The lists inside a sentence; each is framed by the clause before it, or around it where it stands in a clause."""
    if room.places[row].item and label_of(room.document(row).text, *_span(row, room)):
        return
    document = room.document(row)
    text, sentence = document.text, room.snapshot.sentences[row]
    found = enumerations(text, room.tagged(row))
    for one in found:
        others = [o for o in found if o is not one]
        frame = _clause_around(text, sentence.start, sentence.end, one.start, one.end, bool(others))
        items = tuple(Item(a, b, label_of(text, a, b)) for a, b in one.items)
        yield Listing(
            document.id,
            Kind.INLINE,
            items,
            (row,),
            frame,
            (sentence.start, sentence.end),
            " ".join(sentence.heading),
            one.closed,
        )


def _span(row: int, room: Room) -> Span:
    sentence = room.snapshot.sentences[row]
    return sentence.start, sentence.end


def _clause_around(text: str, start: int, end: int, first: int, last: int, several: bool) -> str:
    """What a sentence says of one of its lists: the sentence without the list, or its clause where it holds several."""
    if not several:
        return f"{text[start:first]} {text[last:end]}"
    cuts = [m.end() for m in re.compile(r",\s+(?=(?:while|whereas|but|and)\b)|;\s+").finditer(text, start, end)]
    left = max([start, *(c for c in cuts if c <= first)])
    right = min([end, *(c for c in cuts if c >= last)])
    return re.sub(r"\([^()]*\)", " ", f"{text[left:first].rstrip('( ')} {text[last:right].lstrip(') ')}")


def _of_headings(document: Document, room: Room, rows: Sequence[int]) -> Iterator[Listing]:
    """The headings right under one heading, where they are parts of it: numbered alike."""
    text = document.text
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    for i, parent in enumerate(headings):
        children = []
        for child in headings[i + 1 :]:
            if child.level <= parent.level:
                break
            if child.level == parent.level + 1:
                children.append(child)
        numbered = [c for c in children if _PART.match(text[c.start : c.end])]
        if len(numbered) < 2 or len(numbered) != len(children):
            continue
        items = []
        for child in numbered:
            part = _PART.match(text[child.start : child.end])
            start, end = trim(text, child.start + (part.end() if part else 0), child.end)
            items.append(Item(start, end))
        name = text[parent.start : parent.end]
        words = re.match(r"[A-Z][a-z]+", text[numbered[0].start : numbered[0].end])
        under = _first_row_under(parent.end, numbered[0].start, document, room)
        opening = room.snapshot.sentences[under].text if under is not None else ""
        yield Listing(
            document.id, Kind.HEADINGS, tuple(items), (under,) if under is not None else (),
            f"{name} {words.group() if words else ''} {opening}", (parent.start, parent.end), name,
        )  # fmt: skip


def _first_row_under(start: int, end: int, document: Document, room: Room) -> int | None:
    """The last sentence between a heading and its first part: it often says what the parts are."""
    rows = room.snapshot.rows_within(document.id)[1]
    inside = [r for r in rows if start <= room.snapshot.sentences[r].start < end]
    return inside[-1] if inside else None

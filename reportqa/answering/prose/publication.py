"""Questions about a document itself: when it came out, who put it out or wrote it, its title, whose data it rests on.

The answer is the document's own line (its date line, byline, imprint, heading) or the sentence that names the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportqa.answering.prose.quoting import passage, squeezed
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stems
from reportqa.figures import periods
from reportqa.figures.text import trim
from reportqa.types import BlockKind, Document

__all__ = ["answer_publication"]

_SURE = 0.9
_PAPER = r"(?:article|report|document|text|piece|paper|publication|study|review|note|newsletter|bulletin|analysis|post|monitor|release|story)"
_OUT = r"(?:publish\w*|released?|issued?|posted|dated|put out|brought out|(?:come|came|comes|coming) out|appear\w*|written|authored|went online)"
_THIS = rf"\b(?:the|this|that|your) (?:\w+ ){{0,2}}?{_PAPER}\b"
_WHICH = re.compile(rf"\b(?:the|this|that|your) ((?:\w+ ){{0,2}}?){_PAPER}\b", re.I)
_OPENING = 3000
"""How many characters of a document say what it is about."""
_DATE = re.compile(
    rf"^(?:and )?(?:when|(?:on |in )?(?:what|which) (?:exact )?(?:day|date|month|year))\b.*(?:{_THIS}.*\b{_OUT}|\b{_OUT}\b.*{_THIS})|"
    rf"\b(?:publication|release|publishing) date\b|\bdate of (?:publication|release|{_THIS})|\bdate\b.*\bon {_THIS}|\bhow (?:old|recent) is {_THIS}",
    re.I,
)
_MAKER = re.compile(
    rf"^(?:and )?(?:by )?(?:who|whom|which (?:\w+ )?(?:organi[sz]ation|company|firm|body|outlet|publisher|institute|author))\b.*(?:\b(?:wrote|writes|{_OUT}|produced|prepared|is behind)\b.*{_THIS}|{_THIS}.*\b(?:by|from)\b)|"
    rf"\b(?:author|publisher|writer)s? of {_THIS}|^(?:who is|what is|name) the (?:author|publisher)\b",
    re.I,
)
_TITLE = re.compile(
    rf"\b(?:title|headline|name) of {_THIS}|\bwhat is {_THIS} (?:called|titled|entitled)|^what is the (?:title|headline)\b",
    re.I,
)
_DATA = r"(?:data|figures|numbers|statistics|stats|counts|returns|data ?set)"
_SOURCE = re.compile(
    rf"^(?:and )?(?:whose|what|which)\b[^?]*\b{_DATA}\b[^?]*\b(?:based? (?:up)?on|rel(?:y|ies) on|rests? on|dr[ae]ws? (?:up)?on|underl(?:ie|ies|ying))\b|"
    rf"^(?:and )?whose (?:\w+ )?{_DATA}\b[^?]*\b(?:used?|cite[sd]?|quote[sd]?|behind)\b|"
    rf"\bwhere do(?:es)? (?:the |its |these |all )?(?:\w+ )?{_DATA} come from|\bsource of (?:the |its |these )?(?:\w+ )?{_DATA}|\bdata source\b|"
    rf"^(?:and )?(?:who|which (?:\w+ )?(?:organi[sz]ation|company|firm|body|agency|institute))\b.*\b(?:gathered|gathers|collected|collects|compiled|compiles|supplied|supplies|provided|provides|counted)\b.*\b{_DATA}\b",
    re.I,
)
_NAME = r"((?:[A-Z][\w&’'-]*)(?: (?:of |and |for |& )?[A-Z][\w&-]*){0,4})"
_KEEPS = r"(?:collects?|compiles?|gathers?|publishes|keeps|provides|supplies|tracks)"
_KEPT = r"(?:collected|compiled|gathered|published|kept|provided|supplied)"
_SOURCES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_DATA} (?:{_KEPT} )?(?:compiled|collected|gathered|supplied|provided) by (?:the )?{_NAME}",
        rf"{_DATA} (?:that |which )?(?:the )?{_NAME} {_KEEPS}\b",
        rf"{_NAME}['’]s? (?:\w+ ){{0,2}}{_DATA}\b",
        rf"\b(?:newest|latest|new|recent|from|of) {_NAME} {_DATA}\b",
        rf"{_DATA} (?:from|of|by) (?:the )?{_NAME}",
        rf"(?:^|\s)Source: (?:the )?{_NAME}",
    )
)
_BYLINE = re.compile(
    r"^[*_\s]*(?:written |a report |published )?(?:by|author:?)\s+([A-Z][^\n|,.;*]{2,60})", re.I | re.M
)


def answer_publication(query: Query, room: Room) -> Draft | None:
    """The answer to a question about a document itself; None where the question is about something else, or where it leaves
    open which of several reports is meant."""
    text = query.text.strip()
    makers = (
        (_DATE, _dated), (_TITLE, _titled), (_MAKER, _made), (_SOURCE, _sourced),
    )  # fmt: skip
    find = next((make for pattern, make in makers if pattern.search(text)), None)
    document = _meant(query, room) if find else None
    return find(document, room) if find and document else None


def _meant(query: Query, room: Room) -> Document | None:
    """The document that a question is about: the one text in its scope, or the one whose title the question names best."""
    texts = [
        d for d in room.snapshot.documents.values()
        if query.within in (None, d.id, d.report) and any(b.kind is BlockKind.PARAGRAPH for b in d.blocks)
    ]  # fmt: skip
    told = _WHICH.search(query.text)
    called = stems(told[1]) if told else frozenset()
    texts = [d for d in texts if called <= stems(f"{d.title} {d.publisher} {d.text[:_OPENING]}")]
    if len(texts) < 2:
        return texts[0] if texts else None
    asked = stems(query.text)
    named = {d.id: len(asked & stems(d.title)) for d in texts}
    best = max(named.values())
    found = [d for d in texts if named[d.id] == best]
    return found[0] if best and len(found) == 1 else None


def _dated(document: Document, room: Room) -> Draft | None:
    day = periods.parse_date(document.published) if document.published else None
    if day is None:
        return None
    for start, end in _lines(document):
        for period, first, last in periods.find(document.text, None, start, end):
            if period.start == period.end == day:
                return _quoted(document, start, end, squeezed(document.text[first:last]))
    return None


def _titled(document: Document, room: Room) -> Draft | None:
    at = document.text.find(document.title) if document.title else -1
    return _quoted(document, at, at + len(document.title), document.title) if at >= 0 else None


def _made(document: Document, room: Room) -> Draft | None:
    """The byline, else the line that holds the publisher's name."""
    line = _BYLINE.search(document.text, 0, 1500)
    if line is not None:
        return _quoted(document, *_line_at(document, line.start(1)), line[1].strip())
    at = document.text.find(document.publisher) if document.publisher else -1
    return _quoted(document, *_line_at(document, at), document.publisher) if at >= 0 else None


def _sourced(document: Document, room: Room) -> Draft | None:
    """The first sentence that names whose data are used."""
    rows = room.snapshot.rows_within(document.id)[1]
    for pattern in _SOURCES:
        for row in rows:
            sentence = room.snapshot.sentences[row]
            match = pattern.search(squeezed(sentence.text))
            if match:
                return Draft(_ended(squeezed(sentence.text)), (match[1],), _SURE, quotes=(sentence,))
    return None


def _quoted(document: Document, start: int, end: int, short: str) -> Draft:
    quote = passage(document, start, end)
    return Draft(_ended(squeezed(quote.text).strip("*_# ")), (short,), _SURE, quotes=(quote,))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", '"')) else f"{text}."


def _lines(document: Document) -> Iterator[tuple[int, int]]:
    """The spans of a document's lines, trimmed, in order."""
    for match in re.finditer(r"[^\n]+", document.text):
        start, end = trim(document.text, match.start(), match.end())
        if start < end:
            yield start, end


def _line_at(document: Document, at: int) -> tuple[int, int]:
    """The trimmed span of the line that holds an offset."""
    start = document.text.rfind("\n", 0, at) + 1
    end = document.text.find("\n", at)
    return trim(document.text, start, end if end >= 0 else len(document.text))

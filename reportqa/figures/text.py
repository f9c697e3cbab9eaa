"""Where sentences and clauses begin and end, as offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

__all__ = ["clauses", "sentences", "trim"]

# A stop after one of these never ends a sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"“])(?:e\.g|i\.e|vs|cf|etc|approx|ca|est|no|nos|fig|figs|sec|vol|p|pp|mr|mrs|ms|dr|prof|st|dept|jan|feb|mar|apr|jun|jul|aug|sep|"
    r"sept|oct|nov|dec|mn|bn|tn|art|ch|ed|eds|ref|par|gen|gov|sen|rep|rev|hon|capt|col|lt|sgt|mt|ft|tel)\.$",
    re.I,
)
# After one of these it ends a sentence only where the next word is one that sentences begin with.
_INITIALS = re.compile(
    r"(?:\b(?:[A-Za-z]\.){0,3}[A-Za-z]|\b(?:inc|ltd|corp|co|plc|llc|bros|jr|sr|u\.s|a\.m|p\.m))\.$", re.I
)
_STARTER = re.compile(
    r"\s+[\"'“‘(\[]*(?:The|A|An|This|That|These|Those|It|Its|In|On|At|As|By|For|From|With|We|Our|They|Their|He|She|But|And|However|While|When|If|After|Before|"
    r"During|Since|Although|Both|All|Each|Some|Most|Many|There|Under|Over|Net|Total|Revenue|Sales|Overall|Meanwhile|Also)\b"
)
# A mark of a footnote behind the stop belongs to its sentence: "transfers.[^3] Staff".
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?:\[\^?\w{1,12}\])*(?=\s+|$)|[。！？]+[”’」）]*|\n[ \t]*\n|\s(?=[•●▪◦‣]\s)")
# What may stand before a clause's end, so that a number's attributes are read from its own clause.
_CLAUSE_END = re.compile(
    r";\s*|\s*[—–]\s*(?!\d)|\s--\s|:\s(?=\S)|,\s+(?=(?:while|whereas|whilst|but|although|though|compared|versus|which|with|up|down)\b)"
    r"|,?\s+(?=(?:while|whereas|whilst)\b)|,\s+(?:and|then)\s+(?=[^,;]*\d)|，|；",
)
_LOOK_BACK = 14
# Characters: no sentence that a person wrote is longer, and what costs more than its length stays bounded.
_LONGEST = 2_500
_BLANK = re.compile(r"\s*\Z")


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[tuple[int, int], ...]:
    """The sentences of text[start:end] as spans into `text`, white space trimmed, in order, none empty.

    >>> t = "Sales in the U.S. fell 3.5%. No. 2 was Dr. Lund's firm. 增长了三倍。好。"
    >>> [t[a:b] for a, b in sentences(t)]
    ['Sales in the U.S. fell 3.5%.', "No. 2 was Dr. Lund's firm.", '增长了三倍。', '好。']
    """
    end = len(text) if end is None else end
    out: list[tuple[int, int]] = []
    at = start
    for match in _END.finditer(text, start, end):
        if match.group().startswith(".") and not _ends(text, at, match.start(), match.end()):
            continue
        span = trim(text, at, match.end())
        if span[0] < span[1]:
            out.append(span)
        at = match.end()
    span = trim(text, at, end)
    if span[0] < span[1]:
        out.append(span)
    return tuple(p for s in out for p in (_pieces(text, s) if s[1] - s[0] > _LONGEST else (s,)))


def _pieces(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A stretch that is longer than any sentence, cut at white space."""
    at, end = span
    while end - at > _LONGEST:
        cut = text.rfind(" ", at + 1, at + _LONGEST)
        cut = cut if cut > 0 else at + _LONGEST
        piece = trim(text, at, cut)
        if piece[0] < piece[1]:
            yield piece
        at = cut
    piece = trim(text, at, end)
    if piece[0] < piece[1]:
        yield piece


def _ends(text: str, first: int, stop: int, behind: int) -> bool:
    """Whether the full stop at `stop` ends the sentence that began at `first`; `behind` is the offset behind it."""
    before = text[max(first, stop - _LOOK_BACK) : stop + 1]
    if _INITIALS.search(before):
        return _STARTER.match(text, behind) is not None or _BLANK.match(text, behind) is not None
    if _ABBREVIATION.search(before):
        return _BLANK.match(text, behind) is not None
    after = re.match(r"\s+[\"'“‘(\[]*(\S)", text[behind : behind + 12])
    return not (after and after.group(1).islower())


def clauses(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The clauses of a sentence text[start:end] as spans, in order.

    A cut is made at semicolons, dashes, "while"/"whereas"/"but" and at ", and" before another number; the tail of a cut
    that holds no number stays with the clause before it, so that a clause is never a fragment without its number.
    """
    cuts = [start, *(m.end() for m in _CLAUSE_END.finditer(text, start, end)), end]
    out: list[tuple[int, int]] = []
    for a, b in pairwise(cuts):
        span = trim(text, a, b)
        if span[0] == span[1]:
            continue
        if out and text[out[-1][1] - 4 : out[-1][1]].endswith(" and") and not re.search(r"\d", text[slice(*out[-1])]):
            # ", and" before the first number only joins names: "Doubao, ERNIE, and Yuanyuan all have 50 million".
            span = (out.pop()[0], span[1])
        out.append(span)
    return tuple(out) or ((start, end),)

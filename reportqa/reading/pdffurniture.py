"""Running headers, footers, page numbers and tables of contents: what belongs to none of a document's text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reportqa.reading.pdflayout import Word, joined, rows_of

__all__ = ["without_furniture"]

_MARGIN = 0.12  # of the page's height, at its top and its bottom
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|seite|第)?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:/|of|von|页)\s*\d{0,4})?\W*$", re.I
)
# A line of a table of contents: words, dots or blanks, a page number.
_LEADER = re.compile(r"(?:[.…·]\s?){5,}\s*[ivxlc\d]*$", re.I)
_NOTE = re.compile(r"^\W?(?:\d{1,2}\b|[¹²³⁴⁵⁶⁷⁸⁹*†]|source|note|来源|注)", re.I)

_Row = Sequence[Word]


def without_furniture(pages: Sequence[tuple[Sequence[Word], float]]) -> list[list[Word]]:
    """The words of each page (given with its height) that are none of its furniture.

    A row in the margin is furniture where it is a page number; where it stands in the same place of two pages in five, figures
    aside; and where it is short, in small letters and far from the text. Large letters are a heading's, wherever they stand.
    """
    body = _body_size([w for words, _ in pages for w in words])
    rows = [[r for r in rows_of(words) if _in_margin(r, height) and r[0].size < 1.2 * body] for words, height in pages]
    counts: Counter[tuple[str, int]] = Counter()
    for page in rows:
        counts.update({_key(row) for row in page})
    repeated = {key for key, n in counts.items() if n >= max(2, 0.4 * len(pages))}
    out = []
    for (words, _), page in zip(pages, rows, strict=True):
        dropped = [r for r in rows_of(words) if _LEADER.search(joined(r))]
        dropped += [
            r for r in page if _key(r) in repeated or _PAGE_NUMBER.match(joined(r)) or _is_remote(r, words, body)
        ]
        gone = {id(w) for row in dropped for w in row}
        out.append([w for w in words if id(w) not in gone])
    return out


def _in_margin(row: _Row, height: float) -> bool:
    return max(w.bottom for w in row) < _MARGIN * height or min(w.top for w in row) > (1 - _MARGIN) * height


def _key(row: _Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", joined(row)), round(row[0].top / 4)


def _body_size(words: Sequence[Word]) -> float:
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    return max(sizes, key=lambda s: sizes[s]) if sizes else 0.0


def _is_remote(row: _Row, words: Sequence[Word], body: float) -> bool:
    """Whether a row of a few small words, no footnote, is two lines or more away from all others."""
    if len(row) > 10 or max(w.size for w in row) > 0.9 * body or _NOTE.match(joined(row)):
        return False
    top, bottom, own = min(w.top for w in row), max(w.bottom for w in row), set(map(id, row))
    near = [w for w in words if id(w) not in own and w.bottom > top - 1.5 * body and w.top < bottom + 1.5 * body]
    return not near and len(words) > 3 * len(row)

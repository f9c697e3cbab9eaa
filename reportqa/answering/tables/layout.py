"""Where a table's names stand: which columns hold labels, which rows name columns, which rows open a section.

Tables out of reports lose their merged cells: a heading stands over the middle of what it covers, a section's name or
"(in thousands)" stands alone in some column. Such rows are put right before the table is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportqa.answering.tables.cells import CellNumber, is_unit_text, is_year_text, plain, read_number
from reportqa.answering.tables.moments import moment

__all__ = ["TOTAL", "Layout", "Row", "clean_label", "layout_of"]

_NOTE = re.compile(r"\s*(?:\((?:\d{1,2}|[a-z])\)(?=\s*(?:\(|$|,|:))|\*+|[¹²³⁴⁵⁶⁷⁸⁹]+)", re.I)
_GLUED_NOTE = re.compile(r"(?<=[a-z)]{3})\d{1,2}$")
_CHANGE = re.compile(
    r"\b(?:change|variance|increase|decrease|growth|inc|dec|movement|normalised)\b|^\W*[%△Δ]\W*$", re.I
)
_ORDINAL = re.compile(r"^(?:first|second|third|fourth|1st|2nd|3rd|4th)(?:\s+quarter)?$", re.I)
_WHEN = re.compile(
    r"^(?:the\s+)?(?:period|year|fiscal year|date|quarter|month|week|half-year|as of|when|time)s?$", re.I
)
_ASIDE = re.compile(r"(?:qualifiers?|hedges?|notes?|remarks?|comments?|footnotes?|sources?|references?|status)$", re.I)
TOTAL = re.compile(r"\b(?:sub-?)?totals?\b|^net$", re.I)


@dataclass(frozen=True, slots=True)
class Row:
    """A body row: its label as written ("" for an unlabelled total), its sections from the outermost, its texts."""

    index: int
    label: str
    sections: tuple[str, ...]
    texts: tuple[tuple[int, str], ...]
    is_total: bool
    group: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A table's texts put right, its label columns, the headers of the top, and its body.

    `per_row[i]` are the column headers in force at `rows[i]`; `notes` are lone statements of a unit or a scale; `asides`
    are columns of words that say nothing of what is measured (hedges, notes, sources).
    """

    texts: tuple[tuple[str, ...], ...]
    labels: tuple[int, ...]
    headers: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]
    per_row: tuple[Sequence[tuple[str, ...]], ...]
    corner: str
    notes: str
    asides: frozenset[int] = frozenset()


def clean_label(text: str) -> str:
    """A label without footnote marks, leader dots and a closing colon."""
    t = _NOTE.sub("", plain(text))
    return _GLUED_NOTE.sub("", t).strip(" .:;")


def layout_of(cells: Sequence[Sequence[str]]) -> Layout:
    """The layout of a table's cells. Never raises: a table without numbers has rows and no headers that matter."""
    texts = [[plain(cell) for cell in row] for row in cells]
    width = max((len(r) for r in texts), default=0)
    texts = [r + [""] * (width - len(r)) for r in texts]
    labels = _label_columns(texts, width)
    texts, notes = _put_right(texts, labels)
    top = _header_count(texts, labels)
    headers = _column_headers(texts[:top], width, labels)
    corner = " ".join(t for r in texts[:top] for c, t in enumerate(r) if c in labels and t)
    asides = frozenset(c for c in labels[1:] if _ASIDE.match(" ".join(r[c] for r in texts[:top]).strip()))
    rows, per_row = _body(texts, top, labels, headers)
    rows = [replace(r, texts=tuple(t for t in r.texts if t[0] not in asides)) for r in rows]
    return Layout(tuple(map(tuple, texts)), labels, tuple(headers), tuple(rows), tuple(per_row), corner, notes, asides)


def _put_right(texts: Sequence[Sequence[str]], labels: Sequence[int]) -> tuple[list[list[str]], str]:
    """Lone statements of a scale are taken out as notes; a section's name that stands in a data column becomes a label."""
    out: list[list[str]] = []
    notes: list[str] = []
    named = False
    for i, row in enumerate(texts):
        filled = [c for c, t in enumerate(row) if t]
        alone = len(row) > 1 and len(filled) == 1
        text = row[filled[0]] if filled else ""
        if alone and is_unit_text(text) and len(text) > 2:
            notes.append(text)
            out.append([""] * len(row))
            continue
        lost = (
            alone and filled[0] not in labels and not _is_amount(text) and not moment(text) and not is_unit_text(text)
        )
        if lost and (text.endswith(":") or (named and i + 1 < len(texts) and _has_data([texts[i + 1]], labels))):
            out.append([text, *[""] * (len(row) - 1)])
            continue
        named = named or sum(c not in labels for c in filled) >= 2
        out.append(list(row))
    return out, " ".join(notes)


def _is_amount(text: str) -> bool:
    """Whether a cell is data: a number or a nil that is not a year."""
    return bool(text) and not is_year_text(text) and read_number(text) is not None


def _label_columns(texts: Sequence[Sequence[str]], width: int) -> tuple[int, ...]:
    """Columns of words: the first one, and every one whose body cells are mostly neither numbers nor empty."""
    columns = [0] if width else []
    for c in range(1, width):
        body = [r[c] for r in texts[1:] if r[c]]
        words = [t for t in body if not _is_amount(t) and not is_year_text(t) and not is_unit_text(t) and not moment(t)]
        has_amount = any(_is_amount(t) and not (read_number(t) or CellNumber(0)).nil for t in body)
        if (body and _WHEN.search(texts[0][c]) and all(moment(t) or is_year_text(t) for t in body)) or (
            body
            and len(words) >= max(2 if len(texts) > 2 else 1, 0.6 * len(body))
            and not (has_amount and len(words) < 0.8 * len(body))
        ):
            columns.append(c)
    if width and len(columns) == width and width > 1:
        columns = columns[:1] if any(_is_amount(t) for r in texts for t in r[1:]) else columns
    return tuple(columns)


def _header_count(texts: Sequence[Sequence[str]], labels: Sequence[int]) -> int:
    """How many leading rows name the columns: those above the first row of data, less the sections that open it."""
    first = next(
        (i for i, r in enumerate(texts) if any(_is_amount(t) for c, t in enumerate(r) if c not in labels)), len(texts)
    )
    if first == len(texts):
        return min(1, len(texts))
    top = first
    while top > 1 and not any(t for c, t in enumerate(texts[top - 1]) if c != 0):
        top -= 1
    if top and all(not any(t for c, t in enumerate(r) if c != 0) for r in texts[:top]):
        return 1 if first > 0 and texts[0][0] and first >= 1 and not any(texts[0][1:]) else 0
    return top


def _spread(row: Sequence[str], labels: Sequence[int]) -> list[str]:
    """One header row with each heading over every column it covers.

    A heading alone covers all; headings centred over blocks of equal width cover their block; others reach to the right.
    """
    data = [c for c in range(len(row)) if c not in labels]
    filled = [c for c in data if row[c]]
    out = list(row)
    if not filled or len(filled) == len(data):
        return out
    if len(filled) == 1:
        return [row[filled[0]] if c in data else row[c] for c in range(len(row))]
    block = len(data) / len(filled)
    if block == int(block) and all(
        int(block) * i <= data.index(c) < int(block) * (i + 1) for i, c in enumerate(filled)
    ):
        for i, c in enumerate(data):
            out[c] = row[filled[i // int(block)]]
        return out
    last = ""
    for c in data:
        last = row[c] or last
        out[c] = last
    return out


def _column_headers(top: Sequence[Sequence[str]], width: int, labels: Sequence[int]) -> list[tuple[str, ...]]:
    """The headings over each column from the top, each once; stacked words that name a period together are joined."""
    spread = [_spread(r, labels) for r in top]
    out: list[tuple[str, ...]] = []
    for c in range(width):
        stack: list[str] = []
        for n, row in enumerate(spread):
            own = top[n][c] or not _foreign(row[c], [r[c] for r in top[n + 1 :]])
            if row[c] and own and row[c] not in stack:
                stack.append(row[c])
        out.append(_joined(stack))
    return out


def _foreign(heading: str, below: Sequence[str]) -> bool:
    """Whether a heading that spread to a column cannot be meant for it: a year over "Change", "Change" over a year, a
    quarter over "Total"."""
    lower = " ".join(t for t in below if t)
    if not lower:
        return False
    if _CHANGE.search(heading) and not moment(heading):
        return bool(moment(lower)) and not _CHANGE.search(lower)
    if _ORDINAL.match(heading):
        return bool(TOTAL.search(lower))
    years = moment(heading).years and len(heading.split()) <= 2
    return bool(years) and bool(_CHANGE.search(lower)) and not is_unit_text(lower)


def _joined(stack: Sequence[str]) -> tuple[str, ...]:
    """ "Third" over "Quarter" is "Third Quarter"."""
    out: list[str] = []
    for text in stack:
        if out and _ORDINAL.match(out[-1]) and re.match(r"quarter\b", text, re.I):
            out[-1] = f"{out[-1]} {text}"
        else:
            out.append(text)
    return tuple(out)


def _is_header_row(texts: Sequence[Sequence[str]], r: int, labels: Sequence[int]) -> bool:
    """A row inside the body that names columns anew: no label, no amount; units, periods, or words above more of them."""
    row = texts[r]
    cells = [t for c, t in enumerate(row) if c not in labels and t]
    if not cells or row[0] or any(_is_amount(t) for t in cells):
        return False
    if all(is_unit_text(t) or moment(t) for t in cells) or (len(cells) >= 2 and all(t.isalpha() for t in cells)):
        return True
    below = next((x for x in texts[r + 1 :] if any(x)), None)
    return len(cells) >= 2 and below is not None and not any(x for c, x in enumerate(below) if c in labels)


def _body(
    texts: Sequence[Sequence[str]], top: int, labels: Sequence[int], headers: Sequence[tuple[str, ...]]
) -> tuple[list[Row], list[Sequence[tuple[str, ...]]]]:
    """The body's rows and, for each, the column headers in force there."""
    rows: list[Row] = []
    per_row: list[Sequence[tuple[str, ...]]] = []
    sections: tuple[str, ...] = ()
    opened = False
    group = 0
    current: Sequence[tuple[str, ...]] = headers
    pending: list[Sequence[str]] = []
    for r in range(top, len(texts)):
        row = texts[r]
        label = next((row[c] for c in labels if row[c]), "")
        others = [t for c, t in enumerate(row) if c not in labels and t]
        if not label and not others:
            continue
        if _is_header_row(texts, r, labels):
            pending.append(row)
            current = _column_headers(pending, len(row), labels)
            if all(is_unit_text(t) for p in pending for c, t in enumerate(p) if c not in labels and t):
                current = [(*h, *n) for h, n in zip(headers, current, strict=True)]
            continue
        pending = []
        if (
            not others
            and label
            and len([c for c in labels if row[c]]) == 1
            and len(row) > 1
            and _has_data(texts, labels)
        ):
            level = _section_level(sections, label, opened)
            sections = (*sections[:level], clean_label(label))
            opened, group = True, group + 1
            continue
        opened = False
        total = bool(TOTAL.search(label)) or (not label and bool(others))
        texts_of = tuple((c, row[c]) for c in labels if row[c])
        rows.append(Row(r, clean_label(label), sections, texts_of, total, group))
        per_row.append(current)
    return rows, per_row


def _has_data(texts: Sequence[Sequence[str]], labels: Sequence[int]) -> bool:
    return any(_is_amount(t) for r in texts for c, t in enumerate(r) if c not in labels)


def _section_level(sections: tuple[str, ...], label: str, opened: bool) -> int:
    """How deep a new section lies: inside the one that was opened on the row just above, or under a lasting period."""
    if opened:
        return min(len(sections), 2)
    lasting = [s for s in sections if moment(s)]
    return len(lasting) if lasting and not moment(label) else 0

"""Plain text → a Document: headings, lists, captions and tables told by their shape."""

from __future__ import annotations

import re
from pathlib import Path

from reportqa.reading.metadata import date_in, publisher_in, report_of
from reportqa.reading.tables import split_lines_table
from reportqa.types import Block, BlockKind, Document, Table

__all__ = ["lead_in_of", "read_plain"]

_BULLET = re.compile(r"[ \t]*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(?=\S)")
_CAPTION = re.compile(
    r"^(?:(?:figure|fig\.|image|photo|chart|picture|table)\s*\d*\s*[:.–-]|文章配图|图\s*\d*|表\s*\d*)", re.I
)
_NUMBERED_HEADING = re.compile(r"^(?:[A-Z][a-z]+\s+(?:\d{1,2}|[IVX]+)\s*[:.–—]|\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z])")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "vs",
        "with",
        "who",
        "what",
        "why",
        "how",
    ]
)


def read_plain(text: str, path: Path, root: Path) -> Document:
    """A .txt file: its canonical text is the file itself."""
    blocks, tables = _blocks(text)
    title = next((text[b.start : b.end] for b in blocks if b.kind is BlockKind.HEADING), "") or path.stem
    return Document(
        id=path.relative_to(root).as_posix(),
        title=re.sub(r"\s+", " ", title).strip(),
        publisher=publisher_in(text),
        published=date_in(text),
        report=report_of(path, root),
        text=text,
        blocks=tuple(blocks),
        tables=tuple(tables),
    )


def _groups(text: str) -> list[list[tuple[int, int]]]:
    """Runs of non-blank lines, each line as a span without its line end."""
    out: list[list[tuple[int, int]]] = [[]]
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group().rstrip("\n")
        if line.strip():
            out[-1].append((match.start(), match.start() + len(line.rstrip())))
        elif out[-1]:
            out.append([])
    return [g for g in out if g]


def _blocks(text: str) -> tuple[list[Block], list[Table]]:
    blocks: list[Block] = []
    tables: list[Table] = []
    groups = _groups(text)
    for n, lines in enumerate(groups):
        table = split_lines_table(text, lines, f"table {len(tables) + 1}", _title_above(text, blocks))
        if table is not None:
            tables.append(table)
            blocks.append(Block(BlockKind.TABLE, table.start, table.end))
            continue
        following = text[slice(*groups[n + 1][0])] if n + 1 < len(groups) else ""
        blocks += _group_blocks(text, lines, n, following, blocks)
    return blocks, tables


def _title_above(text: str, blocks: list[Block]) -> str:
    """The line before a table, where it reads as its title."""
    if not blocks:
        return ""
    above = text[blocks[-1].start : blocks[-1].end]
    return above if len(above.split()) <= 20 else re.split(r"(?<=[.!?])\s+", above)[-1]


def _group_blocks(text: str, lines: list[tuple[int, int]], n: int, following: str, before: list[Block]) -> list[Block]:
    """The blocks of one run of lines: a heading, a caption, a list, or a paragraph that may be hard-wrapped."""
    first = text[slice(*lines[0])].strip()
    start = lines[0][0] + len(text[slice(*lines[0])]) - len(text[slice(*lines[0])].lstrip())
    if any(_BULLET.match(text, a, b) for a, b in lines) and not (
        n == 0 or (_NUMBERED_HEADING.match(first) and len(lines) == 1 and _is_heading(first, following, False))
    ):
        return _list_blocks(text, lines, before)
    if len(lines) == 1 and (
        (_CAPTION.match(first) and len(first.split()) <= 25) or re.fullmatch(r"[\u4e00-\u9fff]{1,12}", first)
    ):
        return [Block(BlockKind.CAPTION, start, lines[-1][1])]
    if len(lines) == 1 and _is_heading(first, following, n == 0):
        level = 1 if n == 0 else 3 if re.match(r"[A-Z][a-z]+\s+\d", first) or re.match(r"\d+\.\d", first) else 2
        return [Block(BlockKind.HEADING, start, lines[0][1], level)]
    if len(lines) > 1 and _is_heading(first, text[slice(*lines[1])], n == 0) and len(first) < 50 and n > 0:
        return [Block(BlockKind.HEADING, start, lines[0][1], 2), Block(BlockKind.PARAGRAPH, lines[1][0], lines[-1][1])]
    return [Block(BlockKind.PARAGRAPH, start, lines[-1][1])]


def _is_heading(line: str, following: str, first: bool) -> bool:
    """Whether a line alone is a heading: short, unpunctuated at its end, written like a title, with text after it."""
    words = line.split()
    if len(words) > 22 or re.search(r"[.;,:。；，：]$", line) or line.startswith(("©", "|", "http")) or " | " in line:
        return False
    if not following:
        return False
    if first or _NUMBERED_HEADING.match(line):
        return True
    letters = [w for w in re.findall(r"[A-Za-z][\w’'-]*", line) if w.lower() not in _SMALL]
    if not letters:
        return False
    capitals = sum(w[0].isupper() for w in letters) / len(letters)
    if line.endswith(("?", "!")):
        return capitals > 0.7
    sentence_like = following[:1].isupper() and len(following.split()) > len(words)
    return capitals >= 0.6 or (len(words) <= 7 and line[0].isupper() and sentence_like)


def _list_blocks(text: str, lines: list[tuple[int, int]], before: list[Block]) -> list[Block]:
    """A run of lines with bullets: a paragraph for what stands before the first, then an item for each bullet."""
    starts = [i for i, (a, b) in enumerate(lines) if _BULLET.match(text, a, b)]
    out: list[Block] = []
    if starts[0] > 0:
        out.append(Block(BlockKind.PARAGRAPH, lines[0][0], lines[starts[0] - 1][1]))
    lead = lead_in_of(text, [*before, *out])
    for i, at in enumerate(starts):
        last = starts[i + 1] - 1 if i + 1 < len(starts) else len(lines) - 1
        marker = _BULLET.match(text, *lines[at])
        assert marker is not None
        indent = len(marker.group()) - len(marker.group().lstrip())
        out.append(Block(BlockKind.LIST_ITEM, marker.end(), lines[last][1], 1 + indent // 4, lead_in=lead))
    return out


def lead_in_of(text: str, before: list[Block]) -> tuple[int, int] | None:
    """The sentence that introduces a list: the last of the paragraph before it, or the lead-in of the item before it."""
    if not before:
        return None
    last = before[-1]
    if last.kind is BlockKind.LIST_ITEM:
        return last.lead_in
    if last.kind is not BlockKind.PARAGRAPH:
        return None
    starts = [m.end() for m in re.finditer(r"[.!?]\s+(?=[A-Z])", text[last.start : last.end])]
    return last.start + (starts[-1] if starts else 0), last.end

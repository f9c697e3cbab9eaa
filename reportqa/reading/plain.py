"""Plain text → a Document: headings, lists, captions and tables told by their shape."""

from __future__ import annotations

import re
from pathlib import Path

from reportqa.reading.drawn import drawn_table
from reportqa.reading.markdown import read_markdown
from reportqa.reading.metadata import date_in, is_date_line, publisher_in, report_of
from reportqa.reading.prose import lead_in_of, section_of, title_above
from reportqa.types import Block, BlockKind, Document, Table

__all__ = ["read_plain"]

_Line = tuple[int, int]
_BULLET = re.compile(r"[ \t]*(?:[•●▪◦‣·*–—-]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(?=\S)")
_CAPTION = re.compile(
    r"^(?:(?:figure|fig\.|image|photo|chart|picture|table|exhibit)\s*\d*\s*[:.–—-]|文章配图|配图|图片|图\s*\d+|表\s*\d+)",
    re.I,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
# "Reason 1: …", "Chapter IV – …", "第三章 …".
_PART = re.compile(
    r"^(?:[A-Z][a-z]+\s+(?:\d{1,2}|[IVX]+)\s*[:.–—]|第[一二三四五六七八九十\d]+[章节部]|[一二三四五六七八九十]+、)"
)
# "3 Results", "3. Results", "3.1 Results", but not "7.9 Trillion Tokens" or "50 Million Users".
_NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?!(?:hundred|thousand|million|billion|trillion|percent|per|times|x)\b)[A-Z]",
    re.I,
)
_BYLINE = re.compile(
    r"^(?:by|authors?|written by|source|editors?|作者|来源|编辑)\b\s*:?\s+(?:[A-Z][\w.’'-]*[,\s]*(?:and\s)?){1,8}$|^(?:作者|来源|编辑)[:：]",
    re.I,
)
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*")
_SMALL = frozenset(re.findall(r"\w+", "a an and as at but by for from in is of on or the to vs with who what why how"))


def read_plain(text: str, path: Path, root: Path) -> Document:
    """A .txt file: its canonical text is the file itself. One that is written in Markdown is read as Markdown."""
    if len(re.findall(r"^#{1,4} \S", text, re.M)) > 1:
        return read_markdown(text, path, root)
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


def _groups(text: str) -> list[list[_Line]]:
    """Runs of non-blank lines, each line as a span without its line end."""
    out: list[list[_Line]] = [[]]
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match.group().rstrip("\n")
        if line.strip():
            out[-1].append((match.start(), match.start() + len(line.rstrip(" "))))
        elif out[-1]:
            out.append([])
    return [g for g in out if g]


def _blocks(text: str) -> tuple[list[Block], list[Table]]:
    blocks: list[Block] = []
    tables: list[Table] = []
    groups = _groups(text)
    width = max((b - a for lines in groups for a, b in lines), default=0)
    for n, lines in enumerate(groups):
        name, section = f"table {len(tables) + 1}", section_of(text, blocks)
        table = drawn_table(text, lines, name, title_above(text, blocks), section=section)
        if table is not None:
            tables.append(table)
            blocks.append(Block(BlockKind.TABLE, table.start, table.end))
            continue
        following = text[slice(*groups[n + 1][0])].strip() if n + 1 < len(groups) else ""
        if _is_wrapped_heading(text, lines, following, width, not blocks):
            blocks.append(_heading(text, (lines[0][0], lines[-1][1]), blocks))
        else:
            blocks += _group_blocks(text, lines, following, blocks)
    return blocks, tables


def _group_blocks(text: str, lines: list[_Line], following: str, before: list[Block]) -> list[Block]:
    """The blocks of one run of lines: a heading, a caption, a list, or a paragraph that may be hard-wrapped."""
    first = text[slice(*lines[0])].strip()
    top = not before
    if len(lines) > 1 and _UNDERLINE.fullmatch(text, *lines[1]):
        rest = lines[2:]
        heading = _heading(text, lines[0], before)
        return [heading, *(_group_blocks(text, rest, following, [*before, heading]) if rest else [])]
    alone = len(lines) == 1
    numbered = _NUMBERED.match(first) is not None and alone and _is_heading(first, following, False)
    if not top and not numbered and any(_BULLET.match(text, a, b) for a, b in lines):
        return _list_blocks(text, lines, before)
    start = lines[0][0] + len(text[slice(*lines[0])]) - len(text[slice(*lines[0])].lstrip())
    if alone and _is_caption(first, text):
        return [Block(BlockKind.CAPTION, start, lines[0][1])]
    if alone and _is_heading(first, following, top):
        return [_heading(text, lines[0], before)]
    if not alone and (top or len(first) < 50) and _is_heading(first, text[slice(*lines[1])].strip(), top, 7):
        # A title or a heading whose text follows without a blank line.
        heading = _heading(text, lines[0], before)
        return [heading, *_group_blocks(text, lines[1:], following, [*before, heading])]
    return [Block(BlockKind.PARAGRAPH, start, lines[-1][1])]


def _is_wrapped_heading(text: str, lines: list[_Line], following: str, width: int, top: bool) -> bool:
    """Whether two or three full lines of a text that is broken at its margin (`width` letters) are one heading."""
    if not 1 < len(lines) < 4 or not 40 <= width <= 120 or any(b - a < 0.6 * width for a, b in lines[:-1]):
        return False
    parts = [text[a:b].strip() for a, b in lines]
    if any(is_date_line(p) or re.search(r"[.;:。]$", p) for p in parts) or any(_BULLET.match(p) for p in parts):
        return False
    return _is_heading(" ".join(parts), following, top)


def _is_caption(line: str, text: str) -> bool:
    if _CAPTION.match(line):
        return len(line.split()) <= 25
    # A stray line in Chinese inside another language's article is a picture's mark, not one of its headings.
    return re.fullmatch(r"[\u4e00-\u9fff]{1,12}", line) is not None and len(_HAN.findall(text)) * 5 < len(text)


def _is_heading(line: str, following: str, first: bool, most: int = 14) -> bool:
    """Whether a line alone is a heading: short, unpunctuated at its end, written like a title, with text after it.

    One that is written like a sentence without its stop has `most` words at most.
    """
    words = line.split()
    if len(words) > 22 or re.search(r"[.;,:。；，：]$", line) or line.startswith(("©", "|", "http")) or " | " in line:
        return False
    if not following or is_date_line(line) or _BYLINE.match(line):
        return False
    if first or _NUMBERED.match(line) or _PART.match(line):
        return len(line) <= 200
    if len(_HAN.findall(line)) * 2 > len(line):
        return len(line) <= 30 and len(following) > len(line)
    letters: list[str] = [w for w in re.findall(r"[A-Za-z][\w’'-]*", line) if w.lower() not in _SMALL]
    if not letters:
        return False
    capitals = sum(w[0].isupper() for w in letters) / len(letters)
    if line.endswith(("?", "!")):
        return capitals > 0.7
    sentence_like = following[:1].isupper() and len(following.split()) > len(words)
    return capitals >= 0.6 or (len(words) <= most and line[0].isupper() and sentence_like)


def _heading(text: str, line: _Line, before: list[Block]) -> Block:
    """A heading with its level: 1 for the title and for its repetition, by its number's parts, 3 for "Reason 1: …", else 2."""
    words = text[slice(*line)]
    start = line[0] + len(words) - len(words.lstrip())
    titles = [text[b.start : b.end] for b in before if b.kind is BlockKind.HEADING and b.level == 1]
    numbered = _NUMBERED.match(words.strip())
    prose = any(b.kind is BlockKind.PARAGRAPH and len(text[b.start : b.end].split()) > 12 for b in before)
    if not before or (not prose and any(_alike(words, t) for t in titles)):
        level = 1
    elif numbered:
        level = min(2 + numbered["number"].count("."), 6)
    else:
        level = 3 if _PART.match(words.strip()) and any(b.level == 2 for b in before) else 2
    return Block(BlockKind.HEADING, start, line[1], level)


def _alike(a: str, b: str) -> bool:
    """Whether two titles share most of their words."""
    mine, other = (set(re.findall(r"[\w.]+", t.lower())) - _SMALL for t in (a, b))
    return len(mine & other) * 2 >= min(len(mine), len(other)) > 1


def _list_blocks(text: str, lines: list[_Line], before: list[Block]) -> list[Block]:
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

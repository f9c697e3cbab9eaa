"""Markdown with front matter → a Document. markdown-it-py finds the structure; lines give the offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportqa.reading.drawn import drawn_table
from reportqa.reading.images import picture_of
from reportqa.reading.metadata import date_in, publisher_in, report_of
from reportqa.reading.prose import lead_in_of, section_of, title_above
from reportqa.types import Block, BlockKind, Document, Picture, Table

__all__ = ["read_markdown"]

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^([A-Za-z_][\w -]*):[ \t]*(.*)$", re.M)
# "[^1]: The year had 52 weeks." defines a footnote, "[^1]" refers to it.
_NOTE = re.compile(r"^[ \t]{0,3}\[\^[^\]\s]{1,30}\]:[ \t]*", re.M)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]{1,30}\]")
_EMPHASIS = re.compile(r"(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<words>(?:(?!\*).)+?)(?<=\S)(?P=mark)", re.S)


def read_markdown(text: str, path: Path, root: Path) -> Document:
    """A .md file: its canonical text is the file itself, markup included; blocks hold the words without the markers."""
    fields, skipped = _front_matter(text)
    # Blank lines in place of the front matter keep every line number true.
    tokens = MarkdownIt("commonmark").enable("table").parse("\n" * text[:skipped].count("\n") + text[skipped:])
    walk = _Walk(text, path, root)
    walk.read(tokens)
    blocks = [b for b in walk.blocks if b.start < b.end]
    heading = next((text[b.start : b.end] for b in blocks if b.kind is BlockKind.HEADING), "")
    return Document(
        id=path.relative_to(root).as_posix(),
        title=fields.get("title") or heading or path.stem,
        publisher=fields.get("publisher") or fields.get("author") or publisher_in(text),
        published=_date(fields) or date_in(text),
        report=report_of(path, root),
        text=text,
        blocks=tuple(blocks),
        tables=tuple(walk.tables),
        pictures=tuple(walk.pictures),
    )


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """The "name: value" lines between "---" lines at the top, and where the article begins."""
    match = _FRONT.match(text)
    if match is None:
        return {}, 0
    return {k.strip().lower(): v.strip().strip("'\"") for k, v in _FIELD.findall(match.group(1))}, match.end()


def _date(fields: dict[str, str]) -> str:
    value = fields.get("published") or fields.get("date") or ""
    return value if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else date_in(f"Published: {value}") if value else ""


class _Walk:
    """One pass over the tokens: blocks, tables and pictures in reading order."""

    def __init__(self, text: str, path: Path, root: Path) -> None:
        self.text, self.path, self.root = text, path, root
        self.starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text)]
        self.blocks: list[Block] = []
        self.tables: list[Table] = []
        self.pictures: list[Picture] = []

    def read(self, tokens: list[Token]) -> None:
        """Every block of the tokens."""
        depth = 0
        for n, token in enumerate(tokens):
            depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
            if token.map is None:
                continue
            start, end = (self.starts[min(at, len(self.starts) - 1)] for at in token.map)
            if token.type == "heading_open":
                self.blocks.append(_trimmed(self.text, BlockKind.HEADING, start, end, int(token.tag[1])))
            elif token.type == "paragraph_open" and _is_image(tokens[n + 1]):
                self._image(start, end)
            elif token.type == "paragraph_open":
                self.blocks.extend(_paragraphs(self.text, start, end, depth, self.blocks))
            elif token.type in ("fence", "code_block"):
                self.blocks.append(Block(BlockKind.PARAGRAPH, *_span(self.text, start, end)))
            elif token.type == "table_open":
                self._table(start, end)

    def _table(self, start: int, end: int) -> None:
        text = self.text
        lines = [(a, b - (text[b - 1 : b] == "\n")) for a, b in pairwise(self.starts) if start <= a < end and a < b]
        name, section = f"table {len(self.tables) + 1}", section_of(text, self.blocks)
        title = _without_marks(title_above(text, self.blocks))
        table = drawn_table(text, lines, name, title, section=section, ragged=True)
        if table is not None:
            self.tables.append(table)
            self.blocks.append(Block(BlockKind.TABLE, table.start, table.end))

    def _image(self, start: int, end: int) -> None:
        """A picture alone in its paragraph: the words in its brackets are its caption."""
        match = re.compile(r"\s*!\[(?P<words>[^\]]*)\]\(\s*<?(?P<source>[^)>\s]+)").match(self.text, start, end)
        if match is None or not match["words"].strip():
            return
        a, b = _span(self.text, *match.span("words"))
        self.blocks.append(Block(BlockKind.CAPTION, a, b))
        name, media_type, data = picture_of(match["source"], self.path, self.root)
        if data:
            self.pictures.append(Picture(name, media_type, data, a, b))


def _is_image(inline: Token) -> bool:
    return inline.children is not None and len(inline.children) == 1 and inline.children[0].type == "image"


def _without_marks(words: str) -> str:
    """Words of a line without the emphasis around all of them and without the marks of footnotes."""
    plain = _NOTE_MARK.sub("", words).strip()
    match = _EMPHASIS.fullmatch(plain)
    return match["words"] if match else plain


def _paragraphs(text: str, start: int, end: int, depth: int, blocks: list[Block]) -> Iterator[Block]:
    """A paragraph or list item; the definition of each footnote is a paragraph of its own, without its mark."""
    notes = list(_NOTE.finditer(text, start, end)) if depth == 0 else []
    stops = [*(m.start() for m in notes), end]
    if start < stops[0]:
        yield _paragraph(text, start, stops[0], depth, blocks)
    for note, stop in zip(notes, stops[1:], strict=True):
        yield _trimmed(text, BlockKind.PARAGRAPH, note.end(), stop)


def _paragraph(text: str, start: int, end: int, depth: int, blocks: list[Block]) -> Block:
    if depth == 0:
        return _trimmed(text, BlockKind.PARAGRAPH, start, end)
    marker = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+(?:\[[ xX]\][ \t]+)?").match(text, start, end)
    lead = blocks[-1].lead_in if blocks and blocks[-1].kind is BlockKind.LIST_ITEM else lead_in_of(text, blocks)
    a, b = _span(text, marker.end() if marker else start, end)
    return Block(BlockKind.LIST_ITEM, a, b, depth, lead_in=lead)


def _trimmed(text: str, kind: BlockKind, start: int, end: int, level: int = 0) -> Block:
    """A block without its markers: "## ", a closing "##", an underline."""
    a, b = _span(text, start, end)
    if kind is BlockKind.HEADING:
        marker = re.compile(r"#{1,6}[ \t]+").match(text, a, b)
        a = marker.end() if marker else a
        body = re.sub(r"(?:[ \t]+#+|\n[=-]+)[ \t]*$", "", text[a:b])
        b = a + len(body)
        emphasis = _EMPHASIS.fullmatch(text, a, b)
        a, b = emphasis.span("words") if emphasis else (a, b)
    return Block(kind, a, b, level)


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

"""Markdown with front matter → a Document. markdown-it-py finds the structure; lines give the offsets."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reportqa.reading.drawn import drawn_table
from reportqa.reading.metadata import date_in, publisher_in, report_of
from reportqa.reading.prose import lead_in_of, title_above
from reportqa.types import Block, BlockKind, Document, Table

__all__ = ["read_markdown"]

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^([A-Za-z_][\w -]*):[ \t]*(.*)$", re.M)


def read_markdown(text: str, path: Path, root: Path) -> Document:
    """A .md file: its canonical text is the file itself, markup included; blocks hold the words without the markers."""
    fields, skipped = _front_matter(text)
    # Blank lines in place of the front matter keep every line number true.
    tokens = MarkdownIt("commonmark").enable("table").parse("\n" * text[:skipped].count("\n") + text[skipped:])
    blocks, tables = _walk(text, tokens)
    heading = next((text[b.start : b.end] for b in blocks if b.kind is BlockKind.HEADING), "")
    return Document(
        id=path.relative_to(root).as_posix(),
        title=fields.get("title") or heading or path.stem,
        publisher=fields.get("publisher") or fields.get("author") or publisher_in(text),
        published=_date(fields) or date_in(text),
        report=report_of(path, root),
        text=text,
        blocks=tuple(blocks),
        tables=tuple(tables),
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


def _walk(text: str, tokens: list[Token]) -> tuple[list[Block], list[Table]]:
    """Blocks and tables of a token stream in reading order."""
    starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text)]
    blocks: list[Block] = []
    tables: list[Table] = []
    depth = 0
    for n, token in enumerate(tokens):
        depth += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.map is None:
            continue
        start, end = starts[min(token.map[0], len(starts) - 1)], starts[min(token.map[1], len(starts) - 1)]
        if token.type == "heading_open":
            blocks.append(_trimmed(text, BlockKind.HEADING, start, end, int(token.tag[1])))
        elif token.type == "paragraph_open":
            blocks.append(_paragraph(text, start, end, depth, blocks, tokens[n + 1]))
        elif token.type in ("fence", "code_block"):
            blocks.append(Block(BlockKind.PARAGRAPH, *_span(text, start, end)))
        elif token.type == "table_open":
            lines = [(a, b - (text[b - 1 : b] == "\n")) for a, b in pairwise(starts) if start <= a < end and a < b]
            table = drawn_table(text, lines, f"table {len(tables) + 1}", title_above(text, blocks), ragged=True)
            if table is not None:
                tables.append(table)
                blocks.append(Block(BlockKind.TABLE, table.start, table.end))
    return [b for b in blocks if b.start < b.end], tables


def _paragraph(text: str, start: int, end: int, depth: int, blocks: list[Block], inline: Token) -> Block:
    if depth == 0:
        image = inline.children and len(inline.children) == 1 and inline.children[0].type == "image"
        return _trimmed(text, BlockKind.CAPTION if image else BlockKind.PARAGRAPH, start, end)
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
    return Block(kind, a, b, level)


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

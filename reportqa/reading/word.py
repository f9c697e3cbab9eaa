"""Word (.docx) → a Document, in document order: headings, lists, tables, captions, pictures, core properties.

python-docx opens the package; the elements of its body are read in order, so that content controls and tracked insertions
are not lost and tracked deletions are not kept.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from reportqa.errors import ReadError
from reportqa.reading.assembly import Assembly
from reportqa.reading.images import media_type_of
from reportqa.reading.metadata import Facts, clean_name, clean_title
from reportqa.reading.wordtables import table_grid
from reportqa.reading.wordtext import is_bold, paragraph_text
from reportqa.types import BlockKind, Document

__all__ = ["read_word"]

_BULLET = re.compile(r"^[•●▪◦‣·–—-]\s+(?=\S)")
_CAPTION = re.compile(r"^(?:figure|fig\.|chart|picture|photo|exhibit|table|图|表)\s*\d+\s*[:.–—-]?", re.I)
_TEMPLATE = dt.date(
    2013, 12, 23
)  # when python-docx's own template was made: its documents say so unless told otherwise
_MAX_PICTURE = 5 * 2**20


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph is set: its style's name, its list level (0 outside lists) and heading level (0 for text)."""

    style: str
    item: int
    heading: int


def read_word(data: bytes, path: Path, root: Path) -> Document:
    """A .docx file. Raises ReadError where it is damaged or holds no text."""
    name = path.relative_to(root).as_posix()
    try:
        word = docx.Document(io.BytesIO(data))
        assembly = Assembly(name)
        _Body(word, assembly).read()
        facts = _facts(word, assembly)
    except Exception as error:  # python-docx raises KeyError, ValueError, lxml and zip errors alike
        raise ReadError(
            f"{name}: damaged, or not a Word document ({type(error).__name__}); save it again as .docx"
        ) from error
    if not assembly.blocks:
        raise ReadError(f"{name}: holds no text")
    return assembly.document(path, root, facts)


def _facts(word: WordDocument, assembly: Assembly) -> Facts:
    core = word.core_properties
    created = core.created.date().isoformat() if core.created and core.created.date() != _TEMPLATE else ""
    named = [b for b in assembly.blocks if b.kind is BlockKind.HEADING and b.level == 1]
    return Facts(
        title=clean_title(core.title or "") or (assembly.text[named[0].start : named[0].end] if named else ""),
        publisher=_company(word),
        author=clean_name(core.author or ""),
        created=created,
    )


def _company(word: WordDocument) -> str:
    """The organisation that the package's extended properties name."""
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            match = re.search(rb"<(?:\w+:)?Company>([^<]{1,200})<", part.blob)
            return clean_name(match[1].decode("utf-8", "replace")) if match else ""
    return ""


class _Body:
    """One pass over the body's children."""

    def __init__(self, word: WordDocument, assembly: Assembly) -> None:
        self.word, self.assembly = word, assembly
        self.styles: dict[str, tuple[str, int, int]] = _styles(word)
        self.picture: tuple[str, bytes] | None = None
        self.styled = any(level for _, level, _ in self._used())

    def read(self) -> None:
        """Every block, in order."""
        for child in _children(self.word.element.body):
            if child.tag == qn("w:p"):
                self._paragraph(child)
            else:
                self._flush_picture("")
                self.assembly.table(table_grid(child))
        self._flush_picture("")
        for words in _footnotes(self.word):
            self.assembly.paragraph(words)

    def _used(self) -> Iterator[tuple[str, int, int]]:
        for style in self.word.element.body.iter(qn("w:pStyle")):
            yield self.styles.get(style.get(qn("w:val")), ("", 0, 0))

    def _paragraph(self, element: Any) -> None:
        words = paragraph_text(element)
        look = self._look(element, words)
        image = self._image(element)
        if image is not None:
            self._flush_picture("")
            self.picture = image
        if not words.strip() or look.style.startswith("toc"):
            return
        if look.style == "caption" or (self.picture and _CAPTION.match(words)):
            self._flush_picture(words) if self.picture else self.assembly.caption(words)
            return
        if image is None:
            self._flush_picture("")
        bullet = _BULLET.match(words)
        if look.heading:
            self.assembly.heading(words, look.heading)
        elif look.item or bullet:
            self.assembly.item(words[bullet.end() :] if bullet else words, max(look.item, 1))
        else:
            self.assembly.paragraph(words)

    def _look(self, element: Any, words: str) -> _Look:
        properties = element.find(qn("w:pPr"))
        style = properties.find(qn("w:pStyle")) if properties is not None else None
        name, heading, item = self.styles.get(style.get(qn("w:val")) if style is not None else "", ("", 0, 0))
        numbering = properties.find(qn("w:numPr")) if properties is not None else None
        if numbering is not None and not heading:
            level = numbering.find(qn("w:ilvl"))
            off = numbering.find(qn("w:numId"))
            item = (
                0
                if off is not None and off.get(qn("w:val")) == "0"
                else 1 + int(level.get(qn("w:val")) if level is not None else 0)
            )
        outline = properties.find(qn("w:outlineLvl")) if properties is not None else None
        if outline is not None and int(outline.get(qn("w:val"))) < 6:
            heading = heading or 1 + int(outline.get(qn("w:val")))
        if not heading and not item and not self.styled and _shaped_like_heading(element, words):
            heading = 2 if self.assembly.blocks else 1
        return _Look(name, item, heading)

    def _image(self, element: Any) -> tuple[str, bytes] | None:
        """(name, bytes) of the first picture of a paragraph that the package holds."""
        for blip in element.iter(qn("a:blip")):
            part = self.word.part.related_parts.get(blip.get(qn("r:embed")))
            if part is not None and len(part.blob) <= _MAX_PICTURE and media_type_of(part.blob):
                return Path(str(part.partname)).name, part.blob
        return None

    def _flush_picture(self, caption: str) -> None:
        """Adds the picture that waits for its caption; one without a caption is left out."""
        if self.picture is not None and caption:
            name, data = self.picture
            self.assembly.picture(name, media_type_of(data), data, caption)
        self.picture = None


def _children(body: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, those inside content controls too, a table of contents left out."""
    for child in body:
        if child.tag in (qn("w:p"), qn("w:tbl")):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:customXml"), qn("w:moveTo")):
            gallery = next(child.iter(qn("w:docPartGallery")), None)
            content = child.find(qn("w:sdtContent")) if child.tag == qn("w:sdt") else child
            if content is not None and (gallery is None or gallery.get(qn("w:val")) != "Table of Contents"):
                yield from _children(content)


def _footnotes(word: WordDocument) -> Iterator[str]:
    """The words of each footnote (Word keeps two more, of rules, in the same part)."""
    for part in word.part.package.iter_parts():
        if str(part.partname) == "/word/footnotes.xml" and len(part.blob) < 5 * 2**20:
            for note in parse_xml(part.blob).iter(qn("w:footnote")):
                if note.get(qn("w:type")) is None:
                    yield " ".join(paragraph_text(p) for p in note.iter(qn("w:p")))


def _styles(word: WordDocument) -> dict[str, tuple[str, int, int]]:
    """Style id → (name in lower case, heading level, list level), by the names that Word gives its own styles."""
    out = {}
    below = _below_title(word)
    for style in word.styles.element.iter(qn("w:style")):
        name_element = style.find(qn("w:name"))
        name = (name_element.get(qn("w:val")) or "").lower() if name_element is not None else ""
        heading = re.fullmatch(r"heading ([1-6])", name)
        listed = re.fullmatch(r"list (?:bullet|number|paragraph)(?: (\d))?", name)
        level = 1 if name == "title" else int(heading[1]) + below if heading else 0
        in_list = listed is not None and name != "list paragraph"
        out[style.get(qn("w:styleId")) or ""] = (name, min(level, 6), int(listed[1] or 1) if listed and in_list else 0)
    return out


def _below_title(word: WordDocument) -> int:
    """1 where the document has a paragraph in the Title style, which then stands above its headings."""
    names = {s.get(qn("w:styleId")): s.find(qn("w:name")) for s in word.styles.element.iter(qn("w:style"))}
    titles = {n for n, name in names.items() if name is not None and (name.get(qn("w:val")) or "").lower() == "title"}
    return int(any(p.get(qn("w:val")) in titles for p in word.element.body.iter(qn("w:pStyle"))))


def _shaped_like_heading(element: Any, words: str) -> bool:
    """In a document without heading styles: a short line in bold without a stop."""
    return 0 < len(words.split()) <= 15 and not words.rstrip().endswith((".", ":", ";", ",", "。")) and is_bold(element)

"""HTML → a Document: the main text without menus and footers, with its headings, lists, tables, captions and pictures.

lxml parses; elements that are furniture by their tag, role or name are dropped; where no element says that it is the
article, trafilatura finds the main text and the smallest element that holds it is read.
"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from reportqa.errors import ReadError
from reportqa.reading.assembly import Assembly
from reportqa.reading.htmlfacts import page_facts
from reportqa.reading.htmlmain import MAX_DEPTH, depth_of, main_element, prune
from reportqa.reading.htmltables import is_data_table, table_grid
from reportqa.reading.htmltext import inline_text
from reportqa.reading.images import picture_of
from reportqa.types import Document

__all__ = ["read_html"]

_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
        "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ]
)  # fmt: skip
_BREAK = "\x0b"  # a <br>, kept apart from the line ends of the file, which mean nothing
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # by XML, and so by lxml
_BULLET = re.compile(r"\s*[•●▪◦‣·]\s+(?=\S)")
_HEADING = re.compile(r"h([1-6])$")


def read_html(text: str, path: Path, root: Path) -> Document:
    """A .html file. Raises ReadError where it holds no text."""
    tree = _parse(text, path, root)
    facts = page_facts(tree)
    name = path.relative_to(root).as_posix()
    assembly = Assembly(name)
    prune(tree)
    _Walk(assembly, path, root).read(main_element(tree))
    if re.search(r"<body\b", text, re.I) and not re.search(r"</(?:body|html)\s*>", text, re.I):
        assembly.warnings.append(f"{name}: its end is missing; it may have been cut short")
    if not assembly.blocks:
        raise ReadError(f"{name}: holds no text")
    return assembly.document(path, root, facts)


def _parse(text: str, path: Path, root: Path) -> HtmlElement:
    name = path.relative_to(root).as_posix()
    text = _FORBIDDEN.sub(" ", text)
    # lxml refuses text that names its own encoding: it is decoded already.
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text)
    try:
        tree = lxml_html.document_fromstring(
            text, parser=lxml_html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(f"{name}: cannot be parsed as HTML ({error})") from error
    if depth_of(tree) > MAX_DEPTH:
        raise ReadError(f"{name}: its elements nest more than {MAX_DEPTH} deep; save it again from a browser")
    return tree


class _Walk:
    """One pass over the elements in document order, without recursion: text gathers until a block begins or ends."""

    def __init__(self, assembly: Assembly, path: Path, root: Path) -> None:
        self.assembly, self.path, self.root = assembly, path, root
        self.buffer: list[str] = []
        self.lists = 0
        self.kind: list[str] = []
        self.bold = self.bold_headings = False

    def read(self, main: HtmlElement) -> None:
        """Every block of an element, in order."""
        # Where nothing is marked as a heading below the title, a paragraph that is bold from end to end is one.
        self.bold_headings = next(main.iter("h2", "h3", "h4"), None) is None
        events = etree.iterwalk(main, events=("start", "end"))
        for event, element in events:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if self._whole(element, tag):
                    events.skip_subtree()
                else:
                    self._open(element, tag)
            else:
                self._close(element, tag)
                if element is not main:
                    self.buffer.append(element.tail or "")
        self._flush()

    def _whole(self, element: HtmlElement, tag: str) -> bool:
        """Reads an element that is one part: a table of data, a picture with its caption, a run of inline text."""
        if tag == "table" and is_data_table(element):
            self._flush()
            caption = element.find("caption")
            title = inline_text(caption) if caption is not None else ""
            if title:
                self.assembly.caption(title)
            self.assembly.table(table_grid(element), title=title)
            return True
        if tag == "figure" and element.find(".//table") is None:
            return self._figure(element)
        if tag not in _BLOCKS and tag not in ("br", "img", "picture", "caption") and not _holds_blocks(element):
            self.buffer.append(inline_text(element))
            return True
        return False

    def _figure(self, element: HtmlElement) -> bool:
        caption = next(element.iter("figcaption"), None)
        image = next(element.iter("img"), None)
        words = inline_text(caption) if caption is not None else ""
        if not words or image is None:
            return False
        self._flush()
        name, media_type, data = picture_of(image.get("src") or "", self.path, self.root)
        self.assembly.picture(name, media_type, data, words)
        return True

    def _open(self, element: HtmlElement, tag: str) -> None:
        if tag in _BLOCKS:
            self._flush()
            self.lists += tag in ("ul", "ol")
            self.kind.append(tag)
            self.bold = self.bold_headings and tag in ("p", "div", "section") and _is_bold(element)
        elif tag == "br":
            self.buffer.append(_BREAK)
        elif tag == "img":
            self._image(element)
        self.buffer.append(element.text or "")

    def _close(self, element: HtmlElement, tag: str) -> None:
        if tag in _BLOCKS and self.kind:
            self._flush()
            self.lists -= tag in ("ul", "ol")
            self.kind.pop()
            self.bold = False

    def _image(self, element: HtmlElement) -> None:
        words = " ".join((element.get("alt") or "").split())
        if len(words.split()) >= 4 and self.kind[-1:] != ["li"]:
            self._flush()
            self.assembly.picture(*picture_of(element.get("src") or "", self.path, self.root), words)

    def _flush(self) -> None:
        """The gathered text as the block that its innermost telling element makes it."""
        words = "".join(self.buffer)
        self.buffer = []
        if not words.strip():
            return
        telling = next(
            (k for k in reversed(self.kind) if k in ("li", "dd", "dt", "figcaption") or _HEADING.match(k)), ""
        )
        heading = _HEADING.match(telling)
        if heading:
            self.assembly.heading(words, int(heading[1]))
        elif telling in ("li", "dd"):
            self.assembly.item(words, max(self.lists, 1))
        elif telling == "figcaption":
            self.assembly.caption(words)
        else:
            self._paragraphs(words)

    def _paragraphs(self, words: str) -> None:
        """Text outside lists: two line breaks part paragraphs, a bullet at a line's start makes an item."""
        for part in re.split(rf"{_BREAK}\s*{_BREAK}|{_BREAK}(?=\s*[•●▪◦])", words):
            bullet = _BULLET.match(part)
            if bullet:
                self.assembly.item(part[bullet.end() :])
            elif (
                self.bold_headings
                and self.bold
                and len(part.split()) <= 20
                and not part.rstrip().endswith((".", "。", ":", "：", ","))
            ):
                self.assembly.heading(part, 2)
            else:
                self.assembly.paragraph(part)


def _is_bold(element: HtmlElement) -> bool:
    """Whether all words of an element stand in <b> or <strong>."""
    words = "".join("".join(e.itertext()) for e in element if e.tag in ("b", "strong"))
    return bool(words.strip()) and "".join(words.split()) == "".join("".join(element.itertext()).split())


def _holds_blocks(element: HtmlElement) -> bool:
    return any(child.tag in _BLOCKS or child.tag == "img" for child in element.iterdescendants())

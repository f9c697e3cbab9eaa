"""PDF → a Document: lines in reading order, headings by their letters, tables, pages; running headers and footers dropped.

pdfplumber finds the letters, the drawn tables and the pictures; what they make is worked out in `pdflayout`, `pdftables`
and `pdfparts`.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException
from pypdfium2 import PdfiumError

from reportqa.errors import ReadError
from reportqa.reading.assembly import Assembly
from reportqa.reading.metadata import Facts, clean_name, clean_title, iso_date
from reportqa.reading.pdffurniture import without_furniture
from reportqa.reading.pdflayout import Line, Word, columns, lines_of, page_words
from reportqa.reading.pdfparts import Part, Style, joined_parts, parts_of, style_of
from reportqa.reading.pdfquick import PDFIUM, is_heavy, mended, quick_words
from reportqa.reading.pdftables import PageTable, lined_tables, set_tables
from reportqa.types import BlockKind, Document

__all__ = ["MAX_PAGES", "read_pdf"]

# What pdfminer says of a font or a colour is of no use to a reader; what cannot be read is a warning of the Document.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

MAX_PAGES = 1_000
FULL_PAGES = 150  # read with drawn tables and pictures in some 20 seconds; those behind them by their words alone


@dataclass(frozen=True, slots=True)
class _Page:
    """What was found on one page: the words outside drawn tables, those tables, the places of pictures."""

    number: int
    height: float
    words: tuple[Word, ...]
    tables: tuple[PageTable, ...]
    images: tuple[tuple[float, float, float, float], ...]
    plain: str = ""  # why only its words were read, where that is so


def read_pdf(data: bytes, path: Path, root: Path) -> Document:
    """A .pdf file. Raises ReadError where it is locked, damaged, without pages or without text."""
    name = path.relative_to(root).as_posix()
    try:
        try:
            return _read(data, Assembly(name), path, root)
        except (PDFSyntaxError, PdfminerException) as error:
            if _is_locked(error):
                raise
            assembly = Assembly(name)
            assembly.warnings.append(f"{name}: damaged; only what could be mended is read")
            return _read(mended(data), assembly, path, root)
    except ReadError:
        raise
    except (
        Exception
    ) as error:  # pdfminer and PDFium raise their own, Value, Type, Key, Index and recursion errors alike
        raise ReadError(f"{name}: {_reason(error)}") from error


def _read(data: bytes, assembly: Assembly, path: Path, root: Path) -> Document:
    name = assembly.name
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
        pages = [_read_page(page, data) for page in pdf.pages[:MAX_PAGES]]
        facts = _facts(pdf.metadata)
        _emit(_parts(pages), pages, pdf, assembly)
    if not count:
        raise ReadError(f"{name}: has no pages")
    empty = [p.number for p in pages if not p.words and not p.tables]
    if len(empty) == len(pages):
        pictured = any(p.images for p in pages)
        what = "pictures of pages and no text; read it with a text recognition program first" if pictured else "no text"
        raise ReadError(f"{name}: holds {what}")
    if scanned := [n for n in empty if pages[n - 1].images]:
        assembly.warnings.append(f"{name}: page {', '.join(map(str, scanned[:20]))} without text (a picture of a page)")
    for why in dict.fromkeys(p.plain for p in pages if p.plain):
        numbers = ", ".join(str(p.number) for p in pages if p.plain == why)
        assembly.warnings.append(f"{name}: page {numbers} read without tables ({why})")
    if count > FULL_PAGES:
        assembly.warnings.append(f"{name}: pages behind the {FULL_PAGES}th are read without drawn tables; split it")
    if count > MAX_PAGES:
        assembly.warnings.append(f"{name}: only the first {MAX_PAGES} of {count} pages are read; split it")
    return assembly.document(path, root, facts)


def _is_locked(error: BaseException | None) -> bool:
    """Whether a password stands behind an error: pdfplumber wraps the errors of pdfminer."""
    while error is not None:
        if isinstance(error, PDFPasswordIncorrect) or any(isinstance(a, PDFPasswordIncorrect) for a in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False


def _reason(error: BaseException) -> str:
    if _is_locked(error):
        return "locked with a password; save it without one"
    return f"damaged or cut short ({type(error).__name__}); print it to a new PDF"


def _facts(metadata: dict[str, Any]) -> Facts:
    stamp = re.search(r"(\d{4})(\d\d)(\d\d)", str(metadata.get("CreationDate") or ""))
    author = clean_name(str(metadata.get("Author") or ""))
    return Facts(
        title=clean_title(str(metadata.get("Title") or "")),
        author=author,
        created=iso_date("-".join(stamp.groups())) if stamp else "",
    )


def _read_page(page: Any, data: bytes) -> _Page:
    """The words and tables of a page; its letters are let go afterwards."""
    if page.page_number > FULL_PAGES:
        return _plain_page(page, data, "")
    if is_heavy(page):
        return _plain_page(page, data, "too much is drawn there")
    try:
        return _full_page(page)
    except Exception:  # pdfminer's errors on a damaged stream are of many kinds; PDFium reads past most damage
        return _plain_page(page, data, "it is damaged")


def _plain_page(page: Any, data: bytes, why: str) -> _Page:
    try:
        words = tuple(quick_words(data, page.page_number))
    except (PdfiumError, ValueError, IndexError):
        words = ()
    return _Page(page.page_number, float(page.height), words, (), (), why)


def _full_page(page: Any) -> _Page:
    drawn, rest = lined_tables(page, page_words(_without_doubles(page)))
    images = tuple(
        (i["x0"], i["top"], i["x1"], i["bottom"]) for i in page.images if i["width"] >= 40 and i["height"] >= 40
    )
    found = _Page(page.page_number, float(page.height), tuple(rest), tuple(drawn), images)
    page.close()
    return found


def _without_doubles(page: Any) -> Any:
    """The page without letters printed twice in one place, as some programs do for bold."""
    places = {(c["text"], round(c["x0"]), round(c["top"])) for c in page.chars}
    return page.dedupe_chars() if len(places) < 0.85 * len(page.chars) else page


def _parts(pages: Sequence[_Page]) -> list[Part]:
    """The parts of all pages in reading order, without what stands at their edges."""
    kept = without_furniture([(p.words, p.height) for p in pages])
    regions = [[lines_of(rows, p.number) for rows in columns(words)] for p, words in zip(pages, kept, strict=True)]
    style = style_of([line for page in regions for region in page for line in region])
    out: list[Part] = []
    for page, found in zip(pages, regions, strict=True):
        parts = [part for region in found for part in _region_parts(region, page.number, style)]
        out += _with_drawn(parts, [_table_part(t, page.number) for t in page.tables])
    return joined_parts(out)


def _region_parts(region: Sequence[Line], page: int, style: Style) -> list[Part]:
    """The parts of one region: the tables that are set in it, and what stands between them."""
    out: list[Part] = []
    at = 0
    for first, last, table in set_tables([line.words for line in region]):
        out += [*parts_of(region[at:first], style), _table_part(table, page)]
        at = last
    return out + parts_of(region[at:], style)


def _table_part(table: PageTable, page: int) -> Part:
    return Part(BlockKind.TABLE, "", page, table.top, table.bottom, table=table)


def _with_drawn(parts: list[Part], tables: list[Part]) -> list[Part]:
    """Parts with each drawn table put in before the first part that stands below it (and after none that stands above)."""
    out = list(parts)
    for table in tables:
        at = next(
            (
                n
                for n, p in enumerate(out)
                if (p.top >= table.top and p.kind is not BlockKind.TABLE) or p.top > table.top
            ),
            len(out),
        )
        out.insert(at, table)
    return out


def _emit(parts: Sequence[Part], pages: Sequence[_Page], pdf: Any, assembly: Assembly) -> None:
    """Writes the parts into the assembly, headings ranked by their letters."""
    looks = sorted({(p.size, p.bold) for p in parts if p.kind is BlockKind.HEADING}, reverse=True)
    indents = sorted({round(p.x0 / 12) for p in parts if p.kind is BlockKind.LIST_ITEM})
    for part in parts:
        if part.table is not None:
            assembly.table(part.table.grid, page=part.page)
        elif part.kind is BlockKind.HEADING:
            assembly.heading(part.text, min(looks.index((part.size, part.bold)) + 1, 6), part.page)
        elif part.kind is BlockKind.LIST_ITEM:
            assembly.item(part.text, min(indents.index(round(part.x0 / 12)) + 1, 4), part.page)
        elif part.kind is BlockKind.CAPTION:
            _caption(part, pages[part.page - 1], pdf, assembly)
        else:
            assembly.paragraph(part.text, part.page)


def _caption(part: Part, page: _Page, pdf: Any, assembly: Assembly) -> None:
    """A caption with the picture that stands right above or below it."""
    near = [i for i in page.images if min(abs(i[3] - part.top), abs(i[1] - part.bottom)) < 40]
    if not near or len(assembly.pictures) >= 40 or part.text.lower().startswith("table"):
        assembly.caption(part.text, part.page)
        return
    box = min(near, key=lambda i: min(abs(i[3] - part.top), abs(i[1] - part.bottom)))
    whole = pdf.pages[page.number - 1]
    inside = (
        max(box[0], whole.bbox[0]),
        max(box[1], whole.bbox[1]),
        min(box[2], whole.bbox[2]),
        min(box[3], whole.bbox[3]),
    )
    out = io.BytesIO()
    with PDFIUM:
        whole.crop(inside).to_image(resolution=110).original.save(out, "PNG")
    assembly.picture(
        f"page-{page.number}-picture-{len(assembly.pictures) + 1}.png",
        "image/png",
        out.getvalue(),
        part.text,
        part.page,
    )

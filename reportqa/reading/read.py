"""Which reader reads a file, and what every file is checked for first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reportqa.errors import ReadError
from reportqa.reading.assembly import MAX_CHARACTERS
from reportqa.reading.decoding import decode, decode_html
from reportqa.reading.delimited import read_delimited
from reportqa.reading.guards import check_content, check_package, check_streams
from reportqa.reading.markdown import read_markdown
from reportqa.reading.plain import read_plain
from reportqa.types import Document

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "SUFFIXES", "read", "readable"]

MAX_BYTES = 100 * 2**20

_TEXT = frozenset([".txt", ".text", ".md", ".markdown"])
_CELLS = frozenset([".csv", ".tsv"])
_PAGES = frozenset([".html", ".htm", ".xhtml"])
SUFFIXES = _TEXT | _CELLS | _PAGES | {".pdf", ".docx", ".xlsx", ".xlsm"}


def readable(path: Path) -> bool:
    """Whether a path names a file that a corpus may hold: a known format, not hidden, not a lock or temporary file."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


def read(path: Path, root: Path) -> Document:
    """The Document of one file of the corpus folder `root`.

    Raises ReadError, one line that names the file, where it is outside the corpus, too large, empty, damaged, locked or of no
    known form. What could be read only in part is a line of `Document.warnings`.
    """
    document = _read(path, root)
    if not document.blocks:
        raise ReadError(f"{document.id}: holds no text that can be read")
    return document


def _read(path: Path, root: Path) -> Document:
    name = path.relative_to(root).as_posix()
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ReadError(f"{name}: {suffix or 'no suffix'} is not a format that is read; see README")
    data = _bytes(path, root, name)
    check_content(data, suffix, name)
    # The readers are imported when a file of their format comes: their libraries take seconds, and asking needs none of them.
    if suffix == ".pdf":
        from reportqa.reading.pdf import read_pdf

        check_streams(data, name)
        return read_pdf(data, path, root)
    if suffix == ".docx":
        from reportqa.reading.word import read_word

        check_package(data, name)
        return read_word(data, path, root)
    if suffix in (".xlsx", ".xlsm"):
        from reportqa.reading.excel import read_excel

        check_package(data, name)
        return read_excel(data, path, root)
    text = decode_html(data, name) if suffix in _PAGES else decode(data, name)
    return _read_text(text, suffix, path, root)


def _read_text(text: str, suffix: str, path: Path, root: Path) -> Document:
    if suffix in _CELLS:
        return read_delimited(text, path, root)
    reader = read_plain if suffix in (".txt", ".text") else read_markdown
    if suffix in _PAGES:
        from reportqa.reading.html import read_html

        reader = read_html
    if len(text) <= MAX_CHARACTERS:
        return reader(text, path, root)
    document = reader(text[: text.rfind("\n", 0, MAX_CHARACTERS) + 1 or MAX_CHARACTERS], path, root)
    return replace(
        document,
        warnings=(
            *document.warnings,
            f"{document.id}: only its first {MAX_CHARACTERS:,} characters are read; split it",
        ),
    )


def _bytes(path: Path, root: Path, name: str) -> bytes:
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise ReadError(f"{name}: links to a file outside the corpus; copy the file itself into it")
        if not path.is_file():
            raise ReadError(f"{name}: not a file")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"{name}: {size / 2**20:.0f} MiB is more than {MAX_BYTES // 2**20} MiB; split it")
        data = path.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads back to itself
        reason = getattr(error, "strerror", None) or error
        raise ReadError(f"{name}: cannot be read ({reason})") from error
    if not data.strip(b" \t\r\n\x00"):
        raise ReadError(f"{name}: empty")
    return data

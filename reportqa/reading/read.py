"""Which reader reads a file, and what every file is checked for first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportqa.errors import ReadError
from reportqa.reading.decoding import decode
from reportqa.reading.delimited import read_delimited
from reportqa.reading.html import read_html
from reportqa.reading.markdown import read_markdown
from reportqa.reading.plain import read_plain
from reportqa.types import Document

__all__ = ["MAX_BYTES", "SUFFIXES", "read", "readable"]

MAX_BYTES = 100 * 2**20

_TEXT: dict[str, Callable[[str, Path, Path], Document]] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
SUFFIXES = frozenset(_TEXT)


def readable(path: Path) -> bool:
    """Whether a path names a file that a corpus may hold: a known format, not hidden, not a lock or temporary file."""
    return path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "~$"))


def read(path: Path, root: Path) -> Document:
    """The Document of one file of the corpus folder `root`.

    Raises ReadError, one line that names the file, where it is outside the corpus, too large, empty or of no known form.
    """
    name = path.relative_to(root).as_posix()
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            raise ReadError(f"{name}: links to a file outside the corpus; copy the file itself into it")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"{name}: {size / 2**20:.0f} MiB is more than {MAX_BYTES // 2**20} MiB; split it")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{name}: cannot be read ({error.strerror or error})") from error
    if not data.strip():
        raise ReadError(f"{name}: empty")
    reader = _TEXT.get(path.suffix.lower())
    if reader is None:
        raise ReadError(f"{name}: {path.suffix or 'no suffix'} is not a format that is read; see README")
    return reader(decode(data, name), path, root)

"""Files that a reader adds to the corpus or takes out of it: checked by content, limited in size, never outside the folder."""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from pathlib import Path, PurePosixPath

from reportqa.errors import ReadError, ReportQAError
from reportqa.reading.decoding import decode
from reportqa.reading.guards import check_content, check_package, check_streams
from reportqa.reading.read import MAX_BYTES, SUFFIXES

__all__ = ["add", "check", "remove", "safe_folder", "safe_name"]

_LONGEST = 120
# Characters that some file system or shell reads as something else than a name, and every hidden one.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff/\\:*?\"<>|]+")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)


def safe_name(name: str) -> str:
    """A file name that is one name on every system, with its suffix in lower case. Raises ReportQAError where none is left.

    >>> safe_name("../../etc/Q3 report.PDF")
    'Q3 report.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem, dot, suffix = _UNSAFE.sub(" ", last).rpartition(".")
    if not dot:
        raise ReportQAError(f"{last[:60]}: has no suffix that says its format")
    stem = _cleaned(stem)
    if f".{suffix.strip().lower()}" not in SUFFIXES:
        formats = ", ".join(sorted(SUFFIXES))
        raise ReportQAError(f"{last[:60]}: not a format that is read ({formats})")
    return f"{stem or 'report'}.{suffix.strip().lower()}"


def safe_folder(name: str) -> str:
    """The name of a report's folder. Raises ReportQAError where none is left.

    >>> safe_folder("../Annual review: 2026")
    'Annual review 2026'
    """
    kept = _cleaned(_UNSAFE.sub(" ", unicodedata.normalize("NFC", name).replace("..", " ")))
    if not kept:
        raise ReportQAError("name the report with letters or digits")
    return kept


def _cleaned(stem: str) -> str:
    """A stem without leading dots, dashes and tildes, which hide a file or read as an option; not a device's name."""
    kept = " ".join(stem.split()).strip(" .").lstrip("-~. ")
    while len(kept.encode("utf-8")) > _LONGEST:
        kept = kept[:-1].rstrip(" .")
    return f"_{kept}" if _DEVICES.fullmatch(kept) else kept


def check(name: str, data: bytes) -> None:
    """Raises ReportQAError where the bytes are empty, too many, or not of the form that the name says."""
    suffix = PurePosixPath(name).suffix
    if len(data) > MAX_BYTES:
        raise ReadError(f"{name}: {len(data) / 2**20:.0f} MiB is more than {MAX_BYTES // 2**20} MiB; split it")
    if not data.strip(b" \t\r\n\x00"):
        raise ReadError(f"{name}: empty")
    check_content(data, suffix, name)
    if suffix == ".pdf":
        check_streams(data, name)
    elif suffix in (".docx", ".xlsx", ".xlsm"):
        check_package(data, name)
    else:
        decode(data, name)


def _inside(corpus: Path, relative: str) -> Path:
    """A path inside the corpus folder. Raises ReportQAError where it, or a folder on the way, leads out of it."""
    root = corpus.resolve()
    path = root / relative
    if not path.parent.resolve().is_relative_to(root) or path.parent.resolve() != path.parent or path.is_symlink():
        raise ReportQAError(f"{relative}: leads out of the corpus")
    return path


def add(corpus: Path, folder: str, name: str, data: bytes, replace: bool = False) -> str:
    """Put a file into a report's folder of the corpus, an existing or a new one, and return its document id.

    Where a file of that name exists it is replaced only when `replace` is true. The file appears whole or not at all. Raises
    ReportQAError where it is refused or cannot be written.
    """
    name = safe_name(name)
    check(name, data)
    if ".." in PurePosixPath(folder).parts or not folder or not (corpus / folder).is_dir():
        folder = safe_folder(folder)
    path = _inside(corpus, f"{folder}/{name}")
    document = f"{folder}/{name}"
    # A hidden name: a build that runs at the same time passes it over.
    fresh = path.parent / f".{secrets.token_hex(8)}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.parent.resolve() != path.parent:
            raise ReportQAError(f"{document}: leads out of the corpus")
        if path.exists() and not replace:
            raise ReportQAError(f"{document}: is there already; choose to replace it, or give it another name")
        fresh.write_bytes(data)
        os.replace(fresh, path)
    except OSError as error:
        raise ReportQAError(f"{document}: cannot be written ({error.strerror or error})") from error
    finally:
        fresh.unlink(missing_ok=True)
    return document


def remove(corpus: Path, document: str) -> None:
    """Take a document's file out of the corpus, and its folder where that is then empty. Raises ReportQAError."""
    path = _inside(corpus, document)
    try:
        path.unlink()
        folder = path.parent
        while folder != corpus.resolve() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
    except FileNotFoundError:
        raise ReportQAError(f"{document}: is no longer in the corpus folder") from None
    except OSError as error:
        raise ReportQAError(f"{document}: cannot be removed ({error.strerror or error})") from error

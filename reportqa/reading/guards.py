"""What a file's bytes are checked for before a library opens them: its real form, locks, and archives that swell."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from reportqa.errors import ReadError

__all__ = ["check_content", "check_package", "check_streams"]

MAX_UNPACKED = 400 * 2**20
MAX_PART = 64 * 2**20  # of XML that is held in memory; sheets are streamed where they are large
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE = {
    ".docx": ("Word", "word/document.xml"),
    ".xlsx": ("Excel", "xl/workbook.xml"),
    ".xlsm": ("Excel", "xl/workbook.xml"),
}
_MARKUP = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)", re.I)


def check_content(data: bytes, suffix: str, name: str) -> None:
    """Raises ReadError where the bytes are of another form than the suffix says, or locked with a password."""
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        what = "an HTML page" if _MARKUP.match(data[:2048]) else "not a PDF"
        raise ReadError(f"{name}: is {what} in spite of its name; save it again as PDF or rename it")
    if suffix in _OFFICE:
        kind, _ = _OFFICE[suffix]
        if data.startswith(_OLE):
            locked = "E\0n\0c\0r\0y\0p\0t".encode("latin-1") in data
            what = (
                "locked with a password; save it without one"
                if locked
                else f"in the old {kind} form; save it as {suffix}"
            )
            raise ReadError(f"{name}: {what}")
        if not data.startswith(b"PK"):
            what = "an HTML page" if _MARKUP.match(data[:2048]) else f"not {kind}'s {suffix} form"
            raise ReadError(f"{name}: is {what} in spite of its name, or damaged; save it again")
    if suffix not in _OFFICE and suffix != ".pdf" and data.startswith((b"%PDF-", b"PK\x03\x04", _OLE)):
        raise ReadError(f"{name}: holds a PDF, Office or zip file in spite of its name; rename it")


def check_package(data: bytes, name: str) -> None:
    """Raises ReadError where an Office package is damaged, of another program, or unpacks to more than memory should hold.

    zipfile never yields more of a part than its directory declares, so the declared sizes bound what unpacking takes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError(f"{name}: damaged or cut short; copy it again") from error
    total, largest = sum(p.file_size for p in parts), max((p.file_size for p in parts if _is_held(p)), default=0)
    if total > MAX_UNPACKED or largest > MAX_PART:
        raise ReadError(f"{name}: unpacks to {total / 2**20:,.0f} MiB, more than is read; split it")
    if any(p.flag_bits & 1 for p in parts):
        raise ReadError(f"{name}: locked with a password; save it without one")
    wanted = next(part for suffix, (_, part) in _OFFICE.items() if name.lower().endswith(suffix))
    if wanted not in {p.filename for p in parts}:
        raise ReadError(f"{name}: is a zip file of another kind in spite of its name")


def _is_held(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels")) and not part.filename.startswith("xl/worksheets/")


def check_streams(data: bytes, name: str) -> None:
    """Raises ReadError where a PDF's compressed streams unpack to more than memory should hold, counted without keeping them."""
    total = 0
    for match in re.finditer(rb"stream\r?\n", data):
        if data[match.start() - 3 : match.start()] == b"end":
            continue
        total += _unpacked(data, match.end(), MAX_UNPACKED - total)
        if total >= MAX_UNPACKED:
            raise ReadError(f"{name}: unpacks to more than {MAX_UNPACKED // 2**20} MiB; print it to a new PDF")


def _unpacked(data: bytes, start: int, most: int) -> int:
    """How many bytes the deflated stream at `start` unpacks to, `most` at most; 0 where it is none."""
    engine = zlib.decompressobj()
    total, rest = 0, data[start : start + 65_536]
    at = start + len(rest)
    try:
        while rest and total < most:
            total += len(engine.decompress(rest, 1 << 20))
            if engine.eof:
                break
            rest = engine.unconsumed_tail
            if not rest:
                rest = data[at : at + 65_536]
                at += len(rest)
    except zlib.error:
        pass
    return min(total, most)

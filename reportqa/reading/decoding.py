"""Bytes of a text file → text, whatever their encoding."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from reportqa.errors import ReadError

__all__ = ["decode", "decode_html"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAMPLE = 256 * 1024  # bytes that are enough to tell an encoding, whatever the length of the file
_DECLARED = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w-]+)", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(data: bytes, name: str, declared: str = "") -> str:
    """The text of a file with "\\n" line ends and without a byte order mark.

    A mark decides the encoding; then UTF-8 is tried strictly, then what the file declares, then charset-normalizer guesses.
    Raises ReadError where the bytes are no text.
    """
    marked = next((e for mark, e in _MARKS if data.startswith(mark)), "")
    text = next((t for e in (marked or "utf-8", declared) if e and (t := _decoded(data, e)) is not None), None)
    if text is None:
        text = _guessed(data, name)
    if len(_CONTROL.findall(text[:20_000])) * 50 > len(text[:20_000]):
        text = _wide(data)
        if text is None:
            raise ReadError(f"{name}: not a text file; remove it or save it as text")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")


def decode_html(data: bytes, name: str) -> str:
    """The text of a page, in the encoding that it declares where it is not UTF-8."""
    found = _DECLARED.search(data[:4096])
    return decode(data, name, (found[1] or found[2]).decode("ascii") if found else "")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        codecs.lookup(encoding)
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _guessed(data: bytes, name: str) -> str:
    sample = data[:_SAMPLE]
    # Few letters beyond ASCII: a Western text, which a statistical guess gets wrong where it is short.
    if sum(b >= 0xC0 for b in sample) * 25 < len(sample) and (text := _decoded(data, "cp1252")) is not None:
        return text
    best = from_bytes(sample).best()
    if best is None:
        raise ReadError(f"{name}: not a text file, or of an unknown encoding; save it as UTF-8")
    return data.decode(best.encoding, errors="replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, which every other letter's zero byte gives away."""
    sample = data[:4000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) * 2 > len(zeros):
            return _decoded(data, encoding)
    return None

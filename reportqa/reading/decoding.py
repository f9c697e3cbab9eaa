"""Bytes of a text file → text, whatever their encoding."""

from __future__ import annotations

from charset_normalizer import from_bytes

from reportqa.errors import ReadError

__all__ = ["decode"]

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decode(data: bytes, name: str) -> str:
    """The text of a file with "\\n" line ends and without a byte order mark.

    A mark decides the encoding; then UTF-8 is tried strictly; then charset-normalizer guesses. Raises ReadError where the
    bytes are no text.
    """
    encoding = next((e for mark, e in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if b"\x00" in data[:4096]:
            raise ReadError(f"{name}: not a text file; remove it or save it as text") from None
        best = from_bytes(data).best()
        if best is None:
            raise ReadError(f"{name}: its encoding is unknown; save it as UTF-8") from None
        text = str(best)
    if "\x00" in text:
        raise ReadError(f"{name}: not a text file; remove it or save it as text")
    return text.replace("\r\n", "\n").replace("\r", "\n")

"""A picture that a page names → its bytes: written inside the page, or a file of the corpus. Nothing else is opened."""

from __future__ import annotations

import base64
import binascii
import re
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

__all__ = ["media_type_of", "picture_of"]

_MAX_BYTES = 5 * 2**20
# No SVG: it can hold script, and it is shown in a browser.
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


def media_type_of(data: bytes) -> str:
    """The media type of a picture by its first bytes; "" for what is no PNG, JPEG, GIF or WebP."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _SIGNATURES if data.startswith(mark)), "")


def picture_of(source: str, page: Path, root: Path) -> tuple[str, str, bytes]:
    """(name, media type, bytes) of an <img src>; bytes are empty where it is neither inside the page nor inside the corpus."""
    if source.startswith("data:"):
        data = _inline(source)
        name = "picture"
    else:
        name = unquote(Path(urlsplit(source).path).name)
        data = _file(source, page, root)
    kind = media_type_of(data)
    return name, kind, data if kind else b""


def _inline(source: str) -> bytes:
    match = re.match(r"data:[^,;]*(?:;[^,;]*?)*?(;base64)?,", source[:200])
    if match is None or len(source) > 2 * _MAX_BYTES:
        return b""
    body = source[match.end() :]
    try:
        return base64.b64decode(unquote(body)) if match[1] else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return b""


def _file(source: str, page: Path, root: Path) -> bytes:
    parts = urlsplit(source)
    if parts.scheme or parts.netloc or not parts.path:
        return b""
    try:
        path = (page.parent / unquote(parts.path)).resolve()
        if not path.is_relative_to(root.resolve()) or path.stat().st_size > _MAX_BYTES:
            return b""
        return path.read_bytes()
    except (OSError, ValueError):
        return b""

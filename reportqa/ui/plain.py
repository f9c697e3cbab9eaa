"""Corpus text as text: nothing in it becomes markup, a formula, an icon or a hidden character.

`html` is for elements that take HTML, `markdown` for labels and bodies that take Markdown. Both first make control and
bidirectional characters visible, so that a text cannot reorder or hide what stands beside it.
"""

from __future__ import annotations

import re
from html import escape

__all__ = ["html", "markdown", "one_line", "visible"]

# C0 and C1 controls but for tab and line breaks, the marks and overrides of bidirectional text (UAX 9), zero-width
# characters and other invisible ones that could hide a part of a number.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_ALONE = re.compile("[\ud800-\udfff]")
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$^&=:\"'/])")
# Shortcodes (":smile:") and typographic signs ("<-") are read after the escapes are gone; a word joiner parts them.
_SHORTCODE = re.compile(r":(?=[\w+-]+(?:/\w+)?:)")
_ARROW = re.compile(r"(?<=[<>~-])(?=[->=])")
_JOINER = "\u2060"


def visible(text: str) -> str:
    """A text with every control and bidirectional character written out.

    >>> visible("1\\u202e2\\x00")
    '1⟨U+202E⟩2⟨U+0000⟩'
    """
    shown = _HIDDEN.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text)
    return _ALONE.sub("\ufffd", shown)


def html(text: str) -> str:
    """A text to stand inside an HTML element or a quoted attribute.

    >>> html('<script>alert("1")</script>')
    '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'
    """
    return escape(visible(text), quote=True)


def one_line(text: str, most: int = 0) -> str:
    """A text on one line; cut at a word with an ellipsis where it is longer than `most` characters (0: never).

    >>> one_line("weekly\\n usage of tokens", 14)
    'weekly usage…'
    """
    line = " ".join(text.split())
    if not most or len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"


def markdown(text: str) -> str:
    """A text on one line to stand in Streamlit's Markdown, shown character for character.

    >>> markdown("**$5** :red[x]")
    '\\\\*\\\\*\\\\$5\\\\*\\\\* \\\\:red\\\\[x\\\\]'
    """
    parted = _ARROW.sub(_JOINER, _SHORTCODE.sub(f":{_JOINER}", one_line(visible(text))))
    return _PUNCTUATION.sub(r"\\\1", parted)

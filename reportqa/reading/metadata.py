"""Title, publisher and date of a text, where no metadata says them; and the report a path belongs to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Facts", "clean_name", "clean_title", "date_in", "is_date_line", "iso_date", "publisher_in", "report_of"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MARK = r"(?:publi(?:shed|cation date)|date|dated|updated|posted|released?|issued)"
_DATE_LINE = re.compile(
    rf"^[^\w\n]*(?:{_MARK}(?:[ \t]+on)?\b[ \t]*[:：|]?|(?:发布时间|发布日期|日期)[ \t]*[:：|]?)[ \t]*(?P<date>\S[^\n]{{3,44}})",
    re.I | re.M,
)
_WHOLE_DATE = r"(?P<date>\d{4}-\d\d-\d\d|\d{1,2}(?:st|nd|rd|th)?[ \t]+[A-Z][a-z]+,?[ \t]+\d{4}|[A-Z][a-z]+\.?[ \t]+\d{1,2},?[ \t]+\d{4})"
# A line that is a date and nothing else ("London, 14 May 2026", "Utrecht and Ghent, 25 February 2026").
_BARE_LINE = re.compile(
    r"^[^\w\n]*(?:[A-Z][\w.'’-]*(?:[ \t]+(?:(?:and|&|/)[ \t]+)?[A-Z][\w.'’-]*){0,4}(?:,|[ \t][–—-])[ \t]+)?"
    rf"{_WHOLE_DATE}\W*$",
    re.M,
)
# A byline that the date closes: "Market article, published 3 March 2026", "Quarterly review | 3 March 2026".
_BYLINE = re.compile(
    rf"^[^\n.!?]{{2,80}}?(?:,[ \t]+(?i:{_MARK})(?:[ \t]+on)?|[ \t][|·•][ \t](?:[ \t]*(?i:{_MARK})(?:[ \t]+on)?)?)[ \t]*:?[ \t]*{_WHOLE_DATE}\W*$",
    re.M,
)
_PUBLISHER_LINE = re.compile(
    r"^[^\w\n]*(?:publisher|published by|出版|来源)[ \t]*[:：|][ \t]*(?P<name>[^\n|]{2,80}?)\W*$", re.I | re.M
)
_PUBLISHED_BY = re.compile(
    r"\b[Pp]ublished\b[^\n.;]{0,60}?\bby (?:the )?(?P<name>[A-Z][^\n.;*_]{2,80}?)[*_]*(?:[.;\n]|$)"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)[ \t]|copyright)[ \t]*(?:©[ \t]*)?(?:\d{4}(?:[-–]\d{2,4})?,?[ \t]*)?(?:by[ \t]+)?(?P<name>[^\n|·.–—]{2,60}?)[ \t]*(?:[|·.–—]|[ \t]-[ \t]|all rights|$)",
    re.I | re.M,
)
_FOOTER = re.compile(r"^(?P<name>[A-Z][^\n|.]{1,60}?)[ \t]+\|[ \t]+[^\n|]{3,100}$", re.M)


_NO_TITLE = re.compile(
    r"^(?:untitled|unspecified|anonymous|unknown|none|document\d*|word document|powerpoint presentation|workbook\d*|sheet\d*|book\d*)?$"
    r"|^\S*[_\d]\S*$|^(?:microsoft (?:word|excel|powerpoint) - .*)$|^\S+\.(?:docx?|xlsx?|pdf|html?|tex|dvi|indd|txt|md)$",
    re.I,
)
_NO_NAME = re.compile(
    r"^(?:anonymous|unspecified|unknown|user|admin\w*|python-docx|openpyxl|xlsxwriter|reportlab.*)?$", re.I
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file's metadata says of it; "" where it says nothing. Dates are ISO.

    `published` is a date of publication, `created` only the file's own; `publisher` an organisation, `author` a person or
    a program's user.
    """

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    created: str = ""


def clean_title(words: str) -> str:
    """A title of a file's metadata, or "" where it is a program's default or a file name."""
    words = " ".join(words.split())
    return "" if _NO_TITLE.match(words) else words


def clean_name(words: str) -> str:
    """A name of a file's metadata, or "" where it is a program's default."""
    words = " ".join(words.split())
    return "" if _NO_NAME.match(words) else words


def report_of(path: Path, root: Path) -> str:
    """The report of a file: its folder inside the corpus, or its own stem where it lies in the corpus folder itself."""
    folder = path.relative_to(root).parent.as_posix()
    return path.stem if folder == "." else folder


def date_in(text: str) -> str:
    """The ISO date that a line at a text's top gives ("Published on: 25 May 2026", or a bare date), or ""."""
    head = text[:4000]
    for match in _DATE_LINE.finditer(head):
        found = iso_date(match["date"])
        if found:
            return found
    bare = _BARE_LINE.search(head[:1500]) or _BYLINE.search(head[:1500])
    return iso_date(bare["date"]) if bare else ""


def is_date_line(line: str) -> bool:
    """Whether a line only says when its text was published."""
    match = _DATE_LINE.match(line) or _BARE_LINE.match(line)
    return match is not None and match.end() == len(line) and iso_date(match.group()) != ""


def iso_date(words: str) -> str:
    """The first whole date in words ("2026-05-25", "25 May 2026", "May 25th, 2026", "2026年5月25日") as ISO, or ""."""
    numeric = re.search(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{4})年(\d{1,2})月(\d{1,2})日", words)
    if numeric:
        parts = tuple(int(p) for p in numeric.groups() if p)
    else:
        day = re.search(
            r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})",
            words,
        )
        if day is None:
            return ""
        d, name, year = (day[1], day[2], day[3]) if day[1] else (day[5], day[4], day[6])
        month = _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else 0
        parts = (int(year), month, int(d))
    try:
        return dt.date(*parts).isoformat()
    except ValueError:
        return ""


def publisher_in(text: str) -> str:
    """Who published a text, or "": a "Publisher:" line or "published by" at its top, a copyright or "Name | …" line at its end."""
    top, foot = text[:2000], text[-1500:]
    lines = [line for line in foot.rstrip().splitlines() if line.strip()][-3:]
    match = (
        _PUBLISHER_LINE.search(top)
        or _PUBLISHED_BY.search(top)
        or _COPYRIGHT.search(foot)
        or _FOOTER.search("\n".join(lines))
        or next(reversed([m for m in _COPYRIGHT.finditer(text) if m.group().startswith("©")]), None)
    )
    return " ".join(match["name"].split()) if match else ""

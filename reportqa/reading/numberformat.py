"""A cell's value and its number format → the text that a spreadsheet program shows (ECMA-376, part 1, 18.8.30)."""

from __future__ import annotations

import datetime as dt
import re

__all__ = ["shown"]

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|_.|\*.')
_DIGITS = re.compile(r"[#0?](?:[#0?,.]*[#0?])?,*")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def shown(value: object, code: str) -> str:
    """The text of a cell: 0.616 under "0.0%" is "61.6%", 4500 under "#,##0" is "4,500", a date is ISO or "May 2026".

    >>> shown(0.616, "0.0%"), shown(-3.1, "0.0;(0.0)"), shown(7.941e12, '0.000,,,,"tn"')
    ('61.6%', '(3.1)', '7.941tn')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return _moment(value, code)
    if isinstance(value, int | float):
        return _number(float(value), code)
    return str(value).strip()


def _moment(value: dt.datetime | dt.date | dt.time | dt.timedelta, code: str) -> str:
    """Dates as ISO, since "03/04/26" reads two ways; a format without days names the month or the year only."""
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    plain = _LITERAL.sub("", code).lower()
    if "d" not in plain and "y" in plain:
        return f"{_MONTHS[value.month - 1]} {value.year}" if "m" in plain else str(value.year)
    if isinstance(value, dt.datetime) and (value.hour or value.minute or value.second):
        return value.isoformat(sep=" ", timespec="minutes")
    return value.strftime("%Y-%m-%d") if value.year >= 1000 else str(value)


def _number(value: float, code: str) -> str:
    sections = _sections(code)
    section = sections[0]
    if value < 0 and len(sections) > 1 and sections[1]:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    bare = _LITERAL.sub("", section)
    digits = _DIGITS.search(bare)
    if section in ("", "General", "@") or "general" in bare.lower() or re.search(r"[0#?]\s*/|[eE][+-]", bare):
        return _general(value)
    if digits is None:
        return _words(section, "") or _general(value)
    pattern = digits.group()
    scaled = value * 100 ** bare.count("%") / 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    return _words(section, _digits(scaled, pattern.rstrip(",")))


def _sections(code: str) -> list[str]:
    """The parts between semicolons that stand outside quotes."""
    return re.findall(r'(?:[^;"\\]|"[^"]*"|\\.)*', code)[::2] if ";" not in code else _split(code)


def _split(code: str) -> list[str]:
    out, quoted, part = [], False, ""
    for n, letter in enumerate(code):
        quoted ^= letter == '"'
        if letter == ";" and not quoted and code[n - 1 : n] != "\\":
            out.append(part)
            part = ""
        else:
            part += letter
    return [*out, part]


def _digits(value: float, pattern: str) -> str:
    whole, _, fraction = pattern.partition(".")
    text = f"{abs(value):,.{len(fraction)}f}" if "," in whole else f"{abs(value):.{len(fraction)}f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    if optional:
        text = re.sub(rf"0{{1,{optional}}}$", "", text).removesuffix(".")
    width = whole.count("0")
    head, dot, tail = text.partition(".")
    text = head.rjust(width, "0") + dot + tail
    return f"-{text}" if value < 0 and float(text.replace(",", "") or 0) else text


def _words(section: str, digits: str) -> str:
    """A section with its number filled in and its literals and currency signs kept."""
    out, at, done = "", 0, False
    while at < len(section):
        literal = _LITERAL.match(section, at)
        number = _DIGITS.match(section, at)
        if literal:
            out += literal[1] or literal[2] or literal[3] or (" " if literal.group()[0] == "_" else "")
            at = literal.end()
        elif number:
            out += "" if done else digits
            done, at = True, number.end()
        else:
            out += section[at]
            at += 1
    out = out.strip()
    return re.sub(r"^(\D*?)-", r"-\1", out, count=1) if digits.startswith("-") and not out.startswith("-") else out


def _general(value: float) -> str:
    """As the General format shows a number: eleven digits at most, no exponent for what people write without one."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.11g}"
    return f"{value:.12f}".rstrip("0") if "e-" in text and abs(value) > 1e-9 else text

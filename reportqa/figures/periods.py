"""Periods in a text: the words, and the interval of days they name.

>>> p, start, end = find("by the end of 2026", None)[0]
>>> (p.text, str(p.start), str(p.end))
('by the end of 2026', '2026-10-01', '2026-12-31')
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from reportqa.types import Period

__all__ = ["find", "in_step", "overlap", "parse_date", "resolve"]

_MONTH = (
    {n.lower(): i for i, n in enumerate(calendar.month_name) if n}
    | {n.lower(): i for i, n in enumerate(calendar.month_abbr) if n}
    | {"sept": 9}
)
_MONTHS = r"Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
_M = rf"(?P<month>{_MONTHS})\.?"
_Y = r"(?P<year>(?:19|20)\d\d)(?![\d,.%]*\d)(?!\s?(?:%|percent|thousand|million|billion|trillion|bn|tokens|users))"
_N = r"(?P<count>one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,2})"
_LENGTH = r"(?P<length>three|six|nine|twelve|3|6|9|12)"
_WORDS = r"early|mid|late|end[\s-]of|beginning of|start of|middle of|end|year-end|summer|winter|spring|autumn|fall"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I))
    for kind, pattern in (
        ("iso", r"\b(?P<year>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
        ("cjk", r"(?P<year>(?:19|20)\d\d)\s?年(?:\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?|第?(?P<cq>[一二三四1-4])季度|(?P<ch>[上下])半年)?"),
        ("since", rf"\bsince\s+(?:{_M}\s+)?{_Y}"),
        ("ended", rf"\b(?:(?:the\s+)?(?:fiscal|financial)?\s*year|(?:the\s+)?{_LENGTH}\s+months?(?:\s+period)?)s?\s+end(?:ed|ing)\s+(?:on\s+)?(?:{_M}\s+(?P<d>\d{{1,2}}),?\s+{_Y}|(?P<d2>\d{{1,2}})\s+{_M.replace('month', 'month2')}\s+{_Y.replace('year', 'year2')})"),
        ("to", rf"\b(?:the\s+)?(?:(?P<count>\d{{1,2}}|three|six|nine|twelve|thirteen|half)[\s-])?(?P<span>years?|months?|weeks?|quarters?)\s+(?:to|through|ended|ending)\s+(?:end[\s-])?(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_M}(?:,?\s+{_Y})?(?![\d\w])"),
        ("months", rf"\b(?:between\s+|from\s+)?(?P<month>{_MONTHS})\.?(?:\s+(?P<year2>(?:19|20)\d\d))?\s?(?:and|to|through|until|-|–)\s?(?P<month2>{_MONTHS})\.?,?\s+{_Y}"),
        ("day", rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_M},?\s+{_Y}"),
        ("day", rf"\b{_M}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_Y}"),
        ("week", rf"\b(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+week\s+(?:of|in)\s+{_M},?\s+{_Y}"),
        ("part", rf"\b(?:by\s+)?(?:the\s+)?(?P<part>early|mid|late|end of|beginning of|start of)[\s-]+{_M},?\s+{_Y}"),
        ("month", rf"\b{_M},?\s+(?:of\s+)?{_Y}"),
        ("half", rf"\b(?:the\s+)?(?P<nth>first|second)[\s-]half\s+(?:of\s+)?(?:fiscal\s+|financial\s+)?(?:year\s+)?{_Y}|\b(?P<h>[12])H\s?{_Y.replace('year', 'year2')}|\bH(?P<h2>[12])[\s/-]+(?:FY\s?)?{_Y.replace('year', 'year3')}|\b(?:H(?P<h3>[12])[\s/]?\s?(?:FY\s?)?|(?P<h4>[12])H\s?)[’']?(?P<short>\d\d)\b(?![.,%]\d|\s?%)"),
        ("quarter", rf"\b(?:Q(?P<q>[1-4])|(?:the\s+)?(?P<nth>first|second|third|fourth|final|last)\s+(?:fiscal\s+)?quarter)(?:\s+of|,|/)?\s*(?:the\s+)?(?:fiscal\s+|financial\s+|FY\s?)?(?:year\s+)?{_Y}|\b(?P<q2>[1-4])Q\s?{_Y.replace('year', 'year2')}|\b(?:Q(?P<q3>[1-4])(?:\s?/|\s+of)?\s?(?:FY\s?)?|(?P<q4>[1-4])Q\s?)[’']?(?P<short>\d\d)\b(?![.,%]\d|\s?%)"),
        ("season", r"\b(?:FY\s?|fiscal(?:\s+year)?\s+|financial year\s+)?(?P<year>(?:19|20)\d\d)\s?(?:/|-|–)\s?(?P<to>\d\d)\b(?![-/.,]?\d)"),
        ("season", r"(?<![\d/.,])\b(?:FY\s?|fiscal(?:\s+year)?\s+)?(?P<short>\d\d)/(?P<to>\d\d)\b(?![-/.,]?\d)"),
        ("span", rf"\b(?:from\s+)?{_Y}\s?(?:-|–|—|/|to|through)\s?(?P<to>(?:20|19)\d\d)\b(?!-)|\bbetween\s+{_Y.replace('year', 'year2')}\s+and\s+(?P<to2>(?:20|19)\d\d)\b"),
        ("part", rf"\b(?:by\s+)?(?:the\s+)?(?P<part>{_WORDS})(?:\s+of)?[\s-]+{_Y}"),
        ("fiscal", rf"\b(?:the\s+)?(?:FY|fiscal(?:\s+year)?s?|financial year)\s?[’']?{_Y}|\bFY\s?[’']?(?P<short>\d\d)\b(?!\d)"),
        ("same", rf"\b(?:the\s+)?(?:same|corresponding|comparable|prior|previous)\s+(?:period|week|month|quarter|time|half)\s+(?:of|in)\s+(?:fiscal\s+)?{_Y}"),
        ("decade", r"\b(?:the\s+)?(?:(?P<part>early|mid|late)[\s-]+)?(?P<year>(?:19|20)\d0)s\b"),
        ("year", rf"(?<![\d$€£.,#-])(?<!no\. ){_Y}E?\b"),
        ("ago", rf"\b(?:over\s+|in\s+)?(?:the\s+)?(?:a|an|{_N})\s+(?P<span>years?|months?|weeks?|quarters?|decades?)\s+(?P<way>ago|earlier|before(?=\s*(?:[,.;:)?!]|$)|\s(?:and|but|to|in|at|for|while|when|that)\b)|previously|prior|later|on(?=[,.;]))(?!\w)"),
        ("relative", r"\b(?:the\s+same\s+(?:period|quarter|week|month|time)\s+)?(?P<rel>last year|this year|next year|the year before|the (?:previous|prior|preceding) (?:fiscal |financial )?year|the year-ago (?:period|quarter)|"
                     r"last (?:month|week|quarter)|this (?:month|week|quarter)|the (?:previous|prior) (?:month|week|quarter)|currently|at present|right now|now|today|these days|nowadays|so far this year|year to date)\b"),
        ("lately", rf"\bsince\s+(?:early\s|mid-|late\s)?(?-i:(?P<month>{_MONTHS}))\b(?!\s+\d)"),
        ("named", rf"\b(?P<which>this|last|next)\s+(?:(?-i:(?P<month>{_MONTHS}))(?!\s+\d)|(?P<part>summer|winter|spring|autumn|fall))\b"),
        ("bare", rf"\b(?:in|during|for|by|of|until|since)\s+(?:early |mid-|late )?(?P<bare>(?:the\s+)?(?:first|second|third|fourth|final)\s+(?:quarter|half)|Q[1-4]|H[12]|(?:{_MONTHS})\b(?!\s+\d))|\b(?P<bare2>(?-i:January|February|April|June|July|August|September|October|November|December))\b(?=\s+(?:was|is|had|saw|brought|came|alone|[a-z]+ed)\b)"),
        ("bare", rf"\b(?P<bare3>\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTHS})\b(?!\.?,?\s+\d)|(?-i:{_MONTHS})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?=[,.;:)]|$|\s+(?:to|and|until|through|was|were|when|for|at|in|of|by|from|as|with|after|than)\b)(?!,?\s+\d{{4}}))"),
        ("rate", r"\b(?P<rate>(?:in|over|during|within|for|across)\s+the\s+(?:next|past|last|following|coming|previous|preceding)\s+(?:few\s+|several\s+|(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)\s+)?(?:years|months|weeks|days|decades?|quarters)|year[\s-]over[\s-]year|year[\s-]on[\s-]year|yoy|y/y|in (?:one|a) year|over (?:the|a|one) (?:past |last |previous )?year|(?:in|over) the (?:past|last) (?:year|12 months|twelve months)|quarter[\s-]on[\s-]quarter|month[\s-]on[\s-]month|quarter[\s-]over[\s-]quarter|month[\s-]over[\s-]month)\b"),
    )
)  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
# What can be named without four digits of a year.
_YEARLESS = tuple(
    (k, p)
    for k, p in _PATTERNS
    if k in ("to", "half", "quarter", "season", "fiscal", "ago", "relative", "lately", "named", "bare", "rate")
)
# A text without any of these names no period, and the patterns need not be tried.
_MAYBE = re.compile(
    r"\d{2}\b|\d年|year|decade|ago|earlier|\bnow\b|today|currently|at present|right now|these days|quarter|\bhalf\b|week|month|\b[QH][1-4]\b|"
    rf"(?-i:\b(?:{_MONTHS})\b)|y/y|\byoy\b|\d{{4}}",
    re.I,
)
# "the 2041 Notes", "its 2018 Form 10-K": a year that is part of a name.
_NAMED = re.compile(r"\s(?:[A-Z][a-z]+\s)?(?:Notes?|Plan|Act|Form|Facility|Agreement|Program(?:me)?|Bonds?|Warrants?|Awards?|Offering|Report|Olympics|World Cup)\b")  # fmt: skip
_COUNTED = re.compile(r"\s(?:[a-z]+\s)?[a-z]{3,}s\b")
_BEFORE_YEAR = re.compile(
    r"\b(?:in|of|since|by|from|to|until|during|for|and|or|year|fiscal|early|late|mid|than|through|between|,)[\s-]$",
    re.I,
)
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_COUNTS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
}
_PART = {
    "early": (1, 3), "beginning of": (1, 3), "start of": (1, 3), "mid": (5, 8), "middle of": (5, 8), "late": (10, 12),
    "end of": (10, 12), "end": (10, 12), "year-end": (12, 12), "summer": (6, 8), "winter": (12, 12), "spring": (3, 5),
    "autumn": (9, 11), "fall": (9, 11),
}  # fmt: skip
_SHORTEST = 2013
"""The first year that "13/14" may be written for: smaller pairs of numbers are days of a month."""
_Interval = tuple[dt.date | None, dt.date | None]


def find(
    text: str, published: dt.date | None, start: int = 0, end: int | None = None
) -> tuple[tuple[Period, int, int], ...]:
    """Every period of text[start:end] with its span, in order, never overlapping.

    `published` is what "last year" and "now" are told from; without it they have no dates. A bare "in July" or "in the
    third quarter" has none either: `resolve` finds its year.
    """
    end = len(text) if end is None else end
    if not _MAYBE.search(text, start, end):
        return ()
    taken: list[tuple[Period, int, int]] = []
    for kind, pattern in _PATTERNS if _YEAR.search(text, start, end) else _YEARLESS:
        for m in pattern.finditer(text, start, end):
            first = (
                m.start("month" if m["month"] else "year")
                if kind in ("since", "lately")
                else m.start("bare")
                if kind == "bare" and _group(m, "bare")
                else m.start()
            )
            if any(first < e and s < m.end() for _, s, e in taken) or (kind == "year" and _is_no_year(text, m)):
                continue
            interval = _interval(kind, m, published)
            if interval is not None:
                words = text[first : m.end()]
                taken.append((Period(words.strip(), *interval), first, first + len(words.rstrip())))
    return tuple(sorted(taken, key=lambda t: t[1]))


def parse_date(text: str) -> dt.date | None:
    """The date a short text names ("2026-05-25", "May 25, 2026"): its first day, or None."""
    found = [p for p, _, _ in find(text, None) if p.start]
    return found[0].start if found else None


def overlap(a: Period, b: Period) -> bool:
    """Whether two dated periods share a day; a period without dates overlaps nothing."""
    if not (a.start and a.end and b.start and b.end):
        return False
    return a.start <= b.end and b.start <= a.end


def resolve(period: Period, anchor: Period | None) -> Period:
    """A period whose words need another one, dated from it: "in July", "in the third quarter", "a year earlier".

    `anchor` is the period that the text around is about. Words that need none come back as they are.
    """
    if anchor is None or anchor.start is None or anchor.end is None:
        return period
    words = period.text.lower()
    back = re.fullmatch(
        r".*?\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten)\s+years?\s+(ago|earlier|before|previously|prior|later|on)",
        words,
    )
    if back:
        years = _COUNTS.get(back[1], 1) * (-1 if back[2] in ("later", "on") else 1)
        return Period(period.text, _shifted(anchor.start, -years), _shifted(anchor.end, -years))
    if re.search(r"the year before|(?:previous|prior|preceding) (?:fiscal |financial )?year|year-ago", words):
        return Period(period.text, _shifted(anchor.start, -1), _shifted(anchor.end, -1))
    if period.start is None and (not re.search(r"year", words) or re.search(r"\byear\s(?:to|through|end)", words)):
        found = find(f"{period.text} {anchor.end.year}", None)
        if found and found[0][0].start:
            return Period(period.text, found[0][0].start, found[0][0].end)
    return period


def in_step(period: Period, first: Period) -> Period:
    """A bare year listed behind a year that ends on a day: "the years ended March 31, 2019, 2018 and 2017"."""
    if period is first or not re.fullmatch(r"(?:19|20)\d\d", period.text) or not first.start or not first.end:
        return period
    days = (first.end - first.start).days
    if not 360 < days < 370 or (first.start.month, first.start.day) == (1, 1):
        return period
    years = int(period.text) - first.end.year
    return Period(period.text, _shifted(first.start, years), _shifted(first.end, years))


def _shifted(day: dt.date, years: int) -> dt.date:
    """A day moved by whole years; 29 February becomes the 28th, and a month's end stays a month's end."""
    last = calendar.monthrange(day.year + years, day.month)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return dt.date(day.year + years, day.month, last if was_last else min(day.day, last))


def _is_no_year(text: str, m: re.Match[str]) -> bool:
    """Whether four digits that look like a year are part of a name or count something: "the 2041 Notes", "2000 homes"."""
    after = text[m.end() : m.end() + 40]
    if _NAMED.match(after):
        return True
    before = text[max(0, m.start() - 10) : m.start()]
    return bool(_COUNTED.match(after)) and m["year"].endswith(("00", "50")) and not _BEFORE_YEAR.search(before)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _group(m: re.Match[str], *names: str) -> str:
    return next((m[n] for n in names if n in m.re.groupindex and m[n]), "")


def _interval(kind: str, m: re.Match[str], published: dt.date | None) -> _Interval | None:
    """The days a match names; None where it names no real date."""
    year = int(_group(m, "year", "year2", "year3") or 0) or _short_year(m)
    try:
        if kind in ("relative", "rate", "bare", "ago"):
            return _relative(kind, m, published)
        if kind in ("named", "lately"):
            return _named(kind, m, published)
        return _in_year(kind, m, year, published)
    except (ValueError, OverflowError):
        return None


def _short_year(m: re.Match[str]) -> int:
    short = _group(m, "short")
    return 2000 + int(short) if short else 0


def _in_year(kind: str, m: re.Match[str], year: int, published: dt.date | None) -> _Interval | None:
    if kind == "iso":
        day = dt.date(year, int(m["m"]), int(m["d"]))
        return day, day
    if kind == "cjk":
        return _cjk(m, year)
    if kind == "ended":
        return _ended(m, int(_group(m, "year", "year2")))
    if kind == "to":
        return _until(m, year) if year else (None, None)
    month = _MONTH.get(_group(m, "month").lower().rstrip("."), 0)
    if kind == "since":
        return dt.date(year, month or 1, 1), published or dt.date(year, 12, 31)
    if kind == "months":
        begin = int(m["year2"] or year)
        return _months(begin, month, month)[0], _months(year, *([_MONTH[m["month2"].lower().rstrip(".")]] * 2))[1]
    if month:
        return _in_month(kind, m, year, month)
    nth = _NTH.get(_group(m, "nth").lower(), 0)
    if kind == "half":
        half = int(_group(m, "h", "h2", "h3", "h4") or nth)
        return _months(year, 6 * half - 5, 6 * half)
    if kind == "quarter":
        quarter = int(_group(m, "q", "q2", "q3", "q4") or nth)
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if kind == "season":
        # A year across two calendar years: from July to June, so that neighbours do not overlap.
        follows = int(m["to"]) == (year + 1) % 100
        if _group(m, "short") and not (follows and year >= _SHORTEST):
            # "24/7", "15/20" and the day "10/11" are no years.
            return None
        last = year // 100 * 100 + int(m["to"])
        return (
            (dt.date(year, 7, 1), dt.date(year + 1, 6, 30))
            if follows
            else (_months(year, 1, 12)[0], _months(last, 1, 12)[1])
            if last > year
            else None
        )
    if kind == "span":
        last = int(_group(m, "to", "to2"))
        return None if last <= year else (dt.date(year, 1, 1), dt.date(last, 12, 31))
    if kind == "decade":
        return dt.date(year, 1, 1), dt.date(year + 9, 12, 31)
    if kind == "part":
        return _months(year, *_PART[re.sub(r"[\s-]+", " ", m["part"].lower()).replace("year end", "year-end")])
    return _months(year, 1, 12)


def _cjk(m: re.Match[str], year: int) -> _Interval:
    if m["cq"]:
        quarter = _NTH.get(m["cq"]) or int(m["cq"])
        return _months(year, 3 * quarter - 2, 3 * quarter)
    if m["ch"]:
        return _months(year, 1, 6) if m["ch"] == "上" else _months(year, 7, 12)
    if m["d"]:
        day = dt.date(year, int(m["m"]), int(m["d"]))
        return day, day
    return _months(year, int(m["m"]), int(m["m"])) if m["m"] else _months(year, 1, 12)


def _ended(m: re.Match[str], year: int) -> _Interval:
    """The year, or the three, six, nine or twelve months, up to a day."""
    month = _MONTH[_group(m, "month", "month2").lower().rstrip(".")]
    last = dt.date(year, month, int(_group(m, "d", "d2")))
    length = _group(m, "length").lower()
    months = {"three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9}.get(length, 12)
    back = last.year * 12 + last.month - 1 - months
    before = dt.date(back // 12, back % 12 + 1, min(last.day, calendar.monthrange(back // 12, back % 12 + 1)[1]))
    was_last = last.day == calendar.monthrange(last.year, last.month)[1]
    end_before = _months(before.year, before.month, before.month)[1] if was_last else before
    return end_before + dt.timedelta(days=1), last


def _until(m: re.Match[str], year: int) -> _Interval:
    """The years, months or weeks up to a day or a month's end: "the 13 weeks to 28 September 2025"."""
    first, last = _months(year, *([_MONTH[m["month"].lower().rstrip(".")]] * 2))
    if m["d"]:
        last = dt.date(last.year, last.month, int(m["d"]))
    words = (m["count"] or "").lower()
    count = int(words) if words.isdigit() else {"half": 6, "thirteen": 13, **_COUNTS}.get(words, 1)
    if m["span"].lower().startswith("week"):
        return last - dt.timedelta(days=7 * count - 1), last
    length = {"m": 1, "q": 3}.get(m["span"][0].lower(), 12)
    months = count if words == "half" else length * count
    if not m["d"]:
        begin = first.year * 12 + first.month - months
        return dt.date(begin // 12, begin % 12 + 1, 1), last
    back = last.year * 12 + last.month - 1 - months
    return _clamped(back // 12, back % 12 + 1, last.day) + dt.timedelta(days=1), last


def _clamped(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _in_month(kind: str, m: re.Match[str], year: int, month: int) -> tuple[dt.date, dt.date]:
    first, last = _months(year, month, month)
    if kind == "day":
        day = dt.date(year, month, int(m["d"]))
        return day, day
    if kind == "week":
        nth = _NTH[m["nth"].lower()] if m["nth"].lower() != "last" else 5
        begin = first + dt.timedelta(days=7 * (nth - 1)) if nth < 5 else last - dt.timedelta(days=6)
        return begin, begin + dt.timedelta(days=6)
    return first, last


def _relative(kind: str, m: re.Match[str], published: dt.date | None) -> _Interval:
    """Periods told from the day of publication; no dates without it, nor for a rate or a bare month."""
    if published is None or kind in ("rate", "bare"):
        return None, None
    if kind == "ago" and m["way"].lower() in ("later", "on"):
        return None, None
    if kind == "ago":
        count = _COUNTS.get((m["count"] or "one").lower()) or int(m["count"])
        return _back(published, m["span"].lower().rstrip("s"), count)
    words = re.sub(r"\s+", " ", m["rel"].lower())
    if words in ("this year", "next year", "so far this year", "year to date"):
        return _months(published.year + (words == "next year"), 1, 12)
    if re.search(r"\byear\b|year-ago", words):
        return _months(published.year - 1, 1, 12)
    unit = next((u for u in ("month", "week", "quarter") if u in words), "")
    return _back(published, unit, 0 if words.startswith("this") else 1) if unit else (published, published)


def _named(kind: str, m: re.Match[str], published: dt.date | None) -> _Interval:
    """ "this March", "last autumn", "next spring", "since January", told from the day of publication; the last one is over."""
    if published is None:
        return None, None
    month = _MONTH.get(_group(m, "month").lower().rstrip("."), 0)
    first, last = (month, month) if month else _PART[m["part"].lower()]
    over = _months(published.year, first, last)[1] < published
    begun = dt.date(published.year, first, 1) <= published
    if kind == "lately":
        return dt.date(published.year - (not begun), first, 1), published
    which = m["which"].lower()
    year = published.year + (which == "next" and begun) - (which == "last" and not over)
    return _months(year, first, last)


def _back(day: dt.date, unit: str, count: int) -> _Interval:
    """The year, quarter, month or week that lies `count` before a day's own."""
    if unit in ("year", "decade"):
        return _months(day.year - count * (10 if unit == "decade" else 1), 1, 12)
    if unit == "week":
        monday = day - dt.timedelta(days=day.weekday() + 7 * count)
        return monday, monday + dt.timedelta(days=6)
    length = 3 if unit == "quarter" else 1
    first = day.year * 12 + (day.month - 1) // length * length - length * count
    return _months(first // 12, first % 12 + 1, first % 12 + length)

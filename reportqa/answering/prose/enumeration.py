"""Lists inside a sentence: "A, B and C", with the span of every item.

Two places hold a list: a stretch that is nothing else (behind a colon, between brackets or dashes), and a run of like
phrases inside a clause, where the first item begins and the last one ends at the edge of a phrase. Commas inside brackets
and quotation marks do not part items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from reportqa.figures.lexicon import VerbForm
from reportqa.figures.tagging import Tagged
from reportqa.figures.text import trim

__all__ = ["Enumeration", "Span", "enumerations", "items_of", "owner_and_owned"]

Span = tuple[int, int]

_SEPARATOR = re.compile(
    r"\s*,?\s+(?:as well as|and also|along with)\s+|\s*[,，、]\s*(?:(?:and|or|&)\s+)?|\s+(?:and|or|&)\s+|\s*;\s*(?:(?:and|or)\s+)?"
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|“[^”]*”|\"[^\"]*\"")
# A list that fills its stretch stands behind a colon, between brackets or between dashes.
_OPENERS = re.compile(r":\s+|\s?[—–]\s?|\s--\s|\(|（|：")
# Behind these a list begins at once, but the clause may go on after it.
_NAMING = re.compile(
    r"\b(?:such as|including|includes?|namely|for example|e\.g\.,?|i\.e\.,?|among them|like|comprises?|consists? of|as follows:?)\s+",
    re.I,
)
# Where a phrase that ends a list stops.
_TAIL = re.compile(
    r"\s+(?:which|that|who|while|whereas|because|since|as|when|where|but|so|in order to|respectively|all|both|each)\b|[,;:—–(]|\s--\s"
)
_DECIMAL = re.compile(r"\d[,.]\d")
_LONGEST = 24
"""An item of more words is a clause of its own."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """The items of a list as spans, the span of the whole, and whether the stretch that holds it holds nothing else."""

    items: tuple[Span, ...]
    start: int
    end: int
    closed: bool


def items_of(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The items of a stretch that is a list and nothing else; one item where nothing parts it.

    Semicolons part items where there are any, so that their commas are kept; a lone "and" inside an item that stands
    between commas is part of it ("research and development").
    """
    hidden = _hidden(text, start, end)
    cuts = [m for m in _SEPARATOR.finditer(text, start, end) if not _inside(m, hidden) and not _in_number(text, m)]
    hard = [m for m in cuts if ";" in m.group()]
    if hard:
        cuts = hard
    elif any(re.search(r"[,，、]", m.group()) for m in cuts):
        cuts = _with_last_and(cuts)
    edges = [start, *(e for m in cuts for e in m.span()), end]
    spans = [trim(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return tuple(_unstopped(text, s) for s in spans if s[0] < s[1])


def _with_last_and(cuts: list[re.Match[str]]) -> list[re.Match[str]]:
    """The commas, and of the bare conjunctions only one behind the last comma ("A, B and C")."""
    commas = [m for m in cuts if re.search(r"[,，、]", m.group())]
    joined = any(re.search(r"\b(?:and|or|as well as)\b|&", m.group()) for m in commas[-1:])
    bare = [] if joined else [m for m in cuts if m.start() >= commas[-1].end()]
    return [*commas, *bare[-1:]]


def _unstopped(text: str, span: Span) -> Span:
    start, end = span
    while end > start and text[end - 1] in ".;,。 ":
        end -= 1
    for word in ("and ", "or ", "both ", "either "):
        if text[start:end].lower().startswith(word):
            start += len(word)
    return start, end


def _hidden(text: str, start: int, end: int) -> list[Span]:
    return [m.span() for m in _BRACKETS.finditer(text, start, end)]


def _inside(match: re.Match[str], hidden: list[Span]) -> bool:
    return any(a < match.start() and match.end() < b for a, b in hidden)


def _in_number(text: str, match: re.Match[str]) -> bool:
    """Whether a comma stands inside a number: "1,000"."""
    return match.group() == "," and bool(_DECIMAL.match(text[match.start() - 1 : match.end() + 1]))


def enumerations(text: str, s: Tagged) -> tuple[Enumeration, ...]:
    """Every list of two or more items in a tagged sentence of `text`, in order of place; closed ones before open ones."""
    if not s.starts:
        return ()
    start, end = s.starts[0], s.ends[-1]
    closed = [e for a, b in _stretches(text, start, end) if (e := _closed(text, a, b, s)) is not None]
    inside = [(e.start, e.end) for e in closed]
    opened = [e for e in _runs(text, s) if not any(a < e.end and e.start < b for a, b in inside)]
    return (*closed, *opened)


def _stretches(text: str, start: int, end: int) -> list[Span]:
    """The stretches behind an opener, to the mark that closes them."""
    out = [(m.end(), _close(text, m, end)) for m in _OPENERS.finditer(text, start, end)]
    return [(a, b) for a, b in out if b - a > 3]


def _close(text: str, opener: re.Match[str], end: int) -> int:
    mark, at = opener.group().strip(), opener.end()
    if mark in ("(", "（"):
        close = re.compile(r"[)）]").search(text, at, end)
        return close.start() if close else at
    if mark in ("—", "–", "--"):
        close = re.compile(r"\s?[—–]\s?|\s--\s").search(text, at, end)
        return close.start() if close else end
    return end


def _closed(text: str, start: int, end: int, s: Tagged) -> Enumeration | None:
    items = items_of(text, start, end)
    hidden = _hidden(text, start, end)
    if len(items) < 2 or any(len(text[a:b].split()) > _LONGEST for a, b in items):
        return None
    if len(items) == 2 and not re.search(r"[,;]", text[start:end]) and not _alike(s, items):
        return None
    if any(_is_clause(s, i, hidden) for i in items) and ";" not in text[start:end]:
        return None
    return Enumeration(items, start, end, True)


def _is_clause(s: Tagged, span: Span, hidden: list[Span]) -> bool:
    """Whether a phrase has a subject and a finite verb, or begins like a clause, brackets aside."""
    where = [i for i in _tokens(s, span) if not any(a < s.starts[i] < b for a, b in hidden)]
    if where and (
        (s.tags[where[0]] in "SX" and s.words[where[0]] not in ("where", "what", "which", "how", "who"))
        or s.words[where[0]] in ("but", "not", "even", "then", "now")
    ):
        return True
    if where and s.tags[where[0]] == "S":
        return False
    return any(
        s.tags[i] == "X" or (s.tags[i] == "V" and s.tags[j] in "NAO)T" and s.verbs[i][1] is not VerbForm.ING)
        for j, i in pairwise(where)
    )


def _runs(text: str, s: Tagged) -> list[Enumeration]:
    """Runs of like phrases joined by commas and a conjunction inside a clause."""
    start, end = s.starts[0], s.ends[-1]
    hidden = _hidden(text, start, end)
    out = []
    for a, b in _clauses(text, start, end, hidden):
        cuts = [m for m in _SEPARATOR.finditer(text, a, b) if not _inside(m, hidden) and not _in_number(text, m)]
        for run in _groups(text, s, cuts, a, b):
            if len(run) >= 2:
                out.append(Enumeration(tuple(run), run[0][0], run[-1][1], False))
    return out


def _clauses(text: str, start: int, end: int, hidden: list[Span]) -> list[Span]:
    edges = [start]
    for m in re.compile(r";\s+|:\s+|\s?[—–]\s?|\s--\s|,?\s+(?:while|whereas|but)\s+").finditer(text, start, end):
        if not _inside(m, hidden):
            edges.extend(m.span())
    edges.append(end)
    return [piece for a, b in zip(edges[::2], edges[1::2], strict=True) for piece in _named_apart(text, a, b)]


def _named_apart(text: str, start: int, end: int) -> list[Span]:
    """A clause cut before the list that "such as" announces."""
    edges = [start, *(e for m in _NAMING.finditer(text, start, end) for e in m.span()), end]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]


def _groups(text: str, s: Tagged, cuts: list[re.Match[str]], start: int, end: int) -> list[list[Span]]:
    """Runs of phrases between cuts that end with a conjunction; each run's first and last phrase trimmed to its like."""
    out: list[list[Span]] = []
    at = 0
    while at < len(cuts):
        last = next((i for i in range(at, len(cuts)) if _joins(cuts[i])), None)
        if last is None:
            break
        first = last
        while (
            first > at and _comma(cuts[first - 1]) and _is_item(text, s, (cuts[first - 1].end(), cuts[first].start()))
        ):
            first -= 1
        middles = [trim(text, x.end(), y.start()) for x, y in pairwise(cuts[first : last + 1])]
        left = cuts[first - 1].end() if first > 0 else start
        right = cuts[last + 1].start() if last + 1 < len(cuts) else end
        span, middles = _true_head(text, s, (left, cuts[first].start()), middles, (cuts[last].end(), right))
        head = _head_item(text, s, span, middles)
        tail = _tail_item(text, s, (cuts[last].end(), right), middles)
        if head and tail and (middles or _alike(s, (head, tail))) and not text[slice(*head)].endswith("-"):
            out.append(_names_only(text, s, [head, *middles, tail]))
        at = last + 1
    return _merged(text, out)


def _true_head(text: str, s: Tagged, head: Span, middles: list[Span], tail: Span) -> tuple[Span, list[Span]]:
    """The stretch of the first item, and the items behind it: an opening phrase before a comma is no item of a list of
    names ("One after another, the prices of Baidu's ERNIE, Alibaba's Qwen and …")."""
    kinds = [_kind(s, m) for m in [*middles, tail]]
    if len(set(kinds[1:])) == 1 and len(kinds) > 2 and kinds[0] != kinds[1] and kinds[1] == "A":
        return middles[0], middles[1:]
    return head, middles


def _merged(text: str, runs: list[list[Span]]) -> list[list[Span]]:
    """Runs that "as well as" joins, as one."""
    out: list[list[Span]] = []
    for run in runs:
        between = text[out[-1][-1][1] : run[0][0]] if out else ""
        if out and re.fullmatch(r"\s*,?\s*(?:as well as|along with|and also|plus)\s+", between):
            out[-1] = [*out[-1], *run]
        elif out and out[-1][-1] == run[0]:
            out[-1] = [*out[-1], *run[1:]]
        else:
            out.append(run)
    return out


def _names_only(text: str, s: Tagged, items: list[Span]) -> list[Span]:
    """ "Baidu, Alibaba and ByteDance's AI businesses" lists three names: what the last one owns belongs to all of them."""
    if any(owner_and_owned(text, i) for i in items[:-1]) or any(set(_tags(s, i)) - {"A"} for i in items[:-1]):
        return items
    pair = owner_and_owned(text, items[-1])
    return [*items[:-1], pair[0]] if pair else items


def _joins(cut: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:and|or|as well as|along with)\b|&", cut.group()))


def _comma(cut: re.Match[str]) -> bool:
    return bool(re.search(r"[,，、]", cut.group())) and not _joins(cut)


def _tokens(s: Tagged, span: Span) -> range:
    inside = [i for i, a in enumerate(s.starts) if span[0] <= a < span[1]]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _tags(s: Tagged, span: Span) -> str:
    where = _tokens(s, span)
    return s.tags[where.start : where.stop]


def _is_item(text: str, s: Tagged, span: Span) -> bool:
    tags = _tags(s, span)
    return (
        bool(tags) and "X" not in tags and "S" not in tags and len(tags) <= _LONGEST and not re.match(r"[RT]+$", tags)
    )


def _kind(s: Tagged, span: Span) -> str:
    """What a phrase begins with: a verb, a preposition, a name or a noun."""
    tags = _tags(s, span).lstrip("DRHO")
    if not tags:
        return ""
    return {"V": "V", "X": "V", "I": "V", "P": "P", "A": "A", "#": "#", "T": "T"}.get(tags[0], "N")


def _head_item(text: str, s: Tagged, span: Span, middles: list[Span]) -> Span | None:
    """The first item: the end of the phrase before the first comma, like the items behind it."""
    where = _tokens(s, span)
    if not len(where):
        return None
    wanted = {_kind(s, m) for m in middles}
    if wanted & {"V", "P"}:
        marks = "VXI" if "V" in wanted else "P"
        begin = next(
            (i for i in reversed(where) if s.tags[i] in marks and (i == where.start or s.tags[i - 1] not in marks)),
            None,
        )
        return (s.starts[begin], s.ends[where.stop - 1]) if begin is not None else None
    if wanted == {"#"}:
        begin = next((i for i in reversed(where) if s.tags[i] == "#"), None)
        return (s.starts[begin], s.ends[where.stop - 1]) if begin is not None else None
    if middles and _all_names(s, middles):
        first = where.stop
        while first > where.start and s.tags[first - 1] in "A'":
            first -= 1
        return (s.starts[first], s.ends[where.stop - 1]) if first < where.stop else None
    chained = any(re.search(r"[NA]P", _tags(s, m)) for m in middles)
    first = where.stop
    while first > where.start and (s.tags[first - 1] in "NA'DT#H?R" or _chains(s, first - 1, chained, where)):
        first -= 1
    while first < where.stop and s.tags[first] in "R?":
        first += 1
    return (s.starts[first], s.ends[where.stop - 1]) if first < where.stop else None


def _chains(s: Tagged, i: int, chained: bool, where: range) -> bool:
    """Whether a preposition goes on with the noun phrase before it."""
    return s.tags[i] == "P" and i > where.start and s.tags[i - 1] in "NA" and (s.words[i] == "of" or chained)


def _tail_item(text: str, s: Tagged, span: Span, middles: list[Span]) -> Span | None:
    """The last item: up to where its phrase ends."""
    cut = _TAIL.search(text, span[0], span[1])
    stop = cut.start() if cut else span[1]
    where = _tokens(s, (span[0], stop))
    if not len(where):
        return None
    wanted = {_kind(s, m) for m in middles}
    last = where.start
    if middles and _all_names(s, middles) and s.tags[last] in "DA":
        while last < where.stop and (s.tags[last] in "A'" or last == where.start):
            last += 1
        if s.tags[last - 1] == "A":
            return s.starts[where.start], s.ends[last - 1]
    verbal = bool(wanted & {"V"}) or (not middles and s.tags[where.start] in "V")
    chained = any(re.search(r"[NA#]P", _tags(s, m)) for m in middles)
    while last < where.stop:
        mark = s.tags[last]
        if mark in "VX" and not verbal:
            break
        if mark == "P" and not (verbal or chained or s.words[last] == "of" or last == where.start):
            break
        if mark == "R" and not verbal and last > where.start and last + 1 < where.stop and s.tags[last + 1] in "VX":
            break
        last += 1
    while last > where.start and s.tags[last - 1] in "PRCDH?":
        last -= 1
    return (s.starts[where.start], s.ends[last - 1]) if last > where.start else None


def _all_names(s: Tagged, spans: list[Span]) -> bool:
    return all(re.fullmatch(r"D?A[A']*", _tags(s, m)) for m in spans)


def _alike(s: Tagged, items: tuple[Span, ...]) -> bool:
    """Whether phrases are of one kind: all names, or of the same shape."""
    kinds = [_kind(s, i) for i in items]
    if len(set(kinds)) != 1 or not kinds[0]:
        return False
    if any(_tags(s, i)[0] in "RH" or s.words[_tokens(s, i)[0]] in ("a", "an") for i in items):
        return False
    return kinds[0] == "A" or (kinds[0] == "N" and all(len(_tags(s, i)) <= 3 for i in items))


def owner_and_owned(text: str, span: Span) -> tuple[Span, Span] | None:
    """The two names of "Baidu's ERNIE" as spans; None where an item is no such pair."""
    match = re.compile(r"(?:the\s+)?([A-Z][^'’,]{0,40}?)['’]s?\s+(\S.*)", re.S).fullmatch(text, span[0], span[1])
    return (match.span(1), match.span(2)) if match else None

"""Lists inside a sentence: "A, B and C", with the span of every item.

Two places hold a list: a stretch that is nothing else (behind a colon, between brackets or dashes), and a run of like
phrases inside a clause, where the first item begins and the last one ends at the edge of a phrase. Commas inside brackets
and quotation marks do not part items.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from reportqa.answering.prose.phrases import (
    Span,
    alike,
    all_names,
    is_clause,
    kind_of,
    opens_clause,
    owner_and_owned,
    tags_of,
    tokens_in,
)
from reportqa.figures.lexicon import FUNCTION_WORDS
from reportqa.figures.tagging import Tagged
from reportqa.figures.text import trim

__all__ = ["Enumeration", "enumerations", "items_of"]

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
# "A, followed by B and C" ranks things: the first one is the subject.
_RANKING = re.compile(r",\s+(?:closely |then )?(?:followed|trailed) by\s+|,\s+(?:just |well |far )?ahead of\s+")
_OWES = re.compile(r"\b(?:must|(?:has|have|had|needs?|required|obliged|obliges \w+|requires \w+) to)\s+(?=[a-z])", re.I)
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
    closed += [e for e in (_followed(text, start, end, s), _owed(text, start, end)) if e is not None]
    inside = [(e.start, e.end) for e in closed]
    opened = [e for e in _runs(text, s) if not any(a < e.end and e.start < b for a, b in inside)]
    return (*closed, *opened)


def _followed(text: str, start: int, end: int, s: Tagged) -> Enumeration | None:
    """ "A is the dearest, followed by B and C" as a list: the subject of the clause, and what follows it."""
    mark = _RANKING.search(text, start, end)
    if mark is None:
        return None
    opening = max(
        (m.end() for m in re.compile(r"[;:—]\s*|\bwhile\s+").finditer(text, start, mark.start())), default=start
    )
    before = list(tokens_in(s, (opening, mark.start())))
    if before and s.tags[before[0]] == "P":
        # "In Lower Town, bakers …": the place comes first.
        comma = next((n for n, i in enumerate(before) if s.tags[i] == ","), -1)
        before = before[comma + 1 :]
    verb = next((n for n, i in enumerate(before) if s.tags[i] in "VX"), 0)
    stop = min(
        (m.start() for m in re.compile(r"[;:—]|\s(?:while|but|because|since)\b").finditer(text, mark.end(), end)),
        default=end,
    )
    rest = items_of(text, mark.end(), stop)
    if (
        not verb
        or not rest
        or any(is_clause(s, i, []) or kind_of(s, i) == "P" for i in rest)
        or not re.fullmatch(r"[DNA'#R]+", s.tags[before[0] : before[verb]])
    ):
        return None
    while verb > 1 and s.tags[before[verb - 1]] == "R":
        verb -= 1
    head = (s.starts[before[0]], s.ends[before[verb - 1]])
    return Enumeration((head, *rest), head[0], rest[-1][1], True)


def _owed(text: str, start: int, end: int) -> Enumeration | None:
    """What somebody "will have to" do, as a list of three acts or more: "check the scales, keep a log and pay for repairs"."""
    mark = _OWES.search(text, start, end)
    if mark is None:
        return None
    stop = re.compile(r"[;:—]|\s(?:because|while|but|so that|before|unless)\b").search(text, mark.end(), end)
    items = items_of(text, mark.end(), stop.start() if stop else end)
    acts = all(re.match(r"[a-z]+ ", text[a:b]) and text[a:b].split()[0] not in FUNCTION_WORDS for a, b in items)
    return Enumeration(items, items[0][0], items[-1][1], True) if len(items) > 2 and acts else None


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
    if len(items) == 2 and not re.search(r"[,;]", text[start:end]) and not alike(s, items):
        return None
    if any(is_clause(s, i, hidden) for i in items) and ";" not in text[start:end]:
        return None
    return Enumeration(items, start, end, True)


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
        behind = (cuts[last].end(), right)
        wanted = _wanted(s, middles, behind)
        head = _head_item(s, span, middles, behind, wanted)
        tail = _tail_item(text, s, behind, middles, wanted)
        if head and tail and (middles or alike(s, (head, tail))) and not text[slice(*head)].endswith("-"):
            out.append(_names_only(text, s, [head, *middles, tail]))
        at = last + 1
    return _merged(text, out)


def _true_head(text: str, s: Tagged, head: Span, middles: list[Span], tail: Span) -> tuple[Span, list[Span]]:
    """The stretch of the first item, and the items behind it: an opening phrase before a comma is no item of a list of
    names ("One after another, the prices of Baidu's ERNIE, Alibaba's Qwen and …")."""
    kinds = [kind_of(s, m) for m in [*middles, tail]]
    if (
        kinds
        and tags_of(s, head)[:1] == "P"
        and tags_of(s, head).count("P") == 1
        and "P" not in kinds
        and opens_clause(s, middles)
    ):
        # "In Brazil, A holds 37%, B 29%, and C 14%": what opens the sentence is no item.
        return middles[0], middles[1:]
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
    if any(owner_and_owned(text, i) for i in items[:-1]) or any(set(tags_of(s, i)) - {"A"} for i in items[:-1]):
        return items
    pair = owner_and_owned(text, items[-1])
    return [*items[:-1], pair[0]] if pair else items


def _joins(cut: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:and|or|as well as|along with)\b|&", cut.group()))


def _comma(cut: re.Match[str]) -> bool:
    return bool(re.search(r"[,，、]", cut.group())) and not _joins(cut)


def _is_item(text: str, s: Tagged, span: Span) -> bool:
    tags = tags_of(s, span)
    return (
        bool(tags) and "X" not in tags and "S" not in tags and len(tags) <= _LONGEST and not re.match(r"[RT]+$", tags)
    )


def _wanted(s: Tagged, middles: list[Span], behind: Span) -> set[str]:
    """The kinds of the items behind the first; single words before a verb are verbs too ("cook, clean, or try to sleep")."""
    if middles and kind_of(s, behind) == "V" and all(len(tokens_in(s, m)) == 1 for m in middles):
        return {"V"}
    return {kind_of(s, m) for m in middles}


def _head_item(s: Tagged, span: Span, middles: list[Span], behind: Span, wanted: set[str]) -> Span | None:
    """The first item: the end of the phrase before the first comma, like the items behind it."""
    where = tokens_in(s, span)
    if not len(where):
        return None
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
    if middles and all_names(s, middles):
        first = where.stop
        while first > where.start and s.tags[first - 1] in "A'":
            first -= 1
        return (s.starts[first], s.ends[where.stop - 1]) if first < where.stop else None
    chained = any(re.search(r"[NA]P", tags_of(s, m)) for m in middles)
    whole = chained or not middles or "P" in tags_of(s, behind)
    first = where.stop
    while first > where.start and (s.tags[first - 1] in "NA'DT#H?R" or _chains(s, first - 1, (whole, chained), where)):
        first -= 1
    while first < where.stop and s.tags[first] in "R?":
        first += 1
    return (s.starts[first], s.ends[where.stop - 1]) if first < where.stop else None


def _chains(s: Tagged, i: int, joins: tuple[bool, bool], where: range) -> bool:
    """Whether a preposition goes on with the noun phrase before it: "of" where other items have prepositions as well, any
    other where the items between do; "sales of scooters, motorcycles and mopeds" lists scooters."""
    of, other = joins
    return s.tags[i] == "P" and i > where.start and s.tags[i - 1] in "NA" and ((of and s.words[i] == "of") or other)


def _tail_item(text: str, s: Tagged, span: Span, middles: list[Span], wanted: set[str]) -> Span | None:
    """The last item: up to where its phrase ends."""
    cut = _TAIL.search(text, span[0], span[1])
    stop = cut.start() if cut else span[1]
    where = tokens_in(s, (span[0], stop))
    if not len(where):
        return None
    last = where.start
    if middles and all_names(s, middles) and s.tags[last] in "DA":
        while last < where.stop and (s.tags[last] in "A'" or last == where.start):
            last += 1
        if s.tags[last - 1] == "A":
            return s.starts[where.start], s.ends[last - 1]
    verbal = bool(wanted & {"V"}) or (not middles and s.tags[where.start] in "V")
    chained = any(re.search(r"[NA#]P", tags_of(s, m)) for m in middles)
    while last < where.stop:
        mark = s.tags[last]
        if mark in "VX" and not verbal:
            break
        if mark == "N" and not verbal and last > where.start and s.tags[last + 1 : last + 2] == "D":
            # "politics and religion film their guests": no noun stands right before an article, so that it is a verb.
            break
        if mark == "P" and not (verbal or chained or s.words[last] == "of" or last == where.start):
            break
        if mark == "R" and not verbal and last > where.start and last + 1 < where.stop and s.tags[last + 1] in "VX":
            break
        last += 1
    while last > where.start and s.tags[last - 1] in "PRCDH?":
        last -= 1
    return (s.starts[where.start], s.ends[last - 1]) if last > where.start else None

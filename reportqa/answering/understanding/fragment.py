"""A follow-up that only names another subject, period, unit or thing → the question before it, with that in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reportqa.answering.understanding.mentions import names_of
from reportqa.answering.understanding.nounphrase import expected, subject_span
from reportqa.answering.understanding.phrases import OTHER_THAN, WORLD
from reportqa.answering.vocabulary import Vocabulary
from reportqa.answering.words import STOP_WORDS, tokens
from reportqa.figures import periods
from reportqa.figures.names import canonical_name, country_of, is_country
from reportqa.figures.units import PHYSICAL, TIMES, currency
from reportqa.types import Period

__all__ = ["MORE", "PRONOUN", "preposition_before", "replaced", "rest_of_fragment", "with_article"]

_Named = tuple[str, int, int]
_AND = r"^\s*(?:(?:and|or|but|also|then|ok(?:ay)?|so|now|well|right)\b[\s,]*)*"
_OPENING = re.compile(
    rf"{_AND}(?:(?:(?:what|how) about|what of|(?:the )?same(?: (?:thing|question|figure|number|again))?)\b[\s,]*)?(?:(?:for|the(?!\s+(?:year|quarter|month|week|day|previous|same|first|second|third|fourth|end|start|rest|whole|entire|world|planet|others?)\b))\b\s*)?(?:(?:those|that|the (?:one|ones|figure|number|value)) (?:of|in|for|at|from)\s+)?",
    re.I,
)
_BARE = re.compile(rf"{_AND}$", re.I)
# "And how did Denmark do?", "What does it look like in Denmark?", "How large was it a year earlier?": another one, nothing else.
_FARES = re.compile(
    rf"{_AND}how (?:did|does|do|has|have) (?P<who>.+?) (?:do|done|fared?|perform(?:ed)?|look|get on|compare)\b(?P<when>.*)$", re.I
)  # fmt: skip
_IT_IS = re.compile(
    rf"{_AND}(?:how (?:much|many|large|big|high|low|great|long)|what|how) (?:is|was|are|were|will|would|does|did) (?:it|that|this|they|those|things)(?: (?:be|look|look like|come to|amount to|cost|stand at|have been))?\b\s*(?P<rest>.+)$",
    re.I,
)
PRONOUN = re.compile(
    r"\b(?:that|this|it|they|those|these)\b(?!\s+(?:(?!(?:is|was|has|does)\b)[a-z]+s|year|month|week|quarter|day|many|much)\b)",
    re.I,
)
MORE = re.compile(r"\bhow (?:many|much) (?:more|fewer|less)\b", re.I)
# Words that ask about a time to come and say nothing of what is measured: "What is expected by mid-2026?".
_EXPECTING = frozenset("expected expect forecast forecasted projected predicted planned likely happen happened".split())
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEAR_EARLIER = re.compile(
    r"^(?:the (?:year before|(?:previous|prior|preceding) year)|(?:a|one) year (?:earlier|before|previously|ago)|last year)$",
    re.I,
)
# "Under 30", "the over-60s", "more than 50": a bound that tells a group from another.
_BOUND = re.compile(
    r"\b(?P<side>over|under|above|below|aged|older than|younger than|more than|less than|fewer than|at least)(?P<joint>[\s-])(?:the age of )?(?P<number>\d[\d,.]*(?:[-–]\d+)?)(?P<plural>s?)\b",
    re.I,
)
_PERSONS = frozenset("people persons adults respondents ones".split())
_PREPOSITIONS = "to in for from of by at on with among within under over".split()
_PHRASE = rf"(?!(?:{'|'.join(_PREPOSITIONS)}) )(?:(?:the|a|an|its|their) )?[\w'’-]+(?: [\w'’-]+){{0,3}}?"
_BEHIND = rf"(?=,? (?:{'|'.join(_PREPOSITIONS)}|do|does|did|is|are|was|were|has|have|had|will|would|used|per|during|since|and|that|which)\b|[,?]|$)"
_THING = re.compile(rf"(?:\bhow many |\bwhat (?:is|was|are|were|share of|percentage of) |\b(?:{'|'.join(_PREPOSITIONS)}) )(?P<thing>{_PHRASE}){_BEHIND}", re.I)  # fmt: skip


def rest_of_fragment(question: str, words: Vocabulary) -> str | None:
    """What a question names that only names another subject, period or unit: "And the US?", "by late 2025?", "per day?".

    None where it asks more than that.
    """
    if fares := _FARES.match(question):
        rest = f"{fares['who']}{fares['when']}".rstrip(" ?.!")
        return rest if _is_bare(rest, words) else None
    if (it := _IT_IS.match(question)) and _is_bare(it["rest"], words, allowed=_EXPECTING):
        return it["rest"].strip(" ?.!")
    opening = _OPENING.match(question)
    assert opening is not None
    rest = question[opening.end() :]
    asks = re.match(r"\s*(?:how|who|why|when|where|which|what|is|are|was|were|did|does|do|can|could)\b", rest, re.I)
    if MORE.search(rest):
        return None
    content = _content(rest, words)
    if asks and periods.find(rest, None) and not [w for w in content if w not in _EXPECTING]:
        return rest.strip(" ?.!")
    bound = _BOUND.search(rest)
    if bound and not asks and not _content_beside(rest, bound):
        return rest.strip(" ?.!")
    if asks or PRONOUN.search(rest):
        return None
    return rest.strip(" ?.!") if len(content) <= (3 if opening.end() else 1) else None


def replaced(rest: str, base: str, words: Vocabulary) -> str:
    """The base question with the names, the periods and the unit of a fragment in place of its own."""
    out = base.rstrip(" ?.!")
    if (other := _bounded(out, rest)) is not None:
        return f"{other}?"
    unit = _unit_phrase(rest)
    named = re.sub(rf",?\s*{re.escape(unit)}$", "", rest) if unit else rest
    names, whens = _subjects(named, words), periods.find(named, None)
    if names:
        out = _renamed(out, named, names, _subjects(out, words))
    if whens:
        out = _redated(out, named, whens)
    if unit:
        out = _measured_in(out, unit)
    if not names and not whens and not unit:
        out = _other_thing(out, rest, words)
    return " ".join(out.split()) + "?"


def _bounded(base: str, rest: str) -> str | None:
    """The base with a fragment's bound in place of its own: "people under 30" and "the over-60s" → "people over 60".

    None where one of them names no bound.
    """
    own, new = list(_BOUND.finditer(base)), _BOUND.search(rest)
    if len(own) != 1 or new is None or _content_beside(rest, new):
        return None
    told = own[0]
    side, number = new["side"].lower(), new["number"]
    if told["joint"] == "-":
        return f"{base[: told.start()]}{side}-{number}{told['plural']}{base[told.end() :]}"
    return f"{base[: told.start()]}{side} {number}{base[told.end() :]}"


def _content_beside(rest: str, bound: re.Match[str]) -> bool:
    """Whether a fragment says more than a bound: "the over-60s" and "those over 60" do not."""
    plain = f"{rest[: bound.start()]} {rest[bound.end() :]}"
    return bool([t for t in tokens(plain) if t.lower() not in STOP_WORDS and t.lower() not in _PERSONS])


def _earlier_year(when: str, dated: str) -> str:
    """The words of a period a year before a dated one: "a year earlier" than "December 2025" → "December 2024"; "" for others."""
    if not _YEAR_EARLIER.match(when.strip()) or not _YEAR.search(dated):
        return ""
    moved = _YEAR.sub(lambda m: str(int(m[0]) - 1), dated)
    return re.sub(r"(?<=/)\d\d\b", lambda m: f"{(int(m[0]) - 1) % 100:02}", moved)


def with_article(name: str) -> str:
    """A name with the article that a few countries take: the US."""
    return f"the {name}" if _takes_article(name) and not name.lower().startswith("the ") else name


def preposition_before(text: str, at: int) -> int:
    """How many characters before `at` belong to the preposition of a period: "in ", "by the "."""
    match = re.search(r"\b(?:in|by|during|at|as of|for|since|until)\s+(?:the\s+)?$", text[:at], re.I)
    return len(match.group()) if match else 0


def _content(text: str, words: Vocabulary) -> list[str]:
    """The content words of a text without its names and periods."""
    spans = [(s, e) for _, s, e in _subjects(text, words)] + [(s, e) for _, s, e in periods.find(text, None)]
    found = [m.group().lower() for m in re.finditer(r"[A-Za-z']+", text) if not any(s <= m.start() < e for s, e in spans)]  # fmt: skip
    return [w for w in found if w not in STOP_WORDS]


def _is_bare(rest: str, words: Vocabulary, allowed: frozenset[str] = frozenset()) -> bool:
    """Whether a text holds nothing but names and periods."""
    told = _subjects(rest, words) or periods.find(rest, None)
    return (
        bool(told) and not [w for w in _content(rest, words) if w not in allowed] and not re.search(r"\bthan\b", rest)
    )


def _subjects(text: str, words: Vocabulary) -> list[_Named]:
    """The names of a text, the whole world and everyone else among them, in order; its first word may be one of them."""
    lead = "for "
    found = [(n, s - len(lead), e - len(lead)) for n, s, e in names_of(lead + text, words) if s >= len(lead)]
    if re.match(r"(?:how|what|which|who|when|where|why)\b", text, re.I):
        found = names_of(text, words)
    rest = re.search(
        rf"(?:(?:the |all )?(?:other )?[a-z]+ )?(?:{OTHER_THAN.pattern})(?: (?:the )?[\w ,]+)?", text, re.I
    )
    if rest:
        return [(rest.group().strip(), rest.start(), rest.end())]
    world = WORLD.search(text)
    if world and not any(s < world.end() and world.start() < e for _, s, e in found):
        found = sorted((*found, (world.group(), world.start(), world.end())), key=lambda n: n[1])
    return found


def _renamed(base: str, rest: str, names: Sequence[_Named], old: Sequence[_Named]) -> str:
    """The base with the names of a fragment in place of the one that they are most like; the case, the article and the
    possessive are kept."""
    named = {canonical_name(n) for n, _, _ in names}
    fresh = [n for n in old if canonical_name(n[0]) not in named]
    name = re.sub(r"['’]s$", "", rest[names[0][1] : names[-1][2]] if _listed(rest, names) else names[0][0])
    world = re.fullmatch(r"(?:worldwide|global(?:ly)?)", name, re.I)
    if not fresh:
        return f"{base} worldwide" if world else f"{base} for {with_article(name)}"
    text, start, end = max(fresh, key=lambda n: (_kinship(n, base, names[0], rest), -n[1]))
    before, after = base[:start], base[end:]
    if re.fullmatch(r"worldwide|globally", text, re.I):
        return f"{before}in {with_article(name)}{after}"
    owns = re.search(r"['’]s?$", text) or re.match(r"['’]s?\b", after)
    after = re.sub(r"^['’]s?", "", after) if owns else after
    new = "the whole world" if world else country_of(name) if owns else name
    article = re.search(r"\bthe\s+$", before, re.I)
    if article and (new.lower().startswith("the ") or _takes_article(text)):
        before = before[: article.start()]
        article = None
    if not article and before and not before.rstrip().endswith(","):
        new = with_article(new)
    mark = "’" if owns and "’" in f"{text}{base[end : end + 1]}" else "'"
    ending = ("" if new.endswith("s") and "regions" in new else "s") if owns else ""
    return f"{before}{new}{mark + ending if owns else ''}{after}"


def _listed(rest: str, names: Sequence[_Named]) -> bool:
    """Whether the names of a fragment are named together: "Peru and Chile"."""
    between = [rest[a[2] : b[1]] for a, b in pairwise(names)]
    return len(names) > 1 and all(re.fullmatch(r"\s*(?:,|,?\s*and|or|versus)\s*(?:the\s+)?", b) for b in between)


def _kinship(old: _Named, base: str, new: _Named, rest: str) -> int:
    """How alike two names are in kind and place: both countries, behind one preposition, both possessive."""
    out = 2 * (is_country(old[0]) == is_country(new[0]))
    before = [re.search(r"(\w+)\s+(?:the\s+)?$", text[:at]) for text, at in ((base, old[1]), (rest, new[1]))]
    if before[1] and before[1][1].lower() in _PREPOSITIONS:
        out += 2 * (before[0] is not None and before[0][1].lower() == before[1][1].lower())
    owns = [bool(re.search(r"['’]s?$", n[0]) or re.match(r"['’]", text[n[2] :])) for n, text in ((old, base), (new, rest))]  # fmt: skip
    return out + (owns[0] and owns[1])


def _redated(base: str, rest: str, whens: Sequence[tuple[Period, int, int]]) -> str:
    """The base with the fragment's period in place of its last one, behind a preposition; what is expected is asked for as such."""
    lead = preposition_before(rest, whens[0][1])
    text = rest[max(0, whens[0][1] - lead) : whens[-1][2]]
    dated = periods.find(base, None)
    if dated and (moved := _earlier_year(text, base[dated[-1][1] : dated[-1][2]])):
        return f"{base[: dated[-1][1]]}{moved}{base[dated[-1][2] :]}"
    told = [w for w in tokens(rest.lower()) if w in _EXPECTING]
    if told and not any(w in base.lower() for w in _EXPECTING):
        plain = base
        if dated:
            _, start, end = dated[-1]
            plain = f"{base[: start - preposition_before(base, start)]}{base[end:]}"
        if asked := expected(" ".join(plain.split())):
            by = re.sub(r"^for (?=(?:19|20)\d\d)", "in ", text)
            return f"{asked} {by if lead or not _YEAR.match(text) else f'in {text}'}"
    bare = not lead and re.match(r"(?:19|20)\d\d|[A-Z]|(?:early|mid|late|the)\b", text)
    if not dated:
        return f"{base} {'in ' if bare and not re.match(r'(?:the|a) year', text, re.I) else ''}{text}"
    _, start, end = dated[-1]
    own = base[start - preposition_before(base, start) : start] or ("in " if bare and _YEAR.match(text) else "")
    kept = preposition_before(base, start)
    return f"{base[: start - kept]}{own if bare else ''}{text}{base[end:]}"


def _unit_phrase(rest: str) -> str:
    """The unit that ends a fragment, "in dong" or "as a percentage"; "" where none does."""
    match = re.search(r"\b(?:in|as) (?:a |an )?([A-Za-z]+)$", rest)
    if match is None:
        return ""
    unit = match[1].lower()
    known = currency(match[1]) or unit in PHYSICAL or (unit in TIMES and unit.endswith("s"))
    return match.group() if known or re.fullmatch(r"per ?cent(?:age)?", unit) else ""


def _measured_in(base: str, unit: str) -> str:
    """The base in the unit of a fragment, in place of the unit that it names itself."""
    own = _unit_phrase(base)
    return f"{base[: len(base) - len(own)]}{unit}" if own else f"{base}, {unit}"


def _other_thing(base: str, rest: str, words: Vocabulary) -> str:
    """The base with one of its phrases replaced: that behind the same preposition, else the one nearest in meaning."""
    first, _, behind = rest.partition(" ")
    if first.lower() in _PREPOSITIONS and behind:
        places = list(re.finditer(rf" {first} (?:{_PHRASE}){_BEHIND}", base, re.I))
        return f"{base[: places[-1].start()]} {rest}{base[places[-1].end() :]}" if places else f"{base} {rest}"
    things = [m.span("thing") for m in _THING.finditer(base)]
    if (doer := subject_span(base)) is not None:
        things.append(doer)
    if not things or not rest:
        return f"{base} {rest}"
    start, end = max(things, key=lambda s: words.likeness(base[s[0] : s[1]], rest))
    article = re.match(r"(?:the|a|an) ", base[start:end])
    new = f"the {rest}" if article and not re.match(r"(?:the|a|an) ", rest) else rest
    return f"{base[:start]}{new}{base[end:]}"


def _takes_article(name: str) -> bool:
    """Whether a name is a country that takes an article: the US."""
    return bool(re.fullmatch(r"(?:US|U\.S\.|USA|UK|U\.K\.|United States|United Kingdom|Netherlands)(?:['’]s)?", name))

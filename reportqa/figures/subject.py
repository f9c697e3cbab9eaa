"""Whose number it is: the name in its noun phrase, else the names and nouns around, from near to far."""

from __future__ import annotations

import re

from reportqa.figures.lexicon import word_set
from reportqa.figures.names import country_of, is_country, is_unusual
from reportqa.figures.phrases import Span
from reportqa.figures.tagging import Tagged

__all__ = [
    "bearer",
    "bearer_tokens",
    "common_subject",
    "explained",
    "group_in_opening",
    "head_of",
    "interposed",
    "is_pronominal",
    "name_behind",
    "name_in_opening",
    "named_beside",
    "names_after_colon",
    "whole_of",
]

# Prepositions behind which a name owns what stands before: "usage in China", "deaths among Swedes".
_OWNING = frozenset(["of", "in", "for", "at", "from", "among", "across", "by", "on", "between", "within"])
_PRONOMINAL = frozenset(["it", "they", "he", "she", "this", "that", "these", "those", "both", "one", "its", "their", "his", "her", "such", "former", "latter", "them", "him"])  # fmt: skip
_SPEAKERS = word_set("we i our us you one there which who that it they he she this these those what them him her")
# "its Porto rival Tejo"
_BESIDE = word_set(
    "rival competitor peer neighbour neighbor partner subsidiary giant insurer bank airline operator carmaker retailer maker brewer start-up startup"
)
_PEOPLE = frozenset(["people", "women", "men", "children"])
_REST = re.compile(r"\brest of the world\b", re.I)
_WORLD = re.compile(r"\b(?:global|globally|worldwide|world)\b", re.I)


def bearer_tokens(s: Tagged, span: Span) -> list[Span]:
    """The runs of name tokens in a noun phrase, as spans, in order; a possessive chain ("Baidu's ERNIE App") is one run."""
    runs: list[Span] = []
    i = span[0]
    depth = 0
    while i < span[1]:
        depth += (s.tags[i] == "(") - (s.tags[i] == ")")
        if s.tags[i] != "A" or depth:
            i += 1
            continue
        end = i
        while end < span[1] and s.tags[end] == "A":
            end += 1
            chained = end + 1 < span[1] and s.tags[end] == "'" and s.tags[end + 1] == "A"
            if chained and not is_country(s.words[end + 1]) and not is_country(s.slice(i, end)):
                end += 1
        runs.append((i, end))
        i = end
    return runs


def bearer(s: Tagged, span: Span) -> tuple[str, list[Span]]:
    """The name that a noun phrase is about, with its token spans; "" where it holds none.

    "China's AI usage" → China; "AI usage in China" → China; "Norway and Denmark" → both; "the US price" → US.
    """
    relative = next((i for i in range(*span) if s.tags[i] == "S"), span[1])
    # "The share of adults who read Proust": no name of a clause that only tells which adults.
    span = (span[0], relative) if relative > span[0] else span
    runs = bearer_tokens(s, span)
    if not runs:
        return "", []
    head_end = next((i for i in range(*span) if s.tags[i] == "P"), span[1])
    heading = _apposed(s, [r for r in runs if r[0] < head_end])
    first = heading or runs
    joined = _coordinated(s, first, span)
    if joined is not None:
        return re.sub(r"\s+", " ", s.slice(*joined)), [joined]
    if heading:
        return _name(s, first[0]), [first[0]]
    owning = [r for r in runs if _preposition(s, r[0]) in _OWNING]
    chosen = (owning or runs)[0]
    joined = _coordinated(s, [r for r in runs if r[0] >= chosen[0]], span)
    if (
        joined is None
        and s.tags[chosen[1] : chosen[1] + 1] == "N"
        and chosen[1] < span[1]
        and not is_country(_name(s, chosen))
    ):
        # "the Nordic countries": the name only describes its noun.
        chosen = (chosen[0], chosen[1] + 1)
    return (re.sub(r"\s+", " ", s.slice(*joined)), [joined]) if joined else (_name(s, chosen), [chosen])


def _apposed(s: Tagged, runs: list[Span]) -> list[Span]:
    """The runs of names without those that only describe the next: "its German rival Havik", "Chile's Norte Solar"."""
    out = list(runs)
    while len(out) > 1 and out[1][1] - out[0][1] <= 5:
        between = s.tags[out[0][1] : out[1][0]]
        place = country_of(_name(s, out[0]))
        described = is_country(place) or place != _name(s, out[0])
        rival = re.fullmatch("N{1,2}", between) and s.words[out[1][0] - 1] in _BESIDE
        if not rival and not (described and (re.fullmatch("N{1,3}", between) or between == "'")):
            break
        if s.tags[out[1][1] : out[1][1] + 1] == "N":
            break
        out.pop(0)
    return out


def head_of(s: Tagged, span: Span) -> Span:
    """A noun phrase up to its first preposition."""
    return span[0], next((i for i in range(*span) if s.tags[i] == "P"), span[1])


def _coordinated(s: Tagged, runs: list[Span], span: Span) -> Span | None:
    """The span of names joined by commas and "and", or None where there is one name or other words stand between."""
    if len(runs) < 2:
        return None
    last = runs[0]
    for run in runs[1:]:
        between = s.tags[last[1] : run[0]]
        if not re.fullmatch(r"'?N{0,2}(?:,C?|C)D?(?:N{0,1}')?", between) or ("N" in between and "'" in between):
            break
        last = run
    if last == runs[0]:
        return None
    return runs[0][0], last[1]


def _preposition(s: Tagged, at: int) -> str:
    """The preposition right before a token, a determiner between them left out."""
    i = at - 1
    while i >= 0 and s.tags[i] in "DN":
        i -= 1
    return s.words[i] if i >= 0 and s.tags[i] == "P" else ""


def _name(s: Tagged, run: Span) -> str:
    return re.sub(r"\s+", " ", s.slice(*run)).strip(" .'’")


def name_behind(s: Tagged, k: int) -> tuple[str, Span]:
    """The name behind a number: "NOK 118 in Norway", "$200 for ChatGPT Enterprise", "49% of Apple's sales"."""
    i, steps = k + 1, 0
    while i < len(s.tags) and steps < 7:
        mark = s.tags[i]
        if (
            mark == "A"
            and s.tags[i - 1] in "PDN"
            and _preposition(s, i) in ("in", "for", "of", "at", "from", "by", "among", "across", "on")
            and (s.words[i - 1] != "on" or (i == k + 2 and s.tags[k + 3 : k + 4] != "N"))
        ):
            end = i
            while end < len(s.tags) and s.tags[end] == "A":
                end += 1
            return _name(s, (i, end)), (i, end)
        done = mark == "V" and i == k + 1 and s.words[i + 1 : i + 2] == ("by",)
        if (mark not in "PDNRT" and not done) or s.words[i] == "than":
            # "costs two thirds more than in Oslo": the other's.
            break
        i, steps = i + 1, steps + 1
    return "", (0, 0)


def names_after_colon(s: Tagged, k: int) -> str:
    """The names that a sentence ends with behind a colon: "Three apps each have 50 million: Lumen, Dune and Corvo"."""
    match = re.compile(r"[^:;(]*:(?P<names>D?A[A',CD]*A)\??$").match(s.tags, k + 1)
    return re.sub(r"\s+", " ", s.slice(*match.span("names"))) if match else ""


def name_in_opening(s: Tagged, start: int, end: int) -> str:
    """The name of a phrase that opens a clause and sets its place: "In Chile, 2.9 TWh of solar output was curtailed"."""
    for i in range(start, end):
        if (
            s.tags[i] == "A"
            and s.tags[i - 1 : i] in ("P", "D")
            and _preposition(s, i) in ("in", "at", "for", "across", "among", "within")
        ):
            stop = i
            while stop < end and s.tags[stop] == "A":
                stop += 1
            return _name(s, (i, stop))
    return ""


def group_in_opening(s: Tagged, k: int) -> str:
    """The people or things that a clause opens with and that the percentage at token k is of: "among people under 30, 48% buy";
    "among those over 60 the figure is 29%" names its noun after the group before. "" where the group is a name or there is none."""
    starts = [i for i in range(k) if s.words[i] == "among" and (i == 0 or s.tags[i - 1] in ";:-C,S")]
    told = [m.span(1) for i in starts if (m := re.compile(r"P((?:D?N+|O|D)(?:P[DN]*N)?)(?=,|D|#)").match(s.tags, i))]
    if not told or re.search(r"[;:S-]", s.tags[told[-1][0] : k]) or s.tags[told[-1][1] : k].count("#"):
        return ""
    phrase = re.sub(r"\s+", " ", s.slice(*told[-1]))
    if not phrase.lower().startswith(("those ", "these ")):
        return "" if s.words[told[-1][0]] in _PRONOMINAL else phrase
    first = next((i for i in range(*told[0]) if s.tags[i] == "P"), told[0][1])
    noun = s.slice(told[0][0], first) if len(told) > 1 else ""
    return f"{noun} {phrase.split(' ', 1)[1]}" if noun and " " in phrase else ""


def explained(s: Tagged, span: Span) -> str:
    """The name that a phrase explains: "Salar Norte, a battery of 300 MW" → Salar Norte; "" where it explains none."""
    i = span[0] - 1
    while i >= 0 and s.tags[i] == "D":
        i -= 1
    if span[0] >= span[1] or i < 1 or i == span[0] - 1 or s.tags[i] != "," or s.tags[i - 1] != "A":
        return ""
    first = i - 1
    while first > 0 and s.tags[first - 1] == "A":
        first -= 1
    return _name(s, (first, i)) if s.tags[first - 1 : first] not in ("P", ",", "C") else ""


def named_beside(s: Tagged, span: Span) -> str:
    """The name that stands between commas behind a common noun: "Its nearest rival, the start-up Lotus EV, holds"."""
    if span[0] >= span[1] or s.tags[span[1] - 1] != "N":
        return ""
    match = re.compile(r",D?[AN-]{0,4}?(?P<name>A{1,4})(?:PA{1,3})?,(?=R*[VX])").match(s.tags, span[1])
    return _name(s, match.span("name")) if match else ""


def interposed(s: Tagged, k: int) -> str:
    """The name that a phrase between commas with the number at token k tells of: "Chakra Swap, the largest with 3,900 stations,"."""
    match = re.search(r"(?<![PCA,])(?P<name>A{1,4}),[DNA'PRH]*$", s.tags[:k]) or re.match(
        r"(?P<name>A{1,4}),[DNA'PRH]*$", s.tags[:k]
    )
    closed = re.match(r"[NAPD]*,", s.tags[k + 1 :])
    return _name(s, match.span("name")) if match and closed else ""


def whole_of(s: Tagged, span: Span) -> str:
    """ "global" where a phrase without a name speaks of the whole world; "rest of the world" is no whole."""
    text = s.slice(*span)
    rest = _REST.search(text)
    return rest.group().lower() if rest else "global" if _WORLD.search(text) else ""


def is_pronominal(s: Tagged, span: Span) -> bool:
    """Whether a phrase points back: "it", "its operating profit", "that of", or nothing at all."""
    if span[0] >= span[1]:
        return True
    first = span[0] - 1 if span[0] > 0 and s.tags[span[0] - 1] == "D" else span[0]
    return s.words[first] in _PRONOMINAL


def common_subject(s: Tagged, span: Span) -> str:
    """A subject that is no name, in the source's words: "the network employs" → "network"; "" for pronouns and numbers."""
    if span[0] >= span[1] or s.words[span[0]] in _SPEAKERS or "#" in s.tags[span[0] : span[1]]:
        return ""
    last = span[1]
    while last > span[0] and s.tags[last - 1] in "TPR":
        last -= 1
    text = re.sub(r"\s*\([^)]*\)", "", re.sub(r"\s+", " ", s.slice(span[0], last)))
    words = text.split()
    if not words or len(words) > 8:
        return ""
    first = words[0]
    aside = s.tags[span[0] + 1 : span[0] + 2] == "("
    unknown = len(words) == 1 and not first.endswith("s") and first.lower() not in _PEOPLE and is_unusual(first)
    if first[:1].isupper() and first[1:].islower() and s.tags[span[0]] != "A" and not aside and not unknown:
        words[0] = first.lower()
    return " ".join(words)

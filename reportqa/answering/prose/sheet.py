"""The tokens of the sentences that bear on a question, side by side as arrays, with running totals over them.

One empty token stands before each sentence and behind the last, so that what stands before and behind a stretch can be
looked up without asking whether there is anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.asking import Asking
from reportqa.answering.words import STOP_WORDS, stem, stems
from reportqa.figures.tagging import Tagged
from reportqa.types import Figure, Period

__all__ = ["CLASSES", "COUNTED", "TAGS", "Sheet", "sheet_of"]

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

TAGS = " NA#TVPDSRHXIOC,;:-()'?"
# Classes of function words and of verbs that hold a definition or a cause; none of any field.
CLASSES: dict[str, frozenset[str]] = {
    **{w: frozenset([w]) for w in ("of", "to", "by", "as", "in", "from", "for", "at", "on", "with", "using", "that", "under", "until")},
    "article": frozenset(["the", "a", "an"]),
    "be": frozenset(["is", "are", "was", "were", "be", "been", "being", "'s"]),
    "hold": frozenset(["include", "includes", "included", "including", "comprise", "comprises", "comprised", "consist", "consists", "consisted",
                       "represent", "represents", "represented", "contain", "contains", "relate", "relates", "related", "reflect", "reflects",
                       "reflected", "mean", "means", "refer", "refers", "defined"]),
    "cause": frozenset(["due", "because", "since", "driven", "attributable", "reflecting", "resulting", "result", "resulted", "offset", "caused",
                        "owing", "so", "therefore", "led"]),
    "mainly": frozenset(["primarily", "mainly", "principally", "partly", "partially", "largely", "mostly"]),
    "condition": frozenset(["if", "when", "where", "unless", "upon", "once", "while", "whether"]),
    "often": frozenset(["annually", "quarterly", "monthly", "weekly", "daily", "hourly", "yearly", "regularly", "continuously", "twice", "every"]),
    "own": frozenset(["our", "its", "their", "his", "her"]),
}  # fmt: skip
_CLASS_OF = {word: i + 1 for i, words in enumerate(CLASSES.values()) for word in words}
COUNTED = (
    "weight", "hits", "content", "nouns", "names", "verbs", "commas", "conjunctions", "numbers", "periods", "subordinators", "prepositions", "stops",
    "brackets", "new content", "money", "percent", "years", "asked periods", "in step", "out of step", "unit fits", "period agrees", "period differs",
    "measure covered", "pronouns", "finite", "lengths", "causes", "often",
)  # fmt: skip
_KINDS = {"content": "NAV#T", "nouns": "N", "names": "A", "verbs": "VX", "commas": ",", "conjunctions": "C", "numbers": "#", "periods": "T",
          "subordinators": "S", "prepositions": "PI", "stops": ";:-", "brackets": "(", "pronouns": "O", "finite": "X"}  # fmt: skip
_MONEY = re.compile(r"[$€£¥₹`]|\b(?:USD|EUR|GBP|RMB|CNY|HK|US|INR)|million|billion", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LENGTH = re.compile(r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|decades?)\b", re.I)
_RESPECTIVELY = frozenset(["respectively"])


@dataclass(frozen=True, slots=True)
class Sheet:
    """Token arrays of shape (tokens,) over all sentences; `sums[i]` are the totals of COUNTED over the tokens before i.

    `first` and `behind` bound the sentence of each token; `previous[i]` is the last token before i that the question
    repeats (or the empty token before its sentence), `following[i]` the next one from i (or the empty one behind);
    `main` is the first finite verb of each token's sentence; `place` says which sentence a token belongs to.
    """

    tags: Ints
    classes: Ints
    stems: tuple[str, ...]
    sums: Floats
    first: Ints
    behind: Ints
    previous: Ints
    following: Ints
    main: Ints
    place: Ints


def sheet_of(tagged: Sequence[Tagged], figures: Sequence[Mapping[int, Figure]], asked: Asking) -> Sheet:
    """The sheet of tagged sentences; `figures` maps, for each of them, the offset at which a figure begins to the figure."""
    columns = [_columns(s, f, asked) for s, f in zip(tagged, figures, strict=True)]
    blank = np.zeros((1, len(COUNTED)), np.float32)
    counts = np.concatenate([block for c in columns for block in (blank, c)] + [blank])
    sizes = [len(s.tags) + 1 for s in tagged]
    edges = np.cumsum([0, *sizes])
    whole = [t for s in tagged for t in (" ", *s.tags)] + [" "]
    words = [w for s in tagged for w in ("", *s.words)] + [""]
    place = np.repeat(np.arange(len(tagged) + 1), [*sizes, 1])
    hit = counts[:, COUNTED.index("hits")] > 0
    bounds = np.append(edges, edges[-1] + 1)
    first, behind = bounds[place], bounds[np.minimum(place + 1, len(tagged))]
    index = np.arange(len(whole))
    last_hit = np.maximum.accumulate(np.where(hit, index, -1))
    next_hit = np.minimum.accumulate(np.where(hit, index, len(whole))[::-1])[::-1]
    return Sheet(
        tags=np.array([TAGS.index(t) for t in whole], np.int32),
        classes=np.array([_CLASS_OF.get(w, 0) for w in words], np.int32),
        stems=(*(a for s in tagged for a in ("", *_stems(s))), ""),
        sums=np.concatenate([blank, np.cumsum(counts, axis=0, dtype=np.float32)]),
        first=(first + 1).astype(np.int32),
        behind=behind.astype(np.int32),
        previous=np.maximum(np.append(-1, last_hit[:-1]), first).astype(np.int32),
        following=np.minimum(next_hit, behind).astype(np.int32),
        main=np.array([*(e + 1 + _main(s) for e, s in zip(edges[:-1], tagged, strict=True)), 0], np.int32)[place],
        place=place.astype(np.int32),
    )


def _main(s: Tagged) -> int:
    """The last token of a sentence's first group of verbs."""
    return next((i for i, t in enumerate(s.tags) if t in "VX" and s.tags[i + 1 : i + 2] not in ("V", "X")), len(s.tags))


def _stems(s: Tagged) -> list[str]:
    return [stem(w) if w not in STOP_WORDS else "" for w in s.words]


def _columns(s: Tagged, figures: Mapping[int, Figure], asked: Asking) -> Floats:
    """What is counted of each token of a sentence, shape (tokens, len(COUNTED))."""
    out = np.zeros((len(s.tags), len(COUNTED)), np.float32)
    for name, marks in _KINDS.items():
        out[:, COUNTED.index(name)] = [t in marks for t in s.tags]
    for name, of in (("causes", "cause"), ("often", "often")):
        out[:, COUNTED.index(name)] = [w in CLASSES[of] for w in s.words]
    seen: set[str] = set()
    at = {name: i for i, name in enumerate(COUNTED)}
    for i, a in enumerate(_stems(s)):
        if a and a in asked.weights:
            out[i, at["hits"]] = 1.0
            out[i, at["weight"]] = asked.weights[a] if a not in seen else 0.0
            seen.add(a)
    out[:, at["new content"]] = out[:, at["content"]] * (1 - out[:, at["hits"]])
    for i, step in _in_step(s, asked).items():
        out[i, at["in step" if step else "out of step"]] = 1.0
    for i, mark in enumerate(s.tags):
        if mark == "T":
            text = s.slice(i, i + 1)
            out[i, at["years"]] = bool(_YEAR.fullmatch(text))
            out[i, at["asked periods"]] = any(y in text for y in asked.years)
        elif mark == "#":
            _count_number(out[i], s, i, figures.get(s.starts[i]), asked, at)
    return out


def _count_number(row: Floats, s: Tagged, i: int, figure: Figure | None, asked: Asking, at: Mapping[str, int]) -> None:
    text = s.slice(i, min(i + 2, len(s.tags)))
    row[at["lengths"]] = bool(_LENGTH.search(text))
    row[at["money"]] = bool(_MONEY.search(s.slice(i, i + 1)))
    row[at["percent"]] = "%" in text or "percent" in text.lower() or "per cent" in text.lower()
    if figure is None:
        return
    row[at["unit fits"]] = bool(asked.unit) and asked.unit in figure.unit
    if asked.periods and figure.period is not None and figure.period.start is not None:
        agrees = any(_meet(figure.period, p) for p in asked.periods)
        row[at["period agrees" if agrees else "period differs"]] = 1.0
    own = stems(f"{figure.subject} {figure.metric}")
    row[at["measure covered"]] = sum(asked.weights[a] for a in own if a in asked.weights) / asked.total


def _meet(a: Period, b: Period) -> bool:
    return bool(a.start and a.end and b.start and b.end and a.start <= b.end and b.start <= a.end)


def _in_step(s: Tagged, asked: Asking) -> dict[int, bool]:
    """Of "A, B and C was 1, 2 and 3, respectively": which of the numbers goes with the period or word asked for."""
    if not _RESPECTIVELY & set(s.words) or not (asked.years or asked.weights):
        return {}
    runs = _runs(s, "#")
    out: dict[int, bool] = {}
    for run in runs:
        for marks in ("T", "A", "N"):
            along = next((r for r in _runs(s, marks) if len(r) == len(run)), None)
            if along is None:
                continue
            wanted = [_is_asked(s, j, marks, asked) for j in along]
            if any(wanted) and not all(wanted):
                out |= dict(zip(run, wanted, strict=True))
                break
    return out


def _runs(s: Tagged, mark: str) -> list[list[int]]:
    """Tokens of one tag with nothing but commas, "and" and small words between them, two at least."""
    where = [i for i, t in enumerate(s.tags) if t == mark]
    out: list[list[int]] = []
    for i, j in pairwise(where):
        between = s.tags[i + 1 : j]
        near = len(between) <= 6 and any(t in ",C" for t in between) and all(t in ",CDPN?A" for t in between)
        if near and out and out[-1][-1] == i:
            out[-1].append(j)
        elif near:
            out.append([i, j])
    return out


def _is_asked(s: Tagged, j: int, marks: str, asked: Asking) -> bool:
    if marks == "T":
        return any(y in s.slice(j, j + 1) for y in asked.years)
    return stem(s.words[j]) in asked.weights

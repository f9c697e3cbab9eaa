"""What tells a good stretch from a bad one, as numbers: where its edges fall, what stands before and behind it, which of
the question's words lie inside, how it fits the kind of answer wanted. No word of any field is a feature."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reportqa.answering.prose.asking import FLAGS, Asking
from reportqa.answering.prose.sheet import CLASSES, COUNTED, TAGS, Sheet

__all__ = ["FEATURES", "PLACE", "describe"]

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]

PLACE = (
    "rank",
    "score",
    "dense",
    "covered",
    "behind the best",
    "item",
    "tokens",
    "missing names",
    "holds a year asked for",
)
_BEFORE, _FIRST, _LAST, _NEXT = "NA#TVPDSRXIOC,:-('?H", "NA#TVPDSRXIOH?", "NA#TVR)?O", "NA#TVPSRXIC,;:-(?"
_NEXT_CLASSES = ("cause", "be", "to", "as", "for", "in", "on", "by", "from", "that", "condition", "mainly")
_FIRST_CLASSES = (
    "cause",
    "to",
    "by",
    "using",
    "as",
    "in",
    "for",
    "hold",
    "mainly",
    "condition",
    "own",
    "under",
    "until",
)
_SHAPE = (
    "size", "share of the sentence", "at its start", "at its end", "article before", "weight inside", "weight before", "weight behind", "weight missing",
    "gap before", "gap behind", "content between", "content between behind", "stops between", "tokens behind the main verb", "weight before the main verb",
    "last word agrees", "verb repeated before", "noun inside", "noun before", "noun behind", "noun at the end", "one number", "one period", "one name", "only names",
    "number of the unit", "hits in the clause", "same words before", "new share",
    "fits the kind", "quantity", "length", "date", "percent", "money", "names", "long",
)  # fmt: skip
_INSIDE = tuple(c for c in COUNTED if c not in ("weight",))
_OUTSIDE = ("causes", "numbers", "periods", "asked periods", "names", "verbs", "commas", "in step")
FEATURES: tuple[str, ...] = (
    *PLACE, *_SHAPE, *(f"inside {c}" for c in _INSIDE), *(f"before {c}" for c in _OUTSIDE), *(f"behind {c}" for c in _OUTSIDE),
    *(f"tag before {t}" for t in _BEFORE), *(f"first tag {t}" for t in _FIRST), *(f"last tag {t}" for t in _LAST), *(f"next tag {t}" for t in _NEXT),
    *(f"word before {c}" for c in CLASSES), *(f"first word {c}" for c in _FIRST_CLASSES), *(f"next word {c}" for c in _NEXT_CLASSES), *FLAGS,
)  # fmt: skip
_FAR = 12
# How well a length of time, a date, a percentage, an amount of money, another number, names, a word of frequency and a long
# stretch fit each kind of thing asked for.
_FITS: dict[str, tuple[float, ...]] = {
    "length": (1, 0.2, -1, -1, -0.5, -1, 0, 0), "often": (0.2, -0.5, -1, -1, -1, -1, 1, 0), "date": (0.2, 1, -1, -1, -1, -1, 0.3, 0.1),
    "count": (-0.5, -1, -0.7, -1, 1, -0.5, -0.5, -0.3), "percent": (-1, -1, 1, -0.7, 0, -1, -1, -0.3), "amount": (-1, -1, -0.3, 1, 0.6, -1, -1, -0.2),
    "name": (-1, -1, -1, -1, -1, 1, -1, 0), "place": (-1, -1, -1, -1, -1, 0.7, -1, 0.3), "reason": (-1, -1, -1, -1, -1, -0.8, -1, 1),
    "manner": (-0.8, -1, -0.8, -1, -1, -0.8, 0, 1), "meaning": (-0.7, -0.8, -0.7, -0.7, -0.8, 0, -0.5, 0.6), "other": (0, 0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip
_NAMES = tuple(CLASSES)


def _hot(codes: Ints, wanted: list[int]) -> Floats:
    found: Floats = (codes[:, None] == np.asarray(wanted, np.int32)[None, :]).astype(np.float32)
    return found


def _tags(marks: str) -> list[int]:
    return [TAGS.index(m) for m in marks]


def _classes(names: tuple[str, ...]) -> list[int]:
    return [_NAMES.index(n) + 1 for n in names]


def describe(stretches: Ints, sheet: Sheet, places: Floats, asked: Asking) -> Floats:
    """The features of stretches, shape (n, len(FEATURES)), in the order of FEATURES.

    `stretches` are rows (first token, behind the last) of the sheet; `places` holds PLACE for each sentence.
    """
    a, b = stretches[:, 0], stretches[:, 1]
    edge = a - (sheet.classes[a - 1] == _NAMES.index("article") + 1)
    inside = sheet.sums[b] - sheet.sums[a]
    before = sheet.sums[a] - sheet.sums[sheet.first[a]]
    behind = sheet.sums[sheet.behind[a]] - sheet.sums[b]
    column = [COUNTED.index(c) for c in _INSIDE]
    outside = [COUNTED.index(c) for c in _OUTSIDE]
    found: Floats = np.concatenate(
        [
            places[sheet.place[a]],
            _shape(a, b, edge, sheet, asked, (inside, before, behind)),
            inside[:, column],
            before[:, outside],
            behind[:, outside],
            _hot(sheet.tags[edge - 1], _tags(_BEFORE)),
            _hot(sheet.tags[a], _tags(_FIRST)),
            _hot(sheet.tags[b - 1], _tags(_LAST)),
            _hot(sheet.tags[b], _tags(_NEXT)),
            _hot(sheet.classes[edge - 1], _classes(_NAMES)),
            _hot(sheet.classes[a], _classes(_FIRST_CLASSES)),
            _hot(sheet.classes[b], _classes(_NEXT_CLASSES)),
            np.broadcast_to(asked.flags, (len(a), len(asked.flags))),
        ],
        axis=1,
        dtype=np.float32,
    )
    return found


def _shape(a: Ints, b: Ints, edge: Ints, sheet: Sheet, asked: Asking, parts: tuple[Floats, Floats, Floats]) -> Floats:
    """The values of _SHAPE: lengths, distances to the question's own words, and how a stretch fits what is asked for."""
    at = {c: i for i, c in enumerate(COUNTED)}
    inside, before, _behind = parts
    first, end = sheet.first[a], sheet.behind[a]
    weight = [p[:, at["weight"]] / asked.total for p in parts]
    size = (b - a).astype(np.float32)
    previous, following = sheet.previous[a], sheet.following[np.minimum(b, len(sheet.tags) - 1)]
    met = previous >= first
    between = sheet.sums[a] - sheet.sums[previous + 1]
    ahead = sheet.sums[following] - sheet.sums[b]
    main = sheet.main[a]
    subject = sheet.sums[np.minimum(main, end)] - sheet.sums[first]
    noun = np.array([bool(asked.noun) and s == asked.noun for s in sheet.stems])
    nouns = np.append(0, np.cumsum(noun))
    clause = _clause_hits(a, sheet)
    numbers, periods, names = inside[:, at["numbers"]], inside[:, at["periods"]], inside[:, at["names"]]
    content = inside[:, at["content"]]
    last = _NAMES.index(asked.last) + 1 if asked.last in _NAMES else -1
    repeated = (sheet.tags[edge - 1] == TAGS.index("V")) & (
        sheet.sums[edge, at["hits"]] > sheet.sums[edge - 1, at["hits"]]
    )
    return np.stack(
        [
            size, size / (end - first), edge == first, b >= end - 1, edge != a, *weight, 1.0 - sum(weight),
            np.where(met, np.minimum(edge - 1 - previous, _FAR), _FAR), np.minimum(following - b, _FAR),
            np.where(met, between[:, at["content"]], _FAR), ahead[:, at["content"]], between[:, at["stops"]] + between[:, at["commas"]],
            a - main, subject[:, at["weight"]] / asked.total, sheet.classes[edge - 1] == last, repeated,
            nouns[b] - nouns[a], nouns[a] - nouns[np.maximum(a - 3, first)], nouns[np.minimum(b + 2, end)] - nouns[b], noun[b - 1],
            (numbers == 1) & (size <= 2), (periods == 1) & (content == 1), (names == size), (names > 0) & (names == content),
            inside[:, at["unit fits"]] / np.maximum(numbers, 1), clause, before[:, at["hits"]] / np.maximum(before[:, at["content"]], 1),
            inside[:, at["new content"]] / np.maximum(content, 1), *_fits(inside, size, asked.kind),
        ],
        axis=1,
    ).astype(np.float32)  # fmt: skip


def _clause_hits(a: Ints, sheet: Sheet) -> Floats:
    """How many of the question's words stand in the clause before a stretch, from the last stop or comma."""
    stop = np.isin(sheet.tags, [TAGS.index(t) for t in " ,;:-S"])
    last = np.maximum.accumulate(np.where(stop, np.arange(len(sheet.tags)), 0))
    hits = sheet.sums[:, COUNTED.index("hits")]
    found: Floats = hits[a] - hits[last[a - 1]]
    return found


def _fits(inside: Floats, size: Floats, kind: str) -> list[Floats]:
    """How well each stretch fits the kind of thing asked for, and which kind it is."""
    at = {c: i for i, c in enumerate(COUNTED)}
    numbers, periods, content = inside[:, at["numbers"]], inside[:, at["periods"]], inside[:, at["content"]]
    short = (inside[:, at["verbs"]] == 0) & (size <= 5)
    quantity = short & (numbers > 0) & (periods == 0) & (content - numbers <= 2)
    length = quantity & (inside[:, at["lengths"]] > 0)
    date = short & (periods > 0) & (content == periods)
    percent = quantity & ~length & (inside[:, at["percent"]] > 0)
    money = quantity & ~length & ~percent & (inside[:, at["money"]] > 0)
    other = quantity & ~length & ~percent & ~money
    names = short & (inside[:, at["names"]] > 0) & (content == inside[:, at["names"]])
    often = short & (inside[:, at["often"]] > 0)
    long = (size >= 6) | (inside[:, at["verbs"]] > 0)
    kinds = np.stack([length, date, percent, money, other, names, often, long], axis=1).astype(np.float32)
    fit = kinds @ np.asarray(_FITS[kind], np.float32)
    return [fit, quantity, length, date, percent, money, names, long]

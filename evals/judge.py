"""Is an answer right? One answer row of `ask --batch --json` against one question row with its gold.

A question row holds `id, kind, question, history`, perhaps `within`, and what a right answer holds:

    head      [value, unit]: the headline number (the derivation's value, else the first figure's), within 2 %
    numbers   each of these values stands in the answer text, within 2 %
    texts     of each group, one alternative stands in the answer text
    absent    none of these stands in the answer text
    abstain   the corpus does not hold the answer: the status must be "absent"
    evidence  one of these stands in a cited figure's text or quote, or in a cited passage

A right answer is also short, and grounded: each number in it stands in a figure, a passage, the derivation or the
question. `untraceable` checks that each figure's span holds the figure's text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["faults", "given", "ungrounded", "untraceable", "values"]

Row = Mapping[str, Any]

# How far a value may be off: rounding in an answer, and rounding in a number that is only repeated.
LOOSE = 0.02
TIGHT = 0.006
WORDS = {"list": 160, "explain": 160, "compare": 140, "audit": 140}
WORDS_ELSE = 90

_SCALES = {
    "hundred": 1e2,
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "t": 1e12,
    "tn": 1e12,
    "trillion": 1e12,
    "万": 1e4,
    "亿": 1e8,
    "万亿": 1e12,
}
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_SCALE = r"(?:thousand|million|billion|trillion|bn|mn|tn|[kmbt](?![a-z])|万亿|万|亿)"
_NUMBER = re.compile(rf"({_DIGITS})(?:\s*(?:-|–|—|to|and)\s*({_DIGITS}))?\s*({_SCALE})?", re.IGNORECASE)
_CITATION = re.compile(r"\[\d+(?:,\s*\d+)*\]")


def _plain(digits: str) -> float:
    return float(digits.replace(",", ""))


def _readings(text: str) -> Iterator[tuple[str, float, float]]:
    """Every number of a text: how it is written, its bare value, and its value with the scale word that follows.

    The first end of "15-20 trillion" is read as 15 trillion. Citation markers such as [1] are not numbers.
    """
    for match in _NUMBER.finditer(_CITATION.sub(" ", text)):
        first, second, scale = match.groups()
        factor = _SCALES[scale.lower()] if scale else 1.0
        yield match.group(), _plain(first), _plain(first) * factor
        if second:
            yield match.group(), _plain(second), _plain(second) * factor


def values(text: str) -> list[float]:
    """The values that stand in a text, both as scaled and as written without their scale word.

    >>> values("15-20 trillion tokens [1], or 93%")
    [15000000000000.0, 15.0, 20000000000000.0, 20.0, 93.0]
    """
    found: list[float] = []
    for _, bare, scaled in _readings(text):
        found += [scaled] if scaled == bare else [scaled, bare]
    return found


def _near(one: float, other: float, within: float) -> bool:
    return abs(one - other) <= within * max(abs(one), abs(other), 1e-12)


def _stands(value: float, text: str) -> bool:
    # A loss of 3.1 million is written "(3.1)", "-3.1" or "a loss of 3.1": the sign is no part of the digits.
    return any(_near(abs(value), found, LOOSE) for found in values(text))


def _held(answer: Row, name: str) -> list[Any]:
    return list(answer.get(name) or ())


def _headlines(answer: Row) -> list[float]:
    """The values that count as the answer's headline: the derivation's, else the first figure's and its range's."""
    derivation = answer.get("derivation")
    if derivation:
        return [derivation["value"]]
    first: Row = (_held(answer, "figures") or [{}])[0]
    return [first[name] for name in ("value", "low", "high") if first.get(name) is not None]


def _cited(answer: Row) -> str:
    """Everything the answer cites, as one text."""
    figures = [f"{f.get('text', '')} {f.get('quote', '')}" for f in _held(answer, "figures")]
    return "\n".join(figures + [p.get("text", "") for p in _held(answer, "passages")])


def given(answer: Row | None) -> bool:
    """Whether the assistant offered an answer at all."""
    return answer is not None and answer.get("status") == "answered"


def ungrounded(question: Row, answer: Row) -> list[str]:
    """The numbers of the answer text that nothing it cites, derives or was asked holds."""
    figures = _held(answer, "figures")
    periods = [json.dumps(f.get("period") or "", ensure_ascii=False) for f in figures]
    derivation = answer.get("derivation") or {}
    asked = [question["question"], *question.get("history", ())]
    known = values("\n".join([*asked, _cited(answer), *periods, json.dumps(derivation, ensure_ascii=False)]))
    known += [f[name] for f in figures for name in ("value", "low", "high") if f.get(name) is not None]
    if derivation.get("value") is not None:
        known.append(derivation["value"])
    return [
        written
        for written, _, scaled in _readings(answer.get("answer", ""))
        if not any(_near(scaled, abs(value), TIGHT) for value in known)
    ]


def untraceable(answer: Row, texts: Mapping[str, str]) -> list[str]:
    """The figures whose span does not hold their own text, of those whose document is among `texts`."""
    return [
        f"{f['document']}[{f['start']}:{f['end']}] is not {f['text']!r}"
        for f in (*_held(answer, "figures"), *_held(answer, "nearest"))
        if f.get("document") in texts and texts[f["document"]][f["start"] : f["end"]] != f["text"]
    ]


def _holds_any(text: str, alternatives: Iterable[str]) -> bool:
    return any(alternative.lower() in text.lower() for alternative in alternatives)


def _content_faults(question: Row, answer: Row) -> Iterator[str]:
    text = answer.get("answer", "")
    if question["head"]:
        want = question["head"][0]
        if not any(_near(value, want, LOOSE) for value in _headlines(answer)):
            yield f"the headline {_headlines(answer)} is not {want}"
        if not _stands(want, text):
            yield f"the text lacks {want}"
    yield from (f"the text lacks {value}" for value in question["numbers"] if not _stands(value, text))
    yield from (f"the text lacks any of {group}" for group in question["texts"] if not _holds_any(text, group))
    yield from (f"the text holds {bad!r}" for bad in question["absent"] if _holds_any(text, [bad]))


def faults(question: Row, answer: Row | None) -> list[str]:
    """What is wrong with an answer, a line a fault; empty when it is right."""
    if answer is None:
        return ["no answer"]
    if question["abstain"]:
        return [] if answer.get("status") == "absent" else ["answered what the corpus does not hold"]
    if not given(answer):
        return [f"refused: {answer.get('missing') or answer.get('status')}"]
    found = list(_content_faults(question, answer))
    if question["evidence"] and not _holds_any(_cited(answer), question["evidence"]):
        found.append(f"nothing cited holds any of {question['evidence']}")
    length = len(answer.get("answer", "").split())
    if length > WORDS.get(question["kind"], WORDS_ELSE):
        found.append(f"{length} words long")
    if loose := ungrounded(question, answer):
        found.append(f"ungrounded: {loose}")
    return found

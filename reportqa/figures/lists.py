"""Lists that run in step: "$18.5 million, $17.7 million and $13.3 million for 2019, 2018 and 2017, respectively"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from reportqa.figures.identity import Attributes
from reportqa.figures.periods import in_step
from reportqa.figures.phrases import Span
from reportqa.figures.subject import bearer_tokens
from reportqa.figures.tagging import Tagged
from reportqa.figures.uses import Use
from reportqa.types import Period

__all__ = ["spread"]

_PERIODS = re.compile(r"T(?:,?C?P?D?T)+")


_LEADING = re.compile(r"^(?:(?:the|a|an|our|its|their|both|higher|lower|total|aggregate)\s+)+", re.I)


def spread(
    s: Tagged, order: list[int], uses: Mapping[int, Use], clock: Mapping[int, Period], done: Mapping[int, Attributes]
) -> dict[int, Attributes]:
    """The attributes with the periods, names or nouns of a list of the same length handed out in order.

    Periods are handed out wherever the lengths agree; names and nouns only where the sentence says "respectively".
    """
    out = dict(done)
    for group in _groups(order, uses):
        last = out[group[-1]]
        alike = all(out[k].unit == last.unit for k in group)
        shared = alike and last.base.startswith("share of ") and not out[group[0]].base.startswith("share of ")
        if shared or (out[group[0]].base.startswith("amount ") and not last.base.startswith("amount ")):
            # "$2.3 million and $1.9 million of compensation expense", "31% and 27% of the market": of both.
            out |= {k: replace(out[k], base=last.base, metric=last.metric) for k in group}
        runs = [m.span() for m in _PERIODS.finditer(s.tags)]
        dated = [[i for i in range(*run) if s.tags[i] == "T"] for run in runs]
        fitting = [run for run in dated if len(run) == len(group)]
        behind = [run for run in fitting if run[0] > group[-1]] or fitting
        if behind:
            for k, t in zip(group, behind[0], strict=True):
                out[k] = replace(out[k], period=in_step(clock[t], clock[behind[0][0]]))
        elif "respectively" in s.words:
            out |= _named(s, group, out)
        elif names := _owners(s, group, uses):
            out |= {k: replace(out[k], subject=n, own=True) for k, n in zip(group, names, strict=True)}
    return out


def _owners(s: Tagged, group: list[int], uses: Mapping[int, Use]) -> list[str]:
    """The names, as many as the numbers, that are the subject of the verb right before a list: "Lund and Harrow have 31% and 27%"."""
    p = uses[group[0]].predicate
    if (
        p is None
        or s.tags[p.verb[1] : group[0]].strip("HRD")
        or re.search("[^#,CHR]", s.tags[group[0] : group[-1] + 1])
    ):
        return []
    return _coordinated_names(s, p.subject, len(group))


def _groups(order: list[int], uses: Mapping[int, Use]) -> list[list[int]]:
    """Runs of numbers listed one after another, two or more long."""
    groups: list[list[int]] = []
    for k in order:
        if uses[k].listed and groups and groups[-1][-1] == uses[k].sibling:
            groups[-1].append(k)
        else:
            groups.append([k])
    return [g for g in groups if len(g) > 1]


def _named(s: Tagged, group: list[int], done: Mapping[int, Attributes]) -> dict[int, Attributes]:
    """Names or nouns before (else behind) the list, one for each number."""
    for start, end in ((0, group[0]), (group[-1] + 1, len(s.tags))):
        names = _coordinated_names(s, (start, end), len(group))
        if names:
            return {k: replace(done[k], subject=n) for k, n in zip(group, names, strict=True)}
        nouns = _coordinated_nouns(s, (start, end), len(group))
        if nouns:
            return {k: replace(done[k], metric=n, base=n) for k, n in zip(group, nouns, strict=True)}
    return {}


def _coordinated_names(s: Tagged, span: Span, count: int) -> list[str]:
    runs = bearer_tokens(s, span)
    if len(runs) < count:
        return []
    last = runs[-count:]
    joined = all(re.fullmatch(r",?C?[DN]?", s.tags[a[1] : b[0]]) for a, b in pairwise(last))
    return [s.slice(*r) for r in last] if joined and len(runs) == count else []


def _coordinated_nouns(s: Tagged, span: Span, count: int) -> list[str]:
    """Noun phrases joined by commas and "and": "service and product revenues" → "service revenues", "product revenues"."""
    for m in reversed(list(re.finditer(r"D?[NA]+(?:,D?[NA]+)*,?CD?[NA]+", s.tags[span[0] : span[1]]))):
        first, last = span[0] + m.start(), span[0] + m.end()
        parts: list[str] = []
        at = first
        for i in [*(i for i in range(first, last) if s.tags[i] in ",C"), last]:
            words = s.slice(at, i).strip()
            if words:
                parts.append(_LEADING.sub("", words))
            at = i + 1
        if len(parts) == count and all(len(p.split()) <= 5 for p in parts):
            head = parts[-1].split()[1:]
            short = all(len(p.split()) == 1 for p in parts[:-1]) and head
            return [f"{p} {' '.join(head)}" for p in parts[:-1]] + [parts[-1]] if short else parts
    return []

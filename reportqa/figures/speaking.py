"""Who says a number need not be whose it is: holders of an office, and those who put a thing at a number."""

from __future__ import annotations

import re

from reportqa.figures.construing import Reading
from reportqa.figures.names import country_of
from reportqa.figures.subject import bearer

__all__ = ["assessed", "holds_office"]

_OFFICE_NAMES = r"(?:chief|managing director|chair\w*|founder|co-founder|president|director|head|boss|CEO|CFO|treasurer|secretary|minister)"
_OFFICE = re.compile(rf",\s(?:who\s\w+\s)?(?:(?:its|the|their|a)\s)?(?:\w+\s)?{_OFFICE_NAMES}\b", re.I)
_TITLED = re.compile(rf"{_OFFICE_NAMES}(?:\s(?:executive|officer))?(?:,)?\s$", re.I)
_ASSESSING = frozenset(["put", "peg", "estimate", "reckon", "value", "assess"])


def assessed(r: Reading, k: int) -> str | None:
    """Whose a number is that somebody puts a thing at: "The registry puts the insured loss of Oriane at €1.92 billion"; "" where
    that names nobody, None where it is told in another way, or of the assessor's own ("puts its losses at")."""
    p = r.uses[k].predicate
    if p is None or p.passive or p.lemma not in _ASSESSING or p.verb[1] >= k or r.s.tags[p.verb[1] : k].count("#"):
        return None
    at = next((i for i in range(p.verb[1], k) if r.s.words[i] == "at"), -1)
    if at < 0 or not r.s.tags[p.verb[1] : at].strip("DA"):
        # "puts Chile at 14 million bottles", "which we put at"
        return None
    if not {"its", "their", "his", "her", "our"}.isdisjoint(r.s.words[p.verb[1] : at]):
        return None
    name, _ = bearer(r.s, (p.verb[1], at))
    return country_of(name) if name else ""


def holds_office(r: Reading, name: str) -> bool:
    """Whether a name is told with an office: "Marit Oelkers, chief executive since 2023,"."""
    before, at, behind = r.s.text[r.s.starts[0] : r.s.ends[-1]].partition(name)
    return bool(at) and (_OFFICE.match(behind) is not None or _TITLED.search(before) is not None)

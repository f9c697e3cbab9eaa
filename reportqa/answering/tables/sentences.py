"""The one sentence that says what a table answers: the measure in the table's own words, the result, the numbers behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.answering.tables.grid import Fact
from reportqa.answering.tables.moments import is_period, period_text
from reportqa.answering.tables.question import Op
from reportqa.answering.tables.results import Result, printed
from reportqa.answering.tables.view import Candidate, TableView
from reportqa.answering.wording import listed
from reportqa.types import Figure, Qualifier

__all__ = ["sentence"]

_LISTED = 12
_HEDGES = {
    Qualifier.ABOUT: "about ", Qualifier.AT_LEAST: "at least ", Qualifier.OVER: "over ", Qualifier.UP_TO: "up to ",
    Qualifier.UNDER: "under ",
}  # fmt: skip
_UNIT_TAIL = re.compile(
    r"\s*\((?:[^()]*\b(?:in|thousands?|millions?|billions?|trillions?|per|out of)\b[^()]*|[^()\w]*)\)\s*$", re.I
)
_RANKS = {1: "", 2: "second ", 3: "third "}


def sentence(candidate: Candidate, result: Result, view: TableView, figures: Sequence[Figure]) -> str:
    """One plain sentence, ended by a full stop."""
    hedges = {(f.row, f.column): _HEDGES.get(f.qualifier, "") if f.qualifier else "" for f in figures}
    says = _Says(candidate, result, view, hedges)
    op = candidate.op
    if op is Op.LOOKUP:
        text = says.lookup()
    elif op in (Op.CHANGE, Op.DIFFERENCE):
        text = says.change() if len(candidate.chosen) < 2 else says.between()
    elif op in (Op.SUM, Op.AVERAGE):
        text = says.spread()
    elif op in (Op.SHARE, Op.RATIO):
        text = says.share()
    elif op in (Op.PEAK_PERIOD, Op.PEAK_ROW):
        text = says.peak()
    else:
        text = says.names()
    text = text.strip()
    return (text[:1].upper() + text[1:]).rstrip(".") + "."


class _Says:
    """The sentences of one candidate; `hedges` are the words that its source puts before a cell's number."""

    def __init__(
        self, candidate: Candidate, result: Result, view: TableView, hedges: dict[tuple[int, int], str]
    ) -> None:
        self.candidate, self.result, self.view, self.hedges = candidate, result, view, hedges
        self.facts = candidate.facts[:_LISTED]

    def number(self, fact: Fact) -> str:
        return self.hedges.get((fact.row, fact.column), "") + printed(fact, self.view.scale(fact))

    def dated(self, fact: Fact) -> str:
        return f"{self.number(fact)} ({when})" if (when := _when(fact)) else self.number(fact)

    def outcome(self) -> str:
        """The result; percentages differ by percentage points."""
        text = self.result.parts[0]
        points = self.candidate.op is Op.DIFFERENCE and text.endswith("%")
        return f"{text[:-1]} percentage points" if points else text

    def lookup(self) -> str:
        """ "Total sales, 2019: $1,496.5 million"."""
        names = [_name(f) for f in self.facts]
        if len(set(names)) > 1:
            return "; ".join(f"{n}: {self.dated(f)}" for n, f in zip(names, self.facts, strict=True))
        if len(self.facts) == 1:
            when = _when(self.facts[0])
            return f"{names[0]}{', ' if names[0] and when else ''}{when}: {self.number(self.facts[0])}"
        return f"{names[0]}: {listed([self.dated(f) for f in self.facts])}"

    def change(self) -> str:
        """ "Total sales rose 4.2% from 2018 to 2019 ($1,202.9 million to $1,253.4 million)"."""
        facts, value = self.candidate.facts, self.result.value or 0.0
        if len(facts) > 2:
            return f"{_name(facts[0])}: {self.result.formula}"
        later, earlier = facts
        if _when(later) < _when(earlier) and self.candidate.op is Op.DIFFERENCE and not self.candidate.reading.signed:
            later, earlier, value = earlier, later, -value
        steps = f"({self.number(earlier)} to {self.number(later)})"
        span = f" from {_when(earlier)} to {_when(later)}" if _when(earlier) and _when(later) else ""
        below = earlier.number.value < 0 and not self.candidate.magnitude
        if below or not value:
            return f"{_name(later)}, change{span}: {self.outcome()} {steps}"
        by = " by" if self.candidate.op is Op.DIFFERENCE else ""
        return f"{_name(later)} {'rose' if value > 0 else 'fell'}{by} {_unsigned(self.outcome())}{span} {steps}"

    def between(self) -> str:
        """ "The difference between A (x) and B (y) is z"."""
        a, b = self._sides()
        shared = self._measure()
        what = ("The difference" if self.candidate.op is Op.DIFFERENCE else "The percentage change") + shared
        joint = ("between", "and") if self.candidate.op is Op.DIFFERENCE else ("from", "to")
        first, second = (a, b) if self.candidate.op is Op.DIFFERENCE else (b, a)
        return f"{what} {joint[0]} {first} {joint[1]} {second} is {self.outcome()}"

    def share(self) -> str:
        """ "A (x) is 42% of B (y)"."""
        a, b = self._sides()
        if self.candidate.op is Op.SHARE:
            return f"{a} is {self.result.parts[0]} of {b}{self._measure()}"
        return f"The ratio of {a} to {b}{self._measure()} is {self.result.parts[0]}"

    def _measure(self) -> str:
        """ " in weekly tokens" where every cell stands under that one header and the rows tell them apart."""
        headers = {tuple(map(_bare, f.headers[-1:])) for f in self.facts}
        rows = {_row(f) for f in self.facts}
        if len(headers) != 1 or len(rows) < len(self.facts) or "" in rows or not (header := next(iter(headers))):
            return ""
        return f" in {header[0][:1].lower()}{header[0][1:]}" if header[0][1:2].islower() else f" in {header[0]}"

    def _sides(self) -> tuple[str, str]:
        """What stands on the two sides, each cell with its number; names that both sides share carry their period."""
        parts = self.candidate.facts[: self.candidate.split], self.candidate.facts[self.candidate.split :]
        distinct = {_name(f) for f in parts[0]} != {_name(f) for f in parts[1]}
        sides = []
        for part in parts:
            name = _row if self._measure() else _name
            texts = [f"{name(f) if distinct else _when(f) or _name(f)} ({self.number(f)})" for f in part]
            sides.append(listed(texts))
        if self.candidate.averaged:
            sides = [f"the average of {s}" for s in sides]
        return sides[0], sides[1]

    def spread(self) -> str:
        """ "The average of total sales over 2017, 2018 and 2019 is x (a, b and c)"."""
        word = "average" if self.candidate.op is Op.AVERAGE else "sum"
        names = list(dict.fromkeys(_name(f) for f in self.facts))
        whens = list(dict.fromkeys(w for f in self.facts if (w := _when(f))))
        if len(names) == 1:
            over = f" for {listed(whens)}" if len(whens) > 1 else ""
            numbers = listed([self.number(f) for f in self.facts])
            return f"The {word} of {names[0]}{over} is {self.result.parts[0]} ({numbers})"
        name = _row if self._measure() else _name
        pairs = listed([f"{name(f)} ({self.number(f)})" for f in self.facts]) + self._measure()
        when = f" in {whens[0]}" if len(whens) == 1 else ""
        return f"The {word} of {pairs}{when} is {self.result.parts[0]}"

    def peak(self) -> str:
        """ "Total sales were highest in 2019: $1,496.5 million"."""
        reading, fact = self.candidate.reading, self.facts[0]
        most = _RANKS.get(reading.rank, "") + ("highest" if reading.highest else "lowest")
        if self.candidate.op is Op.PEAK_PERIOD:
            name = f"{_name(fact)}: " if _name(fact) else ""
            return f"{name}{most} in {self.result.parts[0]}, {self.number(fact)}"
        measure = listed(
            [h for h in (*fact.sections[-1:], *map(_bare, fact.headers)) if h and h != self.result.parts[0]][-1:]
            or [""]
        )
        about = f" ({measure})" if measure else ""
        return f"{self.result.parts[0]} is {most}{about}: {self.dated(fact)}"

    def names(self) -> str:
        """Names that fit or are counted, each with its cell where it has one."""
        names, facts, op = self.candidate.names, self.facts, self.candidate.op
        what = {Op.COUNT_PERIODS: "period fits|periods fit", Op.COUNT_ROWS: "row fits|rows fit"}.get(op, "item|items")
        noun = what.split("|")[len(names) != 1]
        count = f"{self.result.parts[0]} {noun}: " if self.result.value is not None else ""
        if facts and len(facts) == len(names):
            about = {_name(f) for f in facts}
            if not count and op is Op.FILTER_PERIODS and len(about) == 1 and "" not in about:
                count = f"{min(about)}: "
            return count + listed([f"{n} ({self.number(f)})" for n, f in zip(names, facts, strict=True)])
        return count + listed(list(names[:_LISTED])) if names else count.strip(": ")


def _bare(header: str) -> str:
    return _UNIT_TAIL.sub("", header).strip()


def _row(fact: Fact) -> str:
    """What a row is called, under its section where its own name says too little."""
    label = _bare(fact.row_name or fact.label)
    if is_period(label):
        return ""
    if not label or re.fullmatch(r"(?:sub-?)?totals?|net|other|basic|diluted", label, re.I):
        return ", ".join(p for p in (*fact.sections[-1:], label) if p)
    return label


def _name(fact: Fact) -> str:
    """What a cell is, in the table's words: its row, then its column."""
    headers = [h for h in map(_bare, fact.headers) if h]
    return ", ".join(dict.fromkeys(p for p in (_row(fact), *headers[-2:]) if p))


def _when(fact: Fact) -> str:
    """The period of a cell as its header, section or row writes it; a quarter or a half is told with its year."""
    dated = [p for text in (*fact.raw_headers, fact.row_text) if re.search(r"\d", p := period_text(text))]
    year = str(fact.when.year) if fact.when.year else ""
    if dated and (not year or year in dated[-1] or year[2:] in dated[-1]):
        return dated[-1]
    return " ".join(p for p in (dated[-1] if dated else "", year) if p)


def _unsigned(text: str) -> str:
    return text.lstrip("-−")

"""The gates of a question: which figures could answer it at all, by unit, status, subject and period.

A figure of another subject, period, unit or status is never a candidate, however near its words are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from reportqa.answering.beside import Sentence, is_owner, owners_beside, stands_beside
from reportqa.answering.countable import NAMED_RATIO, OF_LABELS, allowed_units, counts, is_rate_by_name
from reportqa.answering.query import Query
from reportqa.answering.times import held_in, is_now, overlapping, recency
from reportqa.answering.understanding.phrases import WORLD
from reportqa.answering.understanding.wanted import HOW_OFTEN, LEVEL
from reportqa.answering.vocabulary import Identity, Vocabulary
from reportqa.answering.words import content_words, stem, stems
from reportqa.figures import numbers
from reportqa.figures.names import canonical_name
from reportqa.figures.periods import parse_date
from reportqa.figures.uses import RATES
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure, Period, Status

__all__ = ["EARLIER", "NOW", "WHOEVER", "Gates", "is_owner"]

EARLIER = re.compile(r"\b(?:earlier|before|last year|previous year|prior year|a year ago)\b", re.I)
_GROUP = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|all|countries|regions|companies|total|combined|both|global|worldwide|world)\b",
    re.I,
)
_EACH = re.compile(r"\b(?:each|all|both|every|respectively|apiece)\b", re.I)
NOW = re.compile(r"\b(?:now|nowadays|at present|presently|currently|today|these days|at the moment)\b", re.I)
# "Over 60", "under-18s", "aged 25 to 34": who or what is bounded by a number.
_BOUND = re.compile(
    r"\b(?:over|under|above|below|aged|(?:older|younger|more|less|fewer|larger|smaller) than)[ -](\d+)", re.I
)
# A kind told by a number that no report writes: "five-star", "two-bedroom".
_KIND = re.compile(r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)-([a-z]{3,})\b", re.I)
# Words for whoever a report is about: "the company's turnover" in a report of one company.
WHOEVER = frozenset("company firm group business corporation organisation organization enterprise concern".split())
_TOLD_EACH = re.compile(r"\b(?:per|each|on average|averag\w+)\b", re.I)
_A_LIST = 4
"""From this many names a sentence lists them, and owns by none."""
_YEAR = 365
_PLANNED = stems("budget target plan")


@dataclass(frozen=True, slots=True)
class Gates:
    """The gates of one query over one snapshot; each method takes a figure and refuses it or says how well it fits."""

    query: Query
    snapshot: Snapshot
    words: Vocabulary
    units: frozenset[str] | None
    given: tuple[numbers.Number, ...]
    other_kind: bool
    bounds: frozenset[str]
    of_now: bool
    often: bool
    level: bool
    kinds: frozenset[str]
    beside: Mapping[Sentence, frozenset[str]]

    @classmethod
    def of(cls, query: Query, snapshot: Snapshot, words: Vocabulary) -> Gates:
        """The gates of a query; what is the same for every figure is worked out once."""
        given = tuple(n for n in numbers.find(query.text) if n.unit)
        return cls(
            query,
            snapshot,
            words,
            allowed_units(query, snapshot, words),
            given,
            _is_other_kind(query, words),
            _bounds(query.text),
            bool(NOW.search(query.text)),
            bool(HOW_OFTEN.search(query.text)),
            bool(LEVEL.search(query.text)),
            frozenset(stem(w) for w in query.words if w in words.proper & words.owners and words.is_word(w)),
            owners_beside(snapshot) if len(query.entities) > 1 else {},
        )

    def pass_plainly(self, figure: Figure) -> bool:
        """Whether a figure has a unit and a status that may answer, and is not stated in the question itself."""
        fits = self.unit_fits(figure) and self.status_fits(figure) and not self.is_given(figure)
        return fits and not (self.level and _is_move(figure)) and not self._is_unnamed_ratio(figure)

    def is_given(self, figure: Figure) -> bool:
        """Whether the question itself states a figure's number with its unit: what is known is not asked for."""
        return any(g.unit == figure.unit and g.value == figure.value for g in self.given)

    def unit_fits(self, figure: Figure) -> bool:
        """Whether a figure is counted or measured in what is asked for."""
        if self.often and figure.unit not in RATES:
            timed = figure.frequency or " / " in figure.unit or _TOLD_EACH.search(figure.quote)
            return bool(timed) and figure.unit in (self.units or ())
        if self.units is None:
            return figure.unit != "date"
        bare = figure.unit == "" or (figure.unit in OF_LABELS and figure.table >= 0)
        return figure.unit in self.units or (bare and counts(self.query, figure)) or is_rate_by_name(self.query, figure)

    def _is_unnamed_ratio(self, figure: Figure) -> bool:
        """Whether a question asks for a ratio by its name, and a percentage is told without that name."""
        named = NAMED_RATIO.search(self.query.text) if self.query.unit == "ratio" and figure.unit != "ratio" else None
        return named is not None and not stems(named[1]) <= stems(f"{figure.metric} {figure.quote}")

    def status_fits(self, figure: Figure) -> bool:
        """A forecast is never given as a fact, nor a fact as a forecast of a time to come."""
        ahead = figure.status is Status.FORECAST
        future = self.query.forecast and bool(self.query.periods)
        if figure.unit == "date":
            return True
        if _PLANNED & stems(self.query.text) & stems(figure.metric):
            return True
        return ahead if future else (self.query.forecast or not ahead)

    def subject_fit(self, figure: Figure, identity: Identity) -> float | None:
        """1 where the figure is about the names asked, less where only its surroundings say so; None where it is not."""
        asked = self.query.entities
        if self.query.unknown or self.other_kind or self._is_other_group(figure):
            return None
        if self.kinds and not self._is_of_kind(figure, identity):
            return None
        if not asked:
            return 0.5
        fits = [self._one_subject(name, figure, identity) for name in asked]
        if len(fits) > 1 and 1.0 in fits:
            fits = [
                0.5 if f is None and stands_beside(n, figure, identity, self.beside, self.words.lexicon) else f
                for n, f in zip(asked, fits, strict=True)
            ]
        known = [f for f in fits if f is not None]
        if len(known) < len(fits) or (not any(name in identity.owners for name in asked) and max(known) < 0.3):
            return None
        return max(known)

    def _is_of_kind(self, figure: Figure, identity: Identity) -> bool:
        """Whether a figure's sentence or its section tells the kind that is asked for: museum visits are not library visits."""
        title = self.snapshot.documents[figure.document].title
        section = " ".join(h for h in figure.heading if h != title)
        return self.kinds <= identity.own | identity.near | stems(section)

    def _is_other_group(self, figure: Figure) -> bool:
        """Whether a figure is about people of another age, or things of another size, than the question bounds."""
        if not self.bounds:
            return False
        clause = self.snapshot.documents[figure.document].text[slice(*figure.clause)]
        told = _bounds(f"{figure.subject} {figure.metric}") or _bounds(clause)
        return bool(told) and self.bounds.isdisjoint(told)

    def _one_subject(self, name: str, figure: Figure, identity: Identity) -> float | None:
        if len(self.query.entities) == 1 and self._is_joint(name, figure, identity):
            return None
        if any(is_owner(n, o) for n in (name, *self.words.aliases.get(name, ())) for o in identity.owners):
            return 1.0
        if self._is_whoever(name, figure, identity):
            return 0.7
        if " " in name and frozenset(stem(w) for w in content_words(name)) <= identity.own:
            return 0.9
        if figure.subject and _GROUP.search(figure.subject) and figure.unit != "ratio":
            # A whole is not its part: the world's tokens are not China's.
            return None
        if name in identity.own or (name in identity.others and (figure.unit == "ratio" or not identity.owners)):
            return 0.6
        others = {o for o in identity.owners if not _is_common(o, figure)}
        if identity.leads[:1] == (name,) and others <= set(identity.leads):
            return 0.6
        if identity.owners and not all(_is_common(o, figure) for o in identity.owners):
            return None
        if name == "global" and (WORLD.search(figure.quote) or not identity.others):
            return 0.5
        if name in identity.others and len(self.query.entities) == 1:
            # Of what a sentence tells beside a list of names none of them is the owner.
            return 0.5 if len(identity.others & self.words.proper) < _A_LIST else None
        return 0.3 if self._is_topic(name, figure) else None

    def _is_joint(self, name: str, figure: Figure, identity: Identity) -> bool:
        """Whether a figure is of several names together: what India and Vietnam sold is not what India sold."""
        several = " and " not in name and name in identity.owners and len(identity.owners & self.words.names.keys()) > 2
        return several and " and " in figure.subject and not _EACH.search(figure.quote) and figure.unit != "ratio"

    def _is_whoever(self, name: str, figure: Figure, identity: Identity) -> bool:
        """Whether question and figure mean the one that a report is about, though one of them or both do not name it."""
        owners = identity.owners & self.words.owners
        unnamed = all(o in WHOEVER or _is_common(o, figure) or self._is_topic(o, figure) for o in owners)
        return unnamed and (name in WHOEVER or (bool(owners & WHOEVER) and self._is_topic(name, figure)))

    def _is_topic(self, name: str, figure: Figure) -> bool:
        """Whether what no name owns belongs to a name: its heading names it, or its document is about it."""
        if self.words.topics.get(figure.document) == name:
            return True
        # What no row of a table names belongs to whoever the report is about.
        above = self.snapshot.documents[figure.document].title if figure.table >= 0 and not figure.subject else ""
        heading = " ".join((*figure.heading, figure.title, above)).replace("'s", "").replace("’s", "")
        words = {canonical_name(w) for w in heading.split()}
        # A heading that names several is about none of them alone.
        alone = len(words & self.words.owners & self.words.proper) < 2
        # A plain noun stands there in the plural as well: "Museums".
        plain = " " in name or name not in self.words.proper
        return alone and (name in words or (plain and stems(name) <= stems(heading)))

    def period_fit(self, figure: Figure) -> float | None:
        """How well the period asked fits; None where the figure holds for another one."""
        if figure.unit == "date" and self.query.unit == "date":
            return 0.5
        if (
            figure.period
            and EARLIER.search(figure.period.text)
            and any(EARLIER.search(p.text) for p in self.query.periods)
        ):
            return 1.0
        asked = [p for p in self.query.periods if (p.start and p.start != p.end) or not is_now(p)]
        when = held_in(figure, self.snapshot)
        if self._is_past(figure, when):
            return None
        if not asked:
            return recency(when, self.words.newest)
        if when is None:
            return 0.2 if self._may_hold(figure, asked) else None
        fits = [overlapping(p, when) for p in asked]
        best = [f for f in fits if f is not None]
        return max(best) if best else None

    def _is_past(self, figure: Figure, when: Period | None) -> bool:
        """Whether a question asks for what is now, and a figure held more than a year before its report."""
        if not self.of_now or when is None or when.end is None:
            return False
        published = parse_date(self.snapshot.documents[figure.document].published)
        if published is None:
            return False
        return (published - when.end).days > _YEAR

    def _may_hold(self, figure: Figure, asked: list[Period]) -> bool:
        """Whether a figure that no date is known of may hold for a period: its report names that year most, or beside it."""
        years = {y for p in asked for y in re.findall(r"\b(?:19|20)\d\d\b", p.text)}
        beside = " ".join((figure.quote, *figure.heading, figure.title))
        return not years or self.words.years[figure.document] in years or any(y in beside for y in years)


def _bounds(text: str) -> frozenset[str]:
    return frozenset(_BOUND.findall(text))


def _is_other_kind(query: Query, words: Vocabulary) -> bool:
    """Whether a question asks for a kind that no report tells apart: what holds for all hotels is no five-star hotels'."""
    return any(w.lower() not in words.words and stem(w) not in words.idf for w in _KIND.findall(query.text))


def _is_common(owner: str, figure: Figure) -> bool:
    """Whether a subject names no one: "global", "total", a lower-case phrase."""
    return owner == figure.subject.lower() and not figure.subject[:1].isupper()


def _is_move(figure: Figure) -> bool:
    """Whether a figure tells how far a measure moved, or where it stood before: not what it rose or fell to."""
    earlier = figure.period is not None and bool(EARLIER.search(figure.period.text))
    return earlier or figure.metric.endswith(("growth", "decline"))

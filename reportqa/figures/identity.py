"""The identity of a number, and what stands around a sentence that may lend it parts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from reportqa.figures.uses import Role
from reportqa.types import Period, Status

__all__ = ["Attributes", "Surroundings"]


@dataclass(frozen=True, slots=True)
class Attributes:
    """The identity of one number but for its value and unit.

    `base` is the metric without the change or ratio that the number states ("AI usage" of "AI usage growth"); `thing` is what
    is counted, without what was done to it ("passengers" of "passengers carried"); `unit` is the number's; `definite` whether
    "the" stands before the number, which then was told before; `own` tells
    whether the subject stands in the number's own sentence; `role` is its use there; `kin` is the place in the sentence's
    numbers of the one it is listed or compared with, or -1.
    """

    subject: str = ""
    metric: str = ""
    period: Period | None = None
    status: Status | None = None
    frequency: str = ""
    base: str = ""
    thing: str = ""
    unit: str = ""
    own: bool = False
    definite: bool = False
    role: Role = Role.VALUE
    kin: int = -1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a sentence.

    `label` is what a list item names before its colon; `lead` the texts that may name a frequency, the nearest first;
    `topic` the measure that the section or the list is about; `headings` its path; `owner` the one name that the headings
    and the title agree on; `before` the figures read so far in the same section;
    `lent` the period that the texts before lend; `antecedent` the name and the noun phrase that a pronoun at the sentence's
    beginning may point to; `title` tells a heading, where every word may have a capital; `passing` that `lent` comes from sentences and not from a
    heading or from what introduces a list; `listed` the measure that the lead of a list names;
    `focus` the name that the paragraph is about so far.
    """

    published: dt.date | None
    names: frozenset[str]
    label: str = ""
    label_is_name: bool = False
    lead: tuple[str, ...] = ()
    topic: str = ""
    headings: tuple[str, ...] = ()
    owner: str = ""
    before: tuple[Attributes, ...] = field(default=())
    lent: Period | None = None
    antecedent: tuple[str, str] = ("", "")
    title: bool = False
    passing: bool = False
    listed: str = ""
    focus: str = ""

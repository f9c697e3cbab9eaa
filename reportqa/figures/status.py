"""Whether a number was reported, estimated or forecast: told by its verb, the words before it, its period and its heading."""

from __future__ import annotations

import datetime as dt
import re

from reportqa.figures.lexicon import VerbForm
from reportqa.types import Period, Status

__all__ = ["FORESEEING", "announces_ahead", "is_past", "is_present", "looks_ahead", "status_of", "was_foreseen"]

_FORECAST = re.compile(
    r"\b(?:will|would|shall|should|expects?|forecasts?|forecasting|anticipates?|predicts?|projections|probable|target(?:s|ed|ing)?|aim(?:s|ed|ing)?\b|plans?\s+to|"
    r"(?:is|are|was|were|be|been|we|it|they|also|now|currently|further|largely|widely|still)\s+(?:expected|projected|anticipated|predicted|forecasted)|(?:expected|projected|anticipated|predicted|planned|likely)\s+to|"
    r"set to|on track to|could|might|outlook|guidance|intends?|due to (?:reach|open|rise|fall|grow|start)|(?<!policy )is to|are to)\b|预计|将",
    re.I,
)
_PAST = re.compile(
    r"^(?:was|were|had|did)\b|^(?:has|have)\b.*(?:ed|en)$|^[a-z]+ed$|^(?:rose|fell|grew|took|sold|paid|spent|made|came|stood|held|lost|won|ran|began|became|went|brought|led|told|said|gave|got|left|drew|built|bought|sent)$",
    re.I,
)
_PRESENT = frozenset(["is", "are", "has", "have"])
_FORESEEN = re.compile(
    r"\s(?:that\s)?(?:(?:the\s)?(?:economists|analysts|we|it|they|management|investors|forecasters|experts)\s)?(?:had\s|have\s|were\s)?(?:been\s)?(?:forecast|expected|predicted|projected|anticipated|planned|budgeted|scheduled|targeted)\b(?!\s(?:to|losses|loss|value))|\sdue to (?:open|close|start|begin|be|come|enter|finish)\b",
    re.I,
)
# Verbs whose object is a forecast whatever their tense: "a year ago it had forecast 640 million".
FORESEEING = frozenset(
    ["forecast", "predict", "project", "expect", "anticipate", "budget", "target", "foresee", "envisage"]
)
_ESTIMATE = re.compile(r"\b(?:estimat\w+|reportedly|believed|thought to|assum\w+|preliminary|provisional|approximately|unofficial\w*|rumou?red)\b|估计|约", re.I)  # fmt: skip
_AHEAD_HEADING = re.compile(
    r"\b(?:outlook|forecasts?|guidance|projections?|what comes next|looking ahead|targets?)\b", re.I
)
# Where a heading goes on to another subject: "Results and outlook", "Norfell: outlook for 2026".
_PARTED = re.compile(r"\s(?:and|with)\s|\s?[,;&/]\s?|\s[–—-]\s")
_AHEAD_OF_LIST = re.compile(
    r"\b(?:expect|forecast|anticipat|project|predict|target|aim|plan|intend|guid)\w*\b|\bwill\b", re.I
)


def status_of(
    words: str, ahead: bool, past: bool, period: Period | None, published: dt.date | None, headings: tuple[str, ...]
) -> Status:
    """Forecast where the words or the period look ahead, estimate where the source says so, else reported.

    `words` are those up to and with the number that may tell, `ahead` whether they speak of the future, `past` whether
    the number's verb is in the past: then no heading makes it a forecast.
    """
    if period and period.start and published and period.start > published:
        return Status.FORECAST
    over = bool(period and period.end and published and period.end <= published)
    if not over and (ahead or (not past and headings and _is_ahead(headings[-1]))):
        return Status.FORECAST
    return Status.ESTIMATE if _ESTIMATE.search(words[-90:]) else Status.REPORTED


def _is_ahead(heading: str) -> bool:
    """Whether a heading is that of an outlook: not where the outlook is only one of its subjects, behind another.

    >>> _is_ahead("Outlook for 2026"), _is_ahead("Norfell: outlook and risks"), _is_ahead("Annual results and outlook")
    (True, True, False)
    """
    first = _PARTED.split(re.split(r":\s", heading)[-1])[0]
    return _AHEAD_HEADING.search(first) is not None


def is_past(verb: str) -> bool:
    """Whether a verb's words are plainly in the past: "was", "rose", "had been achieved"."""
    return _PAST.search(verb) is not None and _FORECAST.search(verb) is None


def is_present(verb: str, form: tuple[str, VerbForm] | None) -> bool:
    """Whether a verb's words are in the plain present: "costs", "is", "carry" (its last word's form), not "has risen"."""
    words = verb.lower().split()
    if len(words) != 1:
        # "is sold"
        return len(words) == 2 and words[0] in ("is", "are")
    return verb.lower() in _PRESENT or (form is not None and form[1] in (VerbForm.S, VerbForm.BASE))


def announces_ahead(lead: str) -> bool:
    """Whether the sentence that introduces a list speaks of the future: "For 2026 the group expects:"."""
    return _AHEAD_OF_LIST.search(lead) is not None


def looks_ahead(words: str, verb: str) -> bool:
    """Whether the words before a number speak of the future: "will", "is expected to"; not where its own verb (its words,
    "" where it has none) is plainly in the past."""
    if verb and is_past(verb):
        return False
    return _FORECAST.search(words[-200:]) is not None


def was_foreseen(behind: str) -> bool:
    """Whether the words behind a number say that it was only expected: "the 150,000 that economists had forecast"."""
    return _FORESEEN.match(behind) is not None

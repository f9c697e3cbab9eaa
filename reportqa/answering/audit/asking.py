"""Whether a question asks how figures agree with one another, and what it wants checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportqa.answering.words import STOP_WORDS, content_words, stem
from reportqa.figures.numbers import SCALES

__all__ = ["Said", "Wanted", "numbers_of", "wanted"]

# A question to be answered with yes or no, or an order to check.
_CLOSED = re.compile(
    r"(?:^|[.;:!]\s+)(?:(?:so|and|but|hm+|ok|please|now),?\s+)*(?:(?:is|are|was|were|does|do|did|has|have|had|can|could|would|will|should|isn't|aren't|doesn't|don't|"
    r"check|verify|confirm|test|validate|audit|reconcile|cross-?check|tell me (?:if|whether)|i wonder (?:if|whether))\b)|\bwhether\b|"
    r"\b(?:can|could) you (?:check|verify|confirm|tell)|,\s*(?:right|correct|is it consistent|do they agree|does (?:that|it|this) \w+)\b|"
    r"^(?:given|if|with|considering|assuming|since|when)\b.*,\s*(?:is|are|was|were|do|does|did|can|could|would|should)\b|"
    r"\bhow (?:well )?(?:do|does|are|is)\b.*\b(?:consistent|agree|match|add up|fit|reconcile|compatible)\b",
    re.I,
)
# Words that ask for nothing but a check, whatever stands around them.
_STRONG = re.compile(
    r"\b(?:in)?consisten(?:t|cy|tly)\b|\badds? up\b|\b(?:sums?|totals?|tall(?:y|ies)) (?:up )?to\b|\breconcil\w*|\bcompatible\b|\bcontradict\w*|"
    r"\bdiscrepanc\w*|\bsquares? with\b|\btall(?:y|ies)\b|\bcoheren\w*|\bcross-?check\w*|\b(?:arithmetic|maths?|calculations?|computed?|calculated)\b|"
    r"\b(?:correct|right|accurate|true|plausible|possible)\b.*\bgiven\b|^given\b.*\b(?:correct|right|accurate|true|plausible|possible)\b|"
    r"\bchecks? out\b|\bholds? up\b|\bgo(?:es)? (?:together )?with\b|\bdo the (?:numbers|figures|sums) work\b|\bdisagree\w*|\bmismatch\w*|\bcorrectly\b|\badd to\b|"
    r"^(?:do|does|did)\b.*\bmake up (?:the |its |that |their |all )?(?:of )?(?:[A-Z]{3} |[$€£])?\d",
    re.I,
)
# Words that ask for a check only where numbers or measures stand beside them.
_WEAK = re.compile(
    r"\b(?:match(?:es)?|fits?|agrees?|agreement|correspond\w*|(?:in )?line (?:up )?with|implies|imply|consonant|conflicts?|differ|equals?|"
    r"(?:amounts?|comes?|works? out|adds|translates?|leads?) to|makes?|gives?|yields?|follows? from|derives? from|plus|be (?:right|true|correct)|make sense|plausible|possible|bear out|supports?|really|accurate|correct|right)\b",
    re.I,
)
_AGREES = re.compile(
    r"\b(?:agrees? (?:with|on)|agree$|agree\?|agreement|match(?:es)?|fits?|conflicts?|corresponds?|in line with|bears? (?:\w+ )?out|follows? from)\b|\b(?:plus|sum)\b.*\bequals?\b",
    re.I,
)
# "Is the 16% fall right?": a check where the report has one, else any question.
_RIGHT = re.compile(r"\b(?:right|correct|accurate|true|sound|in order)\s*\??$", re.I)
# "Has it really fallen by 16%, as the report says?": a check of that very statement where the report has one.
_QUOTED = re.compile(
    r"\b(?:as|like) (?:the|this|that|its|their|your)(?: \w+){1,3} (?:says?|said|claims?|claimed|states?|stated|puts? it|has it|maintains?|writes|wrote)\b|"
    r"\bas (?:is )?(?:claimed|stated|reported|said|printed|quoted|written)\b|\b(?:really|actually|truly)\b|"
    r"\b(?:comes?|amounts?|works? out)(?: up)? (?:to|at)\b",
    re.I,
)
_MEASURES = re.compile(
    r"\d|\b(?:totals?|shares?|ratios?|factors?|rates?|growth|percentages?|sums?|figures?|numbers?|counts?|declines?|falls?|drops?|increases?|rises?|"
    r"prices?|values?|averages?|sources?|statements?|tables?|parts)\b",
    re.I,
)
_REPORT = r"(?:figures?|numbers?|data|totals?|reports?|articles?|documents?|statistics|values|statements|claims|corpus|tables?|sources?)"
_FAULT = r"(?:contradict(?:s|ed|ions?|ory)?|inconsisten(?:t|cy|cies)|disagree(?:s|ments?)?|discrepanc(?:y|ies)|conflict(?:s|ing)?|mismatch(?:es|ed)?|(?:do|does)(?: not|n't) (?:add up|match|agree|fit))"
_OPEN = re.compile(
    rf"\b(?:where|which|what|how|any|are there|is there|list|find|show)\b.*(?:\b{_REPORT}\b.*\b{_FAULT}\b|\b{_FAULT}\b.*\b{_REPORT}\b)|"
    r"\bcontradict\w* itself\b|\bself-contradict\w*|\binternally (?:in)?consistent\b|\b(?:in)?consisten\w* with (?:itself|each other|one another)\b|"
    rf"\baudit (?:the|this|its|all|these)\b|\b(?:all|its|the report's|these) {_REPORT} (?:are |all )?(?:consistent|add up|agree|hold up|check out)\b",
    re.I,
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("growth", re.compile(r"(?=.*\b(?:grow|grew|increas|ris|rose|rates?\b))(?=.*(?:\b(?:ratios?|factors?|multiples?|gap|lead|times)\b|\d\s?x\b)).*(?:\b(?:year|twelve months|12 months) (?:earlier|ago|before|previously)\b|\b(?:earlier|previous|last year|prior|past|old(?:er)?|starting|initial|over time|history)\b|\bin 20\d\d\b)", re.I)),
    ("total", re.compile(r"\bmake up\b.*\d|\badd(?:s|ed)?(?: up)? to\b|\badds? up\b|\bsums?\b|\btotals?\b|\btall(?:y|ies)\b|\bparts\b|\btogether\b|\bcombined\b|\b100 ?(?:%|per ?cent)|\bregions?\b", re.I)),
    ("share", re.compile(r"\bshares?\b|\bproportion\b|\bfraction\b|\bportion\b|\bper ?cent(?:age)? of\b|% of\b|\baccounts? for\b|\bmakes? up\b", re.I)),
    ("ratio", re.compile(r"\bratios?\b|\bfactor\b|\bmultiple\b|\btimes\b|\b\d+(?:\.\d+)?x\b|\bgap\b|\blead\b|\btwice\b|\bdouble\b", re.I)),
    ("change", re.compile(r"\b(?:declin|fall|fell|drop|decreas|increas|grow|grew|ris(?:e|ing)|rose|reduc|cut|chang|jump|surg|slump|plung|collaps|slip|slid|dip|shr[iau]nk|tumbl|climb|gain|dwindl|expan|soar|halv|lower|higher)\w*|\b(?:go|goes|went|gone|going) (?:up|down)\b|\byear-over-year\b", re.I)),
    ("average", re.compile(r"\b(?:average|mean)\b", re.I)),
    ("conflict", re.compile(r"\bsources?\b|\bagree on\b|\bagrees? with\b.*\b(?:number|count|figure)\b|\bdocuments?\b|\bboth (?:reports|articles|places)\b|\bletter\b|\bregist\w+|\bfederation\b|\bsame (?:number|figure|value)\b|\bdiffer\b|\bconflict\w*", re.I)),
)  # fmt: skip
_TALK = frozenset(
    stem(w)
    for w in "count consistent inconsistent consistency agree agreement match fit add sum total check verify whether contradict contradiction compatible reconcile "
    "stated reported given hold correct correctly right really amount come accurate figure number value data report line correspond square tally make sense "
    "discrepancy conflict disagree two both each other another calculated computed arithmetic math imply equal "
    "article text document source million billion trillion thousand hundred year earlier ago before nearly about approximately roughly factor times "
    "drop fall decline increase rise factor list each every group three four five six seven eight nine ten one quote claim part piece".split()
)
_NUMBER = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:\s*(?P<scale>thousand|million|billion|trillion|万亿|万|亿|bn|mn|tn))?"
    r"(?P<percent>\s?(?:%|per ?cent\b|pct\b))?(?P<times>\s?(?:x\b|×|times\b|-?fold\b))?",
    re.I,
)
_YEAR = re.compile(
    r"\b[HhQq][1-4]\b|\b[Ff][Yy]\s?\d+|(?<![\d.,$€£])(?:19|20)\d\d(?:/(?:20)?\d\d)?(?!\d|[.,]\d|\s*(?:million|billion|trillion|thousand|%))"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A number of a question: its value with the scale word behind it, as written, and whether it is a percentage or a
    multiple ("2x")."""

    value: float
    text: str
    percent: bool = False
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants checked.

    `numbers` are those that it names (years aside), `kinds` the relations that its words may mean, the likeliest
    first, `topic` the stems of what it is about; `general` asks for every fault of a report; `strong` says that its words
    can mean nothing but a check, `quoted` that it only doubts one statement of the report.
    """

    text: str
    numbers: tuple[Said, ...]
    kinds: tuple[str, ...]
    topic: frozenset[str]
    general: bool
    strong: bool
    quoted: bool = False


def numbers_of(text: str) -> tuple[Said, ...]:
    """The numbers of a question in order, without repeats; years and names of quarters are none."""
    found = (
        Said(
            float(m["digits"].replace(",", "")) * SCALES.get((m["scale"] or "").lower(), 1.0),
            m["digits"],
            bool(m["percent"]),
            bool(m["times"]),
        )
        for m in _NUMBER.finditer(_YEAR.sub(" ", text))
    )
    return tuple({s.value: s for s in found}.values())


def wanted(text: str) -> Wanted | None:
    """What a question wants checked, None where it is no question about agreement.

    >>> wanted("Is the 61.6% share consistent with the totals?").kinds[0]
    'share'
    >>> wanted("Is Doubao made by ByteDance?") is None
    True
    """
    plain = " ".join(text.split())
    general = bool(_OPEN.search(plain))
    closed = bool(_CLOSED.search(plain))
    numbers = numbers_of(plain)
    agrees = bool(_AGREES.search(plain))
    strong = bool(_STRONG.search(plain)) or (agrees and bool(numbers))
    meant = strong or _is_weakly(plain, numbers, agrees)
    quoted = not meant and len(numbers) == 1 and bool(_QUOTED.search(plain))
    if not general and not (closed and (meant or quoted)):
        return None
    kinds = [kind for kind, pattern in _KINDS if pattern.search(plain)]
    topic = frozenset(stem(w) for w in content_words(plain) if w not in STOP_WORDS and not w[0].isdigit()) - _TALK
    return Wanted(plain, numbers, tuple(_ordered(kinds, plain)), topic, general and not numbers, strong, quoted)


def _is_weakly(text: str, numbers: Sequence[Said], agrees: bool) -> bool:
    """Whether a closed question that may mean a check means one: it compares statements, or relates two numbers.

    "Did prices really fall by 90 %?" asks for a fact.
    """
    if _RIGHT.search(text) and len(numbers) == 1:
        return True
    if agrees:
        return bool(_MEASURES.search(text) or dict(_KINDS)["conflict"].search(text))
    return bool(_WEAK.search(text)) and len(numbers) >= 2


def _ordered(kinds: list[str], text: str) -> list[str]:
    """The kinds with the one that the claim itself names first: "is the 61.6% share … with the totals" claims a share."""
    claim = re.split(
        r"\b(?:in)?consistent\b|\bmatch\w*|\bfits?\b|\bagrees?\b|\bcompatible\b|\bsquares?\b|\bgiven\b|\bcorrespond\w*",
        text,
        maxsplit=1,
    )[0]
    # Growth against an earlier ratio is told by the whole question.
    first = [k for k in kinds if k == "growth" or dict(_KINDS)[k].search(claim)]
    return [*first, *(k for k in kinds if k not in first)]

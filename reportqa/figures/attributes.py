"""What a number of a sentence is about: subject, metric, period, status, frequency.

Each is looked for in the number's own clause, then in its sentence, then in the sentence that introduces its list, the
paragraph before it, the heading and the title. Rules over word order, capitals and a list of measuring verbs; no parser.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from reportqa.figures import periods
from reportqa.figures.names import find_names, is_country
from reportqa.figures.numbers import Number
from reportqa.types import Period, Status

__all__ = ["Attributes", "Context", "attributes"]


@dataclass(frozen=True, slots=True)
class Attributes:
    """The identity of one number but for its value and unit."""

    subject: str = ""
    metric: str = ""
    period: Period | None = None
    status: Status | None = None
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a sentence: its spans are offsets into `text`.

    `label` is what a list item names before its colon. `near` are the texts that may lend a period or a frequency, the
    nearest first (lead-in, earlier sentences, heading, title). `previous` are the attributes of the figure before it in
    the same paragraph, `first` whether this number is the first of its sentence.
    """

    text: str
    sentence: tuple[int, int]
    clause: tuple[int, int]
    label: str
    near: tuple[str, ...]
    topic: str
    published: dt.date | None
    lexicon: frozenset[str]
    previous: Attributes | None
    first: bool


_HEDGES = (
    r"approximately|about|roughly|around|nearly|almost|some|only|just|over|more than|less than|fewer than|at least|up to|"
    r"reportedly|an estimated|estimated|already|now|still|currently|also|all|each|even|then|far|well|"
    r"close to|above|below|under|likely|probably|typically|an average of|a total of|a|an|the|"
    r"further|another|additional|as (?:much|many|high|low) as"
)
_VERBS = (
    r"(?:has|have|had|having|will|would|could|may|might|should|is|are|was|were|be|been|being|to)\s+(?:expected|projected|forecast|"
    r"set|likely|estimated|predicted|on track|planned|due)\s+to|"
    r"is|are|was|were|be|been|being|has|have|had|having|will|would|could|may|might|can|should|do|does|did|"
    r"reach(?:es|ed|ing)?|record(?:s|ed|ing)?|hit(?:s|ting)?|total(?:s|ed|led|ling)?|stand(?:s|ing)?|stood|amount(?:s|ed|ing)?|"
    r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|account(?:s|ed|ing)?|represent(?:s|ed|ing)?|compris(?:es|ed|ing)?|"
    r"ma(?:k|d)e(?:s)?(?:\s+up)?|making(?:\s+up)?|contribut(?:es|ed|ing)|cost(?:s|ing)?|sell(?:s|ing)?|sold|pa(?:y|id|ys|ying)|charg(?:es?|ed|ing)|"
    r"gr(?:ow|ew|own|ows|owing)|ris(?:e|es|en|ing)|rose|fall(?:s|en|ing)?|fell|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|"
    r"increas(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)|shrank|shrunk|shrink(?:s|ing)?|"
    r"slip(?:s|ped|ping)?|slid|narrow(?:s|ed|ing)?|widen(?:s|ed|ing)?|double[sd]?|expand(?:s|ed|ing)?|gain(?:s|ed|ing)?|"
    r"lost|los(?:e|es|ing)|ended|closed|came|come[s]?|broke\s+through|lead[s]?|led|average[sd]?|averaging|serve[sd]?|serving|"
    r"carr(?:y|ies|ied|ying)|employ(?:s|ed|ing)?|produc(?:es?|ed|ing)|generat(?:es?|ed|ing)|use[sd]?|using|consum(?:es?|ed|ing)|"
    r"handl(?:es?|ed|ing)|process(?:es|ed|ing)?|invest(?:s|ed|ing)?|spen(?:d|t|ds|ding)|earn(?:s|ed|ing)?|report(?:s|ed|ing)?|"
    r"post(?:s|ed|ing)?|remain(?:s|ed|ing)?|operat(?:es?|ed|ing)|run(?:s|ning)?|ran|took|take[s]?|taking|install(?:s|ed|ing)?|"
    r"plan(?:s|ned|ning)?|expect(?:s|ed|ing)?|forecast(?:s|ed)?|project(?:s|ed)?|need(?:s|ed|ing)?|requir(?:es?|ed|ing)|mov(?:es?|ed)"
)
_PREPOSITIONS = r"of|to|at|by|for|from|on|as|with|between|in|through|up|down|out|into|per|against|than|and|or"
_TRAILING = re.compile(rf"(?:^|[\s(:,])(?:{_HEDGES}|{_VERBS}|{_PREPOSITIONS})[\s(:,]*$|[\s(:,–—~≈=]+$", re.I)
_VERB = re.compile(rf"\b(?:{_VERBS})\b", re.I)
_GROWTH = re.compile(
    r"\b(?:gr(?:ew|ow|ows|own|owing|owth)|r(?:ise|ises|isen|ising|ose)|increas\w+|climb\w*|jump\w*|surg\w+|up|gain\w*|expand\w*)\b",
    re.I,
)
_DECLINE = re.compile(
    r"\b(?:fall\w*|fell|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|slip\w*|slid\w*|down|los[te]\w*|cut|collaps\w+|reduc\w+)\b",
    re.I,
)
_SHARE = re.compile(
    r"\b(?:account\w*\s+for|mak\w+\s+up|made\s+up|represent\w*|compris\w*|constitut\w*|contribut\w*|share)\b", re.I
)
_FORECAST = re.compile(
    r"\b(?:will|would|expect\w*|forecast\w*|project(?:ed|s|ion|ions)|predict\w*|probable|likely|target\w*|aim\w*|plan(?:s|ned)?\s+to|"
    r"could|might|outlook|guidance|anticipat\w+)\b|预计|将",
    re.I,
)
_ESTIMATE = re.compile(r"\b(?:estimat\w+|reportedly|believed|thought to|assum\w+|preliminary|provisional)\b", re.I)
_FREQUENCY = re.compile(
    r"\b(?:(?P<adverb>week|month|dai|quarter|year|annual|hour)(?:ly|\b(?<=annual))|(?:per|a|each|every)\s+(?P<noun>week|month|day|quarter|year|hour))\b",
    re.I,
)
_ADVERB = {
    "week": "week",
    "month": "month",
    "dai": "day",
    "quarter": "quarter",
    "year": "year",
    "annual": "year",
    "hour": "hour",
}
_ANAPHORA = re.compile(
    r"^(?:a\s+|the\s+|this\s+|that\s+|its\s+|their\s+)?(?:gap|lead|ratio|multiple|factor|figure|number|share|rate|it|this|that|they|one|total|former|latter|difference|margin)?$",
    re.I,
)
_WHOLE = re.compile(r"\b(global|worldwide|world|total|overall|combined|nationwide|national|group)\b", re.I)
_EACH = re.compile(r"\b(?:all|each|both|respectively)\b", re.I)


def attributes(number: Number, context: Context) -> Attributes:
    """The subject, metric, period, status and frequency of one number in its context."""
    text, (start, end) = context.text, context.clause
    before, after = text[start : number.start], text[number.end : end]
    phrase = _phrase_before(before)
    subject = _subject(number, phrase, context)
    metric = _metric(number, phrase, before, after, subject, context)
    period = _period(number, context)
    return Attributes(
        subject=subject,
        metric=metric,
        period=period,
        status=_status(number, period, context),
        frequency=number.frequency or _frequency(number, before, after, metric, context),
    )


def _phrase_before(before: str) -> str:
    """The noun phrase that the number is said of: what stands before it without hedges, verbs and prepositions."""
    rest = before
    # A parenthesis that is already closed interrupts the phrase.
    rest = re.sub(r"\([^()]*\)", " ", rest)
    while match := _TRAILING.search(rest):
        rest = rest[: match.start()]
        if not rest:
            break
    rest = re.sub(r"^(?:while|whereas|but|and|although|though|with|so|or)\s+", "", rest.strip(), flags=re.I)
    # What stands before an earlier number belongs to that number.
    rest = re.split(
        r"\S*\d\S*(?:\s(?:thousand|million|billion|trillion|percent)\b)?(?:\s[a-z]+s\b)?(?:\s(?:and|or)\b)?", rest
    )[-1]
    rest = re.split(r"[,;:(]\s|\s(?:that|which|who|when|where|because|if|although|but|while|whereas|and then)\s", rest)[
        -1
    ]
    return rest.strip(" \t\n\r,;:(“\"'")


def _last_phrase(phrase: str) -> str:
    """The noun phrase after the last verb of a phrase that still holds one."""
    matches = list(_VERB.finditer(phrase))
    tail = phrase[matches[-1].end() :].strip() if matches else phrase
    return tail or (phrase[: matches[-1].start()].strip() if matches else phrase)


def _subject(number: Number, phrase: str, context: Context) -> str:
    """The name that the number belongs to."""
    if context.label:
        return context.label
    text, (start, end) = context.text, context.clause
    opened = text.rfind("(", start, number.start)
    in_parenthesis = opened >= 0 and ")" not in text[opened : number.start]
    head = text[max(start, opened - 60) : opened] if in_parenthesis else phrase
    whole = (
        _WHOLE.search(re.split(r"[,;(]", head)[-1][-48:])
        if in_parenthesis
        else _WHOLE.match(re.sub(r"^the\s+", "", phrase, flags=re.I))
    )
    if whole and not find_names(head, max(0, len(head) - 40), len(head), context.lexicon):
        return whole.group(1).lower()
    names = _bearers(text, find_names(text, start, number.start, context.lexicon))
    if names:
        return _joined(text, names, number, context)
    behind = _after(text, number, end, context)
    if behind:
        return behind
    earlier = _bearers(text, find_names(text, context.sentence[0], start, context.lexicon))
    if context.previous and not context.first and context.previous.subject:
        return context.previous.subject
    if earlier:
        return earlier[0][0]
    if context.previous and _ANAPHORA.match(phrase):
        return context.previous.subject
    return ""


def _bearers(text: str, names: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The names without acronyms that only describe the noun behind them: "mainstream LLM API prices"."""

    def describes(name: str, end: int) -> bool:
        acronyms = all(w.isupper() and len(w) <= 4 for w in name.split()) and not is_country(name)
        return acronyms and re.match(r"\s+[a-z]", text[end : end + 2]) is not None

    return [n for n in names if not describes(n[0], n[2])]


def _joined(text: str, names: list[tuple[str, int, int]], number: Number, context: Context) -> str:
    """The nearest name, or the whole coordination where "all", "each" or "both" makes the number hold for each name."""
    last = names[-1]
    if len(names) > 1 and _EACH.search(text, last[2], number.start):
        return text[names[0][1] : last[2]]
    possessive = [n for n in names if re.match(r"['’]s?\b|['’](?=\s)", text[n[2] : n[2] + 2])]
    # "X's head office in Y had 5": the possessor is what is measured; "of the US (300 million)": the nearest name is.
    if possessive and re.search(
        r"\b(?:in|at|to|from|by|with|on|over)\s+(?:the\s+)?$", text[max(0, last[1] - 12) : last[1]]
    ):
        return possessive[-1][0]
    verb = _VERB.search(text, names[0][2], last[1])
    if verb and re.search(r"\b(?:to|in|at|by|with|on|for|from)\s+(?:the\s+)?$", text[max(0, last[1] - 10) : last[1]]):
        return names[0][0]
    return last[0]


def _after(text: str, number: Number, end: int, context: Context) -> str:
    """The name behind a number: "$200 per seat for ChatGPT Enterprise", "5,000 beds in Oslo"."""
    match = re.match(r"[^,;.()]{0,40}?\b(?:for|in|of|from|at|by)\s+(?:the\s+)?", text[number.end : end])
    while match:
        at = number.end + match.end()
        names = find_names(text, at, end, context.lexicon)
        if names and names[0][1] <= at + 4:
            return names[0][0]
        match = re.compile(r"[^,;.()]{0,40}?\b(?:for|in|of|from|at|by)\s+(?:the\s+)?").match(text[:end], at)
        if match:
            match = re.match(re.escape(text[number.end : match.end()]), text[number.end : end])
    return ""


def _metric(number: Number, phrase: str, before: str, after: str, subject: str, context: Context) -> str:
    """What is measured, in the words of the source."""
    base = _without_subject(
        _last_phrase(phrase) if _VERB.search(phrase) and not _GROWTH.search(phrase) else phrase, subject
    )
    previous = context.previous.metric if context.previous else ""
    same_unit = not context.first
    if number.unit in ("percent", "percentage point") and _SHARE.search(before[-60:]):
        whole = re.match(r"\s*of\s+([^,;.()]+)", after)
        return (
            f"share of {_shortened(re.sub('^the ', '', whole.group(1).strip()))}" if whole else f"share {base}".strip()
        )
    if number.unit in ("percent", "percentage point", "ratio"):
        changed = _change(before, after)
        if changed:
            stem = base if base and not _ANAPHORA.match(base) else re.sub(r"\s(?:growth|decline)$", "", previous)
            stem = stem or context.topic
            return stem if changed in stem else f"{stem} {changed}".strip()
    if "/" in number.unit and re.search(
        r"\b(?:pa(?:y|id|ys|ying)|cost(?:s|ing)?|charg\w+|sell\w*|sold|priced?)\b", before[-40:]
    ):
        return "price"
    if number.unit == "ratio":
        other = re.match(
            r"\s*(?:(?:as\s+\w+\s+as|that\s+of|those\s+of|larger\s+than|higher\s+than|more\s+than|of)\s+)?(?:the\s+)?([A-Z]\w*(?:[.&]\w+)*(?:\s[A-Z]\w*)*)",
            after,
        )
        if other:
            stem = base if base and not _ANAPHORA.match(base) else context.topic
            return f"{stem} ratio to {other.group(1)}".strip()
        if _ANAPHORA.match(base):
            return previous if re.search(r"\bratio\b", previous) else f"{previous or context.topic} ratio".strip()
    if base and not _ANAPHORA.match(base):
        return _shortened(base)
    counted = _counted(number)
    if same_unit and previous:
        return previous
    return previous if _ANAPHORA.match(base) and previous and not context.label else (counted or context.topic)


def _change(before: str, after: str) -> str:
    """ "growth" or "decline" where the words around a percentage say that it is a change."""
    near = before[-48:]
    follow = re.match(
        r"\s*(?:[\w-]+\s+){0,3}?(growth|increase|rise|jump|surge|gain|decline|decrease|drop|fall|reduction|cut)\b",
        after,
        re.I,
    )
    if follow:
        return (
            "decline"
            if _DECLINE.match(follow.group(1)) or follow.group(1).lower() in ("reduction", "cut")
            else "growth"
        )
    if re.search(r"\b(?:rate|margin|share)\s+(?:is|was|of)?\s*\w*\s*$", near):
        return ""
    up, down = list(_GROWTH.finditer(near)), list(_DECLINE.finditer(near))
    if not up and not down:
        return ""
    return "growth" if not down or (up and up[-1].start() > down[-1].start()) else "decline"


def _without_subject(phrase: str, subject: str) -> str:
    """The phrase without the subject it belongs to: "China's AI usage" → "AI usage", "that of the US" → ""."""
    rest = re.sub(r"^(?:that|those)\s+of\b", "", phrase, flags=re.I).strip()
    if subject:
        rest = re.sub(rf"(?:\b(?:in|of|for|at)\s+)?(?:\bthe\s+)?{re.escape(subject)}(?:['’]s?)?", " ", rest)
    leading = r"^(?:(?:the|a|an|its|their|our|this|these|and|in|of|by|at|on|total of|what|to)\s+|(?:the|a|an|what)$)"
    rest = re.sub(leading, "", rest.strip(" ,'’"), flags=re.I)
    return re.sub(r"\s+", " ", rest).strip(" ,'’")


def _shortened(phrase: str) -> str:
    """At most the last eight words of a phrase."""
    return " ".join(phrase.split()[-8:])


def _counted(number: Number) -> str:
    """The counted noun as written behind the number: "tokens weekly"."""
    match = re.search(
        r"[A-Za-z].*$",
        re.sub(r"^[^A-Za-z]*(?:thousand|million|billion|trillion|bn|mn|tn|[kmbt]\b)?\s*", "", number.text),
    )
    return match.group().strip() if match and number.unit not in ("percent", "ratio") else ""


def _period(number: Number, context: Context) -> Period | None:
    """The period the number holds for: the nearest in its clause, then outwards."""
    text, (start, end) = context.text, context.clause
    own = periods.find(text, context.published, start, end)
    dated = [p for p in own if p[0].start]
    rates = [p for p in own if not p[0].start]
    near = _nearest(dated, number, text) or _nearest(
        [p for p in periods.find(text, context.published, *context.sentence) if p[0].start and p[2] <= start],
        number,
        text,
    )
    near = near or _from_near(context)
    if rates and number.unit in ("percent", "percentage point", "ratio"):
        rate = min(rates, key=lambda p: abs(p[1] - number.start))[0]
        return replace(rate, start=near.start, end=near.end) if near else rate
    return near


def _nearest(found: list[tuple[Period, int, int]], number: Number, text: str) -> Period | None:
    """The period right behind the number, else the last before it, else the first behind it."""
    for period, start, _ in found:
        between = text[number.end : start]
        if (
            start >= number.end
            and len(between) <= 24
            and re.fullmatch(r"[\w\s(]*?(?:\b(?:in|by|at|during|for|of|on|as of|the|end)\b|[(\s])\s*", between)
            and not re.search(r"\d", between)
        ):
            return period
    before = [p for p in found if p[2] <= number.start]
    if before:
        return before[-1][0]
    behind = [p for p in found if p[1] >= number.end]
    return behind[0][0] if behind else None


def _from_near(context: Context) -> Period | None:
    for text in context.near:
        dated = [p for p, _, _ in periods.find(text, context.published) if p.start and _lends(p, context)]
        if dated:
            return max(dated, key=lambda p: (p.end or dt.date.min, -(p.start or dt.date.min).toordinal()))
    return None


def _lends(period: Period, context: Context) -> bool:
    """Whether a period of another sentence may hold for this one: not a mere "now", and not one still to come."""
    ahead = period.start and context.published and period.start > context.published
    return not ahead and not re.match(r"current|now|today|at present|these days", period.text, re.I)


def _status(number: Number, period: Period | None, context: Context) -> Status:
    text = context.text
    if period and period.start and context.published and period.start > context.published:
        return Status.FORECAST
    ahead = text[context.sentence[0] : number.start]
    future = _FORECAST.search(ahead[-160:])
    past = period and period.end and context.published and period.end <= context.published
    if future and not past:
        return Status.FORECAST
    if _ESTIMATE.search(text, context.clause[0], min(context.clause[1], number.end + 20)):
        return Status.ESTIMATE
    return Status.REPORTED


def _frequency(number: Number, before: str, after: str, metric: str, context: Context) -> str:
    """ "week" for a weekly flow: told by the clause, then by the texts near; only for amounts that flow."""
    if number.unit in ("percent", "percentage point", "ratio", "date") or "/" in number.unit:
        return ""
    for place in (before + after, metric, *context.near[:1]):
        match = _FREQUENCY.search(place)
        if match:
            return _ADVERB.get((match["adverb"] or "").lower(), "") or (match["noun"] or "").lower()
    return ""

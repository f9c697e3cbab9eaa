"""What a question asks: its kind, operation, subjects, periods, unit and interval."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from reportqa.answering.followup import names_of, resolve
from reportqa.answering.phrases import excluded_owner
from reportqa.answering.query import Asked, Operation, Query
from reportqa.answering.vocabulary import Vocabulary, vocabulary
from reportqa.answering.words import STOP_WORDS, content_words, stem, tokens
from reportqa.figures import numbers, periods
from reportqa.figures.names import canonical_name
from reportqa.figures.units import PHYSICAL, TIMES, currency, singular
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Period

__all__ = ["understand"]

_ABBREVIATIONS = (
    (r"\bMAUs?\b", "monthly active users"), (r"\bDAUs?\b", "daily active users"), (r"\byoy\b|\by/y\b", "year-over-year"),
    (r"\bpct\b|\bpc\b", "percent"), (r"\b1k\b", "1,000"), (r"\bw/o\b", "without"), (r"\bvs\.?(?=\s)", "versus"),
    (r"\bthis (year|quarter|month|week) and last\b(?! \1)", r"this \1 and last \1"), (r"\bthousand tokens\b", "1,000 tokens"), (r"\bmln\b", "million"), (r"\bavg\b", "average"), (r"\bwhat %", "what percentage"), (r"%(?= of\b)", "percentage"), (r"\bpax\b", "passengers"), (r"\bFTEs?\b", "full-time equivalents"),
    (r"\bhrs?\b", "hours"), (r"\byrs?\b", "years"), (r"\bmos?\b(?=\s*(?:$|[?,/]))", "month"), (r"\bwks?\b", "week"), (r"\brev\b", "revenue"), (r"\bop(?= (?:margin|profit|income|costs?|expenses?))", "operating"),
    (r"\bh([12])[ ’']?(\d\d)\b", r"H\1 20\2"), (r"(?<![\d/])(\d\d)/(\d\d)(?![\d/])", r"20\1/\2"), (r"\b(usd|eur|gbp|rmb|nok|sek|dkk|\$)/(\w+)(?:/(\w+))?", r"price per \2 \3"), (r"\bQoQ\b", "quarter-on-quarter"),
)  # fmt: skip
_OPERATIONS: tuple[tuple[Operation, str], ...] = (
    (Operation.PROJECT_BACK, r"(?<!with )(?<!to )(?<!than )(?<!on )(?:\b(?:a|one) year (?:earlier|ago|before)\b|\bthe year before\b)|\bimpl(?:y|ies|ied)\b.*\b(?:earlier|previous|last year|2\d{3})\b|\bbefore (?:that|the) growth\b"),
    (Operation.DIFFERENCE, r"\b(?:percentage|basis) points?\b"),
    (Operation.CHANGE, r"\bpercentage by which\b|\bhow much (?:cheaper|dearer|larger|smaller|higher|lower)\b.*\bper ?cent|\b(?:by )?(?:what|how many) per ?cent(?:age)?\b.*\b(?:rise|rose|fall|fell|drop|grow|grew|increase|decrease|decline|change|go\b|exceed|overrun|cheap|dear)|\bby (?:what|how many) per ?cent(?:age)?\b.*\b(?:more|larg|high|low|great|small|big)|\bpercentage (?:change|increase|decrease|rise|drop|decline|growth)\b|\bper ?cent (?:change|increase|decrease)\b|\brelative (?:change|increase)\b"),
    (Operation.SHARE, r"\b(?:what|which) (?:share|fraction|proportion|portion|part|slice|per ?cent(?:age)?)\b|\bas a (?:share|percentage|fraction|proportion) of\b|\bper ?cent(?:age)? of\b|\b(?:share|fraction|proportion) of\b"),
    (Operation.RATIO, r"\bhow many times\b|\btimes (?:more|as|larger|higher|bigger|the)\b|\bratio (?:of|between)\b|\bwhat multiple\b|\bby what factor\b|\bfor (?:each|every)(?: single)? one\b|^for (?:each|every)\b.*\bhow many\b"),
    (Operation.DIFFERENCE, r"\b(?:gap|difference|differ)\b|\bhow (?:much|many|far)\s+(?:\w+\s+)?(?:more|less|fewer|higher|lower|larger|bigger|smaller|cheaper|greater|above|below|ahead|exceed\w*)\b|\bby how (?:much|many)\b|\bexceed\w* .* by\b|\b(?:change|increase|decrease|movement|decline|growth) in\b.*\b(?:between|from|to|compared|over|against|in \d{4})\b|\bwhat (?:is|was) the (?:\w+ )?(?:change|increase|decrease) in\b|\bminus\b|\bsubtract|\bwhat separates\b|\bhow (?:much|many)\b.*\bseparates?\b|\bhow far apart\b|\bshort of\b|\bover(?:run|shoot|shot|ran)\b|^(?:by )?how much must\b.*\breach\b"),
    (Operation.MIDPOINT, r"\bmid-?point\b|\bmiddle of\b|\bcent(?:er|re) of the range\b"),
    (Operation.AVERAGE, r"(?<!on )\b(?:average|mean)\b(?! (?:(?:single |full |typical )?(?:day|week|month|quarter|year)\b|price|ticket|fare|revenue|order|age|stay|length|user|cost|salary|wait))"),
    (Operation.SUM, r"\b(?:sum of|sum up|combined|together|altogether|in total|add up to|aggregate)\b|\btotal of\b|\bplus\b"),
)  # fmt: skip
_COMPARATIVE = (
    r"(?:(?:larg|bigg|high|great|small|low|cheap|fast|slow|long|short|strong|weak|old|young|heav|rich)(?:er|est)|more|most|less|least|fewer|fewest|"
    r"expensive|dominant|ahead|leads?)"
)
_HIGH = re.compile(r"\b(?:most|highest|largest|biggest|greatest|top|maximum|max|longest|fastest|leading|best)\b", re.I)
_LOW = re.compile(r"\b(?:least|fewest|lowest|smallest|minimum|min|cheapest|slowest|shortest|worst)\b", re.I)
_FREQUENCY = re.compile(
    r"\b(?:per|a|each|every|in a|in one)\s+(?:single\s+)?(hour|day|week|month|quarter|year|minute|second)\b(?!\s+(?:earlier|ago|before|later|prior))|\b(dai|week|month|quarter|year|hour|annual)ly\b|\b(annual)\b",
    re.I,
)
_FREQUENCY_OF = {"dai": "day", "annual": "year"}
_PERCENT = re.compile(
    r"\b(?:per ?cent(?:age)?s?|share|slice|fraction|proportion|growth rate|growth|grew|grow|grown|growing|rate|yoy|year[- ]over[- ]year|margin|declined?|fall|fell|rise|rose|drop(?:ped)?|increased?|decreased?)\b|%",
    re.I,
)
_MEASURED_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against|relative to|on|over)\s+(?:the\s+)?$", re.I)
_GROWING = re.compile(
    r"\bhow (?:fast|quickly|strongly|much) (?:did|has|have|does|do)\b.*\b(?:grow|expand|rise|increase|change|fall|decline|shrink)|\bgrowth\b",
    re.I,
)
_PURCHASE = re.compile(
    r"\bcosts?\b|\bpay\b|\bprice (?:of|for) (?:\d|an? (?:m|b|tr)illion\b)|\b(?:buy|get|afford)\b.*\bfor\b|\bhow much (?:is|are|for)\b",
    re.I,
)
_MONEY = re.compile(
    r"\bhow much (?:money\b|(?:was|were|is|has been) (?:spent|paid|invested|raised|awarded|lost|earned)|(?:did|do|does|has|have|will) .*\b(?:spend|earn|invest|raise|award|lose|donate|owe|give)\b)|\bwhat sum\b",
    re.I,
)
_RATIO = re.compile(
    r"\b(?:ratio|factor|multiple|how many times|times|how (?:large|big|wide|great) (?:is|was) the (?:lead|gap|advantage)|lead)\b",
    re.I,
)
_PRICE = re.compile(
    r"\b(?:prices?|priced|costs?|pay|paid|paying|charged?|charges|fees?|fares?|tariffs?|expensive|cheap|rates? per)\b|\bhow much (?:is|are|does|do|did|was|were)\b[^?]*\bper\b",
    re.I,
)
_HOW_MANY = re.compile(
    r"\bhow many\s+(?:more\s+|fewer\s+|additional\s+)?((?:[\w-]+\s+){0,3}?[\w-]+)\s+(?:do|does|did|has|have|had|are|were|is|was|will|would|can|per|in|on|use[sd]?|of|at|a|each|for|lived?|worked|visited|that|with|there|by|and|came|took|went|made|got|join\w*|attend\w*|run|ran)\b|\bnumber of ([\w-]+(?: [\w-]+)?)",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:forecast|expected|expect|projected|projection|predict\w*|outlook|will|going to|plan(?:s|ned|ning)?|intend(?:s|ed)?|aim(?:s|ed)?|should|by the end of|target|guidance|anticipat\w*|future|next year|likely)\b",
    re.I,
)


# Names behind these are left out, not asked for: "regions other than China and the US".
_EXCLUDED = re.compile(
    r"\b(?:other than|apart from|except(?: for)?|excluding|outside(?: of)?|besides|without)\s+(?:the\s+)?(?:[\w'’]+(?:,\s*|\s+(?:and|or)\s+)(?:the\s+)?)*$",
    re.I,
)


def understand(question: str, history: Sequence[str], snapshot: Snapshot, within: str | None = None) -> Query:
    """The Query of a question: follow-ups resolved against `history` (earlier questions, oldest first), typing errors in
    words mended against the corpus's own words, names in the corpus's own form."""
    words = vocabulary(snapshot)
    text = resolve(question, history, words)
    read = _mended(_spelled_out(text), words)
    published = _latest(snapshot)
    dated = [(p, s, e) for p, s, e in periods.find(read, published) if p.start]
    asked, operation = _asked(read), _operation(read)
    if operation in (Operation.CHANGE, Operation.DIFFERENCE, Operation.RATIO):
        dated = [end for one in dated for end in _ends(one, read, published)]
    # "Compared with the year before" names what a growth is measured against, not when it took place.
    when = tuple(p for p, s, _ in dated if not _MEASURED_AGAINST.search(read[:s]) or not _GROWING.search(read))
    named = [
        canonical_name(n)
        for n, s, e in names_of(read, words)
        if not _EXCLUDED.search(read[:s]) and not any(a < e and s < b for _, a, b in dated)
    ]
    known = [n for n in dict.fromkeys(named) if _is_known(n, words)]
    if not known and (rest := excluded_owner(read, words.owners)):
        known = [rest]
    unit = _unit(read, asked, words)
    if operation is Operation.SHARE and unit in words.units - {"percent", ""}:
        # "How many tokens is that share": the amount is asked for, the share only points to it.
        operation = Operation.NONE
    return Query(
        text=text,
        asked=asked,
        operation=operation,
        words=content_words(_without(read, names_of(read, words), dated)),
        entities=tuple(known),
        unknown=tuple(n for n in dict.fromkeys(named) if n not in known),
        periods=when,
        unit=unit,
        frequency=_frequency(read),
        forecast=bool(_AHEAD.search(read)) or any(published and p.start and p.start > published for p in when),
        within=within,
        vector=snapshot.encoder.encode([read])[0],
    )


def _ends(one: tuple[Period, int, int], text: str, published: dt.date | None) -> list[tuple[Period, int, int]]:
    """The two periods of "from 2024 to 2025", each by itself; the period as it is where it names one only."""
    _, start, end = one
    parts = re.match(r"(?:from|between)\s+(.+?)\s+(?:to|and|until)\s+(.+)$", text[start:end], re.I)
    found = [periods.find(p, published) for p in parts.groups()] if parts else []
    if len(found) != 2 or not all(len(f) == 1 and f[0][0].start for f in found):
        return [one]
    return [(f[0][0], start, end) for f in found]


def _latest(snapshot: Snapshot) -> dt.date | None:
    """ "Now" is the newest date at which a report of the corpus was published."""
    dates = [
        d for d in (periods.parse_date(doc.published) for doc in snapshot.documents.values() if doc.published) if d
    ]
    return max(dates, default=None)


def _is_known(name: str, words: Vocabulary) -> bool:
    return name in words.names or all(t.lower() in words.words for t in tokens(name))


def _spelled_out(text: str) -> str:
    for pattern, full in _ABBREVIATIONS:
        text = re.sub(pattern, full, text, flags=re.I)
    return text


# The words that questions are made of, for typing errors in them.
_ASKING = (
    "how",
    "many",
    "much",
    "does",
    "did",
    "the",
    "what",
    "which",
    "when",
    "with",
    "than",
    "was",
    "were",
    "use",
    "users",
)


def _mended(text: str, words: Vocabulary) -> str:
    """Lower-case words that nobody writes, replaced by the nearest word of the corpus one or two edits away.

    A word of the language is left alone: the encoder's own vocabulary knows some thirty thousand.
    """

    known = (*words.names, *words.words)

    def mend(match: re.Match[str]) -> str:
        word = match.group()
        if 3 <= len(word) <= 5 and word not in words.words and word not in STOP_WORDS and not words.is_word(word):
            asking = process.extractOne(word, _ASKING, scorer=DamerauLevenshtein.distance, score_cutoff=1)
            if asking:
                return str(asking[0])
        if len(word) < 4 or word in words.words or word in STOP_WORDS or words.is_word(word) or stem(word) in words.idf:
            return word
        found = process.extractOne(
            word, [w for w in known if abs(len(w) - len(word)) <= 2 and w[0] == word[0]], scorer=DamerauLevenshtein.distance,
            score_cutoff=1 if len(word) < 8 else 2,
        )  # fmt: skip
        if found:
            return str(found[0])
        begun = [w for w in words.heads if w.startswith(word)] if len(word) <= 6 else []
        return begun[0] if len(begun) == 1 else word

    return re.sub(r"(?<![\w'’-])[a-z]+(?![\w'’-])", mend, text)


def _without(text: str, names: Sequence[tuple[str, int, int]], when: Sequence[tuple[Period, int, int]]) -> str:
    """The question without its names and periods: what is left says what is measured."""
    for _, start, end in (*names, *when):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _asked(text: str) -> Asked:
    """The kind of answer a question wants, from its first words and its verbs."""
    low = text.lower().strip()
    if re.match(r"(?:and |so |but )?why\b", low) or re.search(r",? and why\b", low):
        return Asked.REASON
    if re.search(r"\bcompar(?:e|ed|ison)\b|\bversus\b|\bvs\b", low) or re.search(
        rf"\b(?:which|who|what|where)\b.*\b{_COMPARATIVE}\b.*(?:,| or )", low
    ):
        return Asked.COMPARISON
    if re.match(r"(?:is|are|was|were|did|does|do|has|have|had|will|can|could|would)\b", low):
        chosen = " or " in low and re.search(rf"\b{_COMPARATIVE}\b", low)
        return Asked.COMPARISON if chosen else Asked.YES_NO
    if re.search(r"\brank(?:ing|ed)?\b|\border(?:ed)? by\b", low):
        return Asked.RANKING
    if re.match(
        r"(?:when\b|in (?:which|what) (?:year|month|quarter)|(?:what|which) (?:year|date|month|quarter)\b|by when|since when|from when)",
        low,
    ) or re.search(r"\b(?:in|by|since) (?:which|what) (?:year|month|quarter)\b", low):
        return Asked.DATE
    if re.search(r"\bhow (?:many|much|large|big|high|low|fast|long|far|wide|expensive|great|often|old)\b", low):
        return Asked.QUANTITY
    if re.match(
        r"(?:why\b|how\b|explain\b|what (?:made|makes|drove|drives|caused|causes|explains|led|happens|happened|will happen)|for what reason|what is the reason)",
        low,
    ):
        return Asked.REASON
    if re.match(
        r"(?:who|whose|which (?:company|firm|country|region|model|app|operator|provider|hospital|city|person|product|vendor|division|segment)\b)",
        low,
    ):
        return Asked.NAME
    if re.match(
        r"(?:over|in|on|for|to|from|with|by|among) (?:which|what) [\w-]+s\b|what (?:do|does|did|is|are|can) .*\bused? .*\bfor\b|what .*\bfor\?*$",
        low,
    ):
        return Asked.LIST
    if re.match(r"(?:list|name|enumerate|which|what (?:are|were) (?:the|some)?\s*)\b", low) or re.search(
        r"\bused for\b|\bwhat do\b.*\bdo\b", low
    ):
        return Asked.LIST if not re.match(r"what (?:is|was)\b", low) else Asked.DEFINITION
    if re.match(r"(?:what (?:is|was) (?:the )?(?:meaning|definition)|define\b|what does .* mean)", low):
        return Asked.DEFINITION
    return Asked.QUANTITY


def _operation(text: str) -> Operation:
    low = text.lower()
    for operation, pattern in _OPERATIONS:
        if re.search(pattern, low):
            return operation
    if re.match(r"(?:which|who|what|list|name)\b", low) and _HIGH.search(low):
        return Operation.HIGHEST
    if re.match(r"(?:which|who|what)\b", low) and _LOW.search(low):
        return Operation.LOWEST
    if re.search(
        r"\bhow much (?:did|has|have|do|does)\b.*\b(?:fall|fallen|drop|dropped|decline|declined|decrease|decreased|shrink|shrunk)\b(?!\s+to\b)",
        low,
    ):
        return Operation.CHANGE
    if _PURCHASE.search(text) and any(n.unit and n.unit != "percent" for n in numbers.find(text)):
        return Operation.PRODUCT
    if re.search(
        r"\b(?:would|will|does|do)\b.*\bcost\b.*\bprice\b|\b(?:would|will|does|do)\b.*\bcost\b|\bcost of\b.*\d|\bhow much (?:for|is|are)\b.*\d+\s*(?:million|billion|thousand)",
        low,
    ) and re.search(r"\d", low):
        return Operation.PRODUCT
    return Operation.NONE


def _named_unit(text: str) -> str:
    """The unit that a question asks for by name ("in kilometres", "in hours"), "" where it names none."""
    for match in re.finditer(r"\bin ([a-z]+)(?=\s*(?:[?.,]|$))", text, re.I):
        word = match[1].lower()
        if word in PHYSICAL and len(word) > 3:
            return PHYSICAL[word]
        if word in TIMES and word.endswith("s"):
            return TIMES[word]
    return ""


def _frequency(text: str) -> str:
    match = _FREQUENCY.search(text)
    if match is None:
        return ""
    word = (match[1] or match[2] or match[3]).lower()
    return _FREQUENCY_OF.get(word, word)


def _unit(text: str, asked: Asked, words: Vocabulary) -> str:
    """The canonical unit wanted, "money" for any price or amount of money, "" where the question leaves it open."""
    if asked is Asked.DATE:
        return "date"
    if re.search(r"\bpercentage points?\b", text, re.I):
        return "percent"
    if _RATIO.search(text):
        return "ratio"
    if number := re.search(
        r"\bnumber of ((?:[a-z-]+ ){0,2}?[a-z-]+)(?= (?:[A-Z]|(?:do|does|did|has|have|had|are|were|is|was|in|of|at|there|that)\b))",
        text,
    ):
        return singular(number[1].split()[-1])
    counted = _HOW_MANY.search(text)
    if counted:
        nouns = [PHYSICAL.get(w, singular(w)) for w in (counted[1] or counted[2]).split() if w == w.lower()]
        return next((n for n in reversed(nouns) if n in words.units), nouns[-1] if nouns else "")
    if wanted := _named_unit(text):
        return wanted
    if _MONEY.search(text):
        return "money"
    if _PRICE.search(text):
        return "price"
    if re.search(r"\bhow long (?:do|does|did|is|was|will|would|has|have|had)\b", text, re.I):
        return "time"
    if any(currency(w) for w in re.findall(r"[A-Za-z]{3,}|[$€£¥]", text) if w != "won"):
        return "money"
    if _PERCENT.search(text) or re.search(
        r"\bhow (?:fast|quickly|strongly) (?:did|has|have|does|do|is|are|was|were)\b.*\b(?:expand|advance|grow)",
        text,
        re.I,
    ):
        return "percent"
    return ""

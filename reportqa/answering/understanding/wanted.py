"""The unit and the interval that a question wants its answer in."""

from __future__ import annotations

import re

from reportqa.answering.query import Asked
from reportqa.answering.vocabulary import Vocabulary
from reportqa.figures.lexicon import VerbForm, verb_form
from reportqa.figures.units import PHYSICAL, TIMES, currency, singular

__all__ = ["HOW_OFTEN", "LEVEL", "frequency_of", "unit_of"]

_FREQUENCY = re.compile(
    r"\b(?:per|a|each|every|in a|in one)\s+(?:single\s+)?(hour|day|week|month|quarter|year|minute|second)\b(?!\s+(?:earlier|ago|before|later|prior))|\b(dai|week|month|quarter|year|hour|annual)ly\b|\b(annual)\b",
    re.I,
)
_FREQUENCY_OF = {"dai": "day", "annual": "year"}
_PERCENT = re.compile(
    r"\b(?:per ?cent(?:age)?s?|(?<!per )share(?! (?:price|capital|issue|buyback|repurchase))|slice|fraction|proportion|growth rate|growth|grew|grow|grown|growing|rate|yoy|year[- ]over[- ]year|margin|declined?|fall|fell|rise|rose|drop(?:ped)?|increased?|decreased?)\b|%",
    re.I,
)
_MONEY = re.compile(
    r"\bhow much (?:money\b|(?:was|were|is|has been) (?:spent|paid|invested|raised|awarded|lost|earned)|(?:did|do|does|has|have|will) .*\b(?:spend|earn|invest|raise|award|lose|donate|owe|give)\b)|\bwhat sum\b",
    re.I,
)
_RATIO = re.compile(
    r"\b(?:ratio|factor|multiple|times(?! (?:a|an|per|each|every|daily|weekly|monthly|yearly)\b)|how (?:large|big|wide|great) (?:is|was) the (?:lead|gap|advantage)|lead)\b",
    re.I,
)
_PRICE = re.compile(
    r"\b(?!(?:price|pay|cost|fee|fare|tariff) (?:rise|increase|hike|cut|freeze|settlement|deal|award)s?\b(?! to\b))(?:prices?|priced|costs?|pay|paid|paying|charged?|charges|fees?|fares?|tariffs?(?!-)|expensive|cheap|rates? per|(?:day|daily|hourly|nightly|freight|charter|hire|rental|spot|licence|license) rates?)\b|\bhow much (?:is|are|does|do|did|was|were)\b[^?]*\bper\b",
    re.I,
)
_HOW_MANY = re.compile(
    r"\bhow many\s+(?:more\s+|fewer\s+|additional\s+)?(?!(?:do|does|did|has|have|had|are|were|is|was|will)\b)((?:[\w-]+\s+){0,3}?[\w-]+)\s+(?:do|does|did|has|have|had|are|were|is|was|will|would|could|must|can|per|in|on|across|among|amongst|around|within|under|over|from|to|still|who|use[sd]?|of|at|a|each|for|lived?|worked|visited|that|with|there|by|and|came|took|went|made|got|join\w*|attend\w*|run|ran)\b|\bnumber of ([\w-]+(?: [\w-]+)?)",
    re.I,
)

# "What share of WHOLE is the number of PARTS": the share is asked for.
_SHARE_FIRST = re.compile(
    r"(?:and |so |then )?(?:(?:by |in )?(?:(?:what|which)|how (?:big|large|high|great|small) (?:an? |is the |was the )?) ?(?:share|fraction|proportion|portion|slice|part(?= of\b)|cut(?= (?:of|do|does|did)\b)|odds|chances?|likelihood|probability|per ?cent(?:age)?)\b(?! points?\b))"
    r"|.*\b(?:what|which|how many) (?:per ?cent(?:age)?|proportion|fraction)\b(?! points?\b)",
    re.I,
)
# "…, as a percentage of supply costs": the share is asked for, whatever it is a share of.
_AS_SHARE = re.compile(r"\bas an? (?:share|percentage|fraction|proportion) of\b", re.I)
# How full something is is told as the share that is taken.
_FULL = re.compile(
    r"\bhow (?:full|fully|busy|booked|crowded|occupied|empty|widespread|common|likely|probable|profitable)\b"
    r"|\b(?:commoner|rarer|likelier|(?:more|less) (?:common|rare|widespread|likely|frequent))\b",
    re.I,
)
# "How many times a day is a cabinet used?", "How often did the check fail?": a share, or a count over a time.
HOW_OFTEN = re.compile(
    r"\bhow (?:often|frequently)\b|\bhow many times (?:(?:a|an|per|each|every|in an?) (?:single )?(?:hour|day|week|month|quarter|year)\b|(?:did|was|were|has|have|had|must|can|could)\b(?!.*\b(?:than|exceed\w*)\b))",
    re.I,
)
_HOW_LONG = re.compile(
    r"\bhow (?:long|quickly|soon) (?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|must|should)\b", re.I
)
# "How large is the fleet in ships?": only what has a size is told in a counted unit.
_HOW_LARGE = re.compile(r"(?:and |so )?how (?:large|big|high|much|great|strong)\b", re.I)
# What something rose or fell to is its level, no percentage by which it moved.
LEVEL = re.compile(
    r"\b(?:rise|rose|risen|climb(?:ed)?|grow|grew|grown|increased?|fall|fell|fallen|drop(?:ped)?|declined?|decreased?) to(?=\W*$| (?:in|by|at|during|last|this)\b)|\bto (?:what|which) (?:level|figure|value|amount)\b",
    re.I,
)
_RATE = re.compile(r"\b([a-z]+) rates?\b", re.I)
_PEOPLE = frozenset("people persons heads individuals humans".split())
_IN_CURRENCY = re.compile(r"\b(?:in|how many) (?:US |U\.S\. |Canadian |Australian )?([A-Za-z]{3,})\b", re.I)
_COUNTING = (
    r"(?:total|count|counts|volume|volumes|number|numbers|figure|figures|tally|use|usage|consumption|throughput|base)"
)
_WORKFORCE = re.compile(
    r"\b(?:headcount|head count|workforce|staffing|(?:number|size) of (?:the )?staff|payroll)\b", re.I
)
_PERCENTAGE = re.compile(r"\bper ?cent(?:age)?\b|%", re.I)
_CHANGES = re.compile(r"\b(?:drop|fall|decline|decrease|rise|increase|growth|change|cheaper|dearer|cut)\b", re.I)
# A question that is none of these in form is a telegram: "negative price hours spain".
_ASKING = re.compile(
    r"\W*(?:and |so |but )?(?:how|what|which|who|whose|why|when|where|is|are|was|were|do|does|did|has|have|had|can|will|would|could|by|in|on|to|for|of|from|list|name|compare|rank|over|at|if)\b",
    re.I,
)
_EMPLOYED = frozenset(["employee", "person", "worker", "FTE", "full-time equivalent"])
# What may stand in front of a counted noun that a question asks for outright: "What were China's weekly tokens".
_BEFORE_NOUN = re.compile(r"(?:what(?:['’]s| (?:is|was|are|were))\s+)?(?:the\s+)?(?:(?!(?:of|for|by|with|to|from|per|on|in|at|and|or|a|an|do|does|did|which|who|why|how)\b)[\w'’.-]+\s+)*$", re.I)  # fmt: skip
_AFTER_NOUN = re.compile(r"\s*(?:$|[?!.,;]|\d|[A-Z]|(?:in|of|at|on|for|by|per|do|does|did|is|was|were|are|there|that|sold|made|produced|opened|served|built|delivered|worldwide|globally|overall|altogether|versus|and|end|early|late|q[1-4]|h[12]|FY|fy|now|today|this|last|next|a (?:day|week|month|year))\b)")  # fmt: skip


def _counted_outright(text: str, words: Vocabulary) -> str:
    """The counted unit that a question asks for without "how many": "the weekly token total", "store count", "visits 2024".

    "" where the noun only describes something else ("passenger revenue") or the corpus does not count it.
    """
    bare = not _ASKING.match(text)
    if _WORKFORCE.search(text):
        held = _EMPLOYED & words.units
        return min(held) if len(held) == 1 else ""
    for match in re.finditer(r"[A-Za-z][A-Za-z-]*", text):
        unit = singular(match.group())
        if unit not in words.units or not unit or unit in _NOT_COUNTED or currency(unit):
            continue
        if unit in TIMES.values() and not (bare and match.group().lower() != unit):
            continue
        rest = text[match.end() :]
        if _BEFORE_NOUN.match(text[: match.start()]) is None or re.search(r"\d\s*$", text[: match.start()]):
            continue
        if re.match(rf"\s+{_COUNTING}\b", rest, re.I) or (match.group().lower() != unit and _AFTER_NOUN.match(rest)):
            return unit
    return ""


def _named_unit(text: str, words: Vocabulary) -> str:
    """The unit that a question asks for by name ("in kilometres", "in hours"), "" where it names none."""
    for match in re.finditer(r"\bin ([a-z]+)(?=\s*(?:[?.,]|$))", text, re.I):
        word = match[1].lower()
        if word in PHYSICAL and len(word) > 3:
            return PHYSICAL[word]
        if word in TIMES and word.endswith("s"):
            return TIMES[word]
        if word in _PEOPLE:
            return "person"
        measured = text[: match.start()].rstrip().endswith(",") or _HOW_LARGE.match(text)
        counted = word.endswith("s") and singular(word) in words.units - _NOT_COUNTED and not currency(word)
        if counted and measured:
            return singular(word)
    return ""


def _is_priced(text: str, words: Vocabulary) -> bool:
    """Whether the rate that a question asks for is an amount of money: the corpus measures a "day rate" in a currency."""
    asked = {m[1].lower() for m in _RATE.finditer(text)} & words.priced
    return bool(asked) and not _PERCENTAGE.search(text) and not _CHANGES.search(text)


def _before_verb(phrase: str) -> list[str]:
    """The words of a counted phrase up to the verb behind its plural: "children need a menu" counts children."""
    words = phrase.split()
    for i, word in enumerate(words[1:], 1):
        form = verb_form(word)
        if form and form[1] in (VerbForm.BASE, VerbForm.PAST) and singular(words[i - 1]) != words[i - 1].lower():
            return words[:i]
    return words


def _ends(phrase: str, unit: str) -> bool:
    """Whether a counted phrase ends in a unit of several words: "paid full-time equivalents"."""
    *first, last = phrase.split() or [""]
    return bool(first) and " ".join((*first, singular(last))).endswith(unit)


def _named_currency(text: str) -> str:
    """The currency that a question asks for by name ("in dollars", "how many rupees"), "" where it names none or several."""
    found = {code for m in _IN_CURRENCY.finditer(text) if (code := currency(m[1]))}
    return found.pop() if len(found) == 1 else ""


def frequency_of(text: str) -> str:
    """The interval that a question counts by ("day" of "per day"), "" where it names none."""
    match = _FREQUENCY.search(text)
    if match is None:
        return ""
    word = (match[1] or match[2] or match[3]).lower()
    return _FREQUENCY_OF.get(word, word)


_NOT_COUNTED = frozenset(
    ["percent", "ratio", "date", "time", "percentage point", "basis point", "degree", "billion", "million"]
)


def unit_of(text: str, asked: Asked, words: Vocabulary) -> str:
    """The canonical unit wanted, "money" for any price or amount of money, "" where the question leaves it open."""
    if asked is Asked.DATE:
        return "date"
    if re.search(r"\bpercentage points?\b|\bhow many per ?cent\b", text, re.I):
        return "percent"
    if not _PERCENTAGE.search(text) and (money := _named_currency(text)):
        return money
    if _SHARE_FIRST.match(text) or _AS_SHARE.search(text):
        return "percent"
    if HOW_OFTEN.search(text):
        return ""
    if _RATIO.search(text):
        return "ratio"
    if number := re.search(
        r"\bnumber of ((?:[a-z-]+ ){0,2}?[a-z-]+)(?= (?:[A-Z]|(?:do|does|did|has|have|had|are|were|is|was|in|of|at|there|that|the|used|end|start|early|late|this|last|next)\b))",
        text,
    ):
        return singular(number[1].split()[-1])
    counted = _HOW_MANY.search(text)
    if counted:
        said = " ".join(counted[1].split()) if counted[1] else ""
        if whole := next((u for u in sorted(words.units, key=len, reverse=True) if " " in u and _ends(said, u)), ""):
            return whole
        nouns = [PHYSICAL.get(w, singular(w)) for w in _before_verb(counted[1] or counted[2]) if w == w.lower()]
        return next((n for n in reversed(nouns) if n in words.units), nouns[-1] if nouns else "")
    if wanted := _named_unit(text, words):
        return wanted
    if _MONEY.search(text):
        return "money"
    if _PERCENTAGE.search(text) and _CHANGES.search(text):
        return "percent"
    if not _ASKING.match(text) and (counted_outright := _counted_outright(text, words)):
        return counted_outright
    if _PRICE.search(text):
        return "price"
    if _FULL.search(text):
        return "percent"
    if _HOW_LONG.search(text):
        return "time"
    plain = _PERCENTAGE.sub(" ", text)
    if any(currency(w) for w in re.findall(r"[A-Za-z]{3,}|[$€£¥]", plain) if w != "won"):
        return "money"
    if _is_priced(text, words):
        return "price"
    if LEVEL.search(text):
        return ""
    if _PERCENT.search(text) or re.search(
        r"\bhow (?:fast|quickly|strongly) (?:did|has|have|does|do|is|are|was|were)\b.*\b(?:expand|advance|grow)",
        text,
        re.I,
    ):
        return "percent"
    return _counted_outright(text, words) if asked in (Asked.QUANTITY, Asked.COMPARISON) else ""

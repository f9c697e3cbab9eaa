"""The kind of answer that a question wants, and the arithmetic that it asks for."""

from __future__ import annotations

import re

from reportqa.answering.concepts import concepts_of
from reportqa.answering.query import Asked, Operation
from reportqa.figures import numbers

__all__ = ["DIRECTION", "asked_of", "operation_of"]

_OPERATIONS: tuple[tuple[Operation, str], ...] = (
    (Operation.PROJECT_BACK, r"(?<!with )(?<!to )(?<!than )(?<!on )(?<!than it was )(?<!than they were )(?<!than in )(?:\b(?:a|one) year (?:earlier|ago|before)\b|\bthe year before\b)|\bimpl(?:y|ies|ied)\b.*\b(?:earlier|previous|last year|2\d{3})\b|\bbefore (?:that|the) growth\b"),
    (Operation.DIFFERENCE, r"\b(?:percentage|basis) points?\b"),
    (Operation.CHANGE, r"\bpercentage by which\b|\bhow much (?:cheaper|dearer|larger|smaller|higher|lower)\b.*\bper ?cent|\b(?:by )?(?:what|how many) per ?cent(?:age)?\b.*\b(?:rise|rose|fall|fell|drop|grow|grew|increase|decrease|decline|change|go\b|exceed|overrun|cheap|dear|beat|surpass|outperform|outd[oi]|undershot|overshot|miss|f[ae]ll short)|\bby (?:what|how many) per ?cent(?:age)?\b.*\b(?:more|larg|high|low|great|small|big)|\bpercentage (?:change|increase|decrease|rise|drop|decline|growth)\b|\bper ?cent (?:change|increase|decrease)\b|\brelative (?:change|increase)\b"),
    (Operation.SHARE, r"\b(?:what|which) (?:share|fraction|proportion|portion|part|slice|per ?cent(?:age)?)\b|\bas a (?:share|percentage|fraction|proportion) of\b|\bper ?cent(?:age)? of\b|\b(?:share|fraction|proportion) of\b"),
    (Operation.RATIO, r"\bhow many times\b(?! (?:a|an|per|each|every|in an?) )(?! (?:did|was|were|has|have|had|must|can|could)\b(?!.*\b(?:than|exceed)))|\btimes (?:more|as|larger|higher|bigger|the)\b|\bratio (?:of|between)\b|\bwhat multiple\b|\bby what factor\b|\bfor (?:each|every)(?: single)? one\b|^for (?:each|every)\b.*\bhow many\b"),
    (Operation.DIFFERENCE, r"\b(?:gap|difference|differ)\b|\bhow (?:much|many|far)\s+(?:\w+\s+)?(?:more|less|fewer|higher|lower|larger|bigger|smaller|cheaper|greater|above|below|ahead|exceed\w*)\b|\bby how (?:much|many)\b|\bexceed\w* .* by\b|\b(?:change|increase|decrease|movement|decline|growth) in\b.*\b(?:between|from|to|compared|over|against|in \d{4})\b|\bwhat (?:is|was) the (?:\w+ )?(?:change|increase|decrease) in\b|\bminus\b|\bsubtract|\bwhat separates\b|\bhow (?:much|many)\b.*\bseparates?\b|\bhow far apart\b|\bshort of\b|\bover(?:run|shoot|shot|ran)\b|^(?:by )?how much must\b.*\breach\b"),
    (Operation.MIDPOINT, r"\bmid-?point\b|\bmiddle of\b|\bcent(?:er|re) of the range\b"),
    (Operation.AVERAGE, r"(?<!on )\b(?:average|mean)\b(?! (?:(?:single |full |typical )?(?:day|week|month|quarter|year)\b|price|ticket|fare|revenue|order|age|stay|length|user|cost|salary|wait))"),
    (Operation.SUM, r"\b(?:sum of|sum up|combined(?! ratio)|together|altogether|in total|add up to|aggregate)\b|\b(?:have|has|had|run|own|employ|make|made|do|did|earn|earned) between them\b|\btotal of\b|\bplus\b"),
)  # fmt: skip
_COMPARATIVE = (
    r"(?:(?:larg|bigg|high|great|small|low|cheap|dear|fast|slow|long|short|strong|weak|old|young|heav|rich|common|rar|deep|dens|safe?|steep|wet|dri|heavi|wealthi)(?:er|est)|better|best|worse|worst|more|most|less|least|fewer|fewest|"
    r"expensive|dominant|ahead|leads?)"
)
# Which way a comparison goes: no measure.
DIRECTION = re.compile(
    r"(?:(?:larg|bigg|high|great|small|low|common|rar)(?:er|est)|better|best|worse|worst|more|most|less|least|fewer|fewest)",
    re.I,
)
_HIGH = re.compile(
    r"\b(?:most|highest|largest|biggest|greatest|top|maximum|max|longest|fastest|strongest|dearest|leading|best(?! (?:guess|estimate)))\b",
    re.I,
)
_LOW = re.compile(r"\b(?:least|fewest|lowest|smallest|minimum|min|cheapest|slowest|shortest|weakest|worst)\b", re.I)
_PURCHASE = re.compile(
    r"\bcosts?\b|\bpay\b|\bprice (?:of|for) (?:\d|an? (?:m|b|tr)illion\b)|\b(?:buy|get|afford)\b.*\bfor\b|\bhow much (?:is|are|for)\b",
    re.I,
)
# "What were the operating expenses of …" asks for a number where its last noun is a measure, not for a list.
_WHAT_ARE = re.compile(
    r"what (?:are|were) ((?:[\w'’-]+ ){0,5}?[\w'’-]+)(?=,| (?:of|in|at|for|on|by|during|per|last|this|to|from)\b|\W*$)"
)


_CAUSE = re.compile(
    r"^what (?:impacted|affected|influenced|boosted|lifted|hurt|helped|pushed|contributed|triggered|prompted|underlies|underlay|(?:is|was|lay|lies) behind)\b"
    r"|^what (?:keeps|kept)\b|^what (?:(?:do|does|did) [\w ]+ (?:say|think|believe) )?(?:has |have )?(?:brought|driven|drove|pushed) (?:down|up)\b"
    r"|\b(?:due|attributable|owing|thanks) to\W*$|\b(?:caused|driven|explained) by\W*$"
)
# "What kinds of customers …", "…, which obstacles …": several things are asked for, whatever else the question says.
_WHICH_OF_MANY = re.compile(
    r"^(?:and )?(?:which|what) (?:kinds|types|sorts|items|factors|reasons|causes|obstacles) |,\s*which (?:\w+ )?(?:kinds|types|items|factors|reasons|causes|obstacles|ones) "
)


# "How fully was …", "how soon can …": a degree is asked for, whatever the word.
_HOW_SO = re.compile(
    r"(?:and |so |but )?how (?!come|exactly|else|about|now|ever|so\b|well|badly|successfully)(?:[a-z]+ly|soon|poor|rich|[a-z]+-[a-z]+) (?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must)\b"
)


def asked_of(text: str) -> Asked:
    """The kind of answer a question wants, from its first words and its verbs."""
    low = text.lower().strip()
    if re.match(r"(?:and |so |but )?why\b", low) or re.search(r",? and why\b", low):
        return Asked.REASON
    if _CAUSE.search(low):
        return Asked.REASON
    if re.search(r"\bcompar(?:e|ed|ison)\b|\bversus\b|\bvs\b", low) or re.search(
        rf"\b(?:which|whose|who|what|where)\b.*\b{_COMPARATIVE}\b.*(?:,| or )", low
    ):
        return Asked.COMPARISON
    if re.match(r"(?:is|are|was|were|did|does|do|has|have|had|will|can|could|would)\b", low):
        chosen = " or " in low and re.search(rf"\b{_COMPARATIVE}\b", low)
        return Asked.COMPARISON if chosen else Asked.YES_NO
    if re.search(rf", (?:is|are|was|were|did|does|do)\b.*\b{_COMPARATIVE}\b.* or ", low):
        return Asked.COMPARISON
    if re.search(r"\brank(?:ing|ed)?\b|\border(?:ed)? by\b", low):
        return Asked.RANKING
    if re.match(
        r"(?:when\b|in (?:which|what) (?:year|month|quarter)|(?:what|which) (?:year|date|day|month|quarter)\b(?! has)|(?:by|until|since|from) when\b)",
        low,
    ) or re.search(
        r"\b(?:in|by|since|on|until|from|at) (?:which|what) (?:exact )?(?:year|month|quarter|date|day|time)\b|\b(?:by|until|since|and|from) when\W*$",
        low,
    ):
        return Asked.DATE
    if _WHICH_OF_MANY.search(low):
        return Asked.LIST
    if re.search(
        r"\bhow (?:many|much|large|big|high|low|fast|long|far|wide|expensive|great|often|old|full|busy|crowded|empty|deep|tall|thick|heavy|steep|sharp|strong|costly|dear|cheap|common|likely|profitable|widespread|popular|warm|hot|cold)\b",
        low,
    ):
        return Asked.QUANTITY
    if _HOW_SO.match(low):
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
        r"(?:over|in|on|for|to|from|with|by|among) (?:which|what) [\w-]+s\b|what (?:do|does|did|is|are|can) .*\bused? .*\bfor\b|what .*\bfor\?*$|what (?:do|does|did) .*\bspend\b.*\bon\W*$",
        low,
    ):
        return Asked.LIST
    if (said := _WHAT_ARE.match(low)) and concepts_of([said[1].split()[-1]]):
        return Asked.QUANTITY
    if re.match(r"(?:list|name|enumerate|which|what (?:are|were) (?:the|some)?\s*)\b", low) or re.search(
        r"\bused for\b|\bwhat do\b.*\bdo\b", low
    ):
        return Asked.LIST if not re.match(r"what (?:is|was)\b", low) else Asked.DEFINITION
    if re.match(r"(?:what (?:is|was) (?:the )?(?:meaning|definition)|define\b|what does .* mean)", low):
        return Asked.DEFINITION
    return Asked.QUANTITY


def operation_of(text: str) -> Operation:
    """The arithmetic that a question asks for, NONE where it asks for what is stated."""
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
    undated = re.sub(r"\b(?:[hq][1-4] )?(?:19|20)\d\d(?:/\d\d)?\b", "", low)
    if re.search(
        r"\b(?:would|will|does|do)\b.*\bcost\b.*\bprice\b|\b(?:would|will|does|do)\b.*\bcost\b|\bcost of\b.*\d|\bhow much (?:for|is|are)\b.*\d+\s*(?:million|billion|thousand)",
        undated,
    ) and re.search(r"\d|\b(?:an?|one) (?:hundred|thousand|million|billion|trillion)\b", undated):
        return Operation.PRODUCT
    return Operation.NONE

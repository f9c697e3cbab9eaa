"""The words by which a question says what to do with a table: patterns only, for `question`."""

from __future__ import annotations

import re

__all__ = [
    "AVERAGE",
    "BOUNDS",
    "CHANGE",
    "DIFFERENCE",
    "FORM",
    "LIMIT",
    "LISTING",
    "LIST_ROWS",
    "MANY_PERIODS",
    "MANY_ROWS",
    "MOVED",
    "PAIRS",
    "PEAK_HIGH",
    "PEAK_LOW",
    "PERCENT_WORDS",
    "RANGE",
    "SCALES",
    "SIGN_WORDS",
    "SUM",
    "TAIL",
    "THAN_ONE",
    "TWO_QUARTERS",
    "VERSUS",
    "WHICH_PERIOD",
]

FORM = re.compile(
    r"^(?:please\s+)?(?:(?:for|in|as of|as at|from|between|on|by)\b[^,?]{3,45},\s*)?(?:what|which|how much|how many|how|who|when|calculate|compute|give|list|name|find|show)\b"
    r"(?:\s+(?:is|are|was|were|has|have|had|do|does|did|me)\b)*(?:\s+(?:the|a|an|there|its|our|company[’']s|their)\b)*",
    re.I,
)
TAIL = re.compile(r"[?.!\s]+$|,?\s*\brespectively\b", re.I)
RANGE = re.compile(
    r"((?:19|20)\d\d|f?y?\d\d)\s*(?:[-–—]|to|through|until|till)\s*(?:(?:fiscal|year|fy|f)\s*)?((?:19|20)\d\d|\d\d)\b",
    re.I,
)
BOUNDS = re.compile(r"\b(?:from|between)\b.{0,40}\b(?:to|and|through)\b", re.I)

TWO_QUARTERS = re.compile(
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th)(\s+(?:and|to|or|&|versus|vs\.?|over)\s+(?:the\s+)?)(first|second|third|fourth|1st|2nd|3rd|4th)\s+quarters?\b",
    re.I,
)

CHANGE = re.compile(
    r"\b(?:year[\s-]on[\s-]year|year[\s-]over[\s-]year|yoy|annual)?\s*(?:absolute\s+|relative\s+|actual\s+)?(?:percentage|percent|per cent|pct|%|growth rate)\s*(?:point\s+)?(?:change|increase\s*/\s*\(?decrease\)?|increase|decrease|growth|decline|difference|rise|drop|fall|variance)(?:\s+(?:in|of|for|between)\b)?"
    r"|\b(?:growth rate|yoy growth|(?:year[\s-](?:on|over)[\s-]year|yoy) (?:change|growth|increase))(?:\s+(?:in|of|for))?|\b(?:change|increase|decrease|growth)\s*\(%\)(?:\s+(?:in|of|for))?"
    r"|\bby (?:what|which|how much) (?:percentage|percent|per cent)\b(?:.*?\b(?:increase|decrease|grow|grew|rise|fall|change)d?)?|\bwhat (?:percentage|percent) did\b",
    re.I,
)
DIFFERENCE = re.compile(
    r"\b(?:nominal |absolute |net |year[\s-]on[\s-]year |total )?(?:increase\s*/\s*\(?\s*decrease\s*\)?|increase\s+\(decrease\)|change|difference|increase|decrease|decline|growth|variance|movement|gap|rise|drop|reduction)s?(?:\b|(?<=\)))(?:\s+(?:in|of|for|between)\b)?"
    r"|\bhow much (?:more|less|higher|lower|larger|smaller|greater)\b|\bhow much (?:did|has|have|does)\b(?=.*\b(?:increase|decrease|grow|change|rise|fall|drop|decline)d?\b)|\bby how much\b",
    re.I,
)
MOVED = re.compile(
    r"\b(?:increase|decrease|grow|grew|rise|rose|fall|fell|drop|decline|change|improve|move|shrink|go up|go down)(?:d|ped)?(?:\s+by)?\s*(?=$|[?.]|from\b|between\b|in\b|over\b|since\b|compared\b|during\b|to\b|year\b)",
    re.I,
)
AVERAGE = re.compile(
    r"\b(?:average|mean|avg)\b(?:\s+(?:of|for|in)\b)?(?:\s+the\b)?(?:\s+annual|\s+yearly|\s+quarterly)?", re.I
)
SUM = re.compile(
    r"\b(?:sum|total|combined|aggregate|altogether|in total|cumulative)\b(?:\s+(?:amount|value|number|sum))?(?:\s+(?:of|for|in)\b)?(?:\s+all\b)?",
    re.I,
)
PEAK_HIGH = re.compile(
    r"\b(?:the\s+)?(second|third|2nd|3rd)?[\s-]*(?<!\bat )(?:most expensive|largest|highest|greatest|biggest|maximum|longest|oldest|busiest|dearest|costliest|most|higher|larger|greater|bigger|best|more|top|leads?|leading)\b",
    re.I,
)
PEAK_LOW = re.compile(
    r"\b(?:the\s+)?(second|third|2nd|3rd)?[\s-]*(?<!\bat )(?:least expensive|lowest|smallest|minimum|shortest|youngest|least|lower|smaller|fewest|fewer|cheapest|worst|less)\b",
    re.I,
)
THAN_ONE = re.compile(r"\s+than\s+(?:an?|one|two|three|four|five|ten|\d+)\b", re.I)
LIMIT = re.compile(
    r"\b(?:is|are|was|were|be|being|been)?\s*(?P<cmp>less than or equal to|greater than or equal to|more than|greater than|higher than|larger than|exceed(?:s|ed|ing)?|above|over|at least|surpass(?:es|ed)?|less than|lower than|smaller than|fewer than|below|under|at most|no more than|not exceed(?:ing)?)\s*"
    r"(?P<num>[-−(]?\s*(?:US\$|[$€£¥])?\s*[-−]?\d[\d,]*(?:\.\d+)?\)?)\s*(?P<pct>%|percent|per cent)?\s*(?P<scale>thousands?|millions?|billions?|trillions?|mn|bn|[mk]\b)?",
    re.I,
)
SIGN_WORDS = re.compile(
    r"\b(?:was|were|is|are)?\s*(?P<neg>negative|a loss|below zero)\b|\b(?P<pos>positive|above zero)\b", re.I
)
WHICH_PERIOD = re.compile(
    r"\b(?:which|what)\s+(?:of the\s+)?(?:(?:fiscal|financial|calendar)\s+)?(?P<unit>years?|fys?|periods?|quarters?|months?|dates?|year\(s\))\b|\bwhen\b",
    re.I,
)
MANY_PERIODS = re.compile(
    r"\bhow many (?:of the )?(?:(?:fiscal|financial)\s+)?(?P<unit>years|periods|quarters|months|fys|dates)\b", re.I
)
LISTING = re.compile(
    r"\b(?:listed|shown|included|highlighted|recorded|presented|provided|provide|information|report(?:ed)?|calculated|available|table|made available|include|disclosed|covered|data)\b",
    re.I,
)
LIST_ROWS = re.compile(
    r"\b(?:what|which) (?:\w+ ){0,2}?(?:are|were|is)? ?(?:all )?(?:the )?(?:different |various |main |major |respective |financial |reportable |three |four |five |two |\d )?"
    r"(?P<kind>components?|items?|types?|kinds?|segments?|categories|countries|regions|currencies|assumptions|geographic regions|areas|products|line items|sources|elements|models|companies|services|units|business segments|markets|sub-?items|factors|providers?|vendors?)\b"
    r"|^(?:please )?(?:list|name|enumerate)\b (?:all )?(?:the )?(?P<kind2>\w+)",
    re.I,
)
MANY_ROWS = re.compile(r"\bhow many (?:(?:different|various|major|main) )?(?P<kind>[a-z-]+(?: [a-z-]+)?)", re.I)
PERCENT_WORDS = re.compile(r"percent|per cent|%|\bpct\b|\bshare\b", re.I)
PAIRS = (
    re.compile(r"\b(?P<word>ratio|proportion) of (?P<x>.+?(?:19|20)\d\d) to (?P<y>.+)", re.I),
    (
        re.compile(
            r"\b(?:what|which) (?P<word>percentage|proportion|share|percent|fraction) of (?P<y>.+?) (?:is|are|was|were|did|does|do|comes?|came|consists?|went|goes?|fell|falls?)\b\s*(?:made up (?:of|by)|generated (?:from|by)|derived from|composed of|from|attribut(?:able|ed) to|accounted for(?: by| using)?|due to|contributed by|represented by|(?:spent|paid|used) (?:on|for|to|by)|to|on|in|for)?\s*(?P<x>.+)",
            re.I,
        )
    ),
    (
        re.compile(
            r"(?P<x>.+?),? (?:expressed )?as an? (?P<word>percentage|proportion|percent|share|fraction|ratio) (?:of|to|over|among|in) (?P<y>.+)",
            re.I,
        )
    ),
    (
        re.compile(
            r"\b(?P<word>ratio|proportion|percentage|percent|share|fraction)s?(?:,? \(?in percentage\)?,?)? (?:constitution )?of (?P<x>(?:(?!went |goes |go |fell ).)+?) (?:to|over|in|among|out of|relative to|versus|against|within|from|compared (?:to|with)|made up of) (?P<y>.+)",
            re.I,
        )
    ),
    (
        re.compile(
            r"\b(?P<word>ratio|proportion|percentage|percent|share|fraction) of (?P<x>.+?) (?:of) (?P<y>.+)", re.I
        )
    ),
    (re.compile(r"(?P<x>.+?) (?P<word>divided) by (?P<y>.+)", re.I)),
    (
        re.compile(
            r"\bhow many (?P<word>times) (?:larger |bigger |greater |higher |more )?(?:is |was |are |were |did )?(?P<x>.+?) (?:than|as|compared to|of|over) (?P<y>.+)",
            re.I,
        )
    ),
)
VERSUS = re.compile(
    r"\b(?:between|in|of)\s+(?P<x>.+?)\s+(?:and|to|versus|vs\.?|compared (?:to|with)|relative to|over)\s+(?P<y>.+)|(?P<x2>.+?)\s+(?:compared (?:to|with)|than|versus|vs\.?|exceed(?:s|ed)?)\s+(?P<y2>.+)",
    re.I,
)
SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}

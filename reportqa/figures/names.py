"""Names in a text, told by capitals; and the few forms under which a country is the same country."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from reportqa.figures.demonyms import DEMONYMS, place_of_people
from reportqa.figures.lexicon import FUNCTION_WORDS, MEASURES, PREPOSITIONS, SUBORDINATORS, verb_form, word_set
from reportqa.figures.thesaurus import is_common_word, is_only_verb
from reportqa.types import BlockKind, Document

__all__ = [
    "COUNTRY_FORMS",
    "canonical_name",
    "country_of",
    "find_names",
    "is_country",
    "is_generic",
    "is_unusual",
    "known_names",
    "name_lexicon",
]

# Adjectives and long or short forms, to one form. Only normalisation: a name is found by its shape, not by this list.
COUNTRY_FORMS = {
    "united states": "us", "united states of america": "us", "usa": "us", "u.s.": "us", "u.s": "us", "american": "us",
    "americans": "us", "america": "us", "chinese": "china", "prc": "china", "united kingdom": "uk", "u.k.": "uk",
    "british": "uk", "britain": "uk", "great britain": "uk", "european": "europe", "norwegian": "norway", "norwegians": "norway",
    "danish": "denmark", "danes": "denmark", "swedish": "sweden", "swedes": "sweden", "finnish": "finland", "finns": "finland",
    "icelandic": "iceland", "german": "germany", "germans": "germany", "french": "france", "italian": "italy", "italians": "italy",
    "spanish": "spain", "dutch": "netherlands", "the netherlands": "netherlands", "japanese": "japan", "korean": "south korea",
    "koreans": "south korea", "indian": "india", "indians": "india", "brazilian": "brazil", "brazilians": "brazil",
    "canadian": "canada", "canadians": "canada", "mexican": "mexico", "australian": "australia", "russian": "russia",
    "polish": "poland", "swiss": "switzerland", "austrian": "austria", "irish": "ireland", "portuguese": "portugal",
    "greek": "greece", "turkish": "turkey", "indonesian": "indonesia", "vietnamese": "vietnam", "thai": "thailand",
    "african": "africa", "asian": "asia", "belgian": "belgium", "chilean": "chile", "estonian": "estonia", "scottish": "scotland",
    "south korean": "south korea", "north korean": "north korea", "saudi": "saudi arabia", "kenyan": "kenya", "nigerian": "nigeria",
    "egyptian": "egypt", "israeli": "israel", "argentine": "argentina", "argentinian": "argentina", "czech": "czechia", "hungarian": "hungary", "romanian": "romania",
    "new zealander": "new zealand", "pakistani": "pakistan", "filipino": "philippines", "malaysian": "malaysia", "ukrainian": "ukraine", "singaporean": "singapore",
    "worldwide": "global", "world": "global", "the world": "global", "globally": "global", "international": "international",
}  # fmt: skip
_COUNTRIES = frozenset(COUNTRY_FORMS.values()) - {"global", "international"} | frozenset(DEMONYMS.values())

_CAPITAL = "[A-ZÀ-ÖØ-ÞĄĆČĐĘĞİŁŃŐŒŘŚŞŠŤŮŰŹŻŽ]"
_TOKEN = rf"(?:{_CAPITAL}[\w&]*(?:[.’']{_CAPITAL}\w*)*(?:-[\w]+)*|[a-z]+{_CAPITAL}\w*)"
_NAME = re.compile(
    rf"(?<![\w])(?:U\.S\.A?\.?|U\.K\.|(?:(?:St|Dr|Mr|Mrs|Ms|Prof)\.\s)?{_TOKEN}(?:(?:\s|\s?&\s?|\sof\s(?={_CAPITAL}))(?:{_TOKEN}|\d{{1,2}}(?![\d.,%])))*)"
)
# "Lund, Harrow and Kessel have"
_COORDINATED = re.compile(rf"(?:,\s{_TOKEN}(?=,|\sand\s))+,?\sand\s{_TOKEN}\b")
# What a company is told by where it sits.
_SEATED = re.compile(r"\w+-(?:based|headquartered|listed|born)")
_OWNED = re.compile(rf"['’]s\s(?P<name>{_TOKEN}(?:\s{_TOKEN})*)")
_NEVER = word_set(
    """i the a an this that these those in on at by for of to from and or but if when while where what why how who which
    it its he she they we you our their his her as is are was were be do does did not no yes one two three four five
    six seven eight nine ten first second third january february march april may june july august september october
    november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
    saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays q1 q2 q3 q4 rmb usd eur gbp nok sek dkk cny jpy chf inr yoy fy h1 h2 ceo cfo table figure source
    note total"""
)


# Acronyms that describe what stands behind them and name no one: "AI usage", "EPS growth".
_GENERIC = word_set(
    """AI ML LLM LLMs API APIs GDP GNP CPI PPI PMI CEO CFO COO CTO EPS EBIT EBITDA VAT IPO IPOs ESG IT HR PR TV PC PCs CO2 GHG EV EVs B2B B2C C2C
    MAU MAUs DAU DAUs ARPU GMV OEM OEMs SME SMEs KPI KPIs ROI ROE ROCE NAV REIT REITs IFRS GAAP LNG LPG PV CAPEX OPEX SG&A M&A R&D FDI AUM CAGR
    USD EUR FX ETF ETFs GPU GPUs CPU CPUs SaaS IoT VR AR ID FAQ PDF CSV QR SMS GPS LED HIV DNA ICU A&E NGO NGOs YoY QoQ HQ FTE FTEs GLA NPS MW GW
    MWh GWh TWh kWh KWh kW km OK PhD MBA DIY UX UI SEO SKU SKUs RPK ASK TEU TEUs CHP HVAC UHT PPE PPA PPAs OTC NII NIM CET1 RWA RWAs NPL NPLs ECL"""
)
_EXPLAINED = re.compile(
    r",\s(?:which|who|whose|based|headquartered|founded)\s[a-z]|,\s(?:the|an?)\s[^,.;:()]{3,60},\s[a-z]+(?:ed|s)\s|\saccount(?:ed|s)\sfor\s"
)
_NUMERAL = "two|three|four|five|six|seven|eight|nine|ten"
_DOES = (
    r"(?:employ|operat|carr|serv|treat|announc|launch|open|plan|own|acquir|hir|produc|deliver|ship|manag|invest|report|post|earn|expect|aim|agre|"
    r"warn|scor|answer|claim|merg|rais|add|gain|handl|collect|sign|delay|charg|fin|award|borrow|repay|train|recruit|enrol|educat|request|predict|forecast|estimat|anticipat|foresee)"
)
# Only a person or an organisation does these, so that a sentence's first word before one of them is a name.
_AGENT = re.compile(
    rf"\s(?:{_DOES}(?:ed|d|ied|ned|led)|ran|sold|built|bought|beat|won|said|told|lost|spent|lent|paid|took|led|made|held|cut(?=\s[a-z]+\s(?:by|to)\b|\s\S*\d|\s(?:its|the)\b|\s[a-z]+\s(?:on|in|from|for)\b)|"
    rf"(?P<present>(?:{_DOES}|sell|buy|tell|say|lose|lend|pay|take|lead|run|beat|hold)e?s(?=\s(?:that|to|a|an|the|its|about|around|some|up|{_NUMERAL})\b|\s[$€£¥\d])|(?:says|owns|employs|operates|produces|serves|expects|sells|carries|handles|manages|acquires))|"
    rf"(?:will|would|could|has|have|had|may|might)\s(?:[a-z]+ly\s|also\s|now\s)?(?:{_DOES}|sell|sold|buy|bought|build|built|cut|lose|lost|spend|spent|pay|paid|take|taken|raise|make|made|won|beaten|become|grown)(?:ed|d|ied|e)?)\b"
)
_COMMON = word_set(
    """revenue profit income demand production output traffic management nobody everyone company group another each every
    such many most several some all more other both inflation unemployment employment turnout attendance mortality rainfall gold oil coal gas wheat
    copper steel solar wind energy electricity trade growth investment consumption spending crime tourism debt interest cash turnover headcount
    capacity supply water food housing rent tuition freight cargo fuel construction manufacturing agriculture mining retail membership participation
    weather climate technology software hardware research science education health medicine law government parliament police public private"""
)


@lru_cache(maxsize=50_000)
def canonical_name(name: str) -> str:
    """A name in lower case, without its article and possessive, in the one form of its country.

    >>> canonical_name("the United States"), canonical_name("American"), canonical_name("Baidu's")
    ('us', 'us', 'baidu')
    """
    plain = re.sub(r"^the\s+|['’]s?$", "", re.sub(r"\s+", " ", name.strip().lower()))
    return COUNTRY_FORMS.get(plain) or place_of_people(plain) or plain


def country_of(name: str) -> str:
    """The country of a demonym ("Chilean" → "Chile"); any other name as it is.

    >>> country_of("Chilean"), country_of("Germans"), country_of("American"), country_of("United States")
    ('Chile', 'Germany', 'US', 'United States')
    """
    plain = name.lower()
    place = place_of_people(plain)
    form = COUNTRY_FORMS.get(plain, place)
    return name if not place else form.upper() if len(form) <= 3 else form.title()


def is_country(name: str) -> bool:
    """Whether a canonical name is one of the countries and regions of the table above."""
    plain = canonical_name(name)
    return plain in _COUNTRIES or plain in (place_of_people(f"{plain}n"), place_of_people(f"{plain}an"))


def is_generic(words: list[str]) -> bool:
    """Whether a capitalised stretch names no one: "AI", "LLM API", "AI Agents"."""
    return all(w in _GENERIC for w in words) or (len(words) < 3 and words[0] in _GENERIC)


def find_names(text: str, start: int, end: int, lexicon: frozenset[str] | None = None) -> list[tuple[str, int, int]]:
    """Every name of text[start:end] with its span, in order.

    The first word of the span, capitalised like any first word, is a name only where `lexicon` (names seen inside
    sentences) holds it, it is possessive, or it has more capitals.
    """
    out: list[tuple[str, int, int]] = []
    for m in _NAME.finditer(text, start, end):
        a, b = m.span()
        words = m.group().split(" ")
        opens = _opens(text, start, a) and not _is_name(words[0], text, a, lexicon)
        if words[0].lower() in _NEVER or opens:
            a += len(words[0]) + 1
            words = words[1:]
            if words and words[0] == "of":
                # "Director of Havik is Anna Smit."
                a += 3
                words = words[1:]
        while words and words[-1].lower() in _NEVER and words[-1] not in ("First", "One"):
            b -= len(words[-1]) + 1
            words = words[:-1]
        if words and _SEATED.fullmatch(words[0]):
            # "Milan-based Latera"
            a += len(words[0]) + 1
            words = words[1:]
        if (
            len(words) > 1
            and lexicon
            and is_country(words[0])
            and re.search(r"\b[Ii]n\s$", text[max(start, a - 3) : a])
        ):
            rest = " ".join(words[1:])
            if rest.lower() in lexicon:
                # "In Spain Rondo lost"
                a, words = a + len(words[0]) + 1, words[1:]
        if words and lexicon and (bare := without_place(" ".join(words), lexicon)):
            b = a + len(bare)
            words = bare.split(" ")
        if words and lexicon and _only_places(text, b, " ".join(words), lexicon):
            continue
        b -= _describing(words, text, b)
        if is_generic(words) or text[b : b + 1] == "$" or re.search(r"\w-(?:to|per)-\w", text[a:b]):
            continue
        if words and a < b and (words[0][0].isupper() or words[0] != words[0].lower()):
            out.append((text[a:b], a, b))
    return out


def without_place(name: str, lexicon: frozenset[str]) -> str:
    """A name without the place it is told with once, where the document else calls it by its own name alone: "Rondo of Utrecht" →
    Rondo; "" where it has none, or where the place belongs to it ("Bank of England")."""
    bare, of, _ = name.partition(" of ")
    head = bare.lower()
    if not of or head not in lexicon or name.lower() in lexicon:
        return ""
    return "" if any(n.startswith(f"{head} of ") for n in lexicon) else bare


def _only_places(text: str, end: int, name: str, lexicon: frozenset[str]) -> bool:
    """Whether a name only tells where the next one is at home: "Stockholm's Orm", which the document else calls Orm."""
    owned = _OWNED.match(text, end)
    return owned is not None and name.lower() not in lexicon and owned["name"].lower() in lexicon


def _describing(words: list[str], text: str, end: int) -> int:
    """How many characters of acronyms at a name's end only describe the noun behind it: "US AI usage" is about the US."""
    cut = 0
    while len(words) > 1 and re.fullmatch(r"[A-Z]{2,4}", words[-1]) and words[-1] not in ("US", "UK", "EU", "UAE"):
        if not cut and not re.match(r"\s+[a-z]", text[end : end + 2]):
            break
        cut += len(words.pop()) + 1
    return cut


def _opens(text: str, start: int, at: int) -> bool:
    """Whether `at` begins a sentence, a quotation or a list item, where any word has a capital."""
    before = text[start:at].rstrip()
    return not before or before[-1] in '.!?:•“"(—–|-*'


def _is_name(word: str, text: str, at: int, lexicon: frozenset[str] | None) -> bool:
    if re.search(r".[A-Z]|\d", word):
        return True
    if lexicon is not None and word.lower() in lexicon:
        return True
    if word.lower() in PREPOSITIONS | SUBORDINATORS:
        # "Since January"
        return False
    behind = text[at + len(word) : at + len(word) + 90]
    does = _AGENT.match(behind)
    if does and (does["present"] or not word.endswith("s")) and word.lower() not in _COMMON:
        return True
    # "Kontor, which supplies restaurants, raised": no common noun of the singular has neither article nor number.
    if _EXPLAINED.match(behind) and not word.endswith("s") and word.lower() not in MEASURES and is_unusual(word):
        return True
    if _COORDINATED.match(behind) and is_unusual(word):
        return True
    if _is_no_word(word) and _no_noun_follows(behind):
        return True
    # "Color Line", "Copenhagen Hospital": only a name goes on with a capital.
    if re.match(r"\s\([A-Z][a-z]+\)|\s(?:and|&)\s[A-Z][a-z]+\b", behind) and canonical_name(word) not in _COMMON:
        return True
    if re.match(r"\s[A-Z][a-z]+", behind) and not word.isupper() and canonical_name(word) not in _COMMON:
        return True
    return canonical_name(word) in _COUNTRIES or bool(re.match(r"['’]s\b", text[at + len(word) : at + len(word) + 3]))


_DERIVED = re.compile(r"(?:ion|ment|ness|ity|ship|ism|ing|ance|ence|ability|meter|load|fall)$")


def _is_no_word(word: str) -> bool:
    """Whether a capitalised word is none of English: "Voltanker", "Essen"; what ends in -s may be a rare plural."""
    plain = word.lower()
    return (
        len(word) > 3
        and word.isalpha()
        and not word.isupper()
        and not plain.endswith("s")
        and plain not in FUNCTION_WORDS | MEASURES
        and verb_form(plain) is None
        and not _DERIVED.search(plain)
        and not is_common_word(plain)
    )


def _no_noun_follows(behind: str) -> bool:
    """Whether a word stands alone before a stop, a preposition, an auxiliary or a verb: it describes no noun."""
    match = _NEXT.match(behind)
    if match is None:
        return False
    word = match[1]
    return word is None or word in FUNCTION_WORDS or is_only_verb(word)


def name_lexicon(document: Document) -> frozenset[str]:
    """The names that the document writes inside its sentences, in lower case: whole names, and their first words.

    A first word counts only where the name stands by itself ("Norway rose", not "Nordic countries") and the document does
    not write it more often without a capital.
    """
    whole: set[str] = set()
    alone: Counter[str] = Counter()
    epithets: list[tuple[str, str]] = []
    firsts: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.TABLE):
            continue
        plain.update(_PLAIN.findall(document.text, block.start, block.end))
        label = _LABEL.match(document.text, block.start, block.end) if block.kind is BlockKind.LIST_ITEM else None
        if label and label.group().split()[-1].lower() not in MEASURES:
            whole.add(label.group().lower())
            firsts[label.group().split()[0].lower()] += 1
        for name, start, end in find_names(document.text, block.start, block.end):
            alone[name.lower()] += 1
            if (epithet := _epithet(document.text, name, start, end)) is not None:
                epithets.append(epithet)
            opens = _opens(document.text, block.start, start)
            if _is_told(document.text, name, end) if opens else _stands_alone(document.text, end):
                # "Voltanker of Essen runs": what is no word of English is the name, and the place only tells where.
                told = name.partition(" of ")[0] if opens and _is_no_word(name.split()[0]) else name
                whole.add(re.sub(r"\s+", " ", told.lower()))
                firsts[name.split()[0].lower()] += 1
    for name in _bracketed(document):
        whole.add(name.lower())
        firsts[name.split()[0].lower()] += 1
    for told, bare in epithets:
        # Told with its place once, and else alone.
        if alone[told] == 1 and alone[bare] > 2:
            whole.discard(told)
            firsts[told] -= 1
    found = {w for w in whole if plain[w] == 0} | {w for w, n in firsts.items() if plain[w] < n}
    return frozenset(found - _NEVER - {w.lower() for w in _GENERIC})


def _epithet(text: str, name: str, start: int, end: int) -> tuple[str, str] | None:
    """What is only a name's epithet where the document else uses the name alone, with that name: "rondo of utrecht", "rondo";
    "stockholm", "orm" in "Stockholm's Orm"."""
    bare, of, _ = name.partition(" of ")
    if of and not re.search(r"\b[Tt]he\s$", text[max(0, start - 4) : start]):
        return name.lower(), bare.lower()
    owned = _OWNED.match(text, end)
    return (name.lower(), owned["name"].lower()) if owned and " " not in name else None


def _is_told(text: str, name: str, end: int) -> bool:
    """Whether a name that opens a sentence is surely one: it owns or acts, or is no word of English."""
    does = _AGENT.match(text, end)
    acts = does is not None and (bool(does["present"]) or not name.endswith("s"))
    strange = _is_no_word(name.split()[0]) and _no_noun_follows(text[end : end + 90])
    return acts or strange or re.match(r"['’]s\b", text[end : end + 3]) is not None


def _bracketed(document: Document) -> Iterator[str]:
    """Names that stand alone in brackets, in prose and in the labels of tables: "Retail Netherlands (Havik)"."""
    for table in document.tables:
        for row in table.cells:
            for cell in row[: max(1, table.header_columns)]:
                yield from (
                    m[1] for m in _ASIDE.finditer(cell.text) if m.end() == len(cell.text) and _may_be_name(m[1])
                )
    for block in document.blocks:
        if block.kind not in (BlockKind.HEADING, BlockKind.TABLE):
            found = _ASIDE.finditer(document.text, block.start, block.end)
            yield from (m[1] for m in found if _may_be_name(m[1]) and is_unusual(m[1]))


def _may_be_name(words: str) -> bool:
    return not is_generic(words.split()) and words.lower() not in _NEVER | MEASURES


_ASIDE = re.compile(rf"\(({_CAPITAL}[a-zà-ÿ]{{2,}}(?:\s{_CAPITAL}[a-zà-ÿ]{{2,}})?)\)")
# What a list item names before its colon and its number: "Rogaland: 0.9 million".
_LABEL = re.compile(rf"{_CAPITAL}[\w&’'.-]*(?:\s{_CAPITAL}[\w&’'.-]*)*(?=:\s+(?:[a-z]+\s)?[^\w\s]{{0,3}}\d)")
_PLAIN = re.compile(r"(?<![\w.’'-])[a-zà-ÿ]{2,}")
_NEXT = re.compile(r"(?:\*\*)?(?:[,;:.(]|\s(?:\(|([a-z]+)\b))")
_BEHIND = re.compile(r"['’]s?\b|\s*(?:[^\w\s]|$)|\s+(?:[^a-zà-ÿ]|$)|\s+([a-zà-ÿ]+)")


def _stands_alone(text: str, end: int) -> bool:
    """Whether what follows a name is no noun that it only describes: a verb, a preposition, a stop, a possessive."""
    match = _BEHIND.match(text, end)
    word = match[1] if match else None
    return word is None or word in FUNCTION_WORDS or verb_form(word) is not None


def is_unusual(word: str) -> bool:
    """Whether a capitalised first word is in none of our word tables, so that it may well be a name: "Oslo", not "Demand"."""
    plain = word.lower()
    return (
        plain not in _COMMON
        and plain not in FUNCTION_WORDS
        and verb_form(plain) is None
        and not re.search(r"(?:ion|ment|ness|ity|ance|ence|ship|age|ing|ism|ure|cy|ry|al|er|th)$", plain)
    )


def known_names(text: str, start: int, end: int, names: frozenset[str]) -> list[tuple[int, int]]:
    """Where names of a lexicon stand in a title, in which every word may have a capital: the longest first."""
    words = [m.span() for m in _TITLE_WORD.finditer(text, start, end)]
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(words):
        for length in range(min(6, len(words) - i), 0, -1):
            a, b = words[i][0], words[i + length - 1][1]
            stretch = re.sub(r"\s+", " ", text[a:b])
            if stretch[:1].isupper() and (stretch.lower() in names or (length == 1 and is_country(stretch))):
                out.append((a, b))
                i += length - 1
                break
        i += 1
    return out


_TITLE_WORD = re.compile(r"[^\W_](?:[\w&.-]*[^\W_])?")

"""Word tables of report English: verbs with their forms and what they do to a number, and the closed classes.

Only forms and classes, no vocabulary of any field: a word that stands in no table is a noun or an adjective.
"""

from __future__ import annotations

import re
from enum import StrEnum

__all__ = [
    "ADVERBS",
    "AUXILIARIES",
    "BE",
    "CHANGE_NOUNS",
    "COMPARERS",
    "DETERMINERS",
    "FUNCTION_WORDS",
    "HEDGES",
    "MEASURES",
    "NOUN_TOO",
    "NUMBER_WORDS",
    "PREPOSITIONS",
    "PRONOUNS",
    "SUBORDINATORS",
    "VERBS",
    "Act",
    "VerbForm",
    "act_of",
    "guessed_form",
    "is_participle",
    "participle_of",
    "verb_form",
    "word_set",
]


class Act(StrEnum):
    """What a verb says of the number behind it."""

    STATE = "state"
    RISE = "rise"
    FALL = "fall"
    SHARE = "share"
    PRICE = "price"
    HAVE = "have"
    SAY = "say"
    DO = "do"


class VerbForm(StrEnum):
    """The forms of a verb that tagging tells apart."""

    BASE = "base"
    S = "s"
    PAST = "past"
    ING = "ing"


# "base" or "base past participle" for irregular verbs; "+" doubles the last letter; "*" marks forms that are nouns too.
_STATE = """be reach total*  hit/hit/hit* stand*/stood/stood amount* come/came/come exceed surpass average* remain equal top*+ approach* near number*
measure* range* span*+ record* overtake/overtook/overtaken pass* break*/broke/broken register* mark* match* lie/lay/lain fetch
weigh last peak* plateau* bottom* require need* keep/kept/kept stay* tally rank*"""
_RISE = """grow/grew/grown rise*/rose/risen increase* climb* jump* surge* gain* advance* expand widen lengthen improve recover accelerate
soar swell double* triple quadruple strengthen rally* rebound* raise* lift* boost* push* mount balloon spike* leap* skyrocket
rocket* spiral*+ inch* mushroom* treble* quintuple hike* appreciate tick* deepen extend outpace outgrow/outgrew/outgrown creep/crept/crept edge* multiply bounce* upgrade* escalate"""
_FALL = """fall*/fell/fallen drop*+ decline* decrease* shrink/shrank/shrunk slip*+ slide*/slid/slid narrow shorten ease plunge* tumble* dip*+
contract* weaken retreat* collapse* plummet cut*/cut/cut reduce lower lose/lost/lost deteriorate slash trim+ halve shed/shed/shed sink/sank/sunk
slump* recede subside depreciate erode ebb slow soften crash* dwindle wane downgrade* diminish"""
_SHARE = """account* represent comprise constitute contribute make/made/made"""
_PRICE = """cost*/cost/cost sell/sold/sold pay*/paid/paid charge* price* retail bill* earn trade*"""
_HAVE = """have hold*/held/held own boast count* include contain feature* offer* carry seat house* consume"""
_SAY = """say/said/said show*/showed/shown expect estimate* report* forecast*/forecast/forecast project* predict find/found/found
suggest indicate reveal note* announce state* believe think/thought/thought mean/meant/meant reflect assume calculate argue propose anticipate claim* warn
confirm conclude put/put/put publish guide see/saw/seen aim* plan*+ intend target* budget*"""
_DO = """employ serve produce generate use* handle process* invest spend/spent/spent post* operate run*/ran/run+ take/took/taken install add move*
drive*/drove/driven lead*/led/led build*/built/built buy/bought/bought acquire sign* launch* open close* end* start* begin/began/begun complete
raise treat visit* attend receive record* win/won/won deliver ship* export* import* manufacture supply* store* burn train* fly/flew/flown transport* travel*
sail* ride*/rode/ridden call* answer* ask test* pilot* enrol+ enroll admit+ discharge* perform conduct carry release* issue* repay/repaid/repaid
repurchase* redeem amortise amortize borrow fund* finance* allocate award* grant* provide obtain collect recognise recognize realise realize incur+ attribute* offset*/offset/offset
drive*/drove/driven result* consist relate bring/brought/brought draw*/drew/drawn attract host* welcome download* upload subscribe register process*
replace connect energise energize curtail plant* harvest* catch*/caught/caught kill injure save waste* recycle emit+ absorb heat* cool
power* charge* file* settle* vote* elect appoint hire* lay/laid/laid retire leave*/left/left join* enter face* suffer feel/felt/felt help*
allow let/let/let set*/set/set get/got/got give/gave/given go/went/gone become/became/become turn* work* live seem appear
write/wrote/written meet*/met/met read/read/read publish follow compare exclude cover* drop* reverse* beat*/beat/beaten miss yield* return* gross*
net*+ bear/bore/borne lend/lent/lent owe hold*/held/held pick* staff* cancel lose score* play* concede mend repair* replace
transform shift* switch* unlock cap*+ limit* restrict ban*+ tax* levy fine* subsidise subsidize sponsor* support* back* commit+ pledge* donate
relocate convert merge split*/split/split separate combine compete dominate benefit* struggle* ensure enable change* vary differ
depend rely exist happen occur arrive depart* expire mature date* level open* fit arise/arose/arisen originate stem*+ derive await demand* seek/sought/sought
consider continue stop+ cease avoid prevent protect maintain sustain preserve preclude disclose review* revise update* restate adjust adopt
apply appoint approve assign assess enjoy equip+ skip+ evaluate examine exercise* explain express fill focus* gather govern guarantee*
hurt/hurt/hurt identify impair impact* implement influence* introduce involve issue* justify label* learn locate manage map*+
monitor name* negotiate notify observe order* organise organize outsource oversee/oversaw/overseen participate permit*+ place* prepare present prove purchase* qualify
question* quote* recall recommend refer+ refinance refund* reject relieve remove renew rent* reopen request* resolve respond restructure retain
reward* screen* secure select send/sent/sent share* sit/sat/sat speak/spoke/spoken stabilise stabilize step*+ strike*/struck/struck submit+ substitute* succeed
suspend swap*+ tend terminate throw/threw/thrown tie track* transfer*+ trigger* try underestimate understate overstate undertake/undertook/undertaken utilise utilize
value* wait* walk* want* wear/wore/worn withdraw/withdrew/withdrawn wonder eat/ate/eaten drink/drank/drunk recruit* credit* free treat* bring/brought/brought blame* warn praise* upset dismiss hand* heat* insure lodge mint mine* drill* pump* refine brew* bake cook grow/grew/grown breed/bred/bred slaughter vaccinate diagnose infect immunise immunize graduate* qualify teach/taught/taught enforce detain arrest* convict rescue* evacuate displace migrate settle inhabit occupy reserve* book* cater host* stage* broadcast stream* print* sell/sold/sold understand/understood/understood know/knew/known forget/forgot/forgotten choose/chose/chosen fight/fought/fought teach/taught/taught swim/swam/swum worsen penetrate concentrate subsidize proceed eliminate scrap+ axe abolish erase deploy
unveil trigger* spark* prompt fuel* deter+ curb tackle achieve attain procure stockpile* ration* dispatch evict inspect certify license* invent capture* erect resettle rehouse"""


def word_set(words: str) -> frozenset[str]:
    """The words of a string, as a set."""
    return frozenset(words.split())


_AUX = """be am is are was were been being has have had having do does did will would shall should can could may might must"""
AUXILIARIES = frozenset(_AUX.split()) | frozenset(
    ["isn't", "aren't", "wasn't", "weren't", "doesn't", "don't", "didn't", "won't", "can't", "hasn't", "haven't", "'ll", "'re", "'ve"]
)  # fmt: skip
DETERMINERS = word_set(
    """the a an this that these those its their our his her my your some any each every all both no another such what which whose
    either neither several many most few more less half"""
)
PREPOSITIONS = word_set(
    """of in on at by for from to with within into onto per than as between among across through throughout over under above below
    against about around during since until till before after behind beyond near toward towards via versus vs vs. without out up down
    off despite including excluding regarding following besides except like unlike amid inside outside upon along following
    compared relative according due owing thanks alongside beneath past minus plus worth"""
)
SUBORDINATORS = word_set(
    """while whereas whilst although though because if unless when whenever where wherever since that which who whom whose but yet so how why whether
    once"""
)
PRONOUNS = word_set(
    "it they he she we you i this that these those them us one ones both former latter itself themselves there"
)
BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
ADVERBS = word_set(
    """not also only just even still already now then again once however meanwhile therefore thus hence instead far well
    further almost nearly reportedly currently recently previously formerly specifically overall together alone ever never always often usually
    typically likely probably possibly perhaps maybe rather quite very too so successively respectively partly mainly mostly largely chiefly
    slightly sharply significantly substantially considerably dramatically modestly steadily strongly rapidly quickly slowly roughly approximately
    about exactly precisely alike originally finally eventually soon later earlier ago before here there today yesterday tomorrow annually
     consequently additionally moreover furthermore altogether otherwise simultaneously solely primarily principally merely
    nevertheless nonetheless likewise barely scarcely hardly well collectively jointly individually apiece back aside elsewhere"""
)
HEDGES = word_set(
    """approximately about roughly around some nearly almost over only just under circa ca approx estimated mere merely barely
    reportedly exactly"""
)
FUNCTION_WORDS = (
    AUXILIARIES | DETERMINERS | PREPOSITIONS | SUBORDINATORS | PRONOUNS | ADVERBS | HEDGES | {"and", "or", "nor"}
)
NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
# What reports measure: a list item's label that ends in one of these is no name ("EBITDA margin: 17.4%").
MEASURES = word_set(
    """revenue revenues sales income profit profits loss losses margin margins ebitda ebit eps earnings turnover cost costs expense expenses price prices capex opex
    spending expenditure budget deficit surplus debt cash assets liabilities equity dividend dividends headcount employees staff workforce users customers
    subscribers visitors passengers deliveries shipments production output capacity volume volumes exports imports demand consumption emissions inflation
    unemployment growth rate rates share ratio yield yields score scores attendance occupancy admissions patients deaths births cases visits beds stores tickets
    fare fares wage wages salary salaries rent rents tax taxes fee fees investment investments orders backlog bookings downloads views wins goals population
    area length height width depth weight speed duration temperature rainfall mau dau arpu gmv gdp cpi traffic usage installations additions enrolment enrollment
    students teachers turnout votes seats age total average median tokens calls members sites countries flights guests nights receipts takings"""
)
# Nouns that name a change, and its direction.
CHANGE_NOUNS = {
    "growth": "growth", "increase": "growth", "rise": "growth", "jump": "growth", "surge": "growth", "gain": "growth", "improvement": "growth",
    "uplift": "growth", "upturn": "growth", "advance": "growth", "expansion": "growth", "increases": "growth", "gains": "growth",
    "decline": "decline", "decrease": "decline", "drop": "decline", "fall": "decline", "reduction": "decline", "cut": "decline",
    "contraction": "decline", "slump": "decline", "loss of": "decline", "plunge": "decline", "dip": "decline", "decreases": "decline",
    "declines": "decline", "cuts": "decline", "reductions": "decline", "change": "change", "swing": "change",
}  # fmt: skip
# Comparatives behind a number: "2.1% fewer than", "18% above".
COMPARERS = {
    "more": "growth", "higher": "growth", "above": "growth", "larger": "growth", "greater": "growth", "up": "growth", "faster": "growth",
    "longer": "growth", "better": "growth", "increase": "growth", "bigger": "growth",
    "fewer": "decline", "less": "decline", "lower": "decline", "below": "decline", "smaller": "decline", "down": "decline", "cheaper": "decline",
    "slower": "decline", "shorter": "decline", "worse": "decline", "under": "decline",
}  # fmt: skip


# One syllable that ends in one vowel and one consonant doubles it: "cut" → "cutting".
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]$")


def _regular(base: str, double: bool) -> tuple[str, str]:
    """The past and the -ing form of a regular verb."""
    if double:
        return base + base[-1] + "ed", base + base[-1] + "ing"
    if base.endswith("e"):
        return base + "d", (base if base.endswith(("ee", "ye")) else base[:-1]) + "ing"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied", base + "ing"
    return base + "ed", base + "ing"


def _third(base: str) -> str:
    if base.endswith(("s", "x", "ch", "sh", "o")):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2] not in "aeiou" else base + "s"


def _forms() -> tuple[dict[str, tuple[str, VerbForm]], dict[str, Act], dict[str, str], frozenset[str]]:
    """Every form → (lemma, form), lemma → act, lemma → past participle, and the forms that are nouns too."""
    forms: dict[str, tuple[str, VerbForm]] = {}
    acts: dict[str, Act] = {}
    participles: dict[str, str] = {}
    nouns: set[str] = set()
    groups = ((Act.STATE, _STATE), (Act.RISE, _RISE), (Act.FALL, _FALL), (Act.SHARE, _SHARE), (Act.PRICE, _PRICE),
              (Act.HAVE, _HAVE), (Act.SAY, _SAY), (Act.DO, _DO))  # fmt: skip
    for act, words in groups:
        for entry in words.split():
            first, *irregular = entry.replace("*", "").split("/")
            lemma = first.rstrip("+")
            regular = _regular(lemma, "+" in entry or bool(_DOUBLES.match(lemma)))
            past, participle = irregular if len(irregular) == 2 else (regular[0], regular[0])
            if lemma in acts:
                continue
            acts[lemma] = act
            participles[lemma] = participle.rstrip("+")
            british = _regular(lemma, True) if re.search(r"[^aeiou][aeiou]l$", lemma) else regular
            pasts = (past, participle.rstrip("+")) if irregular else (past, british[0])
            forms.setdefault(lemma, (lemma, VerbForm.PAST if past == lemma else VerbForm.BASE))
            forms.setdefault(_third(lemma), (lemma, VerbForm.S))
            for form in pasts:
                forms.setdefault(form, (lemma, VerbForm.PAST))
            for form in (regular[1], british[1]):
                forms.setdefault(form, (lemma, VerbForm.ING))
            if "*" in entry:
                nouns |= {lemma, _third(lemma)}
    return forms, acts, participles, frozenset(nouns)


VERBS, _ACTS, _PARTICIPLES, _NOUNS = _forms()
# Forms that are nouns or adjectives too: their neighbours decide.
NOUN_TOO = _NOUNS | word_set(
    "open near last present close live lives mean lower narrow complete mature separate level select fit lead weaken slow cool seats houses free"
)


def verb_form(word: str) -> tuple[str, VerbForm] | None:
    """The lemma and form of a word that may be a verb, or None; a word in -ed that stands in no table is a past form."""
    known = VERBS.get(word)
    if (
        known is None
        and len(word) > 4
        and word.endswith("ed")
        and not word.endswith(("eed", "hundred", "-based"))
        and "-" not in word
    ):
        return word[:-2], VerbForm.PAST
    return known


def guessed_form(word: str) -> tuple[str, VerbForm]:
    """The lemma and form of a verb that stands in no table, by its ending: "skips" → skip.

    >>> guessed_form("skip"), guessed_form("skips"), guessed_form("skimmed")[1]
    (('skip', <VerbForm.BASE: 'base'>), ('skip', <VerbForm.S: 's'>), <VerbForm.PAST: 'past'>)
    """
    if word.endswith("ed"):
        return re.sub(r"(.)\1$", r"\1", word[:-2]), VerbForm.PAST
    return (word[:-1], VerbForm.S) if word.endswith("s") and not word.endswith("ss") else (word, VerbForm.BASE)


def act_of(lemma: str) -> Act:
    """What a verb says of the number behind it; DO where nothing special is known."""
    return _ACTS.get(lemma, Act.DO)


def is_participle(word: str) -> bool:
    """Whether a past form is a past participle too: "carried" is, "rose" is not."""
    known = VERBS.get(word)
    return known is None or participle_of(known[0]) == word or word.endswith("ed")


def participle_of(lemma: str) -> str:
    """The past participle of a verb: "carry" → "carried"."""
    return _PARTICIPLES.get(lemma, f"{lemma}ed")

"""What a number does behind a preposition: "of", "to", "by", "from", "at", "for", "with", "in", and those that compare."""

from __future__ import annotations

import re
from dataclasses import replace

from reportqa.figures.lexicon import CHANGE_NOUNS, VERBS, Act, is_participle
from reportqa.figures.phrases import Span, noun_phrase_after, noun_phrase_before
from reportqa.figures.tagging import Tagged
from reportqa.figures.units import PHYSICAL_UNITS, is_currency
from reportqa.figures.uses import EARNING, LEVELS, PARTICLES, RATES, RATIO_NOUNS, Place, Role, Use

__all__ = ["behind_particle", "behind_preposition", "ratio_to", "whole_after"]

_DURATIONS = frozenset(["second", "minute", "hour", "day", "week", "month", "quarter", "year", "decade"])
_COMPARING = frozenset(["against", "versus", "vs", "vs.", "than", "compared", "relative"])
_RANGING = frozenset(["range", "vary"])
_NAMING = frozenset(["including", "excluding", "plus", "minus", "despite", "besides"])
_SIZES = frozenset("larger higher bigger greater large high many much more size level big great fast faster".split())
_EXTREMES = frozenset(["peak", "high", "low", "record", "level", "base", "maximum", "minimum", "average"])
# "a survey of 34,875 people": who took part.
_GROUPS = frozenset(["survey", "sample", "study", "poll", "panel", "cohort", "audience", "crowd", "review", "analysis"])
# "in front of 75,000 spectators", "ahead of": these are prepositions as a whole.
_COMPOUND = (("in", "front"), ("ahead",), ("as", "part"), ("in", "excess"), ("on", "behalf"), ("in", "support"))
_WHERE = frozenset(["in", "at", "on", "for", "by", "from", "during", "among", "within", "across"])
# Parts of a number: "a large portion of the 7.9 trillion tokens" says nothing new of it.
_PARTS = frozenset("proportion portion majority part share half most rest bulk fraction all some many".split())


def ratio_to(n: Place, use: Use) -> Use:
    """The ratio with what it is taken to: "1.4x the US", "3.5 times that of the US", "four times as much as Spain"."""
    s, i = n.s, n.k + 1
    while i < len(s.tags) and (s.tags[i] in "RDPOH" or s.words[i] in _SIZES) and s.words[i] not in _WHERE:
        i += 1
    taken = i > n.k + 1 or s.tags[i : i + 1] == "A" or (s.tags[i : i + 1] == "N" and s.words[n.k].endswith("times"))
    return replace(use, role=Role.RATIO, whole=noun_phrase_after(s, i) if taken else (0, 0))


def whole_after(n: Place) -> Span:
    """What a share is a share of: the phrase behind "of"."""
    i = n.k + 1
    while i < len(n.s.tags) and n.s.tags[i] in ",C#HRD()":
        i += 1
    return noun_phrase_after(n.s, i + 1) if n.s.words[i : i + 1] == ("of",) else (0, 0)


def behind_preposition(n: Place, j: int) -> Use:
    s, word = n.s, n.s.words[j]
    before = j - 1
    while before >= 0 and s.tags[before] == "R" and s.words[before] not in ("up", "down"):
        before -= 1
    if word in _COMPARING or (
        word in ("with", "to") and before >= 0 and s.words[before] in ("compared", "compares", "relative", "as")
    ):
        return n.use(Role.EARLIER, sibling=n.sibling) if n.sibling >= 0 else n.use(Role.VALUE)
    if word == "to" and before >= 0 and s.words[before] == "opposed" and n.sibling >= 0:
        return n.use(Role.VALUE, sibling=n.sibling)
    if word in ("after", "before", "following") and n.unit not in _DURATIONS and n.sibling >= 0:
        return n.use(Role.EARLIER, sibling=n.sibling)
    if (
        word in ("on", "over")
        and before >= 0
        and before == n.sibling
        and s.words[before][-1:] == "%"
        and n.unit not in RATES
    ):
        # "an increase of 3.8% on the EUR 8,600 million reported for 2024"
        return n.use(Role.EARLIER, sibling=n.sibling)
    if word in _NAMING or (word == "as" and s.words[j - 1] == "such"):
        return n.use(Role.VALUE)
    if word == "worth":
        direct = n.governor is not None and before in range(*n.governor.verb)
        noun = n.subject if direct else noun_phrase_before(s, j)
        return n.use(Role.VALUE, noun, n.sibling if noun[0] == noun[1] else -1)
    if word == "of" and s.words[before - 1 : before + 1] in _COMPOUND:
        return n.use(Role.ADJUNCT)
    if word == "of":
        return _behind_of(n, before)
    if (phrasal := behind_particle(n, j)) is not None:
        return phrasal
    g = n.governor
    if word == "from" and g is not None and g.participle and g.lemma in _RANGING and -1 < n.sibling < g.verb[0]:
        # "17% had paid late, ranging from 11% in Oslo to 23% in Bergen"
        return n.use(Role.VALUE, sibling=n.sibling)
    if (gapped := _gapped(n, j)) is not None:
        return replace(n.use(Role.VALUE, (gapped[1], j - 1), n.sibling), named=gapped)
    if word in ("to", "by", "from", "at", "for"):
        found = _behind_direction(n, word, before)
        return ratio_to(n, found) if n.unit == "ratio" and found.role is Role.VALUE else found
    if word == "with":
        return _behind_with(n, j)
    if word in ("in", "on") and n.unit == "percent":
        return replace(n.use(Role.HEAD), noun=n.subject)
    if n.governor is not None and before in range(*n.governor.verb) and word in LEVELS:
        return n.use(Role.RATIO if n.unit == "ratio" else Role.VALUE, n.subject)
    noun = noun_phrase_before(s, j)
    return n.use(Role.ADJUNCT, noun if n.in_complement(noun) else n.subject)


def _gapped(n: Place, j: int) -> Span | None:
    """The name of a clause that leaves out the verb of the one before it: "Zagreb has the oldest fleet, at 24.6 years, and
    Bordeaux the youngest, at 9.8 years"; None elsewhere."""
    told = re.search(r"[,;]C?D?(A{1,4})D[NH]{1,3},$", n.s.tags[:j]) if n.s.words[j] == "at" else None
    return told.span(1) if told is not None and -1 < n.sibling < told.start(1) else None


_COMING = frozenset(["come", "be", "follow", "stand", "lie"])


def _behind_with(n: Place, j: int) -> Use:
    """Behind "with": the number of whom the words before it name, as in a ranking."""
    s, phrase = n.s, noun_phrase_before(n.s, j)
    # "has 40% of sales, ahead of Peru with 22%"
    name = (_behind_ahead(s, phrase[0]), phrase[1])
    g = n.governor
    # "Second came Falkenrath with €920 million": who comes stands right behind the verb.
    first = g.verb[1] + (g.lemma not in _COMING) if g is not None else len(s.tags)
    ranked = s.tags[slice(*name)].startswith("A") and name[0] >= first
    named = name if ranked or _goes_on_with(n, name) else (0, 0)
    if n.sibling >= 0 and s.tags[j - 1 : j] == ",":
        # "leads with 34%, followed by Norrkanal, the public broadcaster, with 26%"
        led = re.compile(r"[^#;:(VX]*?(?<=P)D?(A+)[^#;:(VX]*,$").match(s.tags[:j], n.sibling + 1)
        named = led.span(1) if led else named
    return replace(n.use(Role.VALUE, sibling=n.sibling if named[0] < named[1] else -1), named=named)


def _goes_on_with(n: Place, thing: Span) -> bool:
    """Whether a thing goes on a list whose last number stood behind "with" too: "shops with 23%, bills and rent with 16%"."""
    last = n.sibling - 1
    while last > 0 and n.s.tags[last] in "HDR":
        last -= 1
    first = n.sibling >= 0 and n.s.words[last] == "with" and n.sibling < thing[0] < thing[1]
    return first and re.fullmatch(r",?C?D?", n.s.tags[n.sibling + 1 : thing[0]]) is not None


def behind_particle(n: Place, j: int) -> Use | None:
    """The object of a verb with its particle at token j: "turns out 240,000 terminals", "bring in 28% of revenue"."""
    g = n.governor
    if g is None or j != g.verb[1] or n.s.words[j] not in PARTICLES or n.s.tags[j + 1 : n.k].strip("HRD"):
        return None
    if n.s.words[j] == "in" and g.lemma in EARNING:
        whole = whole_after(n)
        part = n.unit in RATES and whole[0] < whole[1]
        return replace(n.use(Role.SHARE, n.subject), whole=whole) if part else n.use(Role.VALUE)
    done = g.act in (Act.DO, Act.HAVE) and n.s.words[j] not in ("in", "over")
    return n.use(Role.VALUE) if done and n.unit not in RATES and _counted(n) else None


def _behind_of(n: Place, before: int) -> Use:
    """Behind "of": "a deficit of 31 million", "an increase of 20%", "a factor of 2.11", "87 of the 312 vessels"."""
    s = n.s
    if before >= 0 and s.tags[before] == "#":
        return n.use(Role.WHOLE, sibling=before)
    if before >= 0 and s.tags[before] in "VX":
        return n.use(Role.VALUE)
    noun = noun_phrase_before(s, before + 1)
    if noun[0] == noun[1]:
        return n.use(Role.WHOLE)
    lead = s.words[noun[0] - 2 if s.tags[noun[0] - 1] == "D" else noun[0] - 1] if noun[0] > 1 else ""
    if s.words[noun[0]] in _EXTREMES and noun[1] - noun[0] == 1 and lead in ("from", "to"):
        # "from a peak of 289%"
        return _behind_direction(n, lead, noun[0] - (3 if s.tags[noun[0] - 1] == "D" else 2))
    if s.words[noun[1] - 1] in _GROUPS and _counted(n):
        return n.use(Role.ADJUNCT)
    if s.words[noun[1] - 1] in _PARTS and n.unit not in RATES:
        return n.use(Role.WHOLE)
    for head in (noun[1] - 1, _head(s, noun)):
        if s.words[head] in ("gain", "gains") and is_currency(n.unit):
            # A gain in money is booked, not a change: "a derivative gain of $60 million".
            return n.use(Role.VALUE, noun)
        if s.words[head] in CHANGE_NOUNS and (head + 1 == noun[1] or s.words[head + 1] in ("in", "of", "to")):
            return n.use(Role.CHANGE, _changed(n, noun, head), n.sibling, CHANGE_NOUNS[s.words[head]])
        if s.words[head] in RATIO_NOUNS:
            return n.use(Role.RATIO, n.subject, n.sibling if n.governor is None else -1)
    return n.use(Role.VALUE, noun)


def _counted(n: Place) -> bool:
    """Whether the number is written with the plural that it counts."""
    word = n.s.words[n.k]
    return (
        n.unit not in RATES
        and re.search(r"[a-z]{3,}(?<!million)(?<!billion)(?<!thousand)$", word) is not None
        and "/" not in n.unit
    )


def _head(s: Tagged, noun: Span) -> int:
    """The head of a phrase: the last token before its first preposition."""
    at = next((i for i in range(*noun) if s.tags[i] == "P"), noun[1])
    return max(noun[0], at - 1)


def _changed(n: Place, noun: Span, head: int) -> Span:
    """What "an increase of 20% in sales", "an increase in sales of 20%" or "a sales increase of 20%" says of sales."""
    s = n.s
    if head + 1 < noun[1] and s.tags[head + 1] == "P":
        return head + 2 + (s.tags[head + 2] == "D"), noun[1]
    if s.words[n.k + 1 : n.k + 2] in (("in",), ("to",)) and n.behind()[1:2] != "T":
        after = noun_phrase_after(s, n.k + 2)
        if after[0] < after[1]:
            return after
    return noun[0], head


def _behind_direction(n: Place, word: str, before: int) -> Use:
    """Behind "to", "by", "from", "at", "for": the result, the size or the start of a change; a level; a share."""
    if (told := _in_step(n, word, before)) is not None:
        return told
    mark = n.s.tags[before] if before >= 0 else " "
    if mark == "R":
        return _behind_particle(n, word, n.s.words[before])
    direct = n.governor is not None and before in range(*n.governor.verb)
    noun = n.subject
    if (
        not direct
        and mark == "A"
        and word == "at"
        and n.sibling >= 0
        and (ranked := _ranked(n.s, before + 1))[0] < ranked[1]
    ):
        # "with Aldera alone at 22%"
        return replace(n.use(Role.VALUE, sibling=n.sibling), named=ranked)
    if word == "at" and mark == "N" and (further := _further_at(n, before + 1))[0] < further[1]:
        return replace(n.use(Role.VALUE, sibling=n.sibling), named=further)
    paid = word == "for" and is_currency(n.unit) and n.governor is not None and n.governor.act is Act.DO and mark == "A"
    if paid:
        # "bought two blocks near Orla for €73 million"
        noun = (0, 0)
    elif not direct and mark in "NA)":
        phrase = _measured(n.s, noun_phrase_before(n.s, before + 1))
        if n.s.tags[phrase[0] - 1] == "," and n.s.words[phrase[0]] in VERBS and is_participle(n.s.words[phrase[0]]):
            # "a flat fee, lowered in May from EUR 0.19"
            phrase = noun_phrase_before(n.s, phrase[0] - 1)
        noun = phrase if n.in_complement(phrase) and not _describes_subject(n, phrase) else noun
    elif not direct and mark == "," and n.sibling < 0 and word == "at" and n.s.tags[before - 1 : before] in ("N", "A"):
        noun = noun_phrase_before(n.s, before)
    elif not direct and mark in "#,TC-" and n.sibling >= 0 and not (word == "by" and mark == "#" and n.changing):
        # "fell by 5% to 12 from 13", ", to USD 118": of the same thing as the number before.
        return n.use({"from": Role.EARLIER, "by": Role.CHANGE}.get(word, Role.VALUE), (0, 0), n.sibling, n.direction)
    if word == "at" and n.governor is not None and n.governor.act is Act.SAY and noun == n.subject:
        # "We estimated the fair values of the awards at $10 per share"
        thing = noun_phrase_after(n.s, n.governor.verb[1])
        relative = n.governor.subject[0] - 1
        if thing[0] == thing[1] and relative > 0 and n.s.words[relative] == "which":
            # "64% of the European market, which we put at EUR 148 billion"
            thing = noun_phrase_before(n.s, relative - (n.s.tags[relative - 1] == ","))
        noun = thing if thing[0] < thing[1] else noun
    return _role_behind(n, word, mark, direct, noun)


def _role_behind(n: Place, word: str, mark: str, direct: bool, noun: Span) -> Use:
    """The use of a number behind a preposition of direction, for the noun that it measures; `direct` is behind its verb."""
    if word == "by" and n.unit == "percent" and _is_named_by(n):
        # "Long queues were named by 31%, the taste by 19%"
        joined = n.s.tags.find("C", n.sibling, noun[1])
        noun = (joined + 1, noun[1]) if noun[0] <= joined and n.s.words[n.sibling + 1] == "of" else noun
        return n.use(Role.VALUE, n.subject) if direct else replace(n.use(Role.VALUE, sibling=n.sibling), named=noun)
    if word == "for" and n.governor is not None and n.governor.act is Act.SHARE and n.unit in RATES:
        return replace(n.use(Role.SHARE, noun), whole=whole_after(n))
    if word == "for" and n.unit in _DURATIONS:
        return n.use(Role.ADJUNCT)
    if word == "by" and not n.changing and _counted(n) and not is_currency(n.unit) and n.unit not in PHYSICAL_UNITS:
        # "owed by 42.7 million borrowers"
        return n.use(Role.ADJUNCT)
    if word == "by" and n.changing and n.unit in RATES and n.governor is not None and mark == "#":
        # "cut prices on 2,000 products by 10%"
        thing = noun_phrase_after(n.s, n.governor.verb[1])
        if thing[0] < thing[1]:
            return n.use(Role.CHANGE, thing, -1, n.direction)
    if (
        word == "by"
        and n.unit in RATES
        and not n.changing
        and n.governor is not None
        and n.governor.act is not Act.SHARE
    ):
        # "surpassed the US by 2x": the subject's ratio to the object.
        return replace(n.use(Role.RATIO, n.subject), whole=noun if noun != n.subject else (0, 0))
    if word == "by" and (n.changing or n.unit in RATES):
        return n.use(Role.CHANGE, noun, -1, n.direction)
    g = n.governor
    if (
        word == "from"
        and direct
        and g is not None
        and n.sibling < g.verb[0]
        and re.search("[NO]", n.s.tags[slice(*noun)])
    ):
        # "rose to EUR 304 million, and the margin improved from 3.3%": of its own verb's subject.
        return n.use(Role.EARLIER, noun)
    if word == "from" and (n.changing or _goes_on(n) or n.sibling >= 0):
        return n.use(Role.EARLIER, noun if n.changing or _goes_on(n) else (0, 0), n.sibling)
    return n.use(Role.VALUE, noun)


def _is_named_by(n: Place) -> bool:
    """Whether those who do what a passive verb says are counted in percent."""
    g = n.governor
    return (
        g is not None
        and g.passive
        and g.act is Act.DO
        and n.sibling < n.k
        and "by" in n.s.words[g.verb[1] : g.verb[1] + 2]
    )


def _in_step(n: Place, word: str, before: int) -> Use | None:
    """A further number of the verb, whose name stands before its preposition: "output climbed by 15% and Chile's by 16%", "cut its
    losses from 29% to 24%, and Chile from 14%"; or one of another place: "ranges from $10 in Peru to $62 in Chile"."""
    if n.sibling < 0 or n.governor is None or n.governor.verb[1] > n.sibling:
        return None
    between = n.s.tags[n.sibling + 1 : before + 1]
    if word == "to" and n.s.words[n.sibling - 1 : n.sibling] != ("to",) and re.fullmatch(r"PD?A{1,4}", between):
        return n.use(Role.VALUE, (0, 0), n.sibling)
    begun = n.s.tags[: n.sibling - 1] if word == "to" and n.s.words[n.sibling - 1 : n.sibling] == ("from",) else ""
    if not between and (own := re.search(r"#(?:PD?[NA]*T)?(?:,C?|C)D?(?P<name>A{1,4})'?$", begun)):
        # "and Chile from 14% to 11%"
        return replace(n.use(Role.VALUE, (0, 0), n.sibling), named=own.span("name"))
    noun = re.fullmatch(r",?CD?(?P<noun>N{1,3})", between)
    if word == "from" and noun is not None and n.changing and "N" in n.s.tags[slice(*n.subject)]:
        # "exports grew from 4 tonnes to 6 tonnes, and imports from 2 tonnes"
        return n.use(Role.EARLIER, (n.sibling + 1 + noun.start("noun"), n.sibling + 1 + noun.end("noun")))
    named = re.fullmatch(r"(?:PD?[NA]*T)?(?:,C?|C)D?(?P<name>A{1,4})'?", between)
    if named is None or word not in ("to", "by", "from"):
        return None
    role = {"from": Role.EARLIER, "by": Role.CHANGE}.get(word, Role.VALUE)
    first, last = (n.sibling + 1 + at for at in named.span("name"))
    direction = n.direction if role is Role.CHANGE else ""
    return replace(n.use(role, (0, 0), n.sibling, direction), named=(first, last))


def _further_at(n: Place, end: int) -> Span:
    """The thing that a list goes on to: "puts Chile at 14 million litres and the rest of the world at 5 million"."""
    s, before = n.s, n.sibling - 1
    while before > 0 and s.tags[before] in "HDR":
        before -= 1
    noun = noun_phrase_before(s, end)
    listed = n.sibling >= 0 and re.fullmatch(r",?C?D?", s.tags[n.sibling + 1 : noun[0]]) is not None
    return noun if listed and noun[0] > n.sibling + 1 and s.words[before] == "at" else (end, end)


def _behind_ahead(s: Tagged, first: int) -> int:
    """The token behind "ahead of" and its article: "ahead of the Netherlands"; `first` itself where other words stand there."""
    if s.words[first : first + 2] != ("ahead", "of"):
        return first
    return first + 2 + (s.tags[first + 2] == "D")


def _ranked(s: Tagged, end: int) -> Span:
    """The name before token `end` that a number follows as another's: "with Aldera alone at 22%", "ahead of Spain at 13%"."""
    first, last = noun_phrase_before(s, end)
    if (named := _behind_ahead(s, first)) > first:
        return named, last
    return (first, last) if s.words[first - 1] in ("with", "behind", "then", "by") else (last, last)


def _describes_subject(n: Place, phrase: Span) -> bool:
    """Whether a phrase is an adjective said of the subject: "remained stable at 794 million", "was slowest at 4.2 hours"."""
    g = n.governor
    return (
        g is not None
        and g.act is Act.STATE
        and phrase[0] == g.verb[1]
        and phrase[1] - phrase[0] == 1
        and not n.s.words[phrase[0]].endswith("s")
    )


def _measured(s: Tagged, phrase: Span) -> Span:
    """The measure inside "the reduction in the tax rate" (from 35% to 21%)."""
    head = _head(s, phrase) if phrase[0] < phrase[1] else -1
    if head < 0 or s.words[head] not in CHANGE_NOUNS or head + 1 >= phrase[1]:
        return phrase
    first = head + 2
    while first < phrase[1] and s.tags[first] == "D":
        first += 1
    return first, phrase[1]


def _goes_on(n: Place) -> bool:
    """Whether "to" another number follows: "from 41 days to 29 days"."""
    return re.match(r"T?PH*[DN]?#", n.behind()) is not None and "to" in n.s.words[n.k + 1 : n.k + 4]


def _behind_particle(n: Place, word: str, particle: str) -> Use:
    """ "up from", "down by", "up to": the start, the size or the result of a change."""
    if word == "from":
        return n.use(Role.EARLIER, sibling=n.sibling)
    if word == "by":
        return n.use(Role.CHANGE, n.subject, n.sibling, "growth" if particle == "up" else "decline")
    return n.use(Role.VALUE, n.subject, n.sibling)

"""A question that leans on the ones before it → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reportqa.answering.understanding.fragment import (
    MORE,
    PRONOUN,
    preposition_before,
    replaced,
    rest_of_fragment,
    with_article,
)
from reportqa.answering.understanding.mentions import names_of
from reportqa.answering.understanding.nounphrase import noun_phrase
from reportqa.answering.vocabulary import Vocabulary
from reportqa.answering.words import STOP_WORDS, stems, tokens
from reportqa.figures import periods
from reportqa.figures.names import country_of

__all__ = ["grounded", "resolve"]

_ANAPHOR = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|he|she|there|the same|the former|the latter)\b", re.I
)
_THE_TWO = re.compile(r"\b(?:the two|both of them|both|them|these two|those two|each other)\b", re.I)
_SUBJECT = re.compile(
    r"(?<=\bdid )(?:it|they|he|she)\b|(?<=\bdoes )(?:it|he|she)\b|(?<=\bdo )they\b|(?<=\bhas )(?:it|he|she)\b|(?<=\bhave )they\b|(?<=\bhad )(?:it|they)\b|(?<=\bwill )(?:it|they)\b",
    re.I,
)
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.I)
_AT_END = re.compile(r"\b(?:is|was|are|were|would be|makes?) (?:that|this|it|those|these)\b\s*\W*$", re.I)
_COUNTED = re.compile(r"how many (.+?) (?:do|does|did|has|have|had|are|were|is|was|will)\b", re.I)
_COUNTED_DOING = re.compile(
    r"how many (.+?) (?:do|does|did|has|have|had|are|were|is|was|will|work|came|went|took|[a-z]+ed)\b", re.I
)
_COUNTS_BARE = re.compile(r"(?:and |so |but )?how many ((?:do|does|did|has|have|had|will) .+)$", re.I)
_OF_THEM = re.compile(
    r"(?:and |so |but )?how many (?:of (?:them|those|these) )?((?:are|were|is|was|will|work(?:ed)?) .+)$", re.I
)
_WHO = re.compile(r"^\s*(?:who|where|when|which|whose|what)\b", re.I)
_INTERVAL = r"(?:minute|hour|day|week|month|quarter|year)"
# "And per year?", "how much is that a day?": only another interval is asked for.
_PER_ONLY = re.compile(
    rf"^(?:and |so |but |or )?(?:(?:how (?:much|many)|what) (?:is|are|was|were|would|does) (?:that|it|this|those|they)(?: (?:be|make|come to|amount to))?|how (?:much|many)|what about|how about)?\s*(?:(?:in|for) )?((?:per|a|each|every|one) {_INTERVAL})\W*$",
    re.I,
)
_COUNTED_BY = re.compile(rf"\s*\b(?:(?:per|a|each|every|in a|in one|and) {_INTERVAL}|every {_INTERVAL})\b(?! (?:ago|earlier|before|later|from))", re.I)  # fmt: skip
_COUNTED_LY = re.compile(r"\b(?:hourly|daily|weekly|monthly|quarterly|yearly|annual)\s+", re.I)
_SAME_TIME = re.compile(r"\b(?:in |during |for |at )?(?:that|the same) (?:year|quarter|month|week|period|time)\b", re.I)
_YEAR_AFTER = re.compile(r"\b(?:the (?:year after|following year|next year)|(?:a|one) year later)\b", re.I)
_THE_ONE = re.compile(r"\bthe ([a-z]+) ones?\b", re.I)
_COMPARED = re.compile(
    r"\bwhich (?:of (?:the two|them|these|those|both) |one )?(?:is|was|are|were) (?:the )?(?P<adjective>[a-z]+er|more|less)\b",
    re.I,
)
_FIRST = re.compile(r"\bthe (?:first|former|earlier)(?: one)?\b", re.I)
_SECOND = re.compile(r"\bthe (?:second|latter|later|last|other)(?: one)?\b", re.I)
_CHANGE_IS = re.compile(
    r"\bwhat (?:percentage |per ?cent |relative )?(drop|fall|decline|decrease|rise|increase|growth|change|gain)(?: in per ?cent)? (?:is|was|does) (?:that|this|it)\b",
    re.I,
)
_WHO_BEFORE = re.compile(r"^(?:and |so )?(?:(?:in|at|for|by|of) )?(?:who|whose|which|what (?:company|country|city|firm|brand|operator|region|person|is the (?:name|largest|biggest|leading)))\b", re.I)  # fmt: skip
_THAT_ONE = re.compile(r"\b(?:that|this|the same) (?:one|company|country|city|firm|brand|operator|region|person|place|market)\b|\b(?:it|they|them|he|she|him)\b", re.I)  # fmt: skip
_WHY = re.compile(r"^\s*(?:and |but |so )?(?:why|how come|for what reason)(?: (?:is|was|did|has) (?:that|it|this)(?: so| the case| happen(?:ed)?)?| so)?\W*$", re.I)  # fmt: skip
_HAPPENED = re.compile(
    r"^(?:(?:and |so )?(?:by )?(?:how (?:much|fast|far|strongly|quickly)|what percentage) )?(did|does|do|has|have) (.+)$",
    re.I,
)
# "By how much does that exceed …": the pronoun is what was asked for before, whatever else the question says.
_THAT_EXCEEDS = re.compile(
    r"\b(?:does|do|did|is|was) (?:that|this|it) (?:exceed|surpass|beat|outstrip|top|trail|differ|compare|fall short|above|below|ahead|behind|more|less|higher|lower|larger|smaller)\b",
    re.I,
)
# A question put again of whoever it was put before: "What do they pay …", "How much does it use …".
_ASKS_AGAIN = re.compile(
    r"^(?:and |so |but )?(?:what|how (?:much|many)) (?:do|does|did|will|would|has|have|had|is|are|was|were) (?:they|it|he|she)\b"
    r"|^(?:and|but) (?:what|how (?:much|many)) (?:do|does|did)\b",
    re.I,
)
_BETWEEN = re.compile(r"\b(?:difference|gap|ratio|spread|distance)\b", re.I)


def resolve(question: str, history: Sequence[str], words: Vocabulary, told: Callable[[str], str] | None = None) -> str:
    """The standalone form of the last question of a chat; the question itself where it already stands alone.

    `told` gives the name that answers an earlier question, "" where none does: "it" may be that name.
    """
    standing: list[str] = []
    for asked in history:
        standing.append(_stand_alone(asked, standing, words, told))
    return _stand_alone(question, standing, words, told)


def grounded(question: str, background: str, words: Vocabulary) -> str:
    """A question with the names and the period of the sentences told before it, where it has none of its own.

    "I am writing about China. How many tokens does it use?" → "How many tokens does China use?"
    """
    text, told = question.rstrip(" ?.!"), names_of(background, words)
    if told and not names_of(question, words):
        name = " and ".join(dict.fromkeys(with_article(n) for n, _, _ in told))
        if _SUBJECT.search(text):
            text = _SUBJECT.sub(name, text, count=1)
        elif _POSSESSIVE.search(text):
            text = _POSSESSIVE.sub(f"{name}'s", text, count=1)
        elif re.search(r"\bthere\s*$", text, re.I):
            text = re.sub(r"\bthere\s*$", f"in {name}", text, flags=re.I)
        else:
            text = f"{text} for {name}"
    whens = periods.find(background, None)
    if whens and not periods.find(question, None):
        _, start, end = whens[-1]
        when = background[start - preposition_before(background, start) : end]
        text = f"{text} {re.sub(r'^(?:(?:at|for) )?(?=(?:19|20)[0-9][0-9]$)', 'in ', when)}"
    return f"{text}?" if text != question.rstrip(" ?.!") else question


def _stand_alone(
    question: str, before: Sequence[str], words: Vocabulary, told: Callable[[str], str] | None = None
) -> str:
    question = " ".join(question.split())
    if not before:
        return question
    base = before[-1]
    question = _dated_alike(question, base)
    if match := _PER_ONLY.match(question):
        return _by_interval(base, match[1])
    if (counted := _counted_before(question, before, words)) is not None:
        return counted
    if (more := _more_than(question, base, words)) is not None:
        return more
    if (pair := _of_two(question, before, words)) is not None:
        return pair
    if (one := _other_one(question, base)) is not None:
        return one
    if (why := _why(question, base)) is not None:
        return why
    if (rest := rest_of_fragment(question, words)) is not None:
        return replaced(rest, base, words)
    if (rest := _repeated(question, base, words)) is not None:
        past = re.match(r"(?:and |so |but )?(?:what|how (?:much|many)) (?:did|was|were)\b", question, re.I)
        return replaced(rest, re.sub(r"\b(?:do|does)\b", "did", base, count=1) if past else base, words)
    question = _without_and(question)
    names = names_of(base, words)
    if told and _WHO_BEFORE.match(base) and _meant(question) and not names_of(question, words) and (name := told(base)):
        return _named(question, name)
    if not names_of(question, words) and names and (led := _about(question, base, names, words)) is not None:
        return led
    # "What share of the total is that?" leans on what went before, however much it says itself.
    leans = _AT_END.search(question) or _THAT_EXCEEDS.search(question) or not _own_noun(question, words)
    if PRONOUN.search(question) and leans:
        meant = noun_phrase(base)
        if re.search(r"\b(?:they|them)\b", question, re.I):
            # Those who were counted, not their number, do what is asked about.
            meant = meant.removeprefix("the number of ")
        return PRONOUN.sub(meant, question, count=1)
    return question


def _counted_before(question: str, before: Sequence[str], words: Vocabulary) -> str | None:
    """A question how many of something that only an earlier one names: "And how many does Lien have?", "How many of them were
    there in 2024?"; None for others."""
    counts = next(((m[1], asked) for asked in reversed(before) if (m := _COUNTED_DOING.match(asked))), None)
    if counts is None:
        return None
    thing, base = counts
    if bare := _COUNTS_BARE.match(question):
        return f"How many {thing} {bare[1]}"
    if them := _OF_THEM.match(question):
        rest = re.sub(r"^(?:(?:are|were|is|was|will) (?:there|they)|there (?:are|were))\s*", "", them[1], flags=re.I)
        if rest != them[1] and (whens := rest_of_fragment(f"And {rest}", words)):
            return replaced(whens, base, words)
        return f"How many of the {noun_phrase(base).removeprefix('the number of ')} {them[1]}"
    return None


def _repeated(question: str, base: str, words: Vocabulary) -> str | None:
    """The names and the period of a question that says no more than the one before, with a pronoun: "What do they pay in
    Peru?" after "How much do Chile's growers pay for a tonne?"; None for other questions."""
    names, whens = names_of(question, words), periods.find(question, None)
    spans = [*((s, e) for _, s, e in names), *((s, e) for _, s, e in whens)]
    if not _ASKS_AGAIN.match(question) or not spans or not names_of(base, words):
        return None
    if len(names) > 1 or re.search(r"\b(?:than|compared?|differ\w*)\b", question, re.I):
        return None
    plain = question
    for start, end in spans:
        plain = f"{plain[:start]}{' ' * (end - start)}{plain[end:]}"
    said = stems(plain)
    if not said or not said <= stems(base):
        return None
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    before = re.search(r"\b(?:in|at|by|for|from|of|during)\s+(?:the\s+)?$", question[:start], re.I)
    return question[before.start() if before else start : end]


def _without_and(question: str) -> str:
    """A question without the word that only ties it to the one before: "And who is …" → "Who is …"."""
    bare = re.sub(r"^(?:and|so|but|then|ok(?:ay)?|now|also)\b[\s,]+(?=(?:by |in |on |for )?(?:how|what|which|who|whose|when|where|why|is|are|was|were|did|does|do|has|have)\b)", "", question, flags=re.I)  # fmt: skip
    return bare[:1].upper() + bare[1:] if bare != question else question


def _why(question: str, base: str) -> str | None:
    """ "Why is that?" after a question what happened: the base asked for its reason; None for other questions."""
    moved = _HAPPENED.match(base)
    if not _WHY.match(question) or moved is None:
        return None
    return f"Why {moved[1].lower()} {moved[2].rstrip(' ?.!')}?"


def _meant(question: str) -> bool:
    """Whether a question has a pronoun that may stand for someone."""
    return bool(_SUBJECT.search(question) or _POSSESSIVE.search(question) or _THAT_ONE.search(question))


def _named(question: str, name: str) -> str:
    """A question with a name in place of its pronoun."""
    question = _without_and(question)
    if _SUBJECT.search(question):
        return _SUBJECT.sub(name, question, count=1)
    if _POSSESSIVE.search(question):
        return _POSSESSIVE.sub(f"{name}'s", question, count=1)
    return _THAT_ONE.sub(name, question, count=1)


def _about(question: str, base: str, names: Sequence[tuple[str, int, int]], words: Vocabulary) -> str | None:
    """The question with a name of the one before in place of its pronoun, None where the pronoun stands for no name."""
    article = "the " if re.search(r"\bthe $", base[: names[0][1]], re.I) else ""
    first = country_of(re.sub(r"['’]s$", "", names[0][0]))
    owner = article + first if article else with_article(first)
    if _POSSESSIVE.search(question) and not re.search(r"\b(?:difference|ratio)\b", question):
        return _POSSESSIVE.sub(f"{owner}'s", question, count=1)
    if (
        _WHO.match(question)
        and _ANAPHOR.search(question)
        and not re.search(r"\b(?:difference|ratio|share|percent)", question)
        and len([t for t in tokens(question) if t.lower() not in STOP_WORDS]) <= 4
    ):
        return PRONOUN.sub(re.sub(r"['’]s$", "", names[-1][0]), question, count=1)
    if _SUBJECT.search(question) and _own_noun(question, words):
        return _SUBJECT.sub(owner, question, count=1)
    return None


def _dated_alike(question: str, base: str) -> str:
    """ "In that year" as the period of the question before; "the year after" as the year behind its year."""
    whens = periods.find(base, None)
    if not whens:
        return question
    _, start, end = whens[-1]
    told = base[start - preposition_before(base, start) : end]
    if _YEAR_AFTER.search(question) and re.search(r"\b(?:19|20)\d\d\b", told):
        later = re.sub(r"\b(?:19|20)\d\d\b", lambda m: str(int(m[0]) + 1), told)
        later = re.sub(r"(?<=/)\d\d\b", lambda m: f"{(int(m[0]) + 1) % 100:02}", later)
        return _YEAR_AFTER.sub(later, question)
    return _SAME_TIME.sub(told, question) if not periods.find(question, None) else question


def _by_interval(base: str, interval: str) -> str:
    """The base question counted by another interval: "… use in a week?" → "… use per year?"."""
    out = _COUNTED_LY.sub("", _COUNTED_BY.sub("", base.rstrip(" ?.!"))).strip()
    return f"{out} per {interval.split()[-1]}?"


def _more_than(question: str, base: str, words: Vocabulary) -> str | None:
    """ "How many more does China have?" after a count for the US: the counted noun and the other name are put in."""
    found, counted = MORE.search(question), _COUNTED.match(base)
    names, others = names_of(question, words), names_of(base, words)
    if not found or not counted or len(names) != 1 or not others or " than " in question or _own_noun(question, words):
        return None
    rest = question[found.end() :].rstrip(" ?")
    whens = periods.find(base, None)
    when = ""
    if whens and not periods.find(question, None):
        _, start, end = whens[-1]
        when = f" {base[start - preposition_before(base, start) : end]}"
    return f"{_without_and(question[: found.end()])} {counted[1]}{rest} than {with_article(others[0][0])}{when}?"


def _of_two(question: str, before: Sequence[str], words: Vocabulary) -> str | None:
    """A question about the two things asked for before: two names of the last question, or what the last two asked for.

    None where the question is about no two things, or says itself what they are.
    """
    if names_of(question, words) or periods.find(question, None):
        return None
    compared, two = _COMPARED.search(question), _THE_TWO.search(question)
    first, second = _FIRST.search(question), _SECOND.search(question)
    asks_more = MORE.search(question) and " than " not in question and len(before) >= 2
    between = _BETWEEN.search(question) and not PRONOUN.search(question)
    if len(before) >= 2 and (change := _CHANGE_IS.search(question)):
        return _changed(change[1], noun_phrase(before[-2]), noun_phrase(before[-1]))
    if not (compared or two or between or asks_more or first or second) or _own_noun(question, words):
        return None
    named = names_of(before[-1], words)
    if len(named) >= 2 and not asks_more:
        return _named_two(question, before[-1], named) if two or compared or between else None
    if len(before) < 2:
        return None
    a, b = noun_phrase(before[-2]), noun_phrase(before[-1])
    if compared:
        return f"Which is {compared['adjective']}, {a} or {b}?"
    if two:
        return _THE_TWO.sub(f"{a} and {b}", question, count=1)
    if between:
        return f"{question.rstrip(' ?.!')} between {b} and {a}?"
    if first or second:
        one, other = (first, b) if first else (second, a)
        assert one is not None
        told = f"{question[: one.start()]}{a if first else b}{question[one.end() :]}".rstrip(" ?.!")
        return f"{told}?" if " than " in told or not re.search(r"(?:er|more|less)\b", told) else f"{told} than {other}?"
    return f"What is the difference between {b} and {a}?" if a != b and _alike(a, b) else None


def _changed(noun: str, a: str, b: str) -> str | None:
    """The percentage drop, say, from what was asked for first to what was asked for then; None where they are not alike."""
    if a == b or not _alike(a, b):
        return None
    dated = [periods.find(phrase, None) for phrase in (a, b)]
    if all(len(d) == 1 for d in dated):
        (_, s, e), (_, t, f) = dated[0][0], dated[1][0]
        plain = f"{a[: s - preposition_before(a, s)]}{a[e:]}".strip()
        if plain == f"{b[: t - preposition_before(b, t)]}{b[f:]}".strip():
            return f"What is the percentage {noun} in {plain} between {a[s:e]} and {b[t:f]}?"
    return f"What is the percentage {noun} between {a} and {b}?"


def _named_two(question: str, base: str, named: Sequence[tuple[str, int, int]]) -> str:
    pair = f"{named[0][0]} and {named[1][0]}"
    told = (
        _THE_TWO.sub(pair, question, count=1)
        if _THE_TWO.search(question)
        else f"{question.rstrip(' ?')} between {pair}"
    )
    return f"{told.rstrip(' ?')}, in {noun_phrase(base)}?"


def _alike(a: str, b: str) -> bool:
    """Whether two phrases measure the same thing: most of their words are the same."""
    first, second = ({t.lower() for t in tokens(p)} for p in (a, b))
    return len(first & second) >= 0.5 * min(len(first), len(second))


def _other_one(question: str, base: str) -> str | None:
    """ "How much is the final one?" after "the interim dividend": the base with the other adjective; None for other questions."""
    wanted = _THE_ONE.search(question)
    if wanted is None or re.search(rf"\bthe {wanted[1]}\b", base, re.I):
        return None
    noun = re.search(r"\bthe ([a-z-]+) [a-z]+(?= (?:for|in|of|at|by|on|from|during|cost|have|was|is)\b|\W*$)", base)
    return f"{base[: noun.start(1)]}{wanted[1]}{base[noun.end(1) :]}" if noun else None


def _own_noun(question: str, words: Vocabulary) -> bool:
    """Whether a question with a pronoun still says by itself what it measures: then it needs no help."""
    forms = re.compile(
        r"^(?:per|day|days|week|month|year|times|more|less|than|larger|smaller|bigger|higher|lower|cheaper|dearer|percent\w*|difference|gap|ratio|compared|convert\w*|tokens?|double|half|grow\w*|earlier|ago|before|average|two|first|second|former|latter|last|points?|lies?|separates?|apart)$"
    )
    spans = [(s, e) for _, s, e in names_of(question, words)]
    content = [
        m.group().lower() for m in re.finditer(r"[A-Za-z']+", question) if not any(s <= m.start() < e for s, e in spans)
    ]
    return len([w for w in content if w not in STOP_WORDS and not forms.match(w)]) >= 2

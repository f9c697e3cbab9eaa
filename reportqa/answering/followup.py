"""A question that leans on the ones before it → a question that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportqa.answering.vocabulary import Vocabulary
from reportqa.answering.words import STOP_WORDS, tokens
from reportqa.figures import periods
from reportqa.figures.names import canonical_name, find_names

__all__ = ["grounded", "names_of", "resolve"]

_OPENING = re.compile(
    r"^\s*(?:and|what about|how about|or|but|also|then|ok(?:ay)?|so|now)\b[\s,]*(?:what about|how about|for|in|the(?!\s+(?:year|quarter|month|week|day|previous|same|first|second|third|fourth|end|start)\b))?\s*",
    re.I,
)
_ANAPHOR = re.compile(
    r"\b(?:it|its|that|this|they|them|their|those|these|he|she|there|the same|the former|the latter)\b", re.I
)
_THE_TWO = re.compile(r"\b(?:the two|both of them|both|them|these two|those two|each other)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:that|this|it|they|those|these)\b(?!\s+(?:[a-z]+s|year|month|week|quarter|day|many|much)\b)", re.I
)
_SUBJECT = re.compile(
    r"(?<=\bdid )(?:it|they|he|she)\b|(?<=\bdoes )(?:it|he|she)\b|(?<=\bdo )they\b|(?<=\bhas )(?:it|he|she)\b|(?<=\bhave )they\b|(?<=\bhad )(?:it|they)\b",
    re.I,
)
# Words that ask about a time to come and say nothing of what is measured: "What is expected by mid-2026?".
_EXPECTING = frozenset(
    [
        "expected",
        "expect",
        "forecast",
        "forecasted",
        "projected",
        "predicted",
        "planned",
        "likely",
        "happen",
        "happened",
    ]
)
_AT_END = re.compile(r"\b(?:is|was|are|were|would be|makes?) (?:that|this|it|those|these)\b\s*\W*$", re.I)
_MORE = re.compile(r"\bhow (?:many|much) (?:more|fewer|less)\b", re.I)
_COUNTED = re.compile(r"how many (.+?) (?:do|does|did|has|have|had|are|were|is|was|will)\b", re.I)
_WHO = re.compile(r"^\s*(?:who|where|when|which|whose|what)\b", re.I)


def names_of(question: str, words: Vocabulary) -> list[tuple[str, int, int]]:
    """The names in a question with their spans, in order.

    Phrases that the corpus uses as subjects count however they are written ("china vs us", "other regions"), the longest
    first; then capitalised words, as in any text, but for those that the corpus writes in lower case too.
    """
    dated = [(s, e) for _, s, e in periods.find(question, None)]
    written = [_without_opening(n, words) for n in find_names(question, 0, len(question), words.lexicon)]
    found = _known_names(question, words)
    # "World Cup" is not the world: a known word inside a longer name that the corpus does not hold is not meant.
    longer = [n for n in written if " " in n[0] and canonical_name(n[0]) not in words.names and "'" not in n[0]]
    found = [f for f in found if not any(s <= f[1] and f[2] <= e and f[2] - f[1] < e - s for _, s, e in longer)]
    for name, start, end in written:
        inside = any(s < end and start < e for _, s, e in found)
        if name and not inside and not _is_plain(name, question, end, words):
            found.append((name, start, end))
    return sorted((n for n in found if not any(s < n[2] and n[1] < e for s, e in dated)), key=lambda n: n[1])


def _without_opening(name: tuple[str, int, int], words: Vocabulary) -> tuple[str, int, int]:
    """A name without the ordinary word that opens its sentence: "Compare China" is China."""
    text, start, end = name
    first, _, rest = text.partition(" ")
    if start == 0 and words.is_word(first.lower()) and canonical_name(first) not in words.names:
        return rest, start + len(first) + bool(rest), end
    return name


def _is_plain(name: str, question: str, end: int, words: Vocabulary) -> bool:
    """Whether a capitalised word is an ordinary one: written small elsewhere, or an acronym that describes a noun."""
    if all(part.lower() in words.plain or part.lower() in STOP_WORDS for part in name.split()):
        return True
    acronym = name.isupper() and len(name) <= 4 and canonical_name(name) not in words.owners
    return acronym and canonical_name(name) in words.names


def _known_names(question: str, words: Vocabulary) -> list[tuple[str, int, int]]:
    """Runs of up to five words that are subjects or names of the corpus, longest first."""
    spans = [m.span() for m in re.finditer(r"[\w&.-]*\w", question)]
    found: list[tuple[str, int, int]] = []
    for size in range(min(5, len(spans)), 0, -1):
        for i in range(len(spans) - size + 1):
            start, end = spans[i][0], spans[i + size - 1][1]
            phrase = question[start:end]
            if any(s < end and start < e for _, s, e in found) or not _is_name_here(phrase, question, start, words):
                continue
            found.append((phrase, start, end))
    return found


def _is_name_here(phrase: str, question: str, start: int, words: Vocabulary) -> bool:
    known, low = canonical_name(phrase), phrase.lower()
    if " " in phrase:
        everyone_else = known in words.owners and known.startswith(("other ", "rest ", "remaining "))
        return (known in words.proper or everyone_else) and not low.startswith(("the ", "a "))
    if low in STOP_WORDS or (low == "us" and phrase != "US" and _is_pronoun(question, start)):
        return False
    if known not in words.names or (low in words.plain and known == low):
        return False
    if phrase == low and known not in words.proper and (known not in words.owners or words.is_word(low)):
        return False
    # A bare acronym is a name only where the corpus counts something for it.
    return known in words.owners or not (phrase.isupper() and len(phrase) <= 4)


def _is_pronoun(question: str, at: int) -> bool:
    """Whether a lower-case "us" is the pronoun: after a verb or preposition that takes a person."""
    return bool(re.search(r"\b(?:tell|give|show|let|help|for|to|of|with|teach|remind)\s+$", question[:at], re.I))


def resolve(question: str, history: Sequence[str], words: Vocabulary) -> str:
    """The standalone form of the last question of a chat; the question itself where it already stands alone."""
    standing: list[str] = []
    for asked in history:
        standing.append(_stand_alone(asked, standing, words))
    return _stand_alone(question, standing, words)


def _stand_alone(question: str, before: Sequence[str], words: Vocabulary) -> str:
    question = " ".join(question.split())
    if not before:
        return question
    base = before[-1]
    if (more := _more_than(question, base, words)) is not None:
        return more
    if _THE_TWO.search(question) and not names_of(question, words):
        return _two(question, before, words)
    if _is_fragment(question, words):
        return _replaced(question, base, words)
    if (
        _WHO.match(question)
        and _ANAPHOR.search(question)
        and not re.search(r"\b(?:difference|ratio|share|percent)", question)
    ):
        names = names_of(base, words)
        if names and len([t for t in tokens(question) if t.lower() not in STOP_WORDS]) <= 4:
            return _PRONOUN.sub(names[-1][0], question, count=1)
    if (
        _SUBJECT.search(question)
        and _own_noun(question, words)
        and not names_of(question, words)
        and (owners := names_of(base, words))
    ):
        return _SUBJECT.sub(owners[0][0], question, count=1)
    # "What share of the total is that?" leans on what went before, however much it says itself.
    if _PRONOUN.search(question) and (_AT_END.search(question) or not _own_noun(question, words)):
        return _PRONOUN.sub(_noun_phrase(base), question, count=1)
    return question


def _more_than(question: str, base: str, words: Vocabulary) -> str | None:
    """ "How many more does China have?" after a count for the US: the counted noun and the other name are put in."""
    found, counted = _MORE.search(question), _COUNTED.match(base)
    names, others = names_of(question, words), names_of(base, words)
    if not found or not counted or len(names) != 1 or not others or " than " in question or _own_noun(question, words):
        return None
    other = f"{'the ' if canonical_name(others[0][0]) == 'us' else ''}{others[0][0]}"
    return f"{question[: found.end()]} {counted[1]}{question[found.end() :].rstrip(' ?')} than {other}?"


def _own_noun(question: str, words: Vocabulary) -> bool:
    """Whether a question with a pronoun still says by itself what it measures: then it needs no help."""
    forms = re.compile(
        r"^(?:per|day|days|week|month|year|times|more|less|than|larger|smaller|higher|lower|percent\w*|difference|ratio|compared|convert\w*|tokens?|double|half|grow\w*|earlier|ago|before|average)$"
    )
    spans = [(s, e) for _, s, e in names_of(question, words)]
    content = [
        m.group().lower() for m in re.finditer(r"[A-Za-z']+", question) if not any(s <= m.start() < e for s, e in spans)
    ]
    return len([w for w in content if w not in STOP_WORDS and not forms.match(w)]) >= 2


def _is_fragment(question: str, words: Vocabulary) -> bool:
    """Whether a question only names another subject, period or unit: "And the US?", "by late 2025?", "per day?"."""
    rest = _OPENING.sub("", question)
    spans = [(s, e) for _, s, e in names_of(rest, words)] + [(s, e) for _, s, e in periods.find(rest, None)]
    content = [
        m.group().lower() for m in re.finditer(r"[A-Za-z']+", rest) if not any(s <= m.start() < e for s, e in spans)
    ]
    verbs = [w for w in content if w not in STOP_WORDS]
    asks = re.match(r"\s*(?:how|who|why|when|where|which|what)\b", rest, re.I)
    if asks and periods.find(rest, None) and not [w for w in verbs if w not in _EXPECTING]:
        return True
    return not asks and (len(verbs) <= 2 if _OPENING.match(question) else len(verbs) <= 1) and not _PRONOUN.search(rest)


def _replaced(fragment: str, base: str, words: Vocabulary) -> str:
    """The base question with the fragment's names and periods in place of its own."""
    rest = _OPENING.sub("", fragment).strip(" ?.!")
    out = base.rstrip(" ?.!")
    names, whens = names_of(rest, words), periods.find(rest, None)
    if names:
        old = names_of(out, words)
        fresh = [n for n in old if canonical_name(n[0]) not in {canonical_name(m[0]) for m in names}]
        if fresh and len(old) >= 1:
            _, start, end = fresh[0]
            out = out[:start] + _article(out, start, names[0][0]) + out[end:]
        else:
            out = f"{out} for {names[0][0]}"
    if whens:
        dated = periods.find(out, None)
        text = rest[max(0, whens[0][1] - _preposition(rest, whens[0][1])) : whens[-1][2]]
        if dated:
            _, start, end = dated[-1]
            start -= _preposition(out, start)
            out = f"{out[:start]}{text}{out[end:]}"
        else:
            out = f"{out} {text}"
    if not names and not whens:
        out = _other_tail(out, rest)
    return " ".join(out.split()) + "?"


def _other_tail(base: str, rest: str) -> str:
    """The base with its last phrase of the same preposition replaced: "due to missing beds" + "to staff illness"."""
    word = rest.split()[0].lower() if rest else ""
    at = base.lower().rfind(f" {word} ") if word in ("to", "in", "for", "from", "of", "by", "at", "on", "with") else -1
    return f"{base[:at]} {rest}" if at > 0 and len(base[at:].split()) <= 5 else f"{base} {rest}"


def _article(text: str, at: int, name: str) -> str:
    """A country that takes an article gets one where none stands before it."""
    needs = canonical_name(name) in ("us", "uk", "netherlands") and not re.search(r"\bthe\s$", text[:at], re.I)
    return f"the {name}" if needs and at > 0 and not text[:at].rstrip().endswith(",") else name


def _preposition(text: str, at: int) -> int:
    """How many characters before `at` belong to the preposition of a period: "in ", "by the "."""
    match = re.search(r"\b(?:in|by|during|at|as of|for|since|until)\s+(?:the\s+)?$", text[:at], re.I)
    return len(match.group()) if match else 0


def _noun_phrase(question: str) -> str:
    """What a question asks for, as a noun phrase: "How many tokens does China use?" → "the number of tokens China use"."""
    plain = question.strip(" ?.!")
    match = re.match(r"how many (.+?) (?:do|does|did|has|have|had|are|were|is|was|will) (.+)$", plain, re.I)
    if match:
        return f"the number of {match[1]} {match[2]}"
    match = re.match(r"(?:what|which|who)(?:'s| is| was| are| were| will be)\s+(.+)$", plain, re.I)
    if match:
        return match[1]
    match = re.match(r"how (?:much|large|big|high|fast|long|far)\b\s*(.*)$", plain, re.I)
    if match:
        return f"how much {match[1]}"
    return plain


def _two(question: str, before: Sequence[str], words: Vocabulary) -> str:
    """ "The two" are the two names of the last question, or what the last two questions asked for."""
    last = names_of(before[-1], words)
    if len(last) >= 2:
        return (
            _THE_TWO.sub(f"{last[0][0]} and {last[1][0]}", question, count=1).rstrip(" ?")
            + f", in {_noun_phrase(before[-1])}?"
        )
    if len(before) >= 2:
        pair = f"{_noun_phrase(before[-2])} and {_noun_phrase(before[-1])}"
        return _THE_TWO.sub(pair, question, count=1)
    return question


def grounded(question: str, background: str, words: Vocabulary) -> str:
    """A question with the names and the period of the sentences told before it, where it has none of its own.

    "I am writing about China. How many tokens does it use?" → "How many tokens does China use?"
    """
    text, told = question.rstrip(" ?.!"), names_of(background, words)
    if told and not names_of(question, words):
        name = " and ".join(dict.fromkeys(n for n, _, _ in told))
        if _SUBJECT.search(text):
            text = _SUBJECT.sub(name, text, count=1)
        elif re.search(r"\bthere\s*$", text, re.I):
            text = re.sub(r"\bthere\s*$", f"in {name}", text, flags=re.I)
        else:
            text = f"{text} for {name}"
    whens = periods.find(background, None)
    if whens and not periods.find(question, None):
        _, start, end = whens[-1]
        text = f"{text} {background[start - _preposition(background, start) : end]}"
    return f"{text}?" if text != question.rstrip(" ?.!") else question

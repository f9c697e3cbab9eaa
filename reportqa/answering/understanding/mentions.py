"""The names that a question mentions, however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale

from reportqa.answering.understanding.abbreviations import ABBREVIATIONS
from reportqa.answering.vocabulary import Vocabulary
from reportqa.answering.words import STOP_WORDS
from reportqa.figures import periods
from reportqa.figures.names import COUNTRY_FORMS, canonical_name, find_names

__all__ = ["joint_owner", "names_of"]


_DOLLARS = re.compile(r"U\.?S\.?(?:\$| dollars?\b| cents?\b)", re.I)


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
    found += _foreign(question, found, words)
    found = [(_place_of(n, words), s, e) for n, s, e in found]
    found = [n for n in found if not _is_abbreviation(n[0], words)]
    found = [n for n in found if not (n[0].upper() in ("US", "U.S.") and _DOLLARS.match(question, n[1]))]
    return sorted((n for n in found if not any(s < n[2] and n[1] < e for s, e in dated)), key=lambda n: n[1])


_TOGETHER = re.compile(
    r"\b(?:the|all|both|these|those) (?:the )?(two|three|four|five|six|seven|eight) (?:countries|nations|states|regions|provinces|cities|towns|islands|markets|companies|firms|operators)\b",
    re.I,
)
# "Which of the three countries": one of them is asked for.
_APART = re.compile(r"\b(?:which|who|whose|each|one|any|either|neither|none|every|rank|compare)\b|\bamong\s*$", re.I)
_NUMBERS = {w: i for i, w in enumerate("two three four five six seven eight".split(), 2)}
_ADJECTIVE = re.compile(r"(?P<stem>[A-Z][a-z]{2,}?)(?P<ending>(?:i?an|n|ese|i)s?)")


def joint_owner(text: str, words: Vocabulary) -> tuple[str, int, int] | None:
    """The one subject of the corpus that names exactly as many as a question's "the three countries", with the question's
    span; None where there is none or more than one."""
    match = _TOGETHER.search(text)
    if match is None or _APART.search(text[: match.start()]):
        return None
    wanted = _NUMBERS[match[1].lower()]
    parts = {o: [canonical_name(p) for p in re.split(r",\s*(?:and\s+)?|\s+and\s+", o)] for o in words.owners}
    joint = {o: p for o, p in parts.items() if len(set(p)) == wanted and all(n in words.proper for n in p)}
    if len({frozenset(p) for p in joint.values()}) != 1:
        return None
    return min(joint), match.start(), match.end()


def _place_of(name: str, words: Vocabulary) -> str:
    """The place of the corpus that an adjective is made of: "Almeran" → "Almera"; the name itself where it is of none."""
    match = _ADJECTIVE.fullmatch(name)
    if match is None or name.lower() in words.words or canonical_name(name) != name.lower():
        return name
    first = match["stem"].lower()
    found = {
        p for p in (first, f"{first}a", f"{first}e", f"{first}ia", f"{first}o") if p in words.proper & words.owners
    }
    return words.names[min(found)] if len(found) == 1 else name


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
    if name.lower() in words.measures and canonical_name(name) not in words.owners:
        return True
    if _is_abbreviation(name, words):
        return True
    acronym = name.isupper() and len(name) <= 4 and canonical_name(name) not in words.owners
    return acronym and canonical_name(name) in words.names


def _is_abbreviation(name: str, words: Vocabulary) -> bool:
    """Whether a word is the short form of a measure: "RevPAR", "EBITDA", one that the corpus defines."""
    low = name.lower()
    return low in words.defined or (low in ABBREVIATIONS and (len(low) > 3 or low not in words.owners))


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
    if _is_abbreviation(phrase, words):
        return False
    if " " in phrase:
        everyone_else = known in words.owners and known.startswith(("other ", "rest ", "remaining "))
        return (known in words.proper or everyone_else) and not low.startswith(("the ", "a "))
    if phrase == "US" and _DOLLARS.match(question, start):
        return False
    if low in STOP_WORDS or (low == "us" and phrase != "US" and _is_pronoun(question, start)):
        return False
    if known not in words.names or (known == low and _is_common(low, words)):
        return False
    if phrase == low and known not in words.proper and (known not in words.owners or words.is_word(low)):
        return False
    # A bare acronym is a name only where the corpus counts something for it.
    return known in words.owners or not (phrase.isupper() and len(phrase) <= 4)


def _is_common(low: str, words: Vocabulary) -> bool:
    """Whether the corpus writes a word, or its other number, in small letters too: "museum" where it has "museums"."""
    return low in words.plain or f"{low}s" in words.plain or (low.endswith("s") and low[:-1] in words.plain)


def _is_pronoun(question: str, at: int) -> bool:
    """Whether a lower-case "us" is the pronoun: after a verb or preposition that takes a person."""
    return bool(re.search(r"\b(?:tell|give|show|let|help|for|to|of|with|teach|remind)\s+$", question[:at], re.I))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """The countries of the world in lower case, with the adjectives of some (Unicode CLDR)."""
    names = {str(n).lower() for code, n in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    return frozenset(names | set(COUNTRY_FORMS) - {"us", "world", "the world", "international", "global"})


def _foreign(question: str, found: list[tuple[str, int, int]], words: Vocabulary) -> list[tuple[str, int, int]]:
    """Countries in small letters that the corpus does not write: they are names too, so that they are refused."""
    out: list[tuple[str, int, int]] = []
    spans = [m.span() for m in re.finditer(r"[a-z]+", question)]
    for size in (2, 1):
        for i in range(len(spans) - size + 1):
            start, end = spans[i][0], spans[i + size - 1][1]
            phrase = question[start:end]
            if phrase not in _countries() or phrase in words.plain or phrase in STOP_WORDS:
                continue
            if not any(s < end and start < e for _, s, e in (*found, *out)):
                out.append((phrase, start, end))
    return out

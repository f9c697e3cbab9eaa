"""Typing errors, abbreviations and country codes of a question → the words that the corpus knows.

Only what is no word is touched: the encoder's own vocabulary tells some thirty thousand words of the language. A name
is mended only by one likely slip, so that an unknown name stays unknown and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from babel import Locale
from babel.core import get_global
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from reportqa.answering.understanding.abbreviations import ABBREVIATIONS
from reportqa.answering.vocabulary import Vocabulary
from reportqa.answering.words import STOP_WORDS, stem
from reportqa.figures.names import canonical_name, is_generic
from reportqa.figures.units import PHYSICAL, TIMES, currency

__all__ = ["mended"]

# Short forms that no rule below finds, because they are words too, keep too few letters, or stand beside a sign.
_SHORT_FORMS = tuple((re.compile(p, re.I), full) for p, full in (
    (r"\bMAUs?\b", "monthly active users"), (r"\bDAUs?\b", "daily active users"), (r"\byoy\b|\by/y\b|\by-o-y\b", "year-over-year"), (r"\bQoQ\b|\bq/q\b", "quarter-on-quarter"),
    (r"(?<=[a-z])\s?/\s?(?=(?:wks?|week|mos?|mths?|month|yrs?|year|day|hrs?|hour|quarter|qtr|seat|user|head|person)\b)", " per "),
    (r"\b1st (?=half|quarter)", "first "), (r"\b2nd (?=half|quarter)", "second "), (r"\b3rd (?=quarter)", "third "), (r"\b4th (?=quarter)", "fourth "),
    (r"\b(first|second|third|fourth) (or|and) (?:in |for )?(?:the )?(first|second|third|fourth) (half|quarter) of ((?:19|20)\d\d)\b", r"\1 \4 of \5 \2 the \3 \4 of \5"),
    (r"\bpct\b|\bpc\b", "percent"), (r"\b1k\b", "1,000"), (r"\bthousand tokens\b", "1,000 tokens"), (r"\bw/o\b", "without"), (r"\bw/(?=\s?\w)", "with "), (r"\bvs\b\.?|(?<=\w )v\.?(?= [\w$€£])", "versus"), (r"(?<=\w )n(?= \w)", "and"),
    (r"\bthis (year|quarter|month|week) and last\b(?! \1)", r"this \1 and last \1"), (r"\bmln\b", "million"), (r"\b(\d+(?:\.\d+)?)\s?(?-i:M)(?= [a-z])", r"\1 million"), (r"\b(\d+(?:\.\d+)?)\s?(?-i:B)(?= [a-z])", r"\1 billion"),
    (r"\bavg\b\.?", "average"), (r"\bwhat %", "what percentage"), (r"(?<![\d ])%(?= of\b)", "percentage"), (r"\bpax\b", "passengers"), (r"\bFTEs?\b", "full-time equivalents"), (r"\bppl\b", "people"), (r"(?<!\w)# of\b|\bno\. of\b|\bnr of\b", "number of"),
    (r"\bhrs?\b", "hours"), (r"\b1 yrs?\b", "one year"), (r"\byrs?\b", "years"), (r"\bmos?\b(?=\s*(?:$|[?,/]))|(?<=per )mo\b", "month"), (r"(?<=per )wk\b", "week"), (r"\bwks?\b", "week"), (r"\brev\b", "revenue"), (r"\bdepts?\b", "department"), (r"\bgovt\b", "government"), (r"\bintl\b", "international"),
    (r"\bop(?= (?:margin|profit|income|costs?|expenses?))", "operating"), (r"\bmax\b(?=\.? \w)", "maximum"), (r"\bmin\b(?=\.? [a-z])(?<!\d min)", "minimum"), (r"\bapprox\b\.?", "about"), (r"\bincl\b\.?", "including"), (r"\bexcl\b\.?", "excluding"), (r"\bp\.a\.", "per year"),
    (r"\bh([12])[ ’']?(\d\d)\b", r"H\1 20\2"), (r"(?<![\d.,/$€£])(2\d) (versus|to|and|over) (2\d)(?=\s*(?:$|[?.,]))", r"20\1 \2 20\3"),
    (r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\.? ['’]?(?-i:(2\d))(?=\s*(?:$|[?]|versus\b))", r"\1 20\2"), (r"\b(early|mid|late|end|end of) ['’]?(2\d)(?=\s*(?:$|[?.,]|versus\b))", r"\1 20\2"),
    (r"\b(n|l)ite(s?)\b", r"\1ight\2"), (r"\bthru\b", "through"), (r"^wen\b|(?<=by )wen\b|\bwen(?=\W*$)", "when"),
    (r"\bwhats\b|\bwat(?:s| is)\b", "what is"), (r"\bhows\b", "how is"), (r"\bwheres\b", "where is"), (r"\bwhos\b", "who is"), (r"\bwhens\b", "when is"),
))  # fmt: skip
_SEASON = re.compile(r"(?<![\d/])(\d\d)/(\d\d)(?![\d/])")
# "pears sweden 25": the number that ends a telegram is its year.
_LAST_YEAR = re.compile(r"(?<=[A-Za-z]) (2\d)(?=\s*\??$)")
_WRITTEN_OUT = re.compile(r"\b(?:19|20)\d\d\b|^\W*(?:how|what|which|who|when|where|why|is|are|was|were|do|does|did|has|have|in|by|of|list|name|compare)\b|\b(?:top|over|under|about|than|least|most|first|last|page|chapter|table|figure|part) 2\d", re.I)  # fmt: skip
_PRICE_PER = re.compile(r"(?<!\w)(usd|eur|gbp|rmb|nok|sek|dkk|\$|€|£)\s?/\s?(?=[a-z])", re.I)
_PRICED = re.compile(r"\b(?:prices?|costs?|fares?|fees?|charges?|rent|wages?|pay)\b", re.I)
# The words that questions are made of, for typing errors in them.
_ASKING = ("how", "many", "much", "does", "did", "the", "what", "which", "when", "with", "than", "was", "were", "who", "why", "where", "use", "users", "there", "have", "together")  # fmt: skip
# Words of periods and measures that any report may be asked for, whether or not it writes them.
_COMMON = tuple(
    """daily weekly monthly quarterly yearly annual annually day week month quarter year forecast projected expected estimate total overall average
    number amount quantity percent percentage share growth increase decrease decline change rate ratio revenue revenues profit income sales
    price prices cost costs expenses expenditure dividend margin market management employees staff customers users members passengers patients visitors people company group division
    country countries region regions population million billion trillion thousand minutes hours between compared difference previous current""".split()
)
_VOWELS = "aeiou"
_COVERED = 0.6
"""The share of a word's consonants that a contraction keeps at least: "fcst" four of five, "mgmt" four of six."""
_CLOSE = 0.1
_COMMONER = 0.69
"""Twice as common, as a difference of inverse document frequencies."""
_ENDINGS = ("s", "es", "d", "ed", "er", "est", "ing", "ly", "able", "ness", "less", "ful", "ish", "iest", "ier", "ies")


def mended(text: str, words: Vocabulary) -> str:
    """A question with its short forms written out, its country codes as names, and its typing errors mended.

    What is ambiguous, and what is a word of the language or of the corpus, stays as it is.
    """
    text = _SEASON.sub(_season, text)
    priced = "" if _PRICED.search(text) else "price "
    text = _PRICE_PER.sub(lambda m: f"{priced}{'in ' if priced else ''}{m[1]} per ", text)
    for pattern, full in _SHORT_FORMS:
        text = pattern.sub(full, text)
    if not _WRITTEN_OUT.search(text):
        text = _LAST_YEAR.sub(r" 20\1", text)
    shouted = text == text.upper()

    def mend(match: re.Match[str]) -> str:
        token = match.group()
        if name := _possessive(token, words) or ("" if shouted else _country(token, words)):
            return name
        if full := _initials(token, words):
            return full
        if _is_fine(token.lower(), words):
            return token
        if token == token.lower():
            word = _word(token, words)
            counted = re.search(r"(?:\d|\bmany|\bof) $", text[: match.start()])
            return f"{word}s" if word != token and counted and f"{word}s" in words.words else word
        if token[1:] != token[1:].lower():
            return token
        if match.start() == 0 and (word := _word(token.lower(), words)) != token.lower():
            return word[:1].upper() + word[1:]
        return _name(token, words) or token

    return re.sub(r"(?<![\w'’./-])[A-Za-z]{2,}(?![\w'’-])", mend, text)


def _season(match: re.Match[str]) -> str:
    """ "24/25" is the year 2024/25; "50/50" is none."""
    return f"20{match.group()}" if int(match[2]) == int(match[1]) + 1 else match.group()


def _is_fine(word: str, words: Vocabulary) -> bool:
    """Whether a lower-case token is a word of the corpus or of the language, or the short form of a unit."""
    if word in words.words or word in STOP_WORDS or words.is_word(word) or stem(word) in words.idf:
        return True
    if currency(word) or word in PHYSICAL or word in TIMES or is_generic([word.upper()]):
        return True
    return _is_formed(word, words)


def _is_formed(word: str, words: Vocabulary) -> bool:
    """Whether a word is formed from one of the language: "dearer", "pricier", "yardstick"."""
    for ending in _ENDINGS:
        base = word[: -len(ending)]
        if len(base) < 3 or not word.endswith(ending):
            continue
        forms = (base, f"{base}e", f"{base}y", base[:-1] if base[-1] == base[-2] else base)
        if any(len(f) > 3 and words.is_word(f) for f in forms):
            return True
    return any(words.is_word(word[:i]) and words.is_word(word[i:]) for i in range(4, len(word) - 3))


def _possessive(token: str, words: Vocabulary) -> str:
    """ "chinas" is China's, where the corpus knows the name and does not write the other word."""
    low = token.lower()
    known = canonical_name(low[:-1])
    if not low.endswith("s") or len(low) < 5 or low in words.words or known not in words.proper:
        return ""
    if canonical_name(low) in words.proper or (known != low[:-1] and len(known) > 3):
        return ""
    return f"{words.names[known] if known == low[:-1] else token[:1].upper() + token[1:-1]}'s"


@lru_cache(maxsize=1)
def _territories() -> dict[str, str]:
    """The country of every two- and three-letter code (ISO 3166), in capitals, from the Unicode CLDR."""
    names = Locale("en").territories
    two = {code: str(name) for code, name in names.items() if len(code) == 2 and code.isalpha()}
    aliases = get_global("territory_aliases")
    return two | {c: two[to[0]] for c, to in aliases.items() if c.isalpha() and len(c) <= 3 and to[0] in two}


def _country(token: str, words: Vocabulary) -> str:
    """The country that a code names where the corpus knows that country and does not write the code; "" else."""
    if len(token) > 3 or token not in (token.upper(), token.lower()):
        return ""
    low = token.lower()
    if low in STOP_WORDS or low in words.words or canonical_name(low) in words.names:
        return ""
    if currency(low) or low in PHYSICAL or low in TIMES:
        return ""
    known = canonical_name(_territories().get(token.upper(), ""))
    return words.names[known] if known in words.proper or known in words.owners & words.names.keys() else ""


def _initials(token: str, words: Vocabulary) -> str:
    """The measure or the name that initials stand for, where the corpus writes it and not the initials; "" for other words."""
    low = token.lower()
    if low in words.words or len(low) < 2 or low in STOP_WORDS:
        return ""
    if len(low) < 4 and words.is_word(low) and token != token.upper():
        return ""
    full = ABBREVIATIONS.get(low) or ABBREVIATIONS.get(_nearest_of(low)) or ""
    if full and (any(w.lower() in words.words for w in full.split() if len(w) > 3) or len(low) > 3):
        return full
    if len(low) < 3 or words.is_word(low):
        return ""
    if low in words.defined:
        return words.defined[low]
    named = {
        words.names[n] for n in words.proper if len(n.split()) == len(low) and "".join(p[0] for p in n.split()) == low
    }
    return named.pop() if len(named) == 1 else ""


def _nearest_of(low: str) -> str:
    """The short form of four letters or more that a token misses by one letter: "capx" is capex."""
    near = [a for a in ABBREVIATIONS if len(a) > 4 and a[0] == low[:1] and _is_slip(low, a)]
    return near[0] if len(low) > 3 and len(near) == 1 else ""


def _word(word: str, words: Vocabulary) -> str:
    """A lower-case token that is no word → the word that was meant: a question word, the nearest word, a written-out one."""
    if len(word) <= 8:
        asking = [w for w in _ASKING if w[0] == word[0] and _is_slip(word, w)]
        if len(asking) == 1 and (len(word) > 2 or _contraction(word, asking[0])):
            return asking[0]
    if len(word) < 3:
        return word
    return _nearest(word, words) or _written_out(word, words) or word


def _nearest(word: str, words: Vocabulary) -> str:
    """The word of the corpus (or a common one) one edit away, two for a long word; the commonest of equals."""
    if len(word) < 4:
        return ""
    far = 1 if len(word) < 8 else 2
    pool = [w for w in {*words.words, *_COMMON} if abs(len(w) - len(word)) <= far and w[:1] == word[0] and w.isalpha()]
    near = process.extract(word, pool, scorer=DamerauLevenshtein.distance, score_cutoff=far, limit=None)
    named = {t for n in words.proper for t in n.split()}
    fits = [
        (round(d), words.rarity(stem(w)), w)
        for w, d, _ in near
        if w in words.plain or w in _COMMON or w not in named or (len(w) >= 5 and _is_slip(word, w))
    ]
    if not fits:
        return ""
    found = min(fits)[2]
    return words.names.get(found, found) if found in named and found not in words.plain else found


def _name(token: str, words: Vocabulary) -> str:
    """The one name of the corpus that a capitalised token misses by a likely slip, "" where none or several."""
    low = token.lower()
    parts = {p.lower(): p for n in words.proper for p in words.names.get(n, "").split() if p[:1].isupper()}
    near = [p for p in parts if p[:1] == low[0] and len(p) >= 5 and abs(len(p) - len(low)) <= 1 and _is_slip(low, p)]
    return parts[near[0]] if len(near) == 1 else ""


def _is_slip(word: str, meant: str) -> bool:
    """Whether one letter left out, doubled or changed places tells a word from a name, or one vowel for another.

    One consonant for another makes another name: Alden is not Alder.
    """
    if DamerauLevenshtein.distance(word, meant) != 1:
        return False
    if len(word) != len(meant):
        return len(word) < len(meant) or any(a == b for a, b in pairwise(word))
    different = [(a, b) for a, b in zip(word, meant, strict=True) if a != b]
    return len(different) == 2 or all(a in _VOWELS and b in _VOWELS for a, b in different)


def _written_out(word: str, words: Vocabulary) -> str:
    """The word that an abbreviation stands for: of what the corpus measures, else a common one, else any of the corpus.

    "" where none fits, or several fit alike and none is clearly the commonest.
    """
    for pool in (words.heads, _COMMON, words.plain):
        best = _best(word, pool, words)
        if best is not None:
            return best
    return ""


def _best(word: str, pool: Iterable[str], words: Vocabulary) -> str | None:
    """The word of a pool that an abbreviation fits best; None where it fits none, "" where it is ambiguous."""
    scored = [(s, words.rarity(stem(w)), w) for w in pool if (s := _contraction(word, w))]
    if not scored:
        return None
    top = max(s for s, _, _ in scored)
    close = sorted((r, len(w), w) for s, r, w in scored if s >= top - _CLOSE)
    others = [r for r, _, w in close if stem(w) != stem(close[0][2])]
    return close[0][2] if not others or min(others) - close[0][0] >= _COMMONER else ""


def _contraction(short: str, full: str) -> float:
    """How well a token abbreviates a word, in (0, 1]; 0.0 where it does not.

    It begins the word ("batt"), or it is some of its letters in order that keep its first and last sound and most of its
    consonants ("wkly").
    """
    if not full.isalpha() or short[0] != full[0] or len(full) <= len(short):
        return 0.0
    if full.startswith(short):
        return 0.6 + 0.4 * len(short) / len(full) if len(short) >= 3 and len(full) >= len(short) + 2 else 0.0
    letters, one = iter(full), full.removesuffix("s")
    if not all(c in letters for c in short) or short[-1] not in (full[-1], one[-1], one.rstrip(_VOWELS)[-1:]):
        return 0.0
    kept, whole = (sum(c not in _VOWELS for c in w) for w in (short, full))
    return kept / whole if kept / whole >= _COVERED else 0.0

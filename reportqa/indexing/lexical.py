"""Lexical search: BM25 over stemmed words, numbers and CJK characters (bm25s)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import bm25s
import numpy as np
import Stemmer

from reportqa.errors import SnapshotError

__all__ = ["Lexical", "words_of"]

_TOKEN = re.compile(r"[\u4e00-\u9fff]|\d+(?:[.,]\d+)*|[^\W\d_]+")
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "but",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "this",
        "to",
        "was",
        "were",
        "will",
        "with",
    ]
)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def words_of(text: str) -> list[str]:
    """The terms of a text: stemmed lower-case words without stop words, numbers as written, CJK characters one by one."""
    found = [t.lower() for t in _TOKEN.findall(text)]
    kept = [t for t in found if t not in _STOP]
    return [str(s) for s in _stemmer().stemWords(kept)]


class Lexical:
    """BM25 over some texts, by row."""

    def __init__(self, index: bm25s.BM25 | None, vocabulary: dict[str, int], size: int) -> None:
        self._index, self._vocabulary, self.size = index, vocabulary, size

    @classmethod
    def of(cls, texts: Sequence[str]) -> Lexical:
        """The index of texts. Texts without a single term are found by nothing."""
        terms = [words_of(t) for t in texts]
        vocabulary: dict[str, int] = {}
        ids = [[vocabulary.setdefault(w, len(vocabulary)) for w in doc] for doc in terms]
        if not vocabulary:
            return cls(None, {}, len(texts))
        index = bm25s.BM25(method="lucene")
        index.index((ids, vocabulary), show_progress=False)
        return cls(index, vocabulary, len(texts))

    def scores(self, query: str) -> dict[int, float]:
        """Row → BM25 score, for the rows that share a term with the query."""
        ids = [self._vocabulary[w] for w in dict.fromkeys(words_of(query)) if w in self._vocabulary]
        if self._index is None or not ids:
            return {}
        found = self._index.get_scores_from_ids(ids)
        return {int(r): float(found[r]) for r in np.flatnonzero(found > 0)}

    def save(self, folder: Path) -> None:
        """Write the index into a new folder: numpy arrays and JSON, no pickle."""
        folder.mkdir(parents=True)
        meta = {"size": self.size, "vocabulary": self._vocabulary}
        (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
        if self._index is not None:
            self._index.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Lexical:
        """Read what `save` wrote. Raises SnapshotError where a file is missing or damaged."""
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if not meta["vocabulary"]:
                return cls(None, {}, meta["size"])
            index = bm25s.BM25.load(folder, load_corpus=False, show_progress=False)
            return cls(index, meta["vocabulary"], meta["size"])
        except (OSError, ValueError, KeyError) as error:
            raise SnapshotError(f"the lexical index is damaged ({error}); run: python -m reportqa build") from error

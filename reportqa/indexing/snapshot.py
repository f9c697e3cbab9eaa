"""A built index: immutable on disk, opened whole, searched by any number of readers."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pyarrow.parquet as pq

from reportqa.errors import NoIndexError, SnapshotError
from reportqa.indexing import vectors
from reportqa.indexing.codec import document_from, figure_from, passage_from
from reportqa.indexing.encoder import Encoder, load_encoder
from reportqa.indexing.fuse import fuse
from reportqa.indexing.lexical import Lexical
from reportqa.indexing.vectors import Vectors
from reportqa.types import Document, Figure, Hit, Passage

__all__ = [
    "FORMAT",
    "KINDS",
    "PARTIAL",
    "Snapshot",
    "builds",
    "checked_manifest",
    "current_id",
    "file_sha256",
    "flush",
    "manifest_sha256",
    "open_snapshot",
    "roll_back",
    "sweep",
    "use",
]

# The format of the files. A snapshot of another number is rebuilt, never guessed at.
FORMAT = 3
KINDS = ("passages", "sentences", "figures")
# How the names begin of a build that is not complete, and of what is to replace CURRENT; the next build sweeps them away.
PARTIAL, _NEXT = ".partial-", ".CURRENT."
_MEND = "run: python -m reportqa build"
# The name of a build's folder: when it was built, and a random part. Nothing else in an index folder is touched.
_BUILD = re.compile(r"\d{8}T\d{6}-[0-9a-f]{6}")
# How deep each search goes before the two are fused.
_DEPTH = 100


class _Documents(Mapping[str, Document]):
    """Documents by id, each decoded from its row when it is first asked for."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self._rows = {row["id"]: row for row in rows}
        self._read: dict[str, Document] = {}

    def __getitem__(self, key: str) -> Document:
        if key not in self._read:
            self._read[key] = document_from(self._rows[key])
        return self._read[key]

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One build of the index: documents, passages, sentences, figures, their vectors and both searches.

    `passage_vectors[i]` belongs to `passages[i]`, shape (n, dimension), float32, L2-normalised; likewise for sentences and
    figures.
    """

    id: str
    manifest: Mapping[str, Any]
    documents: Mapping[str, Document]
    passages: tuple[Passage, ...]
    sentences: tuple[Passage, ...]
    figures: tuple[Figure, ...]
    encoder: Encoder
    labels: Mapping[str, int] = field(repr=False)
    _label_matrix: Vectors = field(repr=False)
    _dense: Mapping[str, faiss.Index] = field(repr=False)
    _lexical: Mapping[str, Lexical] = field(repr=False)
    _matrices: Mapping[str, Vectors] = field(repr=False)
    _memo: dict[str, Vectors] = field(repr=False, default_factory=dict)
    _scopes: dict[str, tuple[list[int], list[int], list[int]]] = field(repr=False, default_factory=dict)

    @property
    def passage_vectors(self) -> Vectors:
        """The vectors of the passages."""
        return self._matrices["passages"]

    @property
    def sentence_vectors(self) -> Vectors:
        """The vectors of the sentences."""
        return self._matrices["sentences"]

    @property
    def figure_vectors(self) -> Vectors:
        """The vectors of the figures' statements."""
        return self._matrices["figures"]

    def search_passages(
        self, query: str, vector: Vectors | None = None, top: int = 10, within: str | None = None
    ) -> list[Hit]:
        """The passages nearest to a query, best first: FAISS and BM25 fused by reciprocal rank."""
        return self._search("passages", query, vector, top, within)

    def search_sentences(
        self, query: str, vector: Vectors | None = None, top: int = 10, within: str | None = None
    ) -> list[Hit]:
        """The sentences nearest to a query, best first."""
        return self._search("sentences", query, vector, top, within)

    def search_figures(
        self, query: str, vector: Vectors | None = None, top: int = 10, within: str | None = None
    ) -> list[Hit]:
        """The figures whose statements are nearest to a query, best first."""
        return self._search("figures", query, vector, top, within)

    def _search(self, kind: str, query: str, vector: Vectors | None, top: int, within: str | None) -> list[Hit]:
        if vector is None:
            vector = self.encoder.encode([query])[0]
        depth = max(_DEPTH, top)
        rows = None if within is None else self.rows_within(within)[KINDS.index(kind)]
        dense = vectors.nearest(self._dense[kind], self._matrices[kind], vector, depth, rows)
        lexical = self._lexical[kind].scores(query)
        if rows is not None:
            inside = set(rows)
            lexical = {r: s for r, s in lexical.items() if r in inside}
        lexical = dict(sorted(lexical.items(), key=lambda item: (-item[1], item[0]))[:depth])
        fused = fuse([dense, lexical])
        best = list(fused)[:top]
        return [
            Hit(r, fused[r], dense.get(r) or float(self._matrices[kind][r] @ vector), lexical.get(r, 0.0)) for r in best
        ]

    def label_vectors(self, labels: Sequence[str]) -> Vectors:
        """The vectors of label strings, shape (len(labels), dimension): those embedded at the build, others encoded once."""
        unknown = [t for t in dict.fromkeys(labels) if t not in self.labels and t not in self._memo]
        if unknown:
            if len(self._memo) > 20_000:
                self._memo.clear()
            self._memo.update(zip(unknown, self.encoder.encode(unknown), strict=True))
        if not labels:
            return np.zeros((0, self.encoder.dimension), np.float32)
        return np.stack([self._label_matrix[self.labels[t]] if t in self.labels else self._memo[t] for t in labels])

    def likeness(self, one: str, other: str) -> float:
        """The cosine of the vectors of two labels."""
        first, second = self.label_vectors([one, other])
        return float(np.dot(first, second))

    def rows_within(self, within: str | None) -> tuple[list[int], list[int], list[int]]:
        """The rows of passages, sentences and figures that lie in a document or a report; all of them for None."""
        if within is None:
            return list(range(len(self.passages))), list(range(len(self.sentences))), list(range(len(self.figures)))
        if within not in self._scopes:
            inside = {d for d in self.documents if within in (d, self.documents[d].report)}
            self._scopes[within] = (
                [i for i, p in enumerate(self.passages) if p.document in inside],
                [i for i, s in enumerate(self.sentences) if s.document in inside],
                [i for i, f in enumerate(self.figures) if f.document in inside],
            )
        return self._scopes[within]


def current_id(index: Path) -> str | None:
    """The id of the live build, or None where there is no index."""
    try:
        return (index / "CURRENT").read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


def use(index: Path, build: str) -> None:
    """Make a build the live one: CURRENT is replaced in one step, so that a reader sees the old build or the new."""
    fresh = index / f"{_NEXT}{secrets.token_hex(4)}"
    fresh.write_text(build + "\n", encoding="utf-8")
    flush(fresh)
    os.replace(fresh, index / "CURRENT")
    flush(index)


def sweep(index: Path) -> None:
    """Remove what killed builds left behind. Only the holder of the lock may."""
    live = current_id(index)
    # A build's folder without its manifest was being put away when its remover was killed.
    folders = (p for p in index.iterdir() if _BUILD.fullmatch(p.name) and p.name != live)
    halves = [p for p in folders if not (p / "manifest.json").exists()]
    for left in (*index.glob(f"{PARTIAL}*"), *index.glob(f"{_NEXT}*"), *halves):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder. Raises OSError."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps the names of a folder by itself, and opens none
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def builds(index: Path) -> list[str]:
    """The ids of the complete builds in an index folder: the live one first, then the newest."""
    live = current_id(index)
    found = sorted(
        (p.parent.name for p in index.glob("*/manifest.json") if _BUILD.fullmatch(p.parent.name)), reverse=True
    )
    return sorted(found, key=lambda build: build != live)


def _previous(index: Path, live: str) -> str | None:
    """The newest whole build other than the live one, what the live one names as its previous first; None without one."""
    try:
        named = json.loads((index / live / "manifest.json").read_text(encoding="utf-8"))["previous"]
    except (OSError, ValueError, KeyError, TypeError):
        named = None
    for build in sorted((b for b in builds(index) if b != live), key=lambda b: b != named):
        try:
            checked_manifest(index / build)
        except SnapshotError:
            continue
        return build
    return None


def roll_back(index: Path) -> str:
    """Serve the previous build again and return its id. Raises SnapshotError where no whole one is kept."""
    live = current_id(index)
    if live is None:
        raise NoIndexError(f"{index}: no index yet; {_MEND}")
    previous = _previous(index, live)
    if previous is None:
        raise SnapshotError(f"{index}: no earlier index is kept; there is nothing to roll back to")
    use(index, previous)
    return previous


def file_sha256(path: Path) -> str:
    """The sha256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def manifest_sha256(manifest: Mapping[str, Any]) -> str:
    """The checksum of a manifest, which is kept in its own file."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode("ascii")).hexdigest()


def checked_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of one build's folder, its format and the checksums of its files checked. Raises SnapshotError."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        stated, sums, own = manifest["format"], manifest["files_sha256"], manifest.pop("manifest_sha256", "")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SnapshotError(f"{folder.name}: its manifest is missing or damaged; {_MEND}") from error
    if stated != FORMAT:
        raise SnapshotError(f"{folder.name}: format {stated}, this version reads format {FORMAT}; {_MEND}")
    if own != manifest_sha256(manifest):
        raise SnapshotError(f"{folder.name}: its manifest is damaged; {_MEND}")
    for name, digest in sums.items():
        path = folder / name
        if not path.is_file() or file_sha256(path) != digest:
            raise SnapshotError(f"{folder.name}: {name} is missing or damaged; {_MEND}")
    return manifest


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    try:
        # Not pq.read_table, which imports what datasets of many files need: a cold `ask` waits for it.
        return pq.ParquetFile(folder / f"{name}.parquet").read().to_pylist()  # type: ignore[no-any-return]
    except Exception as error:
        raise SnapshotError(f"{folder.name}: {name}.parquet is damaged; {_MEND}") from error


def open_snapshot(index: Path, model: str = "") -> Snapshot:
    """The live snapshot of an index folder, checked whole.

    Raises NoIndexError where nothing is built, SnapshotError where it is damaged, of another format or of another model,
    ModelError where the encoder cannot be found; the text of each says what to run.
    """
    encoder = load_encoder(model)
    while True:
        live = current_id(index)
        if live is None:
            raise NoIndexError(f"{index}: no index yet; {_MEND}")
        try:
            return _opened(index / live, encoder)
        except (SnapshotError, OSError) as error:
            # Builds that ended meanwhile may have put it away: then the newer one is meant.
            if current_id(index) != live:
                continue
            if isinstance(error, OSError):
                raise SnapshotError(f"{live}: cannot be read ({error.strerror}); check its permissions") from error
            if str(error).endswith(_MEND) and _previous(index, live) is not None:
                raise SnapshotError(f"{error}, or, to serve the earlier one: python -m reportqa rollback") from error
            raise


def _opened(folder: Path, encoder: Encoder) -> Snapshot:
    manifest = checked_manifest(folder)
    if manifest["model"]["sha256"] != encoder.hash:
        raise SnapshotError(
            f"the index was built with {manifest['model']['name']}, not {encoder.name}; {_MEND}, or set REPORTQA_MODEL back"
        )
    dense = {kind: vectors.load(folder / f"{kind}.faiss") for kind in (*KINDS, "labels")}
    labels = [row["label"] for row in _rows(folder, "labels")]
    snapshot = Snapshot(
        id=manifest["id"],
        manifest=manifest,
        documents=_Documents(_rows(folder, "documents")),
        passages=tuple(passage_from(r) for r in _rows(folder, "passages")),
        sentences=tuple(passage_from(r) for r in _rows(folder, "sentences")),
        figures=tuple(figure_from(r) for r in _rows(folder, "figures")),
        encoder=encoder,
        labels={label: i for i, label in enumerate(labels)},
        _label_matrix=vectors.matrix(dense["labels"]),
        _dense=dense,
        _lexical={kind: Lexical.load(folder / f"{kind}.bm25") for kind in KINDS},
        _matrices={kind: vectors.matrix(dense[kind]) for kind in KINDS},
    )
    for kind in KINDS:
        if len(getattr(snapshot, kind)) != dense[kind].ntotal or dense[kind].ntotal != manifest["counts"][kind]:
            raise SnapshotError(f"{folder.name}: its {kind} and their vectors do not match; {_MEND}")
    return snapshot

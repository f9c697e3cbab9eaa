"""Dense search: FAISS by inner product, which is the cosine for normalised vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from reportqa.errors import SnapshotError

__all__ = ["EXACT_UP_TO", "Vectors", "load", "matrix", "nearest", "read", "save"]

# Up to here every vector is compared; beyond, a graph (HNSW, Malkov and Yashunin 2018) finds nearly all of the nearest.
EXACT_UP_TO = 100_000

Vectors = npt.NDArray[np.float32]


def _index(vectors: Vectors) -> faiss.Index:
    size, dimension = vectors.shape
    index: faiss.Index = faiss.IndexFlatIP(dimension)
    if size > EXACT_UP_TO:
        graph: Any = faiss.IndexHNSWFlat(dimension, 32, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction, graph.hnsw.efSearch = 80, 128
        index = graph
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def save(vectors: Vectors, path: Path) -> None:
    """Write the FAISS index of vectors, shape (n, dimension), to a new file."""
    faiss.write_index(_index(vectors), str(path))


def load(path: Path) -> faiss.Index:
    """Read a FAISS index. Raises SnapshotError where the file is missing or damaged."""
    try:
        return faiss.read_index(str(path))
    except Exception as error:
        raise SnapshotError(f"{path.name} is damaged; run: python -m reportqa build") from error


def read(path: Path) -> Vectors:
    """A copy of the vectors in a file, shape (n, dimension). Raises SnapshotError as `load`."""
    index = load(path)
    return np.array(matrix(index))


def matrix(index: faiss.Index) -> Vectors:
    """The vectors inside an index, shape (n, dimension), as a view where they lie: only for as long as the index lives."""
    flat: Any = faiss.downcast_index(index.storage) if hasattr(index, "storage") else index
    if index.ntotal == 0:
        return np.zeros((0, index.d), np.float32)
    return faiss.rev_swig_ptr(flat.get_xb(), index.ntotal * index.d).reshape(index.ntotal, index.d)


def nearest(
    index: faiss.Index, vectors: Vectors, query: Vectors, top: int, rows: Sequence[int] | None = None
) -> dict[int, float]:
    """Row → cosine of the `top` nearest vectors to `query`, shape (dimension,); only among `rows` where they are given."""
    if rows is not None:
        chosen = np.asarray(rows, dtype=np.int64)
        scores = vectors[chosen] @ query
        best = np.argsort(-scores, kind="stable")[:top]
        return {int(chosen[i]): float(scores[i]) for i in best}
    if index.ntotal == 0:
        return {}
    found, where = index.search(query[None, :], min(top, index.ntotal))
    return {int(r): float(s) for r, s in zip(where[0], found[0], strict=True) if r >= 0}

"""Dense search: FAISS by inner product, which is the cosine for normalised vectors."""

from __future__ import annotations

import errno
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import numpy.typing as npt

from reportqa.errors import SnapshotError

__all__ = ["EXACT_UP_TO", "Vectors", "load", "matrix", "nearest", "read", "save"]

# Up to here every vector is compared; beyond, those of the nearest cells of an inverted file (IVF, Sivic and Zisserman 2003):
# it is built in seconds where a graph takes minutes, and every build builds it.
EXACT_UP_TO = 100_000
_CELLS_LOOKED_AT = 32
_TRAINED_ON = 64  # vectors a cell

Vectors = npt.NDArray[np.float32]


def _index(vectors: Vectors) -> faiss.Index:
    size, dimension = vectors.shape
    index: faiss.Index = faiss.IndexFlatIP(dimension)
    if size > EXACT_UP_TO:
        cells: Any = faiss.IndexIVFFlat(index, dimension, math.isqrt(size), faiss.METRIC_INNER_PRODUCT)
        cells.cp.max_points_per_centroid, cells.cp.niter = _TRAINED_ON, 10
        cells.nprobe = _CELLS_LOOKED_AT
        # The cells keep using the index that tells them apart.
        cells.referenced_objects = [index]
        index = cells
        index.train(np.ascontiguousarray(vectors, dtype=np.float32))
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    return index


def save(vectors: Vectors, path: Path) -> None:
    """Write the FAISS index of vectors, shape (n, dimension), to a new file. Raises OSError."""
    try:
        faiss.write_index(_index(vectors), str(path))
    except RuntimeError as error:  # what faiss raises where the disk refuses
        raise OSError(errno.EIO, "cannot be written; is the disk full?", str(path)) from error


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
    """The vectors inside an index, shape (n, dimension), by row.

    Of an exact index they are a view where they lie, good only for as long as the index lives.
    """
    if index.ntotal == 0:
        return np.zeros((0, index.d), np.float32)
    found: Any = faiss.downcast_index(index)
    if isinstance(found, faiss.IndexIVF):
        found.make_direct_map()
        return np.asarray(found.reconstruct_n(0, found.ntotal), dtype=np.float32)
    return np.asarray(faiss.rev_swig_ptr(found.get_xb(), index.ntotal * index.d)).reshape(index.ntotal, index.d)


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

"""What a base keeps and what was read anew → the tables and vectors of the next snapshot."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from reportqa.indexing.codec import document_from, figure_from, labels_of, passage_row
from reportqa.indexing.encoder import Encoder
from reportqa.indexing.snapshot import KINDS
from reportqa.indexing.split import sentences, split
from reportqa.indexing.store import SCHEMAS, Contents, texts_of
from reportqa.indexing.vectors import Vectors
from reportqa.indexing.workers import Reading

__all__ = ["merged", "rows_of"]

# Texts embedded between two looks at whether to stop.
_BATCH = 128
# Documents whose rows are held as Python objects before they are packed into columns.
_PACKED = 200

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A table in the order of documents, and where its rows come from: `places` in the base, then the fresh ones, `order`ed."""

    table: pa.Table
    places: npt.NDArray[np.int64]
    order: npt.NDArray[np.int64]


def merged(
    base: Contents | None, kept: Iterable[str], fresh: Mapping[str, pa.Table], encoder: Encoder, tell: Tell
) -> tuple[Contents, int]:
    """The next snapshot's contents and how many texts were embedded for them.

    Rows of the `kept` documents come from the base with their vectors; `fresh` has the tables of those that were read (see
    `rows_of`). A text that the base holds anywhere is not embedded again. The result does not depend on what is reused. Hears
    `tell(document, done, total)` between batches.
    """
    known = frozenset(kept) if base is not None else frozenset()
    parts = {name: _part(base, known, name, table) for name, table in fresh.items()}
    tables = {name: part.table for name, part in parts.items()}
    labels = sorted({label for row in tables["documents"]["labels"].to_pylist() for label in json.loads(row)})
    tables["labels"] = pa.table({"label": labels}, schema=SCHEMAS["labels"])
    wanted = {kind: texts_of(kind, fresh[kind]) for kind in KINDS} | {"labels": labels}
    owners = {kind: fresh[kind]["document"].to_pylist() for kind in KINDS} | {"labels": [""] * len(labels)}
    needed = {t: o for kind in wanted for t, o in zip(wanted[kind], owners[kind], strict=True)}
    found = _reused(base, needed)
    missing = {t: o for t, o in needed.items() if t not in found}
    found |= _embedded(missing, encoder, tell)
    matrices = {"labels": _stacked(found, labels, encoder)}
    for kind in KINDS:
        rows = [_stacked(found, wanted[kind], encoder)]
        if base is not None:
            rows.insert(0, base.vectors[kind][parts[kind].places])
        matrices[kind] = np.concatenate(rows)[parts[kind].order]
    return Contents({}, tables, matrices), len(missing)


def rows_of(readings: Iterable[Reading], encoder: Encoder) -> dict[str, pa.Table]:
    """The tables of what was read: documents with their labels, passages, sentences and figures."""
    packed: dict[str, list[pa.Table]] = {name: [SCHEMAS[name].empty_table()] for name in ("documents", *KINDS)}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in packed}

    def pack() -> None:
        for name, many in rows.items():
            packed[name].append(pa.Table.from_pylist(many, schema=SCHEMAS[name]))
            many.clear()

    for reading in readings:
        if reading.document is None:
            continue
        document = document_from(reading.document)
        labels = labels_of([document], map(figure_from, reading.figures))
        rows["documents"].append({**reading.document, "labels": json.dumps(labels, ensure_ascii=False)})
        rows["figures"] += reading.figures
        rows["passages"] += map(passage_row, split(document, encoder.count_tokens, encoder.max_tokens))
        rows["sentences"] += map(passage_row, sentences(document))
        if len(rows["documents"]) >= _PACKED:
            pack()
    pack()
    return {name: pa.concat_tables(tables) for name, tables in packed.items()}


def _part(base: Contents | None, kept: frozenset[str], name: str, fresh: pa.Table) -> _Part:
    column = "id" if name == "documents" else "document"
    places = np.zeros(0, np.int64)
    table = fresh
    if base is not None:
        inside = pc.is_in(base.tables[name][column], value_set=pa.array(sorted(kept), pa.string()))
        places = np.flatnonzero(inside.to_numpy(zero_copy_only=False))
        table = pa.concat_tables([base.tables[name].take(places), fresh])
    names = table[column].to_pylist()
    rank = {n: i for i, n in enumerate(sorted(set(names)))}
    order = np.argsort(np.array([rank[n] for n in names], np.int64), kind="stable")
    return _Part(table.take(order).combine_chunks(), places, order)


def _reused(base: Contents | None, needed: Mapping[str, str]) -> dict[str, Vectors]:
    """The vectors of needed texts that the base holds, whatever they belong to there."""
    found: dict[str, Vectors] = {}
    if base is None:
        return found
    for kind, matrix in base.vectors.items():
        for row, text in enumerate(texts_of(kind, base.tables[kind])):
            if text in needed:
                found[text] = matrix[row]
    return found


def _embedded(missing: Mapping[str, str], encoder: Encoder, tell: Tell) -> dict[str, Vectors]:
    """The vectors of texts, by text; `missing` names the document that each is of."""
    # By length, so that the texts of a batch are of one length and little is padded; the longest first, so that the time left
    # is not told too short.
    texts = sorted(missing, key=lambda t: (-len(t), t))
    found: dict[str, Vectors] = {}
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        tell(missing[batch[0]], start, len(texts))
        found.update(zip(batch, encoder.encode(batch), strict=True))
    return found


def _stacked(found: Mapping[str, Vectors], texts: Sequence[str], encoder: Encoder) -> Vectors:
    if not texts:
        return np.zeros((0, encoder.dimension), np.float32)
    return np.stack([found[t] for t in texts])

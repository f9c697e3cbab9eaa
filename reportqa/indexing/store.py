"""The tables and vectors of one snapshot, as they lie on disk: loaded for reuse, written in one step."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from reportqa.errors import SnapshotError
from reportqa.indexing import vectors
from reportqa.indexing.lexical import Lexical
from reportqa.indexing.snapshot import FORMAT, KINDS, PARTIAL, builds, file_sha256, flush, manifest_sha256
from reportqa.indexing.vectors import Vectors

__all__ = ["SCHEMAS", "Contents", "load", "prune", "texts_of", "write"]

_TEXT, _WHOLE, _REAL = pa.string(), pa.int64(), pa.float64()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


_PASSAGES = _schema(document=_TEXT, slot=_WHOLE, start=_WHOLE, end=_WHOLE, text=_TEXT, heading=_TEXT, context=_TEXT)
SCHEMAS: Mapping[str, pa.Schema] = {
    "documents": _schema(
        **dict.fromkeys(("id", "title", "publisher", "published", "report", "text"), _TEXT),
        **dict.fromkeys(("blocks", "tables", "pictures", "warnings", "labels"), _TEXT),
    ),
    "passages": _PASSAGES,
    "sentences": _PASSAGES,
    "figures": _schema(
        **dict.fromkeys(("id", "text"), _TEXT),
        **dict.fromkeys(("value", "low", "high"), _REAL),
        **dict.fromkeys(("unit", "subject", "metric", "document", "report", "title", "locator"), _TEXT),
        **dict.fromkeys(("start", "end"), _WHOLE),
        **dict.fromkeys(("quote", "frequency", "statement"), _TEXT),
        **dict.fromkeys(("table", "row", "column"), _WHOLE),
        **dict.fromkeys(("qualifier", "status", "period_text", "period_start", "period_end"), _TEXT),
        **dict.fromkeys(("clause_start", "clause_end"), _WHOLE),
        heading=_TEXT,
    ),
    "labels": _schema(label=_TEXT),
}


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """What one snapshot holds: tables by name as SCHEMAS has them, and vectors by kind, one row a row of its table."""

    manifest: Mapping[str, Any]
    tables: Mapping[str, pa.Table]
    vectors: Mapping[str, Vectors]


def texts_of(kind: str, table: pa.Table) -> list[str]:
    """What is embedded and searched for each row of a table."""
    if kind in ("labels", "figures"):
        return table["label" if kind == "labels" else "statement"].to_pylist()  # type: ignore[no-any-return]
    pairs = zip(table["context"].to_pylist(), table["text"].to_pylist(), strict=True)
    return [f"{context}\n{text}" if context else text for context, text in pairs]


def load(folder: Path, manifest: Mapping[str, Any]) -> Contents:
    """The contents of a snapshot whose manifest and checksums were checked. Raises SnapshotError where they do not fit."""
    try:
        tables = {name: pq.ParquetFile(folder / f"{name}.parquet").read().cast(s) for name, s in SCHEMAS.items()}
    except (OSError, ValueError, pa.ArrowException) as error:
        raise SnapshotError(f"{folder.name}: its tables are damaged; run: python -m reportqa build") from error
    kept = {kind: vectors.read(folder / f"{kind}.faiss") for kind in (*KINDS, "labels")}
    if any(len(kept[kind]) != len(tables[kind]) for kind in kept):
        raise SnapshotError(f"{folder.name}: its rows and their vectors do not match; run: python -m reportqa build")
    return Contents(manifest, tables, kept)


def write(index: Path, build: str, contents: Contents) -> None:
    """Write a snapshot into a folder beside, checksum it, flush it to the disk, and give it its name in one step.

    The manifest is completed with the format, id, counts and checksums. Raises OSError where the disk refuses.
    """
    folder = index / f"{PARTIAL}{build}"
    folder.mkdir(parents=True)
    try:
        for name, table in contents.tables.items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        for kind, matrix in contents.vectors.items():
            vectors.save(matrix, folder / f"{kind}.faiss")
        for kind in KINDS:
            Lexical.of(texts_of(kind, contents.tables[kind])).save(folder / f"{kind}.bm25")
        sums = {p.relative_to(folder).as_posix(): file_sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}
        counts = {name: len(table) for name, table in contents.tables.items()}
        stated = {"format": FORMAT, "id": build, **contents.manifest, "counts": counts, "files_sha256": sums}
        stated["manifest_sha256"] = manifest_sha256(stated)
        (folder / "manifest.json").write_text(json.dumps(stated, ensure_ascii=False, indent=1), encoding="utf-8")
        for path in (*folder.rglob("*"), folder):
            flush(path)
        os.rename(folder, index / build)
        flush(index)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def prune(index: Path, keep: set[str]) -> None:
    """Remove every complete build but those to keep. Only the holder of the lock may."""
    for build in builds(index):
        if build not in keep:
            # Its manifest goes first: a build that is half removed is then none.
            (index / build / "manifest.json").unlink(missing_ok=True)
            shutil.rmtree(index / build, ignore_errors=True)

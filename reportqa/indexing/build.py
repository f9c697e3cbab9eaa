"""The corpus folder → a new snapshot: find what changed, read and embed only that, swap."""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import filelock
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportqa.errors import BuildCancelledError, BuildLockedError, CorpusError, SnapshotError
from reportqa.indexing import store
from reportqa.indexing.codec import document_from, figure_from, labels_of, passage_row
from reportqa.indexing.encoder import Encoder, load_encoder
from reportqa.indexing.reading import Reading, read_file
from reportqa.indexing.report import BuildReport, Progress, changed_figures, come_and_gone
from reportqa.indexing.scan import Changes, Identity, Scan, compared, scan
from reportqa.indexing.snapshot import KINDS, current_id, use
from reportqa.indexing.split import sentences, split
from reportqa.indexing.store import Contents, texts_of
from reportqa.indexing.vectors import Vectors
from reportqa.types import Figure, FileWarning

__all__ = ["BuildReport", "Progress", "build"]

# Texts embedded between two looks at whether to stop.
_BATCH = 256


@dataclass(frozen=True, slots=True)
class _Base:
    """The snapshot that a build starts from: its contents and what its manifest says of the files."""

    build: str
    contents: Contents
    files: Mapping[str, Identity]
    failed: Mapping[str, str]
    current: bool


class _Talk:
    """Tells how far a stage is, and stops it when asked to."""

    def __init__(self, progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress, self._cancelled, self._began, self._stage = progress, cancelled, 0.0, ""

    def __call__(self, stage: str, file: str, done: int, total: int) -> None:
        """Raises BuildCancelledError where the reader asked to stop."""
        if self._cancelled is not None and self._cancelled():
            raise BuildCancelledError("the build was stopped; the last complete index still serves")
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        left = (now - self._began) / done * (total - done) if done else None
        if self._progress is not None:
            self._progress(Progress(stage, file, done, total, left))


def build(
    corpus: Path,
    index: Path,
    model: str = "",
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    dry_run: bool = False,
) -> BuildReport:
    """Bring the index of a corpus up to date: only what changed is read and embedded; no change writes nothing.

    The new snapshot replaces the old in one step; the old is kept for roll-back. Raises CorpusError, ModelError,
    BuildLockedError, BuildCancelledError, and SnapshotError where the disk refuses: the last complete snapshot then serves on.
    """
    began, talk = time.monotonic(), _Talk(progress, cancelled)
    found = scan(corpus)
    encoder = load_encoder(model)
    if dry_run:
        base = _base(index, encoder)
        changes = compared(base.files if base else {}, found.files)
        return _report(base, changes, found, bool(changes) or base is None or not base.current, began)
    try:
        with _locked(index):
            store.sweep(index)
            base = _base(index, encoder)
            changes = compared(base.files if base else {}, found.files)
            if base is not None and base.current and not changes:
                return _report(base, changes, found, False, began)
            return _built(corpus, index, encoder, base, found, changes, talk, began)
    except OSError as error:
        raise SnapshotError(
            f"{index}: cannot be written ({error.strerror or error}); the last complete index, if any, still serves"
        ) from error


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    index.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(index / ".lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise BuildLockedError(f"{index}: another build is under way; wait for it, or stop it") from None
    try:
        yield
    finally:
        lock.release()


def _reader() -> str:
    """The sha256 of the code that reads: another version reads everything anew."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for room in ("reading", "figures", "indexing"):
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _base(index: Path, encoder: Encoder) -> _Base | None:
    """The newest snapshot that is whole and of this model, the live one first; None where there is none."""
    live = current_id(index)
    for build_id in store.complete_builds(index):
        try:
            contents = store.load(index, build_id)
            manifest = contents.manifest
            if manifest["model"]["sha256"] != encoder.hash:
                continue
            files = {name: Identity(**stated) for name, stated in manifest["files"].items()}
            failed = dict(manifest["failed"])
        except (SnapshotError, OSError, KeyError, TypeError, ValueError):
            continue
        return _Base(build_id, contents, files, failed, build_id == live and manifest["reader"] == _reader())
    return None


def _built(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    base: _Base | None,
    found: Scan,
    changes: Changes,
    talk: _Talk,
    began: float,
) -> BuildReport:
    same_reader = base is not None and base.contents.manifest.get("reader") == _reader()
    kept = frozenset(changes.unchanged) if same_reader else frozenset()
    readings = list(_read(corpus, [n for n in found.files if n not in kept], talk))
    contents, embedded = _merged(base, kept, readings, encoder, talk)
    if not len(contents.tables["documents"]):
        first = next((f"{r.name}: {r.failure}" for r in readings if r.failure), "no file")
        raise CorpusError(f"{corpus}: holds no document that can be read ({first})")
    read = {r.name: r for r in readings}
    failed = {r.name: r.failure for r in readings if r.failure}
    failed |= {n: m for n, m in (base.failed if base else {}).items() if n in kept}
    files = {n: read[n].identity if n in read else i for n, i in found.files.items()}
    previous = base.build if base else None
    manifest = {
        "previous": previous,
        "built": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "model": {"name": encoder.name, "sha256": encoder.hash},
        "reader": _reader(),
        "settings": {"max_tokens": encoder.max_tokens, "dimension": encoder.dimension},
        "files": {n: asdict(i) for n, i in files.items()},
        "failed": failed,
    }
    build_id = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"
    talk("Writing", "", 0, 1)
    fresh = Contents(manifest, contents.tables, contents.vectors)
    store.write(index, build_id, fresh)
    use(index, build_id)
    store.prune(index, {build_id, previous or build_id})
    now = _Base(build_id, fresh, files, failed, True)
    return _report(now, changes, found, True, began, base, len(readings), embedded)


def _read(corpus: Path, names: Sequence[str], talk: _Talk) -> Iterator[Reading]:
    for done, name in enumerate(names):
        talk("Reading", name, done, len(names))
        yield read_file(corpus, name)


def _merged(
    base: _Base | None, kept: frozenset[str], readings: Iterable[Reading], encoder: Encoder, talk: _Talk
) -> tuple[Contents, int]:
    """The rows of kept documents with their vectors, and those of the readings, in the order of documents; texts embedded."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in ("documents", *KINDS)}
    for reading in readings:
        if reading.document is None:
            continue
        document = document_from(reading.document)
        rows["documents"].append(reading.document)
        rows["figures"] += reading.figures
        rows["passages"] += map(passage_row, split(document, encoder.count_tokens, encoder.max_tokens))
        rows["sentences"] += map(passage_row, sentences(document))
    fresh = {name: pa.Table.from_pylist(many, schema=store.SCHEMAS[name]) for name, many in rows.items()}
    tables = {"documents": _ordered(base, kept, "documents", fresh["documents"])[0]}
    plans = {}
    for kind in KINDS:
        tables[kind], *plans[kind] = _ordered(base, kept, kind, fresh[kind])
    documents = (document_from(row) for row in tables["documents"].to_pylist())
    labels = labels_of(documents, (figure_from(row) for row in tables["figures"].to_pylist()))
    tables["labels"] = pa.table({"label": labels}, schema=store.SCHEMAS["labels"])
    wanted = {kind: texts_of(kind, fresh[kind]) for kind in KINDS} | {"labels": labels}
    known, embedded = _embedded(base, wanted, encoder, talk)
    matrices: dict[str, Vectors] = {"labels": _stack(known, labels, encoder)}
    for kind in KINDS:
        places, order = plans[kind]
        parts = [_stack(known, wanted[kind], encoder)]
        if base is not None and len(places):
            parts.insert(0, base.contents.vectors[kind][places])
        matrices[kind] = np.concatenate(parts)[order]
    return Contents({}, tables, matrices), embedded


def _ordered(base: _Base | None, kept: frozenset[str], name: str, fresh: pa.Table) -> tuple[pa.Table, Any, Any]:
    """(table, places, order): the base's rows of kept documents at `places`, then the fresh ones, both put in `order`."""
    column = "id" if name == "documents" else "document"
    places = np.zeros(0, np.int64)
    table = fresh
    if base is not None and kept:
        old = base.contents.tables[name]
        inside = pc.is_in(old[column], value_set=pa.array(sorted(kept), pa.string()))
        places = np.flatnonzero(inside.to_numpy(zero_copy_only=False))
        table = pa.concat_tables([old.take(places), fresh])
    names = table[column].to_pylist()
    rank = {n: i for i, n in enumerate(sorted(set(names)))}
    order = np.argsort(np.array([rank[n] for n in names], np.int64), kind="stable")
    return table.take(order), places, order


def _embedded(
    base: _Base | None, wanted: Mapping[str, Sequence[str]], encoder: Encoder, talk: _Talk
) -> tuple[dict[str, Vectors], int]:
    """The vector of every wanted text, those that the base holds reused, and how many were embedded."""
    needed = dict.fromkeys(text for texts in wanted.values() for text in texts)
    known: dict[str, Vectors] = {}
    if base is not None:
        for kind, matrix in base.contents.vectors.items():
            for row, text in enumerate(texts_of(kind, base.contents.tables[kind])):
                if text in needed:
                    known[text] = matrix[row]
    # The longest first, so that the texts of a batch are of one length and little is padded.
    missing = sorted((t for t in needed if t not in known), key=len, reverse=True)
    for start in range(0, len(missing), _BATCH):
        talk("Embedding", "", start, len(missing))
        batch = missing[start : start + _BATCH]
        known.update(zip(batch, encoder.encode(batch), strict=True))
    return known, len(missing)


def _stack(known: Mapping[str, Vectors], texts: Sequence[str], encoder: Encoder) -> Vectors:
    if not texts:
        return np.zeros((0, encoder.dimension), np.float32)
    return np.stack([known[t] for t in texts])


def _figures(base: _Base | None, documents: Iterable[str]) -> list[Figure]:
    """The figures of some documents of a snapshot."""
    if base is None:
        return []
    table = base.contents.tables["figures"]
    inside = pc.is_in(table["document"], value_set=pa.array(sorted(documents), pa.string()))
    return [figure_from(row) for row in table.filter(inside).to_pylist()]


def _report(
    now: _Base | None,
    changes: Changes,
    found: Scan,
    changed: bool,
    began: float,
    before: _Base | None = None,
    read: int = 0,
    embedded: int = 0,
) -> BuildReport:
    old = _figures(before, {*changes.modified, *changes.removed, *(a for a, _ in changes.renamed)})
    new = _figures(now, {*changes.modified, *changes.added, *(b for _, b in changes.renamed)}) if changed else []
    came, went = come_and_gone(old, new)
    warnings = list(found.warnings)
    if now is not None:
        warnings += [FileWarning(n, m) for n, m in now.failed.items()]
        for row in now.contents.tables["documents"].select(["id", "warnings"]).to_pylist():
            warnings += [FileWarning(row["id"], m.removeprefix(f"{row['id']}: ")) for m in json.loads(row["warnings"])]
    tables = now.contents.tables if now else {}
    return BuildReport(
        build=now.build if now else "",
        changed=changed,
        added=changes.added,
        modified=changes.modified,
        renamed=changes.renamed,
        removed=changes.removed,
        unchanged=changes.unchanged,
        documents=len(tables.get("documents", ())),
        passages=len(tables.get("passages", ())),
        figures=len(tables.get("figures", ())),
        figures_came=came,
        figures_went=went,
        figures_changed=changed_figures(old, new),
        warnings=tuple(sorted(warnings, key=lambda w: (w.document, w.message))),
        read=read,
        embedded=embedded,
        seconds=time.monotonic() - began,
    )

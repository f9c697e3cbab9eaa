"""The corpus folder → a new snapshot: find what changed, read and embed only that, swap."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import filelock
import pyarrow as pa
import pyarrow.compute as pc

from reportqa.errors import BuildCancelledError, BuildLockedError, CorpusError, SnapshotError
from reportqa.indexing import store
from reportqa.indexing.codec import figure_from
from reportqa.indexing.encoder import Encoder, load_encoder
from reportqa.indexing.merge import merged, rows_of
from reportqa.indexing.report import BuildReport, Progress, changed_figures, come_and_gone
from reportqa.indexing.scan import Changes, Identity, Scan, compared, scan
from reportqa.indexing.snapshot import builds, checked_manifest, current_id, sweep, use
from reportqa.indexing.store import Contents
from reportqa.indexing.workers import Reading, read_all
from reportqa.types import Figure, FileWarning

__all__ = ["BuildReport", "Progress", "build"]


@dataclass(frozen=True, slots=True)
class _Base:
    """The snapshot that a build starts from, by its manifest.

    `live` tells whether it serves now, `same_model` and `same_reader` whether its vectors and its rows are what this version
    would make of the same files.
    """

    build: str
    manifest: Mapping[str, Any]
    files: Mapping[str, Identity]
    live: bool
    same_model: bool
    same_reader: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """One build at work: what it was asked, what it found, and when it began."""

    corpus: Path
    index: Path
    encoder: Encoder
    found: Scan
    base: _Base | None
    changes: Changes
    reader: str
    began: float


class _Talk:
    """Tells how far the stages are, and stops the build when asked to."""

    def __init__(self, progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._stage, self._began = "", 0.0

    def of(self, stage: str) -> Callable[[str, int, int], None]:
        """What tells of one stage: `(document, done, total)`. It raises BuildCancelledError where the build is to stop."""
        return lambda file, done, total: self._tell(stage, file, done, total)

    def _tell(self, stage: str, file: str, done: int, total: int) -> None:
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

    The new snapshot replaces the old in one step; the old is kept for roll-back. A file that cannot be read is a warning of
    the report. Raises CorpusError, ModelError, BuildLockedError, BuildCancelledError, and SnapshotError where the disk
    refuses: the last complete snapshot then serves on. A dry run writes nothing and takes no lock.
    """
    began, talk = time.monotonic(), _Talk(progress, cancelled)
    try:
        if dry_run:
            work = _work(corpus, index, model, talk, began)
            return _report(work, _is_stale(work))
        with _locked(index):
            sweep(index)
            work = _work(corpus, index, model, talk, began)
            return _built(work, talk) if _is_stale(work) else _report(work, False)
    except OSError as error:
        where = error.filename or index
        raise SnapshotError(
            f"{where}: {error.strerror or error}; the build stopped, and the last complete index, if any, still serves"
        ) from error


@contextmanager
def _locked(index: Path) -> Iterator[None]:
    """Be the only writer of an index folder: the system gives the lock back however this process ends."""
    index.mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(index / ".lock", timeout=0)
    try:
        lock.acquire()
    except filelock.Timeout:
        raise BuildLockedError(f"{index}: another build is under way; wait until it is done") from None
    try:
        yield
    finally:
        lock.release()


def _work(corpus: Path, index: Path, model: str, talk: _Talk, began: float) -> _Work:
    found = scan(corpus, talk.of("Looking"))
    encoder, reader = load_encoder(model), _reader()
    base = _base(index, encoder, reader)
    changes = compared(base.files if base else {}, found.files)
    return _Work(corpus, index, encoder, found, base, changes, reader, began)


def _reader() -> str:
    """The sha256 of the code that reads: another version of it reads every file anew."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256((package / "types.py").read_bytes())
    for path in sorted(p for room in ("reading", "figures") for p in (package / room).rglob("*.py")):
        digest.update(path.read_bytes())
    for name in ("codec.py", "merge.py", "split.py", "workers.py"):
        digest.update((package / "indexing" / name).read_bytes())
    return digest.hexdigest()


def _base(index: Path, encoder: Encoder, reader: str) -> _Base | None:
    """The newest snapshot that is whole, the live one first; None where there is none."""
    live = current_id(index)
    for found in builds(index):
        try:
            manifest = checked_manifest(index / found)
            files = {n: Identity(s["size"], s["sha256"], s["beside"]) for n, s in manifest["files"].items()}
            same_model = manifest["model"]["sha256"] == encoder.hash
            return _Base(found, manifest, files, found == live, same_model, manifest["reader"] == reader)
        except (SnapshotError, OSError, KeyError, TypeError, ValueError):
            # A damaged snapshot is none: what it held is read again.
            continue
    return None


def _is_stale(work: _Work) -> bool:
    base = work.base
    return bool(work.changes) or base is None or not (base.live and base.same_model and base.same_reader)


def _built(work: _Work, talk: _Talk) -> BuildReport:
    """Read, embed, write and swap."""
    base, before = work.base, _loaded(work)
    usable = before if base is not None and base.same_model else None
    kept = work.changes.unchanged if base is not None and usable is not None and base.same_reader else ()
    readings: list[Reading] = []
    files = {n: i for n, i in work.found.files.items() if n not in set(kept)}
    fresh = rows_of(_heard(read_all(work.corpus, files, talk.of("Reading")), readings), work.encoder)
    contents, embedded = merged(usable, kept, fresh, work.encoder, talk.of("Embedding"))
    if not len(contents.tables["documents"]):
        first = next((f"{r.name}: {r.failure}" for r in readings if r.failure), "no file")
        raise CorpusError(f"{work.corpus}: no document can be read ({first}); the last complete index still serves")
    talk.of("Writing")("", 0, 1)
    build_id = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"
    now = Contents(_manifest(work, kept, readings), contents.tables, contents.vectors)
    store.write(work.index, build_id, now)
    use(work.index, build_id)
    store.prune(work.index, {build_id, base.build if base else build_id})
    return _report(work, True, build_id, (before, now), (len(readings), embedded))


def _loaded(work: _Work) -> Contents | None:
    """The contents of the base; None where there is none or its tables do not fit."""
    if work.base is None:
        return None
    try:
        return store.load(work.index / work.base.build, work.base.manifest)
    except SnapshotError:
        return None


def _heard(readings: Iterable[Reading], kept: list[Reading]) -> Iterator[Reading]:
    """Pass readings on, keeping what the manifest needs of them: not their rows, which are many."""
    for reading in readings:
        warnings = reading.document["warnings"] if reading.document else "[]"
        kept.append(Reading(reading.name, reading.identity, {"warnings": warnings}, failure=reading.failure))
        yield reading


def _manifest(work: _Work, kept: Sequence[str], readings: Sequence[Reading]) -> dict[str, Any]:
    """What a snapshot says of itself but for what `store.write` adds."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    before: Mapping[str, Any] = work.base.manifest if work.base else {"files": {}, "warnings": []}
    files = {n: before["files"][n] for n in kept} | {r.name: {**asdict(r.identity), "read": now} for r in readings}
    warnings = [w for w in before["warnings"] if w[0] in set(kept)] + [w for r in readings for w in r.warnings()]
    return {
        "built": now,
        "previous": work.base.build if work.base else None,
        "model": {"name": work.encoder.name, "sha256": work.encoder.hash},
        "reader": work.reader,
        "settings": {"max_tokens": work.encoder.max_tokens, "dimension": work.encoder.dimension},
        "files": dict(sorted(files.items())),
        "warnings": sorted(warnings),
    }


def _figures(contents: Contents | None, documents: set[str]) -> list[Figure]:
    """The figures of some documents of a snapshot."""
    if contents is None:
        return []
    table = contents.tables["figures"]
    inside = pc.is_in(table["document"], value_set=pa.array(sorted(documents), pa.string()))
    return [figure_from(row) for row in table.filter(inside).to_pylist()]


def _report(
    work: _Work,
    changed: bool,
    build_id: str = "",
    contents: tuple[Contents | None, Contents | None] = (None, None),
    cost: tuple[int, int] = (0, 0),
) -> BuildReport:
    """What the build tells: `contents` are those before and now, `cost` the files read and the texts embedded."""
    changes, (before, now) = work.changes, contents
    came = {*changes.modified, *changes.added, *(b for _, b in changes.renamed)}
    went = {*changes.modified, *changes.removed, *(a for a, _ in changes.renamed)}
    if work.base is None or not work.base.same_reader:
        came, went = came | {*changes.unchanged}, went | {*changes.unchanged}
    new, old = _figures(now, came), _figures(before, went)
    manifest = now.manifest if now else work.base.manifest if work.base else {}
    stated = [FileWarning(n, m) for n, m in manifest.get("warnings", ())]
    counts = {n: len(t) for n, t in now.tables.items()} if now else manifest.get("counts", {})
    figures_came, figures_went = come_and_gone(old, new)
    return BuildReport(
        build=build_id or (work.base.build if work.base and work.base.live else ""),
        changed=changed,
        added=changes.added,
        modified=changes.modified,
        renamed=changes.renamed,
        removed=changes.removed,
        unchanged=changes.unchanged,
        documents=counts.get("documents", 0),
        passages=counts.get("passages", 0),
        figures=counts.get("figures", 0),
        figures_came=figures_came,
        figures_went=figures_went,
        figures_changed=changed_figures(old, new),
        warnings=tuple(sorted({*work.found.warnings, *stated}, key=lambda w: (w.document, w.message))),
        read=cost[0],
        embedded=cost[1],
        seconds=time.monotonic() - work.began,
    )

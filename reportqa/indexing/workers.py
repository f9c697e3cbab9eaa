"""Files read in processes of their own: in parallel over the cores, within a time and a memory that no file can exceed.

A worker is started from this module's own command rather than through multiprocessing, which would run the caller's main
module again: under Streamlit that is the page.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from reportqa.errors import ReadError
from reportqa.figures.extract import extract
from reportqa.indexing.codec import document_row, figure_row
from reportqa.indexing.scan import Identity, Pictures, identity, pictures_of
from reportqa.reading import read

__all__ = ["MEMORY", "SECONDS", "Reading", "read_all", "read_file", "serve"]

SECONDS = 60  # for one file
MEMORY = 2 * 2**30  # bytes for one worker
_RECYCLED_OVER = 2**29  # a worker that has grown to this ends after its file, so that the next file has the memory
_TRIES = 3
_READY = b"ready\n"
# The identity of what was not seen whole: it equals none, so the next build reads the file again.
_UNKNOWN = Identity(-1, "")
_LOOK = 0.1  # seconds between two looks at whether to stop
# Fewer bytes than this a worker are not worth starting another for.
_WORTH = 200_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read: its identity, its row among the documents and those of its figures; or `failure`, in one line."""

    name: str
    identity: Identity
    document: dict[str, Any] | None = None
    figures: list[dict[str, Any]] = field(default_factory=list)
    failure: str = ""

    def warnings(self) -> list[list[str]]:
        """[document, message] for what could not be read, the file's name left out of the message."""
        lines = [self.failure] if self.failure else json.loads(self.document["warnings"]) if self.document else []
        return [[self.name, line.removeprefix(f"{self.name}: ")] for line in lines]


def read_file(corpus: Path, name: str, pictures: Pictures) -> Reading:
    """Read one file with its figures. What goes wrong is the reading's `failure`; nothing is raised.

    A file that changes while it is read is read again; the identity returned is that of the bytes that were read.
    """
    found = _UNKNOWN
    try:
        for _ in range(_TRIES):
            found = identity(corpus / name, corpus, pictures)
            reading = _read(corpus, name, found)
            if identity(corpus / name, corpus, pictures) == found:
                return reading
        return Reading(name, _UNKNOWN, failure="changes while it is read; build again when it is still")
    except OSError as error:
        return Reading(name, _UNKNOWN, failure=f"cannot be read ({error.strerror or error})")
    except MemoryError:
        return Reading(name, found, failure="takes more memory than one file is given; split it")
    except RecursionError:
        return Reading(name, found, failure="is nested more deeply than is read")
    except Exception as error:
        # A fault of a reader or of its library costs this file only; the warning names its kind.
        return Reading(name, found, failure=f"cannot be read ({type(error).__name__}: {_line(error)})")


def _read(corpus: Path, name: str, found: Identity) -> Reading:
    try:
        document = read(corpus / name, corpus)
    except ReadError as error:
        return Reading(name, found, failure=_line(error).removeprefix(f"{name}: "))
    return Reading(name, found, document_row(document), [figure_row(f) for f in extract(document)])


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def serve(corpus: str, seconds: int, memory: int) -> None:
    """Run as a worker: names of files, one a line on standard input; a Reading as JSON for each on standard output.

    No file takes more than `seconds`, by a margin that leaves the telling to the build, nor more than `memory` bytes.
    """
    root = Path(corpus)
    # What a library prints must not stand among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bounded(memory)
    pictures = pictures_of(root)
    answers.write(_READY)
    answers.flush()
    for line in sys.stdin.buffer:
        if sys.platform != "win32":
            # Should the build be killed while a file hangs, its worker does not stay behind.
            signal.alarm(seconds + 5)
        reading = read_file(root, json.loads(line), pictures)
        try:
            answer = json.dumps(asdict(reading), ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            broken = Reading(reading.name, reading.identity, failure="holds characters that are none; save it as UTF-8")
            answer = json.dumps(asdict(broken)).encode("ascii")
        last = _peak() > _RECYCLED_OVER
        answers.write((b"-" if last else b"+") + answer + b"\n")
        answers.flush()
        if last:
            return


def _bounded(memory: int) -> None:
    """Leave Ctrl-C to the build, and take no more memory than one file is given, where the system can tell."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _peak() -> int:
    """The most bytes of memory that this process has held."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


class _Worker(threading.Thread):
    """Feeds one process from the queue of files, and starts another where it ends."""

    def __init__(
        self, corpus: Path, todo: queue.SimpleQueue[tuple[str, Identity]], done: queue.SimpleQueue[Reading]
    ) -> None:
        super().__init__(daemon=True)
        self._corpus, self._todo, self._done = corpus, todo, done
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self) -> None:
        """Read file after file until none is left or `stop` is called."""
        try:
            while not self._stopped:
                self._done.put(self._reading(*self._todo.get_nowait()))
        except queue.Empty:
            pass
        finally:
            self._end()

    def stop(self) -> None:
        """End the process from another thread; a file that it is reading is dropped."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _reading(self, name: str, found: Identity) -> Reading:
        """The reading of one file; one that failed where its process ends or takes too long."""
        began = time.monotonic()
        try:
            line = self._answer(name)
        except OSError as error:
            if self._process is None:
                return Reading(name, _UNKNOWN, failure=f"could not be read: {error.strerror or error}")
            line = b""
        if not (line.startswith(b"+") and line.endswith(b"\n")):
            self._end()
        if line.endswith(b"\n"):
            row = json.loads(line[1:])
            return Reading(**{**row, "identity": Identity(**row["identity"])})
        if time.monotonic() - began >= SECONDS:
            return Reading(name, found, failure=f"takes more than {SECONDS} seconds to read; split it")
        return Reading(name, found, failure="ends its reader; it may be damaged, or need too much memory")

    def _answer(self, name: str) -> bytes:
        """The line that the process answers with; b"" where it ends or is ended. Raises OSError."""
        process = self._process = self._process or _started(self._corpus)
        if self._stopped:
            process.kill()
        timer = threading.Timer(SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(name).encode("ascii") + b"\n")
            process.stdin.flush()
            return process.stdout.readline()
        finally:
            timer.cancel()


def _started(corpus: Path) -> subprocess.Popen[bytes]:
    """A process that waits for names. Raises OSError where it cannot be started."""
    call = f"serve({str(corpus)!r}, {SECONDS}, {MEMORY})"
    code = f"import sys; sys.path[:] = {sys.path!r}; from reportqa.indexing.workers import serve; {call}"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    if process.stdout.readline() != _READY:
        process.kill()
        process.communicate()
        raise OSError(None, "the process that reads files does not start")
    return process


def read_all(corpus: Path, files: Mapping[str, Identity], tell: Callable[[str, int, int], None]) -> Iterator[Reading]:
    """The readings of files, in the order in which they are done; `tell(file, done, total)` hears of each, and often.

    A file whose reader ends or takes too long is a reading that failed, of the identity that `files` has. What `tell` raises
    stops every worker.
    """
    todo: queue.SimpleQueue[tuple[str, Identity]] = queue.SimpleQueue()
    done: queue.SimpleQueue[Reading] = queue.SimpleQueue()
    # The largest first, so that no worker is left alone with one at the end.
    for item in sorted(files.items(), key=lambda n: (-n[1].size, n[0])):
        todo.put(item)
    workers = [_Worker(corpus, todo, done) for _ in range(_number(files))]
    at = ""
    try:
        for worker in workers:
            worker.start()
        for count in range(len(files)):
            reading = None
            while reading is None:
                tell(at, count, len(files))
                with contextlib.suppress(queue.Empty):
                    reading = done.get(timeout=_LOOK)
            at = reading.name
            yield reading
    finally:
        for worker in workers:
            worker.stop()
        for worker in workers:
            worker.join()


def _number(files: Mapping[str, Identity]) -> int:
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    worth = 1 + sum(f.size for f in files.values()) // _WORTH
    return min(cores, worth, len(files))

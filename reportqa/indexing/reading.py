"""One file of the corpus → the rows that a snapshot keeps of it. What the workers of a build run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportqa.errors import ReadError
from reportqa.figures.extract import extract
from reportqa.indexing.codec import document_row, figure_row
from reportqa.indexing.scan import Identity, identity
from reportqa.reading import read

__all__ = ["Reading", "read_file"]

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A file, read: its identity, its row among the documents and those of its figures; or `failure`, in one line."""

    name: str
    identity: Identity
    document: dict[str, Any] | None = None
    figures: list[dict[str, Any]] = field(default_factory=list)
    failure: str = ""


def read_file(corpus: Path, name: str, pictures: list[Path] | None = None) -> Reading:
    """Read one file with its figures. Raises nothing but KeyboardInterrupt: what goes wrong is the reading's `failure`.

    A file that changes while it is read is read again; the identity returned is that of the bytes that were read.
    """
    path = corpus / name
    found = Identity(0, "")
    try:
        for _ in range(_TRIES):
            found = identity(path, corpus, pictures)
            reading = _read(corpus, name, found)
            if identity(path, corpus, pictures) == found:
                return reading
        return Reading(name, Identity(0, ""), failure="changes while it is read; build again when it is still")
    except OSError as error:
        return Reading(name, Identity(0, ""), failure=f"cannot be read ({error.strerror or error})")
    except MemoryError:
        return Reading(name, found, failure="takes more memory than is given to one file; split it")
    except Exception as error:
        # A fault of a reader or of its library must cost this file only; it is named, with its kind, in the warning.
        return Reading(name, found, failure=f"cannot be read ({type(error).__name__}: {_line(error)})")


def _read(corpus: Path, name: str, found: Identity) -> Reading:
    try:
        document = read(corpus / name, corpus)
    except ReadError as error:
        return Reading(name, found, failure=_line(error).removeprefix(f"{name}: "))
    return Reading(name, found, document_row(document), [figure_row(f) for f in extract(document)])


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]

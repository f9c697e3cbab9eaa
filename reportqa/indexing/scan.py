"""The corpus folder → the identity of each of its files, and how two such lists differ. Never by time."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from reportqa.errors import CorpusError
from reportqa.reading import readable
from reportqa.reading.read import MAX_BYTES
from reportqa.types import FileWarning

__all__ = ["Changes", "Identity", "Pictures", "Scan", "compared", "identity", "pictures_of", "scan"]

# The pictures of a corpus by the last word of their names, as a page may write it.
Pictures = Mapping[bytes, list[Path]]

PACKAGE = "datapackage.json"
_PICTURES = frozenset([".png", ".jpg", ".jpeg", ".gif", ".webp"])
_MARKUP = frozenset([".md", ".markdown", ".html", ".htm", ".xhtml"])
_BREAKS = re.compile(rb"[\s\"'()<>/\\]+")
_NAMED = re.compile(rb"[^\s\"'()<>/\\]+\.(?:png|jpe?g|gif|webp)", re.I)
# Forms that a person means as a report, with the form to save them in. Any other unknown file is passed over in silence.
_SAVE_AS = {
    ".doc": ".docx",
    ".odt": ".docx",
    ".rtf": ".docx",
    ".pages": ".docx",
    ".xls": ".xlsx",
    ".xlsb": ".xlsx",
    ".ods": ".xlsx",
    ".numbers": ".xlsx",
    ".ppt": ".pdf",
    ".pptx": ".pdf",
    ".odp": ".pdf",
    ".epub": ".html",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a file is: its size in bytes, the sha256 of its bytes, and that of the files beside it that its reading rests on.

    `beside` covers the data packages above it and the pictures it names; "" where there are none. `sha256` is "" for a file
    that is too large to be read at all.
    """

    size: int
    sha256: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """The readable files of a corpus by document id, sorted, and a warning for each that is meant but cannot be taken in."""

    files: Mapping[str, Identity]
    warnings: tuple[FileWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """How a corpus differs from the one before: document ids, sorted; a renamed one is (before, after)."""

    added: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.modified or self.renamed or self.removed)


def scan(corpus: Path, tell: Callable[[str, int, int], None] | None = None) -> Scan:
    """The identity of every file of a corpus folder that is meant as a document; `tell(name, done, total)` hears of each.

    Hidden files and folders, data packages, lock files, pictures and unknown forms are none. Raises CorpusError where the
    folder is missing or holds no document.
    """
    if not corpus.is_dir():
        raise CorpusError(f"{corpus}: no such folder; make it and put reports in it, or name another with --corpus")
    files: dict[str, Identity] = {}
    warnings: list[FileWarning] = []
    drawn, found = _found(corpus, warnings)
    pictures = _by_name(drawn)
    for done, path in enumerate(found):
        name = path.relative_to(corpus).as_posix()
        if tell is not None:
            tell(name, done, len(found))
        try:
            name.encode("utf-8")
            files[name] = identity(path, corpus, pictures)
        except UnicodeEncodeError:
            shown = name.encode("utf-8", "replace").decode("utf-8")
            warnings.append(FileWarning(shown, "its name is not valid UTF-8; rename it"))
        except OSError as error:
            warnings.append(FileWarning(name, f"cannot be read ({error.strerror or error}); check its permissions"))
    if not files:
        said = f" ({warnings[0].document}: {warnings[0].message})" if warnings else ""
        raise CorpusError(
            f"{corpus}: holds no document that can be read{said}; put reports in it: .md, .txt, .pdf, ..."
        )
    return Scan(dict(sorted(files.items())), tuple(sorted(warnings, key=lambda w: w.document)))


def _found(corpus: Path, warnings: list[FileWarning]) -> tuple[list[Path], list[Path]]:
    """(pictures, documents) under a folder; what cannot be entered or is of a form to be saved anew is warned of."""

    def refused(error: OSError) -> None:
        where = Path(error.filename).relative_to(corpus).as_posix()
        if where == ".":
            raise CorpusError(f"{corpus}: cannot be read ({error.strerror}); check its permissions") from error
        warnings.append(FileWarning(where, f"folder cannot be read ({error.strerror}); check its permissions"))

    pictures: list[Path] = []
    documents: list[Path] = []
    for folder, inner, names in os.walk(corpus, onerror=refused):
        for name in inner:
            path = Path(folder, name)
            if path.is_symlink() and not name.startswith("."):
                where = path.relative_to(corpus).as_posix()
                warnings.append(FileWarning(where, "links to a folder; copy the folder itself into the corpus"))
        inner[:] = [n for n in inner if not n.startswith(".") and n != "__MACOSX"]
        for name in names:
            path = Path(folder, name)
            suffix = path.suffix.lower()
            if name == PACKAGE or name.startswith((".", "~$")):
                continue
            if suffix in _PICTURES:
                pictures.append(path)
            elif readable(path):
                documents.append(path)
            elif suffix in _SAVE_AS:
                message = f"{suffix} is not read; save it as {_SAVE_AS[suffix]}"
                warnings.append(FileWarning(path.relative_to(corpus).as_posix(), message))
    return pictures, documents


def pictures_of(corpus: Path) -> Pictures:
    """The pictures of a corpus folder. Raises CorpusError where the folder cannot be read."""
    return _by_name(_found(corpus, [])[0])


def _by_name(paths: list[Path]) -> Pictures:
    found: dict[bytes, list[Path]] = {}
    for path in sorted(paths):
        for written in {os.fsencode(path.name), quote(os.fsencode(path.name)).encode("ascii")}:
            found.setdefault(_BREAKS.split(written)[-1].lower(), []).append(path)
    return found


def identity(path: Path, corpus: Path, pictures: Pictures) -> Identity:
    """The identity of one file of a corpus that holds these pictures.

    A link out of the corpus and what is no regular file are told by their name alone: the reader refuses them unopened.
    Raises OSError where the file cannot be read.
    """
    if path.is_symlink() and not _leads_inside(path, corpus):
        return Identity(0, hashlib.sha256(os.fsencode(os.readlink(path))).hexdigest())
    size, mode = (info := path.stat()).st_size, info.st_mode
    if not stat.S_ISREG(mode) or size > MAX_BYTES:
        return Identity(size, "")
    data = path.read_bytes()
    beside = [*_packages(path, corpus), *_named(path, data, pictures)]
    joined = hashlib.sha256()
    for other in beside:
        joined.update(os.fsencode(other.relative_to(corpus).as_posix()) + b"\0" + _digest(other))
    return Identity(len(data), hashlib.sha256(data).hexdigest(), joined.hexdigest() if beside else "")


def _leads_inside(link: Path, corpus: Path) -> bool:
    try:
        return link.resolve().is_relative_to(corpus.resolve()) and link.exists()
    except (OSError, RuntimeError):  # RuntimeError: a link that leads back to itself
        return False


def _packages(path: Path, corpus: Path) -> Iterator[Path]:
    """The data packages in a file's folder and above, inside the corpus."""
    for folder in path.parents:
        if (folder / PACKAGE).is_file():
            yield folder / PACKAGE
        if folder == corpus:
            return


def _named(path: Path, data: bytes, pictures: Pictures) -> list[Path]:
    """The pictures of the corpus that a page may show: those whose names stand in it."""
    if not pictures or path.suffix.lower() not in _MARKUP:
        return []
    words = {word.lower() for word in _NAMED.findall(data)}
    return sorted({picture for word in words for picture in pictures.get(word, [])})


def _digest(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def compared(before: Mapping[str, Identity], after: Mapping[str, Identity]) -> Changes:
    """How `after` differs from `before`. A removed and an added file of the same bytes are one that was renamed."""
    gone = sorted(before.keys() - after.keys())
    come = sorted(after.keys() - before.keys())
    renamed: list[tuple[str, str]] = []
    by_content: dict[tuple[int, str], list[str]] = {}
    for name in gone:
        if before[name].sha256:
            by_content.setdefault((before[name].size, before[name].sha256), []).append(name)
    for name in come:
        if same := by_content.get((after[name].size, after[name].sha256)):
            renamed.append((same.pop(0), name))
    moved = {name for pair in renamed for name in pair}
    both = sorted(before.keys() & after.keys())
    return Changes(
        added=tuple(n for n in come if n not in moved),
        modified=tuple(n for n in both if before[n] != after[n]),
        renamed=tuple(renamed),
        removed=tuple(n for n in gone if n not in moved),
        unchanged=tuple(n for n in both if before[n] == after[n]),
    )

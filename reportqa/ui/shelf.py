"""The corpus as a list: what lies in its folder, what the index holds of it, and where the two differ."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from reportqa.indexing.snapshot import Snapshot
from reportqa.reading import readable

__all__ = ["Item", "State", "lying", "shelf"]


class State(StrEnum):
    """How a file of the folder and the index stand to one another."""

    READ = "read"
    WAITING = "not read yet"
    CHANGED = "changed since"
    GONE = "no longer in the folder"
    FAILED = "cannot be read"


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the corpus: its size in bytes, its state, when it was read (UTC), and what came of it."""

    document: str
    report: str
    title: str
    size: int
    state: State
    read: str
    passages: int
    figures: int
    warnings: tuple[str, ...] = ()


def lying(corpus: Path) -> dict[str, int]:
    """The readable files of a corpus folder by document id, with their sizes in bytes; hidden folders are passed over."""
    found: dict[str, int] = {}
    for folder, inner, names in os.walk(corpus):
        inner[:] = [n for n in inner if not n.startswith(".") and n != "__MACOSX"]
        for name in names:
            path = Path(folder, name)
            if readable(path):
                try:
                    found[path.relative_to(corpus).as_posix()] = path.stat().st_size
                except OSError:
                    continue
    return dict(sorted(found.items()))


def shelf(corpus: Path, snapshot: Snapshot | None) -> tuple[Item, ...]:
    """Every file that lies in the corpus folder or stands in the index, by document id.

    A file of another size than the index knows has changed; one of the same size is taken to be the same until a build looks.
    """
    here = lying(corpus)
    if snapshot is None:
        return tuple(Item(d, _report(d), "", size, State.WAITING, "", 0, 0) for d, size in here.items())
    known: Mapping[str, Mapping[str, Any]] = snapshot.manifest.get("files", {})
    warned: dict[str, list[str]] = {}
    for name, message in snapshot.manifest.get("warnings", ()):
        warned.setdefault(name, []).append(message)
    passages = Counter(p.document for p in snapshot.passages)
    figures = Counter(f.document for f in snapshot.figures)
    items = []
    for name in sorted({*here, *known, *warned}):
        document = snapshot.documents.get(name)
        stated = known.get(name, {})
        items.append(
            Item(
                name,
                document.report if document else _report(name),
                document.title if document else "",
                here.get(name, int(stated.get("size", 0))),
                _state(name, here, stated, document is not None),
                str(stated.get("read", "")),
                passages[name],
                figures[name],
                tuple(warned.get(name, ())),
            )
        )
    return tuple(items)


def _report(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return folder or last.rpartition(".")[0]


def _state(name: str, here: Mapping[str, int], stated: Mapping[str, Any], held: bool) -> State:
    if name not in here:
        return State.GONE if held else State.FAILED
    if not stated:
        return State.WAITING
    if here[name] != stated.get("size"):
        return State.CHANGED
    return State.READ if held else State.FAILED

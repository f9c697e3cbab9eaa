"""What a build tells: how far it is, and what came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from reportqa.types import Figure, FileWarning

__all__ = ["BuildReport", "Progress", "changed_figures", "come_and_gone"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: `done` of `total` steps of a stage ("Reading", "Embedding", "Writing").

    `file` is the document at hand or ""; `seconds_left` of the stage is None where nothing is known yet.
    """

    stage: str
    file: str
    done: int
    total: int
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and did. Documents are named by id; a renamed one is (before, after).

    `build` is the id that is live now; `changed` tells whether a new snapshot was written (for a dry run: would be).
    `documents`, `passages` and `figures` count what the live snapshot holds; `figures_came` and `figures_went` how many
    figures are new and no longer there; `figures_changed` pairs those of one identity whose value changed.
    """

    build: str
    changed: bool
    added: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    documents: int = 0
    passages: int = 0
    figures: int = 0
    figures_came: int = 0
    figures_went: int = 0
    figures_changed: tuple[tuple[Figure, Figure], ...] = ()
    warnings: tuple[FileWarning, ...] = ()
    read: int = 0
    embedded: int = 0
    seconds: float = 0.0

    def row(self) -> dict[str, Any]:
        """The report as JSON-ready data."""
        changed = [
            {
                "document": after.document,
                "locator": after.locator,
                "subject": after.subject,
                "metric": after.metric,
                "period": after.period.text if after.period else None,
                "before": before.text,
                "after": after.text,
            }
            for before, after in self.figures_changed
        ]
        return {
            "build": self.build,
            "changed": self.changed,
            "added": list(self.added),
            "modified": list(self.modified),
            "renamed": [list(pair) for pair in self.renamed],
            "removed": list(self.removed),
            "unchanged": len(self.unchanged),
            "documents": self.documents,
            "passages": self.passages,
            "figures": self.figures,
            "figures_came": self.figures_came,
            "figures_went": self.figures_went,
            "figures_changed": changed,
            "warnings": [{"document": w.document, "message": w.message} for w in self.warnings],
            "read": self.read,
            "embedded": self.embedded,
            "seconds": round(self.seconds, 3),
        }


def _identity(figure: Figure) -> tuple[str, ...]:
    period = figure.period.text if figure.period else ""
    return (figure.document, figure.subject, figure.metric, period, figure.unit)


def _stated(figure: Figure) -> tuple[object, ...]:
    return (*_identity(figure), figure.text, figure.value)


def come_and_gone(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[int, int]:
    """How many figures are only after, and how many only before: by document, identity, text and value."""
    old, new = Counter(map(_stated, before)), Counter(map(_stated, after))
    return (new - old).total(), (old - new).total()


def changed_figures(before: Iterable[Figure], after: Iterable[Figure]) -> tuple[tuple[Figure, Figure], ...]:
    """Pairs of figures of one identity (document, subject, metric, period, unit) whose value changed.

    Where several figures share an identity, those that stand unchanged are set aside and the rest are paired by locator, else
    in the order of their places.
    """
    old, new = list(before), list(after)
    same = Counter(map(_stated, old)) & Counter(map(_stated, new))
    left, right = _without(old, same), _without(new, same)
    pairs: list[tuple[Figure, Figure]] = []
    for with_place in (True, False):
        waiting: dict[tuple[str, ...], list[Figure]] = {}
        for figure in left:
            waiting.setdefault(_key(figure, with_place), []).append(figure)
        for figure in right:
            if found := waiting.get(_key(figure, with_place)):
                pairs.append((found.pop(0), figure))
        taken = {id(f) for pair in pairs for f in pair}
        left = [f for f in left if id(f) not in taken]
        right = [f for f in right if id(f) not in taken]
    return tuple(sorted((p for p in pairs if p[0].value != p[1].value), key=lambda p: (p[1].document, p[1].start)))


def _key(figure: Figure, with_place: bool) -> tuple[str, ...]:
    return (*_identity(figure), figure.locator if with_place else "")


def _without(figures: list[Figure], known: Counter[tuple[object, ...]]) -> list[Figure]:
    left = Counter(known)
    kept: list[Figure] = []
    for figure in figures:
        stated = _stated(figure)
        if left[stated]:
            left[stated] -= 1
        else:
            kept.append(figure)
    return kept

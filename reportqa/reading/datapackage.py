"""What a Frictionless data package says of a file (https://specs.frictionlessdata.io/data-package/)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportqa.reading.metadata import iso_date

__all__ = ["Description", "described"]

_MAX_BYTES = 5 * 2**20


@dataclass(frozen=True, slots=True)
class Description:
    """A resource's title, notes, section and units by column, its package's publisher and ISO date; "" where it is silent."""

    title: str = ""
    notes: str = ""
    section: str = ""
    units: tuple[str, ...] = ()
    publisher: str = ""
    published: str = ""


def described(path: Path, root: Path) -> Description:
    """What the nearest datapackage.json in the file's folder or above it, inside the corpus, says of a file.

    A package that cannot be read is passed over: the table stands without it.
    """
    for folder in path.parents:
        package = _package(folder / "datapackage.json", root)
        if package is not None:
            return _description(package, path.relative_to(folder).as_posix())
        if folder == root:
            break
    return Description()


def _package(path: Path, root: Path) -> dict[str, Any] | None:
    try:
        if not path.is_file() or not path.resolve().is_relative_to(root.resolve()) or path.stat().st_size > _MAX_BYTES:
            return None
        package = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
    return package if isinstance(package, dict) else None


def _description(package: dict[str, Any], name: str) -> Description:
    resources = package.get("resources")
    found: dict[str, Any] = (
        next((r for r in resources if isinstance(r, dict) and r.get("path") == name), {})
        if isinstance(resources, list)
        else {}
    )
    schema = found.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    units = tuple(_words(f, "unit") for f in fields if isinstance(f, dict)) if isinstance(fields, list) else ()
    return Description(
        _words(found, "title"),
        _words(found, "description"),
        _words(found, "section"),
        units,
        _words(package, "publisher"),
        iso_date(_words(package, "published") or _words(package, "created")),
    )


def _words(of: dict[str, Any], key: str) -> str:
    value = of.get(key)
    return value if isinstance(value, str) else ""

"""The import rule of the house: a room imports only the rooms to its left, `types` and `errors`."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "reportqa"
ROOMS = ["reading", "figures", "indexing", "answering", "assistant", "contract", "console", "cli", "ui"]
EVERYONE = {"types", "errors"}
# Settings are read at the edge and handed inwards as plain values.
SETTINGS_READERS = {"assistant", "console", "cli", "ui", "answering"}


def room_of(path: Path) -> str:
    """The first part of a module's path inside the package: "figures/units.py" lies in "figures"."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Every room of reportqa that a module imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "reportqa" else [base]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("reportqa.")}
    return found


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if room_of(p) in ROOMS)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_room_imports_only_to_its_left(path: Path) -> None:
    room = room_of(path)
    allowed = EVERYONE | set(ROOMS[: ROOMS.index(room) + 1])
    if room in SETTINGS_READERS:
        allowed.add("settings")
    assert imported_rooms(path) <= allowed


def test_only_settings_reads_the_environment() -> None:
    readers = {
        room_of(p)
        for p in PACKAGE.rglob("*.py")
        if any(f"os.{word}" in p.read_text(encoding="utf-8") for word in ("environ", "getenv"))
    }
    assert readers <= {"settings"}


def test_no_package_shadows_the_data_folders() -> None:
    root = PACKAGE.parent
    assert not (root / "corpus" / "__init__.py").exists()
    assert not (root / "index" / "__init__.py").exists()


def test_modules_stay_small() -> None:
    long = {str(p): n for p in PACKAGE.rglob("*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long

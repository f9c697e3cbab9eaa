"""The tree of errors is the one that is drawn, and what a module says it offers exists."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from reportqa import errors

PACKAGE = Path(errors.__file__).parent
# Pages run when they are imported; Streamlit does that.
MODULES = sorted(
    ".".join(p.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for p in PACKAGE.rglob("*.py")
    if "ui" not in p.relative_to(PACKAGE).parts and p.stem != "__main__"
)


def drawn() -> dict[str, str]:
    """Each error of the docstring's tree and the one it hangs from."""
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"([│├└─ ]*)([A-Z]\w*Error)\b", line)
        if found:
            depth = len(found[1]) // 4
            del path[depth:]
            parents[found[2]] = path[-1] if path else "Exception"
            path.append(found[2])
    return parents


def test_the_tree_in_the_docstring_is_the_real_one() -> None:
    real = {n: getattr(errors, n).__bases__[0].__name__ for n in errors.__all__}
    assert drawn() == real


def test_every_error_is_offered_and_explained() -> None:
    defined = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, Exception)}
    assert defined == set(errors.__all__)
    assert all(getattr(errors, n).__doc__ for n in defined)


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_offers_exists(name: str) -> None:
    module = importlib.import_module(name)
    offered = getattr(module, "__all__", [])
    assert [n for n in offered if not hasattr(module, n)] == []
    assert len(set(offered)) == len(offered)

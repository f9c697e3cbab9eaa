"""Where the words of a question stand around a figure: places read by hand, and the shares that come of them."""

from __future__ import annotations

import pytest

from reportqa.answering.nearness import PLACES, placed, surroundings
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot
from reportqa.types import Figure

TEXT = """# Ports of Harrow

Harrow has three ports. The northern port handles 41 cranes and the southern port 17 barges.
"""


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("ports")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "ports.md").write_text(TEXT, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def figure(snapshot: Snapshot, text: str) -> Figure:
    return next(f for f in snapshot.figures if f.text.startswith(text))


def told(snapshot: Snapshot, text: str, *stems: str, names: tuple[str, ...] = ()) -> dict[str, float]:
    row = placed(figure(snapshot, text), surroundings(snapshot), stems, lambda _: 1.0, names, 0.5)
    return dict(zip(PLACES, row, strict=True))


def test_words_are_counted_from_the_number(ports: Snapshot) -> None:
    place = surroundings(ports).of(figure(ports, "41"))
    assert [w for w in place.words if w[0] in ("handl", "northern", "southern")] == [
        ("northern", 2, True),
        ("handl", 0, True),
        ("southern", 2, False),
    ]
    assert (place.nth, place.numbers) == (0, 2)
    assert place.left == {"the", "northern", "port", "handl"}
    assert "barg" not in place.right


def test_the_second_number_has_the_words_before_it(ports: Snapshot) -> None:
    place = surroundings(ports).of(figure(ports, "17"))
    assert "southern" in place.left
    assert "northern" not in place.left
    assert (place.nth, place.numbers) == (1, 2)


def test_shares_are_of_the_words_that_are_asked(ports: Snapshot) -> None:
    near, far = told(ports, "41", "northern", "crane"), told(ports, "17", "northern", "crane")
    assert near["in sentence"] == far["in sentence"] == 1.0
    assert near["nearest"] == 1.0 > far["nearest"]
    assert near["close"] > far["close"]
    assert told(ports, "41", "goat")["in sentence"] == 0.0
    assert told(ports, "41")["in sentence"] == 0.5


def test_a_name_is_near_where_it_stands(ports: Snapshot) -> None:
    assert told(ports, "41", "crane")["names near"] == -1.0
    assert told(ports, "41", "crane", names=("london",))["names near"] == 0.0
    assert told(ports, "41", "crane", names=("harrow",))["names near"] >= 0.4

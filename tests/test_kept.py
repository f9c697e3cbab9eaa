"""What is worked out once a snapshot."""

from __future__ import annotations

from dataclasses import replace

from reportqa.answering.kept import once_a_snapshot
from reportqa.indexing.snapshot import Snapshot


def test_each_snapshot_is_worked_on_once_and_the_last_two_are_kept(invented: Snapshot) -> None:
    asked: list[str] = []

    @once_a_snapshot
    def name(snapshot: Snapshot) -> str:
        asked.append(snapshot.id)
        return snapshot.id

    first, second, third = (replace(invented, id=i) for i in "abc")
    assert [name(s) for s in (first, second, first, second)] == ["a", "b", "a", "b"]
    assert asked == ["a", "b"]
    assert name(third) == "c" and name(second) == "b" and name(first) == "a"
    assert asked == ["a", "b", "c", "a"]


def test_another_snapshot_of_the_same_name_is_worked_on_anew(invented: Snapshot) -> None:
    found = once_a_snapshot(lambda snapshot: snapshot.figures)
    other = replace(invented, figures=invented.figures[:1])
    assert found(invented) is invented.figures
    assert found(other) is other.figures

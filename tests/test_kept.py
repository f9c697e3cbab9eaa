"""What is worked out once a snapshot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from reportqa.answering.kept import once_a_query, once_a_snapshot
from reportqa.answering.query import Asked, Operation, Query
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


def test_each_query_is_worked_on_once_whatever_comes_out(invented: Snapshot) -> None:
    asked: list[str] = []

    @once_a_query
    def nothing(query: Query, snapshot: Snapshot) -> None:
        asked.append(query.text)

    one = Query("How many?", Asked.QUANTITY, Operation.NONE, ())
    other = replace(one, vector=np.ones(2, np.float32))
    assert nothing(one, invented) is nothing(one, invented) is nothing(other, invented) is None
    assert asked == ["How many?", "How many?"]
    for n in range(20):
        nothing(replace(one, text=str(n)), invented)
    nothing(one, invented)
    assert asked.count("How many?") == 3 and len(asked) == 23
    nothing(one, replace(invented, figures=()))
    assert asked.count("How many?") == 4

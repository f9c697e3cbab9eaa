"""A measure of every row of a table: told where the rows are of the kind asked for and the header says no less."""

import pytest

from reportqa.answering.answer import answer
from reportqa.answering.check import faults
from reportqa.answering.lookup import look_up
from reportqa.answering.tables import answer_from_tables
from reportqa.answering.told import plainly_told
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """# Harbours of the Sound

| Harbour, 2025 | Berths | Occupancy | Average daily fee (€) |
|---|---|---|---|
| Vindo | 2,750 | 76% | 14.80 |
| Trelle | 4,300 | 72% | 11.20 |
| Orno | 3,150 | 74% | 18.60 |
| Total | 10,200 | 74% | 14.90 |
"""


@pytest.fixture(scope="module")
def harbours(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    root = tmp_path_factory.mktemp("harbours")
    path = root / "corpus" / "harbours" / "report.md"
    path.parent.mkdir(parents=True)
    path.write_text(REPORT, encoding="utf-8")
    build(root / "corpus", root / "index")
    return open_snapshot(root / "index")


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Give the 2025 occupancy of each of the three harbours.", [76, 72, 74]),
        ("What was the occupancy of every harbour in 2025?", [76, 72, 74]),
        ("How many berths did each harbour have in 2025?", [2750, 4300, 3150]),
        ("What is the average daily fee in each harbour?", [14.8, 11.2, 18.6]),
    ],
)
def test_a_column_is_told_row_by_row(harbours: Snapshot, question: str, values: list[float]) -> None:
    made = answer(question, (), harbours)
    assert made.status == "answered"
    assert [f.value for f in made.figures] == values
    assert all(name in made.answer for name in ("Vindo", "Trelle", "Orno"))
    assert faults(made, harbours.documents) == ()


@pytest.mark.parametrize(
    "question",
    ["Give the 2023 occupancy of each harbour.", "Give the average wage of each harbour.", "How many cranes did each harbour have?"],
)  # fmt: skip
def test_what_no_column_holds_is_not_listed(harbours: Snapshot, question: str) -> None:
    assert len(answer(question, (), harbours).figures) < 3


def test_the_tables_own_reading_goes_before_what_single_cells_tell(harbours: Snapshot) -> None:
    query = understand("What was the occupancy of Vindo in 2025?", [], harbours)
    table, stated = answer_from_tables(query, harbours), look_up(query, harbours)
    assert table is not None and stated is not None
    assert table.figures[0].value == stated.figures[0].value == 76
    assert table.confidence >= 0.5 and list(plainly_told(query, harbours)) == []

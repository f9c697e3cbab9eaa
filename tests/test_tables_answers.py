"""Answers over tables, end to end: value, unit, formula, figures and refusals on small tables that can be worked out by hand."""

from __future__ import annotations

import pytest

from reportqa.answering.answer import answer
from reportqa.answering.check import faults
from reportqa.answering.query import Draft
from reportqa.answering.tables import answer_from_tables
from reportqa.answering.understanding.understand import understand
from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

FERRIES = """,,Year ended December 31,
,2019,2018,2017
,,(in millions),
Revenue:,,,
Ticket revenue,"$ 1,200","$ 1,000",$ 800
Freight revenue,300,500,450
Total revenue,"1,500","1,500","1,250"
Costs:,,,
Crew costs,(600),(500),(480)
Fuel costs,(150),(250),(200)
Total costs,(750),(750),(680)
Net income per share,$ 2.50,$ 2.00,$ 1.60
"""
NOTE = "# Coastal Ferries\n\nThe table shows how the company earned its revenue.\n"
SITES = """Site,Staffed beds,Occupancy (%),Emergency visits
Alder,700,97.0,"121,600"
Birch,300,88.0,"58,400"
Cedar,160,91.0,—
Network,"1,160",93.0,"180,000"
"""
USAGE = """Region,Period,Qualifier,Weekly tokens (trillion)
Norway,first week of May 2026,,8.0
Denmark,first week of May 2026,approximately,4.0
"""
PRICES = 'Period,"API price (RMB per 1,000 tokens)"\nearly 2025,0.12\nMay 2026,0.03\n'


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The index of three reports with a table or two each."""
    folder = tmp_path_factory.mktemp("tables")
    for name, text in (
        ("ferries/table.csv", FERRIES), ("ferries/note.md", NOTE), ("hospitals/sites.csv", SITES),
        ("usage/weekly.csv", USAGE), ("usage/prices.csv", PRICES),
    ):  # fmt: skip
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return open_snapshot(folder / "index")


def drafted(question: str, snapshot: Snapshot, within: str | None = None) -> Draft:
    """The draft of a question, which must have one."""
    draft = answer_from_tables(understand(question, (), snapshot, within), snapshot)
    assert draft is not None, question
    return draft


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("What was the change in ticket revenue between 2018 and 2019?", 200e6, "USD"),
        ("What was the percentage change in ticket revenue between 2018 and 2019?", 20.0, "percent"),
        ("What was the average ticket revenue for 2017, 2018 and 2019?", 1000e6, "USD"),
        ("What was the average crew costs in 2018 and 2019?", 550e6, "USD"),
        ("What percentage of total revenue is freight revenue in 2019?", 20.0, "percent"),
        ("What is the ratio of ticket revenue to freight revenue in 2018?", 2.0, "ratio"),
        ("What was the change in net income per share between 2017 and 2018?", 0.4, "USD"),
    ],
)
def test_arithmetic_in_real_units(question: str, value: float, unit: str, tables: Snapshot) -> None:
    draft = drafted(question, tables, "ferries")
    assert draft.derivation is not None
    assert draft.derivation.value == pytest.approx(value)
    assert draft.derivation.unit.split(" / ")[0] == unit
    # Every operand stands among the figures, and the headline comes first.
    assert set(draft.derivation.operands) <= {f.id for f in draft.figures}


def test_the_working_shows_the_cells_as_printed_and_the_rounding(tables: Snapshot) -> None:
    draft = drafted("What was the percentage change in total costs between 2017 and 2018?", tables, "ferries")
    assert draft.derivation is not None
    assert draft.derivation.value == pytest.approx(100 * 70 / 680)
    assert draft.derivation.formula.endswith("= 10.29% (rounded)")
    assert [f.text for f in draft.figures] == ["(750)", "(680)"]
    assert [f.value for f in draft.figures] == [-750e6, -680e6]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What was the total revenue in 2018?", ("1,500 million USD",)),
        ("What was the ticket revenue in 2019 and 2018 respectively?", ("$ 1,200 million", "$ 1,000 million")),
        ("In which year was freight revenue the highest?", ("2018",)),
        ("In which years was ticket revenue above $900 million?", ("2019", "2018")),
        ("How many years did crew costs exceed $2,000 million?", ("0",)),
    ],
)
def test_short_answers(question: str, short: tuple[str, ...], tables: Snapshot) -> None:
    assert drafted(question, tables, "ferries").short == short


def test_a_table_s_own_total_is_no_row_of_a_ranking(tables: Snapshot) -> None:
    assert drafted("Which site has the most staffed beds?", tables, "hospitals").short == ("Alder",)


def test_of_two_named_rows_the_larger_is_given(tables: Snapshot) -> None:
    assert drafted("Which site has more staffed beds, Birch or Cedar?", tables, "hospitals").short == ("Birch",)


def test_units_of_the_index_are_kept(tables: Snapshot) -> None:
    draft = drafted("What is the ratio of Norway's weekly tokens to Denmark's?", tables, "usage")
    assert draft.derivation is not None
    assert draft.derivation.value == pytest.approx(2.0)
    assert [f.value for f in draft.figures] == [8e12, 4e12]
    assert "about 4.0 trillion tokens" in draft.text


def test_a_rate_is_no_scaled_amount(tables: Snapshot) -> None:
    draft = drafted("What was the percentage change in the API price from early 2025 to May 2026?", tables, "usage")
    assert draft.derivation is not None
    assert draft.derivation.value == pytest.approx(-75.0)
    assert draft.figures[0].value == 0.03


@pytest.mark.parametrize(
    "question",
    [
        "What was the ticket revenue in 2015?",
        "What is the population of France?",
        "How many tokens did Iceland use in 2026?",
        "Who is the chief executive?",
    ],
)
def test_what_no_table_holds_has_little_confidence(question: str, tables: Snapshot) -> None:
    draft = answer_from_tables(understand(question, (), tables), tables)
    assert draft is None or draft.confidence < 0.5


@pytest.mark.parametrize(
    "question",
    [
        "What was the change in ticket revenue between 2018 and 2019?",
        "What was the average crew costs in 2018 and 2019?",
        "In which years was ticket revenue above $900 million?",
        "How many years did ticket revenue exceed $900 million?",
        "What percentage of total revenue is freight revenue in 2019?",
        "Which site has the most staffed beds?",
    ],
)
def test_every_answer_passes_the_check(question: str, tables: Snapshot) -> None:
    made = answer(question, (), tables)
    assert faults(made, tables.documents) == ()


def test_the_report_decides_which_table_is_asked(tables: Snapshot) -> None:
    query = understand("What was the change in ticket revenue between 2018 and 2019?", (), tables, "hospitals")
    draft = answer_from_tables(query, tables)
    assert draft is None or draft.confidence < 0.3

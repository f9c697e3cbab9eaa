"""The audit: each relation that a text states, checked within its rounding; nothing by numeric coincidence."""

from pathlib import Path

import pytest

from evals.audits import HERE, audited, scored
from reportqa.answering.audit.bounds import Bounds, bounds_of, exact
from reportqa.figures import extract
from reportqa.reading import read
from reportqa.types import Check, Figure


def checks_of(folder: Path, text: str, name: str = "r/report.md") -> tuple[Check, ...]:
    """The checks of one document."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return audited(folder)[0]


def told(checks: tuple[Check, ...]) -> list[tuple[str, bool, str]]:
    return [(c.kind, c.agrees, c.working) for c in checks]


def figure_of(folder: Path, sentence: str) -> Figure:
    path = folder / "r.txt"
    path.write_text(f"Title\n\n{sentence}\n", encoding="utf-8")
    return next(f for f in extract(read(path, folder)) if f.unit != "date")


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("China used 7.941 trillion tokens.", 7.9405e12, 7.9415e12),
        ("Norway carried 300 million passengers.", 299.5e6, 300.5e6),
        ("Norway carried about 300 million passengers.", 285e6, 315e6),
        ("Norway carried about 3.7 million passengers.", 3.65e6, 3.75e6),
        ("Norway carried over 50 million passengers.", 49.5e6, float("inf")),
        ("Norway cut up to 200 posts.", 0.0, 200.5),
        ("Norway expects 15-20 million passengers.", 14.5e6, 20.5e6),
    ],
)
def test_bounds_come_from_the_digits_and_the_hedge(tmp_path: Path, sentence: str, low: float, high: float) -> None:
    bounds = bounds_of(figure_of(tmp_path, sentence))
    assert (bounds.low, bounds.high) == pytest.approx((low, high))


def test_interval_arithmetic() -> None:
    a, b = Bounds(2.0, 4.0), Bounds(1.0, 2.0)
    assert a + b == Bounds(3.0, 6.0)
    assert a - b == Bounds(0.0, 3.0)
    assert a / b == Bounds(1.0, 4.0)
    assert a.times(-1.0) == Bounds(-4.0, -2.0)
    assert a / Bounds(-1.0, 1.0) == Bounds(float("-inf"), float("inf"))
    assert a.meets(exact(4.0)) and not a.meets(exact(4.1))
    assert Bounds.total([a, b]) == Bounds(3.0, 6.0)


def test_growth_that_cannot_go_with_an_earlier_ratio(tmp_path: Path) -> None:
    text = (
        "# Usage\n\nPublished on: 2026-05-25\n\nIn May 2026 China was 2.11 times the US in AI usage. In May 2025 China was "
        "approximately 1.4x the US in AI usage.\n\nChina's AI usage grew 312% year-over-year, while the US grew 89%.\n"
    )
    wrong = [c for c in checks_of(tmp_path, text) if not c.agrees]
    assert [(c.kind, c.claimed) for c in wrong] == [("growth", 1.4)]
    assert wrong[0].expected == pytest.approx(2.11 * 1.89 / 4.12)
    assert wrong[0].tolerance == pytest.approx(0.056, abs=0.002)
    sound = text.replace("1.4x", "0.97x")
    assert all(c.agrees for c in checks_of(tmp_path, sound))


def test_the_planted_faults_are_found_and_nothing_else() -> None:
    import json

    verdicts = [json.loads(line) for line in (HERE / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()]
    result = scored(audited(HERE)[0], verdicts)
    assert result["alarms"] == []
    faults = [v for v in verdicts if not v["agrees"]]
    assert len([v for v in faults if v in result["right"]]) >= 0.9 * len(faults)
    assert len(result["right"]) >= 0.9 * len(verdicts)


@pytest.mark.parametrize(
    ("stated", "agrees"),
    [("16%", True), ("15.6%", True), ("15%", True), ("14%", False), ("21%", False), ("over 10%", True)],
)
def test_a_change_between_two_values(tmp_path: Path, stated: str, agrees: bool) -> None:
    text = f"# Ferries\n\nFinland carried 3.70 million passengers in 2025, up from 3.20 million passengers in 2024, an increase of {stated}.\n"
    (check,) = checks_of(tmp_path, text)
    assert (check.kind, check.agrees) == ("change", agrees)
    assert check.expected == pytest.approx(15.625)


def test_a_change_whose_sentence_gives_both_values_and_years(tmp_path: Path) -> None:
    text = "# Looms\n\nThe price of a loom fell from EUR 240 in 2020 to EUR 150 in 2025, a drop of 45%.\n"
    (check,) = checks_of(tmp_path, text)
    assert (check.kind, check.agrees, check.expected) == ("change", False, pytest.approx(-37.5))


def test_a_column_that_prose_gives_together(tmp_path: Path) -> None:
    table = "| Depot | Room (crates) |\n|---|---|\n| North | 410,000 |\n| South | 540,000 |\n| East | 231,000 |\n"
    text = f"# Depots\n\nThe three depots together have room for 1.18 million crates.\n\n{table}"
    (check,) = checks_of(tmp_path, text)
    assert (check.kind, check.agrees, check.claimed, check.expected) == ("total", True, 1_180_000, 1_181_000)
    assert checks_of(tmp_path, text.replace("1.18", "1.25")) == ()


@pytest.mark.parametrize(
    "text",
    [
        # Coincidences, other bases, other times: nothing here states a relation that fails.
        "Norway carried 12 million passengers in 2025. Denmark carried 8 million passengers in 2025. Sweden carried 30 million passengers in 2025.",
        "Taiwan accounted for 13% of total revenue in 2019.\n\n| Country | 2019 |\n|---|---|\n| Taiwan | 2,703 |\n| Japan | 5,000 |\n| Total | 7,703 |",
        "Revenue rose 8% to $5.4 million in 2025. Costs were $5.0 million in 2024.",
        "Norway's ferries carried 4.2 million passengers in 2025 and 3.1 million in 2019, while fares rose 9% in 2025.",
        "| Item | 2019 | 2018 |\n|---|---|---|\n| Cash | 10 | 20 |\n| Stock | 30 | 40 |\n| Sales | 99 | 98 |",
        "| Site | Beds | Occupancy (%) |\n|---|---|---|\n| A | 100 | 90 |\n| B | 200 | 80 |\n| Total | 300 | 83 |",
        "| Item | 2019 |\n|---|---|\n| Cash | 10 |\n| Stock | n/a |\n| Total | 45 |",
    ],
)
def test_no_false_alarm(tmp_path: Path, text: str) -> None:
    assert [c for c in checks_of(tmp_path, f"# Report\n\n{text}\n") if not c.agrees] == []


def test_a_total_row_is_checked_by_column(tmp_path: Path) -> None:
    table = "Region,2024,2025\nNorth,120,131\nSouth,80,88\nEast,45,52\nTotal,245,281\n"
    found = told(checks_of(tmp_path, table, "r/table.csv"))
    assert found == [
        ("total", False, "131 + 88 + 52 = 271; stated: 281"),
        ("total", True, "120 + 80 + 45 = 245; stated: 245"),
    ]


def test_a_change_column_is_understood_by_its_rows(tmp_path: Path) -> None:
    table = "Shop,2024,2025,Change (%)\nA,100,110,10.0\nB,200,190,-5.0\nC,50,60,20.0\nD,80,100,20.0\n"
    found = {c.figures[0]: c.agrees for c in checks_of(tmp_path, table, "r/table.csv") if c.kind == "change"}
    assert list(found.values()).count(False) == 1
    assert len(found) == 4


def test_two_documents_in_conflict(tmp_path: Path) -> None:
    checks_of(tmp_path, "# Ferries\n\nNorway carried 12.6 million passengers in 2025.\n", "a/report.md")
    checks = checks_of(tmp_path, "# Ships\n\nNorway carried 13.9 million passengers in 2025.\n", "b/report.md")
    assert [(c.kind, c.agrees, c.claimed, c.expected) for c in checks] == [("conflict", False, 12.6e6, 13.9e6)]
    same = checks_of(tmp_path, "# Ships\n\nNorway carried 12.60 million passengers in 2025.\n", "b/report.md")
    assert same == ()


def test_what_disagrees_comes_first_and_names_its_figures() -> None:
    checks, figures = audited(HERE)
    known = {f.id for f in figures}
    assert [c.agrees for c in checks] == sorted(c.agrees for c in checks)
    assert all(set(c.figures) <= known for c in checks)


def test_the_report_at_hand(tmp_path: Path) -> None:
    found = audited(Path(__file__).parents[1] / "corpus")[0]
    assert {c.kind for c in found if c.agrees} == {"total", "share", "ratio", "change"}
    # The ratio stands in the prose and in its table; both statements contradict the growth rates, and nothing else does.
    stated = [(c.kind, c.claimed, c.figures[0].partition(":")[0].rpartition("/")[2]) for c in found if not c.agrees]
    assert sorted(stated) == [("growth", 1.4, "china-us-ratio.csv"), ("growth", 1.4, "report.md")]


@pytest.mark.parametrize(
    ("text", "kind", "agrees", "claimed", "expected"),
    [
        ("The three yards built 96 boats in 2025: Skarholm accounted for 44, Vindo for 30 and Trelle for 12.", "total", False, 96, 86),
        ("The yards had 720 cranes between them: 390 in Skarholm, 210 in Vindo and 120 in Trelle.", "total", True, 720, 720),
        ("Sales came to just under €5 million, of which masts took €2.31 million, sails €1.42 million and ropes €1.24 million.", "total", True, 5e6, 4.97e6),
        ("Sales came to just under €5 million, of which masts took €2.31 million, sails €1.42 million and ropes €1.64 million.", "total", False, 5e6, 5.37e6),
        ("Skarholm counted 14,600 members, Vindo 9,800 and the rest of the coast 5,600, or about 30,000 in all.", "total", True, 30000, 30000),
        ("Rope sales in Vindo were worth €52 million in 2025. Of the Vindo total for 2025, thin ropes brought in €31 million, thick ropes €18 million and nets €9 million.", "total", False, 52e6, 58e6),
        ("Boat fares slid from €40 to €34, or 15%.", "change", True, -15, -15),
        ("Boat fares slid from €40 to €34, or 25%.", "change", False, -25, -15),
        ("In May 2024 the average berth in Vindo cost €18 a week; by May 2025 it cost €14, a cut of 22%.", "change", True, -22, -22.22),
        ("In Vindo, sails made up 55% of orders, masts 30% and ropes 15%.", "total", True, 100, 100),
    ],
)  # fmt: skip
def test_what_a_sentence_sets_out_is_checked(
    tmp_path: Path, text: str, kind: str, agrees: bool, claimed: float, expected: float
) -> None:
    checks = checks_of(tmp_path, f"# Boatyards\n\nPublished on: 2026-02-11\n\n{text}\n")
    assert [(c.kind, c.agrees, c.claimed) for c in checks] == [(kind, agrees, claimed)]
    assert checks[0].expected == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    "text",
    [
        "The yards employ 90 riggers: 41 of them work in Vindo and 22 in Trelle.",
        "The guild has set aside €60 million for docks: it spent €40 million in 2024 and expects €35 million in 2026.",
        "Vindo sold 1,800 boats, against 1,200 in Trelle and 900 in Skarholm.",
        "Owners may sleep aboard for up to 90 nights. They stay 2.7 nights in Vindo, 2.4 in Trelle and 1.9 in Skarholm.",
        "Prices per thousand hooks are €31 in Vindo and €9 in Trelle. Of Vindo's hooks, 39% are sold abroad, compared with 58% in Trelle.",
        "Orders rose by 12% a year, from 40 boats in 2020 to 70 boats in 2025.",
    ],
)
def test_what_is_no_whole_with_its_parts_raises_no_alarm(tmp_path: Path, text: str) -> None:
    assert checks_of(tmp_path, f"# Boatyards\n\nPublished on: 2026-02-11\n\n{text}\n") == ()


def test_a_list_comes_to_the_total_that_the_text_names(tmp_path: Path) -> None:
    text = (
        "# Boatyards\n\nPublished on: 2026-02-11\n\nBoats moored in 2025:\n\n- Vindo: 412,000 boats\n- Trelle: 236,000 boats\n"
        "- Skarholm and Orno combined: about 152,000 boats\n\nVindo accounts for 51.5% of the panel total of about 800,000 boats.\n"
    )
    found = {(c.kind, c.agrees, c.claimed) for c in checks_of(tmp_path, text)}
    assert found == {("total", True, 800000.0), ("share", True, 51.5)}

"""Numbers that a report sets side by side, over an invented report: movements, parts of a bill, contrasts, checked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from invented import ask

from reportqa.indexing.build import build
from reportqa.indexing.snapshot import Snapshot, open_snapshot

REPORT = """---
title: Parcel lockers in Norvall, 2025
publisher: Norvall Post Institute
published: 2026-02-12
---
# Parcel lockers in Norvall, 2025

By our count 9.6 million residents collected at least one parcel from a locker in 2025, up from 8.0 million. Locker parcels brought in EUR 412 million of sales, compared with EUR 350 million in 2024.

Pakko, run from Dalheim, handled 126 million parcels in 2025 (2024: 105 million) and Kolibri 84 million (2024: 80 million). Pakko has 5.4 million registered customers, of whom 3.5 million are monthly active ones. Kolibri has 4.2 million registered customers and 2.8 million monthly active ones.

The average parcel at Pakko weighs 2.4 kg. At Kolibri the average parcel weighs 3.1 kg.

Pakko earned EUR 63 million in revenue and Kolibri EUR 50.4 million. Pakko also cut its workforce from 1,600 to 1,200 people. Kolibri employs 900.

Returns at Pakko fell from 5.0% to 4.5% of parcels, whereas at Kolibri they climbed from 6.0% to 7.5%.

The number of locker sites rose from 2,500 at the end of 2024 to 3,500 at the end of 2025, an increase of 30%.

## Who pays

The locker programme cost EUR 40.0 million. The post ministry covered EUR 22.0 million of the bill, towns gave EUR 12.0 million, and senders paid the remaining EUR 6.0 million.

Of the 640 post offices, 480 have a locker of their own and 160 rely on a neighbouring shop.

In the census week 3,120 of the 4,800 listed couriers took part in the safety course.

## Handling

A parcel delivered to the door costs EUR 4.10 on average and one placed in a locker EUR 1.90.

Where customers scan the code themselves, a collection takes 25 seconds; where a clerk scans it, it takes 70 seconds.

Drivers on foot drop 38 parcels an hour, as opposed to 22 parcels an hour for drivers in vans.

In lockers with a roof 0.4% of parcels get wet, against 2.6% in lockers without one.

## Staff

On 1 March 2025 the sorting halls employed 2,560 people, equal to 2,048 full-time posts. The number of unfilled posts climbed to 186 from 150.

**Table 1. Halls**

| Hall | Parcels 2024 (million) | Parcels 2025 (million) | Error rate 2024 (%) | Error rate 2025 (%) |
|---|---|---|---|---|
| Dalheim | 40.0 | 46.0 | 1.8 | 1.2 |
| Oster | 30.0 | 33.0 | 2.0 | 2.3 |
| Vik | 20.0 | 21.0 | 1.1 | 0.9 |
| **Total** | **90.0** | **100.0** | **1.7** | **1.5** |

**Table 2. Spending on the halls (EUR million)**

| Category | 2024 | 2025 |
|---|---|---|
| Rent | 12.0 | 12.6 |
| Wages | 40.0 | 46.0 |
| Power | 8.0 | 7.0 |
| **Total** | **60.0** | **65.6** |

## Senders

Of all parcels, web shops sent 62% and firms 23%; the rest came from private persons.

**Table 3. Occupations**

| Occupation | Headcount | Median monthly pay (EUR) |
|---|---|---|
| Drivers | 410 | 2,100 |
| Clerks | 320 | 1,850 |
"""
WORKED = [
    # one sentence tells both ends of a movement, whatever its numbers are read as
    ("By what percentage did the number of residents using lockers grow from 2024 to 2025?", 20.0, "(9.6 million − 8 million) / 8 million"),
    ("What percentage of its workforce did Pakko cut?", 25.0, "(1,600 − 1,200) / 1,600"),
    ("By what percentage did Pakko's workforce shrink?", 25.0, "(1,600 − 1,200) / 1,600"),
    ("By how many percentage points did returns at Kolibri climb?", 1.5, "7.5% − 6%"),
    ("By how many percentage points did the error rate in Oster go up?", 0.3, "2.3% − 2%"),
    ("By what percentage did spending on wages grow compared with 2024?", 15.0, "(46 million − 40 million) / 40 million"),
    # parts of a bill, whose whole is the number that they add up to; parts of what is counted
    ("What share of the locker bill was paid by senders?", 15.0, "6 million / 40 million"),
    ("What proportion of the programme's cost did the towns bear?", 30.0, "12 million / 40 million"),
    ("What percentage of the post offices have their own locker?", 75.0, "480 / 640"),
    ("What share of post offices rely on a shop nearby?", 25.0, "160 / 640"),
    ("How many listed couriers did not take part in the safety course?", 1680.0, "4,800 − 3,120"),
    ("How many post offices do not have a locker of their own?", 160.0, "640 − 480"),
    ("What percentage of listed couriers did not take part in the safety course?", 35.0, "(4,800 − 3,120) / 4,800"),
    # the rest that a sentence names, and the verb that ties a part to its whole
    ("What share of parcels came from private persons?", 15.0, "100% − 62% − 23%"),
    ("What percentage of parcels did private persons send?", 15.0, "100% − 62% − 23%"),
    ("What share of the parcels sorted in 2025 went through Dalheim?", 46.0, "46 million / 100 million"),
    # an interval or a kind that belongs to the counted noun
    ("How many parcels per monthly active customer did Pakko handle in 2025?", 36.0, "126 million / 3.5 million"),
]  # fmt: skip
COMPARED = [
    ("Is a parcel delivered to the door more expensive than one placed in a locker?", ("yes", "EUR 4.10", "EUR 1.90")),
    ("What is cheaper, delivery to the door or to a locker?", ("to a locker", "EUR 1.90", "EUR 4.10")),
    ("Does collecting take longer when a clerk scans the code or when customers scan it themselves?", ("when a clerk scans the code", "70 seconds", "25 seconds")),
    ("Is it quicker when customers scan themselves or when a clerk does it?", ("when customers scan themselves", "25 seconds", "70 seconds")),
    ("Do drivers on foot or drivers in vans drop more parcels an hour?", ("drivers on foot", "38 parcels an hour", "22 parcels an hour")),
    ("Do parcels get wet more often in lockers with a roof or without one?", ("without one", "2.6%", "0.4%")),
    ("Who earns more, drivers or clerks?", ("Drivers",)),
    ("Compare the average weight of a parcel at Pakko and at Kolibri.", ("Pakko: 2.4 kg", "Kolibri: 3.1 kg")),
]  # fmt: skip
AUDITED = [
    ("The number of locker sites is said to have gone up by 30%. Does that match the two counts?", "No, they do not agree"),
    ("The increase in locker sites is given as 30%. Do the two counts bear that out?", "No, they do not agree"),
    ("Do the payments of the ministry, the towns and the senders make up the EUR 40.0 million?", "Yes, they agree"),
]  # fmt: skip
REFUSED = [
    "By what percentage did the workforce of Kolibri shrink?",
    "How many parcels per courier did Pakko handle?",
    "What percentage of residents took part in the safety course?",
    "What share of the bill was paid by couriers?",
    "Locker sites are said to have grown by 62%. Does that agree with the counts given?",
    "Is a parcel delivered abroad more expensive than one placed in a locker?",
]


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("parcels")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "parcels.md").write_text(REPORT, encoding="utf-8")
    build(corpus, folder / "index")
    return open_snapshot(folder / "index")


@pytest.mark.parametrize(("question", "value", "formula"), WORKED)
def test_what_a_report_sets_side_by_side_is_worked_out(
    question: str, value: float, formula: str, parcels: Snapshot
) -> None:
    made = ask(parcels, question)
    assert made.derivation is not None, made.answer
    assert made.derivation.formula == formula
    assert made.derivation.value == pytest.approx(value)


@pytest.mark.parametrize(("question", "short"), COMPARED)
def test_sides_that_words_tell_apart_are_compared(question: str, short: tuple[str, ...], parcels: Snapshot) -> None:
    assert ask(parcels, question).short == short


@pytest.mark.parametrize(("question", "verdict"), AUDITED)
def test_a_claim_told_before_its_question_is_checked(question: str, verdict: str, parcels: Snapshot) -> None:
    assert ask(parcels, question).short == (verdict,)


@pytest.mark.parametrize("question", REFUSED)
def test_no_operand_of_another_measure_or_owner_enters(question: str, parcels: Snapshot) -> None:
    made = ask(parcels, question)
    assert made.status == "absent", made.answer


def test_a_share_that_is_as_large_as_a_change_does_not_state_it(tmp_path: Path) -> None:
    text = """# Rowing clubs in Vessel, 2025

The clubs had 56,000 members in 2025, up from 50,000 in 2024. Juniors make up 12% of members.
"""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "rowing.md").write_text(text, encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    made = ask(
        open_snapshot(tmp_path / "index"), "By what percentage did the number of members grow from 2024 to 2025?"
    )
    assert made.derivation is not None and made.derivation.value == pytest.approx(12.0)
    assert {f.text for f in made.figures} == {"56,000 members", "50,000"}

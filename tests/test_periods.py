"""Periods: the words, and the interval of days they name."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.figures.periods import find, overlap, parse_date, resolve
from reportqa.types import Period

PUBLISHED = dt.date(2026, 5, 25)
# text, words, first day, last day
DATED = [
    ("in the first week of May 2026", "the first week of May 2026", "2026-05-01", "2026-05-07"),
    ("In the same period of 2025,", "the same period of 2025", "2025-01-01", "2025-12-31"),
    ("by late 2025", "by late 2025", "2025-10-01", "2025-12-31"),
    ("by the end of 2026", "by the end of 2026", "2026-10-01", "2026-12-31"),
    ("the second half of 2025", "the second half of 2025", "2025-07-01", "2025-12-31"),
    ("Q3 2024", "Q3 2024", "2024-07-01", "2024-09-30"),
    ("4Q19", "4Q19", "2019-10-01", "2019-12-31"),
    ("Q3 FY26", "Q3 FY26", "2026-07-01", "2026-09-30"),
    ("Q3/25", "Q3/25", "2025-07-01", "2025-09-30"),
    ("first quarter of FY2026", "first quarter of FY2026", "2026-01-01", "2026-03-31"),
    ("H1 25", "H1 25", "2025-01-01", "2025-06-30"),
    ("1H25", "1H25", "2025-01-01", "2025-06-30"),
    ("H2 FY25", "H2 FY25", "2025-07-01", "2025-12-31"),
    ("homes built 23/24", "23/24", "2023-07-01", "2024-06-30"),
    ("FY24/25", "FY24/25", "2024-07-01", "2025-06-30"),
    ("FY2019", "FY2019", "2019-01-01", "2019-12-31"),
    ("in FY18", "FY18", "2018-01-01", "2018-12-31"),
    ("fiscal 2018", "fiscal 2018", "2018-01-01", "2018-12-31"),
    ("2024/25", "2024/25", "2024-07-01", "2025-06-30"),
    ("May 2026", "May 2026", "2026-05-01", "2026-05-31"),
    ("on 25 May 2026", "25 May 2026", "2026-05-25", "2026-05-25"),
    ("May 25, 2026", "May 25, 2026", "2026-05-25", "2026-05-25"),
    ("2026-05-25", "2026-05-25", "2026-05-25", "2026-05-25"),
    ("2019-2021", "2019-2021", "2019-01-01", "2021-12-31"),
    ("between January and June 2025", "between January and June 2025", "2025-01-01", "2025-06-30"),
    ("the year ended December 31, 2018", "the year ended December 31, 2018", "2018-01-01", "2018-12-31"),
    ("fiscal year ended March 31, 2019", "fiscal year ended March 31, 2019", "2018-04-01", "2019-03-31"),
    ("three months ended 30 June 2019", "three months ended 30 June 2019", "2019-04-01", "2019-06-30"),
    ("has grown since 2024", "2024", "2024-01-01", "2026-05-25"),
    ("the 1990s", "the 1990s", "1990-01-01", "1999-12-31"),
    ("last year", "last year", "2025-01-01", "2025-12-31"),
    ("a year earlier", "a year earlier", "2025-01-01", "2025-12-31"),
    ("two years ago", "two years ago", "2024-01-01", "2024-12-31"),
    ("currently", "currently", "2026-05-25", "2026-05-25"),
    ("next year", "next year", "2027-01-01", "2027-12-31"),
    ("last month", "last month", "2026-04-01", "2026-04-30"),
    ("2026年5月", "2026年5月", "2026-05-01", "2026-05-31"),
    ("2025年上半年", "2025年上半年", "2025-01-01", "2025-06-30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "first", "last"), DATED)
def test_words_and_interval(text: str, words: str, first: str, last: str) -> None:
    ((period, start, end),) = find(text, PUBLISHED)
    assert (period.text, str(period.start), str(period.end)) == (words, first, last)
    assert text[start:end] == words


@pytest.mark.parametrize(
    "text",
    [
        "2,019 tokens",
        "open 24/7",
        "15/20 vision",
        "on 10/11",
        "Q2 30%",
        "the 2041 Notes",
        "its 2018 Form 10-K",
        "2000 homes",
        "may 2 people",
    ],
)
def test_what_is_no_period(text: str) -> None:
    assert find(text, None) == ()


@pytest.mark.parametrize("text", ["grew 5% year-over-year", "in one year", "in July", "in the third quarter"])
def test_words_without_a_date_of_their_own(text: str) -> None:
    ((period, _, _),) = find(text, PUBLISHED)
    assert period.start is None


QUARTER = Period("Q3 2025", dt.date(2025, 7, 1), dt.date(2025, 9, 30))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("a year earlier", "2024-07-01", "2024-09-30"),
        ("the previous year", "2024-07-01", "2024-09-30"),
        ("July", "2025-07-01", "2025-07-31"),
        ("the third quarter", "2025-07-01", "2025-09-30"),
        ("two years before", "2023-07-01", "2023-09-30"),
    ],
)
def test_relative_words_are_dated_from_another_period(words: str, first: str, last: str) -> None:
    found = resolve(Period(words), QUARTER)
    assert (found.text, str(found.start), str(found.end)) == (words, first, last)


def test_periods_in_a_list_are_apart() -> None:
    assert [p.text for p, _, _ in find("2019, 2018 and 2017", None)] == ["2019", "2018", "2017"]


def test_overlap_and_parse_date() -> None:
    assert overlap(QUARTER, Period("2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    assert not overlap(QUARTER, Period("now"))
    assert parse_date("Published on May 25, 2026") == PUBLISHED
    assert parse_date("") is None


@given(
    st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"]),
)
def test_a_date_that_is_written_is_read(day: dt.date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@given(st.text(alphabet="0123456789 QHFY-/,年月JanuryMothfequi", max_size=50))
def test_any_text_is_read_without_error(text: str) -> None:
    found = find(text, PUBLISHED)
    assert all(text[a:b].strip() == p.text for p, a, b in found)
    assert all(p.start is None or p.end is None or p.start <= p.end for p, _, _ in found)

"""Promise 1: every number of an answer has a source, every cited stretch holds its words, every derivation comes out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.answering.check import faults, numbers_in
from reportqa.types import Answer, CitedPassage, Derivation, Document, Figure, Period

TEXT = (
    "In May 2026 China used 7.941 trillion tokens a week. The US used 3.76 trillion tokens. Norway grew 12.5%. "
    "A loss of (3.1) followed. GPT-5 ran 24/7. Prices fell to 0.008 RMB per 1,000 tokens."
)
DOCUMENT = Document("a.txt", "A", "", "", "a", TEXT)
DOCUMENTS = {"a.txt": DOCUMENT}


def figure(text: str, value: float, unit: str, quote: str = "", **more: object) -> Figure:
    start = TEXT.index(text)
    sentence = quote or next(s for s in TEXT.split(". ") if text in s)
    fields: dict[str, object] = {
        "id": f"a.txt:{start}", "text": text, "value": value, "low": None, "high": None, "unit": unit, "qualifier": None,
        "status": None, "subject": "", "metric": "", "period": None, "document": "a.txt", "report": "a", "title": "A",
        "locator": "paragraph 1", "start": start, "end": start + len(text), "quote": sentence,
    }  # fmt: skip
    return Figure(**(fields | more))  # type: ignore[arg-type]


CHINA = figure("7.941 trillion tokens", 7.941e12, "token")
US = figure("3.76 trillion tokens", 3.76e12, "token")
GROWTH = figure("12.5%", 12.5, "percent")
LOSS = figure("(3.1)", -3.1e6, "EUR")
PRICE = figure("0.008 RMB per 1,000 tokens", 0.008, "RMB / kilotoken")


def answer(text: str, *figures: Figure, **more: object) -> Answer:
    return Answer("q", "How many?", "How many?", "answered", text, figures=figures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "China used 7.941 trillion tokens [1].",
        "China used 7,941 billion tokens.",
        "7.941 and 3.76 trillion",
        "In 2026 it was 7.941 trillion.",
        "Norway grew 12.5% [3].",
        "Norway grew 12.5 percent.",
        "A loss of 3.1 million.",
        "0.008 RMB per 1,000 tokens",
        "Two regions and half a dozen more.",
    ],
)
def test_numbers_of_the_evidence_pass(text: str) -> None:
    assert faults(answer(text, CHINA, US, GROWTH, LOSS, PRICE), DOCUMENTS) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("China used 7.941 million tokens.", "7.941 million"),
        ("China used 7.9 trillion tokens.", "7.9 trillion"),
        ("China used 7.95 trillion tokens.", "7.95 trillion"),
        ("GPT-5 did it.", "5"),
        ("It runs 24/7.", "24"),
        ("In 2027 it was 7.941 trillion.", "2027"),
        ("China grew 7.941%.", "7.941%"),
        ("7.941-9 trillion", "7.941-9 trillion"),
    ],
)
def test_numbers_without_a_source_are_named(text: str, number: str) -> None:
    assert faults(answer(text, CHINA), DOCUMENTS)[0] == f"{number!r} in the answer has no source"


def test_what_the_question_says_may_be_repeated() -> None:
    asked = replace(answer("GPT-5 is not in the corpus."), question="What does GPT-5 cost?")
    assert faults(asked, DOCUMENTS) == ()


def test_the_bare_answer_is_checked_too() -> None:
    assert faults(answer("China.", CHINA, short=("8 trillion",)), DOCUMENTS) == (
        "'8 trillion' in the bare answer has no source",
    )


def test_a_period_grounds_its_own_year_and_no_day() -> None:
    import datetime as dt

    dated = replace(CHINA, quote=CHINA.text, period=Period("last year", dt.date(2025, 1, 1), dt.date(2025, 12, 31)))
    assert faults(answer("In 2025.", dated), DOCUMENTS) == ()
    assert faults(answer("On the 31 of it.", dated), DOCUMENTS) == ("'31' in the answer has no source",)


def test_a_figure_whose_span_is_not_its_text() -> None:
    moved = replace(CHINA, start=CHINA.start + 1)
    assert faults(answer("China.", moved), DOCUMENTS) == (f"a.txt[{moved.start}:{moved.end}] is not {CHINA.text!r}",)
    assert faults(answer("China.", replace(CHINA, document="gone.txt")), DOCUMENTS)
    assert faults(answer("China.", replace(CHINA, quote="no such sentence")), DOCUMENTS) == (
        f"the quote of {CHINA.id} does not stand in a.txt",
    )


def test_a_passage_that_is_not_word_for_word() -> None:
    whole = CitedPassage("a.txt", "A", "", 0, 10, TEXT[:10], 0.5)
    assert faults(answer("So it is [1].", passages=(whole,)), DOCUMENTS) == ()
    assert faults(answer("So it is.", passages=(replace(whole, text="In May 2025"),)), DOCUMENTS) == (
        "a.txt[0:10] is not the passage that is cited",
    )


def test_a_marker_that_points_at_nothing() -> None:
    assert faults(answer("China used 7.941 trillion tokens [2].", CHINA), DOCUMENTS) == (
        "[2] points at nothing that is cited",
    )


def derivation(operation: str, formula: str, value: float, unit: str, display: str, *operands: Figure) -> Derivation:
    return Derivation(operation, formula, tuple(o.id for o in operands), value, unit, display)


@pytest.mark.parametrize(
    "made",
    [
        derivation("ratio", "7.941 / 3.76 = 2.112", 2.112, "ratio", "2.112", CHINA, US),
        derivation("sum", "7.941 + 3.76 = 11.701 trillion", 11.701e12, "token", "11.701 trillion", CHINA, US),
        derivation("difference", "7.941 trillion − 3.76 trillion = 4.181 trillion", 4.181e12, "token", "4.181 trillion", CHINA, US),
        derivation("percentage change", "(7.941 − 3.76) / 3.76 = 111.2%", 111.2, "percent", "111.2%", CHINA, US),
        derivation("average", "(7.941 + 3.76) / 2 = 5.8505 trillion", 5.8505e12, "token", "5.8505 trillion", CHINA, US),
        derivation("product", "3.76 trillion × 0.008 per 1,000 = 30.08 million RMB", 3.008e7, "RMB", "30.08 million RMB", US, PRICE),
        derivation("projection back", "7.941 trillion / (100% + 12.5%) = 7.059 trillion", 7.0587e12, "token", "7.059 trillion", CHINA, GROWTH),
        derivation("projection back", "7.941 / (1 + 12.5%) = 7.059 trillion", 7.0587e12, "token", "7.059 trillion", CHINA, GROWTH),
        derivation("conversion", "7.941 trillion / 7 = 1.134 trillion", 1.1344e12, "token", "1.134 trillion", CHINA),
    ],
)  # fmt: skip
def test_derivations_that_come_out(made: Derivation) -> None:
    said = answer(f"It comes to {made.display}.", CHINA, US, PRICE, GROWTH, derivation=made)
    assert faults(said, DOCUMENTS) == ()


@pytest.mark.parametrize(
    ("made", "fault"),
    [
        (derivation("ratio", "7.941 / 3.76 = 2.5", 2.5, "ratio", "2.5", CHINA, US), "7.941 / 3.76 = 2.5 does not come to 2.5"),
        (derivation("ratio", "7.941 / 4.5 = 1.765", 1.765, "ratio", "1.765", CHINA, US), "'4.5' in the derivation has no source"),
        (derivation("ratio", "12.5 / 3.76 = 3.3", 3.3, "ratio", "3.3", GROWTH, US), f"the derivation rests on {GROWTH.id}, which is not cited"),
    ],
)  # fmt: skip
def test_derivations_that_do_not(made: Derivation, fault: str) -> None:
    assert fault in faults(answer("So.", CHINA, US, derivation=made), DOCUMENTS)


def test_a_refusal_may_name_the_nearest_figures() -> None:
    refusal = replace(answer("Not in the corpus; nearest: 7.941 trillion tokens."), status="absent", nearest=(CHINA,))
    assert faults(refusal, DOCUMENTS) == ()


NUMBERS = st.decimals(min_value=0, max_value=10_000, places=2, allow_nan=False)


@given(stated=NUMBERS, said=NUMBERS)
def test_an_answer_never_holds_a_number_that_its_evidence_does_not(stated: object, said: object) -> None:
    text = f"Sales of {stated} tonnes"
    document = Document("b.txt", "B", "", "", "b", text)
    start = text.index(str(stated))
    one = replace(
        CHINA, id="b", document="b.txt", text=str(stated), start=start, end=start + len(str(stated)), quote=text,
        value=float(str(stated)), unit="tonne",
    )  # fmt: skip
    found = faults(answer(f"It was {said} tonnes.", one), {"b.txt": document})
    assert (found == ()) == (float(str(said)) == float(str(stated)))


@given(st.text(max_size=60))
def test_any_text_is_checked_without_an_error(text: str) -> None:
    found = faults(answer(text), DOCUMENTS)
    assert bool(found) >= bool(numbers_in(text))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("15-20 trillion tokens [1]", (15e12, 20e12)),
        ("1,234.5 and 万 3 亿", (1234.5, 3e8)),
        ("$4.5bn or 12 kg", (4.5e9, 12.0)),
        ("no digits", ()),
    ],
)
def test_numbers_in(text: str, values: tuple[float, ...]) -> None:
    assert numbers_in(text) == values

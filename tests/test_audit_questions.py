"""Questions on how figures agree: told from others, answered by the check they mean, with every number grounded."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from reportqa.answering.audit import answer_audit
from reportqa.answering.audit.asking import wanted
from reportqa.answering.check import faults
from reportqa.answering.query import Asked, Operation, Query
from reportqa.figures import extract
from reportqa.reading import read
from reportqa.types import Answer

REPORT = """# Ferries in 2025

Published on: 2026-01-14

## Passengers

Passengers in 2025:

- Norway: 12.6 million passengers
- Denmark: 9.8 million passengers
- Other countries: approximately 9.0 million passengers

The total was 31.4 million passengers in 2025. Norway accounts for 40.1% of total passengers. Norway carried 1.5 times as many as Denmark in 2025.

The Ferry Owners' Federation puts Norway's passengers at 13.9 million in 2025.

## Freight

Ferries carried 1.74 million lorries in 2025, down from 1.92 million lorries in 2024, a decline of 12%.
"""


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """What answer_audit reads of a snapshot: its id, documents and figures."""
    root = tmp_path_factory.mktemp("ferries")
    path = root / "f" / "report.md"
    path.parent.mkdir()
    path.write_text(REPORT, encoding="utf-8")
    document = read(path, root)
    return SimpleNamespace(id=str(root), documents={document.id: document}, figures=extract(document))


def asked(text: str, *entities: str) -> Query:
    return Query(text=text, asked=Asked.YES_NO, operation=Operation.NONE, words=(), entities=entities)


@pytest.mark.parametrize(
    ("question", "verdict", "parts"),
    [
        ("Do the countries' passengers add up to the stated total?", "Yes, they agree", ["31.4 million", "12.6 million", "9.8 million"]),
        ("Is the 40.1% share consistent with the totals?", "Yes, they agree", ["40.1%", "12.6 million", "31.4 million"]),
        ("Does the ratio of 1.5 fit the passengers of the two countries?", "No, they do not agree", ["1.5 times", "1.286"]),
        ("Is the 12% decline consistent with the two lorry counts?", "No, they do not agree", ["12%", "9.4%", "1.74 million", "1.92 million"]),
        ("Check whether 12.6, 9.8 and 9.0 million sum to 31.4 million.", "Yes, they agree", ["31.4 million"]),
        ("Does a drop from 1.92 to 1.74 million lorries really amount to 12%?", "No, they do not agree", ["9.4%"]),
        ("Do the sources agree on Norway's passengers?", "No, they do not agree", ["12.6 million", "13.9 million"]),
        ("Is a share of 45% consistent with the totals?", "No, they do not agree", ["40.1%", "not 45%"]),
        ("Would a decline of 9% be consistent with the two lorry counts?", "Yes, they agree", ["9.4%", "as asked"]),
        ("Would a decline of 8% be consistent with the two lorry counts?", "No, they do not agree", ["9.4%", "not 8%"]),
        ("Does the federation agree with the other number of Norway's passengers?", "No, they do not agree", ["12.6 million", "13.9 million"]),
    ],
)  # fmt: skip
def test_the_verdict_and_its_numbers(ferries: SimpleNamespace, question: str, verdict: str, parts: list[str]) -> None:
    draft = answer_audit(asked(question), ferries)
    assert draft is not None
    assert draft.short == (verdict,)
    assert [p for p in parts if p not in draft.text] == []
    answer = Answer("", question, question, "answered", draft.text, draft.short, draft.figures, draft.derivation)
    assert faults(answer, ferries.documents) == ()


def test_where_a_report_contradicts_itself(ferries: SimpleNamespace) -> None:
    draft = answer_audit(asked("Where does the report contradict itself?"), ferries)
    assert draft is not None
    assert draft.text.startswith("Some figures do not agree: ")
    assert all(number in draft.text for number in ("1.5 times", "12%", "13.9 million"))


def test_a_question_that_no_check_fits_is_refused(ferries: SimpleNamespace) -> None:
    draft = answer_audit(asked("Do the ticket prices of Iceland add up to the stated total?", "iceland"), ferries)
    assert draft is not None
    assert draft.missing == "no figures whose agreement could be checked as the question asks"


@pytest.mark.parametrize(
    "question",
    [
        "Is Doubao made by ByteDance?",
        "Did prices fall by more than 90 %?",
        "How many passengers did Norway carry?",
        "What do the passengers of Norway and Denmark add up to?",
        "What is the core contradiction of China's AI industry?",
        "Do most users agree that AI is useful?",
        "Is the share of China larger than 60%?",
        "Which region has the largest share?",
        "Why do the growth rates differ?",
        "Was the number of passengers 12.6 million?",
        "Do Norwegians match the Danes?",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert wanted(question) is None


@pytest.mark.parametrize(
    ("question", "kind", "numbers"),
    [
        ("Is the 61.6% share consistent with the totals?", "share", (61.6,)),
        ("Is the 3.5 times growth ratio consistent with the growth rates?", "ratio", (3.5,)),
        ("Are the growth rates consistent with the ratio a year earlier?", "growth", ()),
        ("Given growth of 312% and 89%, is a ratio of 1.4x a year earlier consistent?", "growth", (312.0, 89.0, 1.4)),
        ("Do the parts tally with the total in H1 2025?", "total", ()),
        ("Does the 93% decline match the two prices?", "change", (93.0,)),
    ],
)
def test_what_is_wanted(question: str, kind: str, numbers: tuple[float, ...]) -> None:
    want = wanted(question)
    assert want is not None
    assert (want.kinds[0], tuple(n.value for n in want.numbers)) == (kind, numbers)


def test_within_one_document_only(ferries: SimpleNamespace) -> None:
    elsewhere = Query(
        text="Is the 40.1% share consistent with the totals?", asked=Asked.YES_NO, operation=Operation.NONE, words=(),
        within=str(Path("another.md")),
    )  # fmt: skip
    draft = answer_audit(elsewhere, ferries)
    assert draft is not None and draft.missing


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is India's 12.3% share consistent with its 37.4 million units?", "Yes, they agree"),
        ("Is China's 25.9% share consistent with its units and the world total?", "No, they do not agree"),
    ],
)
def test_a_share_whose_total_is_counted_in_other_words(tmp_path: Path, question: str, verdict: str) -> None:
    path = tmp_path / "p" / "report.md"
    path.parent.mkdir()
    path.write_text(
        "# Phones in Q1 2026\n\nVendors shipped 304.1 million smartphones worldwide in Q1 2026.\n\n"
        "India took 37.4 million units in Q1 2026, 12.3% of the world total; China took 71.6 million units or 25.9% of the total.\n",
        encoding="utf-8",
    )
    document = read(path, tmp_path)
    snapshot = SimpleNamespace(id=str(tmp_path), documents={document.id: document}, figures=extract(document))
    draft = answer_audit(asked(question), snapshot)
    assert draft is not None
    assert draft.short == (verdict,)


ACCOUNTS = """# Accounts of the Vindo boatyard

Published on: 2026-02-20

Underlying profit was EUR 304 million in 2025. Restructuring charges amounted to EUR 22 million in 2025. Reported profit was therefore EUR 282 million in 2025.

Rope sales in Vindo were worth EUR 52 million in 2025. Of the Vindo total for 2025, thin ropes brought in EUR 31 million, thick ropes EUR 18 million and nets EUR 9 million.

Net sales were EUR 8,000 million in 2025, so the margin was 3.8% in 2025. The boat price slid from EUR 120 to EUR 95, or 21%.

Sail output was 500 tonnes in 2025. In 2023 sail output was 400 tonnes, so it has grown by 30%.

The three holds can take 1.90 million cubic metres together and cost EUR 640 million.

| Hold | Volume (cubic metres) | Cost (EUR million) |
|---|---|---|
| Fore | 610,000 | 200 |
| Middle | 740,000 | 250 |
| Aft | 530,000 | 190 |
"""


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The accounts as answer_audit reads them."""
    root = tmp_path_factory.mktemp("accounts")
    path = root / "a" / "report.md"
    path.parent.mkdir()
    path.write_text(ACCOUNTS, encoding="utf-8")
    document = read(path, root)
    return SimpleNamespace(id=str(root), documents={document.id: document}, figures=extract(document))


@pytest.mark.parametrize(
    ("question", "verdict", "parts"),
    [
        ("Does the reported profit of EUR 282 million tally with the underlying figure and the restructuring charges?", "Yes, they agree", ["EUR 304 million − EUR 22 million = EUR 282 million"]),
        ("Is the 3.8% margin consistent with the underlying profit and net sales?", "Yes, they agree", ["EUR 304 million / EUR 8,000 million = 3.8%"]),
        ("Do the Vindo rope sales by kind add up to the 2025 total?", "No, they do not agree", ["EUR 52 million", "EUR 58 million"]),
        ("Is the figure of EUR 52 million right, given what each kind of rope brought in?", "No, they do not agree", ["EUR 58 million"]),
        ("Is the 21% slide consistent with the prices of EUR 120 and EUR 95?", "Yes, they agree", ["fall of 20.8%"]),
        ("Is the 21% fall in the boat price right?", "Yes, they agree", ["fall of 20.8%"]),
        ("Has the boat price really slid by 21%, as the report says?", "Yes, they agree", ["fall of 20.8%"]),
        ("Does a 30% rise in sail output square with the 2023 and 2025 figures?", "No, they do not agree", ["rise of 25%"]),
        ("Do the volumes in the hold table come to the 1.90 million cubic metres given?", "No, they do not agree", ["= 1,880,000 cubic metres"]),
        ("Do the costs of the holds in the table add up to the EUR 640 million given?", "Yes, they agree", ["EUR 640 million"]),
    ],
)  # fmt: skip
def test_a_claim_is_held_against_what_the_question_names(
    accounts: SimpleNamespace, question: str, verdict: str, parts: list[str]
) -> None:
    draft = answer_audit(asked(question), accounts)
    assert draft is not None
    assert draft.short == (verdict,)
    assert [p for p in parts if p not in draft.text] == []
    answer = Answer("", question, question, "answered", draft.text, draft.short, draft.figures, draft.derivation)
    assert faults(answer, accounts.documents) == ()


@pytest.mark.parametrize(
    "question",
    [
        "Do the sales of anchors and buoys add up to the total?",
        "Does the profit of EUR 282 million tally with the tax and the interest?",
        "Is the 30% share of Trelle consistent with its unit sales and the total?",
    ],
)
def test_what_the_report_does_not_hold_is_not_checked(accounts: SimpleNamespace, question: str) -> None:
    draft = answer_audit(asked(question), accounts)
    assert draft is not None and draft.missing is not None

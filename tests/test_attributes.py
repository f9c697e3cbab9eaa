"""What the numbers of invented sentences are about, grouped by how the sentence says it."""

from __future__ import annotations

import pytest

from reportqa.figures import extract
from reportqa.types import Block, BlockKind, Document, Figure, Status


def figures_of(text: str, published: str = "2025-11-01") -> dict[str, Figure]:
    """The figures of one paragraph by their characters, dates left out."""
    block = Block(BlockKind.PARAGRAPH, 0, len(text))
    document = Document("a.txt", "", "", published, "a", text, (block,))
    return {f.text: f for f in extract(document) if f.unit != "date"}


# sentence, then for each number: characters, subject, metric
POSSESSIVES = [
    ("Norway's ferry traffic rose 9% year-over-year, while Denmark's fell 3%.", [("9%", "Norway", "ferry traffic growth"), ("3%", "Denmark", "ferry traffic decline")]),
    ("Chile's battery fleet (approximately 3.6 GWh) far exceeds that of Peru (approximately 0.4 GWh).", [("3.6 GWh", "Chile", "battery fleet"), ("0.4 GWh", "Peru", "battery fleet")]),
    ("Installed solar capacity in Portugal reached 5.3 GW, while Spain's stood at 32 GW.", [("5.3 GW", "Portugal", "Installed solar capacity"), ("32 GW", "Spain", "Installed solar capacity")]),
    ("Norwave's fleet comprises 62 aircraft.", [("62 aircraft", "Norwave", "aircraft")]),
]  # fmt: skip
VERBS = [
    ("Rio Norte sold 340,000 vehicles in Brazil and 120,000 in Argentina.", [("340,000 vehicles", "Rio Norte", "vehicles sold in Brazil"), ("120,000", "Rio Norte", "vehicles sold in Argentina")]),
    ("The hospital treated 41,200 patients in 2024, 3% more than in 2023.", [("41,200 patients", "hospital", "patients treated"), ("3%", "hospital", "patients treated growth")]),
    ("Norway exported 21 TWh and imported 9 TWh.", [("21 TWh", "Norway", "amount exported"), ("9 TWh", "Norway", "amount imported")]),
    ("Ajax scored 82 goals and conceded 31.", [("82 goals", "Ajax", "goals scored"), ("31", "Ajax", "goals conceded")]),
    ("Norrvind carried 4.4 million passengers and took NOK 2.3 billion in revenue, yet its operating profit was a mere NOK 71 million.",
     [("4.4 million passengers", "Norrvind", "passengers carried"), ("NOK 2.3 billion", "Norrvind", "revenue"), ("NOK 71 million", "Norrvind", "operating profit")]),
    ("Chile connected 1.1 GW and Portugal 0.8 GW.", [("1.1 GW", "Chile", "amount connected"), ("0.8 GW", "Portugal", "amount connected")]),
    ("In Chile, 2.9 TWh of solar output was curtailed.", [("2.9 TWh", "Chile", "solar output curtailed")]),
]  # fmt: skip
CHANGES = [
    ("Headcount fell to 2,300 from 2,650.", [("2,300", "", "Headcount"), ("2,650", "", "Headcount")]),
    ("Prices dropped to 0.8 euros per litre in May 2025—a 9% decline in one year.", [("0.8 euros per litre", "", "Prices"), ("9%", "", "Prices decline")]),
    ("Operating income increased $6.0 billion or 21%.", [("$6.0 billion", "", "Operating income growth"), ("21%", "", "Operating income growth")]),
    ("Segment costs increased $8.6 million to $16.7 million.", [("$8.6 million", "", "Segment costs growth"), ("$16.7 million", "", "Segment costs")]),
    ("The central bank cut its policy rate by 25 basis points to 3.75%.", [("25 basis points", "", "policy rate decline"), ("3.75%", "", "policy rate")]),
    ("Foodservice net sales were $934 million, a decrease of $121 million, or 11%.", [("$934 million", "", "Foodservice net sales"), ("$121 million", "", "Foodservice net sales decline"), ("11%", "", "Foodservice net sales decline")]),
    ("Sales rose due to a 180% increase in the volume of watts sold.", [("180%", "", "volume of watts sold growth")]),
    ("Rainfall in Kerala was 18% below normal.", [("18%", "Kerala", "Rainfall decline")]),
    ("Same-store sales at Kestrel Foods grew 4.1%, against 2.9% at its rival Brandt & Sons.", [("4.1%", "Kestrel Foods", "Same-store sales growth"), ("2.9%", "Brandt & Sons", "Same-store sales growth")]),
]  # fmt: skip
SHARES_AND_RATIOS = [
    ("Norway accounts for 40.1% of the global salmon exports (approximately 2.9 million tonnes).", [("40.1%", "Norway", "share of global salmon exports"), ("2.9 million tonnes", "global", "global salmon exports")]),
    ("Electric cars made up 24% of new registrations in the EU and 91% in Norway.", [("24%", "electric cars", "share of new registrations in EU"), ("91%", "electric cars", "share of new registrations in Norway")]),
    ("Some 68% of voters backed the plan.", [("68%", "", "share of voters backed the plan")]),
    ("Chile installed 3.6 GWh, four times as much as Spain with 0.9 GWh.", [("four times", "Chile", "amount installed ratio to Spain"), ("0.9 GWh", "Spain", "amount installed")]),
    ("Norway's growth rate is 3.5 times that of Denmark.", [("3.5 times", "Norway", "growth rate ratio to Denmark")]),
    ("Debt fell to 2.1 times EBITDA from 2.8 times.", [("2.1 times", "", "Debt ratio to EBITDA")]),
]  # fmt: skip
LISTS = [
    ("The average fare was NOK 118 in Norway, DKK 92 in Denmark and EUR 13.50 in Finland.", [("NOK 118", "Norway", "average fare"), ("DKK 92", "Denmark", "average fare"), ("EUR 13.50", "Finland", "average fare")]),
    ("Exports of machinery to India, Vietnam and Mexico grew 9%, 14% and 6%, respectively.", [("9%", "India", "Exports of machinery growth"), ("14%", "Vietnam", "Exports of machinery growth"), ("6%", "Mexico", "Exports of machinery growth")]),
    ("We had service and product revenues of $9 million and $57 million, respectively.", [("$9 million", "", "service revenues"), ("$57 million", "", "product revenues")]),
    ("Aurora's Lumen, Baltic's Dune App, and Corvo all have monthly active users exceeding 50 million.", [("50 million", "Aurora's Lumen, Baltic's Dune App, and Corvo", "monthly active users")]),
    ("Public debt is 112% of GDP in France and 64% in Germany.", [("112%", "France", "Public debt"), ("64%", "Germany", "Public debt")]),
    ("Mortality was 4.1% in the treatment group and 6.9% in the control group.", [("4.1%", "", "Mortality in treatment group"), ("6.9%", "", "Mortality in control group")]),
]  # fmt: skip
POINTING_BACK = [
    ("In 2024, Norway was approximately 1.4x Denmark in ferry traffic; by late 2024, the gap widened to 1.7x.", [("1.7x", "Norway", "ratio to Denmark")]),
    ("Kestrel Foods has 310 stores. It employs 9,120 people.", [("9,120 people", "Kestrel Foods", "people employed")]),
    ("Sick leave is the worry. It averaged 13.8 days per employee, up from 12.2 days.", [("13.8 days per employee", "", "Sick leave"), ("12.2 days", "", "Sick leave")]),
    ("Regular ferry fares were about NOK 40 in early 2024; by May 2025, fares had dropped to NOK 35.", [("NOK 40", "", "Regular ferry fares"), ("NOK 35", "", "Regular ferry fares")]),
    ("Outpatient visits reached 356,000. Roughly a fifth of them took place by video.", [("a fifth", "", "share of Outpatient visits took place by video")]),
]  # fmt: skip
OTHERS = [
    ("Clinics willingly pay $200+ per month per seat for Loomis Enterprise.", [("$200+ per month per seat", "Loomis Enterprise", "price")]),
    ("A turnkey battery system cost USD 118 per kWh, compared with USD 165 in 2024.", [("USD 118 per kWh", "turnkey battery system", "turnkey battery system cost"), ("USD 165", "turnkey battery system", "turnkey battery system cost")]),
    ("Andes Voltaje energised Salar Norte, a battery of 300 MW that cost USD 190 million.", [("300 MW", "Salar Norte", "battery"), ("USD 190 million", "Salar Norte", "battery cost")]),
    ("At the end of March, 87 of the 312 vessels in regular service ran on batteries.", [("87", "", "vessels in regular service ran on batteries"), ("312 vessels", "", "vessels in regular service")]),
    ("The network employs 9,120 people, of whom 4,310 are nurses.", [("9,120 people", "network", "people employed")]),
    ("Spanish additions rose 15%.", [("15%", "Spain", "additions growth")]),
]  # fmt: skip
PARTED = [
    ("Kestrel, which supplies restaurants, hospitals and grocers, raised net sales by 8.0%.", [("8.0%", "Kestrel", "net sales growth")]),
    ("Peru, which many expected to be the breakout market, grew just 15%.", [("15%", "Peru", "growth")]),
    ("Its nearest rival, the start-up Lumen EV, holds 13% of sales.", [("13%", "Lumen EV", "share of sales")]),
    ("Kestrel Foods, the largest grocer with 3,900 shops, took €3 billion.", [("3,900 shops", "Kestrel Foods", "shops")]),
    ("Second, strikes in February cost €14 million.", [("€14 million", "strikes", "strikes cost")]),
    ("The board expects Norway to harvest 1.6 million tonnes.", [("1.6 million tonnes", "Norway", "amount harvested")]),
    ("The group expects net sales to grow by 3%.", [("3%", "", "net sales growth")]),
    ("Profit rose by 5.6% to €304 million, and the operating margin improved from 3.3% to 3.4%.",
     [("3.3%", "", "operating margin"), ("3.4%", "", "operating margin")]),
    ("Net debt stood at 1.8 times EBITDA, against 2.0 times a year earlier.", [("1.8 times", "", "Net debt ratio to EBITDA"), ("2.0 times", "", "Net debt ratio to EBITDA")]),
    ("Kestrel Foods bought back 800,000 shares at an average price of €31.25, for a total of €25 million.", [("€31.25", "Kestrel Foods", "average price"), ("€25 million", "Kestrel Foods", "total")]),
    ("On a like-for-like basis sales grew by 2.7%.", [("2.7%", "", "sales growth")]),
    ("The average price paid fell to 22 million dong from 25 million dong.", [("22 million dong", "", "average price paid")]),
    ("Peru had 16,500 swap stations: 9,400 in Lima and 2,600 in Cusco.", [("9,400", "Lima", "swap stations"), ("2,600", "Cusco", "swap stations")]),
    ("A swap costs 62 rupees in India (about $0.70) and 9,500 rupiah in Indonesia (about $0.58).",
     [("9,500 rupiah", "Indonesia", "swap cost"), ("$0.58", "Indonesia", "swap cost")]),
    ("Net sales were €8,930 million, an increase of 3.8% on the €8,600 million of the year before.", [("€8,600 million", "", "Net sales")]),
]  # fmt: skip
ROWS = [*POSSESSIVES, *VERBS, *CHANGES, *SHARES_AND_RATIOS, *LISTS, *POINTING_BACK, *OTHERS, *PARTED]


@pytest.mark.parametrize(("sentence", "expected"), ROWS)
def test_subject_and_metric(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = figures_of(sentence)
    assert [(t, found[t].subject, found[t].metric) for t, _, _ in expected] == expected


UNITS = [
    ("Emergency visits came to 214,300, up from 198,900.", {"214,300": "visit", "198,900": "visit"}),
    ("Waiting times fell from 3.1 to 2.8 hours.", {"3.1": "hour", "2.8 hours": "hour"}),
    ("It cost USD 118 per kWh, compared with USD 165 in 2024.", {"USD 165": "USD / kilowatt_hour"}),
    ("Infections fell to 1.9 per 10,000 patient-days.", {"1.9 per 10,000 patient-days": "infection / 10000 patient-day"}),
    ("The network employs 9,120 people, of whom 4,310 are nurses.", {"4,310": "nurse"}),
    ("Chile has a mobile user base of 17 million.", {"17 million": "user"}),
    ("Norway recorded 7.9 trillion tokens, Denmark only 3.7 trillion.", {"3.7 trillion": "token"}),
    ("The ratio of debt to equity improved to 0.8.", {"0.8": "ratio"}),
    ("BCE earned $672 million, or $0.74 per share.", {"$672 million": "USD", "$0.74 per share": "USD / share"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), UNITS)
def test_units_told_by_the_words_around(sentence: str, expected: dict[str, str]) -> None:
    found = figures_of(sentence)
    assert {t: found[t].unit for t in expected} == expected


# sentence, then for each number: characters, the period's first and last day
PERIODS = [
    ("In the first week of May 2025, Norway's usage reached 7.9 million tokens, while Denmark recorded only 3.7 million.", [("7.9 million tokens", "2025-05-01", "2025-05-07"), ("3.7 million", "2025-05-01", "2025-05-07")]),
    ("Fares were NOK 40 in early 2024; by May 2025, they had dropped to NOK 35—a 12% decline.", [("NOK 40", "2024-01-01", "2024-03-31"), ("NOK 35", "2025-05-01", "2025-05-31"), ("12%", "2025-05-01", "2025-05-31")]),
    ("Visits came to 214,300 in 2024, up from 198,900 in 2023, an increase of 7.7%.", [("214,300", "2024-01-01", "2024-12-31"), ("198,900", "2023-01-01", "2023-12-31"), ("7.7%", "2024-01-01", "2024-12-31")]),
    ("Sales were $9.5 billion in fiscal 2019, an increase of 20% compared to fiscal 2018.", [("$9.5 billion", "2019-01-01", "2019-12-31"), ("20%", "2019-01-01", "2019-12-31")]),
    ("Expense was $18.5 million, $17.7 million, and $13.3 million for 2019, 2018, and 2017, respectively.", [("$18.5 million", "2019-01-01", "2019-12-31"), ("$17.7 million", "2018-01-01", "2018-12-31"), ("$13.3 million", "2017-01-01", "2017-12-31")]),
    ("Benefits for the years ended March 31, 2019 and 2018 were $131 million and $117 million.", [("$131 million", "2018-04-01", "2019-03-31"), ("$117 million", "2017-04-01", "2018-03-31")]),
    ("In Q3 2025 the margin slipped to 4.1%, from 5.8% a year earlier.", [("4.1%", "2025-07-01", "2025-09-30"), ("5.8%", "2024-07-01", "2024-09-30")]),
    ("Net profit was $9.8 million in 2019 (2018: $6.6 million).", [("$9.8 million", "2019-01-01", "2019-12-31"), ("$6.6 million", "2018-01-01", "2018-12-31")]),
    ("EPS fell to $0.88 in Q4 2019, from $0.89 in Q4 2018.", [("$0.88", "2019-10-01", "2019-12-31"), ("$0.89", "2018-10-01", "2018-12-31")]),
    ("Costs rose $8.6 million to $16.7 million for the year ended December 31, 2019.", [("$8.6 million", "2019-01-01", "2019-12-31"), ("$16.7 million", "2019-01-01", "2019-12-31")]),
    ("The airport handled 28.4 million passengers, 9% above its 2019 level.", [("28.4 million passengers", "None", "None"), ("9%", "None", "None")]),
    ("Inflation eased to 2.1% in May from 2.4% in April.", [("2.1%", "2025-05-01", "2025-05-31"), ("2.4%", "2025-04-01", "2025-04-30")]),
    ("The bridge opened in March 2025 and takes 2,600 lorries a day.", [("2,600 lorries a day", "None", "None")]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), PERIODS)
def test_periods_are_bound_to_their_numbers(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = figures_of(sentence)
    periods = {t: found[t].period for t, _, _ in expected}
    assert [(t, str(p.start) if p else "None", str(p.end) if p else "None") for t, p in periods.items()] == expected


def test_an_earlier_value_without_a_date_lies_before_the_later_one() -> None:
    found = figures_of("In 2024 the wait lengthened to 3.6 hours from 3.1 hours.")
    later, earlier = found["3.6 hours"].period, found["3.1 hours"].period
    assert later is not None and earlier is not None and later.start is not None and earlier.end is not None
    assert earlier.end < later.start


STATUSES = [
    ("Usage will reach 15-20 trillion tokens by the end of 2026.", "15-20 trillion tokens", Status.FORECAST),
    ("Emergency visits are expected to grow by another 3%.", "3%", Status.FORECAST),
    ("The tower will cost C$412 million, of which C$96 million had been spent.", "C$412 million", Status.FORECAST),
    ("The tower will cost C$412 million, of which C$96 million had been spent.", "C$96 million", Status.REPORTED),
    (
        "We expect 118 million passengers in 2026, against an estimated 112 million in 2025.",
        "112 million",
        Status.ESTIMATE,
    ),
    ("Lumen's monthly users reportedly exceed 100 million.", "100 million", Status.ESTIMATE),
    ("The projected benefit obligation was $4 million in 2019.", "$4 million", Status.REPORTED),
    ("Sales rose 5% in 2024.", "5%", Status.REPORTED),
]


@pytest.mark.parametrize(("sentence", "text", "status"), STATUSES)
def test_status(sentence: str, text: str, status: Status) -> None:
    assert figures_of(sentence)[text].status is status


FREQUENCIES = [
    ("China's weekly usage reached 7.9 trillion tokens.", "7.9 trillion tokens", "week"),
    ("China imported 11.3 million barrels of oil a day.", "11.3 million barrels", "day"),
    ("Norway handled 5 million cases.", "5 million cases", ""),
    ("Annual output reached 8.9 million tonnes, up 5%.", "5%", ""),
]


@pytest.mark.parametrize(("sentence", "text", "frequency"), FREQUENCIES)
def test_frequency(sentence: str, text: str, frequency: str) -> None:
    assert figures_of(sentence)[text].frequency == frequency


# What is not read well yet: (sentence, characters, subject, metric) as an analyst would have them.
UNREAD = [
    ("More than half of respondents (54%) said they would switch banks.", "54%", "", "share of respondents would switch banks"),
    ("The trial enrolled 640 patients; 312 received the drug and 328 a placebo.", "328", "trial", "patients received a placebo"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "text", "subject", "metric"), UNREAD)
@pytest.mark.xfail(strict=True)
def test_not_read_well_yet(sentence: str, text: str, subject: str, metric: str) -> None:
    figure = figures_of(sentence)[text]
    assert (figure.subject, figure.metric) == (subject, metric)


# A date as an answer: characters, subject, metric.
DATES = [
    ("Kestrel should break even in the fourth quarter of 2026.", ("the fourth quarter of 2026", "Kestrel", "break even")),
    ("The final dividend of €0.56 will be payable on 6 May 2026.", ("6 May 2026", "", "final dividend payable")),
    ("An interim dividend of €0.36 was paid in September 2025.", ("September 2025", "", "interim dividend paid")),
    ("Subject to approval at the general meeting on 22 April 2026, the dividend will rise.", ("22 April 2026", "", "general meeting")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), DATES)
def test_what_happens_at_a_date(sentence: str, expected: tuple[str, str, str]) -> None:
    document = Document("a.txt", "", "", "2025-11-01", "a", sentence, (Block(BlockKind.PARAGRAPH, 0, len(sentence)),))
    assert [(f.text, f.subject, f.metric) for f in extract(document) if f.unit == "date"] == [expected]


def test_a_period_that_labels_a_value_is_no_date_of_its_own() -> None:
    sentence = "Net profit was €181 million (2024: €177 million)."
    document = Document("a.txt", "", "", "2025-11-01", "a", sentence, (Block(BlockKind.PARAGRAPH, 0, len(sentence)),))
    assert [f.text for f in extract(document)] == ["€181 million", "€177 million"]

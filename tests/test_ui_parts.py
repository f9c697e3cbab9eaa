"""The parts of the pages: what they show of a figure, an answer, a document, and that it shows as text."""

import datetime as dt
import io
from dataclasses import replace

import openpyxl
import pytest
from babel import Locale

from reportqa.types import (
    Answer,
    Block,
    BlockKind,
    Cell,
    CitedPassage,
    Derivation,
    Document,
    Figure,
    Period,
    Qualifier,
    Status,
    Table,
)
from reportqa.ui import amounts, browse, chart, export, parts, plain
from reportqa.ui.chat import Turn, citing, history
from reportqa.ui.excerpts import excerpts, place_of
from reportqa.ui.leaf import leaf
from reportqa.ui.marks import Mark, marked
from reportqa.ui.pagination import PAGE, page_of, pages
from reportqa.ui.places import address
from reportqa.ui.suggestions import about

TEXT = "# Ferries\n\nNorway carried 4.2 million passengers in 2025. Denmark carried 1.9 million passengers in 2025."
EN = Locale("en")


def figure(text: str, value: float, subject: str, year: int = 2025, **more: object) -> Figure:
    start = TEXT.find(text)
    made = Figure(
        id=f"ferries/report.md:{start}:{subject}:{year}", text=text, value=value, low=None, high=None, unit="passenger",
        qualifier=None, status=Status.REPORTED, subject=subject, metric="passengers carried",
        period=Period(f"in {year}", dt.date(year, 1, 1), dt.date(year, 12, 31)), document="ferries/report.md", report="ferries",
        title="Ferries", locator="§ Ferries, paragraph 1", start=start, end=start + len(text), quote="",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


NORWAY = figure("4.2 million passengers", 4.2e6, "Norway")
DENMARK = figure("1.9 million passengers", 1.9e6, "Denmark")
DOCUMENT = Document(
    "ferries/report.md", "Ferries", "Harbour Office", "2026-03-01", "ferries", TEXT,
    (Block(BlockKind.HEADING, 2, 9, 1), Block(BlockKind.PARAGRAPH, 11, len(TEXT))),
)  # fmt: skip
PASSAGE = CitedPassage("ferries/report.md", "Ferries", "Ferries > Traffic", 11, len(TEXT), TEXT[11:], 0.9)
ANSWER = Answer(
    "1", "What is the difference?", "What is the difference between Norway and Denmark?", "answered",
    "The difference is 2.3 million passengers: 4.2 million[1] (Norway) − 1.9 million[2] (Denmark).",
    ("2.3 million passengers",), (NORWAY, DENMARK),
    Derivation("difference", "4.2 million − 1.9 million", (NORWAY.id, DENMARK.id), 2.3e6, "passenger", "2.3 million passengers"),
    (PASSAGE,),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#x27;"),
        ("1\u202e2", "1⟨U+202E⟩2"),
        ("x\x00y\x1b[0m", "x⟨U+0000⟩y⟨U+001B⟩[0m"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("4.5 万亿 – über", "4.5 万亿 – über"),
    ],
)
def test_corpus_text_is_text_in_html(text: str, expected: str) -> None:
    assert plain.html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$5 and $6", r"\$5 and \$6"),
        ("[x](http://y)", r"\[x\]\(http\:\/\/y\)"),
        (":material/home: :red[x]", "\\:\u2060material\\/home\\: \\:red\\[x\\]"),
        ("a <- b", "a \\<\u2060\\- b"),
        ("two\nlines", "two lines"),
    ],
)
def test_corpus_text_is_text_in_markdown(text: str, expected: str) -> None:
    assert plain.markdown(text) == expected


@pytest.mark.parametrize(
    ("value", "locale", "grouped", "scaled"),
    [
        (7.941e12, "en", "7,941,000,000,000", "7.941 trillion"),
        (0.008, "en", "0.008", "0.008"),
        (1.05e9, "de-DE", "1.050.000.000", "1,05 Milliarden"),
        (61.6, "xx-unknown", "61.6", "61.6"),
        (1234567.123456, "en", "1,234,567.123456", "1.235 million"),
    ],
)
def test_numbers_are_written_in_the_readers_way(value: float, locale: str, grouped: str, scaled: str) -> None:
    assert amounts.grouped(value, amounts.locale_of(locale)) == grouped
    assert amounts.scaled(value, amounts.locale_of(locale)) == scaled


def test_a_reading_tells_hedge_range_and_unit() -> None:
    assert amounts.reading(NORWAY, EN) == "4,200,000 passengers"
    assert amounts.reading(replace(NORWAY, qualifier=Qualifier.ABOUT), EN) == "≈ 4,200,000 passengers"
    assert (
        amounts.reading(replace(NORWAY, low=15e12, high=20e12, unit="token"), EN)
        == "15,000,000,000,000–20,000,000,000,000 tokens"
    )
    assert amounts.reading(replace(NORWAY, unit="date"), EN) == ""


def test_marks_nest_and_never_lose_a_character() -> None:
    quote, inner = Mark(11, 57, "q", quote=True), Mark(NORWAY.start, NORWAY.end, "m", 1)
    assert marked(TEXT, 11, 57, [inner, quote]) == (
        '<mark class="rq-quote" id="q">Norway carried <mark class="rq-mark" id="m">4.2 million passengers</mark>'
        '<span class="rq-ref">[1]</span> in 2025.</mark>'
    )
    nested = '<mark class="rq-mark"><mark class="rq-mark">&lt;</mark>b</mark>'
    assert marked("a<b", 0, 3, [Mark(1, 2), Mark(1, 3)]) == f"a{nested}"
    assert marked("abcd", 0, 4, [Mark(0, 2), Mark(1, 3)]) == '<mark class="rq-mark">ab</mark>cd'


def test_each_marker_leads_to_the_highlight_of_its_source() -> None:
    assert [place_of(3, n, ANSWER) for n in (1, 2, 3)] == ["t3-m1", "t3-m2", "t3-p1"]
    said = parts.sentence(ANSWER, 3)
    assert '<a class="rq-cite" href="#t3-m1" title="Source: 4.2 million passengers">[1]</a>' in said
    assert "<strong>2.3 million passengers</strong>" in said
    (shown,) = excerpts(ANSWER, 3, {DOCUMENT.id: DOCUMENT})
    body = parts.excerpt(shown, DOCUMENT)
    assert '<mark class="rq-mark" id="t3-m1">4.2 million passengers</mark><span class="rq-ref">[1]</span>' in body
    assert 'id="t3-p1"' in body
    assert "Ferries › Traffic" in body


def test_a_marker_of_nothing_stays_text() -> None:
    assert "[9]" in parts.sentence(replace(ANSWER, answer="See [9]."), 1)
    assert "href" not in parts.sentence(replace(ANSWER, answer="See [9]."), 1)


def test_the_working_links_each_operand_and_names_it() -> None:
    body = parts.formula(ANSWER, 1)
    assert (
        '<a class="rq-operand" href="#t1-m1">4.2 million</a> − <a class="rq-operand" href="#t1-m2">1.9 million</a>'
        in body
    )
    assert "= <strong>2.3 million passengers</strong>" in body
    assert "Norway, passengers carried, in 2025" in body
    assert parts.formula(replace(ANSWER, derivation=None), 1) == ""


def test_the_bare_answer_comes_large_with_its_source_for_a_screen_reader() -> None:
    body = parts.lead(ANSWER, live=True)
    assert '<p class="rq-short">2.3 million passengers</p>' in body
    assert 'role="alert"' in body and "Source: Ferries › Traffic." in body
    assert "<li>a</li><li>b</li>" in parts.lead(replace(ANSWER, short=("a", "b")), live=False)
    absent = replace(ANSWER, status="absent", answer="Not in the corpus: <nothing>.", short=())
    assert "Not in the corpus: &lt;nothing&gt;." in parts.lead(absent, live=False)


def test_a_quotation_stands_once() -> None:
    long = "Norway carried 4.2 million passengers in 2025, more than in any year before it."
    assert parts.repeats(replace(ANSWER, short=(long,), answer=f"{long}[1]"))
    assert not parts.repeats(ANSWER)


def test_a_card_holds_the_whole_identity() -> None:
    body = parts.card(NORWAY, 1, 2, EN)
    for piece in (
        "4.2 million passengers",
        "4,200,000 passengers",
        "Norway",
        "passengers carried",
        "in 2025",
        "reported",
        "§ Ferries",
    ):
        assert piece in body
    assert 'id="t2-f1"' in body
    assert "<script>" not in parts.card(replace(NORWAY, subject="<script>", text="<script>"), 1, 1, EN)


def test_quotations_of_one_paragraph_are_one_excerpt_and_a_changed_document_is_not_marked() -> None:
    first, second = (replace(PASSAGE, start=a, end=b, text=TEXT[a:b]) for a, b in ((11, 57), (58, len(TEXT))))
    quoted = replace(ANSWER, figures=(), derivation=None, passages=(first, second))
    (shown,) = excerpts(quoted, 1, {DOCUMENT.id: DOCUMENT})
    assert (shown.start, shown.end, shown.numbers) == (11, len(TEXT), (1, 2))
    assert [m.quote for m in shown.marks] == [True, True]
    changed = {DOCUMENT.id: replace(DOCUMENT, text="Another text")}
    kept = excerpts(quoted, 1, changed)
    assert [(e.intact, e.text) for e in kept] == [(False, first.text), (False, second.text)]


def test_a_cited_row_is_shown_as_its_table_with_the_cell_marked() -> None:
    text = "country,cargo\nNorway,12.5\nDenmark,8.1\n"
    spans = [[(0, 7), (8, 13)], [(14, 20), (21, 25)], [(26, 33), (34, 37)]]
    cells = tuple(tuple(Cell(r, c, a, b, text[a:b]) for c, (a, b) in enumerate(row)) for r, row in enumerate(spans))
    table = Table("cargo.csv", "Cargo", 0, len(text), cells)
    document = Document("f/cargo.csv", "Cargo", "", "", "f", text, (Block(BlockKind.TABLE, 0, len(text)),), (table,))
    cited = CitedPassage("f/cargo.csv", "Cargo", "", 14, 25, text[14:25], 1.0)
    cell = replace(NORWAY, document="f/cargo.csv", text="12.5", start=21, end=25, table=0, row=1, column=1)
    (shown,) = excerpts(
        Answer("", "q", "q", "answered", "12.5[1]", ("12.5",), (cell,), None, (cited,)), 1, {document.id: document}
    )
    body = parts.excerpt(shown, document)
    assert '<th scope="row">Norway</th><td><mark class="rq-mark" id="t1-m1">12.5</mark>' in body
    assert "Denmark" not in body and '<th scope="col">cargo</th>' in body


def test_only_what_compares_is_drawn() -> None:
    found = chart.comparable([NORWAY, DENMARK])
    assert found is not None and found.by == "subject" and [f.subject for f in found.figures] == ["Norway", "Denmark"]
    assert "Norway: 4.2 million passengers" in found.described
    assert chart.comparable([NORWAY]) is None
    assert chart.comparable([NORWAY, replace(DENMARK, unit="USD")]) is None
    later = figure("4.2 million passengers", 4.9e6, "Norway", 2026, status=Status.FORECAST, low=4.5e6, high=5.3e6)
    line = chart.comparable([later, NORWAY])
    assert line is not None and line.by == "period" and [f.value for f in line.figures] == [4.2e6, 4.9e6]
    rows = chart.drawn(line).to_dict()["datasets"]
    (values,) = rows.values()
    assert [(r["value"], r["low"], r["high"]) for r in values] == [(4.2, 4.2, 4.2), (4.9, 4.5, 5.3)]


def test_filters_combine_and_orders_sort() -> None:
    figures = [NORWAY, DENMARK, figure("4.2 million passengers", 4.9e6, "Norway", 2026)]
    frame = browse.frame_of(figures)
    assert list(browse.chosen(frame, browse.Choice(subjects=("Norway",), years=("2026",))).index) == [2]
    assert list(browse.chosen(frame, browse.Choice(text="denmark PASSENGERS")).index) == [1]
    assert list(browse.chosen(frame, browse.Choice(order="value")).index) == [2, 0, 1]
    assert list(browse.chosen(frame, browse.Choice(), ranked=[1, 2]).index) == [1, 2]
    assert browse.choices(frame, "subject") == ["Norway", "Denmark"]
    assert browse.same_measure(figures, NORWAY) == (figures[0], figures[2])
    assert list(browse.frame_of([]).index) == []


def test_the_sheet_and_the_csv_hold_texts_never_formulas() -> None:
    odd = replace(NORWAY, subject='=HYPERLINK("x")', text="-3.1 %", metric="+cmd|x")
    rows = export.figures_table([odd]).splitlines()
    assert '"\'=HYPERLINK(""x"")"' in rows[1] and ",'+cmd|x," in rows[1] and ",-3.1 %," in rows[1]
    sheet = openpyxl.load_workbook(io.BytesIO(export.figures_sheet([odd]))).active
    assert sheet is not None
    header = [c.value for c in sheet[1]]
    cells = {name: cell for name, cell in zip(header, sheet[2], strict=True)}
    assert (cells["subject"].value, cells["subject"].data_type) == ('=HYPERLINK("x")', "s")
    assert cells["value"].value == 4.2e6


def test_an_answer_is_copied_with_its_citations() -> None:
    said = export.answer_markdown(ANSWER)
    assert said.startswith(
        "**What is the difference?**\n\nUnderstood as: What is the difference between Norway and Denmark?"
    )
    assert "4.2 million[1] (Norway)" in said
    assert "Working: 4.2 million − 1.9 million = 2.3 million passengers" in said
    assert "- [1] 4.2 million passengers: Norway, passengers carried, in 2025. Ferries, § Ferries, paragraph 1." in said
    assert "- [3] Ferries › Traffic:\n  > Norway carried" in said


def test_a_chat_knows_its_questions_and_what_they_cite() -> None:
    turn = Turn(1, "q", ANSWER, "b")
    assert history([turn]) == ["q"]
    assert citing([turn], DENMARK.id) == (turn,)
    assert citing([turn], "other") == ()


def test_a_document_is_shown_with_every_figure_marked_and_explained() -> None:
    body = leaf(DOCUMENT, DOCUMENT.blocks, [NORWAY, DENMARK], (NORWAY.start, NORWAY.end), EN)
    assert "<h2>Ferries</h2>" in body
    assert body.count("popovertarget=") == 4 and body.count("<div popover") == 2
    assert '<mark class="rq-mark rq-here"><button type="button" class="rq-figure" popovertarget="known-0">' in body
    assert "<dt>Subject</dt><dd>Norway</dd>" in body


def test_a_long_document_is_cut_between_blocks() -> None:
    size = PAGE // 2 + 1
    blocks = tuple(Block(BlockKind.PARAGRAPH, i * size, (i + 1) * size) for i in range(5))
    found = pages(Document("d", "d", "", "", "d", "x" * 5 * size, blocks))
    assert [len(page) for page in found] == [1, 1, 1, 1, 1]
    assert (page_of(found, 0), page_of(found, 2 * size), page_of(found, 10**9)) == (1, 3, 5)
    assert pages(Document("d", "d", "", "", "d", "")) == ((),)


@pytest.mark.parametrize(
    ("made", "question"),
    [
        (NORWAY, "What is Norway’s passengers carried in 2025?"),
        (replace(NORWAY, metric="Ferry passengers", period=None), "How many ferry passengers does Norway have?"),
        (
            replace(NORWAY, subject="US", metric="GDP growth", unit="percent", period=None),
            "What is the US’s GDP growth?",
        ),
        (
            replace(NORWAY, status=Status.FORECAST, period=Period("by 2030", dt.date(2030, 1, 1))),
            "What will Norway’s passengers carried be by 2030?",
        ),
        (replace(NORWAY, metric=""), ""),
        (replace(NORWAY, subject="US", metric="weekly usage", period=None), "What is the US’s weekly usage?"),
        (
            replace(NORWAY, metric="Norway to Denmark ratio", unit="ratio", period=None),
            "What is the Norway to Denmark ratio?",
        ),
    ],
)
def test_a_figure_is_offered_as_the_question_it_answers(made: Figure, question: str) -> None:
    assert about(made) == question


def test_a_link_holds_the_question_and_its_scope() -> None:
    assert address("http://localhost:8501/?q=old", "How many & why?", "a report") == (
        "http://localhost:8501/?q=How%20many%20%26%20why%3F&within=a%20report"
    )

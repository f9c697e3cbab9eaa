"""Text, Markdown and CSV as Documents: blocks, offsets, metadata, encodings."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from reportqa.errors import ReadError
from reportqa.reading import read, readable
from reportqa.reading.decoding import decode
from reportqa.reading.metadata import date_in, iso_date, publisher_in
from reportqa.types import BlockKind, Document

ARTICLE = """Harbour Fees Rise Again: What 14.1 Euros Means

Published on: 2026-03-04

Harbour Fees Rise Again: Behind the 14.1 Euros

Summary: Fees rose to 14.1 euros per metre in 2025,
while the number of boats stayed at
12,400.

7.5 Million Reasons: The Money

Guests paid more in every port. The shares of the
three largest ports are as follows:

  • Oslo: 61.6% of all guests
  • Bergen: 20%, mostly
    in July
  • Molde: the rest

文章配图

Oslo leads by far.

Reason 1: New Quays

1. Introduction of cards

Cards were introduced by 9 ports in 2024, and more are to follow this year.

The Other Side

High prices are not the same thing as good service.

North Coast Desk | Notes on Boats

© 2026 North Coast Desk. All rights reserved.
"""


def put(root: Path, name: str, content: str | bytes) -> Path:
    """A file of the corpus folder `root`."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def shape(document: Document) -> list[tuple[str, int, str]]:
    """(kind, level, words) of every block."""
    return [(b.kind.value, b.level, " ".join(document.text[b.start : b.end].split())) for b in document.blocks]


def test_article_structure(tmp_path: Path) -> None:
    document = read(put(tmp_path, "ports/article.txt", ARTICLE), tmp_path)
    assert document.text == ARTICLE
    assert (document.id, document.report) == ("ports/article.txt", "ports")
    assert document.title == "Harbour Fees Rise Again: What 14.1 Euros Means"
    assert (document.publisher, document.published) == ("North Coast Desk", "2026-03-04")
    assert shape(document) == [
        ("heading", 1, "Harbour Fees Rise Again: What 14.1 Euros Means"),
        ("paragraph", 0, "Published on: 2026-03-04"),
        ("heading", 1, "Harbour Fees Rise Again: Behind the 14.1 Euros"),
        (
            "paragraph",
            0,
            "Summary: Fees rose to 14.1 euros per metre in 2025, while the number of boats stayed at 12,400.",
        ),
        ("heading", 2, "7.5 Million Reasons: The Money"),
        (
            "paragraph",
            0,
            "Guests paid more in every port. The shares of the three largest ports are as follows:",
        ),
        ("list item", 1, "Oslo: 61.6% of all guests"),
        ("list item", 1, "Bergen: 20%, mostly in July"),
        ("list item", 1, "Molde: the rest"),
        ("caption", 0, "文章配图"),
        ("paragraph", 0, "Oslo leads by far."),
        ("heading", 3, "Reason 1: New Quays"),
        ("heading", 2, "1. Introduction of cards"),
        ("paragraph", 0, "Cards were introduced by 9 ports in 2024, and more are to follow this year."),
        ("heading", 2, "The Other Side"),
        ("paragraph", 0, "High prices are not the same thing as good service."),
        ("paragraph", 0, "North Coast Desk | Notes on Boats"),
        ("paragraph", 0, "© 2026 North Coast Desk. All rights reserved."),
    ]


def test_every_item_keeps_the_sentence_that_introduces_its_list(tmp_path: Path) -> None:
    document = read(put(tmp_path, "a.txt", ARTICLE), tmp_path)
    items = [b for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    leads = {" ".join(document.text[slice(*b.lead_in)].split()) for b in items if b.lead_in}
    assert leads == {"The shares of the three largest ports are as follows:"}
    assert all(b.lead_in for b in items)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Title of it\n\nA Section Here\nText follows at once, without any blank line between.\n", "A Section Here"),
        ("Title of it\n\nResults\n-------\n\nThe results were good in 2025.\n", "Results"),
        ("中国港口报告\n\n一、收费情况\n\n2025年每米收费为14.1欧元，比上一年增长4%，创下新高。\n", "一、收费情况"),
        ("Title of it\n\n2.1 Costs\n\nThe costs rose by 4% over the whole of the year 2025.\n", "2.1 Costs"),
    ],
)
def test_headings_by_shape(tmp_path: Path, text: str, heading: str) -> None:
    found = shape(read(put(tmp_path, "a.txt", text), tmp_path))
    assert [words for kind, _, words in found if kind == "heading"][1:] == [heading]


@pytest.mark.parametrize(
    "line", ["By Jane Doe", "Author: Jane Doe", "Published on: 4 May 2026", "London, 4 May 2026", "作者：张三"]
)
def test_lines_that_are_no_headings(tmp_path: Path, line: str) -> None:
    text = f"Harbour Fees Rise\n\n{line}\n\nThe fees rose by 4% over the whole of the year 2025, said the ports.\n"
    assert shape(read(put(tmp_path, "a.txt", text), tmp_path))[1] == ("paragraph", 0, line)


@pytest.mark.parametrize(
    ("above", "title"),
    [
        (
            "Boats were counted. Their number was as follows (in thousands):",
            "Their number was as follows (in thousands):",
        ),
        ("Boats were counted. The following table shows them.", "The following table shows them."),
        ("Boats by port, 2025", "Boats by port, 2025"),
        ("Boats were counted in every port. There were more of them than ever before.", "The Boats"),
    ],
)
def test_what_names_a_table(tmp_path: Path, above: str, title: str) -> None:
    text = f"# Ports\n\n## The Boats\n\n{above}\n\n| Port | 2025 |\n|---|---|\n| Oslo | 12 |\n"
    (table,) = read(put(tmp_path, "a.md", text), tmp_path).tables
    assert (table.title, table.section) == (title, "The Boats")


def test_lines_around_a_csv_table(tmp_path: Path) -> None:
    text = "Boats by port\n(in thousands)\nPort,2024,2025\nOslo,1.2,1.3\nSource: port offices\n"
    document = read(put(tmp_path, "a.csv", text), tmp_path)
    (table,) = document.tables
    assert (table.title, table.notes) == ("Boats by port", "(in thousands) Source: port offices")
    assert [[c.text for c in row] for row in table.cells] == [["Port", "2024", "2025"], ["Oslo", "1.2", "1.3"]]
    assert [(k, w) for k, _, w in shape(document) if k == "caption"] == [
        ("caption", "Boats by port"),
        ("caption", "(in thousands)"),
        ("caption", "Source: port offices"),
    ]


def test_text_tables(tmp_path: Path) -> None:
    text = (
        "Report on ports\n\nFees in euros:\n\n"
        "Port            2024    2025\nOslo            13.2    14.1\nWest coast\nBergen harbour  10.4    11.0\n\n"
        "Boats\t2024\t2025\nOslo\t120\t\nBergen\t80\t90\n"
    )
    document = read(put(tmp_path, "a.txt", text), tmp_path)
    aligned, tabbed = document.tables
    assert [[c.text for c in row] for row in aligned.cells] == [
        ["Port", "2024", "2025"],
        ["Oslo", "13.2", "14.1"],
        ["West coast", "", ""],
        ["Bergen harbour", "10.4", "11.0"],
    ]
    assert [[c.text for c in row] for row in tabbed.cells] == [
        ["Boats", "2024", "2025"],
        ["Oslo", "120", ""],
        ["Bergen", "80", "90"],
    ]
    assert (aligned.title, aligned.header_rows, aligned.header_columns) == ("Fees in euros:", 1, 1)
    for table in document.tables:
        assert all(text[c.start : c.end] == c.text for row in table.cells for c in row)


def test_markdown(tmp_path: Path) -> None:
    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    put(tmp_path, "r/dot.png", dot)
    text = (
        '---\ntitle: "Fees: a study"\npublisher: North Desk\ndate: 4 March 2026\n---\n\n# Fees\n\nOver 4% more. By port:\n\n'
        "- Oslo: 14.1\n- Bergen: 11\n  - quay: 9\n\n![The quay at dawn](dot.png)\n\n## Table\n\n"
        "| Port | 2024 | 2025 (€m) |\n|---|--:|--:|\n| Oslo | 1 | 2 |\n| Bergen | 3 |\n"
    )
    document = read(put(tmp_path, "r/a.md", text), tmp_path)
    assert (document.title, document.publisher, document.published) == ("Fees: a study", "North Desk", "2026-03-04")
    assert shape(document) == [
        ("heading", 1, "Fees"),
        ("paragraph", 0, "Over 4% more. By port:"),
        ("list item", 1, "Oslo: 14.1"),
        ("list item", 1, "Bergen: 11"),
        ("list item", 2, "quay: 9"),
        ("caption", 0, "The quay at dawn"),
        ("heading", 2, "Table"),
        ("table", 0, "Port | 2024 | 2025 (€m) |\n|---|--:|--:|\n| Oslo | 1 | 2 |\n| Bergen | 3".replace("\n", " ")),
    ]
    assert {text[slice(*b.lead_in)] for b in document.blocks if b.lead_in} == {"By port:"}
    (table,) = document.tables
    assert [[c.text for c in row] for row in table.cells] == [
        ["Port", "2024", "2025 (€m)"],
        ["Oslo", "1", "2"],
        ["Bergen", "3", ""],
    ]
    assert all(text[c.start : c.end] == c.text for row in table.cells for c in row)
    (picture,) = document.pictures
    assert (picture.media_type, picture.data, text[picture.start : picture.end]) == (
        "image/png",
        dot,
        "The quay at dawn",
    )


def test_markdown_footnotes_and_emphasis(tmp_path: Path) -> None:
    text = (
        "# **Fees**\n\nFees rose[^1] by 4%.\n\n**Table 1. Fees by port**[^2]\n\n| Port | 2025 |\n|---|--:|\n| **All ports** | **3** |\n"
        "| Oslo* | _2_ |\n\n[^1]: In 2025.\n[^2]: Without\n  Bergen.\n"
    )
    document = read(put(tmp_path, "r/a.md", text), tmp_path)
    assert document.title == "Fees"
    assert [(kind, words) for kind, _, words in shape(document) if kind != "table"] == [
        ("heading", "Fees"),
        ("paragraph", "Fees rose[^1] by 4%."),
        ("paragraph", "**Table 1. Fees by port**[^2]"),
        ("paragraph", "In 2025."),
        ("paragraph", "Without Bergen."),
    ]
    (table,) = document.tables
    assert table.title == "Table 1. Fees by port"
    assert [[c.text for c in row] for row in table.cells] == [["Port", "2025"], ["All ports", "3"], ["Oslo*", "2"]]
    assert all(text[c.start : c.end] == c.text for row in table.cells for c in row)


def test_csv_with_a_data_package(tmp_path: Path) -> None:
    package = {
        "publisher": "North Desk",
        "created": "2026-03-04",
        "resources": [
            {"path": "fees.csv", "title": "Fees by port", "section": "Money", "description": "In euros.",
             "schema": {"fields": [{"name": "Port"}, {"name": "Fee", "unit": "EUR / metre"}]}}
        ],
    }  # fmt: skip
    put(tmp_path, "r/datapackage.json", json.dumps(package))
    document = read(
        put(tmp_path, "r/fees.csv", b'\xef\xbb\xbfPort,Fee\r\n"Oslo, ""old"" quay",14.1\r\n\r\nBergen,\r\n'), tmp_path
    )
    (table,) = document.tables
    assert (table.name, table.title, table.section, table.notes) == ("fees.csv", "Fees by port", "Money", "In euros.")
    assert table.units == ("", "EUR / metre")
    assert (document.publisher, document.published) == ("North Desk", "2026-03-04")
    assert [[c.text for c in row] for row in table.cells] == [
        ["Port", "Fee"],
        ['Oslo, ""old"" quay', "14.1"],
        ["Bergen", ""],
    ]
    assert document.text == 'Port,Fee\n"Oslo, ""old"" quay",14.1\n\nBergen,\n'
    assert all(document.text[c.start : c.end] == c.text for row in table.cells for c in row)


@pytest.mark.parametrize("text", ["a;b\n1;2,5\n3;4,5\n", "a\tb\n1\t2\n", "a|b\n1|2\n"])
def test_delimiters(tmp_path: Path, text: str) -> None:
    (table,) = read(put(tmp_path, "a.csv", text), tmp_path).tables
    assert [len(row) for row in table.cells] == [2] * len(table.cells)


def test_a_million_rows_are_bounded(tmp_path: Path) -> None:
    path = put(tmp_path, "big.csv", b"a,b\n" + b"".join(b"%d,7\n" % n for n in range(30_000)))
    document = read(path, tmp_path)
    assert len(document.tables[0].cells) == 20_000
    assert document.warnings == ("big.csv: only its first 20000 rows are read; split it",)
    assert document.text.endswith("\n19998,7\n")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Fees – 4 €".encode(), "Fees – 4 €"),
        ("Fees – 4 €".encode("utf-8-sig"), "Fees – 4 €"),
        ("Fees – 4 €".encode("utf-16"), "Fees – 4 €"),
        ("Fees – 4 euros in ports".encode("utf-16-le"), "Fees – 4 euros in ports"),
        ("The “fee” was 4 € in the café".encode("cp1252"), "The “fee” was 4 € in the café"),
        (
            "中国的港口收费为每米4.5欧元，同比增长12%。港口收费继续上涨。".encode("gb18030"),
            "中国的港口收费为每米4.5欧元，同比增长12%。港口收费继续上涨。",
        ),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)
def test_encodings(data: bytes, text: str) -> None:
    assert decode(data, "a.txt") == text


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("Published on: 2026-05-25", "2026-05-25"),
        ("*Published 30 June 2025 by the Larkmoor Network. The year ended on 31 March 2025.*", "2025-06-30"),
        ("Date: May 4th, 2026", "2026-05-04"),
        ("London, 14 May 2026", "2026-05-14"),
        ("Utrecht and Ghent, 25 February 2026", "2026-02-25"),
        ("New York – May 14, 2026", "2026-05-14"),
        ("发布时间：2026年5月25日", "2026-05-25"),
        ("Market article, published 3 March 2026", "2026-03-03"),
        ("Quarterly review of ports | 3 March 2026", "2026-03-03"),
        ("By Ana Ruiz · Updated on March 3, 2026", "2026-03-03"),
        ("The fees, published in 2025, rose.", ""),
        ("The fees were published in 2025.", ""),
        ("Published on: 31 February 2026", ""),
    ],
)
def test_dates(words: str, date: str) -> None:
    assert date_in(f"A title\n\n{words}\n\nText.") == date


def test_iso_date_takes_the_first_whole_date() -> None:
    assert iso_date("2026/5/4, revised 2026/6/1") == "2026-05-04"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Title\n\nText.\n\n© 2024-2026 North Desk. All rights reserved.", "North Desk"),
        ("Title\n\nPublisher: North Desk\n\nText.", "North Desk"),
        ("Title\n\nPublished 4 May 2026 by the North Desk. More.", "North Desk"),
        ("Title\n\nText of 2026.\n\nNorth Desk | Notes on boats\n", "North Desk"),
        ("Title\n\nText.", ""),
    ],
)
def test_publishers(text: str, name: str) -> None:
    assert publisher_in(text) == name


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("a.md", True),
        ("A.PDF", True),
        ("b.docx", True),
        ("~$b.docx", False),
        (".a.md", False),
        ("a.py", False),
        ("-x.csv", True),
    ],
)
def test_readable(name: str, yes: bool) -> None:
    assert readable(Path(name)) is yes


def test_names_of_all_kinds(tmp_path: Path) -> None:
    for name in ("two words.txt", "报告 2026.txt", "-dash.txt", "ö/é.txt"):
        assert read(put(tmp_path, name, "A title\n\nSome text of 5%."), tmp_path).id == name


def test_links_out_of_the_corpus_are_refused(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside.txt", "Secret")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "link.txt").symlink_to(outside)
    (corpus / "loop.txt").symlink_to(corpus / "loop.txt")
    with pytest.raises(ReadError, match=r"^link\.txt: links to a file outside the corpus"):
        read(corpus / "link.txt", corpus)
    with pytest.raises(ReadError, match=r"^loop\.txt: cannot be read"):
        read(corpus / "loop.txt", corpus)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b" \n", "a.txt: empty"),
        ("a.txt", bytes(range(256)) * 40, "a.txt: not a text file"),
        ("a.txt", b"%PDF-1.4\n", "a.txt: holds a PDF"),
        ("a.rtf", b"x", "a.rtf: .rtf is not a format that is read"),
        ("gone.txt", None, "gone.txt: not a file"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(tmp_path: Path, name: str, data: bytes | None, message: str) -> None:
    path = put(tmp_path, name, data) if data is not None else tmp_path / name
    with pytest.raises(ReadError) as caught:
        read(path, tmp_path)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)

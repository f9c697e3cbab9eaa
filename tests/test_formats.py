"""Real files of every format, written by the formats' own writers: structure, places, figures; and awkward ones."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from openpyxl.styles import Font
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from evals.formats import recovered
from reportqa.errors import ReadError
from reportqa.figures import extract
from reportqa.reading import read
from reportqa.types import BlockKind, Document, Table
from tests import formats_writer as writer

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "corpus" / "china-llm-usage-2026"
WRITERS = {
    "txt": writer.write_txt,
    "html": writer.write_html,
    "docx": writer.write_docx,
    "xlsx": writer.write_xlsx,
    "pdf": writer.write_pdf,
}


def texts(table: Table) -> list[list[str]]:
    """The words of a table's cells."""
    return [[c.text for c in row] for row in table.cells]


def blocks(document: Document, kind: BlockKind) -> list[str]:
    """The words of all blocks of one kind."""
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


def assert_true_spans(document: Document) -> None:
    """Every block, cell and lead-in indexes the canonical text."""
    for table in document.tables:
        assert all(document.text[c.start : c.end] == c.text for row in table.cells for c in row)
        assert len({len(row) for row in table.cells}) == 1
    for block in document.blocks:
        assert 0 <= block.start < block.end <= len(document.text)
        assert block.lead_in is None or document.text[slice(*block.lead_in)].strip()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus's report in every format, one folder."""
    folder = tmp_path_factory.mktemp("formats")
    report = writer.load(FOLDER)
    for suffix, write in WRITERS.items():
        write(report, folder / f"report.{suffix}")
    return folder


@pytest.fixture(scope="module")
def wanted() -> Document:
    return read(FOLDER / "report.md", FOLDER.parent)


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_format_gives_the_same_figures(written: Path, wanted: Document, suffix: str) -> None:
    document = read(written / f"report.{suffix}", written)
    sources = [wanted, *(read(p, FOLDER.parent) for p in sorted(FOLDER.glob("*.csv")))]
    figures = list(extract(document))
    share, missing = recovered([f for d in sources for f in extract(d)], figures)
    assert share >= 0.98, missing
    assert all(f.locator and document.text[f.start : f.end] == f.text for f in figures)
    assert_true_spans(document)


@pytest.mark.parametrize("suffix", [s for s in WRITERS if s != "xlsx"])
def test_every_format_gives_the_same_structure(written: Path, wanted: Document, suffix: str) -> None:
    document = read(written / f"report.{suffix}", written)
    heads = [" ".join(h.split()) for h in blocks(document, BlockKind.HEADING)]
    assert [h for h in blocks(wanted, BlockKind.HEADING) if h not in heads] == []
    items = blocks(document, BlockKind.LIST_ITEM)
    assert [i for i in blocks(wanted, BlockKind.LIST_ITEM) if i not in items] == []
    assert document.title == wanted.title
    assert document.published == "2026-05-25"
    assert "KAIHE AI" in document.publisher
    shares = next(t for t in document.tables if "by region" in t.title)
    assert texts(shares)[1] == ["China", "first week of May 2026", "", "7.941", "61.6"]
    assert (shares.header_rows, shares.header_columns) == (1, 1)


@pytest.mark.skipif(writer.chromium() is None, reason="Chromium is not installed")
def test_a_page_printed_by_a_browser(written: Path, wanted: Document) -> None:
    writer.write_printed(written / "report.html", written / "printed.pdf")
    document = read(written / "printed.pdf", written)
    assert [h for h in blocks(wanted, BlockKind.HEADING) if h not in blocks(document, BlockKind.HEADING)] == []
    assert [i for i in blocks(wanted, BlockKind.LIST_ITEM) if i not in blocks(document, BlockKind.LIST_ITEM)] == []
    assert "file://" not in document.text
    share, missing = recovered(list(extract(wanted)), list(extract(document)))
    assert share >= 0.98, missing


PAGE = """<!DOCTYPE html><html><head><title>Fees rise | North Desk</title>
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2026-03-04", "publisher": {"name": "North Desk Ltd"}}</script>
</head><body><nav>Home 24</nav><header class="site-header">Menu</header><div class="cookie-banner">We use 7 cookies</div>
<article><h1>Fees rise</h1><p>A berth costs <b>12.9</b><sup>1</sup> euros, up 4%. It was <del>99</del> less in 2024.</p>
<p>Three ports lead. Their fees are:</p><ul><li>Oslo: 14.1</li><li>Bergen: 11<ol><li>quay: 9</li></ol></li></ul>
<h2>Table of fees</h2><table><caption>Fees (EUR per metre)</caption>
<thead><tr><th rowspan="2">Port</th><th colspan="2">Summer</th></tr><tr><th>2024</th><th>2025</th></tr></thead>
<tbody><tr><td>Oslo</td><td>13.2</td><td>14.1</td></tr><tr><td colspan="3">West coast</td></tr><tr><td>Bergen</td><td>10.4</td><td>11.0</td></tr></tbody></table>
<figure><img src="quay.png"><figcaption>Figure 1: The quay holds 340 boats</figcaption></figure>
<figure><img src="../../secret.png"><figcaption>Figure 2: Another quay</figcaption></figure></article>
<aside>Related: 99 things</aside><footer>© 2026 North Desk. Call 555</footer></body></html>"""


def picture(path: Path) -> bytes:
    """A small PNG."""
    Image.new("RGB", (60, 60), "red").save(path, "PNG")
    return path.read_bytes()


def test_html(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "web").mkdir(parents=True)
    picture(tmp_path / "secret.png")
    data = picture(tmp_path / "corpus" / "web" / "quay.png")
    path = tmp_path / "corpus" / "web" / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    document = read(path, tmp_path / "corpus")
    assert (document.title, document.publisher, document.published) == ("Fees rise", "North Desk Ltd", "2026-03-04")
    for word in ("Home", "Menu", "cookies", "Related", "555", "99", "less than"):
        assert word not in document.text
    assert "A berth costs 12.9¹ euros, up 4%." in document.text
    items = [b for b in document.blocks if b.kind is BlockKind.LIST_ITEM]
    assert [(document.text[b.start : b.end], b.level) for b in items] == [
        ("Oslo: 14.1", 1),
        ("Bergen: 11", 1),
        ("quay: 9", 2),
    ]
    assert {document.text[slice(*b.lead_in)] for b in items if b.lead_in} == {"Their fees are:"}
    (table,) = document.tables
    assert (table.title, table.section, table.header_rows) == ("Fees (EUR per metre)", "Table of fees", 2)
    assert texts(table) == [
        ["Port", "Summer", "Summer"],
        ["Port", "2024", "2025"],
        ["Oslo", "13.2", "14.1"],
        ["West coast", "", ""],
        ["Bergen", "10.4", "11.0"],
    ]
    assert blocks(document, BlockKind.CAPTION)[1:] == ["Figure 1: The quay holds 340 boats", "Figure 2: Another quay"]
    (found,) = document.pictures
    assert (found.data, document.text[found.start : found.end]) == (data, "Figure 1: The quay holds 340 boats")
    assert_true_spans(document)


def test_html_without_marks_of_its_article(tmp_path: Path) -> None:
    menu = "".join(f"<div><a href='/{n}'>Link {n}</a></div>" for n in range(30))
    words = "The fees of the ports rose by 4% in the year 2025, and the guests did not complain about it at all. "
    body = "".join(f"<p>{words * 3}</p>" for _ in range(6))
    page = f"<html><body><div class='x1'>{menu}</div><div class='x2'><h1>Fees of ports</h1>{body}<table><tr><th>Port<th>2025<tr><td>Oslo<td>14.1</table></div></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document = read(tmp_path / "a.html", tmp_path)
    assert "Link 7" not in document.text
    assert document.title == "Fees of ports"
    assert texts(document.tables[0]) == [["Port", "2025"], ["Oslo", "14.1"]]


def test_word(tmp_path: Path) -> None:
    word = docx.Document()
    word.core_properties.title, word.core_properties.author = "Harbour report", "Jane Doe"
    word.add_heading("Harbour report", 0)
    word.add_paragraph("Published on: 2026-02-03")
    word.add_heading("Prices", 1)
    line = word.add_paragraph("A berth costs 12.9")
    line.add_run("1").font.superscript = True
    line.add_run(" euros. The ports are:")
    word.add_paragraph("Oslo: 14.1", style="List Bullet")
    word.add_paragraph("quay: 9", style="List Bullet 2")
    word.add_paragraph("Table 1: Prices (EUR per metre)", style="Caption")
    table = word.add_table(4, 3)
    for (r, c), words in {
        (0, 0): "Port",
        (1, 1): "2024",
        (1, 2): "2025",
        (2, 0): "Oslo",
        (2, 1): "13.2",
        (2, 2): "14.1",
    }.items():
        table.cell(r, c).text = words
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Summer"
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(3, 0).merge(table.cell(3, 2)).text = "Source: port offices"
    data = picture(tmp_path / "p.png")
    word.add_picture(io.BytesIO(data))
    word.add_paragraph("Figure 1: A red quay", style="Caption")
    word.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx", tmp_path)
    assert (document.title, document.publisher, document.published) == ("Harbour report", "Jane Doe", "2026-02-03")
    shape = [
        (b.kind.value, b.level, document.text[b.start : b.end])
        for b in document.blocks
        if b.kind is not BlockKind.TABLE
    ]
    assert shape == [
        ("heading", 1, "Harbour report"),
        ("paragraph", 0, "Published on: 2026-02-03"),
        ("heading", 2, "Prices"),
        ("paragraph", 0, "A berth costs 12.9¹ euros. The ports are:"),
        ("list item", 1, "Oslo: 14.1"),
        ("list item", 2, "quay: 9"),
        ("caption", 0, "Table 1: Prices (EUR per metre)"),
        ("paragraph", 0, "Source: port offices"),
        ("caption", 0, "Figure 1: A red quay"),
    ]
    (found,) = document.tables
    assert texts(found) == [["Port", "Summer", "Summer"], ["Port", "2024", "2025"], ["Oslo", "13.2", "14.1"]]
    assert (found.title, found.notes, found.header_rows) == (
        "Table 1: Prices (EUR per metre)",
        "Source: port offices",
        2,
    )
    assert [p.data for p in document.pictures] == [data]
    assert_true_spans(document)


def test_word_tracked_changes_and_controls(tmp_path: Path) -> None:
    word = docx.Document()
    word.add_paragraph("Fees rose by 4% in 2025.")
    word.save(str(tmp_path / "plain.docx"))
    old = b"<w:t>Fees rose by 4% in 2025.</w:t></w:r></w:p>"
    new = (
        b'<w:t xml:space="preserve">Fees rose by </w:t></w:r><w:ins w:id="1" w:author="a"><w:r><w:t>5%</w:t></w:r></w:ins>'
        b'<w:del w:id="2" w:author="a"><w:r><w:delText>4%</w:delText></w:r></w:del></w:p>'
        b"<w:sdt><w:sdtContent><w:p><w:r><w:t>Inside a control: 9 ports.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    with zipfile.ZipFile(tmp_path / "plain.docx") as source, zipfile.ZipFile(tmp_path / "a.docx", "w") as target:
        for info in source.infolist():
            target.writestr(info, source.read(info).replace(old, new))
    document = read(tmp_path / "a.docx", tmp_path)
    assert blocks(document, BlockKind.PARAGRAPH) == ["Fees rose by 5%", "Inside a control: 9 ports."]


def test_excel(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Prices"
    sheet["A1"] = "Berth prices"
    sheet["A2"] = "(EUR per metre)"
    for row in [
        ["Port", "Summer", None, "Share"],
        [None, 2024, 2025, None],
        ["Oslo", 13.2, 14.1, 0.616],
        ["Bergen", 10.4, 11, 0.384],
    ]:
        sheet.append(row)
    sheet.merge_cells("B3:C3")
    sheet["D5"].number_format = sheet["D6"].number_format = "0.0%"
    sheet["A7"] = "Source: port offices"
    sheet["G3"], sheet["H3"], sheet["G4"], sheet["H4"], sheet["G5"], sheet["H5"] = (
        "Month",
        "Boats",
        dt.date(2026, 1, 1),
        1234,
        dt.date(2026, 2, 1),
        -5,
    )
    sheet["G4"].number_format = sheet["G5"].number_format = "mmm yyyy"
    sheet["H4"].number_format = sheet["H5"].number_format = "#,##0;(#,##0)"
    other = book.create_sheet("Words")
    other["A1"], other["A2"], other["A3"] = "Outlook", "Fees rise by 4% in 2027.", "=1+1"
    other["A1"].font = Font(bold=True)
    book.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx", tmp_path)
    assert document.title == "Berth prices"
    assert document.warnings == (
        "a.xlsx: 1 formulas hold no saved value; open it in a spreadsheet program and save it",
    )
    prices, boats = document.tables
    assert (prices.name, prices.title, prices.header_rows) == ("sheet Prices, table 1", "Berth prices", 2)
    assert prices.notes == "(EUR per metre) Source: port offices"
    assert texts(prices) == [
        ["Port", "Summer", "Summer", "Share"],
        ["", "2024", "2025", ""],
        ["Oslo", "13.2", "14.1", "61.6%"],
        ["Bergen", "10.4", "11", "38.4%"],
    ]
    assert prices.cells[2][3].locator == "D5"
    assert (boats.name, texts(boats)) == (
        "sheet Prices, table 2",
        [["Month", "Boats"], ["January 2026", "1,234"], ["February 2026", "(5)"]],
    )
    assert blocks(document, BlockKind.HEADING) == ["Prices", "Words", "Outlook"]
    assert "Fees rise by 4% in 2027." in blocks(document, BlockKind.PARAGRAPH)
    assert_true_spans(document)
    share = next(f for f in extract(document) if f.text == "61.6%")
    assert share.value == pytest.approx(61.6)
    assert "sheet Prices, table 1, cell D5" in share.locator


def test_pdf_columns_hyphens_notes_and_edges(tmp_path: Path) -> None:
    left = [
        "In the second quarter of 2025 the ferries carried 10 mil-",
        "lion passengers, up 2% on the year before, which no quar-",
        "ter had seen. The high-frequency lines were full all day.",
        "Operators sold season tickets, and the weather was kind",
        "to tourists on the high-",
        "frequency lines of the south, where a berth now costs",
    ]
    right = [
        "12.9 euros per metre and more. The owners have little to",
        "celebrate, since fuel cost more than in any year before it.",
        "What comes next is a matter of debate among the owners.",
        "They expect 340 boats a day in the summer of next year.",
        "The ports will need two more quays for them by then, too.",
    ]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    for page in (1, 2):
        canvas.setFont("Helvetica", 7)
        canvas.drawString(50, A4[1] - 30, "North Coast Review, volume 12")
        canvas.drawString(290, 25, f"{page}")
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(50, A4[1] - 80, f"Ferries in 2025, part {page}")
        canvas.setFont("Helvetica", 9)
        for n, line in enumerate(left):
            canvas.drawString(50, A4[1] - 120 - 11 * n, line)
        for n, line in enumerate(right):
            canvas.drawString(320, A4[1] - 120 - 11 * n, line)
        for n, row in enumerate(
            [
                ("", "2024", "2025"),
                ("Oslo harbour", "1,204", "1,310"),
                ("Bergen", "804", "(12)"),
                ("Total", "2,008", "1,298"),
            ]
        ):
            for x, words in zip((50, 180, 240), row, strict=True):
                canvas.drawString(x, A4[1] - 300 - 13 * n, words)
        canvas.showPage()
    canvas.save()
    document = read(tmp_path / "a.pdf", tmp_path)
    assert blocks(document, BlockKind.HEADING) == ["Ferries in 2025, part 1", "Ferries in 2025, part 2"]
    assert "North Coast Review" not in document.text
    paragraph = blocks(document, BlockKind.PARAGRAPH)[0]
    assert "carried 10 million passengers, up 2% on the year before, which no quarter had seen." in paragraph
    assert (
        "tourists on the high-frequency lines of the south, where a berth now costs 12.9 euros per metre" in paragraph
    )
    assert [b.page for b in document.blocks if b.kind is BlockKind.HEADING] == [1, 2]
    assert [t.page for t in document.tables] == [1, 2]
    assert texts(document.tables[1]) == [
        ["", "2024", "2025"],
        ["Oslo harbour", "1,204", "1,310"],
        ["Bergen", "804", "(12)"],
        ["Total", "2,008", "1,298"],
    ]
    assert_true_spans(document)
    cell = next(f for f in extract(document) if f.text == "1,310" and f.table == 1)
    assert cell.locator.startswith("page 2, table 2, row Oslo harbour, column 2025")


def test_pdf_pictures_raised_marks_and_scanned_pages(tmp_path: Path) -> None:
    picture(tmp_path / "p.png")
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(50, 700, "A berth costs 12.9")
    canvas.setFont("Helvetica", 6)
    canvas.drawString(139, 705, "1")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(145, 700, "euros per metre in the ports of the north.")
    canvas.drawImage(str(tmp_path / "p.png"), 50, 500, 120, 120)
    canvas.drawString(50, 480, "Figure 1: A red quay with 340 boats")
    canvas.showPage()
    canvas.drawImage(str(tmp_path / "p.png"), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    document = read(tmp_path / "a.pdf", tmp_path)
    assert blocks(document, BlockKind.PARAGRAPH) == ["A berth costs 12.9¹ euros per metre in the ports of the north."]
    (found,) = document.pictures
    assert (document.text[found.start : found.end], found.page, found.media_type) == (
        "Figure 1: A red quay with 340 boats",
        1,
        "image/png",
    )
    assert Image.open(io.BytesIO(found.data)).getpixel((50, 50))[:3] == (255, 0, 0)
    assert document.warnings == ("a.pdf: page 2 without text (a picture of a page)",)


def test_pdf_page_with_a_map(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(50, 800, "A map of the ports in 2025 with 12 quays.")
    rng = random.Random(4)
    for _ in range(90_000):
        canvas.line(*(700 * rng.random() for _ in range(4)))
    canvas.showPage()
    canvas.drawString(50, 700, "The second page holds 340 boats and more.")
    canvas.save()
    document = read(tmp_path / "a.pdf", tmp_path)
    assert blocks(document, BlockKind.PARAGRAPH) == [
        "A map of the ports in 2025 with 12 quays.",
        "The second page holds 340 boats and more.",
    ]
    assert document.warnings == ("a.pdf: page 1 read without tables (too much is drawn there)",)


def awkward(folder: Path, written: Path) -> dict[str, str]:
    """Awkward files in `folder`: name → what the one line about each begins with, after the name."""
    files: dict[str, tuple[bytes, str]] = {}
    for suffix in ("pdf", "docx", "xlsx"):
        data = (written / f"report.{suffix}").read_bytes()
        files[f"cut.{suffix}"] = data[: len(data) // 2], "damaged or cut short"
        files[f"empty.{suffix}"] = b"", "empty"
    page = (written / "report.html").read_bytes()
    files["page.pdf"] = page, "is an HTML page in spite of its name"
    files["page.docx"] = page, "is an HTML page in spite of its name"
    files["words.pdf"] = b"hello", "is not a PDF in spite of its name"
    files["book.docx"] = (written / "report.xlsx").read_bytes(), "is a zip file of another kind"
    files["pdf.html"] = (written / "report.pdf").read_bytes(), "holds a PDF"
    files["deep.html"] = b"<div>" * 100_000 + b"5%", "its elements nest more than"
    files["locked.docx"] = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "locked with a password",
    )
    files["old.xlsx"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "in the old Excel form"
    files["bomb.docx"] = _zip({"word/document.xml": b"\0" * (80 * 2**20)}), "unpacks to"
    stream = zlib.compress(zlib.compress(b"\0" * 2**20) + b"\0" * (401 * 2**20))
    files["bomb.pdf"] = (
        b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n" + stream + b"\nendstream\n",
        "unpacks to more than",
    )
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    expected = {name: start for name, (_, start) in files.items()}
    locked = Canvas(str(folder / "locked.pdf"), encrypt=StandardEncryption("secret"))
    locked.drawString(50, 700, "words")
    locked.save()
    blank = Canvas(str(folder / "blank.pdf"))
    blank.showPage()
    blank.save()
    Image.new("RGB", (800, 1000), "white").save(folder / "scan.pdf")
    pypdfium2.PdfDocument.new().save(folder / "none.pdf")
    with (folder / "large.pdf").open("wb") as file:
        file.truncate(200 * 2**20)
    return expected | {
        "locked.pdf": "locked with a password",
        "blank.pdf": "holds no text",
        "scan.pdf": "holds pictures of pages and no text",
        "none.pdf": "has no pages",
        "large.pdf": "200 MiB is more than 100 MiB",
    }


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def test_awkward_files_leave_one_line_that_names_them(tmp_path: Path, written: Path) -> None:
    expected = awkward(tmp_path, written)
    lines = {}
    for name in expected:
        with pytest.raises(ReadError) as caught:
            read(tmp_path / name, tmp_path)
        lines[name] = str(caught.value)
    assert {n: line for n, line in lines.items() if not line.startswith(f"{n}: {expected[n]}") or "\n" in line} == {}


def test_large_files_stay_within_memory_and_time(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_bytes(b"a,b\n" + b"".join(b"%d,%d\n" % (n, 2 * n) for n in range(1_000_000)))
    (tmp_path / "long.txt").write_bytes(b"word " * 8_000_000)
    (tmp_path / "table.html").write_bytes(b"<table>" + b"<tr><td>a<td>1</tr>" * 60_000)
    book = openpyxl.Workbook()
    book.active.cell(1, 1, "x")
    book.active.cell(1_048_576, 16_384, 5)
    book.save(tmp_path / "far.xlsx")
    # In a process of its own: memory is measured at its highest.
    code = "import sys; from pathlib import Path; from reportqa.reading import read; print(*[len(read(p, p.parent).warnings) for p in map(Path, sys.argv[1:])])"
    names = ["rows.csv", "long.txt", "table.html", "far.xlsx"]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code, *(str(tmp_path / n) for n in names)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 * 2**30, 2 * 2**30)),
    )
    assert (done.stdout.split(), done.stderr) == (["1"] * 4, "")
    assert time.monotonic() - began < 240


def test_a_damaged_page_is_read_without_its_tables(tmp_path: Path, written: Path) -> None:
    data = (written / "report.pdf").read_bytes()
    at = data.index(b"stream", len(data) // 4) + 40
    (tmp_path / "a.pdf").write_bytes(data[:at] + b"\xff" + data[at + 1 :])
    document = read(tmp_path / "a.pdf", tmp_path)
    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("a.pdf: page ")
    assert document.warnings[0].endswith("read without tables (it is damaged)")
    assert len(document.text) > 15_000

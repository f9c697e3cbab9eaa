"""Files that are damaged, noisy or strange: a document or one line that names the file, never anything else."""

from __future__ import annotations

import math
import random
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from evals.awkward import damaged
from reportqa.errors import ReadError
from reportqa.figures import extract
from reportqa.figures.text import sentences
from reportqa.reading import SUFFIXES, read
from reportqa.types import Figure

SENTENCE = "Sales of Norwave rose 5% to $4.2 billion in 2024."


def small(folder: Path) -> dict[str, bytes]:
    """A small file of each format, by suffix."""
    canvas = Canvas(str(folder / "a.pdf"))
    canvas.drawString(50, 700, SENTENCE)
    canvas.save()
    word = docx.Document()
    word.add_paragraph(SENTENCE)
    word.save(str(folder / "a.docx"))
    book = openpyxl.Workbook()
    for row in (["Country", "Sales 2024 ($m)"], ["Norway", 4.5], ["Chile", 7.25]):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    (folder / "a.html").write_text(f"<html><body><h1>A</h1><p>{SENTENCE}</p></body></html>", encoding="utf-8")
    (folder / "a.md").write_text(
        f"# A\n\n{SENTENCE}\n\n| Year | Sales |\n|---|---|\n| 2024 | 4.2 |\n", encoding="utf-8"
    )
    (folder / "a.csv").write_text("Year,Sales\n2024,4.2\n2023,4.0\n", encoding="utf-8")
    return {p.suffix: p.read_bytes() for p in sorted(folder.glob("a.*"))}


def figures_or_line(path: Path) -> tuple[Figure, ...] | str:
    """The figures of a file, each checked against its span, or the line that says why it cannot be read."""
    try:
        document = read(path, path.parent)
    except ReadError as error:
        return str(error)
    figures = extract(document)
    assert all(document.text[f.start : f.end] == f.text and math.isfinite(f.value) for f in figures)
    assert not any("\n" in line or path.name not in line for line in document.warnings)
    return figures


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return small(tmp_path_factory.mktemp("small"))


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx", ".html", ".md", ".csv"])
def test_damaged_copies_are_read_or_named(tmp_path: Path, originals: dict[str, bytes], suffix: str) -> None:
    lines = []
    for n, data in enumerate(damaged(originals[suffix], 24, seed=7)):
        path = tmp_path / f"copy {n}{suffix}"
        path.write_bytes(data)
        found = figures_or_line(path)
        lines += [(path.name, found)] if isinstance(found, str) else []
    assert [(name, line) for name, line in lines if not line.startswith(f"{name}: ") or "\n" in line] == []


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_noise_under_every_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"noise{suffix}"
    path.write_bytes(random.Random(3).randbytes(20_000))
    found = figures_or_line(path)
    assert isinstance(found, str) and found.startswith(f"{path.name}: ")


@pytest.mark.parametrize("name", ["two words.txt", "年度报告.txt", "-dash.txt", "ünï'cödé.txt", "#1?.txt", "a&b;c.txt"])
def test_names_of_any_kind(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    found = figures_or_line(tmp_path / name)
    assert not isinstance(found, str)
    assert [(f.document, f.value) for f in found if f.unit != "date"] == [(name, 5.0), (name, 4.2e9)]


ENCODED = [
    ("wide.txt", SENTENCE.encode("utf-16-le")),
    ("wide.txt", SENTENCE.encode("utf-16-be")),
    ("marked.txt", SENTENCE.encode("utf-8-sig")),
    ("nul.txt", (SENTENCE.replace(" of", "\0of") + " Nobody expected it." * 6).encode()),
    ("ends.md", b"\r\n\r# A\n\r\r\n" + SENTENCE.encode() + b"\r\n\r"),
    ("western.txt", f"Der Umsatz von Zürich. {SENTENCE}".encode("cp1252")),
]


@pytest.mark.parametrize(("name", "data"), ENCODED)
def test_letters_and_line_ends_of_any_kind(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    found = figures_or_line(tmp_path / name)
    assert not isinstance(found, str)
    assert {(f.value, f.unit) for f in found if f.unit != "date"} == {(5.0, "percent"), (4.2e9, "USD")}


def test_a_ragged_table_with_semicolons_and_quotes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        b'Region;Sales 2024;"Net; profit"\r\nNorth;4.5\r\nSouth;5.1;0.7;9\r\n;;\r\n"East ""B""";"6";'
    )
    found = figures_or_line(tmp_path / "a.csv")
    assert not isinstance(found, str)
    assert [(f.subject, f.metric, f.value) for f in found][:3] == [
        ("North", "Sales", 4.5),
        ("South", "Sales", 5.1),
        ("South", "Net; profit", 0.7),
    ]
    assert [(f.metric, f.value) for f in found][-1] == ("Sales", 6.0)


def test_files_of_one_content_give_the_same_figures(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(SENTENCE, encoding="utf-8")
    one, two = (figures_or_line(tmp_path / name) for name in ("one.txt", "two.txt"))
    assert not isinstance(one, str) and not isinstance(two, str)
    assert [(f.start, f.text, f.value, f.metric) for f in one] == [(f.start, f.text, f.value, f.metric) for f in two]
    assert {f.id for f in one}.isdisjoint(f.id for f in two)


def test_an_endless_line_is_cut_where_words_end() -> None:
    text = "word " * 5_000 + SENTENCE
    pieces = sentences(text)
    assert max(b - a for a, b in pieces) <= 2_500
    assert "".join(text[a:b].replace(" ", "") for a, b in pieces) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["1234567890" * 2_000, "7 " * 5_000, "3.5% " * 2_000, "[(" * 5_000])
def test_noise_of_digits_holds_no_figures(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = figures_or_line(tmp_path / "a.txt")
    assert found == () or isinstance(found, str)

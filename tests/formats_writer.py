"""One report → the same report in every format, each written by a writer of that format.

The report is a Markdown file with the CSV tables beside it, as the corpus holds it.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import openpyxl
from openpyxl.styles import Font
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from reportqa.reading import read
from reportqa.types import BlockKind, Document

__all__ = [
    "Report",
    "chromium",
    "load",
    "write_docx",
    "write_html",
    "write_pdf",
    "write_printed",
    "write_txt",
    "write_xlsx",
]


@dataclass(frozen=True)
class Report:
    """A report to write: its Markdown as a Document and its tables, each with a title and rows of texts."""

    document: Document
    tables: tuple[tuple[str, list[list[str]]], ...]

    def parts(self) -> Iterator[tuple[BlockKind, int, str]]:
        """(kind, level, words) of every block, without Markdown's emphasis."""
        for block in self.document.blocks:
            if block.kind is BlockKind.TABLE:
                continue  # written with the tables
            words = self.document.text[block.start : block.end]
            yield block.kind, block.level, re.sub(r"\*+|(?<!\w)_|_(?!\w)", "", " ".join(words.split()))


def load(folder: Path) -> Report:
    """The report of a corpus folder: its Markdown file with the tables in it, and the CSV files beside it.

    A unit that only the data package declares is written into the header, as a person would write it.
    """
    document = read(next(iter(sorted(folder.glob("*.md")))), folder.parent)
    tables = [(t.title, [[c.text for c in row] for row in t.cells]) for t in document.tables]
    for path in sorted(folder.glob("*.csv")):
        table = read(path, folder.parent)
        with path.open(encoding="utf-8", newline="") as file:
            head, *rest = csv.reader(file)
        units = table.tables[0].units or ("",) * len(head)
        named = [f"{h} ({u})" if u and "(" not in h else h for h, u in zip(head, units, strict=True)]
        tables.append((table.title, [named, *rest]))
    return Report(document, tuple(tables))


def write_txt(report: Report, path: Path) -> None:
    """Plain text: paragraphs on one line, blank lines between, bullets before items, tabs between cells."""
    lines = [f"{'  • ' if kind is BlockKind.LIST_ITEM else ''}{words}" for kind, _, words in report.parts()]
    text = "\n\n".join(lines)
    for title, rows in report.tables:
        text += f"\n\n{title}:\n\n" + "\n".join("\t".join(row) for row in rows)
    path.write_text(text + f"\n\n© {report.document.publisher}\n", encoding="utf-8")


def write_html(report: Report, path: Path) -> None:
    """A page as a publisher serves one: menus, a footer, related links, metadata, tables with captions."""
    body: list[str] = []
    listing = False
    for kind, level, words in report.parts():
        if listing and kind is not BlockKind.LIST_ITEM:
            body.append("</ul>")
        if kind is BlockKind.LIST_ITEM and not listing:
            body.append("<ul>")
        listing = kind is BlockKind.LIST_ITEM
        tag = {BlockKind.HEADING: f"h{level}", BlockKind.LIST_ITEM: "li"}.get(kind, "p")
        body.append(f"<{tag}>{html.escape(words)}</{tag}>")
    for title, rows in report.tables:
        head, *rest = [
            "".join(f"<{t}>{html.escape(c)}</{t}>" for c in row)
            for t, row in [("th", rows[0]), *(("td", r) for r in rows[1:])]
        ]
        body.append(f"<table><caption>{html.escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>")
        body.append("".join(f"<tr>{row}</tr>" for row in rest) + "</tbody></table>")
    document = report.document
    path.write_text(
        f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(document.title)}</title>
<meta property="og:site_name" content="{html.escape(document.publisher)}">
<meta property="article:published_time" content="{document.published}T08:00:00Z">
<style>table {{ border-collapse: collapse }} td, th {{ border: 1px solid #888; padding: 2px 6px }} @media print {{ nav, aside, footer {{ display: none }} }}</style>
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/m">24 markets</a></li></ul></nav>
<div class="content">{"".join(body)}</div>
<aside class="related"><h2>Related</h2><ul><li>Seven more articles from 2019</li></ul></aside>
<footer>© 2026 {html.escape(document.publisher)}. All rights reserved. 1,000 readers.</footer></body></html>""",
        encoding="utf-8",
    )


def write_docx(report: Report, path: Path) -> None:
    """A Word document in Word's own styles, with core properties."""
    word = docx.Document()
    word.core_properties.title = report.document.title
    word.core_properties.author = report.document.publisher
    for kind, level, words in report.parts():
        if kind is BlockKind.HEADING:
            word.add_heading(words, level - 1)
        else:
            word.add_paragraph(words, style="List Bullet" if kind is BlockKind.LIST_ITEM else None)
    for title, rows in report.tables:
        word.add_paragraph(title, style="Caption")
        table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                table.cell(r, c).text = words
    word.save(str(path))


def write_xlsx(report: Report, path: Path) -> None:
    """A workbook: the report's words in a sheet, a row each, and a sheet a table with numbers as numbers."""
    book = openpyxl.Workbook()
    book.properties.title, book.properties.creator = report.document.title, report.document.publisher
    book.properties.created = dt.datetime(2026, 6, 1)
    sheet = book.active
    sheet.title = "Report"
    for row, (kind, _, words) in enumerate(report.parts(), 1):
        cell = sheet.cell(row, 1, f"• {words}" if kind is BlockKind.LIST_ITEM else words)
        cell.font = Font(bold=kind is BlockKind.HEADING)
    for title, rows in report.tables:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        sheet.append([title])
        sheet.append([])
        for row in rows:
            sheet.append([float(c) if re.fullmatch(r"\d+(\.\d+)?", c) else c for c in row])
    book.save(path)


def write_pdf(report: Report, path: Path) -> None:
    """A PDF by reportlab, with a page header and page numbers."""
    styles = getSampleStyleSheet()
    story: list[object] = []
    for kind, level, words in report.parts():
        style = styles[f"Heading{level}"] if kind is BlockKind.HEADING else styles["BodyText"]
        line = Paragraph(html.escape(words), style)
        story.append(
            ListFlowable([ListItem(line)], bulletType="bullet", start="•") if kind is BlockKind.LIST_ITEM else line
        )
    for title, rows in report.tables:
        story += [Spacer(1, 12), Paragraph(html.escape(title), styles["Heading4"])]
        cells = [[Paragraph(html.escape(c), styles["BodyText"]) for c in row] for row in rows]
        story.append(Table(cells, style=TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey)])))

    def furniture(canvas: object, template: SimpleDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
        canvas.drawString(72, A4[1] - 40, "Frontier Tracker 2026, issue 17")  # type: ignore[attr-defined]
        canvas.drawString(A4[0] / 2, 30, f"Page {template.page}")  # type: ignore[attr-defined]

    pdf = SimpleDocTemplate(str(path), pagesize=A4, title=report.document.title, author=report.document.publisher)
    pdf.build(story, onFirstPage=furniture, onLaterPages=furniture)


def chromium() -> str | None:
    """Where Chromium is installed, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def write_printed(page: Path, path: Path) -> None:
    """A PDF that Chromium prints from an HTML file, with its own header and footer (date, title, address, page number)."""
    program = chromium()
    assert program is not None
    subprocess.run(
        [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
         f"--user-data-dir={path.parent / 'profile'}", f"--print-to-pdf={path}", page.resolve().as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip

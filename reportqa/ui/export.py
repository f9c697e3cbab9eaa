"""Answers and figures to take away: Markdown, CSV, Excel."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

import xlsxwriter

from reportqa.contract import figures_csv
from reportqa.types import Answer, Figure
from reportqa.ui.chat import Turn
from reportqa.ui.parts import source
from reportqa.ui.plain import one_line, visible

__all__ = ["answer_markdown", "chat_figures", "chat_markdown", "figures_sheet", "figures_table"]

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|$~])")
# What a spreadsheet would take for a formula; a signed number is none.
_FORMULA = re.compile(r"[=@\t\r]|[+\-](?![\d.,\s]*[\d%])")


def _text(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", one_line(visible(text)))


def answer_markdown(answer: Answer) -> str:
    """An answer with its citations as Markdown: question, answer, working, and the numbered sources word for word."""
    lines = [f"**{_text(answer.question)}**", ""]
    if answer.standalone and answer.standalone != answer.question:
        lines += [f"Understood as: {_text(answer.standalone)}", ""]
    # [n] stands for itself here: the sources below carry the same numbers.
    lines += [re.sub(r"\\\[(\d+)\\\]", r"[\1]", _text(answer.answer)), ""]
    if answer.derivation:
        lines += [f"Working: {_text(answer.derivation.formula)} = {_text(answer.derivation.display)}", ""]
    for n, figure in enumerate(answer.figures, 1):
        what = ", ".join(w for w in (figure.subject, figure.metric, figure.period.text if figure.period else "") if w)
        lines.append(f"- [{n}] {_text(figure.text)}: {_text(what)}. {_text(figure.title)}, {_text(figure.locator)}.")
    for n, passage in enumerate(answer.passages, len(answer.figures) + 1):
        lines += [f"- [{n}] {_text(source(passage.title, passage.heading))}:", f"  > {_text(passage.text)}"]
    return "\n".join(lines).rstrip() + "\n"


def chat_markdown(turns: Sequence[Turn]) -> str:
    """A whole chat as Markdown, oldest first."""
    return "# Questions and answers\n\n" + "\n---\n\n".join(answer_markdown(t.answer) for t in turns)


def chat_figures(turns: Sequence[Turn]) -> tuple[Figure, ...]:
    """Every figure that a chat cites, once, in the order of its answers."""
    return tuple({f.id: f for t in turns for f in t.answer.figures}.values())


def figures_table(figures: Iterable[Figure]) -> str:
    """Figures as CSV for a spreadsheet: what would be taken for a formula begins with an apostrophe, and so stays text."""
    rows = csv.reader(io.StringIO(figures_csv(figures)))
    out = io.StringIO()
    # A byte order mark has Excel read UTF-8.
    out.write("\ufeff")
    csv.writer(out, lineterminator="\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def figures_sheet(figures: Iterable[Figure]) -> bytes:
    """Figures as an Excel workbook with one sheet; texts stay texts and values are numbers."""
    header, *rows = csv.reader(io.StringIO(figures_csv(figures)))
    numeric = {header.index(name) for name in ("value", "low", "high", "start", "end")}
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Figures")
        sheet.write_row(0, 0, header, book.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
        for r, row in enumerate(rows, 1):
            for c, cell in enumerate(row):
                if c in numeric and cell:
                    sheet.write_number(r, c, float(cell))
                else:
                    # A cell of Excel holds 32,767 characters.
                    sheet.write_string(r, c, visible(cell)[:32_767])
        sheet.set_column(0, len(header) - 1, 18)
    return out.getvalue()

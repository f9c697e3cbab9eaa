"""The command line: build, ask, search, figures, source, audit, rollback.

Standard output is data, standard error is talk. Exit 0: done; 1: a problem with the input, said in one line; 2: wrong
usage.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from reportqa import settings as settings_of
from reportqa.errors import ReportQAError
from reportqa.settings import Settings

if TYPE_CHECKING:
    from reportqa.indexing.report import BuildReport

__all__ = ["main", "parser"]


def parser() -> argparse.ArgumentParser:
    """Every command with its options, as DESIGN has them."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--corpus", metavar="DIR", help="the folder of reports (REPORTQA_CORPUS; default: corpus)")
    common.add_argument("--index", metavar="DIR", help="the folder of snapshots (REPORTQA_INDEX; default: index)")
    common.add_argument("--json", action="store_true", help="print JSON")
    top = argparse.ArgumentParser(prog="python -m reportqa", description="Answers about reports, with their numbers.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace, Settings], None], help: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, parents=[common], help=help, description=help)
        sub.set_defaults(run=run)
        return sub

    build = command("build", _build, "read what changed in the corpus and swap in a new index")
    how = build.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="say what would be read; write nothing")
    how.add_argument("--watch", action="store_true", help="keep running; build again whenever files settle")
    ask = command("ask", _ask, "answer a question with the numbers that prove it")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--batch", metavar="QUESTIONS.jsonl", help='rows {"id", "question", "history", "within"}')
    ask.add_argument("--within", metavar="ID", help="a document or a report folder")
    search = command("search", _search, "rank the passages nearest to a query")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("--batch", metavar="QUESTIONS.jsonl", help='rows {"id", "question" or "query", "within"}')
    search.add_argument("--top", type=_positive, default=10, metavar="N")
    search.add_argument("--within", metavar="ID", help="a document or a report folder")
    figures = command("figures", _figures, "list every figure")
    figures.add_argument("--within", metavar="ID", help="a document or a report folder")
    figures.add_argument("--csv", action="store_true", help="print CSV")
    source = command("source", _source, "print the canonical text that spans index into")
    source.add_argument("document", metavar="DOCUMENT")
    command("audit", _audit, "check how the figures agree with one another")
    command("rollback", _rollback, "serve the previous index again")
    return top


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    options = parser()
    args = options.parse_args(argv)
    if args.command in ("ask", "search") and bool(args.batch) == bool(_text(args)):
        options.error(f"{args.command} takes either a text or --batch FILE")
    # What is printed is UTF-8 with its line ends as they are, wherever it goes: a terminal of another encoding must not stop an
    # answer, and spans index into exactly what `source` prints.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    try:
        args.run(args, settings_of.load(args.corpus, args.index))
    except ReportQAError as error:
        print(f"reportqa: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away ("… | head"). What is still held goes nowhere, or the exit would fail on it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        # Ctrl-C is how a watch ends.
        watching = args.command == "build" and args.watch
        print("reportqa: stopped; the last complete index serves on", file=sys.stderr)
        sys.exit(0 if watching else 1)
    sys.exit(0)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("takes a whole number from 1")
    return number


def _text(args: argparse.Namespace) -> str:
    return (args.question if args.command == "ask" else args.query) or ""


def _print(row: Any) -> None:
    print(json.dumps(row, ensure_ascii=False), flush=True)


def _build(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.console import build_with_progress, report_lines, watch

    def told(report: BuildReport) -> None:
        if args.json:
            _print(report.row())
        else:
            print("\n".join(report_lines(report, args.dry_run)), flush=True)

    if args.watch:
        watch(settings, told)
    else:
        told(build_with_progress(settings, args.dry_run))


@dataclass(frozen=True, slots=True)
class _Row:
    """One question of a batch, or the one of the command line."""

    text: str
    id: str = ""
    history: tuple[str, ...] = ()
    within: str | None = None


def _rows(path: str | None, text: str, within: str | None) -> list[_Row]:
    """The rows of a JSON Lines file, all checked before any is answered; without a file, the one row of the command line.

    Raises ReportQAError, naming the line, where one is not as the contract has it.
    """
    if path is None:
        return [_Row(text, within=within)]
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReportQAError(f"{path}: cannot be read ({error}); name a UTF-8 file of JSON lines") from error
    numbered = ((f"{path}, line {n}", line) for n, line in enumerate(lines, 1) if line.strip())
    return [_row(where, line, within) for where, line in numbered]


def _row(where: str, line: str, within: str | None) -> _Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReportQAError(f"{where}: not JSON ({error})") from error
    text = row.get("question", row.get("query")) if isinstance(row, dict) else None
    if not isinstance(text, str):
        raise ReportQAError(f'{where}: a row needs "question", a text')
    history, inside = row.get("history") or [], row.get("within") or within
    if not isinstance(history, list) or not isinstance(inside, str | None):
        raise ReportQAError(f'{where}: "history" is a list of questions, "within" a document or report')
    return _Row(text, str(row.get("id", "")), tuple(map(str, history)), inside)


def _ask(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.assistant import Assistant
    from reportqa.contract import answer_row

    # The whole batch is read first: a bad line is said before the model is loaded.
    rows = _rows(args.batch, args.question or "", args.within)
    assistant = Assistant.open(settings)
    for within in dict.fromkeys(row.within for row in rows):
        _known(assistant, within)
    for row in rows:
        answer = assistant.ask(row.text, row.history, row.within, row.id)
        if args.json or args.batch:
            _print(answer_row(answer))
        else:
            print("\n".join(_told(answer)))


def _told(answer: Any) -> Iterable[str]:
    """An answer for a person at a terminal."""
    if answer.standalone and answer.standalone != answer.question:
        yield f"Understood as: {answer.standalone}"
    yield answer.answer
    if answer.derivation:
        yield f"  {answer.derivation.formula} = {answer.derivation.display}"
    for n, figure in enumerate(answer.figures or answer.nearest, 1):
        period = f", {figure.period.text}" if figure.period else ""
        yield f"  [{n}] {figure.text}: {figure.subject}, {figure.metric}{period} ({figure.document}, {figure.locator})"


def _known(assistant: Any, within: str | None) -> None:
    """Raise a clear line where `within` names neither a document nor a report."""
    if within is None or within in assistant.snapshot.documents or within in assistant.reports:
        return
    raise ReportQAError(f"{within}: no such document or report; 'figures --json' lists what the index holds")


def _search(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.assistant import Assistant
    from reportqa.contract import passage_row

    rows = _rows(args.batch, args.query or "", args.within)
    assistant = Assistant.open(settings)
    for within in dict.fromkeys(row.within for row in rows):
        _known(assistant, within)
    for row in rows:
        found = assistant.search(row.text, args.top, row.within)
        if args.batch:
            kept = [{"document": p.document, "start": p.start, "end": p.end, "score": p.score} for p in found]
            _print({"id": row.id, "passages": kept})
        elif args.json:
            _print([passage_row(p) for p in found])
        else:
            for p in found:
                print(
                    f"{p.score:.4f}  {p.document} [{p.start}:{p.end}]  {p.heading}\n    {' '.join(p.text.split())[:200]}"
                )


def _figures(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.assistant import Assistant
    from reportqa.contract import figure_row, figures_csv

    assistant = Assistant.open(settings)
    _known(assistant, args.within)
    found = assistant.figures(args.within)
    if args.csv:
        print(figures_csv(found), end="")
    elif args.json:
        _print([figure_row(f) for f in found])
    else:
        for f in found:
            print(
                f"{f.text:32} {f.subject} | {f.metric} | {f.period.text if f.period else ''} | {f.document}, {f.locator}"
            )


def _source(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.indexing.snapshot import open_snapshot

    documents = open_snapshot(settings.index, settings.model).documents
    if args.document not in documents:
        raise ReportQAError(f"{args.document}: not in the index; it holds {', '.join(sorted(documents)[:20])}")
    text = documents[args.document].text
    if args.json:
        _print({"document": args.document, "text": text})
    else:
        # Spans index into exactly this: no newline is added.
        sys.stdout.write(text)


def _audit(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.assistant import Assistant
    from reportqa.contract import check_row

    checks = Assistant.open(settings).audit()
    if args.json:
        _print([check_row(c) for c in checks])
        return
    for check in checks:
        print(f"{'agrees   ' if check.agrees else 'DISAGREES'} {check.kind:8} {check.statement}\n    {check.working}")
    if not checks:
        print("no figures of this corpus bear on one another in a way that can be checked")


def _rollback(args: argparse.Namespace, settings: Settings) -> None:
    from reportqa.indexing.snapshot import roll_back

    serving = roll_back(settings.index)
    if args.json:
        _print({"build": serving})
    else:
        print(f"the index of build {serving} serves again")

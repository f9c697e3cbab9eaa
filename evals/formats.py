"""How many of a report's figures each format gives back: the same report written as text, HTML, PDF, Word and Excel.

    python -m evals.formats [FOLDER …] [--missing]     one line a format: the share of the Markdown and CSV figures (value and unit) found

The report is written by the formats' own writers (`tests/formats_writer.py`), read, and its figures are compared with those of
the Markdown file and the CSV files beside it. Exits 1 where a format gives back less than 98 %.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from reportqa.figures import extract
from reportqa.reading import read
from reportqa.types import Document, Figure
from tests import formats_writer as writer

__all__ = ["recovered"]

_ENOUGH = 0.98
_FOLDERS = [
    Path("corpus/china-llm-usage-2026"),
    Path("evals/reports/larkmoor-health-2025"),
    Path("evals/reports/solar-storage-h1-2025"),
]
_Key = tuple[float, str]


def recovered(wanted: list[Figure], found: list[Figure]) -> tuple[float, list[_Key]]:
    """(share, missing): which of the wanted figures' (value, unit) are among the found ones, each counted as often as it stands."""
    have, want = (Counter((round(f.value, 6), f.unit) for f in figures) for figures in (found, wanted))
    missing = want - have
    return 1 - missing.total() / max(want.total(), 1), sorted(missing.elements(), key=str)


def _written(report: writer.Report, folder: Path) -> dict[str, Path]:
    """The report in each format; the one that Chromium prints only where Chromium is installed."""
    writers: dict[str, Callable[[writer.Report, Path], None]] = {
        "txt": writer.write_txt,
        "html": writer.write_html,
        "docx": writer.write_docx,
        "xlsx": writer.write_xlsx,
        "pdf": writer.write_pdf,
    }
    out = {}
    for suffix, write in writers.items():
        out[suffix] = folder / f"report.{suffix}"
        write(report, out[suffix])
    if writer.chromium():
        out["pdf (Chromium)"] = folder / "printed.pdf"
        writer.write_printed(out["html"], out["pdf (Chromium)"])
    return out


def _untrue(document: Document, figures: list[Figure]) -> int:
    """How many figures have a span that is not their text, or no place that a person can follow."""
    return sum(document.text[f.start : f.end] != f.text or not f.locator for f in figures)


def main() -> int:
    """Writes, reads, compares and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path, default=_FOLDERS)
    parser.add_argument("--missing", action="store_true", help="print the figures that a format does not give back")
    args = parser.parse_args()
    return int(any([_measured(folder, args.missing) for folder in args.folders]))


def _measured(folder: Path, telling: bool) -> bool:
    """Prints a line a format of one report; whether one of them gives back too little."""
    print(folder)
    sources = [*sorted(folder.glob("*.md")), *sorted(folder.glob("*.csv"))]
    wanted = [f for path in sources for f in extract(read(path, folder.parent))]
    low = False
    with tempfile.TemporaryDirectory() as scratch:
        for name, path in _written(writer.load(folder), Path(scratch)).items():
            began = time.perf_counter()
            document = read(path, path.parent)
            seconds = time.perf_counter() - began
            figures = list(extract(document))
            share, missing = recovered(wanted, figures)
            low |= share < _ENOUGH
            print(
                f"{name:15} {share:7.1%} of {len(wanted)} figures, {_untrue(document, figures)} without a true place, read in {seconds:.2f} s"
            )
            if telling:
                print("\n".join(f"    {value:g} {unit}" for value, unit in missing))
    return low


if __name__ == "__main__":
    sys.exit(main())

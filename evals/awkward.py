"""What awkward files cost: each is read, and its figures extracted, in a process of its own.

    python -m evals.awkward [--only NAME]     a line a file: processor seconds, peak memory, figures, and the one line about it

The files are made here: too large, too deep, too long, swollen, cut, locked, empty, of another form than their name says, in odd
encodings. Exits 1 where one raises anything but ReadError, takes over a minute or over 2 GiB.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pypdfium2
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

__all__ = ["FILES", "damaged", "measure"]

_SECONDS = 60
_MEBIBYTES = 2048
_CODE = """
import resource, sys, time
from pathlib import Path
from reportqa.errors import ReadError
from reportqa.figures import extract
from reportqa.reading import read
path = Path(sys.argv[1])
try:
    document = read(path, path.parent)
    told = f"{len(extract(document))}\\t{' / '.join(document.warnings)}"
except ReadError as error:
    told = f"-\\t{error}"
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{used.ru_utime + used.ru_stime:.1f}\\t{used.ru_maxrss // 1024}\\t{told}")
"""
# One sentence with figures in three, as in a dense report.
_LINE = "In 2024 revenue of unit {n} rose {a}.{b}% to $4.{b} billion, while costs fell to {n},{a}00 euros. Nobody expected as much of it, least of all its owners. The reasons are told below.\n"


def _bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def _zipped(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, b"\0" * size)
    return out.getvalue()


def _prose(lines: int, end: str = "") -> bytes:
    made = (_LINE.format(n=n, a=n % 97, b=n % 9 + 1) for n in range(lines))
    return "".join(line.rstrip("\n") + end if end else line for line in made).encode()


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 2**20)


def _rows(path: Path) -> None:
    path.write_bytes(b"year,sales\n" + b"".join(b"%d,%d\n" % (1900 + n % 120, 2 * n) for n in range(1_000_000)))


def _far(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active.cell(1_048_576, 16_384, 5)
    book.save(path)


def _locked(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret"))
    canvas.drawString(50, 700, "words")
    canvas.save()


def _pages(path: Path) -> None:
    canvas = Canvas(str(path))
    for n in range(400):
        for k in range(40):
            line = f"Sales of shop {n} rose {k}.5% to ${n}.{k} million in 2024." if k % 3 == 0 else "Nobody knows why."
            canvas.drawString(50, 780 - 18 * k, line)
        canvas.showPage()
    canvas.save()


def _nested(path: Path) -> None:
    path.write_bytes(b"<div>" * 100_000 + b"5%")


def _tables(path: Path) -> None:
    path.write_bytes(b"<table>" + b"<tr><td>a<td>1</tr>" * 60_000 + b"</table>")


def _scan(path: Path) -> None:
    Image.new("RGB", (800, 1000), "white").save(path)


def _no_pages(path: Path) -> None:
    pypdfium2.PdfDocument.new().save(path)


FILES: dict[str, Callable[[Path], None]] = {
    "large.txt": _large,
    "large.pdf": _large,
    "million rows.csv": _rows,
    "one line.txt": _bytes(_prose(6_000, " ")),
    "no spaces.txt": _bytes(b"1234567890" * 100_000),
    "digits.txt": _bytes(b"1 " * 500_000),
    "brackets.md": _bytes(b"[(" * 250_000),
    "5000 lines.txt": _bytes(_prose(5_000)),
    "quotes.csv": _bytes(b'a;b\n"' + b'x""' * 200_000),
    "wide.csv": _bytes(b",".join(b"%d" % n for n in range(50_000)) + b"\n" + b",".join([b"7"] * 50_000)),
    "deep.html": _nested,
    "long table.html": _tables,
    "far cell.xlsx": _far,
    "400 pages.pdf": _pages,
    "bomb.docx": _bytes(_zipped("word/document.xml", 80 * 2**20)),
    "bomb.xlsx": _bytes(_zipped("xl/workbook.xml", 600 * 2**20)),
    "locked.pdf": _locked,
    "scan.pdf": _scan,
    "no pages.pdf": _no_pages,
    "page.pdf": _bytes(b"<!doctype html><html><body>5%</body></html>"),
    "empty.txt": _bytes(b""),
    "noise.txt": _bytes(random.Random(1).randbytes(1_000_000)),
    "nul.txt": _bytes(b"Sales rose 5%\0 in 2024.\n" * 100),
    "wide letters.txt": _bytes("Sales rose 5% to €4 billion in 2024.\n".encode("utf-16-le") * 100),
    "line ends.md": _bytes(b"# A\r\n\rSales rose 5%.\n\rCosts: 4%.\r\n"),
    "ragged.csv": _bytes(b'Year;Sales;"Net; profit"\r\n2023;4,5\r\n2024;5,1;0,7;9\r\n;;\r\n"2025";"6"'),
    "-dash.txt": _bytes(b"Sales rose 5%."),
    "年度报告 ünï.txt": _bytes("销售额为 4.5 万亿元。".encode()),
}


def damaged(data: bytes, times: int, seed: int) -> list[bytes]:
    """Copies of a file, cut short or with some bytes changed, the same for the same seed."""
    chance = random.Random(seed)
    out = []
    for n in range(times):
        if n % 2:
            out.append(data[: chance.randrange(len(data))])
            continue
        changed = bytearray(data)
        for _ in range(chance.randrange(1, 12)):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        out.append(bytes(changed))
    return out


def measure(path: Path) -> tuple[float, int, str, str]:
    """(seconds of the processor, peak MiB, figures, line) of reading a file and extracting its figures in a process of its own."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _CODE, str(path)],
            capture_output=True,
            text=True,
            timeout=5 * _SECONDS,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30)),
        )
    except subprocess.TimeoutExpired:
        return 5.0 * _SECONDS, 0, "!", "too slow"
    if done.returncode or done.stdout.count("\n") != 1:
        return 0.0, 0, "!", (done.stderr.strip().splitlines() or ["no line"])[-1]
    seconds, peak, figures, line = done.stdout.rstrip("\n").split("\t")
    return float(seconds), int(peak), figures, line


def main() -> int:
    """Makes each file, measures it, prints its line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="only the files whose name holds this")
    args = parser.parse_args()
    bad = False
    with tempfile.TemporaryDirectory() as folder:
        for name, make in FILES.items():
            if args.only not in name:
                continue
            path = Path(folder) / name
            make(path)
            seconds, peak, figures, line = measure(path)
            bad |= figures == "!" or seconds > _SECONDS or peak > _MEBIBYTES
            print(f"{name:18} {seconds:6.1f} s {peak:6} MiB {figures:>8} figures  {line[:110]}", flush=True)
            path.unlink()
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())

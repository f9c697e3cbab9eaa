"""What one more article costs on a large corpus: python -m evals.growth [--articles 10000] [--seed 7] [--folder DIR]

Articles are written from templates over the figures of the project's own corpus, with a fixed seed. The index is built in
full; then one article is added, and nothing at all. Exits 1 where one article costs more than 5 % of the full build, where
more than it is read, or where a build without a change writes.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from reportqa.console import ProgressLine
from reportqa.figures.extract import extract
from reportqa.indexing.build import build
from reportqa.reading import read
from reportqa.types import Figure

CORPUS = Path(__file__).parents[1] / "corpus"
MOST = 0.05

_OPENINGS = (
    "{subject} stood at {value} for {metric}, according to the operator's note of {month} {year}.",
    "In {month} {year}, {metric} in {place} was reported at {value}.",
    "{place} recorded {value} under the heading of {metric}, after {other} a year earlier.",
    "Analysts in {place} expect {metric} to reach {value} by the end of {later}.",
)
_BODIES = (
    "The figure compares with {other} in {other_place}, which counts {metric} in another way.",
    "Of this, {percent}% came from customers in {other_place} and the rest from {place}.",
    "A survey of {count} firms in {place} found that {percent}% had changed their plans in {year}.",
    "Prices fell by {percent}% in {year}, while volumes in {other_place} rose by {more}%.",
    "The ministry of {place} counted {count} sites, {more}% more than in {before}.",
)
_PLACES = (
    "Norway Denmark Sweden Finland Iceland Ireland Portugal Spain Italy Greece Turkey Egypt Kenya Ghana India Japan Brazil Chile "
    "Peru Canada"
).split()
_MONTHS = "January February March April May June July August September October November December".split()


def real_figures(corpus: Path) -> list[Figure]:
    """The figures of the project's own corpus that have a subject and a metric."""
    found = [f for path in sorted(corpus.rglob("*.md")) for f in extract(read(path, corpus))]
    return [f for f in found if f.subject and f.metric and f.unit != "date"]


def article(number: int, figures: Sequence[Figure], seed: int) -> str:
    """One article of three sections; the same number and seed give the same article."""
    rng = random.Random(f"{seed}/{number}")
    place, year = rng.choice(_PLACES), rng.randint(2015, 2026)
    lines = ["---", f"title: Report {number} on {place}", f"published: {year}-{rng.randint(1, 12):02}-01", "---", ""]
    lines.append(f"# Report {number} on {place}")
    for section in range(3):
        lines += ["", f"## {rng.choice(figures).metric.capitalize()}, part {section + 1}", ""]
        lines.append(" ".join(_sentences(rng, figures, place, year)))
    return "\n".join(lines) + "\n"


def _sentences(rng: random.Random, figures: Sequence[Figure], place: str, year: int) -> Iterator[str]:
    for template in (rng.choice(_OPENINGS), *rng.sample(_BODIES, 2)):
        figure, other = rng.choice(figures), rng.choice(figures)
        yield template.format(
            subject=figure.subject,
            metric=figure.metric,
            value=figure.text,
            other=other.text,
            place=place,
            other_place=rng.choice(_PLACES),
            month=rng.choice(_MONTHS),
            year=year,
            before=year - 1,
            later=year + rng.randint(1, 5),
            percent=round(rng.uniform(1, 90), 1),
            more=rng.randint(2, 60),
            count=rng.randint(12, 9_000),
        )


def main() -> None:
    """Build, add one, build, build again, and print what each took."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--folder", type=Path, help="where corpus and index go; a temporary folder where not given")
    args = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="growth-") as temporary:
        sys.exit(measured(args.folder or Path(temporary), args.articles, args.seed))


def measured(folder: Path, count: int, seed: int) -> int:
    """0 where one more article cost what it may; prints every figure."""
    corpus, index, figures = folder / "corpus", folder / "index", real_figures(CORPUS)
    for number in range(count):
        path = corpus / f"series-{number // 100:03}" / f"report-{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article(number, figures, seed), encoding="utf-8")
    line = ProgressLine() if sys.stderr.isatty() else None
    full = build(corpus, index, progress=line)
    (corpus / "one-more.md").write_text(article(count, figures, seed), encoding="utf-8")
    one = build(corpus, index, progress=line)
    before = _state(index)
    began = time.monotonic()
    none = build(corpus, index, progress=line)
    idle = time.monotonic() - began
    untouched = before == _state(index)
    ratio = one.seconds / full.seconds
    print(f"articles {count}, seed {seed}: {full.passages} passages, {full.figures} figures")
    print(f"full build: {full.seconds:.1f} s, {full.read} files read, {full.embedded} texts embedded")
    print(
        f"one added:  {one.seconds:.1f} s, {one.read} file read, {one.embedded} texts embedded, {ratio:.2%} of the full"
    )
    print(f"no change:  {idle:.1f} s, wrote {'nothing' if untouched and not none.changed else 'SOMETHING'}")
    return 0 if one.read == 1 and ratio < MOST and untouched and not none.changed else 1


def _state(index: Path) -> dict[str, tuple[int, int]]:
    found = (p for p in index.rglob("*") if p.is_file() and p.name != ".lock")
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in found}


if __name__ == "__main__":
    main()

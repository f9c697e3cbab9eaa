"""Every figure of a document: of its prose here, of its tables through `cells`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportqa.figures import periods
from reportqa.figures.attributes import Attributes, Context, attributes
from reportqa.figures.cells import cell_figures
from reportqa.figures.names import name_lexicon
from reportqa.figures.numbers import Number, find
from reportqa.figures.text import clauses, sentences
from reportqa.types import Block, BlockKind, Document, Figure, Period

__all__ = ["extract", "statement_of"]

# A list item's label: "Finance: …", "**Norway** – …". At most six words before the colon.
_LABEL = re.compile(r"[\s•\-*–\d.)]*(?P<label>[^\s:：•*–-][^:：\n]{0,60}?)\**\s*(?::|：|\s[–—-]\s)\**\s*(?=\S)")
_MEASURED_NOUN = re.compile(
    r"\b([a-z]+s)\b(?=[^a-z]*$)|\b([a-z]+)\s+(?:base|count|numbers?|population|headcount|traffic)\b", re.I
)


def extract(document: Document) -> tuple[Figure, ...]:
    """The figures of a document in the order of their places; `text[start:end] == figure.text` for each."""
    lexicon = name_lexicon(document)
    prose = [f for section in _sections(document) for f in _block_figures(document, lexicon, *section)]
    cells = [f for n, table in enumerate(document.tables) for f in cell_figures(document, n, table)]
    return tuple(sorted(_united(document, prose) + cells, key=lambda f: (f.start, f.end)))


def _sections(document: Document) -> Iterator[tuple[Block, tuple[str, ...], int, tuple[str, ...]]]:
    """Each block that holds prose with its heading path, its number under that heading and the texts before it."""
    path: list[tuple[int, str]] = []
    count, before = 0, ""
    for block in document.blocks:
        words = document.text[block.start : block.end]
        if block.kind is BlockKind.HEADING:
            path = [*(h for h in path if h[0] < block.level), (block.level, words.strip("# \n"))]
            count, before = 0, ""
        if block.kind is not BlockKind.TABLE:
            count += block.kind is not BlockKind.HEADING
            headings = tuple(h for _, h in path)
            near = (document.text[slice(*block.lead_in)],) if block.lead_in else ()
            yield block, headings, count, (*near, before, *reversed(headings), document.title)
        if block.kind is BlockKind.PARAGRAPH:
            before = words


def _block_figures(
    document: Document,
    lexicon: frozenset[str],
    block: Block,
    headings: tuple[str, ...],
    count: int,
    near: tuple[str, ...],
) -> list[Figure]:
    """The figures of one block, sentence by sentence, clause by clause."""
    out: list[Figure] = []
    published = periods.parse_date(document.published)
    label_end, label = _label(document.text, block)
    topic = _topic(near, document)
    previous: Attributes | None = None
    seen: list[str] = []
    for sentence in sentences(document.text, block.start, block.end):
        first = True
        for clause in _clauses_with_label(document.text, sentence, label_end):
            numbers: list[Number | tuple[Period, int, int]] = [*find(document.text, *clause)]
            dates = [
                p for p in periods.find(document.text, published, *clause) if p[0].start and re.search(r"\d", p[0].text)
            ]
            numbers = [n for n in numbers if isinstance(n, Number) and not any(s <= n.start < e for _, s, e in dates)]
            for number in sorted([*numbers, *(_dated(p, s, e) for p, s, e in dates)], key=lambda n: n.start):
                context = Context(
                    document.text,
                    sentence,
                    clause,
                    label,
                    (*reversed(seen), *near),
                    topic,
                    published,
                    lexicon,
                    previous,
                    first,
                )
                found = attributes(number, context)
                if block.kind is BlockKind.HEADING and not all(w.lower() in lexicon for w in found.subject.split()):
                    # Every word of a title has a capital: only names that the prose holds too are names there.
                    found = replace(found, subject="")
                if number.unit != "date":
                    previous, first = found, False
                out.append(_figure(document, number, found, sentence, clause, headings, block, count))
        seen.append(document.text[slice(*sentence)])
    return out


def _label(text: str, block: Block) -> tuple[int, str]:
    """Where a list item's label ends and what it says; (block start, "") where it has none."""
    if block.kind is not BlockKind.LIST_ITEM:
        return block.start, ""
    match = _LABEL.match(text, block.start, block.end)
    if match is None or len(match["label"].split()) > 6 or re.search(r"\d", match["label"]):
        return block.start, ""
    return match.end(), match["label"].strip(" *_")


def _clauses_with_label(text: str, sentence: tuple[int, int], label_end: int) -> tuple[tuple[int, int], ...]:
    start = max(sentence[0], min(label_end, sentence[1]))
    return clauses(text, start, sentence[1]) if start < sentence[1] else ()


def _dated(period: Period, start: int, end: int) -> Number:
    """A date as a number: its value is the year, its ends the years of its interval."""
    assert period.start is not None and period.end is not None
    text = period.text
    cut = re.search(r"(?:19|20)\d\d", text)
    value = float(cut.group()) if cut else float(period.start.year)
    return Number(text, start, start + len(text), value, None, None, "date", None, "", (start, end), 0.5)


def _topic(near: tuple[str, ...], document: Document) -> str:
    """What a section measures, for numbers whose clause does not say: the noun phrase of its lead-in or heading."""
    for text in near:
        match = re.search(
            r"\b(?:weekly|monthly|daily|annual|total)?\s*(?:[A-Z]{2,4}\s)?(usage|revenue|sales|traffic|production|capacity|output|prices?|volume|demand|consumption|growth)\b",
            text,
            re.I,
        )
        if match:
            return re.sub(r"\s+", " ", match.group().strip())
    return ""


def _figure(
    document: Document,
    number: Number,
    found: Attributes,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    headings: tuple[str, ...],
    block: Block,
    count: int,
) -> Figure:
    place = {BlockKind.LIST_ITEM: "item", BlockKind.CAPTION: "caption"}.get(block.kind, "paragraph")
    section = headings[-1] if headings else ""
    where = "title" if block.kind is BlockKind.HEADING else f"{place} {count}"
    page = f"page {block.page}, " if block.page else ""
    figure = Figure(
        id=f"{document.id}:{number.start}",
        text=number.text,
        value=number.value,
        low=number.low,
        high=number.high,
        unit=number.unit,
        qualifier=number.qualifier,
        status=found.status,
        subject=found.subject,
        metric=found.metric,
        period=found.period,
        document=document.id,
        report=document.report,
        title=document.title,
        locator=f"{page}§ {section}, {where}" if section else f"{page}{where}",
        start=number.start,
        end=number.end,
        quote=document.text[slice(*sentence)],
        frequency=found.frequency,
        clause=clause,
        heading=headings,
    )
    return replace(figure, statement=statement_of(figure, document.text[slice(*clause)]))


def statement_of(figure: Figure, clause: str) -> str:
    """The sentence that is embedded for a figure: its identity, then its own clause, then its heading."""
    who = " ".join(p for p in (figure.subject, figure.metric) if p)
    when = f", {figure.period.text}" if figure.period and figure.unit != "date" else ""
    above = f" ({figure.heading[-1]})" if figure.heading else ""
    return " ".join(f"{who}{when}: {figure.text}. {clause}{above}".split()[:64])


def _united(document: Document, figures: list[Figure]) -> list[Figure]:
    """Units for amounts that are written without one, from the words around them.

    In order: the counted noun of the phrase before it ("mobile internet users exceeding 50 million"), the unit of an amount of
    its own size in the same sentence ("7.941 trillion tokens, while the US recorded only 3.76 trillion"), then in the same
    section.
    """
    out: list[Figure] = []
    for n, figure in enumerate(figures):
        if (figure.unit == "" and abs(figure.value) >= 1000) or (figure.unit == "" and figure.frequency):
            unit = _noun_unit(figure) or _neighbour_unit(figures, n)
            figure = replace(figure, unit=unit)
        out.append(figure)
    return out


def _noun_unit(figure: Figure) -> str:
    from reportqa.figures.units import singular

    match = _MEASURED_NOUN.search(figure.metric)
    word = (match[1] or match[2]) if match else ""
    return (
        singular(word)
        if word
        and word.lower() not in ("sales", "is", "was", "has", "costs", "earnings", "savings", "assets", "us", "this")
        else ""
    )


def _neighbour_unit(figures: list[Figure], n: int) -> str:
    me = figures[n]

    def like(other: Figure) -> bool:
        return (
            other.unit not in ("", "percent", "ratio", "date", "percentage point")
            and 0.02 < abs(other.value) / max(abs(me.value), 1e-9) < 50
        )

    for same in (lambda o: o.quote == me.quote, lambda o: o.heading == me.heading, lambda o: o.document == me.document):
        near = [f for f in figures if f is not me and like(f) and same(f)]
        if near:
            return min(near, key=lambda f: abs(f.start - me.start)).unit
    return ""

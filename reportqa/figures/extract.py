"""Every figure of a document: of its prose here, of its tables through `cells`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportqa.figures import periods
from reportqa.figures.attributes import attributes
from reportqa.figures.cells import cell_figures
from reportqa.figures.completion import Draft, completed
from reportqa.figures.events import events
from reportqa.figures.grammar import predicates
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.metric import phrase_text
from reportqa.figures.names import canonical_name, find_names, is_country, is_generic, name_lexicon
from reportqa.figures.numbers import Number, find
from reportqa.figures.roles import Role
from reportqa.figures.subject import bearer
from reportqa.figures.tagging import tag
from reportqa.figures.text import clauses, sentences
from reportqa.types import Block, BlockKind, Document, Figure, Period

__all__ = ["extract", "statement_of"]

# A list item's label: "Finance: …", "**Norway** – …". At most six words before the colon.
_LABEL = re.compile(r"[\s•\-*–\d.)]*(?P<label>[^\s:：•*–-][^:：\n]{0,60}?)\**\s*(?::|：|\s[–—-]\s)\**\s*(?=\S)")
_DIGIT = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|half|third|quarter|fifth|tenth|hundred|thousand|million|billion)\b",
    re.I,
)
_TOPIC = re.compile(
    r"\b(?:(?:weekly|monthly|daily|annual|quarterly|total|average)\s+)?(?:[\w-]+\s+){0,2}?(usage|revenues?|sales|traffic|production|capacity|output|prices?|volumes?|demand|consumption|"
    r"passengers|emissions|exports|imports|users|spending|costs?|fares?|deliveries|shipments|visits|admissions|attendance|installations|additions)\b",
    re.I,
)
_PRONOUN = re.compile(r"(?:It|They|He|She|Its|Their|This|These)\b")
_NOW = re.compile(r"current|now|today|at present|right now|these days|nowadays", re.I)
_WORDS_OF_STATEMENT = 64


@dataclass(frozen=True, slots=True)
class _Section:
    """What the reading of a section has gathered before a block."""

    headings: tuple[str, ...] = ()
    owner: str = ""
    dated: Period | None = None
    count: int = 0
    country: str = ""
    before: tuple[Attributes, ...] = ()
    lent: Period | None = None


def extract(document: Document) -> tuple[Figure, ...]:
    """The figures of a document in the order of their places; `text[start:end] == figure.text` for each."""
    names = name_lexicon(document)
    prose = completed(list(_prose(document, names)))
    figures = [_figure(document, draft) for draft in prose]
    cells = [f for n, table in enumerate(document.tables) for f in cell_figures(document, n, table)]
    return tuple(sorted(figures + cells, key=lambda f: (f.start, f.end)))


def _prose(document: Document, names: frozenset[str]) -> Iterator[Draft]:
    """The numbers and dates of the blocks that hold prose, in order, with what was read of each."""
    published = periods.parse_date(document.published)
    title = _lone_name(document.title, names)
    path: list[tuple[int, str]] = []
    section = _Section(owner=title)
    listed: tuple[tuple[int, int] | None, Period | None] = (None, None)
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        if block.kind is BlockKind.HEADING:
            words = document.text[block.start : block.end].strip("# \n")
            path = [*(h for h in path if h[0] < block.level), (block.level, words)]
            headings = tuple(h for _, h in path)
            section = _Section(headings, _owner(headings, title, names), _heading_period(headings, document, published))
        elif (block.lead_in is None and block.kind is BlockKind.LIST_ITEM) or block.kind is BlockKind.PARAGRAPH:
            section = replace(section, count=section.count + 1)
        else:
            section = replace(section, count=section.count + 1)
        if block.lead_in != listed[0]:
            listed = (
                block.lead_in,
                _first_period(document.text, block.lead_in, published) or (section.lent if block.lead_in else None),
            )
        drafts, section = _read_block(document, block, section, listed[1], published, names)
        yield from drafts


def _lone_name(text: str, names: frozenset[str]) -> str:
    """The one name that a title or heading holds, or "" where it holds none or several."""
    found: dict[str, str] = {}
    run: list[str] = []
    for word in [*re.findall(r"[\w&’'.-]+|[^\w\s]", text), "|"]:
        plain = re.sub(r"['’]s$|\.$", "", word)
        if plain[:1].isupper() and plain.lower() in names and not is_generic([plain]):
            run.append(plain)
            if plain == word:
                continue
        if run:
            found.setdefault(canonical_name(" ".join(run)), " ".join(run))
        run = []
    return next(iter(found.values())) if len(found) == 1 else ""


def _owner(headings: tuple[str, ...], title: str, names: frozenset[str]) -> str:
    """The name that the nearest heading with names is about; the title's where no heading has any."""
    for heading in reversed(headings):
        name = _lone_name(heading, names)
        if name:
            return name
    return title


def _heading_period(headings: tuple[str, ...], document: Document, published: dt.date | None) -> Period | None:
    """The period that the nearest heading or the title names."""
    for text in (*reversed(headings), document.title):
        found = [p for p, _, _ in periods.find(text, published) if _lends(p, published)]
        if found:
            return found[-1]
    return None


def _lends(period: Period, published: dt.date | None) -> bool:
    """Whether a period may hold for later sentences: it has dates, is no mere "now" and does not lie ahead."""
    return period.start is not None and not (published and period.start > published) and not _NOW.match(period.text)


def _first_period(text: str, span: tuple[int, int] | None, published: dt.date | None) -> Period | None:
    if span is None:
        return None
    return next((p for p, _, _ in periods.find(text, published, *span) if _lends(p, published)), None)


def _read_block(
    document: Document,
    block: Block,
    section: _Section,
    listed: Period | None,
    published: dt.date | None,
    names: frozenset[str],
) -> tuple[list[Draft], _Section]:
    """The drafts of one block, and the section with what the block adds to it."""
    text = document.text
    label_end, label = _label(text, block)
    base = Surroundings(
        published,
        names,
        label,
        bool(label) and _is_name(text, label_end, block, label, names),
        (text[slice(*block.lead_in)],) if block.lead_in else (),
        _topic(document, block, section.headings),
        section.headings,
        section.owner,
        title=block.kind is BlockKind.HEADING,
    )
    out: list[Draft] = []
    here: Period | None = None
    previous: tuple[int, int] | None = None
    numbered = False
    for sentence in sentences(text, block.start, block.end):
        span = (max(sentence[0], min(label_end, sentence[1])), sentence[1])
        if span[0] >= span[1]:
            continue
        lent = here or listed or section.dated or section.lent
        antecedent = _antecedent(text, previous, numbered, span, names)
        around = replace(base, country=section.country, before=section.before, lent=lent, antecedent=antecedent)
        drafts = _read_sentence(document, block, sentence, span, around, section)
        previous, numbered = span, bool(drafts)
        out += drafts
        here = _lent_by(drafts, text, span, published) or here
        section = _after(section, drafts, text, span, block)
    if block.kind is not BlockKind.HEADING and here is not None:
        section = replace(section, lent=here)
    return out, section


def _antecedent(
    text: str, previous: tuple[int, int] | None, numbered: bool, span: tuple[int, int], names: frozenset[str]
) -> tuple[str, str]:
    """What a pronoun that opens a sentence points to: the name and, where the sentence before holds no number, the noun of
    that sentence's subject."""
    if previous is None or not _PRONOUN.match(text, *span) or not _DIGIT.search(text, *span):
        return "", ""
    s = tag(text, previous, (), (), names)
    first = next((p for p in predicates(s) if p.own and not p.relative), None)
    if first is None:
        return "", ""
    name, spans = bearer(s, first.subject)
    return name, "" if numbered else phrase_text(s, first.subject, spans)


def _lent_by(drafts: list[Draft], text: str, span: tuple[int, int], published: dt.date | None) -> Period | None:
    """The period that a sentence lends to the next: that of its last value, or the one it names where it has no number."""
    values = [
        d.found.period
        for d in drafts
        if d.number.unit != "date" and d.found.role not in (Role.EARLIER, Role.ADJUNCT) and d.found.period
    ]
    dated = [p for p in values if _lends(p, published)]
    if dated or values:
        return dated[-1] if dated else None
    if not _DIGIT.search(text, *span):
        return None
    named = [(p, a) for p, a, _ in periods.find(text, published, *span) if _lends(p, published)]
    # Without a number only what opens a sentence, or announces figures, holds for the next: not the date of an event.
    announced = text[span[0] : span[1]].rstrip().endswith(":")
    return named[0][0] if named and (announced or named[0][1] - span[0] <= 24) else None


def _after(section: _Section, drafts: list[Draft], text: str, span: tuple[int, int], block: Block) -> _Section:
    if block.kind is BlockKind.HEADING:
        return section
    read = tuple(d.found for d in drafts if d.number.unit != "date")
    countries = (
        [n for n, _, _ in find_names(text, *span, None) if is_country(n)]
        if "domestic" in text[span[1] : span[1] + 4000].lower()
        else []
    )
    return replace(
        section, before=(section.before + read)[-8:], country=countries[-1] if countries else section.country
    )


def _label(text: str, block: Block) -> tuple[int, str]:
    """Where a list item's label ends and what it says; (block start, "") where it has none."""
    if block.kind is not BlockKind.LIST_ITEM:
        return block.start, ""
    match = _LABEL.match(text, block.start, block.end)
    if match is None or len(match["label"].split()) > 6 or re.search(r"\d", match["label"]):
        return block.start, ""
    return match.end(), match["label"].strip(" *_")


def _is_name(text: str, label_end: int, block: Block, label: str, names: frozenset[str]) -> bool:
    """Whether a label names someone, or stands alone before a bare number: "Norway: 12.6 million passengers"."""
    rest = text[label_end : block.end]
    if not re.match(
        r"[^A-Za-z]*(?:(?:approximately|about|around|roughly|over|nearly|some|at least|up to|[A-Z]{3})\s)?[^A-Za-z]*\d",
        rest,
    ):
        return all(w.lower() in names for w in label.split())
    return True


def _topic(document: Document, block: Block, headings: tuple[str, ...]) -> str:
    """What a list or section measures, for numbers whose clause does not say: the measure its lead-in, heading or title names."""
    lead = document.text[slice(*block.lead_in)] if block.lead_in else ""
    for text in (lead, *reversed(headings), document.title):
        match = _TOPIC.search(text)
        if match:
            words = re.sub(r"\s+", " ", match.group()).split()
            while words and words[0].lower() in (
                "the",
                "a",
                "an",
                "of",
                "in",
                "and",
                "its",
                "their",
                "what",
                "to",
                "for",
                "on",
                "by",
                "this",
                "that",
            ):
                words.pop(0)
            return " ".join(w if w.isupper() else w.lower() for w in words)
    return ""


def _read_sentence(
    document: Document,
    block: Block,
    sentence: tuple[int, int],
    span: tuple[int, int],
    around: Surroundings,
    section: _Section,
) -> list[Draft]:
    """The numbers and dates of one sentence; nothing is tagged where there are none."""
    text = document.text
    if not _DIGIT.search(text, *span):
        return []
    dated = periods.find(text, around.published, *span)
    numbers = tuple(n for n in find(text, *span) if not any(a < n.end and n.start < b for _, a, b in dated))
    if not numbers and not dated:
        return []
    found = attributes(text, span, numbers, dated, around) if numbers else []
    kin = {id(n): a.kin for n, a in zip(numbers, found, strict=True)}
    pairs: list[tuple[Number, Attributes]] = [
        *zip(numbers, found, strict=True),
        *events(text, span, numbers, dated, around),
    ]
    parts = clauses(text, *span)
    out = []
    for number, attributes_ in sorted(pairs, key=lambda p: p[0].start):
        clause = next((c for c in parts if c[0] <= number.start < c[1]), span)
        place = kin.get(id(number), -1)
        out.append(
            Draft(
                number,
                attributes_,
                sentence,
                clause,
                block,
                section.headings,
                section.count,
                numbers[place].start if place >= 0 else -1,
            )
        )
    return out


def _figure(document: Document, draft: Draft) -> Figure:
    number, found, block, headings = draft.number, draft.found, draft.block, draft.headings
    place = {BlockKind.LIST_ITEM: "item", BlockKind.CAPTION: "caption"}.get(block.kind, "paragraph")
    where = "title" if block.kind is BlockKind.HEADING else f"{place} {draft.count}"
    page = f"page {block.page}, " if block.page else ""
    section = headings[-1] if headings else ""
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
        quote=document.text[slice(*draft.sentence)],
        frequency=found.frequency,
        clause=draft.clause,
        heading=headings,
    )
    return replace(figure, statement=statement_of(figure, document.text[slice(*draft.clause)]))


def statement_of(figure: Figure, clause: str) -> str:
    """The sentence that is embedded for a figure: its identity, then its own clause, then its heading."""
    who = " ".join(p for p in (figure.subject, figure.metric) if p)
    when = f", {figure.period.text}" if figure.period and figure.unit != "date" else ""
    above = f" ({figure.heading[-1]})" if figure.heading else ""
    return " ".join(f"{who}{when}: {figure.text}. {clause}{above}".split()[:_WORDS_OF_STATEMENT])

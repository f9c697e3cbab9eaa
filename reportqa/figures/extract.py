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
from reportqa.figures.construing import Reading, construe
from reportqa.figures.events import events
from reportqa.figures.focus import focus_of, told_focus
from reportqa.figures.grammar import predicates
from reportqa.figures.identity import Attributes, Surroundings
from reportqa.figures.leads import lead_measure
from reportqa.figures.lending import Lent, lent_by
from reportqa.figures.metric import is_measure, phrase_text
from reportqa.figures.names import name_lexicon
from reportqa.figures.numbers import find
from reportqa.figures.sections import Section, lends, opened, topic_in
from reportqa.figures.subject import bearer, named_beside
from reportqa.figures.tagging import tag
from reportqa.figures.text import clauses, sentences
from reportqa.figures.uses import Role
from reportqa.types import Block, BlockKind, Document, Figure, Period

__all__ = ["extract", "statement_of"]

# A list item's label: "Finance: …", "**Norway** – …". At most six words before the colon.
_LABEL = re.compile(r"[\s•\-*–\d.)]*(?P<label>[^\s:：•*–-][^:：\n]{0,60}?)\**\s*(?::|：|\s[–—-]\s)\**\s*(?=\S)")
# A list item's number right behind its label: "Norway: approximately 12.6 million".
_NUMBER_FIRST = re.compile(
    r"[^A-Za-z]*(?:(?:approximately|about|around|roughly|over|nearly|some|at least|up to|[A-Z]{3})\s)?[^A-Za-z]*\d"
)
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"\d[\d.,]*")
_LETTER = re.compile(r"[^\W\d_]")
# A point of time frames its own paragraph only.
_POINT = re.compile(r"(?:at |by )?(?:the )?(?:end|start|beginning) of\b|(?:year-)?end\b", re.I)
# "Compared with the same months of 2025:" lends no period to its list.
_COMPARED = re.compile(r"\b(?:compared|against|versus|than|relative)\b[^,;:]*$", re.I)
# A footnote of Markdown: its mark, and the mark that its text stands behind.
_MARK = re.compile(r"\[\^[^\]\s]{1,30}\]")
_NOTE = re.compile(rf"{_MARK.pattern}:[ \t]*\Z")
_LONGEST_MARK = 48
_MOST_NUMBERS = 80
_SPELLED = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|half|third|quarter|fifth|tenth|million|billion)s?\b|年",
    re.I,
)
_PRONOUN = re.compile(
    r"(?:It|They|He|She|Its|Their|This|These)\b|The (?:average|figure|number|rate|total|level|share|proportion)\s(?![a-z]+\s(?:of|in|for)\b)(?!of\b|in\b|for\b)"
)
_REMEMBERED = 8
_WORDS_OF_STATEMENT = 64


@dataclass(frozen=True, slots=True)
class _Whole:
    """What holds for all of a document while it is read."""

    document: Document
    published: dt.date | None
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence, read: its span, its drafts, the period it lends to the next, and whom its paragraph is about behind it."""

    span: tuple[int, int]
    drafts: list[Draft]
    lent: Lent | None = None
    focus: str = ""


def extract(document: Document) -> tuple[Figure, ...]:
    """The figures of a document in the order of their places; `text[start:end] == figure.text` for each."""
    whole = _Whole(document, periods.parse_date(document.published), name_lexicon(document))
    figures = [_figure(document, draft) for draft in completed(list(_prose(whole)))]
    cells = [f for n, table in enumerate(document.tables) for f in cell_figures(document, n, table)]
    return tuple(sorted(figures + cells, key=lambda f: (f.start, f.end)))


def _prose(whole: _Whole) -> Iterator[Draft]:
    """The numbers and dates of the blocks that hold prose, in order, with what was read of each."""
    document, published = whole.document, whole.published
    path: list[tuple[int, str]] = []
    section = opened(document, (), published, whole.names)
    lead: tuple[int, int] | None = None
    listed: Period | None = None
    notes = 0
    for block in document.blocks:
        if block.kind is BlockKind.TABLE:
            continue
        if _is_note(document.text, block):
            # A footnote stands where its text ends: it takes nothing from the paragraph or section before it.
            notes += 1
            yield from _read_block(
                whole, block, replace(opened(document, (), published, whole.names), count=notes), None
            )[0]
            continue
        if block.kind is BlockKind.HEADING:
            words = document.text[block.start : block.end].strip("# \n")
            path = [*(h for h in path if h[0] < block.level), (block.level, words)]
            section = opened(document, tuple(h for _, h in path), published, whole.names)
        else:
            section = replace(section, count=section.count + 1)
        if block.lead_in != lead:
            lead = block.lead_in
            listed = _period_in(document.text, lead, published) or section.lent if lead else None
        drafts, section = _read_block(whole, block, section, listed)
        yield from drafts


def _is_note(text: str, block: Block) -> bool:
    """Whether a block defines a footnote of Markdown: "[^1]: The year had 52 weeks."."""
    return _NOTE.search(text, max(0, block.start - _LONGEST_MARK), block.start) is not None


def _period_in(text: str, span: tuple[int, int] | None, published: dt.date | None) -> Period | None:
    """The first dated period of the sentence that introduces a list; it may lie ahead."""
    found = periods.find(text, published, *span) if span else ()
    found = tuple(f for f in found if not _COMPARED.search(text, span[0] if span else 0, f[1]))
    return next((p for p, _, _ in found if p.start is not None and (lends(p, published) or lends(p, None))), None)


def _read_block(whole: _Whole, block: Block, section: Section, framed: Period | None) -> tuple[list[Draft], Section]:
    """The drafts of one block, and the section with what the block adds to it."""
    text = whole.document.text
    label_end, label = _label(text, block)
    lead = text[slice(*block.lead_in)] if block.lead_in else ""
    listed = lead_measure(lead, whole.names) if lead else ""
    base = Surroundings(
        whole.published,
        whole.names,
        label,
        bool(label) and (label.lower() in whole.names or bool(_NUMBER_FIRST.match(text[label_end : block.end]))),
        (lead,) if lead else (),
        listed or topic_in(lead) or section.topic,
        section.headings,
        section.owner,
        title=block.kind is BlockKind.HEADING or (block.kind is BlockKind.LIST_ITEM and _is_titled(text, block)),
        listed=listed,
    )
    out: list[Draft] = []
    here: Period | None = None
    lasting: Period | None = None
    previous: _Sentence | None = None
    for sentence in sentences(text, block.start, block.end):
        span = (max(sentence[0], min(label_end, sentence[1])), sentence[1])
        if span[0] >= span[1]:
            continue
        focus = previous.focus if previous is not None else ""
        if not _counts(text, span):
            previous = _Sentence(span, [], focus=focus_of(text, span, whole.names, focus))
            continue
        lent = here or framed or section.dated or section.lent
        antecedent = _antecedent(text, previous, span, whole.names)
        passing = here is not None or (framed is None and section.dated is None)
        around = replace(base, before=section.before, lent=lent, passing=passing, antecedent=antecedent, focus=focus)
        previous = _read_sentence(whole, block, sentence, span, around, section)
        out += previous.drafts
        given = previous.lent
        if given is not None and (given.frames or section.dated is None):
            here = given.period
            lasting = here if given.frames and not _POINT.match(here.text) else lasting
        if (given is None or not given.frames) and lasting is not None and _tells_other(previous.drafts, lasting):
            lasting = None
        section = _after(section, previous, block)
    if block.kind is not BlockKind.HEADING and lasting is not None:
        section = replace(section, lent=lasting)
    return out, section


def _tells_other(drafts: list[Draft], lasting: Period) -> bool:
    """Whether a sentence tells values of other days than those that its paragraph began with."""
    dated = [d.found.period for d in drafts if d.number.unit != "date" and d.found.role is not Role.EARLIER]
    return any(p is not None and p.start is not None and p.start > (lasting.end or p.start) for p in dated)


def _is_titled(text: str, block: Block) -> bool:
    """Whether a list item begins with a measure in capitals, which is no name: "Monthly Active Users: 50 million"."""
    match = _LABEL.match(text, block.start, block.end)
    return match is not None and is_measure(match["label"]) and bool(_NUMBER_FIRST.match(text[match.end() : block.end]))


def _label(text: str, block: Block) -> tuple[int, str]:
    """Where a list item's label ends and what it says; (block start, "") where it has none."""
    match = _LABEL.match(text, block.start, block.end) if block.kind is BlockKind.LIST_ITEM else None
    if match is None or len(match["label"].split()) > 6 or re.search(r"\d", match["label"]):
        return block.start, ""
    if is_measure(match["label"]) and _NUMBER_FIRST.match(text[match.end() : block.end]):
        # "EBITDA margin: 17.4%" is read as a sentence.
        return block.start, ""
    return match.end(), match["label"].strip(" *_")


def _antecedent(text: str, previous: _Sentence | None, span: tuple[int, int], names: frozenset[str]) -> tuple[str, str]:
    """What a pronoun that opens a sentence points to: the name and, where the sentence before holds no number, the noun of
    that sentence's subject."""
    if previous is None or not _PRONOUN.match(text, *span):
        return "", ""
    s = tag(text, previous.span, (), (), names)
    first = next((p for p in predicates(s) if p.own and not p.relative), None)
    if first is None:
        return "", ""
    name, spans = bearer(s, first.subject)
    name = named_beside(s, first.subject) or name
    return name, "" if previous.drafts else phrase_text(s, first.subject, spans)


def _counts(text: str, span: tuple[int, int]) -> bool:
    """Whether a sentence may hold a number at all, and not so many that it is a listing or noise."""
    runs = len(_RUN.findall(text, *span))
    if runs > _MOST_NUMBERS or (runs > 1 and _LETTER.search(text, *span) is None):
        return False
    return _DIGIT.search(text, *span) is not None or _SPELLED.search(text, *span) is not None


def _after(section: Section, sentence: _Sentence, block: Block) -> Section:
    """The section with the figures that a sentence adds."""
    if block.kind is BlockKind.HEADING or not sentence.drafts:
        return section
    read = tuple(d.found for d in sentence.drafts if d.number.unit != "date")
    return replace(section, before=(section.before + read)[-_REMEMBERED:])


def _read_sentence(
    whole: _Whole,
    block: Block,
    sentence: tuple[int, int],
    span: tuple[int, int],
    around: Surroundings,
    section: Section,
) -> _Sentence:
    """The numbers and dates of one sentence that may hold some."""
    text = whole.document.text
    dated = periods.find(text, around.published, *span)
    numbers = tuple(n for n in find(text, *span) if not any(a < n.end and n.start < b for _, a, b in dated))
    if not numbers and not dated:
        return _Sentence(span, [], focus=focus_of(text, span, whole.names, around.focus))
    reading = construe(text, span, numbers, dated, around)
    found = attributes(reading, span, around)
    drafts = _drafts(whole, reading, found, block, sentence, span, around, section)
    lent = lent_by(reading, found, whole.published)
    focus = told_focus(reading.s, reading.predicates, around.focus)
    return _Sentence(span, sorted(drafts, key=lambda d: d.number.start), lent, focus)


def _drafts(
    whole: _Whole,
    reading: Reading,
    found: list[Attributes],
    block: Block,
    sentence: tuple[int, int],
    span: tuple[int, int],
    around: Surroundings,
    section: Section,
) -> Iterator[Draft]:
    numbers = [reading.numbers[k] for k in sorted(reading.numbers)]
    parts = clauses(whole.document.text, *span)
    starts = [numbers[a.kin].start if a.kin >= 0 else -1 for a in found]
    pairs = [*zip(numbers, found, starts, strict=True), *((n, a, -1) for n, a in events(reading, around))]
    for number, identity, kin in pairs:
        clause = next((c for c in parts if c[0] <= number.start < c[1]), span)
        yield Draft(number, identity, sentence, clause, block, section.headings, section.count, kin)


def _figure(document: Document, draft: Draft) -> Figure:
    number, found, block, headings = draft.number, draft.found, draft.block, draft.headings
    place = {BlockKind.LIST_ITEM: "item", BlockKind.CAPTION: "caption"}.get(block.kind, "paragraph")
    place = "note" if _is_note(document.text, block) else place
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
    told = _MARK.sub("", f"{who}{when}: {figure.text}. {clause}{above}")
    return " ".join(told.split()[:_WORDS_OF_STATEMENT])

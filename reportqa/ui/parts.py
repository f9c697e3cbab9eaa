"""The parts of an answer as HTML: its bare answer, its sentence, figure cards, the working, cited passages.

Nothing is decided here: what is shown is what the answer holds. Every string of the corpus passes `plain.html`.
Anchors: turn n's figure i is "t{n}-f{i}", the highlight of it "t{n}-m{i}", its passage j "t{n}-p{j}".
"""

from __future__ import annotations

import re

from babel import Locale

from reportqa.answering.wording import bare, stated
from reportqa.types import Answer, BlockKind, Document, Figure
from reportqa.ui.amounts import reading
from reportqa.ui.excerpts import Excerpt, place_of
from reportqa.ui.marks import marked, table_html
from reportqa.ui.plain import html, one_line, visible

__all__ = ["card", "excerpt", "facts", "formula", "lead", "repeats", "sentence", "source", "when"]

_LONG = 60
"""Longer parts of an answer are prose, and set as such."""
_MARKER = re.compile(r"\[(\d+(?:\s*,\s*\d+)*)\]")


def source(title: str, heading: str) -> str:
    """Where something stands, in words: "Title › Heading › Subheading"."""
    parts = [title, *(h.strip() for h in heading.split(" > ") if h.strip())]
    kept = [p for i, p in enumerate(parts) if p and (i == 0 or p != parts[i - 1])]
    return " › ".join(kept)


def when(figure: Figure) -> str:
    """A figure's period and the interval it is counted over, in words."""
    words = [" ".join(figure.period.text.split())] if figure.period else []
    if figure.frequency and not any(figure.frequency in w.lower() for w in words):
        words.append(f"per {figure.frequency}")
    return ", ".join(words)


def facts(figure: Figure) -> list[tuple[str, str]]:
    """What is known of a figure beside its value, as (name, text) pairs; nothing that its source does not say."""
    pairs = [
        ("Subject", figure.subject),
        ("Measure", figure.metric),
        ("Period", when(figure)),
        ("Status", str(figure.status) if figure.status else ""),
        ("Hedge", str(figure.qualifier) if figure.qualifier else ""),
        ("Unit", figure.unit),
        ("Source", figure.title),
        ("Place", figure.locator),
    ]
    return [(name, one_line(text)) for name, text in pairs if text]


def lead(answer: Answer, live: bool) -> str:
    """The bare answer, large: one part as a line, several as a list. `live`: a screen reader says it when it appears."""
    parts = [p for p in answer.short if p.strip()]
    role = ' role="alert"' if live else ""
    first = answer.passages[0] if answer.passages else None
    told = f'<span class="rq-hidden">Source: {html(source(first.title, first.heading))}.</span>' if first else ""
    if not parts:
        return f'<div{role} class="rq-lead rq-absent"><p>{html(visible(answer.answer))}</p></div>'
    if len(parts) == 1:
        size = "rq-short" if len(parts[0]) <= _LONG else "rq-short rq-long"
        return f'<div{role} class="rq-lead"><p class="{size}">{html(one_line(parts[0]))}</p>{told}</div>'
    items = "".join(f"<li>{html(one_line(p))}</li>" for p in parts)
    return f'<div{role} class="rq-lead"><ul class="rq-shorts">{items}</ul>{told}</div>'


def repeats(answer: Answer) -> bool:
    """Whether the answer's text only says its parts again: a quotation, which then stands once, with its sources."""
    said = " ".join(_MARKER.sub("", answer.answer).split())
    parts = [one_line(p) for p in answer.short]
    return (
        any(len(p) > _LONG for p in parts)
        and len(said) <= sum(len(p) + 3 for p in parts)
        and all(p in said for p in parts)
    )


def sentence(answer: Answer, turn: int, live: bool = False) -> str:
    """The answer's text with its numbers bold and each [n] a link to its source; large where it stands alone (`live`: said)."""
    bold = {" ".join(f.text.split()) for f in answer.figures} | {stated(f) for f in answer.figures}
    bold |= {answer.derivation.display} if answer.derivation else set()
    bold |= {p for p in answer.short if re.search(r"\d", p) and len(p) <= 40}
    words = sorted((w for w in bold if w), key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(w) for w in words)) if words else None
    paragraphs = []
    for line in answer.answer.split("\n"):
        out, last = [], 0
        for m in _MARKER.finditer(line):
            out += [_bold(line[last : m.start()], pattern), _links(m[1], answer, turn)]
            last = m.end()
        paragraphs.append("".join(out) + _bold(line[last:], pattern))
    alone = repeats(answer)
    kind = "rq-sentence rq-told" if alone else "rq-sentence"
    role = ' role="alert"' if alone and live else ""
    return f"<div{role}>" + "".join(f'<p class="{kind}">{p}</p>' for p in paragraphs if p.strip()) + "</div>"


def _bold(text: str, pattern: re.Pattern[str] | None) -> str:
    if pattern is None:
        return html(text)
    out, last = [], 0
    for m in pattern.finditer(text):
        out += [html(text[last : m.start()]), f"<strong>{html(m.group())}</strong>"]
        last = m.end()
    return "".join(out) + html(text[last:])


def _links(numbers: str, answer: Answer, turn: int) -> str:
    most = len(answer.figures) + len(answer.passages)
    out = []
    for n in (int(x) for x in numbers.split(",")):
        if not 1 <= n <= most:
            out.append(f"[{n}]")
            continue
        what = "passage" if n > len(answer.figures) else one_line(answer.figures[n - 1].text)
        out.append(f'<a class="rq-cite" href="#{place_of(turn, n, answer)}" title="Source: {html(what)}">[{n}]</a>')
    return "".join(out)


def card(figure: Figure, number: int, turn: int, locale: Locale) -> str:
    """A figure as a card: its verbatim text, its value with every digit, and its whole identity."""
    name = f'<span class="rq-ref">[{number}]</span>' if number else ""
    read = reading(figure, locale)
    exact = f'<p class="rq-exact">{html(read)}</p>' if read else ""
    shown = (("Subject", figure.subject), ("Measure", figure.metric), ("Period", when(figure)))
    known = "".join(f"<dt>{n}</dt><dd>{html(one_line(t))}</dd>" for n, t in shown if t)
    state = ", ".join(w for w in (str(figure.status or ""), str(figure.qualifier or "")) if w)
    badge = f'<span class="rq-badge">{html(state)}</span>' if state else ""
    anchor = f' id="t{turn}-f{number}"' if number else ""
    return (
        f'<article class="rq-card"{anchor} aria-label="Figure {number or ""}: {html(one_line(figure.text))}">'
        f'<p class="rq-top">{name}{badge}</p><p class="rq-value">{html(one_line(figure.text))}</p>{exact}'
        f'<dl class="rq-facts">{known}</dl><p class="rq-source">{html(figure.title)}<br>{html(figure.locator)}</p></article>'
    )


def formula(answer: Answer, turn: int) -> str:
    """The working of a derivation: its formula, each operand a link to its figure, its result, and the operands named."""
    made = answer.derivation
    if made is None:
        return ""
    by_id = {f.id: (n, f) for n, f in enumerate(answer.figures, 1)}
    operands = [by_id[i] for i in made.operands if i in by_id]
    shown = html(made.formula)
    at = 0
    for n, figure in operands:
        for written in (bare(figure), stated(figure), one_line(figure.text)):
            found = shown.find(html(written), at)
            if found >= 0:
                link = f'<a class="rq-operand" href="#{place_of(turn, n, answer)}">{html(written)}</a>'
                shown = shown[:found] + link + shown[found + len(html(written)) :]
                at = found + len(link)
                break
    items = "".join(
        f'<li><a class="rq-cite" href="#{place_of(turn, n, answer)}">[{n}]</a> {html(one_line(f.text))}: '
        f"{html(', '.join(w for w in (f.subject, f.metric, when(f)) if w))}</li>"
        for n, f in operands
    )
    return (
        f'<p class="rq-formula">{shown} = <strong>{html(made.display)}</strong></p>'
        f'<ul class="rq-operands">{items}</ul><p class="rq-note">{html(made.operation)}; worked out by code, rounded to what is shown.</p>'
    )


def excerpt(shown: Excerpt, document: Document | None) -> str:
    """An excerpt under its headings, the cited characters highlighted; rows of a table as that table."""
    numbers = "".join(f"[{n}]" for n in shown.numbers)
    head = f'<p class="rq-path"><span class="rq-ref">{numbers}</span> {html(source(shown.title, shown.heading))}</p>'
    label = f'class="rq-passage" aria-label="Passage from {html(shown.title)}"'
    places = "".join(f'<span class="rq-anchor" id="{place}"></span>' for place in shown.places)
    if document is None:
        body = f"<blockquote><p>{html(shown.text)}</p></blockquote>"
    elif shown.table >= 0:
        body = table_html(document, document.tables[shown.table], shown.marks, shown.rows)
    else:
        body = f"<blockquote>{_blocks(shown, document)}</blockquote>"
    return f"<section {label}>{places}{head}{body}</section>"


def _blocks(shown: Excerpt, document: Document) -> str:
    """The paragraphs and list items of an excerpt, a list under the sentence that introduces it."""
    inside = [
        b for b in document.blocks if b.start < shown.end and shown.start < b.end and b.kind is not BlockKind.HEADING
    ]
    if not inside:
        return f"<p>{marked(document.text, shown.start, shown.end, shown.marks)}</p>"
    out: list[str] = []
    lead_in = inside[0].lead_in
    if lead_in and lead_in[1] <= shown.start:
        out.append(f"<p>{html(document.text[slice(*lead_in)])}</p>")
    for block in inside:
        start, end = max(block.start, shown.start), min(block.end, shown.end)
        text = marked(document.text, start, end, shown.marks)
        out.append(f"<ul><li>{text}</li></ul>" if block.kind is BlockKind.LIST_ITEM else f"<p>{text}</p>")
    return "".join(out).replace("</ul><ul>", "")

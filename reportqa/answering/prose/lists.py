"""Which list a question asks for, and its items as the answer's parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportqa.answering.prose.evidence import Evidence, missing_names
from reportqa.answering.prose.form import Form, Wants, asks_causes
from reportqa.answering.prose.listing import Kind, Listing, listings
from reportqa.answering.prose.phrases import owner_and_owned
from reportqa.answering.prose.quoting import passage, squeezed, words_in
from reportqa.answering.prose.room import Room
from reportqa.answering.query import Draft, Query
from reportqa.answering.words import stem, stems
from reportqa.figures.lexicon import VerbForm, verb_form

__all__ = ["Choice", "answer_list", "answer_open_list", "answer_section", "asks_owner", "choose"]

_CONSIDERED = 24
_KIN, _ODD = 0.5, 0.3
_FITS, _TOLD = 1.1, 0.5
"""From this score, and this coverage, a list answers a question that does not say that it asks for several things."""
_WHOLE, _FITS_WHOLE = 0.9, 0.95
"""The same where the words before a list that ends its sentence say all that is asked."""
_OPEN = re.compile(
    r"^(?:and |but |so )?what (?:else )?(?:do|does|did|should|must|will|would|has|have|can|could|may|might)\b", re.I
)
_BESIDES = re.compile(
    r"\b(?i:besides|apart from|aside from|other than|except(?: for)?|excluding|in addition to|not counting)\s+([^,?]+(?:, [A-Z][^,?]*)*)"
)
_OWED = re.compile(r"\b(?:must|(?:has|have|had|needs?|required|obliged) to|obligations?|duties|requirements?)\b", re.I)
_DUTY = 0.25
_ARGUES = re.compile(r"^(?:why|how come)\b", re.I)
_PRONOUN = re.compile(r"^(?:[\w-]+ ){0,5}(?:it|they|she|he)\b", re.I)
_LEANING = 0.85
_COUNTED = re.compile(r"\d")
_LEADING_OFF = frozenset("after before because since when while until if although to as".split())
_USES = re.compile(r"\bused? .*\bfor\b|\buses\b", re.I)
_MOST_WORDS = 110
_UNLIKE = re.compile(r"\b(?:unlike|(?:in contrast|contrary|as opposed|compared) (?:to|with))\b([^,:;]*)", re.I)
_MAINLY = re.compile(
    r"\b(?:above all|most(?:ly)?|main(?:ly)?|chiefly|primar(?:y|ily)|largely|predominantly|concentrated|for the most part)\b",
    re.I,
)
_CHIEFLY = 0.25
"""What it is worth to a list to be told as the main one, where that is asked for."""
_OTHERS = 0.6
"""What it costs a list to be told of others than those asked about."""
# Nouns for someone who makes or runs things: of "Baidu's ERNIE" they ask for Baidu.
_OWNERS = re.compile(
    r"(?:compan|firm|business|organi[sz]ation|conglomerate|giant|group|countr|institution|brand|player|lab$|universit|\w+(?:er|or)$)",
    re.I,
)
_NOT_OWNERS = frozenset(
    ["number", "factor", "order", "computer", "sector", "indicator", "driver", "power", "quarter", "error", "paper", "chapter", "matter", "offer",
     "router", "sensor", "motor", "reactor", "member", "corner", "server", "browser", "printer"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """A list and how well it fits a question, about in [0, 1.5]."""

    listing: Listing
    score: float
    covered: float
    dense: float


def answer_list(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The items of the list that a question asks for; None where no list fits it."""
    choice = choose(query, form, evidence, room)
    return _draft(choice, query, form, room) if choice else None


def answer_open_list(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The items that "What does X recommend" asks for without a noun, where the sentence that bears on it best is, or
    introduces, a list that fits it well; None else."""
    if form.wants is not Wants.SPAN or query.unit or not evidence or not _OPEN.match(query.text):
        return None
    choice = choose(query, form, evidence, room)
    whole = choice is not None and choice.listing.closed and choice.covered >= _WHOLE
    if (
        choice is None
        or choice.score < (_FITS_WHOLE if whole else _FITS)
        or choice.covered < _TOLD
        or evidence[0].row not in choice.listing.rows[:1]
    ):
        return None
    return _draft(choice, query, form, room) if choice.listing.kind in (Kind.BULLETS, Kind.INLINE) else None


def choose(query: Query, form: Form, evidence: Sequence[Evidence], room: Room) -> Choice | None:
    """The list that fits a question best, None where there is none around the evidence."""
    rows = [e.row for e in evidence[:_CONSIDERED]]
    found = [_scored(one, query, form, room) for one in listings(rows, room)]
    fitting = [c for c in found if c is not None]
    return max(fitting, key=lambda c: (c.score, -c.listing.items[0].start), default=None)


def _scored(one: Listing, query: Query, form: Form, room: Room) -> Choice | None:
    text = room.snapshot.documents[one.document].text
    known = _besides(query.text)
    asked = (form.stems - known) or form.stems
    label = stems(_label(one, text)) if one.kind is Kind.BULLET else frozenset()
    if one.kind is Kind.BULLET and (not label or not label <= _near_stems(query.text)):
        return None
    frame, scene = _uses(stems(one.frame)), stems(one.scene)
    items = stems(" ".join(text[i.start : i.end] for i in one.items))
    around = frozenset().union(*(room.own[r] for r in one.rows[:1])) if one.rows else frozenset()
    covered = _covered(asked, (label, 1.0), (frame, 1.0), (scene, 0.7), (around - items, 0.7), (items, 0.35), room=room)
    dense = _dense(one, query, room)
    score = dense + 0.6 * covered + _fit(one, form, text, frame | scene | label)
    if one.kind is Kind.BULLET:
        score += 0.25
    score -= (
        0.3 * len(missing_names(query.entities, room, one.rows[0]) if one.rows else ()) / max(len(query.entities), 1)
    )
    if known and known <= items:
        # "the countries besides Brazil": the list that is asked for holds what is known of it.
        score += 0.5
    else:
        score -= 0.12 * _misplaced(query, one, text, room)
    score -= 0.3 * (
        one.kind is Kind.BULLETS
        and bool(_ARGUES.match(one.frame.strip()))
        and form.wants is Wants.LIST
        and not asks_causes(form)
    )
    score += _KIN * _kin(one, form, text, room) - _ODD * _odd(one, form, query, text)
    if _OWED.search(query.text) and one.kind is Kind.INLINE:
        score += _DUTY * (1 if _owes(one, form) else -1)
    score -= _OTHERS * _sets_apart(one.frame, query)
    score += _CHIEFLY * bool(_MAINLY.search(query.text) and _MAINLY.search(one.frame))
    score += 0.15 * _about(query, one) - 0.3 * (
        bool(_USES.search(query.text)) and one.kind is Kind.INLINE and _named(one, text)
    )
    return Choice(one, score, covered, dense)


def _uses(told: frozenset[str]) -> frozenset[str]:
    """Stems, with "use" where usage is told of."""
    return told | {stem("use")} if stem("usage") in told else told


def _sets_apart(frame: str, query: Query) -> bool:
    """Whether a list is told of others than those asked about: "Unlike the US's tools, Chinese agents are used for"."""
    apart = _UNLIKE.search(frame)
    said = frozenset(re.findall(r"\w+", apart[1].lower())) if apart else frozenset[str]()
    return any(frozenset(n.split()) <= said for n in query.entities)


def _owes(one: Listing, form: Form) -> bool:
    """Whether a list is of what those asked about have to do: "Owners must …" says nothing of tenants."""
    modal = _OWED.search(one.frame)
    doer = one.frame[: modal.start()].split()[-4:] if modal else []
    return bool(stems(" ".join(doer)) & form.stems)


def _besides(text: str) -> frozenset[str]:
    """The stems of what a question sets apart: of "the countries besides Brazil and Chile" those of the two."""
    apart = _BESIDES.search(text)
    return stems(apart[1]) if apart else frozenset()


def _near_stems(text: str) -> frozenset[str]:
    """The stems of a text, those of hyphenated words both whole and in parts."""
    return stems(text) | stems(text.replace("-", " "))


def _label(one: Listing, text: str) -> str:
    match = re.match(r"[^:：—–]+", text[one.frame_span[0] : one.frame_span[1]])
    return match.group() if match else ""


def _covered(asked: frozenset[str], *places: tuple[frozenset[str], float], room: Room) -> float:
    total = held = 0.0
    for one in asked:
        weight = room.words.rarity(one)
        total += weight
        held += weight * max((worth for stems, worth in places if one in stems), default=0.0)
    return held / total if total else 0.0


def _dense(one: Listing, query: Query, room: Room) -> float:
    """The likeness of what introduces a list; of a list without an introduction, that of its heading and its items."""
    found = [float(room.snapshot.sentence_vectors[r] @ query.vector) for r in one.rows]
    before = one.rows[0] - 1 if one.rows else -1
    if one.kind is Kind.INLINE and before in room.paragraph(one.rows[0]) and _PRONOUN.search(one.frame):
        # "It launched a card and an app": the sentence before says who.
        return max(found[0], _LEANING * float(room.snapshot.sentence_vectors[before] @ query.vector))
    if one.kind in (Kind.INLINE, Kind.BULLET):
        return found[0]
    named = one.frame if one.kind is Kind.HEADINGS or not found else ""
    if one.kind is Kind.HEADINGS:
        headings = room.snapshot.label_vectors([one.scene]) @ query.vector
        found.append(float(headings[0]))
    if one.kind is Kind.BULLETS and one.frame_span[0] == one.frame_span[1] and one.frame:
        found.append(float((room.snapshot.label_vectors([one.frame]) @ query.vector)[0]))
    assert found or named
    return max(found, default=0.0)


def _fit(one: Listing, form: Form, text: str, said: frozenset[str]) -> float:
    """How well the number, the noun and the kind of the items fit what is asked."""
    out = 0.0
    if form.count:
        out += 0.12 if len(one.items) == form.count else -0.15
    if form.noun and stem(form.noun) in said:
        out += 0.15
        out += 0.15 * (one.kind is Kind.BULLETS and stem(form.noun) in stems(one.frame))
    if not one.closed:
        out -= 0.05
    if len(one.items) == 2 and form.count != 2:
        out -= 0.12 if one.closed else 0.3
    if one.kind is Kind.HEADINGS and not (form.noun and stem(form.noun) in said):
        out -= 0.25
    if (
        form.noun
        and _named(one, text)
        and (
            asks_owner(form.noun)
            or stem(form.noun)
            in ("model", "app", "product", "programm", "site", "countri", "region", "citi", "territori")
        )
    ):
        out += 0.05
    return out


def _kin(one: Listing, form: Form, text: str, room: Room) -> float:
    """How near the items, or their labels, come in meaning to the noun asked for, as the mean cosine; 0 without a noun."""
    if not form.noun or one.kind is Kind.HEADINGS:
        return 0.0
    items = [squeezed(text[slice(*(i.label or (i.start, i.end)))]) for i in one.items]
    vectors = room.snapshot.label_vectors([form.noun, *items])
    return max(0.0, float((vectors[1:] @ vectors[0]).mean()))


def _odd(one: Listing, form: Form, query: Query, text: str) -> float:
    """The share of a sentence's items that are no things at all where things are asked for: they say what somebody does, or
    give numbers that were not asked for."""
    if one.kind is not Kind.INLINE or not form.noun or query.unit:
        return 0.0
    items = [text[i.start : i.end] for i in one.items]
    odd = [bool(_COUNTED.search(i)) or _does(i) for i in items]
    return sum(odd) / len(odd)


def _does(item: str) -> bool:
    """Whether an item begins with a finite verb ("keeps 22% of the rent") or like a clause ("after it moved")."""
    first = item.split()[0].lower()
    form = verb_form(first)
    return first in _LEADING_OFF or (form is not None and form[1] in (VerbForm.S, VerbForm.PAST))


def _named(one: Listing, text: str) -> bool:
    return all(text[i.start : i.start + 1].isupper() for i in one.items)


def _about(query: Query, one: Listing) -> float:
    """The share of a question's names that stand in the words around a list."""
    found = [re.search(rf"(?<!\w){re.escape(n)}(?!\w)", one.frame.lower()) is not None for n in query.entities]
    return float(np.mean(found)) if found else 0.0


def _misplaced(query: Query, one: Listing, text: str, room: Room) -> float:
    """The share of a question's names that stand among the items: then the list holds what is known, not what is asked."""
    if not query.entities or one.kind is Kind.BULLET:
        return 0.0
    items = " ".join(text[i.start : i.end] for i in one.items).lower()
    return float(np.mean([re.search(rf"(?<!\w){re.escape(n)}(?!\w)", items) is not None for n in query.entities]))


def asks_owner(noun: str) -> bool:
    """Whether a noun names someone who makes or runs things."""
    return noun not in _NOT_OWNERS and _OWNERS.match(noun) is not None


def _draft(choice: Choice, query: Query, form: Form, room: Room) -> Draft:
    one = choice.listing
    document = room.snapshot.documents[one.document]
    text = document.text
    spans = _shown(one, form, text)
    if known := _besides(query.text):
        left = [(a, b) for a, b in spans if not stems(text[a:b]) & known]
        spans = left if left and len(left) < len(spans) else spans
    parts = tuple(squeezed(text[a:b]) for a, b in spans)
    heading = room.snapshot.sentences[one.rows[0]].heading if one.rows else ()
    quotes = [passage(document, a, b, heading) for a, b in _evidence_spans(one)]
    return Draft(
        text=_said(one, text, parts, len(parts) < len(one.items)),
        short=parts,
        confidence=_confidence(choice, form),
        quotes=tuple(quotes),
    )


def _evidence_spans(one: Listing) -> list[tuple[int, int]]:
    if one.kind in (Kind.INLINE, Kind.BULLET):
        return [one.frame_span]
    lead = [one.frame_span] if one.frame_span[0] < one.frame_span[1] else []
    return [*lead, *((i.start, i.end) for i in one.items)]


def _shown(one: Listing, form: Form, text: str) -> list[tuple[int, int]]:
    """The span of each item that is given: of "X's Y" the one that is asked for, of "label: text" the label where a noun
    is asked for or the items are long."""
    pairs = [owner_and_owned(text, (i.start, i.end)) for i in one.items]
    found = [p for p in pairs if p]
    if len(found) * 2 > len(pairs) and form.noun and all(text[p[1][0]].isupper() for p in found):
        side = 0 if asks_owner(form.noun) else 1
        return [p[side] if p else (i.start, i.end) for p, i in zip(pairs, one.items, strict=True)]
    labels = [i.label for i in one.items if i.label]
    if one.kind is Kind.BULLETS and len(labels) == len(one.items):
        return labels
    return [(i.start, i.end) for i in one.items]


def _said(one: Listing, text: str, parts: tuple[str, ...], some: bool) -> str:
    """The list in words: the whole items where they are short, else their labels; only the parts where `some` are left out."""
    if some:
        return _sentence("; ".join(parts))
    if one.kind is Kind.INLINE:
        whole = squeezed(text[one.frame_span[0] : one.frame_span[1]])
        return whole if words_in(whole) <= 60 else _sentence("; ".join(parts))
    if one.kind is Kind.BULLET:
        return squeezed(text[one.frame_span[0] : one.frame_span[1]])
    full = [squeezed(text[i.start : i.end]).rstrip(".;") for i in one.items]
    listed = "; ".join(full)
    short = "; ".join(parts)
    return _sentence(listed if words_in(listed) <= _MOST_WORDS else short)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _confidence(choice: Choice, form: Form) -> float:
    """How sure a list is, in [0, 1]: likeness and coverage together, less where the words alone or the meaning alone fit."""
    raw = 1.0 / (1.0 + np.exp(-6.0 * (choice.score - 0.75)))
    if choice.covered < 0.3 and choice.dense < 0.45:
        raw *= 0.4
    return float(round(raw * (1.0 if form.wants is Wants.LIST else 0.85), 3))


def answer_section(form: Form, evidence: Sequence[Evidence], room: Room) -> Draft | None:
    """The sentences of the section whose heading is the noun asked for ("the risks" under "Risks"); None where there is none."""
    if not form.noun:
        return None
    for one in evidence[:_CONSIDERED]:
        heading = room.snapshot.sentences[one.row].heading
        named = heading[-1] if heading else ""
        if len(named.split()) > 3 or stem(form.noun) not in stems(named):
            continue
        inside = [r for r in room.paragraph(one.row) if not room.places[r].item]
        sentences = [room.snapshot.sentences[r] for r in inside]
        parts = tuple(squeezed(s.text) for s in sentences)
        if parts and sum(words_in(p) for p in parts) <= _MOST_WORDS:
            return Draft(" ".join(parts), parts, 0.5 if form.count else 0.25, quotes=tuple(sentences))
    return None

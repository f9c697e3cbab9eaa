"""What a snapshot's words are: its names, its units, how rare each word is. Worked out once a snapshot."""

from __future__ import annotations

import bisect
import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.words import content_words, stem, stems, tokens
from reportqa.figures.names import canonical_name, find_names, name_lexicon
from reportqa.figures.periods import parse_date
from reportqa.figures.units import is_money
from reportqa.indexing.snapshot import Snapshot
from reportqa.indexing.vectors import Vectors
from reportqa.types import BlockKind, Figure, Table

__all__ = ["Identity", "Vocabulary", "identity_of", "names_in", "vocabulary"]


@dataclass(frozen=True, slots=True)
class Identity:
    """A figure's identity as the matcher compares it.

    `owners` are the canonical names in its subject, `others` those elsewhere in its metric and clause, `leads` those of the
    sentence that opens its paragraph, in order; `own` are the stems
    of its subject, metric and unit, `near` those of its sentence, and `far` those of its heading and title.
    """

    owners: frozenset[str]
    others: frozenset[str]
    leads: tuple[str, ...]
    own: frozenset[str]
    near: frozenset[str]
    far: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a snapshot.

    `names` maps every canonical name to the form it is written in most; `owners` are the names that figures are about;
    `proper` are the names that its prose writes like names: a table's "Net Sales" is none;
    `heads` are the words of its subjects and measures; `words` are all its words in lower case, `plain` those that it writes in lower case; `idf` maps a stem to its
    inverse document frequency over sentences; `units` are the canonical units of the figures; `identities` run in step
    with `snapshot.figures`; `topics` maps a document to its most frequent name. `is_word` tells
    whether a lower-case word is one of the language, `likeness` how near in meaning two phrases are. `newest` is the last date at which a report was published,
    `years` maps a document to the year that it names most, `measures` are the words of measures that no subject has,
    `priced` the words before "rate" in measures of money, and `defined` maps the initials of measures to their words.
    `sentences` holds the row of the sentence that each figure stands in, -1 where it stands in none (a cell).
    `aliases` maps a name to the other one of the labels that give two: "Wholesale (Kontor)" is Kontor as well as Wholesale.
    """

    names: dict[str, str]
    owners: frozenset[str]
    proper: frozenset[str]
    words: frozenset[str]
    plain: frozenset[str]
    heads: frozenset[str]
    idf: dict[str, float]
    units: frozenset[str]
    identities: tuple[Identity, ...]
    topics: dict[str, str]
    lexicon: frozenset[str]
    is_word: Callable[[str], bool]
    likeness: Callable[[str, str], float]
    meanings: Meanings = field(repr=False)
    sentences: npt.NDArray[np.int32] = field(repr=False)
    newest: dt.date | None
    years: dict[str, str]
    measures: frozenset[str]
    priced: frozenset[str]
    defined: dict[str, str]
    aliases: dict[str, frozenset[str]]

    def rarity(self, word_stem: str) -> float:
        """The inverse document frequency of a stem; a stem that no sentence holds is as rare as can be."""
        return self.idf.get(word_stem, self.idf.get("", 1.0))


@dataclass(frozen=True, slots=True)
class Meanings:
    """The meaning of the words that stand beside figures: `vectors`, shape (words, dimension), float32, normalised, and for
    each figure the rows of its own words and of its sentence's, in step with `snapshot.figures`."""

    vectors: Vectors
    rows: tuple[npt.NDArray[np.int32], ...]


_LEADS = 1.5
"""A document is about its most frequent name where that comes this many times as often as the next."""


@once_a_snapshot
def vocabulary(snapshot: Snapshot) -> Vocabulary:
    """The vocabulary of a snapshot."""
    return _make(snapshot)


def names_in(text: str, lexicon: frozenset[str]) -> list[str]:
    """The canonical names of a text in order; a possessive pair "Baidu's ERNIE" gives both."""
    return [canonical_name(n) for n, _, _ in find_names(text, 0, len(text), lexicon)]


def identity_of(figure: Figure, lexicon: frozenset[str], opening: str = "") -> Identity:
    """What the matcher compares of a figure; `opening` is the sentence that opens its paragraph."""
    subject = figure.subject
    owners = set(names_in(subject, lexicon)) | ({canonical_name(subject)} if subject else set())
    # The sentence holds the clause; the clause alone tells names that share the number's own statement.
    others = set(names_in(f"{figure.metric}. {figure.quote}", lexicon)) - owners
    return Identity(
        owners=frozenset(owners),
        others=frozenset(others),
        # A sentence that names someone itself leans on no other.
        leads=() if names_in(figure.quote, lexicon) else tuple(names_in(opening, lexicon)),
        own=stems(f"{subject} {figure.metric} {figure.unit}"),
        near=stems(figure.quote),
        far=stems(" ".join((*figure.heading, figure.title))),
    )


def figure_words(figure: Figure) -> tuple[str, ...]:
    """The content words of a figure's identity and sentence, in lower case."""
    return content_words(f"{figure.subject} {figure.metric} {figure.unit} {figure.quote}")


def _told_apart(figures: Sequence[Figure], identities: Sequence[Identity]) -> Iterator[Identity]:
    """The identities without the words of a sentence that only another of its figures measures: in "a profit of 71 on a
    revenue of 840" the word "profit" says nothing of 840."""
    claimed: dict[tuple[str, str], Counter[str]] = {}
    for figure, identity in zip(figures, identities, strict=True):
        claimed.setdefault((figure.document, figure.quote), Counter()).update(identity.own)
    for figure, identity in zip(figures, identities, strict=True):
        others = claimed[figure.document, figure.quote]
        yield replace(identity, near=frozenset(s for s in identity.near if s in identity.own or not others[s]))


def _make(snapshot: Snapshot) -> Vocabulary:
    lexicons = {d.id: name_lexicon(d) for d in snapshot.documents.values()}
    lexicon = frozenset().union(*lexicons.values()) if lexicons else frozenset()
    forms, topics = _names(snapshot, lexicon)
    proper = frozenset(forms)
    for label in (label for d in snapshot.documents.values() for label in _labels(d.tables)):
        forms.setdefault(canonical_name(label), Counter())[label] += 1
    sentences = [stems(s.text) for s in snapshot.sentences]
    counts = Counter(s for held in sentences for s in held)
    total = max(len(sentences), 1)
    idf = {s: math.log(1 + total / n) for s, n in counts.items()}
    idf[""] = math.log(1 + 2 * total)
    written = {t for d in snapshot.documents.values() for t in tokens(d.text)}
    words = frozenset(t.lower() for t in written)
    identities = tuple(_told_apart(snapshot.figures, _identities(snapshot, lexicon)))
    for figure in snapshot.figures:
        if figure.subject and len(figure.subject.split()) <= 5:
            forms.setdefault(canonical_name(figure.subject), Counter())[figure.subject] += 1
    owners = frozenset().union(*(i.owners for i in identities)) if identities else frozenset()
    return Vocabulary(
        names={name: written.most_common(1)[0][0] for name, written in forms.items()},
        owners=owners,
        proper=proper,
        words=words,
        plain=frozenset(t for t in written if t == t.lower()),
        heads=_told(f"{f.subject} {f.metric} {f.unit}" for f in snapshot.figures),
        idf=idf,
        units=frozenset(f.unit for f in snapshot.figures),
        identities=identities,
        topics=topics,
        lexicon=lexicon,
        is_word=snapshot.encoder.is_word,
        likeness=snapshot.likeness,
        meanings=_meanings(snapshot, identities),
        sentences=_sentences(snapshot),
        years={d.id: _main_year(d.text) for d in snapshot.documents.values()},
        measures=_told(f.metric for f in snapshot.figures) - _told(f.subject for f in snapshot.figures),
        priced=_priced(snapshot.figures),
        defined=_defined(snapshot, words),
        aliases=_aliases(owners),
        newest=max(filter(None, (parse_date(d.published) for d in snapshot.documents.values())), default=None),
    )


def _identities(snapshot: Snapshot, lexicon: frozenset[str]) -> list[Identity]:
    """The identity of every figure, with the sentence that opens its paragraph."""
    paragraphs = {
        d.id: sorted((b.start, b.end) for b in d.blocks if b.kind is BlockKind.PARAGRAPH)
        for d in snapshot.documents.values()
    }
    out = []
    for figure in snapshot.figures:
        inside = paragraphs[figure.document]
        at = bisect.bisect_right(inside, figure.start, key=lambda span: span[0]) - 1
        start, end = inside[at] if at >= 0 else (0, 0)
        before = snapshot.documents[figure.document].text[start : figure.start] if figure.start < end else ""
        opening = re.split(r"(?<=[.!?])\s", before, maxsplit=1)[0]
        out.append(identity_of(figure, lexicon, opening))
    return out


def _sentences(snapshot: Snapshot) -> npt.NDArray[np.int32]:
    """The row of the sentence in which each figure stands, -1 for none."""
    known: dict[str, list[tuple[int, int, int]]] = {}
    for row, s in enumerate(snapshot.sentences):
        known.setdefault(s.document, []).append((s.start, s.end, row))
    for spans in known.values():
        spans.sort()
    out = np.full(len(snapshot.figures), -1, np.int32)
    for i, figure in enumerate(snapshot.figures):
        spans = known.get(figure.document, [])
        at = bisect.bisect_right(spans, figure.start, key=lambda span: span[0]) - 1
        if at >= 0 and figure.start < spans[at][1]:
            out[i] = spans[at][2]
    return out


def _told(labels: Iterable[str]) -> frozenset[str]:
    """The lower-case words of labels."""
    return frozenset(w for label in set(labels) for w in content_words(label))


def _priced(figures: Sequence[Figure]) -> frozenset[str]:
    """The words that stand before "rate" where the rate is money: "daily", "room"; not where it is as often a percentage."""
    money: Counter[str] = Counter()
    for figure in figures:
        for before in re.findall(r"([a-z]+) rates?\b", figure.metric.lower()):
            money[before] += 1 if is_money(figure.unit) else -1
    return frozenset(w for w, n in money.items() if n > 0)


def _aliases(owners: Iterable[str]) -> dict[str, frozenset[str]]:
    """Each of the two names of a label → the other, or the others: "wholesale (kontor)"."""
    pairs = [(m[1].strip(), m[2].strip()) for o in owners if (m := _TWO_NAMES.fullmatch(o))]
    both = [*pairs, *((b, a) for a, b in pairs)]
    return {name: frozenset(b for a, b in both if a == name) for name, _ in both}


def _defined(snapshot: Snapshot, written: frozenset[str]) -> dict[str, str]:
    """Initials → the measure that they stand for: those that a text puts in brackets behind the words, and those of measures.

    "passenger load factor (PLF)" defines "plf"; the initials of a measure of three words or more are taken where they are no
    word and no other measure has them.
    """
    told: dict[str, str] = {}
    for document in snapshot.documents.values():
        for match in _IN_BRACKETS.finditer(document.text):
            words = re.findall(r"[A-Za-z]+", document.text[max(0, match.start() - 80) : match.start()])
            behind = [w for w in words if w.lower() not in _UNSPOKEN][-len(match[1]) :]
            named = [w for w in behind if w != w.lower()]
            if "".join(w[0] for w in behind).lower() == match[1].lower() and len(named) < 2:
                told[match[1].lower()] = " ".join(words[words.index(behind[0]) :]).lower()
    found: dict[str, set[str]] = {}
    for label in {f.metric.lower() for f in snapshot.figures}:
        words = [w for w in re.findall(r"[a-z]+", label) if w not in _UNSPOKEN]
        for size in (3, 4, 5):
            for i in range(len(words) - size + 1):
                run = words[i : i + size]
                found.setdefault("".join(w[0] for w in run), set()).add(" ".join(run))
    alone = {k: min(v) for k, v in found.items() if len(v) == 1 and not snapshot.encoder.is_word(k)}
    return {k: v for k, v in alone.items() if k not in written} | told


_IN_BRACKETS = re.compile(r"\s\(([A-Za-z]{2,6})\)")
_TWO_NAMES = re.compile(r"([^()]+)\(([^()]+)\)")
_UNSPOKEN = frozenset("of and the per for in on a an to".split())


def _main_year(text: str) -> str:
    """The year that a document names most often, "" where it names none."""
    years = Counter(re.findall(r"\b(?:19|20)\d\d\b", text))
    return years.most_common(1)[0][0] if years else ""


def _meanings(snapshot: Snapshot, identities: Sequence[Identity]) -> Meanings:
    """The vectors of all words that the figures' identities and sentences hold; a stem stands for its shortest word."""
    written: dict[str, str] = {}
    for figure in snapshot.figures:
        for word in figure_words(figure):
            known = written.get(stem(word))
            if known is None or (len(word), word) < (len(known), known):
                written[stem(word)] = word
    at = {s: i for i, s in enumerate(written)}
    rows = tuple(np.array(sorted(at[s] for s in i.own | i.near if s in at), np.int32) for i in identities)
    return Meanings(snapshot.label_vectors(list(written.values())), rows)


def _names(snapshot: Snapshot, lexicon: frozenset[str]) -> tuple[dict[str, Counter[str]], dict[str, str]]:
    """Every name with its written forms, and the most frequent name of each document."""
    forms: dict[str, Counter[str]] = {}
    topics: dict[str, str] = {}
    for document in snapshot.documents.values():
        here: Counter[str] = Counter()
        for block in document.blocks:
            if block.kind in (BlockKind.HEADING, BlockKind.TABLE):
                continue
            for name, _, _ in find_names(document.text, block.start, block.end, lexicon):
                written = re.sub(r"\s+", " ", name)
                here[canonical_name(written)] += 1
                forms.setdefault(canonical_name(written), Counter())[written] += 1
        (name, count), (_, next_count) = (*here.most_common(2), ("", 0), ("", 0))[:2]
        if count > next_count * _LEADS:
            topics[document.id] = name
    return forms, topics


def _labels(tables: Iterable[Table]) -> Iterable[str]:
    """The row labels of tables that read as names: short and capitalised."""
    for table in tables:
        for row in table.cells[table.header_rows :]:
            for cell in row[: table.header_columns]:
                label = cell.text.strip()
                if re.fullmatch(r"[A-Z][\w&.'’ -]{1,40}", label) and len(label.split()) <= 4:
                    yield label

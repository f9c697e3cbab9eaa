"""The nouns of reportqa: frozen, slotted, typed. Every room speaks in these and in nothing else.

Offsets are characters (Unicode code points) into `Document.text`, half open: `text[start:end]`.
Scores are similarities: larger is better. Values are plain floats in the canonical unit (7.941 trillion tokens
is 7.941e12, 61.6 % is 61.6).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Answer",
    "Block",
    "BlockKind",
    "Cell",
    "Check",
    "CitedPassage",
    "Derivation",
    "Document",
    "Figure",
    "FileWarning",
    "Hit",
    "Passage",
    "Period",
    "Picture",
    "Qualifier",
    "Status",
    "Table",
]


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE = "table"
    CAPTION = "caption"


class Qualifier(StrEnum):
    """How a source hedges a number."""

    ABOUT = "about"
    AT_LEAST = "at least"
    OVER = "over"
    UP_TO = "up to"
    UNDER = "under"


class Status(StrEnum):
    """Whether a number was reported, estimated or forecast."""

    REPORTED = "reported"
    ESTIMATE = "estimate"
    FORECAST = "forecast"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table or caption: a stretch of the canonical text.

    `level` is the depth of a heading (1 is the title's) or of a list item (1 is outermost), else 0.
    `page` counts from 1 where the format has pages. `lead_in` is, for a list item, the span of the sentence that
    introduces its list.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    page: int | None = None
    lead_in: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `text` is verbatim and stands at [start:end] of the canonical text.

    A merged cell is repeated at every position it covers, with the same offsets. `locator` is how its own format
    names it ("C7" in a sheet), or empty.
    """

    row: int
    column: int
    start: int
    end: int
    text: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular grid of cells inside a document.

    `cells[r][c]`; the first `header_rows` rows name the columns and the first `header_columns` columns name the rows
    (0 when the table has none). `title` and `notes` come from a caption, a data package, a sheet name or cells outside
    the grid;
    `units[c]` is the unit that a data package declares for a column (text as written there), "" where it does not.
    `name` is how a person finds it: "table 2", "sheet Prices", "weekly_tokens.csv".
    """

    name: str
    title: str
    start: int
    end: int
    cells: tuple[tuple[Cell, ...], ...]
    header_rows: int = 1
    header_columns: int = 1
    units: tuple[str, ...] = ()
    notes: str = ""
    section: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its caption (an offset span of the canonical text) and its bytes."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    start: int = 0
    end: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file, read: its canonical text, its blocks in reading order, its tables and pictures.

    `id` is the path relative to the corpus folder, with forward slashes. `report` is its folder ("" never: a file that
    lies in the corpus folder itself is a report of its own, named by its stem). `published` is an ISO date or "".
    `warnings` are single lines about what could not be read.
    """

    id: str
    title: str
    publisher: str
    published: str
    report: str
    text: str = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False, default=())
    tables: tuple[Table, ...] = field(repr=False, default=())
    pictures: tuple[Picture, ...] = field(repr=False, default=())
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileWarning:
    """One line about one file: what happened and what to do."""

    document: str
    message: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document that fits the encoder's window. Identity is (document, slot).

    `heading` is the path of headings above it. `context` is what is embedded before the text (the title, the heading
    path, a list's lead-in); it is not part of [start:end].
    """

    document: str
    slot: int
    start: int
    end: int
    text: str
    heading: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """When a figure holds: the words of the source and the interval they name, both ends included.

    `start`/`end` are None where the words name no date ("one year" of growth).
    """

    text: str
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a document with its whole identity. `documents[document].text[start:end] == text`, always.

    `unit` is canonical: `percent`, `ratio`, `token`, `user`, `RMB`, `RMB / kilotoken`, `USD / seat / month`, `year`,
    `date`, or "" for a bare count whose noun is not known. `frequency` is the interval a flow is counted over
    ("week", "day", "month", "year") or "". `value` of a range is its midpoint and `low`/`high` hold its ends.
    `statement` is the self-contained sentence that is embedded: subject, metric, period, the clause, the heading.
    `clause` is the span (start, end) that the number's attributes were read from, inside the sentence `quote`.
    `table`, `row`, `column` place a table cell (indices into Document.tables and Table.cells), else -1.
    """

    id: str
    text: str
    value: float
    low: float | None
    high: float | None
    unit: str
    qualifier: Qualifier | None
    status: Status | None
    subject: str
    metric: str
    period: Period | None
    document: str
    report: str
    title: str
    locator: str
    start: int
    end: int
    quote: str
    frequency: str = ""
    statement: str = ""
    clause: tuple[int, int] = (0, 0)
    heading: tuple[str, ...] = ()
    table: int = -1
    row: int = -1
    column: int = -1


@dataclass(frozen=True, slots=True)
class Derivation:
    """Arithmetic over figures. `operands` are figure ids in the order of the formula; `value` is in `unit`."""

    operation: str
    formula: str
    operands: tuple[str, ...]
    value: float
    unit: str
    display: str


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage as an answer cites it: word for word, with its place and its score."""

    document: str
    title: str
    heading: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assistant says, with everything that proves it. Field for field the command line's contract."""

    id: str
    question: str
    standalone: str
    status: str
    answer: str
    short: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    derivation: Derivation | None = None
    passages: tuple[CitedPassage, ...] = ()
    missing: str | None = None
    nearest: tuple[Figure, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """The place of one row in a ranking: `row` indexes the snapshot's passages, sentences or figures.

    `score` orders the ranking (reciprocal rank fusion); `dense` is the cosine similarity in [-1, 1] and `lexical` the
    BM25 score (0 where the row was not found by that search).
    """

    row: int
    score: float
    dense: float = 0.0
    lexical: float = 0.0


@dataclass(frozen=True, slots=True)
class Check:
    """How some figures bear on one another, checked within their rounding.

    `kind` is "total", "share", "ratio", "change", "growth", "average", "difference" or "conflict"; `agrees` is the verdict;
    `figures` are the ids it rests on, the claimed one first; `working` is the arithmetic in words and numbers;
    `expected` and `claimed` are values in `unit`, and `tolerance` is how far rounding alone can part them.
    """

    kind: str
    agrees: bool
    statement: str
    working: str
    figures: tuple[str, ...]
    claimed: float
    expected: float
    tolerance: float
    unit: str

"""What a question asks: its kind, operation, subjects, periods, unit and interval."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from reportqa.answering.query import Asked, Operation, Query
from reportqa.answering.understanding.bearers import borne
from reportqa.answering.understanding.cities import placed
from reportqa.answering.understanding.followup import grounded, resolve
from reportqa.answering.understanding.horizon import dated_ahead, looks_ahead
from reportqa.answering.understanding.idioms import plain
from reportqa.answering.understanding.kinds import DIRECTION, asked_of, operation_of
from reportqa.answering.understanding.mentions import joint_owner, names_of
from reportqa.answering.understanding.movement import as_nouns, is_movement
from reportqa.answering.understanding.opening import bare_question, parted
from reportqa.answering.understanding.phrases import OTHER_THAN, WORLD, excluded_owner, whole_owner
from reportqa.answering.understanding.spelling import mended
from reportqa.answering.understanding.wanted import frequency_of, unit_of
from reportqa.answering.vocabulary import Vocabulary, vocabulary
from reportqa.answering.words import content_words, stem, tokens
from reportqa.figures import periods
from reportqa.figures.names import canonical_name
from reportqa.figures.units import currency, is_currency
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Period

__all__ = ["understand"]

_MEASURED_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against|relative to|on|over)\s+(?:the\s+)?$", re.I)
_GROWING = re.compile(
    r"\bhow (?:fast|quickly|strongly|much) (?:did|has|have|does|do)\b.*\b(?:grow|expand|rise|increase|change|fall|decline|shrink)|\bgrowth\b",
    re.I,
)
# "The bigger share": the shares that are stated are set against one another.
_SIDE_OF_SHARES = re.compile(rf"\b{DIRECTION.pattern} (?:share|percentage|proportion|fraction|part|slice)\b", re.I)
_BY_HOW_MUCH = re.compile(r"by how much (?:did|has|have|does|do)\b", re.I)
_SEVERAL = re.compile(
    r"\b(?:average|mean) (?:of|across|over|between)\b|\bon average\b|\b(?:of|across|over) (?:all|the|both)\b", re.I
)
# Names behind these are left out, not asked for: "regions other than China and the US".
_EXCLUDED = re.compile(
    r"\b(?:other than|apart from|except(?: for)?|excluding|outside(?: of)?|besides|without)\s+(?:the\s+)?(?:[\w'’]+(?:,\s*|\s+(?:and|or)\s+)(?:the\s+)?)*$",
    re.I,
)
_EVERYONE_ELSE = re.compile(
    rf"(?:\b[a-z]+ (?=other than|apart from|except|excluding|outside|besides))?(?:{OTHER_THAN.pattern})(?: (?:the )?(?:world|globe|planet))?",
    re.I,
)
# Who expects it, and that it is expected, says nothing of what is measured.
_EXPECTS = re.compile(
    r"expect\w*|predict\w*|anticipat\w*|foresee\w*|reckons?|believes?|thinks?|author|likely|poised|tipped"
)
# "Does Orwell Research expect": the name of whoever says it, where the report's figures are not that one's own.
_SAYS = re.compile(r"\b(?:does|do|did) (?:the )?$")
_SAID = re.compile(
    r"\s+(?:expect|predict|forecast|project|anticipate|foresee|estimate|reckon|say|think|believe|count|report)\b"
)
# Initials of things that anyone has, and no one's names.
_TECHNICAL = frozenset(
    "IBAN PIN BIC SIM USB URL KYC AML OTP VPN RFID NFC ATM POS CV MRI CT LTE DVD CD LCD TAN UV BMI CCTV NGO VHS FM".split()
)
_Dated = list[tuple[Period, int, int]]


def understand(
    question: str,
    history: Sequence[str],
    snapshot: Snapshot,
    within: str | None = None,
    told: Callable[[str], str] | None = None,
) -> Query:
    """The Query of a question: what only surrounds it left out, typing errors mended against the corpus's own words,
    follow-ups resolved against `history` (earlier questions, oldest first), names in the corpus's own form.

    `told` gives the name that answers an earlier question, for a follow-up that only says "it"."""
    words = vocabulary(snapshot)
    # "Now" is the newest date at which a report of the corpus was published.
    published = words.newest
    text = resolve(_cleaned(question, words), [_cleaned(asked, words) for asked in history], words, told)
    text = borne(dated_ahead(text, published), snapshot)
    dated = [(p, s, e) for p, s, e in periods.find(text, published) if p.start]
    asked, operation = asked_of(text), operation_of(text)
    if operation in (Operation.CHANGE, Operation.DIFFERENCE, Operation.RATIO):
        dated = [end for one in dated for end in _ends(one, text, published)]
    if asked is Asked.COMPARISON and operation is Operation.SHARE and _SIDE_OF_SHARES.search(text):
        operation = Operation.NONE
    moves = is_movement(text)
    # "Compared with the year before" names what a growth is measured against, not when it took place.
    when = tuple(
        p
        for p, s, _ in {d[0].text: d for d in dated}.values()
        if not _MEASURED_AGAINST.search(text[:s]) or not (moves or _GROWING.search(text))
    )
    names = names_of(text, words)
    if not names and (joint := joint_owner(text, words)):
        names = [joint]
    known, unknown = _subjects(text, names, dated, words, asked, operation)
    unit = unit_of(text, asked, words)
    if moves and unit in ("", "price", "time"):
        unit, operation = "percent", Operation.CHANGE if operation is Operation.DIFFERENCE else operation
    operation = _settled(operation, text, unit, len(known) < 2 and len(when) < 2, words)
    ahead = looks_ahead(text, when, published)
    said = _without_currency(_said(text, names, dated, known, words, moves, ahead), unit)
    if asked is Asked.COMPARISON:
        said = tuple(w for w in said if not DIRECTION.fullmatch(w)) or said
    return Query(
        text=text,
        asked=asked,
        operation=operation,
        words=said,
        entities=known,
        unknown=unknown,
        periods=when,
        unit=unit,
        frequency=frequency_of(text),
        forecast=ahead,
        within=within,
        vector=snapshot.encoder.encode([text])[0],
    )


def _settled(operation: Operation, text: str, unit: str, alone: bool, words: Vocabulary) -> Operation:
    """The operation that a question wants once its unit is known; `alone` where it sets no two names or times apart."""
    if operation is Operation.DIFFERENCE and unit == "percent" and alone and _BY_HOW_MUCH.match(text):
        return Operation.CHANGE
    if operation is Operation.SHARE and unit in words.units - {"percent", ""}:
        # "How many tokens is that share": the amount is asked for, the share only points to it.
        return Operation.NONE
    if operation is Operation.AVERAGE and alone and unit != "percent" and _is_stated_average(text, words):
        return Operation.NONE
    return operation


def _cleaned(text: str, words: Vocabulary) -> str:
    """A question as it would be written with care: without what surrounds it, its background put in, its words spelled right."""
    background, question = parted(text)
    question = placed(plain(mended(bare_question(question), words)), words)
    return grounded(question, mended(background, words), words) if background else question


def _subjects(
    text: str,
    names: Sequence[tuple[str, int, int]],
    dated: _Dated,
    words: Vocabulary,
    asked: Asked,
    operation: Operation,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The canonical names that a question is about, and those that the corpus does not hold."""
    named = dict.fromkeys(
        canonical_name(n)
        for n, s, e in names
        if not _EXCLUDED.search(text[:s]) and not any(a < e and s < b for _, a, b in dated)
    )
    if len(named) > 1:
        for n, s, e in names:
            if (
                _SAYS.search(text[:s])
                and _SAID.match(text[e:])
                and canonical_name(n) not in words.owners
                and _is_known(n, words)
            ):
                named.pop(canonical_name(n), None)
    if len(named) > 1 and operation is Operation.SHARE:
        named.pop("global", None)
    known = [n for n in named if _is_known(n, words)]
    joined = {canonical_name(n) for n, s, _ in names if text[max(0, s - 1) : s] == "-"}
    unknown = tuple(n for n in named if n not in known and n not in joined and n.upper() not in _TECHNICAL)
    if not known and (rest := excluded_owner(text, words.owners)):
        known = [rest]
    elif not named and names and operation is Operation.NONE and asked is Asked.QUANTITY:
        # Only names that are left out: the figure of one of them is no answer.
        unknown = tuple(f"others than {n}" for n, s, _ in names if _EXCLUDED.search(text[:s]))
    if not named and not known and operation is not Operation.SHARE and (whole := whole_owner(text, words.owners)):
        known = [whole]
    return tuple(known), unknown


def _said(
    text: str,
    names: Sequence[tuple[str, int, int]],
    dated: _Dated,
    known: tuple[str, ...],
    words: Vocabulary,
    moves: bool,
    ahead: bool,
) -> tuple[str, ...]:
    """The content words of a question, in the words of the corpus where it says the same otherwise.

    Where the world or everyone else is the subject, their names are none of them, as with other names.
    """
    if known == ("global",):
        text = _blanked(text, [m.span() for m in WORLD.finditer(text)])
    elif len(known) == 1 and excluded_owner(text, words.owners) == known[0]:
        text = _blanked(text, [m.span() for m in _EVERYONE_ELSE.finditer(text)])
    said = content_words(_blanked(text, [(s, e) for _, s, e in (*names, *dated)]))
    if ahead:
        said = tuple(w for w in said if not _EXPECTS.fullmatch(w))
    if moves:
        said = as_nouns(said, lambda w: stem(w) in words.idf)
    if "global" in words.idf:
        said = tuple(dict.fromkeys("global" if WORLD.fullmatch(w) and stem(w) not in words.idf else w for w in said))
    return said


def _without_currency(said: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """The words without those that only name the currency that is asked for: "in US dollars"."""
    rest = tuple(w for w in said if currency(w) != unit and not (w == "us" and unit == "USD"))
    return rest if is_currency(unit) and rest else said


def _is_stated_average(text: str, words: Vocabulary) -> bool:
    """Whether an average is one that the corpus states ("the average fare"), not one to be worked out."""
    return bool({"average", "mean", "averaged"} & words.heads) and not _SEVERAL.search(text)


def _ends(one: tuple[Period, int, int], text: str, published: dt.date | None) -> list[tuple[Period, int, int]]:
    """The two periods of "from 2024 to 2025", each by itself; the period as it is where it names one only."""
    _, start, end = one
    parts = re.match(r"(?:from|between)\s+(.+?)\s+(?:to|and|until)\s+(.+)$", text[start:end], re.I)
    found = [periods.find(p, published) for p in parts.groups()] if parts else []
    if len(found) != 2 or not all(len(f) == 1 and f[0][0].start for f in found):
        return [one]
    return [(f[0][0], start, end) for f in found]


def _is_known(name: str, words: Vocabulary) -> bool:
    return name in words.names or all(t.lower() in words.words for t in tokens(name))


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without its names and periods, say: what is left says what is measured. Offsets stay as they are."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text

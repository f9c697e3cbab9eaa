"""Verb groups with their subjects, read from a tagged sentence.

A shallow reading in the manner of Abney's chunks ("Parsing by chunks", 1991): verb groups are found first, then each one's
subject is looked for to its left, up to the nearest stop that ends a clause. No tree is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reportqa.figures.groups import is_numbered
from reportqa.figures.lexicon import BE, Act, VerbForm, act_of, is_participle
from reportqa.figures.phrases import Span, noun_phrase_before, trimmed
from reportqa.figures.tagging import Tagged

__all__ = ["Predicate", "predicates", "settled"]

_VERB_GROUP = re.compile(r"(?:X(?:[RH]*[XV])*|V)(?:[RH]*I[RH]*[XV])*")
_HARD = frozenset(";:-(")
_MANNER = frozenset(["basis", "terms"])
_DOERS = frozenset(["it", "they", "he", "she", "we", "i"])
_RELATIVE = frozenset(["which", "who", "that", "whom"])
_STATING = frozenset(["is", "are", "was", "were", "has", "had"])
# "Second, strikes in February cost": what only counts the sentences.
_ORDERING = frozenset(["first", "second", "third", "fourth", "fifth", "last", "finally", "lastly"])
# Verbs that "up" and "down" turn into a change.
_MOVED = frozenset("put push go move drive send mark bring take come be edge trade tick inch".split())


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb group, its main verb and its subject, as token spans; the subject is empty where there is none to be found.

    `own` tells whether the subject stands before this verb group and is not taken over from an earlier one; `relative`
    whether it is the noun that a relative clause or a participle describes.
    """

    verb: Span
    lemma: str
    act: Act
    subject: Span
    own: bool
    relative: bool
    participle: bool
    passive: bool


@dataclass(frozen=True, slots=True)
class _Left:
    """What stands to the left of a verb group: pieces between commas and "and", from left to right, and what stopped it."""

    pieces: list[Span]
    stop: str
    at: int


def predicates(s: Tagged) -> tuple[Predicate, ...]:
    """The predicates of a sentence in order."""
    out: list[Predicate] = []
    for m in _VERB_GROUP.finditer(s.tags):
        head = max((i for i in range(*m.span()) if s.tags[i] == "V"), default=m.end() - 1)
        if s.tags[m.end() - 1] == "X" and "I" in s.tags[head : m.end()]:
            # "were estimated to be $4.59"
            head = m.end() - 1
        lemma, form = s.verbs.get(head, (s.words[head], VerbForm.BASE))
        if _is_reduced(s, m.span(), form, out) or _is_object_relative(s, m.span()):
            continue
        lemma = "be" if s.tags[head] == "X" and s.words[head] not in ("has", "have", "had", "having") else lemma
        lemma = "have" if s.words[head] in ("has", "have", "had", "having") and s.tags[head] == "X" else lemma
        participle = form is VerbForm.ING and s.tags[m.start()] == "V"
        passive = form is VerbForm.PAST and any(s.words[i] in BE for i in range(m.start(), head))
        subject, own, relative = _subject(s, m.start(), participle, out)
        act = Act.HAVE if lemma == "have" else Act.STATE if lemma == "be" else act_of(lemma)
        if lemma in _MOVED and s.words[m.end() : m.end() + 1] in (("up",), ("down",)):
            act = Act.RISE if s.words[m.end()] == "up" else Act.FALL
        out.append(Predicate(m.span(), lemma, act, subject, own, relative, participle, passive))
    return tuple(out)


def settled(s: Tagged, found: tuple[Predicate, ...]) -> Tagged:
    """The sentence with the verbs that only describe a noun tagged as part of its phrase."""
    verbs = {i for p in found for i in range(*p.verb)}
    tags = "".join("N" if t == "V" and i not in verbs else t for i, t in enumerate(s.tags))
    return s if tags == s.tags else replace(s, tags=tags)


def _is_reduced(s: Tagged, verb: Span, form: VerbForm, before: list[Predicate]) -> bool:
    """Whether a lone past participle only describes a noun: "cash provided by financing was …", "the best month recorded,"."""
    first, last = verb
    if (
        form is not VerbForm.PAST
        or s.tags[first] != "V"
        or last - first > 1
        or first == 0
        or not is_participle(s.words[first])
    ):
        return False
    behind = s.tags[last] if last < len(s.tags) else ""
    if s.words[last : last + 1] in (("to",), ("by",)) and _reaches_number(s, last):
        return False
    if s.words[last : last + 1] in (("in",), ("out",)) and _reaches_number(s, last) and not _finite_follows(s, last):
        # "agencies brought in 58% of bookings"
        return False
    if s.tags[first - 1] == "," and behind == "P":
        return True
    finite = behind == "V" and s.verbs[last][1] is VerbForm.PAST
    if s.tags[first - 1] == "N" and (finite or (behind == "X" and s.words[last] in _STATING)):
        # "The average price paid fell to", "The value moved was"
        return True
    if (s.tags[first - 1] not in "NARA)#T" and s.words[first - 1] != "those") or (
        behind != "P" and not (behind in ",;?C" and _has_predicate(s, first, before))
    ):
        return False
    if behind != "P":
        return True
    lemma = s.verbs[first][0]
    moving = act_of(lemma) in (Act.RISE, Act.FALL, Act.STATE)
    return _finite_follows(s, last) or (not moving and _has_predicate(s, first, before))


def _is_object_relative(s: Tagged, verb: Span) -> bool:
    """Whether a verb belongs to a clause inside the subject: "the countries we follow carried"."""
    first, last = verb
    return (
        first > 1
        and s.tags[first - 1] == "O"
        and s.tags[first - 2] in "NA"
        and re.match(r"R*[VX]", s.tags[last:]) is not None
    )


def _has_predicate(s: Tagged, at: int, before: list[Predicate]) -> bool:
    """Whether the clause that holds token `at` has a verb already."""
    return bool(before) and not any(c in ";:-S" for c in s.tags[before[-1].verb[1] : at])


def _finite_follows(s: Tagged, at: int) -> bool:
    """Whether another finite verb follows before the clause can have ended."""
    for i in range(at, len(s.tags)):
        mark = s.tags[i]
        if mark in ";:-S," or (mark == "C" and i + 1 < len(s.tags) and s.tags[i + 1] in "VX"):
            return False
        if mark == "X" or (mark == "V" and s.verbs[i][1] is not VerbForm.ING):
            return True
    return False


def _reaches_number(s: Tagged, at: int) -> bool:
    rest = s.tags[at + 1 : at + 4].lstrip("DRHN")
    return rest.startswith("#")


def _subject(s: Tagged, verb: int, participle: bool, before: list[Predicate]) -> tuple[Span, bool, bool]:
    """The subject of the verb group that begins at `verb`, whether it is its own, and whether it is relative."""
    inherited = before[-1].subject if before else (verb, verb)
    if participle:
        if verb > 0 and s.tags[verb - 1] in "NA)":
            return noun_phrase_before(s, verb), True, True
        return inherited, False, False
    if verb > 0 and s.tags[verb - 1] == "I" and before:
        thing = noun_phrase_before(s, verb - 1) if s.tags[verb - 2] != "O" else (verb - 2, verb - 1)
        if before[-1].act is Act.SAY and not before[-1].passive and before[-1].verb[1] <= thing[0] < thing[1]:
            # "The board expects Norway to harvest": the infinitive's subject is the object.
            return thing, True, False
        asked = next((q for q in reversed(before[:-1]) if q.act is Act.SAY and not q.passive), None)
        again = asked is not None and before[-1].own and s.tags[before[-1].verb[0] - 1] == "I"
        if again and thing[0] < thing[1] and s.tags[: thing[0]].rstrip("DH")[-1:] == "C":
            # "expect sales to reach 6 million and exports to supply": so is that of the next one.
            return thing, True, False
        # "lost 2.3% to close at": the infinitive's subject is the verb's before it.
        return inherited, False, False
    for found in (_before_relative(s, verb), _restricted(s, verb, before), _done(s, verb, before)):
        if found is not None:
            return found, True, False
    between = s.tags[before[-1].verb[1] : verb - 1] if before else ""
    if s.tags[verb - 1] == "C" and "#" in between and not re.search(r"[;:S(-]", between) and not before[-1].participle:
        # "The wards have 412 beds, 30 fewer than before, and were 88% full"
        return inherited, False, False
    left = _look_left(s, verb, before)
    pieces = [trimmed(s, p) for p in left.pieces]
    behind = left.stop == "V" or (bool(pieces) and s.tags[pieces[-1][0]] == "P")
    if pieces and behind and s.tags[verb - 1] == "O" and s.words[verb - 1] in _DOERS:
        # "where staff fill the plates it was 63 grams", "whereas at Latera they climbed"
        pieces[-1] = (verb - 1, verb)
    pieces = [p for p in pieces if p[0] < p[1]]
    if left.stop == "S" and not pieces and s.words[left.at] in _RELATIVE:
        if before and before[-1].relative and s.tags[left.at - 1] == "C":
            return before[-1].subject, True, True
        antecedent = left.at - 1
        while antecedent > 0 and s.tags[antecedent] in ",PC#":
            antecedent -= 1
        return noun_phrase_before(s, antecedent + 1), True, True
    chosen = _choose(s, pieces, verb)
    return (chosen, True, False) if chosen else (inherited, False, False)


def _before_relative(s: Tagged, verb: int) -> Span | None:
    """The subject that a clause between commas parts from its verb: "Kontor, which supplies restaurants, raised", "Danes, it
    seems, would", "Danish readers, though fewer, borrowed"."""
    while verb > 1 and s.tags[verb - 1] == "R":
        # "São Paulo, which had forbidden diesel buses, alone operates"
        verb -= 1
    if verb < 1 or s.tags[verb - 1] != ",":
        return None
    if apposed := re.search(r"(?<=A),D[NA]+S[^,;:S]*,$", s.tags[:verb]):
        # "Stratora, the Seattle company that invented the business, is"
        return noun_phrase_before(s, apposed.start())
    if aside := re.search(r"(?<=[NA]),OR*V,$", s.tags[:verb]):
        return noun_phrase_before(s, aside.start())
    for i in range(verb - 2, 1, -1):
        if s.tags[i] in ";:-(":
            return None
        verbless = s.tags[i - 1] == "," and not re.search("[VX#]", s.tags[i:verb])
        if s.tags[i] == "S" and s.words[i] not in _RELATIVE | {"whose", "where"} and not verbless:
            return None
        if s.tags[i] == "S" and s.tags[i - 1] == "," and s.words[i] != "that":
            found = _before_aside(s, i - 1)
            return found if found[0] < found[1] else None
    return None


def _before_aside(s: Tagged, end: int) -> Span:
    """The noun phrase before token `end`, a short form in brackets passed over: "Home care (HC), which"; the short form itself
    where no noun phrase stands before it."""
    if end < 1 or s.tags[end - 1] != ")" or "(" not in s.tags[:end]:
        return noun_phrase_before(s, end)
    opening = s.tags.rindex("(", 0, end)
    found = noun_phrase_before(s, opening)
    return found if found[0] < found[1] or s.tags[opening + 1 : end - 1].strip("A") else (opening + 1, end - 1)


def _restricted(s: Tagged, verb: int, before: list[Predicate]) -> Span | None:
    """The subject that a clause without commas tells which one it is: "Shops that take either card rose"."""
    q = before[-1] if before else None
    if q is None or not q.relative or q.participle or q.act is Act.SAY or q.verb[0] < 1 or s.tags[q.verb[0] - 1] != "S":
        return None
    finite = s.tags[verb] == "X" or s.verbs[verb][1] in (VerbForm.PAST, VerbForm.S)
    whole = re.fullmatch(r"[DNA'PR]*[NA]", s.tags[q.verb[1] : verb]) is not None
    return (q.subject[0], verb) if finite and whole and s.words[q.verb[0] - 1] in _RELATIVE else None


def _done(s: Tagged, verb: int, before: list[Predicate]) -> Span | None:
    """The subject that tells what is done: "Charging at home costs", "Collecting an instalment by transfer costs"."""
    q = before[-1] if before else None
    if q is None or not q.participle or q.verb[1] - q.verb[0] > 1 or s.tags[: q.verb[0]].strip("DRC"):
        return None
    whole = re.fullmatch(r"[DNA'PR]*[NA]", s.tags[q.verb[1] : verb]) is not None
    return (q.verb[0], verb) if whole else None


def _look_left(s: Tagged, verb: int, before: list[Predicate]) -> _Left:
    # A participle that describes a noun is part of that noun's phrase.
    barriers = {i for p in before if not (p.relative and p.participle) for i in range(*p.verb)}
    pieces: list[Span] = []
    end, i = verb, verb - 1
    stop, at = "", -1
    while i >= 0:
        mark = s.tags[i]
        if mark == ")":
            i = s.tags.rfind("(", 0, i) - 1 if "(" in s.tags[:i] else i - 1
            continue
        if mark in _HARD or mark == "S" or s.words[i] in (".", "!", "?", "…"):
            stop, at = mark, i
            break
        if mark in "VX" and (i in barriers):
            stop, at = "V", i
            break
        if mark in ",C":
            pieces.append((i + 1, end))
            end = i
        i -= 1
    pieces.append((at + 1, end))
    pieces.reverse()
    if stop == "V" and len(pieces) > 1:
        # What touches the verb before is its complement.
        pieces = pieces[1:]
    return _Left(pieces, stop, at)


def _choose(s: Tagged, pieces: list[Span], verb: int) -> Span | None:
    """The piece, or run of pieces, that is the subject."""
    while len(pieces) > 1 and _is_intro(s, pieces[0]):
        pieces = pieces[1:]
        while len(pieces) > 1 and _goes_on(s, pieces[0][0]):
            # "In connection with vesting and release of shares, benefits were": "release …" belongs to the opening too.
            pieces = pieces[1:]
    if not pieces:
        return None
    closed = s.tags[verb - 1] == "," if verb else False
    if len(pieces) == 1:
        return _without_intro(s, pieces[0])
    if closed:
        return _without_intro(s, pieces[0])
    if s.tags[pieces[-1][0]] == "O":
        return pieces[-1]
    coordinated = "C" in s.tags[pieces[0][1] : pieces[-1][0]]
    numeric = [p for p in pieces if "#" in s.tags[slice(*p)] and p[1] - p[0] < 3]
    if numeric and numeric[-1] == pieces[-1] and len(numeric) < len(pieces):
        return _without_intro(s, (pieces[0][0], pieces[-1][1]))
    if coordinated and not any("#" in s.tags[a:b] and b - a < 3 for a, b in pieces):
        return _without_intro(s, (pieces[0][0], pieces[-1][1]))
    return pieces[-1]


def _goes_on(s: Tagged, first: int) -> bool:
    """Whether "and" or "or" stands right before a piece, with nothing that begins a noun phrase anew."""
    i = first - 1
    while i >= 0 and s.tags[i] in "DR":
        i -= 1
    return i == first - 1 and i >= 0 and s.tags[i] == "C"


def _is_intro(s: Tagged, piece: Span) -> bool:
    mark = s.tags[piece[0]]
    return (
        mark in "PTRV?"
        or mark == "S"
        or (piece[1] - piece[0] == 1 and s.words[piece[0]] in _ORDERING)
        or (s.words[piece[0]].endswith("ed") and s.tags[piece[0] + 1 : piece[0] + 2] == "P")
    )


def _without_intro(s: Tagged, piece: Span) -> Span | None:
    """A piece without the prepositional phrase it may begin with: "In Q3 2025 the four countries' ferries"."""
    first, last = piece
    # "the first time China's usage …": a noun and a possessive side by side are two phrases.
    apart = re.compile(r"[DNR]*N(?=A+')").match(s.tags, first, last)
    if apart:
        first = apart.end()
    while first < last and s.tags[first] in "PT" and _intro_end(s, first, last) > first:
        first = _intro_end(s, first, last)
    if first < last and s.tags[first] == "P":
        # "Of the 46 harbours that applied": a whole prepositional phrase, no subject.
        return None
    return trimmed(s, (first, last)) if first < last else None


def _intro_end(s: Tagged, first: int, last: int) -> int:
    """Where a leading prepositional phrase ends, or `first` where that cannot be told."""
    closing = next((i + 1 for i in range(first, last) if s.words[i] in _MANNER and s.tags[first] == "P"), -1)
    if s.tags[first] == "P" and first + 2 < last and is_numbered(s, first + 1):
        # "In years 1 to 4 participation was"
        return first + 2
    if closing > 0 and s.tags[closing : closing + 1] in ("D", "N", "A", "'"):
        # "On a like-for-like basis sales grew": not "on the basis of".
        return closing
    if s.tags[first : first + 2] == "PR" and s.words[first + 1] == "then":
        return first + 2
    match = re.compile(r"P?(?:P|D)?T|PD?A+(?=[#D])|P[DN]*N(?:PD?N+)?(?=[DA#O])").match(s.tags, first, last)
    return match.end() if match else first

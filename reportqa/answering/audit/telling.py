"""A check as an answer: yes or no, the working, what the report states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from reportqa.answering.audit.wording import number, result, scale_of, shown
from reportqa.answering.query import Draft
from reportqa.types import Check, Derivation, Figure, Qualifier

__all__ = ["hedged", "told", "told_all"]

_OPERATIONS = {
    "total": "sum",
    "share": "percentage of",
    "ratio": "ratio",
    "change": "percentage change",
    "growth": "projection back",
    "average": "average",
    "difference": "difference",
}
_DIGITS = re.compile(r"\d[\d,\u00a0\u202f]*(?:\.\d+)?")
# A sum of more parts is told in bare digits.
_MOST_IN_FULL = 6
_VERDICTS = {
    False: {True: "Yes, they agree", False: "No, they do not agree"},
    True: {True: "The figures that can be checked agree", False: "Some figures do not agree"},
}
_HEDGES = {
    Qualifier.ABOUT: "approximately",
    Qualifier.AT_LEAST: "at least",
    Qualifier.OVER: "over",
    Qualifier.UP_TO: "up to",
    Qualifier.UNDER: "under",
}


def hedged(figure: Figure) -> str:
    """A figure as it is stated, with its hedge."""
    word = _HEDGES.get(figure.qualifier, "") if figure.qualifier else ""
    return f"{word} {shown(figure)}".strip()


def told(check: Check, figures: Mapping[str, Figure], confidence: float, claim: str = "") -> Draft:
    """One check as a draft: the verdict, the arithmetic, the statement it is held against.

    `claim` is a number of the question that the check was held against instead of the report's own.
    """
    cited = [figures[i] for i in check.figures]
    verdict = _VERDICTS[False][check.agrees]
    said = claim and ("as asked" if check.agrees else f"not {claim}")
    text = f"{verdict}: {_finding(check, cited, said)}."
    return Draft(text, (verdict,), confidence, tuple(cited), derivation_of(check, cited))


def told_all(
    checks: Sequence[Check], figures: Mapping[str, Figure], confidence: float, open_ended: bool = False
) -> Draft:
    """Several checks as one draft: they agree if all do; what does not agree is named.

    An open question ("where does the report contradict itself?") is not answered with yes or no.
    """
    agrees = all(c.agrees for c in checks)
    shown_checks = checks if agrees else [c for c in checks if not c.agrees]
    groups = [[figures[i] for i in c.figures] for c in shown_checks]
    verdict = _VERDICTS[open_ended][agrees]
    findings = "; ".join(_finding(c, g, "") for c, g in zip(shown_checks, groups, strict=True))
    made = [d for c, g in zip(shown_checks, groups, strict=True) if (d := derivation_of(c, g)) is not None]
    cited = tuple(dict.fromkeys(f for g in groups for f in g))
    return Draft(f"{verdict}: {findings}.", (verdict,), confidence, cited, _joined(made))


def _joined(made: Sequence[Derivation]) -> Derivation | None:
    """Several derivations as one: the first one's value, every formula and operand."""
    if len(made) < 2:
        return made[0] if made else None
    first = made[0]
    return Derivation(
        operation=" and ".join(dict.fromkeys(d.operation for d in made)),
        formula="; ".join(d.formula for d in made),
        operands=tuple(dict.fromkeys(o for d in made for o in d.operands)),
        value=first.value,
        unit=first.unit,
        display="; ".join(d.display for d in made),
    )


def _finding(check: Check, cited: Sequence[Figure], said: str) -> str:
    """What was found, the claim first: what the report states, and what its figures come to."""
    if check.kind == "conflict":
        return _both(check, cited)
    if _is_hundred(check, cited):
        come = f"{' + '.join(shown(f) for f in cited)} = {_result(check, cited)}"
        return f"{come}, {said or ('the whole' if check.agrees else 'not 100%')}"
    come = _arithmetic(check, cited)
    if said:
        return f"{come}, {said}; the report states {hedged(cited[0])}"
    return f"the report states {hedged(cited[0])}, {'and' if check.agrees else 'but'} {come}"


def _arithmetic(check: Check, cited: Sequence[Figure]) -> str:
    """The working of a check in words and numbers, each figure as its source writes it."""
    operands = cited[1:]
    texts = [shown(f) for f in operands] if len(operands) <= _MOST_IN_FULL else _plain(operands)
    if check.kind == "growth":
        now, mine, theirs = texts
        return f"growth of {mine} and {theirs} up to {now} puts it at {_result(check, cited)} a year earlier"
    if check.kind == "change":
        new, old = texts
        way = "fall" if check.expected < 0 else "rise"
        size = _result(check, cited).lstrip("−-")
        return f"from {old} to {new} is a {way} of {size}"
    sign = {"total": " + ", "average": " + ", "difference": " − "}.get(check.kind, " / ")
    left = sign.join(texts)
    return f"{f'({left}) / {len(texts)}' if check.kind == 'average' else left} = {_result(check, cited)}"


def _result(check: Check, cited: Sequence[Figure]) -> str:
    return _worked(check, cited if _is_hundred(check, cited) else cited[1:])[1]


def _is_hundred(check: Check, cited: Sequence[Figure]) -> bool:
    """Whether a check holds shares against the whole of 100 %, which no figure states."""
    own = check.kind == "total" and check.unit == "percent" and check.claimed == 100.0 and len(cited) > 2
    return own and cited[0].value != 100.0


def _both(check: Check, cited: Sequence[Figure]) -> str:
    first, second = cited[0], cited[1]
    names = [": ".join(p for p in (f.subject, f.metric) if p) for f in (first, second)]
    places = [_place(f) for f in (first, second)]
    joined = "and" if check.agrees else "but"
    again = "elsewhere there" if places[0] == places[1] and first.document == second.document else f"in {places[1]}"
    other = "" if first.unit == second.unit else f"{names[1]}: "
    return f"{names[0]}: {hedged(first)} in {places[0]}, {joined} {other}{hedged(second)} {again}"


def _place(figure: Figure) -> str:
    """Where a figure stands, without numbers that no source has: the title, its heading, or its document's name."""
    if figure.locator.endswith("title"):
        return "the title"
    words = (figure.heading[-1] if figure.heading else "") or figure.title or figure.document
    return "another place" if re.search(r"\d", words) else f"“{words}”"


def derivation_of(check: Check, cited: Sequence[Figure]) -> Derivation | None:
    """The arithmetic of a check as a derivation whose operands are the figures behind the claim."""
    operation = _OPERATIONS.get(check.kind)
    if operation is None:
        return None
    operands = list(cited if _is_hundred(check, cited) else cited[1:])
    left, display = _worked(check, operands)
    if check.kind == "change" and check.unit != "percent":
        operation = "difference"
    return Derivation(
        operation, f"{left} = {display}", tuple(f.id for f in operands), check.expected, check.unit, display
    )


def _plain(operands: Sequence[Figure]) -> list[str]:
    """Operands as a formula shows them: digits alone where they share unit and scale, else as they are written."""
    alike = len({(f.unit, scale_of(f)) for f in operands}) == 1 and operands[0].unit != "percent"
    found = [m for f in operands if (m := _DIGITS.search(f.text)) is not None]
    if not alike or len(found) < len(operands):
        return [shown(f) for f in operands]
    return [f"(−{m.group()})" if f.value < 0 else m.group() for m, f in zip(found, operands, strict=True)]


def _worked(check: Check, operands: Sequence[Figure]) -> tuple[str, str]:
    """The left side of a check's formula and its result as printed."""
    texts = _plain(operands)
    if check.kind == "total":
        display = f"{number(check.expected, 2)}%" if check.unit == "percent" else result(check.expected, operands)
        return " + ".join(texts), display
    if check.kind == "difference":
        return " − ".join(texts), result(check.expected, operands)
    if check.kind == "average":
        return f"({' + '.join(texts)}) / {len(texts)}", result(check.expected, operands)
    if check.kind == "share":
        return " / ".join(texts), f"{number(check.expected, 1)}%"
    if check.kind == "ratio":
        return " / ".join(texts), number(check.expected, 3)
    if check.kind == "growth":
        now, mine, theirs = texts
        return f"{now} × (100% + {theirs}) / (100% + {mine})", number(check.expected, 2)
    new, old = texts
    if check.unit != "percent":
        return f"{new} − {old}", result(check.expected, operands)
    return f"({new} − {old}) / {old}", f"{number(check.expected, 1)}%"

"""Names that a sentence speaks of beside the one whose figure it tells: the buyer of what was sold, the place of a share."""

from __future__ import annotations

from collections.abc import Mapping

from reportqa.answering.kept import once_a_snapshot
from reportqa.answering.vocabulary import Identity, vocabulary
from reportqa.figures.names import canonical_name, find_names
from reportqa.indexing.snapshot import Snapshot
from reportqa.types import Figure

__all__ = ["Sentence", "is_owner", "owners_beside", "stands_beside"]

Sentence = tuple[str, str]
"""A document and the words of one of its sentences."""


@once_a_snapshot
def owners_beside(snapshot: Snapshot) -> dict[Sentence, frozenset[str]]:
    """Of every sentence the names that own figures in it."""
    out: dict[Sentence, frozenset[str]] = {}
    for figure, identity in zip(snapshot.figures, vocabulary(snapshot).identities, strict=True):
        at = (figure.document, figure.quote)
        out[at] = out.get(at, frozenset()) | identity.owners
    return out


def stands_beside(
    name: str, figure: Figure, identity: Identity, owning: Mapping[Sentence, frozenset[str]], lexicon: frozenset[str]
) -> bool:
    """Whether the sentence of another one's figure speaks of a name too that owns none of its figures: in "the mill was bought
    by Sund for 3 million" the buyer, in "in Peru, Lien has 34%" the place."""
    owners = owning.get((figure.document, figure.quote), frozenset())
    if name not in identity.others or any(is_owner(name, o) for o in owners):
        return False
    at = figure.quote.find(figure.text)
    told = [(canonical_name(n), s) for n, s, _ in find_names(figure.quote, 0, len(figure.quote), lexicon)]
    first = min((s for n, s in told if n == name), default=-1)
    # What follows behind another name is said of that one.
    return first >= 0 and not any(at < s < first and n not in identity.owners for n, s in told)


def is_owner(name: str, owner: str) -> bool:
    """Whether a name of the question is an owner's, or a part of it: "Norrvind" is Norrvind Ferries."""
    if name == owner or name in owner.split():
        return True
    # The last word of a longer name stands for it: "the network" of the Larkmoor Health Network.
    # Of several together none is the one by himself.
    last = owner == name.split()[-1] and " and " not in name
    return " " in name and (owner.startswith(name) or set(name.split()) <= set(owner.split()) or last)

"""Sentences that name proposals, in pieces: what stands between the names, and the names, which pages may link."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..rules.folding import isolate
from .actors import begin_sentence


class Piece(NamedTuple):
    """A stretch of a sentence. With `proposal`, a slug, it is the title of that proposal."""

    text: str
    proposal: str = ""


def name_proposal(title: str, slug: str) -> Piece:
    """Return the title of a proposal as a Piece."""
    return Piece(isolate(title), slug)


def join(groups: Sequence[Sequence[Piece]], between: str, before_last: str = "") -> list[Piece]:
    """Join groups of Pieces; before the last one stands `before_last`, if that is given."""
    joined: list[Piece] = []
    for place, group in enumerate(groups):
        if place:
            joined.append(Piece(before_last if before_last and place == len(groups) - 1 else between))
        joined += group
    return joined


def begin(pieces: Sequence[Piece]) -> list[Piece]:
    """Begin a sentence: its first letter becomes a capital, unless it is that of a title."""
    if not pieces or pieces[0].proposal:
        return list(pieces)
    first, *rest = pieces
    return [first._replace(text=begin_sentence(first.text)), *rest]


def read_plainly(pieces: Iterable[Piece]) -> str:
    """Return the sentence as plain text."""
    return "".join(piece.text for piece in pieces)

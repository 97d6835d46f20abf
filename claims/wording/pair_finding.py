"""On what two actors agree and on what they differ most, as a headline and a sentence."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ..rules.measures.agreement import FARTHEST
from ..rules.measures.pairs import PairExtremes
from ..rules.scales import Dimension
from .actors import begin_sentence
from .closeness import write_where
from .findings import join_names
from .numbers import write_number
from .pieces import Piece, join, name_proposal

MOST_NAMED = 3  # proposals
BOTH = "on which both have a value"


class PairFound(NamedTuple):
    """What is told of a pair: the names as a sentence has them, its extremes, and the proposals (title, slug) at the
    places that these name."""

    names: Sequence[str]
    extremes: PairExtremes
    proposals: Sequence[tuple[str, str]]
    dimension: Dimension
    as_of: date | None = None


def write_pair_headline(told: PairFound) -> str:
    """Write on how many proposals two agree, without a full stop."""
    where = write_where(told.as_of, told.dimension, told.extremes.conditional)
    return begin_sentence(f"{where}{join_names(told.names)} {_write_verb(told.extremes)}")


def write_pair_lede(told: PairFound) -> list[Piece]:
    """Write on which proposals they agree and on which they differ most."""
    extremes = told.extremes
    if not extremes.valued:
        return [Piece("On no proposal do both have a value.")]
    agree = [Piece("they agree on "), *_name(told, extremes.agreed)] if extremes.agreed else []
    how_much = "they differ" if len(extremes.farthest) == extremes.differing else "they differ most"
    differ = [
        Piece(f"{how_much} on "),
        *_name(told, extremes.farthest),
        Piece(f", where they {_write_distance(extremes.distance)}"),
    ]
    first, *rest = join([part for part in (agree, differ if extremes.farthest else []) if part], "; ")
    return [Piece(begin_sentence(first.text)), *rest, Piece(".")]


def _write_verb(extremes: PairExtremes) -> str:
    valued, agreed = extremes.valued, len(extremes.agreed)
    if not valued:
        return "cannot be compared"
    if valued == 1:
        return f"{'agree' if agreed else 'differ'} on the one proposal {BOTH}"
    if agreed == valued:
        return f"agree on all {write_number(valued)} proposals {BOTH}"
    return f"agree on {'none' if not agreed else write_number(agreed)} of the {write_number(valued)} proposals {BOTH}"


def _write_distance(distance: int) -> str:
    if distance == FARTHEST:
        return "stand at opposite ends"
    return f"are {write_number(distance)} step{'' if distance == 1 else 's'} of {write_number(FARTHEST)} apart"


def _name(told: PairFound, places: Sequence[int]) -> list[Piece]:
    """Name a few proposals, of many the first."""
    most = len(places) if len(places) <= MOST_NAMED else MOST_NAMED - 1
    named = [[name_proposal(*told.proposals[place])] for place in places[:most]]
    more = [[Piece(f"{write_number(len(places) - most)} more")]] if most < len(places) else []
    return join([*named, *more], ", ", " and ")

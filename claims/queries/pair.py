"""Two actors, proposal by proposal: how both stand on each, and what it is in the sum of their agreement."""

from collections.abc import Sequence
from typing import NamedTuple

from ..models import Proposal
from ..rules import stance_arrays
from ..rules.measures import agreement, pairs
from ..rules.measures.agreement import READINGS
from ..rules.measures.pairs import Contrast, PackageRule
from ..rules.scales import State
from ..rules.stance_arrays import NO_VALUE
from .agreement import ActorValues

_WIDEST = tuple(READINGS)[-1]  # gives every stance with a value that value
_PLACES = {contrast: place for place, contrast in enumerate(Contrast)}


class StanceValue(NamedTuple):
    """What the rules read of a stance."""

    state: State
    value: int | None


class PairTerm(NamedTuple):
    """What a proposal is in the sum under one reading: its distance, None where it is no term, and what the rule of
    packages makes of it (None where it is neither package nor part)."""

    distance: int | None
    package_rule: PackageRule | None


class ComparedProposal(NamedTuple):
    """One proposal: how both actors stand on it, how that compares, and its PairTerm under each of READINGS."""

    proposal: Proposal
    contrast: Contrast
    a: StanceValue
    b: StanceValue
    terms: dict[str, PairTerm]

    @property
    def is_term(self) -> bool:
        """Whether it is a term of the sum under any reading."""
        return any(term.distance is not None for term in self.terms.values())


def list_values(values: ActorValues, reading: str) -> list[list[int | None]]:
    """Return the values of each actor under a reading as the readable rules take them, None for a blank."""
    return [[None if value == NO_VALUE else value for value in row] for row in values.read[reading].tolist()]


def compare_proposals(values: ActorValues) -> list[ComparedProposal]:
    """Return a ComparedProposal for every proposal of two actors' values: agreed ones first, unspoken ones last."""
    of_a, of_b = (
        [_stance_value(*stance) for stance in zip(states, valued, strict=True)]
        for states, valued in zip(values.states.tolist(), list_values(values, _WIDEST), strict=True)
    )
    terms = {reading: _list_pair_terms(values, reading) for reading in READINGS}
    compared = [
        ComparedProposal(
            proposal, pairs.contrast(a, b), a, b, {reading: of_reading[place] for reading, of_reading in terms.items()}
        )
        for place, (proposal, a, b) in enumerate(zip(values.proposals, of_a, of_b, strict=True))
    ]
    return sorted(compared, key=lambda row: _PLACES[row.contrast])


def _stance_value(state: int, value: int | None) -> StanceValue:
    return StanceValue(stance_arrays.STATES[state] if state != NO_VALUE else State.BLANK, value)


def _list_pair_terms(values: ActorValues, reading: str) -> Sequence[PairTerm]:
    """Return the PairTerm of each proposal, by its place."""
    a, b = list_values(values, reading)
    distances = {term.place: term.distance for term in agreement.list_terms(a, b, values.packages)}
    rules = pairs.apply_package_rule(a, b, values.packages)
    return [PairTerm(distances.get(place), rules.get(place)) for place in range(len(values.proposals))]

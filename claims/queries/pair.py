"""Two actors, proposal by proposal: how both stand on each, and what it is in the sum of their agreement."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..models import Proposal
from ..rules import stance_arrays
from ..rules.measures import agreement, pairs
from ..rules.measures.agreement import READINGS, Agreement, Reach, Term
from ..rules.measures.pairs import Contrast, PackageRule
from ..rules.measures.robustness import Ground, collect_all_behind
from ..rules.scales import State
from ..rules.stance_arrays import NO_VALUE
from .agreement import ActorValues, PairsRequest, arrange_values
from .claims import find_ground, read_provenance
from .ids import list_ids
from .packages import PlaceInPackage, map_places
from .snapshot import Snapshot, kept_for_a_few
from .stances import read_stances
from .vocabulary import read_vocabulary

_WIDEST = tuple(READINGS)[-1]  # gives every stance with a value that value
_PLACES = {contrast: place for place, contrast in enumerate(Contrast)}


class StanceValue(NamedTuple):
    """What the rules read of a stance."""

    state: State
    value: int | None
    in_part: bool = False


class PairTerm(NamedTuple):
    """What a proposal is in the sum under one reading: its distance, None where it is no term, and what the rule of
    packages makes of it (None where it is neither package nor part)."""

    distance: int | None
    package_rule: PackageRule | None


class ComparedProposal(NamedTuple):
    """One proposal: how both actors stand on it, how that compares, and its PairTerm under each of READINGS; `packages`
    are those that it is part of."""

    proposal: Proposal
    contrast: Contrast
    a: StanceValue
    b: StanceValue
    terms: dict[str, PairTerm]
    packages: Sequence[PlaceInPackage] = ()

    @property
    def is_term(self) -> bool:
        """Whether it is a term of the sum under any reading."""
        return any(term.distance is not None for term in self.terms.values())


class AgreementTerms(NamedTuple):
    """The agreement of a pair under one reading with its terms and those of its bounds; no terms without a number.

    `nearest` and `farthest` make the upper and the lower bound; the mean of `nearest` is taken over `places` proposals.
    """

    reading: str
    agreement: Agreement
    terms: list[Term]
    nearest: list[Term]
    places: int
    farthest: list[Reach]


class PairComparison(NamedTuple):
    """Two actors compared: their AgreementTerms under each of READINGS, and every proposal, agreed ones first, unspoken
    ones last."""

    readings: list[AgreementTerms]
    proposals: list[ComparedProposal]

    def list_spoken(self) -> list[ComparedProposal]:
        """Return the proposals on which at least one of the two has spoken."""
        return [row for row in self.proposals if row.contrast != Contrast.NEITHER]


@kept_for_a_few
def compare_pair(snapshot: Snapshot, asked: PairsRequest) -> PairComparison:
    """Compare the two actors asked for."""
    values = arrange_values(snapshot, asked.dimension, asked.actors, asked.proposals)
    sums = {name: _collect_sums(values, name) for name in READINGS}
    readings = [_collect_terms(name, of_reading, asked.minimum) for name, of_reading in sums.items()]
    terms = {name: _list_pair_terms(values, name, of_reading.terms) for name, of_reading in sums.items()}
    return PairComparison(readings, _compare_proposals(values, terms, snapshot.get(map_places)))


@kept_for_a_few
def read_pair_ground(snapshot: Snapshot, asked: PairsRequest) -> Ground | None:
    """Return what the stances rest on that are terms under one reading or another (two queries)."""
    compared = snapshot.get(compare_pair, asked).proposals
    table = read_stances(
        snapshot.scope,
        snapshot.get(read_vocabulary),
        dimensions=[asked.dimension],
        proposals=[row.proposal.pk for row in compared if row.is_term],
        holders=[actor.pk for actor in asked.actors],
    )
    behind = collect_all_behind(table.stances[asked.dimension].values())
    claims = snapshot.scope.select_claims().filter(pk__in=list_ids([claim.id for claim in behind]))
    return find_ground(behind, read_provenance(claims))


def _collect_sums(values: ActorValues, reading: str) -> agreement.Sums:
    a, b = _list_values(values, reading)
    return agreement.collect_sums(a, b, values.packages)


def _collect_terms(reading: str, sums: agreement.Sums, minimum: int) -> AgreementTerms:
    number = agreement.compute_agreement(sums, minimum)
    if number.value is None:
        return AgreementTerms(reading, number, [], [], 0, [])
    return AgreementTerms(reading, number, sums.terms, sums.nearest, sums.places, sums.farthest)


def _list_values(values: ActorValues, reading: str) -> list[list[int | None]]:
    """Return the values of each actor under a reading as the readable rules take them, None for a blank."""
    return [[None if value == NO_VALUE else value for value in row] for row in values.read[reading].tolist()]


def _compare_proposals(
    values: ActorValues, terms: Mapping[str, Sequence[PairTerm]], places: Mapping[int, Sequence[PlaceInPackage]]
) -> list[ComparedProposal]:
    """Return a ComparedProposal for every proposal of two actors' values, with its PairTerms by reading: agreed ones
    first, unspoken ones last."""
    of_a, of_b = (
        [_make_stance_value(*stance) for stance in zip(*of_actor, strict=True)]
        for of_actor in zip(values.states.tolist(), _list_values(values, _WIDEST), values.parts.tolist(), strict=True)
    )
    compared = [
        ComparedProposal(
            proposal,
            pairs.contrast(a, b),
            a,
            b,
            {reading: of_reading[place] for reading, of_reading in terms.items()},
            places.get(proposal.pk, ()),
        )
        for place, (proposal, a, b) in enumerate(zip(values.proposals, of_a, of_b, strict=True))
    ]
    return sorted(compared, key=lambda row: _PLACES[row.contrast])


def _make_stance_value(state: int, value: int | None, part: int) -> StanceValue:
    named = stance_arrays.STATE_OF_CODE[state] if state != NO_VALUE else State.BLANK
    return StanceValue(named, value, part == 1)


def _list_pair_terms(values: ActorValues, reading: str, terms: Iterable[agreement.Term]) -> Sequence[PairTerm]:
    """Return the PairTerm of each proposal, by its place."""
    a, b = _list_values(values, reading)
    distances = {term.place: term.distance for term in terms}
    rules = pairs.apply_package_rule(a, b, values.packages)
    return [PairTerm(distances.get(place), rules.get(place)) for place in range(len(values.proposals))]

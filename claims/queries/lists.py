"""The rows of the lists of proposals, actors and sources, for pages and files alike."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import F

from ..models import Actor, ActorKind, Proposal, Source, Topic
from ..rules.comparison import find_leaning
from ..rules.folding import isolate
from ..rules.measures.robustness import name_voices
from ..rules.measures.spread import Spread, compute_mean
from ..rules.scales import Dimension, Leaning, VerdictKind
from ..rules.verdicts import Verdict
from .claims import make_provenance
from .coded_sources import ListedCoding, map_codings
from .counts import Tally, count_claims_by_source, tally_holders
from .members import MembershipOf, map_memberships
from .outcomes import StandingOutcome, list_outcomes
from .packages import PlaceInPackage
from .scope import Scope
from .snapshot import Snapshot
from .speakers import tally_speakers
from .spread import NO_SPREAD, compute_spreads
from .stance_arrays import read_stance_arrays
from .summaries import summarise_proposals
from .vocabulary import find_withdrawal, list_put_forward, read_proposers, read_vocabulary
from .wordings import select_wordings

KIND_ORDER: dict[str, int] = {
    ActorKind.PARTY: 0,
    ActorKind.COALITION: 0,
    ActorKind.EXPERT: 1,
    ActorKind.OFFICIAL: 2,
}


class ProposalRow(NamedTuple):
    """A proposal with what the positions on it add up to; `verdict` is None where no side negotiates, `parts` are the
    verdicts of what is within a package."""

    proposal: Proposal
    verdict: Verdict | None
    gap: int | None
    spread: Spread
    tally: Tally
    proposers: list[Actor]
    outcome: StandingOutcome | None = None
    packages: Sequence[PlaceInPackage] = ()
    withdrawn_on: date | None = None
    parts: Sequence[VerdictKind] = ()

    @property
    def leaning(self) -> Leaning:
        """What the values of all actors on it come to."""
        return find_leaning(self.spread.counts)

    @property
    def leaning_place(self) -> int:
        """The place of its leaning among them."""
        return list(Leaning).index(self.leaning)

    @property
    def mean(self) -> float | None:
        """The mean of these values, or None without any."""
        return compute_mean(self.spread.counts)

    @property
    def group(self) -> Topic:
        """What heads the row while the list is in its own order."""
        return self.proposal.topic


class ActorRow(NamedTuple):
    """An actor with how much there is of it: as a holder or, of an official, as a speaker."""

    actor: Actor
    tally: Tally
    role: str
    memberships: Sequence[MembershipOf] = ()

    @property
    def group(self) -> str:
        """What heads the row while the list is in its own order."""
        if self.actor.acts_as_party:
            return f"Parties: {isolate(str(self.actor.part.side))}"
        return f"{self.actor.kind}s".capitalize()


class SourceRow(NamedTuple):
    """A source with the number of its claims that count, whose text it is, as everything counts voices: one name for
    all spellings of a voice, and for which negotiations it is fully coded."""

    source: Source
    claims: int
    voice: str
    codings: Sequence[ListedCoding] = ()

    @property
    def fully_coded_on(self) -> date | None:
        """The newest day on which it was fully coded for any of them."""
        return max((coding.fully_coded_on for coding in self.codings), default=None)


def list_proposals(snapshot: Snapshot) -> list[ProposalRow]:
    """Return the rows of the proposals, in their order."""
    vocab, proposers = snapshot.get(read_vocabulary), snapshot.get(read_proposers)
    spreads = snapshot.get(compute_spreads)
    return [
        ProposalRow(
            summary.proposal,
            summary.verdict if vocab.has_verdicts else None,
            summary.gap,
            spreads.get(summary.proposal.pk, NO_SPREAD),
            summary.tally,
            vocab.select_actors(proposers.get(summary.proposal.pk, ())),
            summary.outcome,
            summary.packages,
            find_withdrawal(snapshot, summary.proposal),
            summary.parts,
        )
        for summary in snapshot.get(summarise_proposals)
    ]


def list_proposers(snapshot: Snapshot, proposal: Proposal) -> list[Actor]:
    """Return the actors that put a proposal on the table, in the order of actors."""
    return snapshot.get(read_vocabulary).select_actors(snapshot.get(read_proposers).get(proposal.pk, ()))


def list_proposals_of(snapshot: Snapshot, holder: Actor) -> list[Proposal]:
    """Return the proposals on which there are claims of a holder, in any dimension, in the order of proposals."""
    spoken: set[int] = set()
    for dimension in Dimension:
        arrays = snapshot.get(read_stance_arrays, dimension)
        spoken.update(arrays.proposals[arrays.holders == holder.pk].tolist())
    return [proposal for pk, proposal in snapshot.get(list_put_forward).items() if pk in spoken]


def list_actors(snapshot: Snapshot) -> list[ActorRow]:
    """Return the rows of the actors that have a part of their own on the day of the Scope, or are named by a claim or
    as proposers: parties, experts, officials, each by side."""
    by_holder, by_speaker, nothing = snapshot.get(tally_holders), snapshot.get(tally_speakers), Tally()
    vocab, memberships = snapshot.get(read_vocabulary), snapshot.get(map_memberships)
    rows = [
        ActorRow(
            actor,
            (by_speaker if actor.kind == ActorKind.OFFICIAL else by_holder).get(actor.pk, nothing),
            vocab.name_role(actor),
            memberships.get(actor.pk, ()),
        )
        for actor in sorted(vocab.actors.values(), key=lambda actor: (KIND_ORDER[actor.kind], actor.part.side.order))
    ]
    proposers = {actor for of_proposal in snapshot.get(read_proposers).values() for actor in of_proposal}
    named = by_holder.keys() | by_speaker.keys() | proposers
    return [row for row in rows if row.actor.pk in named or (row.actor.part.named_side and not row.actor.speaks_for_id)]


def list_sources(snapshot: Snapshot) -> list[SourceRow]:
    """Return the rows of the sources of claims that count, newest first, undated last, without texts (five queries).

    Beside them stand sources that only outcomes cite or wordings are from, unless more than a day chooses claims.
    """
    counted = dict.fromkeys(_list_sources_beside(snapshot), 0) | count_claims_by_source(snapshot)
    sources = list(
        Source.objects.public(snapshot.scope.negotiations).order_by(F("published_on").desc(nulls_last=True), "slug")
    )
    provenance = {source.pk: make_provenance(source) for source in sources}
    names, codings = name_voices(provenance.values()), map_codings(snapshot.scope.negotiations)
    return [
        SourceRow(source, counted[source.pk], names[provenance[source.pk].voice], codings.get(source.pk, ()))
        for source in sources
        if source.pk in counted
    ]


def _list_sources_beside(snapshot: Snapshot) -> list[int]:
    """Return the ids of the sources of outcomes and wordings, where no filter but that of the day chooses claims."""
    scope = snapshot.scope
    chosen = (scope.as_of, scope.published_by_then, scope.dimension, scope.negotiations)
    if scope != Scope(chosen[0], published_by_then=chosen[1], dimension=chosen[2], negotiations=chosen[3]):
        return []
    told = [outcome.source_id for of_proposal in snapshot.get(list_outcomes).values() for outcome in of_proposal]
    return [*told, *select_wordings(snapshot).order_by().values_list("source_id", flat=True).distinct()]

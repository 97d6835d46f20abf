"""The rows of the lists of proposals, actors and sources, for pages and files alike."""

from typing import NamedTuple

from django.db.models import F

from ..models import Actor, ActorKind, Proposal, Source, Topic
from ..rules.measures.spread import Spread
from ..rules.verdicts import Verdict
from .counts import Tally, count_claims_by_source
from .snapshot import Snapshot
from .spread import NO_SPREAD
from .vocabulary import name_role

KIND_ORDER = {kind: place for place, kind in enumerate((ActorKind.PARTY, ActorKind.EXPERT, ActorKind.OFFICIAL))}


class ProposalRow(NamedTuple):
    """A proposal with what the positions on it add up to; `verdict` is None where no side negotiates."""

    proposal: Proposal
    verdict: Verdict | None
    gap: int | None
    spread: Spread
    tally: Tally
    proposers: list[Actor]

    @property
    def group(self) -> Topic:
        """What heads the row while the list is in its own order."""
        return self.proposal.topic


class ActorRow(NamedTuple):
    """An actor with how much there is of it: as a holder or, of an official, as a speaker."""

    actor: Actor
    tally: Tally

    @property
    def role(self) -> str:
        return name_role(self.actor)

    @property
    def group(self) -> str:
        """What heads the row while the list is in its own order."""
        if self.actor.kind == ActorKind.PARTY:
            return f"Parties: {self.actor.side}"
        return f"{self.actor.kind}s".capitalize()


class SourceRow(NamedTuple):
    """A source with the number of its claims that count."""

    source: Source
    claims: int


def list_proposals(snapshot: Snapshot) -> list[ProposalRow]:
    """Return the rows of all proposals, in the order of proposals."""
    actors, spreads, proposers = snapshot.vocab.actors, snapshot.spreads, snapshot.proposers
    has_verdicts = bool(snapshot.vocab.principals)
    return [
        ProposalRow(
            summary.proposal,
            summary.verdict if has_verdicts else None,
            summary.gap,
            spreads.get(summary.proposal.pk, NO_SPREAD),
            summary.tally,
            [actors[pk] for pk in proposers.get(summary.proposal.pk, ()) if pk in actors],
        )
        for summary in snapshot.summaries
    ]


def list_actors(snapshot: Snapshot) -> list[ActorRow]:
    """Return the rows of all actors: parties, experts, officials, each by side."""
    by_holder, by_speaker, nothing = snapshot.by_holder, snapshot.by_speaker, Tally()
    actors = sorted(snapshot.vocab.actors.values(), key=lambda actor: (KIND_ORDER[actor.kind], actor.side.order))
    return [
        ActorRow(actor, (by_speaker if actor.kind == ActorKind.OFFICIAL else by_holder).get(actor.pk, nothing))
        for actor in actors
    ]


def list_sources(snapshot: Snapshot) -> list[SourceRow]:
    """Return the rows of the sources of claims that count, newest first, undated last, without texts (two queries)."""
    counted = count_claims_by_source(snapshot.scope)
    sources = Source.objects.public().defer("text").order_by(F("published_on").desc(nulls_last=True), "slug")
    return [SourceRow(source, counted[source.pk]) for source in sources if source.pk in counted]

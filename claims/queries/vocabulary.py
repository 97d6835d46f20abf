"""Actors and proposals: the rows and columns of every table."""

from collections import defaultdict
from collections.abc import Iterable

from ..models import Actor, ActorKind, Proposal
from ..rules.scales import Dimension
from .scope import Scope
from .snapshot import Snapshot, get_snapshot, same_in_all_scopes


class Vocabulary:
    """Actors and proposals with all that a page names of them, by id and in the order in which they are shown.

    It is kept in memory and shared: nothing in it is changed.
    """

    def __init__(self, actors: Iterable[Actor], proposals: Iterable[Proposal]) -> None:
        self.actors: dict[int, Actor] = {actor.pk: actor for actor in actors}
        self.proposals: dict[int, Proposal] = {proposal.pk: proposal for proposal in proposals}
        self.by_slug: dict[str, Proposal] = {proposal.slug: proposal for proposal in self.proposals.values()}
        self.actors_by_slug: dict[str, Actor] = {actor.slug: actor for actor in self.actors.values()}
        self.principals: list[Actor] = [a for a in self.actors.values() if a.principal and a.side.negotiates]
        self._camps = {pk: actor.side_id if actor.side.negotiates else None for pk, actor in self.actors.items()}

    @property
    def has_verdicts(self) -> bool:
        """Whether there are verdicts at all: they are about the principals of negotiating sides."""
        return bool(self.principals)

    def name_role(self, actor: Actor) -> str:
        """Say what an actor is: an expert or an official, or of parties a principal or a voice where there are
        verdicts, in which voices never count."""
        if actor.kind != ActorKind.PARTY or not self.has_verdicts:
            return actor.kind
        return "principal" if actor.principal and actor.side.negotiates else "voice"

    def find_proposal(self, slug: str) -> Proposal | None:
        """Return the proposal of this slug, or None."""
        return self.by_slug.get(slug)

    def find_actor(self, slug: str) -> Actor | None:
        """Return the actor of this slug, or None."""
        return self.actors_by_slug.get(slug)

    def is_opposing(self, holder_id: int, speaker_id: int | None) -> bool:
        """Whether the speaker belongs to a negotiating side other than the holder's; who came later belongs to none."""
        if speaker_id is None or speaker_id == holder_id:
            return False
        holder, speaker = self._camps.get(holder_id), self._camps.get(speaker_id)
        return holder is not None and speaker is not None and holder != speaker


@same_in_all_scopes
def read_vocabulary(negotiations: tuple[int, ...] | None) -> Vocabulary:
    """Read actors and proposals (two queries): those of one side or topic stand together, whatever its place."""
    actors = Actor.objects.select_related("side__negotiation", "speaks_for")
    if negotiations is not None:
        actors = actors.filter(side__negotiation__in=negotiations)
    linked = ("negotiation", "topic", "variant_of__negotiation")
    proposals = Proposal.objects.of(negotiations).select_related(*linked)
    in_order = list(actors.order_by("side__order", "side__name", "order", "name"))
    for actor in in_order if negotiations and len(negotiations) == 1 else ():
        actor.shown_in = actor.side.negotiation
    return Vocabulary(
        in_order,
        proposals.order_by("topic__order", "topic__name", "order", "title"),
    )


def list_put_forward(snapshot: Snapshot) -> dict[int, Proposal]:
    """Return the proposals that have a row, by id and in their order: all but those put forward after the day of the
    Scope. Of which no day is known are taken to have been there."""
    day, proposals = snapshot.scope.as_of, snapshot.get(read_vocabulary).proposals
    return {pk: p for pk, p in proposals.items() if day is None or p.proposed_on is None or p.proposed_on <= day}


def count_put_forward_later(snapshot: Snapshot) -> int:
    """Return how many proposals have no row because they were put forward after the day of the Scope."""
    return len(snapshot.get(read_vocabulary).proposals) - len(snapshot.get(list_put_forward))


def have_verdicts(version: int, negotiation: int) -> bool:
    """Return whether there are verdicts at all in a negotiation (its id) at a data version."""
    return get_snapshot(Scope(negotiations=(negotiation,)), version).get(read_vocabulary).has_verdicts


@same_in_all_scopes
def read_proposers(negotiations: tuple[int, ...] | None) -> dict[int, list[int]]:
    """Return proposal id → ids of the actors that put it on the table, in the order of actors (one query)."""
    proposers: defaultdict[int, list[int]] = defaultdict(list)
    links = Proposal.proposers.through.objects.order_by("actor__side__order", "actor__order", "actor__name")
    if negotiations is not None:
        links = links.filter(proposal__negotiation__in=negotiations)
    for proposal, actor in links.values_list("proposal_id", "actor_id"):
        proposers[proposal].append(actor)
    return dict(proposers)


def choose_dimension(actor: Actor, forced: Dimension | None = None) -> Dimension:
    """Return the dimension of an actor's cells unless another is forced: experts show prospects, parties positions."""
    return forced or (Dimension.PROSPECTS if actor.kind == ActorKind.EXPERT else Dimension.POSITION)

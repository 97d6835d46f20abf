"""Actors and proposals: the rows and columns of every table, with the parts that actors have on a day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from copy import copy
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import Any, cast

from django.db.models import ForeignKey, Q

from ..models import (
    NO_SIDE,
    Actor,
    ActorKind,
    ActorPart,
    Negotiation,
    Participant,
    Proposal,
    Side,
    Topic,
    VersionNumber,
)
from ..models.mentions import match_mentioned
from ..models.named import NamedQuerySet
from ..models.suggestions import CONFIRMED
from ..models.vocabulary import PARTY_KINDS
from ..rules.participants import holds_on
from ..rules.scales import Dimension
from .cache import UNCHANGING, VersionedCache
from .scope import Scope
from .snapshot import Snapshot, get_snapshot, same_in_all_scopes, without_claims

_PATHS: dict[type[Any], str] = {Proposal: "", Topic: "topic__", Negotiation: "negotiation__"}
ROW_BYTES = 3_000  # an actor or a proposal, with its names and texts
MOST_DAYS = 8  # of which vocabularies are kept, where actors changed their parts between them


class Vocabulary:
    """Actors and proposals with all that a page names of them, by id and in the order in which they are shown. Each
    actor has its `part` of one day.

    It is kept in memory and shared: nothing in it is changed.
    """

    def __init__(self, actors: Iterable[Actor], proposals: Iterable[Proposal]) -> None:
        self.actors: dict[int, Actor] = {actor.pk: actor for actor in actors}
        self.proposals: dict[int, Proposal] = {proposal.pk: proposal for proposal in proposals}
        self.by_slug: dict[str, Proposal] = {proposal.slug: proposal for proposal in self.proposals.values()}
        self.actors_by_slug: dict[str, Actor] = {actor.slug: actor for actor in self.actors.values()}
        self.principals: list[Actor] = [actor for actor in self.actors.values() if actor.part.counts]
        self._camps = {pk: a.part.side.pk if a.part.side.negotiates else None for pk, a in self.actors.items()}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each proposal, by its slug: one for all verdicts that are kept, of which each names some."""
        return {slug: proposal.title for slug, proposal in self.by_slug.items()}

    @property
    def has_verdicts(self) -> bool:
        """Whether there are verdicts at all: they are about the principals of negotiating sides."""
        return bool(self.principals)

    @property
    def negotiating_sides(self) -> int:
        """How many sides with principals negotiate."""
        return len({actor.part.side.pk for actor in self.principals})

    @cached_property
    def named_principals(self) -> list[tuple[str, str, int]]:
        """Of each principal what a sentence calls it, its side (slug), and its id."""
        return [(actor.short_in_sentence, actor.part.side.slug, actor.pk) for actor in self.principals]

    @cached_property
    def party_sides(self) -> list[Side]:
        """The sides of who acts as a party: those that negotiate first, each in its order."""
        sides = {actor.part.side for actor in self.actors.values() if actor.kind in PARTY_KINDS}
        return sorted(sides, key=lambda side: (not side.negotiates, side.order, side.name))

    def name_role(self, actor: Actor) -> str:
        """Say what an actor is: an expert or an official, or of who acts as a party a principal or a voice where there
        are verdicts, in which voices never count."""
        if not actor.acts_as_party or not self.has_verdicts:
            return actor.kind
        return "principal" if actor.part.counts else "voice"

    def find_proposal(self, slug: str) -> Proposal | None:
        """Return the proposal of this slug, or None."""
        return self.by_slug.get(slug)

    def find_actor(self, slug: str) -> Actor | None:
        """Return the actor of this slug, or None."""
        return self.actors_by_slug.get(slug)

    def select_actors(self, ids: Iterable[int]) -> list[Actor]:
        """Return the actors of these ids, in the order of actors; one may be newer than the vocabulary."""
        places = self._places
        return [self.actors[pk] for pk in sorted(places.keys() & set(ids), key=places.__getitem__)]

    @cached_property
    def _places(self) -> dict[int, int]:
        """The place of each actor in their order."""
        return {pk: place for place, pk in enumerate(self.actors)}

    def is_opposing(self, holder_id: int, speaker_id: int | None) -> bool:
        """Whether the speaker belongs to a negotiating side other than the holder's; who came later belongs to none."""
        if speaker_id is None or speaker_id == holder_id:
            return False
        holder, speaker = self._camps.get(holder_id), self._camps.get(speaker_id)
        return holder is not None and speaker is not None and holder != speaker


class AllParticipants:
    """Actors and proposals with every part that an actor has at any time; `on` gives the Vocabulary of a day.

    All actors are there, since any may be named by a claim; `of_one` are their links to pages of the only negotiation.
    """

    def __init__(
        self,
        actors: Iterable[Actor],
        stretches: Iterable[Participant],
        proposals: Iterable[Proposal],
        of_one: bool = False,
    ) -> None:
        self._actors, self._stretches, self._proposals = list(actors), list(stretches), list(proposals)
        self._participants = {stretch.actor_id for stretch in self._stretches}
        linked = [*(stretch.side for stretch in self._stretches[:1]), *self._proposals[:1]] if of_one else []
        self._shown_in = linked[0].negotiation if linked else None
        self._vocabularies = VersionedCache(MOST_DAYS)
        days = [one.stretch for one in self._stretches]
        self._turns = sorted({*(s.start.toordinal() for s in days), *(s.end.toordinal() + 1 for s in days)})
        # By how many of the turns are past: the ids of the parts that hold then, and these.
        self._held: dict[int, tuple[tuple[int, ...], list[Participant]]] = {}

    @property
    def nbytes(self) -> int:
        """How much memory the rows take, those of each day apart, by what one takes."""
        of_days = len(self._vocabularies) + 1
        return ROW_BYTES * (len(self._proposals) + len(self._stretches) + of_days * len(self._actors))

    def on(self, day: date) -> Vocabulary:
        """Return the Vocabulary of a day: one and the same for all days on which the same parts hold.

        Outcomes ask for thousands of days: between two turns, days on which any part begins or has ended, the parts are
        looked for once.
        """
        past = bisect_right(self._turns, day.toordinal())
        if past not in self._held:
            held = [stretch for stretch in self._stretches if holds_on(stretch.stretch, day)]
            self._held[past] = tuple(stretch.pk for stretch in held), held
        ids, held = self._held[past]
        return self._vocabularies.get(UNCHANGING, ids, lambda: self._make(held))

    def takes_part(self, actor: Actor) -> bool:
        """Whether an actor has a part of its own on any day."""
        return actor.pk in self._participants

    def _make(self, held: Iterable[Participant]) -> Vocabulary:
        parts = {stretch.actor_id: stretch.part for stretch in held}
        actors = sorted((self._give_part(actor, parts) for actor in self._actors), key=_get_place)
        return Vocabulary(actors, self._proposals)

    def _give_part(self, actor: Actor, parts: dict[int, ActorPart]) -> Actor:
        """Return a copy of an actor with its part; who speaks for a party stands where that stands."""
        actor = copy(actor)
        actor.shown_in = self._shown_in
        part = parts.get(actor.speaks_for_id or actor.pk, ActorPart())
        actor.part = part._replace(principal=False, always_shown=False) if actor.speaks_for_id else part
        return actor


def _get_place(actor: Actor) -> tuple[int, str, int]:
    """Return where an actor stands among the others; those of one place stay in the order of their names."""
    return actor.part.side.order, actor.part.side.name, actor.part.order


@without_claims
@same_in_all_scopes
def read_all_participants(negotiations: tuple[int, ...] | None) -> AllParticipants:
    """Read actors, their parts in the negotiations, and proposals (three queries): those of one topic stand together,
    whatever its place."""
    stretches = Participant.objects.select_related("side__negotiation").order_by("pk")
    if negotiations is not None:
        stretches = stretches.filter(side__negotiation__in=negotiations)
    return AllParticipants(
        Actor.objects.filter(**CONFIRMED).select_related("speaks_for").order_by("name"),
        stretches,
        _read_proposals(negotiations),
        of_one=negotiations is not None and len(negotiations) == 1,
    )


def _read_proposals(negotiations: tuple[int, ...] | None) -> list[Proposal]:
    """Read proposals with what they link to, in their order (one query). Those of one topic share it, and those of one
    negotiation that: to make these anew for each proposal takes longer than to make the proposals."""
    fields = {model: [field.attname for field in model._meta.concrete_fields] for model in _PATHS}
    to_topic, to_negotiation = (cast(ForeignKey, Proposal._meta.get_field(name)) for name in ("topic", "negotiation"))
    rows = (
        Proposal.objects.filter(**CONFIRMED)
        .of(negotiations)
        .order_by("topic__order", "topic__name", "order", "title")
        .values_list(*(f"{_PATHS[model]}{name}" for model, names in fields.items() for name in names))
    )
    proposals: dict[int, Proposal] = {}
    topics: dict[int, Topic] = {}
    shared: dict[int, Negotiation] = {}
    topic_at, negotiation_at, _ = accumulate(map(len, fields.values()))
    for row in rows:
        proposal = Proposal.from_db(rows.db, fields[Proposal], row[:topic_at])
        if proposal.topic_id not in topics:
            topics[proposal.topic_id] = Topic.from_db(rows.db, fields[Topic], row[topic_at:negotiation_at])
        if proposal.negotiation_id not in shared:
            shared[proposal.negotiation_id] = Negotiation.from_db(rows.db, fields[Negotiation], row[negotiation_at:])
        to_topic.set_cached_value(proposal, topics[proposal.topic_id])
        to_negotiation.set_cached_value(proposal, shared[proposal.negotiation_id])
        proposals[proposal.pk] = proposal
    for proposal in proposals.values():
        if proposal.variant_of_id in proposals:
            proposal.variant_of = proposals[proposal.variant_of_id]
    return [*proposals.values()]


@without_claims
def read_vocabulary(snapshot: Snapshot) -> Vocabulary:
    """Return the Vocabulary of the day of the Scope: those of one side stand together, whatever its place."""
    return snapshot.get(read_all_participants).on(snapshot.scope.day)


def read_vocabulary_alone(as_of: date | None = None, negotiations: tuple[int, ...] | None = None) -> Vocabulary:
    """Return the Vocabulary of a day, or of today, kept nowhere: for whoever has no Snapshot (three queries)."""
    return read_all_participants(negotiations).on(Scope(as_of=as_of).day)


def find_actor(snapshot: Snapshot, slug: str) -> Actor | None:
    """Return the actor of this slug; None where there is none that occurs in the negotiations: that ever has a part, or
    is named by what readers see of them (one query at most)."""
    actor = snapshot.get(read_vocabulary).find_actor(slug)
    if actor is None or snapshot.get(read_all_participants).takes_part(actor):
        return actor
    return actor if list_actors_of(snapshot.scope.negotiations).filter(pk=actor.pk).exists() else None


def list_actors_of(negotiations: Collection[int] | None) -> NamedQuerySet:
    """Return the actors that occur in these negotiations (ids; None: in any), as far as readers see it. Who speaks for
    a party that takes part is none of them by that alone: it may be there for other talks."""
    return Actor.objects.filter(**CONFIRMED).filter(match_mentioned(Actor, negotiations))


def list_officials(snapshot: Snapshot, party: Actor) -> list[Actor]:
    """Return the officials of a party that occur in the negotiations, in the order of actors (one query, where it has
    any)."""
    officials = [actor for actor in snapshot.get(read_vocabulary).actors.values() if actor.speaks_for_id == party.pk]
    if not officials:
        return []
    named = match_mentioned(Actor, snapshot.scope.negotiations, directly=True)
    occurring = set(Actor.objects.filter(named, speaks_for=party).order_by().values_list("pk", flat=True))
    return [official for official in officials if official.pk in occurring]


def read_sides(day: date) -> dict[tuple[int, int], Side]:
    """Return (actor id, negotiation id) → the side on which an actor stands there on a day (two queries)."""
    stretches = Participant.objects.on(day).select_related("side")
    sides = {stretch.place: stretch.side for stretch in stretches}
    in_negotiations = defaultdict(list)
    for actor, negotiation in sides:
        in_negotiations[actor].append(negotiation)
    for official, party in Actor.objects.values_list("pk", "speaks_for"):
        if party is not None:
            sides |= {(official, negotiation): sides[party, negotiation] for negotiation in in_negotiations[party]}
    return sides


def select_holders_of(sides: Iterable[Side], scope: Scope) -> Q:
    """Return the condition under which the holder of a row is of one of these sides on the day of the Scope."""
    wanted, parts = {side.pk for side in sides}, Participant.objects.on(scope.day)
    if scope.negotiations is not None:
        parts = parts.filter(side__negotiation__in=scope.negotiations)
    of_sides = Q(holder__in=parts.filter(side__in=wanted - {NO_SIDE.pk}).values("actor"))
    if NO_SIDE.pk in wanted:
        of_sides |= ~Q(holder__in=parts.values("actor"))
    return of_sides


@without_claims
def list_put_forward(snapshot: Snapshot) -> dict[int, Proposal]:
    """Return the proposals that have a row, by id and in their order: all but those put forward after the day of the
    Scope. Of which no day is known are taken to have been there."""
    day, proposals = snapshot.scope.as_of, snapshot.get(read_vocabulary).proposals
    return {pk: p for pk, p in proposals.items() if day is None or p.proposed_on is None or p.proposed_on <= day}


def find_withdrawal(snapshot: Snapshot, proposal: Proposal) -> date | None:
    """Return the day on which a proposal was withdrawn, if that was by the day of the Scope."""
    day = proposal.withdrawn_on
    return day if day and day <= snapshot.scope.day else None


@without_claims
def count_put_forward_later(snapshot: Snapshot) -> int:
    """Return how many proposals have no row because they were put forward after the day of the Scope."""
    return len(snapshot.get(read_vocabulary).proposals) - len(snapshot.get(list_put_forward))


def have_verdicts(version: VersionNumber, negotiation: int) -> Callable[[date | None], bool]:
    """Return what tells of a day, or of today, whether there are verdicts at all in a negotiation (its id) at a data
    version."""
    scope = Scope(negotiations=(negotiation,))

    def tell(as_of: date | None) -> bool:
        day = scope._replace(as_of=as_of).day
        return get_snapshot(scope, version).get(read_all_participants).on(day).has_verdicts

    return tell


@without_claims
@same_in_all_scopes
def read_proposers(negotiations: tuple[int, ...] | None) -> dict[int, list[int]]:
    """Return proposal id → ids of the actors that put it on the table (one query)."""
    proposers: defaultdict[int, list[int]] = defaultdict(list)
    links = Proposal.proposers.through.objects.order_by("pk")
    if negotiations is not None:
        links = links.filter(proposal__negotiation__in=negotiations)
    for proposal, actor in links.values_list("proposal_id", "actor_id"):
        proposers[proposal].append(actor)
    return dict(proposers)


def choose_dimension(actor: Actor, forced: Dimension | None = None) -> Dimension:
    """Return the dimension of an actor's cells unless another is forced: experts show prospects, parties positions."""
    return forced or (Dimension.PROSPECTS if actor.kind == ActorKind.EXPERT else Dimension.POSITION)

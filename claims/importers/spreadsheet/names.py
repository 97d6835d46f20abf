"""Names in a file → the vocabulary: actors and proposals by slug, name, short name or alias, in any spelling.

What is unknown becomes a new row where the import may create some; new rows go by negative numbers until they are
saved.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from ...models import Actor, ActorKind, Member, Negotiation, Participant, Proposal, Side, Topic
from ...models.named import Named
from ...rules import speakers
from ...rules.faults import RowFault
from ...rules.folding import fold_name, isolate
from ...rules.names import Called, drop_articles, find_meant, find_near
from ...rules.participants import Stretch, holds_on
from ...rules.slugs import make_slug
from ...wording.names import (
    ADD_ALIAS,
    write_near,
    write_several,
    write_shared_slug,
    write_slug_alone,
    write_without_slug,
)

IMPORTED = "Imported"  # the negotiation, side and topic of what a file gives none

Row = TypeVar("Row", bound=Named)


class UnknownName(Exception):
    """A name that stands for no row, or for several; the text is the sentence for whoever wrote it."""


class NameIndex(Generic[Row]):
    """The rows of one model by their names; `new` are those to be created, number −1 first, each with `fields`.

    Indexes of one model that stand `beside` another (one a negotiation) know names of their own, and share the rows
    and the numbers of new ones.
    """

    def __init__(self, model: type[Row], beside: "NameIndex[Row] | None" = None, **fields: Any) -> None:
        self.model = model
        self.fields = fields
        self.word = str(model._meta.verbose_name)
        self.slugs: dict[str, int] = {}
        self.called: dict[int, Called[int]] = beside.called if beside else {}  # by key
        self.by_name: dict[str, set[int]] = defaultdict(set)  # folded name → keys
        self.by_slug: dict[str, set[int]] = defaultdict(set)  # folded slug → keys
        self.near: dict[str, str] = {}  # as `rules.names.collect_near` returns names
        self.rows: dict[int, Row] = beside.rows if beside else {}
        self.new: list[Row] = beside.new if beside else []

    def learn(self, key: int, slug: str, *names: str) -> None:
        """Take up names of a row, beside those that it has already."""
        before = self.called[key].names if key in self.called else []
        self.slugs[slug] = key
        self.called[key] = Called(key, slug, [*before, *filter(str.strip, names)])
        self.by_slug[fold_name(slug)].add(key)
        for name in self.called[key].names:
            self.by_name[fold_name(name)].add(key)
        for name in (*self.called[key].names, slug):
            self.near.setdefault(drop_articles(name), name)

    def find(self, name: str) -> int | None:
        """Return the key of the row that a name means, or None; raise UnknownName where it may mean several, or is a
        row's slug in another spelling and none of its names."""
        folded = fold_name(name)
        keys = sorted(self.by_name.get(folded, set()) | self.by_slug.get(folded, set()))
        meant = find_meant(name, [self.called[key] for key in keys])
        if len(meant) > 1:
            raise UnknownName(write_several(name, self._list_candidates({one.row for one in meant})))
        if meant and meant[0].slug != name and meant[0].row not in self.by_name.get(folded, set()):
            raise UnknownName(write_slug_alone(name, meant[0].slug, self._write(meant[0].row)))
        return meant[0].row if meant else None

    def find_slug(self, slug: str) -> int | None:
        """Return the key of the row of a slug, in whatever case where no other differs by that alone, or None."""
        keys = self.by_slug.get(fold_name(slug), set())
        return self.slugs.get(slug, next(iter(keys)) if len(keys) == 1 else None)

    def find_all(self, name: str) -> set[int]:
        """Return the keys of all rows of this name, whatever their slugs."""
        return self.by_name.get(fold_name(name), set())

    def list_slugs(self, keys: set[int]) -> str:
        return ", ".join(sorted(self.called[key].slug for key in keys))

    def make_unknown(self, name: str) -> UnknownName:
        """Return the fault of a name that no row has, with the nearest one that there is and how to enter another."""
        near = find_near(name, self.near)
        has_aliases = hasattr(self.model, "aliases")
        return UnknownName(
            f"There is no {self.word} “{isolate(name)}”.{write_near(near)}{ADD_ALIAS if has_aliases else ''}"
        )

    def take_in(self, row: Row, *names: str) -> None:
        """Learn a row of the database."""
        self.rows[row.pk] = row
        self.learn(row.pk, row.slug, *names)

    def add(self, name: str, /, *names: str, slug: str = "", **fields: Any) -> int:
        """Plan a new row, of this slug or one made of its name; return its number. Raise UnknownName where its fields
        are not valid."""
        row = self.model(slug=slug or self.make_slug(name), **self.fields, **fields)
        relations = [field.name for field in self.model._meta.fields if field.is_relation]
        try:
            row.clean_fields(exclude=relations)
        except ValidationError as error:
            raise UnknownName(" ".join(error.messages)) from None
        return self.append(row, name, *names)

    def append(self, row: Row, *names: str) -> int:
        """Take up a new row under these names; return its number."""
        self.new.append(row)
        key = -len(self.new)
        self.rows[key] = row
        self.learn(key, row.slug, *names)
        return key

    def make_slug(self, name: str) -> str:
        """Return the slug of a new name; raise UnknownName where it has none, or another row goes by it."""
        slug = make_slug(name)
        if not slug:
            raise UnknownName(write_without_slug(name))
        others = self.by_slug.get(slug, set()) | self.by_name.get(slug, set())
        for other in sorted(others):
            raise UnknownName(write_shared_slug(name, self._write(other), slug))
        return slug

    def name_row(self, key: int) -> str:
        """Return the name of a row, for messages about it."""
        return str(self.rows[key])

    def _write(self, key: int) -> str:
        """Return the full name of a row."""
        return str(self.rows.get(key) or self.called[key].names[0])

    def _list_candidates(self, keys: set[int]) -> list[tuple[str, str]]:
        return [(self.called[key].slug, self._write(key)) for key in keys]


class ParticipantIndex(NameIndex[Any]):
    """The parts of actors in a negotiation. They have no names: they are found by their actor (its key), the first one
    first."""

    def __init__(self, actors: NameIndex[Actor], beside: "ParticipantIndex | None" = None) -> None:
        super().__init__(Participant, beside)
        self.actors, self.word = actors, actors.word
        self.of_actor: dict[int, list[int]] = defaultdict(list)
        self.actor_of: dict[int, int] = beside.actor_of if beside else {}

    def take_in_parts(self, negotiation: int) -> None:
        """Learn the parts of a negotiation (key)."""
        for part in Participant.objects.filter(side__negotiation=negotiation).order_by("pk"):
            self._put(part.pk, part.actor_id, part)

    def add_participant(self, actor: int, part: Participant) -> int:
        """Plan a new part of an actor; return its number."""
        self.new.append(part)
        self._put(-len(self.new), actor, part)
        return -len(self.new)

    def name_row(self, key: int) -> str:
        return str(self.actors.rows[self.actor_of[key]])

    def _put(self, key: int, actor: int, part: Participant) -> None:
        self.rows[key], self.actor_of[key] = part, actor
        self.of_actor[actor] = sorted([*self.of_actor[actor], key], key=lambda each: self.rows[each].stretch.start)


class NewRows(NamedTuple):
    """New rows of one model, saved together; `references` says of which model's rows a column (attname) holds
    numbers."""

    names: NameIndex[Any]
    rows: list[Any]
    references: dict[str, NameIndex[Any]]


class SharedNames:
    """The actors, and what the vocabularies of all negotiations of a file have in common: rows and numbers. With
    `create`, unknown names become new rows; `narrow` keeps those that whoever imports sees."""

    def __init__(self, create: bool, narrow: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows) -> None:
        self.create, self.narrow = create, narrow
        self.negotiations, self.actors = NameIndex(Negotiation), NameIndex(Actor)
        self.sides, self.topics, self.proposals = NameIndex(Side), NameIndex(Topic), NameIndex(Proposal)
        self.participants = ParticipantIndex(self.actors)
        # Of actors: an official's party, a party's officials, and a coalition's members with their days.
        self.speaks_for: dict[int, int] = {}
        self.officials: dict[int, list[int]] = defaultdict(list)
        self.members: dict[int, list[tuple[int, Stretch]]] = defaultdict(list)
        for membership in Member.objects.order_by("pk"):
            self.members[membership.coalition_id].append((membership.member_id, membership.stretch))
        for negotiation in narrow(Negotiation.objects.order_by("pk")):
            self.negotiations.take_in(negotiation, *negotiation.list_names())
        for actor in narrow(Actor.objects.order_by("pk")):
            self.actors.take_in(actor, actor.name, actor.short_name, *actor.aliases.splitlines())
            self.learn_actor(actor.pk)

    def find_stranger(
        self, attribution: int | None, holder: int | None, speaker: int | None, day: date | None
    ) -> list[RowFault]:
        """Return the fault of a claim that is called first-hand, of this day, where its speaker may not speak for its
        holder; all by their keys. Where the holder itself is an official, that is the fault."""
        if holder is None or holder in self.speaks_for:
            return []
        members = [key for key, stretch in self.members.get(holder, ()) if day is None or holds_on(stretch, day)]
        if not speakers.is_stranger(attribution, holder, speaker, self.speaks_for, members):
            return []
        rows, officials = self.actors.rows, self.officials.get(holder, [])
        if day is None or rows[holder].kind != ActorKind.COALITION:
            return [speakers.refuse_stranger(rows[holder].in_sentence, [rows[key].name for key in officials])]
        may_speak = {rows[key].name for key in (*officials, *members)}
        return [speakers.refuse_stranger_to_coalition(rows[holder].in_sentence, may_speak, day)]

    def list_new_rows(self) -> list[NewRows]:
        """Return the new rows in the order in which they are saved."""
        parties = [row for row in self.actors.new if row.kind != ActorKind.OFFICIAL]
        officials = [row for row in self.actors.new if row.kind == ActorKind.OFFICIAL]
        own: dict[str, NameIndex[Any]] = {"negotiation_id": self.negotiations}
        references: dict[str, NameIndex[Any]] = {
            **own,
            "topic_id": self.topics,
            "variant_of_id": self.proposals,
        }
        return [
            NewRows(self.negotiations, self.negotiations.new, {}),
            NewRows(self.sides, self.sides.new, own),
            NewRows(self.topics, self.topics.new, own),
            NewRows(self.actors, parties, {}),
            NewRows(self.actors, officials, {"speaks_for_id": self.actors}),
            *(NewRows(self.proposals, rows, references) for rows in _put_in_layers(self.proposals.new)),
        ]

    def list_new_participants(self) -> NewRows:
        """Return the new parts of actors, which are saved after these and after what changes of other parts."""
        return NewRows(self.participants, self.participants.new, {"actor_id": self.actors, "side_id": self.sides})

    def learn_actor(self, key: int) -> None:
        """Take up for whom an actor speaks."""
        if party := self.actors.rows[key].speaks_for_id:
            self.speaks_for[key] = party
            self.officials[party].append(key)


class FileVocabulary:
    """The names of a negotiation (key), read at once, beside those that all share."""

    def __init__(self, shared: SharedNames, negotiation: int) -> None:
        self.shared, self.negotiation = shared, negotiation
        self.actors = shared.actors
        own = {"negotiation_id": negotiation}
        self.sides, self.topics = NameIndex(Side, shared.sides, **own), NameIndex(Topic, shared.topics, **own)
        self.proposals = NameIndex(Proposal, shared.proposals, **own)
        self.participants = ParticipantIndex(self.actors, shared.participants)
        if negotiation < 0:
            return
        for side in Side.objects.filter(**own):
            self.sides.take_in(side, side.name)
        for topic in Topic.objects.filter(**own):
            self.topics.take_in(topic, topic.name)
        self.participants.take_in_parts(negotiation)
        for proposal in shared.narrow(Proposal.objects.filter(**own).order_by("pk")):
            self.proposals.take_in(proposal, *proposal.list_names())

    @property
    def create(self) -> bool:
        return self.shared.create

    @property
    def speaks_for(self) -> dict[int, int]:
        return self.shared.speaks_for

    @property
    def officials(self) -> dict[int, list[int]]:
        return self.shared.officials

    def learn_actor(self, key: int) -> None:
        """Take up for whom an actor speaks."""
        self.shared.learn_actor(key)


def _put_in_layers(proposals: list[Proposal]) -> Iterator[list[Proposal]]:
    """Yield new proposals, those first of which others are variants."""
    left = {-number: proposal for number, proposal in enumerate(proposals, start=1)}
    while left:
        layer = {key: proposal for key, proposal in left.items() if proposal.variant_of_id not in left}
        yield list(layer.values())
        left = {key: proposal for key, proposal in left.items() if key not in layer}

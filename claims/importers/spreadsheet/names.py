"""Names in a file → the vocabulary: actors and proposals by slug, name, short name or alias, in any case of letters.

What is unknown becomes a new row where the import may create some; new rows go by negative numbers until they are
saved.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from rapidfuzz import process

from ...models import Actor, ActorKind, Proposal, Side, Topic
from ...models.vocabulary import Named
from ...rules import speakers
from ...rules.faults import RowFault

LIKE_ENOUGH = 60  # of 100
SLUG_START = 52  # letters of a name that a slug begins with: of its 60, the rest is for a number
Row = TypeVar("Row", bound=Named)


class UnknownName(Exception):
    """A name that stands for no row, or for several; the text is the sentence for whoever wrote it."""


def fold_name(name: str) -> str:
    """Return what names that differ only in white space and the case of letters have in common."""
    return join_lines(name).casefold()


def join_lines(name: str) -> str:
    """Return a name as the vocabulary holds it: a cell of a spreadsheet may have line breaks in it."""
    return " ".join(name.split())


def shorten(text: str, most: int) -> str:
    """Return a text of at most `most` characters, cut after a whole word and with “…” where it is longer."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words = cut if text[most - 1].isspace() else cut.rpartition(" ")[0]
    return f"{words.rstrip(' ,;:') or cut}…"


class NameIndex(Generic[Row]):
    """The rows of one model by their names; `new` are those to be created, number −1 first."""

    def __init__(self, model: type[Row]) -> None:
        self.model = model
        self.word = str(model._meta.verbose_name)
        self.slugs: dict[str, int] = {}
        self.names: dict[str, set[int]] = defaultdict(set)
        self.spellings: dict[str, str] = {}  # folded → as written, for proposing the nearest
        self.slug_of: dict[int, str] = {}
        self.rows: dict[int, Row] = {}
        self.new: list[Row] = []

    def learn(self, key: int, slug: str, *names: str) -> None:
        self.slugs[slug.casefold()] = key
        self.slug_of[key] = slug
        for name in names:
            if name.strip():
                self.names[fold_name(name)].add(key)
                self.spellings[fold_name(name)] = name.strip()

    def find(self, name: str) -> int | None:
        """Return the key of the row of this name, or None; raise UnknownName where several have it."""
        folded = fold_name(name)
        if folded in self.slugs:
            return self.slugs[folded]
        keys = self.find_all(name)
        if len(keys) > 1:
            raise UnknownName(f"“{name}” is the name of several ({self.list_slugs(keys)}): write the slug.")
        return next(iter(keys), None)

    def find_all(self, name: str) -> set[int]:
        """Return the keys of all rows of this name, whatever their slugs."""
        return self.names.get(fold_name(name), set())

    def list_slugs(self, keys: set[int]) -> str:
        return ", ".join(sorted(self.slug_of[key] for key in keys))

    def make_unknown(self, name: str) -> UnknownName:
        """Return the fault of a name that no row has, with the nearest one that there is."""
        near = process.extractOne(fold_name(name), [*self.spellings, *self.slugs], score_cutoff=LIKE_ENOUGH)
        hint = f" Do you mean “{self.spellings.get(near[0], near[0])}”?" if near else ""
        return UnknownName(f"There is no {self.word} “{name}”.{hint}")

    def take_in(self, row: Row, *names: str) -> None:
        """Learn a row of the database."""
        self.rows[row.pk] = row
        self.learn(row.pk, row.slug, *names)

    def add(self, name: str, /, *names: str, slug: str = "", **fields: Any) -> int:
        """Plan a new row, of this slug or one made of its name; return its number. Raise UnknownName where its fields
        are not valid."""
        row = self.model(slug=slug or self.make_slug(name), **fields)
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
        """Return a slug for a name that no row has."""
        start = slugify(name)[:SLUG_START].strip("-_") or self.word
        slug, number = start, 1
        while slug.casefold() in self.slugs:
            number += 1
            slug = f"{start}-{number}"
        return slug


class NewRows(NamedTuple):
    """New rows of one model, saved together; `references` says of which model's rows a column (attname) holds
    numbers."""

    names: NameIndex[Any]
    rows: list[Any]
    references: dict[str, NameIndex[Any]]


class FileVocabulary:
    """All names of the database, read at once; with `create`, unknown ones become new rows."""

    def __init__(self, create: bool) -> None:
        self.create = create
        self.sides, self.topics = NameIndex(Side), NameIndex(Topic)
        self.actors, self.proposals = NameIndex(Actor), NameIndex(Proposal)
        # Of actors: an official's party, a party's officials.
        self.speaks_for: dict[int, int] = {}
        self.officials: dict[int, list[int]] = defaultdict(list)
        for side in Side.objects.all():
            self.sides.take_in(side, side.name)
        for topic in Topic.objects.all():
            self.topics.take_in(topic, topic.name)
        for actor in Actor.objects.order_by("pk"):
            self.actors.take_in(actor, actor.name, actor.short_name, *actor.aliases.splitlines())
            self.learn_actor(actor.pk)
        for proposal in Proposal.objects.order_by("pk"):
            self.proposals.take_in(proposal, proposal.title, *proposal.aliases.splitlines())

    def refuse_stranger(self, holder: int) -> RowFault:
        """Return the fault of a first-hand claim of this holder said by somebody who may not speak for it."""
        rows = self.actors.rows
        return speakers.refuse_stranger(rows[holder].name, [rows[key].name for key in self.officials.get(holder, ())])

    def list_new_rows(self) -> list[NewRows]:
        """Return the new rows in the order in which they are saved."""
        parties = [row for row in self.actors.new if row.kind != ActorKind.OFFICIAL]
        officials = [row for row in self.actors.new if row.kind == ActorKind.OFFICIAL]
        references: dict[str, NameIndex[Any]] = {
            "topic_id": self.topics,
            "part_of_id": self.proposals,
            "variant_of_id": self.proposals,
        }
        return [
            NewRows(self.sides, self.sides.new, {}),
            NewRows(self.topics, self.topics.new, {}),
            NewRows(self.actors, parties, {"side_id": self.sides}),
            NewRows(self.actors, officials, {"side_id": self.sides, "speaks_for_id": self.actors}),
            *(NewRows(self.proposals, rows, references) for rows in _put_in_layers(self.proposals.new)),
        ]

    def learn_actor(self, key: int) -> None:
        """Take up for whom an actor speaks."""
        if party := self.actors.rows[key].speaks_for_id:
            self.speaks_for[key] = party
            self.officials[party].append(key)


def _put_in_layers(proposals: list[Proposal]) -> Iterator[list[Proposal]]:
    """Yield new proposals, those first to which others refer."""
    left = {-number: proposal for number, proposal in enumerate(proposals, start=1)}
    while left:
        layer = {
            key: proposal
            for key, proposal in left.items()
            if proposal.part_of_id not in left and proposal.variant_of_id not in left
        }
        yield list(layer.values())
        left = {key: proposal for key, proposal in left.items() if key not in layer}

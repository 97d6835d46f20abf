"""Names in a file → the vocabulary: actors and proposals by slug, name, short name or alias, in any case of letters.

What is unknown becomes a new row where the import may create some; new rows go by negative numbers until they are
saved.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from rapidfuzz import process

from ...models import Actor, ActorKind, Proposal, Side, Topic
from ...models.vocabulary import Named
from ...rules import speakers
from ...rules.faults import RowFault

IMPORTED = "Imported"  # the side and topic of what a file gives neither
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

    def add(self, name: str, /, *names: str, **fields: Any) -> int:
        """Plan a new row; return its number. Raise UnknownName where its fields are not valid."""
        row = self.model(slug=self.make_slug(name), **fields)
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
        # Of actors: an official's party, a party's officials, each one's name, kind and side.
        self.speaks_for: dict[int, int] = {}
        self.officials: dict[int, list[int]] = defaultdict(list)
        self.name_of: dict[int, str] = {}
        self.kinds: dict[int, str] = {}
        self.side_of: dict[int, int] = {}
        self._resolved: dict[tuple[type[Named], str], int | str] = {}
        for side in Side.objects.all():
            self.sides.learn(side.pk, side.slug, side.name)
        for topic in Topic.objects.all():
            self.topics.learn(topic.pk, topic.slug, topic.name)
        for actor in Actor.objects.order_by("pk"):
            self.actors.learn(actor.pk, actor.slug, actor.name, actor.short_name, *actor.aliases.splitlines())
            self._learn_actor(actor.pk, actor.name, actor.kind, actor.side_id, actor.speaks_for_id)
        for proposal in Proposal.objects.order_by("pk"):
            self.proposals.learn(proposal.pk, proposal.slug, proposal.title, *proposal.aliases.splitlines())

    def find_holder(self, name: str, kind: str = "", side: str = "") -> int:
        """Return the key of a holder; `kind` and `side` say what a new one is."""
        return self._resolve(self.actors, name, lambda: self._add_actor(name, kind or ActorKind.PARTY, side))

    def find_speaker(self, name: str, holder: int, own: bool) -> int:
        """Return the key of a speaker: a new one is an official of the party for which it speaks first-hand, else
        an expert."""

        def add() -> int:
            if own and self.kinds.get(holder) == ActorKind.PARTY:
                return self._add_actor(name, ActorKind.OFFICIAL, side_key=self.side_of[holder], speaks_for=holder)
            return self._add_actor(name, ActorKind.EXPERT)

        return self._resolve(self.actors, name, add)

    def refuse_stranger(self, holder: int) -> RowFault:
        """Return the fault of a first-hand claim of this holder said by somebody who may not speak for it."""
        officials = [self.name_of[key] for key in self.officials.get(holder, ())]
        return speakers.refuse_stranger(self.name_of[holder], officials)

    def find_proposal(self, name: str, topic: str = "") -> int:
        return self._resolve(self.proposals, name, lambda: self._add_proposal(name, topic))

    def list_new_rows(self) -> list[NewRows]:
        """Return the new rows in the order in which they are saved."""
        parties = [row for row in self.actors.new if row.kind != ActorKind.OFFICIAL]
        officials = [row for row in self.actors.new if row.kind == ActorKind.OFFICIAL]
        return [
            NewRows(self.sides, self.sides.new, {}),
            NewRows(self.topics, self.topics.new, {}),
            NewRows(self.actors, parties, {"side_id": self.sides}),
            NewRows(self.actors, officials, {"side_id": self.sides, "speaks_for_id": self.actors}),
            NewRows(self.proposals, self.proposals.new, {"topic_id": self.topics}),
        ]

    def _resolve(self, index: NameIndex[Any], name: str, add: Callable[[], int]) -> int:
        """Return the key of a name, looked up once; raise UnknownName, likewise."""
        place = index.model, name
        if place not in self._resolved:
            try:
                self._resolved[place] = self._find_or_add(index, name, add)
            except UnknownName as unknown:
                self._resolved[place] = str(unknown)
        resolved = self._resolved[place]
        if isinstance(resolved, str):
            raise UnknownName(resolved)
        return resolved

    def _find_or_add(self, index: NameIndex[Any], name: str, add: Callable[[], int]) -> int:
        key = index.find(name)
        if key is not None:
            return key
        if not self.create:
            raise index.make_unknown(name)
        return add()

    def _add_actor(
        self, name: str, kind: str, side: str = "", side_key: int | None = None, speaks_for: int | None = None
    ) -> int:
        if kind == ActorKind.OFFICIAL and speaks_for is None:
            raise UnknownName(
                f"“{name}” is an official: enter first for whom it speaks, or name the party as the holder."
            )
        name, side_key = join_lines(name), side_key or self._find_or_add_group(self.sides, side)
        fields = {"name": name, "short_name": shorten(name, 30), "kind": kind}
        key = self.actors.add(name, side_id=side_key, speaks_for_id=speaks_for, **fields)
        self._learn_actor(key, name, kind, side_key, speaks_for)
        return key

    def _add_proposal(self, name: str, topic: str) -> int:
        name = join_lines(name)
        title, number = shorten(name, 40), 1
        while fold_name(title) in self.proposals.names:
            number += 1
            title = f"{shorten(name, 40 - len(f' ({number})'))} ({number})"
        aliases = name if title != name else ""
        fields = {"title": title, "definition": name, "aliases": aliases}
        return self.proposals.add(name, title, topic_id=self._find_or_add_group(self.topics, topic), **fields)

    def _find_or_add_group(self, index: NameIndex[Any], name: str) -> int:
        """Return the key of a side or topic, new where need be: outside the negotiation."""
        name = join_lines(name) or IMPORTED
        key = index.find(name)
        return index.add(name, name=name) if key is None else key

    def _learn_actor(self, key: int, name: str, kind: str, side: int, speaks_for: int | None) -> None:
        self.name_of[key], self.kinds[key], self.side_of[key] = name, kind, side
        if speaks_for:
            self.speaks_for[key] = speaks_for
            self.officials[speaks_for].append(key)

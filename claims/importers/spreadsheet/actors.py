"""The actors that a file names: found, or made as it describes them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...models import Actor, ActorKind
from ...models.vocabulary import PARTY_KINDS
from ...rules.exchange_columns import read_flag
from ...rules.faults import BrokenRule, FaultCode, RowFault
from ...rules.folding import write_name
from ...rules.titles import shorten
from ...wording.actors import SPEAKS_FOR_PARTY, Article
from ...wording.exchange import RowError, write_errors, write_fault
from .descriptions import (
    Cells,
    Descriptions,
    Misnamed,
    Said,
    Saying,
    choose_slug,
    is_slug,
    make_sayings,
    refuse_too_long,
)
from .names import FileVocabulary, UnknownName
from .participants import NO_CELL, FileParticipants

# What the columns of a claim say of its holder and its speaker.
HOLDER = {
    "ref": "holder",
    "key": "holder_key",
    "name": "holder_name",
    "short_name": "holder_short_name",
    "kind": "holder_kind",
    "side": "side",
    "side_name": "side_name",
}
SPEAKER = {
    "ref": "speaker",
    "key": "speaker_key",
    "name": "speaker_name",
    "short_name": "speaker_short_name",
    "kind": "speaker_kind",
    "side": "speaker_side",
    "side_name": "speaker_side_name",
    "speaks_for": "speaker_for",
    "speaks_for_name": "speaker_for_name",
}
TEXTS = ("name", "short_name", "aliases")
LISTED = {"kind": tuple(ActorKind.values), "article": tuple(article.value for article in Article if article)}
FLAGS = ("plural",)
FLAGS_OF_PART = ("principal", "always_shown")


class FileActors:
    """The actors of the database and those that a file brings."""

    def __init__(self, names: FileVocabulary, descriptions: Descriptions) -> None:
        self.names, self.descriptions = names, descriptions
        self.participants = FileParticipants(names, descriptions)

    def resolve(
        self, cells: Cells, line: int, kind: str = ActorKind.PARTY, party: int | None = None, key_column: str = ""
    ) -> int:
        """Return the key of the actor that cells of a claim mean; a new one is of this kind, for this party, unless
        they say otherwise. Raise Misnamed, which names the `key_column` that would tell two of one name apart."""
        key, errors = self._find_or_add(cells, line, kind, party, key_column)
        with collect_into(errors):
            self.participants.agree(key, cells, line, key_column)
        if errors:
            raise Misnamed(errors)
        return key

    def resolve_with_participant(self, cells: Cells, line: int) -> tuple[int, int | None]:
        """Return the keys of the actor that a row of a file of actors describes, and of its part; raise Misnamed."""
        key, errors = self._find_or_add(cells, line, ActorKind.PARTY, None, "")
        part = None
        with collect_into(errors):
            part = self.participants.describe(key, cells, _read_flags(cells, FLAGS_OF_PART), line)
        if errors:
            raise Misnamed(errors)
        return key, part

    def _find_or_add(
        self, cells: Cells, line: int, kind: str, party: int | None, key_column: str
    ) -> tuple[int, list[RowError]]:
        """Return the key of an actor, and what the cells say of it that contradicts what is known."""
        index, errors = self.names.actors, list[RowError]()
        key = self.descriptions.find(index, cells, line)
        if key is None:
            if not self.names.create:
                raise Misnamed([RowError(cells["ref"].column, str(index.make_unknown(cells["ref"].text)))])
            return self._add(cells, line, kind, party), []
        sayings = self._read(cells, line, key)
        self._refuse_kind_of_party(key, sayings)
        with collect_into(errors):
            self.descriptions.compare(index, key, sayings, line, key_column)
        row = index.rows[key]
        if key < 0 and (row.kind == ActorKind.OFFICIAL) != bool(row.speaks_for_id):
            reason = f"“{row}” is new: say in the first row that names it whether it is an official, and for whom."
            raise Misnamed([RowError(cells["ref"].column, reason)])
        return key, errors

    def _add(self, cells: Cells, line: int, kind: str, party: int | None) -> int:
        index, ref = self.names.actors, cells["ref"]
        sayings = self._read(cells, line, None)
        refuse_too_long(Actor, sayings)
        said = {saying.field: saying.value for saying in sayings}
        plain = said.get("name") or write_name(ref.text)
        own = write_name(cells.get("key", NO_CELL).text)
        name = self.descriptions.name_apart(index, cells, line, plain) if own else plain
        refuse_too_long(Actor, [Saying(cells.get("name", ref).column or ref.column, "name", name, name)])
        if "speaks_for_id" in said or party is not None:
            kind = ActorKind.OFFICIAL
        fields = {"short_name": shorten(name, 30), "kind": kind, "speaks_for_id": party, **said, "name": name}
        if fields["kind"] != ActorKind.OFFICIAL:
            fields["speaks_for_id"] = said.get("speaks_for_id")
        if fields["kind"] == ActorKind.OFFICIAL and fields["speaks_for_id"] is None:
            reason = f"“{name}” is an official: enter first for whom it speaks, or name the party as the holder."
            raise Misnamed([RowError(ref.column, reason)])
        fields["short_name"] = shorten(fields["short_name"], 30)
        aliases = [alias for alias in (own, plain if name != plain else "") if alias]
        fields["aliases"] = "\n".join([*fields.get("aliases", "").splitlines(), *aliases])
        slug = choose_slug(ref.text, name) if "name" in said and name == plain else ""
        try:
            key = index.add(name, plain, fields["short_name"], *fields["aliases"].splitlines(), slug=slug, **fields)
        except UnknownName as unknown:
            raise Misnamed([RowError(ref.column, str(unknown))]) from None
        self.names.learn_actor(key)
        # A name that may be the slug of its actor only says no name.
        if "name" in said or not is_slug(ref.text):
            sayings.append(Saying(ref.column, "name", name, name))
        self.descriptions.remember(index, key, sayings, line)
        return key

    def _read(self, cells: Cells, line: int, key: int | None) -> list[Saying]:
        """Return what the cells say of an actor; a party that they name is made where the actor is new."""
        sayings = [*make_sayings(cells, TEXTS), *_read_listed(cells)]
        sayings += _read_flags({field: cell for field, cell in cells.items() if cell.text}, FLAGS)
        may_add = self.names.create and (key is None or key < 0 or self.descriptions.update)
        party = cells.get("speaks_for", NO_CELL)
        if party.text:
            spoken_for = self._find_party(cells, line, may_add)
            if spoken_for is not None and not self.names.actors.rows[spoken_for].acts_as_party:
                reason = f"“{party.text}” is no party. {SPEAKS_FOR_PARTY}"
                raise Misnamed([RowError(party.column, reason)])
            sayings.append(Saying(party.column, "speaks_for_id", spoken_for, party.text))
        return sayings

    def _find_party(self, cells: Cells, line: int, may_add: bool) -> int | None:
        """Return the key of the party for which an official speaks, made of its name where need be; None where there
        is none of this name and none is made."""
        names = {"ref": "speaks_for", "name": "speaks_for_name"}
        party = {field: cells[name] for field, name in names.items() if name in cells}
        key = self.descriptions.find(self.names.actors, party, line)
        if key is None and may_add:
            return self._add(party, line, ActorKind.PARTY, None)
        return key

    def _refuse_kind_of_party(self, key: int, sayings: list[Saying]) -> None:
        """Refuse that whoever has an official in this file turns out to be no party."""
        for saying in sayings:
            if saying.field == "kind" and key < 0 and self.names.officials.get(key) and saying.value not in PARTY_KINDS:
                name = self.names.actors.rows[key]
                raise Misnamed([RowError(saying.column, f"“{name}” has an official in a row above: it is a party.")])


@contextmanager
def collect_into(errors: list[RowError]) -> Iterator[None]:
    """Add what cells name wrongly to what else is wrong with their row."""
    try:
        yield
    except Misnamed as misnamed:
        errors += misnamed.errors


def choose_cells(mapping: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, Said]:
    """Return the cells of a row by what they say."""
    return {field: Said(column, cells[column]) for field, column in mapping.items() if column in cells}


def _read_listed(cells: Cells) -> list[Saying]:
    """Return what the cells say that hold one of some words each; raise Misnamed for any other."""
    said = [(field, cells[field], words) for field, words in LISTED.items() if field in cells and cells[field].text]
    faults = [
        RowFault(cell.column, FaultCode.NOT_LISTED, {"value": cell.text, "words": words})
        for _, cell, words in said
        if cell.text not in words
    ]
    if faults:
        raise Misnamed(write_errors(faults))
    return [Saying(cell.column, field, cell.text, cell.text) for field, cell, _ in said]


def _read_flags(cells: Cells, fields: Iterable[str]) -> list[Saying]:
    sayings: list[Saying] = []
    for field in fields:
        cell = cells.get(field)
        if cell is None:
            continue
        try:
            flag: Any = read_flag(cell.text)
        except BrokenRule as broken:
            raise Misnamed([RowError(cell.column, write_fault(broken))]) from None
        sayings.append(Saying(cell.column, field, flag, cell.text or "no"))
    return sayings

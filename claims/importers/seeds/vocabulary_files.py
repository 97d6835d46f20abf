"""Files of the vocabulary, made to be read, edited and reviewed as a diff: each row of it a table.

`negotiation.toml` says what one negotiation is: `[negotiation]`, its sides, participants, topics, proposals and events.
Files of `fixtures/` describe the actors, which all negotiations share, and who is a member of which coalition; one of a
negotiation may describe actors that nobody has described yet. Rows name each other by slug, and stand in the order in
which they are shown.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import CharField, DateField, IntegerField, TextField

from ...models import Actor, Event, Member, Negotiation, Part, Participant, Proposal, Side, Source, Topic
from ...rules.exchange_columns import read_day_to_come
from ...rules.faults import BrokenRule
from ...rules.vocabulary_columns import PART_OF, PartOf, read_part_of_slug
from ...wording.exchange import write_fault
from ..errors import FileError
from .toml_files import TomlFile, TomlRow, list_rows, read_toml, refuse_others

Model = type[Negotiation | Side | Actor | Member | Participant | Topic | Proposal | Event]

ACTOR = "actor"
OF_NEGOTIATION: dict[str, Model] = {  # the tables of one, in the order in which its rows name each other
    ACTOR: Actor,
    "side": Side,
    "participant": Participant,
    "topic": Topic,
    "proposal": Proposal,
    "event": Event,
}
HOLDS = f"the file of a negotiation holds [negotiation], {', '.join(f'[[{kind}]]' for kind in OF_NEGOTIATION)}"
OF_ALL: dict[str, Model] = {ACTOR: Actor, "member": Member}  # the tables that all negotiations share, likewise
HOLDS_ACTORS = f"files of fixtures hold {' and '.join(f'[[{kind}]]' for kind in OF_ALL)}"
NEEDED: dict[Model, tuple[str, ...]] = {Participant: ("actor", "side"), Member: ("member", "coalition")}  # not a slug
SHARED = (Actor, Source)  # named by their slugs alone: all others are of the negotiation of who names them
COUNTED = {
    "side": None,
    "topic": None,
    "participant": "side",
    "proposal": "topic",
}  # place in the file, or within these
NOT_IN_FILES = {"id", "version", "negotiation"}


class VocabularyRow(NamedTuple):
    """One row of a file, with the line of each field: its model and its fields, references by natural key
    (talks/russia), and the packages that a proposal is part of, by their slugs in its negotiation."""

    file: str
    lines: dict[str, int]
    model: Model
    fields: dict[str, Any]
    packages: Sequence[PartOf] = ()

    @property
    def line(self) -> int:
        return self.lines[""]

    @property
    def key(self) -> str:
        """What tells it from the others of its model in its file: of a part of an actor, that and its first day; of a
        membership its coalition and likewise."""
        if self.model not in NEEDED:
            return str(self.fields["slug"])
        whose = "member" if self.model is Member else "actor"
        key = " ".join(str(self.fields[name]) for name in (whose, "since") if self.fields.get(name))
        return f"{self.fields['coalition']}/{key}" if self.model is Member else key

    @property
    def name(self) -> str:
        """What others name it by, as a natural key."""
        own = str(self.fields.get("negotiation") or self.fields.get("topic") or "").partition("/")[0]
        return f"{own}/{self.key}" if own else self.key


Faults = list[FileError]


def read_actors(folder: Path) -> tuple[list[VocabularyRow], Faults]:
    """Return (rows, faults) of the files of a folder, in the order in which they stand."""
    if not folder.is_dir():
        return [], [FileError(str(folder), 0, "", "is no folder.")]
    rows: list[VocabularyRow] = []
    faults = [
        FileError(path.name, 0, "", "is no longer read: actors are in TOML files, see docs/seeds.md.")
        for path in sorted(folder.glob("*.json"))
    ]
    for path in sorted(folder.glob("*.toml")):
        file, faults_of_file = read_toml(path, path.name)
        faults += faults_of_file
        if file:
            faults += refuse_others(file, tuple(OF_ALL), HOLDS_ACTORS)
            for kind in OF_ALL:
                rows_of_file, faults_of_file = _read_kind(file, kind, "")
                rows += rows_of_file
                faults += faults_of_file
    rows.sort(key=lambda row: row.model is Member)  # whose actors may stand in another file
    return rows, faults + find_twice(rows)


def read_negotiation(file: TomlFile) -> tuple[list[VocabularyRow], Faults]:
    """Return (rows, faults) of the file of a negotiation, in the order in which its rows name each other."""
    faults = list(refuse_others(file, ("negotiation", *OF_NEGOTIATION), HOLDS))
    fields = file.data.get("negotiation")
    lines = next(iter(file.list_lines("negotiation")), None)
    if not isinstance(fields, dict) or lines is None:
        reason = "is missing: the file of a negotiation begins with [negotiation]."
        return [], [*faults, FileError(file.name, 1, "negotiation", reason)]
    first, faults_of_first = _read_row(file.name, Negotiation, TomlRow(fields, lines), "")
    faults += faults_of_first
    if first is None:
        return [], faults
    rows = [first]
    for kind in OF_NEGOTIATION:
        rows_of_kind, faults_of_kind = _read_kind(file, kind, first.key)
        rows += rows_of_kind
        faults += faults_of_kind
    return rows, faults + find_twice(rows)


def leave_out_repeated(rows: Sequence[VocabularyRow]) -> list[VocabularyRow]:
    """Leave out actors that a file before describes in the same words: each negotiation may bring those that it needs,
    and lies in a folder of its own."""
    described: dict[str, VocabularyRow] = {}
    kept = []
    for row in rows:
        first = described.setdefault(row.key, row) if row.model is Actor else row
        if first is row or first.file == row.file or first.fields != row.fields:
            kept.append(row)
    return kept


def find_twice(rows: Sequence[VocabularyRow]) -> Faults:
    """Return a fault for each row that is named as one before it is."""
    seen, faults = set(), []
    for row in rows:
        if (row.model, row.key) in seen:
            column = NEEDED.get(row.model, ("slug",))[0]
            at = row.lines.get(column, row.line)
            faults.append(FileError(row.file, at, column, f"“{row.key}” stands twice."))
        seen.add((row.model, row.key))
    return faults


def _read_kind(file: TomlFile, kind: str, negotiation: str) -> tuple[list[VocabularyRow], Faults]:
    """Read the tables [[kind]]; those that are counted have their places as they stand."""
    given, faults = list_rows(file, kind)
    rows: list[VocabularyRow] = []
    places: Counter[Any] = Counter()
    for table in given or ():
        row, faults_of_row = _read_row(file.name, {**OF_NEGOTIATION, **OF_ALL}[kind], table, negotiation)
        faults += faults_of_row
        if row is None:
            continue
        if kind in COUNTED:
            within = row.fields.get(COUNTED[kind] or "")
            places[within] += 1
            row.fields["order"] = places[within]
        rows.append(row)
    return rows, faults


def _read_row(file: str, model: Model, table: TomlRow, negotiation: str) -> tuple[VocabularyRow | None, Faults]:
    """Return (row, faults); None for one that is named by nothing."""
    meta, faults = model._meta, []
    allowed = {f.name: f for f in (*meta.concrete_fields, *meta.many_to_many) if f.name in list_fields(model)}
    read: dict[str, Any] = {}
    packages: Sequence[PartOf] = ()
    for name, value in table.fields.items():
        try:
            if model is Proposal and name == PART_OF:
                packages = _read_packages(value)
            elif name not in allowed:
                raise ValueError(f"is no field of {_call(meta)}.")
            else:
                read[name] = _read_value(allowed[name], value, negotiation)
        except ValueError as error:
            faults.append(FileError(file, table.lines.get(name, table.lines[""]), name, str(error)))
    missing = [name for name in NEEDED.get(model, ("slug",)) if not read.get(name)]
    faults += [
        FileError(file, table.lines.get(name, table.lines[""]), name, "is required.")
        for name in missing
        if name not in {fault.field for fault in faults}
    ]
    if missing:
        return None, faults
    if any(field.name == "negotiation" for field in meta.concrete_fields) and model is not Proposal:
        read["negotiation"] = negotiation
    return VocabularyRow(file, table.lines, model, read, packages), faults


def list_fields(model: Model) -> set[str]:
    """Return the names of the fields that a file may say of a row; places are those in the file."""
    meta = model._meta
    names = {field.name for field in meta.concrete_fields} - NOT_IN_FILES - model.DERIVED
    names |= {field.name for field in meta.many_to_many if field.related_model in (*SHARED, *OF_NEGOTIATION.values())}
    return names if model is Negotiation else names - {"order"}


def _read_value(field: Any, value: Any, negotiation: str) -> Any:
    """Return what a field says, references as natural keys; raise ValueError with what is wrong with it."""
    if field.many_to_many:
        if not isinstance(value, list) or not all(isinstance(slug, str) for slug in value):
            raise ValueError(f'names each {field.related_model._meta.verbose_name} by its slug: ["one", "two"].')
        return [_qualify(field, slug, negotiation) for slug in value]
    if field.is_relation:
        if not isinstance(value, str):
            raise ValueError(f'names {_call(field.related_model._meta)} by its slug: "{field.name}".')
        return _qualify(field, value, negotiation) if value else None
    if field.name == "aliases" and isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "\n".join(value)
    if isinstance(field, DateField):
        return _read_day(value)
    if isinstance(field, IntegerField) and type(value) is not int:
        raise ValueError(f"is a whole number, not “{value}”.")
    if isinstance(field, CharField | TextField) and not isinstance(value, str):
        raise ValueError(f"is text, not “{value}”.")
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("holds a null character.")
    return value


def _read_day(value: Any) -> Any:
    """Return a day, which the model refuses where it is still to come and may not be; None for an empty text."""
    try:
        return read_day_to_come(value)
    except BrokenRule as broken:
        raise ValueError(write_fault(broken)) from None


def _call(meta: Any) -> str:
    """Return what a row of a model is called: a side, an actor."""
    return f"{'an' if meta.verbose_name[0] in 'aeiou' else 'a'} {meta.verbose_name}"


def _qualify(field: Any, slug: str, negotiation: str) -> str:
    return slug if field.related_model in SHARED else f"{negotiation}/{slug}"


def _read_packages(value: Any) -> list[PartOf]:
    """Return the packages that a list names, ["treaty: Article 4"]; raise ValueError with what is wrong with it."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError('names packages by their slugs in brackets, each with where in it: ["treaty: Article 4"].')
    packages: list[PartOf] = []
    for text in value:
        if "\x00" in text:
            raise ValueError("holds a null character.")
        one = read_part_of_slug(text.strip())
        if one is None:
            raise ValueError(f"“{text}” does not begin with the slug of a package.")
        if one.package in [other.package for other in packages]:
            raise ValueError(f"names “{one.package}” twice.")
        place = Part(where=one.where, order=one.order)
        try:
            place.clean_fields(exclude=("package", "part"))
            place.refuse_bar()
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from None
        packages.append(one._replace(where=place.where))
    return packages

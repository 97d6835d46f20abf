"""`import_qualomat`: an election's folder → a negotiation in which no side negotiates, its parties as actors, and the
rows of the exchange → the import of claims; all or nothing, and every rule of the import holds."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from ...models import Actor, ActorKind, Event, Negotiation, Participant, Side
from ...models.events import EventKind
from ...rules.folding import fold_name
from ...rules.slugs import make_slug
from ...rules.titles import shorten
from ...services.write_gate import Gate, editing
from ...wording.days import format_day
from ..claim_tables import Row, import_rows, keep_known
from ..errors import FileError, ImportFailed
from ..progress import Progress, hide_progress
from ..spreadsheet.options import ImportCounts
from ..users import IMPORT_USER, get_or_create_user
from .read import ANSWERS, CATEGORIES, OPINIONS, OVERVIEW, PARTIES, THESES, Election, read_election
from .rows import COLUMNS, make_rows, name_election

ACTOR_COLUMNS = ("actor", "name", "short_name", "kind", "side_name")
SIDE = "Parties"
# Where the folder has what a column of claims is made of: file, field of an opinion that refers to it, field there.
PLACES = {
    "holder": (PARTIES, "party", "longname"),
    "proposal": (THESES, "statement", "label"),
    "proposal_definition": (THESES, "statement", "text"),
    "label": (ANSWERS, "answer", "message"),
}
OF_ELECTION = {
    "source": "slug",
    "source_title": "title",
    "source_url": "data_source",
    "source_publisher": "data_source",
    "said_on": "date",
    "source_published_on": "date",
}
TO_COME = "The election of {day} is to come: say by --published-on on which day the answers were published."
TWO_OF_ONE = "“{name}” is “{actor}” here, as the party of id {other} is: give one of both another name."


class TakenParty(NamedTuple):
    """A party that was taken for an actor that is here: by its short name, or by letters that are spelled alike."""

    longname: str
    short_name: str
    actor: str


class ElectionCounts(NamedTuple):
    """What an import did: the counts of its claims, whether the negotiation was made, how many answers are missing, and
    which parties were known by their short names alone."""

    claims: ImportCounts
    started: bool
    missing: int
    taken: Sequence[TakenParty]


class _Parties(NamedTuple):
    """The parties that are here, by their ids."""

    here: dict[int, Actor]
    taken: list[TakenParty]


def import_qualomat(
    folder: Path,
    negotiation: str,
    *,
    user: User | None = None,
    publish: bool = False,
    dry_run: bool = False,
    published_on: date | None = None,
    progress: Progress = hide_progress,
) -> ElectionCounts:
    """Import the folder of an election into a negotiation, made where it is missing, and return what became of it;
    raise ImportFailed with its faults."""
    election = read_election(folder)
    if not published_on and not _has_come(election.day):
        raise ImportFailed([FileError(OVERVIEW, 0, "date", TO_COME.format(day=format_day(election.day)))], 1)
    parties = _find_parties(election)
    made = make_rows(election, {key: actor.slug for key, actor in parties.here.items()}, published_on)
    with transaction.atomic():
        started = _start(election, negotiation, folder.name, user)
        options: dict[str, Any] = {
            "negotiation": negotiation,
            "user": user,
            "file_name": folder.name,
            "progress": progress,
        }
        keep_known(made.rows, negotiation, [], ["proposal_definition", "topic"])
        actors = _import_actors(election, parties, options)
        tell = partial(_tell_claim, election, made.opinions)
        counts = import_rows(made.rows, COLUMNS, tell, publish=publish, **options)
        transaction.set_rollback(dry_run)
    return ElectionCounts(counts._replace(actors=actors), started, election.missing, parties.taken)


def _has_come(day: date) -> bool:
    return day <= datetime.now(UTC).date()


def _start(election: Election, slug: str, folder: str, user: User | None) -> bool:
    """Make the negotiation of this slug with the day of the election and a side for its parties, which negotiates with
    nobody; return whether it was missing."""
    if Negotiation.objects.filter(slug=slug).exists():
        return False
    title, day = name_election(election), format_day(election.day)
    said = f"What {len(election.parties)} parties said on {len(election.theses)} theses before the election of {day}."
    row = Negotiation(
        slug=slug,
        title=title,
        short_title=shorten(title, 40),
        summary=said,
        last_day=election.day if _has_come(election.day) else None,
    )
    with editing(user or get_or_create_user(IMPORT_USER), f"imported from {folder}", operator=True) as gate:
        _save(gate, row)
        _save(gate, Side(negotiation=row, slug="parties", name=SIDE))
        _save(
            gate,
            Event(
                negotiation=row,
                slug="election",
                kind=EventKind.DEADLINE,
                title=election.title,
                first_day=election.day,
            ),
        )
    return True


def _save(gate: Gate, row: Negotiation | Side | Event) -> None:
    """Save a new row; raise ImportFailed where it breaks a rule of the vocabulary."""
    try:
        row.full_clean(exclude=row.DERIVED)
    except ValidationError as error:
        kind = row._meta.verbose_name
        faults = [
            FileError(OVERVIEW, 0, f"{kind}: {field}", message)
            for field, messages in error.message_dict.items()
            for message in messages
        ]
        raise ImportFailed(faults, len(faults)) from None
    gate.save(row)


def _find_parties(election: Election) -> _Parties:
    """Look for each party among the actors; raise ImportFailed where two are the same."""
    actors = list(Actor.objects.filter(kind=ActorKind.PARTY).order_by("-pk"))  # of two of one name the first one
    by_name = {fold_name(name): actor for actor in actors for name in (*actor.aliases.splitlines(), actor.name)}
    by_slug = {actor.slug: actor for actor in actors}
    by_short_name = {fold_name(actor.short_name): actor for actor in actors}
    parties, first, faults = _Parties({}, []), dict[str, int](), list[FileError]()
    for key, party in election.parties.items():
        longname, short_name = party["longname"], party["name"]
        actor = by_name.get(fold_name(longname))
        if actor is None:
            actor = by_slug.get(make_slug(longname)) or by_short_name.get(fold_name(short_name))
            if actor:
                parties.taken.append(TakenParty(longname, short_name, actor.name))
        if actor:
            parties.here[key] = actor
        same = actor.slug if actor else fold_name(longname)
        if same in first:
            reason = TWO_OF_ONE.format(name=longname, actor=actor or longname, other=first[same])
            faults.append(FileError(PARTIES, 0, f"id {key}: longname", reason))
        first.setdefault(same, key)
    if faults:
        raise ImportFailed(faults, len(faults))
    return parties


def _import_actors(election: Election, parties: _Parties, options: dict[str, Any]) -> int:
    """Make the parties that are not here, and give those a part that have none in this negotiation; return how many
    were made."""
    parts = Participant.objects.filter(side__negotiation__slug=options["negotiation"])
    with_part = set(parts.values_list("actor", flat=True))
    rows: list[Row] = []
    ids: list[int] = []
    for key, party in election.parties.items():
        actor = parties.here.get(key)
        if actor is None:
            described = {
                "actor": "",
                "name": party["longname"],
                "short_name": party["name"],
                "kind": ActorKind.PARTY.value,
            }
        elif actor.pk in with_part:
            continue
        else:
            described = {"actor": actor.slug, "name": actor.name, "short_name": "", "kind": ""}
        rows.append({**described, "side_name": SIDE})
        ids.append(key)
    if not rows:
        return 0
    return import_rows(rows, ACTOR_COLUMNS, partial(_tell_party, ids), update_names=True, **options).created


def _tell_party(ids: Sequence[int], fault: FileError, rows: Sequence[int]) -> FileError:
    field = {"name": "longname", "short_name": "name"}.get(fault.field, fault.field)
    return _tell(PARTIES, [ids[row] for row in rows], field, fault)


def _tell_claim(election: Election, opinions: Sequence[int], fault: FileError, rows: Sequence[int]) -> FileError:
    """Return the fault of some claims at what they are made of: a party, a thesis, a comment, or the opinions."""
    ids = [opinions[row] for row in rows]
    if fault.field in OF_ELECTION:
        return FileError(OVERVIEW, 0, OF_ELECTION[fault.field], fault.reason)
    if fault.field == "topic":
        theses = [election.theses[election.opinions[key]["statement"]] for key in ids]
        return _tell(CATEGORIES, [thesis["category"] for thesis in theses], "label", fault)
    if fault.field in PLACES:
        file, field, own = PLACES[fault.field]
        return _tell(file, [election.opinions[key][field] for key in ids], own, fault)
    return _tell(OPINIONS, ids, fault.field, fault)


def _tell(file: str, ids: Sequence[int], field: str, fault: FileError) -> FileError:
    place = f"id {', '.join(map(str, dict.fromkeys(ids)))}"
    return FileError(file, 0, f"{place}: {field}" if field else place, fault.reason)

"""Wordings of seed files → the gate, merged before the claims that answer them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from ...models import Actor, Proposal, Source, Wording
from ...rules.faults import BrokenRule, FaultCode
from ...rules.names import Called, find_meant
from ...rules.slugs import make_slug
from ...rules.wording_columns import WORDING_COLUMNS
from ...services.write_gate import Gate
from ..errors import FileError
from .files import SeedFile, SeedRow
from .merge import Merge, WantedRow

NO_SLUG = "gives no address: it has neither letters nor digits."
WORDING_NAMES = (*(name for name in WORDING_COLUMNS if name != "authors"), "source")


def merge_wordings(
    merge: Merge, file: SeedFile, source: Source, actors: Mapping[str, Actor], proposals: Mapping[str, Proposal]
) -> None:
    """Merge the wordings of a document whose record is merged."""
    for seed in file.wordings:
        wanted = _make_wanted_wording(merge, file, seed, source, actors, proposals)
        if wanted:
            merge.bring_in(wanted, partial(_save, merge.gate))


def find_wording(proposal: Proposal, name: str) -> Wording | None:
    """Return the wording of a proposal that a seed claim or outcome names by its label or slug; raise BrokenRule where
    there is none (one query, none for an empty name)."""
    if not name:
        return None
    meant = find_meant(name, [Called(wording, wording.slug, [wording.label]) for wording in proposal.wordings.all()])
    if len(meant) != 1:
        raise BrokenRule(FaultCode.NO_SUCH_WORDING, wording=name, proposal=proposal.title)
    return meant[0].row


def _save(gate: Gate, wording: Wording) -> None:
    gate.save(wording)


def _make_wanted_wording(
    merge: Merge,
    file: SeedFile,
    seed: SeedRow,
    source: Source,
    actors: Mapping[str, Actor],
    proposals: Mapping[str, Proposal],
) -> WantedRow | None:
    """Resolve what a seed wording names; return None, with faults, where something is unknown."""
    fields: dict[str, Any] = dict(seed.fields)
    before = len(merge.faults)

    def find(name: str, slug: str, rows: Mapping[str, Any]) -> Any:
        if slug not in rows:
            reason = f"There is no {'proposal' if name == 'proposal' else 'actor'} “{slug}”."
            merge.faults.append(FileError(file.name, seed.lines.get(name, seed.line), name, reason))
        return rows.get(slug)

    fields["proposal"] = find("proposal", fields["proposal"], proposals)
    authors = [find("authors", slug, actors) for slug in fields.pop("authors").split()]
    if len(merge.faults) > before:
        return None
    slug = make_slug(fields["label"])
    if not slug:
        merge.faults.append(FileError(file.name, seed.lines.get("label", seed.line), "label", NO_SLUG))
        return None
    wording = Wording(**fields, source=source, slug=slug)
    wanted = WantedRow(file.name, seed.lines, seed.key, wording, WORDING_NAMES, {"authors": authors})
    try:
        wording.clean_fields(exclude=wording.DERIVED)
    except ValidationError as error:
        merge.refuse(wanted, error)
        return None
    wording.derive()
    return wanted

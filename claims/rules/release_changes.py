"""What differs between two releases: claims that were added, changed or withdrawn, verdicts that moved, and of other
tables the rows that came, changed or went.

A claim keeps its id from release to release, so that it is told from its ids alone whether it is the same one. What
the tracker keeps beside what a claim says (its version, when it was published, where in the text its quote stands) is
no change; neither is a column that only one of the two releases has.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from .exchange import unescape_formula

NOT_SAID = frozenset({"claim", "version", "published_at", "quote_start", "quote_end"})
NOT_SAID_OF_ROWS = NOT_SAID | {"order", "quote_state", "text_sha256"}


class ClaimFate(StrEnum):
    """What became of a claim, or of a row of another table, from one release to a later one."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class ReleasedClaims(NamedTuple):
    """The claims of a release: their columns, the cells of each by its id as the file has them, and column → slug →
    name of what they name."""

    columns: tuple[str, ...]
    cells: Mapping[str, tuple[str, ...]]
    names: Mapping[str, Mapping[str, str]]

    def read(self, claim: str) -> dict[str, str]:
        """Return column → cell of a claim."""
        # Few texts hold the mark: asking first spares all others the search for a guard.
        cells = [unescape_formula(cell) if "'" in cell else cell for cell in self.cells[claim]]
        return dict(zip(self.columns, cells, strict=True))

    def name(self, column: str, cell: str) -> str:
        """Return what a cell says: the name of what it names, or the cell."""
        return self.names.get(column, {}).get(cell, cell)


class ChangedField(NamedTuple):
    """A column in which a claim says something else, with what it said before and after."""

    column: str
    before: str
    after: str


class ReleasedClaimChange(NamedTuple):
    """A claim that is not as it was, as the later release that has it gives it: its id, the slugs and names of its
    cell, what it says there, on which day; and, where it changed, in what."""

    fate: ClaimFate
    claim: str
    proposal: str
    proposal_name: str
    holder: str
    holder_name: str
    dimension: str
    value: str
    quote: str
    said_on: str
    fields: tuple[ChangedField, ...] = ()


class ReleasedVerdictChange(NamedTuple):
    """A proposal (slug) with another verdict; a kind is empty where the release does not have the proposal."""

    proposal: str
    before: str
    after: str


class ReleasedRows(NamedTuple):
    """The rows of another table of a release: column → cell of each, and its name, by its key."""

    cells: Mapping[str, Mapping[str, str]]
    names: Mapping[str, str]


class ReleasedRowChange(NamedTuple):
    """A row of another table that is not as it was, as the later release that has it names it; where it changed, in
    what."""

    table: str
    fate: ClaimFate
    key: str
    name: str
    fields: tuple[ChangedField, ...] = ()


def compare_rows(table: str, before: ReleasedRows, after: ReleasedRows) -> list[ReleasedRowChange]:
    """Return the rows of a table that differ, by their names; a column that only one of both has is no change."""
    changes = []
    for key in before.cells.keys() | after.cells.keys():
        old, new = before.cells.get(key), after.cells.get(key)
        if old is None or new is None:
            fate, rows = (ClaimFate.ADDED, after) if old is None else (ClaimFate.WITHDRAWN, before)
            changes.append(ReleasedRowChange(table, fate, key, rows.names[key]))
            continue
        columns = [name for name in new if name in old and name not in NOT_SAID_OF_ROWS and old[name] != new[name]]
        if columns:
            fields = tuple(ChangedField(name, old[name], new[name]) for name in columns)
            changes.append(ReleasedRowChange(table, ClaimFate.CHANGED, key, after.names[key], fields))
    return sorted(changes, key=lambda one: (one.name, one.key))


def compare_claims(before: ReleasedClaims, after: ReleasedClaims) -> list[ReleasedClaimChange]:
    """Return the claims that differ, by the name of their proposal, their holder and day."""
    changes = [_tell(ClaimFate.ADDED, after, claim) for claim in after.cells.keys() - before.cells.keys()]
    changes += [_tell(ClaimFate.WITHDRAWN, before, claim) for claim in before.cells.keys() - after.cells.keys()]
    for claim in before.cells.keys() & after.cells.keys():
        if fields := tuple(_list_fields(before, after, claim)):
            changes.append(_tell(ClaimFate.CHANGED, after, claim)._replace(fields=fields))
    return sorted(changes, key=lambda one: (one.proposal_name, one.holder_name, one.said_on, one.claim))


def compare_verdicts(before: Mapping[str, str], after: Mapping[str, str]) -> list[ReleasedVerdictChange]:
    """Return the verdicts (slug → kind) that differ, by slug."""
    pairs = ((slug, before.get(slug, ""), after.get(slug, "")) for slug in sorted(before.keys() | after.keys()))
    return [ReleasedVerdictChange(slug, old, new) for slug, old, new in pairs if old != new]


def _list_fields(before: ReleasedClaims, after: ReleasedClaims, claim: str) -> Iterator[ChangedField]:
    if before.columns == after.columns and before.cells[claim] == after.cells[claim]:
        return
    old, new = before.read(claim), after.read(claim)
    for column in after.columns:
        if column not in NOT_SAID and column in old and old[column] != new[column]:
            yield ChangedField(column, before.name(column, old[column]), after.name(column, new[column]))


def _tell(fate: ClaimFate, release: ReleasedClaims, claim: str) -> ReleasedClaimChange:
    said = release.read(claim)
    return ReleasedClaimChange(
        fate,
        claim,
        said["proposal"],
        release.name("proposal", said["proposal"]),
        said["holder"],
        release.name("holder", said["holder"]),
        said["dimension"],
        said["value"],
        said["quote"],
        said["said_on"],
    )

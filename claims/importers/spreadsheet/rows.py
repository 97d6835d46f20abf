"""The rows that travel through an import, from the file to the gate."""

from typing import Any, NamedTuple

from ...rules.quotes import QuoteCheck

# What a coder writes of a claim (`models.claims.CLAIM_CONTENT`), by field; of what it refers to the keys, which
# are negative where it is new.
ClaimFields = dict[str, Any]


class SheetRow(NamedTuple):
    """A row of a file: the line where it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


class ImportRow(NamedTuple):
    """A row that was read, and found to be sound in itself.

    `claim` is the id that it names, or empty; `version` the version that it says, or 0.
    """

    line: int
    claim: str
    version: int
    identity: str
    fields: ClaimFields


class NewClaim(NamedTuple):
    """A claim to be made; where `public_id` is empty, one is drawn."""

    public_id: str
    status: str
    fields: ClaimFields
    quote: QuoteCheck


class ChangedClaim(NamedTuple):
    """A claim to be changed, and the version that it must still have."""

    pk: int
    version: int
    status: str
    fields: ClaimFields
    quote: QuoteCheck


class BatchPlan(NamedTuple):
    """What is to be written of a batch of rows."""

    new: list[NewClaim]
    changed: list[ChangedClaim]

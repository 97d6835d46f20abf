"""The rows that travel through an import, from the file to the gate.

Their `fields` are those of `models.claims.CLAIM_CONTENT`; what a claim refers to stands there by its key, which is
negative where it is new.
"""

from typing import NamedTuple

from ...rules.exchange import Fields
from ...rules.quotes import QuoteCheck


class SheetRow(NamedTuple):
    """A row of a file: the line where it begins, and its cells by column."""

    line: int
    cells: dict[str, str]


class ImportRow(NamedTuple):
    """A row that was read, and found to be sound in itself.

    `claim` is the id that it names, or empty; `version` the version that it says, or 0; `day_given` whether it says
    itself on which day it was said.
    """

    line: int
    claim: str
    version: int
    identity: str
    fields: Fields
    day_given: bool = True


class NewClaim(NamedTuple):
    """A claim to be made of a line; where `public_id` is empty, one is drawn."""

    line: int
    public_id: str
    status: str
    fields: Fields
    quote: QuoteCheck


class ChangedClaim(NamedTuple):
    """A claim to be changed by a line, and the version that it must still have."""

    line: int
    pk: int
    version: int
    status: str
    fields: Fields
    quote: QuoteCheck


class BatchPlan(NamedTuple):
    """What is to be written of a batch of rows."""

    new: list[NewClaim]
    changed: list[ChangedClaim]

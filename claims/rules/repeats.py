"""The same passage coded again for the same holder on the same proposal: which claims are one another's repeats, and in
what they differ."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .folding import normalise

CELL = ("source", "holder", "proposal", "dimension")
# What two claims on one passage may say otherwise, in the order in which it is told.
DIFFERING = (
    "value", "label", "by_when", "probability", "conditions", "depends_on", "covers", "argument", "attribution",
    "speaker", "wording", "said_on", "pending", "doubtful",
)  # fmt: skip

Passage = tuple[object, ...]  # the cell of a claim, and its quote, folded


class CodedClaim(NamedTuple):
    """A claim that is there: by what it is called, in which state and by whom, what of it is confirmed, and what it
    says. `pk` is None where it stands in a file."""

    name: str
    standing: str
    confirmed: str
    fields: Mapping[str, Any]
    pk: int | None = None


class Repeat(NamedTuple):
    """A claim that another one repeats, and (field, there, here) of what it says otherwise."""

    claim: CodedClaim
    differences: tuple[tuple[str, Any, Any], ...]


def tell_passage(fields: Mapping[str, Any]) -> Passage | None:
    """Return what claims on one passage have in common, in the spellings that quotes fold; None without a quote, or
    where holder, proposal or source are missing."""
    cell = tuple(fields.get(name) for name in CELL)
    passage = normalise(fields.get("quote") or "")[0].strip()
    return (*cell, passage) if passage and all(cell) else None


def compare_with(fields: Mapping[str, Any], claims: Iterable[CodedClaim]) -> tuple[Repeat, ...]:
    """Return the claims that a claim with these fields repeats, each with what it says otherwise."""
    return tuple(
        Repeat(
            claim,
            tuple(
                (name, claim.fields[name], fields[name])
                for name in DIFFERING
                if name in fields and name in claim.fields and claim.fields[name] != fields[name]
            ),
        )
        for claim in claims
    )

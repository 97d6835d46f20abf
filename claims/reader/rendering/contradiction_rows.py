"""Contradictions as pages show them: both claims as chips with their quotes, and the remarks that answer them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim, EditorialNote, Proposal
from ...rendering.claim_chips import link_claim
from ...rules.measures.contradictions import Pair
from ...rules.scales import DIMENSIONS, Dimension
from ...wording.contradictions import KINDS, write_apart


class SaidWord(NamedTuple):
    """One of the two claims, with its chip, which leads to its page."""

    claim: Claim
    chip: SafeString


class ShownContradiction(NamedTuple):
    """Who contradicts itself on what, of which kind (`word`, and what that `meaning` is), how many days `apart`;
    `about` names a dimension that is not the position, `waiting` are remarks that no reader sees yet, and `preset` is
    the query string with which the form of a new one is filled in."""

    actor: Actor
    proposal: Proposal
    address: str
    word: str
    meaning: str
    apart: str
    about: str
    said: Sequence[SaidWord]
    remarks: Sequence[EditorialNote]
    waiting: Sequence[EditorialNote]
    preset: str


def show_contradictions(
    rows: Iterable[queries.ContradictionRow], query: str, waiting: Mapping[Pair, Sequence[EditorialNote]]
) -> list[ShownContradiction]:
    """Return contradictions as a page lists them; each leads to its cell, as `query` counts claims."""
    return [_show(row, query, waiting.get(row.place.pair, ())) for row in rows]


def _show(row: queries.ContradictionRow, query: str, waiting: Sequence[EditorialNote]) -> ShownContradiction:
    word = KINDS[row.place.kind]
    return ShownContradiction(
        row.actor,
        row.proposal,
        row.proposal.negotiation.get_address("cell", row.proposal.slug, row.actor.slug) + query,
        word.word,
        word.meaning,
        write_apart(row.place.days),
        "" if row.place.dimension == Dimension.POSITION else DIMENSIONS[row.place.dimension].word.lower(),
        [SaidWord(claim, link_claim(claim)) for claim in (row.earlier, row.later)],
        row.remarks,
        waiting,
        urlencode(
            {
                "proposal": row.proposal.pk,
                "holder": row.actor.pk,
                "earlier_claim": row.earlier.public_id,
                "later_claim": row.later.public_id,
            }
        ),
    )

"""What a search found, as its page shows it: claims as a chip and their words, with what was looked for marked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from ... import queries
from ...models import Actor, Claim, Negotiation, Proposal
from ...rendering import palette
from ...rendering.claim_chips import link_claim
from ...rules.found_words import find_words
from ...rules.scales import LEANINGS, VERDICTS, Attribution, Leaning, VerdictKind, Word


class FoundClaim(NamedTuple):
    """A claim with its chip, a link to its page, the words that prove it, marked, and the address of its cell."""

    claim: Claim
    chip: SafeString
    proof: SafeString
    cell: str

    @property
    def said_by(self) -> Actor | None:
        """Who said it, where that is not the holder."""
        return self.claim.speaker if self.claim.speaker_id != self.claim.holder_id else None

    @property
    def is_forecast(self) -> bool:
        return self.claim.attribution == Attribution.PREDICTED


class FoundProposal(NamedTuple):
    """A proposal with its title, marked, and its verdict or leaning, where there is one, with the class of that."""

    proposal: Proposal
    title: SafeString
    came_to: Word | None
    css: str


class FoundInNegotiation(NamedTuple):
    """What was found in one negotiation: how many claims, the first of them, the first of the proposals so called, and
    how many more of these there are."""

    negotiation: Negotiation
    number: int
    claims: list[FoundClaim]
    proposals: list[FoundProposal]
    more_proposals: int

    @property
    def claims_address(self) -> str:
        """The address of the list that holds all of the claims, once it is asked for the words."""
        return self.negotiation.get_address("claims")


class Facet(NamedTuple):
    """What the claims that were found have in common: a word, how many, and the parameter that asks for them alone."""

    word: str
    number: int
    parameter: str
    value: str


def show_claims(claims: Iterable[Claim], terms: Sequence[str], most: int) -> list[FoundClaim]:
    """Return the first of these claims as the page shows them: those in whose own words a term stands before those that
    were found by what their holder, proposal or source is called."""
    results = [_show_claim(claim, terms) for claim in claims]
    return sorted(results, key=lambda result: "<mark>" not in result.proof)[:most]


def show_proposal(proposal: Proposal, terms: Sequence[str], came_to: VerdictKind | Leaning | None) -> FoundProposal:
    """Return a proposal as the page of the search shows it, with its verdict, or its leaning where there are none."""
    title = mark_words(proposal.title, terms)
    if isinstance(came_to, Leaning):
        return FoundProposal(proposal, title, LEANINGS[came_to], palette.get_leaning_class(came_to))
    if came_to:
        return FoundProposal(proposal, title, VERDICTS[came_to], palette.get_verdict_class(came_to))
    return FoundProposal(proposal, title, None, "")


def mark_words(text: str, terms: Sequence[str]) -> SafeString:
    """Return a text as HTML in which the words of a search are marked."""
    places = [0, *(place for span in find_words(text, terms) for place in span), len(text)]
    parts = [escape(text[start:end]) for start, end in pairwise(places)]
    return SafeString("".join(f"<mark>{part}</mark>" if place % 2 else part for place, part in enumerate(parts)))


def count_facets(
    numbers: Iterable[queries.FoundNumber], holders: Mapping[int, Actor], most: int
) -> list[tuple[str, list[Facet]]]:
    """Return (heading, Facets) of who holds what was found (`holders` by id) and in which dimension, those with most
    claims first. What all have in common narrows nothing and is left out; so is a holder that is gone by now."""
    by_holder: Counter[Actor] = Counter()
    dimensions: Counter[str] = Counter()
    for row in numbers:
        if row.holder in holders:
            by_holder[holders[row.holder]] += row.number
        dimensions[row.dimension] += row.number
    facets = [
        ("Holder", [Facet(one.short_name, number, "holder", one.slug) for one, number in by_holder.most_common()]),
        ("Kind", [Facet(one, number, "dimension", one) for one, number in dimensions.most_common()]),
    ]
    return [(heading, of_kind[:most]) for heading, of_kind in facets if len(of_kind) > 1]


def _show_claim(claim: Claim, terms: Sequence[str]) -> FoundClaim:
    cell = claim.proposal.negotiation.get_address("cell", claim.proposal.slug, claim.holder.slug)
    return FoundClaim(claim, link_claim(claim), mark_words(claim.quote or claim.locator, terms), cell)

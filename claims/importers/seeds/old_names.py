"""What files of seeds name by the slug that it had before it was merged into another row, or moved."""

from collections.abc import Mapping
from typing import Any

from ...models import Actor, OldAddress, Proposal, Source
from ...rules import conditions
from ...rules.faults import BrokenRule


def read_actors() -> dict[str, Actor]:
    """Return slug → actor, an actor's old slugs among them (two queries)."""
    old = OldAddress.objects.exclude(actor=None).select_related("actor__speaks_for")
    named: dict[str, Any] = {address.slug: address.actor for address in old}
    return named | {actor.slug: actor for actor in Actor.objects.select_related("speaks_for")}


def read_sources() -> dict[str, Source]:
    """Return slug → source, a source's old slugs among them (two queries)."""
    named: dict[str, Any] = {
        address.slug: address.source for address in OldAddress.objects.exclude(source=None).select_related("source")
    }
    return named | {source.slug: source for source in Source.objects.all()}


def read_proposals() -> Mapping[str, Mapping[str, Proposal]]:
    """Return slug of a negotiation → slug → proposal, old slugs among them (two queries): a document names those of
    its negotiation alone, or what was moved from there."""
    proposals: dict[str, dict[str, Any]] = {}
    old = OldAddress.objects.exclude(proposal=None).select_related("negotiation", "proposal__negotiation")
    for address in old:
        if address.negotiation:
            proposals.setdefault(address.negotiation.slug, {})[address.slug] = address.proposal
    for proposal in Proposal.objects.select_related("negotiation"):
        proposals.setdefault(proposal.negotiation.slug, {})[proposal.slug] = proposal
    return proposals


def rename_links(depends_on: str, proposal: Proposal, proposals: Mapping[str, Proposal]) -> str:
    """Return the links of a condition of a claim on a proposal with the slugs of today; without those that are in
    another negotiation than it since one of them was moved. What names nothing is left, to be refused."""
    try:
        links = conditions.parse(depends_on)
    except BrokenRule:
        return depends_on
    kept = []
    for slug, granted in links:
        named = proposals.get(slug)
        if named is None or named.negotiation_id == proposal.negotiation_id:
            kept.append((named.slug if named else slug, granted))
    return conditions.write(dict(kept).items())

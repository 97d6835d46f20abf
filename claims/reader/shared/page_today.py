"""What became, until today, of a page that is read as of a release: what it is about may be withdrawn or gone."""

from typing import Any

from django.urls import Resolver404, resolve

from ... import queries
from ...models import Actor, Claim, Negotiation, OldAddress, Proposal, Source, Versions
from ...models.sources import match_cited
from ...wording.as_of_release import PageToday
from ..rendering.opened_cell import find_cell
from .old_addresses import NAMING


def tell_page_today(path: str, versions: Versions, user: Any) -> PageToday:
    """Return whether whoever asks finds a page at the path of one as of a release (no query for most pages; for one of
    a claim or a source one, or two where it is gone; for others those of the vocabulary, the first time at a version).
    """
    try:
        match = resolve(path)
    except Resolver404:
        return PageToday.GONE
    named = dict(match.kwargs)
    negotiations = queries.read_visible(versions.of_all(), user)
    if "negotiation" in named:
        negotiation = negotiations.get(named.pop("negotiation"))
        there = negotiation is not None and _is_there(match.url_name or "", named, negotiation, versions)
    elif match.url_name == "claim":
        return _tell_claim(named["public_id"], [each.pk for each in negotiations.values()])
    else:
        there = match.url_name != "source" or _is_cited(named["slug"], [each.pk for each in negotiations.values()])
    return PageToday.THERE if there or _leads_on(match.url_name or "", named) else PageToday.GONE


def _tell_claim(public_id: str, negotiations: list[int]) -> PageToday:
    """Return what became of a claim; of one that was withdrawn a page says so."""
    if Claim.objects.published().filter(public_id=public_id, proposal__negotiation__in=negotiations).exists():
        return PageToday.THERE
    return PageToday.WITHDRAWN if queries.read_withdrawal(public_id, negotiations) else PageToday.GONE


def _is_cited(slug: str, negotiations: list[int]) -> bool:
    return Source.objects.filter(match_cited(negotiations), slug=slug).exists()


def _is_there(name: str, named: dict[str, str], negotiation: Negotiation, versions: Versions) -> bool:
    """Whether a page of a negotiation is there: that of a row where this is."""
    snapshot = queries.get_snapshot(queries.Scope(negotiations=(negotiation.pk,)), versions.of(negotiation.pk))
    if name == "cell":
        return find_cell(snapshot, named["proposal_slug"], named["holder_slug"]) is not None
    for part, model in NAMING.get(name, {}).items():
        if model is Proposal and snapshot.get(queries.read_vocabulary).find_proposal(named[part]) is None:
            return False
        if model is Actor and queries.find_actor(snapshot, named[part]) is None:
            return False
    return True


def _leads_on(name: str, named: dict[str, str]) -> bool:
    """Whether what an address names was merged or moved since, so that it leads to where that is."""
    slugs = [named[part] for part in NAMING.get(name, ())]
    return bool(slugs) and OldAddress.objects.filter(slug__in=slugs).exists()

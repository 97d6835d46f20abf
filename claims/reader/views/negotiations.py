"""The negotiations, and what there is of an actor in all of them: of each as far as they may read it."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import render

from ... import queries
from ...models import Actor, Negotiation
from ...models.mentions import match_mentioned
from ...rules.scales import VERDICTS, Word
from ...wording.days import write_days
from ..shared.answers import redirect_with_query
from ..shared.negotiation import choose_visible, find_negotiation, find_shared, list_negotiations


class VerdictCount(NamedTuple):
    """How many proposals of a negotiation have one verdict, and where they are listed."""

    word: Word
    number: int
    address: str


class ListedNegotiation(NamedTuple):
    """A negotiation as the list shows it: its days in words, its verdicts, and how many claims there are."""

    negotiation: Negotiation
    days: str
    verdicts: list[VerdictCount]
    totals: queries.Totals


def negotiation_list(request):
    """List the negotiations that they may read, or go to the only one. The address of the first page was that of a
    matrix: with parameters of one it leads to the first."""
    only = find_negotiation(request)
    negotiations = list_negotiations(request)
    if only or (negotiations and request.GET):
        return redirect_with_query(request, (only or negotiations[0]).get_absolute_url())
    listed = [_list_one(negotiation, request.versions.of(negotiation.pk)) for negotiation in negotiations]
    return render(request, "claims/negotiations.html", {"listed": listed})


def _list_one(negotiation, version):
    snapshot = queries.get_snapshot(queries.Scope(negotiations=(negotiation.pk,)), version)
    vocab, address = snapshot.get(queries.read_vocabulary), negotiation.get_absolute_url()
    counts = queries.count_verdicts(snapshot.get(queries.summarise_proposals)) if vocab.has_verdicts else {}
    verdicts = [VerdictCount(VERDICTS[kind], n, f"{address}?verdict={kind}") for kind, n in counts.items() if n]
    days = write_days(negotiation.first_day, negotiation.last_day)
    return ListedNegotiation(negotiation, days, verdicts, snapshot.get(queries.count_totals))


def actor_everywhere(request, slug):
    """Show in which negotiations an actor speaks or is spoken of, or go to its page in the only one."""
    only = find_negotiation(request)
    if only:
        return redirect_with_query(request, only.get_address("actor", slug))
    actor = find_shared(request, Actor, slug, match_mentioned(Actor, choose_visible(request)))
    if actor is None:
        raise Http404(f"There is no actor “{slug}”.")
    counts = queries.count_claims_about(actor)
    listed = [(one, counts.get(one.pk, 0), one.get_address("actor", slug)) for one in list_negotiations(request)]
    context = {"actor": actor, "listed": [each for each in listed if each[1]]}
    return render(request, "claims/actor_everywhere.html", context)


def redirect_to_first(request, page):
    """Lead from the address of a page as it was while there was one negotiation to that of the first."""
    for negotiation in list_negotiations(request):
        return redirect_with_query(request, f"{negotiation.get_absolute_url()}{page}")
    raise Http404("There is no negotiation.")

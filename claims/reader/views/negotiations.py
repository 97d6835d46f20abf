"""The negotiations, and what there is of an actor in all of them: of each as far as they may read it."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from ... import queries
from ...models import Actor, Claim, Negotiation
from ...models.mentions import match_mentioned
from ...wording.across import AcrossNegotiations, write_across
from ...wording.days import write_days
from ...wording.findings import write_main_finding
from ...wording.list_findings import write_negotiations
from ..rendering.actor_everywhere import show_in_negotiation
from ..rendering.verdict_bar import BarPart, draw_leaning_bar, draw_verdict_bar
from ..shared.answers import redirect_with_query
from ..shared.citing import ASKED
from ..shared.list_view import number_pages
from ..shared.negotiation import choose_visible, find_negotiation, find_shared, list_negotiations

NEGOTIATIONS_A_PAGE = 20  # of one actor, each with what it holds there


class ListedNegotiation(NamedTuple):
    """A negotiation as the list shows it: its days in words, its principals, what it came to, the bar of its
    verdicts or leanings, what was said last, and how much there is."""

    negotiation: Negotiation
    days: str
    principals: list[Actor]
    finding: str
    bar: list[BarPart]
    newest: Claim | None
    totals: queries.Totals
    proposals: int


def negotiation_list(request):
    """List the negotiations that they may read, or go to the only one. The address of the first page was that of a
    matrix: with parameters of one it leads to the first;
    that which asks for a record may stand in any."""
    only = find_negotiation(request)
    negotiations = list_negotiations(request)
    if only or (negotiations and request.GET.keys() - {ASKED}):
        return redirect_with_query(request, (only or negotiations[0]).get_absolute_url())
    listed = [_list_one(negotiation, _get_snapshot(request, negotiation)) for negotiation in negotiations]
    counted = write_negotiations(len(listed))
    return render(request, "claims/negotiations.html", {"listed": listed, "counted": counted})


def _list_one(negotiation, snapshot):
    vocab, summaries = snapshot.get(queries.read_vocabulary), snapshot.get(queries.summarise_proposals)
    totals = snapshot.get(queries.count_totals)
    return ListedNegotiation(
        negotiation,
        write_days(negotiation.first_day, negotiation.last_day),
        vocab.principals,
        write_main_finding(snapshot.get(queries.find_main_finding)),
        _draw_bar(negotiation, snapshot, summaries) if totals.claims else [],
        snapshot.get(queries.read_newest_claim),
        totals,
        len(summaries),
    )


def _draw_bar(negotiation, snapshot, summaries):
    address = negotiation.get_absolute_url()
    if snapshot.get(queries.read_vocabulary).has_verdicts:
        return draw_verdict_bar(summaries, lambda kind: f"{address}?verdict={kind}")
    leanings = snapshot.get(queries.map_leanings)
    return draw_leaning_bar(summaries, leanings, lambda leaning: f"{address}?leaning={leaning}")


def actor_everywhere(request, slug):
    """Show where an actor stands, and how it moved, in each negotiation in which it takes part, speaks or is spoken of;
    or go to its page in the only one."""
    only = find_negotiation(request)
    if only:
        return redirect_with_query(request, only.get_address("actor", slug))
    actor = find_shared(request, Actor, slug, match_mentioned(Actor, choose_visible(request)))
    if actor is None:
        raise Http404(f"There is no actor “{slug}”.")
    counts, takes_part = queries.count_claims_about(actor), queries.find_where_it_takes_part(actor)
    in_any = [one for one in list_negotiations(request) if one.pk in counts or one.pk in takes_part]
    page = Paginator(in_any, NEGOTIATIONS_A_PAGE).get_page(request.GET.get("page"))
    listed = [
        show_in_negotiation(_get_snapshot(request, one), one, slug, counts.get(one.pk, 0), one.pk in takes_part)
        for one in page
    ]
    told = AcrossNegotiations(
        len([one for one in in_any if one.pk in takes_part]),
        len([one for one in in_any if one.pk not in takes_part]),
        sum(counts.get(one.pk, 0) for one in in_any),
    )
    context = {
        "actor": actor,
        "lede": write_across(actor.in_sentence, told),
        "listed": [each for each in listed if each],
        "pages": number_pages(request, page, "page"),
    }
    return render(request, "claims/actor_everywhere.html", context)


def _get_snapshot(request, negotiation):
    scope = queries.Scope(negotiations=(negotiation.pk,))
    return queries.get_snapshot(scope, request.versions.of(negotiation.pk))


def redirect_to_first(request, page):
    """Lead from the address of a page as it was while there was one negotiation to that of the first."""
    for negotiation in list_negotiations(request):
        return redirect_with_query(request, f"{negotiation.get_absolute_url()}{page}")
    raise Http404("There is no negotiation.")

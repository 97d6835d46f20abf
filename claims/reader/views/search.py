"""The search across all negotiations that somebody may read: quotes, proposals and actors, each under its heading."""

from collections import Counter, defaultdict

from ... import queries, search
from ...models import Actor, Claim, Proposal
from ...models.mentions import match_mentioned
from ...models.suggestions import CONFIRMED
from ..filters import SearchFilter
from ..rendering import search_results
from ..shared.answers import answer_filtered
from ..shared.negotiation import choose_visible, list_negotiations
from ..shared.urls_with import change_query

MOST_CLAIMS = 4  # of each negotiation, those first in which the words themselves stand; the list of its claims has all
MOST_NAMED = 12  # proposals of a negotiation, and actors
MOST_FACETS = 5


def search_everywhere(request):
    """Show what is found in each negotiation: the newest claims, the proposals so called, and the actors of all."""
    filters = SearchFilter(request.GET, visible=choose_visible(request), queryset=Claim.objects.published())
    words = filters.chosen["q"].strip()
    terms = search.split_terms(words)
    context = {"filters": filters, "words": words, "terms": terms}
    if terms:
        context |= _search(request, filters, words, terms)
    return answer_filtered(request, filters, "claims/search.html", context)


def _search(request, filters, words, terms):
    """Find the words (four queries, two more for whoever asks first; and of each negotiation with a proposal so called,
    those of its verdicts)."""
    visible = filters.negotiations
    summed = queries.sum_up_found(search.find_claims(filters.scope.select_claims(), words), request.data_version)
    numbers = Counter()
    for row in summed.numbers:
        numbers[row.negotiation] += row.number
    holders = Actor.objects.in_bulk({row.holder for row in summed.numbers})
    newest = _read_newest(filters.scope, summed)
    proposals = _find_proposals(request, visible, words, terms)
    actors = search.find_actors(Actor.objects.filter(match_mentioned(Actor, visible), **CONFIRMED), words)
    results = [
        search_results.FoundInNegotiation(
            one,
            numbers[one.pk],
            search_results.show_claims(newest.get(one.pk, ()), terms, MOST_CLAIMS),
            proposals[one.pk][:MOST_NAMED],
            len(proposals[one.pk][MOST_NAMED:]),
        )
        for one in list_negotiations(request)
        if numbers[one.pk] or proposals[one.pk]
    ]
    return {
        "results": results,
        "actors": list(actors[:MOST_NAMED]),
        "claims_number": numbers.total(),
        "proposals_number": sum(map(len, proposals.values())),
        "facets": search_results.count_facets(summed.numbers, holders, MOST_FACETS),
        "first_hand": "own" in request.GET.getlist("attribution"),
        "first_hand_address": change_query(request.path, request.GET, attribution="own"),
        "all_hands_address": change_query(request.path, request.GET, attribution=None),
    }


def _read_newest(scope, summed):
    """Return negotiation id → the newest claims that were found, as they are shown (one query)."""
    claims = queries.read_claims_by_id(scope, [pk for ids in summed.newest.values() for pk in ids])
    return {one: [claims[pk] for pk in ids if pk in claims] for one, ids in summed.newest.items()}


def _find_proposals(request, visible, words, terms):
    """Return negotiation id → the proposals so called, each with its verdict or its leaning."""
    proposals = search.find_proposals(Proposal.objects.filter(**CONFIRMED).of(visible), words)
    by_negotiation = defaultdict(list)
    for proposal in proposals.select_related("negotiation").order_by("topic__order", "order", "title"):
        came_to = _tell_what_it_came_to(request, proposal)
        by_negotiation[proposal.negotiation_id].append(search_results.show_proposal(proposal, terms, came_to))
    return by_negotiation


def _tell_what_it_came_to(request, proposal):
    """Return the verdict on a proposal, or where no side negotiates its leaning, as kept; None where it is newer."""
    of_one = proposal.negotiation_id
    snapshot = queries.get_snapshot(queries.Scope(negotiations=(of_one,)), request.versions.of(of_one))
    if not snapshot.get(queries.read_vocabulary).has_verdicts:
        return snapshot.get(queries.map_leanings).get(proposal.pk)
    verdict = snapshot.get(queries.decide_verdicts).verdicts.get(proposal.slug)
    return verdict.kind if verdict else None

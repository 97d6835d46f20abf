"""Two actors: every proposal with both stances and quotes, and the whole sum of their agreement, written out."""

from collections import Counter
from itertools import groupby

from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from ... import queries
from ...exporters import agreement as exporter
from ...models import ActorKind
from ...rules.measures.agreement import READINGS
from ...rules.measures.pairs import Contrast, find_extremes
from ...rules.scales import DIMENSIONS
from ...wording.actors import begin_sentence, choose_verb
from ...wording.closeness import PairNumber
from ...wording.numbers import write_shown
from ...wording.pair_finding import PairFound, write_pair_headline, write_pair_lede
from ...wording.pairs import CONTRASTS
from ..filters import PairFilter
from ..rendering.evidence_summary import write_ground
from ..rendering.pair_ranges import draw_range, list_ticks
from ..rendering.pair_rows import read_pair_rows
from ..rendering.pair_sums import write_sum
from ..shared import downloads
from ..shared.answers import answer_filtered
from ..shared.list_view import number_pages
from ..shared.read_filters import read_filters

PROPOSALS_A_PAGE = 100


def pair_detail(request, one, other):
    """Show two actors side by side. Their order in the address is that of the actors; the other one leads to it."""
    filters = read_filters(request, PairFilter)
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    vocab = snapshot.get(queries.read_vocabulary)
    actors = [queries.find_actor(snapshot, slug) for slug in (one, other)]
    fault = _find_fault(actors, (one, other))
    if fault:
        return render(request, "claims/no_pair.html", {"fault": fault}, status=404)
    ordered = [actor for actor in vocab.actors.values() if actor in actors]
    if ordered != actors:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(request.negotiation.get_address("pair", *[actor.slug for actor in ordered]) + query)
    context = {
        "filters": filters,
        "a": actors[0],
        "b": actors[1],
        "query": filters.counting_query,
    }
    asked = queries.PairsRequest(
        str(filters.dimension_chosen),
        queries.KeptRows(actors),
        queries.KeptRows(filters.choose_proposals(snapshot)),
        filters.minimum,
    )
    if filters.export_chosen:
        return _download(request, filters, snapshot, asked)
    context |= _show_pair(request, filters, snapshot, asked)
    return answer_filtered(request, filters, "claims/pair.html", context)


def _find_fault(actors, slugs):
    """Say why there is no such pair, or return None."""
    for actor, slug in zip(actors, slugs, strict=True):
        if actor is None:
            return f"There is no actor “{slug}”."
        if actor.kind == ActorKind.OFFICIAL:
            speaks = choose_verb([actor.in_sentence], "speaks", "speak")
            return f"{begin_sentence(actor.in_sentence)} {speaks} for a party: compare that party instead."
    return "An actor is compared with others, not with itself." if actors[0] == actors[1] else None


def _download(request, filters, snapshot, asked):
    """Send one row per proposal on which one of the two has spoken."""
    slugs = "-".join(actor.slug for actor in asked.actors)
    compared = snapshot.get(queries.compare_pair, asked).list_spoken()
    return downloads.send_table(request, filters, f"agreement-{slugs}", exporter.make_terms_table(compared))


def _show_pair(request, filters, snapshot, asked):
    comparison = snapshot.get(queries.compare_pair, asked)
    counts = Counter(row.contrast for row in comparison.proposals)
    page = Paginator(comparison.list_spoken(), PROPOSALS_A_PAGE).get_page(request.GET.get("page"))
    dimension = filters.dimension_chosen
    rows = read_pair_rows(snapshot, asked.actors, dimension, list(page), filters.counting_query)
    by_contrast = groupby(rows, key=lambda row: row.compared.contrast)
    told = _find_extremes(filters, asked, comparison)
    return {
        "headline": write_pair_headline(told),
        "lede": _link_proposals(snapshot, write_pair_lede(told), filters.counting_query),
        "range": draw_range([actor.short_name for actor in asked.actors], "", _read_numbers(comparison)),
        "ticks": list_ticks(),
        "sums": [write_sum(terms) for terms in comparison.readings],
        "rests_on": write_ground(snapshot.get(queries.read_pair_ground, asked)),
        "dimension": DIMENSIONS[dimension],
        "minimum": filters.minimum,
        "groups": [(contrast, CONTRASTS[contrast], counts[contrast], list(group)) for contrast, group in by_contrast],
        "counts": [(CONTRASTS[contrast], counts[contrast]) for contrast in Contrast if counts[contrast]],
        "proposals": len(comparison.proposals),
        "shown": write_shown((len(asked.proposals), len(snapshot.get(queries.list_put_forward)), "proposal")),
        "pages": number_pages(request, page, "page"),
        "readings": list(READINGS),
        "later": snapshot.get(queries.count_put_forward_later),
        "all_pairs": request.negotiation.get_address("agreement") + filters.numbers_query,
    }


def _find_extremes(filters, asked, comparison):
    """Return what the headline tells of the pair."""
    return PairFound(
        [actor.short_in_sentence for actor in asked.actors],
        find_extremes((row.a, row.b) for row in comparison.proposals),
        [(row.proposal.title, row.proposal.slug) for row in comparison.proposals],
        filters.dimension_chosen,
        filters.scope.as_of,
    )


def _link_proposals(snapshot, pieces, query):
    """Return (text, address) of each piece of a sentence; the address is empty where it names no proposal."""
    by_slug = snapshot.get(queries.read_vocabulary).by_slug
    return [
        (piece.text, by_slug[piece.proposal].get_absolute_url() + query if piece.proposal else "") for piece in pieces
    ]


def _read_numbers(comparison):
    """Return the number of the pair under each reading."""
    numbers = [terms.agreement for terms in comparison.readings]
    return [PairNumber(each.value, each.n, each.units, each.lower, each.upper) for each in numbers]

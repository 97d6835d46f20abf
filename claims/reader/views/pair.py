"""Two actors: every proposal with both stances and quotes, and the whole sum of their agreement, written out."""

from collections import Counter
from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from ... import queries
from ...exporters import agreement as exporter
from ...models import ActorKind, Claim
from ...queries import agreement as loaded
from ...queries.pair import ComparedProposal, compare_proposals, list_values
from ...rules.measures import agreement, robustness
from ...rules.measures.agreement import FARTHEST, READINGS
from ...rules.measures.pairs import Contrast, PackageRule
from ...rules.scales import DIMENSIONS, Dimension, State
from ...wording.numbers import format_hundredths
from ...wording.pairs import CONTRASTS, write_package_rule
from ..filters import PairFilter
from ..rendering import evidence_summary
from ..rendering.stance_lines import StanceLine, StanceLines
from ..shared import downloads
from ..shared.list_view import number_pages

PROPOSALS_A_PAGE = 100
QUOTES_A_CELL = 3
WRITTEN_OUT = 12  # distances; more are counted by their size
ON_A_CONDITION, NOTHING = "on a condition", ""


class AgreementSum(NamedTuple):
    """The agreement of the pair under one reading, its numbers and its arithmetic in words; empty where there are none.

    `numbers` are value, coverage, lowest and highest.
    """

    name: str
    found: agreement.Agreement
    numbers: tuple
    value: str
    upper: str
    lower: str


class PairRow(NamedTuple):
    """A ComparedProposal as the page shows it: both lines, the claims that decide, and what packages do."""

    compared: ComparedProposal
    a: StanceLine | None
    b: StanceLine | None
    quotes_a: list
    quotes_b: list
    distances: list
    rule: str


def pair_detail(request, one, other):
    """Show two actors side by side. Their order in the address is that of the actors; the other one leads to it."""
    filters = PairFilter(request.GET, queryset=Claim.objects.published())
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    actors = [snapshot.vocab.actor(slug) for slug in (one, other)]
    fault = _fault(actors, (one, other))
    if fault:
        return render(request, "claims/no_pair.html", {"fault": fault}, status=404)
    ordered = [actor for actor in snapshot.vocab.actors.values() if actor in actors]
    if ordered != actors:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(reverse("claims:pair", args=[actor.slug for actor in ordered]) + query)
    valid = filters.is_valid()
    context = {
        "filters": filters,
        "a": actors[0],
        "b": actors[1],
        "query": filters.counting_query,
    }
    if valid:
        asked = _asked(filters, snapshot, actors)
        sums, compared = _worked_out(snapshot, asked)
        if filters.export_chosen:
            return _download(request, filters, actors, compared)
        rests_on = _rests_on(snapshot, asked, compared)
        context |= {"sums": sums, "rests_on": rests_on, **_shown(request, filters, snapshot, actors, compared)}
    return render(request, "claims/pair.html", context, status=200 if valid else 400)


def _fault(actors, slugs):
    """Say why there is no such pair, or return None."""
    for actor, slug in zip(actors, slugs, strict=True):
        if actor is None:
            return f"There is no actor “{slug}”."
        if actor.kind == ActorKind.OFFICIAL:
            return f"{actor} is an official: what it says is the stance of the party that it speaks for."
    return f"{actors[0]} is compared with others, not with itself." if actors[0] == actors[1] else None


def _asked(filters, snapshot, actors):
    dimension, proposals = str(filters.dimension_chosen), tuple(filters.choose_proposals(snapshot.vocab))
    return loaded.PairsRequest(dimension, tuple(actors), proposals, filters.minimum)


def _worked_out(snapshot, asked):
    """Return (the AgreementSums, all ComparedProposals), as they are kept."""

    def work_out():
        values = loaded.read_values(snapshot, asked.dimension, asked.actors, asked.proposals)
        return [_sum(values, name, asked.minimum) for name in READINGS], compare_proposals(values)

    return snapshot.cached_recent((asked, "pair"), work_out)


def _rests_on(snapshot, asked, compared):
    """Say what the stances rest on that are terms under one reading or the other, as it is kept (two queries)."""

    def work_out():
        terms = [row.proposal.pk for row in compared if row.is_term]
        holders = [actor.pk for actor in asked.actors]
        dimension = Dimension(asked.dimension)
        table = queries.read_stances(
            snapshot.scope, snapshot.vocab, dimensions=[dimension], proposals=terms, holders=holders
        )
        stances = list(table.stances[dimension].values())
        behind = [claim.id for claim in robustness.collect_all_behind(stances)]
        return evidence_summary.summarise_stances(
            stances, queries.read_provenance(snapshot.scope.claims().filter(pk__in=behind))
        )

    return snapshot.cached_recent((asked, "ground"), work_out)


# The sums


def _sum(values, name, minimum):
    a, b = list_values(values, name)
    found = agreement.compare(a, b, values.packages, minimum)
    numbers = tuple(
        "" if number is None else format_hundredths(number)
        for number in (found.value, found.coverage, found.lower, found.upper)
    )
    if found.value is None:
        return AgreementSum(name, found, numbers, "", "", "")
    distances = [term.distance for term in agreement.list_terms(a, b, values.packages)]
    near, places = agreement.fill_nearest(a, b, values.packages)
    far = agreement.fill_farthest(a, b, values.packages)
    filled = Counter(reached.distance for reached in far if not reached.is_term)
    steps = [f"{count} · {distance}" for distance, count in sorted(filled.items(), reverse=True)]
    known = [reached.distance for reached in far if reached.is_term]
    return AgreementSum(
        name,
        found,
        numbers,
        _division([_added(distances)], sum(distances), found.n, found.value),
        _division([_added([term.distance for term in near])], sum(t.distance for t in near), places, found.upper),
        _division([_added(known), *steps], sum(reached.distance for reached in far), len(far), found.lower),
    )


def _added(distances):
    """Write a sum of distances: each of a few, of many how many there are of each size."""
    if len(distances) <= WRITTEN_OUT:
        return " + ".join(map(str, distances)) or "0"
    counts = sorted(Counter(distances).items(), reverse=True)
    return " + ".join(f"{count} · {distance}" for distance, count in counts)


def _division(parts, total, number, value):
    """Write one division out: 1 − (4 + 4 + 1)/(4 · 3) = 1 − 9/12 = 0.25."""
    divided, result = f"{total}/{FARTHEST * number}", format_hundredths(value)
    return f"1 − ({' + '.join(parts)})/({FARTHEST} · {number}) = 1 − {divided} = {result}"


# The proposals


def _download(request, filters, actors, compared):
    """Send one row a proposal on which one of the two has spoken."""
    slugs = "-".join(actor.slug for actor in actors)
    rows = (row for row in compared if row.contrast != Contrast.NEITHER)
    return downloads.send_table(request, filters, f"agreement-{slugs}", exporter.make_terms_table(rows))


def _shown(request, filters, snapshot, actors, compared):
    counts = Counter(row.contrast for row in compared)
    listed = [row for row in compared if row.contrast != Contrast.NEITHER]
    page = Paginator(listed, PROPOSALS_A_PAGE).get_page(request.GET.get("page"))
    dimension = filters.dimension_chosen
    rows = _rows(filters, snapshot, actors, dimension, list(page))
    by_contrast = groupby(rows, key=lambda row: row.compared.contrast)
    return {
        "dimension": DIMENSIONS[dimension],
        "minimum": filters.minimum,
        "groups": [(contrast, CONTRASTS[contrast], counts[contrast], list(group)) for contrast, group in by_contrast],
        "counts": [(CONTRASTS[contrast], counts[contrast]) for contrast in Contrast if counts[contrast]],
        "proposals": len(compared),
        "pages": number_pages(request, page, "page"),
        "readings": list(READINGS),
        "all_pairs": reverse("claims:agreement") + filters.numbers_query,
    }


def _rows(filters, snapshot, actors, dimension, shown):
    """Return the Rows of a page (two queries: the claims of its cells, and those that decide, with their quotes)."""
    chosen = {"proposals": [row.proposal.pk for row in shown], "holders": [actor.pk for actor in actors]}
    table = queries.read_stances(snapshot.scope, snapshot.vocab, dimensions={dimension, Dimension.SALIENCE}, **chosen)
    lines = StanceLines(snapshot, table, filters.counting_query)
    deciding = {
        (row.proposal.pk, actor.pk): [claim.id for claim in _deciding(table, dimension, row, actor)][:QUOTES_A_CELL]
        for row in shown
        for actor in actors
    }
    claims = {
        claim.pk: claim for claim in queries.select_claims(snapshot.scope, pk__in=set().union(*deciding.values()))
    }
    return [
        PairRow(
            row,
            *(lines.line(dimension, row.proposal, actor) for actor in actors),
            *([claims[pk] for pk in deciding[row.proposal.pk, actor.pk] if pk in claims] for actor in actors),
            list(_distances(row)),
            _rule(row),
        )
        for row in shown
    ]


def _deciding(table, dimension, row, actor):
    stance = table.stance(dimension, row.proposal.pk, actor.pk)
    return stance.deciding if stance.spoken else ()


def _distances(row):
    """Yield (distance or None, why it is none) under each reading."""
    valued = row.contrast in (Contrast.AGREE, Contrast.DIFFER, Contrast.OPPOSED)
    for place, term in enumerate(row.terms.values()):
        if term.distance is not None or not valued:
            yield term.distance, NOTHING
        elif place == 0 and State.CONDITIONAL in (row.a.state, row.b.state):
            yield None, ON_A_CONDITION
        else:
            yield None, write_package_rule(term.package_rule)


def _rule(row):
    """Say what the rule of packages makes of a package, where the two readings differ of both."""
    of_packages = (PackageRule.FOR_PARTS, PackageRule.BY_PARTS)
    told = [write_package_rule(t.package_rule) for t in row.terms.values() if t.package_rule in of_packages]
    if not told:
        return ""
    if len(set(told)) == 1:
        return told[0]
    return "; ".join(f"{name}: {words}" for name, words in zip(READINGS, told, strict=True))

"""The list of actors, and the page of one: its stance on every proposal, and what others say of it."""

from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...models import ActorKind, Claim
from ...rules.scales import VERDICTS, Attribution
from ..filters import ActorFilter, DossierFilter
from ..rendering.stance_lines import StanceLines
from ..shared import downloads
from ..shared.list_view import configure_table, number_pages, show_list
from ..tables import ActorTable, ClaimTable

STANCES_A_PAGE = 100
NEWEST = 50  # of what is said of an actor, or by it of others; the list of claims shows all


@vary_on_headers("HX-Request")
def actor_list(request):
    """List parties by side, experts, and officials with whom they speak for."""
    filters = ActorFilter(request.GET, queryset=Claim.objects.published())
    return show_list(
        request, "claims/actors.html", filters, lambda: _list(filters, request.data_version), lists.make_actors_table
    )


def actor_detail(request, slug):
    """Show one actor on one page."""
    filters = DossierFilter(request.GET, queryset=Claim.objects.published())
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    vocab = snapshot.vocab
    actor = vocab.actor(slug)
    if actor is None:
        raise Http404(f"There is no actor “{slug}”.")
    valid = filters.is_valid()
    if valid and filters.export_chosen:
        return _download(request, filters, snapshot, actor)
    context = {
        "filters": filters,
        "actor": actor,
        "role": queries.name_role(actor),
        "speaks_for": vocab.actors.get(actor.speaks_for_id),
        "officials": [a for a in vocab.actors.values() if a.speaks_for_id == actor.pk],
        "query": filters.counting_query,
    }
    if valid:
        official = actor.kind == ActorKind.OFFICIAL
        context |= {} if official else _stances(request, filters, snapshot, actor)
        context |= _claims(request, filters, actor)
    return render(request, "claims/actor.html", context, status=200 if valid else 400)


def _download(request, filters, snapshot, actor):
    """Send the actor's stances, or all claims of the page: what it says, and what is said of it."""
    if not filters.stances_chosen:
        return downloads.send_claims(
            request, filters, f"claims-{actor.slug}", queries.select_claims_about(filters.scope, actor)
        )
    return downloads.send_stances(
        request, filters, f"stances-{actor.slug}", snapshot, snapshot.proposals_of(actor.pk), [actor]
    )


def _list(filters, version):
    rows = queries.list_actors(queries.get_snapshot(filters.scope, version))
    kind = filters.chosen.get("kind")
    return ActorTable([row for row in rows if kind in ("", None, row.actor.kind)])


def _stances(request, filters, snapshot, actor):
    """Load and lay out a page of the actor's stances by topic (one query)."""
    paginator = Paginator(snapshot.proposals_of(actor.pk), STANCES_A_PAGE)
    page = paginator.get_page(request.GET.get("stances"))
    shown = [proposal.pk for proposal in page]
    table = queries.read_stances(snapshot.scope, snapshot.vocab, proposals=shown, holders=[actor.pk])
    lines = StanceLines(snapshot, table, filters.counting_query)
    has_verdicts = bool(snapshot.vocab.principals)
    rows = []
    for proposal in page:
        verdict = snapshot.verdicts[proposal.slug]
        word = VERDICTS[verdict.kind] if has_verdicts else None
        rows.append({"proposal": proposal, "verdict": verdict, "word": word, **lines.lines(proposal, actor)})
    return {
        "topics": [(topic, list(of_topic)) for topic, of_topic in groupby(rows, key=lambda r: r["proposal"].topic)],
        "stances": snapshot.by_holder.get(actor.pk, queries.Tally()).stances,
        "pages": number_pages(request, page, "stances"),
        "has_verdicts": has_verdicts,
    }


def _claims(request, filters, actor):
    """Return the tables of what the actor says and documents relay of it, of what others say of it, and it of them."""
    scope = filters.scope
    official = actor.kind == ActorKind.OFFICIAL
    chosen = {"speaker": actor} if official else {"holder": actor, "attribution__lt": Attribution.ATTRIBUTED}
    its = queries.select_claims(scope, **chosen)
    table = ClaimTable(its, exclude=("speaker",) if official else ("holder",), orderable=False)
    table = configure_table(table, request, filters)
    return {
        "table": table,
        "count": table.paginator.count,
        "beside": [] if official else [table for table in (_of_it(scope, actor), _of_others(scope, actor)) if table],
    }


def _of_it(scope, actor):
    claims = queries.select_claims(scope, holder=actor, attribution__gte=Attribution.ATTRIBUTED)
    words = [a.word for a in Attribution if a >= Attribution.ATTRIBUTED]
    query = urlencode({"holder": actor.slug, "attribution": words}, doseq=True)
    return _newest(claims, f"What others say and forecast of {actor}", "holder", query)


def _of_others(scope, actor):
    claims = queries.select_claims(scope, speaker=actor).exclude(holder=actor)
    return _newest(claims, f"What {actor} says and forecasts of others", "speaker", urlencode({"speaker": actor.slug}))


def _newest(claims, caption, without, query):
    """Return a table of the newest claims, or None; `more` is the query of the list that holds all, if these do not."""
    rows = list(claims[: NEWEST + 1])
    if not rows:
        return None
    table = ClaimTable(rows[:NEWEST], exclude=(without,), orderable=False, row_attrs={})
    table.caption, table.more = caption, query if len(rows) > NEWEST else ""
    return table

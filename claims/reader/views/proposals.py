"""The list of proposals, and the page of one: who stands where on it, and what that adds up to."""

from collections import Counter
from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from ... import queries
from ...exporters import lists
from ...models import ActorKind, Claim
from ...rules import verdicts
from ...rules.measures import robustness
from ...rules.scales import DIMENSIONS, VERDICTS, Dimension, VerdictKind
from ...wording.verdicts import print_lines_until, write_reading
from ..filters import DossierFilter, ProposalFilter
from ..rendering import evidence_summary, spread_section
from ..rendering.rule_text import emphasise
from ..rendering.stance_lines import StanceLines
from ..shared import downloads
from ..shared.list_view import RowsWithNoneLast, configure_table, show_list
from ..tables import ClaimTable, ProposalTable


@vary_on_headers("HX-Request")
def proposal_list(request):
    """List the proposals by topic, each with what the principals' positions on it add up to."""
    filters = ProposalFilter(request.GET, queryset=Claim.objects.published())
    make = partial(_list, filters, request.data_version)
    return show_list(request, "claims/proposals.html", filters, make, lists.make_proposals_table)


def proposal_detail(request, slug):
    """Show one proposal on one page."""
    filters = DossierFilter(request.GET, queryset=Claim.objects.published())
    snapshot = queries.get_snapshot(filters.scope, request.data_version)
    proposal = snapshot.vocab.proposal(slug)
    if proposal is None:
        raise Http404(f"There is no proposal “{slug}”.")
    valid = filters.is_valid()
    if valid and filters.export_chosen:
        return _download(request, filters, snapshot, proposal)
    context = {"filters": filters, "proposal": proposal, "query": filters.counting_query}
    if valid:
        context |= _page(request, filters, snapshot, proposal)
    return render(request, "claims/proposal.html", context, status=200 if valid else 400)


def _download(request, filters, snapshot, proposal):
    """Send who stands where on the proposal, parties before experts, or its claims."""
    if not filters.stances_chosen:
        claims = queries.select_claims(snapshot.scope, proposal=proposal)
        return downloads.send_claims(request, filters, f"claims-{proposal.slug}", claims)
    holders = sorted(snapshot.vocab.actors.values(), key=lambda actor: actor.kind == ActorKind.EXPERT)
    return downloads.send_stances(request, filters, f"stances-{proposal.slug}", snapshot, [proposal], holders)


def _list(filters, version):
    snapshot = queries.get_snapshot(filters.scope, version)
    topics, kind = {topic.pk for topic in filters.chosen["topic"]}, filters.chosen.get("verdict")
    rows = [
        row
        for row in queries.list_proposals(snapshot)
        if (not topics or row.proposal.topic_id in topics) and (not kind or row.verdict and row.verdict.kind == kind)
    ]
    without = [] if snapshot.vocab.principals else ["verdict", "gap"]
    if not filters.chosen.get("sort"):
        without.append("topic")  # it heads the rows
    return ProposalTable(RowsWithNoneLast(rows), exclude=without, query=filters.counting_query)


def _page(request, filters, snapshot, proposal):
    """Load the stances and claims of one proposal, and lay them out (four queries)."""
    vocab = snapshot.vocab
    table = queries.read_stances(snapshot.scope, vocab, proposals=[proposal.pk])
    lines = StanceLines(snapshot, table, filters.counting_query)
    claims = queries.select_claims(snapshot.scope, proposal=proposal)
    by_id = {claim.pk: claim for claim in claims.filter(pk__in=_explaining(vocab, table))}
    experts = [actor for actor in vocab.actors.values() if actor.kind == ActorKind.EXPERT]
    shown = configure_table(ClaimTable(claims, exclude=("proposal",), orderable=False), request, filters)
    return {
        "proposers": [vocab.actors[pk] for pk in snapshot.proposers.get(proposal.pk, ()) if pk in vocab.actors],
        "sides": _sides(vocab, lines, proposal),
        "experts": [line for line in (_line(lines, proposal, expert) for expert in experts) if line],
        "conditions": _conditions(vocab, lines, proposal, by_id),
        "table": shown,
        "count": shown.paginator.count,
        "sources": snapshot.sources,
        "remarks": queries.read_notes(proposal),
        "divides": spread_section.make_spread_section(snapshot, table, proposal, filters.counting_query),
        **_verdict(snapshot, lines, proposal, by_id),
        **_relatives(snapshot, proposal),
    }


def _explaining(vocab, table):
    """Return the ids of the claims that the page quotes: what decides for principals, and what says a condition."""
    principals = {actor.pk for actor in vocab.principals}
    ids = set()
    for dimension, cells in table.stances.items():
        for (_, holder), stance in cells.items():
            folded = stance if stance.spoken else stance.forecast
            ids |= {claim.id for claim in folded.branches} if folded else set()
            if holder in principals and dimension == Dimension.POSITION:
                ids |= {claim.id for claim in stance.deciding}
    return ids


def _line(lines, proposal, actor):
    """Return an actor with its three lines, or None where all are blank."""
    known = lines.lines(proposal, actor)
    return {"actor": actor, **known} if any(known.values()) else None


def _sides(vocab, lines, proposal):
    """Return each side with what its parties say, principals first, and those of whom nothing is known."""
    sides = {}
    parties = [actor for actor in vocab.actors.values() if actor.kind == ActorKind.PARTY]
    for actor in sorted(parties, key=lambda actor: not actor.principal):
        side = sides.setdefault(actor.side, {"side": actor.side, "lines": [], "silent": []})
        line = _line(lines, proposal, actor)
        if line:
            side["lines"].append(line)
        elif actor.side.negotiates or actor.always_show:
            side["silent"].append(actor)
    return [
        sides[side] for side in sorted(sides, key=lambda s: s.order) if any((sides[side]["lines"], side.negotiates))
    ]


def _conditions(vocab, lines, proposal, by_id):
    """Return the conditions by dimension, parties before experts, in the order of actors."""
    holders = sorted(vocab.actors.values(), key=lambda actor: actor.kind == ActorKind.EXPERT)
    found = []
    for dimension in Dimension:
        branches = [c for actor in holders for c in lines.conditions(dimension, proposal, actor, by_id)]
        if branches:
            found.append((DIMENSIONS[dimension], branches))
    return found


def _verdict(snapshot, lines, proposal, by_id):
    """Return the verdict with the printed rule, and what each principal put into it."""
    vocab = snapshot.vocab
    if not vocab.principals:
        return {}
    verdict = snapshot.verdicts[proposal.slug]
    rule = print_lines_until(verdict.kind)
    put_in, standing = [], []
    for actor in vocab.principals:
        stance = lines.table.stance(Dimension.POSITION, proposal.pk, actor.pk)
        standing.append(stance)
        read = robustness.collect_behind(stance) if stance.spoken else ()
        line = lines.line(Dimension.POSITION, proposal, actor)
        put_in.append(
            (actor, line, write_reading(verdicts.read_stance(stance)), [by_id[c.id] for c in read if c.id in by_id])
        )
    return {
        "verdict": verdict,
        "verdict_word": VERDICTS[verdict.kind],
        "gap": snapshot.gaps[proposal.slug],
        "rests_on": evidence_summary.summarise_stances(standing, queries.collect_provenance(by_id.values())),
        "rule": [(emphasise(line.text), line is rule[-1]) for line in rule],
        "put_in": put_in,
        "hinges": [lines.by_slug[hinge.slug] for hinge in verdict.hinges],
    }


def _relatives(snapshot, proposal):
    """Return the package, parts and variants of a proposal, each with its verdict if there are any."""
    vocab, decided = snapshot.vocab, snapshot.verdicts
    has_verdicts = bool(vocab.principals)

    def with_verdict(related):
        verdict = decided[related.slug] if has_verdicts else None
        return {"proposal": related, "verdict": verdict, "word": VERDICTS[verdict.kind] if verdict else None}

    others = vocab.proposals.values()
    parts = [p for p in others if p.part_of_id == proposal.pk]
    kinds = Counter(decided[part.slug].kind for part in parts)
    relatives = [
        ("Part of the package", [p for p in others if p.pk == proposal.part_of_id]),
        ("Its parts", parts),
        ("A variant of", [p for p in others if p.pk == proposal.variant_of_id]),
        ("Variants of it", [p for p in others if p.variant_of_id == proposal.pk]),
    ]
    return {
        "relatives": [(heading, [with_verdict(p) for p in related]) for heading, related in relatives if related],
        "part_verdicts": [(VERDICTS[k], kinds[k]) for k in VerdictKind if kinds[k]] if has_verdicts else [],
    }

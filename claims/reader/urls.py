from collections.abc import Callable
from typing import Any

from django.urls import include, path, re_path

from .shared.citing import citable
from .shared.negotiation import in_negotiation
from .shared.old_addresses import follow_old_addresses
from .shared.picturing import picturable
from .views import (
    actors,
    agreement,
    cell,
    changes,
    claims,
    common_ground,
    contradictions,
    coverage,
    experts,
    matrix,
    method,
    negotiations,
    pair,
    proposals,
    release_files,
    releases,
    robustness,
    search,
    sources,
    suggest,
    timeline,
)

app_name = "claims"
OF_ONE: dict[str, tuple[Callable[..., Any], str]] = {
    "": (matrix.matrix, "matrix"),
    "cells/<slug:proposal_slug>/<slug:holder_slug>/": (cell.cell_detail, "cell"),
    "common-ground/": (common_ground.common_ground, "common-ground"),
    "common-ground/robustness/": (robustness.robustness, "robustness"),
    "changes/": (changes.changes, "changes"),
    "changes/feed/": (changes.changes_feed, "changes-feed"),
    "changes/moves/": (changes.moves, "moves"),
    "changes/moves/feed/": (changes.moves_feed, "moves-feed"),
    "contradictions/": (contradictions.contradictions, "contradictions"),
    "timeline/": (timeline.timeline, "timeline"),
    "coverage/": (coverage.coverage, "coverage"),
    "agreement/": (agreement.agreement_table, "agreement"),
    "agreement/<slug:one>/<slug:other>/": (pair.pair_detail, "pair"),
    "proposals/": (proposals.proposal_list, "proposals"),
    "proposals/<slug:slug>/": (proposals.proposal_detail, "proposal"),
    "actors/": (actors.actor_list, "actors"),
    "actors/<slug:slug>/": (actors.actor_detail, "actor"),
    "experts/": (experts.expert_list, "experts"),
    "claims/": (claims.claim_list, "claims"),
    "suggest/<slug:kind>/": (suggest.suggest, "suggest"),
    "releases/": (releases.release_list, "releases"),
    "releases/<slug:number>/": (releases.release_detail, "release"),
    "releases/<slug:number>/to/<slug:later>/": (releases.release_changes, "release-changes"),
}
# Files of releases are no pages: they never change, and there are none of them as of a release.
FILES_OF_RELEASES: dict[str, tuple[Callable[..., Any], str]] = {
    "latest/<str:name>": (release_files.latest, "latest"),
    "<slug:number>/CITATION.cff": (release_files.citation, "citation"),
    "<slug:number>/<str:name>": (release_files.release_file, "file"),
}
# As addresses were before there were several negotiations; each leads to the same page of the first.
OF_THE_FIRST = r"^(?P<page>(?:cells|common-ground|coverage|agreement|proposals)/.*|actors/)$"

urlpatterns = [
    path("", citable(negotiations.negotiation_list), name="negotiations"),
    path(
        "actors/<slug:slug>/",
        citable(follow_old_addresses(negotiations.actor_everywhere, "actor-everywhere")),
        name="actor-everywhere",
    ),
    path("sources/", citable(sources.source_list), name="sources"),
    path("sources/<slug:slug>/", citable(follow_old_addresses(sources.source_detail, "source")), name="source"),
    path("method/", citable(method.method), name="method"),
    path("method/<slug:slug>/", citable(method.method_page), name="method-page"),
    path("search/", search.search_everywhere, name="search"),
    path("claims/", citable(claims.claim_list_everywhere), name="claims-everywhere"),
    path("claims/<slug:public_id>/", picturable(citable(claims.claim_detail)), name="claim"),
    path("suggest/<slug:kind>/", suggest.suggest_everywhere, name="suggest-everywhere"),
    re_path(OF_THE_FIRST, negotiations.redirect_to_first),
    path(
        "<slug:negotiation>/",
        include(
            [
                path(address, in_negotiation(picturable(citable(follow_old_addresses(view, name)))), name=name)
                for address, (view, name) in OF_ONE.items()
            ]
        ),
    ),
    path(
        "<slug:negotiation>/releases/",
        include(
            (
                [path(at, in_negotiation(view), name=name) for at, (view, name) in FILES_OF_RELEASES.items()],
                "release-files",
            )
        ),
    ),
]

from django.urls import path

from .views import (
    actors,
    agreement,
    cell,
    claims,
    common_ground,
    coverage,
    matrix,
    method,
    pair,
    proposals,
    robustness,
    sources,
    suggest,
)

app_name = "claims"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("cells/<slug:proposal>/<slug:holder>/", cell.cell, name="cell"),
    path("common-ground/", common_ground.common_ground, name="common-ground"),
    path("common-ground/robustness/", robustness.robustness, name="robustness"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("agreement/", agreement.agreement_of_all, name="agreement"),
    path("agreement/<slug:one>/<slug:other>/", pair.pair, name="pair"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<slug:proposal>/", proposals.proposal, name="proposal"),
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:actor>/", actors.actor, name="actor"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:source>/", sources.source, name="source"),
    path("method/", method.method, name="method"),
    path("suggest/<slug:kind>/", suggest.suggest, name="suggest"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<slug:claim>/", claims.claim, name="claim"),
]

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
    path("cells/<slug:proposal_slug>/<slug:holder_slug>/", cell.cell_detail, name="cell"),
    path("common-ground/", common_ground.common_ground, name="common-ground"),
    path("common-ground/robustness/", robustness.robustness, name="robustness"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("agreement/", agreement.agreement_table, name="agreement"),
    path("agreement/<slug:one>/<slug:other>/", pair.pair_detail, name="pair"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/<slug:slug>/", proposals.proposal_detail, name="proposal"),
    path("actors/", actors.actor_list, name="actors"),
    path("actors/<slug:slug>/", actors.actor_detail, name="actor"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/<slug:slug>/", sources.source_detail, name="source"),
    path("method/", method.method, name="method"),
    path("suggest/<slug:kind>/", suggest.suggest, name="suggest"),
    path("claims/", claims.claim_list, name="claims"),
    path("claims/<slug:public_id>/", claims.claim_detail, name="claim"),
]

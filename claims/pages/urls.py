from django.urls import path

from . import actors, claims, matrix, proposals, sources

app_name = "claims"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("cells/<slug:proposal>/<slug:holder>/", matrix.cell, name="cell"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<slug:proposal>/", proposals.proposal, name="proposal"),
    path("actors/", actors.actors, name="actors"),
    path("actors/<slug:actor>/", actors.actor, name="actor"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:source>/", sources.source, name="source"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<slug:claim>/", claims.claim, name="claim"),
]

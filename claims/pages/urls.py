from django.urls import path

from . import claims, matrix

app_name = "claims"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("cells/<slug:proposal>/<slug:holder>/", matrix.cell, name="cell"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<slug:claim>/", claims.claim, name="claim"),
]

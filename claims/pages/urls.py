from django.urls import path

from . import cell, claims, matrix, method, suggest

app_name = "claims"
urlpatterns = [
    path("", matrix.matrix, name="matrix"),
    path("cells/<slug:proposal>/<slug:holder>/", cell.cell, name="cell"),
    path("method/", method.method, name="method"),
    path("suggest/<slug:kind>/", suggest.suggest, name="suggest"),
    path("claims/", claims.claims, name="claims"),
    path("claims/<slug:claim>/", claims.claim, name="claim"),
]

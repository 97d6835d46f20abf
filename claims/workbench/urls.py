"""Addresses of the workbench: below each negotiation, beside its pages for readers."""

from django.urls import path, re_path

from . import batches, blind, comparing, editing, reviewing, suggesting, threads, views

app_name = "workbench"

urlpatterns = [
    path("<slug:negotiation>/code/", views.source_list, name="documents"),
    path("<slug:negotiation>/code/names.json", views.names, name="names"),
    re_path(
        r"^(?P<negotiation>[-\w]+)/code/suggest/(?P<kind>actor|proposal)/$", suggesting.suggest_missed, name="suggest"
    ),
    path("<slug:negotiation>/review/", reviewing.review_next, name="review-next"),
    path("<slug:negotiation>/review/<slug:public_id>/", reviewing.review_claim, name="review"),
    path("<slug:negotiation>/review/<slug:public_id>/comment/", threads.comment, name="comment"),
    path("<slug:negotiation>/awaiting/", threads.awaiting, name="awaiting"),
    path("<slug:negotiation>/batches/", batches.batch_list, name="batches"),
    path("<slug:negotiation>/batches/open/", batches.open_new, name="open-batch"),
    path("<slug:negotiation>/batches/<slug:batch>/", batches.one_batch, name="batch"),
    path("<slug:negotiation>/batches/<slug:batch>/done/", batches.be_done, name="batch-done"),
    path("<slug:negotiation>/batches/<slug:batch>/coders/<int:coder>/", batches.end_for, name="batch-coder"),
    re_path(
        r"^(?P<negotiation>[-\w]+)/batches/(?P<batch>[-\w]+)/suggest/(?P<kind>actor|proposal)/$",
        suggesting.suggest_blind_missed,
        name="blind-suggest",
    ),
    path("<slug:negotiation>/batches/<slug:batch>/code/<slug:source>/", blind.code, name="blind-code"),
    path("<slug:negotiation>/batches/<slug:batch>/code/<slug:source>/check/", blind.check, name="blind-check"),
    path("<slug:negotiation>/batches/<slug:batch>/code/<slug:source>/read/", blind.read, name="blind-read"),
    path(
        "<slug:negotiation>/batches/<slug:batch>/code/<slug:source>/take-back/", blind.take_back, name="blind-take-back"
    ),
    path("<slug:negotiation>/code/<slug:source>/", views.code, name="code"),
    path("<slug:negotiation>/code/<slug:source>/check/", views.check, name="check"),
    path("<slug:negotiation>/code/<slug:source>/take-back/", views.take_back, name="take-back"),
    path("<slug:negotiation>/code/<slug:source>/submit/", views.submit, name="submit"),
    path("<slug:negotiation>/code/<slug:source>/read/", views.read, name="read"),
    path("<slug:negotiation>/code/<slug:source>/done/", views.finish, name="done"),
    path("<slug:negotiation>/batches/<slug:batch>/compare/", comparing.compare_codings, name="compare"),
    path("<slug:negotiation>/batches/<slug:batch>/codings.csv", comparing.download_codings, name="download-codings"),
    path("<slug:negotiation>/batches/<slug:batch>/settle/", comparing.settle_unit, name="settle"),
    path("<slug:negotiation>/batches/<slug:batch>/settle-alike/", comparing.settle_alike, name="settle-alike"),
    path("<slug:negotiation>/batches/<slug:batch>/settle/<int:coding>/", editing.settle_edited, name="settle-edited"),
    path(
        "<slug:negotiation>/batches/<slug:batch>/settled-otherwise/<int:coder>/",
        comparing.settled_otherwise,
        name="settled-otherwise",
    ),
]

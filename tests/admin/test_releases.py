"""Reviewers release what is published of a negotiation from its page in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from claims.models import Release
from tests.admin.forms import said, url
from tests.make import make_claim, make_negotiation
from tests.reader.read_pages import words
from tests.secret_talks import set_team


@pytest.fixture
def begun(monkeypatch, settings, tmp_path):
    """What was begun in processes of their own."""
    settings.DATA_DIR = tmp_path
    begun = []
    monkeypatch.setattr("claims.admin.releases.begin_copies", lambda: begun.append("copies"))
    monkeypatch.setattr("claims.admin.releases.begin_to_prepare", lambda release: begun.append(release.number))
    return begun


def page_of(negotiation):
    return reverse("admin:claims_negotiation_releases", args=[negotiation.pk])


def test_a_reviewer_releases_what_is_published(as_reviewer, reviewer, begun):
    negotiation = make_claim().proposal.negotiation
    page = page_of(negotiation)
    assert page in as_reviewer.get(url("change", negotiation.pk, model="negotiation")).content.decode()
    empty = words(as_reviewer.get(page).content.decode())
    assert "It can never be changed or deleted" in empty and "There is none yet." in empty
    answer = as_reviewer.post(page, {"title": "After <b>Geneva</b>", "notes": "All is new."})
    assert answer["Location"] == page and begun == [1, "copies"]
    assert "Made: <b>release 1, “After &lt;b&gt;Geneva&lt;/b&gt;”</b>." in said(answer)
    made = Release.objects.get()
    assert (made.title, made.notes, made.made_by) == ("After <b>Geneva</b>", "All is new.", reviewer)
    listed = words(as_reviewer.get(page).content.decode())
    assert "Release 1, “After <b>Geneva</b>”" in listed and "its static copy is being made" in listed
    assert made.sha256 in listed


def test_what_is_refused_is_told_and_what_was_typed_is_kept(as_reviewer, begun):
    negotiation = make_claim().proposal.negotiation
    page = page_of(negotiation)
    as_reviewer.post(page, {"title": "First"})
    again = as_reviewer.post(page, {"title": "Second", "notes": "Typed <i>words</i>"}).content.decode()
    assert "Nothing that is published has changed since release 1, “First”." in again
    assert 'value="Second"' in again and "Typed &lt;i&gt;words&lt;/i&gt;" in again
    unnamed = as_reviewer.post(page, {"title": " ", "notes": "Typed"}).content.decode()
    assert "Fill this in." in unnamed and "Typed" in unnamed
    assert "Nothing is published" in as_reviewer.post(page_of(make_negotiation()), {"title": "A"}).content.decode()
    assert Release.objects.count() == 1 and begun == [1, "copies"]


def test_nobody_else_releases_anything(as_analyst, begun):
    page = page_of(make_claim().proposal.negotiation)
    assert as_analyst.get(page).status_code == 403 and Client().get(page).status_code == 302
    assert (
        as_analyst.post(page, {"title": "First"}).status_code == Client().post(page, {"title": "A"}).status_code == 403
    )
    assert not Release.objects.exists()


def test_nobody_outside_its_team_sees_the_page(as_reviewer, analyst, begun):
    negotiation = make_claim().proposal.negotiation
    set_team(negotiation, analyst, public=False)
    assert as_reviewer.post(page_of(negotiation), {"title": "First"}).status_code == 302
    assert not Release.objects.exists()

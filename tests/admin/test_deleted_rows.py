"""What was deleted is listed for reviewers, and comes back from its page."""

from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.html import strip_tags

from claims.models import PendingChange
from claims.models.history import Versioned
from claims.services import disposal
from claims.services.write_gate import editing
from tests.admin.forms import said, url
from tests.hostile_values import VALUES
from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_participant,
    make_proposal,
    make_side,
    make_topic,
    make_user,
)
from tests.secret_talks import set_team

pytestmark = pytest.mark.django_db

NAMES = [model._meta.model_name for model in admin.site._registry if issubclass(model, Versioned)]


def delete(*rows, by=None):
    with editing(by or make_user("reviewer"), "by mistake", operator=True):
        for row in rows:
            disposal.delete(row, [])
            row.pk = None
    return rows


def page_of(key, model="side"):
    return reverse(f"admin:claims_{model}_deleted_row", args=[key])


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.mark.parametrize("model", NAMES)
def test_each_list_leads_reviewers_and_nobody_else_to_what_was_deleted(client, model):
    deleted = url("deleted", model=model)
    offered = model != PendingChange._meta.model_name
    for role, status in (("reviewer", 200 if offered else 403), ("analyst", 403)):
        client.force_login(make_user(role))
        assert client.get(deleted).status_code == status
        listed = client.get(url("changelist", model=model)).content.decode()
        assert (deleted in listed) == (status == 200)


def test_a_deleted_row_is_listed_with_what_it_was_and_comes_back(as_reviewer, reviewer):
    side = make_side(name="East", slug="east")
    key = side.pk
    delete(side)
    listed = read(as_reviewer, url("deleted", model="side"))
    assert "East" in listed and "by mistake" in listed
    page = read(as_reviewer, page_of(key))
    assert "Slug east" in page and "Bring it back" in page
    answer = as_reviewer.post(page_of(key), {"reason": " "})
    assert "Say why" in said(answer) and answer.url == page_of(key)
    as_reviewer.cookies.pop("messages", None)
    answer = as_reviewer.post(page_of(key), {"reason": "it was the other one"})
    assert answer.url == url("change", key, model="side") and "is back" in said(answer)
    assert type(side).objects.get(pk=key).name == "East"
    read(as_reviewer, page_of(key), status=404)
    assert "Nothing was deleted, or it is back." in read(as_reviewer, url("deleted", model="side"))


def test_a_deleted_row_is_named_after_what_is_gone_too(as_reviewer):
    actor, side = make_actor(name="Russia", side=None), make_side(name="East")
    part = make_participant(actor, side=side)
    delete(part, actor, side)
    assert "Russia" in read(as_reviewer, url("deleted", model="participant"))


def test_why_a_row_does_not_come_back_is_said(as_reviewer):
    side = make_side(name="East")
    key = side.pk
    delete(side)
    make_side(name="East")
    assert "goes by “East” too" in said(as_reviewer.post(page_of(key), {"reason": "so"}))
    assert not type(side).objects.filter(pk=key).exists()


@pytest.mark.parametrize("key", ["0", "12345", "9" * 18, "9" * 40])
def test_what_was_never_deleted_has_no_page(as_reviewer, key):
    read(as_reviewer, page_of(key), status=404)
    assert as_reviewer.post(page_of(key), {"reason": "so"}).status_code == 404
    read(as_reviewer, page_of(make_side().pk), status=404)


def test_no_page_of_the_list_breaks(as_reviewer):
    delete(make_side())
    for value in VALUES:
        assert as_reviewer.get(url("deleted", model="side"), {"p": value}).status_code == 200, value


def test_an_analyst_brings_nothing_back(as_analyst):
    side = make_side()
    key = side.pk
    delete(side)
    assert as_analyst.get(page_of(key)).status_code == 403
    assert as_analyst.post(page_of(key), {"reason": "so"}).status_code == 403
    assert not type(side).objects.filter(pk=key).exists()


def test_of_talks_of_others_nothing_that_was_deleted_is_told(as_reviewer, reviewer):
    secret = make_negotiation(slug="secret")
    set_team(secret, make_user("analyst"))
    topic = make_topic(negotiation=secret, name="Secret topic")
    proposal = make_proposal(topic=topic, title="Secret proposal")
    claim = make_claim(status="draft", proposal=proposal, quote="A secret quote.", source=make_claim().source)
    actor = make_actor(name="Secret actor", side=None)
    own = make_actor(name="Own actor", side=None, by=reviewer)
    keys = {"topic": topic.pk, "proposal": proposal.pk, "claim": claim.pk, "actor": actor.pk}
    holder = claim.holder
    delete(claim, proposal, topic, actor, own)
    for model, key in keys.items():
        assert "ecret" not in read(as_reviewer, url("deleted", model=model))
        read(as_reviewer, page_of(key, model), status=404)
        assert as_reviewer.post(page_of(key, model), {"reason": "so"}).status_code == 404
    assert "Own actor" in read(as_reviewer, url("deleted", model="actor"))
    assert holder.pk


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_as_often_however_many_rows_were_deleted(as_reviewer, rows, django_assert_num_queries):
    source, holder, proposal = make_claim().source, make_actor(), make_proposal()
    claims = [make_claim(status="draft", source=source, holder=holder, proposal=proposal) for _ in range(rows)]
    delete(*claims)
    # session, user, roles, permissions, talks with a team; how many there are and the rows; what their five relations
    # name
    with django_assert_num_queries(12):
        assert read(as_reviewer, url("deleted", model="claim")).count("by mistake") == rows

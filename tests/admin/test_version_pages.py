"""The history of every tracked model: any two versions stand beside each other, at an address that lasts."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from claims.models import Claim, PendingChange
from claims.models.history import Versioned
from claims.services.write_gate import editing
from tests.admin.forms import said, url
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_negotiation,
    make_proposal,
    make_side,
    make_topic,
    make_user,
    make_wording,
)
from tests.secret_talks import set_team
from tests.walk import make_world

pytestmark = pytest.mark.django_db

OURS = [model for model in admin.site._registry if issubclass(model, Versioned)]


def at(row, number, beside=None):
    address = reverse(f"admin:claims_{row._meta.model_name}_version", args=[row.pk, number])
    return address if beside is None else f"{address}?with={beside}"


def read(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(unescape(strip_tags(answer.content.decode())).split())


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(lambda: make_world(2)) as world:
        yield world


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_each_version_of_every_tracked_model_has_a_page(as_superuser, world, model):
    row = model._base_manager.order_by("pk").first()
    if row is not None:
        assert "Nothing differs" in read(as_superuser, at(row, row.version, row.version))
        history = as_superuser.get(url("history", row.pk, model=model._meta.model_name))
        assert at(row, row.version) in history.content.decode()


def test_long_texts_are_compared_word_by_word_and_other_fields_as_wholes(as_analyst):
    claim = make_claim(value=-2, status="draft", quote="We will never accept that.", note="")
    change(claim, value=1, quote="We will perhaps accept that.", note="Was he asked?")
    html = as_analyst.get(at(claim, 1, 2)).content.decode()
    assert '<del><span class="unseen"> removed: </span>never</del> accept that.' in html
    assert '<ins><span class="unseen"> added: </span>perhaps</ins> accept that.' in html
    page = read(as_analyst, at(claim, 1, 2))
    assert "Quote, value and note differ" in page
    assert "−2" in page and "(empty) Was he asked?" in page
    changed, _, unchanged = page.partition("Unchanged: ")
    assert "Holder" in unchanged and "Holder" not in changed


def test_any_two_versions_stand_in_the_order_of_time_whichever_is_named_first(as_analyst):
    claim = make_claim(status="draft", note="one")
    for note in ("two", "three"):
        change(claim, note=note)
    for address in (at(claim, 1, 3), at(claim, 3, 1), at(claim, 1)):  # by itself, an earlier one beside the newest
        page = read(as_analyst, address)
        assert "version 1 and version 3" in page and "removed: one added: three" in page
    assert "version 2 and version 3" in read(as_analyst, at(claim, 3))  # and the newest beside the one before


def test_history_stands_in_the_order_of_versions_also_where_the_clock_went_back(as_analyst):
    claim = make_claim(status="draft", note="one")
    for note in ("two", "three"):
        change(claim, note=note)
    claim.history.filter(version=3).update(history_date=timezone.now() - timedelta(days=400))
    history = as_analyst.get(url("history", claim.pk)).content.decode()
    assert [int(number) for number in re.findall(rf'/{claim.pk}/history/(\d+)/"', history)] == [3, 2, 1]


def test_two_that_are_chosen_in_the_history_lead_to_their_page(as_analyst):
    claim = make_claim(status="draft")
    change(claim, note="doubt")
    page = url("history", claim.pk)
    answer = as_analyst.get(page, {"version": "1", "with": "2"})
    assert answer.status_code == 302 and answer.url == at(claim, 1, 2)
    html = as_analyst.get(page).content.decode()
    assert html.count('type="radio"') == 4 and "Compare the two" in html
    only = make_claim(status="draft")
    assert "Compare the two" not in as_analyst.get(url("history", only.pk)).content.decode()


def test_what_a_row_is_linked_with_is_compared_too(as_analyst):
    proposal, spain = make_proposal(proposers=[make_actor(name="France")]), make_actor(name="Spain")
    with editing(make_user("reviewer")) as gate:
        proposal = gate.lock(type(proposal), proposal.pk)
        gate.save(proposal)
        proposal.proposers.set([spain])
    page = read(as_analyst, at(proposal, 1, 2))
    assert "Proposers differs" in page and "France Spain" in page


def test_the_text_of_a_wording_is_compared_word_by_word(as_analyst):
    wording = make_wording(text="The parties shall withdraw.")
    change(wording, text="The parties may withdraw.")
    assert '<ins><span class="unseen"> added: </span>may</ins>' in as_analyst.get(at(wording, 2)).content.decode()


@pytest.mark.parametrize("version", ["0", "3", "9" * 18, "9" * 40, "two", "-1", "%00", "1.0", "²"])
def test_a_version_that_is_none_is_no_page(as_analyst, version):
    claim = make_claim(status="draft")
    change(claim, note="doubt")
    read(as_analyst, f"{at(claim, 1)}?with={version}", status=404)
    if version.isascii() and version.isdecimal():
        read(as_analyst, at(claim, version), status=404)
    history = as_analyst.get(f"{url('history', claim.pk)}?version={version}&with=1")
    assert history.status_code in (200, 302)


def test_a_version_of_a_row_that_is_none_leads_back_to_the_front_page(as_analyst):
    for key in (12345, "9" * 40):
        assert as_analyst.get(reverse("admin:claims_claim_version", args=[key, 1])).status_code == 302


def test_versions_are_for_editors_alone(client):
    claim = make_claim(status="draft", note="a doubt among editors")
    for user in (None, make_user()):
        if user:
            client.force_login(user)
        answer = client.get(at(claim, 1))
        assert answer.status_code in (302, 403) and b"a doubt" not in answer.content


def test_what_a_row_was_in_talks_of_others_is_not_shown(as_reviewer):
    secret = make_negotiation(slug="secret")
    set_team(secret, make_user("analyst"))
    proposal = make_proposal(topic=make_topic(negotiation=secret), title="Secret title")
    topic = make_topic()
    change(proposal, topic=topic, negotiation=topic.negotiation, title="Open title")
    assert "Open title" in read(as_reviewer, at(proposal, 2))
    assert "Secret title" not in read(as_reviewer, at(proposal, 2))
    read(as_reviewer, at(proposal, 1), status=404)
    read(as_reviewer, at(proposal, 2, 1), status=404)


@pytest.mark.parametrize("versions", [3, 30])
def test_a_page_of_versions_asks_as_often_however_many_there_are(as_analyst, versions, django_assert_num_queries):
    claim = make_claim(status="draft")
    for number in range(versions - 1):
        change(claim, note=f"doubt {number}")
    as_analyst.get(at(claim, 1))
    # session, user, roles, talks with a team; the claim; the two versions; what each of its relations names, the coder
    # and the writer among them; the versions that are listed with what they change; the permissions
    with django_assert_num_queries(20):
        assert as_analyst.get(at(claim, 1, 2)).status_code == 200


# Restoring a version


def now(row):
    return type(row)._base_manager.get(pk=row.pk)


def restore(client, row, number=1, version=None, reason="it was right"):
    version = now(row).version if version is None else version
    return client.post(at(row, number), {"version": version, "reason": reason})


def test_a_version_is_restored_from_its_page(as_reviewer):
    side = make_side(name="East")
    change(side, name="West")
    assert "Restore version 1" in as_reviewer.get(at(side, 1)).content.decode()
    assert "Restore version 1" in as_reviewer.get(at(side, 2)).content.decode()
    answer = restore(as_reviewer, side)
    assert answer.url == url("change", side.pk, model="side")
    assert "Version 1 is restored: it is version 3 now." in said(answer)
    assert now(side).name == "East"


def test_a_version_of_a_published_claim_is_restored_as_a_correction(as_analyst, analyst):
    claim = make_claim(value=-2)
    change(claim, value=1)
    assert "until another person publishes it" in read(as_analyst, at(claim, 1))
    answer = restore(as_analyst, claim)
    draft = Claim.objects.get(corrects=claim)
    assert answer.url == url("change", draft.pk) and f"corrects {claim.public_id}" in said(answer)
    assert (draft.value, draft.status, draft.coder) == (-2, "draft", analyst)


def test_a_version_of_a_cited_source_is_restored_as_a_change_that_waits(as_analyst):
    source = make_claim().source
    change(source, title="Another title")
    answer = restore(as_analyst, source)
    assert answer.url == url("change", PendingChange.objects.get().pk, model="pendingchange")
    assert "waits for a reviewer" in said(answer)


def test_why_a_version_is_not_restored_is_said_and_the_reason_kept(as_reviewer):
    side = make_side(name="East")
    change(side, name="West")
    for version, reason, words in (
        (1, "so it is", "changed since"),
        ("x", "so it is", "changed since"),
        (2, " ", "Say why"),
    ):
        answer = restore(as_reviewer, side, version=version, reason=reason)
        assert answer.url == at(side, 1) and words in said(answer)
        as_reviewer.cookies.pop("messages", None)
    assert now(side).name == "West"
    assert restore(as_reviewer, side, number=7).status_code == 404


def test_who_may_not_write_a_row_is_offered_no_version_and_restores_none(as_analyst, client):
    side = make_side(name="East")
    change(side, name="West")
    assert "Restore version" not in as_analyst.get(at(side, 1)).content.decode()
    assert "not yours" in said(restore(as_analyst, side))
    client.force_login(make_user())
    assert restore(client, side).status_code in (302, 403)
    assert now(side).name == "West"


def test_nothing_of_talks_of_others_is_restored(as_reviewer):
    secret = make_negotiation(slug="secret")
    set_team(secret, make_user("analyst"))
    proposal = make_proposal(topic=make_topic(negotiation=secret), title="Secret title")
    change(proposal, title="Another")
    assert restore(as_reviewer, proposal).status_code == 302
    assert now(proposal).title == "Another"

"""Actors and proposals that analysts suggest while they code, and what reviewers make of them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from claims import checks
from claims.models import Actor, Claim, OldAddress, Proposal
from claims.services import review, vocabulary
from claims.services.claims import save_claim
from claims.services.vocabulary_merges import VocabularyMerge
from claims.services.vocabulary_moves import ClaimsMove
from claims.services.write_gate import Refused, editing
from tests.admin.forms import said, url
from tests.make import (
    make_actor,
    make_claim,
    make_outcome,
    make_proposal,
    make_remark,
    make_search,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def suggest(client, model, **asked):
    return client.post(reverse(f"admin:claims_{model}_suggest"), asked)


def do(client, row, name, reason="looked at", **data):
    """Send back what the page of a suggestion shows, with a reason."""
    address = url(name, row.pk, model=row._meta.model_name)
    digest = client.post(address, {"_look": "yes", **data}).context["report"].digest
    return client.post(address, {"_do": "yes", "reason": reason, "digest": digest, **data})


def now(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def topic(db):
    return make_topic(name="Patrols")


def test_an_analyst_suggests_a_proposal_and_names_it_in_a_draft_at_once(as_analyst, analyst, topic):
    assert reverse("admin:claims_proposal_suggest") in as_analyst.get(reverse("admin:index")).content.decode()
    assert "Patrols" in as_analyst.get(reverse("admin:claims_proposal_suggest")).content.decode()
    answer = suggest(as_analyst, "proposal", title="Night flights", definition="None at night.", topic=topic.pk)
    row = Proposal.objects.get()
    assert answer.url == url("change", row.pk, model="proposal") and "once a reviewer confirms it" in said(answer)
    assert (row.slug, row.suggestion, row.topic) == ("night-flights", "waiting", topic)
    record = row.history.get()
    assert (record.history_user, record.history_change_reason) == (analyst, "suggested")
    chooser = {"app_label": "claims", "model_name": "claim", "field_name": "proposal", "term": "night"}
    assert "Night flights" in as_analyst.get(reverse("admin:autocomplete"), chooser).content.decode()


def test_an_analyst_suggests_an_official_with_whom_it_speaks_for_and_why(as_analyst):
    party = make_actor(name="Estland")
    asked = {"name": "Foreign minister", "short_name": "FM", "kind": "official", "speaks_for": party.pk}
    suggest(as_analyst, "actor", reason="p. 4 of the report", **asked)
    row = Actor.objects.get(name="Foreign minister")
    assert (row.speaks_for, row.suggestion) == (party, "waiting")
    assert row.history.get().history_change_reason == "suggested: p. 4 of the report"


@pytest.mark.parametrize(
    ("model", "asked", "field"),
    [
        ("actor", {"name": "Estland", "short_name": "E", "kind": "party"}, "name"),
        ("actor", {"name": "", "short_name": "Kept", "kind": "party"}, "name"),
        ("actor", {"name": "FM", "short_name": "Kept", "kind": "official"}, "__all__"),
        ("actor", {"name": "FM", "short_name": "Kept", "kind": "official", "speaks_for": "\x00"}, "speaks_for"),
        ("actor", {"name": "FM", "short_name": "Kept", "kind": "king"}, "kind"),
        ("proposal", {"title": "Kept", "definition": "", "topic": ""}, "topic"),
        ("proposal", {"title": "Kept", "definition": "x", "topic": "9" * 30}, "topic"),
        ("proposal", {"title": "x" * 41, "definition": "Kept", "topic": ""}, "title"),
    ],
)
def test_a_fault_is_told_at_its_field_and_the_rest_is_kept(as_analyst, model, asked, field):
    make_actor(name="Estland", short_name="Kept", side=None)
    rows = Actor.objects.count(), Proposal.objects.count()
    answer = suggest(as_analyst, model, **asked)
    assert answer.status_code == 200 and answer.context["form"].errors[field]
    assert "Kept" in answer.content.decode() or field == "name"
    assert (Actor.objects.count(), Proposal.objects.count()) == rows


def test_whoever_is_no_analyst_suggests_nothing(client):
    client.force_login(make_user(is_staff=True))
    for model in ("actor", "proposal"):
        assert suggest(client, model, name="x").status_code == 403


def on_a_suggested_proposal(**fields):
    return make_claim(proposal=make_proposal(title="Freeze", suggestion="waiting"), **fields)


def of_a_suggested_holder(**fields):
    return make_claim(holder=make_actor(name="Freeze", suggestion="waiting"), **fields)


def by_a_suggested_speaker(**fields):
    party = make_actor()
    speaker = make_actor(kind="official", name="Freeze", speaks_for=party, suggestion="refused")
    return make_claim(holder=party, speaker=speaker, **fields)


def on_a_suggested_condition(**fields):
    proposal = make_proposal(title="Freeze", suggestion="waiting")
    return make_claim(conditions="so", depends_on=proposal.slug, **fields)


CLAIMS = [on_a_suggested_proposal, of_a_suggested_holder, by_a_suggested_speaker, on_a_suggested_condition]


@pytest.mark.parametrize("make", CLAIMS)
def test_a_claim_that_names_it_is_submitted_and_not_published(make, analyst, reviewer):
    claim = make(status="draft", by=analyst)
    claim = review.transition(claim, "submit", user=analyst, version=claim.version)
    with pytest.raises(Refused, match="only suggested: Freeze. A reviewer must confirm that first."):
        review.transition(claim, "publish", user=reviewer, version=claim.version)
    claim.status = "published"
    with pytest.raises(ValidationError, match="only suggested: Freeze"), editing(None) as gate:
        save_claim(gate, claim)


@pytest.mark.parametrize("make", CLAIMS)
def test_what_is_published_and_names_it_all_the_same_is_listed(make):
    make_claim(), make_claim(proposal=make_proposal(suggestion="waiting"), status="draft")
    claim = make()
    assert [str(row) for row in checks.check_suggestions()] == [
        f"claim {claim.public_id} (/claims/{claim.public_id}/): It names what is only suggested: Freeze. "
        "A reviewer must confirm that first."
    ]


@pytest.mark.parametrize("make", [make_outcome, make_search, make_remark])
def test_nothing_else_that_names_it_is_published(make, analyst, reviewer):
    fields = {"published": False} if make is not make_outcome else {"status": "in-review"}
    row = make(proposal=make_proposal(title="Freeze", suggestion="waiting"), by=analyst, **fields)
    with pytest.raises(Refused, match="only suggested: Freeze"):
        review.transition(row, "publish", user=reviewer, version=row.version)


def test_a_reviewer_finds_it_on_the_desk_and_confirms_it(as_reviewer, analyst, reviewer, topic):
    row = make_proposal(topic=topic, title="Night flights", suggestion="waiting")
    claim = make_claim(proposal=row, status="in-review", by=analyst)
    page = as_reviewer.get(reverse("admin:index")).content.decode()
    waiting = f"{reverse('admin:claims_proposal_changelist')}?suggestion__exact=waiting"
    assert "Suggested, to confirm or refuse:" in page and waiting in page
    assert "Night flights" in as_reviewer.get(waiting).content.decode()
    assert (
        url("confirm", row.pk, model="proposal")
        in as_reviewer.get(url("change", row.pk, model="proposal")).content.decode()
    )
    do(as_reviewer, row, "confirm")
    assert now(row).suggestion == "" and "suggestion confirmed: looked at" in str(
        row.history.first().history_change_reason
    )
    assert "Suggested, to confirm" not in as_reviewer.get(reverse("admin:index")).content.decode()
    assert (
        url("confirm", row.pk, model="proposal")
        not in as_reviewer.get(url("change", row.pk, model="proposal")).content.decode()
    )
    assert review.transition(claim, "publish", user=reviewer, version=claim.version).status == "published"


def test_a_refused_one_gives_its_drafts_to_another(as_reviewer, topic):
    row, other = make_proposal(topic=topic, suggestion="waiting"), make_proposal(topic=topic)
    claim = make_claim(proposal=row, status="draft")
    do(as_reviewer, row, "refuse", reason="there is one", into=other.pk)
    assert now(claim).proposal == other and not Proposal.objects.filter(pk=row.pk).exists()
    assert "there is one" in now(claim).history.first().history_change_reason
    assert not OldAddress.objects.exists()  # nobody has seen it


def test_a_refused_one_may_keep_its_drafts_which_are_not_published(as_reviewer, topic):
    row = make_proposal(topic=topic, suggestion="waiting")
    claim = make_claim(proposal=row, status="draft")
    do(as_reviewer, row, "refuse", reason="too small")
    assert now(row).suggestion == "refused" and now(claim).proposal == row
    page = as_reviewer.get(reverse("admin:index")).content.decode()
    assert "Suggested, to confirm" not in page
    assert review.blockers(now(claim), "publish", None)


@pytest.mark.parametrize("name", ["confirm", "refuse"])
def test_neither_is_done_by_an_analyst_or_to_what_is_confirmed(client, analyst, reviewer, name):
    row = make_proposal(suggestion="waiting")
    client.force_login(analyst)
    assert client.post(url(name, row.pk, model="proposal"), {"_look": "yes"}).status_code == 403
    client.force_login(reviewer)
    page = client.post(url(name, make_proposal().pk, model="proposal"), {"_look": "yes"}).content.decode()
    assert "It cannot be done" in page


def test_an_official_of_a_suggested_party_waits_for_the_party(as_reviewer):
    party = make_actor(name="Freeland", side=None, suggestion="waiting")
    official = make_actor(kind="official", speaks_for=party, suggestion="waiting")
    page = as_reviewer.post(url("confirm", official.pk, model="actor"), {"_look": "yes"}).content.decode()
    assert "confirm that first" in page and "Freeland" in page


def test_what_readers_see_cannot_name_it_otherwise(as_reviewer):
    """As proposer, package, variant, author or participant it is not offered, and refused where it is sent."""
    proposal, actor = make_proposal(suggestion="waiting"), make_actor(side=None, suggestion="waiting")
    named = make_proposal()
    named.variant_of = proposal
    with pytest.raises(ValidationError, match="variant"):
        named.full_clean(exclude=named.DERIVED)
    for model, field, row in (
        ("proposal", "proposers", actor),
        ("part", "package", proposal),
        ("participant", "actor", actor),
    ):
        chooser = {"app_label": "claims", "model_name": model, "field_name": field, "term": row.slug}
        assert str(row) not in as_reviewer.get(reverse("admin:autocomplete"), chooser).content.decode()


def test_a_confirmed_row_does_not_go_for_a_suggestion(topic):
    row, other = make_proposal(topic=topic, suggestion="waiting"), make_proposal(topic=topic)
    claim = make_claim(proposal=other)
    for act in (VocabularyMerge(Proposal, other.pk, row.pk), ClaimsMove(frozenset([claim.pk]), row.pk)):
        with pytest.raises(Refused, match="only suggested"):
            vocabulary.carry_out(act, user=None, reason="x")
    assert Claim.objects.get().proposal == other

"""Pages on which reviewers merge, split and move: what is asked, what is shown, and that only that is done."""

import pytest
from django.urls import reverse

from claims.models import Claim, Proposal
from claims.services.write_gate import editing
from tests.admin.forms import said, url
from tests.make import (
    change,
    make_actor,
    make_claim,
    make_negotiation,
    make_proposal,
    make_side,
    make_source,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db


def page_of(row, name="merge"):
    return url(name, row.pk, model=row._meta.model_name)


def look(client, address, **data):
    return client.post(address, {"_look": "Preview", **data})


def do(client, address, reason="they mean the same", **data):
    """Send back what the page shows, with a reason."""
    digest = look(client, address, **data).context["report"].digest
    return client.post(address, {"_do": "yes", "reason": reason, "digest": digest, **data})


@pytest.fixture
def pair(db):
    topic = make_topic()
    return make_proposal(topic=topic, title="Patrols"), make_proposal(topic=topic, title="Freeze of patrols")


def test_a_reviewer_sees_what_a_merge_does_and_does_it_with_a_reason(as_reviewer, pair):
    gone, kept = pair
    east, west = make_side(), make_side()
    claim = make_claim(value=-2, holder=make_actor(side=east, name="Estland"), proposal=gone)
    make_claim(value=2, holder=make_actor(side=west), proposal=kept)
    assert page_of(gone) in as_reviewer.get(url("change", gone.pk, model="proposal")).content.decode()
    page = look(as_reviewer, page_of(gone), into=kept.pk).content.decode()
    assert "Estland on Freeze of patrols: −2 (17 Jan 2022)" in page and "1 claim" in page
    assert "contested" in page and "Estland on Freeze of patrols (position)" in page
    assert "Published claims in the negotiations concerned: 2 before, 2 afterwards." in page
    answer = do(as_reviewer, page_of(gone), into=kept.pk)
    assert answer.url == url("change", kept.pk, model="proposal") and "Freeze of patrols" in said(answer)
    assert Claim.objects.get(pk=claim.pk).proposal == kept and not Proposal.objects.filter(pk=gone.pk).exists()
    history = as_reviewer.get(url("history", claim.pk)).content.decode()
    assert "merged “Patrols” into “Freeze of patrols”: they mean the same" in history
    assert "Patrols (no longer there)" in history


def test_nothing_is_done_without_a_reason_and_what_was_chosen_is_kept(as_reviewer, pair):
    gone, kept = pair
    answer = do(as_reviewer, page_of(gone), reason=" ", into=kept.pk)
    page = answer.content.decode()
    assert "Say why" in page and f'<option value="{kept.pk}" selected>' in page
    assert Proposal.objects.filter(pk=gone.pk).exists()


def test_what_was_changed_since_is_shown_anew_and_the_reason_is_kept(as_reviewer, pair):
    gone, kept = pair
    claim = make_claim(proposal=gone)
    digest = look(as_reviewer, page_of(gone), into=kept.pk).context["report"].digest
    change(claim, note="another word")
    data = {"_do": "yes", "reason": "twice the same", "digest": digest, "into": kept.pk}
    page = as_reviewer.post(page_of(gone), data).content.decode()
    assert "look again at what moves" in page and "twice the same</textarea>" in page
    assert Proposal.objects.filter(pk=gone.pk).exists()


def test_why_it_cannot_be_is_said_and_there_is_no_button(as_reviewer, pair):
    gone, kept = pair
    make_claim(proposal=gone, conditions="so", depends_on=kept.slug)
    page = look(as_reviewer, page_of(gone), into=kept.pk).content.decode()
    assert "No claim depends on its own proposal" in page and 'name="_do"' not in page


@pytest.mark.parametrize("typed", ["nobody", "\x00", "9" * 30, "", "-1", "<script>"])
def test_what_is_no_row_is_told_at_its_field(as_reviewer, pair, typed):
    answer = look(as_reviewer, page_of(pair[0]), into=typed)
    assert answer.status_code == 200 and answer.context["form"].errors["into"]


@pytest.mark.parametrize("make", [make_actor, make_topic, make_source, make_proposal])
def test_every_kind_that_can_be_merged_has_its_page(as_reviewer, make):
    gone, kept = make(), make()
    assert as_reviewer.get(page_of(gone)).status_code == 200
    if make is make_actor:
        kept = make_actor(side=gone.side)
    assert do(as_reviewer, page_of(gone), into=kept.pk).status_code == 302
    assert as_reviewer.get(page_of(gone)).status_code == 302  # and says that it is not there any more


@pytest.mark.parametrize("name", ["merge", "split", "move_claims", "move"])
def test_an_analyst_neither_sees_the_link_nor_gets_the_page(as_analyst, pair, name):
    assert as_analyst.get(page_of(pair[0], name)).status_code == 403
    assert as_analyst.post(page_of(pair[0], name), {"into": pair[1].pk}).status_code == 403
    assert page_of(pair[0], name) not in as_analyst.get(url("change", pair[0].pk, model="proposal")).content.decode()


@pytest.mark.parametrize("name", ["merge", "split", "move_claims", "move"])
def test_there_is_no_page_in_a_negotiation_in_which_a_reviewer_does_not_work(as_reviewer, pair, name):
    negotiation = make_negotiation(public=False)
    with editing(None):
        negotiation.team.set([make_user("reviewer")])
    hidden = make_proposal(title="Secret freeze", topic=make_topic(name="Secret topic", negotiation=negotiation))
    answer = as_reviewer.get(page_of(hidden, name), follow=True)
    assert answer.redirect_chain and "Secret" not in answer.content.decode()
    assert "Secret" not in as_reviewer.get(page_of(pair[0], name)).content.decode()
    told = look(as_reviewer, page_of(pair[0], "merge"), into=hidden.pk)
    assert told.context["form"].errors["into"] and "Secret" not in told.content.decode()


# Splitting, and moving claims


def test_a_proposal_is_split_into_two(as_reviewer, pair):
    old = pair[0]
    goes, stays = make_claim(proposal=old, quote="No night flights."), make_claim(proposal=old)
    asked = {"title": "Night flights", "definition": "Nobody flies at night.", "claims": [goes.pk]}
    page = look(as_reviewer, page_of(old, "split"), **asked).content.decode()
    assert "No night flights." in page and "Published claims in the negotiations concerned: 2 before, 2" in page
    answer = do(as_reviewer, page_of(old, "split"), **asked)
    new = Proposal.objects.get(title="Night flights")
    assert answer.url == url("change", new.pk, model="proposal")
    assert (new.slug, new.topic, new.definition) == ("night-flights", old.topic, "Nobody flies at night.")
    assert list(new.claims.all()) == [goes] and list(old.claims.all()) == [stays]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"title": "Freeze of patrols", "definition": "x"}, "title"),
        ({"title": "", "definition": "x"}, "title"),
        ({"title": "x" * 41, "definition": "x"}, "title"),
        ({"title": "New", "definition": ""}, "definition"),
        ({"title": "New", "definition": "x", "claims": []}, "claims"),
        ({"title": "New", "definition": "x", "claims": ["\x00"]}, "claims"),
    ],
)
def test_a_fault_of_a_split_is_told_at_its_field_and_the_rest_is_kept(as_reviewer, pair, asked, field):
    claim = make_claim(proposal=pair[0])
    answer = look(as_reviewer, page_of(pair[0], "split"), **{"claims": [claim.pk], **asked})
    assert answer.status_code == 200 and answer.context["form"].errors[field]
    assert asked["definition"] in answer.content.decode()


def test_chosen_claims_of_the_list_are_moved(as_reviewer, pair):
    claims = [make_claim(proposal=pair[0]) for _ in range(3)]
    data = {"action": "move_selected", "_selected_action": [claims[0].pk, claims[1].pk]}
    address = as_reviewer.post(reverse("admin:claims_claim_changelist"), data).url
    page = as_reviewer.get(address).content.decode()
    assert claims[0].public_id in page and claims[2].public_id not in page
    asked = {"proposal": pair[1].pk, "claims": [claims[0].pk], "listed": [claims[0].pk, claims[1].pk]}
    assert claims[1].public_id in look(as_reviewer, address, **asked).content.decode()
    do(as_reviewer, address, **asked)
    assert [Claim.objects.get(pk=claim.pk).proposal for claim in claims] == [pair[1], pair[0], pair[0]]


def test_the_claims_of_a_proposal_are_moved_from_its_page(as_reviewer, pair):
    claim = make_claim(proposal=pair[0])
    do(as_reviewer, page_of(pair[0], "move_claims"), proposal=pair[1].pk, claims=[claim.pk])
    assert Claim.objects.get(pk=claim.pk).proposal == pair[1]


def test_a_proposal_is_moved_to_a_topic_of_another_negotiation(as_reviewer, pair):
    claim = make_claim(proposal=pair[0])
    topic = make_topic(name="Ports", negotiation=make_negotiation(short_title="Grain"))
    page = as_reviewer.get(page_of(pair[0], "move")).content.decode()
    assert "Grain: Ports" in page and f'value="{pair[0].topic_id}"' not in page
    hanging = make_claim(proposal=pair[0], conditions="they stop", depends_on=pair[1].slug)
    words = look(as_reviewer, page_of(pair[0], "move"), topic=topic.pk).content.decode()
    assert "No side" in words and "its conditions depend on other proposals" in words and hanging.public_id in words
    assert do(as_reviewer, page_of(pair[0], "move"), topic=topic.pk).status_code == 302
    assert Claim.objects.get(pk=claim.pk).proposal.topic == topic
    assert look(as_reviewer, page_of(pair[1], "move"), topic="\x00").context["form"].errors["topic"]


@pytest.mark.parametrize("keys", [["\x00"], ["9" * 30], ["x"], []])
def test_odd_claims_in_an_address_are_no_claims(as_reviewer, keys):
    assert as_reviewer.get(reverse("admin:claims_claim_move"), {"claims": keys}).status_code == 200
    data = {"claims": keys, "listed": keys, "proposal": "x"}
    assert look(as_reviewer, reverse("admin:claims_claim_move"), **data).status_code == 200

"""A draft of one's own, or a claim that was returned, is opened in the form beside the text and saved there."""

import pytest

from claims.models import Claim
from tests.make import make_actor, make_claim, make_user
from tests.reader.read_pages import words
from tests.workbench.sent import QUOTE, at, typed

pytestmark = pytest.mark.django_db
OTHER = "West is open to it if East pulls back."


def make_own(analyst, source, world, status="draft", **fields):
    east = make_actor(slug="west", name="Westland", short_name="West")
    own = {"source": source, "quote": QUOTE, "proposal": world, "holder": east, "value": -1, "note": "as it was"}
    return make_claim(status=status, by=analyst, coder=analyst, **(own | fields))


def edit(claim):
    return f"{at()}?edit={claim.public_id}"


@pytest.mark.parametrize("status", ["draft", "returned"])
def test_the_chip_of_an_own_claim_opens_it_in_the_form(coder, analyst, world, source, status):
    claim = make_own(analyst, source, world, status)
    assert f'href="{edit(claim)}"' in coder.get(at()).content.decode()
    answer = coder.get(edit(claim))
    form = answer.context["form"]
    assert (form["quote"].value(), form["note"].value(), form["value"].value()) == (QUOTE, "as it was", -1)
    html = answer.content.decode()
    assert 'value="Westland"' in html and "Save this claim" in html and answer.context["now"] == 2


def test_saving_changes_that_claim_and_the_form_is_empty_again(coder, analyst, world, source):
    claim = make_own(analyst, source, world, "returned")
    sent = typed(
        holder="West", proposal="Pull-back", quote=OTHER, value="-2", note="read again", version_shown=claim.version
    )
    answer = coder.post(edit(claim), sent, headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert "Saved as edited: West on Pull-back, rejects." in words(html) and "Save and next" in html
    saved = Claim.objects.get()
    assert (saved.pk, saved.quote, saved.value, saved.note, saved.status) == (
        claim.pk,
        OTHER,
        -2,
        "read again",
        "returned",
    )


def test_who_edits_what_was_changed_meanwhile_is_told_and_overwrites_nothing(coder, analyst, world, source):
    claim = make_own(analyst, source, world)
    sent = typed(holder="West", proposal="Pull-back", note="late", version_shown=claim.version - 1)
    answer = coder.post(edit(claim), sent)
    assert answer.status_code == 400 and "changed this while you had it open" in words(answer.content.decode())
    assert Claim.objects.get().note == "as it was"


@pytest.mark.parametrize("status", ["in-review", "published", "withdrawn"])
def test_what_is_out_of_ones_hands_is_not_edited_here(coder, analyst, world, source, status):
    claim = make_own(analyst, source, world, status)
    assert edit(claim) not in coder.get(at()).content.decode()
    assert coder.get(edit(claim)).url == at()
    answer = coder.post(edit(claim), typed(note="typed in vain", version_shown=claim.version))
    html = answer.content.decode()
    assert answer.status_code == 400 and "becomes a new claim" in words(html) and "typed in vain" in html
    assert Claim.objects.get().note == "as it was"


def test_a_draft_of_another_coder_is_not_edited_here(coder, world, source):
    claim = make_own(make_user("analyst", "ben"), source, world)
    assert edit(claim) not in coder.get(at()).content.decode()
    assert coder.get(edit(claim)).url == at()
    assert coder.post(edit(claim), typed(note="mine", version_shown=claim.version)).status_code == 400
    assert Claim.objects.get().note == "as it was"

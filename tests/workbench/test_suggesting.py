"""What a coder misses is suggested from beside the text, and named at once."""

import json

import pytest
from django.urls import reverse

from claims.models import Actor, Claim, Proposal
from tests.make import make_negotiation, make_topic, the_negotiation
from tests.reader.read_pages import words
from tests.workbench.sent import at, typed

pytestmark = pytest.mark.django_db


def suggest(client, row, **fields):
    return client.post(reverse("workbench:suggest", args=[the_negotiation().slug, row]), fields)


def test_an_actor_that_is_missing_is_suggested_and_named_at_once(coder, world):
    fields = {"name": "New Ministry", "short_name": "Ministry", "kind": "official", "speaks_for": "Eastland"}
    answer = suggest(coder, "actor", **fields)
    said = json.loads(answer.headers["HX-Trigger"])["suggested"]
    assert (answer.status_code, said["kind"], said["name"], said["suggested"]) == (204, "actor", "New Ministry", True)
    assert Actor.objects.get(name="New Ministry").speaks_for.slug == "east"
    coder.post(at(), typed(holder="New Ministry"))
    claim = Claim.objects.get()
    assert (claim.holder.slug, claim.speaker.name) == ("east", "New Ministry")


def test_a_proposal_is_suggested_under_a_topic_of_the_negotiation(coder, world):
    elsewhere = make_topic(negotiation=make_negotiation(), name="Elsewhere")
    address = reverse("workbench:suggest", args=[the_negotiation().slug, "proposal"])
    assert "Elsewhere" not in coder.get(f"{address}?name=Third+way").content.decode()
    fields = {"title": "Third way", "definition": "Both go a third way."}
    assert suggest(coder, "proposal", topic=elsewhere.pk, **fields).status_code == 400
    assert suggest(coder, "proposal", topic=world.topic_id, **fields).status_code == 204
    assert Proposal.objects.get(title="Third way").suggestion == "waiting"


def test_what_is_wrong_with_a_suggestion_is_told_and_nothing_saved(coder, world):
    answer = suggest(coder, "actor", name="Eastland", short_name="E", kind="party")
    assert answer.status_code == 400 and "Eastland" in words(answer.content.decode())
    assert Actor.objects.filter(suggestion="waiting").count() == 0


def test_a_suggestion_begins_with_what_was_typed(coder, world):
    html = coder.get(f"{reverse('workbench:suggest', args=[the_negotiation().slug, 'actor'])}?name=Osterlich")
    assert 'value="Osterlich"' in html.content.decode()
    assert coder.get("/talks/code/suggest/nothing/").status_code == 404

"""What was published last is a feed, of a negotiation, a proposal or an actor."""

import pytest
from lxml import etree

from tests.make import change, make_actor, make_claim, make_negotiation, make_proposal, make_topic

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content).xpath("//a:entry/a:id/text()", namespaces=ATOM), answer


def test_new_claims_come_first_and_keep_their_place_when_they_are_corrected(client):
    proposal, holder = make_proposal(), make_actor()
    old, new = make_claim(proposal=proposal), make_claim(proposal=make_proposal(), holder=holder)
    draft = make_claim(proposal=proposal, status="draft")
    change(old, locator="p. 9")
    address = f"/{proposal.negotiation.slug}/claims/feed/"
    listed, answer = entries(client, address)
    assert [one.rpartition("/claims/")[2] for one in listed] == [f"{new.public_id}/", f"{old.public_id}/"]
    assert draft.public_id not in answer.content.decode()
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert len(entries(client, f"{address}?proposal={proposal.slug}")[0]) == 1
    assert len(entries(client, f"{address}?holder={holder.slug}")[0]) == 1
    assert f'href="{address}?proposal={proposal.slug}"' in client.get(proposal.get_absolute_url()).content.decode()


def test_a_feed_without_entries_stays_as_it_is_and_a_closed_one_is_not_there(client):
    empty = make_negotiation()
    bodies = {client.get(f"/{empty.slug}/claims/feed/").content for _ in range(2)}
    assert len(bodies) == 1
    secret = make_claim(proposal=make_proposal(topic=make_topic(negotiation=make_negotiation(public=False))))
    assert client.get(f"/{secret.proposal.negotiation.slug}/claims/feed/").status_code == 404
    assert client.get(f"/{empty.slug}/claims/feed/?holder=nobody").status_code == 400
    assert client.get("/none/claims/feed/").status_code == 404

"""Addresses of rows that were merged or moved: they lead to where these are now, and never to another old one."""

import pytest

from claims.backup import restore, save
from claims.models import Actor, OldAddress, Proposal
from claims.services import vocabulary
from claims.services.vocabulary_merges import VocabularyMerge
from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_old_address,
    make_proposal,
    make_source,
    make_topic,
    the_negotiation,
)

pytestmark = pytest.mark.django_db


def merge(gone, kept):
    act = VocabularyMerge(type(gone), gone.pk, kept.pk)
    vocabulary.carry_out(act, user=None, reason="they mean the same")


def lead(client, address):
    answer = client.get(address)
    return answer.status_code, answer.get("Location")


@pytest.mark.parametrize("query", ["", "?as_of=2022-01-20"])
def test_the_page_of_a_merged_proposal_leads_to_the_other(client, query):
    gone, kept = make_proposal(slug="old"), make_proposal(slug="new")
    make_claim(proposal=gone)
    merge(gone, kept)
    assert lead(client, f"/talks/proposals/old/{query}") == (301, f"/talks/proposals/new/{query}")
    assert client.get("/talks/proposals/new/").status_code == 200


def test_the_pages_of_a_merged_actor_lead_to_the_other(client):
    gone, kept, partner = make_actor(slug="old", side=None), make_actor(slug="new"), make_actor(slug="partner")
    proposal = make_proposal(slug="freeze")
    make_claim(holder=gone, proposal=proposal), make_claim(holder=partner, proposal=proposal)
    merge(gone, kept)
    assert lead(client, "/talks/actors/old/") == (301, "/talks/actors/new/")
    assert lead(client, "/talks/cells/freeze/old/") == (301, "/talks/cells/freeze/new/")
    assert lead(client, "/talks/agreement/old/partner/") == (301, "/talks/agreement/new/partner/")
    assert client.get("/actors/old/", follow=True).redirect_chain[-1] == ("/talks/actors/new/", 301)
    make_negotiation(slug="others")
    assert lead(client, "/actors/old/") == (301, "/actors/new/")


def test_the_page_of_a_merged_source_leads_to_the_other(client):
    gone, kept = make_source(slug="old"), make_source(slug="new")
    make_claim(source=gone)
    merge(gone, kept)
    assert lead(client, "/sources/old/") == (301, "/sources/new/")


def test_an_old_address_leads_to_no_source_that_readers_do_not_see(client):
    merge(make_source(slug="old"), make_source(slug="new"))
    the_negotiation()
    assert lead(client, "/sources/old/") == (404, None)


def test_after_a_second_merge_no_address_leads_over_another(client):
    first, second, third = (make_proposal(slug=slug) for slug in ("first", "second", "third"))
    merge(first, second)
    merge(second, third)
    for old in ("first", "second"):
        assert lead(client, f"/talks/proposals/{old}/") == (301, "/talks/proposals/third/")


def test_a_slug_that_is_taken_again_is_the_new_row_s(client):
    gone, kept = make_actor(slug="old", side=None), make_actor(slug="new")
    merge(gone, kept)
    again = make_actor(slug="old", name="Another one")
    assert client.get("/talks/actors/old/").status_code == 200
    merge(again, make_actor(slug="newest", side=again.side, principal=True))
    assert lead(client, "/talks/actors/old/") == (301, "/talks/actors/newest/")
    assert OldAddress.objects.count() == 1


def test_the_address_of_a_claim_stays_and_so_do_those_of_its_earlier_versions(client):
    gone, kept = make_proposal(title="As it was"), make_proposal(title="As it is")
    claim = make_claim(proposal=gone)
    merge(gone, kept)
    assert "As it is" in client.get(f"/claims/{claim.public_id}/").content.decode()
    earlier = client.get(f"/claims/{claim.public_id}/", {"version": claim.version})
    assert earlier.status_code == 200 and "As it was" in earlier.content.decode()


@pytest.mark.django_db(transaction=True)
def test_old_addresses_come_back_from_a_backup(client, tmp_path):
    merge(make_proposal(slug="old"), make_proposal(slug="new"))
    save(tmp_path / "tracker.backup")
    with pytest.MonkeyPatch.context():
        restore(tmp_path / "tracker.backup", replace=True)
    assert lead(client, "/talks/proposals/old/") == (301, "/talks/proposals/new/")
    assert Proposal.objects.count() == 1 and not Actor.objects.exists()


def test_where_there_never_was_a_row_there_is_no_page(client):
    merge(make_proposal(slug="old"), make_proposal(slug="new"))
    assert lead(client, "/talks/proposals/older/") == (404, None)
    assert lead(client, "/talks/actors/old/") == (404, None)


# In the filters of a page


@pytest.fixture
def merged():
    """A proposal, an actor and a source that were merged away, and another of each in the place of them."""
    rows = [(make_proposal, {}), (make_actor, {"side": None}), (make_source, {})]
    pairs = [
        (make(slug=f"old-{make.__name__[5:]}", **named), make(slug=f"new-{make.__name__[5:]}")) for make, named in rows
    ]
    proposal, actor, source = (old for old, _ in pairs)
    make_claim(proposal=proposal, holder=actor, source=source)
    for old, new in pairs:
        merge(old, new)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/talks/claims/?holder=old-actor", "/talks/claims/?holder=new-actor"),
        ("/talks/claims/?source=old-source&_export=csv", "/talks/claims/?source=new-source&_export=csv"),
        ("/claims/?proposal=old-proposal", "/talks/claims/?proposal=new-proposal"),
        ("/talks/?actor=new-actor&actor=old-actor&q=x", "/talks/?actor=new-actor&q=x"),
        ("/talks/?cell=old-proposal/new-actor", "/talks/?cell=new-proposal%2Fnew-actor"),
        ("/talks/agreement/?actor=old-actor", "/talks/agreement/?actor=new-actor"),
        (
            "/talks/common-ground/?proposal=old-proposal&as_of=2022-01-20",
            "/talks/common-ground/?proposal=new-proposal&as_of=2022-01-20",
        ),
    ],
)
def test_a_filter_that_names_what_was_merged_leads_to_the_address_that_names_the_other(client, merged, before, after):
    chain = client.get(before, follow=True).redirect_chain
    assert chain[-1] == (after, 301)


def test_what_was_never_there_is_refused_beside_what_was_merged(client, merged):
    chain = client.get("/talks/claims/?holder=old-actor&proposal=nothing", follow=True)
    assert chain.redirect_chain[-1] == ("/talks/claims/?holder=new-actor&proposal=nothing", 301)
    assert chain.status_code == 400 and "There is no proposal “nothing”." in chain.content.decode()


def test_a_filter_leads_to_no_proposal_of_other_talks(client, merged):
    others = make_topic(negotiation=make_negotiation(slug="others"))
    make_old_address(slug="moved", negotiation=the_negotiation(), proposal=make_proposal(topic=others))
    assert lead(client, "/talks/claims/?proposal=moved") == (400, None)


def test_a_filter_leads_to_no_source_that_readers_do_not_see(client):
    merge(make_source(slug="old"), make_source(slug="new"))
    the_negotiation()
    assert lead(client, "/talks/claims/?source=old") == (400, None)

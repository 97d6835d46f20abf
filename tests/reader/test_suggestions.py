"""What is only suggested is on no page, in no filter, count, search or file, until a reviewer confirms it."""

import pytest

from claims.models import Actor, DataVersion, Proposal
from claims.services.suggestions import SuggestionConfirmed
from claims.services.vocabulary import carry_out
from tests.make import make_actor, make_claim, make_proposal, make_topic, make_user
from tests.walk import downloads, make_world, stops

pytestmark = pytest.mark.django_db

MARK = "Suggestomark"


@pytest.fixture
def suggested(db):
    """An official and a proposal that are suggested, with a draft that names both, in the world of the walk."""
    world = make_world(5)
    topic = world.proposal.topic
    proposal = make_proposal(title=f"{MARK} freeze", definition=MARK, slug="marked", topic=topic, suggestion="waiting")
    actor = make_actor(
        name=f"{MARK} speaker", slug="marked", kind="official", speaks_for=world.holder, suggestion="waiting"
    )
    make_claim(proposal=proposal, holder=world.holder, speaker=actor, status="draft")
    return world, actor, proposal


def test_no_page_and_no_file_names_it(client, suggested):
    world, *_ = suggested
    for stop in stops(world):
        assert MARK not in client.get(stop.path()).content.decode(), stop.name
    for stop in downloads(world):
        for form in ("csv", "json"):
            answer = client.get(stop.path(), {"export": form})
            words = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert MARK.encode() not in words, stop.name


@pytest.mark.parametrize(
    "address", ["/talks/proposals/marked/", "/talks/actors/marked/", "/actors/marked/", "/talks/cells/marked/marked/"]
)
def test_it_has_no_page(client, suggested, address):
    assert client.get(address, follow=True).status_code == 404


@pytest.mark.parametrize("query", [{"proposal": "marked"}, {"actor": "marked"}, {"q": MARK}])
def test_no_filter_and_no_search_finds_it(client, suggested, query):
    for page in ("/talks/", "/talks/claims/"):
        words = client.get(page, query).content.decode()
        assert f"{MARK} freeze" not in words and f"{MARK} speaker" not in words
    for kind in ("actor", "proposal"):
        assert f"{MARK} " not in client.get(f"/talks/suggest/{kind}/", {"q": MARK}).content.decode()


def test_no_number_counts_it_and_no_kept_page_changes(client):
    topic = make_topic()
    make_claim(proposal=make_proposal(topic=topic))
    before, version = client.get("/talks/proposals/").content, DataVersion.current()
    make_proposal(topic=topic, suggestion="waiting"), make_actor(side=None, suggestion="waiting")
    assert DataVersion.current() == version and client.get("/talks/proposals/").content == before


def test_once_it_is_confirmed_it_is_there(client, suggested):
    _, actor, proposal = suggested
    version = DataVersion.current()
    for model, row in ((Proposal, proposal), (Actor, actor)):
        carry_out(SuggestionConfirmed(model, row.pk), user=make_user("reviewer"), reason="it is another thing")
    assert DataVersion.current() > version
    assert f"{MARK} freeze" in client.get("/talks/proposals/").content.decode()
    assert client.get("/talks/proposals/marked/").status_code == 200

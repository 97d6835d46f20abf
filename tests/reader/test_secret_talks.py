"""A negotiation for its team only: whoever is not in it reads nothing of it anywhere, nor can guess that there is
one."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest

from claims.models.public_ids import ID_LENGTH
from claims.reader.filters import ClaimFilter, MatrixFilter
from claims.reader.urls import OF_ONE
from tests.make import (
    change,
    make_proposal,
    make_user,
)
from tests.reader.page_queries import list_declared, list_queries
from tests.reader.read_downloads import read_whatever as read
from tests.secret_talks import MARKER, make_secret_talks, set_team
from tests.walk import make_world, shared_stops, stops

pytestmark = pytest.mark.django_db

OUTSIDERS = [None, "reader", "analyst", "reviewer"]
LOOKS_EVERYWHERE = [None, "reviewer"]  # the others open each page
# A typed beginning of the marker is echoed; a whole marked text never is.
SECRET = re.compile(rf"{MARKER}[ -]\w")


@pytest.fixture(scope="module")
def made(share_rows):
    def make():
        world = make_world(3)
        return world, make_secret_talks(world)

    with share_rows(make) as made:
        yield made


def log_in(client, who):
    """Log in as an outsider, or as a user that is given."""
    client.raise_request_exception = False
    if who == "reader":
        client.force_login(make_user())
    elif who:
        client.force_login(make_user(who) if isinstance(who, str) else who)
    return client


@pytest.fixture(params=OUTSIDERS, ids=[who or "visitor" for who in OUTSIDERS])
def outsider(request, client):
    return log_in(client, request.param)


# Values of parameters that might tell of it; all others are asked for what begins like it.
GIVEN = {
    "q": [MARKER],
    "as_of": [date(2030, 1, 1)],
    "sort": ["-source", "-voice"],
    "record": ["csl"],
    "by": ["actor"],
    "empty": ["show"],
    "others": ["open"],
    "side": ["no-side"],
}


def list_addresses(world):
    """Yield every page of what everybody sees as filters, search and downloads would ask for it."""
    for stop in stops(world):
        for query in list_queries(stop.name, f"{MARKER[:6]}*", **GIVEN):
            yield f"{stop.path()}?{urlencode(query)}"
    yield "/talks/?empty=show&others=open"
    for name in {*ClaimFilter.base_filters, *MatrixFilter.base_filters}:
        for typed in (MARKER[:6], "a"):
            yield f"/talks/suggest/{name}/?{urlencode({name: typed})}"
            yield f"/suggest/{name}/?{urlencode({name: typed})}"


def test_nothing_of_it_appears_on_any_page_of_whoever_is_not_in_its_team(outsider, made):
    pages = [stop.path() for stop in stops(made[0])]
    others = ["/?topic=x", "/proposals/", "/nothing/at/all/", "/login/"]
    assert [address for address in (*pages, *others) if SECRET.search(read(outsider, address)[1])] == []


@pytest.mark.parametrize("who", [None, "member"])
def test_nothing_of_it_appears_in_what_other_sites_and_programs_ask_for_even_to_its_team(client, made, who, settings):
    settings.EMBED_ANCESTORS = ["*"]
    world, secret = made
    log_in(client, who and secret.member)
    shared = [stop.path() for stop in shared_stops(world) if stop.name.startswith(("embed", "oembed", "sharing"))]
    assert len(shared) > 20
    assert [address for address in shared if SECRET.search(read(client, address)[1])] == []


@pytest.mark.parametrize("who", LOOKS_EVERYWHERE)
def test_nothing_of_it_appears_by_any_filter_search_or_download(client, made, who):
    log_in(client, who)
    assert [address for address in list_addresses(made[0]) if SECRET.search(read(client, address)[1])] == []


def test_its_team_reads_it_on_its_pages_and_on_those_of_all(client, made):
    world, secret = made
    log_in(client, secret.member)
    of_one = [secret.negotiation.get_address(name) for address, (_, name) in OF_ONE.items() if "<" not in address]
    for address in (
        "/",
        *of_one,
        f"/claims/{secret.claim.public_id}/",
        secret.source.get_absolute_url(),
        "/sources/",
        "/claims/",
        f"/actors/{secret.expert.slug}/",
        f"/claims/?source={secret.source.slug}&holder={secret.party.slug}&topic={secret.topic.slug}",
        f"/suggest/actor/?actor={MARKER}",
        secret.proposal.get_absolute_url(),
    ):
        status, body = read(client, address)
        assert status == 200 and SECRET.search(body), address


def list_secret_addresses(world, secret):
    """Yield (an address of something secret, the same of what is not there)."""
    here = secret.negotiation.slug
    for address in OF_ONE:
        path = address.replace("<slug:proposal_slug>", secret.proposal.slug).replace(
            "<slug:holder_slug>", secret.party.slug
        )
        path = path.replace("<slug:one>", secret.party.slug).replace("<slug:other>", world.holder.slug)
        path = path.replace("<slug:kind>", "actor")
        for slug in (secret.proposal.slug, secret.party.slug):
            yield f"/{here}/{path.replace('<slug:slug>', slug)}", f"/nothing-there/{path.replace('<slug:slug>', slug)}"
    yield f"/{here}", "/nothing-there"
    for claim in (secret.claim, secret.draft, secret.withdrawn, secret.correction):
        for query in ("", "?version=1"):
            yield f"/claims/{claim.public_id}/{query}", f"/claims/abcdefgh/{query}"
    yield secret.source.get_absolute_url(), "/sources/nothing-there/"
    for kind in ("actors", "sources", "talks/proposals", "talks/actors"):
        yield f"/{kind}/{MARKER}-old/", f"/{kind}/nothing-there/"
    for actor in (secret.party, secret.official, secret.expert):
        yield f"/actors/{actor.slug}/", "/actors/nothing-there/"
        yield f"/talks/actors/{actor.slug}/", "/talks/actors/nothing-there/"
        yield (
            f"/talks/agreement/{world.holder.slug}/{actor.slug}/",
            f"/talks/agreement/{world.holder.slug}/nothing-there/",
        )
        yield (
            f"/talks/cells/{world.proposal.slug}/{actor.slug}/",
            f"/talks/cells/{world.proposal.slug}/nothing-there/",
        )
    yield f"/talks/proposals/{secret.proposal.slug}/", "/talks/proposals/nothing-there/"


def list_secret_queries(world, secret):
    """Yield (an address that names something secret in its query, the same of what is not there)."""
    for actor in (secret.party, secret.official, secret.expert):
        yield (
            f"/talks/?cell={world.proposal.slug}/{actor.slug}",
            f"/talks/?cell={world.proposal.slug}/nothing-there",
        )
        for name in ("holder", "speaker", "actor"):
            yield f"/talks/claims/?{name}={actor.slug}", f"/talks/claims/?{name}=nothing-there"
            yield f"/claims/?{name}={actor.slug}", f"/claims/?{name}=nothing-there"
    for name, typed in (
        ("proposal", secret.proposal.slug),
        ("topic", secret.topic.slug),
        ("side", secret.side.slug),
        ("source", secret.source.slug),
        ("origin", secret.source.origin),
    ):
        pages = {
            "claims-everywhere": "/claims/",
            "claims": "/talks/claims/",
            "matrix": "/talks/",
            "sources": "/sources/",
        }
        for path in (path for page, path in pages.items() if name in list_declared(f"claims:{page}")):
            for more in ("", "&_export=csv"):
                yield f"{path}?{urlencode({name: typed})}{more}", f"{path}?{name}=nothing-there{more}"
    for path in ("/claims/", "/talks/claims/"):
        yield tuple(f"{path}?after=2022-01-17.{id}" for id in (secret.claim.public_id, "abcdefgh"))


def forget_words(body, address):
    """Take out of a page what was typed, and what is drawn anew each time."""
    body = re.sub(r'csrfmiddlewaretoken" value="\w+', "", body)
    path, _, query = address.partition("?")
    values = re.findall(r"=([^&]*)", query)
    for word in re.split(r"[/.]", "/".join([path, *values])):
        if re.search("[-+]", word) or len(word) == ID_LENGTH:
            body = body.replace(word, "…").replace(word.replace("+", " "), "…")
    return body


def compare(client, pairs):
    """Return (what is secret, its status, that of nothing) of pairs of addresses that are answered in two ways."""
    pairs, different = {*pairs}, []
    of_nothing = {nothing: read(client, nothing) for _, nothing in pairs}
    for secret, nothing in sorted(pairs):
        (status, body), (status_of_nothing, body_of_nothing) = read(client, secret), of_nothing[nothing]
        same = forget_words(body, secret) == forget_words(body_of_nothing, nothing)
        if status != status_of_nothing or not same:
            different.append((secret, status, status_of_nothing))
    return different


def test_what_is_secret_is_answered_as_what_is_not_there(outsider, made):
    assert compare(outsider, list_secret_addresses(*made)) == []


@pytest.mark.parametrize("who", LOOKS_EVERYWHERE)
def test_who_names_something_secret_is_answered_as_if_it_were_not_there(client, made, who):
    assert compare(log_in(client, who), list_secret_queries(*made)) == []


def test_without_a_team_it_is_for_all_editors(client, made):
    secret = made[1]
    set_team(secret.negotiation)
    assert read(log_in(client, "analyst"), secret.negotiation.get_absolute_url())[0] == 200
    assert read(log_in(client, "reader"), secret.negotiation.get_absolute_url())[0] == 404


def test_a_superuser_reads_all_and_who_is_no_editor_any_more_nothing(client, made):
    address = made[1].negotiation.get_absolute_url()
    assert read(log_in(client, "superuser"), address)[0] == 200
    made[1].member.groups.clear()
    assert read(log_in(client, made[1].member), address)[0] == 404


def test_once_it_is_public_everybody_reads_it_and_no_copy_of_before_is_used(client, made):
    secret, before = made[1], client.get("/")
    set_team(secret.negotiation, secret.member, public=True)
    status, body = read(client, "/", **{"If-None-Match": before["ETag"]})
    assert status == 200 and SECRET.search(body)
    assert client.get(f"/claims/{secret.claim.public_id}/").status_code == 200
    kept = client.get(secret.source.get_absolute_url())
    set_team(secret.negotiation, secret.member, public=False)
    answer = client.get(secret.source.get_absolute_url(), headers={"If-None-Match": kept["ETag"]})
    assert (kept.status_code, answer.status_code) == (200, 404)


def test_a_copy_of_a_page_stays_good_whatever_is_written_where_its_reader_must_not_look(client, made):
    world, secret = made
    pages = [stop.path() for stop in stops(world)]
    kept = {page: client.get(page)["ETag"] for page in pages}
    change(secret.claim, conditions="they agree")
    for page in pages:
        answer = client.get(page, headers={"If-None-Match": kept[page]})
        assert (answer.status_code, answer["ETag"]) == (304, kept[page]), page


def test_who_is_taken_into_the_team_reads_it_at_once(client, made):
    secret, analyst = made[1], make_user("analyst")
    log_in(client, analyst)
    address = secret.proposal.get_absolute_url()
    assert read(client, address)[0] == 404
    set_team(secret.negotiation, secret.member, analyst)
    assert read(client, address)[0] == 200


EDITING = re.compile(r'class="edit" href="/admin/claims/(claim|proposal|outcome|editorialnote|searchrecord|wording)/')


def test_a_public_one_with_a_team_is_read_by_others_as_by_any_visitor(client, made):
    world, secret = made
    set_team(world.proposal.negotiation, secret.member)
    pages = [stop.path() for stop in stops(world) if stop.path().startswith("/talks/")]
    pages.append(f"/claims/{world.claim.public_id}/")
    files = ("/talks/claims/?_export=csv", "/claims/?_export=csv", "/talks/coverage/?table=outcomes&_export=csv")
    for who, editor in (("reviewer", False), (secret.member, True), ("superuser", True)):
        log_in(client, who)
        assert any(EDITING.search(read(client, page)[1]) for page in pages) == editor
        assert ["note" in read(client, file)[1].splitlines()[0].split(",") for file in files] == [editor] * 3, who


def test_a_version_from_when_a_claim_was_in_it_is_not_shown(client, made):
    world, secret = made
    claim = secret.claim
    for proposal in (world.proposal, make_proposal(topic=world.proposal.topic)):
        change(claim, proposal=proposal, quote=f"Now public {proposal.pk}.", source=world.source, holder=world.holder,
               speaker=world.holder, depends_on="", covers="", locator="", conditions="", argument="", translation="",
               label="", prefix="")  # fmt: skip
    numbers = range(1, claim.version + 1)
    answers = {number: read(client, f"/claims/{claim.public_id}/?version={number}") for number in numbers}
    assert [answers[number][0] for number in numbers] == [404] * (claim.version - 2) + [200, 200]
    assert not any(SECRET.search(body) for _, body in answers.values())
    log_in(client, secret.member)
    assert read(client, f"/claims/{claim.public_id}/?version=1")[0] == 200

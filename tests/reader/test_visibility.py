"""Nothing unpublished appears anywhere: every page, parameter and error, for everybody, with a marker in each field."""

import re
from datetime import date
from urllib.parse import urlencode

import pytest

from claims.models import Claim
from claims.reader.filters import ClaimFilter, MatrixFilter
from claims.services.corrections import propose
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.make import (
    make_claim,
    make_comment,
    make_event,
    make_outcome,
    make_proposal,
    make_remark,
    make_search,
    make_source,
    make_user,
)
from tests.reader.page_queries import list_queries
from tests.reader.read_downloads import read_whatever
from tests.walk import PNG, make_world, shared_stops, stops

pytestmark = pytest.mark.django_db

MARKER = "unseenmarker"
EDITORS = ["analyst", "reviewer"]
WHO = [None, "reader", *EDITORS]


def marked(status, **fields):
    """Make a claim in which every text that a coder writes holds the marker."""
    texts = {name: f"{MARKER} {status} {name}" for name in ("quote", "locator", "prefix", "suffix", "conditions")}
    texts |= {name: f"{MARKER} {status} {name}" for name in ("covers", "argument", "translation")}
    return make_claim(status=status, note=f"{MARKER} note", **texts, **fields)


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(make_marked_world) as world:
        yield world


def make_marked_world():
    """Make a public world, and beside it a marked claim in every state that visitors must not see."""
    world = make_world(3)
    where = {"holder": world.holder, "proposal": world.proposal}
    for status in ("draft", "in-review", "returned", "withdrawn"):
        marked(status, source=make_source(title=f"{MARKER} title", publisher=f"{MARKER} press"), **where)
        marked(status, source=world.source, **where)
    gone = marked("published", source=world.source, **where)
    transition(gone, "withdraw", user=make_user("reviewer"), version=gone.version, reason="The source was a forgery.")
    corrected(world)
    recorded(world, where)
    told(world)
    make_event(source=make_source(title=f"{MARKER} source", publisher=f"{MARKER} press"), locator=f"{MARKER} locator")
    return world


def told(world):
    """Record what became of a proposal, in every state that visitors must not see."""
    texts = {name: f"{MARKER} outcome {name}" for name in ("quote", "locator", "prefix", "suffix")}
    for status in ("draft", "in-review", "returned", "withdrawn", "published"):
        for source in (world.source, make_source(title=f"{MARKER} title", publisher=f"{MARKER} press")):
            day = date(2022, 4, 4) if source == world.source else date(2022, 4, 5)
            row = make_outcome(
                "void", status, proposal=world.proposal, source=source, day=day, note=f"{MARKER} note", **texts
            )
            if status == "published":
                transition(row, "withdraw", user=make_user("reviewer"), version=row.version, reason=f"{MARKER} reason")


def recorded(world, where):
    """Record searches and remarks that wait for a reviewer, and take back ones that were published."""
    reviewer = make_user("reviewer")
    for published in (False, True):
        for on in (where, {**where, "holder": None}):
            work = [make_remark(published=published, text=f"{MARKER} text", signed_by=f"{MARKER} name", **on)]
            if on["holder"]:
                work.append(make_search(published=published, searched_in=f"{MARKER} where", **on))
                work.append(make_search(published=published, why=f"{MARKER} why", **on))
            for row in work if published else ():
                transition(row, "take back", user=reviewer, version=row.version, reason=f"{MARKER} reason")


def corrected(world):
    """Write a draft, publish it and correct it: what it said before publication is seen by nobody, nor what was
    written of it among editors, nor what is proposed for it."""
    reviewer = make_user("reviewer")
    cell = {"holder": world.holder, "proposal": make_proposal(), "source": world.source}
    claim = make_claim(status="draft", quote=f"{MARKER} before", **cell)
    for quote, status in (("The right words.", "published"), ("Words more right.", "published")):
        with editing(reviewer, f"{MARKER} reason", operator=True) as gate:
            row = gate.lock(Claim, claim.pk)
            row.quote, row.note, row.review_comment = quote, f"{MARKER} note", f"{MARKER} remark"
            row.status = status
            gate.save(row)
    make_comment(claim, text=f"{MARKER} comment")
    analyst = make_user("analyst")
    draft = propose(claim, user=analyst, version=row.version)
    with editing(analyst, f"{MARKER} reason") as gate:
        draft.quote = f"{MARKER} proposed"
        gate.save(draft)


def log_in(client, who):
    client.raise_request_exception = False
    if who:
        role = None if who == "reader" else who
        client.force_login(make_user(role, is_staff=role is not None))
    return client


# Values of parameters that might show what is not published; all others are asked for what begins like it.
GIVEN = {
    "q": [MARKER],
    "as_of": [date(2030, 1, 1)],
    "since": [date(2000, 1, 1)],
    "attribution": ["own"],
    "per_page": ["25"],
    "sort": ["said_on"],
    "record": ["csl"],
    "by": ["actor"],
    "empty": ["show"],
}


def list_pages(world):
    """Yield every page, that of each claim and of each version that it has or has not, and those of its source."""
    yield from (stop.path() for stop in stops(world))
    yield from (stop.path() for stop in shared_stops(world) if stop.kind != PNG)
    for claim in Claim.objects.all():
        for query in ("", *(f"?version={number}" for number in range(claim.version + 2))):
            yield f"/claims/{claim.public_id}/{query}"
    for slug in {claim.source.slug for claim in Claim.objects.exclude(status="published")}:
        yield f"/sources/{slug}/"


def list_addresses(world):
    """Yield every page as filters, search, downloads and wrong values would ask for it."""
    cell = f"{world.proposal.slug}/{world.holder.slug}"
    for stop in stops(world):
        for query in list_queries(stop.name, f"{MARKER[:6]}*", **GIVEN, cell=[cell]):
            yield f"{stop.path()}?{urlencode(query)}"
    for name in {*ClaimFilter.base_filters, *MatrixFilter.base_filters}:
        yield f"/talks/suggest/{name}/?{urlencode({name: MARKER[:6]})}"


def show_unpublished(client, who, addresses):
    """Return those of the addresses whose answers hold anything that they may not see."""
    # Editors may see the record of a source that no published claim cites, and the notes of what is published.
    unseen = re.compile(rf"{MARKER} (?!title|press|note)\w" if who in EDITORS else rf"{MARKER} \w")
    # A search for the marker alone is echoed.
    return [address for address in addresses if unseen.search(read_whatever(client, address)[1])]


@pytest.mark.parametrize("who", WHO)
def test_nothing_unpublished_appears_on_any_page(client, world, who, settings):
    settings.EMBED_ANCESTORS = ["*"]
    assert show_unpublished(log_in(client, who), who, list_pages(world)) == []


@pytest.mark.parametrize("who", [None, "reviewer"])  # readers are asked about like visitors, analysts like reviewers
def test_nothing_unpublished_appears_by_any_filter_search_or_download(client, world, who):
    assert show_unpublished(log_in(client, who), who, list_addresses(world)) == []


def test_the_walk_would_see_a_marker_that_was_published(client, world):
    claim = make_claim(holder=world.holder, proposal=world.proposal, quote=f"{MARKER} published")
    assert f"{MARKER} published" in client.get(f"/claims/{claim.public_id}/").content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "claim",
        "outcome",
        "source",
        "proposal",
        "actor",
        "participant",
        "side",
        "topic",
        "searchrecord",
        "editorialnote",
    ],
)
def test_the_admin_shows_nothing_to_visitors_and_readers(client, world, page):
    for path in (f"/admin/claims/{page}/", f"/admin/claims/{page}/add/", f"/admin/claims/{page}/1/history/"):
        answer = client.get(path)
        assert answer.status_code == 302 and "/login/" in answer["Location"], path
    client.force_login(make_user(None, is_staff=True))
    for path in (f"/admin/claims/{page}/", f"/admin/claims/{page}/add/"):
        assert client.get(path).status_code == 403, path

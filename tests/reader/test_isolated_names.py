"""Names that run from right to left turn nothing that stands beside them, on any page."""

import pytest

from claims.models import (
    Actor,
    Claim,
    EditorialNote,
    Event,
    Outcome,
    Proposal,
    SearchRecord,
    Side,
    Source,
    SourceCoding,
    Topic,
)
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.isolated_names import find_bare_names
from tests.make import make_claim, make_proposal, make_user
from tests.reader.read_pages import page
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db

TYPED = {
    Side: ["name"],
    Topic: ["name"],
    Actor: ["name", "short_name", "function", "institution"],
    Proposal: ["title", "definition", "aliases"],
    Source: ["title", "publisher", "origin", "authors"],
    SourceCoding: ["fully_coded_by"],
    Claim: ["locator", "conditions", "covers", "label", "argument"],
    Outcome: ["locator"],
    SearchRecord: ["searched_in", "why", "searched_by"],
    EditorialNote: ["signed_by"],
    Event: ["title", "place", "description", "locator"],
}
QUERIES = (
    "",
    "as_of=2022-01-30&attribution=own&since=2022-01-02&group=topic&others=open&empty=show",
    "table=searches&sort=-said_on",
    "table=remarks",
    "table=outcomes",
    "actor={actor}&side={side}&topic={topic}&proposal={proposal}&holder={actor}&origin={origin}&source={source}&q=שם",
    "actor=אין&side=אין&topic=אין&proposal=אין&holder=אין&origin=אין&source=אין&speaker=אין&cell=אין",
    "cell={cell}",
    "min_n=1&group=side&by=actor",
)


@pytest.fixture(scope="module")
def world(share_rows):
    with share_rows(make_hebrew_world) as world:
        yield world


def make_hebrew_world():
    """Make a world in which whatever people typed for a name runs from right to left, and ends in a bracket."""
    world = make_world(6)
    refused, asking = make_proposal(), world.holder
    for actor in Actor.objects.filter(stretches__side__negotiates=True).exclude(stretches__side=asking.side):
        make_claim(value=-2, holder=actor, proposal=refused)
    make_claim(value=1, holder=asking, proposal=make_proposal(), conditions="if", depends_on=refused.slug)
    reviewer = make_user("reviewer")
    corrected, withdrawn = make_claim(conditions="before", argument="a reason"), make_claim()
    make_claim(holder=asking, proposal=world.proposal, argument="a reason", covers="a part", label="S-Tier")
    with editing(reviewer, "אחר (1)", operator=True) as gate:
        row = gate.lock(Claim, corrected.pk)
        row.conditions = "אחרי (2)"
        gate.save(row)
    transition(withdrawn, "withdraw", user=reviewer, version=withdrawn.version, reason="זיוף (3)")
    with editing(None, operator=True) as gate:
        for model, fields in TYPED.items():
            for row in model.objects.all():
                row = gate.lock(model, row.pk)
                for field in fields:
                    if getattr(row, field, ""):
                        setattr(row, field, f"שם {field[:3]} ({row.pk})")
                gate.save(row)
    return world


def list_names():
    """Return all that was typed: what an element holds alone, with nothing beside it."""
    return {
        value
        for model, fields in TYPED.items()
        for row in model.objects.all()
        for field in fields
        if (value := getattr(row, field, ""))
    }


def name_in_queries(world):
    """Return the query strings with which each page is asked for: names in filters are those of the world."""
    words = {
        "actor": world.holder.slug,
        "side": world.holder.side.slug,
        "topic": world.proposal.topic.slug,
        "proposal": world.proposal.slug,
        "source": world.source.slug,
        "origin": Source.objects.get(pk=world.source.pk).origin,
        "cell": f"{world.proposal.slug}/{world.holder.slug}",
    }
    return [query.format(**words) for query in QUERIES]


def test_no_name_stands_beside_others_without_being_isolated(client, world):
    names, bare = list_names(), {}
    assert len(names) > 50
    addresses = [f"{stop.path()}?{query}" for stop in stops(world) for query in name_in_queries(world)]
    addresses += [f"/claims/{claim.public_id}/" for claim in Claim.objects.all()]
    for address in addresses:
        for where, text in find_bare_names(page(client, address), names):
            bare.setdefault((where, text), address)
    assert bare == {}


@pytest.mark.parametrize(
    "html",
    [
        "<p>שם (1), שם (2)</p>",
        "<p>by <em>שם (1)</em>, first-hand</p>",
        "<td title='שם (1) on Zones'></td>",
        "<p>\u2068שם\u2069, שם (2)</p>",
        "<title>שם (1) · Matrix</title>",
    ],
)
def test_a_name_that_is_not_isolated_is_seen(html):
    assert find_bare_names(html, {"שם (2)"})


@pytest.mark.parametrize(
    "html",
    [
        "<p>\u2068שם (1)\u2069, <a href='/'>שם (2)</a> and <bdi>שם</bdi></p>",
        "<td>שם (2)</td>",
        "<td title='\u2068\u2068שם\u2069 on Zones\u2069'>שם (2)</td>",
        "<p>Zones, 1</p>",
    ],
)
def test_a_name_that_is_isolated_or_alone_is_not(html):
    assert not find_bare_names(html, {"שם (2)"})

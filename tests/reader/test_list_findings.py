"""Each list begins with what it comes to: a heading and a sentence, also in the part that a filter changes."""

import re
from datetime import date

import pytest
from django.db import connection

from claims.queries import list_findings
from claims.rules.scales import Attribution, Dimension
from tests.make import (
    make_actor,
    make_claim,
    make_outcome,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
)
from tests.query_counter import QueryCounter
from tests.reader.read_pages import words

pytestmark = pytest.mark.django_db
DAY, LATER = date(2022, 1, 10), date(2022, 1, 17)


@pytest.fixture
def talks(sides):
    """East and West on arms, West on zones by what East says, an expert on both; a proposal that nobody took up."""
    wire = make_source(origin="Wire", published_on=DAY, fully_coded_by="us", fully_coded_on=LATER)
    paper = make_source(origin="Paper", published_on=LATER)
    arms, zones = make_proposal(slug="arms", title="Arms"), make_proposal(slug="zones", title="Zones")
    make_proposal(slug="bases")
    make_claim(2, holder=sides["east"], proposal=arms, source=wire, said_on=DAY)
    make_claim(1, holder=sides["west"], proposal=arms, source=wire, said_on=DAY)
    attributed = {"attribution": Attribution.ATTRIBUTED, "speaker": sides["east"]}
    make_claim(-2, holder=sides["west"], proposal=zones, source=paper, said_on=LATER, **attributed)
    for proposal in (arms, zones):
        make_claim(
            1, holder=sides["expert"], proposal=proposal, source=paper, said_on=LATER, dimension=Dimension.PROSPECTS
        )
    return sides


def begin(client, address, **headers):
    """Return the heading and the sentence of a page, or of the part that htmx asks for."""
    html = client.get(address, headers=headers).content.decode()
    heading, lede = re.search(r"<h1>(.*?)</h1>(?:\s*<p class=\"lede\">(.*?)</p>)?", html, re.S).groups()
    return words(heading), words(lede or "")


BEGINNINGS = [
    ("claims/", "Five claims of three holders, from two sources",
     "Four are first-hand; the newest was said on 17 Jan 2022."),
    ("claims/?holder=east", "One claim of one holder, from one source", "First-hand, said on 10 Jan 2022."),
    ("claims/?holder=east&q=nothing", "No claim fits", ""),
    ("claims/?as_of=2022-01-10", "As of 10 Jan 2022, two claims of two holders, from one source",
     "All are first-hand; the newest was said on 10 Jan 2022."),
    ("proposals/", "2 of 4 proposals are taken up; one is common ground",
     "One is unanswered; what became of them: one refused."),
    ("proposals/?verdict=common-ground", "One proposal, common ground", ""),
    ("proposals/?attribution=own", "By first-hand claims alone, 1 of 4 proposals is taken up; one is common ground",
     "What became of them: one refused."),
    ("actors/", "3 of 4 parties and experts are heard first-hand", "One has no claim."),
    ("actors/?kind=expert", "One expert, heard first-hand", ""),
    ("actors/?as_of=2022-01-10", "As of 10 Jan 2022, 2 of 4 parties and experts are heard first-hand",
     "Two have no claim."),
    ("coverage/?table=outcomes", "One outcome: refused", "It is of 20 Jan 2022."),
    ("coverage/?table=searches", "One recorded search: nothing found", "It is of 20 Jan 2022."),
    ("coverage/?table=remarks&proposal=zones", "No remark fits", ""),
]  # fmt: skip


def test_each_list_begins_with_what_it_comes_to(client, talks):
    outcome = make_outcome("refused", proposal=make_proposal(slug="pact"), day=date(2022, 1, 20))
    make_search(holder=talks["east"], proposal=outcome.proposal, searched_on=date(2022, 1, 20))
    make_remark(proposal=outcome.proposal)
    seen = {path: begin(client, f"/talks/{path}") for path, *_ in BEGINNINGS}
    assert seen == {path: (heading, lede) for path, heading, lede in BEGINNINGS}
    assert begin(client, "/sources/") == (
        "Three sources, one of them fully coded",
        "Five claims are drawn from them, texts of three origins; the newest came out on 17 Jan 2022.",
    )


@pytest.mark.parametrize("path", ["claims/?holder=east", "proposals/?verdict=unanswered", "coverage/?by=actor"])
def test_what_a_filter_changes_begins_so_too(client, talks, path):
    part = begin(client, f"/talks/{path}", **{"HX-Request": "true"})
    assert part == begin(client, f"/talks/{path}") and part[0]


def test_where_no_side_negotiates_proposals_are_compared(client):
    calm, split = make_proposal(title="Calm"), make_proposal(title="Split")
    side = make_side(negotiates=False)
    for value in (2, 2, -2):
        make_claim(2, holder=make_actor(side=side), proposal=calm)
        make_claim(value, holder=make_actor(side=side), proposal=split)
    assert begin(client, "/talks/proposals/") == (
        "Actors take a stance on both proposals",
        "One divides the actors, one is supported; most divided is “Split”.",
    )


def test_of_a_list_too_long_to_look_at_each_claim_the_newest_is_told_and_no_more_queries_asked(
    client, talks, monkeypatch
):
    def count(path):
        with connection.execute_wrapper(counter := QueryCounter()):
            client.get(path)
        return len(counter.statements)

    few = count("/talks/claims/?holder=west")
    monkeypatch.setattr(list_findings, "MOST_COUNTED", 1)
    assert count("/talks/claims/?holder=west&q=") <= few
    heading, lede = begin(client, "/talks/claims/?holder=west&as_of=2022-01-20")
    assert (heading, lede) == ("As of 20 Jan 2022, two claims", "The newest was said on 17 Jan 2022.")
    assert begin(client, "/talks/claims/")[0] == "Five claims from two sources"

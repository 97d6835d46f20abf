"""A blank is spoken for where a coalition of its holder has a stance: said beside the reasons, counted nowhere."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.queries import forget_all
from claims.services.write_gate import editing
from tests.make import make_actor, make_claim, make_member, make_proposal, make_search
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import labels, page, row, text_of

pytestmark = pytest.mark.django_db

SAYS = "spoken for by AOSIS: supports (+2)"


@pytest.fixture
def aosis(sides):
    """Return a coalition of the east that supports a proposal, of which Fiji, always shown, has said nothing."""
    aosis = make_actor("coalition", slug="aosis", name="AOSIS", side=sides["east"].side)
    fiji = make_actor(slug="fiji", name="Fiji", side=sides["east"].side, always_shown=True)
    make_member(fiji, aosis, since=date(2022, 1, 10))
    aosis.fiji, aosis.proposal = fiji, make_proposal(title="Loss and damage", slug="damage")
    make_claim(value=2, holder=aosis, proposal=aosis.proposal, speaker=fiji, said_on=date(2022, 1, 17))
    make_claim(value=1, holder=sides["west"], proposal=aosis.proposal)
    return aosis


def test_the_matrix_says_so_in_a_cell_that_leads_to_the_proof(client, aosis):
    html = row(client, aosis.proposal)
    assert f"Fiji on Loss and damage: {SAYS}, not searched" in labels(html)
    assert '<a class="own" href="/talks/?cell=damage/fiji"' in html


def test_the_matrix_says_it_beside_a_search_too(client, aosis):
    make_search(holder=aosis.fiji, proposal=aosis.proposal, why="it has no vote")
    assert f"Fiji on Loss and damage: {SAYS}, not applicable" in labels(row(client, aosis.proposal))


def test_the_cell_says_so_and_leads_to_the_coalition_s_cell(client, aosis):
    own, of_coalition = (aosis.proposal.negotiation.get_address("cell", "damage", slug) for slug in ("fiji", "aosis"))
    html = page(client, own)
    assert f'<a class="spoken-for" href="{of_coalition}">{SAYS}</a>' in html
    assert "not searched" not in text_of(client, of_coalition) and SAYS not in text_of(client, of_coalition)
    assert "No source is fully coded yet" in text_of(client, own)


def test_the_page_of_the_proposal_says_so_where_it_names_the_silent(client, aosis):
    assert f"Fiji (principal) – {SAYS}" in text_of(client, "/talks/proposals/damage/")


def test_the_member_s_page_says_so_in_a_list_or_beside_what_it_says_in_another_dimension(client, aosis):
    assert f"Where it is silent, but its coalition has spoken: Loss and damage: {SAYS}" in (
        text_of(client, "/talks/actors/fiji/")
    )
    make_claim(value=2, holder=aosis.fiji, proposal=aosis.proposal, dimension="salience")
    text = text_of(client, "/talks/actors/fiji/")
    assert f"Loss and damage {SAYS}" in text and "Where it is silent" not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": 1, "conditions": "all pay"}, "open (+1), only on a condition"),
        ({"value": -2}, "rejects (−2)"),
    ],
)
def test_the_words_are_those_of_the_coalition_s_stance(client, aosis, fields, words):
    other = make_proposal(title="Other")
    make_claim(holder=aosis, proposal=other, **fields)
    assert f"spoken for by AOSIS: {words}" in " ".join(labels(row(client, other)))


def test_a_coalition_that_is_mixed_is_said_to_be(client, aosis):
    other = make_proposal(title="Other")
    for value in (2, -2):
        make_claim(value=value, holder=aosis, proposal=other)
    assert "spoken for by AOSIS: mixed" in " ".join(labels(row(client, other)))


@pytest.mark.parametrize("fields", [{"attribution": 3}, {"value": 0, "pending": True}, {"value": None}])
def test_a_coalition_without_a_stance_speaks_for_nobody(client, aosis, fields):
    other = make_proposal(title="Other")
    make_claim(holder=aosis, proposal=other, **fields)
    assert "spoken for" not in " ".join(labels(row(client, other)))


def test_who_speaks_for_itself_is_not_spoken_for(client, aosis):
    make_claim(value=-1, holder=aosis.fiji, proposal=aosis.proposal)
    assert "spoken for" not in " ".join(labels(row(client, aosis.proposal)))


def test_only_members_of_the_day_are_spoken_for(client, aosis):
    early = make_proposal(title="Early", slug="early")
    make_claim(value=2, holder=aosis, proposal=early, said_on=date(2022, 1, 5))
    assert SAYS in " ".join(labels(row(client, early)))
    assert SAYS not in " ".join(labels(row(client, early, "?as_of=2022-01-09&empty=show")))
    assert SAYS in " ".join(labels(row(client, early, "?as_of=2022-01-10&empty=show")))


def test_it_counts_nowhere(client, aosis, sides):
    """Neither verdicts nor numbers change where a member is spoken for."""
    verdict = as_dicts(client, "/talks/proposals/")[0]
    (cell,) = [cell for cell in as_dicts(client, "/talks/common-ground/") if cell["holder"] == "fiji"]
    assert (cell["value"], cell["state"], cell["claims"]) == (None, "blank", 0)
    assert cell["spoken_for"] == "aosis" and cell["blank"] == "not-searched"
    (of_fiji,) = [r for r in as_dicts(client, "/talks/coverage/?by=actor") if r["actor"] == "fiji"]
    assert (of_fiji["stance"], of_fiji["not_searched"], of_fiji["spoken_for"]) == (0, 1, 1)
    with_members = verdict["verdict"], verdict["gap"], verdict["claims"], verdict["actors"]
    with editing(None):
        aosis.members.get().delete()
    without = as_dicts(client, "/talks/proposals/")[0]
    assert with_members == (without["verdict"], without["gap"], without["claims"], without["actors"])


def test_coverage_counts_such_blanks_apart(client, aosis):
    assert "Blank, but spoken for" in text_of(client, "/talks/coverage/")
    make_claim(value=-1, holder=aosis.fiji, proposal=aosis.proposal)
    assert "Blank, but spoken for" not in text_of(client, "/talks/coverage/")


def test_actors_name_their_members_and_coalitions_with_days(client, aosis):
    assert "member of AOSIS from 10 Jan 2022 on" in text_of(client, "/talks/actors/fiji/")
    assert "members: Fiji from 10 Jan 2022 on" in text_of(client, "/talks/actors/aosis/")


def test_a_member_that_occurs_in_other_talks_only_is_not_named(client, aosis):
    make_member(make_actor(name="Elsewhere", side=None), aosis)
    assert "Elsewhere" not in text_of(client, "/talks/actors/aosis/")


@pytest.mark.parametrize("path", ["", "proposals/damage/", "actors/fiji/", "actors/aosis/", "coverage/"])
def test_pages_take_as_many_queries_however_many_members_there_are(client, aosis, sides, path):
    def count():
        forget_all()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/talks/{path}").status_code == 200
        return len(queries)

    before = count()
    for _ in range(10):
        member = make_actor(side=sides["east"].side, principal=False, always_shown=True)
        make_member(member, aosis)
        make_member(member, make_actor("coalition", side=sides["east"].side))
    assert count() == before

"""The coverage table: how much is filled, why the rest is blank, and what is recorded of searches and readings."""

from collections import Counter as Counts
from datetime import date

import pytest

from claims import queries
from claims.rules.scales import State
from claims.rules.stances import SPOKEN
from tests.make import (
    change,
    make_actor,
    make_answer,
    make_claim,
    make_proposal,
    make_remark,
    make_search,
    make_side,
    make_source,
)
from tests.reader.read_downloads import as_dicts, csv_rows
from tests.reader.read_pages import page, text_of
from tests.versions import FIRST
from tests.walk import make_world

pytestmark = pytest.mark.django_db

CELLS = ("stance", "forecast", "awaiting", "nothing_in_coded", "searched", "not_applicable", "not_searched")
ALL_CELLS = (*CELLS, "no_stance", "not_yet_looked_for")


def rows(client, query=""):
    """Return slug → what its row counts, in the order of CELLS."""
    found = as_dicts(client, f"/talks/coverage/{query}")
    first = next(iter(found[0])) if found else ""
    return {row[first]: tuple(row[name] for name in CELLS) for row in found}


@pytest.fixture
def world():
    """Two proposals and four principals, of whom each stands in another way to the first proposal."""
    side = make_side(negotiates=True)
    actors = [make_actor(side=side) for _ in range(4)]
    one, two = make_proposal(), make_proposal()
    make_claim(holder=actors[0], proposal=one)
    make_claim(holder=actors[1], proposal=one, attribution=3)
    make_claim(holder=actors[2], proposal=one, pending=True, value=0)
    return actors, one, two


def code_a_source():
    make_claim(proposal=make_proposal(slug="elsewhere"), holder=make_actor("expert", slug="expert"),
               source=make_source(fully_coded_by="us", fully_coded_on=date(2022, 2, 1)))  # fmt: skip


def test_a_row_counts_its_cells_by_what_they_hold(client, world):
    actors, one, two = world
    assert rows(client)[one.slug] == (1, 1, 1, 0, 0, 0, 1)
    assert rows(client)[two.slug] == (0, 0, 0, 0, 0, 0, 4)
    assert rows(client, "?by=actor")[actors[0].slug] == (1, 0, 0, 0, 0, 0, 1)
    assert rows(client, "?by=actor")[actors[3].slug] == (0, 0, 0, 0, 0, 0, 2)


def test_who_spoke_and_took_no_stance_is_counted_apart(client, world):
    actors, _, two = world
    make_claim(None, holder=actors[0], proposal=two)
    (row,) = [row for row in as_dicts(client, "/talks/coverage/") if row["proposal"] == two.slug]
    assert (row["no_stance"], row["stance"], row["not_searched"]) == (1, 0, 3)


def test_once_a_source_is_fully_coded_a_blank_says_so(client, world):
    assert "No source" not in text_of(client, "/talks/coverage/")
    assert "o source is fully coded" in text_of(client, "/talks/coverage/")
    assert "Not searched" in page(client, "/talks/coverage/")
    code_a_source()
    assert rows(client)[world[2].slug] == (0, 0, 0, 5, 0, 0, 0)
    text = text_of(client, "/talks/coverage/")
    assert "one source is fully coded" in text.lower() and "Nothing in the coded sources" in text
    assert "Not searched" not in page(client, "/talks/coverage/")


def test_recorded_searches_explain_blanks_and_nothing_else(client, world):
    actors, one, two = world
    for actor in actors[:3]:  # who has spoken, is forecast, or is asked has a cell that is no mere blank
        make_search(holder=actor, proposal=one)
    make_search(holder=actors[3], proposal=one, searched_on=date(2022, 2, 3))
    make_search(holder=actors[3], proposal=one, searched_on=date(2022, 2, 5))
    make_search(holder=actors[3], proposal=two, why="It has no vote.")
    make_search(holder=actors[2], proposal=two, dimension="salience")
    make_search(holder=actors[1], proposal=two, published=False)
    assert rows(client) == {one.slug: (1, 1, 1, 0, 1, 0, 0), two.slug: (0, 0, 0, 0, 0, 1, 3)}
    assert rows(client, "?by=actor")[actors[3].slug] == (0, 0, 0, 0, 1, 1, 0)
    assert [row["last_searched_on"] for row in as_dicts(client, "/talks/coverage/")] == ["2022-02-05", None]
    html = page(client, "/talks/coverage/")
    assert "last 5 Feb 2022" in html and f'href="/talks/coverage/?table=searches&amp;proposal={one.slug}"' in html
    assert rows(client, "?dimension=salience")[two.slug] == (0, 0, 0, 0, 1, 1, 2)


def test_what_counts_follows_the_filters_that_choose_claims(client, world):
    one = world[1]
    assert rows(client, "?as_of=2000-01-01")[one.slug] == (0, 0, 0, 0, 0, 0, 4)
    assert rows(client, "?attribution=predicted")[one.slug] == (0, 1, 0, 0, 0, 0, 3)
    assert rows(client, "?origin=Agency")[one.slug] == (1, 1, 1, 0, 0, 0, 1)
    assert "said on or before 1 Jan 2000" in text_of(client, "/talks/coverage/?as_of=2000-01-01")


def test_actors_are_counted_that_count_are_always_shown_or_are_known_of(client, world):
    silent, official = make_actor(principal=False), make_actor(kind="official")
    shown, searched = make_actor(principal=False, always_shown=True), make_actor(principal=False)
    expert = make_claim(holder=make_actor("expert"), dimension="prospects", proposal=world[1]).holder
    make_search(holder=searched, proposal=world[1])
    counted = rows(client, "?by=actor")
    assert {shown.slug, searched.slug, expert.slug} <= counted.keys()
    assert not {silent.slug, official.slug} & counted.keys()
    assert counted[expert.slug][0] == 1
    assert rows(client, f"?by=actor&actor={silent.slug}").keys() == {silent.slug}


def test_rows_and_columns_are_chosen_as_in_the_matrix(client, world):
    actors, one, two = world
    other = make_actor()
    assert rows(client, f"?proposal={one.slug}").keys() == {one.slug}
    assert rows(client, f"?topic={two.topic.slug}").keys() == {two.slug}
    assert rows(client, f"?actor={actors[0].slug}")[one.slug] == (1, 0, 0, 0, 0, 0, 0)
    assert sum(rows(client, f"?side={other.side.slug}")[one.slug]) == 1
    assert rows(client, f"?by=actor&topic={two.topic.slug}")[actors[0].slug] == (0, 0, 0, 0, 0, 0, 1)
    assert client.get("/talks/coverage/?topic=nothing").status_code == 400


def test_rows_are_headed_sorted_and_paged(client, world):
    html = page(client, "/talks/coverage/")
    assert str(world[1].topic) in html and str(world[2].topic) in html
    assert list(rows(client, "?sort=stances"))[-1] == list(rows(client, "?sort=-stances"))[0] == world[1].slug
    for _ in range(26):
        make_proposal()
    assert "Proposals: page 2 of 2" in page(client, "/talks/coverage/?per_page=25&page=2")
    assert "28 shown" in text_of(client, "/talks/coverage/?per_page=25&page=2")


@pytest.mark.parametrize(("table", "empty"), [("searches", "No search is recorded."), ("remarks", "no remark")])
def test_tables_without_a_row_say_so(client, table, empty):
    assert empty in text_of(client, f"/talks/coverage/?table={table}")


def test_recorded_searches_are_listed_and_download(client):
    found = make_search(searched_in="=kremlin.ru", dimension="position")
    never = make_search(why="It has no vote.")
    make_search(published=False)
    text = text_of(client, "/talks/coverage/?table=searches")
    assert "2 shown." in text and "=kremlin.ru" in text and "It has no vote." in text and "all dimensions" in text
    assert f'href="/talks/cells/{found.proposal.slug}/{found.holder.slug}/"' in page(
        client, "/talks/coverage/?table=searches"
    )
    heading, first, second = csv_rows(client, "/talks/coverage/?table=searches")
    assert heading == ["proposal", "holder", "dimension", "outcome", "searched_on", "searched_in", "why", "version"]
    assert first == [found.proposal.slug, found.holder.slug, "position", "nothing-found", "2022-02-03",
                     "'=kremlin.ru", "", "1"]  # fmt: skip
    assert second == [never.proposal.slug, never.holder.slug, "", "not-applicable", "", "", "It has no vote.", "1"]


def test_remarks_are_listed_and_download(client):
    on_cell = make_remark(written_on=date(2022, 2, 3))
    on_proposal = make_remark(holder=None, written_on=date(2022, 2, 2))
    make_remark(published=False)
    text = text_of(client, "/talks/coverage/?table=remarks")
    assert "no number counts them" in text and "the proposal" in text and "counted:" not in text
    assert as_dicts(client, "/talks/coverage/?table=remarks") == [
        {"proposal": row.proposal.slug, "holder": holder, "earlier_claim": "", "later_claim": "",
         "text": row.text, "signed_by": "Ann Analyst",
         "written_on": row.written_on.isoformat(), "version": 1}
        for row, holder in ((on_cell, on_cell.holder.slug), (on_proposal, ""))
    ]  # fmt: skip


def test_a_remark_names_the_claims_that_it_answers_in_its_file_as_far_as_readers_see_them(client):
    remark = make_answer()
    (listed,) = as_dicts(client, "/talks/coverage/?table=remarks")
    assert listed["earlier_claim"] == remark.earlier_claim.public_id
    change(remark.later_claim, status="withdrawn")
    (listed,) = as_dicts(client, "/talks/coverage/?table=remarks")
    assert (listed["earlier_claim"], listed["later_claim"]) == (remark.earlier_claim.public_id, "")


@pytest.mark.parametrize("make", [make_search, make_remark])
def test_lists_are_narrowed_by_proposal_topic_actor_and_side(client, make):
    row, other = make(), make()
    table = "searches" if make is make_search else "remarks"
    for name, value in (
        ("proposal", row.proposal),
        ("topic", row.proposal.topic),
        ("actor", row.holder),
        ("side", row.holder.side),
    ):
        found = as_dicts(client, f"/talks/coverage/?table={table}&{name}={value.slug}")
        assert [each["proposal"] for each in found] == [row.proposal.slug] != [other.proposal.slug], name


def test_what_cells_hold_is_what_folding_them_says(world):
    make_world(20)
    make_claim(holder=world[0][0], proposal=world[1], value=2)  # mixed, beside a rejection of the same day
    make_claim(holder=world[0][1], proposal=world[1], pending=True, value=0)  # awaited, beside a forecast
    make_claim(holder=world[0][3], proposal=world[1], conditions="if asked")
    snapshot = queries.get_snapshot(queries.Scope(), FIRST)
    vocab = snapshot.get(queries.read_vocabulary)
    folded = queries.read_stances(snapshot.scope, vocab).stances["position"]
    kinds = dict.fromkeys(SPOKEN, State.STANCE)
    expected = {}
    for (proposal, _), stance in folded.items():
        expected.setdefault(proposal, Counts())[kinds.get(stance.state, stance.state)] += 1
    arrays = snapshot.get(queries.read_stance_arrays, "position")
    by_proposal, _ = queries.count_by_state(arrays, vocab.proposals, vocab.actors)
    assert by_proposal == expected
    assert {stance.state for stance in folded.values()} >= {
        State.STANCE,
        State.CONDITIONAL,
        State.MIXED,
        State.AWAITING,
    }
    blank = world[1].pk, 10**6
    assert queries.select_filled_cells(snapshot, "position", {*folded, blank}) == set(folded)
    assert queries.select_filled_cells(snapshot, "position", set()) == set()


@pytest.mark.parametrize("by", ["", "&by=actor"])
def test_every_cell_is_counted_once(client, by):
    make_world(12)
    make_proposal(added_on=date(2022, 2, 2))
    for dimension in ("", "&dimension=position", "&dimension=prospects", "&dimension=salience"):
        for row in as_dicts(client, f"/talks/coverage/?x=1{by}{dimension}"):
            assert sum(row[name] for name in ALL_CELLS) == row["cells"] > 0


def test_the_page_begins_with_how_much_has_a_stance_and_folds_what_its_columns_count(client, world):
    code_a_source()
    html = page(client, "/talks/coverage/")
    assert "<h1>1 of 15 cells has a stance</h1>" in html
    assert (
        '<p class="lede">Of the others, one has a forecast only, one awaits an answer, twelve have nothing in the '
        "coded sources; one source is fully coded.</p>"
    ) in html
    assert (
        html.index('class="lede"')
        < html.index('id="filters"')
        < html.index("<summary>What the columns count</summary>")
    )
    part = client.get("/talks/coverage/", headers={"HX-Request": "true"}).content.decode()
    assert "<h1>1 of 15" in part

"""A proposal that was added to the codebook after sources were coded: its blanks are no answer until these are read
again."""

from datetime import date

import pytest

from tests.make import change, make_actor, make_claim, make_proposal, make_search, make_side, make_source
from tests.reader.read_downloads import as_dicts, csv_rows
from tests.reader.read_pages import labels, page, row, text_of

pytestmark = pytest.mark.django_db

FIRST, LATER, LAST = date(2022, 2, 1), date(2022, 3, 1), date(2022, 4, 1)
SOME = "nothing in 2 fully coded sources; 3 not yet looked through"
NONE = "not yet looked for in 5 fully coded sources"


@pytest.fixture
def east():
    return make_actor(slug="east", name="Eastland", short_name="East", side=make_side(slug="east", name="East"))


@pytest.fixture
def west():
    return make_actor(
        slug="west", name="Westland", short_name="West", side=make_side(slug="west", name="West"), always_shown=True
    )


@pytest.fixture
def proposals(east, west):
    """One proposal that was there from the beginning, one added before the last two sources were coded, one after."""
    old = make_proposal(slug="old", title="Old", order=1)
    some = make_proposal(slug="some", title="Some", added_on=LATER, topic=old.topic, order=2)
    new = make_proposal(slug="new", title="New", added_on=LAST, topic=old.topic, order=3)
    coded = [FIRST, FIRST, FIRST, LATER, date(2022, 3, 5)]  # a source that was finished on the day counts
    for number, day in enumerate(coded):
        source = make_source(slug=f"doc-{number}", title=f"Doc {number}", fully_coded_by="us", fully_coded_on=day)
        make_claim(1, holder=east, proposal=old, source=source)
    make_claim(1, holder=east, proposal=some, source=source)
    make_claim(1, holder=east, proposal=new, source=source)
    return old, some, new


def test_blanks_of_the_matrix_say_what_was_not_yet_looked_through(client, proposals):
    old, some, new = proposals
    assert '<td class="p blank" data-h="West">nothing in the coded sources</td>' in row(client, old)
    assert f'<td class="p blank" data-h="West" title="{SOME}">{SOME}</td>' in row(client, some)
    assert f'<td class="p blank" data-h="West" title="{NONE}">{NONE}</td>' in row(client, new)


def test_the_sentence_below_the_matrix_is_true_of_every_row(client, proposals):
    assert (
        "An empty cell: nothing in 5 fully coded sources; but 2 proposals were added to the codebook since: each blank "
        "there says how many sources are not yet looked through." in text_of(client, "/talks/")
    )
    assert "An empty cell: nothing in 5 fully coded sources." in text_of(client, "/talks/?proposal=old")
    assert f"An empty cell: {NONE}." in text_of(client, "/talks/?proposal=new")
    assert "An empty cell: nothing in 2 fully coded sources under this filter; 3 not yet looked through." in text_of(
        client, "/talks/?proposal=some&origin=Agency"
    )


def test_the_page_about_the_method_explains_it(client, proposals):
    assert "every fully coded source was coded before the proposal was added to the codebook" in text_of(
        client, "/method/signs/"
    )


def test_a_day_before_which_claims_count_leaves_what_was_looked_through(client, proposals):
    assert f'title="{SOME}"' in row(client, proposals[1], "?as_of=2022-01-20")


def test_an_opened_cell_says_it(client, proposals):
    assert "Nothing in 5 fully coded sources." in text_of(client, "/talks/cells/old/west/")
    assert f"N{SOME[1:]}." in text_of(client, "/talks/cells/some/west/")
    assert f"N{NONE[1:]}." in text_of(client, "/talks/cells/new/west/")


def test_the_page_of_a_proposal_says_it_of_who_is_silent(client, proposals):
    assert "In 5 fully coded sources, nothing from Westland" in text_of(client, "/talks/proposals/old/")
    assert "In 2 fully coded sources (3 not yet looked through), nothing from Westland" in text_of(
        client, "/talks/proposals/some/"
    )
    text = text_of(client, "/talks/proposals/new/")
    assert "Not yet looked for in 5 fully coded sources: anything from Westland" in text
    assert "in the codebook since 1 Apr 2022" in text
    assert "in the codebook since" not in text_of(client, "/talks/proposals/old/")


def test_the_page_of_an_actor_says_it(client, proposals, west):
    text = text_of(client, "/talks/actors/east/")
    assert "Some 3 fully coded sources not yet looked through" in text
    assert "it has no claim" not in text
    make_claim(holder=west, proposal=proposals[0])
    assert "On 2 proposals it has no claim: nothing in 5 fully coded sources; but 2 proposals were added" in text_of(
        client, "/talks/actors/west/"
    )


def test_two_actors_side_by_side_and_the_common_ground_say_it(client, proposals, west):
    assert NONE in text_of(client, "/talks/agreement/east/west/")
    text = text_of(client, "/talks/common-ground/")
    assert f"West {SOME}" in text and f"West {NONE}" in text and "West nothing found" in text


def test_a_search_by_hand_outweighs_what_is_not_yet_looked_for(client, proposals, west):
    make_search(holder=west, proposal=proposals[2])
    assert "Westland on New: searched, nothing found" in labels(row(client, proposals[2]))


def test_the_coverage_counts_it_apart(client, proposals, east, west):
    make_search(holder=west, proposal=proposals[2])
    third = make_actor(side=west.side)
    counted = {
        r["proposal"]: (
            r["stance"],
            r["nothing_in_coded"],
            r["not_yet_looked_for"],
            r["searched"],
            r["sources_to_reread"],
        )
        for r in as_dicts(client, "/talks/coverage/")
    }
    assert counted == {"old": (1, 2, 0, 0, 0), "some": (1, 2, 0, 0, 3), "new": (1, 0, 1, 1, 5)}
    by_actor = {
        r["actor"]: (r["stance"], r["nothing_in_coded"], r["not_yet_looked_for"], r["searched"], r["cells"])
        for r in as_dicts(client, "/talks/coverage/?by=actor")
    }
    assert by_actor == {"east": (3, 0, 0, 0, 3), "west": (0, 2, 0, 1, 3), third.slug: (0, 2, 1, 0, 3)}
    assert "sources_to_reread" not in as_dicts(client, "/talks/coverage/?by=actor")[0]
    text = text_of(client, "/talks/coverage/")
    assert "ive sources are fully coded, but not all for two proposals added to the codebook since." in text
    assert "Not yet looked for" in text and "Sources to read again" in text
    assert 'href="/talks/coverage/?table=re-read&amp;proposal=some">3</a>' in page(client, "/talks/coverage/")


def test_where_no_proposal_was_added_later_the_coverage_has_no_such_columns(client, proposals):
    table = page(client, "/talks/coverage/?proposal=old").split("<table")[1]
    assert ">Not yet looked for" not in table and "Sources to read again" not in table


def test_sources_to_read_again_are_listed_with_the_proposals_and_download(client, proposals):
    text = text_of(client, "/talks/coverage/?table=re-read")
    assert "5 shown." in text and "Doc 0 1 Feb 2022 us 2 Some, New" in text and "counted:" not in text
    heading, *rows = csv_rows(client, "/talks/coverage/?table=re-read")
    assert heading == ["source", "title", "negotiation", "fully_coded_by", "fully_coded_on", "number", "proposals"]
    assert [(r[0], r[4], r[6]) for r in rows] == [
        ("doc-0", "2022-02-01", "some new"),
        ("doc-1", "2022-02-01", "some new"),
        ("doc-2", "2022-02-01", "some new"),
        ("doc-3", "2022-03-01", "new"),
        ("doc-4", "2022-03-05", "new"),
    ]
    assert [r["source"] for r in as_dicts(client, "/talks/coverage/?table=re-read&proposal=some")] == [
        "doc-0",
        "doc-1",
        "doc-2",
    ]
    assert [r["source"] for r in as_dicts(client, "/talks/coverage/?table=re-read&sort=-fully_coded_on")][0] == "doc-4"
    assert as_dicts(client, "/talks/coverage/?table=re-read&proposal=old") == []
    assert "No source needs to be read again." in text_of(client, "/talks/coverage/?table=re-read&proposal=old")
    assert "“Not yet looked for”: all of them were read before the proposal was added." in text_of(
        client, "/talks/coverage/"
    )


def test_a_source_that_was_read_again_leaves_the_list(client, proposals):
    source = proposals[2].claims.get().source
    assert "Added to the codebook since, and not yet looked for here: New" in text_of(client, source.get_absolute_url())
    change(source.codings.get(), fully_coded_on=LAST)
    assert source.slug not in [r["source"] for r in as_dicts(client, "/talks/coverage/?table=re-read")]
    assert "not yet looked for" not in text_of(client, source.get_absolute_url())
    assert 'title="nothing in 1 fully coded source; 4 not yet looked through"' in row(client, proposals[2])


def test_a_source_that_only_drafts_cite_is_no_public_one(client, proposals):
    source = make_source(slug="secret", title="Secret", fully_coded_by="us", fully_coded_on=FIRST)
    make_claim(status="draft", source=source)
    assert "Secret" not in page(client, "/talks/coverage/?table=re-read")
    assert f'title="{SOME}"' in row(client, proposals[1])


def test_files_say_why_a_cell_is_blank(client, proposals):
    cells = {
        (r["proposal"], r["holder"]): (r["blank"], r["sources_looked_through"], r["sources_not_yet"])
        for r in as_dicts(client, "/talks/common-ground/")
    }
    assert cells["old", "west"] == ("nothing-coded", 5, 0)
    assert cells["some", "west"] == ("nothing-coded", 2, 3)
    assert cells["new", "west"] == ("not-yet-looked-for", 0, 5)
    assert cells["new", "east"] == ("", 0, 5)
    assert [r["sources_not_yet"] for r in as_dicts(client, "/talks/?proposal=some")] == [3]


def test_the_list_of_proposals_downloads_the_day(client, proposals):
    assert [r["added_on"] for r in as_dicts(client, "/talks/proposals/")] == [None, "2022-03-01", "2022-04-01"]

"""The agreement of all pairs: the numbers of a small world, what counts for them, and where there are none."""

import re
import tracemalloc
from datetime import date
from html import unescape
from types import SimpleNamespace

import numpy as np
import pytest

from claims.exporters import agreement as exporter
from claims.queries import agreement as loaded
from claims.reader.views import agreement as shown
from claims.rules.measures import closeness, networks
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_side, make_topic
from tests.reader.read_downloads import as_dicts, csv_rows
from tests.reader.read_pages import page, text_of, words

pytestmark = pytest.mark.django_db

OTHERS_SAY = {"attribution": Attribution.ATTRIBUTED}


def pair_cell(client, query=""):
    """Return what the cell of East and West is called."""
    found = re.search(
        r'href="/talks/agreement/east/west/[^"]*" aria-label="([^"]*)"', page(client, f"/talks/agreement/{query}")
    )
    return found and unescape(found.group(1))


@pytest.fixture
def talks(sides):
    """East and West on four proposals: three without a condition, one of West's on a condition.

    As it stands the distances are 4, 0 and 1; if every condition were met there is 3 besides. A fifth is a blank.
    """
    proposals = [
        make_proposal(title=f"Proposal {letter}", slug=letter.lower(), order=n) for n, letter in enumerate("ABCDE")
    ]
    for proposal, east, west in zip(proposals, (2, -1, 0, 2), (-2, -1, 1, -1), strict=False):
        make_claim(east, holder=sides["east"], proposal=proposal)
        conditions = {"conditions": "if asked"} if proposal.slug == "d" else {}
        make_claim(west, holder=sides["west"], proposal=proposal, said_on=date(2022, 1, 10), **conditions)
    return proposals


def test_a_cell_holds_both_numbers_each_with_its_n_and_its_bounds(client, talks):
    # 1 − 5/(4 · 3); lowest: two blanks at 4 besides; highest: 1 − 5/(4 · 5). With D: 1 − 8/(4 · 4), and so on.
    assert pair_cell(client) == (
        "East and West: as it stands 0.58, n = 3 of 5, between 0.35 and 0.75; "
        "if every condition were met 0.50, n = 4 of 5, between 0.40 and 0.60"
    )
    assert "0.5830.504" in text_of(client, "/talks/agreement/")


def test_the_sentence_counts_actors_pairs_and_proposals_and_names_who_is_left_out(client, talks):
    text = text_of(client, "/talks/agreement/")
    assert (
        "2 actors have a number with someone: 1 of 1 pair as it stands, 1 of 1 pair if every condition were met" in text
    )
    assert "position on 5 proposals" in text and "No number with anybody: Expert." in text


def test_there_is_no_number_under_the_minimum_and_n_is_said_instead(client, talks):
    assert pair_cell(client, "?min_n=4").startswith("East and West: as it stands no number, n = 3 of 5; if every")
    assert "n = 3" in text_of(client, "/talks/agreement/?min_n=4")
    assert pair_cell(client, "?min_n=5") is None
    assert "No two actors have a value on 5 of the same proposals" in text_of(client, "/talks/agreement/?min_n=5")


@pytest.mark.parametrize("value", ["0", "-1", "1001", "1.5", "three"])
def test_a_bad_minimum_is_a_named_error(client, talks, value):
    answer = client.get(f"/talks/agreement/?min_n={value}")
    assert answer.status_code == 400
    assert (
        "<strong>Proposals in common, at least</strong>: Give a whole number from 1 to 1000." in answer.content.decode()
    )


def test_first_hand_only_gives_the_number_of_first_hand_claims(client, sides, talks):
    make_claim(2, holder=sides["east"], proposal=talks[4], speaker=sides["expert"], **OTHERS_SAY)
    make_claim(2, holder=sides["west"], proposal=talks[4])
    assert "as it stands 0.69, n = 4 of 5" in pair_cell(client)
    assert "as it stands 0.58, n = 3 of 5" in pair_cell(client, "?attribution=own")


def test_it_can_be_had_as_of_a_day_and_by_origin(client, talks):
    assert pair_cell(client, "?as_of=2022-01-16") is None  # East spoke on the 17th
    assert "as it stands 0.58" in pair_cell(client, "?as_of=2022-01-17")
    assert "as it stands 0.58" in pair_cell(client, "?origin=Agency")
    assert client.get("/talks/agreement/?origin=Nobody").status_code == 400


def test_drafts_forecasts_and_awaited_answers_are_no_terms(client, sides, talks):
    make_claim(2, holder=sides["east"], proposal=talks[4])
    make_claim(2, holder=sides["west"], proposal=talks[4], status="draft")
    make_claim(2, holder=sides["west"], proposal=talks[4], attribution=Attribution.PREDICTED)
    make_claim(0, holder=sides["west"], proposal=talks[4], pending=True)
    assert "as it stands 0.58, n = 3 of 5" in pair_cell(client)


def test_topics_and_proposals_choose_the_terms(client, sides, talks):
    topic = make_topic(slug="ships")
    for value in (1, 2, 2):
        on = make_proposal(topic=topic)
        make_claim(value, holder=sides["east"], proposal=on)
        make_claim(value, holder=sides["west"], proposal=on)
    assert "as it stands 1.00, n = 3 of 3" in pair_cell(client, "?topic=ships")
    assert "as it stands 0.00, n = 1 of 1" in pair_cell(client, "?proposal=a&min_n=1")
    assert 'href="/talks/agreement/east/west/?proposal=a&amp;min_n=1"' in page(
        client, "/talks/agreement/?min_n=1&proposal=a&bounds=show"
    )


def test_another_dimension_has_numbers_of_its_own(client, sides, talks):
    for proposal in talks[:3]:
        for actor in ("east", "expert"):
            make_claim(1, holder=sides[actor], proposal=proposal, dimension="prospects")
    text = text_of(client, "/talks/agreement/?dimension=prospects")
    assert "2 actors have a number with someone" in text and "prospects on 5 proposals" in text
    assert "No number with anybody: West." in text


def test_bounds_are_written_into_the_cells_on_request(client, talks):
    assert "0.35–0.75" not in text_of(client, "/talks/agreement/")
    assert "0.35–0.75" in text_of(client, "/talks/agreement/?bounds=show")


def test_the_table_is_the_same_from_both_ends(client, talks):
    html = page(client, "/talks/agreement/")
    labels = [unescape(label) for label in re.findall(r'aria-label="((?:East|West) and [^"]*)"', html)]
    assert len(labels) == 2
    assert labels[0].partition(": ")[2] == labels[1].partition(": ")[2]


def test_heads_of_rows_lead_to_actors_with_the_claims_that_count(client, talks):
    html = page(client, "/talks/agreement/?as_of=2022-01-17&min_n=2")
    assert '<th scope="row"><a href="/talks/actors/east/?as_of=2022-01-17"' in html


def test_sides_and_actors_choose_whose_pairs_are_shown(client, sides, talks):
    assert "No two actors" in text_of(client, "/talks/agreement/?side=east-side")
    assert "as it stands 0.58" in pair_cell(client, "?actor=East&actor=West")


def test_officials_are_not_compared(client, sides, talks):
    make_actor(kind="official", side=sides["east"].side, speaks_for=sides["east"], name="A Minister", short_name="Min")
    assert ">Min<" not in page(client, "/talks/agreement/")


def test_an_empty_tracker_says_that_no_pair_has_a_number(client):
    text = text_of(client, "/talks/agreement/")
    assert "No two actors can be compared No two actors have a value on 3 of the same proposals." in text


# The finding and the ranges


def headline(client, query=""):
    found = re.search(r"<h1>(.*?)</h1>\s*<p class=\"lede\">(.*?)</p>", page(client, f"/talks/agreement/{query}"), re.S)
    return tuple(words(each) for each in found.groups())


def drawn_marks(html):
    """Return of each pair that is drawn the words of its link and the marks in it."""
    ranges = re.findall(r"<a href=\"[^\"]*\">\s*<title>([^<]*)</title>(.*?)</a>", html, re.S)
    return {
        unescape(title): re.findall(r'class="(dot|ring|reach|reach-now)" (?:cx|x|x1)="([\d.]+)%"', marks)
        for title, marks in ranges
    }


def test_the_page_begins_with_the_one_pair_that_can_be_compared(client, talks):
    assert headline(client) == (
        "Only East and West can be compared",
        "They stand at 0.58 on 3 proposals as it stands, and would stand at 0.50 on 4 with every condition met. "
        "What has not been said yet could bring that anywhere from 0.35 to 0.75.",
    )
    assert headline(client, "?as_of=2022-01-17")[0] == "As of 17 Jan 2022, only East and West can be compared"
    assert headline(client, "?as_of=2022-01-16")[0] == "As of 16 Jan 2022, no two actors can be compared"


def test_of_several_pairs_the_closest_and_the_farthest_are_named_with_their_articles(client, sides, talks):
    us = make_actor(side=sides["west"].side, slug="us", short_name="US", article="the", principal=False)
    for proposal, value in zip(talks, (1, 2, 2), strict=False):
        make_claim(value, holder=us, proposal=proposal)
    name, lede = headline(client)
    assert name == "East and West are closest; the US and West are farthest apart"
    assert lede.startswith("East and West stand at 0.58 on 3 proposals, the US and West at 0.42 on 3. What has not")


def test_a_range_shows_both_numbers_and_what_the_blanks_allow_and_leads_to_the_pair(client, talks):
    html = page(client, "/talks/agreement/")
    # 0.583, 0.50 and their bounds on a drawing that begins at 2 % and is 96 % wide
    assert drawn_marks(html) == {
        "East and West: as it stands 0.58, n = 3 of 5, between 0.35 and 0.75; "
        "if every condition were met 0.50, n = 4 of 5, between 0.40 and 0.60": [
            ("reach", "40.40"),
            ("reach-now", "35.60"),
            ("ring", "50.00"),
            ("dot", "58.00"),
        ]
    }
    ranges = re.search(r'<div id="ranges">.*?</div>', html, re.S).group()
    assert ranges.count('href="/talks/agreement/east/west/"') == 2
    assert "0.58 on 3" in words(ranges) and "0.50 on 4" in words(ranges)


def test_a_pair_without_a_number_under_one_reading_has_no_mark_of_it(client, talks):
    ((title, marks),) = drawn_marks(page(client, "/talks/agreement/?min_n=4")).items()
    assert "as it stands no number, n = 3 of 5" in title
    assert [name for name, _ in marks] == ["reach", "ring"]
    assert "– on 3" in text_of(client, "/talks/agreement/?min_n=4")


def test_of_many_pairs_those_of_principals_are_drawn_first_and_the_rest_is_in_the_table(client, crowd, monkeypatch):
    monkeypatch.setattr(closeness, "ENDS", 2)
    html = page(client, "/talks/agreement/")
    headings = re.findall(r"<h2>(Between principals|Closest|Farthest apart)</h2>", html)
    assert headings == ["Between principals", "Closest", "Farthest apart"]
    assert len(drawn_marks(re.search(r'<div id="ranges">.*?</div>', html, re.S).group())) == 6 + 2 + 2
    assert "10 of 15 pairs with a number; all are in the table" in words(html)


# Tree and map


@pytest.fixture
def crowd(sides):
    """Six actors who all have spoken on four proposals; those of one side alike."""
    third = make_side(name="Third", slug="third", negotiates=False, order=9)
    actors = [sides["east"], sides["west"]]
    actors += [make_actor(side=side, order=9) for side in (sides["east"].side, sides["west"].side, third, third)]
    for _ in range(4):
        proposal = make_proposal()
        for actor in actors:
            value = {"east-side": 2, "west-side": -2}.get(actor.side.slug, 0)
            make_claim(value, holder=actor, proposal=proposal)
    return actors


def test_below_five_actors_the_page_says_why_nothing_is_drawn(client, talks):
    text = text_of(client, "/talks/agreement/")
    assert "Drawn for 5 or more actors; there are 2." in text
    html = page(client, "/talks/agreement/")
    assert '<figure id="map">' not in html and '<figure id="tree">' not in html


def test_a_missing_pair_is_the_reason_too(client, crowd):
    lonely = make_actor(side=crowd[0].side)
    on = [make_proposal() for _ in range(3)]
    for proposal in on:
        make_claim(1, holder=lonely, proposal=proposal)
        make_claim(1, holder=crowd[0], proposal=proposal)
    assert "5 of 21 pairs have none" in text_of(client, "/talks/agreement/")
    assert '<figure id="map">' in page(
        client, f"/talks/agreement/?{'&'.join(f'actor={actor.slug}' for actor in crowd)}"
    )


def test_tree_and_map_link_each_actor_and_each_joint(client, crowd):
    html = page(client, "/talks/agreement/")
    tree, drawn = (re.search(rf'<figure id="{part}">.*?</figure>', html, re.S).group() for part in ("tree", "map"))
    for actor in crowd:
        assert f'href="/talks/actors/{actor.slug}/"' in tree and f'href="/talks/actors/{actor.slug}/"' in drawn
    assert tree.count('class="knot"') == len(crowd) - 1
    assert "2 actors, joined at a mean distance of 0.00" in tree
    assert 'href="/talks/agreement/east/' in tree and "/talks/agreement/?actor=" in tree
    assert set(re.findall(r"side-[a-f]\b", drawn)) == {"side-a", "side-b", "side-c"}
    assert "Stress 0.00" in drawn and "explain 1.00" in drawn


def test_the_table_follows_the_tree_unless_another_order_is_asked_for(client, crowd):
    def order(query=""):
        head = re.search(r"<thead>.*?</thead>", page(client, f"/talks/agreement/{query}"), re.S).group()
        return re.findall(r'<th scope="col" title="([^"]*)"', head)

    by_side = [a.name for a in sorted(crowd, key=lambda a: (a.side.order, a.order, a.name))]
    assert order("?order=side") == by_side
    assert order("?order=name") == sorted(
        by_side, key=lambda n: next(a.short_name for a in crowd if a.name == n).casefold()
    )
    near = order()
    assert order("?order=cluster") == near and set(near) == set(by_side)
    sides_in_order = [next(a.side.pk for a in crowd if a.name == name) for name in near]
    assert sides_in_order[0] == sides_in_order[1] and sides_in_order[2] == sides_in_order[3]


def test_tree_and_map_say_which_of_the_two_numbers_they_are_drawn_from(client, crowd):
    assert "Drawn from the numbers if every condition were met" in text_of(client, "/talks/agreement/")
    assert "Drawn from the numbers as it stands" in text_of(client, "/talks/agreement/?reading=as-it-stands")


def test_actors_who_agree_on_everything_lie_on_one_point(client):
    actors = [make_actor() for _ in range(5)]
    for _ in range(3):
        proposal = make_proposal()
        for actor in actors:
            make_claim(1, holder=actor, proposal=proposal)
    assert "all lie on one point" in text_of(client, "/talks/agreement/")


# Many actors


def test_a_large_table_comes_in_pages_and_each_pair_comes_once_in_each_direction(client, crowd, monkeypatch):
    monkeypatch.setattr(shown, "ACTORS_A_PAGE", 4)
    seen = []
    for rows in (1, 2):
        for columns in (1, 2):
            html = page(client, f"/talks/agreement/?page={rows}&columns={columns}")
            seen += re.findall(r'aria-label="(\w+ and \w+):', html)
            assert "6 actors have a number" in words(html)
    assert len(seen) == len(set(seen)) == 6 * 5
    assert page(client, "/talks/agreement/?page=99&columns=x")


def test_only_those_who_have_spoken_on_most_are_compared_where_there_are_too_many(client, sides, talks, monkeypatch):
    monkeypatch.setattr(loaded, "MOST_ACTORS", 2)
    for proposal in talks[:3]:
        make_claim(1, holder=sides["expert"], proposal=proposal)
    text = text_of(client, "/talks/agreement/")
    assert "2 actors have a number with someone" in text
    assert "This compares the 2 actors with a value on the most proposals, each on 4 or more." in text
    assert "Left out: 1, each with a value on 4 or fewer. To compare them, choose a side: " in text
    assert "Who is left out Expert" in text
    html = page(client, "/talks/agreement/?actor=east")
    assert "Compared are" not in html


def test_a_side_of_those_left_out_is_a_link_to_its_own_table(client, sides, talks, monkeypatch):
    monkeypatch.setattr(loaded, "MOST_ACTORS", 2)
    for proposal in talks[:3]:
        make_claim(1, holder=sides["expert"], proposal=proposal)
    side = sides["expert"].side
    html = page(client, "/talks/agreement/?order=name&page=1")
    assert f'<a href="/talks/agreement/?order=name&amp;side={side.slug}">{side}</a>' in html
    assert 'name="side"' in html


def test_each_side_of_the_map_has_a_mark_of_its_own(client):
    proposals = [make_proposal() for _ in range(3)]
    for number in range(8):
        actor = make_actor(principal=False, short_name=f"A{number}")
        for place, proposal in enumerate(proposals):
            make_claim((-2, 2)[(number >> place) & 1], holder=actor, proposal=proposal)
    html = page(client, "/talks/agreement/")
    points = re.search(r'<svg class="chart map".*?<ul class="chart-key">', html, re.S).group()
    marks = re.findall(r'<path class="(side-[a-f])" d="[^"]+"/>\s*(?:<text\s+class="letter mid"[^>]*>(\w+)<)?', points)
    assert len(marks) == len(set(marks)) == 8
    assert {letter for _, letter in marks} == {"", "A"}
    assert len(re.findall('class="letter mid"', html)) == 4  # two sides have one, in the legend and on the map


# Downloads


def test_one_row_a_pair_downloads_with_both_numbers(client, talks):
    assert as_dicts(client, "/talks/agreement/") == [
        {
            "actor_a": "east",
            "actor_b": "west",
            "dimension": "position",
            "as_it_stands": 0.583333,
            "as_it_stands_n": 3,
            "as_it_stands_units": 5,
            "as_it_stands_coverage": 0.6,
            "as_it_stands_lower": 0.35,
            "as_it_stands_upper": 0.75,
            "if_met": 0.5,
            "if_met_n": 4,
            "if_met_units": 5,
            "if_met_coverage": 0.8,
            "if_met_lower": 0.4,
            "if_met_upper": 0.6,
        }
    ]


def test_pairs_without_a_number_download_with_their_n(client, sides, talks):
    for proposal in talks[:2]:
        make_claim(1, holder=sides["expert"], proposal=proposal)
    make_claim(1, holder=sides["expert"], proposal=talks[2], conditions="if asked")
    rows = {(row["actor_a"], row["actor_b"]): row for row in as_dicts(client, "/talks/agreement/")}
    row = rows["east", "expert"]
    assert (row["as_it_stands"], row["as_it_stands_n"], row["as_it_stands_lower"]) == (None, 2, None)
    assert (row["if_met"], row["if_met_n"]) == (0.666667, 3)


def test_the_network_downloads_with_every_sum(client, sides, talks):
    make_claim(2, holder=sides["expert"], proposal=talks[0], attribution=Attribution.PREDICTED)
    make_claim(-2, holder=sides["expert"], proposal=talks[0])
    heading, *rows = csv_rows(client, "/talks/agreement/?table=network")
    assert heading == ["actor_a", "actor_b", "dimension", "congruence", "conflict", "subtract", "ignore"]
    assert rows == [
        ["east", "west", "position", "2", "2", "0", "4"],  # distances of 4, 0, 1 and 3 quarters
        ["east", "expert", "position", "0", "1", "-1", "1"],
        ["west", "expert", "position", "1", "0", "1", "1"],
    ]
    assert csv_rows(client, "/talks/agreement/?table=network&actor=east&actor=west")[1:] == rows[:1]
    assert csv_rows(client, "/talks/agreement/?table=network&proposal=b")[1:] == [
        ["east", "west", "position", "1", "0", "1", "1"]
    ]


def test_the_network_of_many_actors_is_written_without_holding_all_its_pairs():
    actors, tie = [SimpleNamespace(slug=str(n)) for n in range(300)], np.ones((300, 300))
    tracemalloc.start()
    rows = exporter.make_network_table(actors, "position", dict.fromkeys(networks.Aggregation, tie)).rows
    number = sum(1 for _ in rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == 300 * 299 / 2
    assert peak < 1_000_000  # bytes; all pairs at once take thirty times that


def test_other_pages_lead_to_it(client, talks):
    for address in ("/talks/", "/talks/actors/east/", "/talks/proposals/"):
        assert 'href="/talks/agreement/' in page(client, address)
    assert 'href="/talks/agreement/?attribution=own"' in page(client, "/talks/?attribution=own")
    assert 'href="/talks/agreement/?attribution=own"' in page(client, "/talks/actors/east/?attribution=own")

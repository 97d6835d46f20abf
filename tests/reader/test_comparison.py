"""Where no side negotiates: the leanings by which rows are chosen, the orders in which they stand, and who is close to
whom."""

import re
from datetime import date

import pytest
from django.db import connection

from claims import queries
from claims.models import Proposal
from claims.rules.scales import Dimension
from tests.make import change, make_actor, make_claim, make_outcome, make_proposal, make_side, make_topic
from tests.query_counter import QueryCounter
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import listed_claims, page, row_order, text_of, verdict_bar, words

pytestmark = pytest.mark.django_db

VALUES = {  # of four parties, in their order; None is a blank
    "liked": (2, 2, 1, 0),
    "split": (2, -2, 2, -2),
    "hated": (-2, -2, -1, None),
    "torn": (2, 2, 0, 0),
    "silent": (None, None, None, None),
}


@pytest.fixture
def theses(db):
    """Five proposals in two topics, and four parties on two sides of which none negotiates; slug → Proposal."""
    topics = [make_topic(name="Money", order=1), make_topic(name="Roads", order=2)]
    sides = [make_side(name=name, negotiates=False, order=n) for n, name in enumerate(("Reds", "Blues"))]
    parties = [
        make_actor(slug=slug, name=slug.capitalize(), short_name=slug.capitalize(), side=sides[n // 2], order=n)
        for n, slug in enumerate(("ash", "beech", "cork", "dill"))
    ]
    for n, (slug, values) in enumerate(VALUES.items()):
        proposal = make_proposal(slug=slug, title=f"Thesis {slug}", topic=topics[n % 2], order=n)
        for party, value in zip(parties, values, strict=True):
            if value is not None:
                make_claim(holder=party, proposal=proposal, value=value)
    return {proposal.slug: proposal for proposal in Proposal.objects.all()}


ORDERS = [
    ("", ["split", "torn", "liked", "hated", "silent"]),
    ("?order=mean", ["liked", "torn", "split", "hated", "silent"]),
    ("?order=lowest-mean", ["hated", "split", "torn", "liked", "silent"]),
    ("?order=supports", ["liked", "split", "torn", "hated", "silent"]),
    ("?order=rejects", ["hated", "split", "liked", "torn", "silent"]),
    ("?order=listed", ["liked", "hated", "silent", "split", "torn"]),
    ("?group=topic", ["liked", "hated", "silent", "split", "torn"]),
    ("?group=topic&order=lowest-mean", ["hated", "liked", "silent", "split", "torn"]),
]


@pytest.mark.parametrize(("query", "order"), ORDERS)
def test_rows_stand_in_the_order_that_is_chosen(client, theses, query, order):
    assert row_order(client, query) == order


def test_an_order_is_offered_named_and_taken_off_like_every_filter(client, theses):
    html = page(client, "/talks/?order=mean")
    assert '<option value="mean" selected>mean, highest first</option>' in html
    assert "order: mean, highest first" in words(html)
    wrong = client.get("/talks/?order=best")
    assert wrong.status_code == 400 and "best" in words(wrong.content.decode())


@pytest.mark.parametrize(
    ("leaning", "rows"),
    [("divided", ["split"]), ("mixed", ["torn"]), ("supported", ["liked"]), ("opposed", ["hated"]),
     ("no-position", ["silent"])],
)  # fmt: skip
def test_rows_are_chosen_by_their_leaning_on_each_page(client, theses, leaning, rows):
    query = f"?leaning={leaning}"
    assert row_order(client, query) == rows
    listed = re.findall(r'<a href="/talks/proposals/(\w+)/">', page(client, f"/talks/proposals/{query}"))
    assert listed == rows
    on = theses[rows[0]].claims.values_list("public_id", flat=True)
    assert set(listed_claims(client, query)) == set(on)
    assert [row["proposal"] for row in as_dicts(client, f"/talks/proposals/{query}")] == rows


def test_the_bar_counts_leanings_and_its_words_choose_them(client, theses):
    said = "1 divided 1 mixed 1 opposed 1 supported 1 without a position"
    assert verdict_bar(client, "/talks/") == said
    assert verdict_bar(client, "/talks/?leaning=mixed") == f"{said} all"
    assert 'href="/talks/?leaning=divided"' in page(client, "/talks/")
    assert "leaning: divided" in text_of(client, "/talks/?leaning=divided")
    assert "At least a third is for it, and at least a third against it." in page(client, "/talks/")


def test_a_wrong_leaning_is_told_beside_its_field(client, theses):
    answer = client.get("/talks/?leaning=contested")
    assert answer.status_code == 400 and "contested" in words(answer.content.decode())


def test_who_is_close_to_whom_stands_beside_the_finding_and_leads_to_all_pairs(client, theses):
    html = page(client, "/talks/")
    assert "Two pairs are closest, Ash and Beech among them; Ash and Dill are farthest apart." in words(html)
    assert '<a href="/talks/agreement/">Who agrees with whom</a>' in html


def test_who_is_close_to_whom_is_not_told_of_rows_that_were_chosen(client, theses):
    assert "are closest" not in text_of(client, "/talks/?proposal=split")


def test_the_list_of_proposals_tells_leaning_and_mean_and_no_column_that_is_empty(client, theses):
    html = page(client, "/talks/proposals/?sort=mean")
    said = words(re.search(r"<thead>.*?</thead>", html, re.S).group())
    assert "Leaning" in said and "Mean" in said and "Proposers" not in said and "Verdict" not in said
    assert "opposed" in words(re.search(r"<tbody>.*?</tbody>", html, re.S).group())


@pytest.mark.parametrize(
    ("sort", "order"),
    [("mean", "hated split torn liked silent"), ("-mean", "liked torn split hated silent"),
     ("leaning", "split torn hated liked silent"), ("agreement", "split torn liked hated silent")],
)  # fmt: skip
def test_the_list_of_proposals_sorts_by_what_it_compares(client, theses, sort, order):
    html = page(client, f"/talks/proposals/?sort={sort}")
    assert re.findall(r'<a href="/talks/proposals/(\w+)/">', html) == order.split()


def test_files_of_proposals_tell_leaning_mean_and_how_many_stand_where(client, theses):
    rows = {row["proposal"]: row for row in as_dicts(client, "/talks/proposals/")}
    columns = ("leaning", "mean", "actors_at_rejects", "actors_at_sceptical", "actors_at_neutral", "actors_at_open")
    assert [rows["hated"][name] for name in (*columns, "actors_at_supports")] == [
        "opposed", -1.6667, 2, 1, 0, 0, 0,
    ]  # fmt: skip
    assert (rows["silent"]["leaning"], rows["silent"]["mean"]) == ("no-position", None)


def test_the_search_tells_leanings(client, theses):
    assert "Thesis split Divided" in text_of(client, "/search/?q=Thesis")


def group_heads(html):
    """Return the heads of the groups of columns, each with how many there are."""
    head = re.search(r'<tr class="groups">.*?</tr>', html, re.S).group()
    return [(words(text), int(size)) for size, text in re.findall(r'<th [^>]*colspan="(\d+)"[^>]*>([^<]*)</th>', head)]


def test_columns_stand_below_the_heads_of_their_sides(client, theses):
    expert = make_actor(kind="expert", side=make_side(name="Experts", negotiates=False, order=9))
    make_claim(holder=expert, proposal=theses["liked"], dimension=Dimension.PROSPECTS)
    html = page(client, "/talks/")
    assert group_heads(html) == [("Reds", 2), ("Blues", 2), ("What experts expect", 1)]
    assert len(re.findall(r'<th scope="col" class="p begins"', html)) == 1
    assert [cell.value for cell in workbook(client, "/talks/")["matrix"][1][5:10]] == [
        "Reds", None, "Blues", None, "Experts expect",
    ]  # fmt: skip


def test_who_is_folded_together_stands_below_no_side(client, theses):
    side = make_side(name="Greens", negotiates=False, order=5)
    for _ in range(30):
        make_claim(holder=make_actor(side=side), proposal=theses["liked"])
    html = page(client, "/talks/")
    assert group_heads(html) == [("Reds", 2), ("Blues", 2), ("Greens", 26)]
    head = re.search(r'<tr class="groups">.*?</tr>', html, re.S).group()
    assert re.findall(r'<td colspan="(\d+)"></td>', head) == ["4", "1"]  # before the actors, and the others


def test_where_no_actor_is_on_a_side_the_head_says_what_the_cells_tell(client, db):
    for value in (2, -2):
        make_claim(holder=make_actor(side=None), proposal=make_proposal(), value=value)
    assert group_heads(page(client, "/talks/")) == [("Where the parties stand", 2)]


def test_who_is_on_no_side_stands_below_that_beside_sides(client, theses):
    make_claim(holder=make_actor(side=None), proposal=theses["liked"])
    assert group_heads(page(client, "/talks/"))[-1] == ("No side", 1)


def sorted_heads(client, query=""):
    """Return the heads that lead to an order, as (words, address), and how the rows are sorted by which."""
    head = re.search(r"<thead>.*?</thead>", page(client, f"/talks/{query}"), re.S).group()
    links = re.findall(r'<th scope="col" class="(?:shares|num mean|num a)".*?<a href="([^"]*)"[^>]*>(.*?)</a>', head)
    sorts = re.findall(r'aria-sort="(\w+)"[^>]*><a [^>]*>(.*?)</a>', head)
    return [(words, address) for address, words in links], sorts


def test_heads_lead_to_the_orders_and_say_how_rows_are_sorted(client, theses):
    links, sorts = sorted_heads(client)
    assert links == [
        ("Share of each value", "/talks/?order=supports"), ("Mean", "/talks/?order=mean"), ("A", "/talks/"),
    ]  # fmt: skip
    assert sorts == [("ascending", "A")]
    links, sorts = sorted_heads(client, "?order=mean")
    assert links[1] == ("Mean", "/talks/?order=lowest-mean") and sorts == [("descending", "Mean")]
    assert sorted_heads(client, "?order=lowest-mean")[1] == [("ascending", "Mean")]
    links, sorts = sorted_heads(client, "?order=rejects")
    assert sorts == [("descending", "Share that rejects")] and links[2] == ("A", "/talks/")


def test_beside_its_strip_each_row_says_the_share_that_orders_it(client, theses):
    html = page(client, "/talks/?order=rejects")
    assert re.findall(r"</svg><span>(.*?)</span>", html) == ["67\u00a0%", "50\u00a0%", "0\u00a0%", "0\u00a0%"]


def test_of_two_actors_it_is_said_how_far_they_are_apart(client, db):
    two = [make_actor(side=make_side(negotiates=False)) for _ in range(2)]
    for proposal, values in ((make_proposal(), (1, 1)), (make_proposal(), (2, -2)), (make_proposal(), (1, 0))):
        for holder, value in zip(two, values, strict=True):
            make_claim(holder=holder, proposal=proposal, value=value)
    html = page(client, "/talks/")
    assert re.findall(r'<td class="num a".*?>([^<]+)</abbr>', html) == ["4 steps apart", "1 step apart", "alike"]
    assert "stand at" in text_of(client, "/talks/") and "where 1 is never to differ." in text_of(client, "/talks/")


def test_rows_with_room_tell_whole_titles_and_of_long_ones_both_ends(client, theses):
    change(theses["liked"], full_title="Thesis liked by everybody who has answered")
    change(theses["hated"], full_title=f"Thesis hated {'by all who were asked ' * 9} in paragraph 4")
    html = page(client, "/talks/")
    assert ">Thesis liked by everybody who has answered</a>" in html
    assert re.search(r">Thesis hated by all[^<]*… [^<]*in paragraph 4</a>", html)


def test_an_outcome_is_told_beside_the_title(client, theses):
    make_outcome(proposal=theses["split"], day=date(2022, 3, 3))
    assert "Thesis split agreed 3 Mar 2022" in text_of(client, "/talks/")


@pytest.mark.parametrize("more", [0, 12])
def test_a_comparison_takes_as_many_queries_however_large_it_is(client, theses, more):
    side = make_side(negotiates=False)
    for _ in range(more):
        make_claim(holder=make_actor(side=side), proposal=make_proposal())
    taken = []
    for address in ("/talks/", "/talks/?order=mean&leaning=supported", "/talks/proposals/", "/talks/common-ground/"):
        queries.forget_all()
        with connection.execute_wrapper(counter := QueryCounter()):
            client.get(address)
        taken.append(len(counter.statements))
    assert taken == [16, 16, 13, 13]


def test_where_a_side_negotiates_none_of_it_is_offered_and_no_address_fails(client, sides):
    make_claim(holder=sides["east"], value=2)
    html = page(client, "/talks/")
    assert 'name="leaning"' not in html and 'name="order"' not in html and "Who agrees with whom</a>" in html
    assert "leaning" not in as_dicts(client, "/talks/proposals/")[0]
    for query in ("?leaning=supported", "?order=mean", "?group=topic&order=mean"):
        assert len(row_order(client, query)) == 1
    assert row_order(client, "?leaning=opposed") == []


def test_the_menu_leads_to_common_ground_only_where_a_side_negotiates(client, theses):
    html = page(client, "/talks/")
    assert "/talks/common-ground/" not in html
    assert 'href="/talks/agreement/"' in html


def test_the_menu_of_a_claim_does_not_lead_to_common_ground_either(client, theses):
    claim = theses["split"].claims.first()
    assert "/talks/common-ground/" not in page(client, claim.get_absolute_url())


def test_the_menu_leads_to_common_ground_where_a_side_negotiates(client, sides):
    assert "/talks/common-ground/" in page(client, "/talks/proposals/")

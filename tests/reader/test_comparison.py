"""Where no side negotiates: the leanings by which rows are chosen, the orders in which they stand, and who is close to
whom."""

import re

import pytest

from claims.models import Proposal
from tests.make import make_actor, make_claim, make_proposal, make_side, make_topic
from tests.reader.read_downloads import as_dicts
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

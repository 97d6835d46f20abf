"""Two actors side by side: every proposal, both quotes, and a sum that can be redone by hand."""

import re
from datetime import date
from math import prod

import pytest

from claims.reader.views import pair as shown
from claims.rules.scales import Attribution
from tests.make import make_actor, make_claim, make_proposal, make_source, make_topic
from tests.reader.read_downloads import as_dicts
from tests.reader.read_pages import page, text_of, words

pytestmark = pytest.mark.django_db


def group(client, name, query=""):
    """Return the words of one group of proposals, or nothing where there is none."""
    found = re.search(rf'<section id="{name}">.*?</section>', page(client, f"/talks/agreement/east/west/{query}"), re.S)
    return words(found.group()) if found else ""


@pytest.fixture
def stand(sides):
    """Return a function that makes a proposal on which East and West stand as told, None for a blank."""
    topic = make_topic(slug="one", order=1)

    def make(title, east=None, west=None, part_of=None, topic=topic, **of_west):
        proposal = make_proposal(title=title, slug=title.lower().replace(" ", "-"), topic=topic, part_of=part_of)
        if east is not None:
            make_claim(east, holder=sides["east"], proposal=proposal, quote=f"East on {title}.")
        if west is not None:
            make_claim(west, holder=sides["west"], proposal=proposal, quote=f"West on {title}.", **of_west)
        return proposal

    return make


def test_both_stances_stand_side_by_side_with_the_quotes_that_decide(client, sides, stand):
    zones = stand("Zones", 2, -2)
    make_claim(1, holder=sides["west"], proposal=zones, quote="Earlier words.", said_on=date(2021, 1, 1))
    text = group(client, "opposed")
    assert "Zones supports 17 Jan 2022 East on Zones." in text
    assert "West on Zones." in text and "Earlier words." not in text
    assert text.endswith("4 4")


def test_proposals_are_grouped_by_how_the_two_compare(client, sides, stand):
    stand("Same", 1, 1)
    stand("Nearly", 2, 0)
    stand("Against", 1, -1)
    stand("Alone", 1)
    quarrel = stand("Quarrel", 1, 2)
    make_claim(-2, holder=sides["west"], proposal=quarrel)
    stand("Silence")
    html = page(client, "/talks/agreement/east/west/")
    found = {name: re.findall(r'<tr id="on-([\w-]+)"', section) for name, section in re.findall(
        r'<section id="(agree|differ|opposed|one|no-value|neither)">(.*?)</section>', html, re.S)}  # fmt: skip
    assert found == {
        "agree": ["same"],
        "differ": ["nearly"],
        "opposed": ["against"],
        "one": ["alone"],
        "no-value": ["quarrel"],
    }
    assert (
        "Position on 6 proposals: 1 agree, 1 differ in degree, 1 opposed, 1 only one has spoken, "
        "1 no value to compare, 1 neither has spoken"
    ) in words(html)
    assert "nothing found" in group(client, "one")


def test_the_page_begins_with_where_they_agree_and_where_they_differ_most(client, stand):
    for title, east, west in (("A", 2, -2), ("B", -1, -1), ("C", 0, 1)):
        stand(title, east, west)
    html = page(client, "/talks/agreement/east/west/?as_of=2022-01-17")
    headline = "As of 17 Jan 2022, East and West agree on one of the three proposals on which both have a value"
    assert f"<h1>{headline}</h1>" in html
    assert "They agree on B; they differ most on A, where they stand at opposite ends." in words(html)
    lede = re.search(r'<p class="lede">.*?</p>', html, re.S).group()
    assert '<a href="/talks/proposals/a/?as_of=2022-01-17">A</a>' in lede


def test_the_range_of_the_pair_shows_both_numbers(client, stand):
    for title, east, west in (("A", 2, -2), ("B", -1, -1), ("C", 0, 1)):
        stand(title, east, west)
    stand("D", 2, -1, conditions="if asked")
    html = page(client, "/talks/agreement/east/west/")
    assert '<circle class="dot" cx="58.00%"' in html and '<circle class="ring" cx="50.00%"' in html
    assert "0.58 on 3 0.50 on 4" in words(html)
    assert 'aria-label="East and West: as it stands 0.58, n = 3 of 4' in html


def test_the_whole_sum_is_written_out_for_both_readings(client, stand):
    for title, east, west in (("A", 2, -2), ("B", -1, -1), ("C", 0, 1)):
        stand(title, east, west)
    stand("D", 2, -1, conditions="if asked")
    stand("E")
    text = text_of(client, "/talks/agreement/east/west/")
    assert "As it stands 0.58 3 3/5 = 0.60 0.35 0.75" in text
    assert "Agreement 1 − (4 + 0 + 1)/(4 · 3) = 1 − 5/12 = 0.58" in text
    assert "Lowest 1 − (4 + 0 + 1 + 2 · 4)/(4 · 5) = 1 − 13/20 = 0.35" in text
    assert "Highest 1 − (4 + 0 + 1)/(4 · 5) = 1 − 5/20 = 0.75" in text
    assert "If every condition were met 0.50 4 4/5 = 0.80 0.40 0.60" in text
    assert "Agreement 1 − (4 + 0 + 1 + 3)/(4 · 4) = 1 − 8/16 = 0.50" in text
    assert "Lowest 1 − (4 + 0 + 1 + 3 + 1 · 4)/(4 · 5) = 1 − 12/20 = 0.40" in text
    assert "on a condition 3" in group(client, "opposed")


def test_each_written_out_division_comes_out_as_written(client, stand):
    for number in range(20):
        stand(f"P{number}", number % 5 - 2, (number * 7) % 5 - 2)
    for number in range(5):
        stand(f"Q{number}", number - 2)
    divisions = re.findall(
        r"1 − \(([^)]*)\)/\(4 · (\d+)\) = 1 − (\d+)/(\d+) = ([\d.]+)", text_of(client, "/talks/agreement/east/west/")
    )
    assert len(divisions) == 6
    for added, number, total, divisor, value in divisions:
        terms = [prod(map(int, term.split(" · "))) for term in added.split(" + ")]
        assert (sum(terms), 4 * int(number)) == (int(total), int(divisor))
        assert f"{1 - int(total) / int(divisor):.2f}" == value


def test_a_number_halfway_between_two_hundredths_is_written_alike_everywhere(client, stand):
    for number in range(8):
        stand(f"P{number}", 2, -2 if number < 3 else 2)
    text = text_of(client, "/talks/agreement/east/west/")
    assert "1 − 12/32 = 0.63" in text and "As it stands 0.63 8" in text and "0.62" not in text
    assert "as it stands 0.63, n = 8 of 8" in page(client, "/talks/agreement/")


@pytest.mark.parametrize("title", ["Sums", "Proposals", "Agree"])
def test_no_proposal_takes_the_place_of_a_part_of_the_page(client, stand, title):
    stand(title, 2, 2)
    ids = re.findall(r' id="([^"]*)"', page(client, "/talks/agreement/east/west/"))
    assert f"on-{title.lower()}" in ids and len(ids) == len(set(ids))


def test_under_the_minimum_there_is_no_number_and_the_proposals_are_still_listed(client, stand):
    stand("Zones", 2, -2)
    text = text_of(client, "/talks/agreement/east/west/")
    assert "no number: 1 in common, under the minimum of 3" in text and "redone by hand" not in text
    assert "Zones" in group(client, "opposed")
    assert "Agreement 1 − (4)/(4 · 1) = 1 − 4/4 = 0.00" in text_of(client, "/talks/agreement/east/west/?min_n=1")


def test_the_rule_of_packages_is_said_where_it_applies(client, sides, stand):
    snapshot = stand("Whole", 2, 2)
    stand("Part one", 1, part_of=snapshot)
    part = stand("Part two", None, 1, part_of=snapshot)
    assert "Whole package: stands for its parts" in group(client, "agree")
    assert group(client, "agree").endswith("0 0")
    make_claim(-1, holder=sides["east"], proposal=part)
    text = group(client, "agree")
    assert "Whole package: its parts stand for it" in text and "its parts stand for it its parts stand for it" in text


def test_where_a_part_counts_in_one_reading_only_the_package_says_so_for_each(client, sides, stand):
    snapshot = stand("Whole", 2, 2)
    stand("Part one", 1, 1, part_of=snapshot, conditions="if asked")
    text = group(client, "agree")
    assert "package: as it stands: stands for its parts; if every condition were met: its parts stand for it" in text
    assert "0 its parts stand for it" in text


def test_either_order_of_the_address_leads_to_one_page_with_the_query_kept(client, stand):
    stand("Zones", 2, -2)
    answer = client.get("/talks/agreement/west/east/?as_of=2022-01-17&attribution=own")
    assert answer.status_code == 302
    assert answer["Location"] == "/talks/agreement/east/west/?as_of=2022-01-17&attribution=own"
    assert client.get("/talks/agreement/west/east/")["Location"] == "/talks/agreement/east/west/"


def test_who_is_no_pair_is_told_why(client, sides):
    minister = make_actor(kind="official", slug="minister", name="A Minister", speaks_for=sides["east"])
    make_claim(holder=sides["east"], speaker=minister)  # nobody sees an official whom no claim quotes
    for address, why in (
        ("east/east", "An actor is compared with others, not with itself."),
        ("east/minister", "A Minister speaks for a party: compare that party instead."),
        ("nobody/east", "There is no actor “nobody”."),
    ):
        answer = client.get(f"/talks/agreement/{address}/")
        assert answer.status_code == 404 and why in answer.content.decode()


def test_the_filters_change_the_sum_and_are_kept_by_its_links(client, sides, stand):
    stand("A", 2, 2)
    stand("B", 1, 1, attribution=Attribution.ATTRIBUTED, speaker=sides["expert"])
    stand("C", 2, 2, topic=make_topic(slug="two"))
    assert "As it stands 1.00 3 3/3" in text_of(client, "/talks/agreement/east/west/")
    assert "2 in common" in text_of(client, "/talks/agreement/east/west/?attribution=own")
    assert "1 in common" in text_of(client, "/talks/agreement/east/west/?topic=two")
    assert 'href="/talks/proposals/a/?attribution=own"' in page(client, "/talks/agreement/east/west/?attribution=own")
    assert 'href="/talks/agreement/?attribution=own&amp;min_n=1"' in page(
        client, "/talks/agreement/east/west/?attribution=own&min_n=1"
    )
    assert client.get("/talks/agreement/east/west/?min_n=none").status_code == 400


def test_a_long_list_comes_in_pages_and_the_sum_is_that_of_all(client, stand, monkeypatch):
    monkeypatch.setattr(shown, "PROPOSALS_A_PAGE", 3)
    for number in range(5):
        stand(f"P{number}", 1, 1)
    first, second = (page(client, f"/talks/agreement/east/west/{query}") for query in ("", "?page=2"))
    assert [len(re.findall(r'<tr id="', html)) for html in (first, second)] == [3, 2]
    assert "As it stands 1.00 5 5/5" in words(first) and "As it stands 1.00 5 5/5" in words(second)


def test_the_terms_download(client, stand):
    snapshot = stand("Whole", 2, 2)
    stand("Part", 2, -1, part_of=snapshot, conditions="if asked")
    stand("Silence")
    assert as_dicts(client, "/talks/agreement/east/west/") == [
        {
            "proposal": "whole", "title": "Whole", "part_of": "", "group": "agree",
            "state_a": "stance", "value_a": 2, "in_part_a": False,
            "state_b": "stance", "value_b": 2, "in_part_b": False,
            "as_it_stands_distance": 0, "if_met_distance": None,
            "as_it_stands_package": "stands for its parts", "if_met_package": "its parts stand for it",
        },
        {
            "proposal": "part", "title": "Part", "part_of": "whole", "group": "opposed",
            "state_a": "stance", "value_a": 2, "in_part_a": False,
            "state_b": "conditional", "value_b": -1, "in_part_b": False,
            "as_it_stands_distance": None, "if_met_distance": 3,
            "as_it_stands_package": "its package stands for it", "if_met_package": "stands for its package",
        },
    ]  # fmt: skip


def test_the_worked_example_of_the_method_is_on_the_page(client, seeded):
    text = text_of(client, "/russia-us-security-2021/agreement/united-states/nato/")
    assert "As it stands no number: 1 in common, under the minimum of 3" in text
    assert "If every condition were met 1.00 4 4/22 = 0.18 0.25 1.00" in text
    assert "Agreement 1 − (0 + 0 + 0 + 0)/(4 · 4) = 1 − 0/16 = 1.00" in text
    assert "12 · 4 + 6 · 3)/(4 · 22) = 1 − 66/88 = 0.25" in text
    text = text_of(client, "/russia-us-security-2021/agreement/russia/united-states/")
    assert "1 − 10/16 = 0.38" in text and "If every condition were met 0.53 9" in text


def test_what_the_terms_rest_on_is_said(client, sides, stand):
    reprint = make_source(origin="One agency", publisher="Evening")
    stand("Zones", 2, -2, attribution=Attribution.REPORTED, speaker=None, source=reprint)
    stand("Talks", 1, 1, source=make_source(origin="One agency", publisher="Morning"))
    stand("Only east", 1)
    text = text_of(client, "/talks/agreement/east/west/")
    assert "The terms are based on 4 claims in 4 sources of 2 origins, 75 % first-hand, newest 17 Jan 2022." in text

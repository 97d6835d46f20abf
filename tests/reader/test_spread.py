"""What divides: how the stances are spread, in words, as a drawing, as numbers, and with the sums that make them."""

import re
from html import unescape

import pytest

from claims.reader.rendering import distribution
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_side, make_three_a_side
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import page, row, words

pytestmark = pytest.mark.django_db

EAST, WEST = (2, 2, 1), (-2, -1, -2)  # as docs/method.md has them


@pytest.fixture
def zones(sides):
    proposal = make_proposal(title="Zones", slug="zones")
    make_three_a_side(sides, proposal, EAST, WEST)
    return proposal


def divides(client, proposal, query=""):
    """Return the section of a proposal's page that says what divides, as HTML."""
    html = page(client, f"/talks/proposals/{proposal.slug}/{query}")
    return re.search(r'<section id="divides">.*?</section>', html, re.S).group()


def finding(client, proposal, query=""):
    """Return the row of a proposal in the common ground, as HTML."""
    return re.search(rf'<tr id="{proposal.slug}">.*?</tr>', page(client, f"/talks/common-ground/{query}"), re.S).group()


def order(client, query):
    return re.findall(r'<tr id="([\w-]+)">', page(client, f"/talks/common-ground/{query}"))


def test_the_numbers_are_those_of_the_method_page(client, zones):
    text = words(divides(client, zones))
    assert "All 6 actors with a value on it" in text
    assert "Gap 4 of 4" in text
    assert "Between sides, η² 0.93 0 to 1, standard deviation 1.73" in text
    assert "East 0 0 0 1 2 3 1.67" in text and "West 2 1 0 0 0 3 −1.67" in text and "All 2 1 0 1 2 6 0.00" in text


def test_the_sums_can_be_redone_from_their_terms(client, zones):
    text = words(divides(client, zones))
    assert "the nearest principals of different sides are East at +2 and West at −2: 4 apart" in text
    assert "East 3 1.67 8.33" in text and "West 3 −1.67 8.33" in text
    assert "16.67 / 18.00 = 0.93" in text
    terms = re.search(r"Share × A (.*?) A (−?[\d.]+) η²", text)
    layers = re.findall(r"(?:[+−]?\d, )+[+−]?\d (\d+) ([\d.]+) (−?[\d.]+) (−?[\d.]+)", terms[1])
    assert [int(height) for height, *_ in layers] == [1, 1]
    assert sum(float(share) for _, share, *_ in layers) == pytest.approx(1, abs=0.01)
    total = sum(float(term.replace("−", "-")) for *_, term in layers)
    assert total == pytest.approx(float(terms[2].replace("−", "-")), abs=0.02)


def test_van_der_eijks_agreement_is_that_of_the_method_page(client, sides):
    proposal = make_proposal()
    make_three_a_side(sides, proposal, (2, 2, 2, 1), (-2, -2, -1))
    assert "Agreement A −0.22 −1 to 1" in words(divides(client, proposal))


def test_what_is_undefined_is_a_dash_with_the_reason(client, sides):
    proposal = make_proposal(title="Ships")
    make_claim(value=2, holder=sides["east"], proposal=proposal)
    text = words(divides(client, proposal))
    assert "Gap – no principals of two sides have a value" in text
    assert "Agreement A – fewer than 3 actors have a value" in text
    assert "0.00" not in text and "standard deviation" not in text
    make_claim(value=1, holder=sides["west"], proposal=proposal)
    why = "fewer than two sides have 3 actors with a value (too few on East, West)"
    assert f"Between sides, η² – {why}" in words(divides(client, proposal))
    assert f"η²: none, since {why}." in words(divides(client, proposal))
    assert f'title="None: {why}."' in finding(client, proposal)


def test_one_actor_of_a_third_side_withholds_nothing_and_is_named(client, zones, sides):
    make_claim(value=0, holder=sides["expert"], proposal=zones)
    text = words(divides(client, zones))
    assert "All 7 actors with a value on it" in text and "+2 29 %, +1 14 %, 0 14 %, −1 14 %, −2 29 %" in text
    assert "η² 0.93 0 to 1, without Experts: fewer than 3 actors with a value" in text
    assert "Experts 0 0 1 0 0 1 0.00" in text and "16.67 / 18.00 = 0.93" in text
    assert "0.93 (without Experts: fewer than 3 actors with a value)*" in words(finding(client, zones))
    (row,) = as_dicts(client, "/talks/proposals/")
    assert (row["between_sides"], row["sides_left_out"]) == (0.9259, "Experts")


def test_where_no_side_negotiates_the_matrix_shows_what_divides_the_most_divided_first(client):
    reds, blues = (make_side(name=name, negotiates=False) for name in ("Reds", "Blues"))
    near, split, alone = (make_proposal(title=title) for title in ("Near", "Split", "Alone"))
    for side, value in ((reds, 2), (blues, -2)):
        for _ in range(2):
            holder = make_actor(side=side)
            make_claim(value=value, holder=holder, proposal=split)
            make_claim(value=1, holder=holder, proposal=near)
    make_claim(value=1, holder=holder, proposal=alone)
    html = page(client, "/talks/")
    assert re.findall(r'<tr id="([\w-]+)"', html) == [split.slug, near.slug, alone.slug]
    assert "Proposal Share of each value Mean A " in words(html)
    told = [
        [words(cell) for cell in re.findall(r'<td class="(?:shares|num mean|num a)".*?</td>', row(client, each), re.S)]
        for each in (split, near, alone)
    ]
    assert told == [["", "0.00", "−1.00"], ["", "+1.00", "1.00"], ["", "+1.00", ""]]
    split_title = re.search(r'class="strip"[^>]* title="([^"]*)"', row(client, split))[1]
    assert split_title == "Split: 50\u00a0% for it, 50\u00a0% against it, of 4: 2 at +2, 2 at −2"
    sheet = [[cell.value for cell in line[:5]] for line in workbook(client, "/talks/")["matrix"].iter_rows(min_row=2)]
    assert sheet[:4] == [
        ["Proposal", "Leaning", "Share of each value", "Mean", "A"],
        ["Split", "divided", "+2 50\u00a0%, −2 50\u00a0%", 0, -1],
        ["Near", "supported", "+1 100\u00a0%", 1, 1],
        ["Alone", "supported", "+1 100\u00a0%", 1, None],
    ]


def test_nothing_is_said_to_hang_on_a_source_where_there_is_no_verdict(client, sides):
    make_proposal()
    for address in ("/talks/common-ground/", "/talks/common-ground/robustness/"):
        assert "0 of 0" not in words(page(client, address))
    assert "0 of 0" not in words(page(client, "/talks/coverage/?actor=nobody"))


def test_where_all_values_are_equal_there_is_agreement_and_no_share_of_a_variance(client, sides):
    proposal = make_proposal()
    make_three_a_side(sides, proposal, (1, 1, 1), (1, 1, 1))
    text = words(divides(client, proposal))
    assert "Agreement A 1.00" in text and "η² – all values are equal, standard deviation 0.00" in text
    assert "η²: none, since all values are equal." in text


def test_experts_and_conditional_stances_count_and_forecasts_do_not(client, sides):
    proposal = make_proposal()
    make_claim(value=1, holder=sides["west"], proposal=proposal, conditions="if asked")
    make_claim(value=-1, holder=sides["expert"], proposal=proposal)
    make_claim(value=2, holder=sides["east"], proposal=proposal, attribution=Attribution.PREDICTED)
    make_claim(value=2, holder=sides["east"], proposal=proposal, dimension=Dimension.SALIENCE)
    assert "All 2 actors with a value on it" in words(divides(client, proposal))
    assert "−2: 0, −1: 1, 0: 0, +1: 1, +2: 0" in divides(client, proposal)


def test_a_proposal_on_which_nobody_has_a_value_is_not_drawn(client, sides):
    proposal = make_proposal()
    assert "No actor has a value on it" in words(divides(client, proposal))
    assert "<svg" not in finding(client, proposal) and "<svg" not in page(client, "/talks/proposals/")


BAR = re.compile(r'<a href="([^"]*)" aria-label="(\d+) at ([+−]?\d): who stands there"')


def standing(html):
    """Return the rows of who stands at the value that an address names."""
    (section,) = re.findall(r'<section id="standing">.*?</section>', html, re.S)
    return [words(row) for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", section, re.S)]


def test_each_bar_leads_to_the_stances_that_it_counts(client, zones):
    bars = BAR.findall(divides(client, zones, "?attribution=own"))
    assert [(n, value) for _, n, value in bars] == [("2", "−2"), ("1", "−1"), ("1", "+1"), ("2", "+2")]
    for href, n, _ in bars:
        assert "attribution=own" in href and href.endswith("#standing")
        assert len(standing(page(client, unescape(href)))) == int(n)


def test_a_bar_counts_medians_and_leads_to_each_with_the_claims_that_it_is_made_of(client, sides):
    proposal = make_proposal()
    for value in (0, 1, 2):
        make_claim(value=value, holder=sides["east"], proposal=proposal, quote=f"Words of {value}.")
    make_claim(value=0, holder=sides["expert"], proposal=proposal, quote="I wait.")
    make_claim(value=1, holder=sides["west"], proposal=proposal, attribution=Attribution.PREDICTED)
    (at_zero, at_one) = [href for href, *_ in BAR.findall(divides(client, proposal))]
    (east,) = standing(page(client, unescape(at_one)))
    assert east.startswith("Eastland") and all(f"Words of {value}." in east for value in (0, 1, 2))
    (expert,) = standing(page(client, unescape(at_zero)))
    assert expert.startswith("An Expert") and "I wait." in expert
    assert "No actor stands at this value." in words(page(client, f"{proposal.get_absolute_url()}?value=-2"))
    assert {row["holder"] for row in as_dicts(client, f"{proposal.get_absolute_url()}?table=stances&value=1")} == {
        "east"
    }
    assert client.get(f"{proposal.get_absolute_url()}?value=5").status_code == 400


def test_who_stands_at_a_value_comes_in_pages(client, sides, monkeypatch):
    monkeypatch.setattr("claims.reader.views.proposals.ACTORS_A_PAGE", 1)
    proposal = make_proposal()
    for holder in (sides["east"], sides["west"]):
        make_claim(value=2, holder=holder, proposal=proposal)
    first, second = (page(client, f"{proposal.get_absolute_url()}?value=2&standing={n}") for n in (1, 2))
    assert [row.split()[0] for row in (*standing(first), *standing(second))] == ["Eastland", "Westland"]
    assert "Who stands at +2, supports 2" in words(first) and "Next actors" in words(first)


def test_bars_stand_in_the_order_of_values_and_are_tall_as_there_are_stances():
    bars = re.findall(r'class="bar v-(\w+)" x="(\d+)" y="\d+" width="\d+" height="(\d+)"', drawn((1, 0, 2, 0, 4)))
    assert [css for css, *_ in bars] == ["n2", "z", "p2"]
    assert [int(x) for _, x, _ in bars] == sorted(int(x) for _, x, _ in bars)
    assert [int(height) for *_, height in bars] == [4, 8, 16]
    assert 'height="2"' in drawn((1, 0, 0, 0, 10_000))


def test_a_drawing_says_in_words_what_it_shows_and_escapes_the_title():
    assert 'aria-label="&lt;b&gt;, stances by value: −2: 1, −1: 0, 0: 2, +1: 0, +2: 4"' in drawn((1, 0, 2, 0, 4))


def drawn(counts):
    return distribution.draw_small(counts, "/there/", "<b>")


@pytest.mark.parametrize("where", ["/talks/common-ground/", "/talks/proposals/"])
def test_lists_draw_the_spread_and_lead_every_number_to_its_sum(client, zones, where):
    html = page(client, f"{where}?attribution=own")
    link = f'href="/talks/proposals/{zones.slug}/?attribution=own#divides"'
    assert f'<a class="bars" {link} aria-label="Zones, stances by value: −2: 2, −1: 1, 0: 0, +1: 1, +2: 2"' in html
    for number in ("4", "0.93"):
        assert f"<a {link}>{number}</a>" in html
    for section in ("gap", "van-der-eijk", "variance-between-sides"):
        assert f'href="/method/what-divides/#{section}"' in html


def test_common_ground_is_ordered_by_what_divides_most_with_the_undefined_last(client, sides):
    near, far, without = (make_proposal(title=title) for title in ("Near", "Far", "Without"))
    make_three_a_side(sides, near, (1, 1, 1), (1, 1, 0))
    make_three_a_side(sides, far, (2, 2, 2), (-2, -2, -1))
    make_claim(value=2, holder=sides["east"], proposal=without)
    for measure in ("gap", "agreement", "between-sides"):
        assert order(client, f"?order={measure}") == [far.slug, near.slug, without.slug], measure
    assert "Contested East +2; West −2" in words(finding(client, far, "?order=gap"))
    assert client.get("/talks/common-ground/?order=colour").status_code == 400


def test_the_list_downloads_the_numbers(client, zones):
    (row,) = as_dicts(client, "/talks/proposals/")
    assert (row["gap"], row["between_sides"], row["deviation"]) == (4, 0.9259, 1.7321)
    assert row["agreement_a"] == -0.4259  # −1 · 2/6 and (3 · 2 − 4 · 4)/18 · (1 − 3/4) · 4/6

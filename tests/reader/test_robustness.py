"""How sure we are: what stances and verdicts rest on, which verdicts depend on what, which cells rest on one source."""

import re
from datetime import date

import pytest

from claims.reader.rendering import robustness_section
from claims.rules.scales import Attribution, Dimension
from tests.make import make_actor, make_claim, make_proposal, make_side, make_source, make_topic
from tests.reader.read_downloads import as_dicts, workbook
from tests.reader.read_pages import labels, page, row, text_of, words

pytestmark = pytest.mark.django_db

PANEL = "/talks/common-ground/robustness/"
PANEL_OF_SEEDS = "/russia-us-security-2021/common-ground/robustness/"


@pytest.fixture
def zones(sides):
    """A contested proposal: the east by two reprints of one agency, the west second-hand from a paper of its own."""
    proposal = make_proposal(title="Zones", slug="zones")
    for name in ("Morning", "Evening"):
        reprint = make_source(title=name, publisher=name, origin="Agency")
        make_claim(value=2, holder=sides["east"], proposal=proposal, source=reprint)
    leaf = make_source(title="Leaflet", slug="leaflet", publisher="Press", origin="")
    make_claim(
        value=-2, holder=sides["west"], proposal=proposal, source=leaf, said_on=date(2022, 1, 20),
        attribution=Attribution.ATTRIBUTED, speaker=sides["expert"],
    )  # fmt: skip
    return proposal


def trial(client, name, address=PANEL):
    """Return the words of one trial of the panel."""
    return words(re.search(rf'<section id="{name}">.*?</section>', page(client, address), re.S).group())


# What a stance or a verdict rests on


def test_a_cell_says_what_each_stance_rests_on(client, sides, zones):
    make_claim(value=2, holder=sides["east"], proposal=zones, said_on=date(2022, 1, 1))  # decides nothing
    make_claim(value=1, holder=sides["east"], proposal=zones, dimension=Dimension.SALIENCE)
    text = text_of(client, "/talks/cells/zones/east/")
    assert "Based on 2 claims in 2 sources of 1 origin, 100 % first-hand, newest 17 Jan 2022." in text
    assert "Based on 1 claim in 1 source of 1 origin, 100 % first-hand, newest 17 Jan 2022." in text
    assert 'href="/method/robustness/#rests-on"' in page(client, "/talks/cells/zones/east/")


def test_a_verdict_rests_on_all_that_decides_for_its_principals_conditions_included(client, sides, zones):
    make_claim(value=-1, holder=sides["east"], proposal=zones, conditions="if late", source=make_source(origin="TV"))
    make_claim(value=2, holder=sides["expert"], proposal=zones)
    said = "4 claims in 4 sources of 3 origins, 75 % first-hand, newest 20 Jan 2022."
    assert f"It is based on {said}" in text_of(client, "/talks/proposals/zones/")
    assert f"Based on {said}" in text_of(client, "/talks/common-ground/")


def test_what_does_not_count_carries_no_verdict(client, zones):
    assert "Based on 2 claims in 2 sources of 1 origin" in text_of(client, "/talks/common-ground/?attribution=own")
    silent = re.search(r'<tr id="zones">.*?</tr>', page(client, "/talks/common-ground/?as_of=2021-01-01"), re.S).group()
    assert "Based on" not in silent


# What verdicts hang on


def test_each_change_is_named_with_what_was_left_out_and_what_would_be(client, zones):
    html = page(client, PANEL)
    assert "<h1>1 of 1 verdict depends on a single source</h1>" in html
    assert "1 would change without one origin" in words(html)
    assert "Leaflet Zones contested East: supports; West: rejects → unanswered East: supports" in trial(
        client, "source"
    )
    assert "Morning" not in trial(client, "source")  # the other reprint says the same
    assert "Agency Zones contested East: supports; West: rejects → unanswered West: rejects" in trial(client, "voice")
    assert "Press Zones contested East: supports; West: rejects → unanswered East: supports" in trial(client, "voice")
    assert "1 verdict No claim counts in which another actor says" in trial(client, "second-hand")
    assert "0 verdicts No verdict would change." in trial(client, "conditional")


def test_what_was_left_out_is_one_click_away(client, zones):
    html = page(client, PANEL)
    left_out = re.findall(r'<li>\s*<a href="([^"]*)">[^<]*</a>\s*<ul class="verdict-changes">', html)
    assert len(left_out) == 3
    for href in left_out:
        assert client.get(href.replace("&amp;", "&")).status_code == 200, href
    assert 'href="/sources/leaflet/"' in html
    assert 'href="/talks/claims/?origin=Agency"' in html and 'href="/talks/claims/?origin=Press"' in html
    assert "2 claims" in text_of(client, "/talks/claims/?origin=Agency")
    assert "1 claim," in text_of(client, "/talks/claims/?origin=Press")


def test_what_was_left_out_leads_to_the_claims_that_count(client, zones):
    html = page(client, f"{PANEL}?as_of=2022-01-31")
    assert 'href="/talks/claims/?as_of=2022-01-31&amp;origin=Agency"' in html
    assert 'href="/talks/claims/?as_of=2022-01-31&amp;origin=Press"' in html
    assert 'href="/talks/claims/?origin=Agency"' in page(client, f"{PANEL}?origin=Agency")  # not twice


def test_a_condition_read_as_a_refusal_is_named(client, sides):
    ships = make_proposal(title="Ships")
    make_claim(value=1, holder=sides["west"], proposal=ships, conditions="if asked")
    make_claim(value=2, holder=sides["east"], proposal=ships)
    shown = "Ships within reach East: supports; West: open if → contested East: supports; West: sceptical"
    assert shown in trial(client, "conditional") and shown in trial(client, "conditional", "/talks/common-ground/")


def test_the_panel_counts_only_what_counts(client, zones):
    assert "As of 25 Jan 2022, 1 of 1 verdict depends on a single source" in text_of(
        client, f"{PANEL}?as_of=2022-01-25"
    )
    assert "No verdict depends on a single source" in text_of(client, f"{PANEL}?attribution=own")
    assert client.get(f"{PANEL}?as_of=soon").status_code == 400


def test_common_ground_holds_the_panel_and_leads_to_it(client, zones):
    html = page(client, "/talks/common-ground/?as_of=2022-02-01")
    assert "Leaflet Zones contested East: supports; West: rejects → unanswered East: supports" in words(html)
    assert 'href="/talks/common-ground/robustness/?as_of=2022-02-01"' in html
    assert (
        words(re.search(r'<a href="#hangs-on">.*?</a>', html, re.DOTALL)[0])
        == "1 of 1 verdict depends on a single source"
    )


def test_where_there_are_many_verdicts_common_ground_does_not_wait_for_them(client, zones, monkeypatch):
    monkeypatch.setattr(robustness_section, "MOST_AT_ONCE", 1)
    html = page(client, "/talks/common-ground/")
    assert "Leaflet" not in html and "of 1 verdict" not in html
    address = re.search(r'<details hx-get="([^"]*)" hx-trigger="toggle once"', html)[1]
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="robustness">') and "Leaflet" in part
    assert f'<a href="{address}">' in html  # without scripts


def test_many_changes_come_in_pages(client, sides, monkeypatch):
    monkeypatch.setattr(robustness_section, "CHANGES_A_PAGE", 3)
    source, topic = make_source(), make_topic()  # of one topic, they stand by their titles
    for number in range(4):
        make_claim(holder=sides["east"], proposal=make_proposal(title=f"Plan {number}", topic=topic), source=source)
    first, second = (re.findall(r"Plan \d", page(client, f"{PANEL}?page={n}")) for n in (1, 2))
    assert (first, second) == (
        ["Plan 0", "Plan 1", "Plan 2"],
        ["Plan 3", "Plan 0", "Plan 1"],
    )  # of the source, the voice
    assert "4 of 4 verdicts depend on a single source" in text_of(client, f"{PANEL}?page=2")
    assert "All changes, 5 more" in text_of(client, "/talks/common-ground/")


def test_without_a_negotiating_side_there_is_nothing_to_depend(client):
    make_claim(holder=make_actor(side=make_side(negotiates=False)))
    assert "depend on" not in text_of(client, "/talks/common-ground/")
    html = page(client, PANEL)
    assert "<h1>There are no verdicts</h1>" in html and "Download:" not in words(html)


@pytest.mark.parametrize("address", [PANEL, "/talks/common-ground/?table=robustness"])
def test_the_changes_download(client, zones, address):
    rows = as_dicts(client, address)
    assert rows[0] == {
        "trial": "source", "left_out": "leaflet", "proposal": "zones",
        "verdict": "contested", "reason": "East +2; West −2", "would_be": "unanswered", "would_be_reason": "East +2",
    }  # fmt: skip
    assert [(r["trial"], r["left_out"]) for r in rows[1:]] == [
        ("voice", "Agency"),
        ("voice", "Press"),
        ("second-hand", ""),
    ]


def test_the_seeds_hang_on_what_the_method_page_says(client, seeded):
    changed = {
        (r["trial"], r["left_out"], r["proposal"]): (r["verdict"], r["would_be"])
        for r in as_dicts(client, PANEL_OF_SEEDS)
    }
    arms = "standalone-arms-control"
    assert changed["source", "tass-suslov-2022-01-17", arms] == ("contested", "unanswered")
    assert changed["conditional", "", arms] == ("contested", "rejected")
    refused = [pair for (trial, _, slug), pair in changed.items() if trial == "conditional" and slug != arms]
    assert len(refused) == 4 and {after for _, after in refused} == {"contested"}
    said = "Arms control on its own contested Russia: rejects; the US, NATO: open if → unanswered the US, NATO: open if"
    assert said in trial(client, "source", PANEL_OF_SEEDS)


# Cells that rest on one source


def test_cells_that_rest_on_one_source_are_marked_on_request_only(client, sides, zones):
    make_claim(value=2, holder=sides["expert"], proposal=zones, dimension=Dimension.PROSPECTS)
    make_claim(value=1, holder=sides["expert"], proposal=zones, attribution=Attribution.PREDICTED)
    assert "one source" not in page(client, "/talks/").replace("that rest on one source", "")
    marked = labels(row(client, zones, "?mark=single"))
    assert ["one source" in label for label in marked] == [False, True, True]
    assert marked[1] == "Westland on Zones: rejects (−2), second-hand, one source"
    html = page(client, "/talks/?mark=single")
    assert 'class="c v-n2 weak"' in html and "on one source, or thin evidence" in words(html)
    assert "on one source" not in text_of(client, "/talks/").replace("that rest on one source", "")
    numbered = page(client, "/talks/?mark=single&marks=numbers")
    assert '<span class="mark mark-one-source">①</span>' in numbered


def test_two_claims_of_one_source_and_a_branch_of_another_are_told_apart(client, sides):
    one, two = make_proposal(title="One"), make_proposal(title="Two")
    source = make_source()
    for proposal, other in ((one, source), (two, make_source())):
        make_claim(value=1, holder=sides["east"], proposal=proposal, source=source)
        make_claim(value=-1, holder=sides["east"], proposal=proposal, source=other, conditions="if late")
    assert "one source" in labels(row(client, one, "?mark=single"))[0]
    assert "one source" not in labels(row(client, two, "?mark=single"))[0]


def test_the_marks_download_with_the_matrix_on_request_only(client, sides, zones):
    rows = {row["holder"]: row["marks"] for row in as_dicts(client, "/talks/?mark=single")}
    assert rows == {"east": "", "west": "one-source second-hand"}
    assert {row["marks"] for row in as_dicts(client, "/talks/")} == {"", "second-hand"}
    sheets = {
        name: workbook(client, address) for name, address in (("marked", "/talks/?mark=single"), ("plain", "/talks/"))
    }
    assert {name: "rests on one source only" in said(book["legend"]) for name, book in sheets.items()} == {
        "marked": True, "plain": False,
    }  # fmt: skip
    assert "①" in said(sheets["marked"]["matrix"]) and "①" not in said(sheets["plain"]["matrix"])


def said(sheet):
    return " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_an_unheard_of_mark_is_a_named_error(client):
    answer = client.get("/talks/?mark=double")
    assert answer.status_code == 400 and "<strong>Mark</strong>" in answer.content.decode()

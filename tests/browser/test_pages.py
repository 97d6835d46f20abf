"""From one page to the next, as a reader goes: proposal, actor, source, claim."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from claims.models import Actor, Claim, Proposal, Source
from claims.reader.rendering import robustness_section
from tests.browser.accessibility import check_accessibility
from tests.browser.days import type_day
from tests.browser.layout import check_layout
from tests.make import make_claim, make_outcome

SIZES = "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
PAPER = re.compile(rb"/Type\s*/Page\b")
PAGES = {
    "/russia-us-security-2021/common-ground/": "table.findings tbody tr",
    "/russia-us-security-2021/common-ground/robustness/": ".verdict-changes li",
    "/russia-us-security-2021/changes/?since=2021-12-22&as_of=2022-01-10": ".changed tbody tr",
    "/russia-us-security-2021/changes/moves/": ".changed tbody tr",
    "/russia-us-security-2021/contradictions/": ".contradictions tbody tr",
    "/russia-us-security-2021/timeline/?proposal=nato-non-expansion": ".daylist li li",
    "/russia-us-security-2021/proposals/": "table.list tbody tr",
    "/russia-us-security-2021/proposals/nato-non-expansion/": "#stances tbody tr",
    "/russia-us-security-2021/actors/": "table.list tbody tr",
    "/russia-us-security-2021/actors/united-states/": "#stances tbody tr",
    "/russia-us-security-2021/actors/dmitry-suslov/": "#expected tbody tr",
    "/russia-us-security-2021/experts/": "#list tbody tr",
    "/russia-us-security-2021/actors/us-officials/": "table.list tbody tr",
    "/sources/": "table.list tbody tr",
    "/sources/explainer-2022-01-10/": "table.list tbody tr",
    "/search/?q=missiles": "ul.says > li",
}


def test_a_reader_opens_a_contested_proposal_and_reads_why_it_is_contested(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_role("link", name="Proposals").click()
    reader.get_by_label("Verdict").select_option("contested")
    reader.get_by_role("button", name="Show").click()
    expect(reader.get_by_role("row", name="unanswered")).to_have_count(0)
    reader.get_by_role("link", name="NATO non-expansion", exact=True).click()
    reader.get_by_text("The rule and the numbers").click()
    why = reader.locator("#verdict")
    expect(why.get_by_role("heading", level=2)).to_have_text("Why the verdict is contested")
    for principal, counts_as in (("Russia", "for it"), ("United States", "against it"), ("NATO", "against it")):
        row = why.get_by_role("row").filter(has=reader.get_by_role("rowheader", name=principal, exact=False))
        expect(row.first).to_contain_text(counts_as)
    expect(why).to_contain_text("have roundly rejected the demand for NATO not to admit Ukraine")
    expect(why.locator(".fits")).to_contain_text("at least one at +1 or more")


def test_a_reader_goes_from_a_cell_to_its_source_and_all_that_was_drawn_from_it(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_role("link", name="United States on NATO non-expansion").click()
    expect(reader.locator(".panel blockquote", has_text="roundly rejected").first).to_be_visible()
    cited = reader.locator(".panel").get_by_role("link", name="EXPLAINER: Main issues at Russia-US security talks")
    cited.first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("EXPLAINER: Main issues at Russia-US security talks")
    expect(reader.get_by_role("heading", name="in order of appearance")).to_be_visible()
    expect(reader.locator("table.list tbody tr", has_text="roundly rejected").first).to_be_visible()


def test_a_reader_goes_from_a_proposal_to_an_actor_on_an_earlier_day(seeded, reader):
    reader.goto("/russia-us-security-2021/proposals/nato-non-expansion/")
    type_day(reader, "As of", "9 Jan 2022")
    reader.get_by_role("button", name="Show").click()
    expect(reader.locator("header .hint")).to_contain_text("said on or before 9 Jan 2022")
    reader.locator("#own-words").get_by_role("link", name="Russia", exact=True).first.click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Russia")
    assert "as_of=2022-01-09" in reader.url


def test_a_reader_cites_a_claim(seeded, reader):
    claim = Claim.objects.published().filter(source__slug="explainer-2022-01-10").first()
    reader.goto(f"/claims/{claim.public_id}/")
    expect(reader.locator("#cite")).to_contain_text(f"/claims/{claim.public_id}/")
    expect(reader.locator("#cite")).to_contain_text("January 10, 2022")


def test_the_keyboard_follows_a_bar_to_who_stands_there(seeded, page, live_server):
    # The address of a section opens what folds it away.
    page.goto(live_server.url + "/russia-us-security-2021/proposals/nato-non-expansion/#divides")
    page.get_by_role("link", name="2 at −2: who stands there").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#standing h2")).to_contain_text("Who stands at −2, rejects 2")
    expect(page.locator("#standing tbody tr")).to_have_count(2)


@pytest.mark.parametrize("scripts", [True, False], ids=["in place", "on a page of its own without JavaScript"])
def test_what_many_verdicts_hang_on_is_opened_when_asked_for(seeded, new_context, live_server, monkeypatch, scripts):
    monkeypatch.setattr(robustness_section, "MOST_AT_ONCE", 0)
    page = new_context(java_script_enabled=scripts, base_url=live_server.url).new_page()
    page.goto("/russia-us-security-2021/common-ground/")
    answer = page.get_by_text("12 of 15 verdicts depend on a single source")
    expect(answer).to_have_count(0)
    page.get_by_text("Which verdicts would change with one source").click()
    if not scripts:
        page.get_by_role("link", name="Each of them by name").click()
    expect(answer).to_be_visible()
    assert page.url.endswith(
        "/russia-us-security-2021/common-ground/" if scripts else "/russia-us-security-2021/common-ground/robustness/"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/russia-us-security-2021/proposals/nato-non-expansion/",
        "/russia-us-security-2021/actors/united-states/",
        "/russia-us-security-2021/actors/russia/",
        "/russia-us-security-2021/actors/dmitry-suslov/",
    ],
)
def test_a_proposal_and_an_actor_print_on_two_pages_at_most_in_a_size_that_is_read(seeded, page, live_server, address):
    page.goto(live_server.url + address)
    assert len(PAPER.findall(page.pdf(prefer_css_page_size=True))) <= 2
    page.emulate_media(media="print")
    sizes = page.eval_on_selector_all(".dossier blockquote, .dossier .by, .dossier td", SIZES)
    assert sizes and min(sizes) >= 10.6  # pixels: 8 points


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_an_accessibility_fault_at_any_size(seeded, page, live_server, address):
    page.goto(live_server.url + address)
    assert page.locator(PAGES[address]).count() > 0
    check_accessibility(page)
    check_layout(page)


@pytest.mark.parametrize("address", ["experts/", "actors/dmitry-suslov/"])
def test_what_came_of_expectations_is_drawn_so_that_all_can_read_it(seeded, page, live_server, address):
    expert, source = Actor.objects.get(slug="dmitry-suslov"), Source.objects.first()
    for number, proposal in enumerate(Proposal.objects.all()[:12]):
        said = {"proposal": proposal, "source": source, "said_on": date(2022, 1, 16), "probability": 60}
        make_claim(1 if number % 3 else -1, expert, dimension="prospects", **said)
        make_outcome("agreed" if number % 2 else "refused", proposal=proposal, source=source, day=date(2022, 3, 3))
    page.goto(f"{live_server.url}/russia-us-security-2021/{address}")
    expect(page.locator("table.calibration").first).to_be_visible()
    check_accessibility(page)
    check_layout(page)
    row = page.locator("table.calibration tbody tr", has_text="possible").first
    row.locator("svg a").click()
    expect(page).to_have_url(re.compile(r"/experts/\?.*kind=prospects&value=1#list$"))
    expect(page.locator("#list")).to_contain_text("possible")


def test_every_page_of_the_method_is_laid_out_whole_at_any_size(seeded, page, live_server):
    for name in ("", "signs/", "agreement/", "codebook/?q=party", "codebook-seeds/"):
        page.goto(f"{live_server.url}/method/{name}")
        check_layout(page)


def test_the_page_of_the_read_api_is_laid_out_whole_at_any_size(seeded, page, live_server):
    page.goto(f"{live_server.url}/api/v1/")
    for fold in page.locator("#list_claims summary").all():
        fold.click()
    expect(page.locator("#list_claims table").first).to_be_visible()
    check_accessibility(page)
    check_layout(page)

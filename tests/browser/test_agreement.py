"""A reader finds who is close to whom, and redoes a sum: with the keyboard, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility
from tests.browser.layout import check_layout
from tests.database import enter
from tests.make import make_actor, make_claim, make_proposal, make_side

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd(transactional_db):
    return enter("crowd", make_crowd)


def make_crowd():
    """Make six actors of three sides, all of whom have spoken on four proposals."""
    sides = [make_side(name=name, order=number) for number, name in enumerate(("East", "West", "Third parties"))]
    proposals = [make_proposal() for _ in range(4)]
    actors = [make_actor(side=sides[number % 3], order=number) for number in range(6)]
    for place, actor in enumerate(actors):
        for number, proposal in enumerate(proposals):
            make_claim((place * (number + 1)) % 5 - 2, holder=actor, proposal=proposal)
    return actors


def test_a_reader_goes_from_the_range_of_a_pair_to_its_sum(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_role("navigation", name="Pages").get_by_role("link", name="Who agrees").click()
    reader.get_by_role("link", name="Russia and US: as it stands 0.38, n = 4 of 22").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Russia and the US agree on")
    expect(reader.locator("#sums")).to_contain_text("1 − (4 + 1 + 4 + 1)/(4 · 4) = 1 − 10/16 = 0.38")
    expect(reader.locator("#opposed tr#on-nato-non-expansion")).to_contain_text("roundly rejected the demand")


def test_a_reader_asks_for_first_hand_numbers_and_a_lower_minimum(seeded, reader):
    reader.goto("/russia-us-security-2021/agreement/")
    reader.get_by_label("first-hand").check()
    reader.get_by_role("button", name="Show").click()
    expect(reader.locator("#numbers .hint").first).to_contain_text("published claims first-hand only")
    reader.get_by_text("More filters").click()
    reader.get_by_label("Proposals in common, at least").fill("2")
    reader.get_by_role("button", name="Show").click()
    expect(reader.get_by_role("link", name="Russia and US: as it stands 0.00, n = 2 of 22").first).to_be_visible()
    assert "min_n=2" in reader.url and "attribution=own" in reader.url


def test_the_keyboard_reaches_every_mark_and_follows_it(crowd, page, live_server):
    page.goto(f"{live_server.url}/talks/agreement/")
    reached = []
    page.locator("#tree .hint a").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.querySelector(':scope > title')?.textContent"))
    marks = page.evaluate(
        "[...document.querySelectorAll(':is(#tree, #map) svg a > title')].map(title => title.textContent)"
    )
    assert len(marks) == 5 + 6 and [name for name in reached if name] == marks
    page.locator("#map svg a").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(crowd[-1].name)


def test_a_joint_of_two_leads_to_their_pair(crowd, page, live_server):
    page.goto(f"{live_server.url}/talks/agreement/")
    page.locator("#tree a[href^='/talks/agreement/actor']").first.click()
    expect(page.locator("#sums")).to_contain_text("redone by hand")


@pytest.mark.parametrize(
    "address, part",
    [
        ("/talks/agreement/?bounds=show", "#map svg a"),
        ("/talks/agreement/?min_n=1000", ".apart a"),
    ],
)
def test_tables_and_drawings_have_no_accessibility_fault(crowd, page, live_server, address, part):
    page.goto(live_server.url + address)
    assert page.locator(part).count() > 0
    check_accessibility(page)


def test_the_sum_of_a_pair_has_no_accessibility_fault(crowd, page, live_server):
    page.goto(f"{live_server.url}/talks/agreement/")
    page.get_by_text("The numbers behind it").click()
    page.locator("table.pairs td a").first.click()
    expect(page.locator("#sums")).to_be_visible()
    check_accessibility(page)


def test_on_paper_the_drawings_fit_and_the_controls_are_gone(crowd, page, live_server):
    page.goto(f"{live_server.url}/talks/agreement/")
    page.emulate_media(media="print")
    expect(page.locator("form.bar")).to_be_hidden()
    expect(page.get_by_text("write them into the cells")).to_be_hidden()
    for drawing in page.locator("svg.chart").all():
        assert drawing.bounding_box()["width"] <= 1280


def test_who_is_left_out_is_named_on_paper_too(seeded, page, live_server):
    page.goto(f"{live_server.url}/russia-us-security-2021/agreement/")
    page.emulate_media(media="print")
    expect(page.locator(".apart").get_by_role("link", name="Poland")).to_be_visible()


@pytest.mark.parametrize(
    "address", ["/russia-us-security-2021/agreement/", "/russia-us-security-2021/agreement/russia/united-states/"]
)
def test_either_page_is_laid_out_whole_at_any_size(seeded, page, live_server, address):
    page.goto(live_server.url + address)
    page.get_by_text("The numbers behind it").click()
    check_layout(page)

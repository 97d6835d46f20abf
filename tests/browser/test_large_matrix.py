"""A matrix of more columns than words have room for: it fits a laptop, a phone and paper, for eye, ear and keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility
from tests.make import make_actor, make_claim, make_proposal, make_side

PAPER = 1047  # pixels across A4 landscape within its margins
WIDTHS = "box => [box.clientWidth, box.scrollWidth]"


@pytest.fixture
def assembly(transactional_db):
    """Two principals, 26 voices and six experts on two bills; the last voices are in the strip."""
    bills = [make_proposal(title=f"Bill {n}: reconstruction fund", slug=f"bill-{n}", order=n) for n in (12, 13)]
    sides = [make_side(name=name, slug=name.lower()) for name in ("North", "South")]
    for number in range(28):
        actor = make_actor(
            side=sides[number % 2], name=f"Republic of Nordhaven {number}", short_name=f"Nordhaven {number}",
            slug=f"party-{number}", principal=number < 2,
        )  # fmt: skip
        make_claim(value=number % 5 - 2, holder=actor, proposal=bills[0], conditions="if asked" if number % 3 else "")
    make_claim(value=2, holder=actor, proposal=bills[1], pending=False)
    experts = make_side(name="Experts", negotiates=False)
    for number in range(6):
        expert = make_actor("expert", side=experts, short_name=f"Expert {number}", slug=f"expert-{number}")
        make_claim(value=1, holder=expert, proposal=bills[0], dimension="prospects")


@pytest.fixture
def at(page, live_server):
    return lambda query="": page.goto(f"{live_server.url}/talks/?others=open{query}")


def test_thirty_columns_fit_a_laptop_and_paper_and_no_phone_is_wider_than_its_page(assembly, page, at):
    for width, media in ((1280, "screen"), (1440, "screen"), (PAPER, "print")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=media)
        at()
        clear, needed = page.locator(".scroll").evaluate(WIDTHS)
        assert needed <= clear, (width, media)
    expect(page.get_by_text("Actors 1–30 of 34")).to_be_visible()
    expect(page.locator(".window a").first).to_be_hidden()
    page.emulate_media(media="screen")
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        at()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        box, table = page.locator(".scroll").bounding_box(), page.locator("table.matrix").bounding_box()
        assert table["height"] <= box["height"] + 1  # nothing scrolls within the page, or stands over what follows


def test_a_turned_head_is_a_link_that_is_read_aloud(assembly, page, at):
    at()
    head = page.get_by_role("columnheader", name="Nordhaven 0", exact=True)
    expect(head).to_have_attribute("title", "Republic of Nordhaven 0")
    link = head.get_by_role("link", name="Nordhaven 0", exact=True)
    box = link.bounding_box()
    assert box["height"] > box["width"] >= 24
    cell = page.get_by_role("link", name="Republic of Nordhaven 1 on Bill 12: reconstruction fund: sceptical if (−1)")
    expect(cell).to_have_text("−1")
    check_accessibility(page)
    link.click()
    expect(page).to_have_url(re.compile("/talks/actors/party-0/$"))


def test_arrow_keys_lead_to_heads_and_the_table_stays_one_stop(assembly, page, at):
    at()
    page.locator("tr#bill-12 th a").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("columnheader", name="Nordhaven 0", exact=True).get_by_role("link")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr#bill-12 td.p a").first).to_be_focused()
    assert page.locator("table.matrix a[tabindex='0']").count() == 1


def test_an_opened_cell_says_its_word_below_its_row_and_beside_the_matrix(assembly, page, at):
    for width in (1440, 1680):
        page.set_viewport_size({"width": width, "height": 900})
        at("&cell=bill-12/party-1")
        chip = page.locator(".panel .c").first
        expect(chip).to_have_text("sceptical if")
        clear, needed = chip.evaluate(WIDTHS)
        assert needed <= clear, width
    beside, table = page.locator(".panel").bounding_box(), page.locator(".scroll").bounding_box()
    assert beside["x"] >= table["x"] + table["width"] and not page.locator("tr#bill-12 td.why").is_visible()

"""A cell opened in the matrix, as readers do it: by pointer and by keyboard, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility

AT = "/russia-us-security-2021/"
CELL = "United States on NATO non-expansion"
PANEL = ".panel blockquote"


def open_cell(page, name=CELL):
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()


def test_an_opened_cell_stands_in_the_address_and_back_closes_it(seeded, reader, live_server):
    at = f"{live_server.url}{AT}?attribution=own"
    opened = f"{at}&cell=nato-non-expansion/united-states"
    panel = reader.locator(PANEL).first
    reader.goto(at)
    open_cell(reader)
    expect(panel).to_be_visible()
    assert reader.url == opened
    reader.go_back()
    expect(panel).to_have_count(0)
    assert reader.url == at
    reader.go_forward()
    expect(panel).to_be_visible()
    reader.reload()
    expect(panel).to_be_visible()
    open_cell(reader, "Russia on NATO non-expansion")
    expect(reader.locator("tr.opened")).to_have_count(1)
    assert reader.url == f"{at}&cell=nato-non-expansion/russia"
    reader.go_back()
    expect(reader.get_by_role("heading", name=CELL)).to_be_visible()
    assert reader.url == opened


def test_it_stands_below_its_row_and_its_link_is_the_current_one(seeded, reader):
    reader.goto(AT)
    open_cell(reader)
    current = reader.locator("table.matrix [aria-current]")
    expect(current).to_have_count(1)
    expect(current).to_have_attribute("aria-label", re.compile(f"^{CELL}: rejects"))
    below = reader.locator("tr#nato-non-expansion.here + tr.opened")
    expect(below).to_be_visible()


def test_to_close_a_cell_takes_it_out_of_the_address(seeded, reader, live_server):
    opened = f"{live_server.url}{AT}?cell=nato-non-expansion/united-states"
    panel = reader.locator(PANEL).first
    reader.goto(opened)
    expect(panel).to_be_visible()
    reader.get_by_role("link", name="Close").click()
    expect(panel).to_have_count(0)
    assert reader.url == f"{live_server.url}{AT}"
    reader.go_back()
    expect(panel).to_be_visible()
    assert reader.url == opened
    reader.get_by_role("link", name="Close").click()
    expect(panel).to_have_count(0)


def test_from_a_cell_a_reader_goes_on_to_the_next_in_its_row_and_column(seeded, reader, live_server):
    reader.goto(f"{AT}?cell=nato-non-expansion/united-states")
    around = reader.locator(".panel footer")
    around.get_by_role("link", name="NATO", exact=True).click()
    expect(reader.get_by_role("heading", name="NATO on NATO non-expansion")).to_be_visible()
    assert reader.url.endswith("?cell=nato-non-expansion/nato")
    around.get_by_role("link", name="US", exact=True).click()
    expect(reader.get_by_role("heading", name=CELL)).to_be_visible()
    around.get_by_role("link", name="Troop pull-back").click()
    expect(reader.get_by_role("heading", name="United States on Troop pull-back")).to_be_visible()
    expect(reader.locator("tr#troop-pullback + tr.opened")).to_be_visible()
    expect(reader.locator("tr.opened")).to_have_count(1)
    reader.go_back()
    expect(reader.get_by_role("heading", name=CELL)).to_be_visible()


def test_the_keyboard_opens_and_closes_a_cell(seeded, page, live_server):
    page.goto(live_server.url + AT)
    cell = page.get_by_role("link", name=CELL)
    cell.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name=CELL)
    expect(panel).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(cell).to_be_focused()
    assert page.url == f"{live_server.url}{AT}"
    expect(page.locator("table.matrix [aria-current]")).to_have_count(0)


def test_arrow_keys_lead_to_any_row_and_its_cells_in_few_steps(seeded, page, live_server):
    page.goto(live_server.url + AT)
    skip = page.get_by_role("link", name="Skip to the table")
    skip.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_text("NATO non-expansion")
    for key, text in (
        ("ArrowDown", "Troop pull-back"),
        ("ArrowRight", "rejects"),
        ("End", "2"),
        ("Home", "Troop pull-back"),
        ("PageDown", "No forward weapons"),
        ("PageDown", "Talks on guarantees"),
        ("PageUp", "No forward weapons"),
        ("ArrowRight", "supports"),
        ("ArrowUp", "rejects"),
        ("Control+End", "Existing formats"),
        ("ArrowDown", "Existing formats"),
    ):
        page.keyboard.press(key)
        expect(focused).to_have_text(text)
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('table.matrix')")
    page.keyboard.press("Shift+Tab")
    expect(focused).to_have_text("Existing formats")


def test_without_scripts_any_row_is_fewer_than_ten_steps_of_the_tab_key_away(seeded, new_context, live_server):
    page = new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    page.goto(f"{AT}?attribution=own")
    steps = []

    def press(key, focused):
        """Press a key until this has the focus."""
        while not page.locator(":focus").filter(has_text=focused).count():
            page.keyboard.press(key)
            steps.append(key)
            assert len(steps) < 10, focused

    press("Tab", "Skip to content")
    page.keyboard.press("Enter")
    press("Tab", "Skip to a row of the table")
    page.keyboard.press("Enter")
    press("Tab", "NATO non-expansion")  # the first to choose from
    page.keyboard.type("Existing")
    press("Tab", "Go")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?attribution=own#existing-formats")
    press("Tab", "Existing formats")
    expect(page.locator("tr#existing-formats th a")).to_be_focused()


def test_a_link_to_it_is_copied(seeded, new_context, live_server):
    context = new_context(base_url=live_server.url)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(AT)
    open_cell(page)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".panel").get_by_role("status")).to_have_text("Copied")
    address = f"{live_server.url}{AT}cells/nato-non-expansion/united-states/"
    assert page.evaluate("navigator.clipboard.readText()") == address
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text(CELL)


def test_a_changed_filter_closes_the_cell_that_was_drawn_without_it(seeded, page, live_server):
    page.goto(live_server.url + AT)
    open_cell(page)
    page.get_by_label("first-hand only").check()
    expect(page.get_by_role("heading", level=1)).to_contain_text("By first-hand claims alone")
    expect(page.locator("tr.opened")).to_have_count(0)
    assert page.url == f"{live_server.url}{AT}?attribution=own"


@pytest.mark.parametrize(("width", "beside"), [(1440, False), (1680, True)])
def test_it_stands_beside_the_matrix_where_there_is_room(seeded, page, live_server, width, beside):
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{live_server.url}{AT}?cell=nato-non-expansion/united-states")
    panel, table = page.locator(".panel").bounding_box(), page.locator("tr#nato-non-expansion").bounding_box()
    assert (panel["x"] >= table["x"] + table["width"]) == beside
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    check_accessibility(page)

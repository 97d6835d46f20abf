"""What readers come for, and how many clicks it may take them: as few as the look promises."""

import pytest
from playwright.sync_api import expect

AT = "/russia-us-security-2021/"
CELL = "United States on Missile moratorium"
COUNT_CLICKS = """
addEventListener("click", () => sessionStorage.clicks = 1 + Number(sessionStorage.clicks || 0), true)
"""


DESK = {"viewport": {"width": 1280, "height": 800}}
DARK = DESK | {"color_scheme": "dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
everywhere = pytest.mark.parametrize("look", [DESK, DARK, PHONE], ids=["desk", "dark", "phone"])


@pytest.fixture
def look():
    return DESK


@pytest.fixture
def page(look, seeded, new_context, live_server):
    """The first screen, as somebody opens it who has never been here."""
    page = new_context(base_url=live_server.url, **look).new_page()
    page.add_init_script(COUNT_CLICKS)
    page.goto("/")
    return page


def count_clicks(page):
    return page.evaluate("Number(sessionStorage.clicks || 0)")


@everywhere
def test_the_first_screen_answers_without_a_click(page, look):
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Missile moratorium is common ground")  # where do the sides agree?
    expect(heading).to_be_in_viewport()
    blocked = page.get_by_role("row").filter(has_text="it waits on something that another side refuses")
    expect(blocked).to_contain_text("Blocked")  # what is “blocked”?
    for head, column in (("What experts expect", "Sokov"), ("Where the parties stand", "Russia")):
        if look is not PHONE:  # a phone's cards say it cell by cell
            expect(page.get_by_role("columnheader", name=head)).to_be_visible()
            expect(page.get_by_role("columnheader", name=column)).to_be_visible()
    assert count_clicks(page) == 0


@everywhere
def test_one_click_tells_what_the_us_says_and_on_which_condition(page):
    page.get_by_role("link", name=CELL).click()
    panel = page.get_by_role("region", name=CELL)
    expect(panel).to_contain_text("The US is open to it.")
    expect(panel).to_contain_text("if Russia is willing to back off on Ukraine")
    assert count_clicks(page) == 1


def test_one_click_more_copies_a_link_to_the_opened_cell(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name=CELL).click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".panel").get_by_role("status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith("/cells/missile-moratorium/united-states/")
    assert count_clicks(page) == 2


def test_two_filters_are_removed_by_two_clicks(page):
    page.goto(f"{AT}?attribution=own&topic=enlargement")
    rows = page.locator("table.matrix tbody tr[id]:not(.opened)")
    expect(rows).to_have_count(4)
    for pill in ("first-hand only", "topic: Enlargement"):
        on = page.locator(".active").get_by_role("link", name=pill)
        on.click()
        expect(on).to_have_count(0)
    expect(rows).to_have_count(23)
    assert count_clicks(page) == 2


def test_keys_alone_open_the_cell_in_fewer_than_ten_stops(page):
    focused, stops = page.locator(":focus"), []
    for key, name in (
        ("Tab", "Skip to content"),
        ("Enter", None),
        ("Tab", "Skip to the table"),
        ("Enter", None),
        ("Tab", "NATO non-expansion"),
        ("PageDown", "No forward weapons"),
        ("PageDown", "Talks on guarantees"),
        ("PageDown", "Missile moratorium"),
        ("ArrowRight", "supports"),
        ("ArrowRight", "open"),
    ):
        page.keyboard.press(key)
        if name:
            expect(focused).to_have_text(name)
            stops.append(name)
    expect(focused).to_have_accessible_name(CELL + ": open (+1), second-hand, 4 claims")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name=CELL)).to_be_focused()
    assert len(stops) < 10


def test_paper_says_the_finding_the_day_and_the_address(page):
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    on_paper = page.locator(".on-paper")
    expect(on_paper.first).to_be_visible()
    text = " ".join(on_paper.all_inner_texts())
    assert "17 Jan 2022" in text and AT in text

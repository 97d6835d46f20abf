"""Every page for readers in a real browser: no accessibility fault, laid out whole at any size, no blocked resource,
and whole without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility
from tests.browser.layout import check_layout
from tests.database import enter
from tests.walk import make_world, stops

PARTS = {
    "claims:suggest",
    "claims:suggest-everywhere",
    "claims:moves-feed",
    "claims:changes-feed",
}  # answers that are no pages


@pytest.fixture(params=[1, 40], ids=["one of each", "forty of each"])
def walk(request, transactional_db):
    world = enter(f"walk-{request.param}", lambda: make_world(request.param))
    return [stop for stop in stops(world) if stop.name not in PARTS]


def test_every_page_is_accessible(walk, page, live_server):
    for stop in walk:
        page.goto(live_server.url + stop.path())
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        check_accessibility(page)
        check_layout(page)
    page.goto(f"{live_server.url}/talks/")
    page.locator("table.matrix td a.c").first.click()
    expect(page.locator(".panel blockquote").first).to_be_visible()
    check_accessibility(page)


def test_every_page_is_whole_without_javascript(walk, new_context, live_server):
    page = new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    for stop in walk:
        page.goto(stop.path())
        expect(page.get_by_role("navigation", name="Pages", exact=True)).to_be_visible()
        assert page.locator("main").inner_text().strip(), stop.name

"""What is recorded beside claims, in a real browser: its tables, a cell that has some, and how it comes there."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility
from tests.browser.layout import check_layout
from tests.database import enter
from tests.make import make_actor, make_claim, make_proposal, make_remark, make_search, make_user
from tests.walk import make_world


@pytest.mark.parametrize("query", ["", "?by=actor", "?table=searches", "?table=remarks"])
def test_every_table_is_accessible_and_laid_out_whole_at_any_size(transactional_db, page, live_server, query):
    enter("coverage", lambda: make_world(12))
    page.goto(f"{live_server.url}/talks/coverage/{query}")
    assert page.locator("table.list tbody tr td").count() > 3
    check_accessibility(page)
    check_layout(page)


def test_a_reader_follows_a_count_to_the_searches_and_one_of_these_to_its_cell(transactional_db, page, live_server):
    search = make_search(searched_in="the state archive", holder=make_actor(name="Freedonia"))
    make_remark(proposal=search.proposal, holder=search.holder, text="They were silent on purpose.")
    page.goto(live_server.url + "/talks/")
    page.get_by_role("link", name="Evidence").click()
    page.get_by_role("link", name="Coverage", exact=True).click()
    row = page.get_by_role("row", name=search.proposal.title)
    row.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("row", name="the state archive")).to_have_count(1)
    page.get_by_role("row", name="the state archive").get_by_role("link").nth(1).click()
    expect(page.locator(".searches li")).to_contain_text("3 Feb 2022 in the state archive: nothing found")
    expect(page.locator(".remarks")).to_contain_text("They were silent on purpose.")


def test_an_analyst_records_from_a_cell_and_a_reviewer_publishes(transactional_db, page, live_server):
    claim = make_claim(holder=make_actor(), proposal=make_proposal())
    cell = f"{live_server.url}/talks/cells/{claim.proposal.slug}/{claim.holder.slug}/"
    page.goto(f"{live_server.url}/admin/login/")
    log_in(page, make_user("analyst", "ann"))
    page.goto(cell)
    page.get_by_role("link", name="Write a remark").click()
    page.get_by_label("Text").fill("They mean the draft of 2019.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.goto(cell)
    expect(page.get_by_text("They mean the draft of 2019.")).to_have_count(0)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/login/")
    log_in(page, make_user("reviewer", "rea"))
    page.get_by_role("link", name="1 remark").click()
    page.locator("#result_list tbody th a").click()
    page.get_by_role("button", name="Publish").click()
    page.goto(cell)
    expect(page.locator(".remarks")).to_contain_text("They mean the draft of 2019.")
    expect(page.locator(".remarks figcaption")).to_contain_text("ann")


def log_in(page, user):
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()

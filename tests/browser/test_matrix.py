import pytest
from playwright.sync_api import expect

from claims.models import Claim
from tests.browser.accessibility import check_accessibility
from tests.browser.days import type_day
from tests.make import make_actor, make_claim, make_proposal

CELL = "United States on NATO non-expansion"


def test_a_newcomer_reads_where_they_stand_and_the_sentence_that_proves_it(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    row = reader.get_by_role("row", name="NATO non-expansion", exact=False).first
    for holder, stance in (("Russia", "supports (+2)"), ("United States", "rejects (−2)"), ("NATO", "rejects (−2)")):
        expect(row.get_by_role("link", name=f"{holder} on NATO non-expansion: {stance}")).to_be_visible()
    expect(row).to_contain_text("contested")

    row.get_by_role("link", name=CELL).click()
    expect(reader.get_by_role("heading", name=CELL)).to_be_visible()
    quote = reader.locator("blockquote", has_text="roundly rejected the demand for NATO not to admit Ukraine")
    expect(quote.first).to_be_visible()

    reader.locator("figure", has=quote).first.get_by_role("link", name="Claim").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(CELL)
    expect(reader.locator(".record")).to_contain_text("EXPLAINER: Main issues at Russia-US security talks")


def test_a_reader_travels_back_and_forth_in_time(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    suslov = reader.get_by_role("link", name="Dmitry Suslov on")
    expect(suslov.first).to_be_visible()
    as_of(reader, "2021-12-25")
    expect(reader.locator(".summary")).to_contain_text("said on or before 25 Dec 2021")
    expect(suslov).to_have_count(0)
    expect(reader.locator(".verdicts")).not_to_contain_text("within reach")
    assert "as_of=2021-12-25" in reader.url
    as_of(reader, "2022-01-17")
    expect(suslov.first).to_be_visible()
    expect(reader.locator(".verdicts")).to_contain_text("3 within reach")


def test_a_reader_sees_what_changed_since_a_day(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_role("combobox", name="Changed since").select_option("17 Jan 2022")
    show(reader)
    expect(reader.locator(".summary")).to_contain_text("cells changed or filled since 17 Jan 2022")
    expect(reader.locator("a.cell.changed").first).to_be_visible()
    expect(reader.get_by_role("link", name="new since then").first).to_be_visible()


def test_a_reader_groups_the_rows_by_topic(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_label("Rows by").select_option("topic")
    show(reader)
    headings = reader.locator("tr.group th")
    expect(headings).to_have_text(
        ["Package", "Enlargement", "Forces and weapons", "Risk reduction", "Arms control", "Talks"]
    )


def test_a_reader_filters_the_matrix_and_is_told_what_is_shown(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_text("More filters").click()
    reader.get_by_label("Topic", exact=True).first.fill("enlargement")
    show(reader)
    expect(reader.locator(".active")).to_contain_text("topic: Enlargement")
    expect(reader.locator("table.matrix tbody tr")).to_have_count(4)
    reader.get_by_role("link", name="1 contested").click()
    expect(reader.locator("table.matrix tbody tr")).to_have_count(1)
    reader.get_by_role("link", name="Clear all").click()
    expect(reader.locator("table.matrix tbody tr")).to_have_count(23)


def test_a_reader_filters_and_sorts_the_claims(seeded, reader):
    reader.goto("/russia-us-security-2021/claims/")
    reader.get_by_label("Holder").first.fill("NATO")
    show(reader)
    count = Claim.objects.published().filter(holder__slug="nato").count()
    expect(reader.locator(".summary")).to_contain_text(f"{count} claims")
    reader.get_by_role("link", name="Proposal", exact=True).click()
    expect(reader.get_by_role("columnheader", name="Proposal")).to_have_attribute("aria-sort", "ascending")
    expect(reader.locator("tbody tr")).to_have_count(count)


def test_a_long_name_takes_no_more_width_than_another(new_context, live_server, transactional_db):
    long = "The Federation of Associations for the Preservation of Inland Waterways and Harbours"
    proposal = make_proposal(title="Canals")
    for name in ("Short", long, long.replace(" ", "")):
        make_claim(holder=make_actor(name=name, short_name=name[:80]), proposal=proposal)
    page = new_context(base_url=live_server.url).new_page()
    for address, table in (
        ("/talks/", "table.matrix"),
        ("/talks/agreement/?min_n=1", "table.pairs"),
    ):
        page.goto(address)
        heads = page.locator(f"{table} thead tr:last-child th[title]")
        expect(heads.filter(has_text="Inland Waterways")).to_have_attribute("title", long)
        assert max(head.bounding_box()["width"] for head in heads.all()) < 130, address


def test_the_keyboard_opens_and_closes_a_cell(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    cell = page.get_by_role("link", name=CELL)
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    expect(page.locator("#panel")).to_contain_text("What decides")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()
    expect(cell).to_be_focused()


def test_filters_update_the_table_in_place(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.evaluate("window.stayed = true")
    page.get_by_label("first-hand").check()
    expect(page.locator(".summary")).to_contain_text("first-hand only")
    assert page.evaluate("window.stayed") and "attribution=own" in page.url


@pytest.mark.parametrize(
    "address, rows",
    [
        ("/russia-us-security-2021/", "table.matrix tbody tr"),
        ("/russia-us-security-2021/claims/", "table.list tbody tr"),
        ("/russia-us-security-2021/cells/nato-non-expansion/united-states/", ".claim"),
        ("/claims/{claim}/", ".record dd"),
    ],
)
def test_no_page_has_an_accessibility_fault(seeded, page, live_server, address, rows):
    page.goto(live_server.url + address.format(claim=Claim.objects.published().first().public_id))
    assert page.locator(rows).count() > 0
    check_accessibility(page)


def test_an_opened_cell_has_no_accessibility_fault(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_role("link", name=CELL).click()
    expect(page.locator("#panel .claim").first).to_be_visible()
    check_accessibility(page)


def as_of(reader, day):
    type_day(reader, "As of", day)
    show(reader)


def show(reader):
    reader.get_by_role("button", name="Show").click()


def test_back_leads_to_the_whole_page_as_it_was(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_label("Rows by").select_option("topic")
    expect(page.locator("tr.group")).to_have_count(6)
    assert page.url.endswith("/russia-us-security-2021/?group=topic")
    page.go_back()
    expect(page.locator("tr.group")).to_have_count(0)
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    page.get_by_role("link", name=CELL).click()
    expect(page.locator("#panel .claim").first).to_be_visible()


def test_an_opened_cell_stands_in_the_address_and_back_closes_it(seeded, reader, live_server):
    at = f"{live_server.url}/russia-us-security-2021/?attribution=own"
    opened = f"{at}&cell=nato-non-expansion/united-states"
    panel = reader.locator("#panel .claim").first
    reader.goto(at)
    reader.get_by_role("link", name=CELL).click()
    expect(panel).to_be_visible()
    assert reader.url == opened
    reader.go_back()
    expect(panel).to_have_count(0)
    assert reader.url == at
    reader.go_forward()
    expect(panel).to_be_visible()
    reader.reload()
    expect(panel).to_be_visible()
    reader.get_by_role("link", name="Russia on NATO non-expansion").dispatch_event("click")
    expect(reader.get_by_role("heading", name="Russia on NATO non-expansion")).to_be_visible()
    expect(reader.locator("#panel article")).to_have_count(1)
    assert reader.url == f"{at}&cell=nato-non-expansion/russia"
    reader.go_back()
    expect(reader.get_by_role("heading", name=CELL)).to_be_visible()
    assert reader.url == opened


def test_to_close_a_cell_takes_it_out_of_the_address(seeded, reader, live_server):
    opened = f"{live_server.url}/russia-us-security-2021/?cell=nato-non-expansion/united-states"
    panel = reader.locator("#panel .claim").first
    reader.goto(opened)
    expect(panel).to_be_visible()
    reader.get_by_role("link", name="Close").click()
    expect(panel).to_have_count(0)
    assert reader.url == f"{live_server.url}/russia-us-security-2021/"
    reader.go_back()
    expect(panel).to_be_visible()
    assert reader.url == opened
    reader.get_by_role("link", name="Close").click()
    reader.get_by_role("link", name="3 contested").click()
    expect(reader.locator("table.matrix tbody tr")).to_have_count(3)


def test_escape_closes_the_cell_and_leads_back_to_where_it_was_opened(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_role("link", name=CELL).click()
    expect(page.locator("#panel .claim").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_empty()
    expect(page.get_by_role("link", name=CELL)).to_be_focused()
    assert page.url == f"{live_server.url}/russia-us-security-2021/"


def test_a_changed_filter_closes_the_cell_that_was_drawn_without_it(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_role("link", name=CELL).click()
    expect(page.locator("#panel .claim").first).to_be_visible()
    page.get_by_label("first-hand only").check()
    expect(page.locator(".summary")).to_contain_text("first-hand only")
    expect(page.locator("#panel")).to_be_empty()
    assert page.url == f"{live_server.url}/russia-us-security-2021/?attribution=own"


def test_the_matrix_of_the_seeds_fits_one_laptop_screen(seeded, page, live_server):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(live_server.url + "/russia-us-security-2021/")
    assert page.evaluate(
        "document.querySelector('.scroll').scrollWidth <= document.querySelector('.scroll').clientWidth"
    )
    last_row = page.locator("table.matrix tbody tr").last.bounding_box()
    assert last_row["y"] + last_row["height"] <= 800


def test_no_page_is_wider_than_a_phone(seeded, page, live_server):
    page.set_viewport_size({"width": 390, "height": 800})
    for address in (
        "/russia-us-security-2021/",
        "/russia-us-security-2021/common-ground/",
        "/russia-us-security-2021/proposals/",
        "/russia-us-security-2021/actors/",
        "/sources/",
        "/russia-us-security-2021/claims/",
        "/method/",
    ):
        page.goto(live_server.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address

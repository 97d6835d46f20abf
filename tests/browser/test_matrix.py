import re

import pytest
from playwright.sync_api import expect

from claims.models import Claim
from tests.browser.accessibility import check_accessibility
from tests.browser.days import type_day
from tests.browser.layout import check_layout
from tests.make import make_actor, make_claim, make_proposal

CELL = "United States on NATO non-expansion"
ROWS = "table.matrix tbody tr[id]:not(.opened)"


def test_a_newcomer_reads_where_they_stand_and_the_sentence_that_proves_it(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    row = reader.get_by_role("row", name="NATO non-expansion", exact=False).first
    for holder, stance in (("Russia", "supports (+2)"), ("United States", "rejects (−2)"), ("NATO", "rejects (−2)")):
        expect(row.get_by_role("link", name=f"{holder} on NATO non-expansion: {stance}")).to_be_visible()
    expect(row).to_contain_text("red line on both sides")

    row.get_by_role("link", name=CELL).click()
    expect(reader.get_by_role("heading", name=CELL)).to_be_visible()
    quote = reader.locator("blockquote", has_text="roundly rejected the demand for NATO not to admit Ukraine")
    expect(quote.first).to_be_visible()

    reader.locator(".panel").get_by_role("link", name="Claim", exact=False).first.click()
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
    expect(reader.locator("a.c.changed").first).to_be_visible()
    expect(reader.get_by_role("link", name="new since then").first).to_be_visible()


def test_a_reader_groups_the_rows_by_topic(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_label("Rows by").select_option("topic")
    show(reader)
    expect(reader.locator("tr.g th")).to_have_text(
        ["Package 1", "Enlargement 4", "Forces and weapons 7", "Risk reduction 4", "Arms control 4", "Talks 3"]
    )


def test_a_reader_filters_the_matrix_and_is_told_what_is_shown(seeded, reader):
    reader.goto("/russia-us-security-2021/")
    reader.get_by_text("More filters").click()
    reader.get_by_label("Topic", exact=True).first.fill("enlargement")
    show(reader)
    expect(reader.locator(".active")).to_contain_text("topic: Enlargement")
    rows = reader.locator(ROWS)
    expect(reader.locator(".active")).to_contain_text("4 of 23 proposals")
    expect(rows).to_have_count(4)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Of the four proposals shown")
    reader.get_by_role("link", name="1 contested").click()
    expect(rows).to_have_count(1)
    reader.get_by_role("link", name="Clear all").click()
    expect(rows).to_have_count(23)


def test_a_reader_filters_and_sorts_the_claims(seeded, reader):
    reader.goto("/russia-us-security-2021/claims/")
    reader.get_by_label("Holder").first.fill("NATO")
    show(reader)
    count = Claim.objects.published().filter(holder__slug="nato").count()
    expect(reader.locator("p[role=status]")).to_contain_text(f"{count} claims")
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
        ("/russia-us-security-2021/?marks=numbers&since=2022-01-10", "table.matrix a.changed"),
        ("/russia-us-security-2021/cells/nato-non-expansion/united-states/", ".panel blockquote"),
        ("/claims/{claim}/", ".record dd"),
    ],
)
def test_no_page_has_an_accessibility_fault_at_any_size(seeded, page, live_server, address, rows):
    page.goto(live_server.url + address.format(claim=Claim.objects.published().first().public_id))
    assert page.locator(rows).count() > 0
    check_accessibility(page)
    check_layout(page)


@pytest.mark.parametrize("size", [(1280, 500), (800, 500)], ids=["heads of the window", "heads of a box that scrolls"])
def test_what_has_the_focus_stands_clear_of_the_heads_that_stick(seeded, page, live_server, size):
    page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    page.goto(live_server.url + "/russia-us-security-2021/")
    hidden = """async links => {
        const [some, hidden] = [links.filter((_, place) => place % 4 === 0), []];
        for (const link of [...some, ...some.toReversed()]) {
            link.focus();
            await new Promise(requestAnimationFrame); // in which it is scrolled to
            const { left, right, top, bottom } = link.getBoundingClientRect();
            const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            if (!link.contains(seen)) hidden.push(link.getAttribute("aria-label") ?? link.textContent);
        }
        return hidden;
    }"""
    assert page.locator("table.matrix tbody :is(th a, a.c)").evaluate_all(hidden) == []


def as_of(reader, day):
    type_day(reader, "As of", day)
    show(reader)


def show(reader):
    reader.get_by_role("button", name="Show").click()


def test_back_leads_to_the_whole_page_as_it_was(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_label("Rows by").select_option("topic")
    expect(page.get_by_role("rowheader", name="Enlargement 4")).to_be_visible()
    assert page.url.endswith("/russia-us-security-2021/?group=topic")
    page.go_back()
    expect(page.get_by_role("rowheader", name="Contested 3")).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    page.get_by_role("link", name=CELL).click()
    expect(page.locator(".panel blockquote").first).to_be_visible()


@pytest.mark.parametrize("width", [1280, 1440])
def test_nothing_of_the_matrix_of_the_seeds_is_cut(seeded, page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + "/russia-us-security-2021/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = """links => links.filter(link => {
        const [text, cell] = [document.createRange(), link.closest("td").getBoundingClientRect()];
        text.selectNodeContents(link);
        const { left, right } = text.getBoundingClientRect();
        return left < cell.left - 1 || right > cell.right + 1;
    }).map(link => link.textContent)"""
    assert page.locator("table.matrix a.c").evaluate_all(cut) == []
    page.mouse.wheel(0, 1500)
    expect(page.get_by_role("columnheader", name="Proposal")).to_be_in_viewport()


@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_each_proposal_is_a_card_with_the_names_of_its_actors(seeded, page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(live_server.url + "/russia-us-security-2021/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    card = page.locator("tr#exercise-limits")
    named = "element => getComputedStyle(element, '::before').content"
    shown = [cell for cell in card.locator("td[data-h]").all() if cell.is_visible()]
    assert [cell.evaluate(named) for cell in shown] == ['"Russia"', '"US"']
    expect(card.locator("td.why")).to_be_visible()


def test_on_paper_it_stands_on_a_landscape_page_with_what_it_shows(seeded, page, live_server):
    page.goto(live_server.url + "/russia-us-security-2021/?attribution=own")
    page.emulate_media(media="print")
    note = page.locator(".on-paper")
    expect(note).to_contain_text("published claims first-hand only")
    expect(note).to_contain_text("/russia-us-security-2021/?attribution=own")
    expect(page.get_by_role("heading", level=1)).to_contain_text("By first-hand claims alone")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    width, height = map(
        float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True)).groups()
    )
    assert width > height


def test_where_colours_are_forced_chips_pills_and_the_page_that_is_open_keep_their_edges(seeded, page, live_server):
    page.emulate_media(forced_colors="active")
    page.goto(live_server.url + "/russia-us-security-2021/?as_of=2022-01-17")
    border = "element => getComputedStyle(element).borderTopStyle"
    assert page.locator("table.matrix a.c.v-p2:not(.weak)").first.evaluate(border) == "solid"
    assert page.locator("table.matrix a.c.v-p1.weak").first.evaluate(border) == "double"
    assert page.locator(".pill").first.evaluate(border) == "solid"
    below = "element => getComputedStyle(element).borderBottomStyle"
    assert page.locator(".menu [aria-current]").evaluate(below) == "solid"

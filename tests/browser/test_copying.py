"""What is copied by a click, as it arrives where it is put: a table with its note, a quote with its footnote."""

import pytest
from playwright.sync_api import expect

AT = "/russia-us-security-2021/"
READ_HTML = """
async () => (await (await navigator.clipboard.read())[0].getType("text/html")).text()
"""


@pytest.fixture
def page(seeded, new_context, live_server):
    context = new_context(base_url=live_server.url, viewport={"width": 1280, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    return context.new_page()


def copy(page, words):
    page.get_by_role("button", name=words).first.click()
    expect(page.get_by_role("status").filter(has_text="Copied").first).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()"), page.evaluate(READ_HTML)


def test_a_list_arrives_as_a_table_with_its_note(page):
    page.goto(f"{AT}claims/?holder=russia&attribution=own")
    rows = page.locator("main table tbody tr").count()
    text, html = copy(page, "Copy as table")
    assert html.count("<tr>") == rows + 1 and "<caption>" in html and "<td>Russia</td>" in html
    heading, *lines = text.split("\n")
    assert heading == page.get_by_role("heading", level=1).inner_text()
    assert lines[0].split("\t")[:2] == ["Said on", "Holder"]
    assert "holder=russia" in lines[-1], lines[-1]  # the note says where it is from


def test_a_quote_arrives_with_its_footnote(page):
    page.goto(f"{AT}claims/?holder=russia&attribution=own")
    page.locator("td.quote a").first.click()
    text, html = copy(page, "Copy quote + footnote")
    quote, note = text.split(" [1]\n\n[1] ")
    assert quote and quote in page.locator("blockquote").first.inner_text()
    assert "Coded as claim" in note and "<sup>1</sup>" in html


def test_without_a_table_it_is_said_that_there_is_none(page):
    page.goto(f"{AT}timeline/")
    page.evaluate("document.querySelectorAll('main table').forEach(table => table.remove())")
    page.get_by_role("button", name="Copy as table").click()
    expect(page.get_by_role("status").filter(has_text="There is no table here to copy")).to_be_visible()

"""How a reader filters a page: each change is a step that Back undoes, what is on is taken off, a fault stays beside
its field; with scripts in place, and without them by the button of the form."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility
from tests.browser.days import type_day
from tests.browser.layout import check_layout

TALKS = "/russia-us-security-2021/"


def has_scripts(page):
    return page.evaluate("typeof htmx !== 'undefined'")


def show(page):
    page.get_by_role("button", name="Show", exact=True).click()


def settle(page):
    """Send a form that is changed, where scripts have not."""
    if not has_scripts(page):
        show(page)


def reload_mark(page):
    """Mark the document, and return a function that tells whether it is still the same."""
    page.evaluate("document.documentElement.dataset.stayed = 'yes'")
    return lambda: page.evaluate("document.documentElement.dataset.stayed") == "yes"


def pills(page):
    return page.locator(".active .pill")


@pytest.mark.parametrize("path", ["", "claims/", "agreement/", "proposals/", "proposals/nato-non-expansion/"])
def test_each_change_is_one_step_that_back_undoes(seeded, reader, live_server, path):
    at = live_server.url + TALKS + path
    reader.goto(at)
    stayed = reload_mark(reader)
    day = reader.get_by_role("combobox", name="As of", exact=True)
    day.select_option("10 Jan 2022 · Russian-US consultations")
    settle(reader)
    expect(pills(reader)).to_contain_text(["as of: 10 Jan 2022"])
    expect(reader).to_have_url(f"{at}?as_of=2022-01-10")
    reader.get_by_label("first-hand only").check()
    settle(reader)
    expect(pills(reader)).to_contain_text(["as of: 10 Jan 2022", "first-hand only"])
    expect(reader).to_have_url(f"{at}?as_of=2022-01-10&attribution=own")
    assert stayed() == has_scripts(reader)
    reader.go_back()
    expect(pills(reader)).to_contain_text(["as of: 10 Jan 2022"])
    expect(reader.get_by_label("first-hand only")).not_to_be_checked()
    expect(day).to_have_value("2022-01-10")
    expect(reader).to_have_url(f"{at}?as_of=2022-01-10")
    reader.go_back()
    expect(pills(reader)).to_have_count(0)
    expect(day).to_have_value("")
    expect(reader).to_have_url(at)
    reader.go_forward()
    expect(day).to_have_value("2022-01-10")
    expect(pills(reader)).to_contain_text(["as of: 10 Jan 2022"])


def test_a_pill_takes_its_filter_off_and_the_last_link_all(seeded, reader, live_server):
    at = f"{live_server.url}{TALKS}proposals/"
    reader.goto(f"{at}?as_of=2022-01-10&topic=enlargement&attribution=own")
    stayed = reload_mark(reader)
    expect(reader.locator(".active")).to_contain_text("4 of 23 proposals")
    reader.get_by_role("link", name="Remove topic: Enlargement").click()
    expect(reader).to_have_url(f"{at}?as_of=2022-01-10&attribution=own")
    expect(reader.locator("p[role=status]")).to_contain_text("23 shown")
    expect(reader.get_by_role("combobox", name="As of", exact=True)).to_have_value("2022-01-10")
    assert stayed() == has_scripts(reader)
    reader.get_by_role("link", name="Clear all").click()
    expect(pills(reader)).to_have_count(0)
    expect(reader).to_have_url(at)
    expect(reader.get_by_label("first-hand only")).not_to_be_checked()
    reader.go_back()
    expect(pills(reader)).to_have_count(2)
    expect(reader.get_by_label("first-hand only")).to_be_checked()


def test_another_day_is_typed_and_then_stands_in_the_list(seeded, reader, live_server):
    at = f"{live_server.url}{TALKS}claims/"
    reader.goto(at)
    type_day(reader, "As of", "9 Jan 2022")
    reader.get_by_label("As of: another day").press("Enter")
    expect(reader).to_have_url(f"{at}?as_of=2022-01-09")
    day = reader.get_by_role("combobox", name="As of", exact=True)
    expect(day.locator("option:checked")).to_have_text("9 Jan 2022")
    day.select_option("6 Jan 2022")
    settle(reader)
    expect(reader).to_have_url(f"{at}?as_of=2022-01-06")


def test_a_fault_is_told_beside_its_field_and_what_was_typed_stays(seeded, reader, live_server, page_faults):
    at = f"{live_server.url}{TALKS}claims/"
    reader.goto(f"{at}?as_of=2022-01-06&holder=russia")
    rows, scripts = reader.locator("table.list tbody tr"), has_scripts(reader)
    number = rows.count()
    type_day(reader, "As of", "soon")
    reader.get_by_label("As of: another day").press("Enter")
    field = reader.get_by_label("As of: another day")
    message = reader.locator("#id_as_of_error")
    expect(message).to_have_text("“soon” is no day. Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022.")
    page_faults.clear()  # the browser notes the status 400
    expect(field).to_have_value("soon")
    expect(field).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", "id_as_of_error")
    expect(reader.locator(".active")).to_contain_text("holder: Russia")
    if scripts:  # the page stands as it was, under its address
        expect(rows).to_have_count(number)
        expect(reader).to_have_url(f"{at}?as_of=2022-01-06&holder=russia")
        expect(reader.locator(".errors")).to_have_count(0)
        expect(field).to_be_focused()
    else:  # it is drawn without what cannot be read, and says so
        expect(reader.get_by_role("alert")).to_contain_text("This cannot be read, and is ignored here")
        assert rows.count() > number
    field.fill("10 Jan 2022")
    field.press("Enter")
    expect(message).to_have_count(0)
    expect(pills(reader)).to_contain_text(["holder: Russia", "as of: 10 Jan 2022"])
    expect(reader).to_have_url(f"{at}?as_of=2022-01-10&holder=russia")
    reader.go_back()
    expect(reader.get_by_label("As of: another day")).to_have_value("" if scripts else "soon")
    page_faults.clear()


def test_back_leads_to_a_page_that_could_not_be_read(seeded, page, live_server, page_faults):
    page.goto(f"{live_server.url}{TALKS}proposals/?as_of=soon")
    page.get_by_label("As of: another day").fill("10 Jan 2022")
    page.get_by_label("As of: another day").press("Enter")
    expect(pills(page)).to_contain_text(["as of: 10 Jan 2022"])
    page.go_back()
    expect(page.get_by_label("As of: another day")).to_have_value("soon")
    page_faults.clear()


@pytest.mark.parametrize("path", ["", "claims/"])
def test_enter_asks_once(seeded, page, live_server, path):
    page.goto(f"{live_server.url}{TALKS}{path}")
    page.get_by_text("More filters").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "q=treaty" in request.url else None)
    words = page.locator("#id_q")
    words.fill("treaty")
    words.press("Enter")
    expect(pills(page)).to_contain_text(["words: treaty"])
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1
    expect(words).to_be_focused()
    show(page)  # asks again, but is no step of its own
    page.wait_for_load_state("networkidle")
    page.go_back()
    expect(pills(page)).to_have_count(0)
    expect(words).to_have_value("")
    expect(page).to_have_url(f"{live_server.url}{TALKS}{path}")


def test_of_two_quick_changes_both_count(seeded, page, live_server):
    page.goto(f"{live_server.url}{TALKS}proposals/")
    page.evaluate(
        """() => {
            for (const [name, value] of [["as_of", "2022-01-10"], ["verdict", "contested"]]) {
                const list = document.querySelector(`#filters select[name=${name}]`);
                list.value = value;
                list.dispatchEvent(new Event("change", { bubbles: true }));
            }
        }"""
    )
    expect(pills(page)).to_contain_text(["as of: 10 Jan 2022", "verdict: contested"])
    page.go_back()
    expect(pills(page)).to_have_count(0)


def test_what_was_unfolded_stays_so(seeded, page, live_server):
    page.goto(f"{live_server.url}{TALKS}agreement/")
    page.get_by_text("More filters").click()
    least = page.get_by_label("Proposals in common, at least")
    least.fill("2")
    least.press("Enter")
    expect(pills(page)).to_contain_text(["proposals in common, at least: 2"])
    expect(least).to_be_focused()
    least.fill("")
    least.press("Enter")
    expect(pills(page)).to_have_count(0)
    expect(least).to_be_focused()


@pytest.mark.parametrize("typed", ["0", "three", "-"])
def test_a_number_that_is_none_is_told_beside_its_field(seeded, reader, page_faults, typed):
    reader.goto(f"{TALKS}agreement/?min_n=2")
    least = reader.get_by_label("Proposals in common, at least")
    if not least.is_visible():
        reader.get_by_text("More filters").click()
    least.fill(typed)
    least.press("Enter")
    expect(reader.locator("#id_min_n_error")).to_have_text("Give a whole number from 1 to 1000.")
    expect(least).to_have_value(typed)
    expect(least).to_be_visible()
    page_faults.clear()  # the browser notes the status 400


def test_a_name_is_chosen_after_another_and_taken_off(seeded, page, live_server):
    page.goto(f"{live_server.url}{TALKS}claims/?sort=proposal")
    holder = page.locator("#id_holder")
    for typed, chosen in (("Russia", ["holder: Russia"]), ("NATO", ["holder: NATO, Russia"])):
        holder.fill(typed)
        holder.press("Enter")
        expect(pills(page)).to_have_count(1)
        expect(pills(page)).to_contain_text(chosen)
        expect(holder).to_be_focused()
        expect(holder).to_have_value("")
    page.locator(".names").get_by_label("Russia").uncheck()
    expect(pills(page)).to_contain_text(["holder: NATO"])
    expect(holder).to_be_focused()
    expect(page).to_have_url(f"{live_server.url}{TALKS}claims/?holder=nato&sort=proposal")


@pytest.mark.parametrize("path", ["", "claims/", "agreement/"])
def test_a_form_with_all_that_it_holds_is_laid_out_whole_and_without_fault(
    seeded, page, live_server, page_faults, path
):
    page.goto(
        f"{live_server.url}{TALKS}{path}?as_of=soon&proposal=nato-non-expansion&attribution=own&origin=TASS&topic=x"
    )
    page_faults.clear()  # the browser notes the status 400
    assert page.locator("#filters .wrong").count() == 2 and pills(page).count() == 3
    check_accessibility(page)
    check_layout(page)


def test_the_form_prints_the_page_where_scripts_can(seeded, reader, live_server):
    reader.goto(f"{live_server.url}{TALKS}claims/")
    button = reader.get_by_role("button", name="Print")
    if not has_scripts(reader):
        expect(button).to_be_hidden()
        return
    reader.evaluate("window.print = () => { window.printed = true }")
    button.click()
    assert reader.evaluate("window.printed")


def test_of_two_quick_clicks_the_later_one_is_answered(seeded, page, page_faults, live_server):
    page.goto(f"{live_server.url}{TALKS}?attribution=own&topic=enlargement")
    slow = []
    page.route("**/*", lambda route: route.continue_() if slow else slow.append(route))
    for pill in ("first-hand only", "topic: Enlargement"):
        pills(page).filter(has_text=pill).click()
    expect(pills(page)).to_contain_text(["first-hand only"])
    slow[0].continue_()
    for _ in range(3):  # by then the slow one's answer has come, were it still awaited
        page.evaluate("fetch(location.href, {cache: 'no-store'}).then(answer => answer.text())")
    expect(pills(page)).to_contain_text(["first-hand only"])
    expect(page).to_have_url(f"{live_server.url}{TALKS}?attribution=own")
    assert all("htmx:" in fault for fault in page_faults)  # htmx tells the console that it gave one up
    page_faults.clear()

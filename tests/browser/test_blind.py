"""Coding twice, blind, in a browser: the second coder by keys alone, while nothing shows what the first one did."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from claims.models import Batch, BatchCoder, BlindCoding
from claims.services.batches import finish
from tests.browser.accessibility import check_accessibility
from tests.make import (
    make_actor,
    make_batch,
    make_batch_coder,
    make_blind_coding,
    make_proposal,
    make_source,
    make_user,
    the_negotiation,
)

pytestmark = pytest.mark.django_db(transaction=True)

FREEZE = "The minister said that Ruritania wants a freeze of patrols."
TEXT = f"The talks opened in Geneva.\n\n{FREEZE}\n\nNo date was set."
FITS = "(([form]) => form.scrollHeight <= form.clientHeight)(document.querySelectorAll('.coding'))"


@pytest.fixture
def batch(db):
    ruritania = make_actor(name="Ruritania", short_name="Ruritania", slug="ruritania")
    freeze = make_proposal(title="Patrol freeze", slug="patrol-freeze")
    first = make_user("analyst", "first")
    batch = make_batch([make_source(title="Minister speaks", slug="speaks", text=TEXT)], [first], title="Twice")
    coder = batch.coders.get()
    make_blind_coding(-2, coder, holder=ruritania, proposal=freeze, quote=FREEZE, note="of the first")
    return batch


@pytest.fixture
def second(desk, batch):
    """The page of the second coder at 1280 × 800, on the list of batches."""
    analyst = desk("analyst")
    make_batch_coder(batch, User.objects.exclude(username="first").get())
    analyst.page.set_viewport_size({"width": 1280, "height": 800})
    analyst.visit("workbench:batches", the_negotiation().slug)
    return analyst.page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def name(page, letters):
    page.keyboard.type(letters)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def test_the_second_coder_codes_by_keys_and_is_done(second, batch):
    page = second
    expect(page.get_by_role("heading", level=1)).to_have_text("One batch, which awaits you")
    page.get_by_role("link", name="Twice").click()
    page.get_by_role("link", name="Minister speaks").click()
    expect(page.locator(".blind")).to_contain_text("hidden from you")
    expect(page.locator("mark.coded")).to_have_count(0)
    assert page.evaluate(FITS)
    check_accessibility(page)
    press(page, "ArrowDown", "n")
    expect(page.locator(".progress-of")).to_contain_text("1 of 3 paragraphs read, 0 claims")
    expect(page.locator("#p2")).to_have_class("para now")
    press(page, "ArrowRight")
    expect(page.locator("#state")).to_contain_text("Exact found once, in paragraph 2")
    press(page, "Enter")
    name(page, "ru")
    name(page, "pa")
    press(page, "5", "Control+Enter")
    expect(page.locator(".said")).to_contain_text("Saved, unseen by the other coders")
    expect(page.locator("#p2 mark.coded")).to_have_text(FREEZE)
    expect(page.locator(".progress-of")).to_contain_text("2 of 3 paragraphs read, 1 claim")
    press(page, "n")
    expect(page.locator("#p3")).to_have_class("para now")
    press(page, "n")
    expect(page.locator(".progress-of")).to_contain_text("3 of 3 paragraphs read")
    page.get_by_role("link", name="The batch").click()
    page.get_by_role("button", name="I am done with this batch").press("Enter")
    expect(page.locator(".told")).to_contain_text("You are done. The batch stays blind until the others are too.")
    coding = BlindCoding.objects.latest("pk")
    assert (coding.quote, coding.holder.slug, coding.value, coding.quote_state) == (FREEZE, "ruritania", 2, "exact")
    assert Batch.objects.get().blind
    first = BatchCoder.objects.get(user__username="first")
    finish(first, user=first.user)
    page.reload()
    expect(page.get_by_role("link", name="Compare what they coded")).to_be_visible()
    check_accessibility(page)


def test_a_coding_is_taken_back_from_the_margin(second, batch):
    page = second
    page.get_by_role("link", name="Twice").click()
    page.get_by_role("link", name="Minister speaks").click()
    expect(page.locator("#id_holder")).to_have_role("combobox")  # the script is there, and hears keys
    press(page, "ArrowDown", "ArrowDown", "ArrowRight", "Enter")
    name(page, "ru")
    name(page, "pa")
    press(page, "4", "Control+Enter")
    expect(page.locator("#p2 mark.coded")).to_have_count(1)
    page.locator("#p2").get_by_role("button", name="Ruritania on Patrol freeze").click()
    expect(page.locator(".said")).to_contain_text("Taken back: the form holds what it said.")
    expect(page.locator("#id_quote")).to_have_value(FREEZE)
    expect(page.locator("mark.coded")).to_have_count(0)
    assert BlindCoding.objects.count() == 1


def test_a_batch_is_opened_by_a_reviewer_and_its_page_is_clean(desk, batch):
    reviewer = desk("reviewer")
    reviewer.visit("workbench:open-batch", the_negotiation().slug)
    page = reviewer.page
    check_accessibility(page)
    page.get_by_label("Title").fill("Again")
    page.get_by_label("Minister speaks").check()
    for coder in page.get_by_role("group", name="Coders").get_by_role("checkbox").all():
        coder.check()
    page.get_by_role("button", name="Open the batch").click()
    expect(page.locator(".told")).to_contain_text("Opened: “Again”, one document.")
    check_accessibility(page)
    assert Batch.objects.get(title="Again").coders.count() == 2

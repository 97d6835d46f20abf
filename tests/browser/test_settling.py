"""Two coders code the same text blind, alpha is shown, it is settled by keys, and the matrix shows the claim."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from claims.models import Batch, Claim, Settlement
from tests.browser.accessibility import check_accessibility
from tests.make import make_actor, make_batch, make_batch_coder, make_proposal, make_side, make_source, the_negotiation

pytestmark = pytest.mark.django_db(transaction=True)

FREEZE = "The minister said that Ruritania wants a freeze of patrols."
OPEN = "Freedonia would take part in talks on missiles."
TEXT = f"The talks opened in Geneva.\n\n{FREEZE} {OPEN}\n\nNo date was set."


@pytest.fixture
def source(db):
    make_actor(name="Ruritania", short_name="Ruritania", slug="ruritania", side=make_side(name="East"))
    make_actor(name="Freedonia", short_name="Freedonia", slug="freedonia", side=make_side(name="West"))
    make_proposal(title="Patrol freeze", slug="patrol-freeze")
    make_proposal(title="Talks on missiles", slug="talks-on-missiles")
    return make_source(title="Minister speaks in Geneva", text=TEXT, published_on=date(2022, 1, 10))


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def name(page, letters):
    page.keyboard.type(letters)
    expect(page.get_by_role("option").first).to_be_visible()
    press(page, "Enter")


def code(coder, batch, source, freeze, talks):
    """Code both sentences by keys, with these values, and say that all is done."""
    page = coder.page
    coder.visit("workbench:blind-code", the_negotiation().slug, batch.public_id, source.slug)
    press(page, "ArrowDown", "ArrowDown")
    for quote, holder, proposal, value in ((FREEZE, "ru", "pa", freeze), (OPEN, "fr", "ta", talks)):
        press(page, "ArrowRight")
        expect(page.locator("#id_quote")).to_have_value(quote)
        press(page, "Enter")
        name(page, holder)
        name(page, proposal)
        press(page, value, "Control+Enter")
        expect(page.locator(".said")).to_contain_text("Saved")
        expect(page.locator(".reading")).to_be_focused()
    coder.visit("workbench:batch", the_negotiation().slug, batch.public_id)
    page.get_by_role("button", name="I am done with this batch").click()
    page.get_by_role("button", name="Yes, I am done").click()


def open_desks(desk, batch):
    """Open a window for each of two coders of a batch."""
    for _ in range(2):
        coder = desk("analyst")
        make_batch_coder(batch, User.objects.latest("pk"))
        yield coder


def test_a_text_is_coded_twice_blind_settled_by_keys_and_published(desk, source):
    batch = make_batch([source], title="Geneva, twice")
    ann, bob = open_desks(desk, batch)
    code(ann, batch, source, "5", "4")
    assert Batch.objects.get().blind
    code(bob, batch, source, "5", "3")
    assert not Batch.objects.get().blind
    reviewer = desk("reviewer")
    page = reviewer.page
    reviewer.visit("workbench:batch", the_negotiation().slug, batch.public_id)
    page.get_by_role("link", name="Compare what they coded").click()
    expect(page.locator(".lede")).to_contain_text("The coders agree on 1 of 2 values; alpha is 0.833")
    expect(page.locator(".unit").first).to_contain_text("Other value")
    check_accessibility(page)
    press(page, "ArrowDown")
    expect(page.locator(".unit").first).to_be_focused()
    press(page, "2")
    expect(page.locator(".said")).to_contain_text("Settled and published: Freedonia on Talks on missiles")
    page.get_by_role("group").filter(has_text="Coded alike").locator("summary").first.click()
    page.get_by_role("link", name="Settle all 1").click()
    check_accessibility(page)
    page.get_by_role("button", name="Settle it").press("Enter")
    expect(page.locator(".said")).to_contain_text("One settled, one of them published.")
    assert Batch.objects.get().settled_on is not None
    assert sorted(Claim.objects.published().values_list("holder__slug", "value")) == [
        ("freedonia", 0),
        ("ruritania", 2),
    ]
    reviewer.page.goto(f"{reviewer.base}{the_negotiation().get_address('matrix')}")
    expect(page.locator(".matrix")).to_contain_text("supports")
    ann.visit("workbench:compare", the_negotiation().slug, batch.public_id)
    ann.page.get_by_role("link", name="Settled otherwise than by").first.click()
    expect(ann.page.locator("h1")).to_have_text("One of 2 units was settled otherwise than you coded")
    check_accessibility(ann.page)


def test_a_coding_is_edited_or_refused_by_keys_with_a_reason(desk, source):
    batch = make_batch([source], title="Geneva, twice")
    ann, bob = open_desks(desk, batch)
    code(ann, batch, source, "5", "4")
    code(bob, batch, source, "4", "3")
    reviewer = desk("reviewer")
    page = reviewer.page
    reviewer.visit("workbench:compare", the_negotiation().slug, batch.public_id)
    press(page, "n")
    page.keyboard.type("Rule 7: no stance.")
    press(page, "Control+Enter")
    expect(page.locator(".said")).to_contain_text("Settled: no claim on Ruritania on Patrol freeze.")
    press(page, "e")
    expect(page.locator("#id_quote")).to_have_value(OPEN)
    check_accessibility(page)
    page.get_by_label("Why it is edited").fill("It is a condition of talks.")
    page.get_by_label("Condition: if …").fill("all take part")
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".said")).to_contain_text("edited. Another reviewer publishes it.")
    assert Claim.objects.get().status == "in-review" and Settlement.objects.count() == 2

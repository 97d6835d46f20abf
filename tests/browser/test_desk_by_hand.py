"""What hands do at the desk that nobody thought of: Enter in a field, and printing."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from claims.models import Claim
from tests.make import (
    make_actor,
    make_batch,
    make_batch_coder,
    make_blind_coding,
    make_claim,
    make_coding,
    make_proposal,
    make_source,
    the_negotiation,
)

pytestmark = pytest.mark.django_db(transaction=True)

OPENED = "The talks opened."
FREEZE = "Ruritania wants a freeze of patrols."


@pytest.fixture
def source(db):
    make_actor(name="Ruritania", short_name="Ruritania", slug="ruritania")
    make_proposal(title="Patrol freeze", slug="patrol-freeze")
    return make_source(title="Minister speaks", text=f"{OPENED}\n\n{FREEZE}", published_on=date(2022, 1, 10))


@pytest.fixture
def analyst(desk, source):
    analyst = desk("analyst")
    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    return analyst


def fill(page, quote):
    for name, text in {"quote": quote, "holder": "Ruritania", "proposal": "Patrol freeze"}.items():
        page.locator(f"#id_{name}").fill(text)
    page.keyboard.press("Escape")
    page.keyboard.press("5")


def test_enter_in_a_field_saves_and_takes_nothing_back(analyst):
    page = analyst.page
    for number, quote in enumerate((OPENED, FREEZE), 1):
        fill(page, quote)
        page.locator("#id_conditions").fill("all agree")
        page.locator("#id_conditions").press("Enter")
        expect(page.locator("mark.coded")).to_have_count(number)
        expect(page.locator("#id_conditions")).to_have_value("")
    assert list(Claim.objects.order_by("pk").values_list("quote", "status")) == [(OPENED, "draft"), (FREEZE, "draft")]


def test_the_form_stays_beside_a_text_of_which_much_is_to_be_said_above(desk, source):
    analyst = desk("analyst")
    make_coding(
        source=source,
        fully_coded_by="Somebody whose name is long enough to need a line of its own above the text, and more",
        fully_coded_on=date(2022, 1, 11),
    )
    user = User.objects.get(groups__name="analyst")
    make_claim(source=source, quote=FREEZE, status="draft", by=user, coder=user)
    analyst.page.set_viewport_size({"width": 1280, "height": 800})
    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    expect(analyst.page.locator("#desk-bar")).to_contain_text("Read to its end")
    expect(analyst.page.get_by_role("button", name="Submit your 1 draft")).to_be_visible()
    assert analyst.page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert analyst.page.evaluate("(form => form.scrollHeight <= form.clientHeight)(document.querySelector('.coding'))")


def test_on_paper_stands_the_text_with_what_is_coded_and_nothing_to_press(analyst, source):
    make_claim(source=source, quote=FREEZE, value=-2)
    page = analyst.page
    page.reload()
    page.emulate_media(media="print")
    expect(page.locator("mark.coded")).to_be_visible()
    assert page.locator("button:visible, input:visible, textarea:visible").count() == 0


def test_words_without_a_blank_stay_in_their_column_on_a_phone(desk, source):
    reviewer = desk("reviewer")
    batch = make_batch([source], title="T" * 90, done_at=timezone.now())
    coder = make_batch_coder(batch, done_at=timezone.now())
    make_blind_coding(1, coder, quote=FREEZE, note="n" * 200)
    reviewer.page.set_viewport_size({"width": 390, "height": 844})
    for name in ("batch", "compare"):
        reviewer.visit(f"workbench:{name}", the_negotiation().slug, batch.public_id)
        assert reviewer.page.evaluate("document.documentElement.scrollWidth") <= 390

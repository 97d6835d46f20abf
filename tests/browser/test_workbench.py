"""Coding beside the text in a browser: by keys alone, by mouse, and without scripts."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from claims.models import Claim
from tests.browser.accessibility import check_accessibility
from tests.make import make_actor, make_claim, make_proposal, make_source, make_user, the_negotiation

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2022, 1, 10)
FREEZE = "The minister said that Ruritania wants a freeze of patrols."
MISSILES = "It would take part in talks on missiles if Freedonia pulls back."
TEXT = f"""The talks opened in Geneva.

{FREEZE} {MISSILES}

“We want a freeze of patrols,” Freedonia answered. No date was set. No date was set."""
FITS = "(([form]) => form.scrollHeight <= form.clientHeight)(document.querySelectorAll('.coding'))"


@pytest.fixture
def source(db):
    make_actor(name="Ruritania", short_name="Ruritania", slug="ruritania")
    make_actor(name="Freedonia", short_name="Freedonia", slug="freedonia")
    make_proposal(title="Patrol freeze", slug="patrol-freeze")
    make_proposal(title="Talks on missiles", slug="talks-on-missiles")
    make_proposal(title="Pull-back", slug="pull-back")
    return make_source(title="Minister speaks in Geneva", text=TEXT, published_on=DAY)


@pytest.fixture
def page(desk, source):
    """The page of an analyst at 1280 × 800, who has just opened the document."""
    analyst = desk("analyst")
    analyst.page.set_viewport_size({"width": 1280, "height": 800})
    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    return analyst.page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def name(page, letters):
    """Type a few letters of a name; the list of those that fit is there before Enter is pressed."""
    page.keyboard.type(letters)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")


def save(page, *keys):
    press(page, *(keys or ["Control+Enter"]))
    expect(page.locator(".said")).to_contain_text("Saved as a draft")
    expect(page.locator(".reading")).to_be_focused()


def forgive(page, page_faults):
    """Take what went wrong as meant: a form was sent that could not be read."""
    page.evaluate("0")  # what the console said is there before the answer
    page_faults.clear()


def test_claims_are_coded_and_submitted_by_keys_alone(page):
    press(page, "ArrowDown", "ArrowDown", "ArrowRight")
    expect(page.locator("#state")).to_contain_text("Exact found once, in paragraph 2")
    press(page, "Enter")
    name(page, "ru")
    name(page, "pa")
    press(page, "5")
    save(page)
    expect(page.locator("#p2 mark.coded")).to_have_text(FREEZE)
    press(page, "ArrowRight", "Enter")  # the sentence after the one that was saved
    name(page, "ru")
    name(page, "ta")
    press(page, "4", "c")
    page.keyboard.type("Freedonia pulls back")
    press(page, "Escape", "h")
    name(page, "pu")
    save(page)
    page.get_by_role("button", name="Submit your 2 drafts").press("Enter")
    expect(page.locator(".said")).to_contain_text("Two drafts submitted.")
    first, second = Claim.objects.order_by("pk")
    assert [(c.quote, c.holder.slug, c.proposal.slug, c.value, c.quote_state, c.status) for c in (first, second)] == [
        (FREEZE, "ruritania", "patrol-freeze", 2, "exact", "in-review"),
        (MISSILES, "ruritania", "talks-on-missiles", 1, "exact", "in-review"),
    ]
    assert (second.conditions, second.depends_on, second.locator) == ("Freedonia pulls back", "pull-back", "para. 2")


def test_a_name_that_begins_so_is_offered_before_one_that_has_such_a_word(page):
    make_actor("official", name="Minister of Ruritania", slug="minister")
    page.reload()
    page.locator("#id_holder").focus()
    page.keyboard.type("ru")
    expect(page.get_by_role("option")).to_contain_text(["Ruritania", "Minister of Ruritania", "Suggest"])


def test_the_ends_of_a_passage_are_moved_word_by_word(page):
    press(page, "ArrowDown", "ArrowDown", "ArrowRight")
    press(page, *["Shift+ArrowDown"] * 4, *["Shift+ArrowLeft"] * 3)
    expect(page.locator("#id_quote")).to_have_value("Ruritania wants a freeze")
    press(page, "Shift+ArrowUp", "Shift+ArrowRight", "Shift+ArrowRight")
    expect(page.locator("#id_quote")).to_have_value("that Ruritania wants a freeze of patrols")
    expect(page.locator("#state")).to_contain_text("Exact")


def test_of_words_that_stand_there_twice_the_chosen_ones_are_meant(page):
    press(page, *["ArrowDown"] * 3, "ArrowRight", "ArrowRight", "ArrowRight")
    expect(page.locator("#id_quote")).to_have_value("No date was set.")
    expect(page.locator("#state")).to_contain_text("Exact found once, in paragraph 3")
    press(page, "Enter")
    name(page, "fr")
    name(page, "pa")
    press(page, "3")
    save(page)
    claim = Claim.objects.get()
    assert TEXT.count("No date was set.") == 2 and claim.quote_start == TEXT.rindex("No date was set.")


def test_a_passage_is_selected_by_mouse_without_the_blanks_at_its_ends(page):
    page.locator("#p2 > p").evaluate(
        """body => {
            const range = document.createRange();
            range.setStart(body.firstChild, 22);
            range.setEnd(body.firstChild, 60);
            getSelection().addRange(range);
            body.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }"""
    )
    expect(page.locator("#id_quote")).to_have_value("Ruritania wants a freeze of patrols.")
    expect(page.locator("#p2")).to_have_class("para now")


def test_the_same_quote_makes_another_claim_and_the_last_is_taken_back(page):
    press(page, "ArrowDown", "ArrowDown", "ArrowRight", "Enter")
    name(page, "ru")
    name(page, "pa")
    press(page, "5")
    save(page, "Control+Shift+Enter")
    expect(page.locator("#id_quote")).to_have_value(FREEZE)
    expect(page.locator("#id_holder")).to_have_value("Ruritania")
    expect(page.locator("#id_proposal")).to_have_value("")
    press(page, "u")
    expect(page.locator(".said")).to_contain_text("Taken back")
    expect(page.locator("#id_proposal")).to_have_value("Patrol freeze")
    expect(page.locator("mark.coded")).to_have_count(0)
    assert Claim.objects.get().status == "withdrawn"


def test_a_quote_that_is_not_in_the_text_is_told_with_the_passage_to_take_over(page, page_faults):
    page.fill("#id_quote", "The minister said that Ruritania wanted a freeze of patrols.")
    expect(page.locator("#state")).to_contain_text("Missing nearest, in paragraph 2")
    expect(page.locator("#state ins")).to_have_text("added: wants")
    assert page.evaluate(FITS)
    page.get_by_role("button", name="Take this passage over").click()
    expect(page.locator("#id_quote")).to_have_value(FREEZE)
    expect(page.locator("#state")).to_contain_text("Exact")
    press(page, "Control+Enter")  # and what is not said yet is asked for, where it belongs
    expect(page.locator("#id_holder")).to_be_focused()
    expect(page.locator(".coding")).to_contain_text("Fill this in.")
    forgive(page, page_faults)


def test_the_form_does_not_scroll_on_a_laptop_and_names_no_fault_to_axe(page, source):
    make_claim(source=source, quote=MISSILES, proposal=make_proposal(title="P"), holder=make_actor(short_name="North"))
    page.reload()
    press(page, "ArrowDown", "ArrowDown", "ArrowRight")
    expect(page.locator("#state")).to_contain_text("Exact")
    assert page.evaluate(FITS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    check_accessibility(page)


def test_a_long_text_with_many_claims_fills_the_form_sentence_by_sentence(desk, source):
    sentences = [f"Ruritania wants item {number} of the long list of demands, and no less." for number in range(2500)]
    text = "\n\n".join(" ".join(sentences[start : start + 5]) for start in range(0, 2500, 5))
    long = make_source(title="A long report", text=text, published_on=DAY)
    proposal = make_proposal(title="Items")
    for sentence in sentences[:2500:5]:
        make_claim(source=long, quote=sentence, proposal=proposal, holder=make_actor())
    analyst = desk("analyst")
    analyst.visit("workbench:code", the_negotiation().slug, long.slug)
    assert analyst.page.locator("mark.coded").count() == 500
    press(analyst.page, *["ArrowDown"] * 3, *["ArrowRight"] * 7)
    expect(analyst.page.locator("#id_quote")).to_have_value(sentences[16])
    expect(analyst.page.locator("#state")).to_contain_text("Exact found once, in paragraph 4")


@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_a_paragraph_is_taken_into_the_form_and_saved(desk, source):
    analyst = desk("analyst")
    analyst.page.goto(f"{analyst.base}{reverse('workbench:documents', args=[the_negotiation().slug])}")
    analyst.page.get_by_role("link", name="Minister speaks in Geneva").click()
    analyst.page.get_by_role("link", name="2", exact=True).click()
    expect(analyst.page.get_by_label("Quote, from")).to_have_value(f"{FREEZE} {MISSILES}")
    analyst.page.get_by_label("Quote, from").fill(FREEZE)
    analyst.page.get_by_label("Holder", exact=True).fill("ruritania")
    analyst.page.get_by_label("Proposal", exact=True).fill("Patrol freeze")
    analyst.page.get_by_label("supports").check()
    analyst.press("Save and next")
    expect(analyst.page.locator(".said")).to_contain_text("Saved as a draft: Ruritania on Patrol freeze, supports.")
    expect(analyst.page.locator("mark.coded")).to_have_text(FREEZE)


def test_an_actor_that_is_missing_is_suggested_on_the_spot(page, page_faults):
    press(page, "ArrowDown", "ArrowDown", "ArrowRight", "Enter")
    page.keyboard.type("Osterlich")
    expect(page.get_by_role("option")).to_have_text(["Suggest “Osterlich”"])
    press(page, "Enter")
    window = page.get_by_role("dialog")
    expect(window.get_by_label("Name", exact=True)).to_have_value("Osterlich")
    window.get_by_role("button", name="Suggest it").click()
    expect(window).to_contain_text("Fill this in.")
    window.get_by_label("Kind").select_option("party")
    check_accessibility(page)
    window.get_by_role("button", name="Suggest it").click()
    expect(window).to_have_count(0)
    expect(page.locator("#id_holder")).to_have_value("Osterlich")
    name(page, "pa")
    press(page, "1")
    save(page)
    claim = Claim.objects.get()
    assert (claim.holder.name, claim.holder.suggestion) == ("Osterlich", "waiting")
    forgive(page, page_faults)


def wait_for(page, heading):
    """Wait for the next claim of the queue, until its page takes keys."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("#reviewing")).to_be_focused()


def test_a_reviewer_publishes_and_returns_by_keys_one_claim_after_the_other(desk, source):
    for number, quote in enumerate((FREEZE, MISSILES, "The talks opened in Geneva.")):
        proposal = make_proposal(title=f"P {number}")
        make_claim(
            source=source, quote=quote, proposal=proposal, status="in-review", by=make_user("analyst"), said_on=DAY
        )
    reviewer = desk("reviewer")
    reviewer.page.set_viewport_size({"width": 1280, "height": 800})
    reviewer.visit("workbench:review-next", the_negotiation().slug)
    page = reviewer.page
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 3 to review")
    expect(page.locator("mark.chosen")).to_have_text("The talks opened in Geneva.")
    check_accessibility(page)
    press(page, "n")
    wait_for(page, "2 of 3 to review")
    press(page, "p")
    wait_for(page, "2 of 2 to review")
    expect(page.locator("mark.chosen")).to_have_text(MISSILES)
    press(page, "r")
    page.keyboard.type("It would only take part: open.")
    press(page, "Control+Enter")
    wait_for(page, "1 of 1 to review")
    press(page, "p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing waits for you")
    statuses = dict(Claim.objects.values_list("quote", "status"))
    assert statuses == {FREEZE: "published", MISSILES: "returned", "The talks opened in Geneva.": "published"}


def test_what_was_typed_is_kept_where_it_cannot_be_saved(page, page_faults):
    press(page, "ArrowDown", "ArrowDown", "ArrowRight", "Enter")
    name(page, "ru")
    name(page, "pa")
    press(page, "5")
    page.context.clear_cookies()
    press(page, "Control+Enter")
    expect(page.locator(".said")).to_contain_text("Not saved: you are logged out.")
    expect(page.locator("#id_quote")).to_have_value(FREEZE)
    page.context.set_offline(True)
    press(page, "Control+Enter")
    expect(page.locator(".said")).to_contain_text("Not saved: the server does not answer.")
    page.context.set_offline(False)
    assert not Claim.objects.exists()
    forgive(page, page_faults)

"""Take the pictures of docs/analysts-guide.md from a fresh database: python -m tests.browser.guide_screens"""

import os
import sys
import tempfile
from pathlib import Path

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
PAGES = [
    "GENEVA, 17 Jan 2022. The talks on patrols near the fron-\ntiers went on for a third day.",
    "Ruritania is ready to freeze patrols if the others do the same, its foreign minister said after the meeting. "
    "Freedonia has not answered yet.",
    "An observer called a freeze “quite possible this year”.",
]


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # the browser's loop runs in this thread, as do the queries
        }
        import django

        django.setup()
        from django.test.runner import DiscoverRunner

        runner = DiscoverRunner(verbosity=0, interactive=False)
        runner.setup_test_environment()
        databases = runner.setup_databases()
        try:
            take_all(Path(folder))
        finally:
            runner.teardown_databases(databases)
            runner.teardown_test_environment()


def take_all(folder):
    from django.contrib.staticfiles.testing import StaticLiveServerTestCase
    from playwright.sync_api import sync_playwright

    from tests.browser.admin_desk import Desk
    from tests.browser.chromium import launch_options
    from tests.make import make_user

    StaticLiveServerTestCase.setUpClass()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())

            def desk(role, name):
                context = browser.new_context(viewport={"width": 1200, "height": 760})
                return Desk(context, StaticLiveServerTestCase.live_server_url).log_in(make_user(role, username=name))

            walk(desk("analyst", "ann"), desk("reviewer", "rea"), folder)
            browser.close()
    finally:
        StaticLiveServerTestCase.tearDownClass()


def walk(analyst, reviewer, folder):
    """Walk through the guide's story, with a picture at each stage."""
    from tests.make import make_actor, make_proposal, make_side, make_topic

    east, west, others = (make_side(name=n, negotiates=n != "Observers") for n in ("East", "West", "Observers"))
    holder = make_actor(name="Ruritania", short_name="Ruritania", slug="ruritania", side=east)
    make_actor(name="Freedonia", short_name="Freedonia", slug="freedonia", side=west)
    make_actor(kind="expert", name="Ada Observer", short_name="Observer", side=others)
    make_actor(kind="official", name="Foreign minister of Ruritania", speaks_for=holder, side=east)
    said = {"title": "Patrol freeze", "definition": "Both sides stop patrols near the frontiers for a year."}
    proposal = make_proposal(slug="patrol-freeze", topic=make_topic(name="Risk reduction"), **said)
    shot(analyst, "front")
    source = bring_in(analyst, folder)
    code(analyst, source)
    talk(analyst, reviewer, source)
    show_published(reviewer)
    use_the_whole_form(analyst, source, holder, proposal)
    correct(analyst)


def bring_in(analyst, folder):
    """Upload the PDF, and look at the text that was taken from it."""
    from claims.models import Source
    from tests.importers.documents.files_to_read import make_pdf

    (folder / "third-day.pdf").write_bytes(make_pdf(PAGES))
    analyst.visit("admin:claims_source_add")
    page = analyst.page
    for name, words in {"title": "Third day of talks in Geneva", "publisher": "Daily Courier"}.items():
        page.fill(f"[name={name}]", words)
    page.fill("[name=published_on]", "2022-01-17")
    page.locator("fieldset summary", has_text="Its text").click()
    page.set_input_files("[name=text_file]", folder / "third-day.pdf")
    shot(analyst, "upload", "fieldset:has([name=text_file])")
    page.locator("[name=_save]").first.click()
    shot(analyst, "text", ".text-preview")
    page.locator("[name=_save]").first.click()
    return Source.objects.get()


def code(analyst, source):
    """Code two passages beside the text, the second with a quote that is not in it, and submit both."""
    from tests.make import the_negotiation

    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    page = analyst.page
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter", "r", "u"):
        page.keyboard.press(key)
    page.get_by_role("option").first.wait_for()
    shot(analyst, "coding")
    page.keyboard.press("Enter")
    page.keyboard.type("pa")
    page.get_by_role("option").first.wait_for()
    for key in ("Enter", "4", "y", "f", "o"):
        page.keyboard.press(key)
    page.get_by_role("option").first.wait_for()
    for key in ("Enter", "Escape", "c"):
        page.keyboard.press(key)
    page.keyboard.type("the others do the same")
    shot(analyst, "filled")
    save(page)
    shot(analyst, "coded")
    page.fill("#id_quote", "An observer called a freeze “very possible this year”.")
    page.locator(".state.missing").wait_for()
    shot(analyst, "missing")
    page.get_by_role("button", name="Take this passage over").click()
    page.locator(".state.exact").wait_for()
    page.fill("#id_holder", "Ada Observer")
    page.fill("#id_proposal", "Patrol freeze")
    page.keyboard.press("Escape")
    for key in ("r", "4"):
        page.keyboard.press(key)
    save(page)
    page.get_by_role("button", name="Submit your 2 drafts").click()


def save(page):
    """Save the claim in the form, and wait until the form is that of the next."""
    page.keyboard.press("Control+Enter")
    page.locator(".said", has_text="Saved as a draft").wait_for()
    page.locator(".reading:focus").wait_for()


def talk(analyst, reviewer, source):
    """The reviewer returns the first claim with a question; its coder mends it, answers and submits it again."""
    from claims.models import Claim
    from tests.make import the_negotiation

    reviewer.visit("admin:index")
    shot(reviewer, "to-review")
    reviewer.visit("workbench:review-next", the_negotiation().slug)
    reviewer.page.keyboard.press("r")
    reviewer.page.keyboard.type("Does he speak of all patrols, or of those near the frontiers?")
    shot(reviewer, "queue")
    reviewer.page.keyboard.press("Control+Enter")
    reviewer.page.locator(".said", has_text="Returned").wait_for()
    claim = Claim.objects.get(status="returned")
    analyst.visit("admin:claims_claim_change", claim.pk)
    analyst.page.fill("[name=covers]", "patrols near the frontiers")
    analyst.press("Save and continue editing")
    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    analyst.page.get_by_label("Your answer").fill("Of those near the frontiers: the sentence before says so.")
    shot(analyst, "thread")
    analyst.press("Submit it again")
    reviewer.visit("workbench:review", the_negotiation().slug, claim.public_id)
    shot(reviewer, "again", ".coding")


def show_published(reviewer):
    """Publish what waits, and look at the first claim as readers do."""
    from claims.models import Claim
    from tests.make import the_negotiation

    for _ in range(2):
        reviewer.visit("workbench:review-next", the_negotiation().slug)
        reviewer.press("Publish")
    first = Claim.objects.published().earliest("pk")
    reviewer.visit("claims:claim", first.public_id)
    shot(reviewer, "claim")


def use_the_whole_form(analyst, source, holder, proposal):
    quote = "Ruritania is ready to freeze all patrols if others do the same"
    analyst.code(source, quote, holder, proposal, conditions="the others do the same")
    analyst.page.evaluate("scrollTo(0, 0)")
    shot(analyst, "form")
    shot(analyst, "who", "fieldset:has(.field-holder)")
    shot(analyst, "condition", "fieldset:has(.field-conditions)")
    analyst.press("Save and continue editing")
    shot(analyst, "refused", "fieldset:has(.field-quote)")


def correct(analyst):
    """Propose a correction of what is published."""
    analyst.visit("admin:claims_claim_changelist")
    shot(analyst, "list")
    analyst.page.locator("#result_list tbody tr", has_text="published").first.locator("th a").click()
    analyst.press("Propose a correction")
    analyst.page.fill("[name=note]", "Heard at the press conference.")
    analyst.page.select_option("[name=value]", "0")
    analyst.page.fill("[name=reason]", "a slip")
    analyst.press("Save and continue editing")
    shot(analyst, "correction", ".panel")


def shot(desk, name, part=None):
    desk.page.wait_for_load_state("networkidle")
    SCREENS.mkdir(parents=True, exist_ok=True)
    path = SCREENS / f"guide-{name}.png"
    target = desk.page.locator(part).first if part else desk.page
    target.screenshot(path=path)
    print(f"{path.name}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main())

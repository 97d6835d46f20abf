"""Take the pictures of docs/analysts-guide.md from a fresh database: python -m tests.browser.guide_screens"""

import os
import sys
import tempfile
from pathlib import Path

SCREENS = Path(__file__).resolve().parents[2] / "docs" / "screens"
TEXT = """GENEVA, 17 Jan 2022. The talks on patrols near the frontiers went on for a third day.

“We are ready to freeze patrols – if the others do the same”, the foreign minister of Ruritania said after the \
meeting. Freedonia has not answered yet.

An observer called a freeze “quite possible this year”.
"""
PASSAGE = "We are ready to freeze patrols – if the others do the same"


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
            take_all()
        finally:
            runner.teardown_databases(databases)
            runner.teardown_test_environment()


def take_all():
    from django.contrib.staticfiles.testing import StaticLiveServerTestCase
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import launch_options

    StaticLiveServerTestCase.setUpClass()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**launch_options())
            walk(browser, StaticLiveServerTestCase.live_server_url)
            browser.close()
    finally:
        StaticLiveServerTestCase.tearDownClass()


def walk(browser, base):
    """Walk through the guide's story, with a picture at each stage."""
    from tests.browser.admin_desk import Desk
    from tests.make import make_actor, make_proposal, make_side, make_source, make_topic, make_user, the_negotiation

    east, west, others = (make_side(name=n, negotiates=n != "Observers") for n in ("East", "West", "Observers"))
    holder = make_actor(name="Ruritania", short_name="Ruritania", slug="ruritania", side=east)
    make_actor(name="Freedonia", short_name="Freedonia", slug="freedonia", side=west)
    make_actor(kind="expert", name="Ada Observer", short_name="Observer", side=others)
    minister = make_actor(kind="official", name="Foreign minister of Ruritania", speaks_for=holder, side=east)
    topic = make_topic(name="Risk reduction")
    proposal = make_proposal(title="Patrol freeze", slug="patrol-freeze", topic=topic)
    source = make_source(title="Third day of talks in Geneva", publisher="Daily Courier", text=TEXT)

    def desk(role, name):
        context = browser.new_context(viewport={"width": 1200, "height": 760})
        return Desk(context, base).log_in(make_user(role, username=name))

    analyst, reviewer = desk("analyst", "ann"), desk("reviewer", "rea")
    shot(analyst, "front")
    analyst.visit("admin:claims_source_change", source.pk)
    shot(analyst, "source")
    analyst.visit("workbench:code", the_negotiation().slug, source.slug)
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter", "r", "u"):
        analyst.page.keyboard.press(key)
    analyst.page.get_by_role("option").first.wait_for()
    shot(analyst, "coding")
    quote = "We are ready to freeze all patrols if others do the same"
    analyst.code(source, quote, minister, proposal, speaker=None, conditions="if the others do the same")
    analyst.page.evaluate("scrollTo(0, 0)")
    shot(analyst, "form")
    shot(analyst, "who", "fieldset:has(.field-holder)")
    shot(analyst, "condition", "fieldset:has(.field-conditions)")
    analyst.press("Save and continue editing")
    shot(analyst, "refused", "fieldset:has(.field-quote)")
    analyst.press("Use this passage")
    shot(analyst, "saved")
    analyst.press("Save and submit for review")
    reviewer.visit("admin:index")
    shot(reviewer, "to-review")
    reviewer.visit("workbench:review-next", the_negotiation().slug)
    shot(reviewer, "queue")
    reviewer.visit("admin:index")
    reviewer.page.locator(".pile").get_by_role("link", name="Patrol freeze").click()
    reviewer.page.get_by_label("Remark on this step").fill("Is it said of all patrols, or only of those at sea?")
    shot(reviewer, "review", ".panel")
    reviewer.press("Return to its coder")
    analyst.visit("admin:index")
    shot(analyst, "returned")
    analyst.page.locator(".pile").get_by_role("link", name="Patrol freeze").click()
    analyst.press("Save and submit for review")
    reviewer.page.reload()
    reviewer.press("Publish")
    analyst.visit("admin:claims_claim_changelist")
    shot(analyst, "list")
    analyst.page.locator("#result_list tbody th a").first.click()
    analyst.press("Propose a correction")
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

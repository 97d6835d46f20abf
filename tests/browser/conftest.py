import os
from pathlib import Path

import pytest

from tests.browser.admin_desk import Desk
from tests.browser.chromium import launch_options
from tests.make import make_user

REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
    `Content-Security-Policy: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`))
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session", autouse=True)
def allow_queries_beside_playwright():
    """Playwright's loop runs in the tests' own thread, where Django would refuse every query."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, **launch_options()}


@pytest.fixture
def page_faults():
    """What went wrong in any page of the test. A test that provokes one on purpose clears the list."""
    return []


@pytest.fixture
def new_context(new_context, page_faults):
    """Contexts whose pages fail the test if they block a resource or show an error on the console."""
    contexts = []

    def heard(message):
        if message.type == "error":
            page_faults.append(f"{message.page.url}: {message.text}")

    def new_watched_context(**options):
        context = new_context(**options)
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("weberror", lambda fault: page_faults.append(f"{fault.page.url}: {fault.error}"))
        context.on("console", heard)
        contexts.append(context)
        return context

    yield new_watched_context
    for context in contexts:
        for page in context.pages:
            page.evaluate("0")  # events that are still on their way come in before the answer
    assert page_faults == []


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request, new_context, live_server):
    """A reader's page, once with JavaScript and once without."""
    return new_context(java_script_enabled=request.param, base_url=live_server.url).new_page()


@pytest.fixture
def scripts():
    """Whether JavaScript runs; a module tries both by its parameters."""
    return True


@pytest.fixture
def desk(new_context, live_server, scripts):
    """Return a function that opens a window for a new user of a role, logged in."""

    def open_for(role, **options):
        context = new_context(java_script_enabled=scripts, viewport={"width": 1280, "height": 900}, **options)
        return Desk(context, live_server.url, scripts).log_in(make_user(role))

    return open_for

"""A static copy in a browser: from a disk and from a plain file server, without the product."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility

CHECKED = ["index.html", "claims/index.html", "agreement/index.html", "cells/nato-non-expansion/russia/index.html"]


class _QuietServer(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def copied(seeded, tmp_path):
    """The folder of a copy of the seeds."""
    call_command("static_copy", "russia-us-security-2021", str(tmp_path / "copy"), site="none")
    return tmp_path / "copy"


@pytest.fixture
def served(copied):
    """The address at which a plain file server offers the copy."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietServer, directory=copied)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_copy_is_read_from_a_disk_and_from_a_file_server(copied, served, new_context):
    for address, runs_scripts in ((f"file://{copied}/", True), (served, True), (served, False)):
        page = new_context(java_script_enabled=runs_scripts).new_page()
        page.goto(f"{address}index.html")
        expect(page.locator(".frozen")).to_contain_text("Frozen copy")
        go_to_the_evidence(page)
        see_drawings(page, address)
        take_files(page, address)
        page.context.close()
    page = new_context().new_page()
    for file in CHECKED:
        page.goto(f"{served}{file}")
        check_accessibility(page)


def go_to_the_evidence(page):
    """From the matrix to a cell, its source, a claim, and by the menu to the second page of all claims."""
    page.get_by_role("link", name="United States on NATO non-expansion").click()
    expect(page.locator("blockquote", has_text="roundly rejected").first).to_be_visible()
    page.get_by_role("link", name="EXPLAINER: Main issues at Russia-US security talks").first.click()
    expect(page.get_by_role("heading", name="in order of appearance")).to_be_visible()
    page.get_by_role("link", name="Evidence").click()
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Claims: page 2 of 3")).to_be_visible()
    assert page.url.endswith("/claims/page-2.html")


def see_drawings(page, address):
    """A drawing has its colours: style sheets are there, and the policy lets them in."""
    page.goto(f"{address}proposals/nato-non-expansion/index.html")
    expect(page.locator("svg").first).to_be_visible()
    colour = "each => getComputedStyle(each).backgroundColor"
    assert page.locator("a.c, .c").first.evaluate(colour) != "rgba(0, 0, 0, 0)"


def take_files(page, address):
    """A table and a reference are saved by a click."""
    page.goto(f"{address}claims/index.html")
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert saved.value.path().read_text(encoding="utf-8-sig").startswith("claim,negotiation,")
    page.locator("details.cite summary").click()
    with page.expect_download() as saved:
        page.locator("details.cite").get_by_role("link", name="RIS").click()
    assert saved.value.path().read_text().startswith("TY  - ")
    assert saved.value.suggested_filename.endswith(".ris")

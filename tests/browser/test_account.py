"""The second factor as an editor sets it up and logs in with it, on pages that everybody can use."""

from pathlib import Path

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from tests.browser.accessibility import check_accessibility
from tests.browser.layout import check_layout
from tests.make import make_user, the_negotiation
from tests.one_time_codes import show_code


def log_in(page):
    page.goto("/login/")
    check_layout(page)
    page.get_by_label("Username").fill("ann-codes")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()


@pytest.mark.usefixtures("transactional_db")
def test_an_editor_sets_up_a_second_factor_and_logs_in_with_a_recovery_code(new_context, live_server):
    the_negotiation()
    reader = new_context(base_url=live_server.url).new_page()
    make_user("analyst", "ann-codes")
    log_in(reader)
    reader.goto("/account/password/")
    check_accessibility(reader)
    reader.get_by_role("link", name="Second factor").click()
    reader.get_by_label("Your password").fill("password")
    reader.get_by_role("button", name="Set it up").click()
    check_accessibility(reader)
    check_layout(reader)
    reader.get_by_label("Code that the app shows").fill(show_code(TOTPDevice.objects.get()))
    reader.get_by_role("button", name="Confirm").click()
    check_accessibility(reader)
    check_layout(reader)
    with reader.expect_download() as download:
        reader.get_by_role("link", name="Save as a file").click()
    code = Path(download.value.path()).read_text().splitlines()[-1]
    reader.get_by_role("link", name="I have them").click()
    check_accessibility(reader)
    check_layout(reader)
    reader.locator("#password-remove").fill("wrong")
    reader.get_by_role("button", name="Remove it").click()
    check_accessibility(reader)
    reader.get_by_role("link", name="Sessions").click()
    expect(reader.get_by_role("row", name="This session")).to_have_count(1)
    check_accessibility(reader)
    check_layout(reader)
    reader.get_by_role("button", name="Log out").click()
    log_in(reader)
    check_accessibility(reader)
    check_layout(reader)
    reader.get_by_label("Code").fill(code)
    reader.get_by_role("button", name="Log in").click()
    expect(reader.get_by_role("link", name="Editing")).to_be_visible()

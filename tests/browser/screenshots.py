"""Pictures of each page, as a newcomer with the seeds sees it: light, dark, on a phone, in print.

`make screenshots` runs this as a test that writes to docs/screens; other runs leave it out, as it asserts little.
"""

from pathlib import Path

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from claims.models import Actor, Claim
from tests.make import make_user
from tests.one_time_codes import show_code
from tests.walk import make_releases

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}


def pages():
    """Return (name, address) of each page."""
    claim = Claim.objects.published().get(holder__slug="united-states", quote__contains="roundly rejected")
    return [
        ("matrix", "/"),
        ("cell", "/russia-us-security-2021/cells/nato-non-expansion/united-states/"),
        ("proposals", "/russia-us-security-2021/proposals/"),
        ("proposal", "/russia-us-security-2021/proposals/nato-non-expansion/"),
        ("actors", "/russia-us-security-2021/actors/"),
        ("actor", "/russia-us-security-2021/actors/united-states/"),
        ("experts", "/russia-us-security-2021/experts/"),
        ("sources", "/sources/"),
        ("source", "/sources/explainer-2022-01-10/"),
        ("claims", "/russia-us-security-2021/claims/"),
        ("claim", f"/claims/{claim.public_id}/"),
        ("common-ground", "/russia-us-security-2021/common-ground/"),
        ("changes", "/russia-us-security-2021/changes/?since=2021-12-22&as_of=2022-01-10"),
        ("moves", "/russia-us-security-2021/changes/moves/"),
        ("contradictions", "/russia-us-security-2021/contradictions/"),
        ("timeline", "/russia-us-security-2021/timeline/?proposal=nato-non-expansion"),
        ("coverage", "/russia-us-security-2021/coverage/"),
        ("robustness", "/russia-us-security-2021/common-ground/robustness/"),
        ("agreement", "/russia-us-security-2021/agreement/"),
        ("agreement-of-few", "/russia-us-security-2021/agreement/?min_n=1&bounds=show"),
        ("pair", "/russia-us-security-2021/agreement/russia/united-states/"),
        ("search", "/search/?q=moratorium"),
        ("method", "/method/"),
        ("method-verdicts", "/method/verdicts/"),
        ("codebook", "/method/codebook/?q=condition"),
        ("releases", "/russia-us-security-2021/releases/"),
        ("release", "/russia-us-security-2021/releases/2/"),
        ("release-changes", "/russia-us-security-2021/releases/1/to/2/"),
        ("embed", "/embed/russia-us-security-2021/matrix/"),
        ("not-found", "/claims/nothing/"),
    ]


def take(page, name, address=None):
    """Take the pictures of a page: of an address that is opened anew for each, or of what stands there."""
    for look, size, media in (
        ("light", LAPTOP, {"color_scheme": "light"}),
        ("dark", LAPTOP, {"color_scheme": "dark"}),
        ("phone", PHONE, {"color_scheme": "light"}),
        ("print", LAPTOP, {"media": "print", "color_scheme": "light"}),
    ):
        page.set_viewport_size(size)
        page.emulate_media(**{"media": "screen", **media})
        if address:
            page.goto(address)
        page.screenshot(path=FOLDER / f"{name}-{look}.png")
    page.set_viewport_size(LAPTOP)
    page.emulate_media(media="screen", color_scheme="light")


def test_write_pictures(seeded, page, live_server, page_faults, settings):
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings.EMBED_ANCESTORS = ["*"]
    make_releases(Actor.objects.get(slug="united-states"))
    for name, address in pages():
        take(page, name, live_server.url + address)
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_role("link", name="United States on NATO non-expansion").click()
    expect(page.locator(".panel blockquote").first).to_be_visible()
    page.screenshot(path=FOLDER / "matrix-opened.png")
    page_faults.clear()  # the page that does not exist


def test_write_pictures_of_an_account(seeded, new_context, live_server, settings):
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings.OTP_TOTP_THROTTLE_FACTOR = 0
    user = make_user("analyst", "ann-lyst")
    page = new_context(base_url=live_server.url).new_page()
    page.goto("/login/")
    take(page, "login")
    page.get_by_label("Username").fill("ann-lyst")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.goto("/account/sessions/")
    take(page, "sessions")
    page.goto("/account/second-factor/")
    TOTPDevice.objects.create(
        user=user, name="app", key="0123456789abcdef" * 2, confirmed=False
    )  # drawn alike each time
    page.reload()
    take(page, "second-factor")
    page.get_by_label("Code that the app shows").fill(show_code(TOTPDevice.objects.get()))
    page.get_by_role("button", name="Confirm").click()
    take(page, "recovery-codes")
    page.get_by_role("link", name="I have them").click()
    take(page, "second-factor-in-use")
    page = new_context(base_url=live_server.url).new_page()
    page.goto("/login/")
    page.get_by_label("Username").fill("ann-lyst")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()
    take(page, "login-code")


pytestmark = pytest.mark.browser

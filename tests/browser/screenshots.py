"""Pictures of each page, as a newcomer with the seeds sees it: light, dark, on a phone, in print.

`make screenshots` runs this as a test that writes to docs/screens; other runs leave it out, as it asserts little.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from claims.models import Actor, Claim
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


def test_write_pictures(seeded, page, live_server, page_faults, settings):
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings.EMBED_ANCESTORS = ["*"]
    make_releases(Actor.objects.get(slug="united-states"))
    for name, address in pages():
        for look, size, media in (
            ("light", LAPTOP, {"color_scheme": "light"}),
            ("dark", LAPTOP, {"color_scheme": "dark"}),
            ("phone", PHONE, {"color_scheme": "light"}),
            ("print", LAPTOP, {"media": "print", "color_scheme": "light"}),
        ):
            page.set_viewport_size(size)
            page.emulate_media(**{"media": "screen", **media})
            page.goto(live_server.url + address)
            page.screenshot(path=FOLDER / f"{name}-{look}.png")
    page.set_viewport_size(LAPTOP)
    page.emulate_media(media="screen", color_scheme="light")
    page.goto(live_server.url + "/russia-us-security-2021/")
    page.get_by_role("link", name="United States on NATO non-expansion").click()
    expect(page.locator(".panel blockquote").first).to_be_visible()
    page.screenshot(path=FOLDER / "matrix-opened.png")
    page_faults.clear()  # the page that does not exist


pytestmark = pytest.mark.browser

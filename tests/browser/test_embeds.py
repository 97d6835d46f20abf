"""Another site frames an embed: a reader sees it there only if the setting names that site."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.make import make_claim, make_proposal, the_negotiation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other_site(live_server):
    """Return the address of a site whose only page frames the matrix."""

    class OtherSite(BaseHTTPRequestHandler):
        def do_GET(self):
            body = f'<iframe src="{live_server.url}/embed/{the_negotiation().slug}/matrix/" width="600" height="400">'
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *said):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_embed_is_seen_on_another_site_only_where_the_setting_names_it(
    new_context, other_site, settings, page_faults
):
    make_claim(proposal=make_proposal(title="Missile freeze"))
    for ancestors, seen in ([other_site], 1), (["https://news.example"], 0):
        settings.EMBED_ANCESTORS = ancestors
        page = new_context().new_page()
        page.goto(other_site, wait_until="networkidle")
        assert page.frame_locator("iframe").get_by_role("rowheader", name="Missile freeze").count() == seen
        page.context.close()
    page_faults.clear()  # the browser says why it shows nothing

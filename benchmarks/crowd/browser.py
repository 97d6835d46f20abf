"""What a browser does behind nginx, without Django: asks, keeps cookies, follows, and fills in the forms of a page."""

from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

HOST = "tracker.example.org"
LONGEST = 60  # seconds until an answer counts as none


class Page(NamedTuple):
    """An answer; its status is 0 where there was none, and `seconds` those of its first request."""

    status: int
    address: str
    body: bytes
    headers: dict
    seconds: float

    def read(self):
        return html.fromstring(self.body)

    def text(self):
        return self.body.decode(errors="replace")

    def find_form(self, named):
        """Return the form of this id, or that is sent to such an address: (address, [(name, value)]); else None."""
        for form in self.read().forms if self.body.strip() else ():
            if form.get("id") == named or named in (form.get("action") or ""):
                return urljoin(self.address, form.get("action") or ""), form.form_values()
        return None

    def list_messages(self):
        """Return what the page tells of what was done: [(success, warning or error, words)]."""
        items = self.read().xpath("//ul[contains(@class, 'messagelist')]/li")
        return [(item.get("class", ""), " ".join(item.text_content().split())) for item in items]

    def tell_errors(self):
        """Return what the forms of the page say is wrong."""
        words = self.read().xpath("//*[contains(@class, 'errorlist')]//text()") if self.body.strip() else ()
        return " ".join(" ".join(words).split())


class Browser:
    """One person's browser, at an address of their own. nginx opens a connection for each request, and so does this."""

    def __init__(self, port, number):
        self.port, self.cookies = port, {}
        self.headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.0.{number // 200}.{number % 200 + 1}",
        }

    def get(self, address):
        return self._follow(self._ask("GET", address))

    def post(self, address, fields):
        """Send a form; return the page to which its answer leads."""
        return self._follow(self._ask("POST", address, urlencode(fields)))

    def _follow(self, page):
        seconds = page.seconds
        for _ in range(5):
            if page.status not in (301, 302, 303):
                break
            onward = urlsplit(urljoin(page.address, page.headers["location"]))
            page = self._ask("GET", onward._replace(scheme="", netloc="").geturl())
        return page._replace(seconds=seconds)

    def _ask(self, method, address, body=None):
        start = perf_counter()
        address = urlsplit(address)._replace(fragment="").geturl()
        headers = self.headers | {"Referer": f"https://{HOST}/"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        server = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        try:
            server.request(method, address, body, headers)
            answer = server.getresponse()
            content = answer.read()
        except (OSError, HTTPException):
            return Page(0, address, b"", {}, perf_counter() - start)
        finally:
            server.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Page(answer.status, address, content, told, perf_counter() - start)

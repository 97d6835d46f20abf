"""Whoever asks the site by HTTP, as a browser does: cookies, forms as they were shown, and what was answered."""

import re
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from lxml import html

BROKEN_OFF = 0  # the status of an answer that never came
OURS = re.compile(r"<h1|application/problem\+json|\"title\":")  # pages and answers of the product, not of a bare server


class HeardAnswer(NamedTuple):
    """What was answered: 0 is the status where the connection was broken off."""

    status: int
    page: str
    address: str = ""
    headers: object = None

    @property
    def is_clear(self):
        """Whether a reader is told something: no programmer's text, and no failure without a sentence of ours."""
        if "Traceback (most recent call last)" in self.page:
            return False
        return self.status < 500 or (self.status != 500 and OURS.search(self.page) is not None)

    @property
    def heading(self):
        """The heading of the page, for a table of what was told."""
        headings = re.findall(r"<h1[^>]*>(.*?)</h1>|\"title\": ?\"([^\"]*)", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>|\s+", " ", "".join(headings[-1])).strip() if headings else f"({self.status})"


class StayHere(HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


class Caller:
    """One visitor of a server on this machine."""

    def __init__(self, port, timeout=60):
        self.base, self.timeout = f"http://127.0.0.1:{port}", timeout
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), StayHere())

    def answers(self):
        """Whether the server answers as it should."""
        return Caller(int(self.base.rpartition(":")[2]), timeout=10).get("/").status in (200, 302)

    def get(self, address, **headers):
        return self._ask(Request(self.base + address, headers=headers))

    def post(self, address, data, files=()):
        headers = {"Referer": self.base + address}
        if files:
            body, headers["Content-Type"] = _write_parts(data, files)
        else:
            body = urlencode(data).encode()
        return self._ask(Request(self.base + address, body, headers))

    def _ask(self, request):
        try:
            with self.opener.open(request, timeout=self.timeout) as answer:
                return HeardAnswer(answer.status, answer.read().decode(errors="replace"), answer.url, answer.headers)
        except HTTPError as answer:
            page = answer.read().decode(errors="replace")
            return HeardAnswer(answer.code, page, answer.headers.get("Location", ""), answer.headers)
        except (OSError, HTTPException) as error:
            return HeardAnswer(BROKEN_OFF, f"{type(error).__name__}: {error}")

    def log_in(self, name, password):
        page = self.get("/login/")
        data = read_form(page.page, "/login/") | {"username": name, "password": password}
        answer = self.post("/login/", data)
        if answer.status != 302:
            raise RuntimeError(f"{name} cannot log in: {answer.status} {answer.heading}")
        return self


def read_form(page, action="", button=""):
    """Return what a browser would post of the form that goes to an address, or that has a button of this name; of the
    last one of the page where neither is given."""
    forms = [
        form
        for form in (html.fromstring(page).forms if page.strip() else ())
        if (not action or (form.get("action") or "").endswith(action) or not form.get("action"))
        and (not button or form.xpath(f".//*[@name='{button}']"))
        and form.method.upper() == "POST"
        and "logout" not in (form.get("action") or "")
    ]
    return dict(forms[-1].form_values()) if forms else {}


def _write_parts(data, files):
    boundary = uuid4().hex
    lines = []
    for name, value in data.items():
        lines += [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()]
    for name, (file_name, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        lines += [f"{head}Content-Type: text/csv\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*lines, f"--{boundary}--\r\n".encode()]), f"multipart/form-data; boundary={boundary}"

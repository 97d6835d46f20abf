"""A form says that it is written in other letters than ours: it is refused in words, whoever sends it where."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from tests.make import make_user
from tracker.wsgi import Request

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=xx"
BODY = {FORM: b"username=a", PARTS: b'--xx\r\nContent-Disposition: form-data; name="username"\r\n\r\na\r\n--xx--\r\n'}
PAGES = ("/login/", "/admin/claims/claim/add/", "/talks/claims/")
OTHERS = ("utf-16", "latin-1", "idna")
NO_TEXT = ("hex", "zip", "undefined")


@pytest.fixture(params=[None, "superuser"], ids=["visitor", "superuser"])
def sender(request, client):
    client.raise_request_exception = False
    if request.param:
        client.force_login(make_user(request.param))
    return client


@pytest.mark.parametrize("form", [FORM, PARTS])
def test_form_in_other_letters_is_refused_in_words(sender, form):
    for charset in OTHERS:
        for page in PAGES:
            answer = sender.generic("POST", f"{page}?q=1", BODY[form], content_type=f"{form}; charset={charset}")
            assert answer.status_code == 415 and b"not sent as UTF-8" in answer.content, (charset, page)
            assert answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("charset", ["utf-8", "UTF8", "foo", "", '"', "a" * 5000, "é", "x/../y"])
def test_utf_8_by_any_name_and_names_of_nothing_are_read_as_utf_8(sender, charset):
    for form in (FORM, PARTS):
        answer = sender.generic("POST", "/login/", BODY[form], content_type=f"{form}; charset={charset}")
        assert answer.status_code in (200, 400), (charset, form)


@pytest.mark.parametrize("charset", ["utf-16", "idna"])
def test_pages_are_read_whatever_a_request_without_a_form_says(sender, charset):
    for page in ("/talks/", "/talks/claims/?q=a", "/nowhere/?q=a", "/login/?next=/", "/talks/?as_of=2022-13-45"):
        answer = sender.generic("GET", page, content_type=f"text/plain; charset={charset}")
        assert answer.status_code in (200, 302, 400, 404), page
    assert (
        sender.generic("POST", "/nowhere/at/all/", b"a", content_type=f"{FORM}; charset={charset}").status_code == 404
    )


@pytest.mark.parametrize("charset", NO_TEXT)
def test_charset_that_is_none_of_a_text_is_taken_for_none(charset):
    environ = RequestFactory().generic("POST", "/login/?q=é", BODY[FORM]).environ
    environ |= {"CONTENT_TYPE": f"{FORM}; charset={charset}", "wsgi.input": BytesIO(BODY[FORM])}
    request = Request(environ)
    assert (request.encoding, request.GET["q"], request.POST["username"]) == (None, "é", "a")

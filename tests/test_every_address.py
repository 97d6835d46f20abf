"""Every address that there is, from the URLconf itself: what is for editors or for oneself is closed to others, no form
is taken from elsewhere, and nothing leads to another site."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver, reverse

from tests.make import make_claim, make_user
from tests.one_time_codes import give_second_factor

pytestmark = pytest.mark.django_db
FOR_ALL = re.compile(r"^/(admin/(login|logout|jsi18n)/|login/|logout/)")
EDITORS_ONLY = ("/admin/", "/account/", "/talks/code/", "/talks/review/", "/talks/awaiting/", "/talks/batches/")
SUPERUSERS_ONLY = re.compile(r"^/admin/(auth|axes|otp_\w+|people)/")
# Sent by browsers by themselves, or without cookies.
WITHOUT_TOKEN = {"/csp-reports/"}
ELSEWHERE = [
    "https://example.org/",
    "//example.org/",
    "///example.org",
    "/\\example.org",
    "\\\\example.org",
    "https:example.org",
    "javascript:alert(1)",
    "http:///example.org",
    "/\t/example.org",
]


def list_patterns(resolver=None, before=""):
    """Yield (pattern of the address, view) of the whole site."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from list_patterns(entry, pattern)
        else:
            yield pattern, entry.callback


def fill(pattern, key):
    """Return an address that a pattern takes, as far as it names rows by keys and slugs."""
    pattern = re.sub(r"\(\?P<negotiation>[^)]*\)|<slug:negotiation>", "talks", pattern)
    pattern = re.sub(r"\(\?P<kind>[^)]*\)\)?", "actor", pattern)
    pattern = re.sub(r"<(int|path):\w+>|<\w*:?(object_id|id)>", str(key), pattern)
    pattern = re.sub(r"\(\?P<\w+>[^)]*\)\)?|<(\w+:)?\w+>", "something", pattern)
    return "/" + re.sub(r"[\^$\\]|\)\?|\(\?:", "", pattern).replace("//", "/")


@pytest.fixture(scope="module")
def addresses(share_rows):
    with share_rows(make_claim) as claim:
        yield sorted({fill(pattern, claim.pk) for pattern, _ in list_patterns()})


def test_the_walk_knows_hundreds_of_addresses_and_the_new_ones(addresses):
    assert len(addresses) > 250
    for address in ("/admin/claims/claim/add/", "/account/sessions/", "/account/second-factor/remove/", "/talks/code/"):
        assert address in addresses


@pytest.mark.parametrize("who", ["visitor", "reader"])
def test_what_is_for_editors_or_for_oneself_is_closed_to_others(addresses, who):
    client = Client()
    if who == "reader":
        client.force_login(make_user())
    closed = [a for a in addresses if a.startswith(EDITORS_ONLY) and not FOR_ALL.match(a)]
    if who == "reader":
        closed = [address for address in closed if not address.startswith("/account/")]
    assert len(closed) > 150
    for address in closed:
        for ask in (client.get, client.post)[: 1 if who == "reader" else 2]:
            answer = ask(address)
            assert answer.status_code in (302, 403, 404, 405), (address, answer.status_code)
            assert answer.status_code != 302 or "login" in answer.url or not answer.content, address


@pytest.mark.parametrize("role", ["analyst", "reviewer"])
def test_people_their_rights_and_their_logins_are_for_superusers(addresses, role):
    client = Client()
    client.force_login(make_user(role))
    guarded = [address for address in addresses if SUPERUSERS_ONLY.match(address)]
    assert len(guarded) > 40
    for address in guarded:
        for ask in (client.get, client.post):
            assert ask(address).status_code in (302, 403, 404), address
        assert "/admin/auth/user/1/password/" not in client.get(address).content.decode()


def test_no_form_is_taken_without_its_token_but_what_browsers_send_by_themselves():
    exempt = {pattern for pattern, view in list_patterns() if getattr(view, "csrf_exempt", False)}
    assert {f"/{pattern}" for pattern in exempt if not pattern.startswith("api/")} == WITHOUT_TOKEN
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("superuser"))
    for name in ("login", "logout", "people:end-others", "people:remove-second-factor", "people:password"):
        assert client.post(reverse(name), {"password": "password"}).status_code == 403, name


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_neither_login_nor_logout_leads_to_another_site(wanted):
    user = make_user("analyst")
    _, codes = give_second_factor(user)
    form = {"username": user.username, "password": "password", "next": wanted}
    for page in ("login", "admin:login"):
        client = Client()
        first = client.post(reverse(page), form)
        assert first.url.startswith(f"{reverse('login-code')}?next=%2F"), page
        assert "example" not in first.url and "alert" not in first.url
    assert client.post(reverse("login-code"), {"code": codes[0], "next": wanted}).url == "/"
    assert client.post(reverse("logout"), {"next": wanted}).url == reverse("login")


@pytest.mark.parametrize(
    "address", ["//example.org", "//example.org/admin", "/%5Cexample.org", "///example.org/%2e%2e"]
)
def test_no_address_without_its_slash_leads_to_another_site(client, address):
    answer = client.get(address)
    assert answer.status_code in (301, 302, 404)
    assert not re.match(r"(https?:)?[/\\]{2}", answer.headers.get("Location", ""))


def test_a_session_has_a_new_key_once_somebody_is_logged_in_and_ends_with_its_user():
    user = make_user("analyst")
    _, codes = give_second_factor(user)
    client = Client()
    client.post(reverse("login"), {"username": user.username, "password": "password"})
    before = client.session.session_key
    client.post(reverse("login-code"), {"code": codes[0]})
    after = client.session.session_key
    assert before and after and before != after
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get(reverse("people:sessions")).status_code == 302
    assert client.get(reverse("people:sessions")).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("people:sessions")).status_code == 302

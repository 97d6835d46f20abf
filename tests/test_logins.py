"""Who guesses passwords waits; cookies are kept to https; the address behind a proxy is the browser's."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as configured
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from tests.make import make_user
from tracker.middleware.visitors import read_client_address


def attempt(client, user, given="wrong", page="admin:login", **meta):
    return client.post(reverse(page), {"username": user.username, "password": given}, **meta)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["admin:login", "login"])
def test_the_fifth_wrong_password_makes_wait(client, page):
    user = make_user("analyst")
    for _ in range(4):
        assert attempt(client, user, page=page).status_code == 200
    for password in ("wrong", "password"):
        answer = attempt(client, user, password, page)
        assert answer.status_code == 429
        assert "Too many attempts" in answer.content.decode()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.django_db
def test_a_right_password_forgets_the_wrong_ones(client):
    user = make_user("analyst")
    for _ in range(3):
        for _ in range(4):
            attempt(client, user)
        assert attempt(client, user, "password").status_code == 302


@pytest.mark.django_db
def test_the_wait_ends(client):
    user = make_user("analyst")
    for _ in range(6):
        attempt(client, user)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(client, user, "password").status_code == 302


@pytest.mark.django_db
def test_nobody_else_and_no_other_address_waits(client):
    user, other = make_user("analyst"), make_user("analyst")
    for _ in range(6):
        attempt(client, user)
    assert attempt(client, other, "password").status_code == 302
    assert attempt(client, user, "password", REMOTE_ADDR="192.0.2.9").status_code == 302


@pytest.mark.django_db
def test_an_address_that_tries_many_names_waits_and_others_do_not(client, settings):
    settings.WRONG_PASSWORDS_OF_AN_ADDRESS = 3
    user = make_user("analyst")
    for number in range(3):
        assert client.post(reverse("login"), {"username": f"guess {number}", "password": "123"}).status_code == 200
    assert attempt(client, user, "password").status_code == 429
    assert attempt(client, user, "password", REMOTE_ADDR="192.0.2.9").status_code == 302
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(client, user, "password").status_code == 302


@pytest.mark.django_db
def test_whoever_has_one_address_of_ipv6_has_all_that_begin_so(client):
    user = make_user("analyst")
    for number in range(1, 6):
        answer = attempt(client, user, REMOTE_ADDR=f"2001:db8:0:1::{number}")
    assert answer.status_code == 429
    assert attempt(client, user, "password", REMOTE_ADDR="2001:db8:0:2::1").status_code == 302


@pytest.mark.django_db
def test_behind_a_proxy_each_browser_has_its_own_wait(client, settings):
    settings.PROXY = True
    user = make_user("analyst")
    for number in range(6):  # what visitors write into the header themselves stands before
        answer = attempt(client, user, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 192.0.2.1")
    assert answer.status_code == 429
    assert attempt(client, user, "password", HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?next=%00", "?a=%ff", "?next=//example.org"])
def test_no_attempt_is_answered_with_a_500(client, query, settings):
    settings.PROXY = True
    client.raise_request_exception = False
    for name in ("nobody", "a\x00b", "a" * 5000, "😀"):
        for forwarded in ("", "nonsense", "1.2.3.4, \x01", "::1", "1.2.3.4:80"):
            form = {"username": name, "password": "wrong"}
            answer = client.post(reverse("login") + query, form, HTTP_X_FORWARDED_FOR=forwarded)
            assert answer.status_code in (200, 429)


@pytest.mark.parametrize(
    ("proxy", "forwarded", "address"),
    [
        (False, "192.0.2.1", "127.0.0.1"),
        (True, "192.0.2.1", "192.0.2.1"),
        (True, "evil, 198.51.100.7 , 192.0.2.1 ", "192.0.2.1"),
        (True, "2001:db8:0:1:2:3:4:5", "2001:db8:0:1::"),
        (True, "::ffff:192.0.2.1", "192.0.2.1"),
        (True, "", "127.0.0.1"),
        (True, "nonsense", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_that_our_proxy_saw(settings, proxy, forwarded, address):
    settings.PROXY = proxy
    assert read_client_address(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)) == address


NAMES = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_HTTPONLY",
    "REQUIRE_LOGIN",
)


@pytest.mark.parametrize(
    ("environment", "values"),
    [
        ({}, [False, False, False, True, False]),
        ({"ALLOWED_HOSTS": "tracker.example.org"}, [True, True, True, True, False]),
        ({"ALLOWED_HOSTS": "tracker.example.org", "HTTPS": "0"}, [False, False, False, True, False]),
        ({"REQUIRE_LOGIN": "1"}, [False, False, False, True, True]),
    ],
)
def test_cookies_are_kept_to_https_where_others_are_served(environment, values, tmp_path):
    program = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([getattr(settings, name) for name in {NAMES}]))"
    )
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = {**kept, **environment, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, cwd=configured.BASE_DIR, capture_output=True, check=True)
    assert json.loads(done.stdout) == values


@pytest.mark.django_db
def test_the_session_s_cookie_is_for_the_server_only(client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    user = make_user("analyst")
    attempt(client, user, "password")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"

"""Everybody sees where they are logged in and ends what they do not know; a new password ends the others."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.backup import tables
from tests.make import make_user
from tracker.people.browsers import name_browser
from tracker.people.models import LoginSession

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"


def log_in(user, agent=FIREFOX, address="192.0.2.1"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    answer = client.post(reverse("login"), {"username": user.username, "password": "password"})
    assert answer.status_code == 302
    return client


def is_in(client):
    return client.get(reverse("people:sessions")).status_code == 200


def session_of(client):
    return LoginSession.objects.get(key=client.session.session_key)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (EDGE, "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "an unknown browser"),
    ],
)
def test_a_browser_is_named_as_people_know_it(agent, name):
    assert name_browser(agent) == name


def test_everybody_sees_where_they_are_logged_in_and_nobody_else():
    user = make_user()
    here = log_in(user)
    log_in(user, EDGE, "2001:db8:0:1::7")
    log_in(make_user(), address="198.51.100.9")
    page = here.get(reverse("people:sessions")).content.decode()
    for words in ("Firefox on Linux", "192.0.2.1", "This session", "Edge on Windows", "2001:db8:0:1::"):
        assert page.count(words) == 1 or words == "Edge on Windows"
    assert "198.51.100.9" not in page


def test_one_session_is_ended_and_only_ones_own():
    user = make_user()
    here, there, stranger = log_in(user), log_in(user, EDGE), log_in(make_user())
    for client in (there, stranger):
        here.post(reverse("people:end-session", args=[session_of(client).pk]))
    assert [is_in(client) for client in (here, there, stranger)] == [True, False, True]


def test_all_other_sessions_are_ended_at_once():
    user = make_user()
    here, there, stranger = log_in(user), log_in(user, EDGE), log_in(make_user())
    answer = here.post(reverse("people:end-others"), follow=True)
    assert "1 other session is ended." in answer.content.decode()
    assert [is_in(client) for client in (here, there, stranger)] == [True, False, True]


def test_a_new_password_ends_the_others_and_not_the_one_in_which_it_was_typed():
    user = make_user()
    here, there = log_in(user), log_in(user, EDGE)
    key = here.session.session_key
    given = {"old_password": "password", "new_password1": "Zaun-Krone-7", "new_password2": "Zaun-Krone-7"}
    answer = here.post(reverse("people:password"), given, follow=True)
    assert "other sessions are ended" in answer.content.decode()
    assert (is_in(here), is_in(there)) == (True, False)
    assert here.session.session_key != key
    assert [row.key for row in user.login_sessions.all()] == [here.session.session_key]


def test_logging_out_forgets_the_session():
    client = log_in(make_user())
    client.post(reverse("logout"))
    assert not LoginSession.objects.exists() and not is_in(client)


def test_that_somebody_is_here_is_noted_now_and_then():
    client = log_in(make_user())
    before = timezone.now() - timedelta(days=1)
    LoginSession.objects.update(last_seen=before)
    client.get(reverse("people:sessions"))
    assert session_of(client).last_seen == before
    cache.delete(f"seen-{client.session.session_key}")
    client.get(reverse("people:sessions"))
    assert session_of(client).last_seen > before


def test_a_session_of_before_is_listed_once_it_is_seen():
    client = log_in(make_user())
    LoginSession.objects.all().delete()
    cache.delete(f"seen-{client.session.session_key}")
    client.get(reverse("people:sessions"))
    assert "This session" in client.get(reverse("people:sessions")).content.decode()


def test_what_has_ended_is_forgotten_as_somebody_logs_in():
    client = log_in(make_user())
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    log_in(make_user())
    assert Session.objects.count() == LoginSession.objects.count() == 1
    assert not is_in(client)


def test_superusers_alone_end_the_sessions_of_others():
    user, address = make_user("reviewer"), reverse("admin:people_loginsession_changelist")
    theirs, desk = log_in(user), log_in(make_user("superuser"))
    assert theirs.get(address).status_code == 403
    row = session_of(theirs)
    assert "Firefox on Linux" in desk.get(address).content.decode()
    assert row.key not in desk.get(reverse("admin:people_loginsession_change", args=[row.pk])).content.decode()
    desk.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert (is_in(theirs), is_in(desk)) == (False, True)


def test_sessions_are_in_no_backup():
    saved = tables.select_saved(tables.build_models(*tables.read_applied(connection)))
    assert "auth.user" in saved and "people.loginsession" not in saved

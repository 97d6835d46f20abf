"""Logins and changes of rights leave a trail that superusers read, nobody changes, and time takes away."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.backup import restore, save
from claims.models.releases import ReleaseChanged
from tests.make import make_user
from tests.one_time_codes import give_second_factor
from tracker.people.models import AccountEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_waits():
    cache.clear()


def attempt(client, name, given="password"):
    return client.post(reverse("login"), {"username": name, "password": given})


def told(since):
    """Return what the trail tells since an event of it, the first first."""
    rows = AccountEvent.objects.filter(pk__gt=since.pk if since else 0).order_by("pk")
    return list(rows.values_list("kind", "name", "by", "detail"))


def last():
    return AccountEvent.objects.order_by("pk").last()


def test_logins_are_told_with_their_address_and_wrong_passwords_without_what_was_typed_for_a_name():
    user, client, begun = make_user("analyst", "ann"), Client(REMOTE_ADDR="192.0.2.1"), last()
    attempt(client, "ann", "wrong")
    attempt(client, "my-password")
    attempt(client, "ann")
    client.post(reverse("logout"))
    assert told(begun) == [
        ("failure", "ann", "", "a password"),
        ("failure", "", "", "a password"),
        ("login", "ann", "", ""),
        ("logout", "ann", "", ""),
    ]
    assert {event.address for event in AccountEvent.objects.filter(pk__gt=begun.pk)} == {"192.0.2.1"}
    assert not AccountEvent.objects.filter(detail__contains="my-password").exists() and user.pk


def test_however_many_come_while_they_wait_one_line_tells_of_it():
    make_user("analyst", "ann")
    begun = last()
    for _ in range(9):
        attempt(Client(), "ann", "wrong")
    assert [kind for kind, *_ in told(begun)] == ["failure"] * 4 + ["lockout"]


def test_a_second_factor_is_told_from_its_first_code_to_its_end():
    user, begun = make_user("analyst", "ann"), last()
    _, codes = give_second_factor(user)
    client = Client()
    attempt(client, "ann")
    client.post(reverse("login-code"), {"code": "nonsense"})
    user.staticdevice_set.update(throttling_failure_count=0)
    client.post(reverse("login-code"), {"code": codes[0]})
    call_command("reset_second_factor", "ann", stdout=StringIO())
    assert told(begun)[1:4] == [
        ("failure", "ann", "", "a code"),
        ("login", "ann", "", "with a recovery code"),
        ("factor", "ann", last().by, "removed"),
    ]
    assert last().by.endswith("on the command line")


def test_what_superusers_do_to_rights_in_the_admin_is_told_with_who_did_it():
    boss, user, client = make_user("superuser", "boss"), make_user("analyst", "ann"), Client()
    client.force_login(boss)
    begun = last()
    reviewers, right = Group.objects.get(name="reviewer"), Permission.objects.get(codename="delete_claim")
    form = {
        "username": "ann",
        "is_active": "on",
        "groups": [reviewers.pk],
        "user_permissions": [right.pk],
        "date_joined_0": "2022-01-01",
        "date_joined_1": "12:00",
    }
    answer = client.post(reverse("admin:auth_user_change", args=[user.pk]), form)
    assert answer.status_code == 302
    assert sorted(told(begun)) == [
        ("rights", "ann", "boss", "group given: reviewer"),
        ("rights", "ann", "boss", "group taken away: analyst"),
        ("rights", "ann", "boss", "no longer staff"),
        ("rights", "ann", "boss", f"permission given: {right}"),
    ]


def test_what_code_does_to_rights_is_told_too_by_whichever_end():
    user, begun = make_user("analyst", "ann"), last()
    group = Group.objects.create(name="guests")
    group.user_set.add(user)
    group.permissions.add(Permission.objects.get(codename="view_claim"))
    user.groups.clear()
    user.set_password("Zaun-Krone-7")
    user.is_superuser = True
    user.save()
    user.save(update_fields=["last_login"])
    group.delete()
    assert [(kind, name, detail) for kind, name, by, detail in told(begun) if by == "the command line"] == [
        ("rights", "ann", "group given: guests"),
        ("rights", "guests", "permission given: Claims and positions | claim | Can view claim"),
        ("rights", "ann", "group taken away: analyst, guests"),
        ("rights", "ann", "superuser"),
        ("password", "ann", ""),
        ("rights", "guests", "group deleted"),
    ]


def test_neither_the_model_nor_the_database_changes_it_or_deletes_what_is_young():
    make_user("analyst")
    event = last()
    for write in (AccountEvent.objects.update, AccountEvent.objects.all().delete):
        with pytest.raises(ReleaseChanged):
            write()
    with pytest.raises(TypeError, match="by its age alone"):
        event.delete()
    for words in ("UPDATE people_accountevent SET name = 'x'", "DELETE FROM people_accountevent"):
        with pytest.raises(DatabaseError, match="the trail never changes"), transaction.atomic():
            connection.cursor().execute(words)
    assert last() == event


def test_what_is_older_than_the_setting_goes_as_somebody_logs_in(settings):
    settings.ACCOUNT_TRAIL_DAYS = 100
    make_user("analyst", "ann")
    for days in (99, 101):
        AccountEvent.objects.create(kind="login", name=f"{days} days ago", at=timezone.now() - timedelta(days=days))
    attempt(Client(), "ann")
    assert set(AccountEvent.objects.filter(name__endswith="ago").values_list("name", flat=True)) == {"99 days ago"}


def test_superusers_alone_read_it_and_nobody_writes_it():
    client, address = Client(), reverse("admin:people_accountevent_changelist")
    client.force_login(make_user("reviewer"))
    assert client.get(address).status_code == 403
    client.force_login(make_user("superuser", "boss"))
    page = client.get(address).content.decode()
    assert "boss" in page and "delete_selected" not in page and "Add event" not in page
    for verb in ("change", "delete"):
        assert client.post(reverse(f"admin:people_accountevent_{verb}", args=[last().pk]), {}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_a_backup_has_the_trail_and_is_restored_over_one(tmp_path):
    make_user("analyst", "ann")
    before = list(AccountEvent.objects.values_list("pk", "name"))
    save(tmp_path / "a.backup")
    make_user("analyst", "ben")
    restore(tmp_path / "a.backup", replace=True)
    assert list(AccountEvent.objects.values_list("pk", "name"))[-len(before) :] == before
    assert not AccountEvent.objects.filter(name="ben").exists()
    with pytest.raises(DatabaseError, match="the trail never changes"), transaction.atomic():
        connection.cursor().execute("DELETE FROM people_accountevent")

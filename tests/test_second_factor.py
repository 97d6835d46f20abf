"""Whoever has a second factor logs in with it, everywhere; some must have one; a lost one is taken away by others."""

import re

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.make import make_user, the_negotiation
from tests.one_time_codes import give_second_factor, show_code
from tracker.people.logging_in import AWAITED

pytestmark = pytest.mark.django_db
PAGE = "people:second-factor"


def give_password(client, user, page="login", **more):
    return client.post(reverse(page), {"username": user.username, "password": "password", **more})


def give_code(client, code, **meta):
    return client.post(reverse("login-code"), {"code": code}, **meta)


def is_in(client):
    return client.get(reverse("people:sessions")).status_code == 200


@pytest.fixture
def no_waits(settings):
    """Wrong codes are counted, and make nobody wait for seconds."""
    settings.OTP_TOTP_THROTTLE_FACTOR = settings.OTP_STATIC_THROTTLE_FACTOR = 0


# Setting it up


def set_up(client):
    """Set a second factor up on its pages; return the app and the recovery codes that the last page shows."""
    assert client.post(reverse("people:begin-second-factor"), {"password": "password"}).url == reverse(PAGE)
    page = client.get(reverse(PAGE)).content.decode()
    app = TOTPDevice.objects.get(confirmed=False)
    assert '<svg class="qr"' in page and app.key not in page
    answer = client.post(reverse("people:confirm-second-factor"), {"code": show_code(app)})
    assert answer.headers["Cache-Control"].count("no-store") == 1
    return app, re.findall(r"<code>([a-z2-7-]{19})</code>", answer.content.decode())


def test_an_app_counts_once_it_has_shown_its_code_and_recovery_codes_are_shown_once():
    user = make_user("analyst")
    client, other = Client(), Client()
    for each in (client, other):
        each.force_login(user)
    app, codes = set_up(client)
    app.refresh_from_db()
    assert app.confirmed and len(set(codes)) == 10
    assert is_in(client) and not is_in(other)
    page = client.get(reverse(PAGE)).content.decode()
    assert "You have 10 recovery codes left" in page and codes[0] not in page and "<svg" not in page
    assert not StaticToken.objects.filter(token__in=[code.replace("-", "") for code in codes]).exists()


def test_nothing_counts_before_a_right_code_and_nothing_is_drawn_without_the_password(client):
    client.force_login(user := make_user("analyst"))
    answer = client.post(reverse("people:begin-second-factor"), {"password": "wrong"})
    assert "This is not your password." in answer.content.decode() and not TOTPDevice.objects.exists()
    client.post(reverse("people:begin-second-factor"), {"password": "password"})
    for code in ("", "000000" if show_code(TOTPDevice.objects.get()) != "000000" else "111111", "abcd", "١٢٣٤٥٦"):
        answer = client.post(reverse("people:confirm-second-factor"), {"code": code})
        assert answer.status_code == 200 and "<svg" in answer.content.decode()
    assert give_password(Client(), user).url == "/"


def test_a_right_code_soon_after_a_wrong_one_is_told_to_wait_and_not_that_it_is_wrong(client):
    user = make_user()
    client.force_login(user)
    client.post(reverse("people:begin-second-factor"), {"password": "password"})
    app = TOTPDevice.objects.get()
    wrong = client.post(reverse("people:confirm-second-factor"), {"code": "abcd"}).content.decode()
    assert "This is not the code that the app should show." in wrong
    app.throttle_increment()
    early = client.post(reverse("people:confirm-second-factor"), {"code": show_code(app)}).content.decode()
    assert re.search(r"After a wrong code, wait \d seconds? before the next.", early)
    assert "This is not the code" not in early and not TOTPDevice.objects.filter(confirmed=True)


def test_a_wrong_password_is_told_beside_its_own_field(client):
    user = make_user()
    client.force_login(user)
    set_up(client)
    answer = client.post(reverse("people:remove-second-factor"), {"password": "wrong"}).content.decode()
    (field,) = re.findall(r"<input[^>]*aria-invalid[^>]*>", answer)
    assert 'id="password-remove"' in field
    assert answer.count("This is not your password.") == 1 and TOTPDevice.objects.filter(confirmed=True)


def test_another_app_takes_the_place_of_the_first_once_it_is_confirmed(client):
    user = make_user("analyst")
    first, codes = give_second_factor(user)
    client.force_login(user)
    second, _ = set_up(client)
    assert [app.pk for app in TOTPDevice.objects.all()] == [second.pk] != [first.pk]
    client = Client()
    give_password(client, user)
    assert give_code(client, codes[0]).status_code == 200  # recovery codes of before count no longer


def test_recovery_codes_are_made_anew_and_the_factor_given_up_with_the_password_alone(client):
    user = make_user("analyst")
    _, codes = give_second_factor(user)
    client.force_login(user)
    for page in ("people:codes-of-second-factor", "people:remove-second-factor"):
        assert "This is not your password." in client.post(reverse(page), {"password": "no"}).content.decode()
    answer = client.post(reverse("people:codes-of-second-factor"), {"password": "password"})
    assert len(re.findall(r"<code>", answer.content.decode())) == 10 and codes[0] not in answer.content.decode()
    assert client.post(reverse("people:remove-second-factor"), {"password": "password"}).url == reverse("login")
    assert not is_in(client) and give_password(client, user).url == "/"


# Logging in with it


@pytest.mark.parametrize("page", ["login", "admin:login"])
def test_the_password_alone_lets_nobody_in(page):
    user = make_user("superuser")
    app, _ = give_second_factor(user)
    client = Client()
    answer = give_password(client, user, page, next=reverse("admin:index"))
    assert answer.url == f"{reverse('login-code')}?next=%2Fadmin%2F"
    assert not is_in(client) and client.get(reverse("admin:index")).status_code == 302
    assert give_code(client, show_code(app)).status_code == 302
    assert is_in(client) and client.get(reverse("admin:index")).status_code == 200


def test_after_the_code_one_comes_to_the_page_that_one_wanted_and_to_no_other_site():
    user = make_user("analyst")
    app, codes = give_second_factor(user)
    for code, wanted, come in ((show_code(app), "/sources/", "/sources/"), (codes[0], "https://example.org/", "/")):
        client = Client()
        answer = give_password(client, user, next=wanted)
        assert client.post(answer.url, {"code": code, "next": wanted}).url == come


def test_no_code_is_taken_twice(no_waits):
    user = make_user("analyst")
    app, codes = give_second_factor(user)
    for code in (show_code(app), codes[0], codes[1].upper().replace("-", " ")):
        for status in (302, 200):
            client = Client()
            give_password(client, user)
            assert give_code(client, code).status_code == status
            assert is_in(client) == (status == 302)
    assert StaticToken.objects.count() == 8


def test_wrong_codes_make_wait_for_seconds_whatever_the_address():
    user = make_user("analyst")
    app, _ = give_second_factor(user)
    client = Client()
    give_password(client, user)
    assert "This code is wrong" in give_code(client, "000000").content.decode()
    answer = give_code(client, show_code(app), REMOTE_ADDR="192.0.2.7")
    assert re.search(r"After a wrong code, wait \d seconds? before the next.", answer.content.decode())
    assert AccessAttempt.objects.get().failures_since_start == 1 and not is_in(client)


def test_five_wrong_codes_make_wait_as_five_wrong_passwords_do(no_waits):
    user = make_user("analyst")
    app, _ = give_second_factor(user)
    client = Client()
    statuses = []
    for _ in range(5):
        give_password(client, user)  # which forgets no wrong code
        statuses.append(give_code(client, "abcd").status_code)
    assert statuses == [200, 200, 200, 200, 429]
    answer = give_code(client, show_code(app))
    assert answer.status_code == 429 and "Too many attempts" in answer.content.decode()
    assert give_password(Client(), user).status_code == 429 and not is_in(client)
    attempt = AccessAttempt.objects.get()
    assert "abcd" not in attempt.post_data and attempt.username == user.username


def test_a_code_is_awaited_for_ten_minutes_and_for_the_password_that_was_given():
    user = make_user("analyst")
    app, _ = give_second_factor(user)
    for spoil in ("at", "password", "user"):
        client = Client()
        give_password(client, user)
        session = client.session
        session[AWAITED] |= {spoil: "another" if spoil == "password" else 0}
        session.save()
        assert give_code(client, show_code(app)).url.startswith(reverse("login"))
    assert give_code(Client(), show_code(app)).url.startswith(reverse("login"))
    client = Client()
    give_password(client, user)
    user.is_active = False
    user.save()
    assert give_code(client, show_code(app)).url.startswith(reverse("login")) and not is_in(client)


def test_without_a_second_factor_nothing_is_asked_for():
    client = Client()
    assert give_password(client, make_user("reviewer")).url == "/" and is_in(client)


# Whoever must have one


@pytest.mark.parametrize(
    ("required", "role", "led"),
    [
        ("none", "superuser", False),
        ("reviewers", "superuser", True),
        ("reviewers", "reviewer", True),
        ("reviewers", "analyst", False),
        ("editors", "analyst", True),
        ("editors", None, False),
    ],
)
def test_who_must_have_one_is_led_to_it_before_anything_else(settings, required, role, led):
    settings.REQUIRE_SECOND_FACTOR = required
    the_negotiation()
    client = Client()
    client.force_login(make_user(role))
    for address in ("/", "/talks/", "/talks/code/", "/sources/", "/account/sessions/", *["/admin/"] * bool(role)):
        answer = client.get(address)
        assert (answer.status_code == 302 and answer.url == reverse(PAGE)) == led, address
    assert client.get(reverse(PAGE)).status_code == 200
    if led:
        assert client.get("/sources/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse(PAGE)
        assert client.get("/api/v1/negotiations/").status_code == 401
        told = client.post("/admin/claims/source/add/", {"title": "An hour of work"}).content.decode()
        assert "An hour of work" in told and "Nothing was saved" in told
        set_up(client)
    assert client.get("/sources/").status_code == 200
    assert Client().get("/sources/").status_code == 200  # visitors are asked for nothing


# Whoever has lost it


def test_a_lost_one_is_taken_away_by_command_with_all_sessions():
    user = make_user("analyst", "lost-it")
    give_second_factor(user)
    client = Client()
    client.force_login(user)
    call_command("reset_second_factor", "lost-it")
    assert not is_in(client) and give_password(client, user).url == "/"
    for name, said in (("lost-it", "has no second factor"), ("nobody", "There is no user")):
        with pytest.raises(CommandError, match=said):
            call_command("reset_second_factor", name)


def test_superusers_alone_take_it_away_in_the_admin_and_nobody_reads_its_secret():
    user, desk = make_user("reviewer"), Client()
    app, _ = give_second_factor(user)
    address = reverse("admin:otp_totp_totpdevice_changelist")
    desk.force_login(user)
    assert desk.get(address).status_code == 403
    desk.force_login(make_user("superuser"))
    page = desk.get(reverse("admin:otp_totp_totpdevice_change", args=[app.pk])).content.decode()
    assert user.username in page and app.key not in page
    desk.post(address, {"action": "delete_selected", "_selected_action": [app.pk], "post": "yes"})
    assert not TOTPDevice.objects.exists() and not StaticToken.objects.exists()

"""REQUIRE_LOGIN=1: every address sends visitors to the login; readers with a login see what visitors saw."""

import pytest
from django.urls import get_resolver, reverse

from tests.make import make_negotiation, make_user, the_negotiation
from tests.walk import make_world, stops

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(settings):
    settings.REQUIRE_LOGIN = True


def addresses():
    return [stop.path() for stop in stops(make_world(2))]


def test_the_site_is_open_by_default(client):
    assert {client.get(address).status_code for address in addresses()} == {200}


def test_every_page_sends_visitors_to_the_login(closed, client):
    for address in [*addresses(), "/talks/?q=a", "/talks/?_export=csv", "/admin/", reverse("logout")]:
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.split("?")[0] in (reverse("login"), reverse("admin:login")), address
        assert not answer.content


def test_every_address_of_the_site_is_closed_but_these(closed):
    """Views are closed unless they say otherwise: nobody opens one unnoticed."""

    def views(resolver):
        for entry in resolver.url_patterns:
            yield from views(entry) if hasattr(entry, "url_patterns") else [(entry.name, entry.callback)]

    opened = {
        name or view.__name__ for name, view in views(get_resolver()) if not getattr(view, "login_required", True)
    }
    assert opened == {"login", "login-code", "desk-login", "csp-reports", "favicon", "robots"}


def test_an_unknown_address_tells_nothing(closed, client):
    answer = client.get("/claims/nothing2/")
    assert answer.status_code == 302


def test_htmx_is_sent_to_the_login_as_a_whole_page(closed, client):
    answer = client.get("/talks/claims/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("login")) and not answer.content


def test_the_login_of_a_closed_site_names_no_negotiation(closed, client):
    make_negotiation(title="Secret talks", short_title="Secret talks")
    assert "Secret talks" not in client.get(reverse("login")).content.decode()
    assert "Secret talks" not in client.get("/nowhere/", follow=True).content.decode()


def test_readers_log_in_and_come_back_to_the_page_that_they_wanted(closed, client):
    reader = make_user()
    the_negotiation()
    page = client.get("/talks/claims/", follow=True)
    assert page.status_code == 200 and 'name="password"' in page.content.decode()
    answer = client.post(page.redirect_chain[-1][0], {"username": reader.username, "password": "password"})
    answer = client.get(answer.url if answer.url != "/" else "/talks/claims/")
    assert answer.status_code == 200
    assert {client.get(address).status_code for address in addresses()} == {200}
    assert client.get("/admin/").status_code == 302
    assert "Log out" in client.get(reverse("login")).content.decode()
    client.post(reverse("logout"))
    assert client.get("/").status_code == 302


def test_nobody_is_sent_elsewhere_after_logging_in(closed, client):
    reader = make_user()
    form = {"username": reader.username, "password": "password", "next": "https://example.org/"}
    assert client.post(reverse("login"), form).url == "/"

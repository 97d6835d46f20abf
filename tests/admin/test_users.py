"""Users in the admin: there is no way to delete one, and it is said what to do instead."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.make import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_superuser(client):
    client.force_login(make_user("superuser"))
    return client


def test_a_user_is_deactivated_and_never_deleted(as_superuser):
    user = make_user("analyst", "ann")
    page = as_superuser.get(reverse("admin:auth_user_change", args=[user.pk])).content.decode()
    assert "Users are never deleted" in page and "Untick “Active” instead" in page
    assert reverse("admin:auth_user_delete", args=[user.pk]) not in page
    assert "delete_selected" not in as_superuser.get(reverse("admin:auth_user_changelist")).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_old_address_says_what_to_do_instead(as_superuser, method):
    user = make_user("analyst", "ann")
    address = reverse("admin:auth_user_delete", args=[user.pk])
    answer = getattr(as_superuser, method)(address, {"post": "yes"}, follow=True)
    assert "Users are never deleted" in answer.content.decode()
    assert User.objects.filter(username="ann").exists()


def test_the_action_that_deletes_the_chosen_deletes_nobody(as_superuser):
    user = make_user("analyst", "ann")
    chosen = {"action": "delete_selected", "_selected_action": [user.pk], "post": "yes"}
    as_superuser.post(reverse("admin:auth_user_changelist"), chosen)
    assert User.objects.filter(username="ann").exists()


def test_analysts_and_reviewers_have_no_page_of_users(client):
    client.force_login(make_user("reviewer"))
    address = reverse("admin:auth_user_delete", args=[make_user("analyst").pk])
    assert client.get(address).status_code == 403

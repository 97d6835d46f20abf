"""How passwords are kept, and that those of earlier versions are kept so too once their users log in."""

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, identify_hasher
from django.urls import reverse

from tests.make import make_user
from tracker import settings as product

pytestmark = pytest.mark.django_db


def test_new_passwords_are_hashed_by_argon2_with_little_memory(settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    hasher = get_hasher()
    parts = hasher.decode(make_user("analyst").password)
    assert (hasher.algorithm, parts["variety"]) == ("argon2", "argon2id")
    assert (parts["time_cost"], parts["memory_cost"], parts["parallelism"]) == (2, 19_456, 1)


def test_an_old_hash_is_made_anew_as_its_user_logs_in(settings, client):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS
    user = make_user("analyst")
    user.password = PBKDF2PasswordHasher().encode("password", "salt", iterations=10)
    user.save()
    for _ in range(2):
        answer = client.post(reverse("login"), {"username": user.username, "password": "password"})
        assert answer.status_code == 302
    user.refresh_from_db()
    assert identify_hasher(user.password).algorithm == "argon2"
    assert client.get(reverse("admin:index")).status_code == 200

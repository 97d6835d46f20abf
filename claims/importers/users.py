"""The users in whose names files are brought in."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

IMPORT_USER = "import"


def find_user(username: str) -> User | None:
    user: User | None = get_user_model().objects.filter(username=username).first()
    return user


def get_or_create_user(username: str) -> User:
    """Return the user in whose name files are brought in, made where need be; it can never log in."""
    users = get_user_model().objects
    user = find_user(username)
    if user is None:
        with transaction.atomic():
            user = users.create_user(username, is_active=False)
    return user

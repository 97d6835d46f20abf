import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from claims.rules.publishing import ANALYST, REVIEWER

DEMO_LOGINS = {"demo-analyst": ANALYST, "demo-reviewer": REVIEWER}  # user name: group


class Command(BaseCommand):
    help = "Make a login for each role, once, and show them: for `make run`, not for an installation for others."

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_for_others()
        path = settings.DATA_DIR / "demo-logins.txt"
        if not get_user_model().objects.filter(username__in=DEMO_LOGINS).exists():
            make_logins(path)
        if path.exists():
            self.stdout.write(path.read_text(), ending="")
        else:
            self.stdout.write(
                f"{' and '.join(DEMO_LOGINS)} exist, but {path} with their passwords is gone. "
                "Set new ones with: .venv/bin/python manage.py changepassword demo-analyst"
            )


def refuse_for_others() -> None:
    """Raise CommandError where the site is for others: there, no password stands in a file."""
    if settings.FOR_OTHERS:
        raise CommandError(
            "ALLOWED_HOSTS is set, so this site is for others, and gets no logins with passwords in a file. Make your "
            "own with createsuperuser; docs/deployment.md says how such a site is set up."
        )


@transaction.atomic
def make_logins(path: Path) -> None:
    """Make the users with random passwords, and write those to the file `path`, for its owner's eyes only."""
    lines = []
    for username, role in DEMO_LOGINS.items():
        password = secrets.token_urlsafe(12)
        user = get_user_model().objects.create_user(username, password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        lines.append(f"{role}: log in at /admin/ as {username} with {password}\n")
    path.unlink(missing_ok=True)  # left by an earlier database
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.writelines(lines)

import os
import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from claims.rules.publishing import ANALYST, REVIEWER

DEMO_LOGINS = {"demo-analyst": ANALYST, "demo-reviewer": REVIEWER}  # user name: group


class Command(BaseCommand):
    help = "Make a login for each role, once, and show them: for `make run`, not for an installation for others."

    def handle(self, **options):
        kept = settings.DATA_DIR / "demo-logins.txt"
        if not get_user_model().objects.filter(username__in=DEMO_LOGINS).exists():
            make_logins(kept)
        if kept.exists():
            self.stdout.write(kept.read_text(), ending="")
        else:
            self.stdout.write(
                f"{' and '.join(DEMO_LOGINS)} exist, but {kept} with their passwords is gone. "
                "Set new ones with: .venv/bin/python manage.py changepassword demo-analyst"
            )


@transaction.atomic
def make_logins(kept):
    """Make the users with random passwords, and write those to the file `kept`, for its owner's eyes only."""
    lines = []
    for username, role in DEMO_LOGINS.items():
        password = secrets.token_urlsafe(12)
        user = get_user_model().objects.create_user(username, password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        lines.append(f"{role}: log in at /admin/ as {username} with {password}\n")
    kept.unlink(missing_ok=True)  # left by an earlier database
    with open(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.writelines(lines)

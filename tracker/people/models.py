from datetime import timedelta
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone

from claims.models.releases import UnchangingQuerySet

from .browsers import name_browser
from .kinds import TrailKind

LONGEST_BROWSER = 300


class LoginSession(models.Model):
    """Where somebody is logged in: beside Django's session, which says neither who nor from where."""

    key = models.CharField(max_length=40, unique=True, editable=False)  # of Django's session: whoever has it is in
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="login_sessions")
    address = models.GenericIPAddressField(null=True, blank=True)
    browser = models.CharField(max_length=LONGEST_BROWSER, blank=True)
    since = models.DateTimeField(default=timezone.now)
    last_seen = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-last_seen", "-pk"]
        verbose_name = "session"

    def __str__(self) -> str:
        return f"{self.user}, {self.named_browser}"

    @property
    def named_browser(self) -> str:
        return name_browser(self.browser)


class AccountEventQuerySet(UnchangingQuerySet):
    """Rows that are made once, and then only read until they are old."""

    def forget_old(self) -> None:
        """Delete what is older than the days for which the trail is kept."""
        until = timezone.now() - timedelta(days=settings.ACCOUNT_TRAIL_DAYS)
        models.QuerySet.delete(self.filter(at__lt=until))

    forget_old.alters_data = True  # type: ignore[attr-defined]  # no template calls it


class AccountEvent(models.Model):
    """A login, or a change of what somebody may do. It names people as they were called then, and outlasts them; the
    database itself refuses to change it, or to delete it before its time (`trail_triggers`)."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=10, choices=TrailKind.choices)
    name = models.CharField("whose", max_length=150, blank=True)  # a user's, or a group's; never what nobody is called
    by = models.CharField(max_length=150, blank=True)  # who did it, where it was another
    address = models.GenericIPAddressField(null=True, blank=True)
    detail = models.TextField(blank=True)

    objects = AccountEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "login or change of rights"
        verbose_name_plural = "logins and changes of rights"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The trail is deleted by its age alone.")

from django.conf import settings
from django.db import models
from django.utils import timezone

from .browsers import name_browser

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

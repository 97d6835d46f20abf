"""Importing on a page: profiles that are kept, and files that wait until what they would do has been looked at."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from ..rules.import_profiles import Profile
from .history import TrackedQuerySet, Versioned, keep_history, require_gate
from .named import NameField
from .negotiations import Negotiation


class ImportProfile(Versioned):
    """How files of one kind are read: their columns, words, days and names, under a name by which the next file of this
    kind is read likewise. Analysts who work in its negotiation see and change it; readers never do."""

    TO_NEGOTIATION = "negotiation"

    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="import_profiles")
    name = NameField(
        max_length=80,
        help_text="Such as “Votes of the assembly”. The command takes it too: import_claims FILE --profile NAME.",
    )
    matching = models.JSONField("what was matched", default=dict, encoder=DjangoJSONEncoder, editable=False)

    history = keep_history()

    class Meta:
        verbose_name = "profile of files"
        verbose_name_plural = "profiles of files"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["negotiation", "name"],
                name="import_profile_name_once",
                violation_error_message="Another profile of this negotiation has this name.",
            ),
            models.CheckConstraint(
                name="import_profile_has_name",
                condition=~models.Q(name=""),
                violation_error_message="Give the profile a name.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.pk and type(self)._base_manager.filter(pk=self.pk).exclude(negotiation=self.negotiation_id).exists():
            raise ValidationError({"negotiation": "It cannot move to another negotiation: its names are of this one."})

    def is_public(self) -> bool:
        """No reader sees it."""
        return False

    def read(self) -> Profile:
        return Profile.from_json(self.matching)


class ImportFile(models.Model):
    """A spreadsheet that somebody uploaded, with what they have matched so far, and the preview of what it would do. It
    waits for its owner alone, for a day."""

    DERIVED = frozenset({"matching", "choices", "preview", "done", "profile"})

    name = models.CharField("name of the file", max_length=200)
    data = models.BinaryField("its bytes")
    encoding = models.CharField(max_length=20, blank=True)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.CASCADE, related_name="+")
    profile = models.ForeignKey(ImportProfile, on_delete=models.SET_NULL, null=True, related_name="+")
    matching = models.JSONField("what was matched", default=dict, encoder=DjangoJSONEncoder)
    choices = models.JSONField("what was chosen of it alone", default=dict, encoder=DjangoJSONEncoder)
    preview = models.BinaryField("what it would do", null=True)
    done = models.JSONField("what became of it", null=True, encoder=DjangoJSONEncoder)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    objects = TrackedQuerySet.as_manager()

    class Meta:
        verbose_name = "file to be imported"
        verbose_name_plural = "files to be imported"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        require_gate(type(self), "save")
        super().save(*args, **kwargs)

"""What was last loaded from files, and the counter that tells readers that something public changed."""

from django.db import models


class LoadedRow(models.Model):
    """A row of a seed or fixture file as it was last loaded: the common ancestor of a three-way merge."""

    file = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    target = models.CharField(max_length=120, help_text="Slug or public id of the row in the database.")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "file", "key"], name="loaded_row_unique"),
        ]

    def __str__(self):
        return f"{self.file}: {self.kind} {self.key}"


class DataVersion(models.Model):
    """One row: a counter raised by every transaction that changes something public, as its last statement."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="data_version_is_one_row", condition=models.Q(pk=1)),
        ]

    def __str__(self):
        return str(self.number)

    @classmethod
    def current(cls):
        """Return the number (one query). Read it before anything else of a page."""
        return cls.objects.values_list("number", flat=True).get(pk=1)

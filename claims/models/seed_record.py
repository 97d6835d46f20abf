"""What was last loaded from files: the common ancestor of a three-way merge."""

from django.db import models


class LoadedRow(models.Model):
    """A row of a file of seeds or fixtures as it was last loaded: the common ancestor of a three-way merge."""

    file = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=140)
    target = models.CharField(max_length=200, help_text="What it is called in the database: see `natural_key`.")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "file", "key"], name="loaded_row_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.kind} {self.key}"

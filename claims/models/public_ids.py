"""Short random ids by which claims are known everywhere: in addresses, files and other installations."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import models

ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # nothing that is misread for something else
ID_LENGTH = 8


def new_public_id() -> str:
    return "".join(secrets.choice(ID_ALPHABET) for _ in range(ID_LENGTH))


class PublicIdField(models.CharField):
    """A short random id. Migrations see a plain text field: what draws the ids is no part of the table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 16, "default": new_public_id, "editable": False, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, options = super().deconstruct()
        del options["default"]
        return name, "django.db.models.CharField", args, options

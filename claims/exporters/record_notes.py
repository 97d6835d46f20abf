"""What reference managers have no field for, as notes of a record."""

from collections.abc import Mapping
from typing import Any

from ..rules import csl
from ..wording.csl import write_date


def write_notes(item: Mapping[str, Any]) -> list[str]:
    """Return the notes of an item: its own, whose text it is, and where a copy of it is kept."""
    custom = item.get(csl.CUSTOM, {})
    day = f" of {write_date(custom[csl.ARCHIVED])}" if csl.ARCHIVED in custom else ""
    return [
        *filter(None, (item.get("note", ""), item.get("annote", ""))),
        *([f"Text of {custom['origin']}"] if custom.get("origin") else []),
        *([f"Archived copy{day}: {custom[csl.ARCHIVE_URL]}"] if csl.ARCHIVE_URL in custom else []),
    ]

"""What `manage.py` does: a command, or a sentence that says why nothing could be read or written."""

import sys

from django.core.management import execute_from_command_line
from django.db import DatabaseError, InterfaceError


def run(arguments: list[str]) -> None:
    """Run a command; end this process with a sentence where the disk is full, the database is away, and the like."""
    try:
        execute_from_command_line(arguments)
    except (DatabaseError, InterfaceError, OSError) as error:
        from claims.services.write_gate import find_hindrance  # models, which need the settings
        from claims.wording.hindrances import HINDRANCES

        hindrance = find_hindrance(error)
        if hindrance is None:
            raise
        sys.exit(f"{HINDRANCES[hindrance].sentence} ({str(error).strip()})")

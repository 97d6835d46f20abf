"""Commands that must refuse a file, and whether they say where its fault is."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.importers.seed_folders import dump


def refuse(command, *arguments):
    """Run a command that must fail and change nothing; return what it said of the file."""
    before, said = dump(), StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(command, *map(str, arguments), stdout=StringIO(), stderr=said, no_color=True)
    assert dump() == before
    return said.getvalue() + str(refusal.value)


def has(said, name, broken):
    return any(line.startswith(f"invalid: {name}{broken.place}") for line in said.splitlines())

"""The files that commands are given."""

from argparse import ArgumentTypeError
from pathlib import Path

from claims.importers.letters import has_half_letters, replace_half_letters


def read_path(text: str) -> Path:
    """Return the path of a file or folder that is read: its name is kept with what is made of it."""
    if has_half_letters(text):
        raise ArgumentTypeError(f"the name “{replace_half_letters(text)}” is not UTF-8: rename the file.")
    return Path(text)

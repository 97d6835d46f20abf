"""One file that holds all of a database, and back: `save(path)`, `restore(path)`.

The file is our own rather than pg_dump's or SQLite's: it needs no tools beside Django, is the same on both databases
and so moves from one to the other, and tells which migrations its rows belong to, so that a later release can load
it and migrate it forward.
"""

from .files import BackupError
from .restoring import restore
from .saving import save

__all__ = ["BackupError", "restore", "save"]

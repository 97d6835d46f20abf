"""Data versions under which tests ask for what is kept."""

from claims.models import DataVersion, VersionNumber

FIRST, SECOND = VersionNumber(None, 1), VersionNumber(None, 2)  # where it matters only that the second is newer


def read_version():
    """Return the version of everything, as a page that shows several negotiations reads it."""
    return DataVersion.read_all().of_all()

"""A release by its number, with its data package as a file of this host."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from ..models import Negotiation, Release, ReleaseFile
from ..models.releases import PACKAGE
from ..whole_files import NotWritten, write_whole
from .frozen_release import FrozenRelease

FOLDER = "releases"


def find_release(negotiation: Negotiation, number: int) -> FrozenRelease | None:
    """Return a release of a negotiation by its number, None where there is none (one query; those of reading its
    package, where this host has not got it yet)."""
    release = Release.objects.filter(negotiation=negotiation, number=number).only("number", "day", "sha256").first()
    if release is None:
        return None
    package = Path(settings.DATA_DIR) / FOLDER / f"{release.sha256}.zip"
    if not package.exists():
        package.parent.mkdir(mode=0o700, exist_ok=True)
        with suppress(NotWritten):  # another process is just writing it
            _write_package(release, package)
    return FrozenRelease(negotiation.slug, release.number, release.day, package, release.sha256)


def _write_package(release: Release, path: Path) -> None:
    with write_whole(path) as file:
        for chunk in ReleaseFile.objects.get(release=release, kind=PACKAGE).read():
            file.write(chunk)

"""A release is made: what is published of a negotiation at one moment, as a data package and its verdicts."""

import subprocess
import sys
import tomllib
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.timezone import localdate

from ..backup.saving import read_one_moment
from ..exporters.data_package.write import Progress, write_package
from ..models import Claim, DataVersion, Negotiation, Release, VersionNumber
from ..queries import Scope, decide_verdicts, get_snapshot
from ..services.releases import NewRelease, NotStored, store_release
from ..services.write_gate import editing
from ..whole_files import NotWritten, open_passing_folder

TRIES = 3  # while others publish
MOVED = "Others were publishing in this negotiation all the while. Nothing was released: try again in a minute."
EMPTY = "Nothing is published in this negotiation yet, so there is nothing to release."
_HOUSE = Path(__file__).resolve().parents[2]


class NotReleased(Exception):
    """A release that was not made, and why, said for whoever asked."""


def make_release(negotiation: Negotiation, title: str, notes: str, *, user: User | None, progress: Progress) -> Release:
    """Freeze what is published of a negotiation now; raise NotReleased where that cannot be, ValidationError with what
    is wrong with the title or the notes.

    Files are written before the database is kept from other writers: if anything was published meanwhile, they are
    written anew.
    """
    if not Claim.objects.published().filter(proposal__negotiation=negotiation).exists():
        raise NotReleased(EMPTY)
    with open_passing_folder(settings.DATA_DIR, "release-") as folder:
        for number in range(TRIES):
            package = folder / f"{number}.zip"
            try:
                with read_one_moment(connection):
                    version = read_version(negotiation)
                    write_package(negotiation, package, progress)
                    verdicts = _read_verdicts(negotiation, version)
                new = NewRelease(negotiation, title, notes, localdate(), read_product_version(), verdicts)
                with editing(user, f"release “{title}”") as gate:
                    gate.lock(Negotiation, negotiation.pk)
                    if read_version(negotiation) == version:
                        return store_release(gate, new, package)
            except (NotStored, NotWritten) as refused:
                raise NotReleased(str(refused)) from None
    raise NotReleased(MOVED)


def check_words(negotiation: Negotiation, title: str, notes: str) -> None:
    """Raise ValidationError with what is wrong with the title or the notes of a release, before anything is written."""
    row = Release(negotiation=negotiation, title=title, notes=notes)
    row.clean_fields(exclude=[field.name for field in Release._meta.fields if field.name not in ("title", "notes")])
    if not row.title.strip():
        raise ValidationError({"title": "Give the release a name."})


def begin_copies() -> None:
    """Have the static copies that are missing made by a process of its own, and wait for nothing."""
    command = [sys.executable, "-m", "django", "static_copies"]
    subprocess.Popen(command, cwd=_HOUSE, start_new_session=True)  # noqa: S603  # ours, no shell


def read_product_version() -> str:
    """Return the version of the tracker."""
    with (_HOUSE / "pyproject.toml").open("rb") as file:
        version: str = tomllib.load(file)["project"]["version"]
    return version


def read_version(negotiation: Negotiation) -> VersionNumber:
    """Return the data version of a negotiation (one query)."""
    return DataVersion.read_all().of(negotiation.pk)


def _read_verdicts(negotiation: Negotiation, version: VersionNumber) -> dict[str, str]:
    """Return slug → kind of the verdict on each proposal; none where no side negotiates."""
    decided = get_snapshot(Scope(negotiations=(negotiation.pk,)), version).get(decide_verdicts)
    return {slug: str(verdict.kind) for slug, verdict in decided.verdicts.items()}

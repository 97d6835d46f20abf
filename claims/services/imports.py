"""Files that wait to be imported on a page, for whoever uploaded them, and the profiles by which they are read."""

import json
import zlib
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from ..models import ImportFile, ImportProfile, Negotiation
from ..roles import is_analyst
from ..rules.import_profiles import Profile
from ..rules.publishing import ANALYST
from .write_gate import Refused, editing

WAITS_FOR = timedelta(days=1)
MOST_WAITING = 10  # files of one user; the oldest goes


def list_waiting(user: User) -> QuerySet[ImportFile]:
    """Return the files that wait for a user, without their bytes."""
    still = ImportFile.objects.filter(added_by=user, added_at__gt=timezone.now() - WAITS_FOR)
    return still.defer("data", "preview").select_related("negotiation", "profile")


def make_file(user: User, negotiation: Negotiation, name: str, data: bytes, encoding: str = "") -> ImportFile:
    """Return a file that is not kept yet; raise Refused where the user imports nothing."""
    if not is_analyst(user):
        raise Refused([f"Only an {ANALYST} may import claims."])
    return ImportFile(name=name[-200:], data=data, encoding=encoding, negotiation=negotiation, added_by=user)


def keep_file(row: ImportFile) -> None:
    """Keep an uploaded file until it is imported, for a day. Those that have waited longer go, of whomever they are,
    and of one user those that are too many."""
    with editing(row.added_by, ""):
        row.save()
        old = ImportFile.objects.filter(added_at__lte=timezone.now() - WAITS_FOR)
        mine = ImportFile.objects.filter(added_by=row.added_by).order_by("-pk")[MOST_WAITING:]
        for gone in (*old.only("pk"), *mine.only("pk")):
            gone.delete()


def read_file(user: User, key: int) -> ImportFile | None:
    """Return a file that waits for this user (one query); None for one of others, or one that waited too long."""
    still = ImportFile.objects.filter(pk=key, added_by=user, added_at__gt=timezone.now() - WAITS_FOR)
    return still.defer("preview").select_related("negotiation", "profile").first()


def note(row: ImportFile, **values: Any) -> None:
    """Keep what was chosen of a file, or became of it; once something else is chosen, the preview of what it would have
    done before goes."""
    if {"matching", "choices"} & {*values}:
        values = {"preview": None, **values}
    with editing(row.added_by, ""):
        ImportFile.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def keep_preview(row: ImportFile, preview: dict[str, Any]) -> None:
    note(row, preview=zlib.compress(json.dumps(preview, default=str).encode(), 1))


def read_preview(row: ImportFile) -> dict[str, Any] | None:
    """Return the preview of a file, if it has one (one query)."""
    kept = ImportFile.objects.values_list("preview", flat=True).get(pk=row.pk)
    return json.loads(zlib.decompress(kept)) if kept else None


def keep_profile(user: User, negotiation: Negotiation, name: str, profile: Profile) -> ImportProfile:
    """Keep a profile under a name: a new one, or a new version of the one of this name (three queries where nothing
    is new). Raise ValidationError where the name is none."""
    if not is_analyst(user):
        raise Refused([f"Only an {ANALYST} may keep a profile."])
    matching = profile.to_json()
    row = ImportProfile.objects.filter(negotiation=negotiation, name=name).first()
    if row is not None and row.matching == matching:
        return row
    with editing(user, "matched while a file was imported") as gate:
        row = gate.lock(ImportProfile, row.pk) if row else ImportProfile(negotiation=negotiation, name=name)
        row.matching = matching
        row.full_clean()
        gate.save(row)
    return row

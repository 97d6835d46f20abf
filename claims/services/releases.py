"""Releases are stored whole: the release, its files and their bytes in one write."""

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ..models import Negotiation, Release, ReleaseChunk, ReleaseFile
from ..models.releases import BYTES_A_CHUNK, PACKAGE, STATIC_COPY
from .write_gate import Gate, editing


class NewRelease(NamedTuple):
    """What a release says of itself; its number follows from those before it."""

    negotiation: Negotiation
    title: str
    notes: str
    day: date
    made_with: str
    verdicts: Mapping[str, str]


class NotStored(Exception):
    """A release or a file of one that is not stored, and why, said for whoever asked."""


def store_release(gate: Gate, new: NewRelease, package: Path) -> Release:
    """Store a release with its data package; raise NotStored where the last one has the same.

    The negotiation is locked: of two who release it at once, the second is compared with what the first made.
    """
    gate.lock(Negotiation, new.negotiation.pk)
    digest = digest_file(package)
    newest = Release.objects.filter(negotiation=new.negotiation).first()
    if newest is not None and newest.sha256 == digest:
        raise NotStored(f"Nothing that is published has changed since release {newest.number}, “{newest.title}”.")
    number = newest.number + 1 if newest else 1
    release = Release(number=number, sha256=digest, made_by=gate.user, **new._asdict())
    release.full_clean()
    release.save()
    _store_file(release, PACKAGE, f"{new.negotiation.slug}-release-{number}.zip", package, digest)
    gate.note_change_of(new.negotiation.pk)
    return release


def store_static_copy(release: Release, path: Path) -> ReleaseFile:
    """Add the static copy to a release that has none; raise NotStored where it has one."""
    digest = digest_file(path)
    slug = release.negotiation.slug
    with editing(None, f"static copy of {release}") as gate:
        gate.lock(Negotiation, release.negotiation_id)
        if release.files.filter(kind=STATIC_COPY).exists():
            raise NotStored(f"{release} has a static copy already, and that never changes.")
        name = f"{slug}-release-{release.number}-site.zip"
        file = _store_file(release, STATIC_COPY, name, path, digest)
        gate.note_change_of(release.negotiation_id)
    return file


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = sha256()
    for chunk in _read_chunks(path):
        digest.update(chunk)
    return digest.hexdigest()


def _store_file(release: Release, kind: str, name: str, path: Path, digest: str) -> ReleaseFile:
    file = ReleaseFile(release=release, kind=kind, name=name, size=path.stat().st_size, sha256=digest)
    file.save()
    for number, data in enumerate(_read_chunks(path)):
        ReleaseChunk(file=file, number=number, data=data).save()
    return file


def _read_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(BYTES_A_CHUNK):
            yield chunk

"""The files from which texts are taken: they wait for whoever uploaded them, and are kept beside the text."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from ..models import OriginalFile, SourceText
from ..models.source_texts import sha256
from ..rules.documents import DocumentType, PageStart
from .write_gate import Gate, editing

WAITS_FOR = timedelta(days=1)


class NewOriginal(NamedTuple):
    """A file and how its text was taken from it, before it is kept beside that text."""

    name: str
    data: bytes
    type: DocumentType
    extractor: str = ""
    version: str = ""
    encoding: str = ""
    mended: int = 0
    pages: tuple[PageStart, ...] = ()


def keep_waiting(user: User, name: str, data: bytes) -> int:
    """Keep an uploaded file until its text has been looked at, for a day; return its key. Those of others that have
    waited longer go."""
    with editing(user, ""):
        _drop(OriginalFile.objects.filter(text=None, added_at__lt=timezone.now() - WAITS_FOR))
        mine = OriginalFile.objects.filter(text=None, added_by=user, name=name[-200:], sha256=sha256(data))
        waiting = mine.defer("data").first()
        if waiting is None:
            waiting = OriginalFile(name=name[-200:], sha256=sha256(data), data=data, added_by=user)
            waiting.save()
    return waiting.pk


def read_waiting(user: User, key: int) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a file that waits for this user (one query)."""
    waiting = OriginalFile.objects.filter(pk=key, text=None, added_by=user).first()
    return (waiting.name, bytes(waiting.data)) if waiting else None


def keep_original(gate: Gate, text: SourceText, original: NewOriginal) -> None:
    """Keep a file beside the text that was taken from it, once; it waits no longer (three queries)."""
    digest = sha256(original.data)
    _drop(OriginalFile.objects.filter(text=None, added_by=gate.user, sha256=digest))
    if OriginalFile.objects.filter(text=text, sha256=digest).exists():
        return
    OriginalFile(
        text=text,
        name=original.name[-200:],
        sha256=digest,
        data=original.data,
        media_type=original.type.value,
        extractor=original.extractor,
        extractor_version=original.version,
        encoding=original.encoding,
        mended=original.mended,
        pages=[list(page) for page in original.pages],
        added_by=gate.user,
    ).save()


def move_originals(gone: SourceText, kept: SourceText) -> None:
    """Hand the files of a text to the same text of another source, each once (three queries)."""
    digests = OriginalFile.objects.filter(text=kept).values_list("sha256", flat=True)
    OriginalFile.objects.filter(text=gone).exclude(sha256__in=list(digests)).update(text=kept)


def _drop(waiting: QuerySet[OriginalFile]) -> None:
    for one in waiting.defer("data"):
        one.delete()

"""Releases as their pages show them: files, claims that differ, verdicts that moved."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from ...models import Negotiation, Release, ReleaseFile
from ...models.releases import STATIC_COPY
from ...rules.release_changes import (
    ClaimFate,
    ReleasedClaimChange,
    ReleasedRowChange,
    ReleasedVerdictChange,
    compare_verdicts,
)
from ...wording import releases as wording

FILE_PAGE = "release-files:file"


class FileRow(NamedTuple):
    """A file of a release: what it is, its name, its size in words, its SHA-256, and where it is."""

    word: str
    name: str
    size: str
    sha256: str
    address: str


class ReleaseRow(NamedTuple):
    """A release in the list, how many verdicts moved since the one before, and the address of all that differs."""

    release: Release
    files: list[FileRow]
    moved: str
    compared: str


class ClaimRow(NamedTuple):
    """A claim that differs: what it comes to, the addresses of its page as of either release, where it has one, and
    (name, before, after) of the fields in which it does."""

    change: ReleasedClaimChange
    stance: str
    before: str
    after: str
    fields: list[tuple[str, str, str]]
    said_on: date


class ReleasedVerdictRow(NamedTuple):
    """A proposal whose verdict differs: its name, its page as of the later release that has it, and both words."""

    name: str
    address: str
    before: str
    after: str


class OtherRow(NamedTuple):
    """A proposal, outcome, actor or source that differs: what it is, and (name, before, after) of its fields."""

    change: ReleasedRowChange
    kind: str
    fields: list[tuple[str, str, str]]


def link_file(negotiation: Negotiation, release: Release, name: str) -> str:
    """Return the address of a file of a release."""
    return negotiation.get_address(FILE_PAGE, str(release.number), name)


def show_files(negotiation: Negotiation, release: Release) -> list[FileRow]:
    """Return the files of a release, the data package first."""
    files = sorted(release.files.all(), key=lambda file: file.kind == STATIC_COPY)
    return [_show_file(negotiation, release, file) for file in files]


def show_releases(negotiation: Negotiation, releases: Sequence[Release]) -> list[ReleaseRow]:
    """Return the rows of the list; `releases` are all of a negotiation, the newest first."""
    rows = []
    for release, before in zip_longest(releases, releases[1:]):
        moved, compared = "", ""
        if before:
            moved = wording.write_verdicts_moved(compare_verdicts(before.verdicts, release.verdicts))
            compared = link_comparison(negotiation, before, release)
        rows.append(ReleaseRow(release, show_files(negotiation, release), moved, compared))
    return rows


def link_comparison(negotiation: Negotiation, before: Release, after: Release) -> str:
    """Return the address of the page that compares two releases."""
    return negotiation.get_address("release-changes", str(before.number), str(after.number))


def link_pages(negotiation: Negotiation, release: Release) -> str:
    """Return the address of the first screen as of a release."""
    return f"{_read_start(negotiation, release)}{negotiation.slug}/"


def show_claims(
    negotiation: Negotiation, releases: tuple[Release, Release], changes: Iterable[ReleasedClaimChange]
) -> list[ClaimRow]:
    """Return the rows of claims that differ between two releases."""
    starts = [_read_start(negotiation, release) for release in releases]
    return [_show_claim(change, starts) for change in changes]


def show_verdicts(
    negotiation: Negotiation,
    releases: tuple[Release, Release],
    changes: Iterable[ReleasedVerdictChange],
    names: Mapping[str, str],
) -> list[ReleasedVerdictRow]:
    """Return the rows of verdicts that moved; `names` are those of their proposals by slug."""
    before, after = (_read_start(negotiation, release) for release in releases)
    rows = []
    for change in changes:
        address = f"{after if change.after else before}{negotiation.slug}/proposals/{change.proposal}/"
        words = wording.name_verdict(change.before), wording.name_verdict(change.after)
        rows.append(ReleasedVerdictRow(names[change.proposal], address, *words))
    return rows


def show_rows(changes: Iterable[ReleasedRowChange]) -> list[OtherRow]:
    """Return the rows of what differs besides claims and verdicts."""
    return [
        OtherRow(
            one,
            one.table.removesuffix("s"),
            [(wording.name_column(column), old, new) for column, old, new in one.fields],
        )
        for one in changes
    ]


def _show_file(negotiation: Negotiation, release: Release, file: ReleaseFile) -> FileRow:
    address = link_file(negotiation, release, file.name)
    return FileRow(wording.FILES[file.kind], file.name, wording.format_size(file.size), file.sha256, address)


def _read_start(negotiation: Negotiation, release: Release) -> str:
    """Return what the addresses of pages as of a release begin with: /talks/release-3/."""
    return f"{negotiation.get_absolute_url()}release-{release.number}/"


def _show_claim(change: ReleasedClaimChange, starts: Sequence[str]) -> ClaimRow:
    before, after = (f"{start}claims/{change.claim}/" for start in starts)
    fields = [
        (wording.name_column(column), wording.write_cell(column, old), wording.write_cell(column, new))
        for column, old, new in change.fields
    ]
    return ClaimRow(
        change,
        wording.write_stance(change.dimension, change.value),
        "" if change.fate is ClaimFate.ADDED else before,
        "" if change.fate is ClaimFate.WITHDRAWN else after,
        fields,
        date.fromisoformat(change.said_on),
    )

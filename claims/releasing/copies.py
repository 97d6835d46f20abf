"""The static copies of releases: each is made once, and stored with its release."""

from collections.abc import Callable
from pathlib import Path

from ..models import Release
from ..queries.releases import select_without_copy
from ..services.releases import NotStored, store_static_copy
from ..whole_files import NotWritten, open_passing_folder
from ..wording.static_copies import tell_frozen_release
from .copy_lock import hold_lock
from .databases import get_folder
from .lookup import find_release
from .static_copy import write_static_copy
from .static_copy.write import Progress

Say = Callable[[str], object]


def make_missing_copies(progress: Progress, say: Say) -> bool:
    """Make the copy of each release that has none, the oldest first; return whether all could be made.

    One process of a host does it. Where another is at it already, this one leaves it to that: before it ends it asks
    again which releases have no copy. What a killed process left is removed by the next one that makes any copy.
    """
    tried: set[int] = set()
    failed = False
    while _find_next(tried):
        with hold_lock() as is_held:
            if not is_held:
                say("Another process is making the static copies that are missing.")
                return not failed
            with open_passing_folder(get_folder(), "copy-") as folder:
                while release := _find_next(tried):
                    tried.add(release.pk)
                    failed |= not _make(release, folder, progress, say)
    return not failed


def _find_next(tried: set[int]) -> Release | None:
    return select_without_copy().exclude(pk__in=tried).first()


def _make(release: Release, folder: Path, progress: Progress, say: Say) -> bool:
    """Make one; say what came of it, and return whether it was made."""
    negotiation = release.negotiation
    path = folder / f"{release.pk}.zip"
    sentence = tell_frozen_release(release.number, release.day, release.title)
    try:
        frozen = find_release(negotiation, release.number)
        facts = write_static_copy(negotiation, path, sentence=sentence, progress=progress, release=frozen)
        store_static_copy(release, path)
    except (NotWritten, NotStored) as reason:
        say(f"{release}: {reason}")
        return False
    finally:
        path.unlink(missing_ok=True)
    say(f"{release}: {facts.pages:,} pages, {facts.files:,} files, {facts.size / 1e6:,.1f} MB")
    for kind, number in facts.left_out.items():
        say(f"{release}: left out {number:,} pages ({kind})")
    return True

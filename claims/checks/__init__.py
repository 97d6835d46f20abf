"""What a whole database breaks of the rules that no constraint can hold: row by row, with a sentence each.

Forms and imports refuse all of it. It gets in by an older version, a change of the vocabulary, past the gate, or where
a machine fails in the middle of a write. Each check is a function in `CHECKS`; it only reads. Withdrawn claims and
outcomes are judged by none but those of histories and of the file as it is stored: nobody can change them, and they
count nowhere.
"""

from collections.abc import Iterator

from .batches import check_batch_texts, check_batches
from .broken_rows import BrokenRow, Check
from .claims import (
    check_answers,
    check_comments,
    check_corrections,
    check_holders,
    check_identities,
    check_links,
    check_speakers,
    check_suggestions,
    check_wordings,
)
from .evidence import (
    check_citations,
    check_days,
    check_languages,
    check_lengths,
    check_quotes,
    check_records,
    check_warnings,
)
from .histories import check_histories
from .stored import check_counters, check_file, check_keys, check_releases, check_search
from .vocabulary import check_import_profiles, check_names, check_officials, check_packages

CHECKS: tuple[Check, ...] = (
    check_file,
    check_keys,
    check_search,
    check_counters,
    check_releases,
    check_speakers,
    check_holders,
    check_links,
    check_wordings,
    check_answers,
    check_suggestions,
    check_citations,
    check_days,
    check_warnings,
    check_quotes,
    check_lengths,
    check_identities,
    check_corrections,
    check_officials,
    check_names,
    check_packages,
    check_records,
    check_languages,
    check_batches,
    check_batch_texts,
    check_comments,
    check_import_profiles,
    check_histories,
)


def check_database() -> Iterator[BrokenRow]:
    """Yield what every check finds."""
    for check in CHECKS:
        yield from check()

"""Releases, and what differs between two of them, in words."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ..rules.folding import isolate
from ..rules.release_changes import ClaimFate, ReleasedClaimChange, ReleasedRowChange, ReleasedVerdictChange
from ..rules.scales import NO_VALUE_WORD, VERDICTS, VerdictKind
from .days import format_day
from .numbers import format_value, write_number

FILES = {"package": "Data package", "copy": "Static copy of the site"}
NO_COPY = "There is no static copy of this release yet."
COPY_IS_MADE = "Static copies are being made: that of this release will be here once it is."
FORMAT_OF_FILES = "application/zip"
NOT_IN_IT = "not in it"


def write_title(negotiation: str, number: int, title: str) -> str:
    """Name a release as a work of its own: Talks: release 2, “After Geneva”."""
    return f"{isolate(negotiation)}: release {number}, “{isolate(title)}”"


def describe_release(negotiation: str, day: date, claims: int) -> str:
    """Say what is in a release."""
    counted = f"{write_number(claims)} claim{'' if claims == 1 else 's'}"
    return (
        f"Everything that was published of {isolate(negotiation)} on {format_day(day)}: {counted}, with the "
        "sources, quotes, actors and proposals that belong to them, and the verdicts as they were then."
    )


def write_comparison_title(before: int, after: int) -> str:
    """Name the page that compares two releases."""
    return f"From release {before} to release {after}"


def write_difference(verdicts: Iterable[ReleasedVerdictChange], claims: Iterable[ReleasedClaimChange]) -> str:
    """Say how much differs between two releases, in one sentence."""
    fates = [one.fate for one in claims]
    counts = [(fates.count(fate), str(fate)) for fate in ClaimFate]
    parts = [f"{write_number(number)} {word}" for number, word in counts if number]
    if parts:
        number, word = next(counted for counted in counts if counted[0])
        parts[0] = f"{write_number(number)} {'claim was' if number == 1 else 'claims were'} {word}"
    parts += filter(None, [write_verdicts_moved(verdicts)])
    if not parts:
        return "No claim and no verdict differs: what else is published does."
    sentence = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]
    return f"{sentence[0].upper()}{sentence[1:]}."


def write_rows_differ(rows: Iterable[ReleasedRowChange]) -> str:
    """Say how many rows of other tables differ, and of which; empty without any: Two proposals and one source differ
    too."""
    counts = Counter(one.table for one in rows)
    parts = [
        f"{write_number(number)} {table.removesuffix('s') if number == 1 else table}"
        for table, number in counts.items()
    ]
    if not parts:
        return ""
    sentence = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]
    return f"{sentence[0].upper()}{sentence[1:]} {'differs' if counts.total() == 1 else 'differ'} too."


def write_verdicts_moved(verdicts: Iterable[ReleasedVerdictChange]) -> str:
    """Say how many proposals of both releases have another verdict; empty without any."""
    number = sum(1 for one in verdicts if one.before and one.after)
    return f"{write_number(number)} verdict{'' if number == 1 else 's'} moved" if number else ""


def name_verdict(kind: str) -> str:
    """Return the word of a verdict; that there was no such proposal; or a kind that this version does not know."""
    if kind in set(map(str, VerdictKind)):
        return VERDICTS[VerdictKind(kind)].word
    return kind or NOT_IN_IT


def write_stance(dimension: str, value: str) -> str:
    """Say what a claim comes to, by the cells of its row: position −2."""
    return f"{dimension} {write_cell('value', value)}"


def write_cell(column: str, cell: str) -> str:
    """Write the cell of a claim for readers: a value with its true sign, all else as it is."""
    return format_value(None if cell == NO_VALUE_WORD else int(cell)) if column == "value" else cell


def name_column(column: str) -> str:
    """Name a column of the exchange for readers: speaks for."""
    return column.replace("_", " ")


def format_size(size: int) -> str:
    """Write how large a file is: 3.4 MB, 12 kB (thousands of bytes, as the disk of who takes it counts)."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 1_000_000 else f"{max(round(size / 1000), 1)} kB"

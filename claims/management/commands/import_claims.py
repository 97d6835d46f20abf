from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from claims.importers.spreadsheet.kinds import CLAIMS
from claims.importers.spreadsheet.run import ImportCounts, ImportFailed, ImportOptions, import_claims
from claims.rules.days import check_has_come, parse_day
from claims.rules.faults import BrokenRule
from claims.wording.exchange import write_fault


def read_day_option(text: str) -> date:
    """Return the day that was typed as an option."""
    try:
        return check_has_come(parse_day(text))
    except BrokenRule as broken:
        raise ArgumentTypeError(write_fault(broken)) from None


@contextmanager
def show_progress(title: str, total: int | None) -> Iterator[Callable[..., Any]]:
    """Show on a terminal how far a pass has come."""
    with tqdm(desc=title, total=total, unit=" rows", disable=None, leave=False) as bar:
        yield bar.update


class Command(BaseCommand):
    help = (
        "Import claims from a spreadsheet with the columns of the claims export, or actors or proposals from one with "
        "the columns of their lists (docs/exchange.md), all or nothing. "
        "Safe to run again: what is there already is recognised; every fault of the file is named by line and column."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a .csv (UTF-8) or .xlsx file")
        parser.add_argument("--create", action="store_true", help="make actors and proposals that are not known yet")
        parser.add_argument("--publish", action="store_true", help="publish what is imported; else it is a draft")
        parser.add_argument("--dry-run", action="store_true", help="check and count, and change nothing")
        parser.add_argument(
            "--update-names",
            action="store_true",
            help="of a file of actors or proposals: change those that are here as it says",
        )
        parser.add_argument(
            "--said-on",
            type=read_day_option,
            metavar="DATE",
            help="the day of rows without one whose source has none either",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        chosen = {name: options[name] for name in ImportOptions._fields}
        try:
            done = import_claims(file, progress=show_progress, say=lambda text: self.stderr.write(text), **chosen)
        except ImportFailed as failed:
            for fault in failed.faults:
                self.stderr.write(f"invalid: {fault}")
            if failed.total > len(failed.faults):
                self.stderr.write(f"… and {failed.total - len(failed.faults)} more")
            raise CommandError(f"{failed.total} invalid; nothing was changed.") from None
        except OperationalError as error:
            raise CommandError(f"The database is busy ({error}); nothing was changed. Try again later.") from None
        self.stdout.write(write_counts(done))
        if options["dry_run"]:
            self.stdout.write("Only tried: nothing was changed.")


def write_counts(done: ImportCounts) -> str:
    """Say what an import did."""
    counts = f"{done.created} created, {done.changed} changed, {done.unchanged} unchanged"
    if done.of != CLAIMS.word:
        return f"{done.of}s: {counts}"
    return f"{counts}; {done.sources} new sources, {done.actors} new actors, {done.proposals} new proposals"

"""What the commands have in common that import files of other programs."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

from claims.importers.errors import ImportFailed
from claims.importers.spreadsheet.options import ImportCounts
from claims.models import Negotiation
from claims.services.missing_tables import explain_missing_tables
from claims.services.write_gate import find_hindrance
from claims.wording.hindrances import Hindrance

from .commands.import_claims import find_writer, show_progress, write_counts

Done = TypeVar("Done")


def add_options(parser: CommandParser) -> None:
    """Declare the options of every such command."""
    parser.add_argument("--publish", action="store_true", help="publish what is imported; else it is a draft")
    parser.add_argument("--dry-run", action="store_true", help="check and count, and change nothing")
    parser.add_argument("--as", dest="user", metavar="USER", help="in whose name; without, a user named import")


def find_negotiation(slug: str) -> Negotiation:
    """Return the negotiation that is to be exported; raise CommandError, which names those that are here."""
    negotiation = Negotiation.objects.filter(slug=slug).first()
    if negotiation is None:
        slugs = ", ".join(Negotiation.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no negotiation “{slug}”. There are: {slugs}.")
    return negotiation


def write_report(
    command: BaseCommand, options: dict[str, Any], claims: ImportCounts, beside: str, lines: Iterable[str]
) -> None:
    """Write what an import did: the counts of claims with what is counted beside them, and lines of what else whoever
    imported should know."""
    command.stdout.write(f"{write_counts(claims)}; {beside}")
    for line in lines:
        command.stdout.write(line)
    if options["dry_run"]:
        command.stdout.write("Only tried: nothing was changed.")


def run_import(command: BaseCommand, options: dict[str, Any], import_file: Callable[..., Done]) -> Done:
    """Run an import with these options and return what it did; raise CommandError once every fault is listed."""
    if reason := explain_missing_tables():
        raise CommandError(reason)
    user = find_writer(options["user"], options["publish"]) if options["user"] else None
    try:
        return import_file(user=user, publish=options["publish"], dry_run=options["dry_run"], progress=show_progress)
    except ImportFailed as failed:
        for fault in [*failed.faults, *failed.unconfirmed]:
            command.stderr.write(f"invalid: {fault}")
        raise CommandError(f"{failed.total + failed.odd} invalid; nothing was changed.") from None
    except OperationalError as error:
        reason = "is busy" if find_hindrance(error) == Hindrance.BUSY else "cannot be written"
        raise CommandError(f"The database {reason} ({error}); nothing was changed. Try again later.") from None

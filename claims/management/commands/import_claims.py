import codecs
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from claims.importers.errors import FileError
from claims.importers.spreadsheet.kinds import CLAIMS, OUTCOMES
from claims.importers.spreadsheet.profiles import read_named
from claims.importers.spreadsheet.run import ImportCounts, ImportFailed, ImportOptions, import_claims
from claims.importers.users import find_user
from claims.management.paths import read_path
from claims.models import ImportProfile
from claims.roles import is_analyst, is_reviewer
from claims.rules.days import check_has_come, drop_time, parse_day
from claims.rules.faults import BrokenRule
from claims.services.missing_tables import explain_missing_tables
from claims.services.write_gate import find_hindrance
from claims.wording.exchange import write_fault
from claims.wording.hindrances import Hindrance

IDS_SHOWN = 20


def read_day_option(text: str) -> date:
    """Return the day that was typed as an option."""
    try:
        return check_has_come(parse_day(drop_time(text)))
    except BrokenRule as broken:
        raise ArgumentTypeError(write_fault(broken)) from None


# What Python knows as encodings, and no program writes a table in: some read halves of letters.
OF_NO_FILE = {"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode"}


def is_encoding(name: str) -> bool:
    try:
        return bool("a".encode(name)) and codecs.lookup(name).name.replace("_", "-") not in OF_NO_FILE
    except (LookupError, ValueError):  # a name of none, or of one that refuses every letter: "undefined"
        return False


def find_writer(username: str, publishes: bool) -> User:
    """Return the analyst or reviewer in whose name a file is imported; raise CommandError where there is none."""
    user = find_user(username)
    if user is None or not is_analyst(user):
        raise CommandError(f"--as: “{username}” is no analyst or reviewer who can log in.")
    if publishes and not is_reviewer(user):
        raise CommandError(f"--as: {username} is no reviewer: only a reviewer may publish or withdraw.")
    return user


def choose_profile(name: str, negotiation: str) -> dict[str, Any]:
    """Return the options that a kept profile stands for: how the file is read, and of which negotiation its rows are;
    raise CommandError where there is none, or several."""
    named = ImportProfile.objects.filter(name=name).select_related("negotiation")
    rows = [row for row in named if not negotiation or negotiation in (row.negotiation.slug, row.negotiation.title)]
    if len(rows) > 1:
        slugs = ", ".join(sorted(row.negotiation.slug for row in rows))
        raise CommandError(f"--profile: “{name}” is kept for several negotiations: add --negotiation ({slugs}).")
    if not rows:
        names = ", ".join(f"“{each}”" for each in ImportProfile.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"--profile: there is no profile “{name}”. " + (f"There are: {names}." if names else ""))
    return {"profile": read_named(rows[0]), "negotiation": rows[0].negotiation.slug}


@contextmanager
def show_progress(title: str, total: int | None) -> Iterator[Callable[..., Any]]:
    """Show on a terminal how far a pass has come."""
    with tqdm(desc=title, total=total, unit=" rows", disable=None, leave=False) as bar:
        yield bar.update


class Command(BaseCommand):
    help = (
        "Import claims from a spreadsheet with the columns of the claims export, or outcomes, actors, proposals, "
        "wordings or sources from one with the columns of their lists (docs/exchange.md), all or nothing. "
        "Safe to run again: what is there already is recognised; every fault of the file is named by line and column."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=read_path, help="a .csv (UTF-8) or .xlsx file")
        parser.add_argument(
            "--negotiation",
            default="",
            metavar="SLUG",
            help="negotiation of the rows that name none; needed if there are several",
        )
        parser.add_argument(
            "--profile",
            default="",
            metavar="NAME",
            help="how a spreadsheet in your own words is read, as it was kept on the page “Import claims” of the admin",
        )
        parser.add_argument("--create", action="store_true", help="make actors and proposals that are not known yet")
        parser.add_argument("--publish", action="store_true", help="publish what is imported; else it is a draft")
        parser.add_argument("--dry-run", action="store_true", help="check and count, and change nothing")
        parser.add_argument(
            "--update-names",
            action="store_true",
            help="for a file of actors, proposals or wordings: change those that are here to what it says",
        )
        parser.add_argument(
            "--as",
            dest="user",
            metavar="USER",
            help="in whose name: the drafts lie on this user's desk. Without, they are signed by a user named import",
        )
        parser.add_argument(
            "--encoding", default="", help="encoding of a CSV file that is neither UTF-8 nor UTF-16, such as cp1252"
        )
        parser.add_argument(
            "--update-sources",
            action="store_true",
            help="change sources that are here, and for which negotiations they are fully coded, as the file says",
        )
        parser.add_argument(
            "--replace",
            action="store_true",
            help="change a claim that says nearly the same as a row, and is in no other row",
        )
        parser.add_argument("--add-near", action="store_true", help="add such rows as new claims")
        parser.add_argument(
            "--withdraw-missing",
            default="",
            metavar="REASON",
            help="withdraw claims of the file's sources, or of an earlier file of its name, that are no longer in it",
        )
        parser.add_argument(
            "--accept-warnings",
            action="store_true",
            help="confirm all that is odd and may still be right, such as a day after that of the source; without it "
            "each row confirms its own in the column “confirmed”",
        )
        parser.add_argument(
            "--said-on",
            type=read_day_option,
            metavar="DATE",
            help="the day for rows that have none and whose source has none",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        if options["replace"] and options["add_near"]:
            raise CommandError("Give --replace or --add-near, not both.")
        if reason := explain_missing_tables():
            raise CommandError(reason)
        publishes = options["publish"] or bool(options["withdraw_missing"])
        options["user"] = find_writer(options["user"], publishes) if options["user"] else None
        if options["encoding"] and not is_encoding(options["encoding"]):
            raise CommandError(f"--encoding: “{options['encoding']}” is no encoding: cp1252, cp1251, latin-1 …")
        if options["profile"]:
            options |= choose_profile(options["profile"], options["negotiation"])
        chosen = {name: options[name] for name in ImportOptions._fields if options.get(name)}
        try:
            done = import_claims(file, progress=show_progress, say=lambda text: self.stderr.write(text), **chosen)
        except ImportFailed as failed:
            self._list("invalid", failed.faults, failed.total)
            self._list("warning", failed.unconfirmed, failed.odd)
            to_confirm = f", {failed.odd} to confirm" if failed.odd else ""
            hint = " Look at each, then confirm them all with --accept-warnings." if failed.odd else ""
            raise CommandError(f"{failed.total} invalid{to_confirm}; nothing was changed.{hint}") from None
        except OperationalError as error:
            reason = "is busy" if find_hindrance(error) == Hindrance.BUSY else "cannot be written"
            raise CommandError(f"The database {reason} ({error}); nothing was changed. Try again later.") from None
        self.stdout.write(write_counts(done))
        for sentence in write_remarks(done, **options):
            self.stdout.write(sentence)
        if options["dry_run"]:
            self.stdout.write("Only tried: nothing was changed.")

    def _list(self, kind: str, faults: Sequence[FileError], total: int) -> None:
        for fault in faults:
            self.stderr.write(f"{kind}: {fault}")
        left_out = total - sum(fault.number for fault in faults)
        if left_out:
            self.stderr.write(f"{kind}: … and {left_out} more")


def write_counts(done: ImportCounts) -> str:
    """Say what an import did."""
    counts = f"{done.created} created, {done.changed} changed, {done.unchanged} unchanged"
    if done.of == OUTCOMES.word:
        return f"{done.of}s: {counts}; {_count(done.sources, 'new source')}"
    if done.of != CLAIMS.word:
        return f"{done.of}s: {counts}"
    new = ((done.sources, "new source"), (done.actors, "new actor"), (done.proposals, "new proposal"))
    return f"{counts}; {', '.join(_count(number, words) for number, words in new)}"


def _count(number: int, words: str) -> str:
    return f"{number} {words}{'' if number == 1 else 's'}"


def write_remarks(
    done: ImportCounts, *, user: User | None, publish: bool, withdraw_missing: str, **_: Any
) -> list[str]:
    """Say what whoever imported should know besides."""
    remarks = list(done.remarks)
    if done.replaced:
        remarks.append(f"Claims replaced that said nearly the same: {done.replaced}.")
    if done.accepted:
        remarks.append(f"Warnings accepted: {done.accepted}. Their claims keep them as confirmed.")
    if done.missing:
        ids = ", ".join(done.missing[:IDS_SHOWN]) + (" …" if len(done.missing) > IDS_SHOWN else "")
        became = "withdrawn" if withdraw_missing else "left: give --withdraw-missing REASON to withdraw them"
        remarks.append(f"Claims in no row of the file: {len(done.missing)} ({ids}), {became}.")
    if done.created and done.of in (CLAIMS.word, OUTCOMES.word) and not publish and user is None:
        remarks.append(
            "The drafts are signed by import and lie on the reviewers' desks; --as USER puts them on USER's."
        )
    return remarks

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from claims.models import Negotiation, Release
from claims.releasing.lookup import find_release
from claims.releasing.static_copy import write_static_copy
from claims.services.missing_tables import explain_missing_tables
from claims.whole_files import NotWritten
from claims.wording.static_copies import tell_frozen, tell_frozen_release

from .import_claims import show_progress


class Command(BaseCommand):
    help = (
        "Write the pages and downloads of a negotiation as files (docs/releases.md): they work from a disk and on any "
        "host of files, without this product."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("negotiation", help="its slug")
        parser.add_argument("path", type=Path, help="a folder or a .zip file; what is there is never overwritten")
        parser.add_argument(
            "--release", type=int, metavar="NUMBER", help="as of this release; without, as the pages are now"
        )
        parser.add_argument(
            "--site",
            metavar="ADDRESS",
            help="where readers find the live site, such as https://stances.example.org; by default as SITE_ADDRESS "
            "says; “none”: nothing leads there",
        )

    def handle(
        self, *args: Any, negotiation: str, path: Path, release: int | None, site: str | None, **options: Any
    ) -> None:
        if reason := explain_missing_tables():
            raise CommandError(reason)
        copied = Negotiation.objects.filter(slug=negotiation).first()
        if copied is None:
            slugs = ", ".join(Negotiation.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"There is no negotiation “{negotiation}”. There are: {slugs}.")
        frozen, sentence = None, tell_frozen(localdate())
        if release is not None:
            frozen, sentence = find_release(copied, release), tell_release(copied, release)
        site = "" if site == "none" else site
        try:
            facts = write_static_copy(
                copied,
                path,
                sentence=sentence,
                progress=show_progress,
                site=site,
                release=frozen,
            )
        except NotWritten as reason_:
            raise CommandError(str(reason_)) from None
        self.stdout.write(f"{facts.pages:,} pages, {facts.files:,} files, {facts.size / 1e6:,.1f} MB: {path}")
        for kind, number in facts.left_out.items():
            self.stdout.write(f"Left out: {number:,} pages ({kind})")


def tell_release(negotiation: Negotiation, number: int) -> str:
    """Say of which release a copy is."""
    released = Release.objects.filter(negotiation=negotiation, number=number).first()
    if released is None:
        raise CommandError(f"“{negotiation.slug}” has no release {number}.")
    return tell_frozen_release(released.number, released.day, released.title)

"""What actors, proposals and packages are called, and what they are part of."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from ..models import Actor, ImportProfile, Negotiation, OldAddress, Part, Proposal, Side, Topic
from ..models.vocabulary import PARTY_KINDS
from ..rules.folding import fold_name, isolate
from ..rules.import_profiles import LEFT_OUT
from ..rules.packages import find_circles
from ..wording.actors import SPEAKS_FOR_PARTY
from ..wording.packages import write_found_circle
from .broken_rows import BrokenRow, call, report


def check_officials() -> Iterator[BrokenRow]:
    """An official speaks for a party or a coalition."""
    officials = Actor.objects.filter(speaks_for__isnull=False).exclude(speaks_for__kind__in=PARTY_KINDS)
    for official in officials.select_related("speaks_for"):
        reason = f"It speaks for {call(official.speaks_for)}, which is neither. {SPEAKS_FOR_PARTY}"
        yield report(official, reason)


def check_names() -> Iterator[BrokenRow]:
    """No two rows of a kind have one full name; of a negotiation's own, no two of that negotiation."""
    for model in (Negotiation, Side, Topic, Actor, Proposal):
        rows: list[Any] = list(model._base_manager.order_by("pk"))
        by_name = defaultdict(list)
        for row in rows:
            by_name[_tell_name(row)].append(row)
        for row in rows:
            others = [other.slug for other in by_name[_tell_name(row)] if other.pk != row.pk]
            if others:
                yield report(row, f"“{isolate(str(row))}” is the name of {', '.join(others)} too: rename one.")


def _tell_name(row: Any) -> tuple[int | None, str]:
    """Return what no two rows of a kind share."""
    return getattr(row, "negotiation_id", None), fold_name(str(row))


def check_packages() -> Iterator[BrokenRow]:
    """No package is within itself, at any depth; of each circle one is told. It is in the negotiation of its parts."""
    abroad = Part.objects.exclude(package__negotiation=F("part__negotiation"))
    for place in abroad.select_related("package", "part"):
        yield report(place, f"It is part of “{isolate(place.package.title)}”, which is of another negotiation.")
    parts = Part.objects.map_packages()
    told: set[int] = set()
    for package, way in find_circles(parts, sorted(parts)).items():
        if package not in told:
            told.update(way)
            rows = Proposal.objects.in_bulk(way)
            yield report(rows[package], write_found_circle([rows[key].title for key in way]))


def check_import_profiles() -> Iterator[BrokenRow]:
    """Whom and what a profile of files takes names for is there, or was merged into what is."""
    here = {}
    for kind, model in (("actor", Actor), ("proposal", Proposal)):
        old = OldAddress.objects.exclude(**{kind: None}).values_list("slug", flat=True)
        here[kind] = {LEFT_OUT, *model._default_manager.values_list("slug", flat=True), *old}
    for profile in ImportProfile.objects.order_by("pk"):
        for kind, names in profile.read().names.items():
            for name, slug in names.items():
                if slug not in here[kind]:
                    reason = f"It takes “{name}” for the {kind} “{slug}”, which is not there: the next file asks."
                    yield report(profile, reason)

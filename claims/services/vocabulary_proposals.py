"""What two proposals need besides, as they are made one: conditions that name them, wordings, outcomes, packages."""

from collections.abc import Iterator

from django.db.models import Q

from ..models import Claim, Outcome, Part, Proposal, Wording
from ..rules import conditions
from ..rules.folding import isolate
from ..rules.packages import find_way
from ..rules.publishing import Status
from ..wording.days import format_day
from ..wording.packages import write_circle
from .vocabulary import Moves, follow_in_seeds, point_changes, refuse
from .vocabulary_batches import join_coded_proposals
from .vocabulary_claims import name_claims, rename_in_condition, select_naming, tell_repeats


def join_proposals(moves: Moves, gone: Proposal, kept: Proposal) -> None:
    """Move all that hangs on a proposal to another one; raise Refused where they cannot be one."""
    refuse([*_list_packages(gone, kept), *_list_rival_outcomes(gone, kept), *_list_rival_wordings(gone, kept)])
    if kept.variant_of_id == gone.pk:
        kept.variant_of = None if gone.variant_of_id == kept.pk else gone.variant_of
        moves.write([kept], {"variant_of"})  # before all other variants of the one that goes
    kept.proposed_on = kept.proposed_on or gone.proposed_on
    kept.withdrawn_on = kept.withdrawn_on and gone.withdrawn_on and max(kept.withdrawn_on, gone.withdrawn_on)
    proposers = list(gone.proposers.exclude(pk__in=kept.proposers.all()))
    _join_parts(moves, gone, kept)
    _join_wordings(moves, gone, kept)
    _join_claims(moves, gone, kept)
    join_coded_proposals(moves, gone, kept)
    kept.proposers.add(*proposers)


def _list_packages(gone: Proposal, kept: Proposal) -> Iterator[str]:
    """Yield why they cannot be one by what they are part of: nothing is within itself."""
    parts: dict[int, list[int]] = {}
    for package, part in Part.objects.values_list("package_id", "part_id"):
        ends = [kept.pk if end == gone.pk else end for end in (package, part)]
        parts.setdefault(ends[0], []).append(ends[1])
    if way := find_way(parts, kept.pk, kept.pk):
        titles = dict(Proposal.objects.filter(pk__in=way).values_list("pk", "title"))
        yield f"One of them is within the other. {write_circle([titles[pk] for pk in way])} Take it out of there first."


def _list_rival_outcomes(gone: Proposal, kept: Proposal) -> Iterator[str]:
    """Yield the days on which both have a published outcome: of one day there is one."""
    published = Outcome.objects.filter(status=Status.PUBLISHED.value)
    days = published.filter(proposal=kept).values("day")
    for outcome in published.filter(proposal=gone, day__in=days).order_by("day"):
        yield f"Both have a published outcome of {format_day(outcome.day)}: withdraw one of them first."


def _list_rival_wordings(gone: Proposal, kept: Proposal) -> Iterator[str]:
    """Yield the wordings of one name that are not the same text."""
    labels = {wording.identity: wording for wording in kept.wordings.all()}
    for wording in gone.wordings.all():
        other = labels.get(wording.identity)
        if other and not _is_same(wording, other):
            label = isolate(wording.label)
            yield f"Both have a wording called “{label}”, and not the same one: rename one of them first."


def _is_same(one: Wording, other: Wording) -> bool:
    return (one.identity, one.day, one.text, one.source_id) == (other.identity, other.day, other.text, other.source_id)


def _join_parts(moves: Moves, gone: Proposal, kept: Proposal) -> None:
    """Move its places in packages, and those of its parts, but for what the other one has already."""
    in_packages = {*kept.packages.values_list("package_id", flat=True)}
    its_parts = {*kept.parts.values_list("part_id", flat=True)}
    places = Part.objects.select_for_update().filter(Q(part=gone) | Q(package=gone)).order_by("pk")
    for place in places:
        if (place.part_id == gone.pk and place.package_id in in_packages) or (
            place.package_id == gone.pk and place.part_id in its_parts
        ):
            moves.delete(place)


def _join_wordings(moves: Moves, gone: Proposal, kept: Proposal) -> None:
    """Move its wordings: one that the other has too goes, and one whose slug is taken gets another."""
    mine = {wording.identity: wording for wording in kept.wordings.all()}
    slugs = {wording.slug for wording in mine.values()}
    for wording in gone.wordings.select_for_update().order_by("pk"):
        before = "/".join(wording.natural_key())
        same = mine.get(wording.identity)
        if same:
            _answer_another(moves, wording, same)
            moves.tell(f"The wording “{isolate(wording.label)}” is the same in both, and stays once.")
            moves.delete(wording)
            follow_in_seeds(wording, before, "/".join(same.natural_key()))
            continue
        wording.slug = make_free_slug(wording.slug, slugs)
        slugs.add(wording.slug)
        wording.proposal = kept
        moves.write([wording], {"proposal", "slug"})
        follow_in_seeds(wording, before, "/".join(wording.natural_key()))


def _answer_another(moves: Moves, wording: Wording, same: Wording) -> None:
    """Let what names a wording name another one."""
    for relation in wording._meta.related_objects:
        if not relation.many_to_many:
            name = relation.field.name
            rows = list(relation.related_model._base_manager.filter(**{name: wording}).order_by("pk"))
            for row in rows:
                setattr(row, name, same)
            moves.write(rows, {name})
    point_changes(moves, wording, same)


def make_free_slug(slug: str, taken: set[str]) -> str:
    """Return a slug that is not taken: the same, or with the first number behind it that makes another one of it."""
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug[: 60 - len(str(number)) - 1]}-{number}"
    return free


def _join_claims(moves: Moves, gone: Proposal, kept: Proposal) -> None:
    """Move its claims, and let the conditions that name it name the other."""
    naming = {claim.pk: claim for claim in select_naming(gone.negotiation, gone.slug)}
    of_gone = Claim.objects.filter(proposal=gone).select_for_update(of=("self",)).order_by("pk")
    moved = [naming.get(claim.pk, claim) for claim in of_gone]
    reasons = [reason for claim in naming.values() if (reason := rename_in_condition(claim, gone.slug, kept.slug))]
    for claim in moved:
        claim.proposal = kept
    claims = sorted({claim.pk: claim for claim in [*moved, *naming.values()]}.values(), key=lambda claim: claim.pk)
    own = [c for c in claims if c.proposal_id == kept.pk and kept.slug in conditions.list_slugs(c.depends_on)]
    if own:
        reasons.append(
            f"A claim on one of them depends on the other: {name_claims(own)}. No claim depends on its own proposal: "
            "correct or withdraw these first."
        )
    refuse(reasons)
    if naming:
        moves.tell(f"Conditions that name “{isolate(gone.title)}” will name “{isolate(kept.title)}”: {len(naming)}.")
    moves.write(claims, {"proposal", "depends_on"})
    tell_repeats(moves, moved)

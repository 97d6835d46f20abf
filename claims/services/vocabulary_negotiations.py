"""Moving a proposal to another negotiation, with its claims, wordings and outcomes; what hangs on others is cut, and
documents stay coded for the negotiations for which they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Q

from ..models import Actor, Claim, Negotiation, Part, Participant, Proposal, Source, SourceCoding, Topic
from ..rules import conditions
from ..rules.folding import isolate
from .vocabulary import Moves, Watched, follow_in_seeds, keep_old_address, refuse
from .vocabulary_batches import cut_coded_conditions
from .vocabulary_claims import drop_from_condition, name_claims, select_naming
from .vocabulary_proposals import make_free_slug

MOST_NAMED = 20


@dataclass(frozen=True)
class ProposalMove:
    """Put a proposal (its key) under a topic (its key) of another negotiation."""

    NAME: ClassVar[str] = "move a proposal"
    of_shared: ClassVar[bool] = False

    proposal: int
    topic: int

    def carry_out(self, moves: Moves) -> Proposal:
        proposal = moves.gate.lock(Proposal, self.proposal)
        topic = Topic.objects.select_related("negotiation").get(pk=self.topic)
        left, there = proposal.negotiation, topic.negotiation
        if left == there:
            refuse([f"It is in “{isolate(there.title)}” already: choose another topic of it on its own page."])
        slug = make_free_slug(proposal.slug, {*there.proposals.values_list("slug", flat=True)})
        refuse(_list_namesakes(proposal, topic, slug))
        _cut_packages(moves, proposal)
        _cut_variants(moves, proposal)
        _cut_conditions(moves, proposal)
        named: list[Any] = [proposal, *proposal.wordings.all()]
        before = [(row, "/".join(row.natural_key())) for row in named]
        keep_old_address(proposal, proposal)
        if slug != proposal.slug:
            moves.tell(f"Its slug is taken there: it will be “{slug}”.")
        proposal.slug, proposal.topic = slug, topic
        moves.write([proposal], {"slug", "topic", "negotiation"})
        for row, name in before:
            row = type(row).objects.get(pk=row.pk)
            follow_in_seeds(row, name, "/".join(row.natural_key()))
        _note_what_goes(moves, proposal)
        _tell_who_has_no_part(moves, proposal, there)
        _tell_what_is_not_coded(moves, proposal, left, there)
        return proposal

    def watch(self) -> Watched:
        keys = {
            *Negotiation.objects.filter(Q(proposals=self.proposal) | Q(topics=self.topic)).values_list("pk", flat=True)
        }
        return Watched(frozenset(keys), proposals=frozenset({self.proposal}))

    def describe(self) -> str:
        topic = Topic.objects.select_related("negotiation").get(pk=self.topic)
        return f"moved to “{topic.negotiation}”, {topic}"


def _list_namesakes(proposal: Proposal, topic: Topic, slug: str) -> Iterator[str]:
    """Yield why it cannot be called there as it is called: another one is."""
    there = Proposal(
        slug=slug, title=proposal.title, aliases=proposal.aliases, topic=topic, negotiation=topic.negotiation
    )
    try:
        there.clean()
    except ValidationError as error:
        yield from error.messages
        yield "Two proposals of one negotiation cannot share a name: rename one first, or merge them once it is there."


def _cut_packages(moves: Moves, proposal: Proposal) -> None:
    """Take it out of its packages, and its parts out of it: those stay where they are."""
    places = list(
        Part.objects.filter(Q(part=proposal) | Q(package=proposal)).select_related("package", "part").order_by("pk")
    )
    if packages := [isolate(place.package.title) for place in places if place.part_id == proposal.pk]:
        moves.tell(f"It is taken out of its packages, which stay: {', '.join(packages)}.")
    if parts := [isolate(place.part.title) for place in places if place.package_id == proposal.pk]:
        moves.tell(f"Its parts stay, and are no longer parts of it: {', '.join(parts)}.")
    for place in places:
        moves.delete(place)


def _cut_variants(moves: Moves, proposal: Proposal) -> None:
    """Let it be a variant of nothing that stays, and nothing that stays be one of it."""
    if proposal.variant_of:
        moves.tell(f"It is no longer a variant of “{isolate(proposal.variant_of.title)}”, which stays.")
        proposal.variant_of = None
    variants = list(proposal.variants.select_for_update(of=("self",)).order_by("pk"))
    if variants:
        moves.tell(
            f"Its variants stay, and are no longer its variants: {', '.join(isolate(v.title) for v in variants)}."
        )
    for variant in variants:
        variant.variant_of = None
    moves.write(variants, {"variant_of"})


def _cut_conditions(moves: Moves, proposal: Proposal) -> None:
    """Let conditions depend on nothing of another negotiation: their words stay."""
    others = {*Proposal.objects.filter(negotiation=proposal.negotiation_id).values_list("slug", flat=True)}
    its_own = proposal.claims.exclude(depends_on="").select_for_update(of=("self",)).order_by("pk")
    hanging = [claim for claim in its_own if others & {*conditions.list_slugs(claim.depends_on)}]
    for claim in hanging:
        drop_from_condition(claim, others)
    if hanging:
        moves.tell(
            f"Conditions of its claims name proposals that stay, and keep their words only: {name_claims(hanging)}."
        )
    naming = select_naming(proposal.negotiation, proposal.slug)
    for claim in naming:
        drop_from_condition(claim, {proposal.slug})
    if naming:
        moves.tell(f"Conditions of claims that stay name it, and keep their words only: {name_claims(naming)}.")
    moves.write([*hanging, *naming], {"depends_on"})
    cut_coded_conditions(moves, proposal, others)


def _note_what_goes(moves: Moves, proposal: Proposal) -> None:
    """Note what goes along without being written: it hangs on the proposal itself."""
    written = moves.rows.get(Claim, {})
    moves.note(claim for claim in proposal.claims.order_by("pk") if claim.pk not in written)
    for rows in (proposal.outcomes, proposal.wordings, proposal.searches, proposal.remarks):
        moves.note(rows.order_by("pk"))


def _tell_who_has_no_part(moves: Moves, proposal: Proposal, there: Negotiation) -> None:
    """Tell which holders have no part in the negotiation to which it goes."""
    parts = Participant.objects.filter(side__negotiation=there).values("actor")
    holders = Actor.objects.filter(pk__in=proposal.claims.order_by().values("holder")).exclude(pk__in=parts)
    names = [isolate(actor.name) for actor in holders.order_by("name")]
    if names:
        moves.tell(
            f"They have no part in “{isolate(there.title)}” and will stand under “No side”, not counted in verdicts: "
            f"{_list_first(names)}. Give them a part there where they have one."
        )


def _tell_what_is_not_coded(moves: Moves, proposal: Proposal, left: Negotiation, there: Negotiation) -> None:
    """Tell which documents that speak of it were read whole for the proposals from which it goes, and not for those to
    which it goes: its blanks rest on them no more."""
    naming = Q(claims__proposal=proposal) | Q(outcomes__proposal=proposal) | Q(wordings__proposal=proposal)
    done = SourceCoding.objects.done()
    sources = Source.objects.filter(naming, pk__in=done.filter(negotiation=left).values("source"))
    sources = sources.exclude(pk__in=done.filter(negotiation=there).values("source"))
    names = [isolate(source.title) for source in sources.distinct().order_by("title")]
    if names:
        moves.tell(
            f"They are fully coded for “{isolate(left.title)}” and not for “{isolate(there.title)}”: "
            f"{_list_first(names)}. Once somebody has read them for all proposals there, say so on their pages."
        )


def _list_first(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"

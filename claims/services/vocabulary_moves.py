"""Putting claims where they belong: on another proposal of the negotiation, or on a new one that is split off."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q

from ..models import Claim, EditorialNote, Negotiation, Proposal
from ..rules import conditions
from ..rules.folding import isolate
from ..rules.publishing import Status
from .vocabulary import Moves, Watched, refuse
from .vocabulary_claims import list_with_corrections, name_claims, put_on, tell_repeats

CHOOSE_SOME = "Choose the claims that go."


@dataclass(frozen=True)
class ClaimsMove:
    """Put claims (their keys) on another proposal of their negotiation."""

    NAME: ClassVar[str] = "move claims"
    of_shared: ClassVar[bool] = False

    claims: frozenset[int]
    proposal: int

    def carry_out(self, moves: Moves) -> Proposal:
        target = moves.gate.lock(Proposal, self.proposal)
        _move(moves, self.claims, target, Proposal.objects.exclude(pk=target.pk).values_list("pk", flat=True))
        return target

    def watch(self) -> Watched:
        left = Claim.objects.filter(pk__in=self.claims).order_by().values_list("proposal", "proposal__negotiation")
        pairs = {*left.distinct(), *Proposal.objects.filter(pk=self.proposal).values_list("pk", "negotiation")}
        proposals, negotiations = (frozenset(pair[place] for pair in pairs) for place in (0, 1))
        return Watched(negotiations, proposals=proposals)

    def describe(self) -> str:
        return f"moved to “{Proposal.objects.get(pk=self.proposal)}”"


@dataclass(frozen=True)
class ProposalSplit:
    """Split a new proposal off one (its key), with the claims (their keys) that belong to it."""

    NAME: ClassVar[str] = "split a proposal"
    of_shared: ClassVar[bool] = False

    proposal: int
    claims: frozenset[int]
    title: str
    definition: str
    slug: str = ""

    def carry_out(self, moves: Moves) -> Proposal:
        old = moves.gate.lock(Proposal, self.proposal)
        staying = Claim.objects.filter(proposal=old).exclude(pk__in=self.claims)
        refuse([] if staying.exists() else [f"No claim would stay on “{isolate(old.title)}”: rename it instead."])
        new = Proposal(
            slug=self.slug,
            title=self.title,
            definition=self.definition,
            topic=old.topic,
            negotiation=old.negotiation,
            proposed_on=old.proposed_on,
            withdrawn_on=old.withdrawn_on,
            added_on=old.added_on,
            order=old.order,
        )
        new.clean()  # which makes the slug, and says what else is called so
        new.full_clean(exclude=new.DERIVED)
        new.save()
        new.proposers.set(old.proposers.all())
        _move(moves, self.claims, new, [old.pk])
        moves.write([old], set())  # whose history says so too
        moves.tell(
            f"“{isolate(new.title)}” has the topic, the proposers and the days of “{isolate(old.title)}”: change on "
            "its page what differs. Wordings, outcomes, searches and remarks stay where they are, but for remarks that "
            "answer a contradiction of claims that go."
        )
        return new

    def watch(self) -> Watched:
        negotiation = Negotiation.objects.get(proposals=self.proposal)
        return Watched(frozenset({negotiation.pk}), proposals=frozenset({self.proposal}))

    def describe(self) -> str:
        return f"split “{isolate(self.title)}” off “{Proposal.objects.get(pk=self.proposal)}”"


def _move(moves: Moves, keys: frozenset[int], target: Proposal, left: Collection[int] | Any) -> None:
    """Put claims on a proposal, with their corrections that are on the proposals `left`; raise Refused where some
    cannot stand there."""
    refuse([] if keys else [CHOOSE_SOME])
    chosen = list_with_corrections(Claim.objects.filter(pk__in=keys), left)
    missing = keys - {claim.pk for claim in chosen}
    refuse([f"Chosen claims that are no longer there: {len(missing)}."] if missing else [])
    claims = [claim for claim in chosen if claim.proposal_id != target.pk]
    refuse([] if claims else [f"They are on “{isolate(target.title)}” already."])
    proposals = Proposal.objects.in_bulk({claim.proposal_id for claim in claims})
    elsewhere = [c for c in claims if proposals[c.proposal_id].negotiation_id != target.negotiation_id]
    hanging = [claim for claim in claims if target.slug in conditions.list_slugs(claim.depends_on)]
    reasons = []
    if target.suggestion and any(claim.status == Status.PUBLISHED for claim in claims):
        reasons.append(f"“{isolate(target.title)}” is only suggested: confirm it first, or move drafts alone.")
    if elsewhere:
        reasons.append(f"“{isolate(target.title)}” is a proposal of another negotiation than {name_claims(elsewhere)}.")
    if hanging:
        reasons.append(f"The conditions of {name_claims(hanging)} depend on “{isolate(target.title)}” itself.")
    refuse(reasons)
    put_on(moves, claims, target)
    _move_answers(moves, claims, target)
    tell_repeats(moves, claims)


def _move_answers(moves: Moves, claims: Collection[Claim], target: Proposal) -> None:
    """Let the remarks go along that answer a contradiction of two of the claims, and tell of those that part."""
    keys = [claim.pk for claim in claims]
    answers = EditorialNote.objects.filter(Q(earlier_claim__in=keys) | Q(later_claim__in=keys))
    parted: list[EditorialNote] = []
    along: list[EditorialNote] = []
    for note in answers.select_for_update(of=("self",)).order_by("pk"):
        goes = {note.earlier_claim_id, note.later_claim_id} <= {*keys}
        (along if goes else parted).append(note)
    for note in along:
        note.proposal = target
    moves.write(along, {"proposal"})
    if parted:
        moves.tell(
            f"Remarks that answer a contradiction of a claim that goes and one that stays: {len(parted)}. They stay, "
            "and answer nothing any more."
        )

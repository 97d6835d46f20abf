"""What may be deleted: a row that nothing published has ever cited, with the withdrawn trials that name it, and what is
of it alone."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from ..models import Actor, BlindSuggestion, Claim, Member, Outcome, Participant, Proposal, Source, SourceCoding
from ..rules import conditions
from ..rules.publishing import Status
from .stretches import refuse_stranded

Trial = Claim | Outcome
Own = Participant | Member | SourceCoding | BlindSuggestion
NAMED_BY: dict[type[Model], tuple[str, ...]] = {
    Source: ("source",),
    Proposal: ("proposal",),
    Actor: ("holder", "speaker"),
}


def list_trials(row: Model) -> list[Trial]:
    """Return the claims and outcomes that name a row and are mere trials: withdrawn, and never published (four queries
    at most)."""
    trials: list[Trial] = []
    for model in _list_naming_models(row):
        withdrawn = _list_naming(row, model._base_manager.filter(status=Status.WITHDRAWN.value))
        kept = model.history.filter(id__in=[one.pk for one in withdrawn], status=Status.PUBLISHED.value)
        published = set(kept.values_list("id", flat=True))
        trials += [one for one in withdrawn if one.pk not in published]
    return trials


def was_cited(row: Model) -> bool:
    """Whether a published claim or outcome names the row, or an earlier version of one did (two queries at most)."""
    return any(
        _list_naming(row, model.history.filter(status=Status.PUBLISHED.value)) for model in _list_naming_models(row)
    )


def list_own(row: Model) -> list[Own]:
    """Return what goes with a row: the parts and memberships of an actor, and its members;
    in which batches it or a proposal was suggested; the codings of a source but
    for those of which a change was ever proposed (two queries at most)."""
    if isinstance(row, Proposal):
        return [*row.blind_suggestions.order_by("pk")]
    if isinstance(row, Source):
        return [*row.codings.filter(changes=None).select_related("source", "negotiation")]
    if not isinstance(row, Actor):
        return []
    memberships = Member.objects.filter(Q(member=row) | Q(coalition=row)).select_related("member", "coalition")
    suggestions = row.blind_suggestions.order_by("pk")
    return [*row.stretches.select_related("actor", "side"), *memberships, *suggestions]


def delete(row: Model, trials: list[Trial]) -> None:
    """Delete a row, the trials that name it and what is of it alone, inside an open gate; the history keeps all of
    them. Raise Refused for a membership on which claims rest."""
    for along in (*trials, *list_own(row)):
        along.delete()
    row.delete()
    if isinstance(row, Member):
        refuse_stranded([row])


def _list_naming_models(row: Model) -> list[type[Trial]]:
    """Return the models whose rows may name a row: claims, and of sources and proposals outcomes too."""
    if type(row) not in NAMED_BY:
        return []
    return [Claim] if isinstance(row, Actor) else [Claim, Outcome]


def _list_naming(row: Model, rows: QuerySet[Any]) -> list[Any]:
    """Return those of the claims or outcomes, or of their versions, that name the row, in their fields or in the
    conditions of claims."""
    named = Q()
    for name in NAMED_BY[type(row)]:
        named |= Q(**{f"{name}_id": row.pk})
    if not isinstance(row, Proposal) or not hasattr(rows.model, "depends_on"):
        return list(rows.filter(named).order_by("pk"))
    named |= Q(depends_on__contains=row.slug)
    return [
        claim
        for claim in rows.filter(named).order_by("pk")
        if claim.proposal_id == row.pk or row.slug in conditions.list_slugs(claim.depends_on)
    ]

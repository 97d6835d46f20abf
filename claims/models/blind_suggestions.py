"""What coders of a batch suggested of the vocabulary: until all are done, each sees their own suggestions alone."""

from django.contrib.auth.models import AnonymousUser, User
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .batches import BatchCoder, InBatch
from .history import keep_history
from .named import NameField
from .vocabulary import Actor, Proposal

SUGGESTED_IN: dict[type[models.Model], str] = {Actor: "actor", Proposal: "proposal"}


class BlindSuggestion(InBatch):
    """A coder of a batch suggested an actor or a proposal, and called it so. Of two who suggest one of the same name,
    each has a row here, and neither learns of the other."""

    TO_NEGOTIATION = "coder__batch__negotiation"

    coder = models.ForeignKey(BatchCoder, on_delete=models.PROTECT, related_name="suggestions")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, null=True, related_name="blind_suggestions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="blind_suggestions")
    called = NameField(max_length=1000)
    called_shortly = NameField(max_length=80, blank=True)

    history = keep_history()

    class Meta:
        verbose_name = "suggestion in a batch"
        verbose_name_plural = "suggestions in batches"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="blind_suggestion_actor_once", fields=["coder", "actor"], condition=Q(actor__isnull=False)
            ),
            models.UniqueConstraint(
                name="blind_suggestion_proposal_once", fields=["coder", "proposal"], condition=Q(proposal__isnull=False)
            ),
            models.CheckConstraint(
                name="blind_suggestion_of_one_row",
                condition=Q(actor__isnull=False, proposal=None) | Q(actor=None, proposal__isnull=False),
                violation_error_message="A suggestion is of an actor or of a proposal.",
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion of {self.coder}"


def match_hidden_suggestions(
    model: type[models.Model], user: User | AnonymousUser | None, *, to_name: bool = False
) -> Q:
    """Match the suggested actors or proposals that a user must not see: others suggested them in a batch in which not
    all are done. What the user suggested too they may name, and see no more of it than that."""
    in_batches = BlindSuggestion.objects.filter(**{SUGGESTED_IN[model]: OuterRef("pk")}, coder__batch__done_at=None)
    if user is None or not user.is_authenticated:
        return ~Q(suggestion="") & Q(Exists(in_batches))
    of_others = ~Q(suggestion="") & Q(Exists(in_batches.exclude(coder__user=user.pk)))
    return of_others & ~Q(Exists(in_batches.filter(coder__user=user.pk))) if to_name else of_others

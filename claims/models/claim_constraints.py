"""What the database itself holds of claims, and of what coders say blind: rules as constraints, and the orders in which
claims are read."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from ..rules import quotes
from ..rules.faults import FaultCode
from ..rules.scales import CERTAIN, HIGHEST, IMPOSSIBLE, LOWEST, Attribution, Dimension, SaidOnIs
from ..wording.exchange import SENTENCES
from .cited import make_constraints


def make_content_constraints(name: str) -> tuple[models.CheckConstraint, ...]:
    """Return what the database holds of what a coder says of a passage, in a model whose constraints begin with
    `name`."""
    return (
        models.CheckConstraint(
            name=f"{name}_value_on_scale",
            condition=Q(value__range=(LOWEST, HIGHEST)),
            violation_error_message=SENTENCES[FaultCode.VALUE_OFF_SCALE],
        ),
        models.CheckConstraint(
            name=f"{name}_dimension_known",
            condition=Q(dimension__in=list(map(str, Dimension))),
            violation_error_message="A dimension is position, prospects or salience.",
        ),
        models.CheckConstraint(
            name=f"{name}_attribution_known",
            condition=Q(attribution__in=list(map(int, Attribution))),
            violation_error_message="An attribution is own, reported, attributed or predicted.",
        ),
        models.CheckConstraint(
            name=f"{name}_said_on_is_known",
            condition=Q(said_on_is__in=list(map(str, SaidOnIs))),
            violation_error_message="A day is known exactly, loosely, or by publication.",
        ),
        models.CheckConstraint(
            name=f"{name}_pending_is_zero",
            condition=Q(pending=False)
            | (Q(value__isnull=False) & Q(value=0) & ~Q(attribution=Attribution.PREDICTED.value)),
            violation_error_message=SENTENCES[FaultCode.PENDING_WITH_VALUE],
        ),
        models.CheckConstraint(
            name=f"{name}_forecast_has_value",
            condition=Q(value__isnull=False) | ~Q(attribution=Attribution.PREDICTED.value),
            violation_error_message=SENTENCES[FaultCode.FORECAST_WITHOUT_VALUE],
        ),
        models.CheckConstraint(
            name=f"{name}_by_when_of_prospects",
            condition=Q(by_when__isnull=True) | Q(dimension=Dimension.PROSPECTS.value),
            violation_error_message=SENTENCES[FaultCode.BY_WHEN_OF_OTHER],
        ),
        models.CheckConstraint(
            name=f"{name}_probability_of_prospects",
            condition=Q(probability__isnull=True) | Q(dimension=Dimension.PROSPECTS.value),
            violation_error_message=SENTENCES[FaultCode.PROBABILITY_OF_OTHER],
        ),
        models.CheckConstraint(
            name=f"{name}_probability_in_per_cent",
            condition=Q(probability__isnull=True) | Q(probability__range=(IMPOSSIBLE, CERTAIN)),
            violation_error_message=SENTENCES[FaultCode.PROBABILITY_OFF_SCALE],
        ),
        models.CheckConstraint(
            name=f"{name}_translation_of_quote",
            condition=Q(translation="") | ~Q(quote=""),
            violation_error_message=SENTENCES[FaultCode.TRANSLATION_WITHOUT_QUOTE],
        ),
        models.CheckConstraint(
            name=f"{name}_depends_on_condition",
            condition=Q(depends_on="") | ~Q(conditions=""),
            violation_error_message=SENTENCES[FaultCode.LINK_WITHOUT_CONDITION],
        ),
        models.CheckConstraint(
            name=f"{name}_own_has_speaker",
            condition=~Q(attribution=Attribution.OWN.value) | Q(speaker__isnull=False),
            violation_error_message=SENTENCES[FaultCode.OWN_WITHOUT_SPEAKER],
        ),
        models.CheckConstraint(
            name=f"{name}_reported_has_no_speaker",
            condition=~Q(attribution=Attribution.REPORTED.value) | Q(speaker__isnull=True),
            violation_error_message=SENTENCES[FaultCode.REPORTED_WITH_SPEAKER],
        ),
        models.CheckConstraint(
            name=f"{name}_second_hand_has_other_speaker",
            condition=Q(attribution__lt=Attribution.ATTRIBUTED.value)
            | (Q(speaker__isnull=False) & ~Q(speaker=F("holder"))),
            violation_error_message=SENTENCES[FaultCode.SECOND_HAND_WITHOUT_OTHER],
        ),
    )


CONSTRAINTS = (
    *make_content_constraints("claim"),
    models.CheckConstraint(
        name="claim_quote_not_too_long",
        condition=Q(LessThanOrEqual(Length("quote"), quotes.LONGEST_QUOTE)) | Q(overlong_quote=True),
        violation_error_message=SENTENCES[FaultCode.QUOTE_TOO_LONG],
    ),
    *make_constraints("claim", "A claim", SENTENCES[FaultCode.PUBLISHED_WITHOUT_CITATION]),
)

# The two orders in which stances are read, each with all that the rule compares: a page of cells is
# read from the index alone. Not partial: with a bound status SQLite would not use it as covering.
INDEXES = (
    models.Index(
        "status",
        "dimension",
        "proposal",
        "holder",
        "on_part",
        "attribution",
        "doubtful",
        F("said_on").desc(),
        "value",
        "conditional",
        "pending",
        "id",
        name="claim_cells_by_proposal",
    ),
    models.Index(
        "status",
        "dimension",
        "holder",
        "proposal",
        "on_part",
        "attribution",
        "doubtful",
        F("said_on").desc(),
        "value",
        "conditional",
        "pending",
        "id",
        name="claim_cells_by_holder",
    ),
    models.Index("status", F("said_on").desc(), F("id").desc(), name="claim_newest_first"),
    models.Index(fields=["identity"], name="claim_identity"),
)

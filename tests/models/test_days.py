"""Days of what is recorded: it has been said, published, read, coded, searched, put on the table."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate

from claims.models import (
    Batch,
    BlindCoding,
    Claim,
    Event,
    Member,
    Negotiation,
    Outcome,
    Participant,
    Proposal,
    SearchRecord,
    Source,
    SourceCoding,
    Wording,
)
from claims.models.days import DayField
from claims.models.history import Versioned

RECORDED = [
    (Claim, "said_on"),
    (BlindCoding, "said_on"),
    (Batch, "opened_on"),
    (Source, "published_on"),
    (Source, "accessed_on"),
    (SourceCoding, "fully_coded_on"),
    (SearchRecord, "searched_on"),
    (Proposal, "proposed_on"),
    (Proposal, "withdrawn_on"),
    (Proposal, "added_on"),
    (Outcome, "day"),
    (Wording, "day"),
    (Negotiation, "first_day"),
    (Negotiation, "last_day"),
]
MAY_BE_TO_COME = {
    (Claim, "by_when"),
    (BlindCoding, "by_when"),
    (Member, "since"),
    (Member, "until"),
    (Participant, "since"),
    (Participant, "until"),
    (Event, "first_day"),
    (Event, "last_day"),
}


@pytest.mark.parametrize(("model", "name"), RECORDED)
def test_a_day_later_than_today_is_a_fault(model, name):
    field = model._meta.get_field(name)
    assert field.clean(localdate(), None) == localdate()
    with pytest.raises(ValidationError) as refused:
        field.clean(date(2042, 3, 14) if localdate().year < 2042 else localdate() + timedelta(days=1), None)
    assert "is still to come: no later day than today is taken." in refused.value.messages[0]


def test_every_day_that_somebody_types_is_held():
    typed = {
        (model, field.name)
        for model in apps.get_app_config("claims").get_models()
        if issubclass(model, Versioned)
        for field in model._meta.fields
        if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField) and field.editable
    }
    assert typed == set(RECORDED) | MAY_BE_TO_COME
    assert all(isinstance(model._meta.get_field(name), DayField) for model, name in RECORDED)


@pytest.mark.parametrize(("model", "name"), RECORDED)
def test_a_day_is_read_as_people_write_it(model, name):
    assert model._meta.get_field(name).clean("10 Jan 2022", None) == date(2022, 1, 10)
    with pytest.raises(ValidationError, match="Write the day as 2022-01-10, 10 Jan 2022 or 10.01.2022."):
        model._meta.get_field(name).clean("01/10/2022", None)

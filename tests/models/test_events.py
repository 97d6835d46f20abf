"""Events of the talks: when they are, where, and what tells of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from claims.models import Event
from claims.services.write_gate import editing
from tests.make import make_event, make_negotiation, make_source

pytestmark = pytest.mark.django_db


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(exclude=row.DERIVED)
    return refusal.value.message_dict


def test_two_events_may_have_one_title_and_never_one_slug_in_a_negotiation():
    first = make_event(title="Council", slug="council")
    second = make_event(title="Council", slug="second-council", first_day=date(2022, 1, 12))
    make_event(title="Council", slug="council", negotiation=make_negotiation())
    second.full_clean(exclude=second.DERIVED)
    new = Event(negotiation=first.negotiation, title="Council", kind="meeting", first_day=date(2022, 2, 1))
    assert "would share the slug “council”" in faults_of(new)["slug"][-1]
    with pytest.raises(IntegrityError), transaction.atomic():
        make_event(title="Council", slug="council")


def test_it_is_known_by_negotiation_and_slug_and_stays_in_its_negotiation():
    event = make_event()
    assert Event.objects.get_by_natural_key("talks", event.slug) == event
    event.negotiation = make_negotiation()
    assert faults_of(event) == {"negotiation": ["It cannot move to another negotiation here."]}


def test_it_may_be_still_to_come_and_ends_no_earlier_than_it_begins():
    make_event(kind="deadline", first_day=date(2942, 3, 14)).full_clean(exclude=Event.DERIVED)
    wrong = make_event()
    wrong.last_day = date(2022, 1, 9)
    assert faults_of(wrong)["last_day"][0] == "The last day of an event is not before its first."


def test_a_place_in_a_document_names_the_document():
    event = make_event()
    event.locator = "p. 2"
    assert faults_of(event)["source"][0] == "A locator needs its source: choose the document."


def test_its_source_is_not_deleted():
    event = make_event(source=make_source(), locator="p. 2")
    with pytest.raises(ProtectedError), editing(None):
        event.source.delete()


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (None, "10 Jan 2022"),
        (date(2022, 1, 10), "10 Jan 2022"),
        (date(2022, 1, 13), "10–13 Jan 2022"),
        (date(2022, 2, 1), "10 Jan 2022 – 1 Feb 2022"),
    ],
)
def test_its_days_in_words(last, said):
    assert make_event(last_day=last).days == said

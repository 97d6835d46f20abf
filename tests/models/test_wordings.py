"""Wordings: dated texts of one proposal, none of which is called as another of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from claims.models import Source, Wording
from claims.services.write_gate import editing
from tests.make import make_actor, make_proposal, make_source, make_wording

pytestmark = pytest.mark.django_db


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean(exclude=row.DERIVED)
    return refusal.value.message_dict


def test_its_slug_follows_from_its_label_and_both_are_once_of_a_proposal():
    first = make_wording(label="Draft of 17 December", slug="draft-of-17-december")
    own = {"day": first.day, "text": "a", "source": first.source}
    new = Wording(proposal=first.proposal, label="Draft of 17 December", slug="x", **own)
    assert "goes by “Draft of 17 December” too" in faults_of(new)["label"][0]
    new.label, new.slug = "Another draft", ""
    new.clean()
    assert new.slug == "another-draft"
    Wording(proposal=make_proposal(), label=first.label, slug=first.slug, **own).full_clean(exclude=first.DERIVED)
    with pytest.raises(IntegrityError), transaction.atomic(), editing(None):
        Wording(proposal=first.proposal, label="DRAFT of 17 December", slug="x", **own).save()


def test_it_is_known_by_negotiation_proposal_and_slug():
    wording = make_wording()
    assert wording.natural_key() == ("talks", wording.proposal.slug, wording.slug)
    assert Wording.objects.get_by_natural_key(*wording.natural_key()) == wording


def test_its_lines_are_kept_as_everybody_writes_them():
    assert make_wording(text="One\r\ntwo \n").text == "One\ntwo"


def test_it_stays_with_its_proposal_and_has_a_day_that_has_come():
    wording = make_wording()
    wording.proposal, wording.day = make_proposal(), date(2942, 1, 1)
    faults = faults_of(wording)
    assert faults["proposal"] == ["A wording cannot move to another proposal."]
    assert "is still to come" in faults["day"][0]


def test_newest_first():
    proposal = make_proposal()
    days = [date(2022, 1, day) for day in (10, 17, 12)]
    for day in days:
        make_wording(proposal, day=day)
    assert [wording.day.day for wording in proposal.wordings.all()] == [17, 12, 10]


def test_by_whom_it_is_stands_in_its_history():
    actor = make_actor()
    wording = make_wording(authors=[actor])
    assert [link.actor for link in wording.history.first().authors.all()] == [actor]


def test_a_source_that_a_wording_is_from_is_public():
    source = make_source()
    assert not source.is_public() and source not in Source.objects.public()
    make_wording(source=source)
    assert source.is_public() and source in Source.objects.public()

import pytest
from django.core.exceptions import ValidationError

from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_proposal,
    make_side,
    make_source,
    make_topic,
)

pytestmark = pytest.mark.django_db


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize("make", [make_negotiation, make_side, make_actor, make_topic, make_proposal, make_source])
def test_slug_of_a_row_in_use_cannot_change(make):
    row = make()
    row.full_clean()
    row.slug = f"{row.slug}-renamed"
    assert faults_of(row) == {"slug": ["A slug that is in use cannot change: addresses and files name it."]}


@pytest.mark.parametrize("make", [make_negotiation, make_side, make_actor, make_topic, make_proposal, make_source])
def test_slug_is_used_once(make):
    row = make()
    same = {name: getattr(row, name) for name in ("negotiation", "topic") if hasattr(row, name)}
    again = type(row)(slug=row.slug, **same)
    assert "slug" in faults_of(again)
    assert type(row).objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.parametrize("kind", ["official", "expert"])
def test_official_speaks_for_a_party_only(kind):
    official = make_actor("official")
    official.speaks_for = make_actor(kind)
    assert faults_of(official)["speaks_for"] == ["An official speaks for a party or a coalition."]


def test_official_may_speak_for_a_coalition():
    official = make_actor("official", speaks_for=make_actor("coalition"))
    assert official.full_clean() is None and official.speaks_for.acts_as_party


@pytest.mark.parametrize("status", ["draft", "published", "withdrawn"])
@pytest.mark.parametrize("change", ["another party", "no party"])
def test_official_who_is_quoted_first_hand_goes_on_speaking_for_the_party(status, change):
    official = make_actor("official")
    make_claim(holder=official.speaks_for, speaker=official, status=status)
    if change == "another party":
        official.speaks_for = make_actor(side=official.side)
    else:
        official.kind, official.speaks_for = "expert", None
    if status == "withdrawn":
        official.full_clean()
    else:
        assert "is quoted first-hand for" in faults_of(official)["speaks_for"][0]

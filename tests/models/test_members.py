"""Memberships of coalitions: on one day a party is a member once, and may then speak for the coalition."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from claims.models import Claim, Member
from claims.rules.scales import Attribution
from tests.make import change, make_actor, make_claim, make_member, make_proposal, make_source

pytestmark = pytest.mark.django_db

MARCH = date(2022, 3, 1)
DAY = timedelta(days=1)


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def aosis():
    return make_actor("coalition", name="AOSIS", slug="aosis")


@pytest.fixture
def fiji(aosis):
    """A party that was a member until the end of February, and is one again from April on."""
    party = make_actor(name="Fiji", slug="fiji")
    make_member(party, aosis, until=MARCH - DAY)
    make_member(party, aosis, since=date(2022, 4, 1))
    return party


# Forms


def test_a_membership_that_shares_a_day_is_refused_with_the_other_one(aosis, fiji):
    assert faults_of(Member(member=fiji, coalition=aosis, since=date(2022, 2, 28))) == {
        "since": [
            "Fiji is already a member of AOSIS, until 28 Feb 2022: let the earlier membership end on the day "
            "before the later one begins."
        ]
    }
    Member(member=fiji, coalition=aosis, since=MARCH, until=date(2022, 3, 31)).full_clean()
    Member(member=fiji, coalition=make_actor("coalition")).full_clean()
    assert fiji.memberships.count() == 2


@pytest.mark.parametrize("kind", ["coalition", "official", "expert"])
def test_only_a_party_is_a_member(aosis, kind):
    assert faults_of(Member(member=make_actor(kind), coalition=aosis)) == {
        "member": ["Only a party is a member of a coalition."]
    }


@pytest.mark.parametrize("kind", ["party", "official", "expert"])
def test_only_a_coalition_has_members(fiji, kind):
    assert faults_of(Member(member=fiji, coalition=make_actor(kind))) == {
        "coalition": ["Only a coalition has members."]
    }


def test_an_actor_keeps_a_kind_that_its_memberships_need(aosis, fiji):
    fiji.kind, aosis.kind = "coalition", "party"
    assert "Delete its membership of AOSIS first." in faults_of(fiji)["kind"][0]
    assert "Delete its members first." in faults_of(aosis)["kind"][0]


def test_a_membership_is_found_by_its_coalition_member_and_first_day(fiji):
    for membership in fiji.memberships.all():
        assert Member.objects.get_by_natural_key(*membership.natural_key()) == membership
    for coalition, name in (("aosis", "fiji 2020-01-01"), ("g77", "fiji")):
        with pytest.raises(Member.DoesNotExist):
            Member.objects.get_by_natural_key(coalition, name)


# The database


def insert(member, coalition, since=None, until=None):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_member (version, member_id, coalition_id, since, until) VALUES (1, %s, %s, %s, %s)",
            [member.pk, coalition.pk, since, until],
        )


@pytest.mark.parametrize(
    ("since", "until"),
    [(None, None), (None, date(2022, 1, 1)), (date(2022, 2, 28), MARCH), (MARCH, None), (MARCH, date(2022, 4, 1))],
)
def test_the_database_refuses_two_memberships_on_one_day_from_raw_sql(aosis, fiji, since, until):
    with refused_by("member_stretches_apart"):
        insert(fiji, aosis, since, until)
    with refused_by("member_stretches_apart"), transaction.atomic():
        models.QuerySet(Member).filter(member=fiji, since=None).update(until=until)
        models.QuerySet(Member).filter(member=fiji, until=until).update(since=since, until=date(2022, 4, 1))
    assert fiji.memberships.count() == 2


def test_the_database_takes_what_shares_no_day_and_other_pairs(aosis, fiji):
    insert(fiji, aosis, MARCH, date(2022, 3, 31))
    insert(fiji, make_actor("coalition"))
    insert(make_actor(), aosis)
    assert Member.objects.count() == 5


def test_the_database_refuses_what_is_no_party_or_no_coalition_from_both_ends(aosis, fiji):
    party = make_actor(side=None)
    with refused_by("member_is_party"):
        insert(make_actor("expert"), aosis)
    with refused_by("member_of_coalition"):
        insert(fiji, party)
    for actor, kind, name in ((fiji, "expert", "member_is_party"), (aosis, "party", "member_of_coalition")):
        actor.stretches.all()
        with refused_by(f"{name}|participant_principal_is_party"), transaction.atomic():
            models.QuerySet(type(actor)).filter(pk=actor.pk).update(kind=kind)


# Who may speak


def say(holder, speaker, said_on):
    named = {"proposal": make_proposal(), "source": make_source(), "quote": "We say so.", "value": 1}
    return Claim(holder=holder, speaker=speaker, said_on=said_on, attribution=Attribution.OWN.value, **named)


def test_a_member_and_its_official_speak_for_a_coalition_on_the_days_of_the_membership(aosis, fiji):
    official = make_actor("official", speaks_for=fiji)
    for speaker in (fiji, official):
        for day in (MARCH - DAY, date(2022, 4, 1)):
            say(aosis, speaker, day).full_clean()
        (fault,) = faults_of(say(aosis, speaker, MARCH))["speaker"]
        assert fault.startswith("First-hand, AOSIS may be quoted on 1 Mar 2022 by nobody else")


def test_a_coalition_and_its_own_official_speak_for_it_on_any_day(aosis, fiji):
    for speaker in (aosis, make_actor("official", speaks_for=aosis)):
        assert say(aosis, speaker, MARCH).full_clean() is None


def test_a_stranger_is_told_who_is_a_member_on_that_day(aosis, fiji):
    make_member(make_actor(name="Palau"), aosis)
    (fault,) = faults_of(say(aosis, make_actor(), MARCH))["speaker"]
    assert "on 1 Mar 2022 by itself, or by these and whoever speaks for one of them: Palau." in fault


def test_a_coalition_never_speaks_first_hand_for_its_member(aosis, fiji):
    assert "speaker" in faults_of(say(fiji, aosis, MARCH - DAY))


def test_official_of_a_member_that_spoke_for_the_coalition_goes_on_speaking_for_the_member(aosis, fiji):
    official = make_actor("official", speaks_for=fiji)
    make_claim(holder=aosis, speaker=official, said_on=MARCH - DAY)
    official.speaks_for = make_actor()
    assert "is quoted first-hand for AOSIS in 1 claim" in faults_of(official)["speaks_for"][0]


def test_an_official_as_holder_is_replaced_by_its_coalition(aosis):
    official = make_actor("official", speaks_for=aosis)
    claim = say(official, None, MARCH)
    claim.full_clean()
    assert (claim.holder, claim.speaker) == (aosis, official)


def test_the_history_keeps_each_change_of_a_membership(fiji):
    membership = fiji.memberships.first()
    change(membership, since=date(2020, 1, 1))
    assert [*membership.history.order_by("version").values_list("since", flat=True)] == [None, date(2020, 1, 1)]

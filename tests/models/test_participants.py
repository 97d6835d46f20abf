"""The parts of actors: on one day an actor has one, and whoever writes, the database holds it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction

from claims.models import Actor, Participant, Side, stretch_rules
from tests.make import change, make_actor, make_negotiation, make_participant, make_side, make_user

pytestmark = pytest.mark.django_db

MARCH = date(2022, 3, 1)
DAY = timedelta(days=1)


def faults_of(part):
    with pytest.raises(ValidationError) as refusal:
        part.full_clean()
    return refusal.value.message_dict


def refused_by(name):
    return pytest.raises(IntegrityError, match=name)


@pytest.fixture
def finland():
    """An actor that is of one side until the end of February, and of another from April on."""
    actor = make_actor(name="Finland", side=make_side(name="Third parties"), principal=False, until=MARCH - DAY)
    make_participant(actor, side=make_side(name="NATO"), since=date(2022, 4, 1))
    return actor


# Forms


def test_a_part_that_shares_a_day_is_refused_with_the_other_one(finland):
    part = Participant(actor=finland, side=make_side(), since=date(2022, 2, 28))
    assert faults_of(part) == {
        "since": [
            "Finland is on the side Third parties already, until 28 Feb 2022. An actor has one part at a time: let "
            "the earlier one end on the day before the later one begins."
        ]
    }
    part.since, part.until = MARCH, date(2022, 4, 1)
    assert "on the side NATO already, from 1 Apr 2022 on." in faults_of(part)["since"][0]


def test_a_part_that_fills_the_days_between_is_none_too_many(finland):
    part = Participant(actor=finland, side=make_side(), since=MARCH, until=date(2022, 3, 31))
    assert part.full_clean() is None


def test_a_part_may_begin_on_a_day_to_come(finland):
    last = finland.stretches.last()
    last.since = date.today() + DAY
    assert last.full_clean() is None


def test_only_a_party_is_a_principal():
    part = Participant(actor=make_actor("expert", side=None), side=make_side(), principal=True)
    assert faults_of(part) == {"principal": ["Only a party or a coalition can be its side's principal."]}


def test_a_coalition_may_be_a_principal():
    coalition, side = make_actor("coalition", side=None), make_side()
    Participant(actor=coalition, side=side, principal=True).full_clean()
    insert(coalition, side, None, None, principal=True)
    assert coalition.stretches.get().part.counts
    coalition.kind = "expert"
    assert "principal" in faults_of(coalition)["kind"][0]


def test_an_official_has_no_part_of_its_own():
    (reason,) = faults_of(Participant(actor=make_actor("official"), side=make_side()))["__all__"]
    assert reason.startswith("An official has no part of its own")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (
            "official",
            "An official has no part of its own: it is on the side of the party for which it speaks. Delete",
        ),
        ("expert", "Only a party or a coalition can be its side's principal. Make it a voice first."),
    ],
)
def test_an_actor_keeps_a_kind_that_its_part_needs(kind, reason):
    actor = make_actor()
    actor.kind, actor.speaks_for = kind, make_actor() if kind == "official" else None
    assert faults_of(actor)["kind"][0].startswith(reason)


def test_no_side_has_the_slug_of_none():
    assert "is the address of actors on no side" in faults_of(Side(slug="no-side", name="Nowhere"))["slug"][0]


def test_a_part_is_found_by_its_actor_and_first_day(finland):
    first, last = finland.stretches.all()
    for part in (first, last):
        assert Participant.objects.get_by_natural_key(*part.natural_key()) == part
    change(first, since=date(2021, 1, 1))
    assert Participant.objects.get_by_natural_key("talks", finland.slug) == first
    for negotiation, name in (("talks", f"{finland.slug} 2020-01-01"), ("others", finland.slug)):
        with pytest.raises(Participant.DoesNotExist):
            Participant.objects.get_by_natural_key(negotiation, name)


# The database


def execute(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


INSERT = (
    'INSERT INTO claims_participant (version, actor_id, side_id, principal, always_shown, "order", since, until) '
    "VALUES (1, %s, %s, %s, %s, 0, %s, %s)"
)


def insert(actor, side, since, until, principal=False):
    execute(INSERT, actor.pk, side.pk, principal, False, since, until)


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (None, None),
        (None, date(2022, 1, 1)),
        (date(2022, 2, 28), date(2022, 3, 3)),
        (MARCH, None),
        (MARCH, date(2022, 4, 1)),
        (date(2022, 5, 1), date(2022, 5, 1)),
    ],
)
def test_the_database_refuses_two_parts_on_one_day_from_raw_sql(finland, since, until):
    with refused_by("participant_stretches_apart"):
        insert(finland, make_side(), since, until)
    assert finland.stretches.count() == 2


def test_in_another_negotiation_an_actor_has_parts_of_its_own(finland):
    grain = make_side(negotiation=make_negotiation())
    part = Participant(actor=finland, side=grain)
    part.full_clean()
    insert(finland, grain, None, None)
    assert finland.stretches.count() == 3
    with refused_by("participant_stretches_apart"):
        insert(finland, grain, MARCH, MARCH)


def test_the_database_takes_what_shares_no_day_and_the_days_of_another(finland):
    side = make_side()
    insert(finland, side, MARCH, date(2022, 3, 31))
    insert(make_actor(side=None), side, None, None)
    assert Participant.objects.filter(side=side).count() == 2


def test_the_database_refuses_it_from_a_queryset_too(finland):
    with refused_by("participant_stretches_apart"), transaction.atomic():
        models.QuerySet(Participant).filter(actor=finland, since=None).update(until=None)
    other = make_participant(make_actor(side=None))
    with refused_by("participant_stretches_apart"), transaction.atomic():
        models.QuerySet(Participant).filter(pk=other.pk).update(actor=finland)
    models.QuerySet(Participant).filter(actor=finland, since=None).update(until=date(2022, 3, 31))


def test_the_database_refuses_a_principal_that_is_no_party_from_both_ends():
    expert, party = make_actor("expert", side=None), make_actor()
    with refused_by("participant_principal_is_party"):
        insert(expert, make_side(), None, None, principal=True)
    with refused_by("participant_principal_is_party"):
        execute("UPDATE claims_actor SET kind = 'expert' WHERE id = %s", party.pk)


def test_the_database_refuses_an_official_with_a_part_from_both_ends():
    official, voice = make_actor("official"), make_actor(principal=False)
    with refused_by("participant_of_no_official"):
        insert(official, make_side(), None, None)
    with refused_by("participant_of_no_official"):
        execute(
            "UPDATE claims_actor SET kind = 'official', speaks_for_id = %s WHERE id = %s",
            official.speaks_for_id,
            voice.pk,
        )


def test_the_rules_are_made_again_and_stand_aside_for_migrations(finland):
    stretch_rules.TRIGGERS.stand_aside(plan=["a migration"])
    insert(finland, make_side(), None, None)
    models.QuerySet(Participant).filter(actor=finland).latest("pk")
    execute("DELETE FROM claims_participant WHERE since IS NULL AND until IS NULL AND actor_id = %s", finland.pk)
    stretch_rules.TRIGGERS.set_up()
    stretch_rules.TRIGGERS.set_up()
    with refused_by("participant_stretches_apart"):
        insert(finland, make_side(), None, None)


@pytest.mark.django_db(transaction=True)
def test_the_columns_of_actors_become_parts_with_their_history_and_back(migrating):
    reviewer, east, west = make_user("reviewer"), make_side(name="East"), make_side(name="West")
    party = make_actor(side=east, order=3)
    change(party.stretches.get(), always_shown=True)
    change(party, short_name="Renamed")
    official, stray = make_actor("official", speaks_for=party), make_actor(side=None)
    moved = make_actor(side=east, by=reviewer, principal=False, until=MARCH)
    make_participant(moved, by=reviewer, side=west, since=MARCH + DAY)
    try:
        call_command("migrate", "claims", "0021_wordings", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT a.id, s.name, a.principal, a.always_show, a."order" FROM claims_actor a '
                "JOIN claims_side s ON s.id = a.side_id"
            )
            rows = {pk: (name, bool(principal), bool(shown), order) for pk, name, principal, shown, order in cursor}
            cursor.execute("SELECT always_show FROM claims_historicalactor WHERE id = %s ORDER BY version", [party.pk])
            assert [bool(shown) for (shown,) in cursor] == [False, True]
    finally:
        call_command("migrate", verbosity=0)
    assert rows == {
        party.pk: ("East", True, True, 3),
        official.pk: ("East", False, False, 0),
        stray.pk: ("No side", False, False, 0),
        moved.pk: ("West", True, False, 0),
    }
    part = party.stretches.get()
    assert (part.side, part.principal, part.always_shown, part.order) == (east, True, True, 3)
    assert [*part.history.order_by("version").values_list("version", "always_shown")] == [(1, False), (2, True)]
    assert (part.version, part.since, part.until) == (2, None, None)
    assert not official.stretches.exists()
    last = moved.stretches.get()
    assert last.side == west and last.history.get().history_user == reviewer
    with refused_by("participant_stretches_apart"):
        insert(moved, east, None, None)
    assert Actor.objects.count() == 4

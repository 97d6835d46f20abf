import time

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from claims import roles
from claims.models import DataVersion
from claims.roles import read_closed, read_roles
from tests.make import make_negotiation, make_user
from tests.rights import RIGHTS, read_rights
from tests.secret_talks import set_team


@pytest.mark.django_db
def test_groups_have_their_permissions_after_migrating():
    assert read_rights() == RIGHTS
    assert DataVersion.objects.count() == 1


@pytest.mark.django_db
def test_migrating_again_changes_nothing():
    before = list(Group.objects.values_list("pk", "name", "permissions"))
    call_command("migrate", verbosity=0)
    assert list(Group.objects.values_list("pk", "name", "permissions")) == before


@pytest.mark.django_db
def test_lost_permission_comes_back_and_the_counter_stays():
    Group.objects.get(name="analyst").permissions.clear()
    DataVersion.objects.update(number=7)
    call_command("migrate", verbosity=0)
    assert read_rights() == RIGHTS
    assert DataVersion.current() == 7


@pytest.mark.django_db(transaction=True)
def test_they_are_there_after_a_flush():
    number = DataVersion.current()
    call_command("flush", interactive=False, verbosity=0)
    assert read_rights() == RIGHTS
    assert DataVersion.current() > number  # readers of the emptied database must not take its pages for these


@pytest.mark.django_db(transaction=True)
def test_a_new_database_counts_on_from_beyond_any_that_stood_at_its_address():
    DataVersion.objects.all().delete()
    before = time.time() * 1000
    call_command("migrate", verbosity=0)
    assert before - 1 <= DataVersion.current() <= time.time() * 1000


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role, expected",
    [
        (None, set()),
        ("analyst", {"analyst"}),
        ("reviewer", {"analyst", "reviewer"}),
        ("superuser", {"analyst", "reviewer"}),
    ],
)
def test_roles_of_a_user(role, expected, django_assert_max_num_queries):
    user = make_user(role)
    with django_assert_max_num_queries(1):
        assert read_roles(user) == expected
    user.is_active = False
    assert read_roles(user) == set()


@pytest.mark.django_db
def test_other_groups_give_no_role():
    user = make_user()
    user.groups.add(Group.objects.create(name="guests"))
    assert read_roles(user) == read_roles(None) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "closed"),
    [
        ("analyst", {"team", "public team"}),
        ("member", set()),
        ("reviewer", {"team", "public team"}),
        ("superuser", set()),
        (None, {"team", "public team", "secret"}),
    ],
)
def test_in_which_negotiations_a_user_does_not_work(who, closed, django_assert_max_num_queries):
    member = make_user("analyst")
    named = {name: make_negotiation(public="public" in name) for name in ("public", "secret", "team", "public team")}
    for name in ("team", "public team"):
        set_team(named[name], member, make_user("reviewer"))
    user = member if who == "member" else make_user(who)
    with django_assert_max_num_queries(2):
        for _ in range(2):
            assert read_closed(user) == {named[name].pk for name in closed}


def test_nobody_may_delete_a_claim():
    assert all((roles.Claim, "delete") not in rights for rights in roles.MAY.values())

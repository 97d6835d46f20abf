"""Members in the admin: lines of the coalition's form, shown on the member's, and a list of their own."""

from datetime import date, timedelta

import pytest
from django.db import connection

from claims.models import Actor, Member
from tests.admin.forms import actor_posted, errors, said, url
from tests.make import make_actor, make_claim, make_member, make_negotiation, make_participant, make_side
from tests.query_counter import QueryCounter

MARCH = date(2022, 3, 1)
DAY = timedelta(days=1)


@pytest.fixture
def aosis():
    return make_actor("coalition", name="AOSIS", side=None)


@pytest.fixture
def fiji():
    return make_actor(name="Fiji", side=None)


def post(client, coalition, members, **changes):
    return client.post(url("change", coalition.pk, model="actor"), actor_posted(coalition, members=members, **changes))


def days_of(member):
    return [*member.memberships.in_order().values_list("since", "until")]


def faults(answer):
    """Return the errors of the lines of members, as one text."""
    lines = answer.context["inline_admin_formsets"][-1].formset
    said = [*lines.non_form_errors(), *(m for form in lines.forms for of in form.errors.values() for m in of)]
    return " ".join(map(str, said))


def test_a_new_coalition_and_its_members_are_saved_in_one_step(as_reviewer, reviewer, fiji):
    typed = {"name": "AOSIS", "short_name": "AOSIS", "kind": "coalition", "reason": "new here"}
    members = [{"member": fiji.pk, "since": "1 Mar 2022"}, {"member": make_actor().pk}]
    as_reviewer.post(url("add", model="actor"), actor_posted(None, members=members, **typed))
    aosis = Actor.objects.get(slug="aosis")
    assert aosis.members.count() == 2 and days_of(fiji) == [(MARCH, None)]
    kept = fiji.memberships.get().history.get()
    assert (kept.history_user, kept.history_change_reason) == (reviewer, "new here")


def test_a_new_party_has_no_members(as_reviewer, fiji):
    typed = {"name": "Finland", "short_name": "FI", "kind": "party"}
    answer = as_reviewer.post(url("add", model="actor"), actor_posted(None, members=[{"member": fiji.pk}], **typed))
    assert "Only a coalition has members." in faults(answer) and not Member.objects.exists()


def test_the_lines_are_offered_to_coalitions_alone_and_shown_on_the_member_s_page(as_reviewer, aosis, fiji):
    make_member(fiji, aosis, since=MARCH)
    page = as_reviewer.get(url("change", fiji.pk, model="actor"))
    assert len(page.context["inline_admin_formsets"]) == 1
    link = f'<a href="{url("change", aosis.pk, model="actor")}">AOSIS</a>, from 1 Mar 2022 on'
    assert link in page.content.decode()
    assert len(as_reviewer.get(url("change", aosis.pk, model="actor")).context["inline_admin_formsets"]) == 2


def test_a_party_leaves_and_comes_back_in_one_step(as_reviewer, aosis, fiji):
    first = make_member(fiji, aosis)
    post(as_reviewer, aosis, [(first, {"until": MARCH - DAY}), {"member": fiji.pk, "since": "2022-04-01"}])
    assert days_of(fiji) == [(None, MARCH - DAY), (date(2022, 4, 1), None)]


def test_lines_that_share_a_day_are_refused_at_the_later_one_with_the_other(as_reviewer, aosis, fiji):
    first = make_member(fiji, aosis)
    answer = post(as_reviewer, aosis, [first, {"member": fiji.pk, "since": "2022-03-01"}])
    assert "Fiji is already a member of AOSIS, at all times" in faults(answer)
    assert days_of(fiji) == [(None, None)] and "2022-03-01" in answer.content.decode()


@pytest.mark.parametrize("typed", [{"until": "2022-01-16"}, {"DELETE": "on"}])
def test_a_membership_on_which_claims_rest_neither_ends_before_them_nor_goes(as_reviewer, aosis, fiji, typed):
    first = make_member(fiji, aosis)
    claim = make_claim(holder=aosis, speaker=fiji, said_on=date(2022, 1, 17))
    answer = post(as_reviewer, aosis, [(first, typed)])
    assert "Fiji is quoted first-hand for AOSIS in 1 claim" in answer.content.decode()
    assert claim.public_id in answer.content.decode() and days_of(fiji) == [(None, None)]
    post(as_reviewer, aosis, [(first, {"until": "2022-01-17"})])
    assert days_of(fiji) == [(None, date(2022, 1, 17))]


def test_a_membership_is_entered_changed_and_deleted_on_its_own_page(as_reviewer, aosis, fiji):
    typed = {"member": fiji.pk, "coalition": aosis.pk, "since": "2022-03-01"}
    as_reviewer.post(url("add", model="member"), typed)
    assert days_of(fiji) == [(MARCH, None)]
    answer = as_reviewer.post(url("add", model="member"), typed)
    assert "already a member of AOSIS" in errors(answer)["since"]
    page = as_reviewer.get(url("changelist", model="member"), {"q": "fiji"}).content.decode()
    assert "AOSIS" in page and "1 membership" in page
    claim = make_claim(holder=aosis, speaker=fiji, said_on=MARCH)
    delete = url("delete", fiji.memberships.get().pk, model="member")
    assert claim.public_id in said(as_reviewer.post(delete, {"post": "yes"}))
    assert days_of(fiji) == [(MARCH, None)]


def test_an_actor_without_claims_is_deleted_with_its_memberships(as_reviewer, aosis, fiji):
    make_member(fiji, aosis)
    page = url("delete", aosis.pk, model="actor")
    assert "Its membership: Fiji, member of AOSIS at all times" in as_reviewer.get(page).content.decode()
    as_reviewer.post(page, {"post": "yes"})
    assert not Actor.objects.filter(pk=aosis.pk).exists() and not Member.objects.exists()
    assert Member.history.filter(history_type="-").count() == 1


def test_the_page_of_an_actor_asks_as_often_however_many_members_and_parts_it_has(as_reviewer):
    def count(rows):
        coalition = make_actor("coalition", side=None)
        for _ in range(rows):
            make_member(coalition=coalition)
            make_participant(coalition, side=make_side(negotiation=make_negotiation()))
        counter, address = QueryCounter(), url("change", coalition.pk, model="actor")
        as_reviewer.get(address)
        with connection.execute_wrapper(counter):
            page = as_reviewer.get(address).content.decode()
        assert page.count("selected>Actor") == page.count("selected>Side") == rows
        return len(counter.statements)

    assert count(1) == count(5)

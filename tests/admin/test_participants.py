"""The parts of actors in the admin: lines of the actor's form, and a list of their own."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from claims.models import Actor, Participant
from tests.admin.forms import actor_posted, errors, said, url
from tests.make import change, make_actor, make_claim, make_participant, make_side

APRIL = date(2023, 4, 4)
MARCH = APRIL - timedelta(days=1)


def post(client, actor, parts, **changes):
    return client.post(url("change", actor.pk, model="actor"), actor_posted(actor, parts, **changes))


def parts_of(actor):
    return [*actor.stretches.values_list("side__name", "since", "until")]


def faults(answer):
    """Return the errors of the lines, as one text."""
    lines = answer.context["inline_admin_formsets"][0].formset
    said = [*lines.non_form_errors(), *(m for form in lines.forms for of in form.errors.values() for m in of)]
    return " ".join(map(str, said))


def test_a_new_actor_and_its_part_are_saved_in_one_step(as_reviewer, reviewer):
    side = make_side(name="Third parties")
    line = {"side": side.pk, "until": "3 Apr 2023", "order": 2}
    typed = {"name": "Finland", "short_name": "FI", "kind": "party", "reason": "new here"}
    as_reviewer.post(url("add", model="actor"), actor_posted(None, [line], **typed))
    finland = Actor.objects.get(slug="finland")
    assert parts_of(finland) == [("Third parties", None, MARCH)]
    for row in (finland, finland.stretches.get()):
        assert (row.history.get().history_user, row.history.get().history_change_reason) == (reviewer, "new here")


def test_an_actor_is_saved_without_a_part_where_none_is_typed(as_reviewer):
    typed = {"name": "Finland", "short_name": "FI", "kind": "party"}
    as_reviewer.post(url("add", model="actor"), actor_posted(None, [{}], **typed))
    assert not Actor.objects.get(slug="finland").stretches.exists()


def test_the_form_offers_an_empty_line_but_not_to_whoever_speaks_for_a_party(as_reviewer):
    party, official = make_actor(), make_actor("official")
    for actor, lines in ((party, 2), (official, 0)):
        page = as_reviewer.get(url("change", actor.pk, model="actor"))
        (formset,) = page.context["inline_admin_formsets"]
        assert len(formset.formset.forms) == lines


@pytest.fixture
def finland():
    return make_actor(name="Finland", side=make_side(name="Third parties"), principal=False)


def test_an_actor_changes_its_side_from_a_day_on_in_one_step(as_reviewer, finland):
    first, nato = finland.stretches.get(), make_side(name="NATO")
    post(as_reviewer, finland, [(first, {"until": MARCH}), {"side": nato.pk, "since": APRIL}])
    assert parts_of(finland) == [("Third parties", None, MARCH), ("NATO", APRIL, None)]


def test_the_border_of_two_parts_moves_either_way_in_one_step(as_reviewer, finland):
    change(finland.stretches.get(), until=MARCH)
    nato = make_participant(finland, principal=False, side=make_side(name="NATO"), since=APRIL)
    first = finland.stretches.exclude(pk=nato.pk).get()
    for day in (date(2024, 1, 1), date(2022, 1, 1)):
        first.refresh_from_db()
        nato.refresh_from_db()
        until = day - timedelta(days=1)
        post(as_reviewer, finland, [(first, {"until": until}), (nato, {"since": day})], version_shown=finland.version)
        assert parts_of(finland) == [("Third parties", None, until), ("NATO", day, None)]
        finland.refresh_from_db()


def test_lines_that_share_a_day_are_refused_at_the_later_one_with_the_other(as_reviewer, finland):
    first, nato = finland.stretches.get(), make_side(name="NATO")
    answer = post(as_reviewer, finland, [first, {"side": nato.pk, "since": APRIL}])
    assert "Finland is on the side Third parties already, at all times. An actor has one part at a time:" in faults(
        answer
    )
    assert parts_of(finland) == [("Third parties", None, None)]
    assert "4 Apr 2023" in answer.content.decode() or "2023-04-04" in answer.content.decode()


def test_a_part_that_somebody_else_gave_it_meanwhile_is_seen_too(as_reviewer):
    actor = make_actor(name="Finland", side=None)
    data = actor_posted(actor, [{"side": make_side().pk}])
    make_participant(actor, side=make_side(name="NATO"))
    answer = as_reviewer.post(url("change", actor.pk, model="actor"), data)
    assert "is on the side NATO already" in faults(answer)


def test_two_parts_that_take_each_other_s_days_are_refused(as_reviewer, finland):
    change(first := finland.stretches.get(), until=MARCH)
    last = make_participant(finland, principal=False, since=APRIL)
    typed = [(first, {"since": APRIL, "until": ""}), (last, {"since": "", "until": MARCH})]
    assert "Each of these takes days of the other" in faults(post(as_reviewer, finland, typed))


def test_a_line_that_is_ticked_for_deletion_goes_and_makes_room(as_reviewer, finland, reviewer):
    first, nato = finland.stretches.get(), make_side(name="NATO")
    post(as_reviewer, finland, [(first, {"DELETE": "on"}), {"side": nato.pk}])
    assert parts_of(finland) == [("NATO", None, None)]
    assert Participant.history.filter(id=first.pk, history_type="-").get().history_user == reviewer


def test_a_line_that_somebody_changed_is_not_written_over(as_reviewer, finland):
    first = finland.stretches.get()
    data = actor_posted(finland, [(first, {"order": 7})])
    change(first, order=3)
    assert "changed this while you had it open" in faults(
        as_reviewer.post(url("change", finland.pk, model="actor"), data)
    )
    assert finland.stretches.get().order == 3


@pytest.mark.parametrize(
    ("kind", "line", "reason"),
    [
        ("expert", {"principal": "on"}, "Only a party or a coalition can be its side's principal."),
        ("party", {"since": "2023-04-04", "until": "2023-04-03"}, "It ends before it begins."),
        ("party", {"since": "4/4/2023"}, "is no day"),
        ("party", {"side": "9" * 30}, "There is no side"),
    ],
)
def test_a_fault_of_a_line_is_told_and_nothing_is_saved(as_reviewer, kind, line, reason):
    typed = {"name": "Finland", "short_name": "FI", "kind": kind}
    data = actor_posted(None, [{"side": make_side().pk, **line}], **typed)
    assert reason in faults(as_reviewer.post(url("add", model="actor"), data))
    assert not Actor.objects.exists()


def test_an_official_gets_no_part(as_reviewer):
    party = make_actor()
    typed = {"name": "Envoy", "short_name": "E", "kind": "official", "speaks_for": party.pk}
    data = actor_posted(None, [{"side": make_side().pk}], **typed)
    assert "An official has no part of its own" in faults(as_reviewer.post(url("add", model="actor"), data))


def test_an_actor_without_claims_is_deleted_with_its_parts(as_reviewer, finland):
    page = url("delete", finland.pk, model="actor")
    assert "Its part: Finland, Third parties at all times" in as_reviewer.get(page).content.decode()
    as_reviewer.post(page, {"post": "yes"})
    assert not Actor.objects.exists() and not Participant.objects.exists()
    assert Participant.history.filter(history_type="-").count() == 1


def test_a_side_of_somebody_is_not_deleted(as_reviewer, finland):
    answer = as_reviewer.post(url("delete", finland.side.pk, model="side"), {"post": "yes"})
    assert "it is used by 1 participant." in said(answer)


# Their own list


def test_a_part_is_given_on_its_own_page_and_refused_there_likewise(as_reviewer, finland):
    page = url("add", model="participant")
    typed = {"actor": finland.pk, "side": make_side(name="NATO").pk, "since": "2023-04-04", "order": 0}
    assert "on the side Third parties already" in errors(as_reviewer.post(page, typed))["since"]
    change(finland.stretches.get(), until=MARCH)
    as_reviewer.post(page, typed)
    assert parts_of(finland)[1] == ("NATO", APRIL, None)


def names(answer, of="actor"):
    rows = answer.context["cl"].result_list
    return sorted(str(row.actor if of == "actor" else row) for row in rows)


def test_parts_are_listed_by_when_they_hold(as_reviewer):
    today, day = localdate(), timedelta(days=1)
    make_participant(make_actor(side=None, name="Once"), until=today - day)
    make_participant(make_actor(side=None, name="Now"), since=today, until=today)
    make_participant(make_actor(side=None, name="Soon"), since=today + day)
    for when, name in (("past", "Once"), ("now", "Now"), ("to-come", "Soon")):
        assert names(as_reviewer.get(url("changelist", model="participant"), {"when": when})) == [name]
    assert names(as_reviewer.get(url("changelist", model="participant"), {"q": "soon"})) == ["Soon"]


def test_actors_are_listed_by_their_side_of_today(as_reviewer):
    east, yesterday = make_side(slug="east", name="East"), localdate() - timedelta(days=1)
    party = make_actor(name="Norland", side=east)
    make_actor("official", name="Envoy", speaks_for=party)
    make_actor(name="Gone", side=east, until=yesterday)
    page = url("changelist", model="actor")
    assert names(as_reviewer.get(page, {"side": east.pk}), "row") == ["Envoy", "Norland"]
    assert names(as_reviewer.get(page, {"side": "no-side"}), "row") == ["Gone"]
    assert names(as_reviewer.get(page, {"principal": "yes"}), "row") == ["Norland"]
    assert names(as_reviewer.get(page, {"principal": "no"}), "row") == ["Envoy", "Gone"]
    listed = as_reviewer.get(page).content.decode()
    assert "East (principal)" in listed and listed.count(">East<") >= 1


def test_the_list_of_actors_takes_as_many_queries_however_many(as_reviewer, django_assert_max_num_queries):
    taken = []
    for number in (2, 20):
        for _ in range(number):
            make_actor("official")
        with django_assert_max_num_queries(30) as queries:
            as_reviewer.get(url("changelist", model="actor"))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_who_has_claims_stays_with_its_parts(as_reviewer):
    claim = make_claim()
    answer = as_reviewer.post(url("delete", claim.holder.pk, model="actor"), {"post": "yes"})
    assert "used by 1 claim." in said(answer) and claim.holder.stretches.exists()

"""The front page of the admin: what awaits whom; and who is let in at all."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from claims.admin import desk
from tests.admin.forms import url
from tests.make import (
    make_answer,
    make_claim,
    make_comment,
    make_contradiction,
    make_negotiation,
    make_proposal,
    make_remark,
    make_search,
    make_source,
    make_topic,
    make_user,
)
from tests.secret_talks import set_team

FRONT = reverse("admin:index")


def piles(client):
    page = client.get(FRONT).content.decode()
    return {name: name in page for name in ("Mine to finish", "Returned to me", "To review")}, page


def test_analyst_sees_drafts_and_what_was_returned_to_them(as_analyst, analyst):
    mine = [make_claim(status=status, by=analyst) for status in ("draft", "returned")]
    theirs = make_claim(status="draft", by=make_user("analyst"))
    seen, page = piles(as_analyst)
    assert seen == {"Mine to finish": True, "Returned to me": True, "To review": False}
    assert all(url("change", claim.pk) in page for claim in mine)
    assert url("change", theirs.pk) not in page


def test_reviewer_sees_what_they_can_review(as_reviewer, reviewer):
    others, own = make_claim(status="in-review"), make_claim(status="in-review", by=reviewer)
    seen, page = piles(as_reviewer)
    assert seen["To review"]
    assert url("change", others.pk) in page and url("change", own.pk) not in page


def test_reviewer_is_told_of_searches_and_remarks_that_others_wrote(as_reviewer, reviewer, analyst):
    make_search(published=False, by=reviewer)
    make_remark(by=analyst)
    assert "Also to publish" not in piles(as_reviewer)[1]
    make_search(published=False, by=analyst)
    for _ in range(2):
        make_remark(published=False, by=analyst)
    page = piles(as_reviewer)[1]
    assert ">1 recorded search</a>" in page and ">2 remarks</a>" in page
    as_reviewer.force_login(analyst)
    assert "Also to publish" not in piles(as_reviewer)[1]


def test_editors_are_told_how_many_contradictions_no_remark_answers_where_they_work(as_analyst, reviewer):
    first, _ = make_contradiction(), make_contradiction()
    elsewhere = make_negotiation(short_title="Grain")
    make_contradiction(proposal=make_proposal(topic=make_topic(negotiation=elsewhere)))
    make_answer(first)
    make_answer(make_contradiction(), published=False)
    page = piles(as_analyst)[1]
    assert '<a href="/talks/contradictions/?answered=no">2 contradictions in' in page
    assert f'<a href="{elsewhere.get_address("contradictions")}?answered=no">1 contradiction in' in page
    set_team(elsewhere, reviewer)
    page = piles(as_analyst)[1]
    assert "2 contradictions in" in page and "1 contradiction in" not in page


@pytest.mark.parametrize("claims", [1, 40])
def test_front_page_takes_as_many_queries_however_many_claims(as_reviewer, reviewer, django_assert_num_queries, claims):
    for _ in range(claims):
        for status in ("draft", "returned"):
            make_claim(status=status, by=reviewer)
        make_claim(status="in-review")
        make_search(published=False)
        make_remark(published=False)
        make_contradiction()
        make_source(fully_coded_by="us", fully_coded_on=date(2022, 2, 1))
        make_proposal(added_on=date(2022, 3, 1))
    # session, user, what is closed to them, permissions (2), roles, counts, three piles, outcomes and changes returned,
    # comments that await, outcomes, searches, remarks and changes to publish, suggested actors and proposals, sources
    # to read again (4), negotiations in which they code; contradictions: versions, negotiations, actors, participants,
    # proposals, three dimensions, claims, remarks; recent actions
    with django_assert_num_queries(37):
        assert as_reviewer.get(FRONT).status_code == 200


def test_what_awaits_an_editor_is_asked_without_going_through_all_claims(reviewer, django_assert_max_num_queries):
    own, _ = (make_claim(status="draft", by=user) for user in (reviewer, make_user("analyst")))
    make_comment(own)
    with django_assert_max_num_queries(9) as asked:
        piles = desk.read_piles(reviewer)
        (commented,) = desk.list_commented(reviewer)
    assert {pile.heading: pile.number for pile in piles}[
        "Mine to finish"
    ] == 1 and commented.words == "1 claim of yours"
    if connection.vendor == "sqlite":  # PostgreSQL weighs what it has counted
        of_claims = [query["sql"] for query in asked.captured_queries if "claims_claim" in query["sql"]]
        for sql in of_claims:
            with connection.cursor() as cursor:
                plan = [step for *_, step in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
            assert not [step for step in plan if step.startswith("SCAN")], sql


def test_it_leads_to_the_documents_of_each_negotiation_in_which_they_code(as_analyst, analyst):
    make_claim()
    assert 'href="/talks/code/"' in as_analyst.get(FRONT).content.decode()


def test_staff_without_a_group_sees_nothing(client, db):
    claim = make_claim()
    client.force_login(make_user(is_staff=True))
    assert claim.holder.name not in client.get(FRONT).content.decode()
    for name, args in (("changelist", ()), ("add", ()), ("change", (claim.pk,)), ("history", (claim.pk,))):
        assert client.get(url(name, *args)).status_code == 403
    for name in ("transition", "correct"):
        assert client.post(url(name, claim.pk), {"transition": "withdraw", "version": claim.version}).status_code == 403


def test_anonymous_gets_the_login(client, db):
    claim = make_claim()
    for path in (FRONT, url("changelist"), url("change", claim.pk), url("transition", claim.pk)):
        answer = client.get(path)
        assert answer.status_code == 302 and answer.url.startswith(reverse("admin:login"))


def test_autocomplete_answers_those_only_who_may_look(client, analyst):
    claim = make_claim()
    query = {"app_label": "claims", "model_name": "claim", "field_name": "holder", "term": claim.holder.name}
    client.force_login(make_user(is_staff=True))
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403
    client.force_login(analyst)
    assert client.get(reverse("admin:autocomplete"), query).json()["results"][0]["text"] == claim.holder.name


def test_reviewer_sees_drafts_that_nobody_here_codes(as_reviewer, reviewer, analyst):
    make_claim(status="draft", by=analyst)
    assert "Drafts without a coder" not in piles(as_reviewer)[1]
    orphans = [make_claim(status="draft"), make_claim(status="draft", by=make_user("analyst", is_active=False))]
    page = piles(as_reviewer)[1]
    assert "Drafts without a coder" in page
    assert all(url("change", claim.pk) in page for claim in orphans)


def test_analyst_is_not_shown_what_only_reviewers_may_take_up(as_analyst):
    make_claim(status="draft", by=make_user("analyst", is_active=False))
    assert "Drafts without a coder" not in piles(as_analyst)[1]

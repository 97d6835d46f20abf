"""The page of a negotiation says who sees it: everybody or its team, and who that is."""

import pytest
from django.db import connection

from claims.models import Negotiation
from tests.admin.forms import errors, url
from tests.make import make_claim, make_negotiation, make_proposal, make_topic, make_user
from tests.query_counter import QueryCounter
from tests.secret_talks import set_team


def negotiation_posted(**changes):
    return {"title": "New talks", "short_title": "New", "slug": "new", "order": 0, "version_shown": 0, **changes}


def test_a_new_negotiation_is_for_its_team_only_until_it_is_made_public(as_reviewer, reviewer):
    form = as_reviewer.get(url("add", model="negotiation")).context["adminform"].form
    assert form["public"].value() is False
    colleague = make_user("analyst")
    data = negotiation_posted(team=[reviewer.pk, colleague.pk])
    assert as_reviewer.post(url("add", model="negotiation"), data).status_code == 302
    negotiation = Negotiation.objects.get(slug="new")
    assert not negotiation.public and {*negotiation.team.all()} == {reviewer, colleague}
    data = negotiation_posted(public="on", team=[], version_shown=negotiation.version)
    as_reviewer.post(url("change", negotiation.pk, model="negotiation"), data)
    negotiation.refresh_from_db()
    assert negotiation.public and not negotiation.team.exists()


def test_nobody_shuts_themselves_out_of_a_team(as_reviewer):
    answer = as_reviewer.post(url("add", model="negotiation"), negotiation_posted(team=[make_user("analyst").pk]))
    assert errors(answer) == {"team": "Tick yourself too: otherwise you would no longer see it."}
    assert not Negotiation.objects.filter(slug="new").exists()


def test_a_team_is_of_editors(as_reviewer):
    for role, name, active in (("analyst", "an-analyst", True), (None, "a-reader", True), ("analyst", "gone", False)):
        make_user(role, name, is_active=active)
    page = as_reviewer.get(url("add", model="negotiation")).content.decode()
    assert "an-analyst" in page and "a-reader" not in page and "gone" not in page


@pytest.mark.parametrize("number", [1, 40])
def test_lists_take_as_many_queries_however_many_are_closed(as_reviewer, number):
    for _ in range(number):
        secret = make_negotiation(public=False)
        make_claim(status="draft", proposal=make_proposal(topic=make_topic(negotiation=secret)))
        set_team(secret, make_user("analyst"))
    taken = {}
    for model in ("claim", "actor", "source", "proposal"):
        counter = QueryCounter()
        with connection.execute_wrapper(counter):
            assert as_reviewer.get(url("changelist", model=model)).status_code == 200
        taken[model] = len(counter.statements)
    assert taken == {"claim": 11, "actor": 9, "source": 12, "proposal": 9}

"""Outcomes in the admin: analysts record them, reviewers publish them, changes of what is published wait."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from claims.models import Outcome, PendingChange
from tests.admin.forms import errors, said, url
from tests.make import make_outcome, make_proposal, make_source, make_user

pytestmark = pytest.mark.django_db

TEXT = "The parties signed on 3 March. Talks go on."
NAMES = ("kind", "quote", "locator", "prefix", "suffix", "note")


def posted(outcome, **changes):
    data = {name: getattr(outcome, name) for name in NAMES}
    keys = {"proposal": outcome.proposal_id, "source": outcome.source_id, "day": outcome.day.isoformat()}
    return data | keys | {"version_shown": outcome.version, "reason": "", **changes}


def new(**fields):
    fields = {"kind": "agreed", "day": date(2022, 3, 3), "quote": "The parties signed on 3 March.", **fields}
    return Outcome(proposal=make_proposal(), source=make_source(text=TEXT), **fields)


def save(client, outcome, **changes):
    address = url("change", outcome.pk, model="outcome") if outcome.pk else url("add", model="outcome")
    return client.post(address, posted(outcome, **changes))


def test_an_analyst_records_an_outcome_with_its_quote_checked(as_analyst, analyst):
    assert save(as_analyst, new()).status_code == 302
    made = Outcome.objects.get()
    assert (made.status, made.coder, made.quote_state) == ("draft", analyst, "exact")
    page = as_analyst.get(url("change", made.pk, model="outcome")).content.decode()
    assert made.public_id in page and "found word for word" in page.lower()


def test_a_quote_that_the_text_lacks_is_refused_with_the_nearest_passage(as_analyst):
    answer = save(as_analyst, new(quote="The parties sign on 3 March."))
    assert "The nearest passage" in errors(answer)["quote"]
    answer = save(as_analyst, new(quote="x"), _take_passage="The parties signed on 3 March.")
    assert answer.status_code == 302 and Outcome.objects.get().quote == "The parties signed on 3 March."


def test_a_quote_that_stands_twice_is_kept_and_asks_which_is_meant(as_analyst):
    outcome = new()
    outcome.source = make_source(text="Signed. Not yet. Signed.")
    assert "stands more than once" in said(save(as_analyst, outcome, quote="Signed."))
    assert Outcome.objects.get().quote_state == "ambiguous"


def test_the_list_says_of_which_drafts_the_text_lacks_the_quote(as_analyst):
    make_outcome(status="draft", quote="They never signed.", source=make_source(text=TEXT))
    found = make_outcome(status="draft", quote="Talks go on.", source=make_source(text=TEXT))
    assert as_analyst.get(url("changelist", model="outcome")).content.decode().count("quote missing") == 1
    listed = as_analyst.get(url("changelist", model="outcome"), {"q": found.public_id}).content.decode()
    assert found.public_id in listed and "quote missing" not in listed


def test_no_day_to_come_is_taken(as_analyst):
    answer = save(as_analyst, new(), day=(localdate() + timedelta(days=1)).isoformat())
    assert "is still to come" in errors(answer)["day"]


def test_it_is_submitted_and_published_by_another(as_analyst, analyst, client):
    outcome = make_outcome(status="draft", by=analyst)
    data = {"transition": "submit", "version": outcome.version}
    as_analyst.post(url("transition", outcome.pk, model="outcome"), data)
    reviewer = make_user("reviewer")
    client.force_login(reviewer)
    assert "1 outcome" in client.get("/admin/").content.decode()
    outcome.refresh_from_db()
    data = {"action": "publish_selected", "_selected_action": [outcome.pk], f"version-{outcome.pk}": outcome.version}
    client.post(url("changelist", model="outcome"), data | {"index": 0, "remark": ""})
    outcome.refresh_from_db()
    assert outcome.status == "published"


def test_what_is_saved_of_a_published_outcome_waits_as_a_change(as_analyst):
    outcome = make_outcome(source=make_source(text=TEXT), quote="Talks go on.")
    assert "Say why" in errors(save(as_analyst, outcome, kind="refused"))["reason"]
    answer = save(as_analyst, outcome, kind="refused", reason="misread")
    assert "waits for a reviewer" in said(answer)
    assert Outcome.objects.get().kind == "agreed" and PendingChange.objects.get().fields == {"kind": "refused"}
    page = as_analyst.get(url("change", PendingChange.objects.get().pk, model="pendingchange")).content.decode()
    assert "A change of the outcome" in page and "refused" in page


def test_a_returned_outcome_is_on_its_coders_desk(as_analyst, analyst):
    make_outcome(status="returned", by=analyst)
    assert "1 outcome" in as_analyst.get("/admin/").content.decode()


def test_a_source_lists_the_outcomes_that_it_tells(as_analyst):
    outcome = make_outcome()
    page = as_analyst.get(url("change", outcome.source_id, model="source")).content.decode()
    assert url("change", outcome.pk, model="outcome") in page


def test_a_text_without_the_quote_of_a_published_outcome_is_refused_with_a_link(client):
    source = make_source(text=TEXT)
    outcome = make_outcome(source=source, quote="Talks go on.")
    client.force_login(make_user("reviewer"))
    data = {name: getattr(source, name) or "" for name in ("title", "slug", "type", "publisher", "origin", "language")}
    data |= {"text": "Other words.", "version_shown": source.version, "published_on": source.published_on}
    answer = client.post(url("change", source.pk, model="source"), data)
    assert url("change", outcome.pk, model="outcome") in errors(answer)["text"]

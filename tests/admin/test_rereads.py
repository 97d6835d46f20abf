"""Sources to read again: found on the front page and in the list of sources, until somebody has read them again."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from claims.models import PendingChange, Proposal
from tests.admin.forms import said, source_posted, url
from tests.make import make_claim, make_proposal, make_source, make_topic, make_user

FRONT, FILE = reverse("admin:index"), reverse("admin:claims_source_rereads")
CODED, ADDED = date(2022, 2, 1), date(2022, 3, 1)


def make_coded(day=CODED, status="draft", **fields):
    source = make_source(fully_coded_by="us", fully_coded_on=day, **fields)
    make_claim(source=source, status=status)
    return source


def page(client, address):
    return client.get(address).content.decode()


def test_a_new_proposal_was_added_today_unless_somebody_says_otherwise(as_reviewer):
    form = as_reviewer.get(url("add", model="proposal")).context["adminform"].form
    assert form["added_on"].initial == localdate()
    assert "Empty if it was there from the beginning" in str(form["added_on"].help_text)
    data = {"title": "A pact", "slug": "a-pact", "definition": "What it says.", "topic": make_topic().pk, "order": 0}
    data |= {f"{rows}-{name}_FORMS": 0 for rows in ("packages", "wordings") for name in ("TOTAL", "INITIAL")}
    as_reviewer.post(url("add", model="proposal"), data | {"added_on": "1 Mar 2022"})
    made = Proposal.objects.get()
    assert (made.added_on, made.history.get().added_on) == (ADDED, ADDED)
    assert (
        as_reviewer.get(url("change", made.pk, model="proposal")).context["adminform"].form["added_on"].value() == ADDED
    )


def test_the_front_page_tells_analysts_how_many_sources_wait_for_how_many_proposals(as_analyst):
    assert "To read again" not in page(as_analyst, FRONT)
    for status in ("draft", "published", "published"):
        make_coded(status=status)
    make_coded(day=ADDED)
    assert "To read again" not in page(as_analyst, FRONT)
    for _ in range(2):
        make_proposal(added_on=ADDED)
    front = page(as_analyst, FRONT)
    assert f'<a href="{url("changelist", model="source")}?reread=yes">3 sources for 2 proposals</a>' in front
    assert f'href="{FILE}"' in front
    as_analyst.force_login(make_user(is_staff=True))
    assert "To read again" not in page(as_analyst, FRONT)


def test_the_list_of_sources_shows_those_to_read_again_drafts_only_among_them(as_analyst):
    before, on_the_day, never = make_coded(), make_coded(day=ADDED), make_source()
    address = url("changelist", model="source")
    assert list(as_analyst.get(f"{address}?reread=yes").context["cl"].queryset) == []
    make_proposal(added_on=ADDED)
    assert list(as_analyst.get(f"{address}?reread=yes").context["cl"].queryset) == [before]
    assert set(as_analyst.get(f"{address}?reread=no").context["cl"].queryset) == {before, on_the_day, never}


def test_the_whole_list_downloads_for_whoever_may_see_sources(as_analyst):
    make_coded(slug="doc", title="=Doc")
    make_proposal(slug="pact", added_on=ADDED)
    make_proposal(slug="old")
    answer = as_analyst.get(FILE)
    assert answer["Content-Type"].startswith("text/csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "source,title,negotiation,fully_coded_by,fully_coded_on,number,proposals",
        "doc,'=Doc,talks,us,2022-02-01,1,pact",
    ]
    assert as_analyst.post(FILE).status_code == 405
    as_analyst.force_login(make_user(is_staff=True))
    assert as_analyst.get(FILE).status_code == 403
    as_analyst.logout()
    assert as_analyst.get(FILE).status_code == 302


def test_the_form_of_a_source_says_for_what_and_how_it_leaves_the_list(as_analyst):
    source, proposal = make_coded(), make_proposal(title="A pact", added_on=ADDED)
    form = page(as_analyst, url("change", source.pk, model="source"))
    assert f'<a href="{url("change", proposal.pk, model="proposal")}">A pact</a>, added 1 Mar 2022' in form
    assert "set “Fully coded on” to the day on which you did" in form
    typed = {"fully_coded_by": "me", "fully_coded_on": "2022-03-01"}
    data = source_posted(source, [(source.codings.get(), typed)], reason="read again")
    assert as_analyst.post(url("change", source.pk, model="source"), data).status_code == 302
    coding = source.codings.get()
    assert (coding.fully_coded_by, coding.fully_coded_on) == ("me", ADDED)
    assert coding.history.first().history_change_reason == "read again"
    assert (
        "To read again" not in page(as_analyst, url("change", source.pk, model="source")).split("changelist-filter")[0]
    )
    assert "To read again" not in page(as_analyst, FRONT)
    assert "To read again" not in page(as_analyst, url("add", model="source"))


def test_of_a_source_that_readers_see_the_new_day_waits_for_a_reviewer(as_analyst):
    source = make_coded(status="published")
    make_proposal(added_on=ADDED)
    data = source_posted(source, [(source.codings.get(), {"fully_coded_on": "2022-03-01"})], reason="read again")
    answer = as_analyst.post(url("change", source.pk, model="source"), data)
    assert "waits for a reviewer" in said(answer)
    change = PendingChange.objects.get()
    assert (change.coding, change.fields) == (source.codings.get(), {"fully_coded_on": "2022-03-01"})


@pytest.mark.parametrize("rows", [1, 20])
def test_neither_list_nor_form_nor_file_takes_more_queries_for_more_rows(as_analyst, django_assert_num_queries, rows):
    sources = [make_coded() for _ in range(rows)]
    for _ in range(rows):
        make_proposal(added_on=ADDED)
    with django_assert_num_queries(7):  # session, user, what is closed to them, permissions (2), proposals, sources
        assert as_analyst.get(FILE).status_code == 200
    as_analyst.get(url("change", sources[0].pk, model="source"))
    with django_assert_num_queries(28):
        assert as_analyst.get(url("change", sources[0].pk, model="source")).status_code == 200

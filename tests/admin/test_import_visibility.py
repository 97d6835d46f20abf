"""Who sees a file that waits to be imported, a profile, and what its negotiation holds."""

from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from claims.models import Claim, ImportFile, ImportProfile
from claims.services.imports import MOST_WAITING
from tests.admin.forms import url
from tests.admin.spreadsheets import IMPORT, Talks, go_on, import_rows, row, step, the_file, upload, write_csv
from tests.make import (
    make_actor,
    make_claim,
    make_negotiation,
    make_profile,
    make_proposal,
    make_source,
    make_topic,
    make_user,
)
from tests.reader.read_pages import words
from tests.secret_talks import set_team

PAGES = ("columns", "words", "names", "rows", "done", "wrong", "drop")


@pytest.fixture
def talks(db):
    return Talks()


@pytest.fixture
def closed(talks):
    """A negotiation in which only somebody else works, with an actor, a source and a claim of its own."""
    negotiation = make_negotiation(title="Closed talks", short_title="Closed")
    set_team(negotiation, make_user("analyst", "member"), public=False)
    source = make_source(title="Closed minutes", slug="closed-minutes")
    proposal = make_proposal(title="Closed idea", topic=make_topic(negotiation=negotiation))
    return make_claim(holder=make_actor(name="Closedland", side=None), proposal=proposal, source=source)


def test_nobody_but_analysts_imports(client, talks):
    assert client.get(IMPORT).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(IMPORT).status_code == 403
    assert client.post(IMPORT).status_code == 403 and client.get(f"{IMPORT}1/rows/").status_code == 403


def test_a_file_waits_for_its_owner_alone(as_analyst, talks, reviewer):
    upload(as_analyst, write_csv([row()]))
    file = the_file()
    assert as_analyst.get(step("columns")).status_code == 200
    as_analyst.force_login(reviewer)
    assert [as_analyst.get(step(page, file)).status_code for page in PAGES] == [404] * len(PAGES)
    assert as_analyst.post(step("drop", file)).status_code == 404 and ImportFile.objects.exists()
    assert "views.csv" not in words(as_analyst.get(IMPORT).content.decode())


def test_a_file_waits_for_a_day(as_analyst, talks):
    upload(as_analyst, write_csv([row()]))
    file = the_file()
    models.QuerySet(ImportFile).update(added_at=timezone.now() - timedelta(hours=25))
    assert as_analyst.get(step("columns", file)).status_code == 404
    assert "views.csv" not in words(as_analyst.get(IMPORT).content.decode())
    upload(as_analyst, write_csv([row()]), "next.csv")
    assert [each.name for each in ImportFile.objects.all()] == ["next.csv"]


def test_no_more_files_wait_than_somebody_looks_at(as_analyst, talks):
    for number in range(MOST_WAITING + 2):
        upload(as_analyst, write_csv([row()]), f"{number}.csv")
    assert ImportFile.objects.count() == MOST_WAITING and not ImportFile.objects.filter(name="1.csv").exists()


def test_what_is_closed_is_not_there(as_analyst, talks, closed):
    page = words(as_analyst.get(IMPORT).content.decode())
    assert "Closed" not in page
    answer = upload(as_analyst, write_csv([row()]), negotiation=closed.proposal.negotiation)
    assert answer.status_code == 400 and "is not in the list: choose from the list." in words(answer.content.decode())

    rows = [row("Closedland"), row("Closedlend", document="Closed minutes"), row(issue="Closed idea")]
    upload(as_analyst, write_csv(rows))
    columns = words(as_analyst.get(step("columns")).content.decode())
    assert columns.count("Closed minutes") == 1  # of the file itself
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    form = as_analyst.get(step("names")).context["form"]
    assert [each[:2] for each in form.unknown] == [
        ("actor", "Closedland"),
        ("actor", "Closedlend"),
        ("proposal", "Closed idea"),
    ]
    assert not any("Closedland" in str(label) for label, _ in form.fields["name-1"].choices)
    assert "Closedland" not in form.offered["actor"]
    answer = go_on(as_analyst, "names", **{"name-0": "typed", "typed-0": "Closedland"})
    assert "There is no actor “Closedland”" in words(answer.content.decode())


def test_a_document_of_the_title_of_a_closed_one_is_another(as_analyst, talks, closed):
    upload(as_analyst, write_csv([row(document="Closed minutes")]))
    go_on(as_analyst, "columns")
    go_on(as_analyst, "words")
    assert import_rows(as_analyst)["Location"] == step("done")
    made = Claim.objects.get(status="draft")
    assert made.source != closed.source and made.source.slug == "closed-minutes-2"


def test_an_id_of_a_closed_claim_cannot_be_used(as_analyst, talks, closed):
    heading = ["claim", "holder", "proposal", "value", "said_on", "source_title"]
    cells = [closed.public_id, "russia", "missile-ban", "2", "2022-01-10", "Minutes"]
    upload(as_analyst, write_csv([cells], heading=heading))
    (shown,) = as_analyst.get(step("rows")).context["page"]
    assert [str(reason) for reason in shown.reasons] == [
        f"claim: “{closed.public_id}” cannot be used: leave it empty for a new claim."
    ]


def test_profiles_are_seen_by_those_who_work_in_their_negotiation(as_analyst, talks, closed):
    make_profile(name="Open views", negotiation=talks.negotiation)
    hidden = make_profile(name="Hidden views", negotiation=closed.proposal.negotiation)
    listed = words(as_analyst.get(url("changelist", model="importprofile")).content.decode())
    assert "Open views" in listed and "Hidden views" not in listed
    assert as_analyst.get(url("change", hidden.pk, model="importprofile")).status_code == 302
    assert "Hidden views" not in words(as_analyst.get(IMPORT).content.decode())
    posted = upload(as_analyst, write_csv([row()]), profile=hidden.pk)
    assert posted.status_code == 400


def test_a_profile_is_renamed_and_deleted_with_its_history(as_analyst, talks):
    profile = make_profile(negotiation=talks.negotiation)
    page = words(as_analyst.get(url("change", profile.pk, model="importprofile")).content.decode())
    assert "“Who” is who holds the view (holder)" in page and "“The Kremlin” = Russia" in page
    posted = {"name": "Minutes of the talks", "version_shown": profile.version, "reason": "clearer"}
    assert as_analyst.post(url("change", profile.pk, model="importprofile"), posted).status_code == 302
    profile.refresh_from_db()
    assert profile.name == "Minutes of the talks" and profile.history.first().history_change_reason == "clearer"
    assert as_analyst.post(url("delete", profile.pk, model="importprofile"), {"post": "yes"}).status_code == 302
    assert not ImportProfile.objects.exists() and ImportProfile.history.count() == 3


def test_a_profile_of_another_negotiation_is_not_taken(as_analyst, talks):
    other = make_profile(name="Of others", negotiation=make_negotiation())
    answer = upload(as_analyst, write_csv([row()]), profile=other.pk, negotiation=talks.negotiation)
    assert "“Of others” is of another negotiation." in words(answer.content.decode())


def test_the_import_is_linked_from_where_analysts_begin(as_analyst, talks):
    for page in ("/admin/", url("changelist"), f"/{talks.negotiation.slug}/code/"):
        assert f'href="{IMPORT}' in as_analyst.get(page).content.decode(), page

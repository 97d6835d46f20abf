"""Several negotiations in the seeds: each a folder of its own, whose documents name its own proposals."""

from datetime import date

import pytest

from claims.importers.seeds.load import LoadFailed
from claims.models import Actor, Claim, Event, Negotiation, Participant, Proposal, Side, Wording
from tests.make import make_source

pytestmark = pytest.mark.django_db

GRAIN = """
[negotiation]
slug = "grain"
title = "Grain talks"
short_title = "Grain"

[[actor]]
slug = "ankara"
name = "Ankara"
short_name = "ANK"
kind = "party"

[[side]]
slug = "hosts"
name = "Hosts"

[[participant]]
actor = "ankara"
side = "hosts"

[[topic]]
slug = "sea"
name = "Sea"

[[proposal]]
slug = "{proposal}"
title = "A corridor"
definition = "Ships pass."
topic = "sea"
"""
DOCUMENT = """
[source]
slug = "{source}"
title = "Two"
published_on = 2022-01-17

[[wording]]
key = "text"
proposal = "corridor"
label = "Draft"
day = 2022-01-10
text = "Ships pass."

[[claim]]
key = "{key}"
holder = "ankara"
proposal = "corridor"
value = 1
quote = "Yes"
{more}

[[outcome]]
key = "agreed"
proposal = "corridor"
kind = "agreed"
day = 2022-01-17
quote = "It was agreed"
"""


@pytest.fixture
def grain(folders):
    """Two negotiations, each with a document; of the second everything has a slug of its own."""

    def write(proposal="corridor", source="two", key="for", more=""):
        folders.broken["seeds/grain/negotiation.toml"] = GRAIN.format(proposal=proposal)
        folders.broken["seeds/grain/one.toml"] = DOCUMENT.format(source=source, key=key, more=more)
        return folders

    return write


def test_each_folder_is_a_negotiation_and_loading_twice_equals_loading_once(grain):
    folders = grain()
    assert set(folders.outcomes().values()) == {"created"}
    assert folders.outcomes() == {}
    assert [negotiation.slug for negotiation in Negotiation.objects.all()] == ["grain", "talks"]
    assert Claim.objects.get(proposal__slug="corridor").proposal.negotiation.slug == "grain"


def test_a_document_names_no_proposal_of_another_negotiation(grain):
    faults = grain(proposal="no-corridor").refused()
    reason = "proposal: There is no proposal “corridor”."
    assert [fault.partition(" ")[2] for fault in faults] == [reason] * len(faults)
    assert {fault.partition(":")[0] for fault in faults} == {"grain/one.toml"}


def test_two_negotiations_may_have_proposals_of_one_slug(grain):
    folders = grain()
    fields = {"title": "A corridor", "definition": "Tanks do not pass.", "topic": "borders"}
    folders.vocabulary["proposal", "corridor"] = fields
    folders.load()
    ours = Proposal.objects.get(negotiation__slug="grain", slug="corridor")
    assert Claim.objects.get(holder__slug="ankara").proposal == Wording.objects.get().proposal == ours
    assert ours.outcomes.count() == 1


def test_a_condition_names_a_proposal_of_the_own_negotiation(grain):
    (fault,) = grain(more='conditions = "so"\ndepends_on = "no-expansion"').refused()
    assert fault.endswith("depends_on: There is no proposal “no-expansion”.")


def test_one_negotiation_is_loaded_alone_and_nothing_of_another_is_taken_back(grain):
    folders = grain()
    folders.load()
    folders.broken["seeds/grain/one.toml"] = "[source]\n"  # which is not read
    folders.claim()["note"] = "Changed."
    assert folders.outcomes(only=["talks"]) == {("claim", "never"): "updated"}
    folders.broken = {}
    assert folders.outcomes() == {}
    assert Claim.objects.get(holder__slug="ankara").status == "published"


def test_a_negotiation_that_has_no_folder_is_told(grain):
    with pytest.raises(LoadFailed) as failed:
        grain().load(only=["corn"])
    assert [str(fault) for fault in failed.value.faults] == ["corn: is no folder of a negotiation."]


def test_two_negotiations_code_one_source_under_keys_of_their_own(grain):
    (fault, _) = grain(source="one", key="never").refused() + [""]
    assert fault.endswith("key: “never” stands in grain/one.toml too, for the same source: write another key.")
    folders = grain(source="one")
    folders.source()["title"] = "Two"
    folders.load()
    assert Claim.objects.filter(source__slug="one").count() == 3


def test_an_actor_that_two_files_describe_is_described_alike(grain):
    folders = grain()
    folders.vocabulary["actor", "ankara"] = {"name": "Ankara", "short_name": "ANK", "kind": "party"}
    folders.load()
    assert Actor.objects.filter(slug="ankara").count() == 1
    folders.vocabulary["actor", "ankara"]["name"] = "Angora"
    assert folders.refused() == ["grain/negotiation.toml:8: slug: “ankara” stands twice."]


def test_rows_stand_where_they_stand_in_the_file(folders):
    folders.vocabulary["side", "north"] = {"name": "North"}
    folders.vocabulary["participant", "moscow 2022-03-01"] = {"side": "north", "since": date(2022, 3, 1)}
    folders.vocabulary["participant", "moscow"]["until"] = date(2022, 2, 28)
    folders.load()
    assert [(side.slug, side.order) for side in Side.objects.all()] == [("east", 1), ("west", 2), ("north", 3)]
    parts = Participant.objects.order_by("side__order").values_list("side__slug", "order")
    assert list(parts) == [("east", 1), ("west", 1), ("north", 1)]
    assert folders.outcomes() == {}


def test_events_name_documents_of_their_folder_and_others(folders):
    council = {
        "kind": "meeting",
        "title": "Council",
        "first_day": date(2022, 1, 12),
        "source": "one",
        "locator": "p. 2",
    }
    folders.vocabulary["event", "council"] = council
    folders.vocabulary["event", "round"] = {
        "kind": "round",
        "title": "Round",
        "first_day": "1 Feb 2942",
        "source": "far",
    }
    (fault,) = folders.refused()
    assert fault.endswith("source: There is no source “far”, above or in the database.")
    make_source(slug="far")
    assert folders.outcomes()["event", "council"] == "created"
    assert folders.outcomes() == {}
    assert [event.source.slug for event in Event.objects.all()] == ["one", "far"]
    council["place"] = "Brussels"
    assert folders.outcomes() == {("event", "council"): "updated"}
    del folders.vocabulary["event", "council"]
    assert folders.outcomes() == {("event", "council"): "kept"}

"""Memberships of coalitions in the fixtures: loaded, merged, and held as everywhere."""

from datetime import date

import pytest

from claims.models import Claim, Member
from tests.make import change

pytestmark = pytest.mark.django_db

KEY = "member", "islands/moscow"
COALITION = {"name": "Islands", "short_name": "Islands", "kind": "coalition"}


@pytest.fixture
def joined(folders):
    """Folders in which a coalition has a member that speaks for it on 17 January."""
    folders.vocabulary["actor", "islands"] = COALITION
    folders.vocabulary["member", "moscow"] = {"coalition": "islands", "until": date(2022, 1, 17)}
    folders.documents["one.toml"][1]["never"] |= {"holder": "islands", "speaker": "spokesman"}
    return folders


def test_a_membership_is_loaded_and_its_member_s_official_speaks_for_the_coalition(joined):
    assert joined.outcomes()[KEY] == "created"
    member = Member.objects.get()
    assert (member.coalition.slug, member.member.slug, member.since, member.until) == (
        "islands",
        "moscow",
        None,
        date(2022, 1, 17),
    )
    assert Claim.objects.filter(holder__slug="islands", speaker__slug="spokesman").exists()
    assert KEY not in joined.outcomes()


def test_who_is_no_member_on_the_day_of_a_claim_does_not_speak_in_seeds(joined):
    joined.vocabulary["member", "moscow"]["until"] = date(2022, 1, 16)
    assert any("Islands may be quoted on 17 Jan 2022 by nobody else" in fault for fault in joined.refused())


def test_a_membership_on_which_claims_rest_does_not_end_by_a_file(joined):
    joined.outcomes()
    joined.vocabulary["member", "moscow"]["until"] = date(2022, 1, 16)
    assert any("is quoted first-hand for Islands in 1 claim" in fault for fault in joined.refused())


def test_what_was_edited_here_is_kept_and_what_the_file_changes_is_updated(joined):
    joined.outcomes()
    joined.vocabulary["member", "moscow"]["until"] = date(2022, 2, 1)
    assert joined.outcomes()[KEY] == "updated"
    change(Member.objects.get(), until=None)
    assert joined.outcomes()[KEY] == "kept"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"coalition": "washington"}, "Only a coalition has members."),
        ({"coalition": "nowhere"}, "There is no actor “nowhere”"),
        ({"coalition": None}, "coalition: is required."),
        ({"until": "soon"}, "until: “soon” is no day."),
        ({"side": "east"}, "side: is no field of a membership."),
    ],
)
def test_a_fault_of_a_membership_is_named_with_its_line(joined, fields, reason):
    joined.vocabulary["member", "moscow"] |= fields
    assert any(reason in fault and fault.startswith("actors.toml:") for fault in joined.refused())

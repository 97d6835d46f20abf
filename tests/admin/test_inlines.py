"""Rows that are edited on the page of another: each field is named for whoever hears the page, as a table shows no
label."""

import re

import pytest
from django.urls import reverse

from tests.make import make_member, make_part, make_user

pytestmark = pytest.mark.django_db

FIELD = re.compile(r"<(?:input|select|textarea)[^>]*>")
TYPED = 'name="members-0-member-typed"'


def list_fields(page, prefix):
    """Return the tag of each field of the lines that begin so, but hidden ones and those without scripts."""
    return [tag for tag in FIELD.findall(page) if f'name="{prefix}-' in tag and 'type="hidden"' not in tag]


def read_names(page, prefix):
    return [re.search('aria-label="([^"]*)"', tag)[1] for tag in list_fields(page, prefix) if "-typed" not in tag]


def test_each_field_of_a_line_has_its_name_and_the_number_of_its_line(client):
    client.force_login(make_user("reviewer"))
    member = make_member()
    page = client.get(reverse("admin:claims_actor_change", args=[member.coalition_id])).content.decode()
    assert read_names(page, "members-0")[:3] == ["Member, line 1", "From, line 1", "Until, line 1"]
    assert read_names(page, "members-__prefix__")[:3] == ["Member", "From", "Until"]
    assert read_names(page, "stretches-0")[0] == "Side, line 1"
    (typed,) = [tag for tag in list_fields(page, "members-0") if TYPED in tag]
    assert 'aria-label="Member, line 1: or type its short name' in typed
    part = make_part()
    page = client.get(reverse("admin:claims_proposal_change", args=[part.part_id])).content.decode()
    assert read_names(page, "packages-0")[0] == "Package, line 1"

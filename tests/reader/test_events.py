"""The events of the talks, on the first page of their negotiation."""

from datetime import date

import pytest

from tests.make import make_claim, make_event, make_negotiation, make_source
from tests.reader.read_pages import page, text_of

pytestmark = pytest.mark.django_db


def test_they_stand_below_the_matrix_in_the_order_of_their_days(client, sides):
    make_event(title="Council", first_day=date(2022, 1, 12), place="Brussels", description="NATO and Russia met.")
    make_event(title="Drafts", kind="publication", first_day=date(2021, 12, 17))
    text = text_of(client, "/talks/")
    assert text.index("17 Dec 2021: Drafts") < text.index("12 Jan 2022: Council, Brussels NATO and Russia met.")


def test_without_any_nothing_is_shown_and_those_of_others_are_not(client, sides):
    make_event(title="Grain", negotiation=make_negotiation(slug="grain"))
    assert 'id="events"' not in page(client, "/talks/")
    assert "Grain" in page(client, "/grain/")


def test_a_source_is_named_once_something_published_cites_it(client, sides):
    source = make_source(title="The communiqué")
    make_event(source=source, locator="p. 2")
    claim = make_claim(status="draft", holder=sides["east"], source=source)
    assert "communiqué" not in page(client, "/talks/") and "p. 2" not in page(client, "/talks/")
    make_claim(holder=sides["east"], proposal=claim.proposal, source=source)
    assert "The communiqué, p. 2" in text_of(client, "/talks/")

"""Actors and proposals as they are read for every page."""

import pytest

from claims import queries
from claims.models import Proposal
from tests.make import make_negotiation, make_proposal, make_topic

pytestmark = pytest.mark.django_db


def list_values(row):
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_proposals_are_read_whole_in_their_order_with_what_they_link_to(django_assert_num_queries):
    late, early = make_topic(order=2), make_topic(order=1)
    elsewhere = make_topic(negotiation=make_negotiation(), order=3)
    zones = make_proposal(topic=late, title="Zones", definition="No missiles.\nNone.", aliases="Belts")
    ban = make_proposal(topic=late, title="Ban", variant_of=zones)
    talks, fish = make_proposal(topic=early, title="Talks"), make_proposal(topic=elsewhere, title="Fish")
    with django_assert_num_queries(3):
        read = queries.read_vocabulary_alone().proposals
        linked = [(p.topic.name, p.negotiation.title, p.variant_of and p.variant_of.negotiation) for p in read.values()]
    assert list(read.values()) == [talks, ban, zones, fish]
    assert linked == [
        (early.name, early.negotiation.title, None),
        (late.name, late.negotiation.title, late.negotiation),
        (late.name, late.negotiation.title, None),
        (elsewhere.name, elsewhere.negotiation.title, None),
    ]
    for stored in Proposal.objects.select_related("topic", "negotiation"):
        kept = read[stored.pk]
        for one, other in ((kept, stored), (kept.topic, stored.topic), (kept.negotiation, stored.negotiation)):
            assert list_values(one) == list_values(other)
    assert read[zones.pk].topic is read[ban.pk].topic
    assert read[zones.pk].negotiation is read[talks.pk].negotiation

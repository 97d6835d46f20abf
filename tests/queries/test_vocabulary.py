"""Actors and proposals as they are read for every page."""

from datetime import date, timedelta

import pytest

from claims import queries
from claims.models import Proposal
from claims.queries.vocabulary import read_all_participants
from tests.make import make_actor, make_negotiation, make_participant, make_proposal, make_side, make_topic

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


def test_each_day_has_the_parts_that_hold_on_it_whichever_day_is_asked_for_before():
    first, last, day = date(2022, 1, 10), date(2022, 1, 20), timedelta(days=1)
    side, other = make_side(), make_side()
    stays, moves = make_actor(side=side), make_actor(side=side, until=first)
    make_participant(moves, side=other, since=first + 3 * day, until=last)
    everybody = read_all_participants(None)
    sides = {
        offset: [everybody.on(first + offset * day).actors[actor.pk].part.side for actor in (stays, moves)]
        for offset in (5, 0, 1, 2, 3, 11, 10, -1000, 2)
    }
    no_side = sides[1][1]
    assert not no_side.pk and all(one == side for one, _ in sides.values())
    assert {offset: its for offset, (_, its) in sides.items()} == {
        **dict.fromkeys((-1000, 0), side),
        **dict.fromkeys((1, 2, 11), no_side),
        **dict.fromkeys((3, 5, 10), other),
    }
    assert everybody.on(first + day) is everybody.on(last + day)  # the same parts hold


def test_actors_that_are_chosen_by_id_stand_in_their_order_and_none_that_is_newer():
    first, _, third = (make_actor(slug=slug) for slug in ("a-first", "b-second", "c-third"))
    vocab = queries.read_vocabulary_alone()
    newer = make_actor()
    assert vocab.select_actors([third.pk, newer.pk, first.pk, third.pk]) == [first, third]
    assert vocab.select_actors([]) == []

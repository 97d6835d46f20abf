"""Packages: a proposal in several, to any depth, and never within itself."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.models import Part
from claims.services.packages import Place, set_packages
from claims.services.write_gate import Refused, editing
from tests.make import make_negotiation, make_part, make_proposal, make_topic

pytestmark = pytest.mark.django_db


def faults_of(row):
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.message_dict


def make_chain(length):
    """Make proposals of which each is part of the one before."""
    chain = [make_proposal() for _ in range(length)]
    for package, part in zip(chain, chain[1:], strict=False):
        make_part(package, part)
    return chain


def test_a_part_may_have_parts_and_several_packages_and_is_known_by_both_slugs():
    outer, inner, part = make_chain(3)
    again = Part(package=outer, part=part, where="Annex")
    again.full_clean()
    with editing(None):
        again.save()
    assert Part.objects.get_by_natural_key("talks", outer.slug, part.slug) == again
    assert again.natural_key() == ("talks", outer.slug, part.slug)
    assert Part.objects.map_packages() == {outer.pk: [inner.pk, part.pk], inner.pk: [part.pk]}


@settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(length=st.integers(1, 14))
def test_a_circle_of_any_length_is_refused_with_its_names(length):
    chain = make_chain(length)
    faults = faults_of(Part(package=chain[-1], part=chain[0]))
    if length == 1:
        assert faults == {"package": ["A proposal is no part of itself."]}
    else:
        (sentence,) = faults["package"]
        names = [f"“{proposal.title}”" for proposal in (chain[-1], *chain)]
        named = names if len(names) <= 10 else [*names[:8], "…", *names[-2:]]
        assert sentence == f"It would go in a circle, each being part of the one before: {', '.join(named)}."


def test_a_place_that_is_there_is_no_circle_with_itself():
    _, _, _ = make_chain(3)
    for place in Part.objects.all():
        place.where = "Article 5"
        assert place.full_clean() is None


def test_a_proposal_is_in_a_package_once():
    place = make_part()
    again = Part(package=place.package, part=place.part)
    assert faults_of(again)["__all__"] == ["It is part of this package already."]
    with pytest.raises(IntegrityError), transaction.atomic(), editing(None):
        again.save()


def test_a_package_is_in_the_negotiation_of_its_parts():
    abroad = make_proposal(title="Abroad", topic=make_topic(negotiation=make_negotiation()))
    assert faults_of(Part(package=abroad, part=make_proposal(topic=make_topic(negotiation=make_negotiation())))) == {
        "package": ["“Abroad” is a proposal of another negotiation."]
    }


def test_where_in_a_package_is_one_line_that_files_can_hold():
    place = make_part(where="  Article\n4 ")
    assert place.where == "Article 4"
    place.where = "Article 4 | annex"
    assert faults_of(place) == {
        "where": ["Where in a package a part stands is written without “|”, which separates places in files."]
    }
    place.where, place.order = "", 10_000
    assert list(faults_of(place)) == ["order"]


def test_the_service_turns_a_package_round_at_once_and_leaves_a_history():
    outer, inner = make_chain(2)
    with editing(None, "the wrong way round") as gate:
        set_packages(gate, {outer.pk: {inner.pk: Place("Article 1", 2)}, inner.pk: {}})
    (place,) = Part.objects.all()
    assert (place.package, place.part, place.where, place.order, place.version) == (inner, outer, "Article 1", 2, 1)
    acts = Part.history.order_by("history_id").values_list("history_type", "history_change_reason")
    assert [*acts] == [("+", "made for a test"), ("-", "the wrong way round"), ("+", "the wrong way round")]


def test_the_service_writes_what_changes_only_and_no_circle():
    outer, inner, part = make_chain(3)
    with editing(None) as gate:
        set_packages(gate, {part.pk: {inner.pk: Place("Article 9")}, inner.pk: {outer.pk: Place(inner_where(inner))}})
    assert [*Part.objects.order_by("part").values_list("where", "version")][1] == ("Article 9", 2)
    with editing(None) as gate, pytest.raises(Refused, match="in a circle"):
        set_packages(gate, {outer.pk: {part.pk: Place()}})
    assert Part.objects.count() == 2
    with editing(None) as gate, pytest.raises(ValidationError, match="these are 121"):
        set_packages(gate, {part.pk: {outer.pk: Place("x" * 121)}})


def inner_where(proposal):
    return proposal.packages.get().where

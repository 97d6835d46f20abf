"""Of which negotiation a file is: names are looked for in that one alone."""

import pytest

from claims.models import Negotiation, Proposal
from tests.importers.claim_files import Files
from tests.make import make_negotiation, make_proposal, make_topic, the_negotiation

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def test_where_there_is_one_negotiation_a_file_is_of_that(files):
    files.bring({"proposal": "A truce"}, options=["--create"])
    assert Proposal.objects.get(slug="a-truce").negotiation == the_negotiation()


def test_where_there_are_several_the_file_s_is_named(files):
    other = make_negotiation(slug="grain", title="Grain exports", short_title="Grain")
    fault = "negotiation: There are several negotiations; say of which the file is: grain, talks."
    assert files.refused({}) == [fault]
    files.bring({"proposal": "A truce"}, options=["--create", "--negotiation", "Grain exports"])
    truce = Proposal.objects.get(slug="a-truce")
    assert truce.negotiation == truce.topic.negotiation == other


def test_a_proposal_of_another_negotiation_is_not_known(files):
    other = make_negotiation(slug="grain")
    make_proposal(slug="corridor", title="A corridor", topic=make_topic(negotiation=other))
    (fault,) = files.refused({"proposal": "corridor"}, options=["--negotiation", "talks"])
    assert fault.startswith("2: proposal: There is no proposal “corridor”.")


def test_the_same_slug_is_another_proposal_in_another_negotiation(files):
    other = make_negotiation(slug="grain")
    theirs = make_proposal(slug="no-expansion", title="No expansion", topic=make_topic(negotiation=other))
    files.bring({}, options=["--negotiation", "grain"])
    assert files.claim().proposal == theirs


def test_an_unknown_negotiation_is_a_fault_with_the_nearest(files):
    fault = "negotiation: There is no negotiation “takls”. Do you mean “Talks”?"
    assert files.refused({}, options=["--negotiation", "takls"]) == [fault]


def test_what_is_imported_into_an_empty_database_makes_a_negotiation(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text("holder,proposal,value,source_title\nMoscow,No expansion,-1,One\n")
    Files.run(None, path, "--create", "--said-on", "2022-01-10")
    negotiation = Negotiation.objects.get()
    assert (negotiation.slug, negotiation.title) == ("imported", "Imported")
    assert Proposal.objects.get().negotiation == negotiation

"""Of which negotiation a file is, or each of its rows: names are looked for in that one alone."""

import pytest

from claims.importers.spreadsheet.run import import_claims
from claims.models import Actor, Claim, Negotiation, Outcome, Participant, Proposal, Side, Topic, Wording
from claims.services.write_gate import editing
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


# A file with a column of its negotiations


@pytest.fixture
def grain(files):
    """The grain talks, with proposals of the same slugs and titles as the first."""
    grain = make_negotiation(slug="grain", title="Grain exports", short_title="Grain")
    topic = make_topic(negotiation=grain)
    for slug, title in (("no-expansion", "No expansion"), ("talks", "Talks")):
        make_proposal(slug=slug, title=title, topic=topic)
    return grain


def test_each_row_is_of_the_negotiation_that_it_names_by_slug_or_title(files, grain):
    rows = ({"negotiation": name} for name in ("talks", "grain"))
    assert files.bring(*rows) == (2, 0, 0)
    assert [claim.proposal.negotiation.slug for claim in Claim.objects.order_by("pk")] == ["talks", "grain"]
    assert files.bring({"negotiation": "Grain exports"}, {"negotiation": " TALKS "}) == (0, 0, 2)


def test_an_empty_cell_means_the_one_that_is_chosen_or_the_only_one(files):
    assert files.bring({"negotiation": ""}) == (1, 0, 0)
    grain = make_negotiation(slug="grain")
    there = make_proposal(slug="no-expansion", title="No expansion", topic=make_topic(negotiation=grain))
    rows = [{"negotiation": ""}, {"negotiation": "talks"}]
    assert files.bring(*rows, options=["--negotiation", "grain"]) == (1, 0, 1)
    assert there.claims.count() == 1
    reason = "There are several negotiations; say of which the row is: grain, talks."
    assert files.refused(*rows) == [f"2: negotiation: {reason}"]


def test_a_row_of_a_negotiation_that_there_is_not_is_a_fault_of_its_line(files, grain):
    rows = [{"negotiation": "talks"}, {"negotiation": "takls"}]
    reason = "There is no negotiation “takls”. Do you mean “Talks”?"
    assert files.refused(*rows, options=["--create"]) == [f"3: negotiation: {reason}"]


def test_a_row_never_moves_a_claim_to_another_negotiation(files, grain):
    files.bring({"negotiation": "talks"})
    claim = files.claim()
    reason = f"{claim.public_id} is of the negotiation “talks”, not of “grain”: an import moves nothing."
    row = {"claim": claim.public_id, "value": 1}
    assert files.refused(row | {"negotiation": "grain"}) == [f"2: claim: {reason}"]
    assert files.refused(row, options=["--negotiation", "grain"]) == [f"2: claim: {reason}"]
    assert files.bring(row | {"negotiation": "talks"}) == (0, 1, 0)


def test_what_a_file_makes_is_made_in_the_negotiation_of_its_row(files, grain):
    new = {"proposal": "A truce", "topic": "War", "side": "Neighbours", "holder": "Ankara"}
    rows = [new | {"negotiation": slug, "part_of": "A peace"} for slug in ("talks", "grain")]
    assert files.bring(*rows, options=["--create"]) == (2, 0, 0)
    for negotiation in Negotiation.objects.all():
        truce = Proposal.objects.get(slug="a-truce", negotiation=negotiation)
        assert truce.topic.negotiation == negotiation and truce.topic.name == "War"
        assert truce.packages.get().package.negotiation == negotiation
        assert Participant.objects.get(side__negotiation=negotiation, side__name="Neighbours").actor.slug == "ankara"
    assert Actor.objects.filter(slug="ankara").count() == 1


def test_a_condition_names_proposals_of_the_negotiation_of_its_row(files, grain):
    make_proposal(slug="corridor", topic=make_topic(negotiation=grain))
    condition = {"conditions": "ships pass", "depends_on": "corridor"}
    assert files.bring(condition | {"negotiation": "grain"}) == (1, 0, 0)
    (fault,) = files.refused(condition | {"negotiation": "talks"})
    assert fault == "2: depends_on: There is no proposal “corridor”."


def test_two_of_one_title_are_told_apart_in_one_negotiation_and_not_in_two(files, grain):
    rows = [
        {"negotiation": "talks", "proposal": "Fees", "proposal_key": "F1"},
        {"negotiation": "grain", "proposal": "Fees"},
    ]
    assert files.bring(*rows, options=["--create"]) == (2, 0, 0)
    assert Proposal.objects.filter(title="Fees").count() == 2


def test_the_claims_of_another_negotiation_are_not_missing_from_a_file(files, grain):
    files.bring({"negotiation": "talks"}, {"negotiation": "grain"})
    newer = {"quote": "Another passage.", "negotiation": "talks"}
    files.bring(newer, options=["--withdraw-missing", "gone"])
    withdrawn = Claim.objects.filter(status="withdrawn")
    assert [claim.proposal.negotiation.slug for claim in withdrawn] == ["talks"]


def test_an_outcome_is_of_the_negotiation_of_its_row_and_never_moved(files, grain):
    path = files.root / "outcomes.csv"

    def write(*rows):
        heading = "outcome,negotiation,proposal,kind,day,source_title,quote"
        lines = [f"{outcome},{slug},no-expansion,agreed,2022-03-03,One,Agreed." for outcome, slug in rows]
        path.write_text("\n".join([heading, *lines]), encoding="utf-8")
        return path

    assert import_claims(write(("", "talks"), ("", "grain")))[:3] == (2, 0, 0)
    ids = {outcome.proposal.negotiation.slug: outcome.public_id for outcome in Outcome.objects.all()}
    assert import_claims(write((ids["talks"], "talks"), (ids["grain"], "grain")))[:3] == (0, 0, 2)
    reason = f"{ids['talks']} is of the negotiation “talks”, not of “grain”: an import moves nothing."
    assert files.refused(path=write((ids["talks"], "grain"))) == [f"2: outcome: {reason}"]


def test_wordings_and_proposals_and_parts_are_of_the_negotiation_of_their_row(files, grain):
    def bring(name, *lines):
        path = files.root / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return import_claims(path)[:3]

    text = "no-expansion,Draft,2021-12-17,No missiles.,One"
    heading = "negotiation,proposal,label,day,text,source_title"
    assert bring("wordings.csv", heading, f"talks,{text}", f"grain,{text}") == (2, 0, 0)
    assert {wording.proposal.negotiation.slug for wording in Wording.objects.all()} == {"talks", "grain"}
    rows = [f"{slug},Ferry,Rivers,no-expansion,No expansion" for slug in ("talks", "grain")]
    assert bring("proposals.csv", "negotiation,title,topic,variant_of,part_of", *rows) == (2, 0, 0)
    for ferry in Proposal.objects.filter(slug="ferry"):
        places = (ferry.topic.negotiation, ferry.variant_of.negotiation, ferry.packages.get().package.negotiation)
        assert places == (ferry.negotiation,) * 3
    rows = [f"{slug},Ankara,Hosts,yes" for slug in ("talks", "grain")]
    assert bring("actors.csv", "negotiation,name,side,principal", *rows) == (1, 0, 0)
    assert Participant.objects.filter(actor__slug="ankara", principal=True).count() == 2
    path = files.root / "actors.csv"
    path.write_text("\n".join(["negotiation,name,side,principal", rows[0], rows[0]]), encoding="utf-8")
    assert files.refused(path=path) == ["3: is the same actor as line 2."]


def test_an_empty_database_gets_the_negotiations_that_rows_name(tmp_path):
    path = tmp_path / "votes.csv"
    rows = ["talks,Moscow,No expansion,-1,One", "Grain exports,Moscow,No expansion,2,One"]
    path.write_text("\n".join(["negotiation,holder,proposal,value,source_title", *rows]))
    Files.run(None, path, "--create", "--said-on", "2022-01-10")
    named = {(row.slug, row.title) for row in Negotiation.objects.all()}
    assert named == {("talks", "talks"), ("grain-exports", "Grain exports")}
    assert {proposal.negotiation.slug for proposal in Proposal.objects.all()} == {"talks", "grain-exports"}


def test_no_negotiation_is_called_as_a_page_is(files, tmp_path):
    with editing(None):
        for model in (Proposal, Topic, Participant, Side, Negotiation):
            for row in model.objects.all():
                row.delete()
    (fault,) = files.refused({"negotiation": "claims"}, options=["--create"])
    assert fault == "2: negotiation: “claims” is the address of a page: give the negotiation another slug."

"""The table of claims/importers/seeds/merge.py, row by row, for claims, sources and vocabulary."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model

from claims.importers.seeds.load import SEEDS_USER
from claims.importers.seeds.merge import digest_fields
from claims.models import Actor, Claim, DataVersion, LoadedRow, Negotiation, Proposal, Side, Source
from claims.services.review import transition
from claims.services.write_gate import editing
from tests.make import make_proposal, make_side, make_source, make_user
from tests.secret_talks import set_team

from .seed_folders import dump

pytestmark = pytest.mark.django_db

# How a test speaks of one row of each kind: in the file, in the database, and in the report.
CLAIM, SOURCE, ACTOR, PROPOSAL = ("claim", "never"), ("source", "one"), ("actor", "washington"), ("proposal", "p")


@pytest.fixture
def loaded(folders):
    """Folders that were loaded once, with a proposal that nothing hangs on."""
    folders.vocabulary["proposal", "p"] = {"title": "P", "definition": "Words.", "topic": "borders"}
    folders.load()
    return folders


def in_file(folders, kind):
    """Return the fields of the row in its file."""
    return {CLAIM: folders.claim, SOURCE: folders.source}.get(kind, lambda: folders.vocabulary[kind])()


def row_of(kind):
    if kind == CLAIM:
        return Claim.objects.get(proposal__slug="no-expansion", attribution=0)
    return {SOURCE: Source, ACTOR: Actor, PROPOSAL: Proposal}[kind].objects.get(slug=kind[1])


# A column that says something, and what the file and an editor write there.
COLUMNS = {CLAIM: "conditions", SOURCE: "title", ACTOR: "name", PROPOSAL: "definition"}
every_kind = pytest.mark.parametrize("kind", COLUMNS, ids=lambda kind: kind[0])


def change_file(folders, kind, words):
    in_file(folders, kind)[COLUMNS[kind]] = words


def edit_here(kind, words):
    with editing(make_user("reviewer"), "edited here", operator=True):
        row = row_of(kind)
        setattr(row, COLUMNS[kind], words)
        row.save()


def words_of(kind):
    return getattr(row_of(kind), COLUMNS[kind])


def test_first_load_creates_everything(folders):
    assert set(folders.outcomes().values()) == {"created"}
    assert Claim.objects.published().count() == 2


def test_first_load_that_fails_leaves_an_empty_database_behind(folders):
    folders.claim()["holder"] = "nobody"
    folders.refused()
    assert not get_user_model().objects.filter(username=SEEDS_USER).exists()


def test_second_load_changes_nothing(loaded):
    before = dump()
    assert loaded.outcomes() == {}
    assert dump() == before


@every_kind
def test_changed_in_the_file_only_is_updated(loaded, kind):
    version = row_of(kind).version
    change_file(loaded, kind, "from the file")
    assert loaded.outcomes() == {kind: "updated"}
    assert words_of(kind) == "from the file"
    row = row_of(kind)
    assert row.version == version + 1
    assert row.history.first().history_user.username == "seeds"
    assert row.history.first().history_change_reason == "load_seeds"
    assert loaded.outcomes() == {}


@every_kind
def test_edited_here_only_is_kept(loaded, kind):
    edit_here(kind, "from here")
    before = dump()
    assert loaded.outcomes() == {kind: "kept"}
    assert words_of(kind) == "from here"
    assert dump() == before


@every_kind
def test_changed_in_both_is_a_conflict_and_left_each_time(loaded, kind):
    edit_here(kind, "from here")
    change_file(loaded, kind, "from the file")
    before = dump()
    for _ in range(2):
        assert loaded.outcomes() == {kind: "conflict"}
        assert dump() == before


@every_kind
def test_changed_alike_in_both_is_no_conflict_and_follows_the_file_again(loaded, kind):
    edit_here(kind, "alike")
    change_file(loaded, kind, "alike")
    assert loaded.outcomes() == {}
    change_file(loaded, kind, "from the file")
    assert loaded.outcomes() == {kind: "updated"}


@every_kind
def test_edited_back_here_is_unchanged(loaded, kind):
    before = words_of(kind)
    edit_here(kind, "from here")
    edit_here(kind, before)
    assert loaded.outcomes() == {}


def test_claim_gone_from_the_file_is_withdrawn_with_its_history(loaded):
    claim, number = row_of(CLAIM), DataVersion.current()
    del loaded.documents["one.toml"][1]["never"]
    assert loaded.outcomes() == {CLAIM: "withdrawn"}
    claim.refresh_from_db()
    assert (claim.status, claim.review_comment) == ("withdrawn", "No longer in its seed file.")
    assert [h.status for h in claim.history.all()] == ["withdrawn", "published"]
    assert DataVersion.current() == number + 1
    before = dump()
    assert loaded.outcomes() == {}
    assert dump() == before


def test_document_gone_takes_its_claims_back_and_stays(loaded):
    loaded.documents["two.toml"] = ({"slug": "two", "title": "Two"}, {})
    source, claims = loaded.documents.pop("one.toml")
    outcomes = loaded.outcomes()
    assert outcomes == {
        CLAIM: "withdrawn",
        ("claim", "silent"): "withdrawn",
        SOURCE: "kept",
        ("source", "two"): "created",
    }
    assert Source.objects.filter(slug="one").exists() and not Claim.objects.published().exists()


@pytest.mark.parametrize("kind", [ACTOR, PROPOSAL], ids=lambda kind: kind[0])
def test_vocabulary_gone_from_the_file_stays(loaded, kind):
    del loaded.documents["one.toml"][1]["silent"]
    del loaded.vocabulary[kind]
    before = words_of(kind)
    assert loaded.outcomes()[kind] == "kept"
    assert words_of(kind) == before


def test_claim_gone_from_the_file_but_edited_here_is_a_conflict_and_left(loaded):
    edit_here(CLAIM, "from here")
    del loaded.documents["one.toml"][1]["never"]
    before = dump()
    assert loaded.outcomes() == {CLAIM: "conflict"}
    assert dump() == before and row_of(CLAIM).status == "published"


def test_claim_that_reappears_is_published_again(loaded):
    gone = loaded.documents["one.toml"][1].pop("never")
    loaded.load()
    loaded.documents["one.toml"][1]["never"] = {**gone, "value": 1}
    assert loaded.outcomes() == {CLAIM: "updated"}
    claim = row_of(CLAIM)
    assert (claim.status, claim.value, claim.version) == ("published", 1, 3)


def test_claim_withdrawn_here_stays_withdrawn(loaded):
    claim = row_of(CLAIM)
    transition(claim, "withdraw", user=make_user("reviewer"), version=claim.version, reason="misread")
    assert loaded.outcomes() == {CLAIM: "kept"}
    change_file(loaded, CLAIM, "from the file")
    assert loaded.outcomes() == {CLAIM: "conflict"}
    del loaded.documents["one.toml"][1]["never"]
    assert loaded.outcomes() == {}
    assert row_of(CLAIM).status == "withdrawn"


def test_row_deleted_here_stays_deleted(loaded):
    with editing(make_user("reviewer"), "not ours", operator=True):
        row_of(CLAIM).delete()
        row_of(PROPOSAL).delete()
    for _ in range(2):
        assert loaded.outcomes() == {CLAIM: "conflict", PROPOSAL: "conflict"}
        assert Claim.objects.count() == 1 and not Proposal.objects.filter(slug="p").exists()
    del loaded.documents["one.toml"][1]["never"]
    del loaded.vocabulary[PROPOSAL]
    assert loaded.outcomes() == {}


def test_row_made_here_before_the_file_had_it_is_a_conflict_or_adopted(folders):
    make_side(slug="east", name="Far East", order=1)
    make_side(slug="west", name="West", order=2)
    folders.load()
    assert Side.objects.get(slug="east").name == "Far East"
    assert folders.outcomes() == {("side", "east"): "conflict"}
    assert LoadedRow.objects.filter(kind="side").get().key == "west"


def test_actor_renamed_by_an_analyst_stays_renamed_while_other_rows_are_updated(loaded):
    edit_here(ACTOR, "Washington, D.C.")
    loaded.vocabulary["participant", "moscow"]["always_shown"] = True
    assert loaded.outcomes() == {ACTOR: "kept", ("participant", "moscow"): "updated"}
    assert words_of(ACTOR) == "Washington, D.C."


def test_key_holds_a_claim_together_when_value_quote_and_day_are_corrected(loaded):
    public_id = row_of(CLAIM).public_id
    loaded.claim().update(value=1, quote="Another passage", said_on="2022-01-10")
    assert loaded.outcomes() == {CLAIM: "updated"}
    claim = row_of(CLAIM)
    assert (claim.public_id, claim.value, claim.quote, str(claim.said_on)) == (
        public_id,
        1,
        "Another passage",
        "2022-01-10",
    )


def test_days_in_quote_marks_are_days_in_each_form(loaded):
    loaded.source().update(
        published_on="10 Jan 2022", accessed_on="11.01.2022", fully_coded_by="A coder", fully_coded_on="12 Jan 2022"
    )
    loaded.claim().pop("said_on", None)
    loaded.load()
    source = row_of(CLAIM).source
    days = (source.published_on, source.accessed_on, source.codings.get().fully_coded_on)
    assert [str(day) for day in days] == ["2022-01-10", "2022-01-11", "2022-01-12"]
    assert str(row_of(CLAIM).said_on) == "2022-01-10"


def test_links_are_merged_like_columns(loaded):
    loaded.vocabulary[PROPOSAL]["proposers"] = ["moscow", "washington"]
    assert loaded.outcomes() == {PROPOSAL: "updated"}
    assert loaded.outcomes() == {}
    with editing(make_user("reviewer"), "only one"):
        row_of(PROPOSAL).proposers.set([Actor.objects.get(slug="moscow")])
    assert loaded.outcomes() == {PROPOSAL: "kept"}
    loaded.vocabulary[PROPOSAL]["proposers"] = []
    assert loaded.outcomes() == {PROPOSAL: "conflict"}
    assert [actor.slug for actor in row_of(PROPOSAL).proposers.all()] == ["moscow"]


def test_a_fixture_says_whether_a_negotiation_is_public_and_leaves_its_team_alone(loaded):
    kind, member = ("negotiation", "talks"), make_user("analyst")
    loaded.vocabulary[kind]["public"] = True
    assert loaded.outcomes() == {}  # as it is where a file says nothing
    set_team(Negotiation.objects.get(), member)
    loaded.vocabulary[kind]["public"] = False
    assert loaded.outcomes() == {kind: "updated"}
    negotiation = Negotiation.objects.get()
    assert not negotiation.public and [*negotiation.team.all()] == [member]
    set_team(negotiation, member, public=True)
    assert loaded.outcomes() == {kind: "kept"}


def test_what_editors_added_is_left_alone(loaded):
    proposal, source = make_proposal(), make_source()
    assert loaded.outcomes() == {}
    assert Proposal.objects.filter(pk=proposal.pk).exists() and Source.objects.filter(pk=source.pk).exists()


def test_a_fixture_says_when_a_proposal_was_added_to_the_codebook(loaded):
    assert row_of(PROPOSAL).added_on is None
    in_file(loaded, PROPOSAL)["added_on"] = "2022-02-01"
    assert loaded.outcomes() == {PROPOSAL: "updated"}
    assert row_of(PROPOSAL).added_on == date(2022, 2, 1)
    in_file(loaded, PROPOSAL)["added_on"] = None
    loaded.outcomes()
    assert row_of(PROPOSAL).added_on is None


def test_a_document_has_the_rest_of_its_record_in_a_table_or_on_a_line(loaded):
    loaded.source()["csl"] = {"volume": 3, "event-date": date(2022, 2, 18)}
    assert loaded.outcomes() == {SOURCE: "updated"}
    assert row_of(SOURCE).csl == {"volume": "3", "event-date": {"date-parts": [[2022, 2, 18]]}}
    assert loaded.outcomes() == {}
    with editing(None):
        source = row_of(SOURCE)
        source.csl = {"volume": "4"}
        source.save()
    assert loaded.outcomes() == {SOURCE: "kept"}


def test_a_document_says_whether_it_was_leaked_and_which_grade_its_origin_has(loaded):
    loaded.source().update(leaked=True, grade="C")
    assert loaded.outcomes() == {SOURCE: "updated"}
    source = row_of(SOURCE)
    assert (source.leaked, source.grade) == (True, "C")
    del loaded.source()["leaked"]
    assert loaded.outcomes() == {SOURCE: "updated"}
    assert not row_of(SOURCE).leaked


@pytest.mark.parametrize("row", [Actor(name="Baltic states"), Proposal(title="Zones")])
def test_a_field_that_came_later_changes_nothing_of_what_was_loaded_before(row):
    before = [row.NAME, "slug"]
    later = ["article", "plural"] if isinstance(row, Actor) else ["full_title"]
    assert digest_fields(row, [*before, *later]) == digest_fields(row, before)


def test_a_claim_may_say_why_in_which_language_by_when_and_how_probably(loaded):
    """Empty these fields are as if they were not there: what was loaded before they were stays unchanged."""
    claim = loaded.claim()
    claim.update(argument="", quote_language="", translation="", by_when="", probability="")
    assert loaded.outcomes() == {}
    said = {"argument": "They said so.", "quote_language": "ru", "translation": "Never.", "probability": 0}
    claim.update(dimension="prospects", by_when=date(2942, 3, 14), **said)
    assert loaded.outcomes() == {CLAIM: "updated"}
    row = row_of(CLAIM)
    assert {name: getattr(row, name) for name in said} == said and row.by_when == date(2942, 3, 14)
    claim["probability"] = ""  # none is not 0 %
    assert loaded.outcomes() == {CLAIM: "updated"}
    assert row_of(CLAIM).probability is None
